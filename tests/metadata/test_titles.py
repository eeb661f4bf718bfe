"""Titles: which line is one; every place and person here is made up."""

from __future__ import annotations

import pytest
from support.reports import BODY, report

from simcheck.metadata.guess import guess


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
