"""A crossing for other programs: a row a pair, a graph; the same numbers, and nothing that breaks a reader."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.crossings import crossed, document, villages
from support.screens import HOSTILE, terminal

from simcheck.crossing.crossing import Crossing
from simcheck.environment import LANGUAGES, Language
from simcheck.render.crossing.screen import crossing_screen, table_lines
from simcheck.render.crossing.table import graph, pairs_table
from simcheck.render.crossing.view import View
from simcheck.render.crossing.workbook import crossing_workbook
from simcheck.render.terminal import options
from simcheck.render.terminal.screen import as_text
from simcheck.report.stamp import is_result_text, stamped, written

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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_redirected_from_the_screen_is_known_as_ours(crossing: Crossing, lang: Language) -> None:
    """Without a stamp: the whole screen, and the table for another program."""
    view = View(crossing, lang)
    screen = as_text(crossing_screen(view, terminal(100, lang, view=options.View.NONE)))
    for content in (screen, table_lines(view), pairs_table(view)):
        told = written(content.encode())
        assert told is not None
        assert not told.is_untouched
        assert is_result_text(content)


def test_who_writes_of_a_crossing_writes_a_document() -> None:
    for words in ("60 份文稿互查：请各村于周五前交齐。\n", "总复制比、证据强、最大来源三栏要看。\n"):
        assert written(f"{words}{villages()[0].text}".encode()) is None


def test_a_workbook_is_ours_until_somebody_works_in_it(crossing: Crossing) -> None:
    data = stamped(crossing_workbook(View(crossing, "zh")), ".xlsx", "9.9")
    assert data == stamped(crossing_workbook(View(crossing, "zh")), ".xlsx", "9.9")
    assert written(data) == ("9.9", True)
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("柳湾村".encode(), "柳弯村".encode()))
    assert written(out.getvalue()) == ("9.9", False)
