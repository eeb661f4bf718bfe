"""A report that does not say who its sources are: no name, place, author, record or file of them is in it.

The numbers stay, and what the sources' words say stays too: it is what is compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from simcheck.entities.dates import date
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.explain import WITHHELD
from simcheck.i18n.messages import text
from simcheck.model import Document, Finding, Note
from simcheck.report.report import Report
from simcheck.report.spread import identities

_KEPT: Final = frozenset({"by", "characters", "date", "date_by", "flags", "pages", "paragraph", "paragraphs"})
"""Words in notes that name nobody."""


def anonymous(report: Report, lang: Language) -> Report:
    """The report with sources called by numbers, in the order in which it has them."""
    records = [record for id, source in report.sources.items() for record in (source, *report.copies.get(id, ()))]
    ids = {id: f"s{number}" for number, id in enumerate(dict.fromkeys(record.id for record in records), 1)}
    # notes call what they are about by its name or by its id
    called = {record.name: ids[record.id] for record in reversed(records)} | ids
    called.pop(report.document.name, None)
    who = identities(records)
    groups = {group: number for number, group in enumerate(dict.fromkeys(who.values()), 1)}

    def nameless(record: Document) -> Document:
        group = who[record.id]
        # versions of one document stay such, and what is earlier stays so
        said = {"unit": f"u{groups[group]}", "title": f"t{groups[group]}"} if len(group) > 1 else {}
        # a date in figures; what else stands there may name anybody
        if written := date(record.metadata.get("date", "")):
            said |= {"date": written} | {k: v for k, v in record.metadata.items() if k == "date_by"}
        name = text(lang, "anonymous.source", n=int(ids[record.id][1:]))
        notes = tuple(_note(note, called, report) for note in record.notes)
        return Document(ids[record.id], name, record.text, said, notes)

    names = {record.id: nameless(record) for record in records}
    made = report.circumstances
    return replace(
        report,
        # the command names files, the corpus is a place
        circumstances=replace(made, command=(), corpus=None) if made else None,
        sources={ids[id]: names[id] for id in report.sources},
        copies={ids[id]: tuple(names[copy.id] for copy in some) for id, some in report.copies.items()},
        findings=tuple(_finding(finding, ids) for finding in report.findings),
        notes=tuple(_note(note, called, report) for note in report.notes),
    )


def wordless(report: Report) -> Report:
    """The report without the words of texts that its notes tell."""

    def silent(note: Note) -> Note:
        facts = {name: WITHHELD if name in _WORDS and value else value for name, value in note.facts.items()}
        return replace(note, facts=facts)

    def read(document: Document) -> Document:
        return replace(document, notes=tuple(map(silent, document.notes)))

    return replace(
        report,
        document=read(report.document),
        sources={id: read(source) for id, source in report.sources.items()},
        notes=tuple(map(silent, report.notes)),
    )


_WORDS: Final = frozenset({"text", "theirs", "own"})
"""Facts of notes that are words of a text."""


def is_nameless(document: Document) -> bool:
    """Whether a source was made so: then no hash of its text may say which one it is."""
    return _NUMBERED.fullmatch(document.id) is not None


def number_of_nameless(document: Document) -> int:
    """The number by which a source that was made so is called, 0 for any other document."""
    if not is_nameless(document) or len(document.id) > _LONGEST:
        return 0
    number = int(document.id[1:])
    return number if document.name in {text(lang, "anonymous.source", n=number) for lang in LANGUAGES} else 0


_LONGEST: Final = 10
"""Characters of such an id: a report has no more sources."""


_NUMBERED: Final = re.compile(r"s[1-9]\d*")


def _finding(finding: Finding, ids: Mapping[str, str]) -> Finding:
    return replace(finding, match=replace(finding.match, source=ids[finding.match.source]))


def _note(note: Note, called: Mapping[str, str], report: Report) -> Note:
    facts: dict[str, str | int] = {}
    own = (report.document.name, report.document.id)
    is_own = note.facts.get("document") in own and not _OF_OTHERS & note.facts.keys()
    for name, value in note.facts.items():
        if name in ("source", "document") and value in called:
            facts[name] = called[str(value)]
        elif name == "date" and not is_own:
            facts[name] = date(str(value)) or WITHHELD
        elif name == "document" and value in own or is_own or isinstance(value, int) or name in _KEPT:
            facts[name] = value
        else:
            facts[name] = WITHHELD
    return replace(note, facts=facts)


_OF_OTHERS: Final = frozenset({"source", "record", "other", "theirs"})
"""Facts of notes on the document that name somebody else."""
