"""The text of a web page that a browser saved in one file (.mht): a mail with the page among its parts.

Of a page that is made of frames the pages in them are read, as far as they are among the parts.
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
from simcheck.readers.passed import Passed
from simcheck.readers.web.article import article
from simcheck.readers.web.html import decoded, extracted, facts_in
from simcheck.readers.web.page import Line, parsed


def extract(given: Input) -> Extract:
    """The text of the first page in the mail. Raises like ``html.extract``, and ``ValueError`` if there is none."""
    pages = list(_pages_in(given.data))
    if not pages:
        raise ValueError("no page among the parts")
    reading = _Reading(given, pages)
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


def _pages_in(data: bytes, depth: int = 0) -> Iterator[_Part]:
    """The pages in a mail."""
    head, body = _headed(data)
    if head.get_content_type() in ("text/html", "application/xhtml+xml"):
        head.set_payload(body.decode("ascii", "surrogateescape"))
        content = head.get_payload(decode=True)
        about = data[: len(data) - len(body)]
        location, id = _said(about, _LOCATION), _said(about, _ID).strip("<>")
        yield _Part(
            bytes(content) if isinstance(content, bytes) else b"",
            head.get_content_charset(""),
            location,
            _names(location, f"cid:{id}" if id else ""),
        )
        return
    boundary = head.get_boundary("")
    if boundary and depth < _NESTED:
        for part in islice(_parts(body, boundary), _PARTS):
            yield from _pages_in(part, depth + 1)


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
