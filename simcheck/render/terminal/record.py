"""How does the record of a comparison (``view.record``) look as lines of text?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simcheck.i18n.printable import printable
from simcheck.render.terminal.lines import indented, len_cells
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.wrap import Line, Role, Run, pad
from simcheck.render.view.record import Record

_BELOW: Final = 7
"""Cells before what has no room behind its label."""


def record_lines(filed: Record, screen: Screen) -> Iterator[Line]:
    """The record; what is exact is never broken into lines, so that it can be copied."""
    yield ()
    yield (Run(f" {filed.title}", Role.STRONG),)
    for section in filed.sections:
        yield ()
        yield from indented(section.title, screen, "   ")
        wide = max((len_cells(row.label) for row in section.rows), default=0)
        for row in section.rows:
            head = f"     {pad(row.label, wide)}  "
            if row.is_exact:
                words = printable(row.value)
                if wide + 7 + len_cells(words) >= screen.columns:
                    yield (Run(head.rstrip()),)
                    head = " " * _BELOW
                yield (Run(head + words),)
            else:
                yield from indented(row.value, screen, " " * (wide + 7), head)
    yield ()
    for words in filed.remarks:
        yield from indented(words, screen, "   ", role=Role.FAINT)
