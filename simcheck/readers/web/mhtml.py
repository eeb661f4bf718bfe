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


_FRAMESET: Final = re.compile(r"<frameset[\s>]", re.IGNORECASE)
_FRAME: Final = re.compile(
    r"""<i?frame\s(?:[^<>]{0,2000}?\s)?src\s{0,9}=\s{0,9}(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))""",
    re.IGNORECASE,
)
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
        is_set = _FRAMESET.search(markup.text) is not None
        inner: list[Line] = []
        for source in islice(_FRAME.findall(markup.text), _FRAMES):
            framed = self._found(page, unescape("".join(source)))
            if framed is None:
                self.passed[Passed.MISSING] += is_set
            elif id(framed) not in self._read and len(self._read) <= _FRAMES:
                inner += self.lines(framed)
        if is_set:
            return inner
        # advertisements are framed too: a page that says more than what is around it is the one that was saved
        return own + inner if _length(inner) > _length(own) else own

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
