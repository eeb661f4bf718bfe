"""Quotations (引用): told from other words between quotation marks, marked, and left out."""

from __future__ import annotations

import pytest
from support.labelled import SPECIFIC, bracketed, lines

import simcheck
from simcheck import Flag, Span
from simcheck.findings.quotations import quotations


def quoted_in(text: str, span: Span) -> int:
    return sum(max(0, min(span.end, q.span.end) - max(span.start, q.span.start)) for q in quotations(text))


def test_quotations_with_a_source_are_told_from_other_words_between_quotation_marks() -> None:
    hits = sum(quoted_in(*case) >= 0.8 * len(case[1]) for case in map(bracketed, lines("quoted")))
    total = len(lines("quoted"))
    others = [text for text, span in map(bracketed, lines("unquoted")) if quoted_in(text, span)]
    assert total >= 40
    assert 2 * hits / (hits + len(others) + total) >= 0.95, others


def test_a_quotation_in_a_copied_paragraph_is_marked_and_can_be_left_out() -> None:
    quoted = "守着青山不砍树，守着清水不撒网，把山和水一起交给后来的人"
    own = [f"他在会上说过“{quoted}”，大家都记在心里。", *SPECIFIC[:10]]
    other = [f"他在会上说过“{quoted}”，大家都记在心里。", *SPECIFIC[20:30]]
    own[0] = other[0] = f"老支书王德发同志常说：“{quoted}”"
    report = simcheck.compare("。\n".join(own), "。\n".join(other))
    (mark,) = (m for m in report.marks if m.flag is Flag.QUOTED)
    assert mark.span.of(report.document.text) == quoted
    assert "王德发" in str(mark.facts["source"])
    every, rest = report.share(), report.share(without={Flag.QUOTED})
    assert every.part - rest.part == every.whole - rest.whole == len(quoted) - quoted.count("，")
    # the words around the quotation are not quoted, so that the whole finding is not
    assert report.from_json(report.to_json()) == report


@pytest.mark.parametrize(
    "text",
    [
        "深入贯彻落实习近平总书记重要指示要求，我镇在磨盘沟新建蓄水池十二口，铺设管网三十公里。",
        "按照习近平总书记要求，镇村干部住进移民安置点，陪同搬迁户办理户口四百一十六件。",
        "按照《乡镇工作实施办法》的要求：我镇抽调干部三十名，成立十个专班，逐村逐户开展摸排整改。",
        "学校校长王敏说：“我校三年来中考及格率从百分之五十上升到八十。”",
        "本人在述职中向主任汇报，提出“先修水、后修路、再修房，三年三步走”。",
        "推行“支部建在网格上、党员站在第一线”。《人民日报》对此作了专题报道。",
        "他说“这句话没有说完。\n\n第二段是另外的事，和它没有关系。\n\n直到第三段”才完。",
    ],
)
def test_ones_own_work_is_no_quotation(text: str) -> None:
    assert quotations(text) == []
