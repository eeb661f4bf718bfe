"""What does a corpus hold, counted?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
