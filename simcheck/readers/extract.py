"""What is a reader? It is given an ``Input`` and hands on an ``Extract``, or says by exceptions that the bytes are not
what they should be.

The module of a format has one entry, ``extract``, which is a ``Reader``; ``registry`` says which module that is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import accumulate
from typing import Final, NamedTuple

from simcheck.errors import Damaged
from simcheck.formats import Format
from simcheck.model import Note

PAGE: Final = "\f"
"""What readers write into their lines where a new page begins; no format has it inside its words."""


class Facts(NamedTuple):
    """What a file says of itself, cleaned (``facts``): the fields of ``FileFacts`` that it may say."""

    author: str | None = None
    editor: str | None = None
    software: str | None = None
    created: str | None = None
    modified: str | None = None
    revisions: tuple[str, ...] = ()


class Extract(NamedTuple):
    """The text of a file, what there is to say about it, where its pages begin, and what the file says of itself.

    ``pages`` are offsets of ``text`` in ascending order, one a page, the first 0; empty if the format knows none.
    """

    text: str
    notes: tuple[Note, ...] = ()
    pages: tuple[int, ...] = ()
    facts: Facts = Facts()


class Input(NamedTuple):
    """The bytes of a file and what is said of them: ``path`` in errors, ``name`` in notes.

    ``encoding`` is the one that the user named, None if none. ``extract`` reads a document of another format that
    stands inside this one; it is handed in, so that no reader has to know of the others.
    """

    path: str
    name: str
    data: bytes
    encoding: str | None
    extract: Callable[[Input, Format], Extract]


Reader = Callable[[Input], Extract]


def paged(text: str, notes: tuple[Note, ...] = ()) -> Extract:
    """The extract of a text in which ``PAGE`` stands where a page begins; without any, the pages are not known."""
    parts = text.split(PAGE)
    if len(parts) == 1:
        return Extract(text, notes)
    return Extract("".join(parts), notes, tuple(accumulate(map(len, parts[:-1]), initial=0)))


def broken() -> tuple[type[Exception], ...]:
    """What readers, and the libraries they use, raise when bytes are not what they should be.

    Whatever a damaged file says of itself, it is wrong in one of these ways. Nesting too deep is a ``RuntimeError``,
    bad XML a ``SyntaxError``.
    """
    # here, because an error about a picture needs none of them
    from struct import error as StructError
    from zipfile import BadZipFile
    from zlib import error as ZlibError

    packed: tuple[type[Exception], ...] = (BadZipFile, StructError, ZlibError)
    with suppress(ImportError):
        # a Python may be without it, and says then that it cannot read such a zip
        from lzma import LZMAError

        packed += (LZMAError,)
    general = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError)
    return (*packed, *general)


def damaged(path: str, error: Exception) -> Damaged:
    """What is said of a file about which one of ``broken`` was raised."""
    return Damaged(path, str(error) or type(error).__name__)
