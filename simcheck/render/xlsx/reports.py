"""The workbook of checks: a row a document, a row a source of each, a row a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.explain import note as worded
from simcheck.i18n.messages import text
from simcheck.i18n.printable import shortest
from simcheck.model import Flag, Grade
from simcheck.render.table import cells_of
from simcheck.render.terminal.overview import Row, row, worst_first
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import chosen, document_names, name_on_screen, notes
from simcheck.render.view.sources import Library, Names, Sources, left_out, of_corpus, searched_in, sign_in_words
from simcheck.render.xlsx.book import ROWS, Book, Cell, Column, Sort
from simcheck.report.report import Report

_Shape = tuple[tuple[str, Sort, float], ...]

_SUMMARY: Final[_Shape] = (
    ("book.number", Sort.COUNT, 5),
    ("check.document", Sort.NAME, 36),
    ("book.compared", Sort.NUMBER, 9),
    ("check.overview.high", Sort.PERCENT, 9),
    ("check.overview.total", Sort.PERCENT, 9),
    ("check.overview.told", Sort.PERCENT, 10),
    ("check.overview.largest", Sort.NAME, 36),
    ("book.sources", Sort.COUNT, 8),
    ("book.findings", Sort.COUNT, 9),
    ("notes", Sort.TEXT, 50),
)
_SOURCES: Final[_Shape] = (
    ("check.document", Sort.NAME, 36),
    ("source.name", Sort.NAME, 36),
    ("source.characters", Sort.NUMBER, 9),
    ("source.share", Sort.PERCENT, 9),
    ("source.high", Sort.NUMBER, 9),
    ("source.told", Sort.NUMBER, 10),
    ("source.longest", Sort.NUMBER, 9),
    ("source.kinds", Sort.NAME, 30),
)
_PASSAGES: Final[_Shape] = (
    ("check.document", Sort.NAME, 22),
    ("column.n", Sort.COUNT, 5),
    ("column.grade", Sort.WORD, 6),
    ("column.kind", Sort.WORD, 9),
    ("column.apart", Sort.WORD, 8),
    ("column.characters", Sort.NUMBER, 7),
    ("column.left_paragraphs", Sort.WORD, 8),
    ("source.name", Sort.NAME, 22),
    ("column.right_paragraphs", Sort.WORD, 8),
    ("column.substitutions", Sort.TEXT, 26),
    ("column.left_text", Sort.TEXT, 56),
    ("column.right_text", Sort.TEXT, 56),
)
_TEXTS: Final = 3
"""The last columns of a passage, which have its words."""


@dataclass
class Checks:
    """The rows of some reports, which need not be kept for them."""

    lang: Language
    without: frozenset[Flag] = frozenset()
    grade: Grade | None = None
    texts: bool = True
    library: Library | None = None
    _names: list[list[str]] = field(default_factory=list)
    _documents: list[tuple[Row, list[Cell]]] = field(default_factory=list)
    """The first cell of each row is the number of its document until they have their names."""
    _sources: list[list[Cell]] = field(default_factory=list)
    _passages: list[list[Cell]] = field(default_factory=list)
    _counts: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, report: Report, names: Sequence[str]) -> None:
        """One more report, of a document that is called so, the shortest first: by the names of one sort that tell all
        documents apart."""
        name, at = names[-1], len(self._names)
        self._names.append([name_on_screen(each, self.lang) for each in names])
        made = row(name, report, self.lang, self.without)
        is_check = of_corpus(report, self.library)
        sources = Sources(report, self.lang, self.without)
        by_id = document_names(report, self.lang, corpus=is_check)
        said = "\n".join(worded(each, self.lang, by_id) for each in notes(report, corpus=is_check))
        counts: list[Cell] = [len(report.sources), len(report.findings), said]
        high = made.high.ratio if made.high else None
        shares: list[Cell] = [made.total.whole, high, made.total.ratio, made.told.ratio, made.largest]
        self._documents.append((made, [at, *shares, *counts]))
        self._extend(self._sources, 0, ([at, *cells] for cells in _source_rows(sources, self.lang)))
        self._extend(self._passages, 1, ([at, *cells] for cells in self._passage_rows(report, sources)))

    def content(self) -> bytes:
        """The workbook."""
        say, ranked = self.lang, worst_first([made for made, _ in self._documents])
        names = shortest(self._names)

        def named(row: list[Cell]) -> list[Cell]:
            return [names[int(row[0] or 0)], *row[1:]]

        cells = {id(made): named(found) for made, found in self._documents}
        title = text(say, "book.title.check", n=len(ranked))
        book = Book(say, title)
        rows: Iterator[list[Cell]] = ([n, *cells[id(made)]] for n, made in enumerate(ranked, 1))
        book.sheet(
            text(say, "book.summary"), _columns(_SUMMARY, say), rows, above=[title, text(say, "closing")], fixed=2
        )
        for key, shape, found, count in (
            ("book.of-sources", _SOURCES, self._sources, self._counts[0]),
            ("book.passages", _PASSAGES if self.texts else _PASSAGES[:-_TEXTS], self._passages, self._counts[1]),
        ):
            book.sheet(text(say, key), _columns(shape, say), map(named, found), of_rows=count)
        book.about(text(say, "book.about"), self._about())
        return book.content()

    def _extend(self, rows: list[list[Cell]], which: int, more: Iterable[list[Cell]]) -> None:
        """Add what a sheet has room for, and count the rest."""
        for each in more:
            self._counts[which] += 1
            if len(rows) < ROWS:
                rows.append(each)

    def _passage_rows(self, report: Report, sources: Sources) -> Iterator[list[Cell]]:
        names, sides = Names(report, self.lang, sources), Texts(report)
        keys = [key.removeprefix("column.") for key, _, _ in _PASSAGES[1:]]
        keys = ["right" if key == "source.name" else key for key in keys]
        found = chosen(report, None, every=True, grade=self.grade)
        for number, finding in sorted(found, key=lambda pair: pair[0]):
            cells = cells_of(number, finding, report, sides, names)
            yield [cells[key] for key in (keys if self.texts else keys[:-_TEXTS])]

    def _about(self) -> Iterator[str]:
        from simcheck._version import __version__

        say = self.lang
        yield text(say, "book.made", version=__version__)
        if self.library:
            yield searched_in(self.library, say)
        yield text(say, "counted.rule")
        yield text(say, "report.ratios")
        yield text(say, "report.grades")
        if self.without:
            yield left_out(self.without, say)
        yield text(say, "closing")


def _columns(shape: _Shape, lang: Language) -> list[Column]:
    return [Column(text(lang, key), sort, width) for key, sort, width in shape]


def _source_rows(sources: Sources, lang: Language) -> Iterator[list[Cell]]:
    """Every source, however little it explains."""
    for each in sources.listing(also=sources.report.sources).rows:
        kinds = text(lang, "joint").join(sign_in_words(sign, lang) for sign in each.signs)
        name = sources.name(each.source.id)
        yield [name, each.share.part, each.share.ratio, each.high, each.told, each.longest, kinds]
