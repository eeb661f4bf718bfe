"""Sixty villages hand in their reports: the files, and the recorded history of who took which paragraphs from whom.

Paragraphs are those of the sample reports that are nobody else's, each written by one village (its ``root``); what
others take of it keeps the root, whatever became of its words. The town gave a form; most begin with an introduction
that nobody gave; ten share set phrases and sentences of the same conference and nothing else. Some files show on which
day they were written, some do not, some contradict themselves. All names are invented.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.detection.formulas_made import changed

TOWN: Final = "清渡镇"
YEAR: Final = 2024

FORM: Final = "清渡镇村级工作总结格式.txt"
"""The file of the form that the town gave."""

HISTORY: Final = "history.json"

_VILLAGES: Final = (
    "柳荫沟村 石磨坪村 黄桷垭村 龙须坝村 麻园塘村 青枫岭村 双河嘴村 三块田村 五显庙村 七星桥村 白果坪村 红岩脚村 "
    "乌木滩村 金竹园村 银杏坪村 铜锣湾村 铁炉沟村 锅厂坝村 瓦窑堡村 砖塘口村 油坊街村 酒坊坡村 茶店子村 盐井湾村 "
    "染房湾村 纸槽沟村 鱼泉洞村 鹅颈坝村 鸭子塘村 牛栏坪村 马鬃岭村 羊角垭村 猪槽沟村 狗耳坡村 鸡公岭村 鹿鸣坪村 "
    "猫儿石村 虎爪坡村 鹰背岩村 燕窝塘村 雀儿坪村 蜂桶岩村 蚕桑园村 藕塘边村 菱角湾村 荷叶坝村 桑树坡村 槐树院村 "
    "榆钱沟村 椿树坪村 桐子林村 漆树坪村 棕树湾村 枇杷园村 石榴院村 樱桃沟村 梅子垭村 板栗坡村 核桃湾村 柚子坪村"
)

_FORM: Final = (
    "____村____年工作总结",
    "（各村于12月20日前报镇党政办，一式两份，并发电子版）",
    "一、基本情况",
    "本村位于镇区____方向____公里处，辖____个村民小组、____户____人，耕地____亩，党员____名，村集体经济收入____万元。",
    "二、主要做法和成效",
    "三、存在的问题和不足",
    "四、下一步工作打算",
    "以上总结如有不妥之处，请镇党委、政府批评指正。",
)

_INTRODUCTION: Final = (
    "一年来，{village}党支部、村委会跟着镇里定下的“院子干净、路子通畅、日子踏实”这条主线走，把大事拆成小事、把小事做成实事，"
    "村里的面貌有了看得见的变化，乡亲们说起家门口的事比往年都有劲头。现将全年工作情况报告如下。"
)

_CONFERENCE: Final = (
    "深入学习贯彻党的二十届三中全会精神，认真落实中央农村工作会议部署，学习运用“千村示范、万村整治”工程经验，"
    "有力有效推进乡村全面振兴，以加快农业农村现代化更好推进中国式现代化建设。",
    "坚持以习近平新时代中国特色社会主义思想为指导，深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、"
    "做到“两个维护”。",
)

_OWN_HEADINGS: Final = (
    ("今年办了哪些事", "还有什么没办好", "明年怎么办"),
    ("工作开展情况", "主要困难", "明年安排"),
    ("回头看", "找短板", "往前走"),
    ("所做工作", "不足之处", "来年计划"),
    ("全年完成情况", "几个难题", "新年打算"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: by whom it was first written (``root`` names the text as it was then), and if it was taken, from
    which file and how."""

    root: str
    text: str
    taken: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report that was handed in. ``day`` (ISO) is the day that the file shows, "" if it shows none or several that
    cannot all be true; ``shows`` is which of it: day, year, nothing, contradiction."""

    file: str
    village: str
    story: str
    parts: tuple[Part, ...]
    year: int = YEAR
    day: str = ""
    shows: str = "year"
    has_form: bool = True
    has_introduction: bool = True
    has_conference: bool = False
    forgot: str = ""
    """A name that stands where another should."""
    same_bytes_as: str = ""
    same_text_as: str = ""
    year_before: str = ""
    """The file of the village's own report of the year before."""
    figures: tuple[int, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines of the file, each with its root, or with form, introduction, conference, or nothing."""
        title = f"{self.village}工作总结" if self.shows == "nothing" else f"{self.village}{self.year}年工作总结"
        own = _OWN_HEADINGS[self.figures[0] % len(_OWN_HEADINGS)]
        heads = _FORM[4:7] if self.has_form else [f"{n}、{words}" for n, words in zip("一二三", own, strict=True)]
        kind = "form" if self.has_form else ""
        rows = [(title, "")]
        if self.has_introduction:
            rows.append((_INTRODUCTION.format(village=self.village), "introduction"))
        if self.has_conference:
            rows += [(line, "conference") for line in _CONFERENCE]
        if self.has_form:
            rows += [(_FORM[2], "form"), (_filled(self.figures), "form")]
        shares = _dealt(self.parts, len(heads))
        for head, parts in zip(heads, shares, strict=True):
            rows += [(head, kind), *((part.text, part.root) for part in parts)]
        if self.has_form:
            rows.append((_FORM[7], "form"))
        rows.append((f"{self.village}村民委员会", ""))
        signed = {"day": self.day, "contradiction": f"{self.year - 2}-12-20"}.get(self.shows, "")
        if signed:
            year, month, day = map(int, signed.split("-"))
            rows.append((f"{year}年{month}月{day}日", ""))
        return rows

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line, _ in self.lines)


@dataclass(frozen=True, slots=True)
class Taking:
    """That one report has a paragraph from another: how, and where (code points of the texts)."""

    taker: str
    giver: str
    root: str
    how: str
    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True)
class HandedIn:
    """The reports by their files in order, and the form."""

    seed: int
    papers: Mapping[str, Paper]
    form: str = "".join(f"{line}\n" for line in _FORM)
    roots: Mapping[str, str] = field(default_factory=dict)
    """By root the file in which the paragraph was first."""

    def places(self, root: str) -> dict[str, tuple[int, int]]:
        """By file where a root stands in it."""
        found = {}
        for file, paper in self.papers.items():
            at = 0
            for line, kind in paper.lines:
                if kind == root:
                    found[file] = (at, at + len(line))
                at += len(line) + 1
        return found

    def takings(self) -> list[Taking]:
        where = {root: self.places(root) for root in self.roots}
        return [
            Taking(file, part.taken, part.root, part.how, where[part.root][file], where[part.root][part.taken])
            for file, paper in self.papers.items()
            for part in paper.parts
            if part.taken
        ]

    def to_json(self) -> str:
        """What ``history.json`` holds."""
        papers = [
            {name: value for name, value in asdict(paper).items() if name not in ("parts", "figures")}
            for paper in self.papers.values()
        ]
        data = {
            "seed": self.seed,
            "form": FORM,
            "papers": papers,
            "roots": [
                {"root": root, "first": first, "places": self.places(root)} for root, first in self.roots.items()
            ],
            "takings": [asdict(taking) for taking in self.takings()],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def made(seed: int = 1) -> HandedIn:
    """The sixty, always the same by their seed."""
    maker = _Maker(random.Random(seed))
    for story in (
        _exchanged,
        _same_bytes,
        _other_format,
        _years,
        _chains,
        _star,
        _mixed,
        _singles,
        _little,
        _form_only,
    ):
        story(maker)
    _strangers(maker)
    papers = dict(sorted(maker.papers.items()))
    return HandedIn(seed, papers, roots=maker.roots)


def written(folder: Path, handed: HandedIn) -> None:
    """Write the reports into ``folder``/reports, the form and the history beside it."""
    (folder / "reports").mkdir(parents=True)
    (folder / FORM).write_text(handed.form, encoding="utf-8")
    (folder / HISTORY).write_text(handed.to_json(), encoding="utf-8")
    for file, paper in handed.papers.items():
        data = word(paper.text) if file.endswith(".docx") else paper.text.encode()
        (folder / "reports" / file).write_bytes(data)


def word(text: str) -> bytes:
    """A Word document with a paragraph a line, the same bytes whenever it is made."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out, stable = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as one, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as other:
        for name in one.namelist():
            other.writestr(zipfile.ZipInfo(name, (YEAR, 12, 1, 8, 0, 0)), one.read(name))
    return stable.getvalue()


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


def _local(text: str, village: str) -> str:
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


# --- The stories ------------------------------------------------------------------------------------------------------


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.papers: dict[str, Paper] = {}
        self.roots: dict[str, str] = {}
        names = _VILLAGES.split()
        rng.shuffle(names)
        self._villages = iter(names)
        self._stock = stock()
        rng.shuffle(self._stock)
        self._numbers = iter(range(1, 1000))

    def village(self) -> str:
        return next(self._villages)

    def fresh(self, village: str, count: int, *, long: bool = False, short: bool = False) -> list[Part]:
        """Paragraphs that this village writes; long ones have 180 characters or more and several sentences."""
        parts = []
        for _ in range(count):
            fits = (
                n
                for n, text in enumerate(self._stock)
                if (not long or (len(text) >= 180 and text.count("。") + text.count("；") >= 3))
                and (not short or len(text) <= 125)
            )
            text = self._stock.pop(next(fits))
            parts.append(Part(f"p{next(self._numbers):03}", _local(text, village)))
        return parts

    def december(self) -> str:
        return f"{YEAR}-12-{self.rng.randint(10, 24)}"

    def add(self, story: str, village: str, parts: Sequence[Part], suffix: str = ".txt", **known: Any) -> Paper:
        """Hand in a report; unless something else is ``known``, it shows a day of December."""
        if "shows" not in known:
            known.setdefault("day", self.december())
            known["shows"] = "day"
        year = known.get("year", YEAR)
        known.setdefault("figures", tuple(self.rng.randint(low, high) for low, high in _FIGURES))
        known.setdefault("file", f"{village}{'' if known['shows'] == 'nothing' else f'{year}年'}工作总结{suffix}")
        paper = Paper(village=village, story=story, parts=tuple(parts), **known)
        self.papers[paper.file] = paper
        for part in paper.parts:
            self.roots.setdefault(part.root, paper.file)
        return paper

    def taken(self, giver: Paper, village: str, how: str, numbers: Sequence[int] | None = None) -> list[Part]:
        """Paragraphs of another's report (all, or some by their numbers) as this village has them."""
        some = giver.parts if numbers is None else [giver.parts[n] for n in numbers]
        return [
            Part(part.root, HOW[how](part.text, self.rng).replace(giver.village, village), giver.file, how)
            for part in some
        ]


_FIGURES: Final = ((2, 9), (6, 15), (180, 620), (700, 2400), (900, 3600), (21, 88), (8, 96))
_POINTS: Final = ["东", "南", "西", "北", "东南", "东北", "西南", "西北"]


def _filled(figures: Sequence[int]) -> str:
    """The line of the form with the figures of a village."""
    point = _POINTS[sum(figures) % len(_POINTS)]
    fills = iter([point, *map(str, figures)])
    return re.sub("____", lambda match: next(fills), _FORM[3])


def _dealt(parts: Sequence[Part], heads: int) -> Iterator[Sequence[Part]]:
    """The parts in their order under so many headings, the first of which has most."""
    rest = min(heads - 1, max(0, len(parts) - 1))
    first = len(parts) - rest
    yield parts[:first]
    for n in range(heads - 1):
        yield parts[first + n : first + n + 1]


def _exchanged(maker: _Maker) -> None:
    """Four hand in a neighbour's report with the names exchanged; one forgets a name."""
    for number, (day, shows) in enumerate(
        [(f"{YEAR}-10-28", "day"), (f"{YEAR}-12-12", "day"), ("", "year"), ("", "contradiction")]
    ):
        village, neighbour = maker.village(), maker.village()
        parts = maker.fresh(village, 3)
        boast = _BOASTS[number].format(village=village)
        parts[0] = replace(parts[0], text=parts[0].text + boast)
        giver = maker.add("exchanged", village, parts, day=day, shows=shows)
        taken = maker.taken(giver, neighbour, "identical")
        forgot = village if number == 1 else ""
        if forgot:
            taken[0] = replace(taken[0], text=village.join(taken[0].text.rsplit(neighbour, 1)))
        maker.add(
            "exchanged",
            neighbour,
            [replace(part, how="exchanged") for part in taken],
            ".docx" if number == 2 else ".txt",
            day=f"{YEAR}-12-18",
            shows="day",
            figures=giver.figures,
            forgot=forgot,
        )


_BOASTS: Final = (
    "这件事{village}走在了全镇前面，十一月的现场会就开在{village}的晒谷坪上。",
    "邻村的人来看过，回去都说{village}做得细，{village}的账也算得清楚。",
    "县电视台跟着{village}的拖拉机拍了半天，片名就叫《{village}的早晨》。",
    "老支书说，{village}三十年没有这样热闹过，{village}的年轻人也肯回来了。",
)


def _same_bytes(maker: _Maker) -> None:
    """Two and three files are one, under the names of different villages."""
    for copies, suffix in ((1, ".txt"), (2, ".docx")):
        village = maker.village()
        giver = maker.add("same bytes", village, maker.fresh(village, 2), suffix)
        for _ in range(copies):
            _again(maker, giver, "same bytes", suffix, same_bytes_as=giver.file)


def _other_format(maker: _Maker) -> None:
    village = maker.village()
    giver = maker.add("other format", village, maker.fresh(village, 2))
    _again(maker, giver, "other format", ".docx", same_text_as=giver.file)


def _again(maker: _Maker, giver: Paper, story: str, suffix: str, **known: str) -> None:
    """The same text under the name of another village."""
    file = f"{maker.village()}{YEAR}年工作总结{suffix}"
    parts = tuple(replace(part, taken=giver.file, how="identical") for part in giver.parts)
    maker.papers[file] = replace(giver, file=file, parts=parts, **known)  # type: ignore[arg-type]


def _years(maker: _Maker) -> None:
    """Two villages hand in their report of the year before as well, from which they took over what goes on."""
    for day, shows in ((f"{YEAR - 1}-12-22", "day"), ("", "year")):
        village = maker.village()
        before = maker.add("own year", village, maker.fresh(village, 3), year=YEAR - 1, day=day, shows=shows)
        parts = [*maker.taken(before, village, "refilled", (0, 2)), *maker.fresh(village, 1)]
        maker.add("own year", village, parts, day=f"{YEAR}-12-16", shows="day", year_before=before.file)


def _chains(maker: _Maker) -> None:
    """The second takes from the first, the third from the second: what the first wrote, and what the second did."""
    for days in (
        (f"{YEAR}-09-20", f"{YEAR}-11-05", f"{YEAR}-12-18"),
        (f"{YEAR}-12-11", f"{YEAR}-12-15", f"{YEAR}-12-20"),
    ):
        first, second, third = maker.village(), maker.village(), maker.village()
        a = maker.add("chain", first, maker.fresh(first, 3), day=days[0])
        b = maker.add(
            "chain", second, [*maker.taken(a, second, "refilled", (0, 1)), *maker.fresh(second, 1)], day=days[1]
        )
        c = [*maker.taken(b, third, "edited", (0,)), *maker.taken(b, third, "identical", (2,)), *maker.fresh(third, 1)]
        maker.add("chain", third, c, day=days[2])


def _star(maker: _Maker) -> None:
    """Three take the same two paragraphs from the earliest, each in a way of its own."""
    village = maker.village()
    giver = maker.add("star", village, maker.fresh(village, 3, long=True), day=f"{YEAR}-08-30")
    for how in ("identical", "refilled", "edited"):
        other = maker.village()
        maker.add("star", other, [*maker.fresh(other, 1), *maker.taken(giver, other, how, (0, 1))])


def _mixed(maker: _Maker) -> None:
    """One takes a paragraph each from three neighbours."""
    givers = []
    for day, shows in ((f"{YEAR}-10-15", "day"), (f"{YEAR}-12-14", "day"), ("", "year")):
        village = maker.village()
        givers.append(maker.add("mixed", village, maker.fresh(village, 2, long=True), day=day, shows=shows))
    mixer = maker.village()
    hows = ("identical", "refilled", "edited")
    parts = [maker.taken(giver, mixer, how, (0,))[0] for giver, how in zip(givers, hows, strict=True)]
    maker.add("mixed", mixer, parts, ".docx", day=f"{YEAR}-12-20")


def _singles(maker: _Maker) -> None:
    """In each way of taking one report that takes two paragraphs from another."""
    for number, how in enumerate(HOW):
        village, other = maker.village(), maker.village()
        day = f"{YEAR}-{10 if number % 2 else 12}-{11 + number}"
        giver = maker.add(
            "single", village, maker.fresh(village, 2, long=True), ".docx" if number == 3 else ".txt", day=day
        )
        taken = maker.taken(giver, other, how)
        own = maker.fresh(other, 1, short=True)
        maker.add(
            "single", other, [taken[1], *own, taken[0]] if how == "moved" else [*taken, *own], day=f"{YEAR}-12-19"
        )


def _little(maker: _Maker) -> None:
    """One takes no more than one short paragraph."""
    village, other = maker.village(), maker.village()
    parts = [*maker.fresh(village, 1, short=True), *maker.fresh(village, 3, long=True)]
    giver = maker.add("little", village, parts, has_introduction=False)
    taken = [*maker.fresh(other, 3, long=True), *maker.taken(giver, other, "identical", (0,))]
    maker.add("little", other, taken, has_introduction=False)


def _form_only(maker: _Maker) -> None:
    """Five have nothing in common but the form that was given."""
    for _ in range(5):
        village = maker.village()
        maker.add("form only", village, maker.fresh(village, 2), has_introduction=False)


def _strangers(maker: _Maker) -> None:
    """Ten have nothing in common but set phrases and what the same conference said."""
    for number in range(10):
        village = maker.village()
        known = {"shows": "nothing"} if number < 3 else {}
        maker.add(
            "phrases only",
            village,
            maker.fresh(village, 2),
            ".docx" if number % 4 == 3 else ".txt",
            has_form=False,
            has_introduction=False,
            has_conference=True,
            **known,
        )
