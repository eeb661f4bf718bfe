"""Leftovers: what was forgotten is told by its whole name, and what stands rightly is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.labelled import noted

import simcheck
from simcheck import Corpus, Document

BODY = (
    "{t}党委把冬修水利当作头等大事来抓，三十四座山塘逐座过堂，漏水的十一座赶在霜降前全部清淤补漏。",
    "{v}的老支书带着二十多个劳力上堤，扛木桩、背沙袋，硬是在两天里把决口的渠道堵得严严实实。",
    "有人嫌工钱低，{v}就把账本贴在祠堂门口，谁家出了几个工、领了多少钱，一笔一笔写得明明白白。",
    "入冬以后，{t}请来县里的水利员讲课，教会大家看水尺、记台账，再没有人把闸门钥匙弄丢过。",
    "县里来检查的那天，{t}的干部没有摆桌子，端着茶缸蹲在坝上把情况一五一十汇报了一遍。",
    "腊月里，{v}杀了两头年猪，把帮过忙的木匠、瓦匠和外乡的货车司机都请来坐了一回席。",
)
PEOPLE = (
    "村民{p}守着两亩薄田种起了重楼，头三年没有一分钱进账，邻居都劝他把地转给别人种水稻。",
    "副镇长{p}同志白天跑工地、晚上核台账，一个冬天磨破了三双解放鞋，瘦了整整十一斤。",
)
OTHERS = (
    "全年新修机耕道二十六公里，其中硬化九公里，拖拉机可以一直开到最远的那片茶园。",
    "卫生院添了一台彩超，看妇科的女同志不用再天不亮赶班车去城里排队，老人们都说方便。",
)


def notes(left: str, right: str) -> list[dict[str, str | int]]:
    return noted(simcheck.compare(left, right), "left-behind")


def refilled(kept: str, slots: dict[str, tuple[str, str]], own: str = "") -> tuple[str, str]:
    """A document and its source: names replaced in all the sentences of the body, ``kept`` in both as it is, ``own`` in
    the document alone; {T} and {V} are the source's town and village, {t} and {v} in it each its own."""
    names = {"t": ("柳湾镇", "青岭镇"), "v": ("月塘村", "白马沟村"), "p": ("周德福", "韩永贵"), **slots}
    theirs = {"T": names["t"][1], "V": names["v"][1], "P": names["p"][1], "O": names["t"][0], "W": names["v"][0]}
    texts = []
    for side in (0, 1):
        filled = {key: both[side] for key, both in names.items()} | theirs
        text = [sentence.format(**filled) for sentence in (*BODY, *PEOPLE, *OTHERS)]
        text.insert(4, kept.format(**filled))
        text.insert(7, own.format(**filled) if side == 0 else "")
        texts.append("\n".join(filter(None, text)))
    return texts[0], texts[1]


FORGOTTEN = [
    # what was forgotten, and how often
    ("{T}财政所全年兑付惠农补贴七百二十万元，没有一笔迟发，也没有一笔错发。", "青岭镇", "柳湾镇"),
    ("镇村两级一起使劲，{T}中心小学的操场终于铺上了塑胶，孩子们再不用在泥里跑步。", "青岭镇", "柳湾镇"),
    ("春耕时节，在{V}试种的再生稻一次插秧收了两茬，亩产比单季高出三百多斤。", "白马沟村", "月塘村"),
    ("危桥改造工程全部完工，{V}村民从此不用再踩着跳石过河去赶场。", "白马沟村", "月塘村"),
    ("{V}、镇卫生院和供电所凑了一笔钱，给五保老人换了新棉被、装了热水器。", "白马沟村", "月塘村"),
    ("把{V}列为移风易俗的试点，红白喜事一律不超过八桌，烟酒都有个限度。", "白马沟村", "月塘村"),
    ("山洪来的那一夜，{V}六十一户人家全部提前转移，连圈里的牛羊都没有丢一头。", "白马沟村", "月塘村"),
    ("脱贫户{P}一家领到了公益岗位的工资，逢人就说这日子越过越有奔头。", "韩永贵", "周德福"),
    ("“{T}的经验好是好，就是费鞋”，这话在机关里传开以后，下村的人反倒更多了。", "青岭镇", "柳湾镇"),
    ("全镇第一家网红民宿落户{V}，开业头一个月就接待了一千多名城里来的客人。", "白马沟村", "月塘村"),
]

RIGHTLY = [
    # in both texts
    ("{O}、{T}轮流坐庄的物资交流会如期举行，三天里赶集的人把两条街挤得水泄不通。", ""),
    ("从{T}到{O}的客车由一天两班加到一天六班，末班车推迟到了晚上八点半才发。", ""),
    ("清溪河流经{T}以后转向东南，两岸的护堤林今年补植了四千多株枫杨和垂柳。", ""),
    ("县里通报了{T}鱼塘触电事故教训，要求各乡镇把低压线路从头到尾再查一遍。", ""),
    ("与{T}交界的那片松林划定了联防责任，两边的护林员每个星期碰一次头。", ""),
    ("白马沟水库扩容以后，下面四个乡镇的三万亩稻田都能喝上自流水，不用再抽。", ""),
    ("全县考核揭晓，{T}第一，{O}第二，两个镇的书记站在台上都没有说一句客套话。", ""),
    ("{V}至{W}的通村公路路基全线拉通，两头的群众提着鸡蛋去慰问施工队。", ""),
    # in the document alone
    ("", "组织二十三名村干部赴{T}学习考察，回来以后照着人家的法子重新修订了村规民约。"),
    ("", "春节前{T}舞龙队到我镇巡游，几千人从街头一直跟到了街尾，比过年还热闹。"),
    ("", "邻近的{T}也在修渠，我们把多出来的两台挖机借给他们用了一个星期。"),
    ("", "{V}的茶商今年收走了我镇三成的春茶，价钱比往年每斤高出十二块钱。"),
]


@pytest.mark.parametrize(("kept", "theirs", "own"), FORGOTTEN)
def test_what_was_forgotten_is_told_by_its_whole_name(kept: str, theirs: str, own: str) -> None:
    (found,) = notes(*refilled(kept, {}))
    assert (found["theirs"], found["own"], found["count"], found["paragraph"]) == (theirs, own, 1, 5)


@pytest.mark.parametrize(("kept", "own"), RIGHTLY)
def test_what_stands_rightly_is_not_told(kept: str, own: str) -> None:
    assert notes(*refilled(kept, {}, own)) == []


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        ("白马沟村", "石桥沟村"),
        ("东街道", "西街道"),
        ("城东街道", "城西街道"),
        ("上坪村", "下坪村"),
        ("大石桥村", "小石桥村"),
        ("李家沟村", "李家坪村"),
        ("杏花岭镇", "桃花岭镇"),
        ("桂花园社区", "菊花园社区"),
        ("五里铺村", "三岔河村"),
        ("石龙村", "石虎村"),
        ("前湾村", "后湾村"),
        ("红星养殖合作社", "绿丰养殖合作社"),
    ],
)
def test_names_that_share_a_part_are_told_whole(own: str, theirs: str) -> None:
    left, right = refilled(
        "春耕时节，在{V}试种的再生稻一次插秧收了两茬，亩产比单季高出三百多斤。", {"v": (own, theirs)}
    )
    (found,) = notes(left, right)
    assert (found["theirs"], found["own"]) == (theirs, own)
    report = simcheck.compare(left, right)
    listed = {(s.left.of(left), s.right.of(right)) for f in report.findings for s in f.substitutions}
    assert listed == {(own, theirs), ("柳湾镇", "青岭镇"), ("周德福", "韩永贵")}


def test_people_are_told_whole() -> None:
    for own, theirs in (("周德福", "周永贵"), ("周德福", "吴德福"), ("周杰", "周明亮"), ("江大山", "萧大山")):
        left, right = refilled("", {"p": (own, theirs)})
        report = simcheck.compare(left, right)
        listed = {(s.left.of(left), s.right.of(right)) for f in report.findings for s in f.substitutions}
        assert (own, theirs) in listed, listed


@pytest.mark.parametrize("title", ["{}2024年工作总结\n", ""])
@pytest.mark.parametrize(("third", "other"), [("平安镇", "白沙镇"), ("云溪县", "临江县"), ("杭州市", "苏州市")])
def test_a_town_that_is_neither_s_and_a_county_are_not_told(title: str, third: str, other: str) -> None:
    left, right = refilled(f"水厂建在{third}，四十公里主管网全部铺设到户，再没有人挑水吃。", {})
    changed = "买肥料的车队从{}出发，天亮以前就能开到最远的那个晒谷场，一趟拉回来八十吨。"
    left, right = left + changed.format(other), right + changed.format(third)
    assert notes(title.format("柳湾镇") + left, title.format("青岭镇") + right) == []


def test_a_village_that_both_have_is_not_told() -> None:
    """Counted: it stayed more often than it was replaced; or the document, or the source, says it of itself."""
    kept = (
        "石板村的晒谷场扩建到六百平方米，秋收时再没有人把谷子晒到公路上去。",
        "在石板村装了四十盏太阳能路灯，晚上去跳舞的人走多远都看得见路。",
        "石板村连续三年没有发生一起刑事案件，派出所送去了一面锦旗。",
    )
    changed = "{}的豆腐坊搬进了新厂房，一天能做八百斤，天不亮就有人排队来拉。"
    left, right = refilled("".join(kept), {})
    assert notes(left + changed.format("月塘村"), right + changed.format("石板村")) == []
    left, right = refilled(kept[0], {}, "石板村今年评上了省级传统村落，是我们镇的头一个。")
    assert notes(left + changed.format("月塘村"), right + changed.format("石板村")) == []
    left, right = refilled(kept[0], {})
    both = "石桥畈村的渡口恢复了摆渡，船票一块钱一张，老人和学生不要钱。"
    assert notes(left + changed.format("石桥畈村") + both, right + changed.format("石板村") + both) == []


YEARS = (
    "{y}年，我们把冬修水利当作头等大事来抓，三十四座山塘逐座过堂，漏水的全部补漏。",
    "{y}年全年完成造林两千一百亩，成活率在九成以上，林业站逐块地数过三遍。",
    "回顾{y}年，最难的是七月那场洪水，最暖的也是洪水退后自发上街清淤的人群。",
)


@pytest.mark.parametrize(
    "kept",
    [
        "比2023年多收了三成谷子，家家户户的粮仓都堆到了房梁，晒场排队排到夜里。",
        "这条渠自2023年开工以来，已经修通了十九公里，还剩最险的一段在崖壁上。",
        "继2023年之后，我镇再次捧回全市平安建设的奖牌，挂在了便民大厅的正墙上。",
        "2023年立项的农贸市场今年全部完工，三十个摊位一个月里就租了个精光。",
        "按照2023—2025年的三年规划，到明年底所有的自然组都要通上水泥路。",
        "根据县政府〔2023〕17号文件，补贴按实际播种面积发放到户，一分不少。",
        "截至2023年底，全镇有合作社四十一家，社员两千三百户，今年又多了六家。",
        "在2023年和2024年两年里，先后有十九名年轻干部到信访窗口坐班。",
    ],
)
def test_the_year_before_stands_rightly(kept: str) -> None:
    def text(year: int) -> str:
        return "\n".join([*(line.format(y=year) for line in YEARS), kept, *OTHERS])

    assert notes(text(2024), text(2023)) == []


def test_a_year_that_was_forgotten_is_told_though_the_one_before_is_named_as_well() -> None:
    kept = "2023年新增城镇就业三百一十人，零就业家庭动态清零，技能培训办了十四期。"

    def text(year: int) -> str:
        compared = f"比{year - 1}年多收了三成谷子，家家户户的粮仓都堆到了房梁，晒场排队排到夜里。"
        planned = f"{year + 1}年，我们要再修十公里渠道，把最远的三个组也接上自流水。"
        return "\n".join([*(line.format(y=year) for line in YEARS), kept, compared, planned])

    (found,) = notes(text(2024), text(2023))
    assert (found["theirs"], found["own"], found["count"]) == ("2023年", "2024年", 1)


def test_places_in_several_paragraphs_are_named() -> None:
    left, right = refilled("{T}财政所全年兑付惠农补贴七百二十万元，没有一笔迟发，也没有一笔错发。", {})
    kept = "\n青岭镇文化站办了五期广场舞培训，学员从三十多岁到七十多岁都有。"
    (found,) = notes(left + kept, right + kept)
    assert (found["count"], found["paragraph"]) == (2, "5, 12")


def test_what_two_sources_have_is_told_once_and_what_an_own_text_has_is_not(tmp_path: Path) -> None:
    left, right = refilled("春耕时节，在{V}试种的再生稻一次插秧收了两茬，亩产比单季高出三百多斤。", {})
    with Corpus.open(tmp_path, create=True) as corpus:
        corpus.add(Document("one", "一", right))
        corpus.add(Document("two", "二", right + "\n" + OTHERS[0].replace("茶园", "果园")))
        report = corpus.check(Document("checked", "本文", left))
        assert len(report.sources) == 2
        assert len(noted(report, "left-behind")) == 1
        corpus.add(Document("three", "去年", left.replace("{月塘村}", "白马沟村"), {"unit": "柳湾镇"}))
        report = corpus.check(Document("checked", "本文", left, {"unit": "柳湾镇"}))
        assert noted(report, "left-behind") == []


def test_a_town_whose_title_alone_was_changed() -> None:
    body = "\n".join(line.format(t="镇", v="月塘村", p="周德福") for line in (*BODY, *PEOPLE))
    kept = "建起“芦岗夜校”流动课堂，晚上七点半开讲，板凳不够就坐在石磨和门槛上听。芦岗镇文化站负责点名。"
    left, right = (f"{town}2024年工作总结\n{body}\n{kept}\n{OTHERS[0]}" for town in ("柳湾镇", "芦岗镇"))
    told = {(found["theirs"], found["own"]) for found in notes(left, right)}
    assert told == {("芦岗镇", "柳湾镇"), ("芦岗", "柳湾")}
    assert notes(right, right.replace("2024年", "2023年")) == []
