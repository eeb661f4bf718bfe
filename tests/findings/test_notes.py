"""Notes: what was forgotten, blanks, traces of sites, outlines."""

from __future__ import annotations

import json
import time

from support.labelled import PARAGRAPH, SPECIFIC, noted

import simcheck
from simcheck.render.markdown import markdown
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.text.segmentation import headings


def test_a_name_that_was_forgotten_is_told_with_its_place() -> None:
    source = (
        "平江镇在李家村建起了第一座晾晒棚。\n李家村的晾晒棚用的是废旧钢管，镇里的铁匠铺前后焊了二十一天，没有向县里要一分钱。\n"
        "秋收时节，李家村的稻谷全部在棚里晾干，比往年少霉了三成，村民把省下的四百斤谷子送给了敬老院。"
    )
    copy = source.replace("李家村", "石门村", 2).replace("平江镇", "白水镇")
    report = simcheck.compare(copy + "。\n".join(SPECIFIC[:5]), source + "。\n".join(SPECIFIC[20:25]))
    (found,) = noted(report, "left-behind")
    assert (found["theirs"], found["own"], found["count"], found["paragraph"]) == ("李家村", "石门村", 1, 3)
    assert not noted(simcheck.compare(source, source), "left-behind")


def test_blanks_and_traces_of_sites_are_counted() -> None:
    text = "XX镇今年投入XX万元，加QQ群：123456789，更多范文请关注。\n" + "。\n".join(SPECIFIC[:4])
    report = simcheck.compare(text, "。\n".join(SPECIFIC[20:24]))
    assert noted(report, "unfilled")[0]["count"] == 2
    assert noted(report, "site-notice")


def test_an_outline_that_another_document_has_is_told() -> None:
    heads = ["一、水渠清淤", "二、晒场扩建", "三、茶厂搬迁", "四、渡口改造", "五、鱼塘承包"]

    def report_with(own: list[str]) -> str:
        return "\n".join(f"{head}\n{words}。" for head, words in zip(heads, own, strict=True))

    report = simcheck.compare(report_with(SPECIFIC[:5]), report_with(SPECIFIC[20:25]))
    (found,) = noted(report, "same-outline")
    assert (found["same"], found["headings"]) == (5, 5)
    other = (
        report_with(SPECIFIC[30:35]).replace("水渠清淤", "道路").replace("茶厂搬迁", "养殖").replace("鱼塘承包", "电站")
    )
    assert not noted(simcheck.compare(other, report_with(SPECIFIC[20:25])), "same-outline")


def test_what_is_said_of_everybody_or_stands_in_another_name_was_not_forgotten() -> None:
    base = "，在会上逐条研究了晒谷场扩建的四个难点，当场定下由三个组轮流出工、每户出两个工，散会后一起去看了场地。"
    for mine, theirs, kept in (
        ("全镇共排查", "全县共排查", "位列全县第三名，召开全县现场推进会"),
        ("学校开展义诊", "医院开展义诊", "与县人民医院建立绿色通道"),
        ("石门村的组长", "李家村的组长", "请李家村小学的老师帮忙"),
    ):
        report = simcheck.compare(mine + base + kept + base, theirs + base + kept + base)
        told = [note["theirs"] for note in noted(report, "left-behind")]
        assert told == (["李家村"] if "李家村" in kept else [])


def test_headings_take_linear_time() -> None:
    started = time.process_time()
    headings("一、" + " " * 200_000 + "x。y")
    headings("1. 完成建设\n" * 20_000)
    assert time.process_time() - started < 5


def test_a_note_that_lacks_its_facts_is_shown_nevertheless() -> None:
    data = json.loads(simcheck.compare(PARAGRAPH, PARAGRAPH + SPECIFIC[0]).to_json())
    data["notes"] = [{"code": code, "facts": {}} for code in ("left-behind", "origin-earliest", "own-unit", "unfilled")]
    report = simcheck.Report.from_json(json.dumps(data))
    assert "left-behind" in plain(report, Screen("zh", 80, View.INLINE))
    assert "own-unit" in markdown(report, "en")
