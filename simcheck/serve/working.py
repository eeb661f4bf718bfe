"""A job is carried out, in the child: documents are read and checked, compared, crossed; results go to its folder.

What is done is noted line by line (``rows.jsonl``), each line after its result: a job that was broken off goes on where
it stopped. Nothing is returned but what there is to say of all of it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from simcheck._version import __version__
from simcheck.corpus.collection import Corpus
from simcheck.corpus.ingest import ReadOptions, read_for_check
from simcheck.corpus.inputs import Incoming
from simcheck.environment import LANGUAGES
from simcheck.errors import InvalidSettings, NoMatch, OwnResult, SimcheckError, UnreadableDocument
from simcheck.files import given, home
from simcheck.i18n.messages import text
from simcheck.model import Document, Flag, Grade
from simcheck.render import written
from simcheck.render.terminal.overview import row
from simcheck.render.view.sources import Library
from simcheck.report import stamp
from simcheck.report.circumstances import CorpusState, circumstances
from simcheck.report.report import Report
from simcheck.serve import folders
from simcheck.serve.refusals import refusal
from simcheck.serve.sent import Sent, sent
from simcheck.serve.wire import Event, Order, Outcome, Progress, Share
from simcheck.settings import Settings

Tell = Callable[[str, int, int], None]
"""Told the step, what is done of it, and of how much."""


class Opened(NamedTuple):
    """A corpus that is open, and how reports name it."""

    corpus: Corpus
    library: Library


def carried_out(order: Order, opened: Callable[[bool], Opened], tell: Tell) -> Event:
    """What came of a job; ``opened`` gives the corpus where one is needed, and makes one if it is told to.

    Raises a ``SimcheckError`` for what spoils all of it, in which places of this machine may stand.
    """
    folder = Path(order.folder)
    work = folder / folders.WORK
    work.mkdir(mode=0o700, exist_ok=True)
    # what is computed with, texts among it, goes with the folder, whatever ends this process
    tempfile.tempdir = str(work)
    found = sent(folder / folders.UPLOADS, order.files)
    _refuse_encoding(order.wishes.encoding)
    if order.wishes.kind in ("add", "public"):
        from simcheck.serve.taking_in import taken_in

        return taken_in(order, found, opened(True).corpus, tell)
    return _Job(order, found, folder).run(opened, tell)


def _refuse_encoding(encoding: str | None) -> None:
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)


def _day(said: str | None) -> str | None:
    """A date the way records have it."""
    from simcheck.entities.dates import date

    if not said or not said.strip():
        return None
    day = date(said)
    if day is None:
        raise InvalidSettings("before", said, "bad-date")
    return day


class _Job:
    def __init__(self, order: Order, found: Sent, folder: Path) -> None:
        self._wishes, self._found, self._folder = order.wishes, found, folder
        settings = Settings()
        length = order.wishes.min_length
        self._settings = settings if length is None else Settings(min_length=length)
        self._how = written.How(
            order.wishes.lang,
            frozenset(map(Flag, order.wishes.without)),
            Grade(order.wishes.grade) if order.wishes.grade else None,
        )
        self._done = {each.number: each for each in folders.outcomes(folder)}

    def run(self, opened: Callable[[bool], Opened], tell: Tell) -> Event:
        results = self._folder / folders.RESULTS
        results.mkdir(mode=0o700, exist_ok=True)
        at = len(self._found.documents)
        for name, error in self._found.failed:
            at += 1
            if not isinstance(error, OwnResult):
                self._fail(at, name, error)
        if not self._found.documents and not self._found.failed:
            raise NoMatch(", ".join(dict.fromkeys(self._found.names.values())))
        kinds = {"check": self._check, "compare": self._compare, "cross": self._cross}
        return kinds[self._wishes.kind](opened, tell)

    # --- documents against the corpus ---------------------------------------------------------------------------------

    def _check(self, opened: Callable[[bool], Opened], tell: Tell) -> Event:
        corpus, library = opened(False)
        before = _day(self._wishes.before)
        corpus.settings = self._settings
        total = len(self._found.documents)
        for number, incoming in enumerate(self._found.documents, 1):
            tell("check", number - 1, total)
            if number in self._done:
                continue
            on_sources = (lambda done, of: tell("sources", done, of)) if total == 1 else None
            try:
                document = self._read(incoming, corpus)
                report = corpus.check(
                    document,
                    before=before,
                    exclude=self._wishes.exclude,
                    own=self._wishes.own,
                    on_progress=on_sources,
                )
            except UnreadableDocument as error:
                self._fail(number, incoming.name, error)
                continue
            words = ("simcheck", "check", incoming.name, *self._options())
            public = corpus.public
            self._keep(number, incoming, self._noted(report, words, library, public.listing() if public else ""))
        tell("check", total, total)
        return self._event()

    def _options(self) -> Iterator[str]:
        """What has to be typed for the same, but for places."""
        wishes = self._wishes
        for name, value in (
            ("before", wishes.before),
            ("min-length", wishes.min_length),
            ("encoding", wishes.encoding),
        ):
            if value is not None:
                yield from (f"--{name}", str(value))
        for name, ids in (("exclude", wishes.exclude), ("own", wishes.own)):
            for id in ids:
                yield from (f"--{name}", id)

    def _noted(self, report: Report, words: Sequence[str], library: Library | None, public: str = "") -> Report:
        state = None
        if library is not None:
            state = CorpusState(library.folder, library.documents, library.updated, library.sha256)
        return replace(report, circumstances=circumstances(report.settings, words, corpus=state, public_sha256=public))

    def _read(self, incoming: Incoming, corpus: Corpus | None = None) -> Document:
        is_alone = len(self._found.documents) == 1
        options = ReadOptions(self._wishes.encoding, even_results=is_alone)
        return read_for_check(incoming, options, (lambda _: False) if corpus is None else corpus.__contains__)

    def _keep(self, number: int, incoming: Incoming, report: Report) -> None:
        """A report on the disk, and then a line that says so."""
        results = self._folder / folders.RESULTS
        # the whole of it, as ``-o`` would write it; what is left out of a download is left out when that is made
        content = written.rendered(report, ".json", written.How(self._how.lang), None).encode("utf-8", "replace")
        home.replace(results / f"{number}.json", stamp.stamped(content, ".json", __version__))
        original = self._original(incoming)
        if original is not None:
            copy = written.annotated(report, original, self._how)
            home.replace(results / f"{number}.docx", stamp.stamped(copy, ".docx", __version__))
        told = {lang: row(incoming.name, report, lang, self._how.without) for lang in LANGUAGES}
        some = told[self._wishes.lang]
        largest = {lang: each.largest for lang, each in told.items()}
        high = None if some.high is None else Share(some.high.part, some.high.whole)
        totals = Share(some.total.part, some.total.whole), Share(some.told.part, some.told.whole)
        outcome = Outcome(number, incoming.name, high, *totals, largest, some.notes, len(report.findings))
        self._note(outcome)

    def _original(self, incoming: Incoming) -> bytes | None:
        """The bytes of a Word document, of which a copy is annotated while it is there."""
        if incoming.document is not None or incoming.path is None:
            return None
        from simcheck.readers import archive

        with contextlib.suppress(UnreadableDocument):
            data = archive.content(incoming.path, incoming.inside) if incoming.inside else given.content(incoming.path)
            return data if data.startswith(b"PK") and b"word/" in data else None
        return None

    def _fail(self, number: int, name: str, error: SimcheckError) -> None:
        if number not in self._done:
            self._note(Outcome(number, name, error=refusal(error, self._found.names)))

    def _note(self, outcome: Outcome) -> None:
        self._done[outcome.number] = outcome
        folders.note(self._folder, outcome)

    def _event(self, summary: dict[str, list[str]] | None = None) -> Event:
        failed = sum(each.error is not None for each in self._done.values())
        return Event(
            documents=len(self._done) - failed,
            failed=failed,
            is_over=True,
            summary=summary or {},  # type: ignore[arg-type]
        )

    # --- two documents ------------------------------------------------------------------------------------------------

    def _compare(self, opened: Callable[[bool], Opened], tell: Tell) -> Event:
        from simcheck.comparison import compare

        tell("read", 0, 2)
        read = self._read_all(tell)
        if len(read) != 2:
            return self._event(_in_both("site.compare.two", count=len(read)))
        (first, checked), (second, source) = read
        report = compare(checked, source, settings=self._settings)
        words = ("simcheck", "compare", first.name, second.name, *self._options())
        self._keep(1, first, self._noted(report, words, None))
        return self._event()

    def _read_all(self, tell: Tell) -> list[tuple[Incoming, Document]]:
        read = []
        total = len(self._found.documents)
        for number, incoming in enumerate(self._found.documents, 1):
            tell("read", number - 1, total)
            try:
                read.append((incoming, self._read(incoming)))
            except UnreadableDocument as error:
                self._fail(number, incoming.name, error)
        return read

    # --- each with each -----------------------------------------------------------------------------------------------

    def _cross(self, opened: Callable[[bool], Opened], tell: Tell) -> Event:
        from simcheck.crossing.cross import cross
        from simcheck.crossing.names import told_apart
        from simcheck.render.crossing import screen
        from simcheck.render.crossing.view import View

        read = self._read_all(tell)
        if len(read) < 2:
            return self._event(_in_both("cross.too-few", count=len(read)))
        documents = told_apart([(incoming.name, document) for incoming, document in read])
        parts = self._folder / folders.WORK / "parts"
        parts.mkdir(mode=0o700, exist_ok=True)
        crossing = cross(documents, settings=self._settings, resume=parts, on_progress=tell)
        words = ("simcheck", "cross", *dict.fromkeys(self._found.names.values()), *self._options())
        crossing = replace(crossing, circumstances=circumstances(self._settings, words))
        views = {lang: View(crossing, lang) for lang in LANGUAGES}
        content = written.crossing(views[self._wishes.lang], ".json")
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        name = self._folder / folders.RESULTS / folders.CROSSING
        home.replace(name, stamp.stamped(data, ".json", __version__))
        failed = sum(each.error is not None for each in self._done.values())
        return Event(
            documents=len(documents),
            failed=failed,
            is_over=True,
            summary={lang: [screen.answer(view)] for lang, view in views.items()},
        )


def _in_both(key: str, **facts: int) -> dict[str, list[str]]:
    return {lang: [text(lang, key, **facts)] for lang in LANGUAGES}


def progress(step: str, done: int, total: int) -> Event:
    """How far a job is, as it is told."""
    return Event(progress=Progress(step, done, total))
