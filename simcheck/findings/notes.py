"""Notes (要留意): what should a reader know that is not reuse: blanks, hidden characters, look-alikes, short texts?

Counted, placed, and left without a judgement.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from simcheck.model import Document, Note, Span
from simcheck.settings import Settings
from simcheck.text.normalize import Mask, invisible, look_alikes, normalize, traditional
from simcheck.text.notices import notices

_NAMED: Final = 4
"""Different characters that a note names; all are counted."""

_TRADITIONAL: Final = 5
"""Traditional characters from which a note is worth reading: 乾 and 著 stand in simplified texts too."""


def about(checked: Document, source: Document, settings: Settings, *, capped: bool = False) -> tuple[Note, ...]:
    """The notes on a comparison, those on the checked document first."""
    found: list[Note] = []
    if checked.text == source.text:
        found.append(Note("same-document", None, {"document": checked.name}))
    for document in (checked, source) if checked != source else (checked,):
        found += document.notes
        found += _on(document, settings)
    if capped:
        found.append(Note("capped", None, {"document": checked.name}))
    return tuple(found)


def against(checked: Document, sources: Sequence[Document], settings: Settings, *, capped: bool) -> tuple[Note, ...]:
    """The notes on a document and on those sources that explain more than phrases of it."""
    found = [*checked.notes, *_on(checked, settings)]
    for source in sources:
        if source.text != checked.text:
            found += (note for note in _on(source, settings) if note.code in _OF_SOURCES)
    if capped:
        found.append(Note("capped", None, {"document": checked.name}))
    return tuple(found)


_BEGINNING: Final = 100
"""How many times the least length a beginning has that is enough to see that a text is not too short."""

_OF_SOURCES: Final = frozenset({"site-notice"})
"""What is worth saying of a source as well: where it has been."""


def _on(document: Document, settings: Settings) -> Iterator[Note]:
    text = document.text
    sentences = notices(text)
    if sentences:
        words = sentences[0].of(text).strip()
        yield Note("site-notice", sentences[0], {"document": document.name, "text": words, "count": len(sentences)})
    yield from _unfilled(document)
    yield from _characters("hidden", document, _hiding(text))
    yield from _characters("look-alike", document, look_alikes(text))
    mask = traditional(text)
    if mask.sum() >= _TRADITIONAL:
        yield Note("traditional", _first(mask), {"document": document.name, "count": int(mask.sum())})
    # a beginning that is long enough is enough
    beginning = normalize(text[: _BEGINNING * settings.min_length])
    if len(beginning) < settings.min_length > (length := len(normalize(text))):
        yield Note("short", None, {"document": document.name, "length": length, "minimum": settings.min_length})


_AROUND: Final = 6
"""Characters on either side of a blank that are shown with it."""

_MAY_BE_BLANK: Final = re.compile(r"[XxＸｘ×✕_＿]+|（此处填写")
_BLANK: Final = re.compile(
    r"(?<![A-Za-zＸ\d*×✕])(?:[XxＸｘ]{2,6}|[×✕]{2,6}|[XＸ](?=[年月日市县区镇乡村个名户万亿元%％]))(?![A-Za-zＸ\d×✕])|_{3,}|＿{2,}"
)
"""Beside a figure a cross says times, or hides a number."""


def blanks(text: str) -> list[Span]:
    """Where something was left to be filled in."""
    found = []
    close = -1
    # what may be one is found several times as fast
    for begin in _MAY_BE_BLANK.finditer(text):
        at = begin.start()
        if text[at] != "（":
            if match := _BLANK.match(text, at):
                found.append(Span(*match.span()))
            continue
        # one bracket may close many, and is looked for once
        if close < at:
            close = text.find("）", at)
            close = len(text) if close < 0 else close
        if close < len(text):
            found.append(Span(at, close + 1))
    return found


def _unfilled(document: Document) -> Iterator[Note]:
    """Blanks that were left as they are."""
    found = blanks(document.text)
    if found:
        place = found[0]
        around = document.text[max(0, place.start - _AROUND) : place.end + _AROUND].split("\n")
        shown = max(around, key=lambda part: place.of(document.text) in part)
        yield Note("unfilled", place, {"document": document.name, "count": len(found), "text": shown.strip()})


def _hiding(text: str) -> Mask:
    """Characters that nobody sees; accents and vowel signs, which are dropped too, are seen on their letters."""
    mask = invisible(text)
    for at in np.flatnonzero(mask).tolist():
        selects = "\ufe00" <= text[at] <= "\ufe0f" or "\U000e0100" <= text[at] <= "\U000e01ef"
        mask[at] = selects or unicodedata.category(text[at]) not in ("Mn", "Me")
    return mask


def _characters(code: str, document: Document, mask: Mask) -> Iterator[Note]:
    """A note that counts the characters of ``mask`` and names the most frequent ones."""
    if not mask.any():
        return
    counts = Counter(document.text[at] for at in np.flatnonzero(mask).tolist())
    named = ", ".join(f"U+{ord(c):04X} ×{n}" for c, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))[:_NAMED])
    rest = ", …" if len(counts) > _NAMED else ""
    facts: dict[str, str | int] = {"document": document.name, "count": int(mask.sum()), "characters": named + rest}
    yield Note(code, _first(mask), facts)


def _first(mask: Mask) -> Span:
    at = int(np.flatnonzero(mask)[0])
    return Span(at, at + 1)
