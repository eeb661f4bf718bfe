"""The user's collection: open it, add to it, take away from it, ask it.

A corpus lives in ``.simcheck`` inside a folder; whatever else is in the folder is never touched. It holds records (one
for each file, or document that was handed over), and of each text one copy. Every change is there whole or not at all,
whatever stops the program.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Self

from simcheck import comparison
from simcheck.corpus import check
from simcheck.corpus.addition import BATCH, Added, Addition, OnProgress, Progress
from simcheck.corpus.check import OTHERS, SHOWN, SOURCES, Barred, Picked
from simcheck.corpus.crew import prepare
from simcheck.corpus.ingest import Task
from simcheck.corpus.inputs import Said, Source, extent, handed_over, id_of, listed, place_of, sources
from simcheck.corpus.phrase_list import (
    LONGEST_LIST,
    PHRASES,
    PHRASES_HEAD,
    SEEDS,
    Phrase,
    PhraseList,
    phrase_line,
    phrase_list_of,
)
from simcheck.corpus.summary import Summary
from simcheck.errors import (
    CannotWrite,
    Empty,
    IndexDamaged,
    IndexMismatch,
    NoAccess,
    OwnResult,
    SimcheckError,
    TooLarge,
    UnknownRecord,
    UnsafeCorpus,
)
from simcheck.files import home
from simcheck.findings import set_phrases
from simcheck.index import features
from simcheck.index.candidates import candidates
from simcheck.index.phrases import Seed, grown, seeds
from simcheck.index.query import WordWeights, query_of
from simcheck.index.sketching import Sketching, sketching
from simcheck.model import Document, Note
from simcheck.report.report import Report
from simcheck.settings import Settings
from simcheck.store import lock, transaction
from simcheck.store.catalogue import FOLDER, Catalogue
from simcheck.store.changes import drop_records, drop_text_if_unused, now, put_fact
from simcheck.store.rows import File, Row, digest
from simcheck.store.scheme import facts_of_index, settings_of_index, sketching_from
from simcheck.store.snapshot import Snapshot, as_document
from simcheck.store.transaction import create_in
from simcheck.text.background import CONTEXTS
from simcheck.text.normalize import Normalized, folded, normalize, normalize_all

_PREFIX: Final = 4
"""Characters of an id that are enough to name a record."""

_LONGEST_NAME: Final = 300
"""Characters of a name that may be near to another: the search for near ones is quadratic in them."""

JOBS: Final = min(8, os.cpu_count() or 1)
"""Processes that prepare what is added; beyond eight the one that writes cannot keep up."""


class Corpus:
    """A collection of documents in a folder; open it with ``Corpus.open``, close it or use it in a ``with``.

    It may be used from several threads, and by several processes at once, one of which writes. Every call sees the
    state that was last committed when it began.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, settings: Settings) -> None:
        """For ``open``."""
        self.folder, self.settings = folder, settings
        self._home = folder / FOLDER
        self._catalogue = catalogue
        self._mutex = threading.Lock()
        self._snapshot: Snapshot | None = None
        self.is_exposed: bool | None = None
        """Whether others could reach what is in the corpus when it was opened: None if not, False if they could and can
        no longer, True if that could not be changed."""

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, create: bool = False, settings: Settings | None = None) -> Corpus:
        """The corpus in ``folder``; with ``create`` an empty one is made if there is none.

        ``settings`` are those of checks. Raises a leaf of ``UnusableCorpus``: ``NoCorpus``, ``NewerFormat``,
        ``IndexMismatch``, ``UnsafeCorpus``; or ``CannotWrite``.
        """
        path = Path(folder)
        if create:
            home.inspect(path / FOLDER)
            if not os.path.exists(path / FOLDER / home.CATALOGUE):
                create_in(path)
        corpus = cls(path, Catalogue(path / FOLDER), settings or Settings())
        try:
            corpus._close_to_others()
            corpus._tidy()
        except BaseException:
            corpus.close()
            raise
        return corpus

    def close(self) -> None:
        """Let go of all files."""
        self._forget()
        # waits for threads that are reading, which may be waiting for the lock in their turn
        self._catalogue.close()
        # one of them may have looked again
        self._forget()

    def _forget(self) -> None:
        with self._mutex:
            # not closed: another thread may be reading in it
            self._snapshot = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self._catalogue.counts()[0]

    def __iter__(self) -> Iterator[Document]:
        """The documents by name; each text is read when its turn comes."""
        for row in self.rows():
            with self._catalogue.reading():
                # it may have changed, or gone, since the iteration began
                there = self._catalogue.record(row.id)
                document = self._document(there) if there else None
            if document:
                yield document

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._catalogue.record(id) is not None

    def __getitem__(self, id: str) -> Document:
        """The document with this id; raises ``UnknownRecord``."""
        with self._catalogue.reading():
            row = self._catalogue.record(id)
            if row is None:
                raise UnknownRecord(str(self.folder), id)
            return self._document(row)

    def rows(self) -> Iterator[Row]:
        """The records by name, without their texts."""
        return self._catalogue.records()

    def find(self, wanted: str) -> list[Row]:
        """The records whose id begins with ``wanted`` (four characters or more), or whose name it is.

        Raises ``UnknownRecord`` if there is none, with the ids of those whose names are near.
        """
        rows = list(self.rows())
        if len(wanted) >= _PREFIX and all(c in "0123456789abcdef" for c in wanted):
            found = [row for row in rows if row.id.startswith(wanted)]
            if found:
                return found
        found = [row for row in rows if wanted in (row.name, row.place)]
        if not found:
            # near is what a person may have meant, who has not written a page
            names = {row.name: row.id for row in rows if len(row.name) <= _LONGEST_NAME}
            near = [names[name] for name in get_close_matches(wanted, names, n=3)]
            raise UnknownRecord(str(self.folder), wanted, tuple(near))
        return found

    @property
    def summary(self) -> Summary:
        """What the corpus holds, counted."""
        with self._catalogue.reading():
            rows = list(self.rows())
            files, _ = self._catalogue.files()
            facts = self._catalogue.facts()
            texts = {row.text: row for row in rows}
            return Summary(
                documents=len(rows),
                texts=len(texts),
                lengths=tuple(sorted(row.characters for row in texts.values())),
                paragraphs=sum(row.paragraphs for row in texts.values()),
                formats=Counter(Path(row.name.partition("#")[0]).suffix.lower().lstrip(".") for row in rows),
                years=Counter(row.metadata["date"][:4] for row in rows if row.metadata.get("date")),
                created=facts["created"],
                updated=facts["updated"],
                index_size=sum(file.size for file in files),
                text_size=self._catalogue.size(),
                unreadable=tuple(self._catalogue.unreadable()),
                is_current=not self._differences(),
            )

    def verify(self) -> None:
        """Read everything once and raise ``IndexDamaged`` or ``CatalogueDamaged`` if anything is not what it was."""
        with self._mutex:
            # what was mapped and checked before may have been damaged since
            self._snapshot = None
        with self._catalogue.reading():
            snapshot = self._current()
            with self._mended():
                for segment in snapshot.segments:
                    segment.verify()
            self._catalogue.verify()
            self._sketching()
            for row in self._catalogue.records():
                self._document(row)
            with self._mended():
                self._refuse_other_texts(snapshot)

    def _refuse_other_texts(self, snapshot: Snapshot) -> None:
        """``IndexDamaged`` if the files of postings speak of other texts than there are, or of longer ones."""
        lengths: dict[int, int] = {}
        for segment in snapshot.segments:
            found = dict(zip(segment.numbers.tolist(), segment.lengths.tolist(), strict=True))
            if found.keys() & lengths.keys():
                raise IndexDamaged("", str(segment.path), "texts")
            lengths |= found
        numbers = self._catalogue.numbers()
        folder = str(self._home / home.SEGMENTS)
        if lengths.keys() - snapshot.removed != set(numbers):
            raise IndexDamaged("", folder, "texts")
        for some in self._stored_together(numbers):
            for number, text in zip(some, normalize_all(list(some.values())), strict=True):
                if len(text) != lengths[number]:
                    raise IndexDamaged("", folder, "texts")

    def _stored_together(self, numbers: Iterable[int]) -> Iterator[dict[int, str]]:
        """Texts by their numbers, some short ones at a time, or a long one."""
        some: dict[int, str] = {}
        size = 0
        for number in numbers:
            text = self._catalogue.content(number) or ""
            if some and size + len(text) > _AT_ONCE:
                yield some
                some, size = {}, 0
            some[number] = text
            size += len(text)
        yield some

    # Changing

    def add(self, document: Document) -> str:
        """Add a document, or its new version if one with its id is there; returns the id."""
        self._add([handed_over(document)], (1, len(document.text)), None, None)
        return document.id

    def add_all(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        metadata: Mapping[str, str] | None = None,
        sheet: Mapping[str, Mapping[str, str]] | None = None,
        encoding: str | None = None,
        even_results: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Added:
        """Add files, folders of files and lists of documents (.jsonl).

        ``metadata`` is said of every one of them, ``sheet`` of some files, by their real paths. What cannot be read is
        collected in the result; nothing else is swallowed. What looks like a result of simcheck is left out, and
        collected as well, unless ``even_results``.
        """
        failed: list[tuple[str, SimcheckError]] = []
        said = Said(metadata or {}, sheet or {})
        outside: list[str] = []
        files = list(listed(paths, self.folder, said, failed, outside))
        result = self._add(
            sources(files, self.folder, failed), extent(files), encoding, on_progress, even_results=even_results
        )
        # what was listed is told before what was read
        result.unreadable[:0] = [each for each in failed if not isinstance(each[1], OwnResult)]
        result.results[:0] = [place for place, error in failed if isinstance(error, OwnResult)]
        result.outside.extend(outside)
        return result

    def _add(
        self,
        every: Iterable[Source],
        total: tuple[int, int],
        encoding: str | None,
        on_progress: OnProgress | None,
        *,
        even_results: bool = False,
    ) -> Added:
        with self._writing():
            self._refuse_other_settings()
            addition = Addition(self._home, self._catalogue, self._sketching(), JOBS)
            addition.run(every, total, encoding, on_progress, even_results=even_results)
            with self._mended():
                transaction.merge(self._home, self._catalogue)
        return addition.result

    def remove(self, *ids: str) -> None:
        """Remove records, and their texts if no other record has them; raises ``UnknownRecord`` and removes nothing.

        The texts are overwritten, not only forgotten.
        """
        with self._writing():
            texts = {id: text for text, id in self._catalogue.users_of(ids)}
            for id in ids:
                if id not in texts:
                    raise UnknownRecord(str(self.folder), id)
            with self._catalogue.writing() as db:
                drop_records(db, ids)
                for number in sorted({texts[id] for id in ids}):
                    drop_text_if_unused(db, number)
                put_fact(db, "updated", now())
            self._catalogue.wipe()
            with self._mended():
                transaction.merge(self._home, self._catalogue)

    # Set phrases

    def phrases(self, limit: int = 50) -> list[Phrase]:
        """The set phrases of the corpus: what stands in five or more different surroundings, the most frequent first.

        Counted in surroundings, not in documents: what many copied in one piece is no phrase.
        """
        with self._catalogue.reading(), self._mended():
            snapshot = self._current()
            found = seeds(snapshot.segments, snapshot.removed, CONTEXTS, SEEDS * limit)
            texts: dict[int, Normalized] = {}

            def text_of(number: int) -> Normalized:
                if number not in texts:
                    texts[number] = normalize(self._catalogue.content(number) or "")
                return texts[number]

            kept: list[tuple[str, str, Seed]] = []
            for seed in found:
                first, place = seed.places[0]
                gram = text_of(first).string_of(place, place + features.GRAM)
                if any(gram in other for _, other, _ in kept):
                    continue
                words = grown(seed, text_of, features.GRAM)
                letters = folded(words) if words else ""
                if len(letters) >= features.GRAM and not any(other in letters for _, other, _ in kept):
                    kept.append((words or "", letters, seed))
                if len(kept) == limit:
                    break
        return [
            Phrase(" ".join(words.split()), seed.texts, seed.contexts, self._is_known(words)) for words, _, seed in kept
        ]

    def _is_known(self, words: str) -> bool:
        """Whether the table says by itself that a phrase is one."""
        text = comparison.prepared(Document("", "", words), self.settings)
        return bool(set_phrases.known_phrases(text, replace(self.settings, min_length=4)))

    @property
    def phrase_list(self) -> PhraseList:
        """What the user said of set phrases, in ``phrases.txt`` beside the catalogue: a phrase a line; one that begins
        with - is none, whatever the counts say. Raises an ``UnreadableDocument`` if the file is no text."""
        return phrase_list_of(self._phrase_lines())

    def tell_phrases(self, *, add: Iterable[str] = (), strike: Iterable[str] = ()) -> PhraseList:
        """Note phrases that are set phrases here, and some that are not; the later word counts. Returns all that is
        said now. Whatever else stands in the file stays."""
        with self._writing():
            lines = self._phrase_lines() or [PHRASES_HEAD]
            for sign, some in (("", add), ("-", strike)):
                for words in some:
                    line = " ".join(words.split())
                    same = folded(line)
                    lines = [each for each in lines if (said := phrase_line(each)) is None or folded(said[1]) != same]
                    lines.append(f"{sign}{line}")
            try:
                home.replace(self._home / PHRASES, ("\n".join(lines) + "\n").encode())
            except OSError as error:
                raise CannotWrite(str(self._home / PHRASES), error.strerror or "") from error
        return self.phrase_list

    def _phrase_lines(self) -> list[str]:
        from simcheck.readers import decode

        path = self._home / PHRASES
        try:
            with open(home.opened(path), "rb") as file:
                data = file.read(LONGEST_LIST + 1)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise NoAccess(str(path), error.strerror or str(error)) from None
        if len(data) > LONGEST_LIST:
            raise TooLarge(str(path), len(data), LONGEST_LIST)
        try:
            return decode(str(path), data).text.splitlines()
        except Empty:
            return []

    def rebuild(self, *, on_progress: OnProgress | None = None) -> None:
        """Make the index again from the stored texts, with the settings of this version of simcheck.

        Until it is done, the old one serves.
        """
        with self._writing():
            plan = sketching()
            numbers = self._catalogue.numbers()
            files: list[File] = []
            pending: list[tuple[list[int], features.Batch]] = []
            done = 0
            tasks = (self._stored(number) for number in numbers)
            for chunk in prepare((task for task in tasks if task), plan, jobs=JOBS):
                assert not chunk.failed
                if chunk.batch:
                    pending.append(([ready.key for ready in chunk.ready], chunk.batch))
                done += len(chunk.ready)
                if on_progress:
                    on_progress(Progress(done, done, len(numbers), len(numbers)))
                if sum(batch.extent for _, batch in pending) >= BATCH:
                    files.append(transaction.write_file(self._home, self._catalogue, pending))
                    pending = []
            if pending:
                files.append(transaction.write_file(self._home, self._catalogue, pending))
            transaction.replace_all(self._home, self._catalogue, files, facts_of_index(plan))
            transaction.merge(self._home, self._catalogue)

    def _stored(self, number: int) -> Task | None:
        text = self._catalogue.content(number)
        if text is None:
            return None
        return Task(number, len(text.encode("utf-8", "surrogatepass")), document=Document("", "", text))

    # Asking

    def read(self, path: str | os.PathLike[str], *, encoding: str | None = None) -> Document:
        """The document in a file, with the id of the corpus's own record if it has one of this file."""
        from simcheck.readers import read

        document = read(path, encoding=encoding)
        id = id_of(place_of(path, self.folder))
        return replace(document, id=id) if id in self else document

    def check(
        self,
        document: Document | str,
        *,
        before: str | None = None,
        exclude: Collection[str] = (),
        own: Collection[str] = (),
        templates: Sequence[Document | str] = (),
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """What of ``document`` also stands in the corpus; its own record (the one with its id) is left out.

        ``before`` is a date ("2018", "2018-12-03"): only records that are certainly earlier can be sources. ``exclude``
        names records by id. ``own`` names records (by id) that are the author's own earlier texts; those of the same
        author or unit are taken for such anyway. What stands in one of ``templates`` is set apart. The likeliest
        ``SOURCES`` texts are compared in full; ``on_progress`` is told how many of how many are done.
        """
        checked = comparison.document_of(document)
        self._refuse_other_settings()
        with self._catalogue.reading():
            snapshot = self._current()
            with self._mended():
                barred = self._barred(checked.id, before, exclude)
                left = comparison.prepared(checked, self.settings)
                asked = query_of(
                    left.normalized, WordWeights(*check.word_weights(left, self.settings)), self._sketching()
                )
                found = candidates(
                    asked,
                    snapshot.segments,
                    barred.texts | snapshot.removed,
                    snapshot.texts,
                    min_length=self.settings.min_length,
                )
            said = self.phrase_list
            left, frequencies = check.on_top(
                left, found.contexts, found.neighbours, self.settings, said.added, said.struck
            )
            picked = Picked(self._catalogue, barred, found)
            report = check.against(
                checked,
                left,
                picked.likely(on_progress),
                picked.others,
                self.settings,
                frequencies,
                templates=templates,
                own=own,
                phrases=said.added,
            )
        notes = (*self._notes(checked, barred, picked), *report.notes)
        return replace(report, notes=notes, searched=len(self) - barred.records)

    def _barred(self, own: str, before: str | None, exclude: Collection[str]) -> Barred:
        """The records that may not be sources, and the texts that no other record has."""
        for id in exclude:
            if self._catalogue.record(id) is None:
                raise UnknownRecord(str(self.folder), id)
        ids = {own, *exclude}
        undated = 0
        if before is not None:
            from simcheck.entities.dates import earlier

            for row in self._catalogue.records():
                date = row.metadata.get("date")
                undated += date is None
                if date is None or not earlier(date, before):
                    ids.add(row.id)
        users: dict[int, list[str]] = {}
        for text, id in self._catalogue.users_of(ids):
            users.setdefault(text, []).append(id)
        texts = {text for text, some in users.items() if ids.issuperset(some)}
        return Barred(frozenset(ids), sum(len(ids.intersection(some)) for some in users.values()), texts, undated)

    def _notes(self, checked: Document, barred: Barred, picked: Picked) -> Iterator[Note]:
        own = self._catalogue.record(checked.id)
        if own is not None:
            same = self._catalogue.content(own.text) == checked.text
            facts = {"document": checked.name, "record": own.id, "added": own.added[:10]}
            yield Note("own-record" if same else "own-version", None, facts)
        if barred.undated:
            yield Note("undated", None, {"count": barred.undated})
        if picked.left:
            yield Note("not-compared", None, {"count": picked.left, "limit": SOURCES})

    def _current(self) -> Snapshot:
        """The files as the catalogue names them now; the first thing inside ``reading``, whose view may begin anew."""
        files, removed = self._catalogue.files()
        with self._mutex:
            old = self._snapshot
            if old and (old.files, old.removed) == (tuple(files), frozenset(removed)):
                return old
            try:
                self._snapshot = Snapshot(self._home, files, removed, self._catalogue.counts()[1], old)
            except IndexDamaged as error:
                damaged = error
            else:
                return self._snapshot
        # a merge may have deleted a file before it was mapped: then others are named by now
        self._catalogue.renew()
        if self._catalogue.files() == (files, removed):
            raise self._damaged(damaged)
        return self._current()

    @contextlib.contextmanager
    def _mended(self) -> Iterator[None]:
        """Damage that shows while postings are read, with what a reader of the message needs to know."""
        try:
            yield
        except IndexDamaged as error:
            raise self._damaged(error) from None

    def _damaged(self, error: IndexDamaged) -> IndexDamaged:
        return IndexDamaged(str(self.folder), error.file, error.reason, self._catalogue.counts()[1])

    # Inside

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._catalogue.refuse_replaced()
        with lock.writer(self._home):
            # the lock may be another one's by now
            self._catalogue.refuse_replaced()
            self._catalogue.identify()
            transaction.tidy(self._home, self._catalogue)
            try:
                yield
            except BaseException:
                with contextlib.suppress(SimcheckError):
                    transaction.tidy(self._home, self._catalogue)
                raise

    def _tidy(self) -> None:
        """Delete what a killed writer left behind, unless one is at work or nothing may be written here."""
        if not os.access(self._home, os.W_OK):
            return
        with contextlib.suppress(CannotWrite), lock.writer(self._home, patience=0):
            transaction.tidy(self._home, self._catalogue)

    def _close_to_others(self) -> None:
        with contextlib.suppress(OSError, UnsafeCorpus):
            done = home.close_to_others(self._home)
            self.is_exposed = None if done is None else not done

    def _document(self, row: Row) -> Document:
        text = self._catalogue.content(row.text)
        return as_document(row, text or "", self._catalogue)

    def _sketching(self) -> Sketching:
        """The functions that the corpus was made with."""
        comparison, _, data = self._catalogue.facts().get("sketching", "").partition(" ")
        damaged = IndexDamaged("", str(self._catalogue.path), "check")
        if digest(data).hex() != comparison:
            raise self._damaged(damaged)
        try:
            return sketching_from(json.loads(data))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise self._damaged(damaged) from None

    def _refuse_other_settings(self) -> None:
        different = self._differences()
        if different:
            raise IndexMismatch(str(self.folder), different, self._catalogue.counts()[1])

    def _differences(self) -> tuple[tuple[str, str, str], ...]:
        """The settings that the index was made with and that are others now: name, there, here."""
        try:
            there = json.loads(self._catalogue.facts().get("settings", ""))
        except (ValueError, RecursionError):
            there = {}
        if not isinstance(there, dict):
            there = {}
        here = settings_of_index()
        # what this version does not know of is told as well, but not a book of it
        names = sorted([*here, *sorted(there.keys() - here.keys())[:OTHERS]])
        return tuple(
            (name[:SHOWN], str(there.get(name))[:SHOWN], str(here.get(name)))
            for name in names
            if there.get(name) != here.get(name)
        )


_AT_ONCE: Final = 200_000
"""Characters that are normalized together when a corpus is verified."""
