"""What the findings of a report mean together: own texts, templates, and the same figures in every view."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from support import SAMPLES
from support.labelled import PARAGRAPH, SPECIFIC, TOWN, labelled, lines

import simcheck
from simcheck import Flag
from simcheck.i18n.en import EN
from simcheck.i18n.printable import percent
from simcheck.i18n.zh import ZH
from simcheck.model import APART
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain


def test_own_texts_are_seen_by_unit_or_author_or_said_to_be() -> None:
    mine = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[:8]))
    last = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[20:28]))
    theirs = TOWN.format(town="白水镇", village="三岔村", rest="。\n".join(SPECIFIC[20:28]))
    assert all(Flag.OWN in f.flags for f in simcheck.compare(mine, last).findings)
    assert not any(Flag.OWN in f.flags for f in simcheck.compare(mine, theirs).findings)
    said = simcheck.compare(mine, theirs, own=True)
    assert all(Flag.OWN in f.flags for f in said.findings)
    assert said.share().part
    assert said.share(without={Flag.OWN}).part == 0
    assert [n.code for n in said.notes if n.code.startswith("own-")] == ["own-said"]


def test_what_a_template_gave_counts_nowhere_and_is_not_hidden() -> None:
    form = (
        "一、基本情况\n请填写本单位所辖的村组数、户数、人数，以及当年末的常住人口，数字须与统计公报一致。\n"
        "二、主要做法\n请分条说明，每条不少于二百字，做法要具体到人、到事、到时间，不得只列会议和文件的名称。\n"
    )
    mine = form + "。\n".join([PARAGRAPH, *SPECIFIC[:8]])
    other = form + "。\n".join([PARAGRAPH, *SPECIFIC[20:28]])
    plain, report = simcheck.compare(mine, other), simcheck.compare(mine, other, templates=[form])
    given = sum(map(str.isalnum, form))
    assert plain.share().whole - report.share().whole == given
    assert plain.share().part - report.share().part == given
    assert report.marked(Flag.TEMPLATE) == given
    assert {m.facts["template"] for m in report.marks if m.flag is Flag.TEMPLATE} == {"template 1"}
    kept = {(f.match.left, f.match.right) for f in report.findings}
    assert kept == {(f.match.left, f.match.right) for f in plain.findings}
    alone = simcheck.compare(mine, form, templates=[form])
    assert all(Flag.TEMPLATE in f.flags for f in alone.findings)
    assert alone.share().part == 0


def test_what_is_filled_into_the_blanks_of_a_form_is_nobody_elses() -> None:
    blanks = (
        "本村位于镇区____方向____公里处，辖____个村民小组、____户____人，耕地____亩，党员____名，集体收入____万元。"
    )
    form = f"____村____年工作总结\n一、基本情况\n{blanks}\n二、主要做法和成效\n"

    def filled(village: str, *figures: str, rest: str) -> str:
        values = iter(figures)
        line = "".join(next(values, "") + part for part in blanks.split("____"))
        return f"{village}2024年工作总结\n一、基本情况\n{line}\n二、主要做法和成效\n{rest}"

    here = ("", "东南", "3", "13", "561", "1207", "3522", "58", "88")
    there = ("", "东南", "3", "13", "190", "1036", "2977", "41", "96")
    mine = filled("石磨坪村", *here, rest="。\n".join(SPECIFIC[:8]))
    other = filled("蜂桶岩村", *there, rest="。\n".join(SPECIFIC[20:28]))
    report = simcheck.compare(mine, other, templates=[form])
    assert report.findings
    assert all(Flag.TEMPLATE in f.flags for f in report.findings)
    assert report.share().part == 0
    # what stands right behind the form and was taken, changed or not, is no part of it
    for taken in (PARAGRAPH, PARAGRAPH.replace("，", "，也")):
        report = simcheck.compare(mine + PARAGRAPH, other.replace(SPECIFIC[20], taken), templates=[form])
        assert report.share().part >= 0.8 * sum(map(str.isalnum, PARAGRAPH))


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md")))
def test_an_identical_text_reads_100_percent_whatever_is_left_out(name: str) -> None:
    text = simcheck.read(SAMPLES / name).text
    report = simcheck.compare(text, text)
    for flags in (set(), {Flag.BOILERPLATE}, {Flag.QUOTED}, {Flag.QUOTED, Flag.BOILERPLATE}):
        assert report.share(without=flags).ratio == 1, flags


_JUDGES = re.compile("抄袭者|作弊|造假|违规|剽窃|不合格|涉嫌|plagiari|cheat|guilty|fraud|violat", re.IGNORECASE)


@pytest.mark.parametrize("table", [ZH, EN], ids=["zh", "en"])
def test_no_sentence_judges(table: dict[str, str]) -> None:
    said = {key: words for key, words in table.items() if _JUDGES.search(words)}
    assert not said
    # the word may be there only to say that it is not for the program to use
    assert [key for key, words in table.items() if "抄袭" in words] in ([], ["closing"])


def test_every_view_tells_the_same_of_what_findings_mean() -> None:
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    quoted = "守着青山不砍树，守着清水不撒网，把山和水一起交给后来的人"
    case = labelled(lines("refilled")[0])
    heads = ["一、水渠清淤", "二、晒场扩建", "三、茶厂搬迁", "四、渡口改造"]

    def page(passage: str, own: list[str]) -> str:
        parts = [f"老支书王德发同志常说：“{quoted}”。", passage, f"{PARAGRAPH}{slogan}。", "。".join(own) + "。"]
        body = "\n".join(f"{head}\n{part}" for head, part in zip(heads, parts, strict=True))
        return f"青岩镇2024年工作总结\n\n{body}\n青岩镇人民政府\n"

    report = simcheck.compare(page(case.left, SPECIFIC[:10]), page(case.right, SPECIFIC[20:30]))
    data = json.loads(report.to_json())
    screen = plain(report, Screen("zh", 100, View.INLINE, every=True))
    saved = markdown(report, "zh")
    for name, label, flags in (
        ("without_quoted", "去除引用", {Flag.QUOTED}),
        ("without_own", "去除本人", {Flag.OWN}),
        ("without_apart", "去除套话等", APART),
    ):
        share = report.share(without=flags)
        assert (share.part, share.whole) == (data["totals"][name]["part"], data["totals"][name]["whole"])
        figures = f"{share.part:,} / {share.whole:,} 有效字"
        assert re.search(f"{label} +{percent(share.ratio)} +{figures}", screen)
        assert f"* {label} **{percent(share.ratio)}** ({figures})" in saved
        assert share != report.share()
    rows = list(csv.DictReader(io.StringIO(table(report, "zh").removeprefix("\ufeff"))))
    for row, finding in zip(rows, data["findings"], strict=True):
        words = {"boilerplate": "套话", "scattered": "零星", "quoted": "引用", "own": "本人旧稿", "template": "模板"}
        assert set(row["标记"].split("、")) == {words[flag] for flag in finding["flags"]}
        assert int(row["照搬的数字"]) == finding["figures"]
        assert len(row["换了什么"].split("；")) == max(1, len(finding["substitutions"]))
    flat_screen, flat_saved = (re.sub(r"[\s│\\]", "", words) for words in (screen, saved))
    right = next(iter(report.sources.values())).text
    for finding in report.findings:
        for s in finding.substitutions:
            pair = re.sub(r"\s", "", f"{s.left.of(report.document.text)}←{s.right.of(right)}")
            assert pair in flat_screen
            assert pair in flat_saved
    for phrase in (quoted[:20], slogan[:20], "单位相同（青岩镇）"):
        assert phrase in flat_screen
        assert phrase in flat_saved


def test_nothing_is_left_to_show_and_nothing_breaks(tmp_path: Path) -> None:
    mine = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[:4]))
    last = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[20:24]))
    for report, without in (
        (simcheck.compare(mine, last), frozenset({Flag.OWN})),
        (simcheck.compare(mine, last, templates=[last]), frozenset[Flag]()),
    ):
        for view in View:
            assert "0.0%" in plain(report, Screen("zh", 80, view, without=without, every=True))
        assert "0.0%" in markdown(report, "zh", without=without)


def test_both_directions_leave_out_the_same() -> None:
    form = "一、基本情况\n请填写本单位所辖的村组数、户数、人数，以及当年末的常住人口，数字须与统计公报一致。\n"
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    both = (
        f"{form}{PARAGRAPH}老支书王德发同志常说：“守着青山不砍树，守着清水不撒网，把山和水交给后来的人”。{slogan}。\n"
    )
    one, other = both + "。".join(SPECIFIC[:5]), both + "。".join(SPECIFIC[20:27])
    there, back = (simcheck.compare(*pair, templates=[form]) for pair in ((one, other), (other, one)))
    (source,), (mine,) = there.sources, back.sources
    for flags in (set(), {Flag.BOILERPLATE}, {Flag.QUOTED}, {Flag.QUOTED, Flag.BOILERPLATE}):
        assert there.taken_from(source, without=flags).part == back.share_of(mine, without=flags).part, flags
    same = simcheck.compare(form, form, templates=[form])
    assert (same.share().part, same.taken_from(next(iter(same.sources))).part) == (0, 0)
