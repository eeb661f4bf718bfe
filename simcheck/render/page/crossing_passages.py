"""What several documents hold, told once: the text as the first holder has it, and what each other one has instead.

The first holder is the certainly earliest where dates tell one. Words that a holder has otherwise are underlined, and
where it lacks some of the first one's there is a sign; those places are underlined in the first one's text too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from simcheck.crossing.crossing import Holding, Passage
from simcheck.i18n.messages import text
from simcheck.model import Finding, Span
from simcheck.render.crossing.view import BETWEEN, one_line
from simcheck.render.crossing.workbook import first_cell
from simcheck.render.page.crossing_chosen import Chosen, listed
from simcheck.render.page.document import folded
from simcheck.render.page.markup import NOTHING, Attribute, Markup, element, escaped, exact, joined, said
from simcheck.render.view.differences import Part, Side, Sort, parts
from simcheck.text.normalize import compared, stretches

HOLDERS: Final = 12
"""Holders of a passage whose words are shown; of the others the names."""

LENGTH: Final = 20_000
"""Characters of a holder's text that are shown."""

BUDGET: Final = 1_500_000
"""Characters of all texts on a page, after which passages are told by their places."""


class Passages:
    """The passages of a page; ``words`` says whether their texts are shown."""

    def __init__(self, chosen: Chosen, *, words: bool) -> None:
        self._chosen, self._has_words = chosen, words
        self.left = BUDGET
        """Characters that there is room for."""
        self.untold = 0
        """Passages whose texts had no room."""
        self._side = lru_cache(maxsize=4096)(self._side_of)
        self._parts = lru_cache(maxsize=512)(self._parts_of)

    def told(self, passage: Passage) -> Markup:
        """A passage with all who hold it."""
        chosen = self._chosen
        number = chosen.view.numbers[passage.id]
        facts = {"holders": len(passage.holders), "characters": passage.characters}
        title = element(
            "h3",
            {"id": f"passage-{number}-title"},
            element("a", {"class": "no", "href": f"#passage-{number}"}, said("page.cross.passage", n=number)),
            Markup(" "),
            element("span", None, said("page.cross.holders", **facts)),
        )
        about: dict[str, Attribute] = {
            "id": f"passage-{number}",
            "class": "finding",
            "aria-labelledby": f"passage-{number}-title",
        }
        if passage.is_common:
            holders = element("p", {"class": "small"}, chosen.documents([each.document for each in passage.holders]))
            first = self._words(passage.holders[0], []) if self._fits([passage.holders[0]]) else NOTHING
            return element("article", about, title, first, folded(said("page.cross.who"), holders))
        return element("article", about, title, *self._holders(passage))

    def _holders(self, passage: Passage) -> Iterator[Markup]:
        shown, rest = passage.holders[:HOLDERS], passage.holders[HOLDERS:]
        fits = self._fits(shown)
        changes = [self._changes(passage.holders[0], holder) if fits else None for holder in shown[1:]]
        there = [span for each in changes if each for span in each.first]
        yield from self._holder(passage, 0, there if fits else None)
        for at, change in enumerate(changes, 1):
            yield from self._holder(passage, at, (change.here if change else []) if fits else None)
        if rest:
            names = self._chosen.documents([holder.document for holder in rest])
            yield element("p", {"class": "small"}, said("page.cross.holders.more", n=len(rest)), names)

    def _holder(self, passage: Passage, at: int, marks: list[Span] | None) -> Iterator[Markup]:
        """A holder: who, where, since when, how; and its words, with marks, if there is room for them."""
        chosen, holder = self._chosen, passage.holders[at]
        view, side = chosen.view, self._side(holder.document)
        bits = [
            chosen.document(holder.document),
            chosen.both(lambda view: text(view.lang, "joint").join(side.place(at, view.lang) for at in holder.places)),
            chosen.both(lambda view: view.dated(holder.document)),
        ]
        if passage.origin == holder.document:
            bits.append(element("span", {"class": "badge"}, chosen.both(lambda view: first_cell(passage, view))))
        is_same = bool(at) and view.words_of(holder) == view.words(passage)
        if is_same:
            bits.append(said("page.cross.same-words"))
        elif at:
            kind = chosen.both(lambda view: view.kind_there(passage, at))
            bits.append(kind or said("page.cross.not-compared"))
        yield element("p", {"class": "holder"}, listed(bit for bit in bits if bit))
        if marks is not None and not is_same:
            yield self._words(holder, marks)

    def _fits(self, holders: Sequence[Holding]) -> bool:
        """Whether there is room for the words of these, which is taken then."""
        if not self._has_words:
            return False
        needed = sum(min(LENGTH, sum(map(len, holder.places))) for holder in holders)
        if needed > self.left:
            self.untold += 1
            return False
        self.left -= needed
        return True

    def _words(self, holder: Holding, marks: list[Span]) -> Markup:
        """The words of a holder; empty marks are places where it lacks some. Between its parts is other text."""
        room, parts = LENGTH, list[Markup]()
        for place in holder.places:
            shown = Span(place.start, min(place.end, place.start + room))
            if not shown:
                break
            parts.append(self._marked(holder.document, shown, marks))
            room -= len(shown)
        rest = sum(map(len, holder.places)) - (LENGTH - room)
        more = element("span", {"class": "small"}, said("page.cross.cut", n=rest)) if rest else NOTHING
        about: dict[str, Attribute] = {"class": "words", "lang": "zh-CN", "dir": "auto"}
        return element("blockquote", about, Markup(escaped(BETWEEN).join(parts)), more)

    def _marked(self, id: str, shown: Span, marks: list[Span]) -> Markup:
        words, parts, at = self._text(id), list[Markup](), shown.start
        for mark in _flat(marks, shown):
            parts.append(exact(words[at : mark.start]))
            parts.append(element("b", {"class": "d" if mark else "d lacks"}, exact(mark.of(words))))
            at = mark.end
        return joined([*parts, exact(words[at : shown.end])])

    # --- what differs

    def _text(self, id: str) -> str:
        return self._chosen.view.crossing.documents[id].text

    def _side_of(self, id: str) -> Side:
        document = self._chosen.view.crossing.documents[id]
        return Side(document.text, document.pages)

    def _parts_of(self, a: str, b: str, finding: Finding) -> tuple[Part, ...]:
        return parts(finding, self._side(a), self._side(b))

    def _changes(self, first: Holding, other: Holding) -> Changes | None:
        """What differs between two holders of a passage; None if the two were not compared there."""
        pair = self._chosen.view.pair(first.document, other.document)
        if pair is None:
            return None
        turned = pair.a != first.document
        there, here = list[Span](), list[Span]()
        covered = np.zeros(len(self._text(other.document)), dtype=np.bool_)
        for finding in pair.findings:
            match = finding.match
            one, two = (match.right, match.left) if turned else (match.left, match.right)
            if not (_reaches(first, one) and _reaches(other, two)):
                continue
            for part in self._parts(pair.a, pair.b, finding):
                for piece in part.pieces:
                    one, two = (piece.right, piece.left) if turned else (piece.left, piece.right)
                    covered[two.start : two.end] = True
                    if piece.sort is Sort.CHANGED:
                        there.append(one)
                        here.append(two)
        if not any(covered[place.start : place.end].any() for place in other.places):
            return None
        for place in other.places:
            words = compared(place.of(self._text(other.document))) & ~covered[place.start : place.end]
            here += [Span(place.start + begin, place.start + end) for begin, end in stretches(words)]
        return Changes(there, here)


def _reaches(holder: Holding, span: Span) -> bool:
    return any(place.overlaps(span) for place in holder.places)


class Changes(NamedTuple):
    """What differs between two holders: on the first one's side, and on the other's; an empty span is where a side
    lacks what the other has."""

    first: list[Span]
    here: list[Span]


def _flat(marks: list[Span], within: Span) -> Iterator[Span]:
    """The marks inside, in their order, none over another; a lack beside a mark is told by it."""
    at = within.start
    for mark in sorted(marks):
        if mark.start > within.end or mark.end < within.start:
            continue
        start, end = max(mark.start, at), min(mark.end, within.end)
        if start < end or (not mark and within.start < mark.start == start <= within.end):
            yield Span(start, end)
            at = end


def heading(chosen: Chosen, passage: Passage, most: int) -> Markup:
    """A passage in a line: its number, how much, who, how it begins."""
    facts = {"holders": len(passage.holders), "characters": passage.characters}
    words = [chosen.passage(passage), said("page.cross.holders", **facts)]
    if most:
        words.append(said("page.cross.quote", words=one_line(chosen.view.words(passage)[: 4 * most], most)))
    return joined([listed(words)])
