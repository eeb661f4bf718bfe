"""From lines on pages to paragraphs: what stands at the edges of the pages goes, what was wrapped is joined.

For formats that keep where words stand and not what they belong to (PDF, OFD). A line ends a paragraph when the first
word of the next would still have fitted, when the next one is indented, or when a gap or another size of type parts
them; a page or a column ends none by itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from simcheck.readers.extract import PAGE
from simcheck.readers.fixed.columns import columns_of
from simcheck.readers.fixed.footnotes import without_footnotes
from simcheck.readers.fixed.lines import GRID, Line, Page, overlap
from simcheck.readers.fixed.running_heads import without_edges


def reflowed(pages: Sequence[Page]) -> str:
    """The paragraphs of all pages without their edges; see ``paragraphs``."""
    return paragraphs(without_edges(pages))


def paragraphs(pages: Sequence[Page]) -> str:
    """The paragraphs of pages, a line each; ``PAGE`` stands where a page begins, also inside a paragraph.

    Footnotes, and what is written in other directions, follow the paragraph with which their page ends.
    """
    return _healed(_flowed(pages))


def _flowed(pages: Sequence[Page]) -> str:
    columns = [columns_of(page) for page in pages]
    height = _usual_height(columns)
    notes: list[list[Page]] = []
    for number, page in enumerate(pages):
        parted = [without_footnotes(column, height, page.height) for column in columns[number]]
        columns[number] = [column for column, _ in parted]
        notes.append([page._replace(lines=lines, apart=()) for _, found in parted for lines in found])
    margins = _margins(columns, median(page.width for page in pages) if pages else 0.0)
    written: list[str] = []
    aside: list[str] = []
    last: _Placed | None = None
    hanging: float | None = None
    for number, page in enumerate(pages):
        placed = _placed(columns[number], number, margins, is_full=bool(notes[number]) or _is_full(page))
        between = _between(last, placed[0], hanging) if placed and last else "\n"
        if aside and "\n" in between:
            # where the paragraph before it ended, on its page
            written += _set_apart(aside, written)
        if number:
            written.append(PAGE)
        for here in placed:
            between = _between(last, here, hanging) if last else "\n" * _says_something(written)
            if aside and "\n" in between:
                written += _set_apart(aside, written)
            written += between, here.line.words
            if "\n" in between or not last:
                hanging = None
            elif here.inset - last.inset > _INSET * here.margins.em:
                hanging = here.inset
            last = here
        aside += [_flowed([each]) for each in (*notes[number], *page.apart)]
    written += _set_apart(aside, written)
    return "".join(written)


def _placed(page: Sequence[Sequence[Line]], number: int, margins: _Every, *, is_full: bool) -> list[_Placed]:
    found = []
    for column in page:
        own = margins.of(column)
        cells = _cells(column)
        in_rows = _beside(cells)
        if in_rows:
            found += [_Placed(line, own, number, column, line in in_rows, is_full) for line in cells]
        else:
            found += [_Placed(line, own, number, column, False, is_full) for line in cells]
    return found


def _is_full(page: Page) -> bool:
    return not page.lines or max(line.bottom for line in page.lines) > _FULL * page.height


_FULL: Final = 0.6
"""How far down the words of a full page reach at least; what is below may be a picture."""


def _set_apart(aside: list[str], written: Sequence[str]) -> list[str]:
    """What was kept until a paragraph ends, as lines; it is taken out of ``aside``."""
    lines = [words for words in aside if words]
    aside.clear()
    return ["\n" * (bool(lines) and _says_something(written)), "\n".join(lines)]


def _says_something(written: Sequence[str]) -> bool:
    return any(words and words != PAGE for words in written)


def _usual_height(pages: Sequence[Sequence[Sequence[Line]]]) -> float:
    """How high the lines are in which most characters stand."""
    lines = [line for page in pages for column in page for line in column]
    heights: Counter[float] = Counter()
    for line in lines[:: 1 + len(lines) // _SAMPLE]:
        heights[round(line.height, 1)] += len(line.words)
    half, seen = heights.total() / 2, 0
    for height in sorted(heights):
        seen += heights[height]
        if seen >= half:
            return height
    return 0.0


# Tables


def _cells(lines: Sequence[Line]) -> list[Line]:
    """The lines of a column, those of one cell of a table joined where they were only wrapped."""
    beside = _beside(lines)
    if not beside:
        return list(lines)
    found: list[Line] = []
    for cell in _runs(lines):
        if len(cell) == 1 or beside.isdisjoint(cell):
            found += cell
            continue
        right = max(line.right for line in cell)
        held: list[Line] = []
        for line in cell:
            if held:
                em = held[-1].height / 1.2
                word = _FIRST_WORD.match(line.words)
                if right - held[-1].right > _width(word.group() if word else "", em) + _SLACK * em:
                    found.append(_joined(held, right))
                    held = []
            held.append(line)
        found.append(_joined(held, right))
    return found


def _joined(lines: Sequence[Line], right: float) -> Line:
    """The lines of a paragraph in a cell as one, which reaches to ``right`` if there are several."""
    first, *others = lines
    if not others:
        return first
    words = (part for before, after in pairwise(lines) for part in (_seam(before, after), after.words))
    return Line("".join((first.words, *words)), first.left, right, first.top, lines[-1].bottom)


def _beside(lines: Sequence[Line]) -> set[Line]:
    """The lines that have others to their left or right, even if those stand a little higher."""
    if all(after.top - before.bottom > GRID for before, after in pairwise(lines)):
        return set()
    bands: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        inset = 0.3 * line.height
        for band in range(int((line.top + inset) / GRID), int((line.bottom - inset) / GRID) + 1)[:_BANDS]:
            bands[band].append(line)
    return {line for band in bands.values() if len(band) > 1 for line in band}


_BANDS: Final = 50
"""How many bands a line touches at most: higher ones are no lines."""


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other closely below each other, with one left edge or one middle."""
    run: list[Line] = []
    for line in lines:
        if run:
            last = run[-1]
            is_below = 0 < line.top - last.top < 2 * max(last.height, line.height)
            skew = min(abs(line.left - last.left), abs(line.left + line.right - last.left - last.right))
            if not is_below or skew > 0.3 * line.height:
                yield run
                run = []
        run.append(line)
    if run:
        yield run


# Which lines belong together


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the text of pages begins and ends, and how far apart its lines are."""

    left: float
    right: float
    pitch: float
    em: float
    is_indented: bool


@dataclass(frozen=True, slots=True)
class _Every:
    """The margins of a document's columns."""

    whole: tuple[_Margins, ...]

    def of(self, column: Sequence[Line]) -> _Margins:
        """Those of the columns that this one is like: a few short lines do not tell how wide theirs is."""
        left, right = _ends_of(column)

        def unlike(one: _Margins) -> float:
            beyond = sum(line.right > one.right + one.em / 2 for line in column) / len(column)
            ends = right - one.right if right > one.right else (one.right - right) * _SHORT
            return abs(one.left - left) + ends + max(0.0, beyond - _FEW_BEYOND) * _BEYOND

        return min(self.whole, key=unlike)


_SHORT: Final = 0.1
"""How much less it counts that lines end before the margin than that they end behind it."""
_BEYOND: Final = 200
"""Points that it counts if lines end behind it: where few end at the margin, most of them tell where it is not."""
_FEW_BEYOND: Final = 0.25
"""The part of the lines that may: addresses and code are not parted."""


class _Placed(NamedTuple):
    line: Line
    margins: _Margins
    page: int
    column: Sequence[Line]
    in_row: bool
    """Whether others stand beside it: then it is a cell, with lines of its own."""
    is_full: bool
    """Whether its page is filled: on one that is half empty the last paragraph ends."""

    @property
    def inset(self) -> float:
        """How far from the margin it begins."""
        return self.line.left - self.margins.left


_INSET: Final = 0.8
"""Ideographs by which a line that is indented is; Chinese papers indent by two, Western ones by one."""


_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6“”‘’…—]+"
)


def _wide(words: str) -> int:
    """How many characters are as wide as an ideograph."""
    return sum(map(len, _WIDE.findall(words)))


def _em(line: Line) -> float:
    """The width of an ideograph in a line, as far as its words tell."""
    wide = _wide(line.words)
    units = wide + 0.5 * (len(line.words) - wide)
    return (line.right - line.left) / units if units >= 4 else line.height / 1.2


_TELLING: Final = 5
"""Lines from which a column tells where its margins are."""


def _margins(columns: Sequence[Sequence[Sequence[Line]]], width: float) -> _Every:
    """The margins of all columns; columns with the same edges, on however many pages, have the same ones."""
    every = [column for page in columns for column in page]
    telling = [column for column in every if len(column) >= _TELLING] or every
    groups: dict[tuple[float, float], list[Sequence[Line]]] = {}
    places: dict[tuple[float, float], tuple[int, tuple[float, float]]] = {}
    for column in telling:
        ends = _ends_of(column)
        # the first of the groups near enough; no two of them are in one square
        x, y = (end // _SAME for end in ends)
        near = sorted(places[a, b] for a in (x - 1, x, x + 1) for b in (y - 1, y, y + 1) if (a, b) in places)
        key = next((k for _, k in near if all(abs(a - b) < _SAME for a, b in zip(k, ends, strict=True))), ends)
        if key not in groups:
            places[x, y] = len(groups), key
        groups.setdefault(key, []).append(column)
    # a page of tables ends where its cells do
    found = [_of(group) for group in groups.values() if len(group) * _RARE >= len(telling)]
    found = found or [_of(group) for group in sorted(groups.values(), key=len, reverse=True)[:_VARIOUS]]
    if all(len(page) < 2 for page in columns):
        # where all lines are short, as on a form, they do not tell how wide the text may be
        found = [
            replace(one, right=width - one.left) if one.right < _NARROWEST * (width - one.left) else one
            for one in found
        ]
    return _Every(tuple(found))


_RARE: Final = 20
"""One column in so many with margins of its own; fewer do not tell."""

_VARIOUS: Final = 100
"""Margins that a document has in which none are usual; pages all unlike are a few."""

_NARROWEST: Final = 0.6
"""The part of the room between equal margins that text takes at least."""


_SAME: Final = 18
"""Points by which the edges of columns on different pages may differ: a full stop that hangs, a line that is short."""


def _ends_of(column: Sequence[Line]) -> tuple[float, float]:
    em = column[0].height / 1.2
    return min(line.left for line in column), _outer([line.right for line in column], em)


def _of(columns: Sequence[Sequence[Line]]) -> _Margins:
    lines = [line for column in columns for line in column]
    long = [line for line in lines if len(line.words) > 8] or lines
    em = median(map(_em, long[:: 1 + len(long) // _SAMPLE]))
    left = -_outer([-line.left for line in lines], em)
    right = _outer([line.right for line in long], em)
    steps, first = [], 0
    least, most, near = _INSET * em, _DEEPEST * em, em / 2
    for column in columns:
        for (_, begin, _, top, bottom), (_, next_begin, _, next_top, _) in pairwise(column):
            if next_top > bottom - (bottom - top) / 2:
                steps.append(next_top - top)
            first += least < begin - left < most and next_begin - left < near
    steps.sort()
    return _Margins(left, right, steps[len(steps) // 4] if steps else 2 * em, em, first * _INDENTED > len(lines))


_DEEPEST: Final = 4.5
"""Ideographs by which first lines are indented at most; what begins further in is centred."""

_INDENTED: Final = 25
"""One line in so many, followed by one at the margin, and the paragraphs are indented: their average is ten lines."""


_SAMPLE: Final = 200
"""Lines that tell how wide an ideograph is."""

_SHARE: Final = 8
"""One line in so many ends at the margin; fewer stand out, as full stops do that hang behind it."""


def _outer(places: Sequence[float], em: float) -> float:
    """The outermost place, within half an ideograph, at which many lines end."""
    ordered = sorted(places, reverse=True)
    enough = max(1, len(ordered) // _SHARE)
    near = 0
    for at, place in enumerate(ordered):
        while near < len(ordered) and place - ordered[near] <= em / 2:
            near += 1
        if near - at >= enough:
            return place
    return ordered[0]


_ENUMERATOR: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳●■◆•])"
)
_FIRST_WORD: Final = re.compile(
    r"[“‘（(《【「『〔]*(?:[A-Za-z0-9.,%％‰℃/:\-+]+|.)[、，。：:；;！!？?”’）)》】」』〕…—%％℃]*"
    r"(?:[“‘].[、，。：；！？”’）)》】」』…]*)*"
)
"""What cannot be parted at the end of a line: a number with its sign, and marks with what they belong to; right after
a closing quotation mark an opening one holds on to it as well (Unicode Standard Annex 14, class QU)."""
_SLACK: Final = 0.6
"""Ideographs of room that are left although the next word would fit: what justifying and spacing of figures take."""
_LARGER: Final = 1.25
"""How much higher the lines of a heading are; fonts of one size differ by a fifth."""
_LEADER: Final = re.compile(r"(?<![.…·])[.…·]{4,}+\s*+\d+\Z")
"""How the lines of a table of contents end."""
_STOPPED: Final = re.compile(r"[。！？!?：:；;…][”’）)』」]*\Z")


def _between(last: _Placed, here: _Placed, hanging: float | None) -> str:
    """What stands between two lines that follow each other: a line break, a tab, a space or nothing.

    ``hanging`` is where lines go on in a paragraph whose first line hangs out.
    """
    before, after = last.line, here.line
    is_right = after.left > before.right - here.margins.em
    if is_right and last.page == here.page and overlap(before, after):
        return "\t"
    if last.in_row or here.in_row or _ends(last, here, hanging):
        return "\n"
    return _seam(before, after)


def _seam(before: Line, after: Line) -> str:
    """What stands between two lines of one paragraph."""
    if before.words.endswith(_HYPHEN) and after.words[:1].islower():
        return _JOINED
    latin = before.words[-1:].isascii() and after.words[:1].isascii()
    return " " if latin and not (before.words[-1:].isdigit() and after.words[:1].isdigit()) else ""


_HYPHEN: Final = ("-", "\u00ad", "\u2010", "\x02", "\ufffe")
_JOINED: Final = "\x02"
"""Stands where a word that was parted at the end of a line goes on; its hyphen is right before it."""


def _healed(words: str) -> str:
    words = re.sub(f"[-\u00ad\u2010\x02\ufffe]{_JOINED}({PAGE}?)", r"\1", words)
    return words.replace("\x02", "-").replace("\ufffe", "-").replace("\u00ad", "")


def _stops(words: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    return words[-1:] in _LAST and _STOPPED.search(words) is not None


_LAST: Final = frozenset("。！？!?：:；;…”’）)』」")


def _ends(last: _Placed, here: _Placed, hanging: float | None) -> bool:
    """Whether a paragraph ends between two lines."""
    # written out: this is asked of every line
    before, margins_before, page, column, _, is_full = last
    after, margins, page_after, column_after, *_ = here
    words, _, right, top, bottom = before
    words_after, left_after, _, top_after, bottom_after = after
    em = margins.em
    is_listed = words[-1:].isdecimal() and _LEADER.search(words)
    if is_listed or (page != page_after and not is_full):
        return True
    stops = _stops(words)
    if not stops and "a" <= words_after[:1] <= "z":
        # no paragraph begins so; ``segment`` says so too
        return False
    height, height_after = bottom - top, bottom_after - top_after
    taller, lower = (height, height_after) if height > height_after else (height_after, height)
    if taller > _LARGER * lower:
        return True
    goes_on = page == page_after and column is column_after
    if goes_on and not 0 < top_after - top < 1.6 * margins.pitch:
        return True
    # who stops in the middle of a sentence is hardly at the end of a paragraph, unless much room is left
    room, slack = margins_before.right - right, (_SLACK if stops else _SLACK + 1) * em
    # most lines are full, whatever the next one begins with
    if room > slack or em < 0:
        word = _FIRST_WORD.match(words_after)
        if room > _width(word.group() if word else "", em) + slack:
            return True
    if left_after - margins.left > _INSET * em:
        if hanging is not None and abs(here.inset - hanging) < em / 2:
            return False
        is_set_in = abs(here.inset - last.inset) < em / 4 and not margins.is_indented
        if is_set_in and not stops and not _ENUMERATOR.match(after.words):
            # a full line that stops nowhere: the whole paragraph stands there, as in a box; where first lines are
            # indented, it may be a title that is just as long as the line
            return False
        # under the words of a list's first line, whose number hangs out, a paragraph goes on
        return not (_ENUMERATOR.match(before.words) and here.inset - last.inset > _INSET * em)
    if margins.is_indented:
        return False
    return stops and bool(_ENUMERATOR.match(after.words))


def _width(words: str, em: float) -> float:
    wide = _wide(words)
    return (wide + 0.55 * (len(words) - wide)) * em
