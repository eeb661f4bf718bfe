"""The corpus that a command means is opened, and what cannot be is told: its folder, its records, its dates."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simcheck import environment
from simcheck.cli import saving, talk
from simcheck.cli.output import width
from simcheck.cli.usage import Misuse
from simcheck.errors import CannotWrite, CorpusNotWritten, UnknownRecord
from simcheck.i18n.messages import Messages

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.render.terminal.corpus import CorpusScreen
    from simcheck.render.view.sources import Library
    from simcheck.store.catalogue import Catalogue
    from simcheck.store.rows import Row

_ENDLESS: Final = 10_000
"""Columns of a pipe for what need not be wrapped: names are not cut for a program."""


def catalogue(folder: str) -> Catalogue:
    """What the corpus holds, without what is needed to search it; raises ``NoCorpus`` before numpy is there."""
    from simcheck.files.home import FOLDER
    from simcheck.store.catalogue import Catalogue

    return Catalogue(Path(folder) / FOLDER)


def opened(folder: str, say: Messages, *, quiet: bool = False) -> Corpus:
    """The corpus of a folder; raises ``NoCorpus`` like ``catalogue``."""
    catalogue(folder).close()
    from simcheck.corpus.collection import Corpus

    return told(Corpus.open(folder), say, quiet=quiet)


def told(corpus: Corpus, say: Messages, *, quiet: bool = False) -> Corpus:
    """The corpus, after it was said that others could look into it."""
    if corpus.is_exposed is not None and not quiet:
        key = "corpus.exposed" if corpus.is_exposed else "corpus.closed"
        talk.tell(say, key, folder=os.path.join(str(corpus.folder), ""))
    return corpus


def library(folder: str, option: str | None, *, listed: bool = False) -> Library:
    """The corpus of a folder, which an ``option`` named or not, as a report names it; ``listed`` with the SHA-256 of
    its list of documents, which reads all of it."""
    with contextlib.closing(catalogue(folder)) as opened, opened.reading():
        documents, updated = opened.counts()[0], opened.facts()["updated"]
        sha256 = opened.listing() if listed else ""
    from simcheck.render.view.sources import Library

    return Library(os.path.join(environment.shown_folder(folder, option), ""), documents, updated, sha256)


def screen(folder: str, say: Messages) -> CorpusScreen:
    """How stdout shows what a corpus holds."""
    from simcheck.render.terminal.corpus import CorpusScreen

    watched = sys.stdout.isatty()
    return CorpusScreen(say.lang, width(watched) if watched or os.environ.get("COLUMNS") else _ENDLESS, folder)


@contextlib.contextmanager
def written() -> Iterator[None]:
    """What cannot be written in here is the corpus."""
    try:
        yield
    except CannotWrite as error:
        if type(error) is not CannotWrite:
            raise
        cause = error.__cause__
        reason = saving.REASONS.get(cause.errno or 0) if isinstance(cause, OSError) else None
        raise CorpusNotWritten(error.path, reason or error.reason) from error


def found(corpus: Corpus, wanted: str) -> list[Row]:
    """The records of this id or name; if there is none, the error names those that may have been meant."""
    try:
        return corpus.find(wanted)
    except UnknownRecord as error:
        names = {row.id: row.name for row in corpus.rows()}
        near = error.similar or [id for id, name in names.items() if wanted in name][:3]
        raise UnknownRecord(error.folder, error.wanted, tuple(f"{id[:6]} {names[id]}" for id in near)) from error


def date(option: str, written: str, ctx: click.Context) -> str:
    """A date of an option the way records have it; what is none is wrong usage."""
    from simcheck.entities.dates import date as parsed

    value = parsed(written)
    if value is None:
        raise Misuse("date", ctx, option=option, value=written)
    return value
