"""SPINE 3: what do the documents of a collection have from each other? ``simcheck.cross`` from top to bottom.

Documents become a corpus (a temporary one, if they are no corpus yet). Its postings tell which pairs share how much
(``pairs``); those that are worth it are compared in full (``aligned``), the others told from their runs alone. Then
what recurs is told once (``passages``), and what belongs together (``groups``).
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np

from simcheck._version import __version__
from simcheck.comparison import background, document_of, exchanged, of, place, public_of
from simcheck.corpus.addition import Progress, add
from simcheck.corpus.inputs import handed_over
from simcheck.crossing import aligned, pairs
from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.crossing import AT, Crossing, Likeness, Pair, Standing
from simcheck.crossing.groups import groups
from simcheck.crossing.parts import FOLDER, Parts
from simcheck.crossing.passages import View, together, views
from simcheck.errors import InvalidSettings, UnknownRecord
from simcheck.findings.authorship import Author, Ground
from simcheck.index.features import Keys, fingerprints
from simcheck.metadata.guess import metadata_of
from simcheck.model import Document, Flag, Grade, Span
from simcheck.report.counting import Share, Side
from simcheck.settings import Settings
from simcheck.store.snapshot import as_document
from simcheck.store.store import Store
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask, normalize
from simcheck.text.public import Public

OnProgress = Callable[[str, int, int], None]
"""Told what is done ("index", "pairs", "align", "passages"), how much of it, and of how much."""

DENSE: Final = 40
"""Characters in one place that are no phrase, from which a pair is compared in full: what a passage must have to be
worth a word (``report.spread.LEAST``)."""

KEPT: Final = 0.05
"""The share of the smaller document from which a pair is told though it is not compared in full: from its runs."""

NEAR: Final = 0.9
"""The share of both documents from which they are nearly the same."""


def cross(
    documents: Sequence[Document | str],
    *,
    at: float = AT,
    templates: Sequence[Document | str] = (),
    settings: Settings = Settings(),
    public: Public | Sequence[Document | str] | None = None,
    own: Collection[str] = (),
    jobs: int | None = None,
    resume: str | os.PathLike[str] | None = None,
    on_progress: OnProgress | None = None,
) -> Crossing:
    """What ``documents`` have from each other; a string is the text of one called by its number.

    ``at`` (0–1) is the share of the smaller of two documents from which they are of one group. What ``templates`` gave
    counts in no share, what stands in ``public`` texts is flagged. ``own`` names documents (by id) that are all of one
    author. ``jobs`` is the number of processes, as many as there are processors if nothing is said; the result is the
    same for every number. ``resume`` is a folder in which is kept what is done: a second call with the same arguments
    goes on there after an interruption, and nothing is left in it when all is done. Raises ``InvalidSettings`` for
    ``at`` outside of 0–1.
    """
    _refuse(at)
    every = _by_id(documents)
    with _folder(resume) as folder:
        Store.create(folder)
        store = Store(folder)
        try:
            told = partial(_added, on_progress) if on_progress else None
            add(
                store,
                map(handed_over, every.values()),
                (len(every), sum(len(d.text) for d in every.values())),
                on_progress=told,
            )
            crossing = crossed(
                store,
                every,
                at=at,
                templates=templates,
                settings=settings,
                public=public_of(public or ()),
                own=own,
                jobs=jobs,
                parts=Path(resume) if resume is not None else None,
                on_progress=on_progress,
            )
        finally:
            store.close()
    return crossing


def cross_corpus(
    store: Store,
    *,
    at: float | None,
    new: Collection[str] | None,
    templates: Sequence[Document | str],
    settings: Settings,
    public: Public,
    own: Collection[str],
    jobs: int | None,
    resume: str | os.PathLike[str] | None,
    on_progress: OnProgress | None,
) -> Crossing:
    """What the records of a corpus have from each other, which ``Corpus.cross`` explains."""
    at = AT if at is None else at
    _refuse(at)
    store.refuse_other_settings()
    for id in new or ():
        if store.catalogue.record(id) is None:
            raise UnknownRecord(str(store.folder), id)
    return crossed(
        store,
        None,
        at=at,
        templates=templates,
        settings=settings,
        public=public,
        own=own,
        jobs=jobs,
        parts=Path(resume) if resume is not None else store.home / FOLDER,
        new=new,
        on_progress=on_progress,
    )


def _refuse(at: float) -> None:
    if not 0 < at <= 1:
        raise InvalidSettings("at", at, "range-0-1")


def _by_id(documents: Sequence[Document | str]) -> dict[str, Document]:
    """The documents by id. One file handed in twice is two documents: the later one has a number behind its id."""
    every: dict[str, Document] = {}
    for number, given in enumerate(documents, 1):
        document = document_of(given, f"{number}")
        id, times = document.id, 1
        while id in every:
            times += 1
            id = f"{document.id}-{times}"
        every[id] = replace(document, id=id)
    return every


@contextlib.contextmanager
def _folder(resume: str | os.PathLike[str] | None) -> Iterator[Path]:
    """Where the documents become a corpus."""
    if resume is None:
        with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
            yield Path(folder)
        return
    os.makedirs(resume, exist_ok=True)
    yield Path(resume)


def _added(on_progress: OnProgress, progress: Progress) -> None:
    on_progress("index", progress.documents, progress.of_documents)


def crossed(
    store: Store,
    given: Mapping[str, Document] | None,
    *,
    at: float,
    templates: Sequence[Document | str],
    settings: Settings,
    public: Public,
    own: Collection[str],
    jobs: int | None,
    parts: Path | None,
    new: Collection[str] | None = None,
    on_progress: OnProgress | None = None,
) -> Crossing:
    """What the records of a store have from each other, only those that are ``given`` if any are, which have its ids;
    if some are ``new``, what they have from each other and from the rest."""

    def step(name: str) -> Callable[[int, int], None] | None:
        return partial(on_progress, name) if on_progress else None

    forms = [document_of(each, f"template {number}") for number, each in enumerate(templates, 1)]
    with store.reading() as snapshot:
        catalogue = store.catalogue
        rows = {row.id: row for row in catalogue.records() if given is None or row.id in given}
        ids = list(rows) if given is None else [id for id in given if id in rows]
        of_text: dict[int, list[str]] = defaultdict(list)
        for id in ids:
            of_text[rows[id].text].append(id)
        numbers = np.array(sorted(of_text), dtype=np.int64)

        barred = distinct(np.concatenate([np.zeros(0, dtype=np.uint32), *map(_keys, forms)]))
        stream = pairs.streamed(snapshot.segments, numbers, barred, background(settings), step("pairs"))
        shelf, frequent = stream.shelf, stream.frequent
        joined = pairs.worth_a_look(stream.joined, shelf)
        if new is not None:
            fresh = np.array([any(id in new for id in of_text[n]) for n in shelf.numbers.tolist()], dtype=np.bool_)
            joined = joined.only(fresh[joined.a] | fresh[joined.b])
        found = pairs.shared(joined, shelf, stream.usual, settings.min_length, step("pairs"))

        lengths = dict(zip(shelf.numbers.tolist(), shelf.lengths.tolist(), strict=True))
        dense = found.only((found.densest >= DENSE) | pairs.among(found, stream.chained))
        wanted = list(zip(shelf.numbers[dense.a].tolist(), shelf.numbers[dense.b].tolist(), strict=True))
        wanted += [
            (n, n)
            for n, some in of_text.items()
            if len(some) > 1 and (new is None or not new or any(id in new for id in some))
        ]
        parcels = aligned.parcelled(aligned.in_order(wanted), lengths)
        comparer = Comparer(settings, frequent, len(numbers), forms, public)
        kept = Parts(parts, _digest(parcels, catalogue.measures(numbers.tolist()), comparer))
        results = aligned.results(
            parcels, comparer, catalogue.contents, kept, lengths, jobs or aligned.JOBS, step("align")
        )

        contents = catalogue.contents(numbers.tolist())
        documents = {}
        for id in ids:
            document = as_document(rows[id], contents[rows[id].text], catalogue)
            if given is not None:
                document = replace(given[id], metadata=given[id].metadata or document.metadata)
            if not document.metadata:
                document = replace(document, metadata=metadata_of(document))
            documents[id] = document
        maker = _Maker(documents, of_text, own, None if new is None else frozenset(new))
        for (a, b), result in results.items():
            maker.add(a, b, result)
        for a, b, left, right in zip(
            *(column.tolist() for column in (shelf.numbers[found.a], shelf.numbers[found.b], found.left, found.right)),
            strict=True,
        ):
            if (a, b) not in results and max(left / lengths[a], right / lengths[b]) >= KEPT:
                maker.add(a, b, _from_runs(left, right, lengths[a], lengths[b]))
        crossing = _told(maker, at, comparer, settings, step("passages"))
    kept.forget()
    return crossing


def _keys(document: Document) -> Keys:
    return fingerprints(normalize(document.text), np.zeros(1, dtype=np.int64)).postings.keys


def _from_runs(left: int, right: int, a: int, b: int) -> Compared:
    nothing = 0
    return Compared(
        (),
        Share(min(left, a), a, min(left, a)),
        Share(min(right, b), b, min(right, b)),
        Share(nothing, a, nothing),
        Share(nothing, b, nothing),
    )


def _digest(
    parcels: Sequence[Sequence[tuple[int, int]]], measures: Mapping[int, tuple[int, bytes]], comparer: Comparer
) -> str:
    """What stands for all that the results hang on."""
    total = blake2b(f"{__version__} {sorted(comparer.settings.to_dict().items())}".encode(), digest_size=10)
    for number, measure in sorted(measures.items()):
        total.update(f"{number} {measure}".encode())
    total.update(repr(parcels).encode() + comparer.frequent.key.tobytes() + comparer.frequent.contexts.tobytes())
    for template in comparer.templates:
        total.update(repr((template.name, template.text)).encode("utf-8", "surrogatepass"))
    for part in comparer.public.parts():
        total.update(repr(part.texts).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


class _Maker:
    """Makes pairs of documents of what their texts share."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        of_text: Mapping[int, Sequence[str]],
        own: Collection[str],
        new: frozenset[str] | None,
    ) -> None:
        self.documents, self._of_text, self._own, self._new = documents, of_text, own, new
        self._order = {id: number for number, id in enumerate(documents)}
        self._authors: dict[str, Author] = {}
        self.pairs: list[Pair] = []

    def add(self, a: int, b: int, found: Compared) -> None:
        """What two texts share, or one text with itself, for the records that have them."""
        if not found.a_share.part and not found.b_share.part:
            return
        turned = Compared(
            tuple(sorted(map(exchanged, found.findings), key=place)),
            found.b_share, found.a_share, found.b_upper, found.a_upper,
        )  # fmt: skip
        for one, other in _combined(self._of_text[a], self._of_text[b], is_same=a == b):
            if self._new is not None and not self._new & {one, other}:
                continue
            if self._order[one] < self._order[other]:
                self.pairs.append(self._pair(one, other, found, is_same=a == b))
            else:
                self.pairs.append(self._pair(other, one, turned, is_same=a == b))

    def _pair(self, a: str, b: str, found: Compared, *, is_same: bool) -> Pair:
        ground = self._ground(a, b)
        more = frozenset({Flag.OWN}) if ground else frozenset()
        findings = tuple(replace(of(finding, b), flags=finding.flags | more) for finding in found.findings)
        shares = found.a_share, found.b_share, found.a_upper, found.b_upper
        return Pair(
            a,
            b,
            *shares,
            findings,
            self._likeness(a, b, found, is_same=is_same),
            ground and f"own-{ground.field}" or "",
        )

    def _likeness(self, a: str, b: str, found: Compared, *, is_same: bool) -> Likeness | None:
        if is_same:
            files = [self.documents[id].file for id in (a, b)]
            first, second = files
            return Likeness.SAME_FILE if first and second and first.sha256 == second.sha256 else Likeness.SAME_TEXT
        return Likeness.NEAR if min(found.a_share.ratio, found.b_share.ratio) >= NEAR else None

    def _ground(self, a: str, b: str) -> Ground | None:
        if a in self._own and b in self._own:
            return Ground("said")
        second = self.documents[b]
        return self._author(a).ground(second, self._author(b).seen, ())

    def _author(self, id: str) -> Author:
        if id not in self._authors:
            self._authors[id] = Author(self.documents[id])
        return self._authors[id]


def _combined(some: Sequence[str], others: Sequence[str], *, is_same: bool) -> list[tuple[str, str]]:
    """The pairs of the records of two texts; of very many, each with the first of the other text."""
    if is_same:
        if len(some) > pairs.CAP:
            return list(zip(some, some[1:], strict=False))
        return [(one, other) for n, one in enumerate(some) for other in some[n + 1 :]]
    if len(some) * len(others) > pairs.CAP:
        return [(some[0], other) for other in others] + [(one, others[0]) for one in some[1:]]
    return [(one, other) for one in some for other in others]


def _told(
    maker: _Maker, at: float, comparer: Comparer, settings: Settings, on_progress: Callable[[int, int], None] | None
) -> Crossing:
    documents = maker.documents
    order = {id: number for number, id in enumerate(documents)}
    every = sorted(maker.pairs, key=lambda p: (-p.ratio, -max(p.a_share.part, p.b_share.part), order[p.a], order[p.b]))
    sides: dict[str, list[Pair]] = defaultdict(list)
    for pair in every:
        sides[pair.a].append(pair)
        sides[pair.b].append(_turned(pair))
    seen: list[View] = []
    for done, (id, document) in enumerate(documents.items()):
        if on_progress:
            on_progress(done, len(documents))
        seen += views(document, [pair for pair in sides[id] if pair.findings and not pair.own], documents)
    passages = together(seen, documents)
    common: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        if passage.is_common:
            for holding in passage.holders:
                common[holding.document].append(holding.span)
    links = [(pair.a, pair.b) for pair in every if not pair.own and _is_link(pair, at, documents, common)]
    standings = {id: _standing(document, sides[id], common[id], comparer) for id, document in documents.items()}
    return Crossing(
        documents,
        tuple(every),
        groups(links, passages, documents),
        passages,
        standings,
        at,
        tuple(template.name for template in comparer.templates),
        (),
        settings,
        _same(maker),
    )


def _turned(pair: Pair) -> Pair:
    """A pair seen from its other side."""
    findings = tuple(sorted((of(exchanged(finding), pair.a) for finding in pair.findings), key=place))
    return Pair(
        pair.b, pair.a, pair.b_share, pair.a_share, pair.b_upper, pair.a_upper, findings, pair.likeness, pair.own
    )


def _same(maker: _Maker) -> tuple[tuple[str, ...], ...]:
    sets = [tuple(ids) for ids in maker._of_text.values() if len(ids) > 1]
    return tuple(sorted(sets, key=lambda ids: (-len(ids), maker._order[ids[0]])))


def _is_link(pair: Pair, at: float, documents: Mapping[str, Document], common: Mapping[str, Sequence[Span]]) -> bool:
    """Whether a pair links its documents: by what it shares that not most documents have."""
    if pair.ratio < at:
        return False
    if not common.get(pair.a) and not common.get(pair.b):
        return True
    for seen in (pair, _turned(pair)):
        side = Side(documents[seen.a].text, seen.findings, left=True)
        counted, _, whole = side.masks(seen.findings)
        rest = ~_mask(common.get(seen.a, ()), len(counted))
        if (whole & rest).sum() and (counted & rest).sum() / (whole & rest).sum() >= at:
            return True
    return False


def _mask(spans: Sequence[Span], length: int) -> Mask:
    mask = np.zeros(length, dtype=np.bool_)
    for span in spans:
        mask[span.start : span.end] = True
    return mask


def _standing(document: Document, seen: Sequence[Pair], common: Sequence[Span], comparer: Comparer) -> Standing:
    """A document among the others; those of the same author aside."""
    others = [pair for pair in seen if not pair.own]
    findings = [finding for pair in others for finding in pair.findings]
    side = Side(document.text, findings, left=True)
    given = _mask(comparer.templated(document.text) if comparer.templates else (), len(side.counts))
    templated = int((given & side.counts).sum())
    counted, passage, whole = side.masks(findings)
    counted, passage, whole = counted & ~given, passage & ~given, whole & ~given
    upper = [finding for finding in findings if finding.grade is Grade.HIGH]
    high, high_passage, _ = side.masks(upper)
    high, high_passage = high & whole, high_passage & whole
    largest = max(others, key=lambda pair: pair.a_share.part, default=None)
    total = int(whole.sum())
    share = Share(int(counted.sum()), total, int(passage.sum()))
    # what was told from runs alone has no places
    alone = max((pair.a_share.part for pair in others if not pair.findings), default=0)
    if alone > share.part:
        share = Share(min(alone, total), total, min(alone, total))
    return Standing(
        share,
        Share(int(high.sum()), total, int(high_passage.sum())),
        templated,
        int((_mask(common, len(side.counts)) & side.counts).sum()),
        largest.b if largest and largest.a_share.part else None,
    )
