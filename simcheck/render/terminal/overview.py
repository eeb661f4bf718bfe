"""The checks of several documents in one table, those that share most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simcheck.environment import Language, typed
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Grade
from simcheck.render.terminal.lines import distinct, indented, len_cells, sentence, split
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.summary import library_words
from simcheck.render.terminal.wrap import Line, Role, Run, fit, pad, pad_left
from simcheck.render.view.figures import about_result, name_on_screen, notes
from simcheck.render.view.remarks import own_grounds
from simcheck.render.view.sources import Library, Ratio, Sources, left_out, ratios_in_words
from simcheck.report.counting import Share
from simcheck.report.report import Report

_NUMBER: Final = "check.overview.number"

_LEAST: Final = 16
"""Cells that a document's name has in the answer at least."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document: what is said of it in the table, without the report that it comes from."""

    name: str
    high: Share | None
    """In findings of the highest grade; None if there are no grades."""
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
    def figures(self) -> dict[str, str]:
        """By name of the column."""
        high = {} if self.high is None else {"high": percent(self.high.ratio)}
        return high | {
            "total": percent(self.total.ratio),
            "told": percent(self.told.ratio),
            "largest": self.largest,
            "notes": f"{self.notes:,}",
        }


def row(name: str, report: Report, lang: Language, without: frozenset[Flag] = frozenset(), number: int = 0) -> Row:
    """The row of a document that is called so."""
    sources = Sources(report, lang, without)
    total, told = report.share(without=without), report.share(without=without | APART)
    high = report.share(without=without, grade=Grade.HIGH) if report.is_graded else None
    own = own_grounds(report, lang) if Flag.OWN in without else ""
    about = tuple(about_result(report, lang))
    # a letterhead in every document would make one of every count
    worth_a_look = sum(note.code != "passed-over" for note in notes(report, corpus=True))
    return Row(name, high, total, told, _largest(sources), worth_a_look, number, own, about)


def overview_screen(rows: Sequence[Row], screen: Screen, library: Library | None = None) -> Iterator[Line]:
    """The table, and what to do next."""
    ranked = worst_first(rows)
    yield ()
    if library:
        yield from indented(library_words(library, screen), screen, " ")
        yield ()
    yield from _table(ranked, screen)
    yield from indented(left_out(screen.without, screen.lang), screen, " ", role=Role.FAINT)
    yield from _own(ranked, screen)
    for words in about_results(ranked):
        yield from indented(words, screen, "    ", first=" !  ")
    yield ()
    order = "check.overview.order.graded" if _are_graded(ranked) else "check.overview.order"
    yield from sentence(order, screen, Role.FAINT, n=len(ranked))
    if screen.hints and ranked:
        command = screen.command or f"simcheck check {typed(ranked[0].name)}"
        yield from sentence("check.hint", screen, Role.FAINT, command=command)
    yield ()
    yield from sentence("closing", screen)
    if ranked:
        yield from indented(_answer(ranked[0], screen, is_graded=_are_graded(ranked)), screen, " ", role=Role.STRONG)


def _answer(first: Row, screen: Screen, *, is_graded: bool) -> str:
    """The first row again: it may have scrolled away."""
    shares = [("grade.high", first.high), ("check.total", first.total), ("check.without.apart", first.told)]
    rows = [Ratio(key, share) for key, share in (shares[:2] if is_graded else shares[1:]) if share]
    words = ratios_in_words(rows, screen.lang)

    def told(name: str) -> str:
        return text(
            screen.lang, "answer", document=text(screen.lang, "check.overview.answer", document=name), words=words
        )

    name = fit(name_on_screen(first.name, screen.lang), max(screen.columns - 2 - len_cells(told("")), _LEAST))
    return told(name)


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
    keys = [*(["high"] if _are_graded(ranked) else []), "total", "told", "largest", "notes"]
    heads = [*([_NUMBER] if numbered else []), "check.document", *(f"check.overview.{key}" for key in keys)]
    lines = [[text(lang, key) for key in heads]]
    for each in ranked:
        number = [str(each.number)] if numbered else []
        lines.append([*number, name_on_screen(each.name, lang), *(each.figures[key] for key in keys)])
    return "".join("\t".join(line) + "\n" for line in lines)


def about_results(rows: Sequence[Row]) -> list[str]:
    """What is said of the saved results as such, each thing once."""
    return list(dict.fromkeys(words for each in rows for words in each.about))


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """By what is of the highest grade if all have grades, then by what is not counted apart, then by all, then by
    name."""
    is_graded = _are_graded(rows)

    def rank(each: Row) -> tuple[float, float, float, str, int]:
        high = each.high.ratio if is_graded and each.high else 0.0
        return -high, -each.told.ratio, -each.total.ratio, each.name, each.number

    return sorted(rows, key=rank)


def _are_graded(rows: Sequence[Row]) -> bool:
    return all(each.high is not None for each in rows)


def _largest(sources: Sources) -> str:
    """The source to look at first; nothing is said of whoever shares only what is counted apart."""
    if sources.same:
        return text(sources.lang, "check.overview.same", name=sources.name(sources.same[0]))
    if sources.largest and sources.named:
        return sources.name(sources.largest)
    return text(sources.lang, "check.overview.phrases") if sources.phrases else ""


def _table(rows: Sequence[Row], screen: Screen) -> Iterator[Line]:
    # the share of the highest grade and the full one beside it; without grades the full one, and what is not apart
    keys = ("high", "total") if _are_graded(rows) else ("total", "told")
    heads = [text(screen.lang, "check.document"), text(screen.lang, "check.overview.largest")]
    figures = [tuple(text(screen.lang, f"check.overview.{key}") for key in (*keys, "notes"))]
    figures += [tuple(each.figures[key] for key in (*keys, "notes")) for each in rows]
    wide = [max(map(len_cells, column)) for column in zip(*figures, strict=True)]
    numbers = [text(screen.lang, _NUMBER), *(str(each.number) for each in rows)]
    first = max(map(len_cells, numbers)) if any(each.number for each in rows) else 0
    room = screen.columns - 2 - sum(wide) - 2 * 4 - (first + 2 if first else 0)
    called = [name_on_screen(each.name, screen.lang) for each in rows]
    sides = split(room, [heads[0], *called], [heads[1], *(each.largest for each in rows)])
    names, sources = (
        distinct([head, *column], side)
        for head, column, side in (
            (heads[0], called, sides[0]),
            (heads[1], [each.largest for each in rows], sides[1]),
        )
    )
    for at, (number, name, source, (one, other, count)) in enumerate(
        zip(numbers, names, sources, figures, strict=True)
    ):
        fields = [pad(name, sides[0]), pad_left(one, wide[0]), pad_left(other, wide[1]), pad(source, sides[1])]
        if first:
            fields.insert(0, pad_left(number, first))
        yield (Run(f" {'  '.join(fields)}  {pad_left(count, wide[2])}", Role.PLAIN if at else Role.FAINT),)
