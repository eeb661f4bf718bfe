"""A crossing for other programs: a row a pair, a graph; the same numbers, and nothing that breaks a reader."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.crossings import crossed, document, villages
from support.screens import HOSTILE

from simcheck.crossing.crossing import Crossing
from simcheck.environment import LANGUAGES, Language
from simcheck.render.crossing.table import graph, pairs_table
from simcheck.render.crossing.view import View
from simcheck.report.stamp import stamped, written

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return crossed(villages(), own=[("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")])


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_pair(crossing: Crossing) -> None:
    table = pairs_table(View(crossing, "zh"))
    assert table.startswith("\ufeff")
    found = rows(table)
    assert [(row["编号"], row["对照编号"]) for row in found] == [(pair.a, pair.b) for pair in crossing.pairs]
    for row, pair in zip(found, crossing.pairs, strict=True):
        assert float(row["占文稿"]) == pytest.approx(pair.a_share.ratio, abs=1e-6)
        assert float(row["反过来"]) == pytest.approx(pair.b_share.ratio, abs=1e-6)
        assert int(row["重合字数"]) == pair.a_share.part
        assert int(row["对照重合字数"]) == pair.b_share.part
    assert [row["同单位、同作者"] for row in found if row["同单位、同作者"]] == ["单位相同"]


@settings(max_examples=20, deadline=None)
@given(st.lists(HOSTILE, min_size=2, max_size=4))
def test_names_break_no_row_and_no_graph(names: list[str]) -> None:
    body = "今年把村口的老井淘了一遍，装上手压泵，过路的人也能喝。"
    made = {each.id: each for each in (document(f"={name}", f"{n}号村{body}{n}") for n, name in enumerate(names))}
    view = View(crossed(list(made.values())), "zh")
    for row in rows(pairs_table(view)):
        assert row["文稿"].startswith("'=")
        assert None not in row
    assert len(ElementTree.fromstring(graph(view)).findall(f".//{SPACE}node")) == len(made)


def test_the_graph_has_documents_and_pairs(crossing: Crossing) -> None:
    root = ElementTree.fromstring(graph(View(crossing, "zh")))
    nodes, edges = (root.findall(f".//{SPACE}{name}") for name in ("node", "edge"))
    assert [node.get("id") for node in nodes] == list(crossing.documents)
    assert [(edge.get("source"), edge.get("target")) for edge in edges] == [(p.a, p.b) for p in crossing.pairs]
    keys = {key.get("id") for key in root.findall(f"{SPACE}key")}
    assert {data.get("key") for data in root.iter(f"{SPACE}data")} <= keys
    for edge, pair in zip(edges, crossing.pairs, strict=True):
        facts = {data.get("key"): data.text for data in edge}
        assert float(facts["edge_weight"] or 0) == pytest.approx(pair.ratio, abs=1e-6)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_are_known_as_ours(crossing: Crossing, lang: Language) -> None:
    view = View(crossing, lang)
    for suffix, content in ((".csv", pairs_table(view)), (".graphml", graph(view))):
        data = stamped(content.encode(), suffix, "9.9")
        assert written(data) == ("9.9", True)
        assert written(data.replace("柳湾村".encode(), "柳弯村".encode())) == ("9.9", False)
    assert ElementTree.fromstring(stamped(graph(view).encode(), ".graphml", "9.9")) is not None
