"""SPINE 3: what do the documents of a collection have from each other? ``simcheck.cross`` from top to bottom.

Documents become a corpus (a temporary one, if they are no corpus yet). Its postings tell which pairs share how much
(``pairs``); those that are worth it are compared in full (``aligned``), the others told from their runs alone. Then
what recurs is told once (``passages``), and what belongs together (``groups``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
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
from simcheck.comparison import background, document_of, public_of
from simcheck.corpus.addition import Progress, add
from simcheck.corpus.inputs import handed_over
from simcheck.crossing import aligned, pairs
from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.crossing import AT, Crossing
from simcheck.crossing.names import named
from simcheck.crossing.pairing import Maker
from simcheck.crossing.parts import FOLDER, Parts
from simcheck.crossing.standings import told
from simcheck.errors import CannotWrite, InvalidSettings, UnknownRecord
from simcheck.files import refusal
from simcheck.index.features import Keys, fingerprints
from simcheck.metadata.guess import metadata_of
from simcheck.model import Document
from simcheck.report.counting import Share
from simcheck.settings import Settings
from simcheck.store.catalogue import Catalogue
from simcheck.store.snapshot import as_document
from simcheck.store.store import Store
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import normalize
from simcheck.text.public import Public

OnProgress = Callable[[str, int, int], None]
"""Told what is done ("index", "pairs", "align", "passages"), how much of it, and of how much."""

DENSE: Final = 40
"""Characters in one place that are no phrase, from which a pair is compared in full: what a passage must have to be
worth a word (``report.spread.LEAST``) ..."""

DENSER: Final = 60
"""... and where that would be more than ``WORK``: two sentences. Of 3,475 statutes 1,995 pairs have so many, 3,461 have
40."""

WORK: Final = 20_000_000
"""Characters of both texts of all pairs that are compared in full whatever they share: two minutes' work of two
processors."""

KEPT: Final = 0.05
"""The share of the smaller document from which a pair is told though it is not compared in full: from its runs."""


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

    ``at`` (0–1) is the share of the smaller of two documents from which they are of one group, set phrases and what
    most documents hold aside; above a half, as ``contents.AT`` says, it asks for documents that are nearly one. What
    ``templates`` gave counts in no share, what stands in ``public`` texts is flagged. ``own`` names documents (by id)
    that are all of one author. ``jobs`` is the number of processes, as many as there are processors if nothing is said;
    the result is the same for every number. ``resume`` is a folder in which is kept what is done: a second call with
    the same arguments goes on there after an interruption, and nothing is left in it when all is done. Raises
    ``InvalidSettings`` for ``at`` outside of 0–1, ``CannotWrite`` for a folder that cannot be written to.
    """
    if isinstance(documents, str):
        raise TypeError("documents must be a sequence of documents, not one text")
    _refuse(at)
    every = _by_id(documents)
    with _folder(resume) as place:
        folder = place / "corpus"
        os.makedirs(folder, exist_ok=True)
        Store.create(folder)
        store = Store(folder)
        try:
            adding = partial(_added, on_progress) if on_progress else None
            add(
                store,
                map(handed_over, every.values()),
                (len(every), sum(len(d.text) for d in every.values())),
                on_progress=adding,
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
                parts=None if resume is None else place / FOLDER,
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
    crossing = crossed(
        store,
        None,
        at=at,
        templates=templates,
        settings=settings,
        public=public,
        own=own,
        jobs=jobs,
        parts=store.home / FOLDER if resume is None else Path(resume) / _PLACE / FOLDER,
        new=new,
        on_progress=on_progress,
    )
    # of all that are there nothing is left that was not compared
    some = [] if new is None else [id for id in crossing.documents if id in set(new)]
    return replace(crossing, new=tuple(some)) if len(some) < len(crossing.documents) else crossing


def _refuse(at: float) -> None:
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at <= 1:
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


_PLACE: Final = ".simcheck-crossing"
"""What is kept in a folder of the user's, and nothing else there, is in one of this name."""


@contextlib.contextmanager
def _folder(resume: str | os.PathLike[str] | None) -> Iterator[Path]:
    """Where the documents become a corpus, and what is done is kept; gone when all is done."""
    if resume is None:
        with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
            yield Path(folder)
        return
    place = Path(resume) / _PLACE
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(resume), refusal.writing(error)) from error
    if os.path.islink(place):
        raise CannotWrite(str(place), "link")
    yield place
    shutil.rmtree(place, ignore_errors=True)


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
        if not ids:
            return Crossing({}, (), (), (), {}, at, tuple(form.name for form in forms), (), settings)
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
        dense = _worth_comparing(found, stream)
        same = _same(found, shelf, catalogue)
        wanted = list(zip(shelf.numbers[dense.a].tolist(), shelf.numbers[dense.b].tolist(), strict=True))
        wanted += [
            (n, n)
            for n, some in of_text.items()
            if len(some) > 1 and lengths[n] and (new is None or any(id in new for id in some))
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
        documents = {each.id: each for each in named(documents.values())}
        maker = Maker(documents, of_text, own, None if new is None else frozenset(new))
        for (a, b), result in results.items():
            maker.add(a, b, result, is_same=a == b or (a, b) in same)
        for a, b, left, right in zip(
            *(column.tolist() for column in (shelf.numbers[found.a], shelf.numbers[found.b], found.left, found.right)),
            strict=True,
        ):
            if (a, b) not in results and max(left / lengths[a], right / lengths[b]) >= KEPT:
                maker.add(a, b, _from_runs(left, right, lengths[a], lengths[b]))
        crossing = Crossing(
            documents,
            *told(maker, at, comparer, step("passages")),
            at,
            tuple(form.name for form in forms),
            (),
            settings,
            maker.same(),
        )
    kept.forget()
    return crossing


def _worth_comparing(found: pairs.Shared, stream: pairs.Stream) -> pairs.Shared:
    """The pairs that are compared in full."""
    chained = pairs.among(found, stream.chained)
    dense = found.only(chained | (found.densest >= DENSE))
    work = int((stream.shelf.lengths[dense.a] + stream.shelf.lengths[dense.b]).sum())
    return dense if work <= WORK else found.only(chained | (found.densest >= DENSER))


def _same(found: pairs.Shared, shelf: pairs.Shelf, catalogue: Catalogue) -> set[tuple[int, int]]:
    """The pairs of texts of which all that is compared is the same: they differ in white space or punctuation."""
    alike = shelf.lengths[found.a] == shelf.lengths[found.b]
    some = list(zip(shelf.numbers[found.a[alike]].tolist(), shelf.numbers[found.b[alike]].tolist(), strict=True))
    digests = {}
    for number in sorted({number for pair in some for number in pair}):
        text = normalize(catalogue.contents([number])[number])
        digests[number] = blake2b(text.codes.tobytes(), digest_size=16).digest()
    return {(a, b) for a, b in some if digests[a] == digests[b]}


def _keys(document: Document) -> Keys:
    return fingerprints(normalize(document.text), np.zeros(1, dtype=np.int64)).postings.keys


def _from_runs(left: int, right: int, a: int, b: int) -> Compared:
    """What runs alone tell of two texts of ``a`` and ``b`` characters."""
    full = Share(min(left, a), a, min(left, a)), Share(min(right, b), b, min(right, b))
    nothing = Share(0, a, 0), Share(0, b, 0)
    return Compared((), *full, *nothing, *nothing)


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
