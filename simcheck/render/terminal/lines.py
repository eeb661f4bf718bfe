"""What several screens are put together from: sentences, columns, bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os.path import commonprefix
from typing import Final

from simcheck.i18n.messages import Fact, text
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.wrap import Line, Role, Run, atoms, cells, clip, fit, pad, pad_left, start, wrap

STRIP: Final = 60
BAR: Final = 20
"""The cells of the strip, and of a bar that means all of a document."""


def len_cells(words: str) -> int:
    """The display width of a text."""
    return cells((Run(words),))


def sentence(key: str, screen: Screen, role: Role = Role.PLAIN, **facts: Fact) -> Iterator[Line]:
    """A sentence of ``messages`` as a paragraph."""
    yield from indented(text(screen.lang, key, **facts), screen, " ", role=role)


def indented(words: str, screen: Screen, indent: str, first: str = "", role: Role = Role.PLAIN) -> Iterator[Line]:
    """A paragraph whose lines begin with ``indent``, the first one with ``first``."""
    for at, line in enumerate(wrap(atoms(words, role), screen.columns - 1 - len(indent))):
        yield (Run(first if first and not at else indent), *line)


def right(column: Iterable[str]) -> list[str]:
    """A column of figures, aligned to the right."""
    column = list(column)
    wide = max(map(len_cells, column))
    return [pad_left(words, wide) for words in column]


def bar(ratio: float, width: int = BAR) -> str:
    """0–1 as half blocks; what is not nothing has at least one."""
    halves = max(round(ratio * width * 2), 1 if ratio else 0)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def heights(shares: Iterable[float]) -> str:
    """A character for every share (0–1): the higher, the more."""
    return "".join("·▁▂▃▄▅▆▇█"[-int(-8 * share // 1)] for share in shares)


def table(rows: Sequence[tuple[str, ...]], screen: Screen, left: set[int]) -> Iterator[Line]:
    """Columns two cells apart, figures to the right; the last column gets the rest of the line."""
    *columns, last = zip(*rows, strict=True)
    wide = [max(map(len_cells, column)) for column in columns]
    room = screen.columns - 2 - sum(wide) - 2 * len(wide)
    for at, row in enumerate(rows):
        fields = (
            pad(field, width) if n in left else pad_left(field, width)
            for n, (field, width) in enumerate(zip(row, wide, strict=False))
        )
        role = Role.FAINT if not at else Role.PLAIN
        words = f" {'  '.join(fields)}" + (f"  {start(last[at], room)}" if room > 3 else "")
        yield (Run(clip(words, screen.columns - 1).rstrip(), role),)


def distinct(names: Sequence[str], width: int) -> list[str]:
    """Names shortened in the middle; those that would look alike show the place from which they differ."""
    short = [fit(name, width) for name in names]
    alike: dict[str, list[str]] = {}
    for name, words in zip(names, short, strict=True):
        if name not in alike.setdefault(words, []):
            alike[words].append(name)
    return [
        _differing(name, alike[words], width) if len(alike[words]) > 1 else words
        for name, words in zip(names, short, strict=True)
    ]


def _differing(name: str, alike: Sequence[str], width: int) -> str:
    """The beginning of the name, and what follows where it parts from the one that is most like it."""
    at = max(len(commonprefix([name, other])) for other in alike if other != name)
    while at > 1 and name[at - 1].isdecimal() and name[at : at + 1].isdecimal():  # 2024 stays whole
        at -= 1
    head = clip(name, width // 3)
    return f"{head}…{fit(name[at:], width - 1 - len_cells(head))}"


def split(room: int, left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """The widths of two columns that share ``room`` cells: what they need, or else half of it to the needier."""
    need = [max(map(len_cells, column)) for column in (left, right)]
    if sum(need) <= room:
        return need[0], need[1]
    first = min(need[0], max(room // 2, room - need[1]))
    return first, room - first
