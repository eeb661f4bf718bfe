"""Authorship (本人旧稿): which sources are of the same author or unit as the document, or said to be?

They are flagged (``Flag.OWN``) and stay in the report and its total; a screen leaves them out where that is wished.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from simcheck.metadata.guess import metadata_of
from simcheck.model import Document, Note
from simcheck.report.report import Report


def same_author(id: str, own: Collection[str], known: Mapping[str, str], source: Document) -> tuple[str, str] | None:
    """Why a source is the author's own text: the field that is equal, and what it says; None if it is another's."""
    if id in own:
        return "said", ""
    known_of_source = metadata_of(source)
    for field in ("author", "unit"):
        if known.get(field) and known_of_source.get(field):
            return (field, known[field]) if known[field] == known_of_source[field] else None
    return None


def own_text_notes(report: Report, authors: Mapping[str, tuple[str, str] | None]) -> Iterator[Note]:
    """Notes on the sources that are the author's own texts, and why they are."""
    for id, shared in authors.items():
        if shared and report.sources[id].text != report.document.text and report.share_of(id).part:
            facts = {"document": report.document.name, "source": id, "value": shared[1]}
            yield Note(f"own-{shared[0]}", None, facts)
