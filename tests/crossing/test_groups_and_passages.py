"""What a crossing says of groups, passages and what most documents hold, on small texts in which the truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.crossings import document

import simcheck
from simcheck.crossing import passages
from simcheck.crossing.crossing import Crossing, Holding, Passage
from simcheck.crossing.standings import is_told
from simcheck.model import Document, Span
from simcheck.text.normalize import normalize

LINES = """山门外的石阶断了九级，泥水匠老范带着徒弟凿了半个月，雨天抬轿的人总算不再绕远路。
榨油坊的木榨传了四代，今年换了一根新的油槌，附近三个屯子的菜籽都送到这里来。
渡船改成机动的以后，摆渡钱没有涨，学生和老人仍旧不收，柴油由茶叶社出。
乌桕树下面开了一间修鞋的铺子，聋哑的阿贵手艺好，镇上的人也走十里路来找他。
去年秋天野猪拱掉了二十亩红薯，护秋队轮流敲锣守夜，今年收成多了一半。
盐井的旧巷道用毛石封了口，立了牌子，娃娃们放学再也不敢往里头钻。
染坊的废水先流进三个沉淀坑，种上水葫芦，下游养鸭子的人家不再上门争吵。
民兵排把旧枪架改成了书架，农闲的晚上有人念报，念完了还要考几个问题。
养蚕的棚子漏风，几家合买了一台温湿度计，谁值夜谁记数，烂茧少了三成。
碾米机的皮带断过两次，管水电的小韩自己学会了接，省下进城的车钱和工夫。
戏台的瓦揭下来重新盖过，正月里请来县剧团唱了三天，台下卖甘蔗的都卖空了。
桥头的榕树挂了名牌，树龄三百一十年，谁也不许往树身上钉钉子晾衣裳。
石灰窑停火以后，窑工们改种金银花，头一年育苗死了大半，第二年才摸到门道。
邮递员每逢双日进山，代买药品和电池，账记在一个红皮本子上，从来没有错过。
挑水的扁担挂在墙上成了古董，自来水接到了最高处的那一户，压力刚刚够用。
老林场的广播喇叭修好了，清早先报天气，再念谁家丢了牛、谁家捡到钥匙。
冬闲时节办了三期篾匠班，编出来的簸箕卖给了城里的饭店做果盘。
蓄水池的盖子被风掀走过，后来浇了水泥板，钥匙交给住得最近的寡妇保管。
三月三的歌会停了十几年，几位阿婆凭记性把调子哼出来，年轻人用手机录下了谱。
梨园里套种了黄豆，地力养肥了，锄草的工也省了，卖豆子的钱刚好付农药。
界河的木桩年年被冲走，两岸的人坐下来商量，各出一半钱打了水泥墩。
兽医站给六百头羊打了防疫针，有一户躲着不肯，站长抱着他家的羊羔讲了半天。
榕江边上的吊脚楼改了三间客房，床单自己洗，热水靠烧柴，客人倒说有味道。
打谷机借来借去弄丢了两个零件，现在借用要押十块钱，回来的时候当面试一遍。
雷公岭的界碑歪了，测绘的人带着仪器来校过，两个乡的老人都在场按了手印。
补锅匠的儿子开了农机铺，犁头和链条都有现货，夜里敲门也肯起来开。
学堂的钟是半截铁轨做的，敲钟的校工退了休，每天照样来敲。
湖里放了八千尾鲢鱼苗，禁钓的牌子立了四块，巡湖的船是旧渡船改的。""".split("\n")  # noqa: SIM905 a line is a sentence
"""Sentences of which no two share anything."""

VILLAGES = ("山前", "榨坊", "渡口", "乌桕", "护秋", "盐井", "染坊", "桥头")


def said(*numbers: int) -> str:
    return "".join(LINES[number] for number in numbers)


def report(name: str, *lines: str, **metadata: str) -> Document:
    return document(f"{name}.txt", "\n".join((name, *lines)) + "\n", **metadata)


def letters(words: str) -> str:
    return normalize(words).string()


def held(crossing: Crossing, passage: Passage) -> dict[str, str]:
    """By the name of a holder what of the passage it has, without what is not compared."""
    found = {}
    for each in passage.holders:
        text = crossing.documents[each.document]
        found[text.name.removesuffix(".txt")] = letters("".join(place.of(text.text) for place in each.places))
    return found


def groups(crossing: Crossing) -> list[set[str]]:
    return [{crossing.documents[id].name.removesuffix(".txt") for id in each.documents} for each in crossing.groups]


def dated(name: str, unit: str, date: str, *lines: str) -> Document:
    return report(name, *lines, unit=unit, title=name, date=date, date_by="signature")


def test_a_group_began_nowhere_where_another_held_it_before() -> None:
    """What two share, the earlier report of one of them had, which shares too little to be of their group."""
    shared, more = said(0, 1, 2), said(3, 4)
    made = [
        dated("青滩镇2023年总结", "青滩镇", "2023-06-10", shared, *LINES[8:20]),
        dated("青滩镇2024年总结", "青滩镇", "2024-12-20", shared, LINES[20], more, *LINES[21:24]),
        dated("白沙镇2024年总结", "白沙镇", "2024-06-01", more, LINES[24], shared, *LINES[25:28], *LINES[5:8]),
    ]
    crossing = simcheck.cross(made)
    assert groups(crossing) == [{"青滩镇2024年总结", "白沙镇2024年总结"}]
    assert crossing.groups[0].origin is None
    alone = simcheck.cross(made[1:])
    assert alone.groups[0].origin == made[2].id


def test_what_two_have_between_the_lines_of_a_form_is_no_form() -> None:
    first, second, taken = said(0, 1), said(2, 3), said(4, 5, 6)
    own = [
        [*(line[::-1] for line in LINES[3 * n :][:3]), *(line[::2] for line in LINES[3 * n :][:3])] for n in range(8)
    ]
    others = [report(f"{name}村", first, second, *own[n]) for n, name in enumerate(VILLAGES)]
    a = report("甲村", first, taken, second, said(26, 25, 24, 23))
    b = report("乙村", first, taken, second, said(22, 21, 20, 19))
    crossing = simcheck.cross([*others, a, b])
    assert groups(crossing) == [{"甲村", "乙村"}]
    form = len(letters(first + second))
    for one, other in ((a, b), (b, a)):
        standing = crossing.standings[one.id]
        assert form <= standing.common <= form + 4
        assert standing.largest == other.id
    (pair,) = (pair for pair in crossing.pairs if {pair.a, pair.b} == {a.id, b.id})
    assert abs(pair.a_telling.part - len(letters(taken))) <= 4
    assert any(
        letters(taken) in words
        for p in crossing.passages
        if len(p.holders) == 2
        for words in held(crossing, p).values()
    )


QUESTIONS = (
    "姓名、职务和所包的片区，连同电话一并写明：",
    "本年度进门走访的户数和听到最多的三件难处：",
    "经手办成的实事，注明日期、地点和花费的数目：",
    "集体账上的进项和出项，与上一年相比多了还是少了：",
    "调解过的纠纷件数，挑一件把来龙去脉写清楚：",
    "查出来的隐患有几处，限到哪一天整改完毕：",
)


def test_a_form_of_short_questions_links_nobody() -> None:
    """None of them is a passage; each is held by all."""
    answers = [*LINES[:24], *(line[::-1] for line in LINES[:24])]
    made = [
        report(f"{name}村", *(f"{question}\n{answers[6 * n + k][:19]}" for k, question in enumerate(QUESTIONS)))
        for n, name in enumerate(VILLAGES)
    ]
    crossing = simcheck.cross(made)
    assert not crossing.groups
    whole = sum(len(letters(question)) for question in QUESTIONS)
    assert all(standing.common >= whole for standing in crossing.standings.values())


@pytest.mark.parametrize("number", [7, 70])
def test_what_most_hold_is_seen_in_collections_of_every_size(number: int) -> None:
    """Of many documents only neighbours are compared."""
    form = "".join(QUESTIONS[:2])
    made = [
        report(
            chr(0x4E00 + n),
            form,
            *("".join(chr(0x4E00 + (n * 97 + k * 31 + j * 7) % 9000) for j in range(40)) for k in range(3)),
        )
        for n in range(number)
    ]
    crossing = simcheck.cross(made, jobs=1)
    assert not crossing.groups
    assert {standing.common for standing in crossing.standings.values()} == {len(letters(form))}


def test_colleagues_are_two_and_what_they_share_is_told() -> None:
    """Two of one office with one title; the same with two versions by one person, which are one document."""

    def by(author: str, *lines: str, name: str = "") -> Document:
        known = {"unit": "青滩镇财政所", "title": "青滩镇财政所2024年述职报告", "author": author}
        return document(f"述职（{author}{name}）.txt", "\n".join((known["title"], *lines)), **known)

    a, b = by("方立春", *LINES[:6], LINES[20]), by("贺小满", *LINES[:5], LINES[21], LINES[22])
    crossing = simcheck.cross([a, b])
    assert groups(crossing) == [{"述职（方立春）", "述职（贺小满）"}]
    assert crossing.groups[0].passages
    (passage,) = crossing.passages
    assert {each.document for each in passage.holders} == {a.id, b.id}


def test_most_of_an_office_are_most_of_the_documents() -> None:
    made = [
        document(
            f"述职（{name}）.txt",
            "\n".join(("青滩镇小学2024年述职报告", said(0, 1), *LINES[3 * n + 3 : 3 * n + 6], LINES[27][::-1][n:])),
            unit="青滩镇小学",
            title="青滩镇小学2024年述职报告",
            author=name,
        )
        for n, name in enumerate(("方立春", "贺小满", "钟大暑", "白露生", "秦秋分", "冯冬至", "石惊蛰", "柳清明"))
    ]
    crossing = simcheck.cross(made)
    assert not crossing.groups
    assert [len(passage.holders) for passage in crossing.passages if passage.is_common] == [len(made)]


def test_a_passage_is_where_it_is_and_is_told_once() -> None:
    """One of three has own words in the middle of it; they are not the passage's."""
    first, second = said(0, 1, 2), said(3, 4, 5)
    made = [
        report("甲村", first, second, LINES[20]),
        report("乙村", first, *LINES[10:13], second),
        report("丙村", LINES[24], first, second, LINES[25]),
        report("丁村", second, *LINES[13:18], first),
    ]
    crossing = simcheck.cross(made)
    (passage,) = crossing.passages
    has = held(crossing, passage)
    assert set(has) == {"甲村", "乙村", "丙村", "丁村"}
    assert has["甲村"] == has["丙村"] == has["乙村"] == letters(first + second)
    assert has["丁村"] == letters(second + first)
    assert [len(each.places) for each in passage.holders] == [1, 2, 1, 2]


def test_two_characters_by_chance_are_not_the_place_of_a_passage() -> None:
    taken, later = said(0, 1, 2), "到了腊月，" + said(3, 4, 5)
    made = [
        report("甲村", LINES[20], taken, later),
        report("乙村", taken, "到了端午，" + LINES[10], *LINES[11:14], later),
        report("丙村", LINES[24], later, LINES[25]),
    ]
    crossing = simcheck.cross(made)
    words = [held(crossing, passage) for passage in crossing.passages]
    assert any(set(each) == {"甲村", "乙村", "丙村"} for each in words)
    for each in words:
        assert len({len(some) for some in each.values()}) == 1


def test_what_public_texts_have_is_no_passage() -> None:
    public, own = said(0, 1, 2, 3), said(5, 6)
    made = [
        report("甲村", public, own, LINES[20]),
        report("乙村", public, own, LINES[21]),
        report("丙村", public, *LINES[22:25]),
    ]
    crossing = simcheck.cross(made, public=[document("办法", public)])
    (passage,) = crossing.passages
    assert set(held(crossing, passage)) == {"甲村", "乙村"}
    assert abs(passage.characters - len(letters(own))) <= 4


def test_an_origin_is_said_with_those_that_have_most_of_it() -> None:
    """An older one has nearly all of it, and is no holder."""
    whole = said(0, 1, 2, 3, 4, 5)
    made = [
        dated("甲村2021年总结", "甲村", "2021-06-01", said(0, 1, 2, 3, 4) + LINES[5][:4], *LINES[20:23]),
        dated("乙村2022年总结", "乙村", "2022-06-01", whole, *LINES[10:13]),
        dated("丙村2024年总结", "丙村", "2024-06-01", whole, *LINES[14:17]),
    ]
    crossing = simcheck.cross(made)
    told = {passage.characters: passage for passage in crossing.passages}
    longest = told[max(told)]
    assert (longest.origin, longest.partly) == (made[1].id, 1)
    assert crossing.groups[0].origin is None
    (other,) = (passage for passage in crossing.passages if len(passage.holders) == 3)
    assert (other.origin, other.partly) == (made[0].id, 0)


def test_what_is_a_passage_only_with_what_most_hold_is_none() -> None:
    """A short sentence that two have beside the form of all is no passage of theirs, a long one is."""
    form, short = (
        "本组位于镇区东边，辖若干个院落，田土连片，出门就是公路和车站，老人孩子都说方便。",
        "全年排查的纠纷都有了下落。",
    )
    text = form + short
    one, other = document("甲.txt", text), document("乙.txt", text)
    documents = {each.id: each for each in (one, other)}
    common = {id: np.arange(len(text)) < len(form) for id in documents}
    holders = tuple(Holding(id, Span(0, len(text)), 40) for id in documents)
    passage = Passage("p", 40, holders)
    assert not is_told(passage, documents, common)
    assert is_told(passage, documents, {})
    assert is_told(replace(passage, is_common=True), documents, common)
    assert is_told(passage, documents, {id: np.arange(len(text)) < 5 for id in documents})


def test_passages_that_begin_and_end_alike_have_names_of_their_own() -> None:
    """Else the crossing is written and, with one name twice, never read again."""
    documents = {each.id: each for each in (report("甲.txt", said(1, 2)), report("乙.txt", said(1, 3)))}
    a, b = documents
    found = [
        passages.View(40, {id: passages.Place((Span(0, 8), Span(at, at + 12), Span(90, 110)), 40) for id in (a, b)}, {})
        for at in (20, 50)
    ]
    all_of_them = documents, {a: 0, b: 1}, passages.identified(documents.values())
    together = passages.together(found, *all_of_them)
    assert len(together) == 2
    assert len({each.id for each in together}) == 2
    # the first is called as ever
    assert together[0].id == passages.together(found[:1], *all_of_them)[0].id
