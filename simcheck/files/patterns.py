"""Which files does a name with * or ? mean, where no shell said it before (in cmd of Windows, or between quotes)?"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import unicodedata
from collections.abc import Iterator

from simcheck.errors import NoMatch, NotFound
from simcheck.files.given import absent, is_link

_MAGIC = re.compile(r"[*?[]")


def is_pattern(path: str) -> bool:
    """Whether a name may mean several files; nothing is looked at."""
    return _MAGIC.search(path) is not None


def expanded(path: str) -> list[str]:
    """The files and folders that a pattern means, in the order of their names; none if nothing is like it.

    ``*`` and ``?`` stand for anything in a name, ``[…]`` for one of some characters, ``**`` for any folders, as in most
    shells. What begins with a dot, or what ``**`` would reach through a link, is not meant. What is called exactly so,
    such as 报告[1].docx, is that alone.
    """
    if not is_pattern(path) or _is_there(path):
        return [path]
    drive, rest = os.path.splitdrive(path)
    parts = [part for part in re.split(r"[\\/]" if os.name == "nt" else "/", rest) if part]
    root = drive + (os.sep if rest[:1] in ("/", os.sep) else "")
    return list(dict.fromkeys(_like(root, parts)))


def _is_there(path: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return os.path.lexists(path)
    return False


def nothing(path: str) -> NoMatch | NotFound:
    """What is wrong with a pattern that means nothing; with brackets alone it was a name."""
    if re.search(r"[*?]", path):
        return NoMatch(path)
    return absent(path)


def _like(root: str, parts: list[str]) -> Iterator[str]:
    """The paths below ``root`` whose names are like ``parts``.

    Where links lead in circles one folder has endless names: for the same rest of a pattern it is looked into once.
    """
    waiting = [(root, 0)]
    seen: set[tuple[str, int]] = set()
    while waiting:
        base, at = waiting.pop()
        while at < len(parts) and not is_pattern(parts[at]) and _is_there(path := os.path.join(base, parts[at])):
            base, at = path, at + 1
        if at == len(parts):
            yield base or os.curdir
            continue
        key = os.path.realpath(base), at
        if key in seen or not is_pattern(parts[at]):
            continue
        seen.add(key)
        found = list(_step(base, at, parts))
        waiting += reversed(found)


def _step(base: str, at: int, parts: list[str]) -> Iterator[tuple[str, int]]:
    """Where a pattern goes on from a folder, and with which of its parts."""
    if parts[at] != "**":
        wanted = _folded(parts[at])
        yield from ((os.path.join(base, n), at + 1) for n in _names(base) if fnmatch.fnmatchcase(_folded(n), wanted))
        return
    yield base, at + 1
    # a folder at the end is everything in it
    for name in _names(base) if at + 1 < len(parts) else ():
        path = os.path.join(base, name)
        if os.path.isdir(path) and not is_link(path):
            yield path, at


def _names(folder: str) -> list[str]:
    """What is in a folder and not hidden; nothing if it is none."""
    try:
        return sorted(name for name in os.listdir(folder or os.curdir) if not name.startswith((".", "~$")))
    except OSError:
        return []


def _folded(name: str) -> str:
    """A name as its system compares it, with accents in one form."""
    return unicodedata.normalize("NFC", os.path.normcase(name))
