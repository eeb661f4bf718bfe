"""What texts, names and tables say about who wrote, where and when; every place and person here is made up."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date as Day
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck.entities.dates import date, earlier
from simcheck.errors import InvalidSettings, IsFolder, NotFound, TooLarge
from simcheck.metadata import sidecar
from simcheck.metadata.guess import guess
from simcheck.metadata.sidecar import FIELDS, sheet

BODY = "今年以来，在上级的正确领导下，全体干部职工齐心协力，各项工作取得了新的进展，现将有关情况报告如下，请予审议。\n"
ENDING = "新的一年，我们将以更加饱满的热情投入到工作中去，努力完成各项任务，不辜负群众的期望和重托。\n"


def report(head: str, tail: str = "") -> str:
    return f"{head}\n\n{BODY * 9}{ENDING * 4}\n{tail}"


# --- Dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2018年12月3日", "2018-12-03"),
        ("2018 年 12 月 3 日", "2018-12-03"),
        ("２０１８年１２月３日", "2018-12-03"),
        ("2018年12月3号", "2018-12-03"),
        ("二〇一八年十二月三日", "2018-12-03"),
        ("二○一八年十二月三十一日", "2018-12-31"),
        ("二O一八年元月二十日", "2018-01-20"),
        ("二零一八年十月廿三日", "2018-10-23"),
        ("2018-12-3", "2018-12-03"),
        ("2018/12/3", "2018-12-03"),
        ("2018.12.3", "2018-12-03"),
        ("2018/12/3 0:00", "2018-12-03"),
        ("20181203", "2018-12-03"),
        ("2018-12", "2018-12"),
        ("2018年12月", "2018-12"),
        ("2018年12月份", "2018-12"),
        ("二〇一八年十一月", "2018-11"),
        ("2018年", "2018"),
        ("2018年度", "2018"),
        (" 2018 ", "2018"),
        ("2020年2月29日", "2020-02-29"),
        ("2000-2-29", "2000-02-29"),
        ("1900年", "1900"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, expected: str) -> None:
    assert date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "去年",
        "2018年13月1日",
        "2018年0月",
        "2018年2月30日",
        "2019年2月29日",
        "1900-2-29",
        "2018-4-31",
        "20181301",
        "20180230",
        "1899年",
        "2101年",
        "18年12月",
        "2018-12/3",
        "2018年十三月",
        "2018年一二月",
        "2018年元十月",
        "2018年12月3日下午",
        "2018年底",
        "2018 10:30",
        "第2018号",
        "12345678901",
        "二〇一八年十二月三十二日",
    ],
)
def test_what_is_no_date_or_an_impossible_one_is_refused(written: str) -> None:
    assert date(written) is None


FIGURES = "〇一二三四五六七八九"


def spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十") + (
        FIGURES[ones] if ones or not tens else ""
    )


DAYS = st.dates(Day(1900, 1, 1), Day(2100, 12, 31))
PREFIXES = st.builds(lambda day, size: day.isoformat()[:size], DAYS, st.sampled_from([4, 7, 10]))


@given(DAYS)
def test_every_day_comes_back_from_every_way_to_write_it(day: Day) -> None:
    y, m, d = day.year, day.month, day.day
    year = "".join(FIGURES[int(c)] for c in str(y))
    ways = [
        f"{y}年{m}月{d}日",
        f"{y}-{m}-{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
        day.isoformat(),
    ]
    for written in [*ways, f"{year}年{spelled(m)}月{spelled(d)}日"]:
        assert date(written) == day.isoformat(), written
    for written in (f"{y}年{m}月", f"{y}-{m:02}", f"{year}年{spelled(m)}月"):
        assert date(written) == day.isoformat()[:7], written
    for written in (f"{y}", f"{y}年", f"{y}年度", f"{year}年"):
        assert date(written) == f"{y}", written


@given(st.integers(1900, 2100), st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_the_calendar_does_not_know_is_none(year: int, month: int, day: int) -> None:
    try:
        expected = Day(year, month, day).isoformat()
    except ValueError:
        expected = None
    assert (
        date(f"{year}年{month}月{day}日")
        == date(f"{year}-{month}-{day}")
        == date(f"{year}{month:02}{day:02}")
        == expected
    )


@given(st.text("0123456789〇一二十廿元年月日号-/. 度", max_size=14))
def test_a_date_is_none_or_an_iso_prefix_that_reads_as_itself(written: str) -> None:
    found = date(written)
    if found is not None:
        assert date(found) == found
        Day.fromisoformat(found + "-01-01"[len(found) - 4 :])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2018", "2019-03", True),
        ("2018", "2018-06", False),
        ("2018-06", "2018", False),
        ("2018-05", "2018-06-01", True),
        ("2018-06", "2018-06-30", False),
        ("2018-12-03", "2018-12-04", True),
        ("2018-12-31", "2019", True),
        ("2018", "2018", False),
        ("2019", "2018", False),
    ],
)
def test_earlier_means_certainly_earlier(first: str, second: str, expected: bool) -> None:
    assert earlier(first, second) is expected


@given(PREFIXES, PREFIXES, PREFIXES)
def test_earlier_is_a_strict_partial_order(a: str, b: str, c: str) -> None:
    assert not earlier(a, a)
    assert not (earlier(a, b) and earlier(b, a))
    if earlier(a, b) and earlier(b, c):
        assert earlier(a, c)


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_what_is_earlier_as_a_prefix_is_earlier_on_every_day_of_it(a: Day, b: Day, m: int, n: int) -> None:
    if earlier(a.isoformat()[:m], b.isoformat()[:n]):
        assert a < b
    assert earlier(a.isoformat(), b.isoformat()) == (a < b)


# --- Guesses: titles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("青禾镇2018年工作总结", "青禾镇2018年工作总结"),
        ("# 青禾镇2018年工作总结", "青禾镇2018年工作总结"),
        ("\ufeff　　青禾镇2018年工作总结　", "青禾镇2018年工作总结"),
        ("2018年度述职述廉报告（讨论稿）", "2018年度述职述廉报告（讨论稿）"),
        ("述　职　报　告", "述职报告"),
        ("标题：青禾镇防汛工作汇报", "青禾镇防汛工作汇报"),
        ("《青禾镇河道管护办法》", "青禾镇河道管护办法"),
        ("关于印发《青禾镇网格管理办法》的通知", "关于印发《青禾镇网格管理办法》的通知"),
        ("镇党委政府2018年工作总结\n及2019年工作计划", "镇党委政府2018年工作总结及2019年工作计划"),
        ("青禾镇人民政府\n2018年工作总结", "青禾镇人民政府2018年工作总结"),
        ("在全镇春耕生产动员会上\n的讲话", "在全镇春耕生产动员会上的讲话"),
        ("关于桑溪县2018年预算执行情况\n与2019年预算草案的报告", "关于桑溪县2018年预算执行情况与2019年预算草案的报告"),
        ("本文仅供学习参考，请勿照搬照抄！\n青禾镇工作汇报材料", "青禾镇工作汇报材料"),
        ("【温馨提示】此稿由会员分享\n\n某公众号\n\n2020年上半年工作总结", "2020年上半年工作总结"),
        ("青禾镇人民政府文件\n青政发〔2018〕3号\n关于做好防汛工作的通知", "关于做好防汛工作的通知"),
        ("扎根泥土写春秋", "扎根泥土写春秋"),
        ("县委书记在全县春耕会议上的讲话", "县委书记在全县春耕会议上的讲话"),
        ("桑办发〔2018〕3号\n中共桑溪县委办公室\n关于做好防汛工作的通知", "中共桑溪县委办公室关于做好防汛工作的通知"),
        ("《春天的故事》读后心得", "《春天的故事》读后心得"),
        ("关于学习《春天的故事》的通知", "关于学习《春天的故事》的通知"),
        ("扎根泥土写春秋\n——青禾镇2018年工作总结", "扎根泥土写春秋——青禾镇2018年工作总结"),
        ("扎根泥土写春秋\n\n2018年工作总结", "2018年工作总结"),
        ("青禾镇人民政府\n\n2018年工作总结", "2018年工作总结"),
        (f"# 关于{'做好' * 24}防汛工作的通知", f"关于{'做好' * 24}防汛工作的通知"),
    ],
)
def test_the_title_is_found_in_the_head(head: str, title: str) -> None:
    assert guess("", report(head))["title"] == title


@pytest.mark.parametrize(
    "head",
    [
        "各位代表：",
        "同志们：",
        "尊敬的各位领导：",
        "仅供学习，请勿照搬",
        "一、2018年工作总结",
        "（一）抓好学习，写好总结",
        "1. 工作总结",
        "第一章 总结",
        "青禾镇在过去的一年里认真开展了总结。",
        "青禾镇召开表彰大会\n李四发表讲话\n王五出席",
        "目 录",
        "http://www.example.com 总结",
        "我们的主要做法是这样的\n一是抓早抓小",
        "来源：桑溪日报",
        f"关于{'做好' * 24}防汛工作的通知",
        f"{BODY}\n2018年工作总结",
        "会场里坐满了人\n青禾镇2018年工作总结\n大家都说好",
    ],
)
def test_what_is_no_title_is_not_taken_for_one(head: str) -> None:
    assert "title" not in guess("", report(head))


def test_lines_wrapped_by_hand_have_no_title() -> None:
    text = "青禾镇位于桑溪县的东南部山区丘陵地带\n全镇辖十二个村两个社区人口三万余人\n今年以来全镇上下团结奋斗\n" * 9
    assert "title" not in guess("", text)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("1.青禾镇2018年工作总结(3).docx", "青禾镇2018年工作总结"),
        ("（12）青禾镇2018年工作总结 - 副本.doc", "青禾镇2018年工作总结"),
        ("20190105青禾镇工作总结.txt", "青禾镇工作总结"),
        ("青禾镇工作总结（2019-01-05）.txt", "青禾镇工作总结"),
        ("范文/镇/工作总结最终版.docx", "工作总结"),
        ("资料\\2018年 工作总结 v2.docx", "2018年 工作总结"),
        ("2018年工作总结.txt", "2018年工作总结"),
    ],
)
def test_a_text_without_a_title_has_that_of_its_file(name: str, title: str) -> None:
    assert guess(name, report("各位代表："))["title"] == title


@pytest.mark.parametrize(
    "name", ["000_d035c1bef0fbf1a9.txt", "新建文本文档.txt", "IMG_2018.txt", "", "/", ".txt", "总结/"]
)
def test_a_name_that_says_nothing_is_no_title(name: str) -> None:
    assert "title" not in guess(name, report("各位代表："))


# --- Guesses: units ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("青禾镇2018年工作总结", "青禾镇"),
        ("青禾镇人民政府2018年工作总结", "青禾镇人民政府"),
        ("2018年青禾镇工作总结", "青禾镇"),
        ("青禾镇党委2018年工作总结", "青禾镇党委"),
        ("青禾镇党委政府2018年工作总结", "青禾镇"),
        ("青禾镇党委书记2018年述职报告", "青禾镇党委"),
        ("青禾镇镇长述职报告", "青禾镇"),
        ("青禾镇安全生产工作总结", "青禾镇"),
        ("青禾鎮2018年工作總結", "青禾鎮"),
        ("中共桑溪县委2018年工作要点", "中共桑溪县委"),
        ("中共青禾镇委员会关于2018年党建工作的报告", "中共青禾镇委员会"),
        ("桑溪县青禾镇2018年工作总结", "桑溪县青禾镇"),
        ("桑溪县教育局2018年工作总结", "桑溪县教育局"),
        ("桑溪县公安局交警大队2018年工作总结", "桑溪县公安局交警大队"),
        ("桑溪县人民政府办公室关于做好防汛工作的通知", "桑溪县人民政府办公室"),
        ("2025年宁川省政府工作报告", "宁川省"),
        ("宁川省人民政府工作报告", "宁川省人民政府"),
        ("云岭市2018年政府工作报告", "云岭市"),
        ("云岭市民政局2018年工作总结", "云岭市民政局"),
        ("云岭市城市管理工作总结", "云岭市"),
        ("岭城市2018年工作总结", "岭城市"),
        ("新乡市2018年工作总结", "新乡市"),
        ("松阳区乡村振兴局2018年工作总结", "松阳区乡村振兴局"),
        ("石桥街道办事处2018年工作总结", "石桥街道办事处"),
        ("石桥街道2018年工作总结", "石桥街道"),
        ("杏花社区2018年工作总结", "杏花社区"),
        ("李家村2018年工作总结", "李家村"),
        ("李家村村民委员会2018年工作总结", "李家村村民委员会"),
        ("云岭侗族自治县2018年工作总结", "云岭侗族自治县"),
        ("云岭经济技术开发区2018年工作总结", "云岭经济技术开发区"),
        ("青禾镇中心小学2018—2019学年工作总结", "青禾镇中心小学"),
        ("桑溪第三中学2018年工作总结", "桑溪第三中学"),
        ("宏远建筑工程有限公司2018年工作总结", "宏远建筑工程有限公司"),
        ("桑溪县发展和改革局2018年工作总结", "桑溪县发展和改革局"),
        ("桑溪县住房和城乡建设局2018年工作总结", "桑溪县住房和城乡建设局"),
        ("桑溪县应急管理局关于防汛工作的报告", "桑溪县应急管理局"),
        ("中共桑溪县委办公室 桑溪县人民政府办公室关于印发《方案》的通知", "中共桑溪县委办公室"),
        ("工作报告\n中共桑溪县财政局党组", "中共桑溪县财政局党组"),
        ("青禾乡人大主席团2018年工作报告", "青禾乡人大主席团"),
        ("青禾镇举办中心小学2018年运动会总结", "青禾镇"),
        ("工作总结（青禾镇）", "青禾镇"),
        ("扎根泥土写春秋\n——青禾镇2018年工作总结", "青禾镇"),
        ("工作总结\n（青禾镇人民政府）", "青禾镇人民政府"),
        ("工作总结\n单位：青禾镇", "青禾镇"),
        ("青禾镇人民政府\n\n工作总结", "青禾镇人民政府"),
        ("青禾镇人民政府文件\n青政发〔2018〕3号\n关于做好防汛工作的通知", "青禾镇人民政府"),
        ("工作简报\n青禾镇党政办公室编　2018年12月28日", "青禾镇党政办公室"),
        ("政府工作报告\n——2019年1月15日在桑溪县第九届人民代表大会第三次会议上", "桑溪县"),
        ("云岭市民用机场条例", "云岭市"),
        ("宁川省河道管护条例", "宁川省"),
        ("云岭市松湖旅游度假区条例", "云岭市"),
    ],
)
def test_the_title_names_the_unit(title: str, unit: str) -> None:
    assert guess("", report(title))["unit"] == unit


@pytest.mark.parametrize(
    "title",
    [
        "XX镇2018年工作总结",
        "××县人民政府2018年工作总结",
        "某镇2018年工作总结",
        "镇2018年工作总结",
        "镇党委政府2018年工作总结",
        "全镇2018年工作总结",
        "我市2018年工作总结",
        "县教育局2018年工作总结",
        "教育局2018年工作总结",
        "党政办公室2018年工作总结",
        "乡镇2018年工作汇报材料",
        "各县区2018年工作总结",
        "党建引领社区治理工作总结",
        "推进新农村建设工作总结",
        "城市管理工作总结",
        "创建文明城市2018年工作总结",
        "小城镇建设工作总结",
        "老旧小区2018年改造工作总结",
        "村党支部书记2018年述职报告",
        "驻村工作队2018年工作总结",
        "联系村2018年工作总结",
        "干部进社区2018年工作总结",
        "送戏下乡2018年工作总结",
        "撤县设区2018年工作总结",
        "人民医院2018年工作总结",
        "第一中学2018年工作总结",
        "农村中小学2018年工作总结",
        "某某有限公司2018年工作总结",
        "开发区2018年工作总结",
        "集贸市场2018年整治工作总结",
        "乡镇企业管理条例",
        "风景名胜区条例",
        "中华人民共和国水渠法",
        "在全县经济工作会议上的讲话",
        "赴桑溪县考察学习的报告",
        "团县委2018年工作总结",
        "新城区2018年工作总结",
        "中共桑溪县委桑溪县人民政府2018年工作报告",
    ],
)
def test_a_title_without_a_name_names_no_unit(title: str) -> None:
    assert "unit" not in guess("", report(title))


@pytest.mark.parametrize(
    ("tail", "unit", "day"),
    [
        ("青禾镇人民政府\n2019年1月8日", "青禾镇人民政府", "2019-01-08"),
        ("　　　　中共青禾镇委员会　\r\n　　　　二〇一九年一月八日\r\n", "中共青禾镇委员会", "2019-01-08"),
        ("桑溪县教育局（盖章）\n2019年1月8日", "桑溪县教育局", "2019-01-08"),
        ("\r青禾镇人民政府\r2019年1月8日\r", "青禾镇人民政府", "2019-01-08"),
        ("青禾镇人民政府 2019年1月8日", "青禾镇人民政府", "2019-01-08"),
        ("2019年1月8日\n青禾镇人民政府", "青禾镇人民政府", "2019-01-08"),
        ("青禾镇人民政府\n2019.1.8", "青禾镇人民政府", "2019-01-08"),
        ("青禾镇人民政府\n2019年1月8日\n\n抄送：县委办公室、县政府办公室", "青禾镇人民政府", "2019-01-08"),
        ("青禾镇党政办公室　2019年1月8日印发", "青禾镇党政办公室", "2019-01-08"),
        ("青禾镇人民政府\n2019年X月X日", "青禾镇人民政府", "2019"),
    ],
)
def test_the_signature_names_unit_and_day(tail: str, unit: str, day: str) -> None:
    for text in (report("2018年工作总结", tail), report("2018年工作总结", tail).replace("\n", "\r")):
        found = guess("", text)
        assert (found["unit"], found["date"]) == (unit, day)


@pytest.mark.parametrize(
    "tail",
    [
        "XX镇人民政府\n2019年1月8日",
        "县教育局\n2019年1月8日",
        "报：县委办公室\n送：青禾镇人民政府",
        "青禾镇人民政府",
        "我们青禾镇人民政府\n一定完成任务。",
        "特此报告\n2019年1月8日",
    ],
)
def test_what_is_no_signature_names_no_unit(tail: str) -> None:
    assert "unit" not in guess("", report("2018年工作总结", tail))


def test_a_body_that_names_units_and_days_says_nothing() -> None:
    body = "2017年5月6日，青禾镇人民政府召开会议，镇长李四作动员讲话。\n" * 20
    assert guess("", f"各位代表：\n{body}") == {}


def test_a_line_that_the_window_cuts_is_not_read() -> None:
    signed = "青禾镇人民政府\n2019年1月8日\n"
    cut = f"各位代表：\n{BODY * 9}感谢{signed}{ENDING * 4}"
    cut = cut[: cut.index(signed) + 200]
    assert guess("", cut) == {"date": "2019-01-08"}
    assert guess("", cut.replace("感谢", "感谢\n")) == {"date": "2019-01-08"}
    assert guess("", cut.replace("感谢", "感谢\n")[:-1])["unit"] == "青禾镇人民政府"
    headed = "\n" * 388 + "青禾镇2018年工作总结"
    assert "title" not in guess("", headed + "怎样写才好" * 200)
    assert guess("", headed[3:] + "\n" + BODY * 9)["title"] == "青禾镇2018年工作总结"


def test_about_another_unit_the_signature_knows_better() -> None:
    found = guess("", report("关于青禾镇2018年工作的督查报告", "桑溪县人民政府\n2019年1月8日"))
    assert found["unit"] == "桑溪县人民政府"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("青禾镇/总结.txt", "青禾镇"),
        ("桑溪县/青禾镇/总结.txt", "青禾镇"),
        ("C:\\材料\\桑溪县教育局\\总结.docx", "桑溪县教育局"),
        ("述职报告（青禾镇镇长）.txt", "青禾镇"),
        ("青禾镇_2018_总结.txt", "青禾镇"),
        ("2018-青禾镇-总结.txt", "青禾镇"),
        ("青禾镇.txt", "青禾镇"),
    ],
)
def test_the_name_and_the_folder_name_the_unit_when_the_text_does_not(name: str, unit: str) -> None:
    assert guess(name, report("2018年工作总结"))["unit"] == unit


@pytest.mark.parametrize(
    "name",
    ["乡镇/总结.txt", "范文/农村工作/总结.txt", "XX镇/总结.txt", "公司/总结.txt", "村/总结.txt", "社区/总结.txt"],
)
def test_a_folder_without_a_name_is_no_unit(name: str) -> None:
    assert "unit" not in guess(name, report("2018年工作总结"))


# --- Guesses: dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "day"),
    [
        ("", "青禾镇2018年工作总结", "2018"),
        ("", "青禾镇２０１８年工作总结", "2018"),
        ("", "青禾镇二〇一八年工作总结", "2018"),
        ("", "青禾镇2018年度工作总结", "2018"),
        ("", "青禾镇2018年11月工作总结", "2018-11"),
        ("", "青禾镇2018工作总结", "2018"),
        ("", "青禾小学2018—2019学年工作总结", "2018"),
        ("", "2018年工作总结和2019年工作计划", "2018"),
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


# --- Guesses: authors -------------------------------------------------------------------------------------------------


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


# --- Guesses: laws ----------------------------------------------------------------------------------------------------

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
    assert set(found) <= set(FIELDS)
    assert all(value and value == value.strip() and "\n" not in value for value in found.values())
    bounds = {"title": 200, "unit": 40, "date": 10, "author": 20}
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


def test_guessing_is_quick() -> None:
    text = report("青禾镇2018年工作总结\n（2018年12月3日）", "青禾镇人民政府\n2019年1月8日") * 50
    best = min(timed(text) for _ in range(5))
    assert best < 0.001, f"{best * 1e6:.0f} µs"  # a tenth of it on an idle machine


def timed(text: str) -> float:
    start = time.perf_counter()
    for _ in range(50):
        guess("范文/青禾镇.txt", text)
    return (time.perf_counter() - start) / 50


def test_the_module_is_cheap_to_import() -> None:
    code = """
import re, sys, simcheck.text.segmentation
compiled, real = [], re.compile
re.compile = lambda *given: compiled.append(given) or real(*given)
import simcheck.metadata.guess
print(sorted({"numpy", "csv", "rich", "datetime"} & set(sys.modules)), len(compiled))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[] 0\n"


# --- The sidecar table ------------------------------------------------------------------------------------------------

TABLE = "文件,标题,单位,日期,作者,密级\n青禾镇/总结.txt,年终总结,青禾镇,2018年12月3日,张三,内部\n计划.txt,,,,,\n"
EXPECTED = {
    "青禾镇/总结.txt": {"title": "年终总结", "unit": "青禾镇", "date": "2018-12-03", "author": "张三", "密级": "内部"},
    "计划.txt": {},
}


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "元数据.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, encoding: str, delimiter: str, newline: str) -> None:
    content = TABLE.replace(",", delimiter).replace("\n", newline).encode(encoding)
    assert sheet(table(tmp_path, content)) == EXPECTED
    assert sheet(str(table(tmp_path, content))) == EXPECTED


@pytest.mark.parametrize("column", ["file", "File", "文件", "文件名", "name"])
def test_the_first_column_may_have_several_names(tmp_path: Path, column: str) -> None:
    assert sheet(table(tmp_path, f"{column},题目,时间,姓名,Unit\na.txt,甲,2018,乙,丙")) == {
        "a.txt": {"title": "甲", "date": "2018", "author": "乙", "unit": "丙"}
    }


@pytest.mark.parametrize("written", ["青禾镇\\总结.txt", "./青禾镇/总结.txt", "青禾镇//总结.txt", " 青禾镇/总结.txt "])
def test_paths_are_normalised(tmp_path: Path, written: str) -> None:
    assert sheet(table(tmp_path, f"file,unit\n{written},甲\n")) == {"青禾镇/总结.txt": {"unit": "甲"}}


def test_cells_may_hold_delimiters_and_lines(tmp_path: Path) -> None:
    content = 'file,标题,备注\na.txt,"上,下","第一行\n第二行\u2028"\n\n,,\nb.txt,丙\n'
    assert sheet(table(tmp_path, content)) == {
        "a.txt": {"title": "上,下", "备注": "第一行\n第二行"},
        "b.txt": {"title": "丙"},
    }


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("标题,文件\n甲,a.txt\n", 1, "no-file-column"),
        ("\n\n标题\n", 3, "no-file-column"),
        ("file,date\na.txt,2018\nb.txt,去年\n", 3, "bad-date"),
        ("file,日期\na.txt,2018年2月30日\n", 2, "bad-date"),
        ("file,unit\na.txt,甲\n\n./a.txt,乙\n", 4, "twice"),
        ('file,备注,date\na.txt,"一\n二",2018\nb.txt,三,昨天\n', 4, "bad-date"),
        ("file,单位,unit\na.txt,甲,乙\n", 1, "column-twice"),
        ("file,unit\n,甲\n", 2, "no-file"),
        ("file,unit\na.txt,甲,乙\n", 2, "not-a-table"),
        ("file,unit,\na.txt,甲,乙\n", 2, "not-a-table"),
        ('file,unit\na.txt,"甲\n', 2, "not-a-table"),
        ("", 1, "not-a-table"),
        (" \n", 1, "not-a-table"),
        (b"file,unit\na.txt,\xff\xff\n", 1, "not-a-table"),
        ("file,unit\na.txt,甲\n".encode("utf-16"), 1, "not-a-table"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, reason: str
) -> None:
    path = table(tmp_path, content)
    with pytest.raises(InvalidSettings) as caught:
        sheet(path)
    assert (caught.value.name, caught.value.value, caught.value.reason) == ("metadata", f"{path}:{line}", reason)


def test_a_table_has_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rows, cells and bytes; what is larger is said with its line."""
    path = table(tmp_path, "file,unit\n" + "".join(f"{n}.txt,甲\n" for n in range(9)))
    assert len(sheet(path)) == 9
    for name, most, line, reason in (("ROWS", 8, 10, "too-many-rows"), ("LONGEST", 4, 2, "too-long")):
        with monkeypatch.context() as patch:
            patch.setattr(sidecar, name, most)
            with pytest.raises(InvalidSettings) as caught:
                sheet(path)
        assert (caught.value.value, caught.value.reason) == (f"{path}:{line}", reason)
    monkeypatch.setattr(sidecar, "LIMIT", 20)
    with pytest.raises(TooLarge):
        sheet(path)


@pytest.mark.parametrize(
    "content",
    [
        "file,unit\na.txt," + "甲" * 200_000,
        'file,unit\na.txt,"' + "甲\n" * 10_000,
        "file,unit\n" + "," * 100_000 + "甲",
        "file" + ",x" * 100_000,
        "\0file,unit\na.txt,甲",
        "file,date\na.txt," + "2024" + " " * 9_000 + "x",
        "file,date\na.txt," + "二" * 9_000,
    ],
    ids=["a giant cell", "a quotation without end", "many cells", "many columns", "NUL", "no date", "no date either"],
)
def test_tables_that_nobody_would_write_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidSettings):
        sheet(table(tmp_path, content))


def test_what_a_table_names_is_only_looked_up(tmp_path: Path) -> None:
    """Paths that lead away, absolute ones and formulas are words: nothing is opened by them."""
    names = ["../../etc/passwd", "C:/a.txt", "a/../../b.txt", "=cmd|' /C calc'!A0", "\u202ea.txt"]
    said = sheet(table(tmp_path, "file,unit\n" + "".join(f"{name},=1+1\n" for name in names)))
    assert list(said) == ["../../etc/passwd", "C:/a.txt", "../b.txt", "=cmd|' /C calc'!A0", "\u202ea.txt"]
    assert set(map(tuple, (each.items() for each in said.values()))) == {(("unit", "=1+1"),)}


def test_a_table_that_is_not_there_is_an_error_of_its_path(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        sheet(tmp_path / "无.csv")
    assert caught.value.path == str(tmp_path / "无.csv")
    if sys.platform != "win32":
        with pytest.raises(IsFolder):
            sheet(tmp_path)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5})?\.txt", fullmatch=True), DAYS, min_size=1))
def test_every_row_comes_back(days: dict[str, Day]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(f"{name};{day.year}/{day.month}/{day.day}\n" for name, day in days.items())
        assert sheet(table(Path(folder), "文件名;日期\n" + rows)) == {
            n: {"date": d.isoformat()} for n, d in days.items()
        }
