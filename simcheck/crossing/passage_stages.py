"""The passages of a collection, as functions of rows: what a distributed engine runs after ``stages``.

Each is pure, and does with the part of a collection that it is given what ``passages`` does with all of it: the
functions are the same. An engine puts the right rows together:

    viewed    documents of a parcel   the passages that a document holds, as it has them
    placed    a view                  where each holder has it
    of_one    places of documents     which views are of one passage
    merged    views of a passage      the passage
    inside    places of documents     which passages stand inside of others there
    shorter   passages that do so     those of them that stand inside of one that stays
    concerned a passage               who holds it, or half of it
    passages  a passage               as it is told
    renamed   passages of one name    each by its own
    holdings  a passage               who holds it

The order of documents is that of their ids, that of views their documents' and then ``n``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from simcheck.crossing import passages as of_passages
from simcheck.crossing.contents import Passage
from simcheck.crossing.passages import Place, View
from simcheck.crossing.rows import (
    Out,
    Row,
    document_of,
    grouped_by,
    packed,
    pairs_of,
    texts_of,
    unpacked,
    who_of,
    worded,
)
from simcheck.crossing.stages import Given, received

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "viewed": {"key": "string", "id": "string", "n": "long", "view": "binary"},
    "placed": {"id": "string", "key": "string", "place": "binary", "rank": "binary"},
    "of_one": {"a": "string", "b": "string"},
    "merged": {"key": "string", "id": "string", "n": "long", "holders": "long", "view": "binary"},
    "inside": {"a": "string", "b": "string", "a_rank": "binary", "b_rank": "binary"},
    "shorter": {"key": "string"},
    "passages": {"name": "string", "rank": "binary", "first": "string", "is_of_most": "boolean", "passage": "binary"},
    "concerned": {"key": "string", "id": "string"},
    "holdings": {
        "id": "string",
        "name": "string",
        "is_common": "boolean",
        "is_of_most": "boolean",
        "holders": "long",
        "holding": "binary",
        "passage": "binary",
    },
}
"""What comes out of each, by name and type (long: 64 bits)."""


def viewed(rows: Iterable[Row], given: Given) -> Out:
    """Documents of a parcel (``content``, ``marks``), those of them with ``pairs`` whose passages are asked for."""
    some = list(rows)
    texts = texts_of(some, received(given))
    for row in some:
        if row["pairs"]:
            found = of_passages.views(
                texts.documents[row["id"]], pairs_of(row), texts.documents, texts.marks(row["id"])
            )
            for n, view in enumerate(found):
                yield f"{row['id']}\0{n}", row["id"], n, packed(view)


def placed(rows: Iterable[Row]) -> Out:
    """Views (``key``, ``id``, ``n``, ``view``), a row for each holder; ``rank`` is what they are put in order by."""
    for row in rows:
        view = unpacked(row["view"], View)
        rank = _rank(view, row)
        for id, place in view.holders.items():
            yield id, row["key"], packed(place), rank


def _rank(view: View, row: Row) -> bytes:
    return worded(*of_passages.by_length(view), row["id"], row["n"])


def of_one(rows: Iterable[Row]) -> Out:
    """Places of documents."""
    for some in grouped_by("id", rows):
        yield from of_passages.of_one([(unpacked(row["place"], Place), row["key"]) for row in some])


def merged(rows: Iterable[Row]) -> Out:
    """Views of passages (``top``)."""
    for of_one in grouped_by("top", rows):
        some = sorted(of_one, key=lambda row: (row["id"], row["n"]))
        views = [unpacked(row["view"], View) for row in some]
        order = {id: n for n, id in enumerate(sorted({id for view in views for id in view.holders}))}
        view = of_passages.merged(views, order)
        if view is not None:
            yield some[0]["key"], some[0]["id"], some[0]["n"], len(view.holders), packed(view)


def inside(rows: Iterable[Row]) -> Out:
    """Places of documents: ``a`` stands inside of ``b``, which is looked at before it."""
    for of_document in grouped_by("id", rows):
        places = ((unpacked(row["place"], Place), json.loads(row["rank"]), row) for row in of_document)
        some = sorted(places, key=lambda each: each[0].hull)
        for at, (place, rank, row) in enumerate(some):
            for there, other_rank, other in some[at + 1 :]:
                if there.hull.start >= place.hull.end:
                    break
                if other_rank < rank and of_passages.is_inside(place, there):
                    yield row["key"], other["key"], row["rank"], other["rank"]
                elif rank < other_rank and of_passages.is_inside(there, place):
                    yield other["key"], row["key"], other["rank"], row["rank"]


def shorter(rows: Iterable[Row]) -> Out:
    """Passages ``a`` that stand inside of others, ``b``, wherever they are held, of whole components."""
    longer: dict[str, list[str]] = defaultdict(list)
    ranks: dict[str, list[Any]] = {}
    for row in rows:
        longer[row["a"]].append(row["b"])
        ranks |= {row["a"]: json.loads(row["a_rank"]), row["b"]: json.loads(row["b_rank"])}
    kept = set[str]()
    for key in sorted(ranks, key=ranks.__getitem__):
        if kept.isdisjoint(longer[key]):
            kept.add(key)
        else:
            yield (key,)


def concerned(rows: Iterable[Row]) -> Out:
    """Views (``key``), a row for each document that holds one or half of it."""
    for row in rows:
        view = unpacked(row["view"], View)
        for id in (*view.holders, *view.partly):
            yield row["key"], id


def passages(rows: Iterable[Row], several: int) -> Out:
    """Views, with the ``documents`` that hold them or half of them (as ``described``), of ``several`` in all."""
    for row in rows:
        view = unpacked(row["view"], View)
        who = who_of(row["documents"], several)
        documents = {each["id"]: document_of(each) for each in row["documents"]}
        order = {id: n for n, id in enumerate(sorted(documents))}
        lengths = {each["id"]: each["characters"] for each in row["documents"]}
        passage = of_passages.passage_of(view, documents, order, who, lengths.__getitem__)
        ids = [each.document for each in passage.holders]
        is_of_most = passage.is_common or of_passages.is_of_most(ids, who)
        yield passage.id, _rank(view, row), ids[0], is_of_most, packed(passage)


def renamed(rows: Iterable[Row]) -> Out:
    """Passages, all of a ``name``."""
    some = sorted(rows, key=lambda row: json.loads(row["rank"]))
    every = of_passages.told_apart(unpacked(row["passage"], Passage) for row in some)
    for row, passage in zip(some, every, strict=True):
        yield passage.id, row["rank"], row["first"], row["is_of_most"], packed(passage)


def holdings(rows: Iterable[Row]) -> Out:
    """Passages, a row for each who holds one, in which the passage is without its holders."""
    for row in rows:
        passage = unpacked(row["passage"], Passage)
        alone = packed(replace(passage, holders=()))
        for each in passage.holders:
            of_all = passage.is_common, row["is_of_most"], len(passage.holders)
            yield each.document, row["name"], *of_all, packed(each), alone
