"""Who shares how much: every document by rank, the pairs, and the groups with their pictures.

Figures are those of the screen and of the workbook. Tables are sorted and filtered by ``page-tables.js``, by the
numbers that stand in the page's data under the name of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from simcheck.crossing.crossing import Pair
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.render.crossing import screen
from simcheck.render.crossing.view import GroupRow, Row, View
from simcheck.render.crossing.workbook import kinds_of
from simcheck.render.page.crossing_chosen import NAMES, Chosen, listed
from simcheck.render.page.crossing_passages import heading
from simcheck.render.page.crossing_pictures import drawn, graph
from simcheck.render.page.document import folded, section, sortable, table
from simcheck.render.page.markup import NOTHING, Attributes, Markup, element, escaped, joined, said, spaced
from simcheck.render.page.pictures import bar

PASSAGES: Final = 8
"""Passages that are named with a group or a pair."""

OF_GROUP: Final = 60
"""Pairs that are listed with a group."""

QUOTE: Final = 40
"""Characters of a passage that are quoted."""

SWAPS: Final = 12
"""Exchanges that are named."""


class Tables:
    """Tables of a crossing; ``data`` has the numbers of each by name of the table, a row for each of its rows."""

    def __init__(self, chosen: Chosen, *, words: bool) -> None:
        self._chosen, self._has_words = chosen, words
        self.data: dict[str, list[list[Any]]] = {}

    # --- documents

    def documents(self) -> Markup:
        """The documents, those that share most first."""
        chosen, view = self._chosen, self._chosen.view
        shown = [(row, screen.figures(row, view)) for row in chosen.rows]
        keys = ["high", "total", "shared", "compared", "date", "largest", "taken", "group"]
        dates = {row.id: view.date(row.id) for row in chosen.rows}
        absent = {
            "shared": not screen.is_much_common(chosen.rows),
            "date": not any(dates.values()),
            "group": not view.groups,
        }
        keys = [key for key in keys if not absent.get(key)]
        rows, data = [], []
        for row, figures in shown:
            cells = {
                "high": _figure(figures["high"]),
                "total": _bar(figures["total"], row.share.ratio),
                "shared": _figure(figures["shared"]),
                "compared": _figure(f"{row.share.whole:,}"),
                "date": element("span", {"class": "date"}, escaped(dates[row.id])),
                "largest": chosen.document(row.largest) if row.largest else NOTHING,
                "taken": self._taken(row, figures["taken"]),
                "group": chosen.group(row.group),
            }
            values: dict[str, Any] = {
                "high": row.upper.ratio,
                "total": row.share.ratio,
                "shared": row.common / row.share.whole if row.common and row.share.whole else 0,
                "compared": row.share.whole,
                "date": dates[row.id],
                "largest": figures["largest"],
                "taken": row.taken.ratio if row.largest else 0,
                "group": row.group,
            }
            number = element("span", {"class": "rank"}, escaped(figures["number"]))
            name = joined([number, Markup(" "), element("bdi", None, chosen.called(row.id))])
            rows.append([name, *(cells[key] for key in keys)])
            data.append([row.name, *(values[key] for key in keys)])
        heads = [said(f"cross.column.{key}") for key in ("document", *keys)]
        abouts: list[Attributes] = [{"id": f"document-{row.number}"} for row, _ in shown]
        return self._table("documents", heads, rows, data, abouts)

    def _taken(self, row: Row, words: str) -> Markup:
        name = self._chosen.pair_name(row.id, row.largest) if row.largest else ""
        number = _figure(words)
        return element("a", {"href": f"#{name}"}, number) if name else number

    def _table(
        self,
        name: str,
        heads: Sequence[Markup],
        rows: Sequence[Sequence[Markup]],
        data: list[list[Any]],
        abouts: Sequence[Attributes],
    ) -> Markup:
        self.data[name] = data
        return sortable(name, heads, rows, about_rows=abouts)

    # --- pairs

    def pairs(self) -> Markup:
        """The pairs that tell something, those that tell most first."""
        chosen, view = self._chosen, self._chosen.view
        rows, data, abouts = [], list[list[Any]](), list[Attributes]()
        for pair in chosen.pairs:
            a, b = pair.a, pair.b
            told = view.told(a, b), view.told(b, a)
            both = view.group_of.get(a) if view.group_of.get(a) == view.group_of.get(b) and not pair.own else None
            names = joined([self._numbered(a), element("br"), self._numbered(b)])
            columns = (
                (pair.a_share.ratio, pair.b_share.ratio),
                (pair.a_upper.ratio, pair.b_upper.ratio),
                told,
            )
            figures = [joined([_figure(percent(x)), element("br"), _figure(percent(y))]) for x, y in columns]
            rows.append([names, *figures, chosen.group(both or 0), self._about(pair)])
            data.append([f"{view.name(a)} {view.name(b)}", *(max(some) for some in columns), both or 0])
            abouts.append({"id": chosen.pair_name(a, b)})
        keys = ("share", "high", "told", "group")
        heads = [said("page.cross.two"), *(said(f"cross.column.{key}") for key in keys), said("page.cross.how")]
        return self._table("pairs", heads, rows, data, abouts)

    def _numbered(self, id: str) -> Markup:
        """A document by its number and its name, which is on one line and may be cut."""
        number = element("span", {"class": "rank"}, escaped(str(self._chosen.view.rank[id])))
        return element("span", {"class": "one-line"}, number, Markup(" "), self._chosen.document(id))

    def _about(self, pair: Pair) -> Markup:
        """How two documents share it: likeness, kinds, what was exchanged, the passages."""
        chosen = self._chosen
        bits = []
        if pair.likeness:
            bits.append(element("span", {"class": "badge"}, said(f"cross.likeness.{pair.likeness}")))
        if pair.own:
            bits.append(element("span", {"class": "badge"}, chosen.both(lambda view: view.own_ground(pair))))
        kinds = chosen.both(lambda view: kinds_of(pair, view))
        if not pair.findings:
            kinds = said("page.cross.from-runs")
        bits.append(element("span", None, kinds))
        passages = chosen.of_pairs[pair.a, pair.b]
        bits += [chosen.passage(passage) for passage in passages[:PASSAGES]]
        if len(passages) > PASSAGES:
            bits.append(said("page.cross.more.passages", n=len(passages) - PASSAGES))
        lines = [listed(bit for bit in bits if bit)]
        if self._has_words and chosen.view.swaps([pair]):
            lines.append(element("div", {"class": "small"}, chosen.both(lambda view: _swapped(view, [pair]))))
        return joined(lines)

    # --- groups

    def groups(self) -> Iterator[Markup]:
        """Each group: its picture, who is in it, what they share."""
        for group in self._chosen.groups:
            yield self._group(group)

    def _group(self, group: GroupRow) -> Markup:
        chosen, number = self._chosen, group.number
        title = chosen.both(lambda view: _heading(group, view))
        shown = drawn(group, chosen)
        caption = NOTHING
        if len(shown.ids) < len(group.documents) or len(shown.pairs) < len(group.pairs):
            facts = {"documents": len(group.documents), "pairs": len(group.pairs)}
            part = said("page.cross.graph.part", nodes=len(shown.ids), edges=len(shown.pairs), **facts)
            caption = element("figcaption", None, part)
        picture = element("div", {"class": "wide"}, graph(group, shown, chosen))
        figure = element("figure", None, picture, caption)
        body = element("div", {"class": "beside"}, figure, element("div", None, *self._facts(group)))
        return section(f"group-{number}", title, body, level=3, attributes={"class": "group"})

    def _facts(self, group: GroupRow) -> Iterator[Markup]:
        chosen = self._chosen
        items = [
            element("li", None, chosen.document(id), Markup(" "), self._dated(id, group))
            for id in group.documents[:NAMES]
        ]
        yield element("ul", {"class": "members"}, *items)
        rest = len(group.documents) - NAMES
        if rest > 0:
            yield element("p", {"class": "small"}, said("page.cross.more", n=rest))
        if group.kinds:
            yield element("p", None, chosen.both(lambda view: view.kinds_in_words(group.kinds)))
        if group.swaps and self._has_words:
            yield element("p", None, chosen.both(lambda view: _swapped(view, group.pairs)))
        if group.passages:
            most = QUOTE if self._has_words else 0
            items = [element("li", None, heading(chosen, passage, most)) for passage in group.passages[:PASSAGES]]
            rest = len(group.passages) - PASSAGES
            more = element("li", {"class": "small"}, said("page.cross.more.passages", n=rest)) if rest > 0 else NOTHING
            yield element("ul", {"class": "of"}, *items, more)
        if len(group.pairs) == 1:
            name = chosen.pair_name(group.pairs[0].a, group.pairs[0].b)
            link = element("a", {"href": f"#{name}"}, said("page.cross.this-pair"))
            yield element("p", {"class": "alternative"}, link) if name else NOTHING
        elif group.pairs:
            yield folded(said("page.cross.between", n=len(group.pairs)), self._between(group))

    def _dated(self, id: str, group: GroupRow) -> Markup:
        """When a member was written and what that is known by; that it is the earliest."""
        dated = self._chosen.both(lambda view: view.dated(id))
        first = element("span", {"class": "badge"}, said("cross.cell.first")) if id == group.origin else NOTHING
        return joined(spaced([element("span", {"class": "small"}, dated) if dated else NOTHING, first]))

    def _between(self, group: GroupRow) -> Markup:
        """How much each two of a group share."""
        chosen = self._chosen
        rows = []
        for pair in sorted(group.pairs, key=lambda pair: -pair.ratio)[:OF_GROUP]:
            name = chosen.pair_name(pair.a, pair.b)
            share = _figure(percent(pair.a_share.ratio))
            first = element("a", {"href": f"#{name}"}, share) if name else share
            back = _figure(percent(pair.b_share.ratio))
            rows.append([chosen.document(pair.a), chosen.document(pair.b), first, back])
        heads = [said(f"cross.column.{key}") for key in ("document", "other", "share", "back")]
        rest = len(group.pairs) - len(rows)
        more = element("p", {"class": "small"}, said("page.cross.more.pairs", n=rest)) if rest > 0 else NOTHING
        return joined([table(heads, rows), more])


def _heading(group: GroupRow, view: View) -> str:
    head = text(view.lang, "cross.group", number=group.number, n=len(group.documents))
    return head + text(view.lang, "comma") + screen.spread_of(group, view) if group.pairs else head


def _swapped(view: View, pairs: Sequence[Pair]) -> str:
    return text(view.lang, "cross.swapped", swaps=view.swaps_in_words(view.swaps(pairs), SWAPS))


def _bar(words: str, ratio: float) -> Markup:
    """A share with its bar; nothing if it is not known."""
    return element("span", {"class": "share-bar"}, _figure(words), bar(ratio)) if words else NOTHING


def _figure(words: str) -> Markup:
    return element("span", {"class": "figure"}, escaped(words))
