"""From paths to what there is to read, and what is passed over: hidden and temporary files, links that lead out.

Folders, archives, lists, tables beside documents. What is known already is left out in ``addition``, results of ours in
``ingest``.
"""

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


class Incoming(NamedTuple):
    """Something that is to be added: a file, a document in an archive, or one that is there already."""

    id: str
    """Of its record."""
    name: str
    size: int
    """Bytes, or characters of a document that is there."""
    place: str | None = None
    """By which a file is known again."""
    stamp: str | None = None
    """Size and time of the file, if it could be looked at."""
    path: str | None = None
    inside: tuple[str, ...] = ()
    """Where in the archive at ``path`` it is, if that is one."""
    said: Mapping[str, str] = {}
    """What the user says of it."""
    document: Document | None = None
    """If it need not be read."""

    @property
    def is_list(self) -> bool:
        """Whether it is a file of documents, one a line."""
        is_named_so = self.path is not None and os.path.splitext(self.path)[1].lower() == LIST
        return is_named_so and not self.inside and self.stamp is not None


# From paths to what there is


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


class Listing:
    """What there is to add at some paths: folders and archives walked in the order of names, hidden and temporary files
    passed over. ``root`` is the folder of the corpus.

    ``failed`` collects what could not be looked at, ``outside`` the places of links in folders that lead out of them:
    nobody named what is there.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]], root: Path, said: Said) -> None:
        self._root = root
        self.failed: Failures = []
        self.outside: list[str] = []
        self._files = [file for path in map(Path, paths) for file in self._at(path, said)]

    def extent(self) -> tuple[int, int]:
        """How many documents there are in all, about, and how many bytes."""
        documents = sum(_count_lines(Path(str(file.path))) if file.is_list else 1 for file in self._files)
        return documents, sum(file.size for file in self._files)

    def inputs(self) -> Iterator[Incoming]:
        """The documents, one by one: a list holds many."""
        for file in self._files:
            if file.is_list:
                yield from _in_list(file, self.failed)
            else:
                yield file

    def _at(self, path: Path, said: Said) -> Iterator[Incoming]:
        if path.is_dir():
            yield from self._in_folder(path, said)
        else:
            yield from self._in_file(path, path.name, said.of(path, {}))

    def _in_file(self, path: Path, name: str, said: Mapping[str, str]) -> Iterator[Incoming]:
        """A file, or the files in it."""
        if path.suffix.lower() == archive.SUFFIX and archive.is_archive(path):
            yield from self._in_archive(path, name, said)
        else:
            yield self._file(path, name, said)

    def _in_archive(self, path: Path, name: str, said: Mapping[str, str]) -> Iterator[Incoming]:
        try:
            members = list(archive.members(str(path)))
        except UnreadableDocument as error:
            self.failed.append((place_of(path, self._root), error))
            return
        sheets: dict[str, Mapping[str, Mapping[str, str]]] = {}
        for member in members:
            folder, _, own = "/".join(member.inside).rpartition("/")
            if own == SHEET:
                shown = archive.shown(str(path), member.inside)
                try:
                    sheets[folder] = sidecar.sheet(shown, archive.content(str(path), member.inside))
                except (UnreadableDocument, InvalidSettings) as error:
                    self.failed.append(("/".join((place_of(path, self._root), *member.inside)), error))
        archive.close()
        top = place_of(path, self._root)
        for member in members:
            inner = "/".join(member.inside)
            folder, _, own = inner.rpartition("/")
            if own == SHEET or any(map(is_hidden, inner.split("/"))):
                continue
            known = {**said, **sheets.get(folder, {}).get(own, {})}
            place = f"{top}/{inner}"
            yield Incoming(
                id_of(place), f"{name}/{inner}", member.size, place, member.stamp, str(path), member.inside, known
            )

    def _in_folder(self, folder: Path, said: Said) -> Iterator[Incoming]:
        def on_error(error: OSError) -> None:
            path = str(error.filename)
            self.failed.append((place_of(path, self._root), NoAccess(path, refusal.reading(error))))

        top = os.path.realpath(folder)
        for here, folders, names in os.walk(folder, onerror=on_error):
            folders[:] = sorted(name for name in folders if not is_hidden(name))
            for name in [name for name in folders if _leads_out(Path(here) / name, top)]:
                # where a system has links that are walked like folders
                folders.remove(name)
                self.outside.append((Path(here) / name).as_posix())
            table = Path(here) / SHEET
            if SHEET in names and _leads_out(table, top):
                self.outside.append(table.as_posix())
                names.remove(SHEET)
            sheet = sidecar.sheet(table) if SHEET in names else {}
            for name in sorted(names):
                if is_hidden(name) or name == SHEET:
                    continue
                path = Path(here) / name
                if _leads_out(path, top):
                    self.outside.append(path.as_posix())
                    continue
                known = said.of(path, sheet.get(name, {}))
                yield from self._in_file(path, path.relative_to(folder).as_posix(), known)

    def _file(self, path: Path, name: str, said: Mapping[str, str]) -> Incoming:
        place = place_of(path, self._root)
        try:
            status = path.stat()
        except (OSError, ValueError):
            # what cannot be looked at will be refused where it is read, in the reader's words
            return Incoming(id_of(place), name, 0, place, None, str(path), (), said)
        stamp = f"{status.st_size}:{status.st_mtime_ns}"
        return Incoming(id_of(place), name, status.st_size, place, stamp, str(path), (), said)


def _leads_out(path: Path, top: str) -> bool:
    """Whether a link leads out of the folder ``top``."""
    if not is_link(path):
        return False
    real = os.path.realpath(path)
    return real != top and not real.startswith(os.path.join(top, ""))


def _count_lines(path: Path) -> int:
    """How many lines a list has, about: a very long one is judged by its beginning."""
    with contextlib.suppress(UnreadableDocument, OSError), opened(path) as file:
        beginning = sum(file.read(1 << 20).count(b"\n") for _ in range(_COUNTED >> 20))
        size = os.fstat(file.fileno()).st_size
        return round(beginning * max(1.0, size / _COUNTED))
    return 0


_COUNTED: Final = 1 << 27
"""Bytes of a list in which its lines are counted before it is read."""


def is_hidden(name: str) -> bool:
    """Hidden files, and those that office programs leave while they have a document open."""
    return name.startswith((".", "~$", ".~")) or name.endswith("~") or name in _OF_SYSTEMS


_OF_SYSTEMS: Final = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
"""What file managers leave in folders and archives."""


def _in_list(file: Incoming, failed: Failures) -> Iterator[Incoming]:
    """One document a line: "text" or "content", and "id", "title", "date", "unit", "author" where there are such."""
    # typed decoding is only loaded where there is a list
    from simcheck.corpus.lists import Unfit, record

    assert file.path is not None
    assert file.place is not None
    path, place = file.path, file.place
    seen = set()
    for number, line in _lines(Path(path), place, failed):
        if number == 1 and stamp.is_result_line(line):
            failed.append((place, OwnResult(path)))
            return
        where, line_of = f"{path}:{number}", f"{place}:{number}"
        if not line.strip():
            continue
        if stamp.is_result_line(line):
            failed.append((line_of, OwnResult(where)))
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
        known |= file.said
        yield Incoming(document.id, document.name, len(line), mine, file.stamp, said=known, document=document)


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


def handed_over(document: Document) -> Incoming:
    """A document that is not from a file."""
    return Incoming(document.id, document.name, len(document.text), said=document.metadata, document=document)
