"""What a report claims, read as plain facts: who holds a passage, whose it was first, what is own, dated, left behind.

It asks the public names of the package only, so that the same situations can be put to one version after another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from simcheck import Corpus, Document, Flag, Report, compare, read


def effective(text: str) -> int:
    """How many letters, digits and ideographs a text has."""
    return sum(unicodedata.category(character)[0] in "LN" for character in text)


def visible(text: str) -> int:
    """How many characters of a text are not blank."""
    return sum(not character.isspace() for character in text)


def written(folder: Path, name: str, text: str) -> Path:
    """A file with this text; the name may begin with folders."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def compared(folder: Path, document: tuple[str, str], source: tuple[str, str], *, own: bool = False) -> Report:
    """The comparison of two files, each given by its name and its text."""
    left, right = (read(written(folder / side, *each)) for side, each in (("本文", document), ("来源", source)))
    return compare(left, right, own=own)


def collected(folder: Path, sources: Mapping[str, str]) -> Corpus:
    """A corpus of these files, added one after another."""
    corpus = Corpus.open(folder / "库", create=True)
    for name, text in sources.items():
        corpus.add_all([written(folder / "来源", name, text)])
    return corpus


def checked(
    folder: Path, document: tuple[str, str], sources: Mapping[str, str], *, before: str | None = None
) -> Report:
    """The check of a file against a corpus of these files."""
    with collected(folder, sources) as corpus:
        return corpus.check(corpus.read(written(folder / "本文", *document)), before=before)


@dataclass(frozen=True, slots=True)
class Claim:
    """So many sources hold so many characters in common, and perhaps: which of them does, in which it began."""

    code: str
    count: int
    characters: int
    origin: str | None = None
    holder: str | None = None


def _name(report: Report, source: str) -> str:
    """The name of a source that is given by its id, or of a record with the same text."""
    known: list[Document] = [*report.sources.values(), *(copy for each in report.copies.values() for copy in each)]
    return next((each.name for each in known if each.id == source), source)


def said_to_hold(report: Report) -> list[Claim]:
    """All that is said about how many hold a passage and where it began, in notes and in the table of passages."""
    claims = []
    for note in report.notes:
        if note.code == "widespread" or note.code.startswith("origin-"):
            source = note.facts.get("source")
            origin = None if source is None else _name(report, str(source))
            claims.append(Claim(note.code, int(note.facts["count"]), int(note.facts["characters"]), origin))
    passages: Any = getattr(report, "spread", ())
    for passage in passages:
        if passage.origin is not None:
            claims.append(Claim("spread", 1, passage.characters, _name(report, passage.origin)))
        for holder in passage.holders:
            source = getattr(holder, "source", None) or holder.id
            claims.append(Claim("spread", 1, holder.characters, holder=_name(report, source)))
    return claims


def origin_named(report: Report) -> set[str]:
    """The names of the sources in which a passage is said to have begun."""
    return {claim.origin for claim in said_to_hold(report) if claim.origin is not None}


def is_own(report: Report, source: str) -> bool:
    """Whether anything that the source with this name shares is excused as the author's own."""
    noted = any(
        note.code.startswith("own-")
        and note.code not in ("own-record", "own-version")
        and _name(report, str(note.facts.get("source"))) == source
        for note in report.notes
    )
    return noted or any(
        Flag.OWN in finding.flags and _name(report, finding.match.source) == source for finding in report.findings
    )


def dated(corpus: Corpus, name: str) -> str | None:
    """The date of a record, as it was recognized: a year, a month or a day."""
    return next(each.metadata.get("date") for each in corpus if each.name == name)


class Leftover(NamedTuple):
    """The source's name or year that stayed, and the document's that stands elsewhere instead."""

    theirs: str
    own: str


def left_behind(report: Report) -> list[Leftover]:
    """What is said to have been forgotten when names and years were exchanged."""
    return [
        Leftover(str(note.facts["theirs"]), str(note.facts["own"]))
        for note in report.notes
        if note.code == "left-behind"
    ]


def share(report: Report, without: Collection[Flag] = ()) -> tuple[int, int]:
    """How many characters count as shared, and of how many."""
    told = report.share(without=without)
    return told.part, told.whole


def ratio(report: Report, without: Collection[Flag] = ()) -> float:
    """The share, 0–1; 0 if there is nothing to count."""
    part, whole = share(report, without)
    return part / whole if whole else 0.0
