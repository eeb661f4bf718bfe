"""From paths to what there is to read: folders, archives, lists, tables beside them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from simcheck.entities import dates
from simcheck.errors import Empty, InvalidSettings, NoAccess, OwnResult, SimcheckError, TooLarge, UnreadableDocument
from simcheck.files import refusal
from simcheck.files.given import LIMIT, is_link, opened
from simcheck.metadata import sidecar
from simcheck.model import Document
from simcheck.readers import archive
from simcheck.report import stamp

Failures = list[tuple[str, SimcheckError]]
"""Places and why they could not be read."""

SHEET: Final = "metadata.csv"
"""The table beside the documents of a folder that says what they are, if there is one."""

LIST: Final = ".jsonl"


class Source(NamedTuple):
    """Something that is to be added: where it is, what it is called, and what the user says of it."""

    id: str
    name: str
    size: int
    place: str | None = None
    stamp: str | None = None
    path: str | None = None
    document: Document | None = None
    said: Mapping[str, str] = {}
    inside: tuple[str, ...] = ()
    """Where in the archive at ``path`` it is, if that is one."""


# From paths to sources


def place_of(path: str | os.PathLike[str], root: Path) -> str:
    """The path by which a file is known: seen from ``root`` if it is inside, otherwise from the top."""
    real, top = os.path.realpath(path), _real(os.path.abspath(root))
    inside = real[len(top) + 1 :] if real.startswith(top + os.sep) else real
    return inside.replace(os.sep, "/")


@lru_cache(maxsize=8)
def _real(path: str) -> str:
    return os.path.realpath(path)


def id_of(place: str) -> str:
    """The id of the record of a file: the same as long as it stays where it is."""
    return blake2b(f"file\0{place}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class Said(NamedTuple):
    """What the user says of the documents: of every one of them, and of some files by their real paths."""

    of_all: Mapping[str, str] = {}
    of_files: Mapping[str, Mapping[str, str]] = {}

    def of(self, path: Path, beside: Mapping[str, str]) -> dict[str, str]:
        """What is said of a file of which a table ``beside`` it says something too; what is said of it alone holds."""
        named = self.of_files.get(os.path.realpath(path), {}) if self.of_files else {}
        return {**self.of_all, **beside, **named}


class Listed(NamedTuple):
    """A file that is to be added: its name in the corpus, its size and time if it could be looked at, what is said of
    it, and where in the archive at ``path`` it is."""

    path: Path
    name: str
    size: int
    stamp: str | None
    said: Mapping[str, str]
    inside: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return not self.inside and self.path.suffix.lower() == LIST and self.stamp is not None


def listed(
    paths: Iterable[str | os.PathLike[str]], root: Path, said: Said, failed: Failures, outside: list[str]
) -> Iterator[Listed]:
    """The files at ``paths``, folders and archives walked in the order of names; hidden and temporary files passed
    over. ``outside`` collects the places of links in folders that lead out of them: nobody named what is there."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from _in_folder(path, root, said, failed, outside)
        else:
            yield from _file(path, path.name, root, said.of(path, {}), failed)


def _file(path: Path, name: str, root: Path, said: Mapping[str, str], failed: Failures) -> Iterator[Listed]:
    """A file, or the files in it."""
    if path.suffix.lower() == archive.SUFFIX and archive.is_archive(path):
        yield from _in_archive(path, name, root, said, failed)
    else:
        yield _listed(path, name, said)


def _in_archive(path: Path, name: str, root: Path, said: Mapping[str, str], failed: Failures) -> Iterator[Listed]:
    try:
        members = list(archive.members(str(path)))
    except UnreadableDocument as error:
        failed.append((place_of(path, root), error))
        return
    sheets: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for member in members:
        folder, _, own = "/".join(member.inside).rpartition("/")
        if own == SHEET:
            shown = archive.shown(str(path), member.inside)
            try:
                sheets[folder] = sidecar.sheet(shown, archive.content(str(path), member.inside))
            except (UnreadableDocument, InvalidSettings) as error:
                failed.append(("/".join((place_of(path, root), *member.inside)), error))
    archive.close()
    for member in members:
        inner = "/".join(member.inside)
        folder, _, own = inner.rpartition("/")
        if own == SHEET or any(map(_is_hidden, inner.split("/"))):
            continue
        known = {**said, **sheets.get(folder, {}).get(own, {})}
        yield Listed(path, f"{name}/{inner}", member.size, member.stamp, known, member.inside)


def _in_folder(folder: Path, root: Path, said: Said, failed: Failures, outside: list[str]) -> Iterator[Listed]:
    def on_error(error: OSError) -> None:
        path = str(error.filename)
        failed.append((place_of(path, root), NoAccess(path, refusal.reading(error))))

    top = os.path.realpath(folder)
    for here, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in [name for name in folders if _leads_out(Path(here) / name, top)]:
            # where a system has links that are walked like folders
            folders.remove(name)
            outside.append((Path(here) / name).as_posix())
        table = Path(here) / SHEET
        if SHEET in names and _leads_out(table, top):
            outside.append(table.as_posix())
            names.remove(SHEET)
        sheet = sidecar.sheet(table) if SHEET in names else {}
        for name in sorted(names):
            if _is_hidden(name) or name == SHEET:
                continue
            path = Path(here) / name
            if _leads_out(path, top):
                outside.append(path.as_posix())
                continue
            known = said.of(path, sheet.get(name, {}))
            yield from _file(path, path.relative_to(folder).as_posix(), root, known, failed)


def _leads_out(path: Path, top: str) -> bool:
    """Whether a link leads out of the folder ``top``."""
    if not is_link(path):
        return False
    real = os.path.realpath(path)
    return real != top and not real.startswith(os.path.join(top, ""))


def _listed(path: Path, name: str, said: Mapping[str, str]) -> Listed:
    try:
        status = path.stat()
    except (OSError, ValueError):
        # what cannot be looked at will be refused where it is read, in the reader's words
        return Listed(path, name, 0, None, said)
    return Listed(path, name, status.st_size, f"{status.st_size}:{status.st_mtime_ns}", said)


def extent(files: Iterable[Listed]) -> tuple[int, int]:
    """How many documents there are in all, and how many bytes."""
    documents = size = 0
    for file in files:
        documents += _count_lines(file.path) if file.is_list else 1
        size += file.size
    return documents, size


def _count_lines(path: Path) -> int:
    """How many lines a list has, about: a very long one is judged by its beginning."""
    with contextlib.suppress(UnreadableDocument, OSError), opened(path) as file:
        beginning = sum(file.read(1 << 20).count(b"\n") for _ in range(_COUNTED >> 20))
        size = os.fstat(file.fileno()).st_size
        return round(beginning * max(1.0, size / _COUNTED))
    return 0


_COUNTED: Final = 1 << 27
"""Bytes of a list in which its lines are counted before it is read."""


def sources(files: Iterable[Listed], root: Path, failed: Failures) -> Iterator[Source]:
    """The documents in files, one by one: a list holds many."""
    for file in files:
        place = "/".join((place_of(file.path, root), *file.inside))
        if file.is_list:
            yield from _in_list(file, place, failed)
        else:
            path = str(file.path)
            yield Source(id_of(place), file.name, file.size, place, file.stamp, path, None, file.said, file.inside)


def _is_hidden(name: str) -> bool:
    """Hidden files, and those that office programs leave while they have a document open."""
    return name.startswith((".", "~$", ".~")) or name.endswith("~") or name in _OF_SYSTEMS


_OF_SYSTEMS: Final = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
"""What file managers leave in folders and archives."""


def _in_list(file: Listed, place: str, failed: Failures) -> Iterator[Source]:
    """One document a line: "text" or "content", and "id", "title", "date", "unit", "author" where there are such."""
    # typed decoding is only loaded where there is a list
    from simcheck.corpus.lists import Unfit, record

    seen = set()
    for number, line in _lines(file.path, place, failed):
        if number == 1 and stamp.is_result_line(line):
            failed.append((place, OwnResult(str(file.path))))
            return
        where, line_of = f"{file.path}:{number}", f"{place}:{number}"
        if not line.strip():
            continue
        try:
            text, own, known = record(line)
        except Unfit as error:
            failed.append((line_of, InvalidSettings("PATH", where, str(error))))
            continue
        if not text.strip():
            failed.append((line_of, Empty(where, len(line))))
            continue
        own = str(number) if own is None else own
        if known.get("date"):
            known["date"] = _date(known["date"]) or known["date"]
        if own in seen:
            failed.append((line_of, InvalidSettings("PATH", where, "same-id")))
            continue
        seen.add(own)
        mine = f"{place}#{own}"
        document = Document(id_of(mine), f"{file.name}#{own}", text)
        yield Source(document.id, document.name, len(line), mine, file.stamp, None, document, {**known, **file.said})


# a day's items stand together
_date = lru_cache(maxsize=1000)(dates.date)


def _lines(path: Path, place: str, failed: Failures) -> Iterator[tuple[int, bytes]]:
    """The lines of a list with their numbers; as bytes, so that one in another encoding spoils no other.

    A line that is longer than any document is told of, and never held whole.
    """
    try:
        with opened(path) as file:
            for number, line in enumerate(iter(lambda: file.readline(LIMIT + 1), b""), 1):
                size = len(line)
                if size <= LIMIT:
                    yield number, line
                    continue
                while line and not line.endswith(b"\n") and size < _PASSED_OVER:
                    line = file.readline(1 << 20)
                    size += len(line)
                failed.append((f"{place}:{number}", TooLarge(f"{path}:{number}", size, LIMIT)))
                if size >= _PASSED_OVER:
                    return
    except UnreadableDocument as error:
        failed.append((place, error))
    except OSError as error:
        failed.append((place, NoAccess(str(path), refusal.reading(error))))


_PASSED_OVER: Final = 5 * LIMIT
"""Bytes of one line after which nobody looks for its end any more: the rest of such a list is left."""


def handed_over(document: Document) -> Source:
    """A document that is not from a file."""
    size = len(document.text)
    return Source(document.id, document.name, size, None, None, None, document, document.metadata)
