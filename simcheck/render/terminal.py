"""What a person sees in a terminal, as lines of ``rich.text.Text``; looks only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

from rich.console import Console
from rich.text import Text

from simcheck.messages import Language, note, percent, text
from simcheck.model import Flag
from simcheck.render.figures import (
    Numbered,
    boilerplate,
    chosen,
    density,
    document_names,
    kind_rows,
    names,
    notes,
    short_names,
    source_paragraphs,
    totals,
)
from simcheck.render.passage import Ways, gutter, inline, side_by_side
from simcheck.render.pieces import Texts
from simcheck.render.wrap import Line, Role, Run, atoms, cells, clip, fit, pad, pad_left, start, wrap
from simcheck.report import Report, Share

NARROWEST: Final = 50
"""The screen is taken to have at least so many columns."""

SIDE_FROM: Final = 100
"""With 46 cells (23 字) a side the two columns read well; below that one column does."""

STRIP: Final = 60
BAR: Final = 20
"""The cells of the strip, and of a bar that means all of a document."""

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
}


class View(StrEnum):
    """How the findings are shown."""

    INLINE = "inline"
    SIDE = "side"
    LIST = "list"
    PARAGRAPHS = "paragraphs"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Look:
    """All that a screen depends on, besides the report; ``limit`` None means the longest of each kind."""

    lang: Language
    width: int
    view: View
    colour: bool = False
    limit: int | None = None
    every: bool = False
    without: frozenset[Flag] = frozenset()
    hints: bool = True

    @property
    def columns(self) -> int:
        return max(NARROWEST, self.width)

    @property
    def ways(self) -> Ways:
        return Ways(self.lang, self.columns, self.colour, self.every)


class _Screen(Console):
    """A console that leaves it to the caller what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(report: Report, look: Look, file: IO[str]) -> None:
    """Print the whole report to ``file``; raises BrokenPipeError if its reader has gone."""
    # "standard" are the 16 colours that the user's theme decides
    console = _Screen(
        file=file,
        width=look.columns,
        color_system="standard" if look.colour else None,
        force_terminal=look.colour,
        no_color=not look.colour,
        highlight=False,
    )
    console.print(Text("\n").join(screen(report, look)), soft_wrap=True)


def screen(report: Report, look: Look) -> Iterator[Text]:
    """The whole report, a ``Text`` for every line; none is wider than ``look.width`` (but see ``NARROWEST``)."""
    for line in _screen(report, look):
        yield Text.assemble(*((run.text, _STYLES[run.role] if look.colour else "") for run in line))


def plain(report: Report, look: Look) -> str:
    """The same as text without colours."""
    return "".join("".join(run.text for run in line).rstrip() + "\n" for line in _screen(report, look))


def _screen(report: Report, look: Look) -> Iterator[Line]:
    yield ()
    yield from _heads(report, look)
    yield ()
    yield from _directions(report, look)
    yield ()
    yield from (_strip(report, look) if report.findings else _sentence("nothing", look, **_minimum(report)))
    if report.findings:
        yield ()
        yield from _kinds(report, look)
        yield from _findings(report, look)
    yield from _notes(report, look)
    yield ()
    yield from _sentence("closing", look)


def _minimum(report: Report) -> dict[str, int]:
    return {"minimum": report.settings.min_length}


def _sentence(key: str, look: Look, **facts: str | int | float) -> Iterator[Line]:
    yield from _indented(text(look.lang, key, **facts), look, " ")


def _indented(words: str, look: Look, indent: str, first: str = "", role: Role = Role.PLAIN) -> Iterator[Line]:
    for at, line in enumerate(wrap(atoms(words, role), look.columns - 1 - len(indent))):
        yield (Run(first if first and not at else indent), *line)


def _heads(report: Report, look: Look) -> Iterator[Line]:
    shares = totals(report, frozenset())
    texts = Texts(report)
    sides = (texts.left, texts.right_of(next(iter(report.sources))))
    counts = [text(look.lang, "chars", n=share.whole) for share in shares]
    numbers = [text(look.lang, "paragraphs", n=len(side.passages)) for side in sides]
    tails = [f"{a}   {b}" for a, b in zip(_right(counts), _right(numbers), strict=True)]
    room = look.columns - 2 - max(map(len_cells, tails)) - 4
    heads = [fit(name, room) for name in names(report, look.lang)]
    wide = max(map(len_cells, heads))
    for head, tail in zip(heads, tails, strict=True):
        yield (Run(f" {pad(head, wide)}    {tail}"),)


def len_cells(words: str) -> int:
    """The display width of a text."""
    return cells((Run(words),))


def _right(column: Iterable[str]) -> list[str]:
    """A column of figures, aligned to the right."""
    column = list(column)
    wide = max(map(len_cells, column))
    return [pad_left(words, wide) for words in column]


def _directions(report: Report, look: Look) -> Iterator[Line]:
    shares = totals(report, look.without)
    left, right = short_names(report, look.lang)
    counts = _right(text(look.lang, "chars", n=share.part) for share in shares)
    bars = [bar(share.ratio) for share in shares]
    sentences = [_direction(shares[0], left, right, look), _direction(shares[1], right, left, look)]
    one_line = max(map(len_cells, sentences)) + 4 + len_cells(counts[0]) + 2 + max(map(len, bars)) + 2 <= look.columns
    for sentence, share, count, drawn in zip(sentences, shares, counts, bars, strict=True):
        if one_line:
            yield (Run(f" {sentence}    {count}  {drawn}".rstrip()),)
            continue
        yield (Run(f" {sentence}"),)
        yield (Run(f"   {text(look.lang, 'chars.of', part=share.part, whole=share.whole)}  {drawn}".rstrip()),)


def _direction(share: Share, left: str, right: str, look: Look) -> str:
    key = "documents.direction.without" if look.without else "documents.direction"
    ratio = percent(share.ratio).rjust(6)
    taken = len_cells(text(look.lang, key, left="", right="", ratio=ratio))
    names = [left, right]
    room = look.columns - 2 - taken
    if sum(map(len_cells, names)) > room:
        names = [fit(name, room // 2) for name in names]
    return text(look.lang, key, left=names[0], right=names[1], ratio=ratio)


def bar(ratio: float, width: int = BAR) -> str:
    """0–1 as half blocks; what is not nothing has at least one."""
    halves = max(round(ratio * width * 2), 1 if ratio else 0)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _strip(report: Report, look: Look) -> Iterator[Line]:
    title = text(look.lang, "strip.title", document="")
    name = fit(short_names(report, look.lang)[0], look.columns - 2 - len_cells(title))
    yield (Run(f" {text(look.lang, 'strip.title', document=name)}"),)
    shares = density(report, min(STRIP, look.columns - 2), look.without)
    yield (Run(" " + "".join("·▁▂▃▄▅▆▇█"[-int(-8 * share // 1)] for share in shares)),)


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
    wide = max(12, *(len_cells(row[1]) for row in rows)) + 1 + len_cells(text(lang, "gutter.identical"))
    yield (Run(" " + _cells(wide, text(lang, "kinds.kind"), [text(lang, f"kinds.{key}") for key in head])),)
    for sign, name, figures in rows:
        yield (Run(" "), sign, Run(_cells(wide - len_cells(sign.text), f" {name}", figures)))


def _figures(findings: int, part: int, whole: int) -> tuple[str, str, str]:
    return f"{findings:,}", f"{part:,}", percent(part / whole if whole else 0.0)


def _cells(wide: int, name: str, figures: Sequence[str]) -> str:
    return pad(name, wide) + "".join(map(pad_left, figures, (6, 8, 9)))


def _findings(report: Report, look: Look) -> Iterator[Line]:
    if look.view is View.NONE:
        return
    yield ()
    if look.view is View.PARAGRAPHS:
        yield from _paragraphs(report, look)
        return
    shown = chosen(report, look.limit, every=look.every or (look.view is View.LIST and look.limit is None))
    if look.view is View.LIST:
        yield from _list(shown, report, look)
        return
    yield from _hints(shown, report, look)
    texts = Texts(report)
    draw = side_by_side if look.view is View.SIDE else inline
    for numbered in shown:
        yield ()
        yield from draw(numbered, report, texts, look.ways)


def _hints(shown: list[Numbered], report: Report, look: Look) -> Iterator[Line]:
    if look.hints and len(shown) < len(report.findings):
        key = "hint.kinds" if look.limit is None else "hint.some"
        words = text(look.lang, key, shown=len(shown), total=len(report.findings))
        yield from _indented(words, look, " ", role=Role.FAINT)
    marks = "hint.marks" + (".side" if look.view is View.SIDE else "") + (".colour" if look.colour else "")
    yield from _indented(text(look.lang, marks), look, " ", role=Role.FAINT)


def _list(shown: list[Numbered], report: Report, look: Look) -> Iterator[Line]:
    """A line for every finding."""
    texts = Texts(report)
    table = [tuple(text(look.lang, f"list.{key}") for key in ("n", "kind", "characters", "left", "right", "start"))]
    for n, finding in shown:
        match = finding.match
        kind = f"{gutter(finding, look.lang).text} {text(look.lang, f'kind.{finding.kind}')}"
        places = texts.left.numbers(match.left), texts.right(finding).numbers(match.right)
        beginning = match.left.of(report.document.text)[: look.columns]
        table.append((f"{n}", kind, f"{report.length_of(finding):,}", *places, beginning))
    yield from _table(table, look, left={1})


def _paragraphs(report: Report, look: Look) -> Iterator[Line]:
    """A line for every paragraph of the document."""
    texts = Texts(report)
    keys = ("number", "characters", "share", "right", "kinds", "start")
    table = [tuple(text(look.lang, f"paragraphs.{key}") for key in keys)]
    for row in report.paragraphs:
        share = f"{pad(bar(row.share.ratio, 8), 8)} {percent(row.share.ratio).rjust(6)}" if row.share.part else "·"
        signs = [text(look.lang, f"gutter.{name}") for name in (*row.kinds, *row.flags)]
        beginning = row.span.of(report.document.text)[: look.columns]
        places = source_paragraphs(row, report, texts, look.lang)
        table.append((f"{row.number}", f"{row.share.whole:,}", share, fit(places, 12), " ".join(signs), beginning))
    yield from _table(table, look, left={4})


def _table(table: list[tuple[str, ...]], look: Look, left: set[int]) -> Iterator[Line]:
    """Columns two cells apart, figures to the right; the last column gets the rest of the line."""
    *columns, last = zip(*table, strict=True)
    wide = [max(map(len_cells, column)) for column in columns]
    room = look.columns - 2 - sum(wide) - 2 * len(wide)
    for at, row in enumerate(table):
        fields = (
            pad(field, width) if n in left else pad_left(field, width)
            for n, (field, width) in enumerate(zip(row, wide, strict=False))
        )
        role = Role.FAINT if not at else Role.PLAIN
        words = f" {'  '.join(fields)}" + (f"  {start(last[at], room)}" if room > 3 else "")
        yield (Run(clip(words, look.columns - 1).rstrip(), role),)


def _notes(report: Report, look: Look) -> Iterator[Line]:
    found = notes(report)
    if not found:
        return
    yield ()
    yield (Run(f" {text(look.lang, 'notes')}", Role.STRONG),)
    by_id = document_names(report, look.lang)
    for each in found:
        yield from _indented(note(each, look.lang, by_id), look, "    ", first=" !  ")
