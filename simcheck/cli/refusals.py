"""Which outputs are refused before anything is done: those that would take the place of something of the user's?

What lies at a path by itself is looked at by ``saving``; here it is held against what is read, counted or stored, by
whatever name: a link, a hard link, another case, a way through another folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from simcheck import environment
from simcheck.cli import corpora, saving
from simcheck.cli.output import SUFFIXES, suffix
from simcheck.cli.usage import Misuse
from simcheck.errors import CannotWrite, SimcheckError, WouldOverwrite
from simcheck.files.home import FOLDER


def refuse_outputs(
    paths: Sequence[str], inputs: Iterable[str], ctx: click.Context, *, force: bool, corpus: str | None = None
) -> None:
    """Raise what is wrong with one of the files to be written: its format, its place, what is there already, that it is
    one of ``inputs``, an original of a corpus (the one in the folder ``corpus``, the usual one, those in folders above)
    or named twice."""
    read = set(filter(None, map(_identity, inputs)))
    for path in paths:
        if suffix(path) not in SUFFIXES and not saving.is_stream(path):
            raise Misuse("suffix", ctx, path=path, suffixes=" ".join(SUFFIXES))
        if _identity(path) in read:
            raise Misuse("overwrite", ctx, path=path)
        if _is_table(path):
            raise Misuse("table", ctx, path=path)
        if not saving.is_stream(path) and _is_original(path, corpus):
            raise Misuse("original", ctx, path=path)
        saving.refuse(path, force=force)
    _refuse_twice(paths, ctx)
    if _identity(_STDOUT) in read:
        raise Misuse("redirected", ctx)


_STDOUT: Final = 1
"""What the shell opened for ``>>``, which may be one of the documents."""


def _identity(path: str | int) -> tuple[int, int] | None:
    """What tells the file at a path, or behind a stream of ours, from every other; None if there is no file."""
    with contextlib.suppress(OSError, ValueError):
        status = os.stat(0 if path == "-" else path)
        return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
    return None


def _is_table(path: str) -> bool:
    """Whether a file of this name says what the documents beside it are, as soon as they are added."""
    from simcheck.corpus.inputs import SHEET

    return _folded(os.path.basename(path)) == SHEET


def _refuse_twice(paths: Sequence[str], ctx: click.Context) -> None:
    """One file under two names, though neither is there yet: a system may not tell their cases apart."""
    places: dict[str, str] = {}
    for path in paths:
        if saving.is_stream(path):
            continue
        if places.setdefault(_folded(os.path.realpath(path)), path) != path:
            raise Misuse("same-output", ctx, path=path)


def _folded(path: str) -> str:
    """A path as the most forgiving system knows it: without case, accents in one form."""
    return unicodedata.normalize("NFC", path).casefold()


# --- originals --------------------------------------------------------------------------------------------------------


def _is_original(path: str, corpus: str | None) -> bool:
    """Whether a corpus that may be meant has a record of the file at ``path``, be it there or not."""
    above = (str(folder) for folder in Path(os.path.realpath(path)).parents)
    folders = dict.fromkeys((corpus or environment.corpus_folder(), *above))
    return any((Path(folder) / FOLDER).is_dir() and _is_in(folder, path) for folder in folders)


def _is_in(folder: str, path: str) -> bool:
    from simcheck.corpus.inputs import id_of, place_of

    with contextlib.suppress(SimcheckError), contextlib.closing(corpora.catalogue(folder)) as catalogue:
        place = place_of(path, Path(folder))
        return catalogue.record(id_of(place)) is not None or _is_one_of(path, place, catalogue.places(), folder)
    return False


def _is_one_of(path: str, place: str, places: Iterable[str], folder: str) -> bool:
    """The same by other names, and of a file that holds many documents."""
    if not os.path.isfile(path):
        return False
    status = os.stat(path)
    name, many = _folded(os.path.basename(path)), (f"{place}/", f"{place}#")
    for other in places:
        if other.startswith(many):
            return True
        if status.st_nlink > 1 or _folded(other.rpartition("/")[2]) == name:
            with contextlib.suppress(OSError, ValueError):
                if os.path.samestat(status, os.stat(os.path.join(folder, other))):
                    return True
    return False


# --- the documents of a saved result ----------------------------------------------------------------------------------


def refuse_compared(
    paths: Sequence[str], result: str, documents: Mapping[str, Collection[str]], ctx: click.Context
) -> None:
    """A result knows its documents by their names, here with the ids that each has: what these lead to from the folder
    of the result or from the current one is not replaced, nor what has the id of a record, nor what is called so and is
    no result of ours."""
    beside = os.path.dirname(result) if result != "-" else ""
    ids = {id for some in documents.values() for id in some}
    for path in filter(os.path.exists, paths):
        if saving.is_any_of(path, (os.path.join(at, name) for name in documents for at in (beside, ""))):
            raise Misuse("shown", ctx, path=path)
        if not ids.isdisjoint(_possible_ids(path)):
            raise Misuse("shown", ctx, path=path)
        if any(_ends(path, name) for name in documents):
            try:
                saving.refuse(path, force=False)
            except WouldOverwrite as error:
                raise Misuse("shown", ctx, path=path) from error


def _possible_ids(path: str) -> Iterator[str]:
    """The ids that the record of a file may have, wherever its corpus is."""
    from simcheck.corpus.inputs import id_of

    real = os.path.realpath(path).replace(os.sep, "/")
    yield id_of(real)
    for at, sign in enumerate(real):
        if sign == "/":
            yield id_of(real[at + 1 :])


def _ends(path: str, name: str) -> bool:
    """Whether a path leads to something called ``name``, which may have folders in it."""
    return f"/{_folded(os.path.realpath(path).replace(os.sep, '/'))}".endswith(f"/{_folded(name)}")


# --- what is counted --------------------------------------------------------------------------------------------------


def refuse_counted(table: str, paths: Sequence[str]) -> None:
    """A table never takes the place of a document that is counted, by itself or in a folder."""
    from simcheck.corpus.frequencies import COUNTED

    real = Path(os.path.realpath(table))
    is_among = suffix(table) in COUNTED and any(real.is_relative_to(os.path.realpath(path)) for path in paths)
    if real.exists() and (is_among or saving.is_any_of(table, paths)):
        raise CannotWrite(table, "is-input")
