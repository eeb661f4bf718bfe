"""Which words of a PDF stand on a layer that is switched off (optional content, ISO 32000-1, 8.11)?

PDFium draws what is switched on and gives the words of all of it. A document that hides layers, and few do, is written
anew without those words, by pypdf.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

_KEY: Final = b"/OCProperties"
_PACKED: Final = re.compile(rb"/ObjStm\b.{0,300}?\bstream\r?\n", re.DOTALL)
_UNPACKED: Final = 40_000_000
"""Bytes of streams of objects that are looked into."""


def has_layers(data: bytes) -> bool:
    """Whether the document may have layers at all; its catalogue may be in a stream of objects."""
    return _KEY in data or any(_KEY in part for part in _unpacked(data))


def _unpacked(data: bytes) -> Iterator[bytes]:
    left = _UNPACKED
    for each in _PACKED.finditer(data):
        if left <= 0:
            return
        with suppress(zlib.error):
            part = zlib.decompressobj().decompress(memoryview(data)[each.end() :], left)
            left -= len(part)
            yield part


def without_hidden(data: bytes) -> bytes | None:
    """The document without the words of layers that are switched off; None if there are none, or it cannot be told."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        layers = _Layers(reader)
        if reader.is_encrypted or not any(
            _hides(_got(page.get("/Resources", {})), layers, set()) for page in reader.pages
        ):
            return None
        writer = PdfWriter(clone_from=reader)
        # the objects have other numbers now
        layers = _Layers(writer)
        for page in writer.pages:
            _clear(writer, page, layers)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        # what hides words has to be understood; what cannot be is shown
        return None


class _Layers:
    """The layers of a document, and which are off when it is opened."""

    def __init__(self, document: Any) -> None:
        root = document.root_object if hasattr(document, "root_object") else document.trailer["/Root"]
        about = _got(_got(root).get(_KEY.decode(), {}))
        usual = _got(about.get("/D", {}))
        self.off = _numbers(about.get("/OCGs")) if usual.get("/BaseState") == "/OFF" else set()
        self.off = (self.off - _numbers(usual.get("/ON"))) | _numbers(usual.get("/OFF"))
        for event in _got(usual.get("/AS", [])):
            event = _got(event)
            if event.get("/Event") == "/View":
                for layer in _got(event.get("/OCGs", [])):
                    self._by_usage(layer)

    def _by_usage(self, layer: Any) -> None:
        state = _got(_got(_got(layer).get("/Usage", {})).get("/View", {})).get("/ViewState")
        if state == "/OFF":
            self.off |= _numbers([layer])
        elif state == "/ON":
            self.off -= _numbers([layer])

    def hides(self, what: Any) -> bool:
        """Whether a layer, or a group of several, is not shown."""
        about = _got(what)
        if not hasattr(about, "get"):
            return False
        if about.get("/Type") != "/OCMD":
            return getattr(what, "idnum", None) in self.off
        if "/VE" in about:
            return not self._holds(about["/VE"], 0)
        members = about.raw_get("/OCGs") if "/OCGs" in about else []
        listed = _got(members)
        numbers = [one.idnum for one in (listed if isinstance(listed, list) else [members]) if hasattr(one, "idnum")]
        off = [number in self.off for number in numbers]
        if not off:
            return False
        policy = about.get("/P", "/AnyOn")
        return {"/AllOn": any(off), "/AnyOff": not any(off), "/AllOff": not all(off)}.get(policy, all(off))

    def _holds(self, expression: Any, depth: int) -> bool:
        parts = _got(expression)
        if not isinstance(parts, list) or not parts or depth > _DEEPEST:
            return not self.hides(expression)
        operator, *operands = parts
        held = [self._holds(one, depth + 1) for one in operands]
        return {"/Not": not all(held), "/Or": any(held)}.get(_got(operator), all(held))


_DEEPEST: Final = 32
"""Conditions inside each other."""


def _got(what: Any) -> Any:
    """What a reference refers to."""
    return what.get_object() if hasattr(what, "get_object") else what


def _numbers(layers: Any) -> set[int]:
    listed = _got(layers)
    return {one.idnum for one in listed if hasattr(one, "idnum")} if isinstance(listed, list) else set()


def _hides(resources: Any, layers: _Layers, seen: set[int]) -> bool:
    """Whether a page with these resources, or a form that it draws, hides anything."""
    return bool(_hidden_names(resources, layers)) or any(
        ("/OC" in form and layers.hides(form.raw_get("/OC"))) or _hides(_inner(form, resources), layers, seen)
        for form in _forms(resources, seen)
    )


def _inner(form: Any, resources: Any) -> Any:
    """The resources of a form; one of old has those of its page (ISO 32000-1, 7.8.3)."""
    return _got(form.get("/Resources", resources))


def _forms(resources: Any, seen: set[int]) -> Iterator[Any]:
    """The forms that are drawn with resources, each once."""
    drawn = _got(resources.get("/XObject", {}))
    for name in drawn:
        reference = drawn.raw_get(name)
        number = getattr(reference, "idnum", 0)
        if number not in seen and _got(reference).get("/Subtype") == "/Form":
            seen.add(number)
            yield _got(reference)


def _clear(writer: Any, page: Any, layers: _Layers) -> None:
    """Take the words of hidden layers out of a page, and out of the forms that it draws."""
    from pypdf.generic import ContentStream

    resources = _got(page.get("/Resources", {}))
    _clear_forms(writer, resources, layers, set())
    hidden = _hidden_names(resources, layers)
    if hidden and "/Contents" in page:
        content = ContentStream(page["/Contents"], writer)
        content.operations = list(_shown(content.operations, hidden))
        page.replace_contents(content)


def _hidden_names(resources: Any, layers: _Layers) -> set[str]:
    """By which names of marked content what follows is hidden."""
    properties = _got(resources.get("/Properties", {}))
    return {name for name in properties if layers.hides(properties.raw_get(name))}


def _clear_forms(writer: Any, resources: Any, layers: _Layers, seen: set[int]) -> None:
    from pypdf.generic import ContentStream

    for form in _forms(resources, seen):
        inner = _inner(form, resources)
        _clear_forms(writer, inner, layers, seen)
        if "/OC" in form and layers.hides(form.raw_get("/OC")):
            form.set_data(b"")
        elif hidden := _hidden_names(inner, layers):
            content = ContentStream(form, writer)
            content.operations = list(_shown(content.operations, hidden))
            form.set_data(content.get_data())


_SHOWING: Final = {b"Tj": None, b"TJ": None, b"Do": None, b"'": b"T*", b'"': b"T*"}
"""What shows something, and what is left of it where it is hidden: some go to the next line first."""


def _shown(operations: Any, hidden: set[str]) -> Iterator[tuple[Any, bytes]]:
    marks: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            is_layer = operator == b"BDC" and len(operands) > 1 and operands[0] == "/OC"
            marks.append(is_layer and str(operands[1]) in hidden)
        elif operator == b"EMC" and marks:
            marks.pop()
        if operator in _SHOWING and any(marks):
            left = _SHOWING[operator]
            if left:
                yield [], left
        else:
            yield operands, operator
