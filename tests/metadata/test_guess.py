"""Guesses: dates and authors, and what holds of any text; every place and person here is made up."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date as Day

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import DAYS, report

from simcheck.entities.dates import date
from simcheck.metadata.guess import guess
from simcheck.metadata.sidecar import DATE_BY, FIELDS


@pytest.mark.parametrize(
    ("name", "head", "day"),
    [
        ("", "青禾镇2018年工作总结", "2018"),
        ("", "青禾镇２０１８年工作总结", "2018"),
        ("", "青禾镇二〇一八年工作总结", "2018"),
        ("", "青禾镇2018年度工作总结", "2018"),
        ("", "青禾镇2018年11月工作总结", "2018-11"),
        ("", "青禾镇2018工作总结", "2018"),
        ("", "青禾小学2018—2019学年工作总结", "2019"),
        ("", "2018年工作总结和2019年工作计划", "2019"),
        ("", "工作总结\n（2018年12月3日）", "2018-12-03"),
        ("", "扎根泥土写春秋\n——青禾镇2018年工作总结", "2018"),
        ("", "工作简报\n青禾镇党政办公室编　2018年12月28日", "2018-12-28"),
        ("", "工作总结\n（二〇一八年十二月）", "2018-12"),
        ("", "2019年政府工作报告\n——2019年1月15日在桑溪县第九届人民代表大会第三次会议上", "2019-01-15"),
        ("", "2019年政府工作报告\n----2019年1月15日李四县长在会议上的报告", "2019-01-15"),
        ("", "政府工作报告\n2019年1月15日在桑溪县第九届人民代表大会第三次会议上", "2019-01-15"),
        ("", "述职报告\n述职时间：2018年12月", "2018-12"),
        ("", "# 述职报告\n\n**述职时间：** 2018年12月", "2018-12"),
        ("2018.txt", "各位代表：", "2018"),
        ("20180105.txt", "工作总结", "2018-01-05"),
        ("工作总结2018-01-05.txt", "工作总结", "2018-01-05"),
        ("工作总结（2018.1.5）.txt", "工作总结", "2018-01-05"),
        ("2018年工作总结.txt", "工作总结", "2018"),
        ("2017年.txt", "2018年工作总结", "2018"),
        ("宁川省条例(2018-01-23).md", "宁川省条例\n\n2011年5月27日 宁川省第十一届人民代表大会通过", "2018-01-23"),
    ],
)
def test_the_date_is_found(name: str, head: str, day: str) -> None:
    assert guess(name, report(head))["date"] == day


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("", "工作总结\n2018年，我们取得了很大成绩"),
        ("", "2035年远景目标纲要"),
        ("", "发展2000亩油茶工作总结"),
        ("", "增收2018万元工作总结"),
        ("", "工作总结\n（2018年13月3日）"),
        ("", "宁川省条例\n2011年5月27日 宁川省第十一届人民代表大会通过"),
        ("000_d2018c1bef0fbf1.txt", "各位代表："),
        ("12018.txt", "各位代表："),
        ("20181399.txt", "各位代表："),
    ],
)
def test_a_number_or_a_body_date_is_no_date(name: str, head: str) -> None:
    assert "date" not in guess(name, report(head))


@pytest.mark.parametrize(
    ("name", "head", "tail", "date", "by"),
    [
        ("", "青禾镇2018年工作总结", "", "2018", "title"),
        ("", "青禾镇2018年工作总结", "青禾镇人民政府\n2019年1月8日", "2019-01-08", "signature"),
        ("", "青禾镇2018年工作总结\n（2019年1月5日）", "", "2019-01-05", "heading"),
        ("", "青禾镇2018年工作总结\n（2019年1月5日）", "青禾镇人民政府\n2019年1月8日", "2019-01-08", "signature"),
        ("", "在全镇大会上的讲话（2019年1月5日）", "", "2019-01-05", "heading"),
        ("20190108.txt", "工作总结", "", "2019-01-08", "name"),
        ("工作总结（2019年1月8日）.txt", "工作总结", "", "2019-01-08", "name"),
        ("2018年工作总结20190108.txt", "青禾镇2018年工作总结", "", "2019-01-08", "name"),
        ("2018年工作总结.txt", "工作总结", "", "2018", "title"),
        ("工作总结2018-12.txt", "工作总结", "", "2018-12", "title"),
        ("关于2018年3月5日会议情况的报告.txt", "工作总结", "", "2018-03-05", "title"),
        # the day of a copy
        ("2018年工作总结20240108.txt", "青禾镇2018年工作总结", "", "2018", "title"),
        # the period, and not the day
        ("", "述职报告\n（2018年度）", "", "2018", "title"),
        ("", "述职报告\n（2018年1月1日至12月31日）", "", "2018-12-31", "title"),
        ("", "述职报告\n（2016年1月至2018年12月）", "", "2018-12", "title"),
        ("", "述职报告\n时间：2018年度", "", "2018", "title"),
        # of a range its end
        ("", "讲话稿\n（2018年12月3日至5日）", "", "2018-12-05", "heading"),
        ("", "讲话稿\n——2018年12月30日至2019年1月2日在全县大会上", "", "2019-01-02", "heading"),
        ("", "工作总结", "青禾镇人民政府\n2018年11月30日—12月5日", "2018-12-05", "signature"),
        # whose date it is
        (
            "",
            "工作总结",
            "青禾镇人民政府\n2018年12月3日\n青禾镇党政办公室　2018年12月5日印发",
            "2018-12-03",
            "signature",
        ),
        ("", "工作总结", "青禾镇人民政府\n2018年X月X日", "2018", "signature"),
        ("", "2035年发展规划", "青禾镇人民政府\n2021年3月5日", "2021-03-05", "signature"),
    ],
)
def test_the_evidence_of_a_date_is_told(name: str, head: str, tail: str, date: str, by: str) -> None:
    found = guess(name, report(head, tail))
    assert (found["date"], found["date_by"]) == (date, by)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("述职报告\n任职时间：2016年3月", ""),
        ("述职报告\n出生日期：1975年3月5日", ""),
        ("述职报告\n考核时间：2016年3月5日", ""),
        ("工作总结", "青禾镇人民政府\n2018年12月3日 2018年12月5日"),
        ("工作总结", "签发日期：2018年12月3日　印发日期：2018年12月5日"),
        # signed before it can have been written: one of the two was forgotten
        ("青禾镇2018年工作总结", "青禾镇人民政府\n2016年12月30日"),
        ("青禾镇2018年以来工作总结", ""),
        ("青禾镇2018年工作总结", "青禾镇人民政府\n2017年12月 日"),
        # a list
        ("工作总结", "张三\n1980年5月\n李四\n1976年2月"),
        ("工作总结", "附：大事记\n2019年3月\n建成水厂\n2020年4月\n建成学校"),
        # no unit above it: any two figures
        ("工作总结", "2000.03"),
    ],
)
def test_where_nothing_is_certain_there_is_no_date(head: str, tail: str) -> None:
    assert "date" not in guess("", report(head, tail))


@pytest.mark.parametrize(
    ("head", "tail", "author"),
    [
        ("述职报告\n述职人：张三", "", "张三"),
        ("述职报告\n\n**述职人：** 校长　简秋桐", "", "简秋桐"),
        ("述职报告\n姓名：张　三    职务：镇长", "", "张三"),
        ("工作汇报\n汇报人：青禾镇党委书记　李四海", "", "李四海"),
        ("工作汇报\n作者: 欧阳秋雨", "", "欧阳秋雨"),
        ("述职报告\n青禾镇党委副书记、镇长　陆小明", "", "陆小明"),
        ("述职报告\n青禾镇镇长 陆小明", "", "陆小明"),
        ("述职报告\n（青禾镇镇长陆小明）", "", "陆小明"),
        ("述职报告\n青禾镇　陆小明", "", "陆小明"),
        ("宁川省政府工作报告\n宁川省人民政府省长 王某生\n宁川省省长 王大川", "", "王大川"),
        ("政府工作报告\n——2019年1月15日在桑溪县第九届人民代表大会第三次会议上\n县长　李　四", "", "李四"),
        ("政府工作报告\n——2019年1月15日在桑溪县第九届人民代表大会第三次会议上\n周小来", "", "周小来"),
        ("政府工作报告\n自治区主席 阿依古·买买提", "", "阿依古·买买提"),
        ("政府工作报告\n自治区主席 丹增多吉", "", "丹增多吉"),
        ("政府工作报告\n2019年1月15日在桑溪县第九届人民代表大会上县长王凯作政府工作报告。", "", "王凯"),
        ("讲话稿\n——2019年1月15日李四海县长在春耕现场会上的讲话", "", "李四海"),
        ("在全县大会上的讲话\n（2018年2月6日）\n县委书记 李大川\n同志们：", "", "李大川"),
        ("在全县大会上的讲话\n李大川\n（2018年2月6日）\n同志们：", "", "李大川"),
        ("在全县大会上的讲话\n（2018年2月6日）\n李大川\n同志们：", "", "李大川"),
        ("2018年述职报告", "述职人：石桥街道党工委书记　闻小川\n2019年1月8日", "闻小川"),
        ("2018年述职报告", "青禾镇镇长　陆小明\n2019年1月8日", "陆小明"),
        ("2018年个人总结", "陆小明\n2019年1月8日", "陆小明"),
    ],
)
def test_the_author_is_found(head: str, tail: str, author: str) -> None:
    assert guess("", report(head, tail))["author"] == author


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("工作总结\n镇长 讲话", ""),
        ("工作总结\n述职人：XXX", ""),
        ("工作总结\n述职人：张某某", ""),
        ("工作总结\n姓名：  性别：男", ""),
        ("工作总结\n作者：佚名", ""),
        ("工作总结\n述职人：高高兴兴", ""),
        ("工作总结\n党委书记 工作报告", ""),
        ("工作总结\n王牌", ""),
        ("2018年工作总结", "陆小明\n2019年1月8日"),
        ("2018年述职报告", "此致\n敬礼\n2019年1月8日"),
        ("2018年述职报告", "特此报告\n2019年1月8日"),
        ("王五同志先进事迹介绍材料", ""),
    ],
)
def test_what_names_nobody_has_no_author(head: str, tail: str) -> None:
    assert "author" not in guess("", report(head, tail))


WORDS = st.sampled_from(
    [
        "青禾镇",
        "人民政府",
        "2018年",
        "工作",
        "总结",
        "报告",
        "关于",
        "的",
        "述职人：",
        "张三",
        "县长",
        "在",
        "会议上",
        "第",
        "届",
        "年",
        "月",
    ]
    + [
        "3日",
        "十二",
        "XX",
        "镇",
        "区",
        "市",
        "委",
        "局",
        "办公室",
        "有限公司",
        "中共",
        "仅供学习",
        "请勿照搬",
        "一、",
        "2019-01-08",
    ]
    + ["20180105", *"（）《》—、，。：·#*/\\._()", "\n", "\r\n", "　", " ", "\u2028", "\x00", "\x1f", "\ud800"]
)


PIECES = st.lists(WORDS, max_size=40).map("".join)


@given(st.one_of(st.text(), PIECES), st.one_of(st.text(max_size=900), PIECES, st.builds(report, PIECES, PIECES)))
def test_guess_never_raises_and_says_something_or_nothing(name: str, text: str) -> None:
    found = guess(name, text)
    assert set(found) <= {*FIELDS, DATE_BY}
    assert ("date" in found) is ("date_by" in found)
    assert all(value and value == value.strip() and "\n" not in value for value in found.values())
    bounds = {"title": 200, "unit": 40, "date": 10, "author": 20, "date_by": 9}
    assert all(len(value) <= bounds[field] for field, value in found.items())
    assert date(found.get("date", "2018")) == found.get("date", "2018")


@given(st.text(max_size=300))
def test_the_middle_of_a_text_does_not_matter(middle: str) -> None:
    head, tail = report("青禾镇2018年工作总结")[:500], report("", "青禾镇人民政府\n2019年1月8日")[-300:]
    assert guess("a.txt", head + middle + tail) == guess("a.txt", head + tail)


@given(DAYS, st.sampled_from(["桑溪县", "青禾镇", "云岭市", "桑溪县教育局"]))
def test_a_signature_of_any_day_is_read(day: Day, unit: str) -> None:
    found = guess("", report("工作总结", f"{unit}\n{day.year}年{day.month}月{day.day}日"))
    assert (found["unit"], found["date"]) == (unit, day.isoformat())


def test_guessing_looks_at_the_beginning_and_the_end_only() -> None:
    """Growth: a report of a hundred times the length takes no more than a few times as long."""
    one = report("青禾镇2018年工作总结\n（2018年12月3日）", "青禾镇人民政府\n2019年1月8日") * 10
    # the fastest of each, so that a busy machine does not decide
    short, long = (min(timed(text) for _ in range(7)) for text in (one, one * 100))
    assert long < 10 * short, f"{short * 1e6:.0f} µs, {long * 1e6:.0f} µs"


def timed(text: str) -> float:
    start = time.perf_counter()
    for _ in range(50):
        guess("范文/青禾镇.txt", text)
    return (time.perf_counter() - start) / 50


def test_the_module_is_cheap_to_import() -> None:
    code = """
import re, sys, simcheck.text.notices, simcheck.text.segmentation
compiled, real = [], re.compile
re.compile = lambda *given: compiled.append(given) or real(*given)
import simcheck.metadata.guess
print(sorted({"numpy", "csv", "rich", "datetime"} & set(sys.modules)), len(compiled))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[] 0\n"
