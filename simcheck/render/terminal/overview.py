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
from simcheck.render.terminal.wrap import Line, Role, Run, pad, pad_left
from simcheck.render.view.figures import about_result, name_on_screen, notes
from simcheck.render.view.remarks import own_grounds
from simcheck.render.view.sources import Library, Sources
from simcheck.report.counting import Share
from simcheck.report.report import Report

_KEYS: Final = ("check.document", *(f"check.overview.{key}" for key in ("total", "told", "largest", "notes")))

_NUMBER: Final = "check.overview.number"


@dataclass(frozen=True, slots=True)
class Row:
    """One document: what is said of it in the table, without the report that it comes from."""

    name: str
    total: Share
    told: Share
    largest: str
    notes: int
    number: int = 0
    """In the saved file that it comes from, from 1; 0 if it comes from none."""
    own: str = ""
    """On what ground own texts are left out of the shares; "" if they are not."""
    about: tuple[str, ...] = ()
    """What is said of the saved result as such."""

    @property
    def figures(self) -> tuple[str, str, str]:
        return percent(self.total.ratio), percent(self.told.ratio), f"{self.notes:,}"


def row(name: str, report: Report, lang: Language, without: frozenset[Flag] = frozenset(), number: int = 0) -> Row:
    """The row of a document that is called so."""
    sources = Sources(report, lang, without)
    total, told = report.share(without=without), report.share(without=without | {Flag.BOILERPLATE})
    own = own_grounds(report, lang) if Flag.OWN in without else ""
    about = tuple(about_result(report, lang))
    return Row(name, total, told, _largest(sources), len(notes(report, corpus=True)), number, own, about)


def overview_screen(rows: Sequence[Row], screen: Screen, library: Library | None = None) -> Iterator[Line]:
    """The table, and what to do next."""
    ranked = worst_first(rows)
    yield ()
    if library:
        yield from indented(library_words(library, screen), screen, " ")
        yield ()
    yield from _table(ranked, screen)
    yield from _own(ranked, screen)
    for words in about_results(ranked):
        yield from indented(words, screen, "    ", first=" !  ")
    yield ()
    yield from sentence("check.overview.order", screen, Role.FAINT, n=len(ranked))
    if screen.hints and ranked:
        command = screen.command or f"simcheck check {typed(ranked[0].name)}"
        yield from sentence("check.hint", screen, Role.FAINT, command=command)
    yield ()
    yield from sentence("closing", screen)


def _own(rows: Sequence[Row], screen: Screen) -> Iterator[Line]:
    """On what ground own texts are left out of the table."""
    grounds = [each.own for each in rows if each.own]
    if grounds:
        words = text(screen.lang, "semicolon").join(dict.fromkeys(grounds))
        line = text(screen.lang, "ground.overview", n=len(grounds), grounds=words)
        yield from indented(line, screen, " ", role=Role.FAINT)


def overview_lines(rows: Sequence[Row], lang: Language) -> str:
    """The same for another program: a line for each document, tabs between the columns, a header first."""
    ranked = worst_first(rows)
    numbered = any(each.number for each in ranked)
    lines = [[text(lang, key) for key in ((_NUMBER, *_KEYS) if numbered else _KEYS)]]
    for each in ranked:
        total, told, count = each.figures
        number = [str(each.number)] if numbered else []
        lines.append([*number, name_on_screen(each.name, lang), total, told, each.largest, count])
    return "".join("\t".join(line) + "\n" for line in lines)


def about_results(rows: Sequence[Row]) -> list[str]:
    """What is said of the saved results as such, each thing once."""
    return list(dict.fromkeys(words for each in rows for words in each.about))


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """By what is more than set phrases, then by all, then by name."""
    return sorted(rows, key=lambda each: (-each.told.ratio, -each.total.ratio, each.name, each.number))


def _largest(sources: Sources) -> str:
    """The source to look at first; nothing is said of whoever shares set phrases only."""
    if sources.same:
        return text(sources.lang, "check.overview.same", name=sources.name(sources.same[0]))
    if sources.largest and sources.named:
        return sources.name(sources.largest)
    return text(sources.lang, "check.overview.phrases") if sources.phrases else ""


def _table(rows: Sequence[Row], screen: Screen) -> Iterator[Line]:
    heads = [text(screen.lang, key) for key in _KEYS]
    figures = [(heads[1], heads[2], heads[4]), *(each.figures for each in rows)]
    wide = [max(map(len_cells, column)) for column in zip(*figures, strict=True)]
    numbers = [text(screen.lang, _NUMBER), *(str(each.number) for each in rows)]
    first = max(map(len_cells, numbers)) if any(each.number for each in rows) else 0
    room = screen.columns - 2 - sum(wide) - 2 * 4 - (first + 2 if first else 0)
    called = [name_on_screen(each.name, screen.lang) for each in rows]
    sides = _split(room, [heads[0], *called], [heads[3], *(each.largest for each in rows)])
    names, sources = (
        distinct([head, *column], side)
        for head, column, side in (
            (heads[0], called, sides[0]),
            (heads[3], [each.largest for each in rows], sides[1]),
        )
    )
    for at, (number, name, source, (total, told, count)) in enumerate(
        zip(numbers, names, sources, figures, strict=True)
    ):
        fields = [pad(name, sides[0]), pad_left(total, wide[0]), pad_left(told, wide[1]), pad(source, sides[1])]
        if first:
            fields.insert(0, pad_left(number, first))
        yield (Run(f" {'  '.join(fields)}  {pad_left(count, wide[2])}", Role.PLAIN if at else Role.FAINT),)


def _split(room: int, left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """The widths of two columns that share ``room`` cells: what they need, or else half of it to the needier."""
    need = [max(map(len_cells, column)) for column in (left, right)]
    if sum(need) <= room:
        return need[0], need[1]
    first = min(need[0], max(room // 2, room - need[1]))
    return first, room - first
