"""The page of a crossing (互查): which documents are one, which form groups, who shares how much with whom, and what.

The order is that of the screen, the strongest first. Numbers and names are those of ``render.crossing.view``; how much
of a very large crossing there is room for is decided in ``crossing_chosen``, and said on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from simcheck.crossing.crossing import Pair
from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.render.crossing import screen
from simcheck.render.crossing.heatmap import MOST, shares
from simcheck.render.crossing.view import View
from simcheck.render.page import crossing_about as about
from simcheck.render.page.crossing_chosen import SETS, Chosen
from simcheck.render.page.crossing_passages import Passages
from simcheck.render.page.crossing_pictures import matrix
from simcheck.render.page.crossing_tables import Tables
from simcheck.render.page.document import document, folded, section, table
from simcheck.render.page.markup import NOTHING, Markup, element, escaped, joined, labelled, said, spaced, spoken
from simcheck.render.view.record import Verified


def crossing_page(
    view: View,
    *,
    texts: bool = True,
    corpus: Mapping[Language, str] | None = None,
    verified: Verified | None = None,
) -> str:
    """The page; without ``texts`` passages are told by their places only. ``corpus`` says what was crossed if it was a
    corpus; of a saved crossing the record has what was ``verified``."""
    return _Page(Chosen(view), texts, corpus or {}, verified).content()


class _Page:
    def __init__(self, chosen: Chosen, texts: bool, corpus: Mapping[Language, str], verified: Verified | None) -> None:
        self._chosen, self._has_texts, self._corpus, self._verified = chosen, texts, corpus, verified
        self._tables = Tables(chosen, words=texts)
        self._passages = Passages(chosen, words=texts)

    def content(self) -> str:
        view = self._chosen.view
        noscript = element("noscript", None, element("p", {"class": "small"}, said("page.cross.noscript")))
        # in the part that is read of a page: a result is known by how it begins and ends
        foot = element("p", {"class": "closing"}, said("closing"), Markup(" "), said("local"))
        main = element("main", None, noscript, *self._parts(), foot)
        data: dict[str, Any] = {"tables": self._tables.data, "crossing": about.data(self._chosen)}
        count = len(view.crossing.documents)
        return document(
            lambda lang: text(lang, "book.title.cross", n=count),
            view.lang,
            [main],
            data=data,
            about=["tables", "crossing"],
        )

    def _parts(self) -> Iterator[Markup]:
        chosen = self._chosen
        told = {} if chosen.view.nothing else self._told()
        yield self._head()
        if told:
            yield self._contents([name for name, part in told.items() if part])
        yield from told.values()
        yield about.notices(chosen)
        yield about.untold(chosen, self._passages.untold)
        yield about.method(chosen)
        yield about.record(chosen, self._corpus, self._verified)

    def _told(self) -> dict[str, Markup]:
        """The parts of the page by name; those of which there is nothing are empty."""
        return {
            "same": self._same(),
            "near": self._near(),
            "groups": self._groups(),
            "documents": self._documents(),
            "matrix": self._matrix(),
            "pairs": self._pairs(),
            "passages": self._held(),
            "common": self._common(),
            "own": self._own(),
        }

    def _head(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        lines = [
            element("h1", None, said("book.title.cross", n=len(view.crossing.documents))),
            element("p", {"class": "strong"}, chosen.both(screen.answer)),
        ]
        if self._corpus:
            lines.append(element("p", None, spoken(self._corpus)))
        if view.crossing.new:
            lines.append(element("p", None, chosen.both(screen.only_new)))
        lines.append(element("p", None, chosen.both(screen.head_line)))
        if view.crossing.templates:
            lines.append(element("p", None, chosen.both(screen.templates)))
        if view.nothing:
            lines.append(element("p", {"class": "strong"}, said("cross.nothing")))
        if view.ending:
            lines.append(_small(said("cross.ending", ending=view.ending)))
        lines.append(_small(said("counted.rule")))
        return element("header", None, *lines)

    def _contents(self, names: Sequence[str]) -> Markup:
        """The parts of the page, each with how many there are in it."""
        view = self._chosen.view
        parts = {
            "same": ("cross.same", len(view.same)),
            "near": ("cross.near", len(view.near)),
            "groups": ("book.groups", len(view.groups)),
            "documents": ("page.cross.documents", len(view.rows)),
            "matrix": ("page.cross.matrix.short", 0),
            "pairs": ("book.pairs", len(view.telling)),
            "passages": ("page.cross.passages", len(view.crossing.passages) - len(view.common)),
            "common": ("page.cross.common", len(view.common)),
            "own": ("page.cross.own", len(view.own)),
            "method": ("page.method", 0),
            "record": ("filed", 0),
        }
        links = []
        for name in (*names, "method", "record"):
            key, count = parts[name]
            number = escaped(f" {count:,}") if count else NOTHING
            links.append(element("a", {"href": f"#{name}"}, said(key), number))
        return element("nav", {"class": "contents", **labelled(view.lang, "page.contents")}, *spaced(links))

    # --- what is one

    def _same(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        if not view.same:
            return NOTHING
        items = [
            element("li", None, said(f"page.cross.{likeness}", n=len(ids)), chosen.documents(ids), self._ground(ids))
            for likeness, ids in view.same[:SETS]
        ]
        rest = len(view.same) - SETS
        return section("same", said("cross.same"), _list(items), _rest("page.cross.more.sets", rest))

    def _ground(self, ids: Sequence[str]) -> Markup:
        if not self._chosen.view.ground_of(ids):
            return NOTHING
        return self._chosen.both(lambda view: text(view.lang, "cross.ground", words="", ground=view.ground_of(ids)))

    def _near(self) -> Markup:
        some = self._chosen.view.near
        if not some:
            return NOTHING
        items = [element("li", None, self._both(pair)) for pair in some[:SETS]]
        return section("near", said("cross.near"), _list(items), _rest("page.cross.more.pairs", len(some) - SETS))

    def _own(self) -> Markup:
        some = self._chosen.view.own
        if not some:
            return NOTHING
        items = [
            element("li", None, self._both(pair, lambda view, pair=pair: view.own_ground(pair)))  # type: ignore[misc]
            for pair in some[:SETS]
        ]
        return section("own", said("cross.own"), _list(items), _rest("page.cross.more.pairs", len(some) - SETS))

    def _both(self, pair: Pair, ground: Callable[[View], str] | None = None) -> Markup:
        """How much each of two has of the other, with a link to more."""

        def words(view: View) -> str:
            facts = {"a_share": percent(pair.a_share.ratio), "b_share": percent(pair.b_share.ratio)}
            said_of = text(view.lang, "cross.both", a=view.short(pair.a), b=view.short(pair.b), **facts)
            return text(view.lang, "cross.ground", words=said_of, ground=ground(view)) if ground else said_of

        told = self._chosen.both(words)
        name = self._chosen.pair_name(pair.a, pair.b)
        return element("a", {"href": f"#{name}"}, told) if name else told

    # --- how much

    def _groups(self) -> Markup:
        chosen = self._chosen
        if not chosen.groups:
            return NOTHING
        rest = len(chosen.view.groups) - len(chosen.groups)
        lines = [_small(said("page.cross.graph.desc")), *self._tables.groups(), _rest("page.cross.more.groups", rest)]
        return section("groups", said("book.groups"), *lines)

    def _documents(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        rest = len(view.rows) - len(chosen.rows)
        inner = self._tables.documents()
        order = joined([said("page.cross.documents.order"), element("span", {"class": "js"}, said("page.cross.sort"))])
        lines = [_small(order), inner, _rest("page.cross.more.documents", rest)]
        return section("documents", said("page.cross.documents"), *lines)

    def _pairs(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        if not chosen.pairs:
            return NOTHING
        rest = len(view.telling) - len(chosen.pairs)
        own = len(view.telling) - len(view.linked)
        order = joined([said("page.cross.pairs.order"), *([said("page.cross.pairs.own", n=own)] if own else [])])
        lines = [_small(order), self._tables.pairs(), _rest("page.cross.more.pairs", rest)]
        return section("pairs", said("book.pairs"), *lines)

    def _matrix(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        if len(view.crossing.documents) > MOST:
            return section("matrix", said("page.cross.matrix.short"), _small(said("page.cross.matrix.many", most=MOST)))
        ids, told = shares(view)
        if not ids:
            return NOTHING
        # moved by the keys where it is wider than the screen
        picture = element("div", {"class": "wide", "tabindex": 0}, matrix(ids, told, chosen))
        rest = len(view.crossing.documents) - len(ids)
        lines = [said("page.cross.matrix.desc", n=len(ids)), *([said("cross.map.rest", n=rest)] if rest else [])]
        caption = Markup(element("br").join(lines))
        heads = [NOTHING, *(escaped(str(view.rank[id])) for id in ids)]
        rows = []
        for id in ids:
            name = joined([escaped(f"{view.rank[id]} "), chosen.document(id)])
            cells = [told.get((id, other), 0.0) for other in ids]
            words = [
                percent(share) if share else "·" if other != id else "—"
                for other, share in zip(ids, cells, strict=True)
            ]
            rows.append([name, *(element("span", {"class": "figure"}, escaped(each)) for each in words)])
        inner = element("div", {"class": "alternative"}, folded(said("page.cross.matrix.table"), table(heads, rows)))
        title = chosen.both(lambda view: text(view.lang, "cross.map", aside=view.aside))
        figure = element("figure", None, picture, element("figcaption", None, caption))
        return section("matrix", title, figure, inner)

    # --- what

    def _held(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        if not chosen.passages:
            return NOTHING
        told = [self._passages.told(passage) for passage in chosen.passages]
        rest = len(view.crossing.passages) - len(view.common) - len(chosen.passages)
        legend = _small(said("page.cross.legend")) if self._has_texts else NOTHING
        more = _rest("page.cross.more.passages.left", rest)
        return section("passages", said("page.cross.passages"), legend, *told, more)

    def _common(self) -> Markup:
        chosen, view = self._chosen, self._chosen.view
        if not chosen.common:
            return NOTHING
        told = [self._passages.told(passage) for passage in chosen.common]
        rest = len(view.common) - len(chosen.common)
        lines = [_small(said("cross.common.hint")), *told, _rest("page.cross.more.passages.left", rest)]
        return section("common", said("cross.common"), *lines)


def _small(words: Markup) -> Markup:
    return element("p", {"class": "small"}, words)


def _list(items: list[Markup]) -> Markup:
    return element("ul", {"class": "of"}, *items)


def _rest(key: str, rest: int) -> Markup:
    """How many are left out, and where they are; nothing if none is."""
    return _small(said(key, n=rest)) if rest > 0 else NOTHING
