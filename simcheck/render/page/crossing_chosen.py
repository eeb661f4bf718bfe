"""Which documents, pairs, groups and passages of a crossing does a page have room for, and how are they linked?

A page is to open at once and to be sent by mail: of twenty thousand documents it shows those that share most, says how
many it leaves out, and where they are. Everything stands in the order of ``render.crossing.view``, which all other
outputs have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final

from simcheck.crossing.crossing import Pair, Passage
from simcheck.environment import LANGUAGES, Language
from simcheck.render.crossing.view import GroupRow, Row, View
from simcheck.render.page.markup import NOTHING, Markup, element, escaped, joined, said, spaced, spoken

DOCUMENTS: Final = 2000
PAIRS: Final = 1000
GROUPS: Final = 200
PASSAGES: Final = 400
SETS: Final = 200
"""Rows, pairs, groups, passages, and sets of documents that are one, on a page."""

NAMES: Final = 100
"""Documents that are named one after the other: of a group, of a passage."""

OF_GROUP: Final = 10
"""Passages that each group has on the page before the largest of all come: none is without its own."""


class Chosen:
    """What of a crossing is on the page; ``view`` is in the page's language."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.views = {
            lang: view if lang == view.lang else View(view.crossing, lang, has_words=view.has_words)
            for lang in LANGUAGES
        }

    @property
    def lang(self) -> Language:
        """The language that the page begins in."""
        return self.view.lang

    def both(self, say: Callable[[View], str]) -> Markup:
        """What is said of the crossing, in both languages."""
        return spoken({lang: say(view) for lang, view in self.views.items()})

    # --- what is there

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self.view.rows[:DOCUMENTS]

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        return self.view.telling[:PAIRS]

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        return self.view.groups[:GROUPS]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Those that few hold: some of each group, then the largest; in the order of their numbers."""
        numbers = self.view.numbers
        own = (p for place in range(OF_GROUP) for group in self.groups for p in group.passages[place : place + 1])
        rest = (passage for passage in self.view.crossing.passages if not passage.is_common)
        chosen = dict.fromkeys(passage.id for passage in own)
        for passage in rest:
            if len(chosen) >= PASSAGES:
                break
            chosen.setdefault(passage.id)
        some = set(list(chosen)[:PASSAGES])
        return tuple(
            sorted((p for p in self.view.crossing.passages if p.id in some), key=lambda passage: numbers[passage.id])
        )

    @cached_property
    def common(self) -> tuple[Passage, ...]:
        """Those that most hold."""
        return self.view.common[:PASSAGES]

    @cached_property
    def _shown_pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((pair.a, pair.b) for pair in self.pairs)

    @cached_property
    def _shown_passages(self) -> frozenset[str]:
        return frozenset(passage.id for passage in (*self.passages, *self.common))

    # --- links

    def pair_name(self, one: str, other: str) -> str:
        """What a pair is called in links, in whatever order; "" if it is not on the page."""
        if not self._shown_pairs.intersection(((one, other), (other, one))):
            return ""
        first, second = sorted((self.view.rank[one], self.view.rank[other]))
        return f"pair-{first}-{second}"

    def document(self, id: str) -> Markup:
        """A document by its short name, with a link if it has a row."""
        name = element("bdi", None, self.both(lambda view: view.short(id)))
        number = self.view.rank[id]
        return element("a", {"href": f"#document-{number}"}, name) if number <= len(self.rows) else name

    def called(self, id: str) -> Markup:
        """A document by its whole name."""
        return self.both(lambda view: view.name(id))

    def documents(self, ids: Sequence[str]) -> Markup:
        """Documents one after the other, and how many more there are."""
        rest = len(ids) - NAMES
        more = element("span", {"class": "small"}, said("page.cross.more", n=rest)) if rest > 0 else NOTHING
        return joined(spaced([listed(self.document(id) for id in ids[:NAMES]), *([more] if more else [])]))

    def group(self, number: int) -> Markup:
        """A group by its number."""
        if not number:
            return NOTHING
        words = escaped(str(number))
        return element("a", {"href": f"#group-{number}"}, words) if number <= len(self.groups) else words

    def passage(self, passage: Passage) -> Markup:
        """A passage by its number."""
        words = said("page.cross.passage", n=self.view.numbers[passage.id])
        if passage.id not in self._shown_passages:
            return words
        return element("a", {"href": f"#passage-{self.view.numbers[passage.id]}"}, words)

    @cached_property
    def of_pairs(self) -> dict[tuple[str, str], list[Passage]]:
        """The passages on the page that both of a pair hold, for pairs on the page."""
        found: dict[tuple[str, str], list[Passage]] = {pair: [] for pair in self._shown_pairs}
        with_others: dict[str, set[str]] = {}
        for one, other in self._shown_pairs:
            with_others.setdefault(one, set()).add(other)
        for passage in self.passages:
            ids = {holder.document for holder in passage.holders}
            for one in ids & with_others.keys():
                for other in ids & with_others[one]:
                    found[one, other].append(passage)
        return found


def listed(names: Iterable[Markup]) -> Markup:
    """Names one after the other, each by itself."""
    return joined(spaced(element("span", {"class": "each"}, name) for name in names))
