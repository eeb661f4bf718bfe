"""Which files of a watched folder (监看) are new or changed, whole by now, and not checked yet?

``looked`` is one look at the folder, ``Memory`` what was done with each file: a journal of lines that is written to the
disk before anything else is begun, so that whatever ends the program, nothing is checked twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from simcheck.corpus.inputs import SHEET, is_hidden
from simcheck.errors import CannotWrite, NotFound, UnreadableDocument
from simcheck.files import home, refusal
from simcheck.files.given import content, is_link
from simcheck.store import lock


class Seen(NamedTuple):
    """What a file looks like from outside: bytes, and nanoseconds since 1970."""

    size: int
    modified: int


class Look(NamedTuple):
    """What was in a folder, by the path from there with slashes, how many links, which are not followed, and why it
    could not be looked into everywhere, by path."""

    files: dict[str, Seen]
    links: int
    failed: dict[str, str]


def looked(folder: str) -> Look:
    """The files of a folder and those below; what is hidden, temporary or open in an office program is passed over."""
    failed: dict[str, str] = {}

    def on_error(error: OSError) -> None:
        failed[str(error.filename)] = refusal.reading(error)

    files: dict[str, Seen] = {}
    links = 0
    for here, folders, names in os.walk(folder, onerror=on_error):
        below = [name for name in sorted(folders) if not is_hidden(name)]
        folders[:] = [name for name in below if not is_link(os.path.join(here, name))]
        links += len(below) - len(folders)
        for name in sorted(names):
            if is_hidden(name) or name == SHEET:
                continue
            path = os.path.join(here, name)
            if is_link(path):
                links += 1
                continue
            # one that went away meanwhile is not there
            with contextlib.suppress(OSError):
                status = os.lstat(path)
                if stat.S_ISREG(status.st_mode):
                    files[os.path.relpath(path, folder).replace(os.sep, "/")] = Seen(status.st_size, status.st_mtime_ns)
    return Look(files, links, failed)


TRIES: Final = 3
"""Times that a file is begun: one in which the program ends each time would keep all others from being checked."""


class Memory:
    """What was done with the files of a folder, kept at ``path``; for who holds the lock (``kept``)."""

    def __init__(self, path: Path) -> None:
        """Raises ``CannotWrite`` if what is there cannot be read or written."""
        self._path = path
        self._done: dict[str, Seen] = {}
        self._begun: dict[str, tuple[Seen, int]] = {}
        lines = 0
        with contextlib.suppress(NotFound):
            try:
                data = content(path)
            except UnreadableDocument as error:
                if isinstance(error, NotFound):
                    raise
                raise CannotWrite(str(path), getattr(error, "reason", "other")) from error
            for line in data.split(b"\n"):
                lines += 1
                self._take(line)
        # what is superseded goes, and the rest of a line that was cut off
        known = [self._line(name, seen, 0) for name, seen in self._done.items()]
        known += [self._line(name, seen, tries) for name, (seen, tries) in self._begun.items()]
        if lines > len(known) + 1 or not lines:
            with self._written():
                home.replace(path, b"".join(known))
        with self._written():
            self._file = home.opened(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def is_done(self, name: str, seen: Seen) -> bool:
        """Whether a file was dealt with as it is."""
        return self._done.get(name) == seen

    def tries(self, name: str, seen: Seen) -> int:
        """How often it was begun, as it is, and not ended."""
        begun = self._begun.get(name)
        return begun[1] if begun and begun[0] == seen else 0

    def begin(self, name: str, seen: Seen) -> None:
        """Note that it is begun."""
        self._note(name, seen, self.tries(name, seen) + 1)

    def give_back(self, name: str, seen: Seen) -> None:
        """Note that it was not ended, for no reason of its own."""
        self._note(name, seen, -1)

    def end(self, name: str, seen: Seen) -> None:
        """Note that it is done."""
        self._note(name, seen, 0)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _note(self, name: str, seen: Seen, tries: int) -> None:
        line = self._line(name, seen, tries)
        with self._written():
            os.write(self._file, line)
            os.fsync(self._file)
        self._take(line)

    @staticmethod
    def _line(name: str, seen: Seen, tries: int) -> bytes:
        # a name that is no text is one by escapes of JSON
        return json.dumps([name, seen.size, seen.modified, tries]).encode() + b"\n"

    def _take(self, line: bytes) -> None:
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            name, size, modified, tries = json.loads(line)
            if not (isinstance(name, str) and all(type(number) is int for number in (size, modified, tries))):
                return
            self._begun.pop(name, None)
            if tries == 0:
                self._done[name] = Seen(size, modified)
            elif tries > 0:
                self._begun[name] = Seen(size, modified), tries

    @contextlib.contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CannotWrite(str(self._path), refusal.writing(error)) from error


@contextlib.contextmanager
def kept(state: Path, about: str) -> Iterator[Memory]:
    """The memory of what is watched, by all that ``about`` says of it, in the folder ``state``.

    Raises ``StateInUse`` if another process watches the same, ``CannotWrite`` where nothing can be kept.
    """
    folder = state / blake2b(about.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    with lock.private(folder), contextlib.closing(Memory(folder / "done.jsonl")) as memory:
        yield memory


class Waiting:
    """Which files are whole: those that look the same at two looks (``Look``), one after the other."""

    def __init__(self, is_left: Callable[[str, Seen], bool]) -> None:
        """``is_left`` says of a file whether it is not to be checked."""
        self._is_left = is_left
        self._last: dict[str, Seen] = {}
        self.growing = 0
        """Files of the last look that were not whole."""

    def ready(self, look: Look) -> list[tuple[str, Seen]]:
        """The files to be checked now, those that were changed first before others."""
        wanted = {name: seen for name, seen in look.files.items() if not self._is_left(name, seen)}
        whole = [(name, seen) for name, seen in wanted.items() if self._last.get(name) == seen]
        self.growing = len(wanted) - len(whole)
        self._last = wanted
        return sorted(whole, key=lambda each: (each[1].modified, each[0]))
