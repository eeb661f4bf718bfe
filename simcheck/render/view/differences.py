"""A finding as the pieces that a reader sees: where the two sides agree, and where they differ.

Terminal, Markdown and tables are made from the same pieces, so that all of them count and mark the same differences.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import Fact, text
from simcheck.intervals import Overlaps
from simcheck.model import Block, Edit, Finding, Span
from simcheck.report.report import Report
from simcheck.text.normalize import Normalized, compared, normalize
from simcheck.text.segmentation import clauses, paragraph_numbers, paragraphs

ISLAND: Final = 2
"""Two differences this near are one to the eye, unless there is punctuation between them."""

LONG: Final = 160
"""An equal stretch of more characters than this is shown by its two ends, about ``END`` characters each."""
END: Final = 60
WORTH: Final = 50
"""Leaving out less than this saves no line worth the question what it was."""

ROW: Final = 14
"""A row of the side view ends at a comma only if it is as long and has a difference, which makes columns drift."""

CLAUSE: Final = 60
"""No further than this a clause is followed beyond the end of a match."""


class Sort(Enum):
    """What a piece is."""

    EQUAL = "equal"
    CHANGED = "changed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both sides; between ``CHANGED`` pieces they are the same after normalization."""

    left: Span
    right: Span
    sort: Sort


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a finding without gaps.

    ``own`` and ``skipped`` count the characters of the document and of the source between the part before and this one;
    ``moved`` says that the source has this part somewhere else, so that ``skipped`` means nothing.
    """

    left: Span
    right: Span
    pieces: tuple[Piece, ...]
    own: int = 0
    skipped: int = 0
    moved: bool = False


@dataclass(frozen=True)
class Side:
    """One text with what the pictures of it need."""

    text: str
    pages: tuple[int, ...] = ()

    @cached_property
    def normalized(self) -> Normalized:
        return normalize(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        return paragraphs(self.text)

    def interval(self, span: Span) -> tuple[int, int]:
        """The normalized interval of a span; as a list is searched, because an array would be copied each time."""
        return bisect_left(self._origin, span.start), bisect_left(self._origin, span.end)

    @cached_property
    def _origin(self) -> list[int]:
        origin: list[int] = self.normalized.origin.tolist()
        return origin

    def letters(self, span: Span) -> int:
        """How many folded letters and digits the span holds: 0 for mere punctuation."""
        first, last = self.interval(span)
        return last - first

    def words(self, span: Span) -> int:
        """How many 字 the span has, 0 if they are mere punctuation."""
        return characters(self.text, span) if self.letters(span) else 0

    def trimmed(self, span: Span) -> Span:
        """The span without punctuation and white space at its ends: these do not count as differences."""
        first, last = self.interval(span)
        return self.normalized.span(first, last) if first < last else Span(span.start, span.start)

    def gap(self, at: int) -> Span:
        """What stands between the letters before and after ``at``."""
        first, _ = self.interval(Span(at, at))
        start = int(self.normalized.origin[first - 1]) + 1 if first else 0
        return Span(start, max(start, self.normalized.span(first, first).start))

    def numbers(self, span: Span) -> str:
        """The paragraphs that the span touches, as "3" or "3–5"."""
        first, last = paragraph_numbers(span, self.paragraphs)
        return _run(first, last)

    def on(self, span: Span) -> str:
        """The pages of the original that the span touches, as "3" or "3–4"; empty if they are not known."""
        if not self.pages:
            return ""
        return _run(bisect_right(self.pages, span.start), bisect_right(self.pages, max(span.start, span.end - 1)))

    def place(self, span: Span, lang: Language, document: str | None = None) -> str:
        """Where the span stands, in words: the page if it is known, the paragraphs, the characters."""
        page = text(lang, "place.page", pages=on) if (on := self.on(span)) else ""
        facts: dict[str, Fact] = {"page": page, "paragraphs": self.numbers(span), "start": span.start, "end": span.end}
        if document is None:
            return text(lang, "place.bare", **facts)
        return text(lang, "place", document=document, **facts)


def _run(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


class Texts:
    """Both sides of every finding of a report."""

    def __init__(self, report: Report) -> None:
        self.left = Side(report.document.text, report.document.pages)
        self._rights = {name: Side(document.text, document.pages) for name, document in report.sources.items()}

    def right(self, finding: Finding) -> Side:
        return self._rights[finding.match.source]

    def right_of(self, source: str) -> Side:
        return self._rights[source]

    def parts(self, finding: Finding) -> tuple[Part, ...]:
        """The finding's parts in the order of the document."""
        return parts(finding, self.left, self.right(finding))


def parts(finding: Finding, left: Side, right: Side) -> tuple[Part, ...]:
    """A finding's parts, whose texts are known, in the order of the left one."""
    return tuple(_parts(finding, left, right))


def differences(parts: Iterable[Part]) -> list[Piece]:
    """Where the two sides differ, as often as a reader would count."""
    return [piece for part in parts for piece in part.pieces if piece.sort is Sort.CHANGED]


_FIGURES: Final = re.compile(
    r"[\dXxＸｘ×０-９〇○零一二三四五六七八九十百千万亿两多余点%％.．,，、第是（）()年月日季度\s]*"
)


def only_figures(pieces: Iterable[Piece], left: str, right: str) -> bool:
    """Whether all that differs are numbers, dates and enumerators, and no names."""
    return all(_FIGURES.fullmatch(p.left.of(left)) and _FIGURES.fullmatch(p.right.of(right)) for p in pieces)


def characters(text: str, span: Span) -> int:
    """How many 字 the span has."""
    return int(compared(span.of(text)).sum())


def _parts(finding: Finding, left: Side, right: Side) -> Iterator[Part]:
    """Blocks with nothing but punctuation between them are one part."""
    held: Part | None = None
    every = finding.match.edits
    places = [
        Overlaps((side.start, side.end) for side in sides)
        for sides in zip(*((e.left, e.right) for e in every), strict=True)
    ]
    for block in finding.match.blocks:
        # an edit with an empty side is inside where its other side is
        near = {
            n
            for some, side in zip(places, (block.left, block.right), strict=False)
            for n in some.touching(side.start, side.end)
        }
        edits = [_trimmed(edit, left, right) for edit in _inside(block, [every[n] for n in sorted(near)])]
        part = Part(block.left, block.right, _merged(_pieces(block, edits), left.text, right.text))
        if held is None:
            held = part
            continue
        own = left.words(Span(held.left.end, block.left.start))
        moved = block.right.start < held.right.end
        skipped = 0 if moved else right.words(Span(held.right.end, block.right.start))
        if own or skipped or moved:
            yield held
            held = replace(part, own=own, skipped=skipped, moved=moved)
        else:
            held = _together(held, part)
    if held is not None:
        yield held


def _together(a: Part, b: Part) -> Part:
    between = Piece(Span(a.left.end, b.left.start), Span(a.right.end, b.right.start), Sort.EQUAL)
    gap = (between,) if between.left or between.right else ()
    return replace(a, left=a.left.hull(b.left), right=a.right.hull(b.right), pieces=(*a.pieces, *gap, *b.pieces))


def _inside(block: Block, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The block's edits, which ascend on the left; one with an empty side belongs where its other side is."""
    first = bisect_left(edits, block.left.start, key=lambda e: e.left.start)
    for edit in edits[first : bisect_right(edits, block.left.end, key=lambda e: e.left.start)]:
        if all(here.contains(span) for here, span in ((block.left, edit.left), (block.right, edit.right)) if span):
            yield edit


def _trimmed(edit: Edit, left: Side, right: Side) -> Edit:
    """The edit without punctuation at its ends; an empty side stands, like the other one, before or after a mark."""
    a, b = left.trimmed(edit.left), right.trimmed(edit.right)
    if a and not b:
        b = _placed(right.gap(b.start), after_mark=bool(left.gap(a.start)))
    elif b and not a:
        a = _placed(left.gap(a.start), after_mark=bool(right.gap(b.start)))
    return Edit(a, b)


def _placed(gap: Span, *, after_mark: bool) -> Span:
    at = gap.end if after_mark else gap.start
    return Span(at, at)


def _pieces(block: Block, edits: Iterable[Edit]) -> Iterator[Piece]:
    left, right = block.left.start, block.right.start
    for edit in edits:
        here, there = _within(edit.left, left, block.left.end), _within(edit.right, right, block.right.end)
        if not here and not there:
            continue
        yield Piece(Span(left, here.start), Span(right, there.start), Sort.EQUAL)
        yield Piece(here, there, Sort.CHANGED)
        left, right = here.end, there.end
    yield Piece(Span(left, block.left.end), Span(right, block.right.end), Sort.EQUAL)


def _within(span: Span, start: int, end: int) -> Span:
    """The part of the span that lies between the two offsets."""
    start = min(max(span.start, start), end)
    return Span(start, max(start, min(span.end, end)))


def _merged(pieces: Iterable[Piece], left: str, right: str) -> tuple[Piece, ...]:
    """The pieces without empty ones, and with small islands between two differences taken into them."""
    result: list[Piece] = []
    for piece in pieces:
        if not piece.left and not piece.right:
            continue
        if piece.sort is Sort.CHANGED and _island(result, left, right):
            result.pop()
        if piece.sort is Sort.CHANGED and result and result[-1].sort is Sort.CHANGED:
            result[-1] = Piece(result[-1].left.hull(piece.left), result[-1].right.hull(piece.right), Sort.CHANGED)
        else:
            result.append(piece)
    return tuple(result)


def _island(result: Sequence[Piece], left: str, right: str) -> bool:
    if len(result) < 2 or result[-1].sort is not Sort.EQUAL or result[-2].sort is not Sort.CHANGED:
        return False
    between = result[-1].left.of(left), result[-1].right.of(right)
    return all(len(words) <= ISLAND and words.isalnum() for words in between)


# --- what the screen leaves out, and where rows end -------------------------------------------------------------------


def shortened(part: Part, left: Side, right: Side) -> Part:
    """The part with the middle of long equal stretches left out, from clause end to clause end."""
    pieces = (piece for long in part.pieces for piece in _shortened(long, left, right))
    return replace(part, pieces=tuple(pieces))


def _shortened(piece: Piece, left: Side, right: Side) -> list[Piece]:
    if piece.sort is not Sort.EQUAL or len(piece.left) <= LONG:
        return [piece]
    ends = [clause.end for clause in clauses(left.text, piece.left)]
    first, last = piece.left.start + END, piece.left.end - END
    head = min((end for end in ends if first <= end <= first + END // 2), default=first)
    tail = max((end for end in ends if last - END // 2 <= end <= last), default=last)
    if tail - head < WORTH:
        return [piece]
    a, middle = _cut(piece, head, left, right)
    middle, c = _cut(middle, tail, left, right)
    return [a, replace(middle, sort=Sort.LEFT_OUT), c]


def rows(part: Part, left: Side, right: Side) -> Iterator[tuple[Piece, ...]]:
    """The part cut where clauses end on both sides, so that what stands in one row belongs together."""
    row: list[Piece] = []
    length = 0
    for piece in part.pieces:
        if piece.sort is Sort.LEFT_OUT:
            yield from [tuple(row)] if row else []
            yield (piece,)
            row, length = [], 0
            continue
        for bit in _at_clauses(piece, left, right) if piece.sort is Sort.EQUAL else [piece]:
            row.append(bit)
            length += len(bit.left)
            differs = any(p.sort is Sort.CHANGED or p.left.of(left.text) != p.right.of(right.text) for p in row)
            if _ends_row(bit, differs and length >= ROW, left.text, right.text):
                yield tuple(row)
                row, length = [], 0
    if row:
        yield tuple(row)


def _at_clauses(piece: Piece, left: Side, right: Side) -> Iterator[Piece]:
    for clause in clauses(left.text, piece.left)[:-1]:
        bit, piece = _cut(piece, clause.end, left, right)
        yield bit
    yield piece


def _cut(piece: Piece, at: int, left: Side, right: Side) -> tuple[Piece, Piece]:
    """An equal piece in two, at the offset ``at`` of the left text and after as many letters of the right one."""
    other = _counterpart(piece, at, left, right)
    before = Piece(Span(piece.left.start, at), Span(piece.right.start, other), piece.sort)
    return before, Piece(Span(at, piece.left.end), Span(other, piece.right.end), piece.sort)


def _counterpart(piece: Piece, at: int, left: Side, right: Side) -> int:
    letters = left.letters(Span(piece.left.start, at))
    first, last = right.normalized.interval(piece.right)
    if first + letters >= last:
        return piece.right.end
    end = int(right.normalized.origin[first + letters - 1]) + 1 if letters else piece.right.start
    return _past_punctuation(right.text, max(end, piece.right.start), int(right.normalized.origin[first + letters]))


def _past_punctuation(text: str, start: int, end: int) -> int:
    """``start`` moved over punctuation and white space up to ``end``, but not over what opens the next clause."""
    while start < end and text[start] not in _OPENS:
        start += 1
    return start


_OPENS: Final = "（《【“‘〈「『〔([{"
_SENTENCE_ENDS: Final = "。！？!?；;…｡\n"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,、：:"
_CLOSERS: Final = "”’」』）)】》〉\"'] \u3000\r\t"


def _ends_row(bit: Piece, at_comma: bool, left: str, right: str) -> bool:
    for words in (bit.left.of(left), bit.right.of(right)):
        last = words.rstrip(_CLOSERS)[-1:]
        if last and (last in _SENTENCE_ENDS or (at_comma and last in "，,：:")):
            return True
    return False


# --- the clause around a match ----------------------------------------------------------------------------------------


def before(text: str, start: int) -> Span:
    """The beginning of the clause that a match breaks into: not part of it, but needed to read it."""
    if start == 0 or text[start - 1] in _CLAUSE_ENDS + _CLOSERS or text[start : start + 1] in _CLAUSE_ENDS + _CLOSERS:
        return Span(start, start)
    clause = clauses(text, Span(max(0, start - CLAUSE), start))[-1]
    return Span(clause.start, start)


def after(text: str, end: int) -> Span:
    """The rest of the clause that a match ends in, with its punctuation and without the line break after it."""
    if end == 0 or end >= len(text) or text[end - 1] in _CLAUSE_ENDS:
        return Span(end, end)
    clause = clauses(text, Span(end, min(len(text), end + CLAUSE)))[0]
    return Span(end, end + len(clause.of(text).rstrip()))
