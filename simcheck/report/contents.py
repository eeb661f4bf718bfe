"""What is a result made of? What cannot be counted again, and so is all that is read of a saved one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simcheck.model import Document, Finding, Mark, Note
from simcheck.report.circumstances import Circumstances
from simcheck.settings import Settings


@dataclass(frozen=True)
class Contents:
    """``findings`` stand in document order, ``sources`` by id, the largest first."""

    document: Document
    sources: Mapping[str, Document]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()
    settings: Settings = Settings()
    copies: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    """By source: the other records of a corpus that have the very same text."""
    searched: int | None = None
    """How many documents of a corpus were searched; None if two documents were compared."""
    marks: tuple[Mark, ...] = ()
    """What is not simply the document's own words, in order: set phrases and public texts inside findings, quotations,
    templates."""
    public: int = 0
    """How many public texts were searched, whatever was found in them."""
    circumstances: Circumstances | None = field(default=None, compare=False)
    """When, by which command and of which corpus it was made, if somebody noted it; a result is what was found."""
