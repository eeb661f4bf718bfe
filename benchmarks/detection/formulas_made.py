"""Reports into which one paragraph was pasted by twenty offices, and formulas that hundreds put in words of their own.

Hosts are parts of real reports, three of every office; the paragraphs come from others. Each is pasted at a place drawn
anew, so that nothing but the paragraph agrees. What an office changes are words for others of a short list, a character
or word put in or left out, a figure.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

OFFICE: Final = 3
"""Hosts of one office."""

COPIES: Final = 20

ARMS: Final = {
    "as it is": "twenty copies",
    "changed": "each with two to four changes of its own",
    "much changed": "with four to ten",
    "handed on": "each from an earlier copy drawn at random, with one to three",
    "with neighbours": "together with the paragraphs before and behind, one to four each",
    "by sixty": "sixty copies with two to four",
    "every year": "by twenty offices, each in three reports as it changed it once",
    "alike": "by sixty, each of whom exchanges every word of the list one time in three",
    "formula, few": "forty times; each slot as usual seven times of ten",
    "formula": "a hundred and twenty times",
}
FORMULAS: Final = frozenset({"formula", "formula, few"})

_WORDS: Final = (
    "推进=推动 加强=强化 提高=提升 加快=加速 全面=全力 努力=着力 大力=着力 促进=推动 发展=建设 完善=健全 积极=主动 "
    "继续=持续 进一步=更好 重点=关键 实施=落实 扩大=拓展 保障=确保 改善=优化 支持=扶持 我们=我县 国家=全县 全国=全市 "
    "做好=抓好 增加=提升 落实=抓实 确保=保证 我国=我市 工作=任务 企业=单位 群众=居民"
)
_SWAPS: Final = dict(pair.split("=") for pair in _WORDS.split())
_FILLING: Final = ("切实", "扎实", "持续", "逐步", "稳步", "全力", "认真", "统筹", "着力", "有效")

_USUAL: Final = 0.7
_FORMULAS: Final = (
    (
        "对逾期不缴存|对未按期缴存|对拒不缴存",
        "圩镇摊位押金的经营户|圩镇摊位押金的摊主|圩镇摊位押金的业主",
        "，由圩镇管理小组先行登记|，由市场管理小组先行登记|，由圩镇管理小组逐户登记",
        "并张榜提醒|并当面提醒|并书面提醒",
        "，提醒三次仍不缴存的|，三次提醒以后仍不缴存的|，提醒三次仍未缴清的",
        "收回摊位另行安排|收回摊位并予公示|停用摊位另行安排",
    ),
    (
        "上述|以上|前列",
        "塘坝看护补助标准|山塘看护补贴标准|塘坝看护误工标准",
        "由村民小组按水面亩数核算|由理事会按水面亩数核算|由村民小组按蓄水方数评议",
        "，在祠堂门口张贴|，在晒谷坪边张贴|，在村口榜上公布",
        "，满七日无异议的|，七日内无人异议的|，满十日无异议的",
        "统一发放到户|方可发放到户|随春耕款发放",
    ),
    (
        "本次|此次|这次",
        "谷仓盘点以账实相符为准|粮仓盘点以账实相符为准|谷仓盘点以磅码单为准",
        "，账外稻谷一律另册登记|，多出稻谷一律另册登记|，账外稻谷均应另行造册",
        "，短少部分由保管员说明|，亏短部分由保管员说明|，短少部分由值守人写明缘由",
        "并附磅房单据|并附过磅凭条|并附出入凭单",
    ),
    (
        "渡船载客|渡船搭客|渡口载客",
        "不得超过核定人数|不得多于核定人数|不得超出牌上人数",
        "，遇大雾和洪水一律停航|，遇洪水和大雾立即停航|，大雾和洪水期间一律停航",
        "，艄公交接时清点救生衣|，艄公换班时清点救生衣|，艄公交接时当面点清救生衣",
        "并记入渡口日志|并登入渡口日志|并在渡口日志上签名",
    ),
)


class Planted(NamedTuple):
    """What was put into a host (by its number): of which kind, which of the kind, its paragraphs."""

    arm: str
    number: int
    host: int
    paragraphs: tuple[str, ...]


def made(
    hosts: Sequence[str], sources: Sequence[str], seed: int, size: int, each: int
) -> tuple[list[str], list[Planted]]:
    """Hosts of about ``size`` characters with ``each`` paragraphs of every kind planted, and what was planted."""
    chooser = random.Random(seed)
    parts = [part for text in hosts for part in _parts(text, size)]
    chooser.shuffle(parts)
    planted = []
    paragraphs = _paragraphs(sources, chooser)
    for arm in ARMS:
        for number in range(len(_FORMULAS) if arm in FORMULAS else each):
            texts = _formula(arm, number, chooser) if arm in FORMULAS else _copies(arm, next(paragraphs), chooser)
            for host, text in zip(_where(arm, len(texts), len(parts), chooser), texts, strict=True):
                parts[host][(at := chooser.randrange(len(parts[host]) + 1)) : at] = text
                planted.append(Planted(arm, number, host, text))
    return ["\n".join(part) for part in parts], planted


def office(host: int) -> str:
    """Whose a host is."""
    return f"第{host // OFFICE}乡"


def _parts(text: str, size: int) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for paragraph in filter(None, map(str.strip, text.splitlines())):
        parts[-1].append(paragraph)
        if sum(map(len, parts[-1])) >= size:
            parts.append([])
    return [part for part in parts if sum(map(len, part)) >= size / 2]


def _paragraphs(sources: Sequence[str], chooser: random.Random) -> Iterator[tuple[str, str, str]]:
    """Paragraphs of 90 to 320 characters with their neighbours, each once."""
    found = []
    for text in sources:
        lines = list(filter(None, map(str.strip, text.splitlines())))
        threes = zip(lines[::3], lines[1::3], lines[2::3], strict=False)
        found += [three for three in threes if all(90 <= len(line) <= 320 for line in three)]
    chooser.shuffle(found)
    return iter(found)


def _copies(arm: str, three: tuple[str, str, str], chooser: random.Random) -> list[tuple[str, ...]]:
    original = three if arm == "with neighbours" else three[1:2]
    count = 3 * COPIES if arm in ("by sixty", "alike") else COPIES
    if arm == "as it is":
        return [original] * count
    if arm == "alike":
        return [tuple(_exchanged(line, chooser) for line in original) for _ in range(count)]
    few, many = {"much changed": (4, 10), "handed on": (1, 3), "with neighbours": (1, 4)}.get(arm, (2, 4))
    versions: list[tuple[str, ...]] = [original]
    for _ in range(count):
        base = chooser.choice(versions) if arm == "handed on" else original
        versions.append(tuple(changed(line, chooser.randint(few, many), chooser) for line in base))
    return [version for version in versions[1:] for _ in range(OFFICE if arm == "every year" else 1)]


def _where(arm: str, count: int, hosts: int, chooser: random.Random) -> list[int]:
    """Different hosts; those of one office beside each other if it has the paragraph every year."""
    if arm != "every year":
        return chooser.sample(range(hosts), count)
    offices = chooser.sample(range(hosts // OFFICE), count // OFFICE)
    return [OFFICE * one + year for one in offices for year in range(OFFICE)]


def _formula(arm: str, number: int, chooser: random.Random) -> list[tuple[str, ...]]:
    slots = [slot.split("|") for slot in _FORMULAS[number]]

    def put() -> str:
        usual = [_USUAL, *([(1 - _USUAL) / 2] * 2)]
        return "".join(chooser.choices(slot, usual)[0] for slot in slots) + "。"

    return [(put(),) for _ in range(40 if arm == "formula, few" else 120)]


def changed(text: str, times: int, chooser: random.Random) -> str:
    """The text after so many changes: a word for another, a figure, a word put in, two characters left out."""
    for _ in range(times):
        words = [match for word in _SWAPS for match in re.finditer(word, text)]
        figures = list(re.finditer(r"\d+(?:\.\d+)?", text))
        kind = chooser.random()
        at = chooser.randrange(len(text) - 4)
        if kind < 0.5 and words:
            match = chooser.choice(words)
            text = text[: match.start()] + _SWAPS[match[0]] + text[match.end() :]
        elif kind < 0.65 and figures:
            match = chooser.choice(figures)
            text = text[: match.start()] + str(chooser.randint(2, 990)) + text[match.end() :]
        elif kind < 0.85:
            text = text[:at] + chooser.choice(_FILLING) + text[at:]
        else:
            text = text[:at] + text[at + 2 :]
    return text


def _exchanged(text: str, chooser: random.Random) -> str:
    return re.sub("|".join(_SWAPS), lambda word: _SWAPS[word[0]] if chooser.random() < 1 / 3 else word[0], text)
