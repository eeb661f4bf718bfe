"""The sample reports of corpus/ against the truth recorded for them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from support import ROOT

import simcheck
from simcheck import Document, Flag, Kind, Report, Span

FAMILIES = [
    json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "tests/data/samples").glob("family_*.json"))
]
CASES: list[dict[str, Any]] = [case for family in FAMILIES for case in family["cases"]]
STRANGERS: list[list[str]] = [pair for family in FAMILIES for pair in family["independent"]]

# Rewritten so freely that hardly a word survives: docs/limits.md.
BEYOND_REACH = {"heavy", "condensed"}


@cache
def sample(name: str) -> Document:
    return simcheck.read(ROOT / "corpus" / name)


@cache
def compared(document: str, source: str) -> Report:
    return simcheck.compare(sample(document), sample(source))


def name_of(case: dict[str, Any]) -> str:
    return f"{case['kind']}-{case['document']}-{case['left'][0]}"


def coverage(case: dict[str, Any]) -> float:
    """The part of a case's visible characters, on the left, that findings in its right part have in their blocks."""
    report = compared(case["document"], case["source"])
    left, right = Span(*case["left"]), Span(*case["right"])
    covered: set[int] = set()
    for finding in report.findings:
        if finding.match.right.overlaps(right) and Flag.BOILERPLATE not in finding.flags:
            covered |= {at for block in finding.match.blocks for at in range(block.left.start, block.left.end)}
    return len(covered & set(range(left.start, left.end))) / len(left)


def test_there_are_twelve_reports_of_two_thousand_characters() -> None:
    names = [name for family in FAMILIES for name in family["documents"]]
    assert len(names) >= 12
    assert {p.name for p in (ROOT / "corpus").iterdir() if p.suffix in (".txt", ".md")} == set(names)
    for name in names:
        assert simcheck.compare(sample(name), sample(name)).length >= 2000, name


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_truth_is_where_it_says(case: dict[str, Any]) -> None:
    for side, owner in (("left", "document"), ("right", "source")):
        text = Span(*case[side]).of(sample(case[owner]).text)
        assert text.startswith(case[f"{side}_text_start"])


@pytest.mark.parametrize("case", [c for c in CASES if c["kind"] not in BEYOND_REACH], ids=name_of)
def test_a_planted_passage_is_found(case: dict[str, Any]) -> None:
    assert coverage(case) >= 0.85


def test_of_what_was_rewritten_freely_most_is_found_too() -> None:
    found = [coverage(case) for case in CASES if case["kind"] in BEYOND_REACH]
    assert sum(found) / len(found) >= 0.5


@pytest.mark.parametrize("kind", ["traditional", "verbatim"])
def test_what_was_not_altered_reads_identical(kind: str) -> None:
    # a finding may go on beyond it, and has the kind of its whole
    found = 0
    for case in CASES:
        if case["kind"] != kind:
            continue
        inner = Span(case["left"][0] + 5, case["left"][1] - 5)
        for finding in compared(case["document"], case["source"]).findings:
            if finding.match.left.contains(inner):
                found += 1
                assert [edit for edit in finding.match.edits if inner.contains(edit.left)] == [], case
    assert found >= sum(case["kind"] == kind for case in CASES)


@pytest.mark.parametrize("pair", STRANGERS, ids="-".join)
def test_independent_reports_share_set_phrases_only(pair: list[str]) -> None:
    report = compared(*pair)
    assert [f for f in report.findings if Flag.BOILERPLATE not in f.flags] == []
    assert report.share(without={Flag.BOILERPLATE}).part == 0


def test_hidden_and_traditional_characters_are_counted_in_the_notes() -> None:
    codes = {
        note.code
        for case in CASES
        if case["kind"] in ("hidden", "traditional")
        for note in compared(case["document"], case["source"]).notes
    }
    assert {"hidden", "traditional"} <= codes


def test_a_notice_against_copying_is_a_note_and_no_reuse() -> None:
    notice = "本文仅供学习参考，请勿照搬照抄！\n"
    report = simcheck.compare(notice + "今年全镇修了三条路。", notice + "去年学校来了两位老师。")
    assert [note.code for note in report.notes].count("site-notice") == 2
    assert all(Flag.BOILERPLATE in finding.flags for finding in report.findings)
    assert report.share(without={Flag.BOILERPLATE}).part == 0


def test_renumbered_items_and_filled_in_figures_read_as_such() -> None:
    source = "五是壮大村级集体经济，年底有集体经济收入的村达到X%。六是规范社会组织建设，共有XX家企业组成联合支部。"
    report = simcheck.compare("六是" + source[2:].replace("X%", "100%").replace("六是", "七是"), source)
    (finding,) = report.findings
    assert finding.kind is Kind.REFILLED
    altered = [(e.left.of(report.document.text), e.right.of(source)) for e in finding.match.edits]
    assert altered == [("六是", "五是"), ("100", "X"), ("七是", "六是")]


def test_a_list_in_another_order_is_one_finding_of_several_blocks() -> None:
    items = [
        "抓好河道清淤，组织机械三十台清理沟渠十二公里；",
        "抓好危房改造，逐户鉴定并安排施工队伍进场修缮；",
        "抓好茶园管护，请农技人员到田头讲解修剪和施肥；",
        "抓好养老服务，在四个村建起日间照料的小食堂；",
    ]
    source = "".join(f"{n}是{item}" for n, item in zip("一二三四", items, strict=True))
    document = "".join(f"{n}是{item}" for n, item in zip("一二三四", [items[i] for i in (2, 3, 0, 1)], strict=True))
    report = simcheck.compare(document, source)
    (finding,) = report.findings
    assert len(finding.match.blocks) == 2
    assert report.share().ratio > 0.95
