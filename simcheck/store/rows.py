"""What may stand in a row of the catalogue, and how is it checked when it is read?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from simcheck.model import FileFacts

MOST: Final = 1 << 31
"""Numbers of texts are below it: what is found is counted by pairs of a text and a place in 64 bits."""

_LARGE: Final = 1 << 48
"""No count and no size is beyond it."""

TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+.:\d]{0,20}", re.ASCII)
_CODE: Final = re.compile(r"[a-z-]{1,40}")


class Row(NamedTuple):
    """A record as it is stored; ``text`` is its text's number, ``characters`` and ``paragraphs`` are the text's."""

    id: str
    text: int
    name: str
    place: str | None
    stamp: str | None
    metadata: dict[str, str]
    guessed: tuple[str, ...]
    notes: str
    added: str
    version: int
    characters: int
    paragraphs: int


class Text(NamedTuple):
    """A text as it is stored, without its number."""

    content: str
    digest: bytes
    characters: int
    paragraphs: int


class File(NamedTuple):
    """A file of postings: its name, its size in bytes and how many texts it was written with."""

    name: str
    size: int
    texts: int


def digest(text: str) -> bytes:
    """What tells texts apart: 16 bytes, the same everywhere."""
    return blake2b(encoded(text), digest_size=16).digest()


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def bound(text: str | None) -> str | bytes | None:
    """A string as SQLite can hold it: names of files need not be valid, and half a character cannot be text there."""
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return encoded(text)
    return text


def read(stored: Any) -> Any:
    """What ``bound`` was given."""
    return stored.decode("utf-8", "surrogatepass") if isinstance(stored, bytes) else stored


# What may stand in the fields: a catalogue may be damaged, or made by somebody to do damage


def is_count(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < _LARGE


def shown(id: Any) -> str:
    """An id as an error can name it, whatever it is."""
    return (id.decode("utf-8", "replace") if isinstance(id, bytes) else str(id))[:100]


def checked(row: Row) -> Row:
    words = (row.id, row.name, row.notes, row.added, row.place or "", row.stamp or "")
    counts = (row.text, row.version, row.characters, row.paragraphs)
    if not all(isinstance(word, str) for word in words) or not all(map(is_count, counts)):
        raise TypeError
    if not 0 < row.text < MOST or not TIME.fullmatch(row.added):
        raise ValueError
    return row


def read_metadata(stored: Any) -> dict[str, str]:
    known = json.loads(read(stored))
    if not isinstance(known, dict) or any(isinstance(value, (dict, list)) for value in known.values()):
        raise TypeError
    return {name: value if isinstance(value, str) else str(value) for name, value in known.items()}


def read_names(stored: Any) -> tuple[str, ...]:
    names = json.loads(read(stored))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError
    return tuple(names)


def packed_facts(file: FileFacts) -> str:
    """The facts of a file as JSON, without those that it does not tell."""
    told = ((name, getattr(file, name)) for name in _FACTS)
    return _ENCODER.encode({name: value for name, value in told if value not in (None, ())})


_FACTS: Final = tuple(field.name for field in fields(FileFacts))
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


def read_facts(stored: Any) -> FileFacts:
    told = json.loads(read(stored))
    if not isinstance(told, dict) or not is_count(told.get("size")):
        raise TypeError
    return FileFacts(**{**told, "revisions": tuple(told.get("revisions", ()))})


def read_unreadable(place: Any, code: Any, facts: Any) -> tuple[str, str, dict[str, Any]]:
    where, told = read(place), json.loads(read(facts))
    if not isinstance(where, str) or not isinstance(told, dict) or not _CODE.fullmatch(code):
        raise TypeError
    return where, code, told
