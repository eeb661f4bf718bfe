"""What comes of everything that was found out about texts: the crossing of the documents that have them, whatever
engine found it out.

Nothing here hangs on the order in which results came: pairs are put in the order of the documents before anything
follows from them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import Final, NamedTuple

from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.crossing import Crossing
from simcheck.crossing.names import named
from simcheck.crossing.pairing import Maker
from simcheck.crossing.standings import told
from simcheck.metadata.guess import metadata_of
from simcheck.model import Document, Mark, Note
from simcheck.report.counting import Share

KEPT: Final = 0.05
"""The share of the smaller document from which a pair is told though it is not compared in full: from its runs."""


class Runs(NamedTuple):
    """Two texts by their numbers, and how many characters of each stand in runs of equal characters
    (``overlap.Shared``)."""

    a: int
    b: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about texts, by their numbers: how long they are (``lengths``, normalized characters), which
    pairs share runs (``runs``: all that are told from these alone, and all that may be one text but for white space),
    what came of those that were compared in full (``results``), and the ``marks`` of these. ``crossing_of`` empties the
    first three. ``is_every`` says that all pairs there are were compared, ``is_chained`` that of texts that very many
    share only neighbours were, ``is_cut`` that what most texts have joined none of them."""

    lengths: dict[int, int]
    runs: list[Runs]
    results: dict[tuple[int, int], Compared]
    marks: Mapping[int, tuple[Mark, ...]]
    is_every: bool
    is_chained: bool
    is_cut: bool


def crossing_of(
    documents: Mapping[str, Document],
    of_text: Mapping[int, Sequence[str]],
    found: Found,
    comparer: Comparer,
    *,
    at: float,
    own: Collection[str],
    new: Collection[str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Crossing:
    """The crossing of ``documents`` (by id, in their order); ``of_text`` has the ids of those that have each text."""
    documents = {each.id: each for each in named(map(known, documents.values()))}
    forms = comparer.templates
    maker = Maker(documents, of_text, own, None if new is None else frozenset(new))
    alone = _paired(maker, of_text, found, is_known=not forms)
    is_chained = maker.is_chained or (not found.is_every and found.is_chained)
    is_cut = found.is_cut and not found.is_every
    pairs, groups, passages, standings = told(maker, at, comparer, found.marks, on_progress, is_cut=is_cut)
    is_told_once = is_cut and any(passage.is_common for passage in passages)
    notes = noted(alone, with_forms=bool(forms), is_chained=is_chained, is_common=is_told_once)
    return Crossing(
        documents,
        pairs,
        groups,
        passages,
        standings,
        at,
        tuple(form.name for form in forms),
        tuple(notes),
        comparer.settings,
        maker.same(),
    )


def noted(alone: int, *, with_forms: bool, is_chained: bool, is_common: bool) -> list[Note]:
    """What is to be known of a crossing: how many pairs were told from runs alone, or not at all with forms; whether of
    what many have only neighbours were compared, and what most have is told as a passage."""
    notes = [Note("cross-not-told" if with_forms else "cross-from-runs", facts={"n": alone})] if alone else []
    notes += [Note("cross-neighbours")] * is_chained
    return notes + [Note("cross-common")] * is_common


def _paired(maker: Maker, of_text: Mapping[int, Sequence[str]], found: Found, *, is_known: bool) -> int:
    """Have all pairs of documents made, in their order; how many of them are told from runs alone, which are made only
    where it ``is_known`` what they are: not what of them a template gave. Nothing is left of what was found of texts:
    of many there is not room for that and for what comes of documents."""
    lengths, results = found.lengths, found.results

    def content(number: int) -> str:
        return maker.documents[of_text[number][0]].text

    for a, b in _same({*results, *((each.a, each.b) for each in found.runs)}, lengths, content):
        maker.tell_same(a, b)
    compared = set(results)
    while results:
        (a, b), result = results.popitem()
        maker.add(a, b, result)
    alone = 0
    for a, b, left, right in () if found.is_every else found.runs:
        if (a, b) in compared or not is_told(left, right, lengths[a], lengths[b]):
            continue
        alone += 1
        if is_known:
            maker.add(a, b, from_runs(left, right, lengths[a], lengths[b]))
    maker.pairs.sort(key=lambda pair: (maker.order[pair.a], maker.order[pair.b]))
    found.lengths.clear()
    found.runs.clear()
    return alone


def known(document: Document) -> Document:
    """A document of which is known what can be guessed, in the order in which a corpus keeps it."""
    found = {} if document.metadata else metadata_of(document)
    return replace(document, metadata=dict(sorted(found.items()))) if found else document


def is_told(left: int, right: int, a: int, b: int) -> bool:
    """Whether two texts of ``a`` and ``b`` characters are told from runs that are so many of each."""
    return max(left / a, right / b) >= KEPT


def _same(
    some: Collection[tuple[int, int]], lengths: Mapping[int, int], content: Callable[[int], str]
) -> list[tuple[int, int]]:
    """The pairs of texts that are the same but for white space: files of another kind break lines otherwise."""

    @cache
    def digest(number: int) -> bytes:
        return bare(content(number))

    return sorted((a, b) for a, b in some if a != b and lengths[a] == lengths[b] and digest(a) == digest(b))


def bare(text: str) -> bytes:
    """What stands for a text without its white space."""
    return blake2b("".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def from_runs(left: int, right: int, a: int, b: int) -> Compared:
    """What runs alone tell of two texts of ``a`` and ``b`` characters."""
    full = Share(min(left, a), a, min(left, a)), Share(min(right, b), b, min(right, b))
    nothing = Share(0, a, 0), Share(0, b, 0)
    return Compared((), *full, *nothing, *nothing)
