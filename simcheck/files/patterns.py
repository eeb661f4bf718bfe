"""Which files does a name with * or ? mean, where no shell said it before (in cmd of Windows, or between quotes)?"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import unicodedata
from collections.abc import Iterator

from simcheck.files.given import is_link

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


def _like(base: str, parts: list[str]) -> Iterator[str]:
    if not parts:
        yield base
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        # a folder at the end is everything in it
        yield from _like(base, rest) if rest else [base or os.curdir]
        for name in _names(base) if rest else ():
            path = os.path.join(base, name)
            if os.path.isdir(path) and not is_link(path):
                yield from _like(path, parts)
    elif is_pattern(first):
        wanted = _folded(first)
        for name in _names(base):
            if fnmatch.fnmatchcase(_folded(name), wanted):
                yield from _like(os.path.join(base, name), rest)
    elif _is_there(path := os.path.join(base, first)):
        yield from _like(path, rest)


def _names(folder: str) -> list[str]:
    """What is in a folder and not hidden; nothing if it is none."""
    try:
        return sorted(name for name in os.listdir(folder or os.curdir) if not name.startswith((".", "~$")))
    except OSError:
        return []


def _folded(name: str) -> str:
    """A name as its system compares it, with accents in one form."""
    return unicodedata.normalize("NFC", os.path.normcase(name))
