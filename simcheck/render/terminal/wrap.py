"""Breaking lines as Chinese is broken, by display width.

A run is some text in one role; an atom is what a line break may not cut: one Han character, one word or number of a
spaced script, one mark of a difference. No line starts with closing punctuation and none ends with opening
punctuation; where a screen is too narrow for that, an atom that does not fit is cut after all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rich.cells import cell_len

from simcheck.i18n.printable import printable


class Role(StrEnum):
    """What a run of text is to the reader; the screen decides how it looks."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    CHANGED = "changed"
    SOURCE = "source"
    """Words of the source where the two sides differ and both stand in one line."""
    IDENTICAL = "identical"
    EDITED = "edited"
    REFILLED = "refilled"
    REWRITTEN = "rewritten"
    CONDENSED = "condensed"
    BOILERPLATE = "boilerplate"
    SCATTERED = "scattered"
    PUBLIC = "public"
    QUOTED = "quoted"
    OWN = "own"
    TEMPLATE = "template"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Run:
    """Text without line breaks, in one role."""

    text: str
    role: Role = Role.PLAIN


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """What stays on one line if it can; ``cells`` is its display width."""

    runs: Line
    cells: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


# Both sets without the ASCII quotation marks, which open and close alike.
CLOSING: Final = "，。、；：？！）》】”’…%·〉」』〕｝］〗〙〛｡､,.;:?!)]}％‰℃°～〜—–‐々ー"
OPENING: Final = "（《【“‘〈「『〔｛［〖〘〚([{"
_OPENS: Final = frozenset(OPENING)
_BLANKS: Final = " \u3000"

_WORD: Final = r"[0-9A-Za-z\u00aa-\u02af\u0370-\u052f\u1e00-\u1fff]"
_ATOM: Final = re.compile(rf"{_WORD}+(?:[.,:/'’_@&+\-]{_WORD}+)*|[ ]+|.", re.DOTALL)


def atoms(text: str, role: Role = Role.PLAIN) -> list[Atom]:
    """The smallest parts of a text without line breaks."""
    found: list[tuple[list[str], int]] = []
    for match in _ATOM.finditer(text):
        cells = cell_len(match.group())
        if not cells and found:  # a mark that stands on the character before it
            found[-1][0].append(match.group())
        else:
            found.append(([match.group()], cells))
    return [Atom((Run("".join(parts), role),), cells) for parts, cells in found]


def whole(*runs: Run) -> Atom:
    """Runs that stay together, such as a difference with its brackets."""
    return Atom(runs, sum(cell_len(run.text) for run in runs))


def wrap(parts: Sequence[Atom], width: int) -> list[Line]:
    """Lines of at most ``width`` cells (at least 2), joined runs in each; an empty text gives no line."""
    lines: list[Line] = []
    line: list[Atom] = []
    room = width
    for atom in _fitting(parts, width):
        if atom.cells > room and line:
            lines.append(_joined(line))
            line, room = [], width
        if not line and lines and not atom.text.strip(" "):
            continue
        line.append(atom)
        room -= atom.cells
    return [*lines, _joined(line)] if line else lines


def _fitting(parts: Iterable[Atom], width: int) -> Iterator[Atom]:
    """Unbreakable groups, each as one atom."""
    for group in groups(parts):
        yield from _cut(group, width)


def _cut(group: Sequence[Atom], width: int) -> Iterator[Atom]:
    """A group as one atom if a line can hold it, otherwise as parts that a line can hold."""
    total = sum(atom.cells for atom in group)
    if total <= width:
        yield Atom(tuple(run for atom in group for run in atom.runs), total)
        return
    # a difference in brackets is broken, too, rather than parted from the mark that closes behind it
    inner = [part for atom in group for run in atom.runs for part in atoms(run.text, run.role)]
    if len(inner) > len(group) or any(len(atom.runs) > 1 for atom in group):
        yield from _fitting(inner, width)
        return
    if len(group) > 1:
        yield from (part for atom in group for part in _cut([atom], width))
        return
    yield from (Atom((Run(c, inner[0].runs[0].role),), cell_len(c)) for c in inner[0].text)


def groups(parts: Iterable[Atom]) -> list[list[Atom]]:
    """The atoms in groups between which a line may end."""
    result: list[list[Atom]] = []
    for atom in parts:
        if result and _last(result[-1]) in _OPENS:
            result[-1].append(atom)
        elif result and atom.text[:1] in CLOSING:
            while len(result) > 1 and not _written(result[-1]).strip(_BLANKS):
                blank = result.pop()
                result[-1] += blank
            result[-1].append(atom)
        else:
            result.append([atom])
    return result


def _last(group: Sequence[Atom]) -> str:
    """The last character of a group that is no blank."""
    return next(filter(None, (atom.text.rstrip(_BLANKS)[-1:] for atom in reversed(group))), "")


def _written(group: Iterable[Atom]) -> str:
    return "".join(atom.text for atom in group)


def _joined(line: Sequence[Atom]) -> Line:
    """The runs of a line, neighbours of one role as one, without white space at its end."""
    runs: list[Run] = []
    for run in (run for atom in line for run in atom.runs):
        if runs and runs[-1].role is run.role:
            runs[-1] = Run(runs[-1].text + run.text, run.role)
        else:
            runs.append(run)
    if runs and runs[-1].role is not Role.CHANGED:
        runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].role)
    return tuple(run for run in runs if run.text)


def cells(line: Line) -> int:
    """The display width of a line."""
    return sum(cell_len(run.text) for run in line)


def fit(text: str, width: int) -> str:
    """``text`` without line breaks, with … in its middle if it is wider than ``width`` cells."""
    text = " ".join(printable(text).split("\n"))
    if cell_len(text) <= width:
        return text
    tail = clip(text[::-1], (width - 1) // 2)[::-1]
    return f"{clip(text, width - 1 - cell_len(tail))}…{tail}"


def start(text: str, width: int) -> str:
    """The beginning of ``text`` without line breaks, with … at its end if something is missing."""
    text = " ".join(printable(text).split())
    return text if cell_len(text) <= width else f"{clip(text, width - 1)}…"


def pad(text: str, width: int) -> str:
    """``text`` with spaces up to ``width`` cells."""
    return text + " " * (width - cell_len(text))


def pad_left(text: str, width: int) -> str:
    """``text`` with spaces before it, up to ``width`` cells."""
    return " " * (width - cell_len(text)) + text


def clip(text: str, width: int) -> str:
    """As many characters as fit into ``width`` cells."""
    used = 0
    for at, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:at]
    return text
