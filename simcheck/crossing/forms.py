"""What do most texts of a collection have in one piece (a formula, a form), and where exactly has each of them it?

Keys that most texts have join no pairs (``pairs.MOST``): of a formula that stands in every document nothing is learnt
by comparing neighbours, ten milliseconds a document. It is told from the texts themselves. Runs that most have
(``wording``) are put together to pieces; a piece that most texts have, nine tenths of it at least (``spread.HELD``), is
told once, with all who have it, to the character: where a text has it with changes, what of it is equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

import numpy as np

from simcheck.crossing.comparing import Comparer
from simcheck.crossing.pairs import MOST, Frequent, held
from simcheck.crossing.passages import Place, View
from simcheck.crossing.wording import RUN, Wording
from simcheck.index.channels.fingerprints import SIDEWAYS
from simcheck.model import APART, Document, Flag, Span
from simcheck.report.counting import Side
from simcheck.report.spread import HELD, LEAST, MUCH, SEAM
from simcheck.text.fingerprint import Hashes, Ints, grams
from simcheck.text.normalize import Codes, Mask, Normalized, stretches

CANDIDATES: Final = 40
"""Pieces that are looked for in all texts: those that most have as they are. A form has a few."""

_LITTLE: Final = 0.25
"""The part of the runs of a piece below which a text has nothing like nine tenths of its characters: each that was
changed takes ``RUN`` of them."""

_PAIR: Final = 2
_ALONE: Final = 4
"""Characters in a row beside a change that are the same words and no chance: where they stand as they do in the piece,
and a little before or behind that."""


# --- As passages ------------------------------------------------------------------------------------------------------


def views(
    documents: Mapping[str, Document],
    text_of: Mapping[str, int],
    comparer: Comparer,
    is_own: Callable[[str, str], bool],
    wording: Wording,
) -> Iterator[View]:
    """What most texts have in one piece, as a passage of all documents that hold it; ``text_of`` has the number of the
    text of each. What counts nowhere or tells nothing, and what only documents of one author have, is none."""
    ids: dict[int, list[str]] = defaultdict(list)
    for id in documents:
        ids[text_of[id]].append(id)
    some = list(ids.values())
    texts = [documents[each[0]].text for each in some]
    for piece in pieces(texts, wording):
        first = some[piece.whole][0]
        second = next((n for n in piece.holders if n != piece.whole and not is_own(first, some[n][0])), None)
        if second is None:
            continue
        here, there = (wording.of(texts[n]).text for n in (piece.whole, second))
        tells = telling(here, piece.holders[piece.whole], there, piece.holders[second], piece.length, comparer)
        if not tells.any():
            continue
        places = {n: place_of(parts, tells, wording.of(texts[n]).text) for n, parts in piece.holders.items()}
        characters = max(place.characters for place in places.values())
        if characters >= LEAST:
            partly = {id: part for n, part in piece.partly.items() for id in some[n]}
            yield View(characters, {id: place for n, place in places.items() if place.parts for id in some[n]}, partly)


def telling(here: Normalized, parts: Parts, there: Normalized, others: Parts, length: int, comparer: Comparer) -> Mask:
    """By character of a piece: whether it is a finding that tells something where two texts have it, which are compared
    as if they had nothing else. Neither what templates gave nor what is counted apart tells anything."""
    spans = [
        text.span(some[0].place, some[-1].place + some[-1].length) for text, some in ((here, parts), (there, others))
    ]
    words = [span.of(text.text) for span, text in zip(spans, (here, there), strict=True)]
    none = Frequent(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32))
    alone = Comparer(comparer.settings, none, comparer.texts, comparer.templates, comparer.public)
    findings = [f for f in alone.of_pair(0, 1, dict(enumerate(words))).findings if not f.flags & APART]
    side = Side(words[0], findings, left=True, marks=alone.marks(0, words[0]))
    mask = np.zeros(len(words[0]), dtype=np.bool_)
    for finding in findings:
        hull = finding.match.left
        mask[hull.start : hull.end] |= side.equal(finding)
    for flag in {Flag.TEMPLATE, *APART} & side.marked.keys():
        mask &= ~side.marked[flag]
    tells = np.zeros(length, dtype=np.bool_)
    for place, at, size in parts:
        tells[at : at + size] = mask[here.origin[place : place + size] - spans[0].start]
    return tells


def place_of(parts: Parts, tells: Mask, text: Normalized) -> Place:
    """Where a text has what tells something of a piece, to the character."""
    spans: list[Span] = []
    characters = 0
    for place, at, size in parts:
        for begin, end in [(0, size)] if tells[at : at + size].all() else stretches(tells[at : at + size]):
            origin = text.origin[place + begin : place + end]
            # a character may have become several
            characters += 1 + int(np.count_nonzero(np.diff(origin)))
            spans.append(Span(int(origin[0]), int(origin[-1]) + 1))
    return Place(tuple(spans), characters)


# --- In one piece -----------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """Characters of a text that are equal to those of a piece: from ``place`` on of the normalized text, from ``at`` on
    of the piece."""

    place: int
    at: int
    length: int


Parts = tuple[Part, ...]


class Piece(NamedTuple):
    """What most texts have in one piece: ``length`` normalized characters. By the number of a text the parts of those
    who hold it, ``whole`` being one that has all of it; and how much of it those have who have half and do not hold
    it."""

    length: int
    whole: int
    holders: dict[int, Parts]
    partly: dict[int, float]


class Form(NamedTuple):
    """The words of a piece, in the stretches that its holders have, with other words of no more than ``SEAM``
    characters in between."""

    stretches: tuple[bytes, ...]

    @property
    def length(self) -> int:
        return sum(map(len, self.stretches)) // np.dtype(np.uint32).itemsize


def pieces(texts: Sequence[str], wording: Wording) -> list[Piece]:
    """The pieces of ``LEAST`` characters or more that most of some different texts hold."""
    wanted = wording.of_most([[text] for text in texts])
    if not len(wanted):
        return []
    hits = _hits(texts, wanted, wording)
    found: list[Piece] = []
    some = _forms(texts, hits, wording)
    first = {form: next(iter(where)) for form, where in some.items()}
    order = sorted(some, key=lambda form: (-len(some[form]), -form.length, first[form], some[form][first[form]]))
    for form in order[:CANDIDATES]:
        whole = first[form]
        parts = some[form][whole]
        if any(whole in piece.holders and is_one(parts, piece.holders[whole]) for piece in found):
            continue
        if piece := _piece(form, whole, some[form], hits, wanted, texts, wording):
            found.append(piece)
    return found


class _Hits(NamedTuple):
    """The runs that most have, of all texts: ``text`` (n, ascending) which has it, ``place`` (n) from where on, and
    which ``run`` (n) it is."""

    text: Ints
    place: Ints
    run: Hashes


def _hits(texts: Sequence[str], wanted: Hashes, wording: Wording) -> _Hits:
    places, runs = [], []
    for text in texts:
        every = wording.of(text).runs
        places.append(np.flatnonzero(held(wanted, every)))
        runs.append(every[places[-1]])
    numbers = np.repeat(np.arange(len(texts)), [len(some) for some in places])
    return _Hits(numbers, np.concatenate(places), np.concatenate(runs))


def _forms(texts: Sequence[str], hits: _Hits, wording: Wording) -> dict[Form, dict[int, Parts]]:
    """What texts have of such runs, and the first place of it in each that has it so."""
    found: dict[Form, dict[int, Parts]] = defaultdict(dict)
    begins = np.flatnonzero(np.diff(hits.text, prepend=-1))
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(hits.text)], strict=True):
        text = int(hits.text[begin])
        for form, parts in forms_in(wording.of(texts[text]).text.codes, hits.place[begin:end]).items():
            found[form][text] = parts
    return found


def forms_in(codes: Codes, places: Ints) -> dict[Form, Parts]:
    """What a text has of runs that most have, which stand at some ``places`` (ascending, one at least), in stretches
    and in rows of stretches, and the first place of each."""
    new = np.flatnonzero(np.diff(places, prepend=-RUN) >= RUN)
    last = np.append(new[1:], len(places)) - 1
    row = list(zip(places[new].tolist(), (places[last] + RUN).tolist(), strict=True))
    cuts = [0, *(n for n in range(1, len(row)) if row[n][0] - row[n - 1][1] > SEAM), len(row)]
    together = {tuple(row[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)}
    found: dict[Form, Parts] = {}
    for some in sorted(together | {(each,) for each in row}):
        if sum(end - begin for begin, end in some) >= LEAST:
            found.setdefault(Form(tuple(codes[begin:end].tobytes() for begin, end in some)), _in_a_row(some))
    return found


def _in_a_row(some: Sequence[tuple[int, int]]) -> Parts:
    parts: list[Part] = []
    at = 0
    for begin, end in some:
        parts.append(Part(begin, at, end - begin))
        at += end - begin
    return tuple(parts)


def is_one(some: Parts, others: Parts) -> bool:
    """Whether the parts of two pieces in a text are ``HELD`` of each other."""
    both = sum(
        max(0, min(a.place + a.length, b.place + b.length) - max(a.place, b.place)) for a in some for b in others
    )
    return both >= HELD * max(_held(some), _held(others))


def _held(parts: Parts) -> int:
    return sum(part.length for part in parts)


def _piece(
    form: Form,
    whole: int,
    as_it_is: Mapping[int, Parts],
    hits: _Hits,
    wanted: Hashes,
    texts: Sequence[str],
    wording: Wording,
) -> Piece | None:
    """Who holds a piece, ``as_it_is`` or with changes; None if they are not most."""
    sought = sought_of(form, wanted)
    rows = np.flatnonzero(held(sought.runs, hits.run))
    inside = np.bincount(hits.text[rows], minlength=len(texts))
    others = [n for n in np.flatnonzero(inside >= sought.least).tolist() if n not in as_it_is]
    if len(as_it_is) + len(others) <= MOST * len(texts):
        return None
    holders, partly = dict(as_it_is), dict[int, float]()
    begin = np.searchsorted(hits.text[rows], np.arange(len(texts) + 1))
    for text in others:
        mine = rows[begin[text] : begin[text + 1]]
        parts, share = sought.found(hits.place[mine], hits.run[mine], wording.of(texts[text]).text.codes)
        if share >= HELD:
            holders[text] = parts
        elif share >= MUCH:
            partly[text] = share
    if len(holders) <= MOST * len(texts):
        return None
    return Piece(form.length, whole, {text: holders[text] for text in sorted(holders)}, partly)


class Sought(NamedTuple):
    """A piece that is looked for in texts that do not have it as it is: its runs (ascending) that most have, where in
    it each stands, and its characters."""

    runs: Hashes
    at: Ints
    codes: Codes

    @property
    def least(self) -> float:
        """How many of the runs a text has that may hold the piece."""
        return _LITTLE * len(self.runs)

    def found(self, places: Ints, runs: Hashes, there: Codes) -> tuple[Parts, float]:
        """What a text has of it, in which some of the runs stand at these ``places`` (ascending); and how much of it
        that is (0–1)."""
        parts = _placed(places, self.at[np.searchsorted(self.runs, runs)], self.codes, there)
        return parts, _held(parts) / len(self.codes)


def sought_of(form: Form, wanted: Hashes) -> Sought:
    """How a piece is looked for; ``wanted`` are the runs that most have."""
    at_of: dict[int, int] = {}
    at = 0
    for stretch in form.stretches:
        codes = np.frombuffer(stretch, dtype=np.uint32)
        runs = grams(codes, RUN)
        for place in np.flatnonzero(held(wanted, runs)).tolist():
            at_of.setdefault(int(runs[place]), at + place)
        at += len(codes)
    every = np.array(sorted(at_of), dtype=np.uint64)
    ats = np.array([at_of[run] for run in every.tolist()], dtype=np.int64)
    return Sought(every, ats, np.frombuffer(b"".join(form.stretches), dtype=np.uint32))


# --- Where a text has it with changes ---------------------------------------------------------------------------------


def _placed(place: Ints, at: Ints, codes: Codes, there: Codes) -> Parts:
    """Where a text has most of a piece, of which runs stand at ``place`` (ascending) and are from ``at`` on of it."""
    onward, further = np.diff(at), np.diff(place)
    breaks = (onward <= 0) | (np.abs(further - onward) > SIDEWAYS)
    covered = np.minimum(np.concatenate((onward, [RUN])), RUN)
    opens = np.concatenate(([0], np.flatnonzero(breaks) + 1, [len(at)])).tolist()
    sums = [int(covered[a : b - 1].sum()) + RUN for a, b in zip(opens, opens[1:], strict=False)]
    best = sums.index(max(sums))
    begin, end = opens[best], opens[best + 1]
    place, at = place[begin:end], at[begin:end]
    new = np.flatnonzero(np.diff(place - at, prepend=place[0] - at[0] - 1) | (np.diff(at, prepend=0) > RUN))
    parts: list[Part] = []
    for a, b in zip(new.tolist(), [*new[1:].tolist(), len(at)], strict=True):
        length = int(at[b - 1] - at[a]) + RUN
        # what was put in or left out may be what stands beside it
        over = (
            max(0, parts[-1].at + parts[-1].length - int(at[a]), parts[-1].place + parts[-1].length - int(place[a]))
            if parts
            else 0
        )
        if length > over:
            parts.append(Part(int(place[a]) + over, int(at[a]) + over, length - over))
    return _filled(parts, codes, there)


def _filled(parts: Sequence[Part], codes: Codes, there: Codes) -> Parts:
    """With what is equal beside changes and is too short for a run of its own."""
    first, last = parts[0], parts[-1]
    # before the first part and behind the last one there are fewer characters than two runs have, or more changes
    ends = (
        Part(max(0, first.place - 2 * RUN - SEAM), max(0, first.at - 2 * RUN), 0),
        Part(
            min(len(there), last.place + last.length + 2 * RUN + SEAM),
            min(len(codes), last.at + last.length + 2 * RUN),
            0,
        ),
    )
    found: list[Part] = []
    every = [ends[0], *parts, ends[1]]
    for one, other in zip(every, every[1:], strict=False):
        found.append(one)
        found += _between(one, other, codes, there)
    return _joined(found)


def _between(one: Part, other: Part, codes: Codes, there: Codes) -> Iterator[Part]:
    """What is equal between two parts, of which those at the ends are empty: what continues a part, what was left
    between exchanged characters, and what is long enough to be no chance."""
    place, at = one.place + one.length, one.at + one.length
    if place >= other.place or at >= other.at:
        return
    some, others = there[place : other.place].tolist(), codes[at : other.at].tolist()
    for a, b, size in SequenceMatcher(None, some, others, autojunk=False).get_matching_blocks():
        found = Part(place + a, at + b, size)
        continues = (one.length and (a, b) == (0, 0)) or (
            other.length and (found.place + size, found.at + size) == other[:2]
        )
        beside = [part.place - part.at for part in (one, other) if part.length]
        least = 1 if continues else _PAIR if found.place - found.at in beside else _ALONE
        if size >= least:
            yield found


def _joined(parts: Sequence[Part]) -> Parts:
    """Those that follow each other on both sides as one."""
    found: list[Part] = []
    for part in parts:
        if found and (found[-1].place + found[-1].length, found[-1].at + found[-1].length) == part[:2]:
            found[-1] = found[-1]._replace(length=found[-1].length + part.length)
        elif part.length:
            found.append(part)
    return tuple(found)
