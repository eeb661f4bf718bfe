"""Pictures of a crossing as inline SVG: the matrix of all that share something, and a graph of each group.

How much two share is a height, a width, a dash and a number, never a colour alone; every number is in a table beside
the picture too. Where things stand follows from ranks: the same crossing gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from simcheck.crossing.crossing import Pair
from simcheck.environment import Language
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent
from simcheck.render.crossing.view import TOLD, GroupRow, one_line
from simcheck.render.page.crossing_chosen import Chosen
from simcheck.render.page.markup import NOTHING, Attribute, Markup, element, escaped, joined, labelled

NODES: Final = 30
EDGES: Final = 90
"""Documents and lines of a graph: more are a knot that nobody reads."""

_NAME: Final = 14
"""Characters of a name in a picture."""

_SIGN: Final = 14
"""Units of a character beside a picture; of a Latin one it is too much."""

_APART: Final = 88
_NARROWEST: Final = 64.0
_WIDEST: Final = 260.0
"""Units between two neighbours of a graph, and the radii that there are; thirty names still have a line each."""

_ABOVE: Final = 34
"""Units above and below all documents, in which a name has room."""

_LABEL: Final = (46, 16)
"""Units of a number on a line."""

_PLACES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Where on its line a number may stand, the first that is free."""

_NODE: Final = 13


class _Point(NamedTuple):
    x: float
    y: float


def told(lang: Language, title: str, description: str, **facts: Fact) -> Markup:
    """What a picture is, and what it shows."""
    return joined(
        element(name, labelled(lang, key, name="data-text", **facts), escaped(text(lang, key, **facts)))
        for name, key in (("title", title), ("desc", description))
    )


# --- the matrix -------------------------------------------------------------------------------------------------------


def matrix(ids: Sequence[str], shares: Mapping[tuple[str, str], float], chosen: Chosen) -> Markup:
    """How much of each document (row) stands in each other one (column); a cell leads to its pair."""
    side = 26 if len(ids) <= 30 else 20
    rank = chosen.view.rank
    left, top = _NAME * 13 + 34, 24
    wide, high = left + side * len(ids) + 4, top + side * len(ids) + 4
    parts = []
    for at, id in enumerate(ids):
        middle = at * side + side / 2
        parts.append(_words(left + middle, top - 8, "middle", str(rank[id]), "axis"))
        parts.append(_words(left - 30, top + middle + 4, "end", one_line(chosen.view.short(id), _NAME), "name"))
        parts.append(_words(left - 6, top + middle + 4, "end", str(rank[id]), "axis"))
        for place, other in enumerate(ids):
            x, y = left + place * side, top + at * side
            parts.append(_cell(x, y, side, shares.get((id, other), 0.0), id, other, chosen))
    about: dict[str, Attribute] = {"class": "matrix", "viewBox": f"0 0 {wide} {high}", "width": wide, "height": high}
    head = told(chosen.lang, "page.cross.matrix.title", "page.cross.matrix.desc", n=len(ids))
    return element("svg", {**about, "role": "group"}, head, *parts)


def _cell(x: int, y: int, side: int, share: float, id: str, other: str, chosen: Chosen) -> Markup:
    box: dict[str, Attribute] = {"x": x, "y": y, "width": side, "height": side, "class": "cell"}
    frame = element("rect", box)
    if id == other:
        line: dict[str, Attribute] = {"x1": x, "y1": y, "x2": x + side, "y2": y + side, "class": "itself"}
        return joined([frame, element("line", line)])
    if share < TOLD:
        return frame
    high = max(1.0, side * min(share, 1.0))
    bar = element("rect", {"x": x, "y": f"{y + side - high:.1f}", "width": side, "height": f"{high:.1f}"})
    number = _words(x + side / 2, y + side / 2 + 4, "middle", f"{math.floor(share * 100 + 0.5)}", "share")
    names = f"{chosen.view.short(id)} → {chosen.view.short(other)} {percent(share)}"
    inner = joined([frame, bar, number, element("title", None, escaped(names))])
    name = chosen.pair_name(id, other)
    # hundreds of stops for the keyboard lead nowhere that the table of pairs does not
    return element("a", {"href": f"#{name}", "tabindex": -1}, inner) if name else element("g", None, inner)


def _words(x: float, y: float, anchor: str, words: str, sort: str) -> Markup:
    about: dict[str, Attribute] = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": sort}
    return element("text", about, escaped(words))


# --- a group ----------------------------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """What of a group is in its picture."""

    ids: tuple[str, ...]
    pairs: tuple[Pair, ...]


def drawn(group: GroupRow, chosen: Chosen) -> Drawn:
    """The documents of a group that share most, and of the pairs between them the largest."""
    ids = tuple(sorted(group.documents, key=chosen.view.rank.__getitem__)[:NODES])
    some = set(ids)
    between = [pair for pair in group.pairs if pair.a in some and pair.b in some]
    return Drawn(ids, tuple(sorted(between, key=lambda pair: -pair.ratio)[:EDGES]))


def graph(group: GroupRow, shown: Drawn, chosen: Chosen) -> Markup:
    """The documents of a group on a circle, a line for each two that share something, with how much."""
    names = {id: one_line(chosen.view.short(id), _NAME) for id in shown.ids}
    # as far apart as a number between two neighbours needs, as far as that is no wider than a page
    apart = 2 * math.sin(math.pi / max(3, len(shown.ids)))
    radius = min(_WIDEST, max(_NARROWEST, _APART / apart))
    places = _circle(shown.ids, radius)
    beside = _SIGN * max(map(len, names.values()), default=0) + _NODE + 8
    wide = 2 * (radius + beside)
    top, bottom = (end(place.y for place in places.values()) for end in (min, max))
    high = bottom - top + 2 * _ABOVE
    free = _Free(_Point(place.x, place.y) for place in places.values())
    lines = [_line(pair, places, chosen) for pair in shown.pairs]
    numbers = [_number(pair, places, free) for pair in shown.pairs]
    nodes = [_node(id, places[id], names[id], chosen) for id in shown.ids]
    about: dict[str, Attribute] = {
        "class": "graph",
        "viewBox": f"{-wide / 2:.0f} {top - _ABOVE:.0f} {wide:.0f} {high:.0f}",
        "width": round(wide),
        "height": round(high),
        "role": "group",
    }
    facts: dict[str, Fact] = {"number": group.number, "n": len(shown.ids)}
    head = told(chosen.lang, "page.cross.graph.title", "page.cross.graph.desc", **facts)
    return element("svg", about, head, *lines, *numbers, *nodes)


def _circle(ids: Sequence[str], radius: float) -> dict[str, _Point]:
    """The first at the top, then clockwise; of two one is on the left, so that names have room."""
    begin = math.pi if len(ids) == 2 else -math.pi / 2
    angles = (begin + 2 * math.pi * at / max(1, len(ids)) for at in range(len(ids)))
    return {
        id: _Point(radius * math.cos(angle), radius * math.sin(angle)) for id, angle in zip(ids, angles, strict=True)
    }


def _line(pair: Pair, places: Mapping[str, _Point], chosen: Chosen) -> Markup:
    a, b = places[pair.a], places[pair.b]
    about: dict[str, Attribute] = {
        "x1": f"{a.x:.1f}",
        "y1": f"{a.y:.1f}",
        "x2": f"{b.x:.1f}",
        "y2": f"{b.y:.1f}",
        "stroke-width": f"{1 + 6 * pair.ratio:.1f}",
        "stroke-dasharray": "7 5" if pair.ratio < 0.5 else None,
    }
    view = chosen.view
    names = f"{view.short(pair.a)} {percent(pair.a_share.ratio)} / {view.short(pair.b)} {percent(pair.b_share.ratio)}"
    line = element("line", about, element("title", None, escaped(names)))
    name = chosen.pair_name(pair.a, pair.b)
    return element("a", {"href": f"#{name}"}, line) if name else line


class _Free:
    """Where nothing stands yet."""

    def __init__(self, nodes: Iterator[_Point]) -> None:
        self._taken = [(node, _NODE + 2.0, _NODE + 2.0) for node in nodes]

    def take(self, place: _Point) -> bool:
        """Whether a number fits there, which then stands there."""
        wide, high = _LABEL[0] / 2, _LABEL[1] / 2
        if any(abs(place.x - at.x) < wide + w and abs(place.y - at.y) < high + h for at, w, h in self._taken):
            return False
        self._taken.append((place, wide, high))
        return True


def _number(pair: Pair, places: Mapping[str, _Point], free: _Free) -> Markup:
    a, b = places[pair.a], places[pair.b]
    for part in _PLACES:
        place = _Point(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y))
        if free.take(place):
            wide, high = _LABEL
            x, y = f"{place.x - wide / 2:.1f}", f"{place.y - high / 2:.1f}"
            back = element("rect", {"x": x, "y": y, "width": wide, "height": high, "class": "back"})
            return joined([back, _words(place.x, place.y + 4, "middle", percent(pair.ratio), "share")])
    # the table below has it
    return NOTHING


def _node(id: str, place: _Point, name: str, chosen: Chosen) -> Markup:
    x, y = f"{place.x:.1f}", f"{place.y:.1f}"
    circle = element("circle", {"cx": x, "cy": y, "r": _NODE})
    number = _words(place.x, place.y + 4, "middle", str(chosen.view.rank[id]), "number")
    if abs(place.x) < 1:
        label = _words(place.x, place.y + (_NODE + 16 if place.y > 0 else -_NODE - 6), "middle", name, "name")
    else:
        sign = 1 if place.x > 0 else -1
        label = _words(place.x + sign * (_NODE + 6), place.y + 4, "start" if sign > 0 else "end", name, "name")
    inner = joined([circle, number, label, element("title", None, escaped(chosen.view.name(id)))])
    rank = chosen.view.rank[id]
    return element("a", {"href": f"#document-{rank}"}, inner) if rank <= len(chosen.rows) else element("g", None, inner)
