"""The whole screen of a report, of a comparison or of a check, as lines of ``rich.text.Text``; looks only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Final

from rich.console import Console
from rich.text import Text

from simcheck.environment import typed
from simcheck.i18n.explain import note
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.render.terminal.lines import STRIP, bar, heights, indented, len_cells, right, sentence, table
from simcheck.render.terminal.options import SIDE_FROM, Look, View
from simcheck.render.terminal.overview import overview_lines, overview_screen, worst_first
from simcheck.render.terminal.passage import gutter, inline, side_by_side
from simcheck.render.terminal.summary import summary
from simcheck.render.terminal.wrap import Line, Role, Run, fit, pad, pad_left
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import (
    Numbered,
    boilerplate,
    chosen,
    density,
    document_names,
    kind_rows,
    left_out_flags,
    names,
    notes,
    short_names,
    source_paragraphs,
    totals,
)
from simcheck.render.view.remarks import apart, refilled_sources, refills
from simcheck.render.view.sources import Library, Names, Sources, of_corpus
from simcheck.report.counting import Share
from simcheck.report.report import Report

__all__ = [
    "SIDE_FROM",
    "Library",
    "Look",
    "View",
    "overview",
    "overview_lines",
    "plain",
    "screen",
    "show",
    "worst_first",
]

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
    Role.BOILERPLATE: "dim",
    Role.QUOTED: "green",
    Role.OWN: "blue",
    Role.TEMPLATE: "dim",
}


class _Screen(Console):
    """A console that leaves it to the caller what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(report: Report, look: Look, file: IO[str], library: Library | None = None) -> None:
    """Print the whole report to ``file``, one of a check of ``library`` as such; raises BrokenPipeError if its reader
    has gone."""
    _print(screen(report, look, library), look, file)


def overview(rows: Sequence[tuple[str, Report]], look: Look, file: IO[str], library: Library | None = None) -> None:
    """Print the table of the checks of several documents, given with their names; raises BrokenPipeError like
    ``show``."""
    _print(_styled(overview_screen(rows, look, library), look), look, file)


def screen(report: Report, look: Look, library: Library | None = None) -> Iterator[Text]:
    """The whole report, a ``Text`` for every line; none is wider than ``look.width`` (but see ``NARROWEST``)."""
    yield from _styled(_screen(report, look, library), look)


def plain(report: Report, look: Look, library: Library | None = None) -> str:
    """The same as text without colours."""
    return "".join("".join(run.text for run in line).rstrip() + "\n" for line in _screen(report, look, library))


def _print(lines: Iterable[Text], look: Look, file: IO[str]) -> None:
    # "standard" are the 16 colours that the user's theme decides
    console = _Screen(
        file=file,
        width=look.columns,
        color_system="standard" if look.colour else None,
        force_terminal=look.colour,
        no_color=not look.colour,
        highlight=False,
    )
    console.print(Text("\n").join(lines), soft_wrap=True)


def _styled(lines: Iterable[Line], look: Look) -> Iterator[Text]:
    for line in lines:
        yield Text.assemble(*((run.text, _STYLES[run.role] if look.colour else "") for run in line))


def _screen(report: Report, look: Look, library: Library | None) -> Iterator[Line]:
    if of_corpus(report, library):
        yield from _check(report, look, library)
    else:
        yield from _comparison(report, look)
    yield ()
    yield from sentence("closing", look)


# --- a comparison -----------------------------------------------------------------------------------------------------


def _comparison(report: Report, look: Look) -> Iterator[Line]:
    yield ()
    yield from _heads(report, look)
    yield ()
    yield from _directions(report, look)
    yield ()
    if report.findings:
        yield from _apart(report, look)
        yield from _strip(report, look)
        yield ()
        yield from _kinds(report, look)
        yield from _findings(_shown(report, look), report, Names(report, look.lang, None), look)
    else:
        yield from sentence("nothing", look, minimum=report.settings.min_length)
    yield from _notes(report, look, corpus=False)


def _heads(report: Report, look: Look) -> Iterator[Line]:
    shares = totals(report, frozenset())
    texts = Texts(report)
    sides = (texts.left, texts.right_of(next(iter(report.sources))))
    counts = [text(look.lang, "chars", n=share.whole) for share in shares]
    numbers = [text(look.lang, "paragraphs", n=len(side.paragraphs)) for side in sides]
    tails = [f"{a}   {b}" for a, b in zip(right(counts), right(numbers), strict=True)]
    room = look.columns - 2 - max(map(len_cells, tails)) - 4
    heads = [fit(name, room) for name in names(report, look.lang)]
    wide = max(map(len_cells, heads))
    for head, tail in zip(heads, tails, strict=True):
        yield (Run(f" {pad(head, wide)}    {tail}"),)


def _directions(report: Report, look: Look) -> Iterator[Line]:
    shares = totals(report, look.without)
    here, there = short_names(report, look.lang)
    counts = right(text(look.lang, "chars", n=share.part) for share in shares)
    bars = [bar(share.ratio) for share in shares]
    sentences = [_direction(shares[0], here, there, look), _direction(shares[1], there, here, look)]
    one_line = max(map(len_cells, sentences)) + 4 + len_cells(counts[0]) + 2 + max(map(len, bars)) + 2 <= look.columns
    for words, share, count, drawn in zip(sentences, shares, counts, bars, strict=True):
        if one_line:
            yield (Run(f" {words}    {count}  {drawn}".rstrip()),)
            continue
        yield (Run(f" {words}"),)
        yield (Run(f"   {text(look.lang, 'chars.of', part=share.part, whole=share.whole)}  {drawn}".rstrip()),)


def _direction(share: Share, left: str, right: str, look: Look) -> str:
    key = "documents.direction.without" if look.without else "documents.direction"
    ratio = percent(share.ratio).rjust(6)
    flags = left_out_flags(look.without, look.lang)
    taken = len_cells(text(look.lang, key, left="", right="", ratio=ratio, flags=flags))
    both = [left, right]
    room = look.columns - 2 - taken
    if sum(map(len_cells, both)) > room:
        both = [fit(name, room // 2) for name in both]
    return text(look.lang, key, left=both[0], right=both[1], ratio=ratio, flags=flags)


def _apart(report: Report, look: Look) -> Iterator[Line]:
    """The share less what is set apart."""
    lines = apart(report, look.lang) if not look.without else []
    if lines:
        for words in lines:
            yield from indented(words, look, " ")
        yield ()


def _strip(report: Report, look: Look) -> Iterator[Line]:
    title = text(look.lang, "strip.title", document="")
    name = fit(short_names(report, look.lang)[0], look.columns - 2 - len_cells(title))
    yield (Run(f" {text(look.lang, 'strip.title', document=name)}"),)
    yield (Run(f" {heights(density(report, min(STRIP, look.columns - 2), look.without))}"),)


def _kinds(report: Report, look: Look) -> Iterator[Line]:
    lang = look.lang
    whole = totals(report, look.without)[0].whole
    rows = [
        (
            Run(text(lang, f"gutter.{row.kind}"), Role(row.kind.value)),
            text(lang, f"kind.{row.kind}"),
            _figures(row.findings, row.part, whole),
        )
        for row in kind_rows(report, look.without)
    ]
    common, part = boilerplate(report)
    if common:
        key = "kinds.boilerplate.without" if look.without else "kinds.boilerplate"
        figures = _figures(common, part, totals(report, frozenset())[0].whole)
        rows.append((Run(" " * len_cells(text(lang, "gutter.identical"))), text(lang, key), figures))
    head = ("findings", "characters", "share")
    if not rows:
        return
    wide = max([12, *(len_cells(row[1]) for row in rows)]) + 1 + len_cells(text(lang, "gutter.identical"))
    yield (Run(" " + _cells(wide, text(lang, "kinds.kind"), [text(lang, f"kinds.{key}") for key in head])),)
    for sign, name, figures in rows:
        yield (Run(" "), sign, Run(_cells(wide - len_cells(sign.text), f" {name}", figures)))


def _figures(findings: int, part: int, whole: int) -> tuple[str, str, str]:
    return f"{findings:,}", f"{part:,}", percent(part / whole if whole else 0.0)


def _cells(wide: int, name: str, figures: Sequence[str]) -> str:
    return pad(name, wide) + "".join(map(pad_left, figures, (6, 8, 9)))


# --- a check ----------------------------------------------------------------------------------------------------------


def _check(report: Report, look: Look, library: Library | None) -> Iterator[Line]:
    sources = Sources(report, look.lang, look.without)
    shown = _shown(report, look) if look.view is not View.NONE else []
    yield from summary(report, sources, look, library, _numbers_only(shown, sources, look))
    if shown or look.view is View.PARAGRAPHS:
        yield from _findings(shown, report, Names(report, look.lang, sources), look)
    yield from _notes(report, look, corpus=True)
    if look.hints and sources.rest.findings and not shown and look.view is not View.PARAGRAPHS:
        yield ()
        command = look.command or f"simcheck check {typed(report.document.name)}"
        yield from sentence("check.hint", look, Role.FAINT, command=command)
        yield from sentence("check.hint.more", look, Role.FAINT, total=len(report.findings))


def _numbers_only(shown: Sequence[Numbered], sources: Sources, look: Look) -> set[str]:
    """The sources that the view names by their numbers alone, so that the table has to name them."""
    if look.view is View.PARAGRAPHS:
        return {id for id in sources.by_paragraph.values() if id}
    return {finding.match.source for _, finding in shown} if look.view is View.LIST else set()


# --- passages ---------------------------------------------------------------------------------------------------------


def _shown(report: Report, look: Look) -> list[Numbered]:
    return chosen(report, look.limit, every=look.every or (look.view is View.LIST and look.limit is None))


def _findings(shown: list[Numbered], report: Report, naming: Names, look: Look) -> Iterator[Line]:
    if look.view is View.NONE:
        return
    yield ()
    if look.view is View.PARAGRAPHS:
        yield from _paragraphs(report, naming, look)
        return
    if look.view is View.LIST:
        if naming.sources:
            yield from _shortage(shown, report, look, "check.hint.some")
        yield from _list(shown, report, naming, look)
        return
    yield from _hints(shown, report, naming, look)
    texts = Texts(report)
    draw = side_by_side if look.view is View.SIDE else inline
    for numbered in shown:
        yield ()
        yield from draw(numbered, report, texts, naming, look.ways)
    yield from _refills(shown, report, naming, look)


def _refills(shown: list[Numbered], report: Report, naming: Names, look: Look) -> Iterator[Line]:
    """What was refilled from each source of which passages are shown."""
    for source in refilled_sources(report, shown):
        rows = refills(report, source, look.lang, every=look.every)
        if not rows:
            continue
        name = naming.sources.label(source) if naming.sources else names(report, look.lang)[1]
        yield ()
        yield from indented(text(look.lang, "refills", source=name), look, "   ", " ", Role.STRONG)
        wide = max(len_cells(slot) for slot, _ in rows)
        for slot, words in rows:
            yield from indented(words, look, " " * (wide + 5), f"   {pad(slot, wide)}  ")


def _hints(shown: list[Numbered], report: Report, naming: Names, look: Look) -> Iterator[Line]:
    some = "check.hint.some" if naming.sources else "hint.some"
    yield from _shortage(shown, report, look, "hint.kinds" if look.limit is None else some)
    marks = "hint.marks" + (".side" if look.view is View.SIDE else "") + (".colour" if look.colour else "")
    yield from sentence(marks, look, Role.FAINT)


def _shortage(shown: list[Numbered], report: Report, look: Look, key: str) -> Iterator[Line]:
    if look.hints and len(shown) < len(report.findings):
        yield from sentence(key, look, Role.FAINT, shown=len(shown), total=len(report.findings))


def _list(shown: list[Numbered], report: Report, naming: Names, look: Look) -> Iterator[Line]:
    """A line for every finding."""
    texts = Texts(report)
    rows = [tuple(text(look.lang, f"list.{key}") for key in ("n", "kind", "characters", "left", "right", "start"))]
    for n, finding in shown:
        match = finding.match
        kind = f"{gutter(finding, look.lang).text} {text(look.lang, f'kind.{finding.kind}')}"
        source = f"{naming.sources.sign(match.source)} " if naming.sources else ""
        places = texts.left.numbers(match.left), source + texts.right(finding).numbers(match.right)
        beginning = match.left.of(report.document.text)[: look.columns]
        rows.append((f"{n}", kind, f"{report.length_of(finding):,}", *places, beginning))
    yield from table(rows, look, left={1, 4} if naming.sources else {1})


def _paragraphs(report: Report, naming: Names, look: Look) -> Iterator[Line]:
    """A line for every paragraph of the document, apart from sources that are the document itself."""
    if naming.sources and naming.sources.twins:
        yield from sentence("check.apart", look, Role.FAINT, n=len(naming.sources.twins))
        report = naming.sources.rest
    texts = Texts(report)
    keys = ("number", "characters", "share", "right", "kinds", "start")
    rows = [tuple(text(look.lang, f"paragraphs.{key}") for key in keys)]
    for row in report.paragraphs:
        share = f"{pad(bar(row.share.ratio, 8), 8)} {percent(row.share.ratio).rjust(6)}" if row.share.part else "·"
        signs = [text(look.lang, f"gutter.{name}") for name in (*row.kinds, *row.flags)]
        beginning = row.span.of(report.document.text)[: look.columns]
        if naming.sources:
            places = naming.sources.place(row, texts)
        else:
            places = source_paragraphs(row, report, texts, look.lang)
        rows.append((f"{row.number}", f"{row.share.whole:,}", share, fit(places, 12), " ".join(signs), beginning))
    yield from table(rows, look, left={3, 4} if naming.sources else {4})


def _notes(report: Report, look: Look, *, corpus: bool) -> Iterator[Line]:
    found = notes(report, corpus=corpus)
    if not found:
        return
    yield ()
    yield (Run(f" {text(look.lang, 'notes')}", Role.STRONG),)
    by_id = document_names(report, look.lang, corpus=corpus)
    for each in found:
        yield from indented(note(each, look.lang, by_id), look, "    ", first=" !  ")
