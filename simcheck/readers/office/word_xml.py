"""The text of a Word document that is one XML file: as Word 2003 saves it, or the files of a .docx in a row.

Systems fill in templates of this kind and call what they make .doc; Word and WPS open it like any other. The second
form (flat OPC) holds the very files of a .docx. The first has other names for much of it, and is told in those of a
.docx, so that ``docx`` reads both.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, tostring

from simcheck.errors import NotText, TooLarge
from simcheck.formats import Format
from simcheck.readers.extract import Extract, Facts, Input, broken
from simcheck.readers.facts import facts
from simcheck.readers.office import docx
from simcheck.readers.office.doc_lists import FORMATS
from simcheck.readers.office.docx_parts import Parts
from simcheck.readers.package import MOST, Package, in_usual_names, known_as, parsed, said_in

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"
_WX: Final = "{http://schemas.microsoft.com/office/word/2003/auxHint}"

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"

_OF_2003: Final = re.compile(
    rb"""(=\s*+["'])http://schemas\.microsoft\.com/office/word/2003/(?:[0-9]/)?wordml(?=["'])"""
)
_USUAL: Final = rb"\1http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_BINARY: Final = re.compile(rb"(<(?:[\w.-]+:)?(?:binData|binaryData)\b[^<>]*+>)[^<]*+")
"""Pictures and fonts, in letters."""


def extract(given: Input) -> Extract:
    """The text of the document and notes as ``docx.extract`` has them, without pages in a document of 2003.

    An encoding says nothing here. Raises ``TooLarge``, ``NotText`` for a file without a document of Word in it, and
    what ``parsed`` raises.
    """
    data = in_usual_names(given.data)
    if len(data) > MOST:
        data = _BINARY.sub(rb"\1", data)
    if len(data) > MOST:
        raise TooLarge(given.path, len(data), MOST)
    root = parsed(_OF_2003.sub(_USUAL, data))
    if root.tag == f"{_PKG}package":
        parts = {known_as(part.get(f"{_PKG}name", "")): part for part in root.iter(f"{_PKG}part")}
        return docx.extracted(Parts(given, _Flat(given.path, parts)))
    if root.tag != f"{_W}wordDocument":
        raise NotText(given.path, Format.XML)
    said = _facts(root)
    flat = _Flat(given.path, {f"word/{kind}.xml": part for kind, part in _as_docx(root).items()})
    return docx.extracted(Parts(given, flat))._replace(facts=said)


class _Flat(Package):
    """The files of a document that stand in one: ``pkg:part`` elements, or the roots themselves."""

    def __init__(self, path: str, parts: dict[str, Element]) -> None:
        self._parts = parts
        super().__init__(path, b"")

    def _open(self, data: bytes) -> None:
        """It is open."""

    def has(self, name: str) -> bool:
        return known_as(name) in self._parts

    def holds(self, name: str, word: bytes) -> bool:
        return self.has(name)

    def found(self, name: str, pattern: re.Pattern[bytes]) -> list[str]:
        return []

    def letters(self, name: str) -> int:
        root = self.aside(name)
        return sum(map(len, root.itertext())) if root is not None else 0

    def content(self, name: str) -> bytes | None:
        part = self._parts.get(known_as(name))
        if part is None:
            return None
        letters = part.find(f"{_PKG}binaryData")
        root = self._root(part)
        if letters is not None:
            return self._counted(b64decode("".join((letters.text or "").split()), validate=True))
        return self._counted(tostring(_as_page(root), "utf-8")) if root is not None else b""

    def tree(self, name: str, said: Callable[[bytes], bytes] = bytes) -> Element | None:
        part = self._parts.get(known_as(name))
        if part is None:
            return None
        root = self._root(part)
        if root is None and part.find(f"{_PKG}binaryData") is not None:
            return super().tree(name, said)
        return root

    def aside(self, name: str) -> Element | None:
        try:
            return self.tree(name)
        except broken():
            return None

    def _root(self, part: Element) -> Element | None:
        if part.tag != f"{_PKG}part":
            return part
        inside = part.find(f"{_PKG}xmlData")
        return next(iter(inside), None) if inside is not None else None


def _as_page(root: Element) -> Element:
    """A page of the web in the names that browsers know."""
    if root.tag == f"{_XHTML}html":
        for each in root.iter():
            if isinstance(each.tag, str):
                each.tag = each.tag.removeprefix(_XHTML)
    return root


def _facts(root: Element) -> Facts:
    """What a document of 2003 says of itself."""
    said = said_in(next((each for each in root if each.tag.endswith("}DocumentProperties")), None))
    numbers = (each.get(f"{_W}val", "") for each in root.iter() if each.tag in (f"{_W}rsid", f"{_W}rsidRoot"))
    return facts(
        author=said.get("Author"),
        editor=said.get("LastAuthor"),
        created=said.get("Created"),
        modified=said.get("LastSaved"),
        revisions=numbers,
    )


_NAMES: Final = {
    f"{_W}{old}": f"{_W}{new}"
    for old, new in {
        "hlink": "hyperlink",
        "listPr": "numPr",
        "ilfo": "numId",
        "listDef": "abstractNum",
        "list": "num",
        "ilst": "abstractNumId",
        "listStyleLink": "numStyleLink",
        "cfChunk": "sdtContent",
    }.items()
}
"""What has another name in a .docx, and nothing else of that name."""

_ANNOTATIONS: Final = {
    "Word.Insertion": f"{_W}ins",
    "Word.Deletion": f"{_W}del",
    "Word.Comment": f"{_W}commentReference",
}

_HOLDER: Final = f"{_W}sdtContent"
"""What a .docx calls something that holds paragraphs or runs and says nothing itself."""

_HELD: Final = frozenset(f"{_W}{tag}" for tag in ("p", "r", "tbl", "tr", "tc", "hyperlink", "t")) | {_HOLDER}
"""What users' schemas and smart tags are put around, whatever these are called."""


def _as_docx(root: Element) -> dict[str, Element]:
    """The files that a document of 2003 would be as a .docx, by what they are; its tree is changed."""
    notes: dict[str, Element] = {kind: Element(f"{_W}{kind}s") for kind in ("footnote", "endnote")}
    # from the inmost on: what holds a holder is one
    for each in reversed(list(root.iter())):
        if not isinstance(each.tag, str):
            continue
        if each.tag == f"{_W}r":
            _set_aside(each, notes)
        elif each.tag == f"{_W}nfc":
            each.tag = f"{_W}numFmt"
            format = each.get(f"{_W}val", "")
            each.set(f"{_W}val", FORMATS.get(int(format), "") if format.isdecimal() and len(format) < 6 else "")
        elif each.tag in _NAMES:
            each.tag = _NAMES[each.tag]
            for attribute, called in ((f"{_W}listDefId", "abstractNumId"), (f"{_W}ilfo", "numId")):
                if attribute in each.attrib:
                    each.set(f"{_W}{called}", each.attrib[attribute])
        elif each.tag == f"{_AML}annotation":
            each.tag = _ANNOTATIONS.get(each.get(f"{_W}type", ""), each.tag)
        elif each.tag == f"{_AML}content" or (
            not each.tag.startswith(_W) and any(child.tag in _HELD for child in each)
        ):
            each.tag = _HOLDER
    found = {"document": root, **{f"{kind}s": each for kind, each in notes.items()}}
    return found | dict(_parts(root))


def _parts(root: Element) -> Iterator[tuple[str, Element]]:
    for each in root:
        if each.tag == f"{_W}styles":
            yield "styles", each
        elif each.tag == f"{_W}lists":
            yield "numbering", each


def _set_aside(run: Element, notes: dict[str, Element]) -> None:
    """Foot- and endnotes stand where their marks are: give them numbers and leave these."""
    for place, child in enumerate(run):
        kind = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
        if kind in notes:
            number = str(len(notes[kind]))
            notes[kind].append(child)
            child.set(f"{_W}id", number)
            mark = Element(f"{_W}{kind}Reference")
            mark.set(f"{_W}id", number)
            run[place] = mark
