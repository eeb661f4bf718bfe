"""What processes of ours tell each other of a document: its text, notes and errors, as data of a fixed form.

The other side may have been taken over by a document: whatever it says is checked here, and can at worst be a wrong
text of that document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

import msgspec

from simcheck import errors
from simcheck.errors import UnreadableDocument
from simcheck.i18n.messages import known
from simcheck.model import Note, Span
from simcheck.readers import facts
from simcheck.readers.extract import Facts

Text = bytes
"""UTF-8 that may hold lone surrogates, as names of files and damaged documents do."""

MALFORMED: Final = (msgspec.MsgspecError, ValueError, LookupError, TypeError)
"""What is raised here for an answer that our own program would not give."""


class NoteData(msgspec.Struct, array_like=True):
    """A ``Note``."""

    code: str
    span: tuple[int, int] | None
    facts: dict[str, Text | int]


class ErrorData(msgspec.Struct, array_like=True):
    """An ``UnreadableDocument`` by its code; what has no code is a mistake of ours, with its traceback."""

    code: str
    facts: dict[str, Text | int | list[Text]]


def packed(words: str) -> Text:
    return words.encode("utf-8", "surrogatepass")


def words_of(text: Text) -> str:
    return text.decode("utf-8", "surrogatepass")


def packed_notes(notes: Sequence[Note]) -> list[NoteData]:
    return [
        NoteData(
            note.code,
            (note.span.start, note.span.end) if note.span else None,
            {name: packed(fact) if isinstance(fact, str) else fact for name, fact in note.facts.items()},
        )
        for note in notes
    ]


def notes_of(told: Sequence[NoteData], length: int) -> tuple[Note, ...]:
    """The notes on a text of this length; ``ValueError`` for one that there is not, or outside of it."""
    for note in told:
        if not known(f"note.{note.code}") or (note.span and not 0 <= note.span[0] <= note.span[1] <= length):
            raise ValueError(f"no note: {note.code}")
    return tuple(
        Note(
            note.code,
            Span(*note.span) if note.span else None,
            {name: words_of(fact) if isinstance(fact, bytes) else fact for name, fact in note.facts.items()},
        )
        for note in told
    )


def pages_of(told: Sequence[int], text: str) -> tuple[int, ...]:
    """Where pages begin, in order and inside the text; ``ValueError`` otherwise."""
    if list(told) != sorted(told) or (told and not 0 <= told[0] <= told[-1] <= len(text)):
        raise ValueError("pages outside the text")
    return tuple(told)


def facts_of(told: Facts) -> Facts:
    """What a file says of itself, cleaned again."""
    return facts.facts(**told._asdict())


def packed_error(error: UnreadableDocument) -> ErrorData:
    facts: dict[str, Text | int | list[Text]] = {}
    for field in fields(error):
        fact = getattr(error, field.name)
        if isinstance(fact, tuple):
            facts[field.name] = [packed(str(each)) for each in fact]
        else:
            facts[field.name] = packed(fact) if isinstance(fact, str) else int(fact)
    return ErrorData(error.code, facts)


def packed_mistake(traceback: str) -> ErrorData:
    return ErrorData("", {"traceback": packed(traceback)})


def error_of(told: ErrorData) -> UnreadableDocument:
    """The error that was packed; a mistake is raised as one."""
    facts: dict[str, Any] = {name: _fact(fact) for name, fact in told.facts.items()}
    if not told.code:
        raise AssertionError(facts.get("traceback", ""))
    error = _LEAVES[told.code](**facts)
    for field in fields(error):
        kind = {"str": str, "int": int}.get(str(field.type), tuple)
        if not isinstance(getattr(error, field.name), kind):
            raise ValueError(f"no {field.type}: {field.name}")
    return error


def _fact(fact: Text | int | list[Text]) -> str | int | tuple[str, ...]:
    if isinstance(fact, list):
        return tuple(map(words_of, fact))
    return words_of(fact) if isinstance(fact, bytes) else fact


_LEAVES: Final = {
    leaf.code: leaf
    for leaf in vars(errors).values()
    if isinstance(leaf, type) and issubclass(leaf, UnreadableDocument) and leaf is not UnreadableDocument
}
