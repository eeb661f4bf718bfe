"""What reading a document said besides its text, as a corpus remembers it: notes and pages to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from simcheck.model import Note
from simcheck.report.serialise import note_data


def reading_data(notes: Iterable[Note], pages: Sequence[int]) -> str:
    """What reading a document said besides its text, as JSON; ``reading_from`` reads it."""
    told = [note_data(note) for note in notes]
    return json.dumps({"notes": told, "pages": list(pages)} if pages else told, ensure_ascii=False)


def reading_from(data: str, length: int) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """The notes and pages that ``reading_data`` wrote of a text of so many characters; ValueError for anything else."""
    if data == "[]":
        return (), ()
    from simcheck.report.deserialise import reading

    return reading(data, length)
