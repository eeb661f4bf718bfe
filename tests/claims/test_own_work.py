"""Own work: excused only where author and unit are the same, and do not contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.claims import compared, is_own
from support.stories import report


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: its name (with folders), the lines above its text and those below."""

    file: str
    head: str = "工作总结"
    foot: str = ""

    @property
    def text(self) -> str:
        return report(self.head, range(6), self.foot)


@dataclass(frozen=True, slots=True)
class Situation:
    """Pairs of one kind, whether they are of one hand, and what would be false."""

    false: str
    pairs: Sequence[tuple[Sheet, Sheet]]
    own: bool = False


def files(*patterns: str, one: str = "沙河坝村", other: str = "铁炉寨村") -> list[tuple[Sheet, Sheet]]:
    """Files that differ in what ``{}`` stands for."""
    return [
        (Sheet(f"{pattern.format(one)}.txt", "2024年工作总结"), Sheet(f"{pattern.format(other)}.txt", "2024年工作总结"))
        for pattern in patterns
    ]


def heads(*patterns: str, one: str = "沙河坝村", other: str = "铁炉寨村") -> list[tuple[Sheet, Sheet]]:
    """Titles that differ in what ``{}`` stands for; the files' names say nothing."""
    return [(Sheet("甲.txt", pattern.format(one)), Sheet("乙.txt", pattern.format(other))) for pattern in patterns]


def feet(*patterns: str, one: str = "沙河坝村", other: str = "铁炉寨村") -> list[tuple[Sheet, Sheet]]:
    """Signatures that differ in what ``{}`` stands for."""
    return [
        (Sheet("甲.txt", foot=pattern.format(one)), Sheet("乙.txt", foot=pattern.format(other))) for pattern in patterns
    ]


SITUATIONS = {
    "township and village in the file's name, by every sign": Situation(
        "both villages are the township",
        files(
            *(
                f"官渡镇{sign}{{}}{sign}2024年工作总结"
                for sign in ("_", "＿", "-", "－", "—", "——", "–", "·", ".", "、")
            )
        )
        + files(
            *(
                f"官渡镇{sign}{{}}{sign}年终总结"
                for sign in (" ", "　", "+", "＋", "～", "~", "#", "&", "：", "，", ";")
            )
        ),
    ),
    "township before a village in brackets": Situation(
        "both villages are the township",
        files(
            "官渡镇（{}）2024年工作总结", "官渡镇【{}】2024年工作总结", "【官渡镇】{}2024年工作总结", "官渡镇[{}]总结"
        )
        + files("官渡镇2024年村级工作总结（{}）", "官渡镇2024年村级总结-{}", "2024年官渡镇村级总结 {}"),
    ),
    "a county's bureau before its schools": Situation(
        "both schools are the bureau",
        files(
            "澄水县教育局-{}-2024年总结",
            "澄水县教育局_{}",
            "澄水县教体局（{}）2024年总结",
            one="第三中学",
            other="第五中学",
        )
        + heads("澄水县教育局　{}2024年工作总结", "澄水县教育局——{}2024年工作总结", one="第三小学", other="实验幼儿园"),
    ),
    "a township before its stations": Situation(
        "the station for farming and the office of justice are one",
        files("官渡镇_{}_2024年工作总结", "官渡镇（{}）年终总结", "官渡镇·{}总结", one="农技站", other="司法所")
        + heads("官渡镇　{}2024年工作总结", "官渡镇·{}2024年工作总结", one="财政所", other="退役军人服务站"),
    ),
    "three levels in a name": Situation(
        "both villages are the county or the township",
        files("澄水县-官渡镇-{}-2024年工作总结", "澄水县_官渡镇_{}", "澄水县 官渡镇 {} 总结", "澄水县官渡镇_{}_总结"),
    ),
    "township and village in the title": Situation(
        "both villages are the township",
        heads(
            "官渡镇　{}2024年工作总结",
            "官渡镇 {} 2024年工作总结",
            "官渡镇·{}2024年工作总结",
            "官渡镇——{}2024年工作总结",
        )
        + heads(
            "官渡镇（{}）2024年工作总结", "官渡镇：{}2024年工作总结", "官渡镇2024年村级工作总结——{}", "官渡镇_{}_总结"
        ),
    ),
    "the village on a line of its own": Situation(
        "both villages are the township that called for the reports",
        heads(
            "官渡镇2024年村级党组织书记述职材料\n{}",
            "官渡镇\n{}\n2024年工作总结",
            "官渡镇2024年度村级考核材料\n（{}）",
            "官渡镇村级年度总结\n——{}",
        ),
    ),
    "folder of the township, files of the villages": Situation(
        "both villages are the township whose folder they lie in",
        files("官渡镇/{}", "官渡镇/官渡镇-{}", "官渡镇2024年总结/{}", "官渡镇/{}/2024年工作总结"),
    ),
    "signatures of township and village": Situation(
        "both villages are the township that stands above or before them",
        feet(
            "官渡镇{}村民委员会\n2024年12月3日",
            "官渡镇　{}\n2024年12月3日",
            "官渡镇·{}\n2024年12月3日",
            "中共官渡镇{}支部委员会\n2024年12月3日",
            "官渡镇\n{}村民委员会\n2024年12月3日",
        ),
    ),
    "one name in two villages": Situation(
        "two teachers of one name are one person",
        feet("{}小学　张海燕\n2024年12月3日", "述职人：{}小学张海燕\n2024年12月3日", "{}\n张海燕\n2024年12月3日")
        + heads("{}小学教师述职报告\n张海燕", "述职报告\n{}小学　张海燕", "{}党支部书记述职报告\n张海燕"),
    ),
    "one name in two files' units": Situation(
        "two clerks of one name are one person",
        files("{}_张海燕_述职报告", "{}-张海燕-2024年述职", "{}张海燕述职报告", "张海燕（{}）述职报告")
        + [
            (
                Sheet(f"{one}2024年述职报告.txt", "述职报告", "述职人：李建军\n2024年12月3日"),
                Sheet(f"{other}2024年述职报告.txt", "述职报告", "述职人：李建军\n2024年12月3日"),
            )
            for one, other in (("官渡镇财政所", "花桥镇财政所"), ("沙河坝村", "铁炉寨村"))
        ],
    ),
    "villages of one name in two townships": Situation(
        "新建村 of 官渡镇 is 新建村 of 花桥镇",
        files("{}_新建村_2024年工作总结", "{}新建村2024年工作总结", "{}（新建村）总结", one="官渡镇", other="花桥镇")
        + heads("{}新建村2024年工作总结", "{}　新建村2024年工作总结", one="官渡镇", other="花桥镇")
        + feet("{}新建村村民委员会\n2024年12月3日", one="官渡镇", other="花桥镇"),
    ),
    "the signature contradicts the file's name": Situation(
        "a paper handed in as one village's and signed by another is own work of the one or of the other",
        [
            (
                Sheet("沙河坝村2024年工作总结.txt", "2024年工作总结", "铁炉寨村村民委员会\n2024年12月3日"),
                Sheet(f"{unit}2023年工作总结.txt", f"{unit}2023年工作总结", f"{unit}村民委员会\n2023年12月5日"),
            )
            for unit in ("沙河坝村", "铁炉寨村")
        ],
    ),
    "the title contradicts the file's name": Situation(
        "a paper handed in under one village's name and headed by another's is own work",
        [
            (
                Sheet("沙河坝村2024年工作总结.txt", "铁炉寨村2024年工作总结"),
                Sheet(f"{unit}2023年工作总结.txt", f"{unit}2023年工作总结", f"{unit}村民委员会\n2023年12月5日"),
            )
            for unit in ("沙河坝村", "铁炉寨村")
        ],
    ),
    "last year's report of the same village": Situation(
        "nothing: it is own work, and is said to be",
        [
            (Sheet("甲.txt", "沙河坝村2024年工作总结"), Sheet("乙.txt", "沙河坝村2023年工作总结")),
            (Sheet("甲.txt", "官渡镇沙河坝村2024年工作总结"), Sheet("乙.txt", "官渡镇沙河坝村2023年工作总结")),
            (
                Sheet("沙河坝村2024年工作总结.txt", "沙河坝村2024年工作总结", "沙河坝村村民委员会\n2024年12月3日"),
                Sheet("沙河坝村2023年工作总结.txt", "沙河坝村2023年工作总结", "沙河坝村村民委员会\n2023年12月5日"),
            ),
        ],
        own=True,
    ),
    "the same village behind the same township and sign": Situation(
        "nothing: it is own work, and is said to be",
        [
            (
                Sheet(f"官渡镇{sign}沙河坝村{sign}2024年工作总结.txt", "2024年工作总结"),
                Sheet(f"官渡镇{sign}沙河坝村{sign}2023年工作总结.txt", "2023年工作总结"),
            )
            for sign in ("_", "-")
        ],
        own=True,
    ),
    "last year's report of the same person there": Situation(
        "nothing: it is own work, and is said to be",
        [
            (
                Sheet("甲.txt", "沙河坝小学2024年述职报告", "述职人：张海燕\n2024年12月3日"),
                Sheet("乙.txt", "沙河坝小学2023年述职报告", "述职人：张海燕\n2023年12月5日"),
            )
        ],
        own=True,
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_own_is_what_one_hand_wrote(name: str, tmp_path: Path) -> None:
    situation = SITUATIONS[name]
    wrong = []
    for number, (document, source) in enumerate(situation.pairs):
        report = compared(tmp_path / str(number), (document.file, document.text), (source.file, source.text))
        if is_own(report, Path(source.file).name) is not situation.own:
            wrong.append((document.file, document.head, document.foot))
    assert not wrong, situation.false
