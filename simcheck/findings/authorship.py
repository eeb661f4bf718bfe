"""Authorship (本人旧稿): which sources are of the same author or unit, or said to be, and on what ground?

They are flagged (``Flag.OWN``) and stay in the report and its total; a screen leaves them out where that is wished. A
text is own only if every record that has it is; and one whose signature contradicts the name of its file (署名与文件名
不一致) is nobody's by its unit or author.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simcheck.entities.addresses import compatible, same
from simcheck.entities.people import PERSONAL
from simcheck.metadata.guess import Witnesses, metadata_of, unit_of_document, witnesses
from simcheck.metadata.units import hints
from simcheck.model import Document, Note
from simcheck.report.report import Report


class Ground(NamedTuple):
    """Why a source is own: "said", or the field that is equal, "author" or "unit", what it says, and by what evidence
    both units are known ("title, signature")."""

    field: str
    value: str = ""
    by: str = ""


class Records(NamedTuple):
    """The records that have the text of one source: on what ground each is own, None if it is another's; and what the
    first of them is signed with and called, if that contradicts."""

    grounds: Mapping[str, Ground | None]
    contradiction: tuple[str, str] | None

    @property
    def ground(self) -> Ground | None:
        """Why the text is own: that of the record that is named, if all of them are."""
        first = next(iter(self.grounds.values()))
        return first if all(self.grounds.values()) else None


class Authorship(NamedTuple):
    """Whose the records of each source are, and whether the document's own signature contradicts the name of its
    file."""

    records: Mapping[str, Records]
    contradiction: tuple[str, str] | None


def authorship(report: Report, own: Collection[str]) -> Authorship:
    """Who wrote the sources; ``own`` are the ids of records that the user calls his own."""
    author = author_of(report.document)
    records = {}
    for id, source in report.sources.items():
        of_source = author_of(source)
        every = {id: of_source} | {copy.id: author_of(copy) for copy in report.copies.get(id, ())}
        grounds = {one: Ground("said") if one in own else author.ground(other) for one, other in every.items()}
        records[id] = Records(grounds, of_source.seen.contradiction)
    return Authorship(records, author.seen.contradiction)


@dataclass(frozen=True, slots=True)
class Author:
    """What is known of who wrote a document: what it is called, its metadata, given or guessed, what it says of its
    unit (``seen``), and the unit as closely as all that know it together."""

    name: str
    known: Mapping[str, str]
    seen: Witnesses
    unit: str

    def ground(self, other: Author) -> Ground | None:
        """Why another document is the author's own text, None if it is another's or cannot be known."""
        if not (self.seen.agree and other.seen.agree):
            return None
        mine, theirs = self.known.get("author"), other.known.get("author")
        if mine and theirs and mine != theirs:
            return None
        is_of_author, is_of_unit = bool(mine and theirs), bool(self.unit and other.unit and same(self.unit, other.unit))
        # one name is one person only where the units do not contradict
        if is_of_author and self.unit and other.unit and not compatible(self.unit, other.unit):
            return None
        if mine and is_of_author and _apart(self._hints, other._hints):
            return None
        if mine and is_of_author:
            return Ground("author", mine)
        # what two persons of one office wrote of themselves is of neither's
        if not is_of_unit or (_is_personal(self.known) and _is_personal(other.known)):
            return None
        by = dict.fromkeys((self.seen.evidence(other.unit), other.seen.evidence(other.unit)))
        return Ground("unit", self.unit, ", ".join(by))

    @property
    def _hints(self) -> set[str]:
        return hints(self.name, self.known.get("author", "")) | {self.seen.unread}


def author_of(document: Document) -> Author:
    """Who wrote a document, as far as it, its name and what is known of it tell."""
    known, seen = metadata_of(document), witnesses(document.name, document.text)
    return Author(document.name, known, seen, unit_of_document(document.name, known, seen))


def _apart(mine: set[str], theirs: set[str]) -> bool:
    """Whether both say something that may be a unit, and nothing of it is the same."""
    mine, theirs = mine - {""}, theirs - {""}
    return bool(mine and theirs) and not mine & theirs


def _is_personal(known: Mapping[str, str]) -> bool:
    return bool(PERSONAL.search(known.get("title", "")))


def authorship_notes(report: Report, authors: Authorship) -> Iterator[Note]:
    """Notes on the sources that are the author's own texts and on what ground; on those of which only some records are;
    and on texts whose signature contradicts the name of their file."""
    name = report.document.name
    for id, records in authors.records.items():
        ground = records.ground
        if ground and report.share_of(id).part:
            facts = {"document": name, "source": id, "value": ground.value}
            yield Note(f"own-{ground.field}", None, facts | ({"by": ground.by} if ground.by else {}))
        elif not ground and any(records.grounds.values()):
            names = {each.id: each.name for each in (report.sources[id], *report.copies.get(id, ()))}
            mine = next(record for record, ground in records.grounds.items() if ground)
            other = next(record for record, ground in records.grounds.items() if not ground)
            facts = {"document": name, "source": id, "record": mine, "name": names[mine], "other": names[other]}
            yield Note("own-copy", None, facts)
    said = [(name, authors.contradiction)]
    said += [(report.sources[id].name, records.contradiction) for id, records in authors.records.items()]
    for each, contradiction in said:
        if contradiction:
            signed, named = contradiction
            yield Note("signed-otherwise", None, {"document": each, "signed": signed, "named": named})
