"""The result that a user holds: how much is reused, from where, in which paragraphs; as JSON and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from simcheck.model import Finding, Flag, Grade, Kind
from simcheck.report.contents import Contents
from simcheck.report.counting import ALL_KINDS, Counting, Counts, Share
from simcheck.report.paragraphs import Paragraph, by_paragraph
from simcheck.report.serialise import result_json
from simcheck.report.spread import Spread, spreads
from simcheck.text.normalize import Mask, visible_length


@dataclass(frozen=True)
class Report(Contents):
    """What was found in ``document``; ``findings`` stand in document order, ``sources`` by id, the largest first."""

    def share(
        self,
        *,
        without: Iterable[Flag] = (),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
        grade: Grade | None = None,
    ) -> Share:
        """The part of the document that stands in any source.

        Characters that only findings with a flag of ``without`` explain, and those of findings that have a mark with
        one, are taken out of part and whole alike; what a template gave always is. ``at_least`` leaves out findings
        with fewer counted characters. With a ``grade`` the part is what findings of this grade or above explain, of
        the same whole.
        """
        return self._counts.share(Counting(frozenset(without), frozenset(kinds), at_least, grade))

    def share_of(
        self,
        source: str,
        *,
        without: Iterable[Flag] = (),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
        grade: Grade | None = None,
    ) -> Share:
        """The part of the document that stands in this source."""
        return self._counts.share(Counting(frozenset(without), frozenset(kinds), at_least, grade), source)

    def taken_from(
        self,
        source: str,
        *,
        without: Iterable[Flag] = (),
        kinds: Iterable[Kind] = ALL_KINDS,
        at_least: int = 0,
        grade: Grade | None = None,
    ) -> Share:
        """The part of the source that stands in the document."""
        return self._counts.taken(Counting(frozenset(without), frozenset(kinds), at_least, grade), source)

    @property
    def is_graded(self) -> bool:
        """Whether every finding has a grade; those of results that were saved before there were grades have none."""
        return all(finding.grade is not None for finding in self.findings)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the document, reused or not."""
        return by_paragraph(self._counts.left, self.document.text, self.findings)

    def length_of(self, finding: Finding) -> int:
        """How many characters of the document the finding counts."""
        return self._counts.left.length(finding)

    def counted(self, finding: Finding) -> Mask:
        """By character of the finding's hull in the document: whether it counts."""
        return self._counts.left.counted(finding)

    def equal(self, finding: Finding) -> Mask:
        """By character of the finding's hull in the document: whether it counts and stands in the source as it is."""
        return self._counts.left.equal(finding)

    @property
    def length(self) -> int:
        """How long the document is, in characters that are seen."""
        return visible_length(self.document.text)

    @property
    def aside(self) -> int:
        """How many characters of the document are compared and yet count nowhere: layout, notices of sites."""
        return self._counts.left.apart

    def covered(self, *, without: Iterable[Flag] = ()) -> Mask:
        """By character of the document: whether it counts as part of a share."""
        return self._counts.left.masks(self.findings, frozenset(without))[0]

    def marked(self, flag: Flag) -> int:
        """How many characters of the document have a mark with this flag."""
        mask = self.marked_by_flag.get(flag)
        return 0 if mask is None else int((mask & self._counts.left.counts).sum())

    @property
    def marked_by_flag(self) -> Mapping[Flag, Mask]:
        """By flag and by character of the document, whether a mark is there."""
        return self._counts.left.marked

    @cached_property
    def spread(self) -> tuple[Spread, ...]:
        """The passages that several documents hold: who holds them, since when, and who was first if it is known."""
        return spreads(self, self._counts.left)

    def keep(self, predicate: Callable[[Finding], bool]) -> Report:
        """The same report with only the findings that ``predicate`` accepts; all counts follow."""
        return replace(self, findings=tuple(f for f in self.findings if predicate(f)))

    def to_json(self, *, texts: bool = True) -> str:
        """The whole result; offsets are code points of the texts. Without ``texts`` it cannot be read back.

        The same result gives the same characters: there is no clock in it.
        """
        return result_json(self, self._counts, self.paragraphs, self.spread, texts=texts)

    @classmethod
    def from_json(cls, data: str, *, name: str = "-") -> Report:
        """The report that ``to_json`` wrote; raises ``InvalidResult`` (naming ``name``) for anything else.

        Only what cannot be counted again is taken from it: texts, places, kinds, flags, evidence and notes.
        """
        from simcheck.report.deserialise import contents

        return cls(**vars(contents(data, name)))

    @cached_property
    def _counts(self) -> Counts:
        return Counts(self)
