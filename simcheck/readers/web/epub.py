"""The text of an electronic book (.epub): its chapters in the order in which they are read.

A zip of web pages with a list of them. Every chapter is taken whole; menus of them are not, and what is missing or
cannot be read is counted. Where the list says that a chapter lies outside of the zip, there is none: names are only
ever looked up inside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from simcheck.errors import Encrypted, TooLarge, UnreadableDocument
from simcheck.model import Note
from simcheck.readers.extract import Extract, Facts, Input, broken
from simcheck.readers.facts import facts, together
from simcheck.readers.package import Package, parsed
from simcheck.readers.passed import Passed
from simcheck.readers.web import html
from simcheck.readers.web.page import Line
from simcheck.readers.web.page import parsed as parsed_page

_PAGES: Final = frozenset(
    ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml", "image/svg+xml")
)
_SUFFIXES: Final = (".xhtml", ".html", ".htm", ".xml")
"""What is a chapter, by its type or, of books that call it otherwise, by its name; pictures may stand between them."""

_PLAIN_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s[^\[\]<>]*>")
"""A document type that declares nothing itself, as books from before 2007 have in their lists. Without it nothing
changes: what it points to would not be read."""


def extract(given: Input) -> Extract:
    """The text of a book. An encoding says nothing here.

    Notes tell of hidden and deleted text that was left out, and of chapters that are not there or are broken. Raises
    ``Encrypted`` for a book that only its shop's program opens, ``ValueError`` for one without its list, or any
    chapter, what ``Package`` raises, and where no chapter can be read what is wrong with the first.
    """
    parts = Package(given.path, given.data)
    book = _book(parts)
    package = _list(parts, book)
    passed: Counter[Passed] = Counter()
    chapters = _chapters(parts, package, dirname(book), passed)
    if not _locked(parts).isdisjoint(chapters):
        raise Encrypted(given.path)
    lines: list[Line] = []
    known: dict[Hashable, Note] = {}
    unread: tuple[type[Exception], ...] = (UnreadableDocument, *broken())
    wrong: list[Exception] = []
    for chapter in chapters:
        if not parts.has(chapter):
            passed[Passed.MISSING] += 1
            continue
        try:
            markup = html.decoded(given._replace(data=parts.content(chapter) or b"", encoding=None))
            lines += parsed_page(markup.text).lines
        except (Encrypted, TooLarge):
            raise
        except unread as error:
            passed[Passed.BROKEN] += 1
            wrong.append(error)
            continue
        for note in markup.notes:
            known.setdefault((note.code, note.span, *note.facts.items()), note)
    there = sum(map(parts.has, chapters))
    if wrong and len(wrong) == there:
        raise wrong[0]
    if not there and passed[Passed.MISSING]:
        raise ValueError("no chapter")
    return html.extracted(given.name, lines, tuple(known.values()), passed)._replace(facts=_facts(package))


def _facts(package: Element) -> Facts:
    """What the list says of the book: its authors, when it was made and changed, the program."""
    authors: list[str] = []
    said: dict[str, str] = {}
    for each in package.iter():
        name, text = _tag(each), (each.text or "").strip()
        if name == "creator":
            authors.append(text[:_LONGEST])
        elif name == "meta":
            said.setdefault(each.get("property") or each.get("name") or "", text or each.get("content", ""))
        elif name == "date":
            # before EPUB 3
            event = next((value for key, value in each.items() if key.rpartition("}")[2] == "event"), "")
            said.setdefault(event, text)
    return facts(
        author="; ".join(authors[:_AUTHORS]),
        software=together(said.get("generator"), said.get("Sigil version") and f"Sigil {said['Sigil version']}"),
        created=said.get("dcterms:created") or said.get("creation"),
        modified=said.get("dcterms:modified") or said.get("modification"),
    )


_AUTHORS: Final = 20
_LONGEST: Final = 200
"""Characters of an author's name that are looked at, of so many authors."""


def _book(parts: Package) -> str:
    """The name of the list of chapters."""
    container = _list(parts, "META-INF/container.xml")
    found = [each.get("full-path", "") for each in container.iter() if _tag(each) == "rootfile"]
    return next(filter(parts.has, found), found[0] if found else "")


def _chapters(parts: Package, package: Element, folder: str, passed: Counter[Passed]) -> list[str]:
    """The names of the chapters in their order, as the list in ``folder`` has them; what is none is counted."""
    items = {each.get("id", ""): each for each in package.iter() if _tag(each) == "item"}
    chapters = []
    for reference in package.iter():
        if _tag(reference) != "itemref":
            continue
        item = items.get(reference.get("idref", ""))
        if item is None:
            passed[Passed.MISSING] += 1
            continue
        kind, name = item.get("media-type", ""), _inside(item.get("href", ""), folder)
        if "nav" in item.get("properties", "").split():
            continue
        if kind not in _PAGES and not name.lower().endswith(_SUFFIXES):
            # a cover that is missing has no words
            is_picture = kind.startswith("image/")
            if parts.has(name):
                passed[Passed.PICTURE if is_picture else Passed.EMBEDDED] += 1
            elif not is_picture:
                passed[Passed.MISSING] += 1
            continue
        if not parts.has(name) and _leads_out(item.get("href", ""), folder):
            passed[Passed.MISSING] += 1
            continue
        chapters.append(name)
    return list(dict.fromkeys(chapters))


def _list(parts: Package, name: str) -> Element:
    content = parts.content(name)
    if content is None:
        raise ValueError(f"no file {name}")
    return parsed(_PLAIN_DOCTYPE.sub(b"", content, count=1))


def _locked(parts: Package) -> set[str]:
    """The names of files that are encrypted: fonts are so in many books that anybody may read."""
    if not parts.has("META-INF/encryption.xml"):
        return set()
    try:
        listed = _list(parts, "META-INF/encryption.xml")
    except broken():
        # a chapter that is locked is none that can be read
        return set()
    return {_inside(each.get("URI", ""), "") for each in listed.iter() if _tag(each) == "CipherReference"}


def _inside(link: str, folder: str) -> str:
    """The name of the file inside the zip that a link in one of its folders leads to."""
    return normpath(join(folder, unquote(urlsplit(link).path))).lstrip("/")


def _leads_out(link: str, folder: str) -> bool:
    """Whether a link is none to a file of the book, there or not."""
    scheme, host, path, *_ = urlsplit(link)
    path = unquote(path)
    return bool(scheme or host) or not path or path.startswith("/") or normpath(join(folder, path)).startswith("..")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
