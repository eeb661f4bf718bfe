"""What follows for documents from what their texts share, as functions of rows: what a distributed engine runs after
``stages``, and around ``passage_stages``.

Each is pure, and does with the part of a collection that it is given what ``whole`` does with all of it: the functions
are the same. An engine puts the right rows together:

    known      a document             what is known of it, and what it may be called
    described  a document             its name, who wrote it, whose version it is
    paired     two texts              the pairs of the documents that have them
    run_candidates, run_times         the runs that most documents have
    common     a document             what of it most documents hold
    told       a passage              whether it is one without that
    tellings   a document             what tells something of each of its pairs
    weighed    a pair                 with what tells something of both sides, and whether that links the two
    runs, linked                      the same, of those that have to be nearly one
    grouped    documents of a group   the group
    standings, and the other tables   rows of ``tables``

The order of documents is that of their ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from simcheck.crossing import common as held_by_most
from simcheck.crossing import standings as of_standings
from simcheck.crossing import tables
from simcheck.crossing.aligned import words_of
from simcheck.crossing.contents import Holding, Pair, Passage
from simcheck.crossing.groups import group_of
from simcheck.crossing.names import called, title_of
from simcheck.crossing.pairing import Maker
from simcheck.crossing.parts import unpacked as part_of
from simcheck.crossing.rows import (
    Out,
    Row,
    author_bytes,
    author_from,
    bits_of,
    document_of,
    grouped_by,
    mask_of,
    packed,
    pairs_of,
    texts_of,
    unpacked,
    who_of,
    worded,
)
from simcheck.crossing.stages import Given, received
from simcheck.crossing.whole import bare, from_runs
from simcheck.crossing.whole import known as known_of
from simcheck.crossing.wording import Wording
from simcheck.findings.authorship import author_of
from simcheck.model import Document
from simcheck.report.counting import Share
from simcheck.report.spread import identity_of, version_of
from simcheck.text.fingerprint import Hashes
from simcheck.text.normalize import compared

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "known": {
        "id": "string",
        "number": "long",
        "known": "binary",
        "title": "binary",
        "called": "binary",
        "version": "binary",
        "author": "binary",
        "bare": "binary",
        "characters": "long",
    },
    "described": {
        "id": "string",
        "number": "long",
        "document": "binary",
        "author": "binary",
        "who": "binary",
        "bare": "binary",
        "characters": "long",
    },
    "paired": {"a": "string", "b": "string", "is_found": "boolean", "is_chained": "boolean", "pair": "binary"},
    "run_candidates": {"run": "long"},
    "run_times": {"run": "long", "times": "long"},
    "common": {"id": "string", "mask": "binary"},
    "tellings": {"a": "string", "b": "string", "side": "string", "part": "long", "whole": "long", "passage": "long"},
    "weighed": {"a": "string", "b": "string", "is_linked": "boolean", "pair": "binary"},
    "runs": {"id": "string", "runs": "binary"},
    "linked": {"a": "string", "b": "string"},
    "grouped": {"top": "string", "documents": "long", "passages": "long", "origin": "string"},
}
"""What comes out of each, by name and type (long: 64 bits)."""


# --- Documents and pairs ----------------------------------------------------------------------------------------------


def known(rows: Iterable[Row]) -> Out:
    """Documents (``id``, ``name``, ``number``, ``content`` and what else is known of them)."""
    for row in rows:
        text = words_of(row["content"])
        given = {name: row[name] for name in KNOWN if row.get(name)}
        document = known_of(Document(row["id"], row.get("name") or row["id"], text, given))
        title = title_of(document)
        yield (
            document.id,
            row["number"],
            worded(document.name, document.metadata),
            worded(title),
            worded(title or document.name),
            worded(*version_of(document)),
            worded(document.metadata["author"]) if document.metadata.get("author") else None,
            bare(text),
            int(compared(text).sum()),
        )


KNOWN: Final = ("title", "unit", "author", "date", "date_by")
"""What may be known of a document."""


def described(rows: Iterable[Row]) -> Out:
    """Documents as ``known``, with their ``content``, how many are called so (``often``), and how many authors those of
    the same unit and title name (``authors``)."""
    for row in rows:
        name, metadata = json.loads(row["known"])
        document = Document(row["id"], name, words_of(row["content"]), metadata)
        (title,), version = json.loads(row["title"]), json.loads(row["version"])
        document = called(document, title, row["often"])
        who = identity_of(document, tuple(version), row["authors"])
        author = author_bytes(author_of(document))
        named = worded(document.name, metadata)
        yield row["id"], row["number"], named, author, worded(*who), row["bare"], row["characters"]


def paired(rows: Iterable[Row], own: Sequence[str], given: Given) -> Out:
    """Two texts (``a``, ``b``; ``data``: a part with what they share, or the characters in runs, ``left`` and
    ``right``), their lengths, and the documents that have each (``of_a``, ``of_b``: id, author, bare)."""
    forms = received(given).templates
    for row in rows:
        both = {each["id"]: each for each in (*row["of_a"], *row["of_b"])}
        ids = {row[side]: sorted(each["id"] for each in row[f"of_{side}"]) for side in "ba"}
        documents = {id: Document(id, "", "") for id in sorted(both)}
        authors = {id: author_from(both[id]["author"]) for id in documents}
        maker = Maker(documents, ids, own, None, authors)
        a, b, lengths = row["a"], row["b"], (row["length_a"], row["length_b"])
        if a != b and lengths[0] == lengths[1] and row["of_a"][0]["bare"] == row["of_b"][0]["bare"]:
            maker.tell_same(a, b)
        if row["data"] is not None:
            (found,) = part_of(row["data"]).results
            maker.add(a, b, found)
        elif not forms:
            maker.add(a, b, from_runs(row["left"], row["right"], *lengths))
        for pair in maker.pairs:
            yield pair.a, pair.b, bool(pair.findings) and not pair.own, maker.is_chained, packed(pair)


# --- What most documents hold -----------------------------------------------------------------------------------------


def _versions(rows: Iterable[Row]) -> list[list[str]]:
    return [[words_of(row["content"]) for row in some] for some in grouped_by("who", rows)]


def run_candidates(rows: Iterable[Row]) -> Out:
    """Documents (``who``, ``content``), the versions of one together: the runs that most of them have."""
    every = _versions(rows)
    for run in Wording(_size(every)).candidates(every).view(np.int64).tolist():
        yield (run,)


def run_times(rows: Iterable[Row], wanted: Hashes) -> Out:
    """The same documents: how many versions of different ones have each of the runs."""
    every = _versions(rows)
    times = Wording(_size(every)).times(wanted, every)
    yield from zip(wanted.view(np.int64).tolist(), times.tolist(), strict=True)


def _size(every: Sequence[Sequence[str]]) -> int:
    return sum(len(text) for some in every for text in some)


def common(rows: Iterable[Row], wanted: Hashes, several: int) -> Out:
    """Documents (``content``) with the places of passages of most (``held``), and, of those that have so many,
    their ``pairs`` and whose version these are of (``others``: id, who)."""
    for row in rows:
        document = document_of(row, row["content"])
        who = who_of([row, *(row["others"] or ())], several)
        of_most = [(each["is_common"], unpacked(each["holding"], Holding).places) for each in row["held"] or ()]
        mask = held_by_most.in_most(document, pairs_of(row), of_most, who, wanted, Wording(len(document.text)))
        if mask is not None:
            yield row["id"], bits_of(mask)


def told(rows: Iterable[Row]) -> Out:
    """Passages, with the ``content`` of their first holder and its ``mask`` of what most hold: those that are one."""
    for row in rows:
        passage = unpacked(row["passage"], Passage)
        if row["mask"]:
            first = Document(row["first"], "", words_of(row["content"]))
            if not of_standings.is_told(passage, {first.id: first}, {first.id: mask_of(row["mask"])}):
                continue
        yield row["name"], row["rank"], row["first"], row["is_of_most"], row["passage"]


# --- What tells something, and what that links ------------------------------------------------------------------------


def tellings(rows: Iterable[Row], given: Given) -> Out:
    """Documents (``content``, ``marks``, ``mask``) with all their ``pairs``."""
    for row in rows:
        texts = texts_of([row], received(given))
        for pair in pairs_of(row):
            share = texts.without(pair).a_telling
            a, b, side = (pair.a, pair.b, "a") if pair.a < pair.b else (pair.b, pair.a, "b")
            yield a, b, side, share.part, share.whole, share.passage


def weighed(rows: Iterable[Row], at: float) -> Out:
    """Pairs with what tells something of both sides (``a_telling``, ``b_telling``); ``is_linked`` is null where that
    hangs on their runs."""
    for row in rows:
        sides = (Share(*(row[f"{side}_telling"][name] for name in ("part", "whole", "passage"))) for side in "ab")
        a_telling, b_telling = sides
        pair = replace(unpacked(row["pair"], Pair), a_telling=a_telling, b_telling=b_telling)
        is_linked = None
        if pair.own:
            is_linked = False
        elif not of_standings.hangs_on_runs(pair, at):
            is_linked = of_standings.is_link(pair, at, _no_runs)
        yield pair.a, pair.b, is_linked, packed(pair)


def _no_runs(id: str) -> Hashes:
    raise AssertionError(f"the runs of {id} are not asked for")


def runs(rows: Iterable[Row], given: Given) -> Out:
    """Documents (``content``, ``marks``, ``mask``): the runs by which they may be nearly one with others."""
    for row in rows:
        yield row["id"], texts_of([row], received(given)).runs(row["id"]).astype("<u8").tobytes()


def linked(rows: Iterable[Row], at: float) -> Out:
    """Pairs, with the runs of both sides (``a_runs``, ``b_runs``): those that are linked."""
    for row in rows:
        sides = {row[side]: np.frombuffer(row[f"{side}_runs"], dtype="<u8") for side in "ab"}
        if of_standings.is_link(unpacked(row["pair"], Pair), at, sides.__getitem__):
            yield row["a"], row["b"]


def grouped(rows: Iterable[Row]) -> Out:
    """Groups (``top``: the first of them) with their ``members`` (as ``described``) and ``passages``."""
    for row in rows:
        documents = {each["id"]: document_of(each) for each in sorted(row["members"], key=lambda each: each["id"])}
        some = [unpacked(data, Passage) for data in row["passages"] or ()]
        group = group_of(list(documents), some, documents)
        yield row["top"], len(group.documents), len(group.passages), group.origin


# --- Tables -----------------------------------------------------------------------------------------------------------


def standings(rows: Iterable[Row], given: Given) -> Out:
    """Documents (``content``, ``marks``, ``mask``) with their weighed ``pairs``, the places of what is common
    (``held``), and the number of their ``group``."""
    for row in rows:
        texts = texts_of([row], received(given))
        document = texts.documents[row["id"]]
        places = [span for data in row["held"] or () for span in unpacked(data, Holding).places]
        seen = sorted(pairs_of(row), key=lambda pair: (*of_standings.by_telling(pair), *sorted((pair.a, pair.b))))
        standing = of_standings.standing(
            document,
            seen,
            texts.common.get(document.id),
            texts.given(document.id),
            of_standings.covered(places, document) if places else None,
        )
        yield tables.of_document(document, standing, row["group"])


def pairs(rows: Iterable[Row]) -> Out:
    """Weighed pairs, with both documents (``a_document``, ``b_document``)."""
    for row in rows:
        names = (json.loads(row[f"{side}_document"])[0] for side in "ab")
        yield tables.of_pair(unpacked(row["pair"], Pair), *names)


def findings(rows: Iterable[Row]) -> Out:
    """Weighed pairs."""
    for row in rows:
        yield from tables.of_findings(unpacked(row["pair"], Pair))


def holders(rows: Iterable[Row]) -> Out:
    """``holdings``, with the ``document`` and its ``content``."""
    for row in rows:
        of_all = tables.of_passage(unpacked(row["passage"], Passage), row["holders"])
        holding = unpacked(row["holding"], Holding)
        yield (*of_all, *tables.of_holding(holding, document_of(row, row["content"])))


def members(rows: Iterable[Row]) -> Out:
    """Documents of groups (``group``, ``documents``, ``passages``, ``origin``)."""
    for row in rows:
        of_group = (row[name] for name in ("group", "documents", "passages", "origin"))
        yield (*of_group, row["id"], document_of(row).name)
