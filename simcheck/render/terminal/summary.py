"""The first screen of a check: what was searched, how much of the document stands there, and in which texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Kind
from simcheck.render.terminal.lines import STRIP, bar, distinct, heights, indented, len_cells, right, sentence
from simcheck.render.terminal.options import SIDE_FROM, Screen
from simcheck.render.terminal.wrap import Line, Role, Run, atoms, cells, fit, pad, pad_left, whole, wrap
from simcheck.render.view.figures import apart_in_words, called, counting_rule, density, size
from simcheck.render.view.sources import (
    Library,
    Listing,
    Ratio,
    SourceRow,
    Sources,
    copies,
    left_out,
    nothing_found,
    same_text,
    searched_in,
    sign,
    sign_in_words,
    sums_alone,
    sums_in_words,
)
from simcheck.report.counting import Share
from simcheck.report.report import Report

NARROW: Final = 70
"""Screens of fewer columns go without bars and without the longest passage: names need the room."""

_BAR: Final = 16
"""The cells of a bar that means all of a document."""

_PERCENT: Final = 11
"""The cells of a percentage with the space around it."""

_LEAST: Final = 16
"""A name that is cut to fewer cells says nothing."""

_NAME: Final = 4
"""The cells before a name in the table: a space, two for its number, and a space."""


def summary(
    report: Report, sources: Sources, screen: Screen, library: Library | None, named: Collection[str]
) -> Iterator[Line]:
    """The head, the totals, where in the document it is, and the sources; those of ``named`` by name."""
    yield ()
    yield from _head(report, screen, library)
    yield ()
    yield from _totals(sources, screen)
    yield from indented(counting_rule(report, screen.lang), screen, " ", role=Role.FAINT)
    yield ()
    if not sources.rest.findings:
        yield from indented(nothing_found(sources, library), screen, " ")
        return
    yield from _strip(sources, screen)
    yield ()
    yield from _table(sources.listing(named), sources, screen)


def _head(report: Report, screen: Screen, library: Library | None) -> Iterator[Line]:
    tail = f"   {'   '.join(size(report, screen.lang))}"
    line = fit(called(report.document, screen.lang), screen.columns - 2 - len_cells(tail)) + tail
    searched = library_words(library, screen, report) if library else ""
    if len_cells(line) + 4 + len_cells(searched) + 2 <= screen.columns:
        line, searched = f"{line}    {searched}".rstrip(), ""
    yield (Run(f" {line}"),)
    yield from indented(searched, screen, " ")


def library_words(library: Library, screen: Screen, report: Report | None = None) -> str:
    """What was searched; a long path is cut."""
    return searched_in(replace(library, folder=fit(library.folder, screen.columns // 2)), screen.lang, report)


# --- how much ---------------------------------------------------------------------------------------------------------


def _totals(sources: Sources, screen: Screen) -> Iterator[Line]:
    """The ratios; first of all the texts that are the document itself, and then how it is without them."""
    totals = sources.totals() if sources.rest.findings else []
    if sources.twins:
        yield from indented(same_text(sources, every=screen.every), screen, "   ", " ", Role.STRONG)
        yield ()
        rows = [sources.total_of_all(), *totals]
        first, *others = ratio_lines(rows, screen, sources.mention)
        yield first
        if others:
            yield from sentence("check.apart", screen, Role.FAINT, n=len(sources.twins))
            yield from others
    else:
        yield from ratio_lines(totals or sources.totals()[:1], screen, sources.mention)
    if totals:
        yield from indented(apart_in_words(sources.rest, screen.lang), screen, " ", role=Role.FAINT)
    yield from indented(left_out(screen.without, screen.lang), screen, " ", role=Role.FAINT)


def ratio_lines(rows: Sequence[Ratio], screen: Screen, mention: Callable[[str], str]) -> Iterator[Line]:
    """A line for each: its name, the percentage, the counts, a bar, and the source if it is the share of one."""
    labels = [text(screen.lang, row.key) for row in rows]
    wide = max(map(len_cells, labels))
    counts = right(text(screen.lang, "chars.of", part=row.share.part, whole=row.share.whole) for row in rows)
    if wide + len_cells(counts[0]) + _PERCENT > screen.columns - 2:
        counts = right(text(screen.lang, "counted", n=row.share.part) for row in rows)
    bars = _BAR if screen.columns >= NARROW else 0
    for row, label, count in zip(rows, labels, counts, strict=True):
        words = f" {pad(label, wide)}  {percent(row.share.ratio).rjust(6)}   {count}"
        words += f"  {bar(row.share.ratio, bars)}".rstrip() if bars else ""
        name = mention(row.source) if row.source else row.ground
        room = screen.columns - 1 - len_cells(words) - 2
        # a name that is cut still names; a ground has to be read
        if room >= (len_cells(name) if row.ground else min(_LEAST, len_cells(name))):
            yield (Run(f"{words}  {fit(name, room)}".rstrip()),)
        else:
            yield (Run(words),)
            yield from indented(name if row.ground else fit(name, screen.columns - 4), screen, "   ")


def _strip(sources: Sources, screen: Screen) -> Iterator[Line]:
    title = f" {text(screen.lang, 'check.strip')}  "
    shares = density(sources.rest, min(STRIP, screen.columns - 1 - len_cells(title)), screen.without)
    yield (Run(title + heights(shares)),)


# --- in which texts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table before the widths of its columns are known."""

    sign: str
    name: str
    figures: Sequence[str]
    kinds: Line = ()
    role: Role = Role.PLAIN


def _table(listing: Listing, sources: Sources, screen: Screen) -> Iterator[Line]:
    if not listing.rows:
        for words in sums_alone(listing, screen.lang):
            yield from indented(words, screen, " ")
        return
    keys = _figures(screen, is_graded=sources.report.is_graded)
    rows = [_row(row, sources, screen, keys) for row in listing.rows]
    sums = [_sum(words, share, keys) for words, share in sums_in_words(listing, screen.lang)]
    head = _head_row(screen, keys)
    figures = [max(map(len_cells, column)) for column in zip(*(r.figures for r in (head, *rows, *sums)), strict=True)]
    kinds = max(cells(row.kinds) for row in (head, *rows))
    room = screen.columns - 1 - _NAME - sum(figures) - 2 * len(figures) - kinds - 2
    short = distinct([row.name for row in rows], room)
    wide = max(len_cells(name) for name in (*short, *(r.name for r in (head, *sums))) if len_cells(name) <= room)
    yield _drawn(head, head.name, figures, wide)
    for line, name, row in zip(rows, short, listing.rows, strict=True):
        yield _drawn(line, name, figures, wide)
        if row.copies:
            yield from indented(
                copies(row, screen.lang, every=screen.every), screen, " " * (_NAME + 2), role=Role.FAINT
            )
    for line in sums:
        if len_cells(line.name) <= wide:
            yield _drawn(line, line.name, figures, wide)
        else:
            yield from indented("  ".join([line.name, *filter(None, line.figures)]), screen, " " * _NAME)
    yield from _legend(listing.rows, screen)


def _figures(screen: Screen, *, is_graded: bool) -> list[str]:
    """The columns of figures that the screen has room for; without what is counted apart two would be the same."""
    if screen.columns < NARROW:
        return ["characters", "share"]
    wide = screen.columns >= SIDE_FROM
    told = wide and not screen.without >= APART
    high = wide and is_graded
    return ["characters", "share", *(["high"] if high else []), *(["told"] if told else []), "longest"]


def _head_row(screen: Screen, keys: Sequence[str]) -> _Row:
    kinds = (Run(text(screen.lang, "source.kinds"), Role.FAINT),)
    return _Row(
        "", text(screen.lang, "source.name"), [text(screen.lang, f"source.{key}") for key in keys], kinds, Role.FAINT
    )


def _row(row: SourceRow, sources: Sources, screen: Screen, keys: Sequence[str]) -> _Row:
    letters = [_letter(sign, screen.lang) for sign in row.signs]
    gap = (Run(" "),) if screen.columns >= NARROW else ()
    kinds = tuple(run for at, letter in enumerate(letters) for run in ((*gap, letter) if at else (letter,)))
    figures = {
        "characters": f"{row.share.part:,}",
        "share": percent(row.share.ratio),
        "high": f"{row.high:,}",
        "told": f"{row.told:,}",
        "longest": f"{row.longest:,}",
    }
    return _Row(sign(row.number), sources.name(row.source.id), [figures[key] for key in keys], kinds)


def _sum(words: str, share: Share, keys: Sequence[str]) -> _Row:
    figures = {"characters": f"{share.part:,}", "share": percent(share.ratio)}
    return _Row("", words, [figures.get(key, "") for key in keys])


def _drawn(row: _Row, name: str, figures: Sequence[int], wide: int) -> Line:
    words = f" {pad_left(row.sign, _NAME - 2)} {pad(name, wide)}"
    words += "".join(f"  {pad_left(field, width)}" for field, width in zip(row.figures, figures, strict=True))
    return (Run(f"{words}  ", row.role), *row.kinds) if row.kinds else (Run(words.rstrip(), row.role),)


def _legend(rows: Sequence[SourceRow], screen: Screen) -> Iterator[Line]:
    """What the letters mean, of those that are there."""
    found = {sign for row in rows for sign in row.signs}
    words = [
        (_letter(sign, screen.lang), Run(f" {sign_in_words(sign, screen.lang)}", Role.FAINT))
        for sign in (*Kind, *Flag)
        if sign in found
    ]
    parts = [part for pair in words for part in (whole(*pair), *atoms("  "))]
    for line in wrap(parts, screen.columns - 1 - _NAME):
        yield (Run(" " * _NAME), *line)


def _letter(sign: Kind | Flag, lang: Language) -> Run:
    return Run(text(lang, f"gutter.{sign}"), Role(sign.value))
