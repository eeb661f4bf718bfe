"""The state of a corpus as it was last committed: its files of postings, opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from simcheck.index.segment import Segment
from simcheck.model import Document
from simcheck.report.reader_notes import reading_from
from simcheck.store import transaction
from simcheck.store.catalogue import Catalogue
from simcheck.store.rows import File, Row


def as_document(row: Row, text: str, catalogue: Catalogue) -> Document:
    """A record with its text; CatalogueDamaged if what it says of the text cannot be true."""
    try:
        notes, pages = reading_from(row.notes, len(text))
    except ValueError:
        raise catalogue.damaged(f"record {row.id}") from None
    return Document(row.id, row.name, text, row.metadata, notes, pages, catalogue.original(row))


class Snapshot:
    """The files of postings as the catalogue named them at one moment, mapped."""

    def __init__(self, place: Path, files: Sequence[File], removed: Collection[int], texts: int, old: Snapshot | None):
        self.files, self.removed, self.texts = tuple(files), frozenset(removed), texts
        kept = {segment.path.name: segment for segment in old.segments} if old else {}
        self.segments: list[Segment] = [
            kept.get(file.name) or Segment(place / transaction.SEGMENTS / file.name, file.size) for file in files
        ]
