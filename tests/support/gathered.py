"""A collection that has what is hard for an engine, to be crossed by several and compared."""

from __future__ import annotations

import random

from simcheck.model import Document
from support.crossings import villages

WORDS = ("堤坝", "磨坊", "渡口", "桑园", "石桥", "油坊", "晒场", "祠堂", "窑厂", "竹林", "水车", "集市", "药铺", "粮仓")
DOING = ("修好了", "让给了", "租给了", "清理了", "看守着", "丈量过", "登记了", "商量着", "抬高了", "补种了")
PHRASES = ("石桥修好以后两岸人家都说好", "赶集的日子要多跑六趟才够用", "钥匙由三个组长轮流保管一年")
FORMULA_OF_MOST = (
    "本表所列各项由三个小组逐户核对后抄正，底册存于祠堂西厢的木柜，钥匙分由两人保管，涂改之处须加盖手印方可作数。"
)
FORMULA = "以上各项已在村口公示栏张贴七日，没有人提出不同意见，特此说明。"


def told(number: int, lines: int = 12) -> list[str]:
    """Lines that are of this number alone."""
    rng = random.Random(number)
    return [
        "，".join(f"{rng.choice(WORDS)}{rng.choice(DOING)}{rng.choice(WORDS)}{rng.randint(2, 999)}处" for _ in range(3))
        + "。"
        for _ in range(lines)
    ]


def collection() -> list[Document]:
    """Villages, and what is hard: a family that is larger than a key joins, texts that are one, one but for white
    space, empty, spaced, of characters that no encoding has; and a formula and a phrase that all of a family have."""
    base = told(0, 20)
    family = []
    for n in range(14):
        rng = random.Random(f"family {n}")
        lines = [line for line in base if rng.random() < 0.8] + told(1000 + n, 3)
        lines += [f"{rng.choice(WORDS)}{rng.choice(DOING)}{each}{rng.choice(DOING)}{n}处。" for each in PHRASES]
        rng.shuffle(lines)
        family.append("\n".join([*lines, FORMULA]))
    texts = {f"家族{n}.txt": text for n, text in enumerate(family)}
    texts |= {"同一份.txt": family[3], "换了行.txt": family[4].replace("\n", "\r\n  ")}
    texts |= {
        "空.txt": "",
        "只有空白.txt": " \n\t",
        "短.txt": "渡口修好了。",
        "一半.txt": "\n".join(base[:10] + told(77)),
    }
    words = "the millers of the upper valley keep their own book of debts and read it aloud at the end of every winter"
    texts |= {
        "a.txt": f"{words}. Nobody else does.",
        "b.txt": f"It is said that {words}, and nobody laughs.",
        "\ud800.txt": f"\ud800{family[5]}",
    }
    rest = [Document(f"{n:03}", name, text) for n, (name, text) in enumerate(texts.items())]
    return villages() + rest


def with_formula() -> list[Document]:
    """The same, with a formula that most have, some of them with changes, one twice."""
    made = []
    for number, each in enumerate(collection()):
        rng = random.Random(f"formula {number}")
        lines = each.text.split("\n")
        formula = FORMULA_OF_MOST.replace("两人", "三人") if number % 7 == 3 else FORMULA_OF_MOST
        for _ in range(2 if number == 5 else number % 8 != 6):
            lines.insert(rng.randint(0, len(lines)), formula)
        made.append(Document(each.id, each.name, "\n".join(lines)))
    rest = [
        Document(f"其他{n}", f"其他{n}.txt", "\n".join([*told(2000 + n, 20), FORMULA_OF_MOST, *told(3000 + n, 20)]))
        for n in range(30)
    ]
    return made + rest
