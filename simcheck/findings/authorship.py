"""Which sources are by the same hand?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from simcheck.metadata.guess import said_of
from simcheck.model import Document, Note
from simcheck.report.report import Report

# Who wrote it


def same_hand(id: str, own: Collection[str], mine: Mapping[str, str], source: Document) -> tuple[str, str] | None:
    """Why a source is the author's own text: the field that is equal, and what it says; None if it is another's."""
    if id in own:
        return "said", ""
    theirs = said_of(source)
    for field in ("author", "unit"):
        if mine.get(field) and theirs.get(field):
            return (field, mine[field]) if mine[field] == theirs[field] else None
    return None


def of_own(report: Report, hands: Mapping[str, tuple[str, str] | None]) -> Iterator[Note]:
    for id, hand in hands.items():
        if hand and report.sources[id].text != report.document.text and report.share_of(id).part:
            facts = {"document": report.document.name, "source": id, "value": hand[1]}
            yield Note(f"own-{hand[0]}", None, facts)
