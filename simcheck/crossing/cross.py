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
from functools import cache, partial
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np

from simcheck._version import __version__
from simcheck.comparison import background, document_of, public_of, several
from simcheck.corpus.addition import Progress, add
from simcheck.corpus.inputs import handed_over
from simcheck.crossing import aligned, pairs
from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.crossing import AT, Crossing
from simcheck.crossing.names import named
from simcheck.crossing.pairing import Maker
from simcheck.crossing.parts import FOLDER, Parts
from simcheck.crossing.standings import told
from simcheck.errors import CannotWrite, CorpusBusy, InvalidSettings, UnknownRecord
from simcheck.files import refusal
from simcheck.index.features import Keys, fingerprints
from simcheck.metadata.guess import metadata_of
from simcheck.model import Document, Note
from simcheck.report.counting import Share
from simcheck.settings import Settings
from simcheck.store import lock
from simcheck.store.snapshot import as_document
from simcheck.store.store import Store
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask, normalize
from simcheck.text.public import Public

OnProgress = Callable[[str, int, int], None]
"""Told what is done ("index", "pairs", "align", "passages"), how much of it, and of how much."""

DENSE: Final = 60
"""Characters in one place that are no phrase, two sentences, from which a pair is compared in full however much work
that is; of 3,475 statutes 1,995 pairs have so many."""

WORK: Final = 20_000_000
"""Characters of both texts of all pairs up to which more pairs are compared in full: two minutes' work of two
processors. Sixty reports of eleven pages are less, all pairs of them."""

_LEAST_WORK: Final = 500
"""Characters that a text counts for in ``WORK``, however short it is."""

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
    ``InvalidSettings`` for ``at`` outside of 0–1, ``jobs`` below 1 and an id in ``own`` that no document has,
    ``CannotWrite`` for a folder that cannot be written to, ``TypeError`` for one text in the place of several.
    """
    _refuse(at, jobs)
    every = _by_id(several(documents, "documents"))
    several(templates, "templates")
    own = _known(own, every)
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
    _refuse(at, jobs)
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


def _refuse(at: float, jobs: int | None) -> None:
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at <= 1:
        raise InvalidSettings("at", at, "range-0-1")
    if jobs is not None and (isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1):
        raise InvalidSettings("jobs", jobs, "at-least-1")


def _known(own: Collection[str], every: Mapping[str, Document]) -> Collection[str]:
    if isinstance(own, str):
        raise TypeError("own must be a sequence of ids, not one")
    for id in own:
        if id not in every:
            raise InvalidSettings("own", id, "not-a-document")
    return own


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
        fresh = None
        if new is not None:
            fresh = np.array([any(id in new for id in of_text[n]) for n in shelf.numbers.tolist()], dtype=np.bool_)
            joined = joined.only(fresh[joined.a] | fresh[joined.b])
        found = pairs.shared(joined, shelf, stream.usual, settings.min_length, step("pairs"))

        lengths = dict(zip(shelf.numbers.tolist(), shelf.lengths.tolist(), strict=True))
        chosen, is_every = _worth_comparing(found, stream, fresh)
        wanted = [(int(shelf.numbers[a]), int(shelf.numbers[b])) for a, b in chosen]
        wanted += [
            (n, n)
            for n, some in of_text.items()
            if len(some) > 1 and lengths[n] and (new is None or any(id in new for id in some))
        ]
        parcels = aligned.parcelled(aligned.in_order(wanted), lengths)
        comparer = Comparer(settings, frequent, len(numbers), forms, public)
        kept = Parts(parts, _digest(parcels, catalogue.measures(numbers.tolist()), comparer))
        results, marks = aligned.results(
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
        numbered = _numbered(found, shelf)
        for a, b in _same({*results, *numbered}, lengths, contents):
            maker.tell_same(a, b)
        for (a, b), result in results.items():
            maker.add(a, b, result)
        from_runs = 0
        if not is_every:
            for (a, b), left, right in zip(numbered, found.left.tolist(), found.right.tolist(), strict=True):
                if (a, b) in results or max(left / lengths[a], right / lengths[b]) < KEPT:
                    continue
                from_runs += 1
                # what of a run a template gave is not known
                if not forms:
                    maker.add(a, b, _from_runs(left, right, lengths[a], lengths[b]))
        notes = [Note("cross-not-told" if forms else "cross-from-runs", facts={"n": from_runs})] if from_runs else []
        if maker.is_chained or (not is_every and bool(pairs.among(found, stream.chained).any())):
            notes.append(Note("cross-neighbours"))
        crossing = Crossing(
            documents,
            *told(maker, at, comparer, marks, step("passages")),
            at,
            tuple(form.name for form in forms),
            tuple(notes),
            settings,
            maker.same(),
        )
    kept.forget()
    return crossing


def _worth_comparing(
    found: pairs.Shared, stream: pairs.Stream, fresh: Mask | None
) -> tuple[list[tuple[int, int]], bool]:
    """The pairs that are compared in full, by their numbers in the shelf, and whether these are all there are.

    All of them, if that is no more than ``WORK``, also those that share no run: what was put in other words, or changed
    every few characters, has none. Otherwise those that have enough in one place, and of the others those that have
    most, up to ``WORK``.
    """
    lengths = stream.shelf.lengths
    solid = np.flatnonzero(lengths > 0)
    new = np.ones(len(lengths), dtype=np.bool_) if fresh is None else fresh
    old = solid[~new[solid]]
    sizes = lengths + _LEAST_WORK
    work = int(sizes[solid].sum()) * (len(solid) - 1) - int(sizes[old].sum()) * (len(old) - 1)
    if work <= WORK:
        return [(a, b) for a, b in combinations(solid.tolist(), 2) if new[a] or new[b]], True
    sizes = sizes[found.a] + sizes[found.b]
    must = pairs.among(found, stream.chained) | (found.densest >= DENSE)
    order = np.lexsort((np.arange(len(sizes)), -found.densest, -found.telling, ~must))
    within = (np.cumsum(sizes[order]) <= WORK) & (found.telling[order] > 0)
    chosen = np.sort(order[must[order] | within])
    return list(zip(found.a[chosen].tolist(), found.b[chosen].tolist(), strict=True)), False


def _numbered(found: pairs.Shared, shelf: pairs.Shelf) -> list[tuple[int, int]]:
    """The pairs by the numbers of their texts."""
    return list(zip(shelf.numbers[found.a].tolist(), shelf.numbers[found.b].tolist(), strict=True))


def _same(
    some: Collection[tuple[int, int]], lengths: Mapping[int, int], contents: Mapping[int, str]
) -> list[tuple[int, int]]:
    """The pairs of texts that are the same but for white space: files of another kind break lines otherwise."""

    @cache
    def digest(number: int) -> bytes:
        bare = "".join(contents[number].split())
        return blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    return sorted((a, b) for a, b in some if a != b and lengths[a] == lengths[b] and digest(a) == digest(b))


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
