"""Counting: which characters count, in part and in whole, on both sides."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest
from support.labelled import PARAGRAPH, SPECIFIC
from support.screens import older, sample

from simcheck import Corpus, Document, Flag, Grade, Kind, Report, compare
from simcheck.text.normalize import folded

OWN = "。\n".join(SPECIFIC[:6]) + "。\n"
OTHER = "。\n".join(SPECIFIC[20:26]) + "。\n"
SHARED = PARAGRAPH + "。\n"
NOTICE = "【温馨提示：本文系会员投稿，仅供学习参考，请勿照搬照抄！】\n"


def counted(report: Report) -> tuple[int, int]:
    share = report.share()
    return share.part, share.whole


def letters(*texts: str) -> int:
    return sum(len(folded(text)) for text in texts)


def test_letters_digits_and_ideographs_count() -> None:
    report = compare(OWN + SHARED, OTHER + SHARED)
    assert counted(report) == (letters(SHARED), letters(OWN, SHARED))
    assert report.taken_from(next(iter(report.sources))).whole == letters(OTHER, SHARED)
    assert report.length == sum(not sign.isspace() for sign in OWN + SHARED)


@pytest.mark.parametrize(
    "added",
    [
        "………………\n",
        "________________\n",
        "──────\n│　│　│\n",
        "★☆★☆\n",
        "🎉🎉\n",
        "（　　　　）\n",
        "。。。！！！\n",
        "\u200b\u200b\n",
    ],
    ids=lambda added: repr(added)[:12],
)
def test_what_is_not_compared_weighs_nothing(added: str) -> None:
    plain = compare(OWN + SHARED, OTHER + SHARED)
    for document, source in (
        (added * 20 + OWN + SHARED, OTHER + SHARED),
        (OWN + SHARED + added * 20, OTHER + SHARED + added * 20),
    ):
        assert counted(compare(document, source)) == counted(plain)


@pytest.mark.parametrize(
    "lines",
    ["签名：________\n", "- 3 -\n", "一、基本情况…………3\n二、主要做法…………5\n", "抄送：县委办公室\n", NOTICE],
    ids=lambda lines: lines[:6],
)
def test_layout_and_notices_that_no_finding_has_count_nowhere(lines: str) -> None:
    plain = compare(OWN + SHARED, OTHER + SHARED)
    report = compare(lines + OWN + SHARED + lines, OTHER + SHARED)
    assert counted(report) == counted(plain)
    assert report.aside == 2 * letters(lines)
    back = compare(OTHER + SHARED, lines + OWN + SHARED)
    source = next(iter(back.sources))
    assert back.taken_from(source).whole == letters(OWN, SHARED)


def test_a_notice_that_both_have_is_no_reuse() -> None:
    report = compare(NOTICE + OWN, NOTICE + OTHER)
    assert counted(report) == (0, letters(OWN))
    assert not report.findings
    report = compare(NOTICE, NOTICE)
    assert counted(report) == (0, 0)
    assert report.share().ratio == 0


def test_layout_of_a_copied_text_is_copied_with_it() -> None:
    """An identical text reads 100 %, its contents page and its signature lines included."""
    text = "一、基本情况…………3\n二、主要做法…………5\n" + OWN + "签名：________\n"
    report = compare(text, text)
    assert counted(report) == (letters(text), letters(text))
    assert report.aside == 0


def test_after_exclusions_a_phrase_leaves_nothing() -> None:
    words = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    report = compare(words + "。", words + "！")
    left = report.share(without={Flag.BOILERPLATE})
    assert (left.part, left.whole) == (0, 0)


def test_shares_add_up() -> None:
    """By kind, by paragraph, by finding; in a corpus by source."""
    with_edits = SHARED.replace("六名", "九名")
    report = compare(OWN + with_edits + "签名：________\n", OTHER + SHARED)
    share = report.share()
    assert sum(report.share(kinds={kind}).part for kind in Kind) >= share.part
    assert sum(row.share.part for row in report.paragraphs) == share.part
    assert sum(row.share.whole for row in report.paragraphs) == share.whole
    assert sum(map(report.length_of, report.findings)) >= share.part


def test_a_grade_takes_from_the_part_alone() -> None:
    """On both sides, and of what findings of several grades explain each character once."""
    report = sample()
    source = next(iter(report.sources))
    for share in (report.share, partial(report.share_of, source), partial(report.taken_from, source)):
        grades = [share(grade=grade) for grade in Grade]
        assert {each.whole for each in grades} == {share().whole}
        assert [each.part for each in grades] == sorted(each.part for each in grades)
        assert grades[-1] == share()
        assert 0 < grades[0].part < grades[1].part < share().part
    kept = report.keep(lambda finding: finding.grade is Grade.HIGH)
    assert report.share(grade=Grade.HIGH).part == kept.share().part
    phrases = frozenset({Flag.BOILERPLATE})
    assert report.share(grade=Grade.HIGH, without=phrases).whole == report.share(without=phrases).whole
    # the same characters once more, in a finding of a low grade
    weak = tuple(replace(finding, grade=Grade.LOW) for finding in report.findings)
    assert replace(report, findings=report.findings + weak).share(grade=Grade.HIGH) == report.share(grade=Grade.HIGH)


def test_without_grades_nothing_reaches_one() -> None:
    report = older(sample())
    assert (sample().is_graded, report.is_graded) == (True, False)
    assert report.share(grade=Grade.LOW).part == 0
    data = json.loads(report.to_json())
    assert not [name for name in (*data["totals"], *data["sources"][0], *data["findings"][0]) if "grade" in name]
    assert "grade_high" in json.loads(sample().to_json())["totals"]


def test_the_total_is_of_all_sources(tmp_path: object) -> None:
    with Corpus.open(str(tmp_path), create=True) as corpus:
        corpus.add(Document("a", "甲.txt", OTHER + SHARED))
        corpus.add(Document("b", "乙.txt", NOTICE + OWN))
        report = corpus.check(OWN + SHARED + NOTICE)
    assert counted(report) == (letters(OWN, SHARED), letters(OWN, SHARED))
    assert {report.share_of(id).part for id in report.sources} == {letters(OWN), letters(SHARED)}
