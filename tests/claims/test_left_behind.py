"""疑似漏改: a name or a year of the source that stayed where the writer meant to put another, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.claims import compared, left_behind

FORM = """{镇}{村}{年}年工作总结

{村}的老油坊在{年}年三月拆了西墙，{书记}带着九个人清走碎砖四十一车，把石碾子移到{村}祠堂门口，围了一圈木栏。
{年}年五月，{村}和县水利站一起把七百六十米土渠改成水泥渠，第三组的一百三十亩秧田头一回同一天放满了水。
入秋以后，{村}二十九户人家把晒坝腾出来，轮流晒完了四万二千斤稻谷，{书记}每晚十点去看一遍油布盖好没有。
{另}
腊月里，{村}请来外县的皮影班子唱了三晚，戏箱是十一个人从渡口抬上来的，最后一晚下了雪，台下还坐着两百多人。
冬至那天，{书记}把{年}年的账本摊在{村}戏台上，七百四十一笔收支逐笔念了一遍，念到天黑，没有人提前走。
"""
"""A report in which the place, the year and the secretary are to be filled in, and one sentence more."""

SOURCE: Mapping[str, str] = {"镇": "官渡镇", "村": "柿树湾村", "年": "2023", "书记": "周德胜", "另": ""}
DOCUMENT: Mapping[str, str] = {"镇": "官渡镇", "村": "黄泥塘村", "年": "2024", "书记": "陈广生", "另": ""}


@dataclass(frozen=True, slots=True)
class Situation:
    """How the two differ from the usual ones, and what would be false."""

    false: str
    document: Mapping[str, str]
    source: Mapping[str, str]
    forgotten: str = ""
    """The name or year that was left behind and must be told; empty if none was."""
    stays: Callable[[str], str] = str
    """What happens to the document's text afterwards."""

    def texts(self) -> tuple[str, str]:
        document = FORM.format_map({**DOCUMENT, **self.document})
        return self.stays(document), FORM.format_map({**SOURCE, **self.source})


def put_back(own: str, theirs: str, context: str) -> Callable[[str], str]:
    """In one place, before ``context``, the source's word stays."""
    return lambda text: text.replace(own + context, theirs + context, 1)


BANK = "八月十一日，{0}与{1}在界河边合修了一道石堰，两家各出十六个劳力，用了块石九十三方，完工那天一起杀了一头羊。"
ROAD = "从{0}到{1}的石子路由两边各养护一半，全长二点七公里，每月初五各派四个人补坑，今年用掉碎石六十二方。"
WILLOW = "河边补栽的杨树和柳树一共五百二十棵，沟里的淤泥挖出来正好培根，请的是隔壁县的移树队，七天栽完。"
PLAIN = "村口的石桥上个月换了栏板，桥头那棵白马骨开了花，照相馆的人来拍了二十四张，挂在会议室东墙上。"

SITUATIONS = {
    "two whole names that end alike": Situation(
        "沟 or 马 of the source stayed, because both villages are called so",
        {"村": "石桥沟村", "另": PLAIN},
        {"村": "白马沟村", "另": PLAIN},
    ),
    "a third village whose name is a part of the source's": Situation(
        "石桥 stayed: 石桥村 is another village than 石桥沟村, in both",
        {"村": "白马沟村", "另": "石桥村的水车借来用了九天，" + PLAIN},
        {"村": "石桥沟村", "另": "石桥村的水车借来用了九天，" + PLAIN},
    ),
    "eastern and western streets": Situation(
        "东 or 东街 stayed: the schools of both streets are named in both",
        {"镇": "澄水县", "村": "西街道", "另": "东街小学和西街小学合用一个操场，" + PLAIN},
        {"镇": "澄水县", "村": "东街道", "另": "东街小学和西街小学合用一个操场，" + PLAIN},
    ),
    "things called like a village": Situation(
        "油坊 or 磨盘 stayed: these are an oil mill and a millstone",
        {"村": "磨盘村", "另": "油坊里的磨盘裂了，换下的磨盘垫在油坊门口，" + PLAIN},
        {"村": "油坊村", "另": "油坊里的磨盘裂了，换下的磨盘垫在油坊门口，" + PLAIN},
    ),
    "trees that are part of a name": Situation(
        "柳树 in a sentence on trees is the source's 柳树沟村",
        {"村": "杨树沟村", "另": WILLOW},
        {"村": "柳树沟村", "另": WILLOW},
    ),
    "east and west": Situation(
        "东街 stayed: the road between both is called by both in both",
        {"镇": "花桥街道", "村": "西街社区", "另": ROAD.format("东街", "西街")},
        {"镇": "花桥街道", "村": "东街社区", "另": ROAD.format("东街", "西街")},
    ),
    "upper and lower": Situation(
        "上坝 stayed: both tell of the ford between 上坝 and 下坝",
        {"村": "下坝村", "另": "上坝渡和下坝渡" + ROAD.format("上坝村", "下坝村")},
        {"村": "上坝村", "另": "上坝渡和下坝渡" + ROAD.format("上坝村", "下坝村")},
    ),
    "neighbours that name each other": Situation(
        "the source's name stayed, where the document names its neighbour as the source did",
        {"另": BANK.format("黄泥塘村", "柿树湾村")},
        {"另": BANK.format("柿树湾村", "黄泥塘村")},
    ),
    "a neighbour in a sentence of one's own": Situation(
        "the source's name stayed: the sentence is not copied",
        {"另": "七月，柿树湾村的干部坐三辆面包车来看我们的磨坊，住了一夜，带走两袋荞麦种子，答应秋后还三袋。"},
        {"另": "供销社的旧秤坏了，修秤人老葛在门槛上坐了半天，换了一只秤砣，收了二十五元，秤星全用铜丝重钉。"},
    ),
    "a secretary who left": Situation(
        "周德胜 stayed: the old secretary is still called so",
        {"另": "老支书周德胜退下来以后还管着钥匙，" + PLAIN},
        {"另": "老支书周德胜退下来以后还管着钥匙，" + PLAIN},
    ),
    "a village that was merged": Situation(
        "柿树湾村 stayed: the former one is spoken of",
        {"另": "原柿树湾村的会计把旧账交清了，" + PLAIN},
        {"另": "原柿树湾村的会计把旧账交清了，" + PLAIN},
    ),
    "what was bought last year": Situation(
        "2023年 stayed: this year is spoken of beside it",
        {"另": "2023年买的抽水机今年换了一根皮带，" + PLAIN},
        {"另": "2023年买的抽水机今年换了一根皮带，" + PLAIN},
    ),
    "last year's flood": Situation(
        "2023年 stayed: the flood was in that year",
        {"另": "被2023年洪水冲毁的木桥重新架好了，" + PLAIN},
        {"另": "被2023年洪水冲毁的木桥重新架好了，" + PLAIN},
    ),
    "what next year will bring": Situation(
        "2024年 stayed: it is what is planned",
        {"年": "2023", "另": "2024年打算再修两里土路，" + PLAIN},
        {"年": "2024", "另": "2024年打算再修两里土路，" + PLAIN},
    ),
    "a name within the own name": Situation(
        "the source's 石门 stayed: it is the head of the document's own 石门坎村",
        {"村": "石门坎村"},
        {"村": "石门村"},
    ),
    "the own name within the source's": Situation(
        "大石门村 stayed, or 石门: the document has its own name everywhere",
        {"村": "石门村", "另": PLAIN},
        {"村": "大石门村", "另": PLAIN},
    ),
    "a township called as the source's village": Situation(
        "沙河 stayed: both villages belong to 沙河镇",
        {"镇": "沙河镇", "村": "鹿角村", "另": "沙河镇水管所派来两名钳工，" + PLAIN},
        {"镇": "沙河镇", "村": "沙河村", "另": "沙河镇水管所派来两名钳工，" + PLAIN},
    ),
    "people of one surname": Situation(
        "the secretary's surname 王 stayed: it is another villager",
        {"书记": "李书记", "另": "王桂英家的三头水牛踩坏了田埂，" + PLAIN},
        {"书记": "王书记", "另": "王桂英家的三头水牛踩坏了田埂，" + PLAIN},
    ),
    "people of one generation": Situation(
        "周德 or 周德胜 stayed: 周德旺 is another man, and has his well in both",
        {"另": "周德旺家的井圈裂了，" + PLAIN},
        {"另": "周德旺家的井圈裂了，" + PLAIN},
    ),
    "two secretaries named together": Situation(
        "周德胜 stayed: both reports tell of both men",
        {"另": "周德胜和陈广生在界碑前各栽了一棵皂角树，" + PLAIN},
        {"另": "周德胜和陈广生在界碑前各栽了一棵皂角树，" + PLAIN},
    ),
    "a road called by its two ends": Situation(
        "柿树湾村 stayed: both reports name both ends of the road",
        {"另": ROAD.format("黄泥塘村", "柿树湾村")},
        {"另": ROAD.format("黄泥塘村", "柿树湾村")},
    ),
    "east and west together": Situation(
        "东街社区 stayed: both reports tell of both",
        {"镇": "花桥街道", "村": "西街社区", "另": BANK.format("东街社区", "西街社区")},
        {"镇": "花桥街道", "村": "东街社区", "另": BANK.format("东街社区", "西街社区")},
    ),
    "all villages in a row": Situation(
        "柿树湾 stayed: the row names all villages in both",
        {"另": "鹿角坪、黄泥塘、柿树湾、观音岩、老鸦溪五个村轮流用那台碾米机，" + PLAIN},
        {"另": "鹿角坪、黄泥塘、柿树湾、观音岩、老鸦溪五个村轮流用那台碾米机，" + PLAIN},
    ),
    "a longer name that begins alike": Situation(
        "石门 stayed: 石门坎水库 is called neither after 石门村 nor after 石鼓村",
        {"村": "石鼓村", "另": "石门坎水库的闸工老葛退休了，" + PLAIN},
        {"村": "石门村", "另": "石门坎水库的闸工老葛退休了，" + PLAIN},
    ),
    "a plan whose title has its years": Situation(
        "2023 stayed: it stands in the title of a plan that covers both years",
        {"另": "照《官渡镇水毁塘坝三年整修方案（2023—2025年）》排的次序，" + PLAIN},
        {"另": "照《官渡镇水毁塘坝三年整修方案（2023—2025年）》排的次序，" + PLAIN},
    ),
    "the year before": Situation(
        "2023 stayed: the document compares with the year before, as the source did with its own",
        {"另": "比2023年多收杨梅一千一百斤，" + PLAIN},
        {"另": "比2022年多收杨梅一千一百斤，" + PLAIN},
    ),
    "an older year of both": Situation(
        "2016 stayed: the well was dug in 2016 for both",
        {"另": "2016年打的那口机井深八十八米，" + PLAIN},
        {"另": "2016年打的那口机井深八十八米，" + PLAIN},
    ),
    "the village's name forgotten": Situation(
        "nothing: 柿树湾村 was forgotten, and must be told",
        {},
        {},
        forgotten="柿树湾",
        stays=put_back("黄泥塘村", "柿树湾村", "戏台"),
    ),
    "the year forgotten": Situation(
        "nothing: 2023 was forgotten, and must be told",
        {},
        {},
        forgotten="2023",
        stays=put_back("2024", "2023", "年的账本"),
    ),
    "the secretary forgotten": Situation(
        "nothing: 周德胜 was forgotten, and must be told",
        {},
        {},
        forgotten="周德胜",
        stays=put_back("陈广生", "周德胜", "每晚"),
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_left_behind_is_what_the_writer_forgot(name: str, tmp_path: Path) -> None:
    situation = SITUATIONS[name]
    document, source = situation.texts()
    told = left_behind(compared(tmp_path, ("本文.txt", document), ("来源.txt", source)))
    if situation.forgotten:
        assert situation.forgotten in "".join(each.theirs for each in told), situation.false
    else:
        assert told == [], situation.false
