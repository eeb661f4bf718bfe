"""Leftovers (疑似漏改): which names and years of the source were forgotten when a text was filled in anew?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from simcheck.entities.dates import YEAR
from simcheck.entities.names import first_word, is_common
from simcheck.entities.offices import CALLED
from simcheck.entities.people import is_person
from simcheck.findings.authorship import Ground
from simcheck.findings.substitutions import equal_parts
from simcheck.intervals import Overlaps
from simcheck.model import Document, Finding, Flag, Note, Slot, Span
from simcheck.report.report import Report
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_SHOWN: Final = 8
"""Leftovers that are told one by one; a text with more of them is a copy with another heading."""


def leftover_notes(report: Report, shared_authors: Mapping[str, Ground | None]) -> Iterator[Note]:
    """A note on each leftover, the first ``_SHOWN``."""
    specific = [f for f in report.findings if Flag.BOILERPLATE not in f.flags]
    found = leftovers(report.document, report.sources.values(), specific)
    # the villages of one's own township stay what they are called
    found = [leftover for leftover in found if leftover.slot is Slot.DATE or not shared_authors[leftover.source]]
    spans = paragraphs(report.document.text)
    for leftover in found[:_SHOWN]:
        first, _ = paragraph_numbers(leftover.places[0], spans)
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "source": leftover.source,
            "theirs": leftover.theirs,
            "own": leftover.own,
            "count": len(leftover.places),
            "paragraph": first,
        }
        yield Note("left-behind", leftover.places[0], facts)


class Leftover(NamedTuple):
    """A name or a year of the source that stands in taken-over text of the document, where elsewhere its own
    stands."""

    source: str
    theirs: str
    own: str
    places: tuple[Span, ...]
    slot: Slot


def leftovers(document: Document, sources: Iterable[Document], findings: Sequence[Finding]) -> list[Leftover]:
    """What was probably forgotten, source by source.

    Of years only the latest that was replaced: those before it are the past in both texts. A name that the document
    puts in another's place itself is its own as well.
    """
    found = []
    by_source: dict[str, list[Finding]] = {}
    for finding in findings:
        by_source.setdefault(finding.match.source, []).append(finding)
    for source in sources:
        of_source = by_source.get(source.id, [])
        pairs = Counter(
            (s.right.of(source.text).strip(), s.left.of(document.text).strip(), s.slot)
            for finding in of_source
            for s in finding.substitutions
            if s.slot in (Slot.NAME, Slot.DATE)
        )
        parts = sorted({part for finding in of_source for part in equal_parts(finding.match)})
        owns = "\0".join({own for _, own, _ in pairs})
        latest = max((_year(theirs) for theirs, _, slot in pairs if slot is Slot.DATE), default="")
        seen: set[str] = set()
        sought = []
        for (theirs, own, slot), times in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
            name = _sought(theirs, own, slot)
            if name and name not in owns and (slot is not Slot.DATE or (times >= _TWICE and name == latest)):
                sought.append((name, own, slot, times))
        where = _Where(document.text, parts, {name for name, *_ in sought})
        for name, own, slot, times in sought:
            if name in seen:
                continue
            places = where.places(name)
            if places and (slot is Slot.NAME or len(places) <= times):
                seen.add(name)
                found.append(Leftover(source.id, name, _sought(own, "", slot) or own, places, slot))
    return found


def _year(words: str) -> str:
    year = YEAR.search(words)
    return year[0] if year else ""


_TWICE: Final = 2
"""Times that a year was replaced from which one that stayed was forgotten."""

_WORD_END: Final = 4
"""Characters behind a name that show where its word ends."""


def _sought(name: str, other: str, slot: Slot) -> str:
    """What to look for: a year, or a name that is nobody else's and has nothing of the other."""
    if slot is Slot.DATE:
        return _year(name) if _year(name) not in other else ""
    is_name = (CALLED.fullmatch(name) and not is_common(name)) or is_person(name)
    return name if is_name and name not in other else ""


class _Where:
    """Where names stand in parts of a text, found for all of them in one pass."""

    def __init__(self, text: str, parts: Sequence[Span], names: Collection[str]) -> None:
        self._text = text
        self._parts = Overlaps((part.start, part.end) for part in parts)
        self._ends = [part.end for part in parts]
        self._begins: dict[str, list[int]] = {name[:2]: [] for name in names}
        if self._begins:
            for at in range(len(text)):
                begins = self._begins.get(text[at : at + 2])
                if begins is not None:
                    begins.append(at)

    def places(self, name: str) -> tuple[Span, ...]:
        """Part by part, where a name stands that is not inside a longer one, which is another's."""
        found = []
        for at in self._begins[name[:2]]:
            if self._text.startswith(name, at):
                end = at + len(name)
                parts = [part for part in self._parts.near(at, at + 1) if end <= self._ends[part]]
                if parts and first_word(self._text[at : end + _WORD_END]) in (name, first_word(name)):
                    found += [(part, Span(at, end)) for part in parts]
        return tuple(span for _, span in sorted(found))
