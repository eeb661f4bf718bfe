"""Checking many documents (批量): one report after the other, with progress; what is done is not computed again.

``Corpus.check_all`` from top to bottom. Reports are kept in a folder, a file each, whose name hangs on everything that
a report hangs on: the bytes of the document, what is said of it, the settings, the state of the corpus, the version.
What was changed is computed anew, and what is damaged too.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from simcheck._version import __version__
from simcheck.comparison import document_of
from simcheck.corpus import phrase_list
from simcheck.corpus.ingest import ReadOptions, read_for_check
from simcheck.corpus.inputs import Incoming, Listing, Said
from simcheck.errors import CannotWrite, InvalidResult, NoMatch, SimcheckError, UnreadableDocument, UnsafeCorpus
from simcheck.files import given, home, refusal
from simcheck.files.patterns import expanded, nothing
from simcheck.model import Document
from simcheck.readers import archive
from simcheck.report.report import Report
from simcheck.settings import Settings
from simcheck.store.rows import digest
from simcheck.store.store import Store
from simcheck.text.public import Public

Outcome = tuple[str, Report | SimcheckError]
"""How a document is called, and its report or why it could not be read."""

SUFFIX: Final = ".json"


@dataclass(frozen=True)
class Asked:
    """What ``Corpus.check`` is told of every document."""

    before: str | None
    exclude: Collection[str]
    own: Collection[str]
    templates: Sequence[Document | str]
    public: Public
    """With what is kept with the corpus, if that is wanted."""

    def data(self) -> list[Any]:
        """What reports hang on, as JSON can hold it."""
        forms = [document_of(form, "") for form in self.templates]
        return [
            self.before,
            sorted(self.exclude),
            sorted(self.own),
            [[form.name, digest(form.text).hex()] for form in forms],
            [text.digest for text in self.public.texts],
        ]


def check_all(
    store: Store,
    paths: Iterable[str | os.PathLike[str]],
    check: Callable[[Document], Report],
    settings: Settings,
    asked: Asked,
    *,
    encoding: str | None,
    resume: str | os.PathLike[str] | None,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[Outcome]:
    """The outcomes of ``Corpus.check_all``, which says what the arguments are; ``check`` makes one report."""
    kept = _Kept(Path(resume)) if resume is not None else None
    state = _State(store, [__version__, settings.to_dict(), asked.data()])
    places = [_Place(os.fspath(path), store.folder, encoding) for path in paths]
    total = sum(place.count for place in places)
    done = 0
    seen: set[str] = set()
    for incoming, named, options in (each for place in places for each in place.inputs()):
        if isinstance(incoming, SimcheckError):
            yield named, incoming
        elif incoming.id in seen or (kept and kept.has(incoming)):
            continue
        else:
            seen.add(incoming.id)
            if on_progress:
                on_progress(done, max(total, done + 1))
            yield named, _outcome(incoming, options, store, check, kept, state, settings)
        done += 1
    if on_progress:
        on_progress(done, done)


def _outcome(
    incoming: Incoming,
    options: ReadOptions,
    store: Store,
    check: Callable[[Document], Report],
    kept: _Kept | None,
    state: _State,
    settings: Settings,
) -> Report | SimcheckError:
    """The report, as it was kept or computed now, or why the document cannot be read."""
    key = ""
    before = state.now() if kept else ""
    try:
        if kept:
            key = sha256(f"{before}{_fingerprint(incoming, options)}".encode("utf-8", "surrogatepass")).hexdigest()
            if report := kept.report(key):
                # what a table of the user's own is called in JSON cannot be made a table again
                return replace(report, settings=settings)
        document = read_for_check(incoming, options, lambda id: store.catalogue.record(id) is not None)
    except UnreadableDocument as error:
        return error
    report = check(document)
    if kept and state.now() == before:
        # as it is read again, so that it is the same whether it was computed now or earlier
        report = replace(kept.keep(key, report), settings=settings)
    return report


def _fingerprint(incoming: Incoming, options: ReadOptions) -> str:
    """What tells a document from all others, and from itself once it has changed. Raises what reading raises."""
    if incoming.document:
        content = sha256(incoming.document.text.encode("utf-8", "surrogatepass"))
    elif incoming.inside:
        content = sha256(archive.content(str(incoming.path), incoming.inside))
    else:
        content = sha256(given.content(str(incoming.path)))
    said = [content.hexdigest(), incoming.id, incoming.name, dict(incoming.said), list(options)]
    return json.dumps(said, sort_keys=True)


class _Place:
    """What there is to check at a path: a file, a folder, an archive, a list, or what a pattern means."""

    def __init__(self, path: str, root: Path, encoding: str | None) -> None:
        self._path, self._encoding = path, encoding
        self._found = expanded(path)
        self._listings = [Listing([each], root, Said()) for each in self._found]
        self.count = sum(listing.extent()[0] for listing in self._listings)

    def inputs(self) -> Iterator[tuple[Incoming | SimcheckError, str, ReadOptions]]:
        """Each with its name and how it is read: a result of ours is a document only where it was named itself."""
        if not self._found:
            yield nothing(self._path), self._path, ReadOptions()
        for path, listing in zip(self._found, self._listings, strict=True):
            is_there = False
            for incoming in listing.inputs():
                is_there = True
                is_itself = path == self._path and not incoming.inside and not os.path.isdir(path)
                yield incoming, _name(incoming), ReadOptions(self._encoding, even_results=is_itself)
            for place, error in listing.failed:
                yield error, place, ReadOptions()
            if not is_there and not listing.failed:
                yield NoMatch(path), path, ReadOptions()


def _name(incoming: Incoming) -> str:
    """The path by which a user finds a document; of one in a list its name there."""
    if incoming.document or incoming.path is None:
        return incoming.name
    return archive.shown(incoming.path, incoming.inside) if incoming.inside else incoming.path


class _State:
    """The state of a corpus, and what is asked of it, in few characters; looked at again when it was written to."""

    def __init__(self, store: Store, asked: Sequence[Any]) -> None:
        self._store, self._asked = store, asked
        self._seen: Any = None
        self._value = ""

    def now(self) -> str:
        """The same for the same state, whoever asks; another one for any other."""
        catalogue = self._store.catalogue
        said = phrase_list.read(self._store.home)
        with catalogue.reading():
            seen = (catalogue.facts(), catalogue.files(), said.added, said.struck)
            if seen != self._seen:
                rows = list(catalogue.records())
                measures = catalogue.measures({row.text for row in rows})
                whole = sha256(json.dumps([self._asked, said.added, said.struck], sort_keys=True).encode())
                for row in rows:
                    record = [row.id, row.name, row.metadata, row.added, measures[row.text][1].hex()]
                    whole.update(json.dumps(record, sort_keys=True).encode())
                self._seen, self._value = seen, whole.hexdigest()
        return self._value


class _Kept:
    """The reports that are there already, in a folder of the user's choice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(str(folder), refusal.writing(error)) from error
        self._real = os.path.realpath(folder)

    def has(self, incoming: Incoming) -> bool:
        """Whether a file is one of these reports, and no document that anybody meant."""
        return incoming.path is not None and os.path.dirname(os.path.realpath(incoming.path)) == self._real

    def report(self, key: str) -> Report | None:
        """The report that was kept, if it is there and whole."""
        with contextlib.suppress(UnreadableDocument, InvalidResult, UnicodeDecodeError):
            path = self._folder / f"{key}{SUFFIX}"
            return Report.from_json(given.content(path).decode(), name=str(path))
        return None

    def keep(self, key: str, report: Report) -> Report:
        """Keep a report, whole or not at all, and read it; it holds texts, and is its owner's alone."""
        path = self._folder / f"{key}{SUFFIX}"
        try:
            home.replace(path, report.to_json().encode())
        except OSError as error:
            raise CannotWrite(str(path), refusal.writing(error)) from error
        except UnsafeCorpus as error:
            raise CannotWrite(str(path), error.reason) from error
        return self.report(key) or report
