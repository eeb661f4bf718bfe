"""A crossing for other programs: a table (.csv, a row a pair) and a graph (.graphml, documents and their pairs)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from xml.sax.saxutils import escape, quoteattr

from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.render.crossing.view import View
from simcheck.render.crossing.workbook import kinds_of
from simcheck.render.table import BOM, harmless
from simcheck.report.stamp import COLUMN

_COLUMNS = (
    "document",
    "other",
    "part",
    "share",
    "high",
    "told",
    "other_part",
    "back",
    "other_high",
    "other_told",
    "findings",
    "kinds",
    "swaps",
    "likeness",
    "own",
    "group",
    "id",
    "other_id",
)


def pairs_table(view: View) -> str:
    """A row for each pair, the largest first, as CSV with a byte order mark; shares are numbers from 0 to 1. The last
    column is empty: its name is where a file is stamped."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(text(view.lang, f"cross.column.{name}") for name in _COLUMNS), COLUMN])
    for pair in view.crossing.pairs:
        group = view.group_of.get(pair.a)
        row: list[str | int | float] = [
            view.name(pair.a),
            view.name(pair.b),
            pair.a_share.part,
            _share(pair.a_share.ratio),
            _share(pair.a_upper.ratio),
            _share(view.told(pair.a, pair.b)),
            pair.b_share.part,
            _share(pair.b_share.ratio),
            _share(pair.b_upper.ratio),
            _share(view.told(pair.b, pair.a)),
            len(pair.findings),
            kinds_of(pair, view),
            view.swaps_in_words(view.swaps([pair]), None),
            text(view.lang, f"cross.likeness.{pair.likeness}") if pair.likeness else "",
            view.own_ground(pair),
            group if group and group == view.group_of.get(pair.b) and not pair.own else "",
            pair.a,
            pair.b,
        ]
        writer.writerow([*map(harmless, row), ""])
    return BOM + out.getvalue()


def _share(ratio: float) -> float:
    return round(ratio, 6)


_NODE = (("name", "string"), ("unit", "string"), ("date", "string"), ("compared", "int"), ("share", "double"))
_NODE_MORE = (("high", "double"), ("group", "int"))
_EDGE = (
    ("a_share", "double"),
    ("b_share", "double"),
    ("a_high", "double"),
    ("b_high", "double"),
    ("weight", "double"),
    ("findings", "int"),
    ("likeness", "string"),
    ("own", "string"),
)


def graph(view: View) -> str:
    """The crossing as GraphML: a node a document, an undirected edge a pair. ``a_share`` is what of the edge's source
    stands in its target, ``b_share`` the other way round, ``weight`` the larger of the two."""
    return "\n".join(_graph(view)) + "\n"


def _graph(view: View) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for owner, keys in (("node", (*_NODE, *_NODE_MORE)), ("edge", _EDGE)):
        for name, kind in keys:
            yield f'  <key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <graph id="crossing" edgedefault="undirected">'
    rows = {row.id: row for row in view.rows}
    for id, document in view.crossing.documents.items():
        row, metadata = rows[id], document.metadata
        is_known = bool(row.share.part) or view.is_compared(id)
        facts: dict[str, str | int | float] = {
            "name": row.name,
            "unit": metadata.get("unit", ""),
            "date": view.date(id),
            "compared": row.share.whole,
            "share": _share(row.share.ratio) if is_known else "",
            "high": _share(row.upper.ratio) if is_known else "",
            "group": row.group or "",
        }
        yield f"    <node id={_quoted(id)}>{_data('node', facts)}</node>"
    for pair in view.crossing.pairs:
        facts = {
            "a_share": _share(pair.a_share.ratio),
            "b_share": _share(pair.b_share.ratio),
            "a_high": _share(pair.a_upper.ratio),
            "b_high": _share(pair.b_upper.ratio),
            "weight": _share(pair.ratio),
            "findings": len(pair.findings),
            "likeness": pair.likeness or "",
            "own": pair.own,
        }
        yield f"    <edge source={_quoted(pair.a)} target={_quoted(pair.b)}>{_data('edge', facts)}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(owner: str, facts: dict[str, str | int | float]) -> str:
    """What is known; what is not is left out."""
    return "".join(
        f'<data key="{owner}_{name}">{escape(_plain(str(value)))}</data>'
        for name, value in facts.items()
        if value != ""
    )


def _quoted(words: str) -> str:
    return quoteattr(_plain(words))


def _plain(words: str) -> str:
    """Words as XML can hold them."""
    return printable(words).replace("\ufffe", "?").replace("\uffff", "?")
