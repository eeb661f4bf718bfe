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
from typing import Final, NamedTuple

import numpy as np

from simcheck._version import __version__
from simcheck.comparison import background, document_of, public_of, several
from simcheck.corpus.addition import Progress, add
from simcheck.corpus.inputs import handed_over
from simcheck.crossing import aligned, overlap, pairs
from simcheck.crossing.choosing import barred_by, worth_comparing
from simcheck.crossing.columns import Scratch
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.crossing import AT, Crossing
from simcheck.crossing.parts import FOLDER, Parts
from simcheck.crossing.shelf import Shelf
from simcheck.crossing.whole import KEPT, Found, Runs, crossing_of
from simcheck.errors import CannotWrite, CorpusBusy, InvalidSettings, UnknownRecord
from simcheck.files import refusal
from simcheck.index.features import Keys
from simcheck.index.segment import Segment
from simcheck.model import Document
from simcheck.settings import Settings
from simcheck.store import lock
from simcheck.store.catalogue import Catalogue
from simcheck.store.snapshot import as_document
from simcheck.store.store import Store
from simcheck.text.fingerprint import Ints
from simcheck.text.public import Public

OnProgress = Callable[[str, int, int], None]
"""Told what is done ("index", "pairs", "align", "passages"), how much of it, and of how much."""


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
    ``InvalidSettings`` for ``at`` outside of 0–1, ``jobs`` below 1 and an id in ``own`` that no document has,
    ``CannotWrite`` for a folder that cannot be written to, ``TypeError`` for one text in the place of several.
    """
    refuse(at, jobs)
    every = by_id(several(documents, "documents"))
    several(templates, "templates")
    refuse_strangers(own, every)
    with _folder(resume) as place:
        folder = place / _CORPUS
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
    refuse(at, jobs)
    store.refuse_other_settings()
    if isinstance(own, str) or isinstance(new, str):
        raise TypeError("own and new must be sequences of ids, not one")
    for id in (*(new or ()), *own):
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


def refuse(at: float, jobs: int | None) -> None:
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at <= 1:
        raise InvalidSettings("at", at, "range-0-1")
    if jobs is not None and (isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1):
        raise InvalidSettings("jobs", jobs, "at-least-1")


def refuse_strangers(own: Collection[str], every: Mapping[str, Document]) -> None:
    if isinstance(own, str):
        raise TypeError("own must be a sequence of ids, not one")
    for id in own:
        if id not in every:
            raise InvalidSettings("own", id, "not-a-document")


def by_id(documents: Sequence[Document | str]) -> dict[str, Document]:
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

_CORPUS: Final = "corpus"


@contextlib.contextmanager
def _folder(resume: str | os.PathLike[str] | None) -> Iterator[Path]:
    """Where the documents become a corpus, and what is done is kept; gone when all is done. While another crossing is
    at work there it is elsewhere, and nothing is kept: the other takes the folder away when it is done."""
    with contextlib.ExitStack() as holding:
        place = None if resume is None else _held(Path(resume) / _PLACE, holding)
        if place is None:
            yield Path(holding.enter_context(tempfile.TemporaryDirectory(prefix="simcheck-")))
            return
        try:
            yield place
        except CannotWrite:
            # what takes most of a disk that may be full is made again in a moment
            shutil.rmtree(place / _CORPUS, ignore_errors=True)
            raise
        shutil.rmtree(place, ignore_errors=True)
    # elsewhere than on POSIX what is open stays; what another has opened since, too
    with contextlib.suppress(OSError):
        if os.name == "nt":
            os.unlink(place / lock.NAME)
            os.rmdir(place)


def _held(place: Path, holding: contextlib.ExitStack) -> Path | None:
    """The folder, which is ours until ``holding`` ends; None if another has it."""
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(place.parent), refusal.writing(error)) from error
    if os.path.islink(place):
        raise CannotWrite(str(place), "link")
    with contextlib.suppress(CorpusBusy):
        holding.enter_context(lock.writer(place, patience=0))
        # whoever had it may have taken it away just before
        return place if os.path.exists(place / lock.NAME) else None
    return None


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

    forms = [document_of(each, f"template {number}") for number, each in enumerate(several(templates, "templates"), 1)]
    with store.reading() as snapshot, Scratch(store.home) as scratch:
        catalogue = store.catalogue
        # what else is said of records is read when it is wanted
        text_of = {id: text for id, text in catalogue.texts_of_records() if given is None or id in given}
        ids = list(text_of) if given is None else [id for id in given if id in text_of]
        of_text: dict[int, list[str]] = defaultdict(list)
        for id in ids:
            of_text[text_of[id]].append(id)
        text_of.clear()
        if not ids:
            return Crossing({}, (), (), (), {}, at, tuple(form.name for form in forms), (), settings)
        measures = catalogue.measures(of_text)
        # by what they say, so that what neighbours are hangs on nothing else
        numbers = np.array(sorted(of_text, key=lambda number: measures[number][1]), dtype=np.int64)
        asked = None if new is None else {n for n, some in of_text.items() if any(id in new for id in some)}

        seen = _seen(snapshot.segments, numbers, asked, barred_by(forms), scratch, settings, step("pairs"))
        wanted = seen.chosen + [
            (n, n) for n, some in of_text.items() if len(some) > 1 and seen.lengths[n] and (asked is None or n in asked)
        ]
        parcels = aligned.parcelled(aligned.in_order(wanted), seen.lengths)
        comparer = Comparer(settings, seen.frequent, len(numbers), forms, public)
        kept = Parts(parts, _digest(parcels, measures, comparer))
        measures.clear()
        results, marks = aligned.results(
            parcels, comparer, catalogue.contents, kept, seen.lengths, jobs or aligned.JOBS, step("align")
        )
        crossing = crossing_of(
            _documents(catalogue, given, ids),
            of_text,
            Found(seen.lengths, seen.runs, results, marks, seen.is_every, seen.is_chained, seen.is_cut),
            comparer,
            at=at,
            own=own,
            new=new,
            on_progress=step("passages"),
        )
    kept.forget()
    return crossing


class _Seen(NamedTuple):
    """What the postings tell of texts, by their numbers: see ``whole.Found``; ``chosen`` are the pairs that are to be
    compared in full."""

    lengths: dict[int, int]
    frequent: pairs.Frequent
    runs: list[Runs]
    chosen: list[tuple[int, int]]
    is_every: bool
    is_chained: bool
    is_cut: bool


def _seen(
    segments: Sequence[Segment],
    numbers: Ints,
    asked: Collection[int] | None,
    barred: Keys,
    scratch: Scratch,
    settings: Settings,
    on_progress: Callable[[int, int], None] | None,
) -> _Seen:
    """What is in memory or on the disk meanwhile is gone when this is done."""
    stream = pairs.streamed(segments, numbers, barred, scratch, background(settings), on_progress)
    shelf, joined, fresh = stream.shelf, stream.joined, None
    if asked is not None:
        fresh = np.array([n in asked for n in shelf.numbers.tolist()], dtype=np.bool_)
        joined = joined.only(fresh[joined.a] | fresh[joined.b])
    found = overlap.shared(joined, shelf, stream.usual, stream.most, settings.min_length, on_progress)
    chosen, is_every = worth_comparing(found, stream, fresh)
    return _Seen(
        dict(zip(shelf.numbers.tolist(), shelf.lengths.tolist(), strict=True)),
        stream.frequent,
        _runs(found, shelf),
        [(int(shelf.numbers[a]), int(shelf.numbers[b])) for a, b in chosen],
        is_every,
        bool(overlap.among(found, stream.chained).any()),
        bool(len(stream.most)),
    )


def _runs(found: overlap.Shared, shelf: Shelf) -> list[Runs]:
    """The pairs that runs alone may tell, or that may be one text but for white space."""
    a, b = shelf.lengths[found.a], shelf.lengths[found.b]
    # as ``whole.is_told`` reckons
    some = found.only((np.maximum(found.left / a, found.right / b) >= KEPT) | (a == b))
    columns = shelf.numbers[some.a], shelf.numbers[some.b], some.left, some.right
    return [Runs(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]


_AT_ONCE: Final = 1000
"""Records whose rows are held at once."""


def _documents(catalogue: Catalogue, given: Mapping[str, Document] | None, ids: Sequence[str]) -> dict[str, Document]:
    """The records as documents with their texts; those that were given with what was seen in them when they were
    added."""
    documents: dict[str, Document] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        rows = catalogue.records_with(some)
        if given is None:
            contents = catalogue.contents({row.text for row in rows.values()})
            # an id that is held is not held a second time
            same = (rows[id]._replace(id=id) for id in some)
            documents |= {row.id: as_document(row, contents[row.text], catalogue) for row in same}
        else:
            documents |= {id: replace(given[id], metadata=given[id].metadata or rows[id].metadata) for id in some}
    return documents


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
