"""Something else where the files of a corpus are, or in those that are not its catalogue and postings."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import socket
import struct
from pathlib import Path

from benchmarks.reading.fuzz_corpus import Corpora


class Places(Corpora):
    """Something else where our files and folders are: links, pipes, sockets, folders, files without end."""

    name = "places"

    def mutate(self, home: Path, rng: random.Random) -> None:
        postings = sorted(path.name for path in (home / "segments").iterdir())
        ours = [
            *(f"catalogue.sqlite{end}" for end in ("", "-wal", "-shm", "-journal", ".new", ".new-journal")),
            *("lock", "phrases.txt", "phrases.txt.new", ".gitignore", ".gitignore.new", "segments", "segments"),
            *(f"segments/{name}" for name in postings),
            *("segments/000000001-00000000.postings", "segments/more.txt", "segments/000000009-abcdef01.postings"),
            ".",
        ]
        for _ in range(rng.choice((1, 1, 2))):
            path = home / rng.choice(ours)
            if path.parent.is_symlink():
                # by the change before this one: what we did there would be told of the program
                continue
            with contextlib.suppress(OSError):
                self._exchange(path, rng)

    def _exchange(self, path: Path, rng: random.Random) -> None:
        aside = self._top / "aside"
        # what opens a pipe to see whether it is a folder waits for ever
        if aside.is_dir() and not aside.is_symlink():
            shutil.rmtree(aside)
        aside.unlink(missing_ok=True)
        if os.path.lexists(path):
            path.rename(aside)
        match rng.randrange(8):
            case 0:
                path.symlink_to(rng.choice((self._canary, self._canary / "0", self._canary / "0" / "不要动.txt")))
            case 1:
                # what was there, elsewhere
                path.symlink_to(aside)
            case 2:
                os.mkfifo(path)
            case 3:
                path.mkdir()
                (path / "x").write_text("x")
            case 4:
                with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):
                    one.bind(path.name)
            case 5:
                os.link(self._canary / "0" / "不要动.txt", path)
                # a second name is a change of the file's times, but not of what we compare
            case 6:
                with open(path, "wb") as file:
                    file.truncate(10_000_000_000)
            case _:
                path.write_bytes(rng.choice((b"", b"x" * 5000, _journal(self._canary / "0" / "不要动.txt"))))


def _journal(victim: Path) -> bytes:
    """The end of a rollback journal that names a file to be deleted."""
    name = str(victim).encode()
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">5I", 0, 0, 1, 512, 4096)
    # SQLite adds up signed characters
    total = sum(byte if byte < 128 else byte - 256 for byte in name) & 0xFFFFFFFF
    tail = name + struct.pack(">II", len(name), total) + b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    return head.ljust(512, b"\0") + struct.pack(">I", 262145) + tail


class Words(Corpora):
    """What stands in the lock and in the list of phrases."""

    name = "words"

    def mutate(self, home: Path, rng: random.Random) -> None:
        for name in ("lock", "phrases.txt"):
            path = home / name
            data = path.read_bytes() if path.exists() else b"x\n"
            if rng.random() < 0.7:
                path.write_bytes(self._damage(data, rng))
            else:
                path.write_bytes(
                    rng.choice((b"\0" * 5000, b"%PDF-1.7\n", b"PK\3\4" + data, b"\xff\xfe" + data, b"-" * 10**6))
                )
