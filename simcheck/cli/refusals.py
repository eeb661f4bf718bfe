"""Which outputs are refused before anything is done: those that would take the place of something of the user's?

What lies at a path by itself is looked at by ``saving``; here it is held against what is read, counted or stored, by
whatever name: a link, a hard link, another case, a way through another folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from simcheck import environment
from simcheck.cli import corpora, saving
from simcheck.cli.output import PDF, SUFFIXES, suffix
from simcheck.cli.usage import Misuse
from simcheck.errors import CannotWrite, SimcheckError, WouldOverwrite
from simcheck.files.home import FOLDER


def refuse_outputs(
    paths: Sequence[str],
    inputs: Iterable[str],
    ctx: click.Context,
    *,
    force: bool,
    corpus: str | None = None,
    suffixes: Sequence[str] = (*SUFFIXES, PDF),
) -> None:
    """Raise what is wrong with one of the files to be written: its format (none of ``suffixes``), its place, what is
    there already, that it is one of ``inputs``, an original of a corpus (the one in the folder ``corpus``, the usual
    one, those in folders above) or named twice."""
    read, originals = set(filter(None, map(_identity, inputs))), _Originals(corpus)
    for path in paths:
        if suffix(path) not in suffixes and not saving.is_stream(path):
            raise Misuse("suffix", ctx, path=path, suffixes=" ".join(suffixes))
        if _identity(path) in read:
            raise Misuse("overwrite", ctx, path=path)
        if _is_table(path):
            raise Misuse("table", ctx, path=path)
        if not saving.is_stream(path) and path in originals:
            raise Misuse("original", ctx, path=path)
        saving.refuse(path, force=force)
        if suffix(path) == PDF and not saving.is_stream(path):
            _refuse_without_printer(path)
    _refuse_twice(paths, ctx)
    if _identity(_STDOUT) in read:
        raise Misuse("redirected", ctx)


def _refuse_without_printer(path: str) -> None:
    from simcheck.render.pdf.programs import is_possible

    if not is_possible(page=True):
        raise CannotWrite(path, "no-printer")


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

    return saving.folded(os.path.basename(path)) == SHEET


def _refuse_twice(paths: Sequence[str], ctx: click.Context) -> None:
    """One file under two names, though neither is there yet: a system may not tell their cases apart."""
    places: dict[str, str] = {}
    for path in paths:
        if saving.is_stream(path):
            continue
        if places.setdefault(saving.folded(os.path.realpath(path)), path) != path:
            raise Misuse("same-output", ctx, path=path)


# --- originals --------------------------------------------------------------------------------------------------------


class _Originals:
    """The files that corpora have records of: the one in ``folder``, or the usual one, and those in folders above."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder or environment.corpus_folder()
        self._known: dict[str, _Records] = {}

    def __contains__(self, path: str) -> bool:
        """Whether the file at ``path`` is one, be it there or not."""
        from simcheck.corpus.inputs import place_of

        above = (str(folder) for folder in Path(os.path.realpath(path)).parents)
        for folder in dict.fromkeys((self._folder, *above)):
            if folder not in self._known:
                self._known[folder] = _Records(folder)
            if self._known[folder].has(path, place_of(path, Path(folder))):
                return True
        return False


class _Records:
    """The places of the records of the corpus in a folder; none if there is no corpus that can be read."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._places: frozenset[str] = frozenset()
        if (Path(folder) / FOLDER).is_dir():
            with contextlib.suppress(SimcheckError), contextlib.closing(corpora.catalogue(folder)) as catalogue:
                self._places = frozenset(catalogue.places())

    def has(self, path: str, place: str) -> bool:
        """Whether one of them is the file at ``path``, which is known by ``place``, or is in it."""
        if place in self._places or place in self._archives_and_lists:
            return True
        identity = _identity(path) if self._places else None
        if identity is None:
            return False
        if os.stat(path).st_nlink > 1:
            return identity in self._identities
        alike = self._by_name.get(saving.folded(os.path.basename(path)), ())
        return any(identity == _identity(os.path.join(self._folder, other)) for other in alike)

    @cached_property
    def _archives_and_lists(self) -> frozenset[str]:
        return frozenset(place[:at] for place in self._places for at, sign in enumerate(place) if sign in "/#")

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for place in self._places:
            found.setdefault(saving.folded(place.rpartition("/")[2]), []).append(place)
        return found

    @cached_property
    def _identities(self) -> set[tuple[int, int] | None]:
        return {_identity(os.path.join(self._folder, place)) for place in self._places}


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
    return f"/{saving.folded(os.path.realpath(path).replace(os.sep, '/'))}".endswith(f"/{saving.folded(name)}")


# --- what is counted --------------------------------------------------------------------------------------------------


def refuse_counted(table: str, paths: Sequence[str]) -> None:
    """A table never takes the place of a document that is counted, by itself or in a folder."""
    from simcheck.corpus.frequencies import COUNTED

    real = Path(os.path.realpath(table))
    is_among = suffix(table) in COUNTED and any(real.is_relative_to(os.path.realpath(path)) for path in paths)
    if real.exists() and (is_among or saving.is_any_of(table, paths)):
        raise CannotWrite(table, "is-input")
