"""How is a crossing written as JSON, and read back? Beside texts and findings the counts, as they were made.

It begins like a saved report, with a number of its format and our version, and says in ``type`` that it is a crossing.
Positions are code points of the texts, half-open; of a finding, ``left`` is in ``a`` and ``right`` in ``b``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, UnsetType

from simcheck._version import __version__
from simcheck.crossing import proved
from simcheck.crossing.crossing import Crossing, Group, Holding, Likeness, Pair, Passage, Standing
from simcheck.errors import InvalidResult
from simcheck.model import Document, Finding, Span
from simcheck.report import schema
from simcheck.report.counting import Share
from simcheck.report.deserialise import (
    Contradiction,
    Unknown,
    circumstances_of,
    document_of,
    finding_of,
    note_of,
    require,
    settings_of,
    span_of,
)
from simcheck.report.schema import Counts, Malformed, Number, Object, decoded
from simcheck.report.serialise import content_data, counts_data, note_data, record_data, span_data, substance

FORMAT: Final = 1
"""Version of the JSON of crossings; it only grows within a version."""

TYPE: Final = "crossing"

LIMIT: Final = 300_000_000
"""Characters of a saved crossing: twice that of 3,475 statutes, which has 119 million."""

MOST: Final = 12_000_000
"""Objects and lists in one, at a few hundred bytes of memory each; that of the statutes has 3.3 million."""


def crossing_json(crossing: Crossing, *, texts: bool = True) -> str:
    """The whole crossing on one line; without its texts it cannot be read back. The same crossing gives the same
    characters: there is no clock in it."""
    return "".join(crossing_pieces(crossing, texts=texts))


def crossing_pieces(crossing: Crossing, *, texts: bool = True, created: str = "") -> Iterator[str]:
    """What ``crossing_json`` gives, piece by piece: of very many documents it is more than memory holds; with the time
    at which it was made (``created``) if that is said."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "simcheck": __version__,
        **({"created": created} if created else {}),
        "type": TYPE,
        **({"circumstances": crossing.circumstances.data()} if crossing.circumstances else {}),
        "settings": crossing.settings.to_dict(),
        "at": crossing.at,
        "templates": list(crossing.templates),
        "documents": (_document(each, crossing.standings[id], texts) for id, each in crossing.documents.items()),
        "pairs": (_pair(pair) for pair in crossing.pairs),
        "groups": [
            {"documents": list(each.documents), "passages": list(each.passages), "origin": each.origin}
            for each in crossing.groups
        ],
        "passages": (_passage(each) for each in crossing.passages),
        "same": [list(ids) for ids in crossing.same],
        "notes": [note_data(each) for each in crossing.notes],
        **({"new": list(crossing.new)} if crossing.new else {}),
    }
    encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    before = "{"
    for name, value in data.items():
        yield f"{before}{encoded(name)}:"
        before = ","
        if isinstance(value, Iterator):
            yield "["
            for number, each in enumerate(value):
                yield f",{encoded(each)}" if number else encoded(each)
            yield "]"
        else:
            yield encoded(value)
    yield "}"


def _document(document: Document, standing: Standing, texts: bool) -> dict[str, Any]:
    counted = {
        "share": counts_data(standing.share),
        "upper": counts_data(standing.upper),
        "templated": standing.templated,
        "common": standing.common,
        "largest": standing.largest,
    }
    return record_data(document) | counted | content_data(document, texts)


_SHARES: Final = ("a_share", "b_share", "a_upper", "b_upper", "a_telling", "b_telling")


def _pair(pair: Pair) -> dict[str, Any]:
    shares = {name: counts_data(getattr(pair, name)) for name in _SHARES}
    return (
        {"a": pair.a, "b": pair.b}
        | shares
        | ({"likeness": pair.likeness} if pair.likeness else {})
        | ({"own": pair.own} if pair.own else {})
        | {"findings": [_finding(each) for each in pair.findings]}
    )


def _finding(finding: Finding) -> dict[str, Any]:
    match = finding.match
    return {
        "kind": finding.kind,
        **({"grade": finding.grade} if finding.grade else {}),
        "flags": sorted(finding.flags),
        "source": match.source,
        "left": {"start": match.left.start, "end": match.left.end},
        "right": {"start": match.right.start, "end": match.right.end},
        **substance(finding),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    holders = [
        {"document": each.document, "span": span_data(each.span), "characters": each.characters}
        | ({"date": each.date} if each.date else {})
        | ({"parts": [span_data(part) for part in each.parts]} if each.parts else {})
        for each in passage.holders
    ]
    told: dict[str, Any] = {"origin": passage.origin, "is_common": passage.is_common}
    told |= {"partly": passage.partly} if passage.partly else {}
    return {"id": passage.id, "characters": passage.characters, "holders": holders} | told


# --- What is read -----------------------------------------------------------------------------------------------------


class SavedDocument(schema.Document, kw_only=True):
    share: Counts
    upper: Counts
    templated: Number = 0
    common: Number = 0
    largest: str | None = None


class SavedPair(Object, kw_only=True):
    a: str
    b: str
    a_share: Counts
    b_share: Counts
    a_upper: Counts
    b_upper: Counts
    a_telling: Counts
    b_telling: Counts
    likeness: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    own: Annotated[str, Meta(max_length=40)] = ""
    findings: tuple[schema.Finding, ...] = ()


class SavedHolding(Object, kw_only=True):
    document: str
    span: schema.Pair
    characters: Number
    date: str = ""
    parts: tuple[schema.Pair, ...] = ()


class SavedPassage(Object, kw_only=True):
    id: str
    characters: Number
    holders: tuple[SavedHolding, ...]
    origin: str | None = None
    is_common: bool = False
    partly: Number = 0


class SavedGroup(Object, kw_only=True):
    documents: tuple[str, ...]
    passages: tuple[str, ...]
    origin: str | None = None


class SavedHead(schema.Head, kw_only=True):
    type: str = ""


class SavedCrossing(SavedHead, kw_only=True):
    """A crossing as ``--json`` and ``-o`` write it; positions are code points of the texts, half-open."""

    created: str | UnsetType = UNSET
    circumstances: schema.Circumstances | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    settings: dict[str, float | int | str | None]
    at: Annotated[float, Meta(ge=0, le=1)]
    templates: tuple[str, ...] = ()
    documents: tuple[SavedDocument, ...]
    pairs: tuple[SavedPair, ...]
    groups: tuple[SavedGroup, ...]
    passages: tuple[SavedPassage, ...]
    same: tuple[tuple[str, ...], ...] = ()
    new: tuple[str, ...] = ()
    notes: Annotated[tuple[schema.Note, ...], Meta(max_length=schema.NOTES)] = ()


def is_crossing(data: str) -> bool:
    """Whether JSON says of itself that it is a crossing."""
    try:
        head: SavedHead = decoded(data, SavedHead)
    except Malformed:
        return False
    return head.type == TYPE


def crossing_of(data: str, name: str = "-") -> Crossing:
    """The crossing that ``crossing_json`` wrote; raises ``InvalidResult`` (naming ``name``) for anything else."""
    if len(data) > LIMIT:
        raise InvalidResult(name, "too-large", LIMIT)
    if data.count("[") + data.count("{") > MOST:
        raise InvalidResult(name, "too-many")
    try:
        if decoded(data, SavedHead).format > FORMAT:
            raise InvalidResult(name, "newer")
        read: SavedCrossing = decoded(data, SavedCrossing)
        if UNSET in (each.text for each in read.documents):
            raise InvalidResult(name, "no-text")
        return _checked(read)
    except (Malformed, Unknown):
        raise InvalidResult(name, "not-ours") from None
    except Contradiction:
        raise InvalidResult(name, "altered") from None


def _checked(read: SavedCrossing) -> Crossing:
    """The crossing, if all that it says of its documents can be true of them."""
    documents = {each.id: document_of(each) for each in read.documents}
    require(len(documents) == len(read.documents), "ids twice")
    for id in (*(each.largest for each in read.documents), *(id for ids in read.same for id in ids), *read.new):
        require(id is None or id in documents, "a document that is not there")
    standings = {each.id: _standing_of(each) for each in read.documents}
    pairs = tuple(_pair_of(each, documents) for each in read.pairs)
    passages = tuple(_passage_of(each, documents) for each in read.passages)
    known = {each.id for each in passages}
    require(len(known) == len(passages), "passages twice")
    longest = max((len(each.text) for each in documents.values()), default=0)
    crossing = Crossing(
        documents=documents,
        pairs=pairs,
        groups=tuple(_group_of(each, documents, known) for each in read.groups),
        passages=passages,
        standings=standings,
        at=read.at,
        templates=read.templates,
        notes=tuple(note_of(each, longest) for each in read.notes),
        settings=settings_of(read.settings),
        same=read.same,
        new=read.new,
        circumstances=circumstances_of(read.created, read.simcheck, read.circumstances),
    )
    proved.require_true(crossing)
    return crossing


def _share_of(value: Counts) -> Share:
    require(value.part <= value.whole and value.passage <= value.whole, "a part that is more than the whole")
    return Share(value.part, value.whole, value.passage)


def _standing_of(value: SavedDocument) -> Standing:
    return Standing(_share_of(value.share), _share_of(value.upper), value.templated, value.common, value.largest)


def _pair_of(value: SavedPair, documents: Mapping[str, Document]) -> Pair:
    require(value.a in documents and value.b in documents and value.a != value.b, "a document that is not there")
    try:
        likeness = Likeness(value.likeness) if value.likeness else None
    except ValueError:
        raise Unknown(value.likeness) from None
    right = {value.b: documents[value.b]}
    return Pair(
        value.a,
        value.b,
        a_share=_share_of(value.a_share),
        b_share=_share_of(value.b_share),
        a_upper=_share_of(value.a_upper),
        b_upper=_share_of(value.b_upper),
        a_telling=_share_of(value.a_telling),
        b_telling=_share_of(value.b_telling),
        findings=tuple(finding_of(each, documents[value.a], right) for each in value.findings),
        likeness=likeness,
        own=value.own,
    )


def _passage_of(value: SavedPassage, documents: Mapping[str, Document]) -> Passage:
    require(bool(value.holders), "nobody holds it")
    holders = []
    for each in value.holders:
        require(each.document in documents, "a document that is not there")
        span = span_of(each.span, len(documents[each.document].text))
        length = len(documents[each.document].text)
        parts = tuple(span_of(part, length) for part in each.parts)
        require(not parts or span == Span(parts[0].start, parts[-1].end), "parts that are not its own")
        require(all(a.end <= b.start for a, b in pairwise(parts)), "parts that overlap")
        holders.append(Holding(each.document, span, each.characters, each.date, parts))
    require(value.origin is None or value.origin in documents, "a document that is not there")
    return Passage(value.id, value.characters, tuple(holders), value.origin, value.is_common, value.partly)


def _group_of(value: SavedGroup, documents: Mapping[str, Document], passages: set[str]) -> Group:
    require(all(id in documents for id in value.documents), "a document that is not there")
    require(all(id in passages for id in value.passages), "a passage that is not there")
    require(value.origin is None or value.origin in value.documents, "an origin from elsewhere")
    return Group(value.documents, value.passages, value.origin)
