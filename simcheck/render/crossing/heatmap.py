"""The matrix of a crossing on a terminal: how much of each document stands in each other one, in block characters.

Set phrases and what most documents hold are left out: they would leave no cell empty. A row is what of a document
stands in the others; what stands in a column is what others have of it. Documents of a group stand together. How high a
block is says it all; there is no colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from simcheck.i18n.messages import text
from simcheck.render.crossing.view import TOLD, View
from simcheck.render.terminal.lines import heights, indented, len_cells, sentence
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.wrap import Line, Role, Run, fit

MOST: Final = 60
"""Documents of which there is a matrix: as many columns stand beside a name in a terminal of 80."""

_ITSELF: Final = "\\"
_NAME: Final = 12
"""Cells of a name beside the matrix at least; with fewer they stand below."""

_STEPS: Final = tuple(eighth / 8 for eighth in range(1, 9))
"""The share up to which each block is drawn."""


def heatmap(view: View, screen: Screen) -> Iterator[Line]:
    """The matrix of those that share something; nothing if there are too many documents, or none that share."""
    if len(view.crossing.documents) > MOST:
        return
    ids, told = shares(view)
    if not ids:
        return
    yield ()
    yield from sentence("cross.map", screen, Role.STRONG, aside=view.aside)
    numbers = [str(view.rank[id]) for id in ids]
    wide = max(map(len, numbers))
    pitch = 2 if 1 + wide + 1 + 2 * len(ids) + 1 + _NAME <= screen.columns - 1 else 1
    # what does not stand beside each other stands below, in parts of one width
    parts = -(-len(ids) // (screen.columns - 1 - (wide + 2)))
    fitting = -(-len(ids) // parts)
    are_named = False
    for first in range(0, len(ids), fitting):
        across = slice(first, first + fitting)
        for digits in zip(*(number.rjust(wide) for number in numbers[across]), strict=True):
            yield (Run(" " * (wide + 2) + _spaced(digits, pitch), Role.FAINT),)
        for id, number in zip(ids, numbers, strict=True):
            cells = [(other, told.get((id, other), 0.0)) for other in ids[across]]
            blocks = [_ITSELF if id == other else heights([share if share >= TOLD else 0.0]) for other, share in cells]
            row = f" {number.rjust(wide)} {_spaced(blocks, pitch)}"
            room = screen.columns - 1 - len_cells(row) - 2
            yield (Run(row), Run(f"  {fit(view.short(id), room)}" if room >= _NAME else "", Role.FAINT))
            are_named |= room >= _NAME
    steps = text(screen.lang, "joint").join(
        text(screen.lang, "cross.map.step", block=heights([share]), percent=f"{share:.1%}".replace(".0%", "%"))
        for share in _STEPS
    )
    yield from sentence("cross.map.legend", screen, Role.FAINT, steps=steps)
    if not are_named:
        # the table may have the first of them only
        names = text(screen.lang, "joint").join(f"{n} {view.short(id)}" for n, id in zip(numbers, ids, strict=True))
        yield from indented(names, screen, " ", role=Role.FAINT)
    rest = len(view.crossing.documents) - len(ids)
    if rest:
        yield from sentence("cross.map.rest", screen, Role.FAINT, n=rest)


def shares(view: View) -> tuple[list[str], dict[tuple[str, str], float]]:
    """The documents that are in the matrix, those of a group together, and what of each tells something of another."""
    some = (pair for pair in view.crossing.pairs if not pair.own)
    told = {(a, b): view.told(a, b) for p in some for a, b in ((p.a, p.b), (p.b, p.a))}
    sharing = {id for ids, share in told.items() if share >= TOLD for id in ids}
    return sorted(sharing, key=lambda id: (view.group_of.get(id) or MOST, view.rank[id])), told


def _spaced(cells: Sequence[str], pitch: int) -> str:
    return (" " * (pitch - 1)).join(cells).rstrip()
