"""Which rows, groups, names and words does every rendering of a crossing show? One place, so that they agree.

Documents are ranked by what is on strong evidence, then by all, then by name; a document, a group and a passage have
one number in every view and file.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from simcheck.crossing.crossing import Crossing, Group, Holding, Likeness, Pair, Passage
from simcheck.crossing.pairing import NEAR
from simcheck.environment import Language
from simcheck.i18n.explain import dated_by
from simcheck.i18n.explain import note as worded
from simcheck.i18n.messages import known, text
from simcheck.i18n.printable import printable
from simcheck.model import APART, Finding, Flag, Kind, Slot, Span
from simcheck.render.view.figures import labels
from simcheck.report.counting import Share, Side
from simcheck.text.normalize import Mask, normalize

SWAPS: Final = 4
"""Exchanges of a group that a sentence names."""

TOLD: Final = 0.05
"""The share from which a pair has a block in the matrix: a sentence that two pages have in common is no link."""

LISTED: Final = 0.1
"""The share from which a pair is listed ..."""

LONG: Final = 60
"""... or the characters, two sentences: of sixty short reports with one introduction 8 of 10 pairs share one sentence
beside it, which is 5–10% of a page; of a report of thirty pages a copied paragraph is 2%."""

_COUNTED: Final = 50_000
"""Pairs of which is counted what tells something, in some seconds; of more the upper grade stands for it."""

_WORDS: Final = 16
"""Characters of a name or a number in an exchange."""

BETWEEN: Final = "\n……\n"
"""What stands for other text between the parts of a passage."""

_NAMED: Final = 5
"""Documents that a note names."""

_MANY: Final = 3
_ENDING: Final = 4
"""From so many documents on, an end of so many characters that all names have is left out."""

_UNITS: Final = "村镇乡县市区局院校社街道"
"""Characters in which names of units end, which stay with the name."""

_NOTHING: Final = Share(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A document among the others; ``number`` is its rank, from 1, ``group`` that of its group, 0 if it is in none."""

    number: int
    id: str
    name: str
    share: Share
    upper: Share
    largest: str | None
    taken: Share
    """What of it stands in the largest one."""
    group: int
    templated: int
    common: int


@dataclass(frozen=True, slots=True)
class Swap:
    """What stands for each other in two documents or more of a group, and how often."""

    slot: Slot
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: its number, from 1, its documents, its pairs that tell something, the largest and the smallest share of
    them, findings by kind, what was exchanged, and its passages, the longest first."""

    number: int
    documents: tuple[str, ...]
    pairs: tuple[Pair, ...]
    largest: float
    smallest: float
    kinds: tuple[tuple[Kind, int], ...]
    swaps: tuple[Swap, ...]
    passages: tuple[Passage, ...]
    origin: str | None


class View:
    """A crossing as it is told in a language; without ``has_words`` no words of its texts are told."""

    def __init__(self, crossing: Crossing, lang: Language, *, has_words: bool = True) -> None:
        self.crossing, self.lang, self.has_words = crossing, lang, has_words
        self._names = labels(crossing.documents.values(), lang)
        self.ending, self._short = _shortened(self._names)
        self.group_of = {id: n for n, group in enumerate(crossing.groups, 1) for id in group.documents}
        self._pairs = {(pair.a, pair.b): pair for pair in crossing.pairs}
        self._by_id = {passage.id: passage for passage in crossing.passages}
        self._sides: dict[tuple[str, str], Side] = {}
        self._masks: dict[str, Mask] = {}
        self.numbers = {passage.id: n for n, passage in enumerate(crossing.passages, 1)}

    # --- documents

    def name(self, id: str) -> str:
        """What to call a document."""
        return self._names[id]

    def short(self, id: str) -> str:
        """Its name without folders, without the suffix and without ``ending``, in which all names end; as far as that
        leaves all of them different."""
        return self._short[id]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every document, those that share most on strong evidence first."""
        standings = self.crossing.standings
        ranked = sorted(
            self.crossing.documents,
            key=lambda id: (-standings[id].upper.ratio, -standings[id].share.ratio, self.name(id), id),
        )
        rows = []
        for number, id in enumerate(ranked, 1):
            stands = standings[id]
            taken = self.share(id, stands.largest) if stands.largest else _NOTHING
            group = self.group_of.get(id, 0)
            rows.append(
                Row(
                    number,
                    id,
                    self.name(id),
                    stands.share,
                    stands.upper,
                    stands.largest,
                    taken,
                    group,
                    stands.templated,
                    stands.common,
                )
            )
        return tuple(rows)

    @cached_property
    def rank(self) -> dict[str, int]:
        """The numbers of documents, by id."""
        return {row.id: row.number for row in self.rows}

    def pair(self, id: str, other: str) -> Pair | None:
        """The pair of two documents, in whatever order; None if they share nothing."""
        return self._pairs.get((id, other)) or self._pairs.get((other, id))

    def share(self, id: str, other: str) -> Share:
        """What of a document stands in another one."""
        pair = self.pair(id, other)
        return _NOTHING if pair is None else pair.a_share if pair.a == id else pair.b_share

    def upper(self, id: str, other: str) -> Share:
        """What of a document stands in another one by findings of the upper grade."""
        pair = self.pair(id, other)
        return _NOTHING if pair is None else pair.a_upper if pair.a == id else pair.b_upper

    def told(self, id: str, other: str) -> float:
        """The share (0–1) of a document that tells something of another one: without set phrases and what else is
        counted apart, and without what most documents hold, which is no part of the whole then."""
        pair = self.pair(id, other)
        if pair is None or not pair.findings:
            return 0.0
        telling = pair.a_telling if pair.a == id else pair.b_telling
        if telling.whole:
            return telling.ratio
        if len(self.crossing.pairs) > _COUNTED:
            return self.upper(id, other).ratio
        side, rest = self._side(id, "left" if pair.a == id else "right"), ~self._common_mask(id)
        counted, _, whole = side.masks([finding for finding in pair.findings if not is_apart(finding)])
        return float((counted & rest).sum() / max(int((whole & rest).sum()), 1))

    @cached_property
    def telling(self) -> tuple[Pair, ...]:
        """The pairs of which a share of ``LISTED`` or ``LONG`` characters tell something, the largest first."""
        told = {id(p): max(self.told(p.a, p.b), self.told(p.b, p.a)) for p in self.crossing.pairs}
        some = [
            pair
            for pair in self.crossing.pairs
            if told[id(pair)] >= LISTED
            or max(pair.a_telling.part, pair.b_telling.part) >= LONG
            or pair.likeness
            or pair.own
        ]
        return tuple(sorted(some, key=lambda pair: -told[id(pair)]))

    @cached_property
    def _common_spans(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for passage in self.common:
            for holder in passage.holders:
                found[holder.document] += holder.places
        return found

    def _side(self, id: str, here: str) -> Side:
        if (id, here) not in self._sides:
            self._sides[id, here] = Side(self.crossing.documents[id].text, (), left=here == "left")
        return self._sides[id, here]

    def _common_mask(self, id: str) -> Mask:
        if id in self._masks:
            return self._masks[id]
        mask = np.zeros(len(self.crossing.documents[id].text), dtype=np.bool_)
        for span in self._common_spans.get(id, ()):
            mask[span.start : span.end] = True
        self._masks[id] = mask
        return mask

    def date(self, id: str) -> str:
        """When it was written, "" if that is not known."""
        return self.crossing.documents[id].metadata.get("date", "")

    def dated(self, id: str) -> str:
        """2024-11-03（落款）: when it was written and what that is known by; "" if it is not known."""
        metadata = self.crossing.documents[id].metadata
        date = metadata.get("date", "")
        by = metadata.get("date_by", "") if date else ""
        return text(self.lang, "spread.dated", date=date, by=dated_by(by, self.lang)) if by else date

    @cached_property
    def same(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Sets of documents that are one: as files ("same-file") or in their texts ("same-text")."""
        return tuple((self._likeness(ids), ids) for ids in self.crossing.same)

    def _likeness(self, ids: Sequence[str]) -> str:
        digests = {getattr(self.crossing.documents[id].file, "sha256", id) for id in ids}
        return Likeness.SAME_FILE if len(digests) == 1 else Likeness.SAME_TEXT

    @cached_property
    def near(self) -> tuple[Pair, ...]:
        """Pairs that are nearly one, without those of documents that are."""
        return tuple(pair for pair in self.crossing.pairs if pair.likeness is Likeness.NEAR and not pair.own)

    @cached_property
    def own(self) -> tuple[Pair, ...]:
        """Pairs of one author or unit, without those that are one, which is said before."""
        same = (Likeness.SAME_FILE, Likeness.SAME_TEXT)
        return tuple(pair for pair in self.crossing.pairs if pair.own and pair.likeness not in same)

    @cached_property
    def has_own(self) -> bool:
        """Whether some pairs are left out of the counts because they are of one author or unit, also those that are
        one."""
        return any(pair.own for pair in self.crossing.pairs)

    def own_ground(self, pair: Pair) -> str:
        """Why a pair is of one author or unit; "" if nothing says so."""
        if not pair.own:
            return ""
        key = f"cross.own.{pair.own.rpartition('-')[2].rpartition('.')[2]}"
        return text(self.lang, key) if known(key) else pair.own

    def ground_of(self, ids: Sequence[str]) -> str:
        """Why documents that are one are of one author or unit, if all of them are; "" if not."""
        pairs = [self.pair(ids[0], other) for other in ids[1:]]
        grounds = {self.own_ground(pair) if pair else "" for pair in pairs}
        return grounds.pop() if len(grounds) == 1 else ""

    def is_compared(self, id: str) -> bool:
        """Whether a document was compared with all others, and not only with those that are new."""
        return not self.crossing.new or id in self._new

    @cached_property
    def _new(self) -> frozenset[str]:
        return frozenset(self.crossing.new)

    @cached_property
    def linked(self) -> tuple[Pair, ...]:
        """Pairs that tell something and are of two authors, as far as that is known."""
        return tuple(pair for pair in self.telling if not pair.own)

    # --- groups

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        inside: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.linked:
            number = self.group_of.get(pair.a, 0)
            if number and number == self.group_of.get(pair.b):
                inside[number].append(pair)
        return tuple(self._group(n, group, inside[n]) for n, group in enumerate(self.crossing.groups, 1))

    def _group(self, number: int, group: Group, pairs: Sequence[Pair]) -> GroupRow:
        ratios = [pair.ratio for pair in pairs]
        kinds = Counter(f.kind for pair in pairs for f in pair.findings if not is_apart(f))
        return GroupRow(
            number,
            group.documents,
            tuple(pairs),
            max(ratios, default=0.0),
            min(ratios, default=0.0),
            tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
            self.swaps(pairs),
            tuple(self._by_id[id] for id in group.passages if not self._by_id[id].is_common),
            group.origin,
        )

    def swaps(self, pairs: Iterable[Pair]) -> tuple[Swap, ...]:
        """What was exchanged between the documents of some pairs, names first, the most frequent first; nothing where
        no words are told."""
        found: Counter[tuple[Slot, str]] = Counter()
        for pair in pairs if self.has_words else ():
            left, right = (self.crossing.documents[id].text for id in (pair.a, pair.b))
            for finding in pair.findings:
                if is_apart(finding):
                    continue
                for each in finding.substitutions:
                    one, other = one_line(each.left.of(left), _WORDS), one_line(each.right.of(right), _WORDS)
                    nothing = text(self.lang, "refills.nothing")
                    words = text(self.lang, "cross.swap", one=one or nothing, other=other or nothing)
                    found[each.slot, words] += 1
        slots = list(Slot)
        ranked = sorted(found.items(), key=lambda item: (slots.index(item[0][0]), -item[1]))
        return tuple(Swap(slot, words, count) for (slot, words), count in ranked)

    def kinds_in_words(self, kinds: Sequence[tuple[Kind, int]]) -> str:
        """相同 3 处、换名换数 8 处."""
        words = (text(self.lang, "cross.kind", kind=text(self.lang, f"kind.{kind}"), n=n) for kind, n in kinds)
        return text(self.lang, "joint").join(words)

    def swaps_in_words(self, swaps: Sequence[Swap], most: int | None = SWAPS) -> str:
        """桐花岭村/柳湾村 ×12、2023/2024; "" if nothing was exchanged."""
        shown = [f"{swap.words} ×{swap.count}" if swap.count > 1 else swap.words for swap in swaps[:most]]
        words = text(self.lang, "semicolon").join(shown)
        return text(self.lang, "refills.more", words=words, n=len(swaps)) if len(swaps) > len(shown) else words

    # --- passages

    @cached_property
    def common(self) -> tuple[Passage, ...]:
        """What most documents hold."""
        return tuple(passage for passage in self.crossing.passages if passage.is_common)

    def words(self, passage: Passage) -> str:
        """The text of a passage, as its first holder has it."""
        return self.words_of(passage.holders[0])

    def quote(self, passage: Passage, most: int) -> str:
        """How a passage begins, on one line."""
        return one_line(self.words(passage), most) if self.has_words else text(self.lang, "withheld")

    def words_of(self, holder: Holding) -> str:
        """The text of a passage as a holder has it, without what stands between its parts."""
        document = self.crossing.documents[holder.document]
        return BETWEEN.join(place.of(document.text) for place in holder.places)

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], tuple[Finding, ...]]:
        return {ids: pair.findings for ids, pair in self._pairs.items()}

    def kind_there(self, passage: Passage, at: int) -> str:
        """How the holder at this place has the passage, beside the first one: of a finding that has more than the
        passage, the passage alone; "" of the first, or if it is not told."""
        first, holder = passage.holders[0], passage.holders[at]
        if not at:
            return ""
        if self.is_as_first(passage, at):
            return text(self.lang, f"kind.{Kind.IDENTICAL}")
        for (one, span, other), is_left in (
            ((first.document, first.span, holder.document), True),
            ((holder.document, first.span, first.document), False),
        ):
            found: Counter[Kind] = Counter()
            for finding in self._kinds.get((one, other), ()):
                here = finding.match.left if is_left else finding.match.right
                if here.overlaps(span):
                    found[finding.kind] += min(here.end, span.end) - max(here.start, span.start)
            if len(found) > 1:
                # where the words differ, what is identical is not what differs
                del found[Kind.IDENTICAL]
            if found:
                return text(self.lang, f"kind.{max(found, key=lambda kind: found[kind])}")
        return ""

    def is_as_first(self, passage: Passage, at: int) -> bool:
        """Whether the holder at this place has the passage as the first one has it, in all that is compared."""
        first, other = (normalize(self.words_of(passage.holders[n])).codes.tobytes() for n in (0, at))
        return first == other

    # --- what is said

    @property
    def aside(self) -> str:
        """What the counts of pairs and the matrix leave out."""
        return text(self.lang, "cross.head.aside.own" if self.has_own else "cross.head.aside")

    @property
    def nothing(self) -> bool:
        """Whether no two documents share anything."""
        return not self.crossing.pairs and not self.same

    @property
    def nothing_key(self) -> str:
        """Under which key is said how many documents share nothing: of which what was set aside is not said."""
        aside = [".own"] * self.has_own + [".template"] * bool(self.crossing.templates)
        return "cross.rows.nothing" + (".new" if self.crossing.new else "".join(aside))

    @cached_property
    def given_whole(self) -> tuple[str, ...]:
        """Documents of which a template gave nearly all."""
        found = []
        for id, stands in self.crossing.standings.items():
            if stands.templated and stands.templated >= NEAR * (stands.templated + stands.share.whole):
                found.append(id)
        return tuple(found)

    def notes(self) -> list[str]:
        """What a reader should know of the crossing as such."""
        notes = [worded(note, self.lang, self._names) for note in self.crossing.notes]
        if some := self.given_whole:
            names = text(self.lang, "joint").join(self.short(id) for id in some[:_NAMED])
            rest = len(some) - _NAMED
            names = text(self.lang, "cross.more", names=names, n=rest) if rest > 0 else names
            notes.insert(0, text(self.lang, "cross.given-whole", n=len(some), names=names))
        return list(dict.fromkeys(notes))

    def notes_of(self, id: str) -> list[str]:
        """What a reader should know of a document: what reading it said, and what the crossing says of it."""
        document = self.crossing.documents[id]
        said = [note for note in self.crossing.notes if note.facts.get("document") in (id, document.name)]
        words = [worded(note, self.lang, self._names) for note in (*document.notes, *said)]
        if not self.is_compared(id):
            words.append(text(self.lang, "cross.cell.old"))
        return list(dict.fromkeys(words))


def _shortened(names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The end that all names have beside their suffixes, if it is long enough to leave out; the names without it and
    without the folders that tell nobody apart."""
    bare = {id: os.path.splitext(name)[0] for id, name in names.items()}
    if len(set(bare.values())) < len(bare):
        return "", dict(names)
    last = {id: name.rpartition("/")[2] for id, name in bare.items()}
    times = Counter(last.values())
    bare = {id: last[id] if last[id] and times[last[id]] == 1 else name for id, name in bare.items()}
    ending = os.path.commonprefix([name[::-1] for name in bare.values()])[::-1] if len(bare) >= _MANY else ""
    ending = ending.lstrip(_UNITS)
    if len(ending) < _ENDING or any(len(name) <= len(ending) for name in bare.values()):
        return "", bare
    return ending, {id: name.removesuffix(ending) for id, name in bare.items()}


def is_apart(finding: Finding) -> bool:
    """Whether it is counted apart, or a template's: it tells little of who took from whom."""
    return bool(finding.flags & {*APART, Flag.TEMPLATE, Flag.CELLS})


def one_line(words: str, most: int) -> str:
    """The beginning of some words, on one line."""
    words = " ".join(printable(words).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
