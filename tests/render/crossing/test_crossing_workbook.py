"""The workbook of a crossing: the same numbers as everywhere, text that stays text, and a page that can be printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support.books import formulas, parts, sheets, table
from support.crossings import crossed, document, villages

from simcheck.crossing.crossing import Crossing, Group, Holding, Passage
from simcheck.environment import LANGUAGES, Language
from simcheck.model import Note, Span
from simcheck.render.crossing.table import pairs_table
from simcheck.render.crossing.view import View
from simcheck.render.crossing.workbook import crossing_workbook
from simcheck.render.xlsx import book
from simcheck.report.counting import Share

OWN = [("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")]
HEAD = 3
"""Lines above the head of the first sheet."""


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return crossed(villages(), own=OWN)


@pytest.fixture(scope="module")
def data(crossing: Crossing) -> bytes:
    return crossing_workbook(View(crossing, "zh"))


def test_the_sheets(data: bytes) -> None:
    assert list(sheets(data)) == ["汇总", "互查", "组", "明细", "说明"]


def test_a_row_for_each_document_those_that_share_most_first(crossing: Crossing, data: bytes) -> None:
    rows = table(sheets(data)["汇总"], HEAD)
    view = View(crossing, "zh")
    assert [row["文稿"] for row in rows] == [row.name for row in view.rows]
    assert len(rows) == len(crossing.documents)
    for row, told in zip(rows, view.rows, strict=True):
        assert row["总复制比"] == pytest.approx(told.share.ratio)
        assert row["证据强"] == pytest.approx(told.upper.ratio)
        assert row["有效字"] == told.share.whole
        assert row["组"] == (told.group or "")


def test_every_pair_both_ways(crossing: Crossing, data: bytes) -> None:
    rows = table(sheets(data)["互查"])
    names = {id: each.name for id, each in crossing.documents.items()}
    pairs = View(crossing, "zh").telling
    assert len(rows) == 2 * len(pairs)
    assert {pair.likeness or pair.own for pair in set(crossing.pairs) - set(pairs)} <= {""}
    for pair, (there, back) in zip(pairs, zip(rows[::2], rows[1::2], strict=True), strict=True):
        assert (there["文稿"], there["对照的文稿"]) == (names[pair.a], names[pair.b])
        assert (back["文稿"], back["对照的文稿"]) == (names[pair.b], names[pair.a])
        assert there["占文稿"] == back["反过来"] == pytest.approx(pair.a_share.ratio)
        assert back["占文稿"] == there["反过来"] == pytest.approx(pair.b_share.ratio)
        assert there["重合字数"] == pair.a_share.part


def test_groups_name_their_members_and_the_earliest_only_if_it_is_known(crossing: Crossing, data: bytes) -> None:
    rows = table(sheets(data)["组"])
    assert [row["文稿"] for row in rows if row["组"] == 1] == [
        "桐花岭村2024年述职报告.txt",
        "柳湾村2024年述职报告.txt",
        "柳湾村2024年述职报告（定稿）.txt",
    ]
    assert [row["文稿"] for row in rows if row["最早"]] == ["桐花岭村2024年述职报告.txt"]
    assert [row["互相换了什么"] for row in rows if row["组"] == 2] == ["青石滩村 / 白鹭村 ×2；30万元 / 45万元"] * 2


def test_a_passage_has_a_row_for_each_that_holds_it_with_its_words(crossing: Crossing, data: bytes) -> None:
    rows = table(sheets(data)["明细"])
    assert len(rows) == sum(len(passage.holders) for passage in crossing.passages)
    texts = {each.name: each.text for each in crossing.documents.values()}
    for row in rows:
        start, end = (int(str(row[key]).partition(".")[0]) for key in ("起", "止"))
        own = texts[str(row["文稿"])][start:end]
        assert row["文字"] in (own, "（和这一段的第一份一字不差）", "（多数文稿都有，文字见这一段的第一份）")
    assert {row["备注"] for row in rows if row["几份有"] == 8} == {"像模板"}


def test_without_texts_there_are_places_only(crossing: Crossing) -> None:
    rows = sheets(crossing_workbook(View(crossing, "zh"), texts=False))["明细"]
    assert "文字" not in rows[0]
    assert "起" in rows[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_crossing_gives_the_same_bytes(crossing: Crossing, lang: Language) -> None:
    assert crossing_workbook(View(crossing, lang)) == crossing_workbook(View(crossing, lang))


def test_there_is_no_clock_in_it(data: bytes) -> None:
    core = parts(data)["docProps/core.xml"]
    assert "created" not in core
    assert "modified" not in core


HOSTILE = (
    '=HYPERLINK("http://evil","点我")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    "http://example.org/x",
    "mailto:a@b.c",
    "{=1+1}",
    "12345678901234567890",
    "a\x00b\x0bc\x1b[31m",
    "\ud800半个",
    "_x0041_",
    "<b>&amp;</b>]]>",
    "\u202e倒着",
    "a\ufffeb\uffff",
)


def test_text_is_never_anything_else() -> None:
    """Names, words, notes: no formula, no number, no link; what a cell cannot hold is gone, and that is said."""
    made = [
        document(f"{words}.txt", f"{words}\n{'十里八乡的人都来看新修的水渠，' * 3}{n}")
        for n, words in enumerate(HOSTILE)
    ]
    made = [replace(each, notes=(Note("encoding", None, {"document": each.name, "encoding": "=1"}),)) for each in made]
    data = crossing_workbook(View(crossed(made, templates=[document("=模板", "别的话")]), "zh"))
    assert formulas(data) == []
    assert not any("<t/>" in part for part in parts(data).values())
    read = sheets(data)
    names = {str(row["文稿"]) for row in table(read["汇总"], HEAD)}
    assert {'=HYPERLINK("http://evil","点我").txt', "@SUM(A1).txt", "12345678901234567890.txt", "_x0041_.txt"} <= names
    assert {"ab c[31m.txt", "?半个.txt", "倒着.txt", "a?b?.txt"} <= names
    assert any("不能放进表格的字符" in str(row[0]) for row in read["说明"])
    assert 'quotePrefix="1"' in parts(data)["xl/styles.xml"]


def test_words_longer_than_a_cell_lose_their_middle_and_it_is_said() -> None:
    body = "".join(f"第{n}户的院墙重新砌过，用的是河滩上捡来的卵石，一共花了{n * 7}天。" for n in range(1500))
    data = crossing_workbook(View(crossed([document("甲", f"甲村\n{body}"), document("乙", f"乙村\n{body}")]), "zh"))
    rows = sheets(data)
    longest = max((str(row["文字"]) for row in table(rows["明细"])), key=len)
    assert len(longest) <= book.READ
    assert re.search("……（略 [\\d,]+ 字）……", longest)
    assert any("中间略去了" in str(row[0]) for row in rows["说明"])


def test_rows_beyond_what_a_sheet_takes_are_counted(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ROWS", 3)
    rows = sheets(crossing_workbook(View(crossing, "zh")))
    assert len(rows["互查"]) == 4
    assert any(
        f"“互查”只放了前 3 行，共 {2 * len(View(crossing, 'zh').telling)} 行" in str(row[0]) for row in rows["说明"]
    )


def test_it_is_filtered_frozen_and_printed_on_a4(data: bytes) -> None:
    found = parts(data)
    for number in range(1, 5):
        sheet = found[f"xl/worksheets/sheet{number}.xml"]
        assert "<autoFilter " in sheet
        assert 'state="frozen"' in sheet
        assert 'paperSize="9"' in sheet
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert "第 &amp;P 页，共 &amp;N 页" in sheet
        assert 'customWidth="1"' in sheet
    assert found["xl/workbook.xml"].count("_xlnm.Print_Titles") == 4
    assert 'wrapText="1"' in found["xl/styles.xml"]


def test_what_is_nearly_all_never_reads_all() -> None:
    assert book._percentage(0.9997) == '"99.9%"'
    assert book._percentage(0.0001) == '"<0.1%"'
    assert book._percentage(1.0) == book._percentage(0.5) == "0.0%"


def test_in_english(crossing: Crossing) -> None:
    read = sheets(crossing_workbook(View(crossing, "en")))
    assert list(read) == ["summary", "pairs", "groups", "passages", "about"]
    assert "largest source" in read["summary"][HEAD]


def test_nothing_shared_is_a_workbook_too() -> None:
    read = sheets(crossing_workbook(View(crossed([document("甲", "春天来了。"), document("乙", "修路")]), "zh")))
    assert [row["文稿"] for row in table(read["汇总"], HEAD)] == ["乙", "甲"]
    assert len(read["互查"]) == 1


@pytest.mark.parametrize(
    ("part", "whole", "listed"), [(59, 600, False), (61, 600, True), (61, 60_000, True), (9, 80, True)]
)
def test_a_pair_is_listed_for_a_tenth_or_for_two_sentences(
    crossing: Crossing, part: int, whole: int, listed: bool
) -> None:
    """A paragraph copied into a long report is a small share, and a sentence of a short one is none too small."""
    pair = next(each for each in crossing.pairs if each.findings and not each.likeness and not each.own)
    some = Share(part, whole, part)
    changed = replace(pair, a_telling=some, b_telling=some)
    alone = replace(crossing, pairs=(changed,), groups=())
    assert View(alone, "zh").telling == ((changed,) if listed else ())


def test_a_passage_is_told_as_it_is_beside_the_first_one() -> None:
    """Not as the finding that has it is; and the parts alone, without the own words between them."""
    first, other = villages()[:2]
    line, same = first.text.split("\n")[1], other.text.split("\n")[1]
    assert line == same
    spans = [Span(each.text.index(line), each.text.index(line) + len(line)) for each in (first, other)]
    two = (Span(spans[1].start, spans[1].start + 20), Span(spans[1].start + 30, spans[1].end))
    holders = Holding(first.id, spans[0], len(line)), Holding(other.id, spans[1], len(line))
    crossing = replace(crossed(villages()), passages=(Passage("p", len(line), holders),), groups=())
    view = View(crossing, "zh")
    assert view.kind_there(crossing.passages[0], 1) == "相同"
    apart = Passage("p", len(line), (holders[0], replace(holders[1], parts=two)))
    view = View(replace(crossing, passages=(apart,)), "zh")
    assert view.words_of(apart.holders[1]) == f"{line[:20]}\n……\n{line[30:]}"


def test_own_work_is_of_no_group_in_any_file(crossing: Crossing) -> None:
    own = next(pair for pair in crossing.pairs if pair.own)
    view = View(replace(crossing, groups=(Group((own.a, own.b), ()),)), "zh")
    lines = [line for line in pairs_table(view).splitlines() if "单位相同" in line]
    assert [line.split(",")[-4] for line in lines] == [""]
    rows = [row for row in table(sheets(crossing_workbook(view))["互查"]) if row["同单位、同作者"]]
    assert rows
    assert not any(row.get("组") for row in rows)
