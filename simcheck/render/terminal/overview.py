"""The checks of several documents in one table, those that share most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simcheck.environment import Language, typed
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import Flag
from simcheck.render.terminal.lines import distinct, indented, len_cells, sentence
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.summary import library_words
from simcheck.render.terminal.wrap import Line, Role, Run, pad, pad_left, start
from simcheck.render.view.figures import name_on_screen, notes
from simcheck.render.view.remarks import own_grounds
from simcheck.render.view.sources import Library, Sources
from simcheck.report.counting import Share
from simcheck.report.report import Report

_KEYS: Final = ("check.document", *(f"check.overview.{key}" for key in ("total", "told", "largest", "notes")))


@dataclass(frozen=True, slots=True)
class _Row:
    """One document."""

    name: str
    total: Share
    told: Share
    largest: str
    notes: int

    @property
    def figures(self) -> tuple[str, str, str]:
        return percent(self.total.ratio), percent(self.told.ratio), f"{self.notes:,}"


def overview_screen(
    rows: Sequence[tuple[str, Report]], screen: Screen, library: Library | None = None
) -> Iterator[Line]:
    """The table, and what to do next."""
    ranked = worst_first(rows, screen.without)
    yield ()
    if library:
        yield from indented(library_words(library, screen), screen, " ")
        yield ()
    yield from _table([_row(name, report, screen.lang, screen.without) for name, report in ranked], screen)
    if Flag.OWN in screen.without:
        yield from _own(ranked, screen)
    yield ()
    yield from sentence("check.overview.order", screen, Role.FAINT, n=len(ranked))
    if screen.hints and ranked:
        command = screen.command or f"simcheck check {typed(ranked[0][0])}"
        yield from sentence("check.hint", screen, Role.FAINT, command=command)
    yield ()
    yield from sentence("closing", screen)


def _own(rows: Sequence[tuple[str, Report]], screen: Screen) -> Iterator[Line]:
    """On what ground own texts are left out of the table."""
    grounds = [own_grounds(report, screen.lang) for _, report in rows]
    if any(grounds):
        words = text(screen.lang, "semicolon").join(dict.fromkeys(filter(None, grounds)))
        line = text(screen.lang, "ground.overview", n=sum(map(bool, grounds)), grounds=words)
        yield (Run(f" {start(line, screen.columns - 2)}", Role.FAINT),)


def overview_lines(rows: Sequence[tuple[str, Report]], lang: Language, without: frozenset[Flag] = frozenset()) -> str:
    """The same for another program: a line for each document, tabs between the columns, a header first."""
    lines = [[text(lang, key) for key in _KEYS]]
    for row in (_row(name, report, lang, without) for name, report in worst_first(rows, without)):
        total, told, count = row.figures
        lines.append([row.name, total, told, row.largest, count])
    return "".join("\t".join(line) + "\n" for line in lines)


def worst_first(rows: Sequence[tuple[str, Report]], without: frozenset[Flag] = frozenset()) -> list[tuple[str, Report]]:
    """By what is more than set phrases, then by all, then by name."""

    def rank(row: tuple[str, Report]) -> tuple[float, float, str]:
        name, report = row
        return -report.share(without=without | {Flag.BOILERPLATE}).ratio, -report.share(without=without).ratio, name

    return sorted(rows, key=rank)


def _row(name: str, report: Report, lang: Language, without: frozenset[Flag]) -> _Row:
    sources = Sources(report, lang, without)
    total, told = report.share(without=without), report.share(without=without | {Flag.BOILERPLATE})
    return _Row(name_on_screen(name, lang), total, told, _largest(sources), len(notes(report, corpus=True)))


def _largest(sources: Sources) -> str:
    """The source to look at first; nothing is said of whoever shares set phrases only."""
    if sources.same:
        return text(sources.lang, "check.overview.same", name=sources.name(sources.same[0]))
    if sources.largest and sources.named:
        return sources.name(sources.largest)
    return text(sources.lang, "check.overview.phrases") if sources.phrases else ""


def _table(rows: Sequence[_Row], screen: Screen) -> Iterator[Line]:
    heads = [text(screen.lang, key) for key in _KEYS]
    figures = [(heads[1], heads[2], heads[4]), *(row.figures for row in rows)]
    wide = [max(map(len_cells, column)) for column in zip(*figures, strict=True)]
    room = screen.columns - 2 - sum(wide) - 2 * 4
    sides = _split(room, [heads[0], *(row.name for row in rows)], [heads[3], *(row.largest for row in rows)])
    names, sources = (
        distinct([head, *column], side)
        for head, column, side in (
            (heads[0], [row.name for row in rows], sides[0]),
            (heads[3], [row.largest for row in rows], sides[1]),
        )
    )
    for at, (name, source, (total, told, count)) in enumerate(zip(names, sources, figures, strict=True)):
        fields = [pad(name, sides[0]), pad_left(total, wide[0]), pad_left(told, wide[1]), pad(source, sides[1])]
        yield (Run(f" {'  '.join(fields)}  {pad_left(count, wide[2])}", Role.PLAIN if at else Role.FAINT),)


def _split(room: int, left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """The widths of two columns that share ``room`` cells: what they need, or else half of it to the needier."""
    need = [max(map(len_cells, column)) for column in (left, right)]
    if sum(need) <= room:
        return need[0], need[1]
    first = min(need[0], max(room // 2, room - need[1]))
    return first, room - first
