"""Notes (要留意): what should a reader know that is not reuse: blanks, hidden characters, look-alikes, short texts?

Counted, placed, and left without a judgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from simcheck.entities.blanks import blanks
from simcheck.findings.interleaving import interleaved
from simcheck.findings.unseen import reversed_parts, unexplained
from simcheck.model import Document, Note, Span
from simcheck.report.stamp import is_result_text
from simcheck.settings import Settings
from simcheck.text.normalize import Mask, look_alikes, normalize, traditional, visible
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
            found += _on_any(source)
    if capped:
        found.append(Note("capped", None, {"document": checked.name}))
    return tuple(found)


_BEGINNING: Final = 100
"""How many times the least length a beginning has that is enough to see that a text is not too short."""


def _on(document: Document, settings: Settings) -> Iterator[Note]:
    text = document.text
    yield from _on_any(document)
    yield from _unfilled(document)
    yield from _out_of_sight(document)
    yield from _characters("look-alike", document, look_alikes(text))
    if (between := interleaved(text)) is not None:
        named = {"document": document.name, "text": between.sign}
        yield Note("interleaved", between.span, named | {"count": between.times})
    mask = traditional(text)
    if mask.sum() >= _TRADITIONAL:
        yield Note("traditional", _first(mask), {"document": document.name, "count": int(mask.sum())})
    # a beginning that is long enough is enough
    beginning = normalize(text[: _BEGINNING * settings.min_length])
    if len(beginning) < settings.min_length > (length := len(normalize(text))):
        yield Note("short", None, {"document": document.name, "length": length, "minimum": settings.min_length})


def _on_any(document: Document) -> Iterator[Note]:
    """What is worth saying of a source as well: that it is no document, or where it has been."""
    if is_result_text(document.text):
        yield Note("result", None, {"document": document.name})
    sentences = notices(document.text)
    if sentences:
        words = sentences[0].of(document.text).strip()
        yield Note("site-notice", sentences[0], {"document": document.name, "text": words, "count": len(sentences)})


_AROUND: Final = 6
"""Characters on either side of a blank that are shown with it."""


def _unfilled(document: Document) -> Iterator[Note]:
    """Blanks that were left as they are."""
    found = blanks(document.text)
    if found:
        place = found[0]
        around = document.text[max(0, place.start - _AROUND) : place.end + _AROUND].split("\n")
        shown = max(around, key=lambda part: place.of(document.text) in part)
        yield Note("unfilled", place, {"document": document.name, "count": len(found), "text": shown.strip()})


def _out_of_sight(document: Document) -> Iterator[Note]:
    """Unseen characters, and lines that read backwards; what reverses them is told once."""
    hidden = unexplained(document.text)
    backwards = reversed_parts(document.text)
    for part in backwards:
        hidden[part.start] = hidden[part.end - 1] = False
    yield from _characters("hidden", document, hidden)
    if backwards:
        seen = visible("".join(part.of(document.text) for part in backwards))
        yield Note("overridden", backwards[0], {"document": document.name, "count": int(seen.sum())})


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
