"""The words that the program speaks.

Every position is a code point offset into ``Document.text``, the text exactly as it was given, and every span
is half-open. Left is always the checked document, right always the source. All values are frozen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of code points; refuses to run backwards or to start before the text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}–{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span names."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def hull(self, other: Span) -> Span:
        """The smallest span that contains both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know that is not reuse, e.g. hidden characters; ``facts`` fill its sentence."""

    code: str
    span: Span | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A record, not a text: two files with one text are two documents, and ``id`` tells them apart."""

    id: str
    name: str
    text: str = field(repr=False)
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    """What reading it had to say: the encoding that was taken, bytes that were replaced."""
    pages: tuple[int, ...] = ()
    """Where each page of the original begins, in ascending order; empty if the original does not tell."""

    def page(self, at: int) -> int | None:
        """The number (from 1) of the page on which the character ``at`` stands; None if that is not known."""
        return bisect_right(self.pages, at) or None


def identity(name: str, text: str) -> str:
    """The id of a record: the same for the same name and text, on every machine and in every run."""
    from hashlib import blake2b

    # "surrogatepass" for file names that are not valid in the file system's encoding
    return blake2b(f"{name}\0{text}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its place."""

    word: str
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Two spans that correspond in order."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Where the two sides of a block differ; either side may be empty."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Match:
    """One reused passage.

    ``left`` and ``right`` are the hulls of ``blocks``; the blocks ascend on the left and may stand in another order on
    the right. Between the edits of a block its two sides are the same characters after normalization.
    """

    source: str
    left: Span
    right: Span
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()


class Kind(StrEnum):
    """How a passage was altered."""

    IDENTICAL = "identical"
    EDITED = "edited"
    REFILLED = "refilled"
    REWRITTEN = "rewritten"


class Flag(StrEnum):
    """A circumstance that takes nothing away from the fact of the match."""

    BOILERPLATE = "boilerplate"
    """What everybody writes, or too little to be more than a coincidence."""
    QUOTED = "quoted"
    """Between quotation marks or as the words of a statute, with the source named."""
    OWN = "own"
    """From a text of the same author or unit, or one that the user calls his own."""
    TEMPLATE = "template"
    """What a form gave that everybody was given; it counts nowhere."""
    CELLS = "cells"
    """Cells that tables of one form have in common whoever stands in them; set phrases that are in no share."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of the document that are not simply its own words; ``code`` and ``facts`` say why."""

    flag: Flag
    span: Span
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Slot(StrEnum):
    """What was refilled."""

    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    ORDINAL = "ordinal"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Substitution:
    """A name, a date, a number or an ordinal of the document that stands for another one of the source.

    A blank (XX) on one side is ``BLANK``. The spans are whole words and measures: 350万元 and not 350.
    """

    left: Span
    right: Span
    slot: Slot


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a match is believed: ``bits`` of surprisal that chance would have to explain, and how widespread it is.

    ``frequency`` is the share (0–1) of the match's characters that belong to phrases known to the genre; ``expected``
    how many findings of so many bits or more two texts of these lengths share by chance (``chance``), None in results
    saved before it was counted.
    """

    bits: float
    frequency: float
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A match and what it means: one kind, that of its whole.

    ``substitutions`` are the names and numbers that differ, in order; ``figures`` is how many numbers were taken over
    as they are.
    """

    match: Match
    kind: Kind
    flags: frozenset[Flag]
    evidence: Evidence
    substitutions: tuple[Substitution, ...] = ()
    figures: int = 0


def ranges(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers, neighbours as one range: 3, 5–6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{a}" if a == b else f"{a}–{b}" for a, b in runs]
