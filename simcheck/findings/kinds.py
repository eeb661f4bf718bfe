"""Kinds (类型): how was a match altered: identical, edited, refilled (换名换数), condensed (缩写), rewritten?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from simcheck.align.alignment import Piece
from simcheck.align.edits import Change
from simcheck.align.prepare import Prepared
from simcheck.entities.names import LONGEST_NAME, NAMES, NOUNS, consists, is_unknown, says_something
from simcheck.entities.numbers import MEASURE
from simcheck.entities.offices import NAMED, is_landmark
from simcheck.entities.people import is_person
from simcheck.model import Kind
from simcheck.text.tokens import NUMBER

LIGHT: Final = 0.15
"""Up to this part of its characters changed, names and numbers aside, a passage is edited; beyond, rewritten."""

REFILLED: Final = 0.6
"""The part of its changes that must be names and numbers for a passage to be a refilled one ..."""

STRAY: Final = 0.08
"""... and the part of its characters that other changes may touch: the noun that goes with the name."""


CONDENSED: Final = 0.6
"""Up to this part of the longer side the shorter one is condensed, if what it has is the other's ..."""

_KEPT: Final = 0.7
"""... that is, if so much of it is the same."""


def _kept(pieces: Sequence[Piece], changes: Sequence[Change]) -> int:
    """The characters that are the same on both sides."""
    return sum(p.left_end - p.left for p in pieces) - sum(c.left_end - c.left for c in changes)


def kind(pieces: Sequence[Piece], changes: Sequence[Change], refills: Sequence[bool]) -> Kind:
    """The kind of a match laid out in ``pieces``; ``refills`` says of each change whether it is one."""
    if not changes:
        return Kind.IDENTICAL if len(pieces) == 1 else Kind.EDITED
    shorter, longer = sorted((sum(p.left_end - p.left for p in pieces), sum(p.right_end - p.right for p in pieces)))
    if shorter <= CONDENSED * longer and _kept(pieces, changes) >= _KEPT * shorter:
        return Kind.CONDENSED
    changed = sum(
        _weight(c.left_end - c.left, c.right_end - c.right)
        for c, refill in zip(changes, refills, strict=True)
        if not refill
    )
    length = sum(max(p.left_end - p.left, p.right_end - p.right) for p in pieces)
    if sum(refills) >= REFILLED * len(changes) and changed <= STRAY * length:
        return Kind.REFILLED
    return Kind.EDITED if changed <= LIGHT * length else Kind.REWRITTEN


def _weight(left: int, right: int) -> float:
    """Characters that a change counts for: what was left out or put in changes the wording less than what was
    replaced."""
    return max(left, right) / (1 if left and right else _ONE_SIDED)


_ONE_SIDED: Final = 4
"""What the characters of a change that only one side has are divided by."""


def refills(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """The names, places, units, dates, numbers, ordinals and blanks that stand for each other in a change; none if
    anything else does.

    Words that both sides have inside a change part it: 检察院在旧州 for 法院在金沙 are two names.
    """
    if max(change.left_end - change.left, change.right_end - change.right) > _LONGEST:
        return []
    for ways in (_by_words, _bare, _as_it_is):
        parts = ways(change, a, b)
        if parts and all(_is_refill(part, a, b) for part in parts):
            return parts
    return []


def _by_words(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """What differs between the words that a change has on both sides, and figures apart from what stands beside them;
    nothing if it cuts words."""
    (u0, u1), (v0, v1) = a.words_in(change.left, change.left_end), b.words_in(change.right, change.right_end)
    if u0 == u1 or v0 == v1:
        return []
    edges = a.words.start[u0], a.words.end[u1 - 1], b.words.start[v0], b.words.end[v1 - 1]
    if edges != (change.left, change.left_end, change.right, change.right_end):
        return []
    matcher = SequenceMatcher(None, a.words.written[u0:u1], b.words.written[v0:v1], autojunk=False)
    parts = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = _figures_apart(a, u0 + i1, u0 + i2), _figures_apart(b, v0 + j1, v0 + j2)
        if [figure for *_, figure in left] != [figure for *_, figure in right]:
            left, right = (
                left[:1] and [(left[0][0], left[-1][1], False)],
                right[:1] and [(right[0][0], right[-1][1], False)],
            )
        if not left or not right:
            parts.append(Change(a.edge(u0 + i1), a.edge(u0 + i2), b.edge(v0 + j1), b.edge(v0 + j2)))
            continue
        for (x, x_end, _), (y, y_end, _) in zip(left, right, strict=True):
            parts.append(Change(a.edge(x), a.edge(x_end), b.edge(y), b.edge(y_end)))
    return parts


def _figures_apart(text: Prepared, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Ranges of words, by turns with and without figures: where they start and end, and whether they are figures."""
    groups: list[tuple[int, int, bool]] = []
    for number in range(start, end):
        figure = text.words.word[number] == NUMBER
        # 万亩 goes with the figure before it
        figure |= bool(groups) and groups[-1][2] and bool(re.fullmatch(MEASURE, text.words.word[number]))
        if groups and groups[-1][2] == figure:
            groups[-1] = (groups[-1][0], number + 1, figure)
        else:
            groups.append((number, number + 1, figure))
    return groups


_LONGEST: Final = 40
"""Characters of a change that may be nothing but names and numbers: a list of villages."""


def _as_it_is(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    return [change]


def _bare(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """The change without the characters that both of its sides begin or end with."""
    left, left_end, right, right_end = change
    left_codes, right_codes = a.normalized.codes, b.normalized.codes
    while left < left_end and right < right_end and left_codes[left] == right_codes[right]:
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and left_codes[left_end - 1] == right_codes[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
    return [Change(left, left_end, right, right_end)]


def named(part: Change, kind: Kind, a: Prepared, b: Prepared) -> bool:
    """Whether a refill is worth listing: in a passage that is nothing but refilled every one is, elsewhere a few nouns
    for as many others may be another way to say it."""
    if part.left == part.left_end or part.right == part.right_end:
        return _blank(part.left, part.left_end, a) or _blank(part.right, part.right_end, b)
    return kind is Kind.REFILLED or _is_refill(part, a, b, nouns=False)


def strays(change: Change, kind: Kind, a: Prepared, b: Prepared) -> list[Change]:
    """A change that is no name to any dictionary, but in a passage in which all others are: the name of a product."""
    parts = _bare(change, a, b)
    return [part for part in parts if kind is Kind.REFILLED and _may_be_a_name(part)]


def _may_be_a_name(part: Change) -> bool:
    left, right = part.left_end - part.left, part.right_end - part.right
    return min(left, right) > 0 and max(left, right) <= LONGEST_NAME


def _is_refill(change: Change, a: Prepared, b: Prepared, *, nouns: bool = True) -> bool:
    """A name that the dictionary does not know is a few nouns in a row; it counts where it stands for a name, or for as
    long a row of nouns (工作 for 任务 is a synonym, 柳编包装 for 竹缠绕管道 another town's product).
    """
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    if _blank(change.left, change.left_end, a) or _blank(change.right, change.right_end, b):
        return max(len(left), len(right)) <= LONGEST_NAME
    names = consists(left, NAMES), consists(right, NAMES)
    if all(names) or (left and right and _stands_for_a_name(change, a, b)):
        return True
    nouns = nouns and consists(left, NOUNS) and consists(right, NOUNS)
    return nouns and bool(left and right) and (any(names) or min(len(left), len(right)) > _SYNONYM)


def _stands_for_a_name(change: Change, a: Prepared, b: Prepared) -> bool:
    """Whether what differs is a name by where it stands, or because no dictionary has such words."""
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    if max(len(left), len(right)) > LONGEST_NAME or min(len(left), len(right)) < _SYNONYM:
        return False
    behind, other = (_behind(end, text) for end, text in ((change.left_end, a), (change.right_end, b)))
    kind = NAMED.match(behind)
    if kind and other.startswith(kind[0]):
        return not (says_something(left) or says_something(right))
    if _in_a_title(change.left, change.left_end, a) and _in_a_title(change.right, change.right_end, b):
        return True
    return any(all(map(is_one, (left, right))) for is_one in (is_person, is_landmark, is_unknown))


def _behind(end: int, text: Prepared) -> str:
    """The next few characters, up to where punctuation stands."""
    broken = np.flatnonzero(text.normalized.broken[end : end + LONGEST_NAME])
    return text.normalized.string_of(
        end, min(len(text.normalized), end + (int(broken[0]) if len(broken) else LONGEST_NAME))
    )


def _blank(start: int, end: int, text: Prepared) -> bool:
    """Whether an interval was left blank to be filled in: XX, ××, or a line, of which nothing is left to compare."""
    if start < end:
        return bool(_BLANK.fullmatch(text.normalized.string_of(start, end)))
    at = int(text.normalized.origin[start - 1]) + 1 if start else 0
    return bool(_LINE.match(text.normalized.text, at))


_BLANK: Final = re.compile(r"x{1,6}")
_LINE: Final = re.compile(r"[ \u3000]*[_＿﹍—]{2,}")


def _in_a_title(start: int, end: int, text: Prepared) -> bool:
    """Whether an interval is all that stands between 《 and 》."""
    span = text.normalized.span(start, end)
    before = text.normalized.text[max(0, span.start - _REACH) : span.start]
    behind = text.normalized.text[span.end : span.end + _REACH]
    return bool(_OPENS.search(before) and _CLOSES.match(behind))


_REACH: Final = 8
"""Characters around a name in which its title marks stand."""

_OPENS: Final = re.compile(r"《[^\w《》]*\Z")
_CLOSES: Final = re.compile(r"[^\w《》]*》")
"""What nobody sees may stand between."""


_SYNONYM: Final = 2
"""Characters of a noun that may be a synonym; longer ones that differ whole are names of something else."""
