"""Blanks: what was left to be filled in, and what only looks so."""

from __future__ import annotations

import time

import pytest

from simcheck.entities.blanks import blanks


def found(text: str) -> list[str]:
    return [span.of(text) for span in blanks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("XX镇投入××万元，____户", ["XX", "××", "____"]),
        ("XX县XX镇印发了《X实施方案》，X路两侧亮化。", ["XX", "XX", "X", "X"]),
        ("XX镇地处XX中段，打造一个新X。", ["XX", "XX", "X"]),
        ("x年x月x日，×县×镇", ["x", "x", "x", "×", "×"]),
        ("20XX年，202X年，20××届，二〇XX年", ["20XX", "202X", "20××", "XX"]),
        ("XX2024年工作总结", ["XX"]),
        ("增长X.X%，达到XX.X亿元", ["X.X", "XX.X"]),
        ("联系电话：XXXXXXXXXXX。", ["XXXXXXXXXXX"]),
        ("□□镇、○○村、＊＊户", ["□□", "○○", "＊＊"]),
        ("**县**镇**村投入**万元", ["**", "**", "**", "**"]),
        ("在某某镇、某某街道", ["某某", "某某"]),
        ("全年完成……万元，增长......%", ["……", "......"]),
        ("共有（　　）户，（ ）人，（  ）亩，〔〕号，【 】", ["（　　）", "（ ）", "（  ）", "〔〕", "【 】"]),
        ("2024年 月 日\n　　年　　月　　日", ["年 月 日", "年　　月　　日"]),
        ("____年__月__日", ["____", "__", "__"]),
        ("（此处填写单位名称）全年，【请在此处填入数据】，（待补充数据）", None),
        ("签名：________　　日期：＿＿＿", ["________", "＿＿＿"]),
    ],
)  # fmt: skip
def test_what_was_left_to_be_filled_in(text: str, expected: list[str] | None) -> None:
    assert found(text) == expected if expected else len(found(text)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "建成5×5米监测网格，规格为3×4×2米的水箱，装机2×330兆瓦，电话138××××5678，打×的改正，受害人李某×。",
        "开展X光检查、X射线防护、X线摄影，Y轴和X轴，X型钢，X染色体",
        "“数据要素×”行动，“10+X”产业布局，社交平台X",
        "新冠变异株XBB.1.5，XR体验馆，GXX路，max，exx",
        "一○○张，二〇○○年，新臺幣一○○、○○元",
        "□是 □否，☑有 □无",
        "**重点项目**有三个，**年度目标**都完成了",
        "犯罪嫌疑人李某某，某企业，某年某月",
        "他说……我们一定办好……大家放心。",
        "第一段\n________________\n第二段",
        "函数f()，- [ ] 待办，（）",
        "snake__case，__init__",
        "2024年1月2日，2024 年 3 月 4 日，年月日",
    ],
)
def test_what_only_looks_so(text: str) -> None:
    assert found(text) == []


def test_a_lone_cross_is_a_blank_where_others_are() -> None:
    assert found("社交平台X被处罚款。") == []
    assert found("社交平台X被处罚款，XX市XX局出具了意见，做X光检查。") == ["X", "XX", "XX"]


def test_blanks_take_linear_time() -> None:
    started = time.process_time()
    for part in ("X", "XX.", "×年", "_", "_ ", "**", "□", "某", "…", ".", "（ ", "年 ", "（此处填", "20X", "（待填"):
        blanks(part * (200_000 // len(part)))
    assert time.process_time() - started < 6
