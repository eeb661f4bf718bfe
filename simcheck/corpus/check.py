"""SPINE 2: which of a text also stands in texts of a corpus?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.alignment import Piece
from simcheck.align.prepare import Bits, Prepared, reweighed
from simcheck.align.projection import block_of
from simcheck.align.runs import Run, runs_around
from simcheck.align.sentences import weigh
from simcheck.comparison import background, marks_of, of, place, prepared, shared
from simcheck.findings import notes, set_phrases
from simcheck.findings.finding import evidence_of
from simcheck.findings.interpret import explained
from simcheck.index.candidates import Candidate, Candidates
from simcheck.intervals import Overlaps
from simcheck.model import Document, Finding, Flag, Kind, Match
from simcheck.report.report import Report
from simcheck.settings import Frequencies, Settings
from simcheck.store.catalogue import Catalogue
from simcheck.store.rows import Row
from simcheck.store.snapshot import as_document
from simcheck.text.background import overlaid
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask, Normalized, Positions, normalize_all


def on_top(
    text: Prepared,
    contexts: npt.NDArray[np.int64],
    neighbours: int,
    settings: Settings,
    added: Sequence[str] = (),
    struck: Sequence[str] = (),
) -> tuple[Prepared, Frequencies | None]:
    """A text that is checked, weighed again by what a corpus knows of it, and the frequencies to weigh the sources by.

    ``contexts`` (characters) is in how many different contexts it stands in the ``neighbours`` texts that speak of the
    same things; ``added`` are phrases that tell nothing, ``struck`` some that tell all they can, whatever was counted.
    """
    below = background(settings)
    if below is None:
        return text, None
    frequencies = overlaid(below, text.normalized.codes, contexts, neighbours, added, struck)
    return reweighed(text, frequencies, settings), frequencies


def word_weights(text: Prepared, settings: Settings) -> tuple[Positions, Positions, Bits, Bits]:
    """The words of a text (n): where they start and end, their information and their cost, up to each (n + 1)."""
    weights, _ = weigh(text, text, settings)
    information = np.concatenate(([0.0], np.cumsum(weights.information)))
    return text.words.start, text.words.end, information, weights.costs


# A corpus


def against(
    document: Document,
    left: Prepared,
    likely: Iterable[Source],
    others: Callable[[Mask], Iterable[Sequence[tuple[Source, Sequence[Run]]]]],
    settings: Settings,
    frequencies: Frequencies | None,
    templates: Sequence[Document | str] = (),
    own: Collection[str] = (),
    phrases: Sequence[str] = (),
) -> Report:
    """What of ``document`` also stands in texts of a corpus, under ``frequencies``; ``templates`` and ``own`` (ids) as
    in ``compare``; ``phrases`` are set phrases because the user says so.

    ``likely`` are the texts worth comparing, the likeliest first. ``others`` is then asked for texts that share runs of
    the guarantee in characters that are not covered yet (by normalized position), a few at a time, with these runs as
    far as they are known; what comes of them it learns from the mask, which fills.
    """
    findings: list[Finding] = []
    sources: list[Source] = []
    covered = np.zeros(len(left.normalized), dtype=np.bool_)
    capped = False
    for source in likely:
        right = left if source.document.text == document.text else prepared(source.document, settings, frequencies)
        found = shared(left, right, settings)
        told = any(Flag.BOILERPLATE not in finding.flags for finding in found.findings)
        mine = [f for f in found.findings if told or _adds(f, covered, left.normalized)]
        if mine:
            capped |= found.capped
            findings += (of(finding, source.document.id) for finding in mine)
            sources.append(source)
            # the same text covers everything, and must not keep from view what else there is
            for finding in mine if right is not left else ():
                _cover(finding, covered, left.normalized)
    for some in others(covered):
        texts = normalize_all([source.document.text for source, _ in some])
        for (source, claims), text in zip(some, texts, strict=True):
            # a file of postings that was made to mislead may name places that are not there
            there = [claim for claim in claims if claim.right < len(text)]
            runs = {run for claim in there for run in runs_around(left.normalized, text, claim, settings.min_length)}
            mine = [_phrase(run, left, text, settings) for run in sorted(runs)]
            mine = [finding for finding in mine if _adds(finding, covered, left.normalized)]
            if not mine:
                continue
            sources.append(source)
            for finding in mine:
                findings.append(of(finding, source.document.id))
                _cover(finding, covered, left.normalized)
    report = _reported(document, sources, findings, settings, capped)
    every = [*set_phrases.listed_phrases(left, phrases), *marks_of(document, left, templates, settings)]
    return explained(report, every, own)


class Source(NamedTuple):
    """A text of a corpus: one of its records, and the others that have the very same text."""

    document: Document
    copies: tuple[Document, ...] = ()


def _adds(finding: Finding, covered: Mask, text: Normalized) -> bool:
    """Whether a finding has characters that no other covers."""
    start, end = text.interval(finding.match.left)
    return not covered[start:end].all()


def _cover(finding: Finding, covered: Mask, text: Normalized) -> None:
    """Note the characters that a finding counts: inserted ones have no counterpart."""
    own = Overlaps((edit.left.start, edit.left.end) for edit in finding.match.edits)
    for block in finding.match.blocks:
        start, end = text.interval(block.left)
        counts = np.ones(end - start, dtype=np.bool_)
        for number in own.touching(block.left.start, block.left.end):
            edit = finding.match.edits[number]
            if not edit.right and block.left.contains(edit.left):
                first, last = text.interval(edit.left)
                counts[first - start : last - start] = False
        covered[start:end] |= counts


def _phrase(run: Run, left: Prepared, right: Normalized, settings: Settings) -> Finding:
    """A run that is not evidence enough: a phrase that a text of the corpus has too."""
    block = block_of(Piece(run.left, run.left + run.length, run.right, run.right + run.length), left.normalized, right)
    known = set_phrases.common_part(left, run.left, run.left + run.length, settings.character_bits)
    evidence = evidence_of(0.0, known, len(left.normalized), len(right))
    return Finding(
        Match("", block.left, block.right, (block,)), Kind.IDENTICAL, frozenset({Flag.BOILERPLATE}), evidence
    )


def _reported(
    document: Document, sources: Sequence[Source], findings: Sequence[Finding], settings: Settings, capped: bool
) -> Report:
    """The report with its sources in order: the same text first, then by what is more than phrases, then by all."""
    by_id = {source.document.id: source for source in sources}
    ordered = tuple(sorted(findings, key=place))
    report = Report(document, {id: source.document for id, source in by_id.items()}, ordered, (), settings)
    telling = {f.match.source for f in findings if Flag.BOILERPLATE not in f.flags}

    def rank(id: str) -> tuple[bool, int, int, str, str]:
        source = by_id[id].document
        told = report.share_of(id, without={Flag.BOILERPLATE}).part if id in telling else 0
        return source.text != document.text, -told, -report.share_of(id).part, source.name, id

    order = sorted(by_id, key=rank)
    told = [by_id[id].document for id in order if id in telling]
    remarks = notes.against(document, told, settings, capped=capped)
    return replace(
        report,
        sources={id: by_id[id].document for id in order},
        copies={id: by_id[id].copies for id in order if by_id[id].copies},
        notes=remarks,
    )


SOURCES: Final = 50
"""Texts that a check compares in full: a second's work. What more there are is said."""

LIKELY: Final = 30.0
"""Bits from which a text is compared in full: somewhat less than a run by itself needs to be shown
(``settings.evidence``), because fingerprints do not see everything that an alignment sees."""

POSSIBLE: Final = 14.0
"""Bits from which a text is compared if hardly any is likely: words replaced throughout leave no more."""

FEW: Final = 6
"""Texts that are compared in any case, if they are possible at all: thirty milliseconds' work."""

OTHERS: Final = 10
SHOWN: Final = 100
"""How many settings that are unknown here are told, and so many characters of each: anybody may have written them."""


@dataclass(frozen=True)
class Barred:
    """What may not be a source: records, texts of which no other record is left, and how many have no date."""

    ids: frozenset[str]
    records: int
    """How many of the ids are records."""
    texts: set[int]
    undated: int


class Picked:
    """The texts that a check looks at, taken from the catalogue when their turn comes."""

    def __init__(self, catalogue: Catalogue, barred: Barred, found: Candidates) -> None:
        self._catalogue, self._barred = catalogue, barred
        self._runs = found.runs
        likely = worth_comparing(found.ranked)
        measures = catalogue.measures([c.text for c in likely])
        likely.sort(key=lambda c: (-c.total, -c.best, measures[c.text]))
        self._likely = likely[:SOURCES]
        self.left = len(likely) - len(self._likely)
        self._taken: set[int] = set()

    def likely(self, on_progress: Callable[[int, int], None] | None) -> Iterator[Source]:
        for done, candidate in enumerate(self._likely):
            if on_progress:
                on_progress(done, len(self._likely))
            self._taken.add(candidate.text)
            yield self._sources([candidate.text])[0]

    def others(self, covered: Mask) -> Iterator[list[tuple[Source, list[Run]]]]:
        """Texts for the runs that are not covered yet: as few runs as will do, from as few texts."""
        runs = self._runs
        fresh = ~np.isin(runs.text, np.array(sorted(self._taken), dtype=np.int64))
        breadth = 1
        while True:
            before = np.concatenate(([0], np.cumsum(~covered)))
            fresh &= before[runs.end] > before[runs.left]
            some = np.flatnonzero(fresh)
            groups = _covering(runs.left[some], runs.end[some], covered)
            if not groups:
                return
            chosen = self._chosen([some[group] for group in groups], breadth)
            places = []
            for number in chosen:
                at = np.array(chosen[number], dtype=np.int64)
                fresh[at] = False
                columns = (runs.left[at].tolist(), runs.right[at].tolist(), (runs.end[at] - runs.left[at]).tolist())
                places.append([Run(*each) for each in zip(*columns, strict=True)])
            yield list(zip(self._sources(list(chosen)), places, strict=True))
            # what is left after the first time are mostly runs that only seem long enough: more at once
            breadth *= 4

    def _chosen(self, groups: Sequence[Ints], breadth: int) -> dict[int, list[int]]:
        """Of each group of runs the ``breadth`` that reach farthest, by text; of two that reach as far, the one whose
        text has more of them, then the one in the shorter text."""
        text, end = self._runs.text, self._runs.end
        numbers, counts = np.unique(np.concatenate([text[group] for group in groups]), return_counts=True)
        known = self._catalogue.measures(numbers.tolist())
        rank = {n: (-count, *known[n]) for n, count in zip(numbers.tolist(), counts.tolist(), strict=True)}
        chosen: dict[int, list[int]] = {}
        for group in groups:
            for at in sorted(group.tolist(), key=lambda at: (-end[at], rank[int(text[at])], at))[:breadth]:
                runs = chosen.setdefault(int(text[at]), [])
                if at not in runs:
                    runs.append(at)
        return dict(sorted(chosen.items(), key=lambda item: rank[item[0]]))

    def _sources(self, numbers: Sequence[int]) -> list[Source]:
        """Texts with their records: the earliest first, as far as their dates are known."""
        by_text: dict[int, list[Row]] = {}
        for row in self._catalogue.records_of(numbers):
            if row.id not in self._barred.ids:
                by_text.setdefault(row.text, []).append(row)
        contents = self._catalogue.contents(numbers)
        result = []
        for number in numbers:
            rows = sorted(by_text[number], key=lambda row: (row.metadata.get("date", "9999"), row.name, row.id))
            first, *rest = [as_document(row, contents[number], self._catalogue) for row in rows]
            result.append(Source(first, tuple(rest)))
        return result


def worth_comparing(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The likely texts; if they are few, the most promising of the possible ones as well: by whatever channel, and by
    what they share to the character, which is less and tells more."""
    likely = [c for c in ranked if c.best >= LIKELY]
    rest = _filled(len(likely), {c: c.best for c in ranked if POSSIBLE <= c.best < LIKELY})
    copied = sum(c.copied >= LIKELY for c in likely)
    rest |= _filled(copied, {c: c.copied for c in ranked if POSSIBLE <= c.copied < LIKELY and c.best < LIKELY})
    return likely + [c for c in ranked if c in rest]


def _filled(there: int, possible: Mapping[Candidate, float]) -> set[Candidate]:
    """As many of the most promising as are wanted beside those that are ``there``, and all that are as promising as the
    last of them: no choice may hang on when they came."""
    room = FEW - there
    if room <= 0 or not possible:
        return set()
    least = sorted(possible.values(), reverse=True)[:room][-1]
    return {candidate for candidate, bits in possible.items() if bits >= least}


def _covering(left: Ints, end: Ints, covered: Mask) -> list[Ints]:
    """Groups of intervals that hold the same missing character; the farthest of each group cover, from left to right,
    whatever can be covered."""
    groups = []
    gaps = np.flatnonzero(~covered)
    reached = 0
    while len(gaps) and reached <= gaps[-1]:
        missing = int(gaps[np.searchsorted(gaps, reached)])
        holding = np.flatnonzero((left <= missing) & (end > missing))
        if len(holding):
            groups.append(holding)
            reached = int(end[holding].max())
        else:
            further = left[left > missing]
            if not len(further):
                break
            reached = int(further.min())
    return groups
