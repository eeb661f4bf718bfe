"""What a crossing finds and says, on collections of a few made-up texts: every statement as the texts have it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from support.crossings import document

import simcheck
from simcheck.crossing import choosing
from simcheck.crossing.crossing import Crossing, Likeness
from simcheck.errors import InvalidSettings
from simcheck.model import Document, Grade

SENTENCES = (
    "渡船的缆绳换成了钢索，摆渡人在船头加了一圈栏杆，赶集的日子要多跑六趟。",
    "磨坊的水轮重新上了桐油，碾米不收钱，只留下一把糠喂鸡。",
    "采石场的炮声停了以后，山雀又在断崖上做了窝，放羊的老汉数过十一个。",
    "小卖部门口装了一块黑板，谁家要请工、谁家有闲力气，都用粉笔写在上面。",
    "夜校的油灯换成了节能灯，学裁剪的媳妇们自己凑钱买了两台锁边机。",
    "堰塘放水捕鱼那天，全湾的人都来了，大的卖钱，小的按户分了回去。",
    "晒场边的老柿子树结了果，没有人摘，留给过冬的鸟，这是几辈人的规矩。",
    "货郎鼓又响起来了，不过挑担的是返乡的大学生，箱子里装的是种子和扫码牌。",
    "石匠把断掉的碑重新接好，字口描了红，路过的学生停下来一个字一个字地认。",
    "后山的野猪拱了三家的红薯地，护林队用敲锣的办法守了半个月，再没有来过。",
    "祠堂的屋漏补好了，族谱从阁楼上搬下来晒，虫蛀的几页请县里的先生修了。",
    "卫生所门前的斜坡铺了防滑砖，坐轮椅的人可以自己上去，不用喊人来抬。",
)
FORM = ("一、本年度主要做了什么工作？", "二、还有哪些困难没有解决？", "三、明年打算先做哪件事情？")


def crossed(texts: dict[str, str], **options: object) -> Crossing:
    return simcheck.cross([document(name, text) for name, text in texts.items()], jobs=1, **options)  # type: ignore[arg-type]


def both(crossing: Crossing) -> set[tuple[str, str]]:
    names = {id: each.name for id, each in crossing.documents.items()}
    return {(names[pair.a], names[pair.b]) for pair in crossing.pairs if pair.findings}


REFILLED = (
    "{village}全村{a}户{b}人，耕地{c}亩，去年种了{d}亩油菜。",
    "修了{a}米水渠，清了{b}方淤泥，{c}户人家的田能自己流进水。",
    "{village}请来{d}名裁缝办班，教会{b}名妇女，卖出{c}件衣裳。",
    "补种的桑苗有{c}棵，成活了{a}棵，养蚕的人家添到{d}户。",
)


def refilled(village: str, *numbers: int) -> str:
    a, b, c, d = numbers
    return "\n".join(line.format(village=village, a=a, b=b, c=c, d=d) for line in REFILLED)


CHANGED = {
    "refilled": (refilled("青石村", 213, 857, 1490, 62), refilled("柳湾村", 340, 1206, 2175, 88)),
    "every few characters": (
        "".join(SENTENCES[:6]),
        "".join(
            s.replace("的", "底").replace("了", "過去").replace("，", "呢，").replace("一", "某") for s in SENTENCES[:6]
        ),
    ),
    "sentences among others": (
        "\n".join(SENTENCES[:6]),
        "\n".join(s for n in range(6) for s in (SENTENCES[6 + n], SENTENCES[n])),
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_few_documents_share_what_any_two_of_them_do(change: str) -> None:
    """Text that stands nowhere in one piece is found as a comparison of the two finds it."""
    one, other = CHANGED[change]
    report = simcheck.compare(Document("1", "甲", one), Document("2", "乙", other))
    crossing = crossed({"甲": one, "乙": other})
    assert report.share().part
    (pair,) = crossing.pairs
    assert pair.findings
    assert pair.a_upper.part == report.share(grade=Grade.HIGH).part
    assert pair.a_share.part == report.share().part


def test_all_pairs_are_compared_as_long_as_they_are_little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{n}": SENTENCES[n] + SENTENCES[(n + 1) % 4] for n in range(4)}
    every = crossed(texts)
    assert not [note.code for note in every.notes]
    monkeypatch.setattr(choosing, "WORK", 0)
    some = crossed(texts)
    assert both(some) <= both(every)
    told = {(pair.a, pair.b) for pair in some.pairs if not pair.findings}
    assert [(note.code, note.facts["n"]) for note in some.notes] == [("cross-from-runs", len(told))]


def test_what_a_template_gave_counts_nowhere_whether_a_pair_is_compared_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    form = "\n".join(FORM)
    texts = {
        f"{n}": "\n".join(part for k, line in enumerate(FORM) for part in (line, SENTENCES[3 * n + k]))
        for n in range(4)
    }
    for work in (choosing.WORK, 0):
        monkeypatch.setattr(choosing, "WORK", work)
        crossing = crossed(texts, templates=[form])
        assert not crossing.pairs
        assert {standing.share.part for standing in crossing.standings.values()} == {0}


@pytest.mark.parametrize(
    "texts", [("投资3.5亿元。", "投资35亿元。"), ("真的吗。", "真的吗？"), ("发展农业。", "發展農業。")]
)
def test_texts_that_differ_in_a_mark_are_not_the_same(texts: tuple[str, str]) -> None:
    one, other = ("".join(SENTENCES[:4]) + text for text in texts)
    crossing = crossed({"甲": one, "乙": other})
    assert not crossing.same
    (pair,) = crossing.pairs
    assert pair.likeness is Likeness.NEAR


def test_texts_that_differ_in_white_space_are_the_same() -> None:
    text = "\n".join(SENTENCES[:4])
    crossing = crossed({"甲": text, "乙": text.replace("\n", "\r\n\u3000\u3000") + "\n"})
    (pair,) = crossing.pairs
    assert (pair.likeness, len(crossing.same)) == (Likeness.SAME_TEXT, 1)


def test_what_is_one_is_said_to_be_whatever_a_template_gave_it() -> None:
    form = "\n".join(FORM)
    assert len(crossed({"甲": form, "乙": form}, templates=[form]).same) == 1
    assert len(crossed({"甲": "……", "乙": "……"}).same) == 1
    assert crossed({"甲": " ", "乙": " "}).same == ()


def test_every_two_of_a_family_are_a_pair() -> None:
    texts = {f"{n}村": "\n".join([*SENTENCES[:3], f"{n}村的话：{SENTENCES[3 + n % 9]}"]) for n in range(55)}
    crossing = crossed(texts)
    assert len(crossing.pairs) == len(list(combinations(texts, 2)))
    assert [len(group.documents) for group in crossing.groups] == [55]


def test_of_more_than_can_be_compared_it_is_said_that_pairs_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "WORK", 0)
    texts = {f"{n}村": "\n".join([*SENTENCES[:3], f"{n}村的话：{SENTENCES[3 + n % 9]}"]) for n in range(55)}
    crossing = crossed(texts)
    assert [len(group.documents) for group in crossing.groups] == [55]
    assert "cross-neighbours" in [note.code for note in crossing.notes]


@pytest.mark.parametrize(
    ("documents", "options"),
    [
        ("一段文字", {}),
        (["甲", "乙"], {"templates": "甲"}),
        (["甲", "乙"], {"public": "甲"}),
        (["甲", "乙"], {"own": "甲"}),
        (["甲", b"\xe4\xb9\x99"], {}),
    ],
)
def test_one_text_in_the_place_of_several_is_refused(documents: list[str], options: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        simcheck.cross(documents, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"jobs": 0}, {"jobs": -1}, {"at": 0}, {"at": "x"}, {"own": ["nobody"]}])
def test_settings_that_mean_nothing_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(InvalidSettings):
        simcheck.cross(["甲", "乙"], **options)  # type: ignore[arg-type]


def test_what_another_crossing_is_at_work_in_is_left_to_it(tmp_path: Path) -> None:
    """Two of the same at once: whichever ends first takes away what it kept, and the other has its result all the
    same."""
    texts = {name: "".join(SENTENCES) for name in "甲乙丙"}
    inner: list[Crossing] = []

    def meanwhile(step: str, done: int, total: int) -> None:
        if step == "align" and not inner:
            inner.append(crossed(texts, resume=tmp_path))
            assert list(tmp_path.rglob("*.sqlite"))

    outer = crossed(texts, resume=tmp_path, on_progress=meanwhile)
    assert outer == inner[0] == crossed(texts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_of_documents_and_the_number_of_processes_change_nothing(jobs: int) -> None:
    texts = {f"{n}": "\n".join([SENTENCES[n], *SENTENCES[4:7], SENTENCES[n + 7]]) for n in range(4)}
    forth = simcheck.cross([document(name, text) for name, text in texts.items()], jobs=jobs)
    back = simcheck.cross([document(name, text) for name, text in reversed(texts.items())], jobs=1)
    assert {id: stands.share for id, stands in forth.standings.items()} == {
        id: stands.share for id, stands in back.standings.items()
    }
    assert {frozenset((p.a, p.b)) for p in forth.pairs} == {frozenset((p.a, p.b)) for p in back.pairs}
