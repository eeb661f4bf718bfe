"""Where a character stands: in which paragraph, in which article, in a heading or in none."""

from __future__ import annotations

import numpy as np
import pytest

from simcheck.align.units import Units, units_of
from simcheck.text.normalize import normalize


def units(*lines: str) -> tuple[Units, list[int]]:
    """The units of some lines, and where each line begins among the characters that are compared."""
    text = "\n".join(lines)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(normalize(line))
    return units_of(normalize(text)), starts


def headings(*lines: str) -> list[bool]:
    found, starts = units(*lines)
    return [bool(found.heading[start]) for start in starts]


def test_paragraphs_are_counted_by_their_lines() -> None:
    found, starts = units("渡口每天两班。", "", "雨天停航，班次贴在亭子里。")
    assert found.paragraph[starts[0]] == 0
    assert found.paragraph[starts[2]] == 1
    assert found.articles == 0
    assert not found.article.any()


def test_an_empty_text_has_no_units() -> None:
    found = units_of(normalize("……\n\n"))
    assert len(found.paragraph) == len(found.article) == len(found.heading) == 0


def test_articles_reach_to_the_next_one() -> None:
    found, starts = units(
        "渡口管理办法", "第一条 渡口由村里管。", "船票一元。", "第一百二十条 雨天停航。", "第二条例外另说。"
    )
    assert [int(found.article[start]) for start in starts] == [0, 1, 1, 2, 2]
    assert found.articles == 2


@pytest.mark.parametrize("beginning", ["第3条", "第十二條", "第一百零一条", "第〇条"])
def test_how_an_article_begins(beginning: str) -> None:
    found, _ = units(f"{beginning} 雨天停航。")
    assert found.articles == 1


@pytest.mark.parametrize("beginning", ["依照第三条", "第三条例", "第三"])
def test_what_is_no_article(beginning: str) -> None:
    found, _ = units(f"{beginning}雨天停航。")
    assert found.articles == 0


def test_short_lines_without_an_end_are_headings() -> None:
    lines = ["一、渡口与船工", "船工老秦每天清早查一遍缆绳。", "二、茶亭与行人"]
    assert headings(*lines) == [True, False, True]


def test_a_long_line_that_does_not_end_is_none() -> None:
    assert headings("船工老秦" * 11) == [False]
    assert headings("船工老秦" * 10) == [True]


def test_an_article_is_no_heading_however_short() -> None:
    assert headings("第一条 渡口由村里管", "第二条 雨天停航") == [False, False]


def test_many_short_lines_are_a_list_and_no_headings() -> None:
    items = ["缆绳三根", "竹篙五支", "救生衣十件", "马灯两盏", "铜锣一面"]
    assert headings(*items) == [True, False, False, False, True]
    assert headings(*items[:3]) == [True] * 3


def test_the_contents_are_headings_because_they_stand_again() -> None:
    titles = ["渡口概况", "船工名册", "茶亭修缮", "来年打算", "附记"]
    body = [line for title in titles for line in (title, "船工老秦每天清早查一遍缆绳。")]
    told = headings(*titles, *body)
    assert all(told[: len(titles)])
    assert all(told[len(titles) :: 2])
    assert not any(told[len(titles) + 1 :: 2])


def test_chapters_in_a_row_are_headings() -> None:
    assert all(headings("第一章 总则", "第二章 渡口", "第三章 船工", "第四章 罚则", "第五章 附则"))


def test_every_character_has_its_units() -> None:
    text = normalize("渡口管理办法\n第一条 渡口由村里管。\n船票一元。\n")
    found = units_of(text)
    assert len(found.paragraph) == len(found.article) == len(found.heading) == len(text)
    assert (np.diff(found.paragraph) >= 0).all()
    assert (np.diff(found.article) >= 0).all()
