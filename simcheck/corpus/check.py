"""SPINE 2: what of a text also stands in the texts of a corpus? ``Corpus.check`` from top to bottom.

The index names the texts that may share something (candidates); the likeliest are compared in full; of the others the
runs of the guarantee are shown that nothing covers yet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.prepare import Bits, Prepared, reweighed
from simcheck.align.sentences import weigh
from simcheck.comparison import background, marks_of, of, place, prepared, prepared_all, shared, with_public
from simcheck.corpus import phrase_list
from simcheck.corpus.remaining import Coverage, PhrasesOnly, Remaining, phrases
from simcheck.entities import written
from simcheck.entities.dates import first_day
from simcheck.errors import UnknownRecord
from simcheck.findings import formulas, notes, set_phrases
from simcheck.findings.interpret import explained
from simcheck.index.candidates import Ranked, candidates
from simcheck.index.query import WordWeights, query_of
from simcheck.metadata.file_names import stem_of
from simcheck.metadata.sidecar import given
from simcheck.metadata.years import is_yearly
from simcheck.model import APART, Document, Finding, Mark, Note
from simcheck.report.report import Report
from simcheck.settings import Frequencies, Settings
from simcheck.store.catalogue import Catalogue
from simcheck.store.rows import Row
from simcheck.store.snapshot import as_document
from simcheck.store.store import Store
from simcheck.text.normalize import Mask, Positions, normalize_all
from simcheck.text.overlaid import overlaid
from simcheck.text.public import Public

SOURCES: Final = 50
"""Texts that a check compares in full: a second's work. What more there are is said."""

LIKELY: Final = 30.0
"""Bits from which a text is compared in full: somewhat less than a run by itself needs to be shown
(``settings.evidence``), because fingerprints do not see everything that an alignment sees."""

POSSIBLE: Final = 14.0
"""Bits from which a text is compared if hardly any is likely: words replaced throughout leave no more."""

FEW: Final = 6
"""Texts that are compared in any case, if they are possible at all: thirty milliseconds' work."""


def find_reuse(
    store: Store,
    document: Document,
    settings: Settings,
    *,
    before: str | None,
    exclude: Collection[str],
    own: Collection[str],
    templates: Sequence[Document | str],
    public: Public,
    on_progress: Callable[[int, int], None] | None,
) -> Report:
    """The report of ``Corpus.check``, which says what the arguments are."""
    store.refuse_other_settings()
    with store.reading() as snapshot:
        catalogue = store.catalogue
        document = replace(document, metadata=_known(document, catalogue))
        barred = _barred(store, document.id, before, exclude)

        text = prepared(document, settings)
        asked = query_of(text.normalized, WordWeights(*word_weights(text, settings)), store.sketching())
        unwanted = barred.texts | snapshot.removed
        found = candidates(
            asked,
            snapshot.segments,
            unwanted,
            snapshot.texts,
            catalogue,
            likely=LIKELY,
            min_length=settings.min_length,
        )
        said = phrase_list.read(store.home)
        text, frequencies = on_top(text, found.contexts, found.neighbours, settings, said.added, said.struck)
        text, named = with_public(text, public, settings)

        reuse = _Reuse(document, text, settings)
        likely = likeliest(found.ranked, catalogue)
        compared = likely[:SOURCES]
        aligned: list[int] = []
        phrases_only = PhrasesOnly(found, text, settings)
        parts = _in_parts(catalogue, compared, barred)
        for done, (number, source, other) in enumerate(_made_ready(parts, text, phrases_only, settings, frequencies)):
            if on_progress:
                on_progress(done, len(compared))
            if other is None:
                reuse.add(source, phrases_only.of(number, source.document))
                continue
            findings, is_capped = shared(text, other, settings, reuse.coverage.has_all)
            reuse.add(source, findings, is_capped=is_capped, is_same=other is text)
            aligned.append(number)

        # of what very many texts have only some are looked at before; all of them where nothing was found
        for runs_of, seen in ((lambda gaps: found.runs, compared), (found.runs_near, aligned)):
            remaining = Remaining(runs_of(reuse.coverage.gaps()), seen, catalogue)
            while claims := remaining.covering(reuse.coverage):
                sources = _sources(catalogue, list(claims), barred)
                texts = normalize_all([source.document.text for source in sources])
                for source, other_text, runs in zip(sources, texts, claims.values(), strict=True):
                    reuse.add(source, phrases(runs, text, other_text, settings))

        usual = []
        if frequencies is not None:
            struck = set_phrases.listed_phrases(text, said.struck)
            holders = partial(_holders, catalogue)
            usual = formulas.formulas(text.normalized, reuse.findings, found.wordings, holders, struck)
        report = reuse.report(usual)
        every = [*set_phrases.listed_phrases(text, said.added), *marks_of(document, text, templates, named, settings)]
        every += usual
        report = explained(report, every, own)
        remarks = (*_notes(document, catalogue, barred, len(likely) - len(compared)), *report.notes)
        searched = catalogue.counts()[0] - barred.records
        return replace(report, notes=remarks, searched=searched, public=len(public))


def _known(document: Document, catalogue: Catalogue) -> Mapping[str, str]:
    """What a corpus knows of the document where it has a record of this text, or what the caller says of it."""
    record = catalogue.record(document.id)
    if record is None:
        return document.metadata if "date_by" in document.metadata else given(document.metadata)
    is_same = not document.metadata and catalogue.content(record.text) == document.text
    return record.metadata if is_same else document.metadata


# Which records may be sources


@dataclass(frozen=True)
class _Barred:
    """What may not be a source: records, and texts of which no other record is left."""

    ids: frozenset[str]
    records: int
    """How many of the ids are records."""
    texts: set[int]
    undated: int = 0
    """Records of which nothing tells when they were written."""
    year_only: int = 0
    """Records that may be early enough, but of which only the year that they are about is known."""


def _barred(store: Store, own: str, before: str | None, exclude: Collection[str]) -> _Barred:
    """The records that may not be sources, and the texts that no other record has."""
    catalogue = store.catalogue
    for id in exclude:
        if catalogue.record(id) is None:
            raise UnknownRecord(str(store.folder), id)
    ids = {own, *exclude}
    undated = year_only = 0
    if before is not None:
        for row in catalogue.records():
            known = row.metadata
            if row.id not in ids and not written.before(
                known, before, yearly=is_yearly(known.get("title") or stem_of(row.name)[0])
            ):
                ids.add(row.id)
                first, last = written.written(known)
                undated += not first
                year_only += bool(first and not last and first < first_day(before))
    users: dict[int, list[str]] = {}
    for text, id in catalogue.users_of(ids):
        users.setdefault(text, []).append(id)
    texts = {text for text, holders in users.items() if ids.issuperset(holders)}
    records = sum(len(ids.intersection(holders)) for holders in users.values())
    return _Barred(frozenset(ids), records, texts, undated, year_only)


def _notes(document: Document, catalogue: Catalogue, barred: _Barred, not_compared: int) -> Iterator[Note]:
    record = catalogue.record(document.id)
    if record is not None:
        same = catalogue.content(record.text) == document.text
        facts = {"document": document.name, "record": record.id, "added": record.added[:10]}
        yield Note("own-record" if same else "own-version", None, facts)
    if barred.undated:
        yield Note("undated", None, {"count": barred.undated})
    if barred.year_only:
        yield Note("year-only", None, {"count": barred.year_only})
    if not_compared:
        yield Note("not-compared", None, {"count": not_compared, "limit": SOURCES})


# Which texts are compared


def likeliest(ranked: Ranked, catalogue: Catalogue) -> list[int]:
    """The texts worth comparing in full, by their numbers, the likeliest first; behind the ``SOURCES`` first of them in
    no order that means anything."""
    likely = worth_comparing(ranked)
    if not len(likely):
        return []
    likely = likely.only(np.lexsort((-likely.best, -likely.total)))
    # the catalogue is asked for those that may be among the first
    edge = min(SOURCES, len(likely)) - 1
    total, best = likely.total[edge], likely.best[edge]
    count = int(((likely.total > total) | ((likely.total == total) & (likely.best >= best))).sum())
    numbers: list[int] = likely.text.tolist()
    measures = catalogue.measures(numbers[:count])
    ranks = zip((-likely.total).tolist(), (-likely.best).tolist(), numbers[:count], strict=False)
    first = sorted((total, best, measures[number], number) for total, best, number in ranks)
    return [number for *_, number in first] + numbers[count:]


def worth_comparing(ranked: Ranked) -> Ranked:
    """The likely texts; if they are few, the most promising of the possible ones as well: by whatever channel, and by
    what they share to the character, which is less and tells more."""
    likely = ranked.best >= LIKELY
    unlikely = ~likely
    chosen = likely | _filled(int(likely.sum()), ranked.best, unlikely)
    copied = int((likely & (ranked.copied >= LIKELY)).sum())
    return ranked.only(chosen | _filled(copied, ranked.copied, unlikely & (ranked.copied < LIKELY)))


def _filled(there: int, bits: npt.NDArray[np.float64], some: Mask) -> Mask:
    """Of the possible among ``some`` as many of the most promising as are wanted beside those that are ``there``, and
    all that are as promising as the last of them: no choice may hang on when they came."""
    possible = some & (bits >= POSSIBLE)
    room = min(FEW - there, int(possible.sum()))
    if room <= 0:
        return np.zeros(len(bits), dtype=np.bool_)
    return np.asarray(possible & (bits >= np.sort(bits[possible])[-room]))


class Source(NamedTuple):
    """A text of a corpus: one of its records, and the others that have the very same text."""

    document: Document
    copies: tuple[Document, ...] = ()


def _sources(catalogue: Catalogue, numbers: Sequence[int], barred: _Barred) -> list[Source]:
    """Texts with their records: the earliest first, as far as their dates are known."""
    by_text: dict[int, list[Row]] = {}
    for row in catalogue.records_of(numbers):
        if row.id not in barred.ids:
            by_text.setdefault(row.text, []).append(row)
    contents = catalogue.contents(numbers)
    result = []
    for number in numbers:
        rows = by_text[number]
        if len(rows) > 1:
            rows.sort(key=_earliest)
        first, *rest = [as_document(row, contents[number], catalogue) for row in rows]
        result.append(Source(first, tuple(rest)))
    return result


class _Ready(NamedTuple):
    """A source (by the number of its text) made ready to be compared in full; None if it shares phrases alone."""

    number: int
    source: Source
    text: Prepared | None


def _in_parts(catalogue: Catalogue, numbers: Sequence[int], barred: _Barred) -> Iterator[dict[int, Source]]:
    """Sources by the numbers of their texts, not all of them at once."""
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        yield dict(zip(some, _sources(catalogue, some, barred), strict=True))


def _made_ready(
    parts: Iterable[Mapping[int, Source]],
    checked: Prepared,
    phrases_only: PhrasesOnly,
    settings: Settings,
    frequencies: Frequencies | None,
) -> Iterator[_Ready]:
    """The sources that are to be compared with a text, those that must be made ready together."""
    for sources in parts:
        texts = {number: source.document.text for number, source in sources.items()}
        same = {number for number, text in texts.items() if text == checked.normalized.text}
        whole = [n for n in texts if n not in same and not phrases_only.are_all_in(n, texts[n])]
        made = dict(zip(whole, prepared_all([texts[n] for n in whole], settings, frequencies), strict=True))
        for number, source in sources.items():
            yield _Ready(number, source, checked if number in same else made.get(number))


_AT_ONCE: Final = 16
"""Texts that are in memory while one of them is compared."""


def _holders(catalogue: Catalogue, numbers: Collection[int]) -> dict[int, int]:
    """By the number of a text a number of whoever wrote it: the texts of one unit have one, or else those whose titles
    differ in no more than figures: versions, and the reports of several years."""
    known: dict[str, int] = {}
    whose: dict[int, int] = {}
    for row in sorted(catalogue.records_of(numbers), key=lambda row: (row.text, row.id)):
        title = "".join(filter(str.isalpha, row.metadata.get("title") or stem_of(row.name)[0]))
        holder = row.metadata.get("unit") or (title if len(title) >= _TELLING else row.id)
        whose.setdefault(row.text, known.setdefault(holder, len(known)))
    return whose


_TELLING: Final = 4
"""Letters of a title that tell a document from others; 总结 1 and 总结 2 may be anybody's."""


def _earliest(row: Row) -> tuple[str, str, str, str]:
    """What puts the records of one text in order: what dates them before what they are only about."""
    first, last = written.written(row.metadata)
    return last or "9999", first or "9999", row.name, row.id


# How a text is weighed


def word_weights(text: Prepared, settings: Settings) -> tuple[Positions, Positions, Bits, Bits]:
    """The words of a text (n): where they start and end, their information and their cost, up to each (n + 1)."""
    weights, _ = weigh(text, text, settings)
    information = np.concatenate(([0.0], np.cumsum(weights.information)))
    return text.words.start, text.words.end, information, weights.costs


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


# What is found


class _Reuse:
    """What was found so far, source by source."""

    def __init__(self, document: Document, text: Prepared, settings: Settings) -> None:
        self._document, self._settings = document, settings
        self.coverage = Coverage(text.normalized)
        self.findings: list[Finding] = []
        self._sources: list[Source] = []
        self._is_capped = False

    def add(
        self, source: Source, findings: Sequence[Finding], *, is_capped: bool = False, is_same: bool = False
    ) -> None:
        """What a source shares; if all of that is counted apart, only what no other source covers. A source of the
        very same text covers everything, and must not keep from view what else there is."""
        if all(finding.flags & APART for finding in findings):
            findings = [finding for finding in findings if not self.coverage.has(finding)]
        if not findings:
            return
        self._is_capped |= is_capped
        self._sources.append(source)
        for finding in findings:
            self.findings.append(of(finding, source.document.id))
            if not is_same:
                self.coverage.add(finding)

    def report(self, usual: Sequence[Mark] = ()) -> Report:
        """The report with its sources in order: the same text first, then by what is not counted apart, then by
        all. ``usual`` are the formulas of the corpus."""
        by_id = {source.document.id: source for source in self._sources}
        documents = {id: source.document for id, source in by_id.items()}
        report = Report(self._document, documents, tuple(sorted(self.findings, key=place)), (), self._settings)
        report = formulas.flagged(report, usual)
        telling = {f.match.source for f in report.findings if not f.flags & APART}

        def rank(id: str) -> tuple[bool, int, int, str, str]:
            source = documents[id]
            more = report.share_of(id, without=APART).part if id in telling else 0
            return source.text != self._document.text, -more, -report.share_of(id).part, source.name, id

        order = sorted(by_id, key=rank)
        named = [documents[id] for id in order if id in telling]
        return replace(
            report,
            sources={id: documents[id] for id in order},
            copies={id: by_id[id].copies for id in order if by_id[id].copies},
            notes=notes.against(self._document, named, self._settings, capped=self._is_capped),
        )
