"""What most texts have in one piece, as functions of rows: what a distributed engine runs beside ``passage_stages``.

Each is pure, and does with the part of a collection that it is given what ``forms`` does with all of it: the functions
are the same. An engine puts the right rows together:

    seen      a text               its stretches of runs that most have, each of which may be a piece
    chosen    *of all*             which of the pieces that most have as they are is a piece of its own
    held      a text               what it has of each piece
    strangers a text that has it   whether it is of another author than the first that has it as it is
    tells     a piece              what of it tells something where two texts of two authors have it
    located   a text that has it   where, to the character
    formed    a piece              the piece as a view, of all documents that hold it

A text is called by the first document that has it; the order of texts is that of their names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from simcheck.crossing.aligned import words_of
from simcheck.crossing.forms import Form, Part, Parts, forms_in, is_one, place_of, sought_of, telling
from simcheck.crossing.pairing import ground
from simcheck.crossing.pairs import MOST
from simcheck.crossing.pairs import held as among
from simcheck.crossing.passages import Place, View
from simcheck.crossing.rows import Out, Row, author_from, bits_of, grouped_by, mask_of, packed, unpacked
from simcheck.crossing.stages import Given, received
from simcheck.crossing.wording import Wording
from simcheck.report.spread import HELD, LEAST, MUCH
from simcheck.text.fingerprint import Hashes, Ints
from simcheck.text.normalize import Normalized, normalize

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "seen": {"form": "binary", "text": "string", "length": "long", "parts": "binary"},
    "held": {"piece": "long", "text": "string", "share": "double", "parts": "binary"},
    "strangers": {"piece": "long", "text": "string"},
    "tells": {"piece": "long", "mask": "binary"},
    "located": {"piece": "long", "text": "string", "characters": "long", "share": "double", "place": "binary"},
    "formed": {"key": "string", "id": "string", "n": "long", "view": "binary"},
}
"""What comes out of each, by name and type (long: 64 bits). ``share`` is 1 of a text that has a piece as it is."""

LAST: Final = "\U0010ffff"
"""What stands behind all documents: pieces are looked at after what documents have in pairs."""


def seen(rows: Iterable[Row], wanted: Hashes) -> Out:
    """Texts (``text``, ``content``), of which those runs are ``wanted`` that most have."""
    for row in rows:
        text, _, places = _read(row, wanted)
        for form, parts in forms_in(text.codes, places).items() if len(places) else ():
            yield packed(form), row["text"], form.length, _in_bytes(parts)


def _read(row: Row, wanted: Hashes) -> tuple[Normalized, Hashes, Ints]:
    """A text, its runs, and where those begin that are wanted."""
    text = words_of(row["content"])
    normalized, runs, _ = Wording(len(text)).of(text)
    return normalized, runs, np.flatnonzero(among(wanted, runs))


def _in_bytes(parts: Parts) -> bytes:
    """In the order of bytes as in that of numbers."""
    return np.array(parts, dtype=">u8").tobytes()


def _parts(data: bytes) -> Parts:
    return tuple(Part(*row) for row in np.frombuffer(data, dtype=">u8").reshape(-1, 3).tolist())


def held(rows: Iterable[Row], forms: Sequence[bytes], wanted: Hashes) -> Out:
    """Texts (``text``, ``content``): what they have of each of the ``forms``, half of it or more."""
    pieces = [unpacked(data, Form) for data in forms]
    every = [sought_of(piece, wanted) for piece in pieces]
    for row in rows:
        text, runs, places = _read(row, wanted)
        if not len(places):
            continue
        as_they_are = forms_in(text.codes, places)
        for number, (piece, sought) in enumerate(zip(pieces, every, strict=True)):
            if piece in as_they_are:
                yield number, row["text"], 1.0, _in_bytes(as_they_are[piece])
                continue
            mine = places[among(sought.runs, runs[places])]
            if len(mine) and len(mine) >= sought.least:
                parts, share = sought.found(mine, runs[mine], text.codes)
                if share >= MUCH:
                    yield number, row["text"], share, _in_bytes(parts)


def chosen(wholes: Sequence[str], holders: Mapping[int, int], rows: Iterable[Row], texts: int) -> list[int]:
    """Which pieces most of so many texts hold, and that are none of those before: by number. ``wholes`` are the first
    texts that have each as it is, ``holders`` how many hold it, ``rows`` what the wholes have of each (as ``held``)."""
    parts = {(row["piece"], row["text"]): _parts(row["parts"]) for row in rows if row["share"] >= HELD}
    found: list[int] = []
    for number, whole in enumerate(wholes):
        mine = parts[number, whole]
        if any((other, whole) in parts and is_one(mine, parts[other, whole]) for other in found):
            continue
        if holders.get(number, 0) > MOST * texts:
            found.append(number)
    return found


def strangers(rows: Iterable[Row], firsts: Mapping[int, tuple[str, bytes]], own: Collection[str]) -> Out:
    """Texts that have a piece, with the ``author`` of each; ``firsts`` are the first ones, with theirs."""
    known = {piece: (text, author_from(author)) for piece, (text, author) in firsts.items()}
    for row in rows:
        first = known.get(row["piece"])
        if first and row["text"] != first[0] and not ground(first, (row["text"], author_from(row["author"])), own):
            yield row["piece"], row["text"]


def tells(rows: Iterable[Row], given: Given) -> Out:
    """Pieces of ``length`` characters, with two texts that have each (``a_content``, ``a_parts`` and so on): what of
    those that tell something there does so, by character."""
    comparer = received(given)
    for row in rows:
        (here, parts), (there, others) = (
            (normalize(words_of(row[f"{side}_content"])), _parts(row[f"{side}_parts"])) for side in "ab"
        )
        mask = telling(here, parts, there, others, row["length"], comparer)
        if mask.any():
            yield row["piece"], bits_of(mask)


def located(rows: Iterable[Row], masks: Mapping[int, bytes]) -> Out:
    """What texts have of pieces (as ``held``, with the ``content``); ``masks`` say what of each tells something."""
    for row in rows:
        if row["piece"] not in masks:
            continue
        place = Place((), 0)
        if row["share"] >= HELD:
            text = normalize(words_of(row["content"]))
            place = place_of(_parts(row["parts"]), mask_of(masks[row["piece"]]), text)
        yield row["piece"], row["text"], place.characters, row["share"], packed(place)


def formed(rows: Iterable[Row]) -> Out:
    """Pieces, a row for each text that has it or half of it (as ``located``), with the ``ids`` of its documents."""
    for of_piece in grouped_by("piece", rows):
        some = sorted(of_piece, key=lambda row: row["text"])
        piece = some[0]["piece"]
        characters = max(row["characters"] for row in some)
        if characters < LEAST:
            continue
        places = [(sorted(row["ids"]), unpacked(row["place"], Place)) for row in some if row["share"] >= HELD]
        holders = {id: place for ids, place in places if place.parts for id in ids}
        partly = {id: row["share"] for row in some if row["share"] < HELD for id in sorted(row["ids"])}
        yield f"{LAST}\0{piece}", LAST, piece, packed(View(characters, holders, partly))
