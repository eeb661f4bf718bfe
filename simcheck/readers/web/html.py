"""The text of a web page: its article without what the site puts around it, or the whole of a document saved as one.

HTML as sites, browsers (also in one file, .mht), Word, WPS and LibreOffice write it. Titles, paragraphs, lists with
their numbers and tables row by row are text; menus, side columns, footers, forms, scripts, hidden and deleted text are
not.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice, pairwise
from typing import Final

from simcheck.errors import InvalidSettings, TooLarge, UnreadableDocument
from simcheck.model import Note, Span
from simcheck.readers.extract import Extract
from simcheck.readers.package import MOST
from simcheck.readers.plain import text as plain
from simcheck.readers.web.article import article
from simcheck.readers.web.page import Line, parsed


def from_bytes(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """The text of a web page in the user's encoding, that of its mark, the one it declares, or the likeliest.

    Notes tell of hidden and deleted text that was left out, and what ``text.from_bytes`` has to say. Raises
    ``TooLarge``, ``ValueError`` for a page of too many or too deep elements, and what ``text.from_bytes`` raises.
    """
    markup = decoded(path, name, data, encoding)
    return extracted(name, article(parsed(markup.text)), markup.notes)


def from_saved_page(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """The text of a page that was saved in one file (.mht), which is a mail with parts; raises like ``from_bytes``.

    ``ValueError`` is a mail without a page.
    """
    found = _page_in(data)
    if found is None:
        raise ValueError("no page among the parts")
    markup = decoded(path, name, found[0], encoding, found[1])
    return extracted(name, article(parsed(markup.text)), markup.notes)


# --- bytes to markup -------------------------------------------------------------------------------------------------

_HEAD: Final = 4096
"""Bytes in which a page declares its encoding; browsers look at 1024."""

_DECLARED: Final = re.compile(
    rb"""<meta\s[^<>]*?charset\s*+=\s*+["']?+\s*+([\w.:-]+) | \A\s*+<\?xml\s[^<>]*?encoding\s*+=\s*+["']([\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_MULTIBYTE: Final = re.compile(r"utf-8|gb|big5|cp9\d\d|euc|shift|hz|iso2022")
"""Codecs that refuse what is not theirs. A declaration of another proves nothing: any bytes are letters there, and
whoever reads it cannot have read UTF-16."""

_SAMPLE: Final = 1 << 16
"""Characters by which it is judged whether a page is in the encoding that it declares."""


def decoded(path: str, name: str, data: bytes, encoding: str | None, declared: str = "") -> Extract:
    """The markup in ``data``; ``declared`` is the encoding that comes with it from outside, as in the header of a mail.

    What is declared counts if all bytes can be read so and the text is legible. Raises like ``text.from_bytes``, and
    ``TooLarge``.
    """
    if len(data) > MOST:
        raise TooLarge(path, len(data), MOST)
    if encoding is None and not data.startswith(_MARKS):
        inside = _DECLARED.search(data, 0, _HEAD)
        for said in (declared, (inside[1] or inside[2]).decode() if inside else ""):
            with suppress(UnreadableDocument, InvalidSettings):
                if said and _MULTIBYTE.match(plain.codecs_named(said)[0]):
                    extract = plain.from_bytes(path, name, data, said)
                    if not extract.notes and _legible(extract.text[:_SAMPLE]):
                        return extract
    return plain.from_bytes(path, name, data, encoding)


def _legible(text: str) -> bool:
    from simcheck.readers.plain.legible import bits, is_legible

    return is_legible(bits(text))


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


def extracted(name: str, lines: list[Line], notes: tuple[Note, ...] = ()) -> Extract:
    """The extract of these lines, with notes on what was left out of them, and those on the bytes they come from."""
    text = "\n".join(line.text for line in lines if line.text)
    places = [match.span() for match in re.finditer("\ufffd+", text)]
    found = {note.code: note for note in reversed(notes) if not note.span}
    for note in notes:
        # it speaks of a place in the markup, whose words need not be in the text
        if note.span and places:
            found[note.code] = Note(
                note.code, Span(places[0][0], places[0][0] + 1), {**note.facts, "count": len(places)}
            )
    for code, count in (
        ("hidden-text", sum(line.hidden for line in lines)),
        ("deleted-text", sum(line.deleted for line in lines)),
    ):
        if count:
            found[code] = Note(code, None, {"document": name, "count": count})
    return Extract(text, tuple(found.values()))
