"""The words that the program speaks.

Every position is a code point offset into ``Document.text``, the text exactly as it was given, and every span
is half-open. Left is always the checked document, right always the source. All values are frozen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import pairwise
from typing import Final


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
class FileFacts:
    """What is known of the file that a document was read from: its bytes, and what they say of themselves.

    ``sha256`` (64 hexadecimal digits) and ``size`` (bytes) were counted. All the rest is the file's own word, which
    anybody may have written; None where it says nothing, or nonsense. Refuses with ``ValueError`` whatever ``WORDS``,
    ``MOMENT`` and ``REVISION`` do not allow: who holds one may store and show it.
    """

    sha256: str
    size: int
    format: str | None = None
    """A value of ``formats.Format``; None for plain text."""
    author: str | None = None
    editor: str | None = None
    """Who saved it last."""
    software: str | None = None
    created: str | None = None
    modified: str | None = None
    """Years, months, days or moments (ISO 8601), to the precision and with the distance from UTC that the file gives;
    a moment without one is local to whoever wrote it."""
    revisions: tuple[str, ...] = field(default=(), repr=False)
    """Numbers that Word draws for each session of editing (rsid, 8 hexadecimal digits), ascending: files that share
    some come from one file. The least ``REVISIONS`` of them."""

    def __post_init__(self) -> None:
        said = (self.author, self.editor, self.software)
        numbers = self.revisions
        fits = (
            _SHA_256.fullmatch(self.sha256)
            and 0 <= self.size < _LARGE
            and (self.format is None or _FORMAT.fullmatch(self.format))
            and all(words is None or (0 < len(words) <= WORDS and words.isprintable()) for words in said)
            and all(time is None or MOMENT.fullmatch(time) for time in (self.created, self.modified))
            and len(numbers) <= REVISIONS
            and all(map(REVISION.fullmatch, numbers))
            and all(a < b for a, b in pairwise(numbers))
        )
        if not fits:
            raise ValueError("not facts of a file")

    def data(self) -> dict[str, str | int | list[str]]:
        """What is known, as JSON can hold it."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in known.items() if value}


WORDS: Final = 200
"""Characters that are kept of what a file says in words, a name or a program: all of them print something."""

REVISIONS: Final = 4000
"""Revision numbers that are kept of a file: a document that is edited every day has as many after ten years."""

REVISION: Final = re.compile("[0-9A-F]{8}")
MOMENT: Final = re.compile(
    r"(?:19[89]\d|2[01]\d\d)(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
"""From 1980 on, since when there are word processors that write a time; before 2200."""

_SHA_256: Final = re.compile("[0-9a-f]{64}")
_FORMAT: Final = re.compile("[a-z0-9-]{1,20}")
_LARGE: Final = 1 << 48
"""No file has as many bytes."""


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
    file: FileFacts | None = field(default=None, compare=False)
    """Of the file that it was read from; None if it was not. A document is what it says, whatever file says it."""

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
    CONDENSED = "condensed"
    """One side says it in far fewer words: sentences and clauses of the other are left out, the rest stands in their
    order."""


class Flag(StrEnum):
    """A circumstance that takes nothing away from the fact of the match."""

    BOILERPLATE = "boilerplate"
    """What everybody writes: the table, the corpus or a list knows it as such."""
    SCATTERED = "scattered"
    """Merely short or weak: by itself it may be a coincidence."""
    PUBLIC = "public"
    """What public texts have: news, statutes, documents of the central government."""
    QUOTED = "quoted"
    """Between quotation marks or as the words of a statute, with the source named."""
    OWN = "own"
    """From a text of the same author or unit, or one that the user calls his own."""
    TEMPLATE = "template"
    """What a form gave that everybody was given; it counts nowhere."""
    CELLS = "cells"
    """Cells that tables of one form have in common whoever stands in them; set phrases that are in no share."""


APART: Final = frozenset({Flag.BOILERPLATE, Flag.SCATTERED, Flag.PUBLIC})
"""What is counted apart, for it tells little of who took from whom."""


class Grade(StrEnum):
    """How likely a careful reader of both sides would say that the words of one were taken over from the other.

    The highest first. It is no verdict: quotation, permission and custom are not in it.
    """

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"

    def reaches(self, least: Grade) -> bool:
        """Whether it is ``least`` or above."""
        grades = list(Grade)
        return grades.index(self) <= grades.index(least)


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
    how many findings of so many bits or more two texts of these lengths share by chance (``chance``); ``specific`` the
    bits of the characters that no public text and no formula has. None in results saved before they were counted.
    """

    bits: float
    frequency: float
    expected: float | None = None
    specific: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A match and what it means: one kind, that of most of its characters.

    ``substitutions`` are the names and numbers that differ, in order; ``figures`` is how many numbers were taken over
    as they are. ``grade`` is None in results saved before there were grades.
    """

    match: Match
    kind: Kind
    flags: frozenset[Flag]
    evidence: Evidence
    substitutions: tuple[Substitution, ...] = ()
    figures: int = 0
    grade: Grade | None = None


def ranges(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers, neighbours as one range: 3, 5–6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{a}" if a == b else f"{a}–{b}" for a, b in runs]
