"""Interleaving: a sign between all characters is told; tables, lists and mixed writing are not."""

from __future__ import annotations

import time
from itertools import count, cycle

import pytest
from support.labelled import PARAGRAPH, SPECIFIC, noted

import simcheck
from simcheck.findings.interleaving import interleaved
from simcheck.i18n import explain

TEXT = "2024年工作总结\n" + PARAGRAPH + "\n" + "，".join(SPECIFIC[:8]) + "。"


def woven(text: str, sign: str, every: int = 1) -> str:
    seen = count(1)
    return "".join(letter + (sign if letter != "\n" and next(seen) % every == 0 else "") for letter in text)


@pytest.mark.parametrize(
    "sign",
    ["a", "Q", "7", "²", "①", "Ⅰ", "ー", "々", "の", "〇", "х", "&nbsp;", "&#8203;", "<b></b>",
     '<i class="x">y</i>', " a "],
)  # fmt: skip
def test_a_sign_between_all_characters_is_told(sign: str) -> None:
    for every in (1, 2, 3) if sign not in ("х", " a ") else (1,):
        found = interleaved(woven(TEXT, sign, every))
        assert found
        assert found.sign == "".join(sign.split())
        assert found.times > 0.25 * len(TEXT) / every


@pytest.mark.parametrize("sign", ["的", "丶", "丨"])
def test_an_ideograph_between_all_characters_is_told(sign: str) -> None:
    found = interleaved(woven(TEXT, sign))
    assert found
    assert found.sign == sign


@pytest.mark.parametrize("signs", ["abc", "qwertyuiopasdfgh", "0123456789", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"])
def test_signs_that_differ_are_told(signs: str) -> None:
    turn = cycle(signs)
    found = interleaved("".join(letter + next(turn) if letter not in "\n，。、" else letter for letter in TEXT))
    assert found
    assert found.times > 100


def test_one_paragraph_is_enough_and_the_place_is_named() -> None:
    text = f"{SPECIFIC[7]}\n{woven(PARAGRAPH, 'a')}\n{SPECIFIC[8]}"
    found = interleaved(text)
    assert found
    assert text.index("a") - 1 == found.span.start
    (note,) = noted(simcheck.compare(text, PARAGRAPH), "interleaved")
    assert (note["text"], note["count"]) == ("a", found.times)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        " ".join(TEXT),
        "述 职 报 告\n述　职　人：\n",
        "1.以下哪项正确？\nA.甲 B.乙 C.丙 D.丁\n" * 30,
        "A对B错C对D错\n" * 30,
        "①修路②架桥③打井④种树⑤养鱼⑥养蜂⑦栽茶⑧建房⑨通电⑩通水\n" * 20,
        "".join(f"{number}号" for number in range(1, 200)),
        "".join(f"{number}月{number}日" for number in range(1, 60)),
        "张三\tA\t李四\tA\t王五\tA\t赵六\tA\n" * 30,
        "张三 A 李四 A 王五 A 赵六 A 钱七 A 孙八 A 周九 A 吴十 A\n" * 30,
        "语文 5 数学 4 英语 3 物理 5 化学 2 生物 4 历史 3 地理 5 音乐 4 美术 5 体育 5 劳技 4\n" * 10,
        "X年X月X日X时，X省X市X县X镇X村X组X某因X事到X局X科X股办理X证。" * 20,
        "XX县XX镇XX村XX组XX户XX人，XX年XX月XX日。" * 20,
        "一村一品、一乡一业、一县一特，一户一策、一人一档、一图一表。" * 20,
        "王广华、王仁华、王文全、王文涛、王予波、王正谱、王东海、王立岩、王永红、王伟中、王旭东、王抗平、王志刚、" * 3,
        "大家好" * 100,
        "用Excel做PPT给HR看KPI，对APP里的VIP做CRM，用5G+AI做ERP和OA，在B站、A股、T台、K歌房" * 10,
        "The quick brown fox jumps over the lazy dog. " * 50,
        "東京の大学で日本の法を学び、京都の寺で仏の道を知る。私の本は君の車の中の箱の上。" * 20,
        "",
        "1" * 500,
    ],
)
def test_what_people_write_is_not_told(text: str) -> None:
    assert interleaved(text) is None


def test_the_sentence_says_what_it_means_for_the_share() -> None:
    (note,) = [n for n in simcheck.compare(woven(TEXT, "a"), TEXT).notes if n.code == "interleaved"]
    assert "可能找不全" in explain.note(note, "zh", {})
    assert "may have been missed" in explain.note(note, "en", {})


def test_it_takes_linear_time() -> None:
    started = time.process_time()
    for part in ("三a", "三月a", "一", "a", "1月2日", "三的", "大家好", "三\ta"):
        interleaved(part * (200_000 // len(part)))
    assert time.process_time() - started < 8
