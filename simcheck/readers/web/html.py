"""The text of a web page: its article without what the site puts around it, or the whole of a document saved as one.

HTML as sites, browsers, Word, WPS and LibreOffice write it. Titles, paragraphs, lists with their numbers and tables row
by row are text; menus, side columns, footers, forms, scripts, hidden and deleted text are not.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from html import unescape
from types import MappingProxyType
from typing import Final

from simcheck.errors import InvalidSettings, TooLarge, UnreadableDocument
from simcheck.model import Note, Span
from simcheck.readers.extract import Extract, Facts, Input
from simcheck.readers.facts import facts
from simcheck.readers.package import MOST
from simcheck.readers.passed import Passed, told
from simcheck.readers.plain import text as plain
from simcheck.readers.web.article import article
from simcheck.readers.web.page import Line, parsed


def extract(given: Input) -> Extract:
    """The text of a web page in the user's encoding, that of its mark, the one it declares, or the likeliest.

    Notes tell of hidden and deleted text that was left out, and what ``plain.text`` has to say. Raises ``TooLarge``,
    ``ValueError`` for a page of too many or too deep elements, and what ``plain.text`` raises.
    """
    markup = decoded(given)
    return extracted(given.name, article(parsed(markup.text)), markup.notes)._replace(facts=facts_in(markup.text))


_META: Final = re.compile(r"<meta\s[^<>]{1,2000}+>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w-])(name|content)\s{0,9}+=\s{0,9}+(?:"([^"<>]{0,1000}+)"|'([^'<>]{0,1000}+)'|([^\s"'<>]{1,1000}+))""",
    re.IGNORECASE,
)
_OF_WORD: Final = re.compile(r"<o:(Author|LastAuthor|Created|LastSaved)>([^<>]{1,1000}+)</o:")
"""What Word writes for itself, into a comment."""


def facts_in(markup: str, more: Mapping[str, str] = {}) -> Facts:
    """What the head of a page says of it, or ``more`` where it says nothing."""
    said = dict(_OF_WORD.findall(markup, 0, _HEAD_OF_OFFICE))
    for tag in _META.findall(markup, 0, _HEAD_OF_OFFICE):
        about = {key.lower(): "".join(values) for key, *values in _ATTRIBUTE.findall(tag)}
        if about.get("content"):
            said.setdefault(about.get("name", "").lower(), about["content"])

    def first(*names: str) -> str | None:
        return next((unescape(said[name]) for name in names if said.get(name)), None)

    return facts(
        author=first("Author", "author"),
        editor=first("LastAuthor", "changedby"),
        software=first("generator"),
        created=first("Created", "created") or more.get("created"),
        modified=first("LastSaved", "changed"),
    )


_HEAD_OF_OFFICE: Final = 1 << 16
"""Characters in which a page says what it is; office programs write styles of many pages behind it."""


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


def decoded(given: Input, declared: str = "") -> Extract:
    """The markup in these bytes; ``declared`` is the encoding that comes with them from outside, as in the header of a
    mail.

    What is declared counts if all bytes can be read so and the text is legible. Raises like ``plain.text``, and
    ``TooLarge``.
    """
    data = given.data
    if len(data) > MOST:
        raise TooLarge(given.path, len(data), MOST)
    if given.encoding is None and not data.startswith(_MARKS):
        inside = _DECLARED.search(data, 0, _HEAD)
        for said in (declared, (inside[1] or inside[2]).decode() if inside else ""):
            with suppress(UnreadableDocument, InvalidSettings):
                if said and _MULTIBYTE.match(plain.codecs_named(said)[0]):
                    markup = plain.extract(given._replace(encoding=said))
                    if not markup.notes and _legible(markup.text[:_SAMPLE]):
                        return markup
    return plain.extract(given)


def _legible(text: str) -> bool:
    from simcheck.readers.plain.legible import bits, is_legible

    return is_legible(bits(text))


def extracted(
    name: str, lines: list[Line], notes: tuple[Note, ...] = (), more: Mapping[Passed, int] = MappingProxyType({})
) -> Extract:
    """The extract of these lines, with notes on what was left out of them, and those on the bytes they come from.

    ``more`` counts what was passed over and stands in no line.
    """
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
    passed = Counter(kind for line in lines for kind in line.passed) + Counter(more)
    return Extract(text, (*found.values(), *told(name, passed, text)))
