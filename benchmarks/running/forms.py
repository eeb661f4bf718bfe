"""Tables of offices by chance: six kinds, three ways to write the cells down, of other people or copied.

Every kind is a title, a head and rows of cells; the same ``seed`` gives the same rows. ``VARIANTS`` are pairs: of
other people, copied with a few rows changed, half copied, copied in another order, and copied down the columns.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN: Final = "建国秀英桂芳志强春梅玉兰金水福来德旺"
VILLAGES: Final = ("桐花岭村", "石桥畈村", "云台村")


class Form(NamedTuple):
    """The title of a table, its columns, and what makes the cells of row number ``n``."""

    title: str
    head: Sequence[str]
    row: Callable[[random.Random, int], list[str]]


def name(draw: random.Random) -> str:
    return draw.choice(SURNAMES) + draw.choice(GIVEN) + draw.choice(GIVEN)


def _group(draw: random.Random) -> str:
    return f"{draw.choice(VILLAGES)}{draw.randint(1, 9)}组"


def _subsidy(draw: random.Random, n: int) -> list[str]:
    return [
        str(n), name(draw), _group(draw), str(draw.randint(1, 30) / 2), "92.5", str(draw.randint(90, 2700)), "已公示",
    ]  # fmt: skip


def _attendance(draw: random.Random, n: int) -> list[str]:
    return [str(n), name(draw), *draw.choices(("√", "请假", "出差", "迟到"), (90, 4, 4, 2), k=22)]


def _attended(draw: random.Random, n: int) -> list[str]:
    return [str(n), name(draw), *draw.choices(("出勤", "请假", "缺勤"), (90, 6, 4), k=22)]


def _voter(draw: random.Random, n: int) -> list[str]:
    born = f"{draw.randint(1938, 2006)}年{draw.randint(1, 12)}月"
    return [str(n), name(draw), draw.choice("男女"), "汉族", born, _group(draw), "本村", "已核对"]


_GOODS: Final = ("大米", "面粉", "菜籽油", "猪肉", "鸡蛋", "白菜", "萝卜", "土豆", "豆腐", "食盐", "酱油", "洗衣粉")
_BRANDS: Final = ("金穗", "云溪", "老街", "绿野", "香园", "福满", "清河", "山泉")


def _price(draw: random.Random, n: int) -> list[str]:
    size = draw.choice(("500克", "1千克", "5千克", "2.5升", "10千克"))
    cost = f"{draw.randint(100, 9900) / 100:.2f}"
    return [
        str(n),
        draw.choice(_BRANDS) + draw.choice(_GOODS),
        size,
        "元/袋",
        cost,
        draw.choice(("持平", "上涨", "下降")),
    ]


def _land(draw: random.Random, n: int) -> list[str]:
    code = f"3408{draw.randint(10**13, 10**14 - 1)}"
    sides = [
        side + draw.choice((name(draw) + "地", "水渠", "道路", "沟", "田埂"))
        for side in ("东至", "南至", "西至", "北至")
    ]
    return [str(n), name(draw), code, f"{draw.randint(20, 400) / 100:.2f}", *sides, "一类", "基本农田"]


_MEASURES: Final = ("产业帮扶", "就业帮扶", "教育资助", "医疗救助", "危房改造", "低保兜底", "小额信贷")


def _card(draw: random.Random, n: int) -> list[str]:
    return [
        f"户编号：{n:04d}", f"户主姓名：{name(draw)}", f"家庭人口：{draw.randint(1, 7)}人", f"住址：{_group(draw)}",
        f"帮扶责任人：{name(draw)}", f"联系电话：1{draw.randint(30 * 10**8, 10**10 - 1)}",
        f"帮扶措施：{draw.choice(_MEASURES)}、{draw.choice(_MEASURES)}", f"年人均纯收入：{draw.randint(6000, 22000)}元",
    ]  # fmt: skip


FORMS: Final[dict[str, Form]] = {
    "subsidy": Form(
        "全镇农户补贴发放台账", ("序号", "姓名", "村组", "面积（亩）", "标准", "金额（元）", "备注"), _subsidy
    ),
    "ticks": Form("村干部考勤登记表", ("序号", "姓名", *(f"{day}日" for day in range(1, 23))), _attendance),
    "attended": Form("机关干部出勤情况登记表", ("序号", "姓名", *(f"{day}日" for day in range(1, 23))), _attended),
    "voters": Form("选民登记名册", ("序号", "姓名", "性别", "民族", "出生年月", "住址", "户籍", "备注"), _voter),
    "prices": Form("农贸市场价格监测表", ("序号", "品名", "规格", "单位", "单价", "环比"), _price),
    "land": Form(
        "农村土地承包经营权登记簿",
        ("序号", "承包方", "地块编码", "面积", "东至", "南至", "西至", "北至", "地力等级", "备注"),
        _land,
    ),
    "cards": Form("脱贫户帮扶明白卡", (), _card),
}

LAYOUTS: Final[dict[str, str]] = {"tabs": "\t", "commas": ",", "cells": "\n"}
"""What parts the cells of a row."""


def rows(form: str, count: int, seed: int) -> list[list[str]]:
    draw = random.Random(seed)
    return [FORMS[form].row(draw, n) for n in range(1, count + 1)]


def text(form: str, cells: Sequence[Sequence[str]], layout: str) -> str:
    parted = LAYOUTS[layout]
    head = [FORMS[form].head] if FORMS[form].head else []
    return "\n".join([FORMS[form].title, *(parted.join(row) for row in [*head, *cells])])


def other(form: str, count: int, layout: str) -> tuple[str, str]:
    """One form filled in for other people."""
    return text(form, rows(form, count, 2), layout), text(form, rows(form, count, 3), layout)


def copied(form: str, count: int, layout: str) -> tuple[str, str]:
    """A table, and the same with every twentieth row another one."""
    one, own = rows(form, count, 2), rows(form, count, 3)
    draw = random.Random(4)
    taken = [own[n] if draw.random() < 0.05 else row for n, row in enumerate(one)]
    return text(form, taken, layout), text(form, one, layout)


def half(form: str, count: int, layout: str) -> tuple[str, str]:
    """A table, and another of which the middle half is from the first."""
    one, own = rows(form, count, 2), rows(form, count, 3)
    own[count // 4 : 3 * count // 4] = one[count // 4 : 3 * count // 4]
    return text(form, own, layout), text(form, one, layout)


def shuffled(form: str, count: int, layout: str) -> tuple[str, str]:
    """A table, and its rows in another order, numbered anew."""
    one = rows(form, count, 2)
    again = [list(row) for row in one]
    random.Random(4).shuffle(again)
    if form != "cards":
        for n, row in enumerate(again, 1):
            row[0] = str(n)
    return text(form, again, layout), text(form, one, layout)


def turned(form: str, count: int, layout: str) -> tuple[str, str]:
    """A table, and its cells column by column, each on a line of its own."""
    one = rows(form, count, 2)
    columns = [list(column) for column in zip(*one, strict=True)]
    return text(form, columns, "cells"), text(form, one, layout)


VARIANTS: Final = {each.__name__: each for each in (other, copied, half, shuffled, turned)}
