"""The Word document that an annotated copy is made from, in the form that the library which opens it knows.

Documents with macros, templates and the strict form of the format say the same in other words. The words are changed,
the macros left out: a .docx may have none.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from simcheck.readers.package import in_usual_names, is_strict

MOST: Final = 400_000_000
"""Bytes of a document unpacked, its pictures among them, all of which are held in memory; twice what may be read."""

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHERS: Final = re.compile(
    rb"application/(?:vnd\.openxmlformats-officedocument\.wordprocessingml\.template\.main\+xml"
    rb"|vnd\.ms-word\.(?:document\.macroEnabled|template\.macroEnabledTemplate)\.main\+xml)"
)

_CONFORMANCE: Final = re.compile(rb"""\s\w+:conformance=["']strict["']""")

_MACROS: Final = re.compile(rb"""<Relationship\s(?=[^<>]*/vbaProject["'])[^<>]*+(?:(?<=/)>|>\s*+</Relationship>)""")


def usual(original: bytes) -> bytes:
    """The document as a .docx in the usual form; itself if it is that.

    ``ValueError`` for one beyond ``MOST``; what ``zipfile`` raises for what is damaged.
    """
    with ZipFile(BytesIO(original)) as old:
        if sum(member.file_size for member in old.infolist()) > MOST:
            raise ValueError(f"more than {MOST} bytes unpacked")
        types = old.read(_TYPES)
        written = {name: old.read(name) for name in old.namelist() if name.endswith((".xml", ".rels"))}
        if not _OTHERS.search(types) and not any(map(is_strict, written.values())):
            return original
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = written.get(name)
                if content is not None:
                    content = _CONFORMANCE.sub(b"", in_usual_names(_OTHERS.sub(_MAIN, content)))
                    if name.endswith(".rels"):
                        content = _MACROS.sub(b"", content)
                new.writestr(name, old.read(name) if content is None else content)
        return out.getvalue()
