"""What does a corpus hold, counted?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcheck.store.store import Store


@dataclass(frozen=True, slots=True)
class Summary:
    """What a corpus holds; sizes in bytes, ``lengths`` in characters (ascending, one for each different text)."""

    documents: int
    texts: int
    lengths: tuple[int, ...]
    paragraphs: int
    formats: Mapping[str, int]
    years: Mapping[str, int]
    created: str
    updated: str
    index_size: int
    text_size: int
    unreadable: tuple[tuple[str, str, dict[str, Any]], ...]
    """Files that could not be read when they were last looked at: place, code and facts of the error."""
    is_current: bool
    """Whether the index was made with the settings of this version."""
    format: int
    """Of the catalogue; an older version's is smaller than ``tables.FORMAT``."""
    files: int
    """Documents of whose original files something is known."""


def summary_of(store: Store) -> Summary:
    """Counts what is there now."""
    catalogue = store.catalogue
    with catalogue.reading():
        rows = list(catalogue.records())
        files, _ = catalogue.files()
        facts = catalogue.facts()
        texts = {row.text: row for row in rows}
        return Summary(
            documents=len(rows),
            texts=len(texts),
            lengths=tuple(sorted(row.characters for row in texts.values())),
            paragraphs=sum(row.paragraphs for row in texts.values()),
            formats=Counter(Path(row.name.partition("#")[0]).suffix.lower().lstrip(".") for row in rows),
            years=Counter(row.metadata["date"][:4] for row in rows if row.metadata.get("date")),
            created=facts["created"],
            updated=facts["updated"],
            index_size=sum(file.size for file in files),
            text_size=catalogue.size(),
            unreadable=tuple(catalogue.unreadable()),
            is_current=not store.differences(),
            format=catalogue.format,
            files=catalogue.known_originals(),
        )
