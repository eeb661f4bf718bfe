"""Counting without double counting, and the result as JSON and back.

A character counts once however many findings or sources cover it. White space and invisible characters never count.
``part`` are characters that have a counterpart in a source (equal or substituted), ``passage`` all characters inside
the hulls of the matches, ``whole`` the characters of the document; ratios run from 0 to 1, only renderers make
percentages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simcheck._version import __version__
from simcheck.intervals import Overlaps
from simcheck.model import Document, Finding, Flag, Kind, Mark, Note, Span
from simcheck.report.counting import ALL_KINDS, Counterparts, Paragraph, Share, Side, counted_in, masks, share_of
from simcheck.report.serialise import (
    counts_data,
    metadata_data,
    note_data,
    pages_data,
    place_data,
    record_data,
    span_data,
)
from simcheck.settings import Settings
from simcheck.text.normalize import Mask
from simcheck.text.segmentation import paragraphs

FORMAT: Final = 1
"""Version of the JSON; it only grows within a version."""


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
        return share_of(self._left, self._chosen(None, kinds, at_least), frozenset(without))

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
        return share_of(self._left, self._chosen(source, kinds, at_least), frozenset(without))

    def taken_from(
        self,
        source: str,
        *,
        without: Iterable[Flag] = frozenset(),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
    ) -> Share:
        """The part of the source that stands in the document."""
        return share_of(self._right(source), self._chosen(source, kinds, at_least), frozenset(without))

    def covered(self, *, without: Iterable[Flag] = frozenset()) -> Mask:
        """By character of the document: whether it counts as part of a share."""
        return masks(self._left, self._chosen(None, ALL_KINDS, 0), frozenset(without))[0]

    def length_of(self, finding: Finding) -> int:
        """How many characters of the document the finding counts."""
        return self._left.length(finding)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the document, reused or not."""
        side = self._left
        counted, passage, whole = masks(side, self.findings, frozenset())
        spans = self._spans
        edges = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2).T
        sums = (counted_in(mask)[edges] for mask in (counted, whole, passage))
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
            seen = counted_in(side.seen(finding))
            start, end = np.clip(edges[:, first:last] - hull.start, 0, len(hull))
            parts.setdefault(finding.match.source, []).append((slice(first, last), seen[end] - seen[start]))
        best = self._fullest(parts)
        found = {each: (np.cumsum(steps) > 0).tolist() for each, steps in touched.items()}
        return tuple(
            Paragraph(
                n + 1,
                span,
                shares[n],
                best[n],
                tuple(kind for kind in Kind if found[kind][n]),
                tuple(flag for flag in Flag if found[flag][n]),
            )
            for n, span in enumerate(spans)
        )

    def _fullest(self, parts: Mapping[str, Sequence[tuple[slice, npt.NDArray[np.int64]]]]) -> list[str | None]:
        """By paragraph: the source that explains most of it, by what each explains of some in a row."""
        best: list[str | None] = [None] * len(self._spans)
        most = np.full(len(self._spans), -1, dtype=np.int64)
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
    def _left(self) -> Side:
        return Side(self.document.text, left=True, marks=self.marks)

    @cached_property
    def _rights(self) -> dict[str, Side]:
        return {}

    def _right(self, source: str) -> Side:
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
            self._rights[source] = Side(text, left=False, marks=marks)
        return self._rights[source]

    @cached_property
    def _spans(self) -> list[Span]:
        return paragraphs(self.document.text)

    def _spans_of(self, source: str) -> list[Span]:
        if source not in self._right_paragraphs:
            self._right_paragraphs[source] = paragraphs(self.sources[source].text)
        return self._right_paragraphs[source]

    @cached_property
    def _right_paragraphs(self) -> dict[str, list[Span]]:
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
            "paragraphs": len(self._spans),
        }
        return {
            "format": FORMAT,
            "simcheck": __version__,
            "settings": self.settings.to_dict(),
            **({} if self.searched is None else {"corpus": {"documents": self.searched}}),
            "document": document
            | metadata_data(self.document)
            | ({"notes": [note_data(n) for n in self.document.notes]} if self.document.notes else {})
            | pages_data(self.document)
            | ({"text": self.document.text} if texts else {}),
            "totals": {
                "all": counts_data(self.share()),
                "without_boilerplate": counts_data(self.share(without={Flag.BOILERPLATE})),
                "without_quoted": counts_data(self.share(without={Flag.QUOTED})),
                "without_quoted_boilerplate": counts_data(self.share(without={Flag.QUOTED, Flag.BOILERPLATE})),
                "without_own": counts_data(self.share(without={Flag.OWN})),
            }
            | self._totals_without_same_text()
            | ({"largest_source": {"source": largest} | counts_data(self.share_of(largest))} if largest else {}),
            "sources": [self._source(document, texts) for document in self.sources.values()],
            "paragraphs": [
                {
                    "number": row.number,
                    "span": span_data(row.span),
                    **counts_data(row.share),
                    "source": row.source,
                    "kinds": list(row.kinds),
                    "flags": list(row.flags),
                }
                for row in self.paragraphs
            ],
            "findings": [self._finding(n, f) for n, f in enumerate(self.findings, 1)],
            "marks": [
                {"flag": mark.flag, "span": span_data(mark.span), "code": mark.code, "facts": dict(mark.facts)}
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
        return {"without_same_text": counts_data(rest.share()), "without_same_text_boilerplate": counts_data(without)}

    def _source(self, source: Document, texts: bool) -> dict[str, Any]:
        mine = [self.length_of(f) for f in self._by_source.get(source.id, ())]
        return (
            {"id": source.id, "name": source.name}
            | metadata_data(source)
            | counts_data(self.share_of(source.id))
            | {
                "without_boilerplate": counts_data(self.share_of(source.id, without={Flag.BOILERPLATE})),
                "taken": counts_data(self.taken_from(source.id)),
                "longest": max(mine, default=0),
            }
            | ({"same_text": True} if source.text == self.document.text else {})
            | ({"copies": [record_data(copy) for copy in self.copies[source.id]]} if source.id in self.copies else {})
            | ({"notes": [note_data(n) for n in source.notes]} if source.notes else {})
            | pages_data(source)
            | ({"text": source.text} if texts else {})
        )

    def _finding(self, number: int, finding: Finding) -> dict[str, Any]:
        match = finding.match
        left, right = self._spans, self._spans_of(match.source)
        return {
            "n": number,
            "kind": finding.kind,
            "flags": sorted(finding.flags),
            "source": match.source,
            "characters": self.length_of(finding),
            "left": place_data(match.left, left, self.document),
            "right": place_data(match.right, right, self.sources[match.source]),
            "blocks": [[*span_data(b.left), *span_data(b.right)] for b in match.blocks],
            "edits": [{"left": span_data(e.left), "right": span_data(e.right)} for e in match.edits],
            "substitutions": [
                {"left": span_data(s.left), "right": span_data(s.right), "slot": s.slot} for s in finding.substitutions
            ],
            "figures": finding.figures,
            "evidence": {
                "bits": finding.evidence.bits,
                "frequency": finding.evidence.frequency,
                "expected": finding.evidence.expected,
            },
        }
