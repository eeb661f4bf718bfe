"""Which of the files in a document of Office Open XML is what to it, and what does the document say of itself?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.readers.extract import Facts, Input
from simcheck.readers.facts import facts, together
from simcheck.readers.package import Package, in_usual_names, said_in


class Parts:
    """The files in a document by what they are to it, whatever their names."""

    def __init__(self, given: Input, package: Package) -> None:
        self.given = given
        self.package = package
        self.start = {kind: name for _, kind, name in related(package, "")}
        """The names of the files that belong to the document as a whole."""
        self.main = self.start.get("officeDocument", "")
        if not package.has(self.main):
            self.main = "word/document.xml"
        self._by_kind: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        """The names of the files that the body names by an id."""
        self.heads: list[str] = []
        """The names of the files with heads and feet of pages."""
        for id, kind, name in related(package, self.main):
            self._by_kind[kind] = self.by_id[id] = name
            if kind in ("header", "footer"):
                self.heads.append(name)

    def body(self) -> Element | None:
        """The root of the file with the text; None if there is none."""
        return self.package.tree(self.main, _bare)

    def tree(self, kind: str) -> Element | None:
        """The root of the file that is the ``kind`` ("numbering") of this document."""
        return self.package.tree(self.name(kind), _bare if kind == "styles" else in_usual_names)

    def name(self, kind: str, usual: str = "") -> str:
        """The name of the file that is the ``kind`` of this document; the usual one if it is named nowhere."""
        return self._by_kind.get(kind, usual or f"word/{kind}.xml")

    def has(self, kind: str) -> bool:
        """Whether there is such a file."""
        return kind in self._by_kind


def _bare(data: bytes) -> bytes:
    """The XML of a text or of styles in usual names, without what only says how words look: most of it does."""
    data = in_usual_names(data)
    if b"<![CDATA[" in data:
        # there the same signs would be words
        return data
    return _LOOKS.sub(b"", data).replace(b"<w:rPr></w:rPr>", b"").replace(b"<w:pPr></w:pPr>", b"")


_LOOKS: Final = re.compile(
    rb"<w:(?:rFonts|szCs|sz|bCs|b|lang|lsdException|color|spacing|kern|ind|jc|iCs|i|u|w|shd|snapToGrid|proofErr"
    rb"|bookmark(?:Start|End)|highlight|keepLines|keepNext|widowControl|noProof|adjustRightInd|autoSpaceD[EN]"
    rb"|contextualSpacing|overflowPunct|textAlignment|topLinePunct|wordWrap|uiPriority|unhideWhenUsed)"
    rb"(?:/|\s[^<>]*+)(?<=/)>"
)
"""Elements with nothing in them, by the usual prefix; by another they cost no more than time."""


_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


_PLAIN: Final = re.compile(r"\w+(?:/\w+)*+\.\w+", re.ASCII)
"""A name below the folder, as nearly all are."""


def related(package: Package, name: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and name of the files that belong to one, or to the package itself (ECMA-376 part 2, 9.3).

    Without them, or with such as cannot be read, a document still has its words.
    """
    folder, base = posixpath.split(name)
    try:
        root = package.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
    except (SyntaxError, ValueError):
        return
    for each in root.iter(_RELATIONSHIP) if root is not None else ():
        if each.get("TargetMode") != "External":
            target = each.get("Target", "")
            if not folder or not _PLAIN.fullmatch(target):
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
            else:
                target = f"{folder}/{target}"
            yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target


def facts_in(parts: Parts) -> Facts:
    """What Word and WPS say of who wrote it when with what, and the numbers of the sessions in which it was edited."""
    aside, start = parts.package.aside, parts.start
    core = said_in(aside(start.get("core-properties", "docProps/core.xml")))
    # the strict form has another name for it
    app = start.get("extended-properties") or start.get("extendedProperties", "docProps/app.xml")
    program = said_in(aside(app))
    # other programs than Word write their own version into their name, and beside it that of a Word that is like them
    application = program.get("Application", "")
    name = parts.name("settings")
    # a tree of them takes as long as a tenth of the document
    numbers: Iterable[str] = parts.package.found(name, _SESSION) or _sessions(aside(name))
    return facts(
        author=core.get("creator"),
        editor=core.get("lastModifiedBy"),
        software=application if re.search("[0-9]", application) else together(application, program.get("AppVersion")),
        created=core.get("created"),
        modified=core.get("modified"),
        revisions=numbers,
    )


_SESSION: Final = re.compile(rb"""<w:rsid(?:Root)?\s++w:val=["']([0-9A-Za-z]*+)["']""")


def _sessions(settings: Element | None) -> Iterator[str]:
    """The same by any prefix, and in one file with all the others."""
    for each in settings.iter() if settings is not None else ():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in ("rsid", "rsidRoot"):
            yield from (value for name, value in each.items() if name.rpartition("}")[2] == "val")
