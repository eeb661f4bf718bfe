"""What stands in the reports of sixty villages: names, a form, set phrases, paragraphs; and how one is taken.

All names are invented; the paragraphs are those of the samples that none of them took from another.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import record
from benchmarks.detection.formulas_made import changed

VILLAGES: Final = (
    "柳荫沟村 石磨坪村 黄桷垭村 龙须坝村 麻园塘村 青枫岭村 双河嘴村 三块田村 五显庙村 七星桥村 白果坪村 红岩脚村 "
    "乌木滩村 金竹园村 银杏坪村 铜锣湾村 铁炉沟村 锅厂坝村 瓦窑堡村 砖塘口村 油坊街村 酒坊坡村 茶店子村 盐井湾村 "
    "染房湾村 纸槽沟村 鱼泉洞村 鹅颈坝村 鸭子塘村 牛栏坪村 马鬃岭村 羊角垭村 猪槽沟村 狗耳坡村 鸡公岭村 鹿鸣坪村 "
    "猫儿石村 虎爪坡村 鹰背岩村 燕窝塘村 雀儿坪村 蜂桶岩村 蚕桑园村 藕塘边村 菱角湾村 荷叶坝村 桑树坡村 槐树院村 "
    "榆钱沟村 椿树坪村 桐子林村 漆树坪村 棕树湾村 枇杷园村 石榴院村 樱桃沟村 梅子垭村 板栗坡村 核桃湾村 柚子坪村"
)

FORM_LINES: Final = (
    "____村____年工作总结",
    "（各村于12月20日前报镇党政办，一式两份，并发电子版）",
    "一、基本情况",
    "本村位于镇区____方向____公里处，辖____个村民小组、____户____人，耕地____亩，党员____名，村集体经济收入____万元。",
    "二、主要做法和成效",
    "三、存在的问题和不足",
    "四、下一步工作打算",
    "以上总结如有不妥之处，请镇党委、政府批评指正。",
)

INTRODUCTION: Final = (
    "一年来，{village}党支部、村委会跟着镇里定下的“院子干净、路子通畅、日子踏实”这条主线走，把大事拆成小事、把小事做成实事，"
    "村里的面貌有了看得见的变化，乡亲们说起家门口的事比往年都有劲头。现将全年工作情况报告如下。"
)

CONFERENCE: Final = (
    "深入学习贯彻党的二十届三中全会精神，认真落实中央农村工作会议部署，学习运用“千村示范、万村整治”工程经验，"
    "有力有效推进乡村全面振兴，以加快农业农村现代化更好推进中国式现代化建设。",
    "坚持以习近平新时代中国特色社会主义思想为指导，深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、"
    "做到“两个维护”。",
)

HEADINGS: Final = (
    ("今年办了哪些事", "还有什么没办好", "明年怎么办"),
    ("工作开展情况", "主要困难", "明年安排"),
    ("回头看", "找短板", "往前走"),
    ("所做工作", "不足之处", "来年计划"),
    ("全年完成情况", "几个难题", "新年打算"),
)


def stock() -> list[str]:
    """The paragraphs of the sample reports that none of the others took over: of 80 to 420 characters."""
    known: dict[str, list[tuple[int, int]]] = {}
    for path in sorted((record.ROOT / "tests/data/samples").glob("family_*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            known.setdefault(case["document"], []).append(tuple(case["left"]))
    found = []
    for path in sorted((record.ROOT / "corpus").iterdir()):
        if path.suffix not in (".txt", ".md") or "繁體" in path.name:
            continue
        at = 0
        for line in _read(path).splitlines(keepends=True):
            start, at = at, at + len(line)
            taken = any(a < at and start < b for a, b in known.get(path.name, ()))
            words = re.sub(r"^(?:\d+\.|-|>)\s*|\*\*|^\*.*?\*", "", line.strip())
            if 80 <= len(words) <= 420 and not taken and "习近平" not in words and "|" not in words:
                found.append(words)
    return found


def _read(path: Path) -> str:
    import simcheck

    return simcheck.read(path).text


# --- How a paragraph is taken ----------------------------------------------------------------------------------------

_PLACES: Final = re.compile(
    "(?:青石|柳湾|雁回|石坡|白鹭滩|桐岭|鹭滩|桐馨)(?:镇中心校|镇|街道|乡|老街)?|(?:临江)?新区|江湾化工园|鹤汀港区"
)
_WIDER: Final = (("全镇", "全村"), ("全乡", "全村"), ("全街道", "全村"), ("我镇", "我村"), ("镇党委、政府", "村支两委"))


def local(text: str, village: str) -> str:
    """A paragraph of a town's report in the words of a village."""
    text = _PLACES.sub(village, text)
    for wide, near in _WIDER:
        text = text.replace(wide, near)
    return text


def _refilled(text: str, rng: random.Random) -> str:
    """With other figures, of as many digits; years stay."""

    def other(match: re.Match[str]) -> str:
        digits = match[0]
        return str(rng.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1)) if len(digits) > 1 else digits

    return re.sub(r"(?<![\d.])\d{1,3}(?!\d)(?!年)", other, text)


def _edited(text: str, rng: random.Random) -> str:
    return changed(text, max(4, len(text) // 30), rng)


def _moved(text: str, rng: random.Random) -> str:
    """Its sentences in another order."""
    pieces = re.findall(r"[^。；]+[。；]?", text)
    turn = rng.randint(1, len(pieces) - 1) if len(pieces) > 1 else 0
    return "".join([*pieces[turn:], *pieces[:turn]])


def _condensed(text: str, rng: random.Random) -> str:
    """Without two of five clauses."""
    clauses = re.findall(r"[^，。；：]+[，。；：]?", text)
    left = sorted(rng.sample(range(1, len(clauses)), len(clauses) * 2 // 5))
    return "".join(clause for n, clause in enumerate(clauses) if n not in left)


HOW: Final[dict[str, Callable[[str, random.Random], str]]] = {
    "identical": lambda text, rng: text,
    "refilled": _refilled,
    "edited": _edited,
    "moved": _moved,
    "condensed": _condensed,
}


BOASTS: Final = (
    "这件事{village}走在了全镇前面，十一月的现场会就开在{village}的晒谷坪上。",
    "邻村的人来看过，回去都说{village}做得细，{village}的账也算得清楚。",
    "县电视台跟着{village}的拖拉机拍了半天，片名就叫《{village}的早晨》。",
    "老支书说，{village}三十年没有这样热闹过，{village}的年轻人也肯回来了。",
)


FIGURES: Final = ((2, 9), (6, 15), (180, 620), (700, 2400), (900, 3600), (21, 88), (8, 96))
_POINTS: Final = ["东", "南", "西", "北", "东南", "东北", "西南", "西北"]


def filled(figures: Sequence[int]) -> str:
    """The line of the form with the figures of a village."""
    point = _POINTS[sum(figures) % len(_POINTS)]
    fills = iter([point, *map(str, figures)])
    return re.sub("____", lambda match: next(fills), FORM_LINES[3])
