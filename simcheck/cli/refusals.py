"""Which outputs are refused before anything is computed: those that would take the place of something of the user's?

What lies at a path by itself is looked at by ``saving``; here it is held against what is read, counted or stored.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simcheck.cli import corpora, saving
from simcheck.cli.output import SUFFIXES, suffix
from simcheck.cli.usage import Misuse
from simcheck.errors import CannotWrite, SimcheckError, WouldOverwrite
from simcheck.files.home import FOLDER

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.report.report import Report


def refuse_outputs(paths: Sequence[str], inputs: Sequence[str], ctx: click.Context, *, force: bool) -> None:
    """Raise what is wrong with one of the files to be written: its format, its place, what is there already, that it is
    one of ``inputs`` or named twice."""
    for path in paths:
        if suffix(path) not in SUFFIXES and not saving.is_stream(path):
            raise Misuse("suffix", ctx, path=path, suffixes=" ".join(SUFFIXES))
        if saving.is_any_of(path, inputs):
            raise Misuse("overwrite", ctx, path=path)
        saving.refuse(path, force=force)
        if force and os.path.isfile(path) and _is_original(path):
            raise Misuse("original", ctx, path=path)
    real = [os.path.realpath(path) for path in paths if not saving.is_stream(path)]
    for path, other in zip(paths, real, strict=False):
        if real.count(other) > 1 and len(set(paths)) > 1:
            raise Misuse("same-output", ctx, path=path)


def _is_original(path: str) -> bool:
    """Whether a corpus in a folder above has a record of this very file, which is then not replaced."""
    from simcheck.corpus.inputs import id_of, place_of

    for folder in Path(os.path.realpath(path)).parents:
        if (folder / FOLDER).is_dir():
            with contextlib.suppress(SimcheckError), contextlib.closing(corpora.catalogue(str(folder))) as catalogue:
                if catalogue.record(id_of(place_of(path, folder))) is not None:
                    return True
    return False


def refuse_originals(paths: Sequence[str], corpus: Corpus, ctx: click.Context) -> None:
    """The same of the corpus that is asked, wherever it lies."""
    from simcheck.corpus.inputs import id_of, place_of

    for path in paths:
        if os.path.exists(path) and id_of(place_of(path, corpus.folder)) in corpus:
            raise Misuse("original", ctx, path=path)


def refuse_compared(paths: Sequence[str], report: Report, ctx: click.Context) -> None:
    """A result knows its documents by name only: what is called like one of them and is no result is not replaced."""
    names = {document.name for document in (report.document, *report.sources.values())}
    for path in paths:
        if os.path.basename(path) in names and os.path.exists(path):
            try:
                saving.refuse(path, force=False)
            except WouldOverwrite as error:
                raise Misuse("overwrite", ctx, path=path) from error


def refuse_counted(table: str, paths: Sequence[str]) -> None:
    """A table never takes the place of a document that is counted, nor is it written among them in place of one."""
    inside = any(saving.is_same(str(folder), path) for path in paths for folder in (Path(table), Path(table).parent))
    if Path(table).exists() and inside:
        raise CannotWrite(table, "is-input")
