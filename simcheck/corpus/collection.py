"""The user's collection of documents: open it, add to it, take away from it, ask it.

A corpus lives in ``.simcheck`` inside a folder; whatever else is in the folder is never touched. It holds records (one
for each file, or document that was handed over), and of each text one copy. Every change is there whole or not at all,
whatever stops the program.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Self

from simcheck.comparison import document_of, public_of, several
from simcheck.corpus import phrase_list
from simcheck.corpus.addition import Added, OnProgress, add, rebuild
from simcheck.corpus.check import find_reuse
from simcheck.corpus.checks import Asked, Outcome, check_all
from simcheck.corpus.inputs import Incoming, Listing, Said, handed_over, id_of, place_of
from simcheck.corpus.phrase_list import Phrase, PhraseList
from simcheck.corpus.summary import Summary, summary_of
from simcheck.corpus.upgrade import OnStep, Upgraded, upgrade
from simcheck.errors import UnknownPublicText, UnknownRecord
from simcheck.model import Document
from simcheck.report.report import Report
from simcheck.settings import Settings
from simcheck.store.changes import drop_records, drop_text_if_unused, now, put_fact
from simcheck.store.rows import Row
from simcheck.store.store import Store
from simcheck.store.tables import FORMAT
from simcheck.text.public import Public, PublicText

_PREFIX: Final = 4
"""Characters of an id that are enough to name a record."""

_LONGEST_NAME: Final = 300
"""Characters of a name that may be near to another: the search for near ones is quadratic in them."""


class Corpus:
    """A collection of documents in a folder; open it with ``Corpus.open``, close it or use it in a ``with``.

    It may be used from several threads, and by several processes at once, one of which writes. Every call sees the
    state that was last committed when it began.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """For ``open``."""
        self.folder, self.settings = store.folder, settings
        self._store, self._catalogue = store, store.catalogue
        self.is_exposed: bool | None = None
        """Whether others could reach what is in the corpus when it was opened: None if not, False if they could and can
        no longer, True if that could not be changed."""

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, create: bool = False, settings: Settings | None = None) -> Corpus:
        """The corpus in ``folder``; with ``create`` an empty one is made if there is none.

        ``settings`` are those of checks. Raises a leaf of ``UnusableCorpus``: ``NoCorpus``, ``NewerFormat``,
        ``IndexMismatch``, ``UnsafeCorpus``; or ``CannotWrite``.
        """
        if create:
            Store.create(Path(folder))
        corpus = cls(Store(Path(folder)), settings or Settings())
        try:
            corpus.is_exposed = corpus._store.close_to_others()
            corpus._store.tidy()
        except BaseException:
            corpus.close()
            raise
        return corpus

    def close(self) -> None:
        """Let go of all files."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What it holds

    def __len__(self) -> int:
        return self._catalogue.counts()[0]

    def __iter__(self) -> Iterator[Document]:
        """The documents by name; each text is read when its turn comes."""
        for row in self.rows():
            with self._catalogue.reading():
                # it may have changed, or gone, since the iteration began
                there = self._catalogue.record(row.id)
                document = self._store.document(there) if there else None
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
            return self._store.document(row)

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
        return summary_of(self._store)

    def verify(self) -> None:
        """Read everything once and raise ``IndexDamaged`` or ``CatalogueDamaged`` if anything is not what it was."""
        self._store.verify()

    # Changing

    def add(self, document: Document) -> str:
        """Add a document, or its new version if one with its id is there; returns the id."""
        add(self._store, [handed_over(document)], (1, len(document.text)))
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
        listing = Listing(paths, self.folder, Said(metadata or {}, sheet or {}))
        return add(
            self._store,
            listing.inputs(),
            listing.extent(),
            listing,
            encoding=encoding,
            even_results=even_results,
            on_progress=on_progress,
        )

    def add_placeless(
        self, several: Sequence[Incoming], *, encoding: str | None = None, on_progress: OnProgress | None = None
    ) -> Added:
        """Add files that will be gone (``placeless``): the same name and bytes are the same record."""
        from simcheck.corpus.placeless import add_placeless

        return add_placeless(self._store, several, encoding=encoding, on_progress=on_progress)

    def correct(self, id: str, metadata: Mapping[str, str]) -> Row:
        """Say something of a record: "unit", "date", "author", "title" … What is said as "" is taken back, and guessed
        again. Returns the record as it is now; raises ``UnknownRecord``."""
        from simcheck.corpus.correction import correct

        return correct(self._store, id, metadata)

    def remove(self, *ids: str) -> None:
        """Remove records, and their texts if no other record has them; raises ``UnknownRecord`` and removes nothing.

        The texts are overwritten, not only forgotten.
        """
        with self._store.writing():
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
            self._store.merge()

    def rebuild(self, *, on_progress: OnProgress | None = None) -> None:
        """Make the index again from the stored texts, with the settings of this version of simcheck.

        Until it is done, the old one serves.
        """
        rebuild(self._store, on_progress)

    @property
    def is_older(self) -> bool:
        """Whether an older version made its catalogue: it lacks what is known of files. Adding brings it up to date for
        what is added, and then older versions cannot open it any more; ``upgrade`` for all of it."""
        return self._catalogue.format < FORMAT

    def upgrade(self, *, on_progress: OnStep | None = None) -> Upgraded:
        """Make of a corpus what this version of simcheck would have made: the form of the catalogue, the facts of files
        (from those that are still there with the same text), what is guessed of texts, the index if it needs it.

        What the user said stays. Interrupted, it goes on where it stopped when it is called again; of a corpus that is
        up to date nothing changes.
        """
        return upgrade(self._store, on_progress)

    # Set phrases

    def phrases(self, limit: int = 50) -> list[Phrase]:
        """The set phrases of the corpus: what stands in five or more different contexts, the most frequent first.

        Counted in contexts, not in documents: what many copied in one piece is no phrase.
        """
        return phrase_list.counted(self._store, limit, self.settings)

    @property
    def phrase_list(self) -> PhraseList:
        """What the user said of set phrases, in ``phrases.txt`` beside the catalogue: a phrase a line; one that begins
        with - is none, whatever the counts say. Raises an ``UnreadableDocument`` if the file is no text."""
        return phrase_list.read(self._store.home)

    def tell_phrases(self, *, add: Iterable[str] = (), strike: Iterable[str] = ()) -> PhraseList:
        """Note phrases that are set phrases here, and some that are not; the later word counts. Returns all that is
        said now. Whatever else stands in the file stays."""
        with self._store.writing():
            phrase_list.note(self._store.home, add, strike)
        return self.phrase_list

    # Public texts

    @property
    def public(self) -> Public:
        """The public texts that are kept with the corpus, which every check searches. Raises ``PublicTextsDamaged``."""
        return self._store.public.texts()

    def add_public(self, documents: Iterable[Document | str]) -> list[PublicText]:
        """Keep public texts with the corpus, each content once; returns those that were not there yet."""
        given = Public.of(documents)
        with self._store.writing():
            before = self.public
            after = before.joined(given)
            if len(after) > len(before):
                self._store.public.put(after)
        return list(after.texts[len(before) :])

    def remove_public(self, *names: str) -> list[PublicText]:
        """Remove the public texts of these names; raises ``UnknownPublicText`` and removes nothing."""
        with self._store.writing():
            before = self.public
            there = {text.name for text in before.texts}
            for name in names:
                if name not in there:
                    near = get_close_matches(name[:_LONGEST_NAME], there, n=3)
                    raise UnknownPublicText(str(self.folder), name, tuple(near))
            self._store.public.put(before.without(names))
        return [text for text in before.texts if text.name in names]

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
        public: Public | Sequence[Document | str] = (),
        with_kept_public: bool = True,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """What of ``document`` also stands in the corpus; its own record (the one with its id) is left out.

        ``before`` is a date ("2018", "2018-12-03"): only records that are certainly earlier can be sources. ``exclude``
        names records by id. ``own`` names records (by id) that are the author's own earlier texts; those of the same
        author or unit are taken for such anyway. What stands in one of ``templates`` is set apart, what stands in a
        ``public`` text, or in one that is kept with the corpus (``with_kept_public``), is flagged. The likeliest
        ``SOURCES`` texts are compared in full; ``on_progress`` is told how many of how many are done.
        """
        return find_reuse(
            self._store,
            document_of(document),
            self.settings,
            before=before,
            exclude=exclude,
            own=own,
            templates=templates,
            public=public_of(public).beside(self.public) if with_kept_public else public_of(public),
            on_progress=on_progress,
        )

    def check_all(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        resume: str | os.PathLike[str] | None = None,
        before: str | None = None,
        exclude: Collection[str] = (),
        own: Collection[str] = (),
        templates: Sequence[Document | str] = (),
        public: Public | Sequence[Document | str] = (),
        with_kept_public: bool = True,
        encoding: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Outcome]:
        """Check files, folders, archives, lists (.jsonl) and what patterns mean, each document once: its name, and its
        report or the error with which it could not be read.

        With ``resume``, a folder (made if it is not there), reports are kept in it, and are read from it where neither
        the document nor anything that is asked or searched has changed since: a call after an interruption goes on
        where it stopped. ``on_progress`` is told how many of about how many are done. The other arguments are those of
        ``check``, which raises for wrong ones. Raises ``CannotWrite`` where nothing can be kept.
        """
        public = public_of(public).beside(self.public) if with_kept_public else public_of(public)
        asked = Asked(before, tuple(exclude), tuple(own), tuple(several(templates, "templates")), public)

        def check(document: Document) -> Report:
            return self.check(
                document,
                before=before,
                exclude=asked.exclude,
                own=asked.own,
                templates=asked.templates,
                public=public,
                with_kept_public=False,
            )

        return check_all(
            self._store,
            list(paths),
            check,
            self.settings,
            asked,
            encoding=encoding,
            resume=resume,
            on_progress=on_progress,
        )

    def cross(
        self,
        *,
        at: float | None = None,
        new: Collection[str] | None = None,
        templates: Sequence[Document | str] = (),
        public: Public | Sequence[Document | str] = (),
        with_kept_public: bool = True,
        own: Collection[str] = (),
        jobs: int | None = None,
        resume: str | os.PathLike[str] | None = None,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> Any:
        """What all documents of the corpus have from each other, a ``simcheck.Crossing`` as of ``simcheck.cross``; with
        ``new`` (ids) what these have from each other and from the rest.

        What is done is kept in the corpus's folder, or in ``resume``, until all is done: called again after an
        interruption, it goes on there. Raises ``UnknownRecord`` for an id of ``new`` that is not there.
        """
        # the room above this one: whoever has a corpus asks it here
        above = import_module("simcheck.crossing.cross")
        named = public_of(public).beside(self.public) if with_kept_public else public_of(public)
        return above.cross_corpus(
            self._store,
            at=at,
            new=new,
            templates=templates,
            settings=self.settings,
            public=named,
            own=own,
            jobs=jobs,
            resume=resume,
            on_progress=on_progress,
        )
