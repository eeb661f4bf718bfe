"""The parts of a report as data for JSON, and what a corpus remembers of reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from simcheck.model import Document, Note, Span
from simcheck.report.counting import Share
from simcheck.text.segmentation import paragraph_numbers


def place_data(span: Span, paragraphs: Sequence[Span], document: Document) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end, "paragraphs": list(paragraph_numbers(span, paragraphs))}
    if document.pages:
        place["pages"] = [document.page(at) for at in (span.start, max(span.start, span.end - 1))]
    return place


def pages_data(document: Document) -> dict[str, Any]:
    return {"pages": list(document.pages)} if document.pages else {}


def span_data(span: Span) -> list[int]:
    return [span.start, span.end]


def counts_data(share: Share) -> dict[str, int]:
    return {"part": share.part, "whole": share.whole, "passage": share.passage}


def record_data(document: Document) -> dict[str, Any]:
    return {"id": document.id, "name": document.name} | metadata_data(document)


def metadata_data(document: Document) -> dict[str, Any]:
    return {"metadata": dict(document.metadata)} if document.metadata else {}


def note_data(note: Note) -> dict[str, Any]:
    """A note as JSON can hold it."""
    place = {"span": span_data(note.span)} if note.span else {}
    return {"code": note.code} | place | {"facts": dict(note.facts)}


def reading_data(notes: Iterable[Note], pages: Sequence[int]) -> str:
    """What reading a document said besides its text, as JSON; ``reading_from`` reads it."""
    told = [note_data(note) for note in notes]
    return json.dumps({"notes": told, "pages": list(pages)} if pages else told, ensure_ascii=False)


def reading_from(data: str, length: int) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """The notes and pages that ``reading_data`` wrote of a text of so many characters; ValueError for anything else."""
    if data == "[]":
        return (), ()
    from simcheck.report.schema import reading

    return reading(data, length)
