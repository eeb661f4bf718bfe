"""Counting without double counting, and the result as JSON and back.

A character counts once however many findings or sources cover it. White space and invisible characters never count.
``part`` are characters that have a counterpart in a source (equal or substituted), ``passage`` all characters inside
the hulls of the matches, ``whole`` the characters of the document; ratios run from 0 to 1, only renderers make
percentages.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simcheck._version import __version__
from simcheck.intervals import Overlaps
from simcheck.model import (
    Document,
    Edit,
    Finding,
    Flag,
    Kind,
    Mark,
    Match,
    Note,
    Passage,
    Span,
)
from simcheck.settings import Settings
from simcheck.text.normalize import Mask, visible
from simcheck.text.segmentation import paragraphs

FORMAT: Final = 1
"""Version of the JSON; it only grows within a version."""

ALL_KINDS: Final = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole`` characters (字); ``passage`` are those inside the hulls of the matches."""

    part: int
    whole: int
    passage: int

    @property
    def ratio(self) -> float:
        """0–1; 0 where nothing is left to count."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """One paragraph of the document: its share, the source that explains most of it, and the kinds found in it."""

    number: int
    span: Span
    share: Share
    source: str | None
    kinds: tuple[Kind, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, eq=True)
class Report:
    """What was found in ``document``; ``findings`` stand in document order, ``sources`` by id, the largest first."""

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
    """What is not simply the document's own words, in order: set phrases inside findings, quotations, templates."""

    def share(
        self,
        *,
        without: Iterable[Flag] = frozenset(),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
    ) -> Share:
        """The part of the document that stands in any source.

        Characters that only findings with a flag of ``without`` explain, and those of findings that have a mark with
        one, are taken out of part and whole alike; what a template gave always is. ``at_least`` leaves out findings
        with fewer counted characters.
        """
        return _share(self._left, self._chosen(None, kinds, at_least), frozenset(without))

    def marked(self, flag: Flag) -> int:
        """How many characters of the document have a mark with this flag."""
        mask = self.marked_by_flag.get(flag)
        return 0 if mask is None else int((mask & self._left.visible).sum())

    @property
    def marked_by_flag(self) -> Mapping[Flag, Mask]:
        """By flag and by character of the document, whether a mark is there."""
        return self._left.marked

    def counted(self, finding: Finding) -> Mask:
        """By character of the finding's hull in the document: whether it counts."""
        return self._left.seen(finding)

    def share_of(
        self,
        source: str,
        *,
        without: Iterable[Flag] = frozenset(),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
    ) -> Share:
        """The part of the document that stands in this source."""
        return _share(self._left, self._chosen(source, kinds, at_least), frozenset(without))

    def taken_from(
        self,
        source: str,
        *,
        without: Iterable[Flag] = frozenset(),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
    ) -> Share:
        """The part of the source that stands in the document."""
        return _share(self._right(source), self._chosen(source, kinds, at_least), frozenset(without))

    def covered(self, *, without: Iterable[Flag] = frozenset()) -> Mask:
        """By character of the document: whether it counts as part of a share."""
        return _masks(self._left, self._chosen(None, ALL_KINDS, 0), frozenset(without))[0]

    def length_of(self, finding: Finding) -> int:
        """How many characters of the document the finding counts."""
        return self._left.length(finding)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The document's paragraphs."""
        return tuple(self._passages)

    @cached_property
    def paragraphs(self) -> tuple[ParagraphRow, ...]:
        """The paragraph-by-paragraph view: a row for every paragraph, reused or not."""
        side = self._left
        counted, passage, whole = _masks(side, self.findings, frozenset())
        spans = [paragraph.span for paragraph in self._passages]
        edges = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2).T
        sums = (_counted(mask)[edges] for mask in (counted, whole, passage))
        shares = [Share(*row) for row in zip(*((end - start).tolist() for start, end in sums), strict=True)]
        # of every kind and flag, where findings that have it begin and end
        touched = {each: np.zeros(len(spans) + 1, dtype=np.int64) for each in (*Kind, *Flag)}
        parts: dict[str, list[tuple[slice, npt.NDArray[np.int64]]]] = {}
        for finding in self.findings:
            hull = finding.match.left
            first, last = np.searchsorted(edges[1], hull.start, side="right"), np.searchsorted(edges[0], hull.end)
            if last <= first:
                continue
            for each in (finding.kind, *finding.flags):
                touched[each][first] += 1
                touched[each][last] -= 1
            seen = _counted(side.seen(finding))
            start, end = np.clip(edges[:, first:last] - hull.start, 0, len(hull))
            parts.setdefault(finding.match.source, []).append((slice(first, last), seen[end] - seen[start]))
        best = self._fullest(parts)
        found = {each: (np.cumsum(steps) > 0).tolist() for each, steps in touched.items()}
        return tuple(
            ParagraphRow(
                paragraph.number,
                paragraph.span,
                shares[n],
                best[n],
                tuple(kind for kind in Kind if found[kind][n]),
                tuple(flag for flag in Flag if found[flag][n]),
            )
            for n, paragraph in enumerate(self._passages)
        )

    def _fullest(self, parts: Mapping[str, Sequence[tuple[slice, npt.NDArray[np.int64]]]]) -> list[str | None]:
        """By paragraph: the source that explains most of it, by what each explains of some in a row."""
        best: list[str | None] = [None] * len(self._passages)
        most = np.full(len(self._passages), -1, dtype=np.int64)
        for source in sorted(parts):
            low, high = min(where.start for where, _ in parts[source]), max(where.stop for where, _ in parts[source])
            mine = np.zeros(high - low, dtype=np.int64)
            touched = np.zeros(high - low, dtype=np.bool_)
            for where, counts in parts[source]:
                mine[where.start - low : where.stop - low] += counts
                touched[where.start - low : where.stop - low] = True
            fuller = np.flatnonzero(touched & (mine > most[low:high]))
            most[low + fuller] = mine[fuller]
            for at in fuller.tolist():
                best[low + at] = source
        return best

    def keep(self, predicate: Callable[[Finding], bool]) -> Report:
        """The same report with only the findings that ``predicate`` accepts; all counts follow."""
        return replace(self, findings=tuple(f for f in self.findings if predicate(f)))

    def to_json(self, *, texts: bool = True) -> str:
        """The whole result; offsets are code points of the texts. Without ``texts`` it cannot be read back.

        The same result gives the same characters: there is no clock in it.
        """
        return json.dumps(self._data(texts), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, data: str, *, name: str = "-") -> Report:
        """The report that ``to_json`` wrote; raises ``InvalidResult`` (naming ``name``) for anything else.

        Only what cannot be counted again is taken from it: texts, places, kinds, flags, evidence and notes.
        """
        from simcheck.report.schema import contents

        return cls(**contents(data, name, FORMAT, __version__)._asdict())

    @cached_property
    def _left(self) -> _Side:
        return _Side(self.document.text, left=True, marks=self.marks)

    @cached_property
    def _rights(self) -> dict[str, _Side]:
        return {}

    def _right(self, source: str) -> _Side:
        if source not in self._rights:
            text = self.sources[source].text
            marked = Overlaps((mark.span.start, mark.span.end) for mark in self.marks)
            marks = []
            for finding in self._by_source.get(source, ()):
                hull = finding.match.left
                some = [self.marks[n] for n in marked.near(hull.start, hull.end)]
                if some:
                    there = Counterparts(finding.match, self.document.text, text)
                    marks += [replace(mark, span=span) for mark in some for span in there.of(mark.span)]
            self._rights[source] = _Side(text, left=False, marks=marks)
        return self._rights[source]

    @cached_property
    def _passages(self) -> list[Passage]:
        return paragraphs(self.document.text)

    def _right_passages(self, source: str) -> list[Passage]:
        if source not in self._right_paragraphs:
            self._right_paragraphs[source] = paragraphs(self.sources[source].text)
        return self._right_paragraphs[source]

    @cached_property
    def _right_paragraphs(self) -> dict[str, list[Passage]]:
        return {}

    def _chosen(self, source: str | None, kinds: Iterable[Kind], at_least: int) -> list[Finding]:
        wanted = frozenset(kinds)
        some = self.findings if source is None else self._by_source.get(source, ())
        return [f for f in some if f.kind in wanted and (not at_least or self.length_of(f) >= at_least)]

    @cached_property
    def _by_source(self) -> dict[str, list[Finding]]:
        result: dict[str, list[Finding]] = {}
        for finding in self.findings:
            result.setdefault(finding.match.source, []).append(finding)
        return result

    def _data(self, texts: bool) -> dict[str, Any]:
        largest = max(self.sources, key=lambda s: self.share_of(s).part, default=None)
        document = {
            "id": self.document.id,
            "name": self.document.name,
            "characters": self.share().whole,
            "paragraphs": len(self.passages),
        }
        return {
            "format": FORMAT,
            "simcheck": __version__,
            "settings": self.settings.to_dict(),
            **({} if self.searched is None else {"corpus": {"documents": self.searched}}),
            "document": document
            | _metadata(self.document)
            | ({"notes": [note_data(n) for n in self.document.notes]} if self.document.notes else {})
            | _pages(self.document)
            | ({"text": self.document.text} if texts else {}),
            "totals": {
                "all": _counts(self.share()),
                "without_boilerplate": _counts(self.share(without={Flag.BOILERPLATE})),
                "without_quoted": _counts(self.share(without={Flag.QUOTED})),
                "without_quoted_boilerplate": _counts(self.share(without={Flag.QUOTED, Flag.BOILERPLATE})),
                "without_own": _counts(self.share(without={Flag.OWN})),
            }
            | self._totals_without_same_text()
            | ({"largest_source": {"source": largest} | _counts(self.share_of(largest))} if largest else {}),
            "sources": [self._source(document, texts) for document in self.sources.values()],
            "paragraphs": [
                {
                    "number": row.number,
                    "span": _span(row.span),
                    **_counts(row.share),
                    "source": row.source,
                    "kinds": list(row.kinds),
                    "flags": list(row.flags),
                }
                for row in self.paragraphs
            ],
            "findings": [self._finding(n, f) for n, f in enumerate(self.findings, 1)],
            "marks": [
                {"flag": mark.flag, "span": _span(mark.span), "code": mark.code, "facts": dict(mark.facts)}
                for mark in self.marks
            ],
            "notes": [note_data(n) for n in self.notes],
        }

    def _totals_without_same_text(self) -> dict[str, Any]:
        """What the totals are without sources that are the document itself, which hide everything else."""
        same = {source.id for source in self.sources.values() if source.text == self.document.text}
        if not same or self.searched is None:
            return {}
        rest = self.keep(lambda finding: finding.match.source not in same)
        without = rest.share(without={Flag.BOILERPLATE})
        return {"without_same_text": _counts(rest.share()), "without_same_text_boilerplate": _counts(without)}

    def _source(self, source: Document, texts: bool) -> dict[str, Any]:
        mine = [self.length_of(f) for f in self._by_source.get(source.id, ())]
        return (
            {"id": source.id, "name": source.name}
            | _metadata(source)
            | _counts(self.share_of(source.id))
            | {
                "without_boilerplate": _counts(self.share_of(source.id, without={Flag.BOILERPLATE})),
                "taken": _counts(self.taken_from(source.id)),
                "longest": max(mine, default=0),
            }
            | ({"same_text": True} if source.text == self.document.text else {})
            | ({"copies": [_record(copy) for copy in self.copies[source.id]]} if source.id in self.copies else {})
            | ({"notes": [note_data(n) for n in source.notes]} if source.notes else {})
            | _pages(source)
            | ({"text": source.text} if texts else {})
        )

    def _finding(self, number: int, finding: Finding) -> dict[str, Any]:
        match = finding.match
        left, right = self._passages, self._right_passages(match.source)
        return {
            "n": number,
            "kind": finding.kind,
            "flags": sorted(finding.flags),
            "source": match.source,
            "characters": self.length_of(finding),
            "left": _place(match.left, left, self.document),
            "right": _place(match.right, right, self.sources[match.source]),
            "blocks": [[*_span(b.left), *_span(b.right)] for b in match.blocks],
            "edits": [{"left": _span(e.left), "right": _span(e.right)} for e in match.edits],
            "substitutions": [
                {"left": _span(s.left), "right": _span(s.right), "slot": s.slot} for s in finding.substitutions
            ],
            "figures": finding.figures,
            "evidence": {
                "bits": finding.evidence.bits,
                "frequency": finding.evidence.frequency,
                "expected": finding.evidence.expected,
            },
        }


class _Side:
    """One text seen by the counts: which characters count at all, and which ones a finding claims on this side."""

    def __init__(self, text: str, *, left: bool, marks: Sequence[Mark] = ()) -> None:
        self.visible = visible(text)
        self._is_left = left
        self.marked: dict[Flag, Mask] = {}
        for mark in marks:
            here = self.marked.setdefault(mark.flag, np.zeros_like(self.visible))
            here[mark.span.start : mark.span.end] = True

    def hull(self, finding: Finding) -> Span:
        return finding.match.left if self._is_left else finding.match.right

    def counted(self, finding: Finding) -> Mask:
        """By character of the hull: whether it stands in a block and has a counterpart."""
        hull = self.hull(finding)
        mask = np.zeros(len(hull), dtype=np.bool_)
        for block in finding.match.blocks:
            here = block.left if self._is_left else block.right
            mask[here.start - hull.start : here.end - hull.start] = True
        for edit in finding.match.edits:
            here, there = (edit.left, edit.right) if self._is_left else (edit.right, edit.left)
            if not there:
                mask[here.start - hull.start : here.end - hull.start] = False
        return mask

    def seen(self, finding: Finding) -> Mask:
        """The counted characters that are visible."""
        hull = self.hull(finding)
        return self.counted(finding) & self.visible[hull.start : hull.end]

    def length(self, finding: Finding, within: Span | None = None) -> int:
        """How many visible characters the finding counts, in all or inside a span that it overlaps."""
        counted = self.seen(finding)
        if within is not None:
            hull = self.hull(finding)
            counted = counted[max(0, within.start - hull.start) : max(0, within.end - hull.start)]
        return int(counted.sum())


def _counted(mask: Mask) -> npt.NDArray[np.int64]:
    """(n + 1) How many before each position."""
    return np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))


def _masks(side: _Side, findings: Sequence[Finding], without: frozenset[Flag]) -> tuple[Mask, Mask, Mask]:
    """Counted characters, characters inside hulls, and the characters that the whole consists of."""
    counted, passage = np.zeros_like(side.visible), np.zeros_like(side.visible)
    excused = np.zeros_like(side.visible)
    without |= {Flag.TEMPLATE}
    for finding in findings:
        hull = side.hull(finding)
        if finding.flags & without:
            excused[hull.start : hull.end] |= side.counted(finding)
        else:
            counted[hull.start : hull.end] |= side.counted(finding)
            passage[hull.start : hull.end] = True
    for flag in without & side.marked.keys():
        marked = side.marked[flag]
        excused |= marked if flag is Flag.TEMPLATE else marked & counted
        counted &= ~marked
    whole = side.visible & ~(excused & ~counted)
    return counted & whole, passage & whole, whole


def _share(side: _Side, findings: Sequence[Finding], without: frozenset[Flag]) -> Share:
    counted, passage, whole = _masks(side, findings, without)
    return Share(int(counted.sum()), int(whole.sum()), int(passage.sum()))


class Counterparts:
    """What corresponds in the source to parts of the document, block by block and between edits."""

    def __init__(self, match: Match, left: str, right: str) -> None:
        self._left, self._right = left, right
        self._parts: list[tuple[Span, Span, bool]] = []
        edits = Overlaps((edit.left.start, edit.left.end) for edit in match.edits)
        for block in match.blocks:
            near = (match.edits[n] for n in edits.touching(block.left.start, block.left.end))
            inside = [edit for edit in near if block.left.contains(edit.left) and block.right.contains(edit.right)]
            at, other = block.left.start, block.right.start
            for edit in [*inside, Edit(Span(block.left.end, block.left.end), Span(block.right.end, block.right.end))]:
                if at < edit.left.start:
                    self._parts.append((Span(at, edit.left.start), Span(other, max(other, edit.right.start)), False))
                if edit.left and edit.right:
                    self._parts.append((edit.left, edit.right, True))
                at, other = edit.left.end, edit.right.end
        self._by_place = Overlaps((here.start, here.end) for here, _, _ in self._parts)
        self._letters: dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None] = {}

    def of(self, span: Span) -> list[Span]:
        """The places in the source, of edits only those that lie whole in the span."""
        found = []
        for number in self._by_place.near(span.start, span.end):
            here, there, is_edit = self._parts[number]
            if is_edit:
                found += [there] if span.contains(here) else []
                continue
            start, end = max(here.start, span.start), min(here.end, span.end)
            found.append(Span(*(self._same_place(number, place - here.start) for place in (start, end))))
        return [each for each in found if each]

    def _same_place(self, number: int, place: int) -> int:
        """Where in the source a place of a part is: equal text may differ in punctuation and white space, so that
        letters are counted where it does."""
        here, there, _ = self._parts[number]
        if number not in self._letters:
            mine, theirs = here.of(self._left), there.of(self._right)
            self._letters[number] = None if mine == theirs else (_letters(mine), _letters(theirs))
        letters = self._letters[number]
        if letters is None:
            return there.start + place
        wanted = int(letters[0][place])
        return there.start + min(len(there), int(np.searchsorted(letters[1], wanted)))


def _letters(words: str) -> npt.NDArray[np.int64]:
    """(n + 1) How many letters and digits stand before each position."""
    return _counted(np.fromiter(map(str.isalnum, words), dtype=np.bool_, count=len(words)))


def paragraph_numbers(span: Span, passages: Sequence[Passage]) -> tuple[int, int]:
    """The numbers of the first and the last paragraph that ``span`` touches."""
    first = bisect_right(passages, span.start, key=lambda p: p.span.end)
    last = bisect_left(passages, span.end, key=lambda p: p.span.start) - 1
    if first > last:
        first = last = max(0, min(first, len(passages)) - 1)
    return (passages[first].number, passages[last].number) if passages else (1, 1)


def _place(span: Span, passages: Sequence[Passage], document: Document) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end, "paragraphs": list(paragraph_numbers(span, passages))}
    if document.pages:
        place["pages"] = [document.page(at) for at in (span.start, max(span.start, span.end - 1))]
    return place


def _pages(document: Document) -> dict[str, Any]:
    return {"pages": list(document.pages)} if document.pages else {}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _counts(share: Share) -> dict[str, int]:
    return {"part": share.part, "whole": share.whole, "passage": share.passage}


def _record(document: Document) -> dict[str, Any]:
    return {"id": document.id, "name": document.name} | _metadata(document)


def _metadata(document: Document) -> dict[str, Any]:
    return {"metadata": dict(document.metadata)} if document.metadata else {}


def note_data(note: Note) -> dict[str, Any]:
    """A note as JSON can hold it."""
    place = {"span": _span(note.span)} if note.span else {}
    return {"code": note.code} | place | {"facts": dict(note.facts)}


def reading_data(notes: Iterable[Note], pages: Sequence[int]) -> str:
    """What reading a document said besides its text, as JSON; ``reading_from`` reads it."""
    told = [note_data(note) for note in notes]
    return json.dumps({"notes": told, "pages": list(pages)} if pages else told, ensure_ascii=False)


def reading_from(data: str, length: int) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """The notes and pages that ``reading_data`` wrote of a text of so many characters; ValueError for anything else."""
    if data == "[]":
        return (), ()
    from simcheck.report.schema import reading

    return reading(data, length)
