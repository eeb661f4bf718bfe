"""Authorship: which sources are own, on what ground, and what is never taken for own; all names are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.labelled import PARAGRAPH, SPECIFIC

import simcheck
from simcheck import Corpus, Document, Flag
from simcheck.i18n.printable import percent
from simcheck.render.markdown import markdown
from simcheck.render.terminal.lines import len_cells
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.report.report import Report

BODY = "\n".join([PARAGRAPH, *(f"{sentence}。" for sentence in SPECIFIC[:6])])


def written(name: str, head: str = "2024年工作总结", tail: str = "") -> Document:
    text = f"{head}\n{BODY}\n{tail}"
    return Document(simcheck.model.identity(name, text), name, text)


def own_notes(report: Report) -> list[tuple[str, ...]]:
    """The codes and the facts of the notes on authorship, apart from what the documents are called."""
    codes = ("own-unit", "own-author", "own-said", "own-copy", "signed-otherwise")
    hidden = ("document", "source", "record")
    return [
        (note.code, *(str(value) for fact, value in note.facts.items() if fact not in hidden and value))
        for note in report.notes
        if note.code in codes
    ]


@pytest.mark.parametrize(
    ("one", "other", "notes"),
    [
        # the same unit, and by what it is known
        (
            ("a", "青石镇桐花岭村2024年工作总结"),
            ("b", "青石镇桐花岭村2023年工作总结"),
            [("own-unit", "青石镇桐花岭村", "title")],
        ),
        (
            ("a", "青石镇桐花岭村2024年工作总结"),
            ("b", "青石镇　桐花岭村2023年工作总结"),
            [("own-unit", "青石镇桐花岭村", "title")],
        ),
        (
            ("青石镇_桐花岭村_2024.txt",),
            ("b", "青石镇桐花岭行政村2023年工作总结"),
            [("own-unit", "青石镇桐花岭村", "name, title")],
        ),
        (
            ("a", "2024年工作总结", "青石镇财政所\n2024年12月3日"),
            ("青石镇-财政所.txt", "2023年工作总结"),
            [("own-unit", "青石镇财政所", "signature, name")],
        ),
        (
            ("a", "2024年工作总结\n单位：青石镇"),
            ("b", "青石镇2023年工作总结"),
            [("own-unit", "青石镇", "heading, title")],
        ),
        # two villages, two schools, two offices of one address
        (("青石镇_桐花岭村_2024年工作总结.txt",), ("青石镇_石桥畈村_2024年工作总结.txt",), []),
        (("青石镇_桐花岭_2024年工作总结.txt",), ("青石镇_石桥畈_2024年工作总结.txt",), []),
        (("清河县教育局-第一小学.txt",), ("清河县教育局-第二小学.txt",), []),
        (("a", "青石镇-财政所2024年工作总结"), ("b", "青石镇-党建办2024年工作总结"), []),
        # a village and its township, two villages of one name
        (("青石镇_桐花岭村_2024年工作总结.txt",), ("青石镇2024年工作总结.txt",), []),
        (("青石镇_东风村_2024.txt", "东风村2024年工作总结"), ("白马镇_东风村_2024.txt", "东风村2024年工作总结"), []),
        # one name is one person only where the units do not contradict
        (("a", "青石镇述职报告\n述职人：张三"), ("b", "青石镇述职报告\n述职人：张三"), [("own-author", "张三")]),
        (("a", "述职报告\n述职人：张三"), ("b", "青石镇述职报告\n述职人：张三"), [("own-author", "张三")]),
        (("a", "青石镇述职报告\n述职人：张三"), ("b", "白马镇述职报告\n述职人：张三"), []),
        (("a", "青石镇述职报告\n述职人：张三"), ("b", "青石镇述职报告\n述职人：李四"), []),
        # signed by one, named after another
        (
            ("白马镇2024年工作总结.txt", "青石镇2024年工作总结"),
            ("b", "青石镇2023年工作总结"),
            [("signed-otherwise", "青石镇", "白马镇")],
        ),
        (
            ("a", "青石镇2024年工作总结"),
            ("白马镇2023年工作总结.txt", "2023年工作总结", "青石镇人民政府\n2023年12月3日"),
            [("signed-otherwise", "青石镇人民政府", "白马镇")],
        ),
        (
            ("白马镇/张三.txt", "青石镇述职报告\n述职人：张三"),
            ("b", "青石镇述职报告\n述职人：张三"),
            [("signed-otherwise", "青石镇", "白马镇")],
        ),
        # two witnesses in one text contradict
        (("a", "青石镇2024年工作总结", "白马镇人民政府\n2024年12月3日"), ("b", "青石镇2023年工作总结"), []),
    ],
)
def test_what_is_own_and_on_what_ground(
    one: tuple[str, ...], other: tuple[str, ...], notes: list[tuple[str, ...]]
) -> None:
    for left, right in ((one, other), (other, one)):
        report = simcheck.compare(written(*left), written(*right))
        flagged = [Flag.OWN in finding.flags for finding in report.findings]
        assert flagged
        assert all(flagged) is any(note[0].startswith("own-") for note in notes) is any(flagged)
        found = own_notes(report)
        if left is one:
            assert found == notes
        assert [note[0] for note in found] == [note[0] for note in notes]


@pytest.mark.parametrize(
    "one",
    [
        ("a", "述职报告\n述职人：{0}镇副镇长 王建国"),
        ("a", "述职报告\n述职人：王建国　职务：{0}镇副镇长"),
        ("a", "述职报告\n姓名：王建国\n工作单位及职务：{0}镇副镇长"),
        ("a", "述职报告\n姓名：王建国\n任职单位：{0}镇中心小学"),
        ("a", "述职报告\n姓名：王建国\n科室：{0}科"),
        ("a", "述职报告", "述职人：{0}镇副镇长 王建国\n2024年12月3日"),
        ("{0}镇王建国述职.txt", "述职报告\n述职人：王建国"),
        ("{0}镇述职报告/王建国.txt", "述职报告\n述职人：王建国"),
        ("{0}中/王建国.txt", "述职报告\n述职人：王建国"),
        ("{0}组 王建国.txt", "述职报告\n述职人：王建国"),
    ],
)
def test_two_of_one_name_are_not_one_person_where_anything_says_another_unit(one: tuple[str, ...]) -> None:
    mine, theirs = (written(*(part.format(name) for part in one)) for name in ("青石", "官渡"))
    assert own_notes(simcheck.compare(mine, theirs)) == []
    mine, theirs = (written(*(part.format("青石") for part in (f"{year}/{one[0]}", *one[1:]))) for year in (2023, 2024))
    assert [code for code, *_ in own_notes(simcheck.compare(mine, theirs))] == ["own-author"]


def test_the_screen_says_on_what_ground_own_work_is_left_out() -> None:
    one, other = written("a", "青石镇2024年工作总结"), written("b", "2023年工作总结", "青石镇\n2023年12月3日")
    report = simcheck.compare(one, other)
    share = report.share(without={Flag.OWN})
    figures = f"{share.part:,} / {share.whole:,} 有效字"
    screen = plain(report, Screen("zh", 80, View.NONE))
    assert re.search(f"去除本人 +{percent(share.ratio)} +{figures}  单位相同：青石镇，据标题、落款\n", screen)
    assert f"* 去除本人 **{percent(share.ratio)}** ({figures}) 单位相同：青石镇，据标题、落款\n" in markdown(
        report, "zh"
    )
    assert "same unit: 青石镇, by title, signature" in plain(report, Screen("en", 80, View.NONE))
    assert "said with --own" in plain(simcheck.compare(BODY, BODY + "。", own=True), Screen("en", 80, View.NONE))


def test_a_text_is_own_only_if_all_its_records_are(tmp_path: Path) -> None:
    same = f"2024年工作总结\n{BODY}"
    asked = Document("asked", "本文.txt", f"青石镇2025年工作总结\n{BODY}\n又写了一句。")
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, name, day in (("one", "青石镇2024年.txt", "2024-03-01"), ("two", "白马镇2024年.txt", "2024-01-01")):
            corpus.add(Document(id, name, same, {"date": day, "unit": name[:3]}))
        report = corpus.check(asked, own={"one"})
        assert list(report.sources) == ["two"]
        assert not any(Flag.OWN in finding.flags for finding in report.findings)
        assert own_notes(report) == [("own-copy", "青石镇2024年.txt", "白马镇2024年.txt")]
        # the one is of the same unit anyway
        assert own_notes(corpus.check(asked)) == [("own-copy", "青石镇2024年.txt", "白马镇2024年.txt")]
        report = corpus.check(asked, own={"one", "two"})
        assert all(Flag.OWN in finding.flags for finding in report.findings)
        assert [note[0] for note in own_notes(report)] == ["own-said"]


def test_a_screen_of_a_check_names_the_source_and_the_ground(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        corpus.add(written("去年.txt", "青石镇2023年工作总结"))
        corpus.add(Document("theirs", "别人.txt", "\n".join(SPECIFIC[20:30])))
        asked = Document("asked", "今年.txt", f"青石镇2024年工作总结\n{BODY}\n{SPECIFIC[20]}。{SPECIFIC[21]}。")
        report = corpus.check(asked)
    screen = plain(report, Screen("zh", 80, View.NONE))
    (at,) = (at for at, line in enumerate(screen.splitlines()) if line.strip().startswith("去除本人"))
    assert "① 单位相同：青石镇，据标题" in "\n".join(screen.splitlines()[at : at + 2])
    assert "① 单位相同：青石镇，据标题" in markdown(report, "zh")
    assert all(len_cells(line) <= 80 for line in screen.splitlines())
