"""The whole screen of a report, of a comparison or of a check, in colours where there are any; looks only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Final

from simcheck.environment import Language, typed
from simcheck.i18n.explain import note
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent
from simcheck.render.terminal.lines import STRIP, bar, heights, indented, len_cells, right, sentence, table
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.overview import Row, overview_screen
from simcheck.render.terminal.passage import gutter, inline, side_by_side
from simcheck.render.terminal.record import record_lines
from simcheck.render.terminal.summary import ratio_lines, summary
from simcheck.render.terminal.wrap import Line, Role, Run, fit, pad, pad_left
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import (
    NOTES,
    KindRow,
    Numbered,
    apart_in_words,
    apart_rows,
    called,
    chosen,
    count_of,
    counting_rule,
    density,
    document_names,
    first_notes,
    kind_rows,
    left_out_flags,
    names,
    notes,
    reaches,
    shares_both_ways,
    short_names,
    source_paragraphs,
)
from simcheck.render.view.record import Record
from simcheck.render.view.remarks import refilled_sources, refills
from simcheck.render.view.sources import (
    Library,
    Names,
    Ratio,
    Sources,
    graded,
    of_corpus,
    ratios,
    ratios_in_words,
    way_back,
)
from simcheck.render.view.spread import spread_tables
from simcheck.report.report import Report
from simcheck.text.normalize import visible_length

_STYLES: Final[Mapping[Role, str]] = {
    Role.PLAIN: "",
    Role.STRONG: "bold",
    Role.FAINT: "dim",
    Role.CHANGED: "bold underline",
    Role.SOURCE: "dim",
    Role.IDENTICAL: "red",
    Role.EDITED: "yellow",
    Role.REFILLED: "magenta",
    Role.REWRITTEN: "cyan",
    Role.CONDENSED: "bright_cyan",
    Role.BOILERPLATE: "dim",
    Role.SCATTERED: "dim",
    Role.PUBLIC: "dim",
    Role.QUOTED: "green",
    Role.OWN: "blue",
    Role.TEMPLATE: "dim",
    Role.CELLS: "dim",
}


def show(report: Report, screen: Screen, file: IO[str], library: Library | None = None) -> None:
    """Print the whole report to ``file``, one of a check of ``library`` as such; raises BrokenPipeError if its reader
    has gone."""
    print_lines(_lines(report, screen, library), screen, file)


def overview(rows: Sequence[Row], screen: Screen, file: IO[str], library: Library | None = None) -> None:
    """Print the table of the checks of several documents; raises BrokenPipeError like ``show``."""
    print_lines(overview_screen(rows, screen, library), screen, file)


def plain(report: Report, screen: Screen, library: Library | None = None, filed: Record | None = None) -> str:
    """The whole report as text without colours, with a record if it is to be filed; no line is wider than the screen
    (but see ``NARROWEST``, and ``record_lines``)."""
    return as_text(_lines(report, screen, library, filed))


def print_lines(lines: Iterable[Line], screen: Screen, file: IO[str]) -> None:
    """Print any lines; raises BrokenPipeError like ``show``."""
    if screen.colour:
        _print_coloured(lines, screen, file)
        return
    # rich would print the same, and takes as long to load as a fifth of a comparison
    file.write("".join("".join(run.text for run in line) + "\n" for line in lines))
    file.flush()


def as_text(lines: Iterable[Line]) -> str:
    """Lines without colours."""
    return "".join("".join(run.text for run in line).rstrip() + "\n" for line in lines)


def _print_coloured(lines: Iterable[Line], screen: Screen, file: IO[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    class Broken(Console):
        """A console that leaves it to the caller what to do when nobody reads any more."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    # "standard" are the 16 colours that the user's theme decides
    console = Broken(
        file=file,
        width=screen.columns,
        color_system="standard",
        force_terminal=True,
        no_color=False,
        highlight=False,
    )
    styled = (Text.assemble(*((run.text, _STYLES[run.role]) for run in line)) for line in lines)
    console.print(Text("\n").join(styled), soft_wrap=True)


def _lines(report: Report, screen: Screen, library: Library | None, filed: Record | None = None) -> Iterator[Line]:
    is_check = of_corpus(report, library)
    yield from _check(report, screen, library) if is_check else _comparison(report, screen)
    if filed:
        yield from record_lines(filed, screen)
    yield ()
    yield from sentence("closing", screen)
    if report.findings:
        # what stood first may have scrolled away
        yield from indented(_answer(report, screen, is_check=is_check), screen, " ", role=Role.STRONG)


def _answer(report: Report, screen: Screen, *, is_check: bool) -> str:
    """The answer again: how much of the document, on how strong evidence."""
    lang = screen.lang
    sources = Sources(report, lang, screen.without)
    name, words = called(report.document, lang), ""
    is_same = is_check and bool(sources.same)
    rest = sources.rest if is_same else report
    if rest.findings:
        total = Ratio("check.total", rest.share(without=screen.without))
        words = ratios_in_words([*graded(rest, screen.without), total], lang)
        if screen.without:
            words = text(lang, "answer.without", words=words, flags=left_out_flags(screen.without, lang))
    if is_same:
        words = text(lang, "answer.same.more" if words else "answer.same", n=len(sources.twins), words=words)
    room = screen.columns - 2 - len_cells(text(lang, "answer", document="", words=words))
    return text(lang, "answer", document=fit(name, max(room, _NAME)), words=words)


_NAME: Final = 16
"""Cells that the document's name has in the answer at least, which is on one line where there is room."""


# --- a comparison -----------------------------------------------------------------------------------------------------


def _comparison(report: Report, screen: Screen) -> Iterator[Line]:
    yield ()
    yield from _heads(report, screen)
    yield ()
    yield from _directions(report, screen)
    yield from indented(counting_rule(report, screen.lang), screen, " ", role=Role.FAINT)
    yield ()
    if report.findings:
        yield from _strip(report, screen)
        yield ()
        yield from _kinds(report, screen)
        yield from _findings(_shown(report, screen), report, Names(report, screen.lang, None), screen)
    else:
        yield from sentence("nothing", screen, minimum=report.settings.min_length)
    yield from _notes(report, screen, corpus=False)


def _heads(report: Report, screen: Screen) -> Iterator[Line]:
    texts = Texts(report)
    sides = (texts.left, texts.right_of(next(iter(report.sources))))
    counts = [text(screen.lang, "chars", n=visible_length(side.text)) for side in sides]
    numbers = [text(screen.lang, "paragraphs", n=len(side.paragraphs)) for side in sides]
    tails = [f"{a}   {b}" for a, b in zip(right(counts), right(numbers), strict=True)]
    room = screen.columns - 2 - max(map(len_cells, tails)) - 4
    heads = [fit(name, room) for name in names(report, screen.lang)]
    wide = max(map(len_cells, heads))
    for head, tail in zip(heads, tails, strict=True):
        yield (Run(f" {pad(head, wide)}    {tail}"),)


def _directions(report: Report, screen: Screen) -> Iterator[Line]:
    """How much of the document stands in its source, and in a sentence the other way round."""
    lang = screen.lang
    here, there = short_names(report, lang)
    flags = left_out_flags(screen.without, lang)
    key = "documents.also.without" if flags else "documents.also"
    yield from indented(_named(key, here, there, screen, flags=flags), screen, " ")
    yield from ratio_lines(ratios(report, lang, screen.without), screen, lambda _: "")
    yield from indented(apart_in_words(report, lang) if not flags else "", screen, " ", role=Role.FAINT)
    back = way_back(report, screen.without)
    facts: dict[str, Fact] = {"part": back[-1].share.part, "whole": back[-1].share.whole}
    words = _named("documents.back", there, here, screen, words=ratios_in_words(back, lang), **facts)
    yield from indented(words, screen, " ")


def _named(key: str, left: str, right: str, screen: Screen, **facts: Fact) -> str:
    """A sentence on two documents, whose names are shortened if it has no room for them on one line."""
    taken = len_cells(text(screen.lang, key, left="", right="", **facts))
    room = max(screen.columns - 2 - taken, _NAMES)
    if len_cells(left + right) > room:
        left, right = fit(left, room // 2), fit(right, room // 2)
    return text(screen.lang, key, left=left, right=right, **facts)


_NAMES: Final = 48
"""Cells that two names have in a sentence at least, which then has more lines than one."""


def _strip(report: Report, screen: Screen) -> Iterator[Line]:
    title = text(screen.lang, "strip.title", document="")
    name = fit(short_names(report, screen.lang)[0], screen.columns - 2 - len_cells(title))
    yield (Run(f" {text(screen.lang, 'strip.title', document=name)}"),)
    yield (Run(f" {heights(density(report, min(STRIP, screen.columns - 2), screen.without))}"),)


def _kinds(report: Report, screen: Screen) -> Iterator[Line]:
    lang = screen.lang
    whole = shares_both_ways(report, screen.without)[0].whole
    rows = [_kind(row, whole, lang) for row in kind_rows(report, screen.without)]
    everything = shares_both_ways(report, frozenset())[0].whole
    for row in apart_rows(report):
        name = f"kinds.{row.kind}.without" if row.kind in screen.without else f"flag.{row.kind}"
        rows.append(_kind(row, everything, lang, text(lang, name)))
    head = ("findings", "characters", "share")
    if not rows:
        return
    wide = max([12, *(len_cells(row[1]) for row in rows)]) + 1 + len_cells(text(lang, "gutter.identical"))
    yield (Run(" " + _cells(wide, text(lang, "kinds.kind"), [text(lang, f"kinds.{key}") for key in head])),)
    for sign, name, figures in rows:
        yield (Run(" "), sign, Run(_cells(wide - len_cells(sign.text), f" {name}", figures)))


def _kind(row: KindRow, whole: int, lang: Language, name: str = "") -> tuple[Run, str, tuple[str, str, str]]:
    sign = Run(text(lang, f"gutter.{row.kind}"), Role(row.kind.value))
    return sign, name or text(lang, f"kind.{row.kind}"), _figures(row.findings, row.part, whole)


def _figures(findings: int, part: int, whole: int) -> tuple[str, str, str]:
    return f"{findings:,}", f"{part:,}", percent(part / whole if whole else 0.0)


def _cells(wide: int, name: str, figures: Sequence[str]) -> str:
    return pad(name, wide) + "".join(map(pad_left, figures, (6, 8, 9)))


# --- a check ----------------------------------------------------------------------------------------------------------


def _check(report: Report, screen: Screen, library: Library | None) -> Iterator[Line]:
    sources = Sources(report, screen.lang, screen.without, screen.grade)
    shown = _shown(report, screen) if screen.view is not View.NONE else []
    yield from summary(report, sources, screen, library, _numbers_only(shown, sources, screen))
    none_of_grade = screen.grade and report.findings and screen.limit != 0 and screen.view is not View.NONE
    if shown or screen.view is View.PARAGRAPHS or none_of_grade:
        yield from _findings(shown, report, Names(report, screen.lang, sources), screen)
        if screen.words:
            yield from _spread(report, screen)
    yield from _notes(report, screen, corpus=True)
    total = count_of(report, screen.grade)
    if screen.hints and total and sources.rest.findings and not shown and screen.view is not View.PARAGRAPHS:
        yield ()
        command = screen.command or f"simcheck check {typed(report.document.name)}"
        command += f" --grade {screen.grade}" if screen.grade else ""
        yield from sentence("check.hint", screen, Role.FAINT, command=command)
        yield from sentence("check.hint.more", screen, Role.FAINT, total=total)


def _numbers_only(shown: Sequence[Numbered], sources: Sources, screen: Screen) -> set[str]:
    """The sources that the view names by their numbers alone, so that the table has to name them."""
    if screen.view is View.PARAGRAPHS:
        return {id for id in sources.by_paragraph.values() if id}
    return {finding.match.source for _, finding in shown} if screen.view is View.LIST else set()


# --- passages ---------------------------------------------------------------------------------------------------------


def _shown(report: Report, screen: Screen) -> list[Numbered]:
    every = screen.every or (screen.view is View.LIST and screen.limit is None)
    return chosen(report, screen.limit, every=every, grade=screen.grade)


def _findings(shown: list[Numbered], report: Report, naming: Names, screen: Screen) -> Iterator[Line]:
    if screen.view is View.NONE:
        return
    yield ()
    yield from _below(report, screen)
    if screen.view is View.PARAGRAPHS:
        yield from _paragraphs(report, naming, screen)
        return
    if not shown:
        return
    if screen.view is View.LIST or not screen.words:
        if naming.sources:
            yield from _shortage(shown, report, screen, "check.hint.some")
        yield from _list(shown, report, naming, screen)
        return
    yield from _hints(shown, report, naming, screen)
    texts = Texts(report)
    draw = side_by_side if screen.view is View.SIDE else inline
    for numbered in shown:
        yield ()
        yield from draw(numbered, report, texts, naming, screen)
    yield from _refills(shown, report, naming, screen)


def _below(report: Report, screen: Screen) -> Iterator[Line]:
    """How many passages are not listed because they are of a lower grade."""
    shown = count_of(report, screen.grade)
    if screen.grade and shown < len(report.findings):
        key = f"grade.below.{screen.grade}"
        yield from sentence(key, screen, Role.FAINT, shown=shown, below=len(report.findings) - shown)


def _refills(shown: list[Numbered], report: Report, naming: Names, screen: Screen) -> Iterator[Line]:
    """What was refilled from each source of which passages are shown."""
    for source in refilled_sources(report, shown):
        rows = refills(report, source, screen.lang, every=screen.every)
        if not rows:
            continue
        name = naming.sources.label(source) if naming.sources else names(report, screen.lang)[1]
        yield ()
        yield from indented(text(screen.lang, "refills", source=name), screen, "   ", " ", Role.STRONG)
        wide = max(len_cells(slot) for slot, _ in rows)
        for slot, words in rows:
            yield from indented(words, screen, " " * (wide + 5), f"   {pad(slot, wide)}  ")


def _hints(shown: list[Numbered], report: Report, naming: Names, screen: Screen) -> Iterator[Line]:
    some = "check.hint.some" if naming.sources else "hint.some"
    yield from _shortage(shown, report, screen, "hint.kinds" if screen.limit is None else some)
    marks = "hint.marks" + (".side" if screen.view is View.SIDE else "") + (".colour" if screen.colour else "")
    yield from sentence(marks, screen, Role.FAINT)


def _shortage(shown: list[Numbered], report: Report, screen: Screen, key: str) -> Iterator[Line]:
    total = count_of(report, screen.grade)
    if screen.hints and len(shown) < total:
        yield from sentence(key, screen, Role.FAINT, shown=len(shown), total=total)


def _list(shown: list[Numbered], report: Report, naming: Names, screen: Screen) -> Iterator[Line]:
    """A line for every finding."""
    texts = Texts(report)
    is_graded = report.is_graded
    heads = ["n", *(["grade"] if is_graded else []), "kind", "characters", "left", "right"]
    heads += ["start"] if screen.words else []
    rows = [tuple(text(screen.lang, f"list.{key}") for key in heads)]
    for n, finding in shown:
        match = finding.match
        kind = f"{gutter(finding, screen.lang).text} {text(screen.lang, f'kind.{finding.kind}')}"
        source = f"{naming.sources.sign(match.source)} " if naming.sources else ""
        places = texts.left.numbers(match.left), source + texts.right(finding).numbers(match.right)
        beginning = match.left.of(report.document.text)[: screen.columns]
        degree = [text(screen.lang, f"degree.{finding.grade}")] if is_graded else []
        more = [beginning] if screen.words else []
        rows.append((f"{n}", *degree, kind, f"{report.length_of(finding):,}", *places, *more))
    left = {1, 4} if naming.sources else {1}
    yield from table(rows, screen, left={1, *(n + 1 for n in left)} if is_graded else left)


def _paragraphs(report: Report, naming: Names, screen: Screen) -> Iterator[Line]:
    """A line for every paragraph of the document, apart from sources that are the document itself."""
    if naming.sources and naming.sources.twins:
        yield from sentence("check.apart", screen, Role.FAINT, n=len(naming.sources.twins))
        report = naming.sources.rest
    if screen.grade:
        report = report.keep(lambda finding: reaches(finding, screen.grade))
    texts = Texts(report)
    keys = ["number", "characters", "share", "right", "kinds", *(["start"] if screen.words else [])]
    rows = [tuple(text(screen.lang, f"paragraphs.{key}") for key in keys)]
    for row in report.paragraphs:
        share = f"{pad(bar(row.share.ratio, 8), 8)} {percent(row.share.ratio).rjust(6)}" if row.share.part else "·"
        signs = [text(screen.lang, f"gutter.{name}") for name in (*row.kinds, *row.flags)]
        beginning = row.span.of(report.document.text)[: screen.columns]
        if naming.sources:
            places = naming.sources.place(row, texts)
        else:
            places = source_paragraphs(row, report, texts, screen.lang)
        more = [beginning] if screen.words else []
        rows.append((f"{row.number}", f"{row.share.whole:,}", share, fit(places, 12), " ".join(signs), *more))
    yield from table(rows, screen, left={3, 4} if naming.sources else {4})


def _spread(report: Report, screen: Screen) -> Iterator[Line]:
    """Who holds what several sources have, since when."""
    tables = spread_tables(report, screen.lang, every=screen.every)
    if not tables:
        return
    yield ()
    yield (Run(f" {text(screen.lang, 'spread')}", Role.STRONG),)
    for each in tables:
        yield from indented(each.head, screen, "     ", first="   ")
        counts = right(text(screen.lang, "chars", n=row.characters) for row in each.rows)
        room = screen.columns - 2 - 5 - len_cells(counts[0]) - 2
        for row, count in zip(each.rows, counts, strict=True):
            dated = f"  {row.dated}"
            name = fit(row.name, max(room - len_cells(dated), room // 2))
            yield (Run(f"     {count}  {fit(name + dated, room)}"),)
        if each.more:
            yield (Run(f"     {text(screen.lang, 'spread.more', n=each.more)}", Role.FAINT),)


def _notes(report: Report, screen: Screen, *, corpus: bool) -> Iterator[Line]:
    found = notes(report, corpus=corpus)
    if not found:
        return
    yield ()
    yield (Run(f" {text(screen.lang, 'notes')}", Role.STRONG),)
    by_id = document_names(report, screen.lang, corpus=corpus)
    shown = first_notes(found, None if screen.every or screen.all_notes else NOTES)
    for each in shown:
        yield from indented(note(each, screen.lang, by_id), screen, "    ", first=" !  ")
    if len(shown) < len(found):
        yield from indented(text(screen.lang, "notes.more", n=len(found) - len(shown)), screen, "    ", role=Role.FAINT)
