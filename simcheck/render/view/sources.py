"""The sources of a check: in which groups they stand, what they are called, which are named, and the totals.

Inside a group they are in the order of ``corpus.check``. A source has one number in every view and file. First come
texts that are the document itself, then those that are worth a line of their own, then those that hardly explain
anything, then those that share only what is counted apart; of the last two only the sum is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simcheck.environment import Language
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent
from simcheck.model import APART, Document, Finding, Flag, Grade, Kind
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import called, labels, left_out_flags, names, reaches, source_paragraphs
from simcheck.render.view.remarks import own_grounds
from simcheck.report.counting import Share
from simcheck.report.paragraphs import Paragraph
from simcheck.report.report import Report

FEW: Final = 60
"""Sources of fewer characters are summed, unless there are hardly any others."""

AT_LEAST: Final = 3
"""So many sources are named however little they explain."""

NAMED: Final = 3
"""Names that a list of names gives before it counts the rest."""

_NONE: Final[NDArray[np.int64]] = np.zeros(0, dtype=np.int64)

_CIRCLED: Final = 10
"""The numbers that code page 936 has in a circle; on a Chinese Windows the others would be question marks."""


@dataclass(frozen=True, slots=True)
class Library:
    """The corpus that was searched: its folder as the user calls it, when it last changed (ISO 8601), and the SHA-256
    of its list of documents, "" if nobody counts it."""

    folder: str
    documents: int
    updated: str
    sha256: str = ""


def of_corpus(report: Report, library: Library | None) -> bool:
    """Whether the report answers a check: a comparison has one source, and never copies of it."""
    return library is not None or report.searched is not None or len(report.sources) != 1


def sign(number: int) -> str:
    """①, ②, … and 11, 12, …"""
    return chr(ord("①") + number - 1) if number <= _CIRCLED else f"{number}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One total: the ``key`` of its name in ``messages``, the source if it is the share of one, and else on what ground
    something is left out."""

    key: str
    share: Share
    source: str | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: what it explains of the document (``told`` are characters that are not counted apart, ``high`` those
    of findings of the highest grade), its longest passage, and how its passages were altered."""

    number: int
    source: Document
    copies: tuple[Document, ...]
    share: Share
    told: int
    high: int
    longest: int
    kinds: tuple[Kind, ...]
    flags: tuple[Flag, ...]

    @property
    def signs(self) -> tuple[Kind | Flag, ...]:
        return (*self.kinds, *self.flags)


@dataclass(frozen=True, slots=True)
class Sum:
    """What some sources explain together; a character counts once."""

    count: int
    share: Share
    is_left_out: bool = False
    """Whether all of it is left out of the numbers."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The sources to name one by one, and the sums of the others."""

    rows: tuple[SourceRow, ...]
    below: Sum | None
    few: Sum | None
    phrases: Sum | None


class Sources:
    """The sources of a report, numbered; counts leave out what has a flag of ``without``. With a ``grade``, sources
    without a finding of it or above are not named."""

    def __init__(
        self,
        report: Report,
        lang: Language,
        without: frozenset[Flag] = frozenset(),
        grade: Grade | None = None,
    ) -> None:
        self.report, self.lang, self.without, self.grade = report, lang, without, grade
        self.findings: dict[str, list[Finding]] = {id: [] for id in report.sources}
        for finding in report.findings:
            self.findings[finding.match.source].append(finding)
        self.same = tuple(id for id, s in report.sources.items() if s.text == report.document.text)
        others = [id for id in report.sources if id not in self.same]
        self.phrases = tuple(id for id in others if all(_is_phrase(f) for f in self.findings[id]))
        telling = [id for id in others if id not in self.phrases]
        self.few = tuple(id for id in telling[AT_LEAST:] if report.share_of(id).part < FEW)
        self.named = tuple(id for id in telling if id not in self.few)
        ordered = (*self.same, *self.named, *self.few, *self.phrases)
        self.numbers = {id: number for number, id in enumerate(ordered, 1)}

    @cached_property
    def rest(self) -> Report:
        """The report without sources that are the document itself: these would hide all others."""
        return self.report.keep(lambda f: f.match.source not in self.same) if self.same else self.report

    @property
    def twins(self) -> tuple[Document, ...]:
        """All records that have the very text of the document."""
        return tuple(d for id in self.same for d in (self.report.sources[id], *self.report.copies.get(id, ())))

    def totals(self) -> list[Ratio]:
        """The ratios, apart from sources that are the document itself and from what is left out; the largest source is
        the last."""
        ratios = totals_of(self.rest, self.without, lambda: self._ground)
        largest = self.largest
        return [*ratios, Ratio("check.largest", self._share([largest]), largest)] if largest else ratios

    def total_of_all(self) -> Ratio:
        """The total that sources that are the document itself are part of."""
        return Ratio("check.total", self.report.share(without=self.without))

    @cached_property
    def _ground(self) -> str:
        return own_grounds(self.report, self.lang, lambda id: self.sign(id) if id in self.named else self.name(id))

    @cached_property
    def largest(self) -> str | None:
        """The source that explains most; one that is the document itself only if there is no other."""
        candidates = [id for id in self.report.sources if id not in self.same] or list(self.same)
        return max(candidates, key=lambda id: self._share([id]).part, default=None)

    def listing(self, also: Iterable[str] = ()) -> Listing:
        """The sources apart from the document itself; those of ``also`` are named too."""
        named = {*self.named, *also} - {*self.same}
        below = [id for id in self.named if id not in also and not self._reaches(id)]
        named -= {*below}
        few, phrases = ([id for id in group if id not in named] for group in (self.few, self.phrases))
        return Listing(
            tuple(self._row(id) for id in self.numbers if id in named),
            Sum(len(below), self._share(below)) if below else None,
            Sum(len(few), self._share(few)) if few else None,
            # left out of the numbers, they still are what they are
            Sum(len(phrases), self._share(phrases, frozenset()), self._is_left_out(phrases)) if phrases else None,
        )

    def _is_left_out(self, ids: Iterable[str]) -> bool:
        return all(finding.flags & self.without for id in ids for finding in self.findings[id])

    def _reaches(self, id: str) -> bool:
        return any(reaches(finding, self.grade) for finding in self.findings[id])

    def also(self, finding: Finding) -> list[int]:
        """The numbers of the other named sources that have at least half of the same words."""
        starts, ends, numbers = self._places
        left = finding.match.left
        shared = np.minimum(ends, left.end) - np.maximum(starts, left.start)
        found = set(numbers[2 * shared >= len(left)].tolist())
        return sorted(found - {self.numbers[finding.match.source]})

    def place(self, row: Paragraph, texts: Texts) -> str:
        """The source that explains most of a paragraph, by its number, and the paragraphs there: ① 3、5–6."""
        id = self.by_paragraph[row.number]
        if id is None:
            return ""
        if id not in self._alone:
            self._alone[id] = self.report.keep(lambda f: f.match.source == id)
        return f"{self.sign(id)} {source_paragraphs(row, self._alone[id], texts, self.lang)}"

    @cached_property
    def by_paragraph(self) -> dict[int, str | None]:
        """The source that explains most of each paragraph; whoever shares only what is counted apart explains
        nothing."""
        telling = self.rest.keep(lambda f: f.match.source not in self.phrases and reaches(f, self.grade))
        return {row.number: row.source for row in telling.paragraphs}

    @cached_property
    def _alone(self) -> dict[str, Report]:
        return {}

    def sign(self, id: str) -> str:
        return sign(self.numbers[id])

    def name(self, id: str) -> str:
        """What to call the source."""
        return self._labels[id]

    def label(self, id: str) -> str:
        """Its number and its name."""
        return f"{self.sign(id)} {self.name(id)}"

    def mention(self, id: str) -> str:
        """Its name, with its number if it is in the table."""
        return self.label(id) if id in self.named else self.name(id)

    def _row(self, id: str) -> SourceRow:
        mine = self.findings[id]
        counted = [f for f in mine if not f.flags & self.without]
        return SourceRow(
            self.numbers[id],
            self.report.sources[id],
            tuple(self.report.copies.get(id, ())),
            self._share([id]),
            self._share([id], self.without | APART).part,
            self.report.share_of(id, without=self.without, grade=Grade.HIGH).part,
            max(map(self.report.length_of, counted), default=0),
            tuple(kind for kind in Kind if any(f.kind is kind and not _is_phrase(f) for f in mine)),
            tuple(flag for flag in Flag if any(flag in f.flags for f in mine)),
        )

    def _share(self, ids: Iterable[str], without: frozenset[Flag] | None = None) -> Share:
        """What some sources explain, of the same whole as the total."""
        without = self.without if without is None else without
        wanted = frozenset(ids)
        some = self.report.keep(lambda f: f.match.source in wanted).share(without=without)
        if without not in self._wholes:
            self._wholes[without] = self.rest.share(without=without).whole
        return Share(some.part, self._wholes[without], some.passage)

    @cached_property
    def _wholes(self) -> dict[frozenset[Flag], int]:
        """What the document is counted as, by what is left out: the same for every source."""
        return {}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return labels(self.report.sources.values(), self.lang)

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        some = [(f.match.left, self.numbers[id]) for id in self.named for f in self.findings[id]]
        columns = zip(*((span.start, span.end, number) for span, number in some), strict=True)
        starts, ends, numbers = (np.array(column, dtype=np.int64) for column in columns) if some else (_NONE,) * 3
        return starts, ends, numbers


class Names:
    """What the two sides of a finding are called; with ``sources`` by their numbers, as in the table of sources."""

    def __init__(self, report: Report, lang: Language, sources: Sources | None) -> None:
        self.sources, self.lang = sources, lang
        self._left, self._right = names(report, lang) if sources is None else (called(report.document, lang), "")

    def of(self, finding: Finding) -> tuple[str, str]:
        return self._left, self.sources.label(finding.match.source) if self.sources else self._right

    def bare(self, finding: Finding) -> tuple[str, str]:
        """The same without numbers."""
        return self._left, self.sources.name(finding.match.source) if self.sources else self._right

    def remark(self, finding: Finding) -> str:
        """也在 ② ③ 里"""
        numbers = self.sources.also(finding) if self.sources else []
        if not numbers:
            return ""
        return text(self.lang, "check.also", sources=" ".join(map(sign, numbers)))


def enumerated(documents: Collection[Document], lang: Language, first: str = "", most: int | None = NAMED) -> str:
    """A few names, and how many more there are; ``first`` stands before them."""
    shown = [called(document, lang) for document in documents][:most]
    words = first + text(lang, "joint").join(shown)
    rest = len(documents) - len(shown)
    return text(lang, "check.more", names=words, n=rest) if rest else words


_ITSELF: Final = frozenset({"own-record", "own-version"})
"""The notes that say that the corpus has the document itself, which was not compared."""


def searched_in(library: Library, lang: Language, report: Report | None = None) -> str:
    """语料库 corpus/   1,284 篇，2026-11-20 更新; and how many were compared, if not all."""
    facts: dict[str, Fact] = {"documents": library.documents, "date": library.updated[:10]}
    words = text(lang, "check.corpus", folder=library.folder, **facts)
    if report is None or report.searched is None:
        return words
    itself = any(note.code in _ITSELF for note in report.notes)
    if report.searched >= library.documents - itself:
        return words
    return text(lang, "check.corpus.part", words=words, n=report.searched)


def nothing_found(sources: Sources, library: Library | None) -> str:
    """That there is nothing, or nothing else, and where it was looked for."""
    minimum = sources.report.settings.min_length
    if sources.same:
        return text(sources.lang, "check.apart.nothing", minimum=minimum)
    searched = sources.report.searched
    if library is None or searched is None:
        return text(sources.lang, "nothing", minimum=minimum)
    if not library.documents:
        return text(sources.lang, "check.nothing.empty")
    # those that --before or --exclude kept out, and the document itself, were not looked into
    return text(
        sources.lang, "check.nothing" if searched else "check.nothing.left", documents=searched, minimum=minimum
    )


def left_out(without: frozenset[Flag], lang: Language) -> str:
    """What the counts of a check leave out, in a sentence; "" if it is nothing."""
    return text(lang, "check.left-out", flags=left_out_flags(without, lang)) if without else ""


def same_text(sources: Sources, *, every: bool) -> str:
    """逐字相同 2 篇：① 总结.txt、总结（副本）.txt"""
    names = enumerated(sources.twins, sources.lang, f"{sources.sign(sources.same[0])} ", None if every else NAMED)
    return text(sources.lang, "check.same", n=len(sources.twins), names=names)


def graded(report: Report, without: frozenset[Flag] = frozenset()) -> Iterator[Ratio]:
    """The share in findings of the highest grade; nothing if the result has no grades."""
    if report.findings and report.is_graded:
        yield Ratio("grade.high", report.share(without=without, grade=Grade.HIGH))


def ratios_in_words(rows: Iterable[Ratio], lang: Language) -> str:
    """证据强 31.5%，总复制比 33.2%"""
    words = (text(lang, "answer.ratio", label=text(lang, row.key), ratio=percent(row.share.ratio)) for row in rows)
    return text(lang, "comma").join(words)


def way_back(report: Report, without: frozenset[Flag]) -> list[Ratio]:
    """How much of the source of a comparison stands in the document: the totals, the full one last."""
    source = next(iter(report.sources))
    high = [
        Ratio(row.key, report.taken_from(source, without=without, grade=Grade.HIGH)) for row in graded(report, without)
    ]
    return [*high, Ratio("check.total", report.taken_from(source, without=without))]


def removals(report: Report, without: frozenset[Flag] = frozenset()) -> Iterator[frozenset[Flag]]:
    """What to leave out of each total beside what is left out of all: quotations and own texts only where there are
    any."""
    base = report.share(without=without)
    yield frozenset()
    found = [f for f in (Flag.QUOTED, Flag.OWN) if report.share(without=without | {f}) != base]
    yield from (frozenset({flag}) for flag in found)
    yield APART
    if Flag.QUOTED in found:
        yield APART | {Flag.QUOTED}


def totals_of(report: Report, without: frozenset[Flag], ground: Callable[[], str]) -> list[Ratio]:
    """Every total of a report, all of them without what is left out; ``ground`` says why texts are own ones."""
    rows = [*graded(report, without)]
    for flags in removals(report, without):
        is_own = Flag.OWN in flags or (not flags and Flag.OWN in without)
        share = report.share(without=without | flags)
        rows.append(Ratio(total_key(flags), share, ground=ground() if is_own else ""))
    return rows


def ratios(report: Report, lang: Language, without: frozenset[Flag] = frozenset()) -> list[Ratio]:
    """The totals of a comparison without what is left out; those that leave out more only if that changes them."""
    base = report.share(without=without)
    told = ("grade.high", "check.total")
    return [
        row
        for row in totals_of(report, without, lambda: own_grounds(report, lang))
        if row.key in told or row.share != base
    ]


def sums_in_words(listing: Listing, lang: Language) -> Iterator[tuple[str, Share]]:
    """What to say of the sources that are not named, and what they explain together."""
    if listing.below:
        yield text(lang, "source.below", n=listing.below.count), listing.below.share
    if listing.few:
        yield text(lang, "source.few", n=listing.few.count, limit=FEW), listing.few.share
    if listing.phrases:
        key = "source.phrases" if listing.rows else "source.phrases.only"
        words = text(lang, key, n=listing.phrases.count)
        is_left_out = listing.phrases.is_left_out
        yield text(lang, "source.left-out", words=words) if is_left_out else words, listing.phrases.share


def sums_alone(listing: Listing, lang: Language) -> Iterator[str]:
    """The same as sentences, for a list in which nothing is named."""
    for words, share in sums_in_words(listing, lang):
        yield text(lang, "source.only", words=words, part=share.part, ratio=percent(share.ratio))


def copies(row: SourceRow, lang: Language, *, every: bool) -> str:
    """另有 2 份逐字相同：总结（副本）.txt、总结（定稿）.txt"""
    names = enumerated(row.copies, lang, most=None if every else NAMED)
    return text(lang, "source.copies", n=len(row.copies), names=names)


def sign_in_words(sign: Kind | Flag, lang: Language) -> str:
    """同 is 相同."""
    return text(lang, f"{'kind' if isinstance(sign, Kind) else 'flag'}.{sign}")


def _is_phrase(finding: Finding) -> bool:
    return bool(finding.flags & APART)


def total_key(without: frozenset[Flag]) -> str:
    """What a total is called from which something is left out."""
    names = sorted([*(without - APART), *(["apart"] if without >= APART else [])])
    return f"check.without.{'-'.join(names)}" if without else "check.total"
