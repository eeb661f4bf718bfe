"""Documents that were filled in anew, with names and years forgotten in them on purpose, and others that stay rightly.

A source is a part of a real text with sentences put in that name its town, villages, people, a firm, an office and its
year (``MENTIONS``). The document takes it over with names of its own. In some places the source's stay: these were
forgotten. In others the document speaks of the source's places rightly (``decoys``): a neighbour, a road that is named
after it, a village that is called alike, a county that both belong to, the year before. All names are invented.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_TOWNS: Final = (
    "青岭镇 白沙镇 柳林铺镇 石门坎镇 双河口镇 龙泉寺镇 枫香镇 马鞍山镇 清水塘镇 大坪镇 小坪镇 黄土坡乡 "
    "红土坡乡 云盘乡 天星桥乡 东城街道 西城街道 城南街道 城北街道 桂花街道 滨河街道 河东街道 河西街道 "
    "芦溪镇 杏花岭镇 桃花岭镇 月亮湾镇 长乐镇 永兴镇 太平乡"
)
_VILLAGES: Final = (
    "白马沟村 石桥沟村 青龙沟村 上坪村 下坪村 前湾村 后湾村 大石桥村 小石桥村 李家沟村 李家坪村 张家湾村 "
    "王家湾村 龙王庙村 龙王潭村 桃树坳村 杨树坳村 新民村 新华村 红旗村 红星村 东风村 胜利村 团结村 枣林村 "
    "梨园村 柿子坪村 核桃坪村 板栗树村 皂角树村 三岔河村 五里铺村 七里铺村 洪山头村 金鸡岭村 凤凰岭村 "
    "石龙村 石虎村 东岸村 西岸村 塘边村 井边村 银杏社区 香樟社区 朝阳社区 向阳社区 桂园社区 菊园社区 "
    "北门社区 南门社区 水井坊社区 兴隆寨村 平安寨村 狮子口村 老鹰岩村 麻柳湾村 响水洞村 官田坝村 沙溪坝村"
)
_GIVEN: Final = (
    "建国 建军 志强 秀英 桂兰 德福 永贵 春生 长林 玉梅 文斌 海涛 小燕 红霞 国庆 伟 强 敏 静 磊 洋 勇 艳 "
    "杰 芳 世昌 明亮 大山 继红 光荣"
)
_FIRMS: Final = (
    "红星养殖合作社 绿丰养殖合作社 金穗种植合作社 富民种植合作社 鑫茂农业公司 恒达农业公司 天禾茶业公司 "
    "云雾茶业公司 惠农机械合作社 众旺果蔬合作社"
)
_COUNTIES: Final = "云溪县 临江县 安和县 平川县 清源县 永宁区 南陵区 北辰县 洪河县 栖霞县"
_BIG: Final = "北京市 深圳市 上海市 广州市 杭州市 成都市 武汉市 苏州市"
_SURNAMES: Final = (
    "王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅"
    "钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万"
)

MENTIONS: Final[dict[str, tuple[str, ...]]] = {
    "town": (
        "{t}党委、政府先后{n}次召开专题会议，研究解决群众反映强烈的突出问题。",
        "全年{t}共拆除违章建筑{n}处，清运积存垃圾{n}吨。",
        "{t}被县委表彰为年度先进集体。",
        "在{t}便民服务中心，群众跑一次就能办成事。",
        "{t}辖{n}个村，常住人口{n}余人，耕地{n}亩。",
        "由{t}司法所牵头，调处各类矛盾纠纷{n}件。",
        "这是{t}近年来投资最大的一项民生工程，总投入{n}万元。",
        "依托{t}文化站，组织群众性文体活动{n}场次。",
        "年初以来，{t}聚焦主责主业，把安全生产摆在突出位置来抓。",
        "{t}中心小学新建的塑胶操场投入使用，惠及学生{n}名。",
    ),
    "village": (
        "在{v}新建标准化大棚{n}个，带动农户{n}户。",
        "{v}党支部牵头领办合作社，村集体收入达到{n}万元。",
        "投资{n}万元硬化了{v}的入户路。",
        "{v}还组建了红白理事会，移风易俗蔚然成风。",
        "帮助{v}村民争取危房改造资金{n}万元。",
        "对{v}的{n}户监测对象逐户落实帮扶措施。",
        "{v}文化广场建成投用，安装路灯{n}盏。",
        "汛期连夜转移{v}低洼处群众{n}人，没有一人伤亡。",
        "选派一名副科级干部担任{v}第一书记。",
        "{v}小微水体整治工程顺利通过验收。",
        "其中{v}的荷花节吸引游客{n}人次，农家乐收入翻了一番。",
        "{v}、镇直各单位共组建志愿服务队{n}支。",
        "新改建卫生厕所{n}座，{v}率先实现全覆盖。",
        "七月十二日夜里，{v}后山出现裂缝，值守人员{n}分钟内到达现场。",
        "重点打造了{v}示范点，以点带面推动整体提升。",
        "{v}卫生室添置了心电图机，看病不用再跑{n}里路。",
        "为{v}争取到高标准农田项目，新修机耕道{n}米。",
        "扩建{v}幼儿园，新增学位{n}个。",
        "村看村、户看户，{v}的做法很快在周边传开。",
        "{v}至集镇的断头路全线贯通，{n}户群众告别了泥泞。",
        "督促{v}加快宅基地确权，发放证书{n}本。",
        "把{v}作为换届试点，选出了一支平均年龄{n}岁的队伍。",
        "{v}原有的砖瓦窑全部拆除复垦，腾出建设用地{n}亩。",
        "烘干房建在{v}，周围{n}个组的稻谷都能就近烘干。",
        "经过多轮协商，{v}的林权纠纷终于画上句号。",
        "{v}老年食堂开张，每餐只收{n}元。",
    ),
    "person": (
        "涌现出{p}等一批致富带头人。",
        "村民{p}靠养蜂当年增收{n}元。",
        "由镇长{p}任组长，抽调{n}人组成专班。",
        "副镇长{p}同志先后{n}次到现场督办。",
        "脱贫户{p}一家住进了新房。",
        "人大代表{p}提出的建议得到采纳。",
        "返乡青年{p}办起了电商服务站，带动{n}人就业。",
        "{p}同志因公负伤后仍坚守岗位，群众有口皆碑。",
        "聘请退休教师{p}担任家长学校辅导员。",
    ),
    "firm": (
        "引进{f}流转土地{n}亩，发展订单农业。",
        "{f}全年吸纳务工人员{n}人，发放工资{n}万元。",
        "支持{f}申报市级示范社。",
    ),
    "year": (
        "{y}年，我们着力补短板、强弱项，各项工作迈上新台阶。",
        "{y}年全年完成固定资产投资{n}万元。",
        "回顾{y}年的工作，我们深感成绩来之不易。",
        "{y}年新增城镇就业{n}人。",
        "{y}年1月至12月，累计接待来访群众{n}批次。",
    ),
}
"""Sentences of the source that name what is its own."""

MENTIONS_HELD: Final[dict[str, tuple[str, ...]]] = {
    "town": (
        "今年{t}的粮食总产量突破{n}吨，再创历史新高。",
        "让{t}的山更绿、水更清、群众的笑容更多。",
        "县里把{t}列为集镇改造试点，下拨资金{n}万元。",
        "{t}纪委立案查处违纪案件{n}起。",
    ),
    "village": (
        "驻{v}工作队走访群众{n}户，收集意见{n}条。",
        "走进{v}，一栋栋新居错落有致。",
        "目前{v}已完成土地流转{n}亩，{v}的油茶也有了销路。",
        "去年底{v}摘掉了集体经济空壳的帽子。",
        "省里的专家在{v}驻点{n}天，手把手教剪枝。",
        "{v}河段新砌护岸{n}米，今年没有再淹。",
        "全镇第一台无人机植保队就设在{v}。",
        "听说{v}要修路，在外务工的乡亲捐款{n}元。",
        "核减{v}不符合条件的低保对象{n}户。",
        "{v}党群服务中心面积由{n}平方米扩大到{n}平方米。",
        "挂牌督办的{v}采石场隐患按期销号。",
        "评出{v}等文明村{n}个。",
    ),
    "person": (
        "老党员{p}主动让出宅基地{n}平方米。",
        "派出所民警{p}跟踪{n}天，追回被骗款项。",
    ),
    "firm": ("与{f}签订购销协议，敲定价格{n}元一公斤。",),
    "year": ("在{y}年的年度考核中，班子成员全部称职。", "{y}年度财政决算收入{n}万元。"),
}
"""Others of the kind, for the last measurement."""

_OWN: Final = (
    "组织村组干部{n}人赴{x}学习考察，回来后逐条对照找差距。",
    "我镇与{x}交界处历来管护薄弱，今年两地签订了联防协议。",
    "学习借鉴{x}的经验做法，在全镇推开积分制管理。",
    "接待{x}考察团{n}批，相互交流了经验。",
    "主动对接{x}，共同承办了第{n}届农民丰收节。",
    "毗邻的{x}今年也启动了同类项目。",
)
_OWN_HELD: Final = (
    "三月份，{x}的同志来我镇参观，我们也到{x}回访了一次。",
    "与{x}结成友好单位，定期互派干部跟班学习。",
)
"""What the document says of the source's town or village in sentences of its own."""

_BOTH: Final = (
    "{x}、{o}两地联合开展打击非法捕捞行动{n}次。",
    "{x}与{o}签订了跨界河道联防联控协议，全年会商{n}次。",
    "全县农村工作现场会上，{x}、{o}等{n}个单位作了经验发言。",
    "连接{x}和{o}的县道改造工程建成通车，全长{n}公里。",
    "在{x}、{o}、云台镇等{n}个乡镇开展了试点。",
)
_BOTH_HELD: Final = (
    "全县考核中，{x}名列第一，{o}名列第二，其余单位也各有进步。",
    "从{x}到{o}的客运班线由每日{n}班增加到{n}班。",
)
"""What both say in the same words of both."""

_SWAPPED: Final = (
    "与{o}交界的{n}公里防火隔离带全部打通。",
    "会同邻近的{o}开展联合执法{n}次。",
    "先后到{o}参观学习{n}次，受益匪浅。",
)
_SWAPPED_HELD: Final = ("和相邻的{o}共建共用一座垃圾中转站，日处理{n}吨。",)
"""What each says of the other."""

_LONGER: Final = (
    "{x}水库灌区配套工程完工，改善灌溉面积{n}亩。",
    "投入{n}万元维修{x}大桥，解决了群众出行难。",
    "完成{x}至县城公路的养护任务{n}公里。",
)
_LONGER_HELD: Final = ("{x}引水工程本年供水{n}万立方米，沿线各镇都受益。",)
"""What is named after the source's place and serves the document's too."""

_THIRD: Final = (
    "水厂建在{x}，{n}公里主管网全部铺设到户。",
    "重病号转诊到{x}中心卫生院，由专车接送{n}人次。",
    "沿线的{x}商户来我镇收购花椒{n}吨。",
    "{x}大集恢复以后，农户卖菜少跑{n}里路。",
)
_THIRD_HELD: Final = ("高速出口设在{x}，到集镇只要{n}分钟。", "肥料从{x}调运，全年用量{n}吨。")
"""What both say of a town that is neither's; in one place the document names another."""

_SHARED_COUNTY: Final = (
    "{c}县委、县政府对此给予了充分肯定。",
    "在{c}农业农村局的支持下，落实项目资金{n}万元。",
    "获得{c}表彰奖励{n}项。",
    "{c}融媒体中心报道我们的做法{n}次。",
)
_BIG_MENTIONS: Final = (
    "赴{b}开展招商活动{n}次，洽谈项目{n}个。",
    "在{b}设立流动党员联络点，覆盖外出务工人员{n}人。",
    "产品远销{b}等地，销售额{n}万元。",
)
_LEADERS: Final = (
    "县委书记{p}先后{n}次到我镇调研指导工作。",
    "副县长{p}现场办公，协调解决用地指标{n}亩。",
    "市委领导{p}对这一做法作出批示。",
)
_PAST: Final = (
    "各项收入比{y}年增长{n}个百分点。",
    "这项工程自{y}年启动以来，累计完成投资{n}万元。",
    "与{y}年相比，信访总量下降{n}件。",
    "{y}年立项的农贸市场改造项目今年全部完工。",
    "继{y}年之后，再次获评全县先进。",
    "全面完成{y}年至今遗留的问题整改{n}个。",
)
_PAST_HELD: Final = ("较{y}年同期多出{n}户。", "荣获{y}年度全市平安建设先进单位称号。")
"""What both say of the source's year, which is the past in the document."""


@dataclass
class Made:
    """A source, a document, and what of the source's was forgotten in the document: each name and how often it was,
    and by what the document replaced it elsewhere."""

    source: str
    document: str
    forgotten: Counter[str] = field(default_factory=Counter)
    owns: dict[str, str] = field(default_factory=dict)
    decoys: dict[str, str] = field(default_factory=dict)
    """Names that stand rightly, and the kind of the sentence."""


@dataclass(frozen=True)
class _Sentence:
    """What it is in the source, and in the document; one of them may be empty."""

    theirs: str
    own: str


class _Maker:
    def __init__(self, rng: random.Random, held: bool) -> None:
        self.rng = rng
        self.held = held
        self.sentences: list[_Sentence] = []
        self.made = Made("", "")
        self.drawn: set[str] = set()

    def shapes(self, known: Sequence[str], held: Sequence[str]) -> Sequence[str]:
        """The sentences to draw from."""
        return held if self.held else known

    def figures(self, shape: str) -> tuple[str, str]:
        """A shape with its figures filled in for the source, and for the document, where most are others."""
        theirs = re.sub(r"\{n\}", lambda _: str(self.rng.randint(2, 400)), shape)
        if self.rng.random() < 0.3:
            return theirs, theirs
        return theirs, re.sub(r"\{n\}", lambda _: str(self.rng.randint(2, 400)), shape)

    def add(self, shape: str, theirs: dict[str, str], own: dict[str, str]) -> None:
        """A sentence of both, each with its names."""
        one, other = self.figures(shape)
        self.sentences.append(_Sentence(one.format(**theirs), other.format(**own)))

    def add_own(self, shape: str, **names: str) -> None:
        """A sentence of the document alone."""
        self.sentences.append(_Sentence("", self.figures(shape)[1].format(**names)))

    def draw(self, slot: str, times: int) -> list[str]:
        """Sentences that were not drawn before: texts seldom say one thing of two villages in the same words."""
        shapes = self.shapes(MENTIONS[slot], (*MENTIONS_HELD[slot], *MENTIONS[slot]))
        free = [shape for shape in shapes if shape not in self.drawn]
        # those that were kept back first
        drawn = free[:times] if self.held else self.rng.sample(free, min(times, len(free)))
        self.drawn.update(drawn)
        return drawn

    def mention(self, slot: str, key: str, theirs: str, own: str, times: int, forgotten: int) -> None:
        """A name of the source in so many sentences, of which it was forgotten in some."""
        drawn = self.draw(slot, times)
        for number, shape in enumerate(drawn):
            stays = number < forgotten and len(drawn) > forgotten
            self.add(shape, {key: theirs}, {key: theirs if stays else own})
            if stays:
                self.made.forgotten[theirs] += shape.count("{" + key + "}")
        self.made.owns[theirs] = own


def make(paragraphs: Sequence[str], seed: int, *, held: bool = False) -> Made:
    """A pair made of paragraphs of a real text; ``held`` takes the sentences that are kept back."""
    rng = random.Random(seed)
    maker = _Maker(rng, held)
    every = _VILLAGES.split()
    towns, villages = rng.sample(_TOWNS.split(), 2), rng.sample(every, 12)
    if rng.random() < 0.35:  # names that share a part
        at = rng.randrange(0, len(every) - 1)
        villages[0], villages[6] = every[at], every[at + 1]
        villages[1:6] = [v for v in every[:30] if v not in (villages[0], villages[6])][:5]
        villages[7:] = [v for v in every[30:] if v not in villages[:7]][:5]
    people = list(dict.fromkeys(rng.choice(_SURNAMES) + rng.choice(_GIVEN.split()) for _ in range(20)))[:8]
    firms = rng.sample(_FIRMS.split(), 2)
    year = rng.randint(2016, 2024)
    slots = [("town", "t", towns[0], towns[1], rng.randint(4, 9))]
    slots += [("village", "v", villages[n], villages[6 + n], rng.randint(2, 4)) for n in range(5)]
    slots += [("person", "p", people[n], people[4 + n], rng.randint(2, 3)) for n in range(2)]
    slots += [("firm", "f", firms[0], firms[1], rng.randint(2, 3))]
    slots += [("year", "y", f"{year}", f"{year + 1}", rng.randint(3, 5))]
    leaves = set(rng.sample(range(len(slots)), rng.randint(0, 4)))
    rng.shuffle(slots)
    for number, (slot, key, theirs, own, times) in enumerate(slots):
        forgotten = min(times - 1, rng.choice((1, 1, 1, 2, 3)) if times > 3 else 1) if number in leaves else 0
        maker.mention(slot, key, theirs, own, times, forgotten)
    _decoys(maker, towns, villages, people, year)
    _assemble(maker, paragraphs, towns, year)
    return maker.made


def _decoys(maker: _Maker, towns: Sequence[str], villages: Sequence[str], people: Sequence[str], year: int) -> None:
    """Two to five kinds of places in which the document names rightly what is the source's."""
    rng = maker.rng
    kinds = [
        "own",
        "own-village",
        "both",
        "both-villages",
        "swapped",
        "longer",
        "alike",
        "county",
        "big",
        "leader",
        "third",
    ]
    for kind in [*rng.sample(kinds, rng.randint(2, 4)), "past"]:
        theirs = towns[0]
        if kind == "own":
            for shape in rng.sample(maker.shapes(_OWN, _OWN_HELD), 2):
                maker.add_own(shape, x=towns[0])
        elif kind == "own-village":
            theirs = villages[1]
            maker.add_own(rng.choice(maker.shapes(_OWN, _OWN_HELD)), x=theirs)
        elif kind in ("both", "both-villages"):
            one, other = towns if kind == "both" else (villages[0], villages[6])
            theirs = one
            names = {"x": one, "o": other}
            for shape in rng.sample(maker.shapes(_BOTH, _BOTH_HELD), rng.randint(1, 2)):
                maker.add(shape, names, names)
        elif kind == "swapped":
            for shape in rng.sample(maker.shapes(_SWAPPED, _SWAPPED_HELD), 1):
                maker.add(shape, {"o": towns[1]}, {"o": towns[0]})
        elif kind == "longer":
            theirs = villages[2].removesuffix("村").removesuffix("社区")
            names = {"x": theirs}
            maker.add(rng.choice(maker.shapes(_LONGER, _LONGER_HELD)), names, names)
        elif kind == "alike":
            # a village of the same name: both have it, and the document tells one thing of another village
            theirs, other = "石板村", villages[11]
            shapes = maker.draw("village", 4)
            for shape in shapes[:3]:
                maker.add(shape, {"v": theirs}, {"v": theirs})
            maker.add(shapes[3], {"v": theirs}, {"v": other})
            maker.add_own("我镇{x}今年拿到了市级美丽乡村称号，是全镇第{n}个。", x=theirs)
        elif kind == "county":
            theirs, other = rng.sample(_COUNTIES.split(), 2)
            shapes = rng.sample(_SHARED_COUNTY, 4)
            for shape in shapes[:3]:
                maker.add(shape, {"c": theirs}, {"c": theirs})
            maker.add(shapes[3], {"c": theirs}, {"c": rng.choice(("全县", "县里", "市里"))})
        elif kind == "big":
            theirs, other = rng.sample(_BIG.split(), 2)
            shapes = rng.sample(_BIG_MENTIONS, 3)
            for shape in shapes[:2]:
                maker.add(shape, {"b": theirs}, {"b": theirs})
            maker.add(shapes[2], {"b": theirs}, {"b": other})
        elif kind == "leader":
            theirs, other = people[2], people[3]
            shapes = rng.sample(_LEADERS, 3)
            for shape in shapes[:2]:
                maker.add(shape, {"p": theirs}, {"p": theirs})
            maker.add(shapes[2], {"p": theirs}, {"p": other})
        elif kind == "third":
            theirs, other = rng.sample([town for town in _TOWNS.split() if town not in towns], 2)
            shapes = rng.sample(maker.shapes(_THIRD, (*_THIRD_HELD, *_THIRD)), 2)
            maker.add(shapes[0], {"x": theirs}, {"x": theirs})
            maker.add(shapes[1], {"x": theirs}, {"x": other})
        elif kind == "past":
            theirs = f"{year}"
            for shape in rng.sample(maker.shapes(_PAST, _PAST_HELD), rng.randint(1, 2)):
                maker.add(shape, {"y": theirs}, {"y": theirs})
            base = rng.choice(_PAST)
            maker.add(base, {"y": f"{year - 1}"}, {"y": f"{year}"})
        maker.made.decoys[theirs] = kind


_NUMBER: Final = re.compile(r"(?<![\d.年])\d{2,4}(?![\d.年月])")


def _assemble(maker: _Maker, paragraphs: Sequence[str], towns: Sequence[str], year: int) -> None:
    """Put the sentences into the paragraphs, at ends of sentences; in the document some figures are others, and some
    paragraphs are missing."""
    rng = maker.rng
    pieces = [[each for each in re.split(r"(?<=[。！？])", paragraph) if each] for paragraph in paragraphs]
    places = [(p, s) for p, of in enumerate(pieces) for s in range(1, len(of) + 1) if of[s - 1][-1] in "。！？"]
    sentences = list(maker.sentences)
    rng.shuffle(sentences)
    put: dict[tuple[int, int], list[_Sentence]] = {}
    for number, sentence in enumerate(sentences):
        put.setdefault(places[number * len(places) // len(sentences)], []).append(sentence)
    source, document = [f"{towns[0]}{year}年工作总结"], [f"{towns[1]}{year + 1}年工作总结"]
    for p, of in enumerate(pieces):
        theirs, own = "", ""
        for s, words in enumerate(of, 1):
            theirs += words
            changed = rng.random() < 0.4
            own += _NUMBER.sub(lambda m: str(rng.randint(11, 9800)), words) if changed else words
            for sentence in put.get((p, s), ()):
                theirs += sentence.theirs
                own += sentence.own
        source.append(theirs)
        document.append(own)
    maker.made.source, maker.made.document = "\n".join(source), "\n".join(document)
