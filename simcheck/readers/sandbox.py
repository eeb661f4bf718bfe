"""Reads documents in a process of its own: a file that makes its reader crash, hang or swell costs an error.

The process starts with the first such file, serves all that follow, and ends with this one. It is given memory and time
by the size of the file; when it breaks off, the next file starts another. What it answers is data of a fixed form: a
document that took it over could lie about its own text, and about nothing else.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from simcheck import worker
from simcheck.errors import Damaged, NoAccess, UnreadableDocument
from simcheck.formats import Format
from simcheck.readers.extract import Extract, Facts, Input
from simcheck.readers.wire import (
    MALFORMED,
    ErrorData,
    NoteData,
    Text,
    error_of,
    facts_of,
    notes_of,
    packed,
    packed_error,
    packed_mistake,
    packed_notes,
    pages_of,
    words_of,
)

PATIENCE: Final = 8.0
"""Seconds for any file; an ordinary report takes a twentieth of one, a book of a thousand pages three."""

PATIENCE_EACH: Final = 1.0
"""Seconds more for every megabyte."""

MEMORY: Final = 900_000_000
"""Bytes that the process may take, where the system can be asked to see to it; a report takes a tenth."""


_MOST: Final = 1_000_000_000
"""Bytes of an answer: no text is as long."""


class _Question(msgspec.Struct, array_like=True):
    path: Text
    name: Text
    encoding: str | None
    what: Format


class _Answer(msgspec.Struct, array_like=True):
    """About the text, which is a frame of its own."""

    notes: list[NoteData] = []
    pages: list[int] = []
    facts: Facts = Facts()
    error: ErrorData | None = None


def read(given: Input, what: Format, *, meanwhile: Callable[[], object] = bool) -> Extract:
    """What ``registry.extract`` gives and raises, or ``Damaged`` if it gave nothing in time; ``meanwhile`` is called
    while the other process reads."""
    path, name, data, encoding, _ = given
    question = [msgspec.msgpack.encode(_Question(packed(path), packed(name), encoding, what)), data]
    patience = PATIENCE + PATIENCE_EACH * len(data) / 1e6
    with _only:
        try:
            try:
                _reader().send(question, patience=patience)
            except worker.BrokenOff:
                # it was gone before it was asked, killed for want of memory perhaps: that is not this file's doing
                _reader().send(question, patience=patience)
            meanwhile()
            answered = _current[0].receive(_MOST)
        except worker.CannotStart as error:
            raise NoAccess(path, "no-process") from error
        except worker.BrokenOff as error:
            raise Damaged(path, "no end in sight" if error.late else "its reader broke off") from error
        except BaseException:
            dismiss()
            raise
    return _extract(path, answered)


_only = threading.Lock()
_current: list[worker.Worker] = []


def _after_fork() -> None:
    """What another thread was asking is not ours to wait for, nor whom it asked."""
    global _only
    _only = threading.Lock()
    _current.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _reader() -> worker.Worker:
    if not _current or not _current[0].is_usable:
        dismiss()
        _current.append(worker.Worker("read", memory=MEMORY))
    return _current[0]


@atexit.register
def dismiss() -> None:
    """End the process, if there is one."""
    for one in _current:
        one.end()
    _current.clear()


def _extract(path: str, answered: Sequence[bytes]) -> Extract:
    try:
        head, *text = answered
        answer = msgspec.msgpack.decode(head, type=_Answer)
        error = error_of(answer.error) if answer.error else None
        if error is None:
            (words,) = text
            said = words_of(words)
            pages = pages_of(answer.pages, said)
            return Extract(said, notes_of(answer.notes, len(said)), pages, facts_of(answer.facts))
    except MALFORMED as malformed:
        raise Damaged(path, "its reader broke off") from malformed
    error.path = path
    raise error


# The other side


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process that reads."""
    import traceback

    from simcheck.readers import registry

    head, data = question
    asked = msgspec.msgpack.decode(head, type=_Question)
    try:
        given = Input(words_of(asked.path), words_of(asked.name), data, asked.encoding, registry.extract)
        extract = registry.extract(given, asked.what)
        told = _Answer(packed_notes(extract.notes), list(extract.pages), extract.facts)
        return msgspec.msgpack.encode(told), packed(extract.text)
    except UnreadableDocument as error:
        told = _Answer(error=packed_error(error))
    except MemoryError:
        told = _Answer(error=packed_error(Damaged(words_of(asked.path), "out of memory")))
    except Exception:  # noqa: BLE001 a mistake of ours, which the other side has to show as one
        told = _Answer(error=packed_mistake(traceback.format_exc()))
    return (msgspec.msgpack.encode(told),)
