"""What may stand in a saved result, and in what a corpus remembers of reading a document: types and their ranges.

JSON is decoded straight into these types, so that nothing else of it is ever built. What only other programs read
(numbers of paragraphs, counts, totals) is skipped: it is counted again from the places. The types are also where
``docs/report.schema.json`` comes from (``tools/make_report_schema.py``). Whether it can all be true together is
asked in ``deserialise``.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Annotated, Any, Final, NoReturn

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from simcheck.model import REVISIONS, Flag, Grade, Kind, Slot

NOTES: Final = 10_000

LARGEST: Final = 2**53 - 1
"""What every reader of JSON holds exactly."""

Number = Annotated[int, Meta(ge=0, le=LARGEST)]
Pair = tuple[Number, Number]
Fact = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)] | str


WORDS: Final = 100
"""Flags of a finding at most."""

# Kinds, flags, grades and slots are open sets: later versions have more of them, and who reads a result must expect
# others.
KindWord = Annotated[str, Meta(max_length=40, examples=[str(kind) for kind in Kind])]
FlagWord = Annotated[str, Meta(max_length=40, examples=[str(flag) for flag in Flag])]
GradeWord = Annotated[str, Meta(max_length=40, examples=[str(grade) for grade in Grade])]
SlotWord = Annotated[str, Meta(max_length=40, examples=[str(slot) for slot in Slot])]


# --- What is read -----------------------------------------------------------------------------------------------------


class Object(Struct, omit_defaults=True):
    """A JSON object; members that it does not name are passed over."""


class Note(Object, kw_only=True):
    code: str
    span: Pair | UnsetType = UNSET
    facts: Annotated[dict[str, Fact], Meta(max_length=100)]


class Reading(Object, kw_only=True):
    """What reading said of a document that has pages."""

    notes: tuple[Note, ...]
    pages: tuple[Number, ...]


class File(Object, kw_only=True):
    """Facts of the file that a document was read from (``model.FileFacts``)."""

    sha256: str
    size: Number
    format: str | UnsetType = UNSET
    author: str | UnsetType = UNSET
    editor: str | UnsetType = UNSET
    software: str | UnsetType = UNSET
    created: str | UnsetType = UNSET
    modified: str | UnsetType = UNSET
    revisions: Annotated[tuple[str, ...], Meta(max_length=REVISIONS)] | UnsetType = UNSET


class Copy(Object, kw_only=True):
    id: str
    name: str
    metadata: dict[str, str] | UnsetType = UNSET
    file: File | UnsetType = UNSET


class Document(Copy, kw_only=True):
    notes: Annotated[tuple[Note, ...], Meta(max_length=NOTES)] | UnsetType = UNSET
    pages: tuple[Number, ...] | UnsetType = UNSET
    text: str | UnsetType = UNSET


class Source(Document, kw_only=True):
    copies: tuple[Copy, ...] | UnsetType = UNSET


class Place(Object, kw_only=True):
    start: Number
    end: Number


class Edit(Object, kw_only=True):
    left: Pair
    right: Pair


class Substitution(Edit, kw_only=True):
    slot: SlotWord


class Evidence(Object, kw_only=True):
    bits: Annotated[float, Meta(ge=-1e12, le=1e12)]
    frequency: Annotated[float, Meta(ge=0, le=1)]
    expected: Annotated[float, Meta(ge=0, le=1e18)] | None | UnsetType = UNSET
    specific: Annotated[float, Meta(ge=-1e12, le=1e12)] | UnsetType = UNSET


class Finding(Object, kw_only=True):
    kind: KindWord
    grade: GradeWord | UnsetType = UNSET
    flags: Annotated[tuple[FlagWord, ...], Meta(max_length=WORDS)]
    source: str
    left: Place
    right: Place
    blocks: tuple[tuple[Number, Number, Number, Number], ...]
    edits: tuple[Edit, ...]
    substitutions: tuple[Substitution, ...] = ()
    figures: Number = 0
    evidence: Evidence


class Mark(Object, kw_only=True):
    flag: FlagWord
    span: Pair
    code: str
    facts: dict[str, Fact]


class Searched(Object, kw_only=True):
    documents: Number


class Public(Object, kw_only=True):
    texts: Number


Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Template(Object, kw_only=True):
    name: str
    sha256: Hash | UnsetType = UNSET


class CorpusState(Object, kw_only=True):
    folder: str
    documents: Number
    updated: Annotated[str, Meta(max_length=40)]
    sha256: Hash


class Circumstances(Object, kw_only=True):
    """Which command made a result, of which state of a corpus (``report.circumstances``)."""

    command: Annotated[tuple[str, ...], Meta(max_length=10_000)] = ()
    corpus: CorpusState | UnsetType = UNSET
    templates: Annotated[tuple[Template, ...], Meta(max_length=NOTES)] | UnsetType = UNSET
    public_sha256: Hash | UnsetType = UNSET
    settings_sha256: Hash | UnsetType = UNSET


class Head(Object, kw_only=True):
    """What says whether the rest can be understood."""

    format: Annotated[int, Meta(ge=1, le=LARGEST)]
    simcheck: str = ""


class NamedSource(Copy, kw_only=True):
    copies: tuple[Copy, ...] | UnsetType = UNSET


class Named(Object, kw_only=True):
    """What says whom a result is about."""

    document: Copy
    sources: tuple[NamedSource, ...] = ()


class Result(Head, kw_only=True):
    created: Any = UNSET
    circumstances: Circumstances | UnsetType = UNSET
    settings: dict[str, float | int | str | None]
    corpus: Searched | UnsetType = UNSET
    public: Public | UnsetType = UNSET
    document: Document
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...] = ()
    notes: Annotated[tuple[Note, ...], Meta(max_length=NOTES)]


# --- What is written, too ---------------------------------------------------------------------------------------------


class Counts(Object, kw_only=True):
    part: Number
    whole: Number
    passage: Number


class LayoutLine(Object, kw_only=True):
    span: Pair
    code: str


class Holder(Object, kw_only=True):
    record: str
    source: str
    characters: Number
    date: str | UnsetType = UNSET
    date_by: str | UnsetType = UNSET
    versions: tuple[str, ...] | UnsetType = UNSET


class Spread(Object, kw_only=True):
    """A passage that several documents hold, ``characters`` of which each of them has."""

    span: Pair
    characters: Number
    holders: tuple[Holder, ...]
    origin: str | None
    partly: Number


class WrittenDocument(Document, kw_only=True):
    characters: Number
    compared: Number
    paragraphs: Number
    layout: tuple[LayoutLine, ...]


class WrittenSource(Source, kw_only=True):
    part: Number
    whole: Number
    passage: Number
    grade_high: Counts | UnsetType = UNSET
    without_apart: Counts
    taken: Counts
    longest: Number
    same_text: bool | UnsetType = UNSET


class LargestSource(Counts, kw_only=True):
    source: str


class Totals(Object, kw_only=True):
    all: Counts
    grade_high: Counts | UnsetType = UNSET
    grade_middle: Counts | UnsetType = UNSET
    without_apart: Counts
    without_quoted: Counts
    without_quoted_apart: Counts
    without_own: Counts
    without_same_text: Counts | UnsetType = UNSET
    without_same_text_grade_high: Counts | UnsetType = UNSET
    without_same_text_apart: Counts | UnsetType = UNSET
    largest_source: LargestSource | UnsetType = UNSET


class Paragraph(Counts, kw_only=True):
    number: Annotated[int, Meta(ge=1, le=LARGEST)]
    span: Pair
    source: str | None
    kinds: tuple[KindWord, ...]
    flags: tuple[FlagWord, ...]


class WrittenPlace(Place, kw_only=True):
    paragraphs: Pair
    pages: tuple[Number | None, Number | None] | UnsetType = UNSET


class WrittenFinding(Finding, kw_only=True):
    n: Annotated[int, Meta(ge=1, le=LARGEST)]
    characters: Number
    left: WrittenPlace
    right: WrittenPlace
    substitutions: tuple[Substitution, ...]
    figures: Number


class WrittenResult(Result, kw_only=True):
    """A result as ``--json`` and ``-o`` write it; positions are code points of the texts, half-open."""

    simcheck: str
    created: str | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    document: WrittenDocument
    totals: Totals
    sources: tuple[WrittenSource, ...]
    paragraphs: tuple[Paragraph, ...]
    findings: tuple[WrittenFinding, ...]
    spread: tuple[Spread, ...]
    marks: tuple[Mark, ...]


# --- Decoding ---------------------------------------------------------------------------------------------------------


class Malformed(ValueError):
    """JSON that is none, or holds what the types do not allow."""


def decoded(data: str | bytes, type: Any) -> Any:
    """``data`` as a value of ``type``; ``Malformed`` for anything else, however deep or large."""
    try:
        try:
            return msgspec.json.decode(data, type=type)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeEncodeError):
            # Halves of surrogate pairs, which texts of Python and escapes of other programs may hold, msgspec refuses.
            if not _SURROGATE.search(data if isinstance(data, str) else data.decode("utf-8")):
                raise
            return msgspec.convert(json.loads(data, parse_constant=_refuse, parse_float=_finite), type=type)
    except (ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None


_SURROGATE: Final = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse(digits)


def is_json(data: str) -> bool:
    """Whether it is JSON at all."""
    try:
        decoded(data, msgspec.Raw)
    except Malformed:
        return False
    return True
