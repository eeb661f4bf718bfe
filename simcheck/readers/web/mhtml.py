"""The text of a web page that a browser saved in one file (.mht): a mail with the page among its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from itertools import islice, pairwise
from typing import Final

from simcheck.readers.extract import Extract, Input
from simcheck.readers.web.article import article
from simcheck.readers.web.html import decoded, extracted, facts_in
from simcheck.readers.web.page import parsed


def extract(given: Input) -> Extract:
    """The text of the first page in the mail. Raises like ``html.extract``, and ``ValueError`` if there is none."""
    found = _page_in(given.data)
    if found is None:
        raise ValueError("no page among the parts")
    page, declared = found
    markup = decoded(given._replace(data=page), declared)
    saved = {"created": _date(given.data)}
    return extracted(given.name, article(parsed(markup.text)), markup.notes)._replace(
        facts=facts_in(markup.text, saved)
    )


def _date(data: bytes) -> str:
    """When the page was saved, as the mail says; empty if it says nothing, or nonsense."""
    head, _ = _headed(data)
    try:
        return parsedate_to_datetime(str(head.get("Date", ""))[:100]).isoformat(timespec="seconds")
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return ""


_PARTS: Final = 1000
"""Parts of a saved page among which the page is looked for; it is nearly always the first."""

_NESTED: Final = 3
"""Parts within parts: alternatives of a page with its pictures."""

_HEADERS: Final = 1 << 14
"""Bytes of the headers of a part."""


def _page_in(data: bytes, depth: int = 0) -> tuple[bytes, str] | None:
    """The first page in a mail and the encoding that its header names."""
    head, body = _headed(data)
    if head.get_content_type() in ("text/html", "application/xhtml+xml"):
        head.set_payload(body.decode("ascii", "surrogateescape"))
        content = head.get_payload(decode=True)
        return bytes(content) if isinstance(content, bytes) else b"", head.get_content_charset("")
    boundary = head.get_boundary("")
    if boundary and depth < _NESTED:
        for part in islice(_parts(body, boundary), _PARTS):
            found = _page_in(part, depth + 1)
            if found is not None:
                return found
    return None


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
