"""The text of a web page that a browser saved in one file (.mht): a mail with the page among its parts. And of mail.

Of a page that is made of frames the pages in them are read, as far as they are among the parts; of a letter without a
page its words. Files that come with a letter are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice, pairwise
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin

from simcheck.model import Note
from simcheck.readers.extract import Extract, Input
from simcheck.readers.facts import facts
from simcheck.readers.passed import Passed, told
from simcheck.readers.web.article import article
from simcheck.readers.web.html import decoded, extracted, facts_in
from simcheck.readers.web.page import Line, parsed


def extract(given: Input) -> Extract:
    """The text of the first page in a mail, or its words.

    Raises like ``html.extract``, and ``ValueError`` if there is neither.
    """
    parts = list(_leaves(given.data))
    passed = Counter({Passed.EMBEDDED: sum(map(_is_attached, parts))})
    written = [part for part in parts if not _is_attached(part)]
    pages = [_page(part) for part in written if part.head.get_content_type() in _PAGES]
    if not pages:
        return _letter(given, written, passed)
    reading = _Reading(given, pages)
    reading.passed += passed
    lines = reading.lines(pages[0])
    saved = {"created": _date(given.data)}
    return extracted(given.name, lines, tuple(reading.notes), reading.passed)._replace(
        facts=facts_in(reading.first, saved)
    )


class _Part(NamedTuple):
    """A page in a mail, the encoding that its header names, and the addresses that others call it by."""

    content: bytes
    declared: str
    location: str
    names: tuple[str, ...]


_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|noscript)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL
)
"""Where tags are no tags."""
_FRAMESET: Final = re.compile(r"<frameset[\s>]", re.IGNORECASE)
_FRAME: Final = re.compile(r"<i?frame\s[^<>]{1,4000}+", re.IGNORECASE)
_LINK: Final = re.compile(r"""<link\s{1,9}id\s{0,9}=\s{0,9}["']?shLink\b[^<>]{0,4000}+""", re.IGNORECASE)
"""How Excel names the sheets of a workbook, of which the frame shows one and its tabs."""
_VALUE: Final = r"""\s{0,9}=\s{0,9}(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))"""
_SRC: Final = re.compile(rf"\ssrc{_VALUE}", re.IGNORECASE)
_HREF: Final = re.compile(rf"\shref{_VALUE}", re.IGNORECASE)


def _source(named: re.Pattern[str], tag: str) -> str:
    """The address that a tag names; empty if it names none."""
    found = named.search(tag)
    return unescape("".join(filter(None, found.groups()))) if found else ""


_NO_FRAMES: Final = re.compile(r"<(/?)noframes\b", re.IGNORECASE)
_FRAMES: Final = 100
"""Frames of a page that are read."""


class _Reading:
    """The pages of a mail, each read once."""

    def __init__(self, given: Input, pages: list[_Part]) -> None:
        self._given = given
        self._by_name = {name: page for page in reversed(pages) for name in page.names}
        self._read: set[int] = set()
        self.notes: list[Note] = []
        self.passed: Counter[Passed] = Counter()
        self.first = ""
        """The markup of the page that is asked for first."""

    def lines(self, page: _Part) -> list[Line]:
        """Those of a page, or of the pages in its frames."""
        self._read.add(id(page))
        markup = decoded(self._given._replace(data=page.content), page.declared)
        self.first = self.first or markup.text
        self.notes += markup.notes
        own = article(parsed(markup.text))
        for line in own:
            # those in the mail are looked at here
            line.passed = tuple(kind for kind in line.passed if kind != Passed.FRAME)
        seen = _UNSEEN.sub(" ", markup.text)
        is_set = _FRAMESET.search(seen) is not None
        sheets = [source for link in _LINK.findall(seen) if (source := _source(_HREF, link))] if is_set else []
        frames = [_source(_SRC, frame) for frame in islice(_FRAME.findall(seen), _FRAMES)]
        inner: list[Line] = []
        framed = missing = 0
        for source in sheets or filter(None, frames):
            found = self._found(page, source)
            if found is None:
                missing += 1
            elif id(found) not in self._read and len(self._read) <= _FRAMES:
                lines = self.lines(found)
                inner += lines
                framed += bool(lines)
        if is_set and inner:
            self.passed[Passed.MISSING] += missing
            return inner
        if is_set:
            # what is said to those who see no frames is better than nothing
            return article(parsed(_NO_FRAMES.sub(r"<\1div", markup.text)))
        # advertisements are framed too: a page that says more than what is around it is the one that was saved
        if _length(inner) > _length(own):
            return own + inner
        self.passed[Passed.FRAME] += framed
        return own

    def _found(self, page: _Part, source: str) -> _Part | None:
        return next(filter(None, map(self._by_name.get, _names(urljoin(page.location, source), source))), None)


def _length(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _names(*addresses: str) -> tuple[str, ...]:
    """How pages may be called by those that show them: their addresses, with and without what is escaped in them, and
    the names of their files."""
    names = [name for address in addresses if address for name in (address, unquote(address))]
    return tuple(dict.fromkeys([*names, *(name.rpartition("/")[2] for name in names if "/" in name)]))


def _date(data: bytes) -> str:
    """When the page was saved, as the mail says; empty if it says nothing, or nonsense."""
    head, _ = _headed(data)
    try:
        return parsedate_to_datetime(str(head.get("Date", ""))[:100]).isoformat(timespec="seconds")
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return ""


_PARTS: Final = 1000
"""Parts of a saved page among which pages are looked for; the first of them is the one that was saved."""

_NESTED: Final = 3
"""Parts within parts: alternatives of a page with its pictures."""

_HEADERS: Final = 1 << 14
"""Bytes of the headers of a part."""


_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


class _Leaf(NamedTuple):
    """A part of a mail that has no parts itself."""

    head: Message
    body: bytes
    about: bytes
    """The bytes of its headers."""

    def content(self) -> bytes:
        self.head.set_payload(self.body.decode("ascii", "surrogateescape"))
        content = self.head.get_payload(decode=True)
        return bytes(content) if isinstance(content, bytes) else b""


def _leaves(data: bytes, depth: int = 0) -> Iterator[_Leaf]:
    head, body = _headed(data)
    boundary = head.get_boundary("")
    if boundary and depth < _NESTED:
        for part in islice(_parts(body, boundary), _PARTS):
            yield from _leaves(part, depth + 1)
    elif head.get_content_type() == "message/rfc822" and depth < _NESTED:
        yield from _leaves(body, depth + 1)
    else:
        yield _Leaf(head, body, data[: len(data) - len(body)])


def _is_attached(part: _Leaf) -> bool:
    return part.head.get_content_disposition() == "attachment"


def _page(part: _Leaf) -> _Part:
    location, id = _said(part.about, _LOCATION), _said(part.about, _ID).strip("<>")
    names = _names(location, f"cid:{id}" if id else "")
    return _Part(part.content(), part.head.get_content_charset(""), location, names)


def _letter(given: Input, parts: list[_Leaf], passed: Counter[Passed]) -> Extract:
    """The words of a mail in which no page is."""
    # without headers a part is words too, and so is what stands in front of the first
    written = [part for part in parts if part.about.strip() and part.head.get_content_type() == "text/plain"]
    if not written:
        raise ValueError("neither a page nor words among the parts")
    words: list[str] = []
    notes: dict[str, Note] = {}
    for part in written:
        read = decoded(given._replace(data=part.content()), part.head.get_content_charset(""))
        words.append(read.text.replace("\r\n", "\n").strip("\n"))
        notes |= {note.code: note for note in read.notes if not note.span}
    text = "\n".join(filter(None, words))
    made = facts(created=_date(given.data))
    return Extract(text, (*notes.values(), *told(given.name, passed, text)), facts=made)


_LOCATION: Final = re.compile(rb"^content-location:([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)", re.IGNORECASE | re.MULTILINE)
_ID: Final = re.compile(rb"^content-id:([^\r\n]*+)", re.IGNORECASE | re.MULTILINE)


def _said(part: bytes, header: re.Pattern[bytes]) -> str:
    """What a header of a part says, which browsers write in UTF-8 without a word."""
    found = header.search(part, 0, _HEADERS)
    said = found[1].decode("utf-8", "replace")[:_LONGEST] if found else ""
    try:
        return re.sub(r"[\r\n\t ]", "", str(make_header(decode_header(said))))
    except (LookupError, ValueError):
        return said


_LONGEST: Final = 2000
"""Characters of an address."""


def _headed(part: bytes) -> tuple[Message, bytes]:
    part = part.lstrip(b"\xef\xbb\xbf\r\n \t")
    end = re.compile(rb"\r?\n\r?\n").search(part, 0, _HEADERS)
    split = end.end() if end else 0
    return BytesHeaderParser().parsebytes(part[:split]), part[split:]


def _parts(body: bytes, boundary: str) -> Iterator[bytes]:
    line = re.compile(
        rb"(?:\A|\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"[ \t-]*\r?(?=\n|\Z)"
    )
    edges = [(match.start(), match.end()) for match in line.finditer(body)]
    for (_, start), (end, _) in pairwise([*edges, (len(body), len(body))]):
        yield body[start:end]
