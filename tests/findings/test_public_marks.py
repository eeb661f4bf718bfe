"""What public texts have is marked and flagged with the name of the text, is a finding all the same, and is told apart
in every count."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.labelled import SPECIFIC
from support.public import ARTICLE, LAW, OTHER, OURS, THEIRS

import simcheck
from simcheck import Flag, Grade, Public
from simcheck.corpus.frequencies import build

MIXED = "。\n".join([ARTICLE, *SPECIFIC[40:48]])


def test_what_a_public_text_has_is_flagged_and_found_all_the_same() -> None:
    plain, report = simcheck.compare(OURS, THEIRS), simcheck.compare(OURS, THEIRS, public=[OTHER, LAW])
    (finding,) = report.findings
    assert finding.flags == {Flag.PUBLIC}
    assert finding.grade is Grade.LOW
    assert [f.match for f in plain.findings] == [finding.match]
    assert plain.findings[0].flags == set()
    (mark,) = (mark for mark in report.marks if mark.flag is Flag.PUBLIC)
    assert (mark.code, mark.facts) == ("public", {"public": "渡口管理条例"})
    assert ARTICLE.rstrip("。") in mark.span.of(OURS)
    assert report.share() == plain.share()
    without = report.share(without={Flag.PUBLIC})
    assert without.part == 0
    assert without.whole == report.share().whole - report.share().part


def test_of_a_finding_that_is_more_only_the_part_is_marked() -> None:
    one = "。\n".join([MIXED, *SPECIFIC[:3]])
    report = simcheck.compare(one, "。\n".join([MIXED, *SPECIFIC[20:23]]), public=[LAW])
    assert not any(Flag.PUBLIC in finding.flags for finding in report.findings)
    (mark,) = (mark for mark in report.marks if mark.flag is Flag.PUBLIC)
    share, without = report.share(), report.share(without={Flag.PUBLIC})
    assert share.part - without.part == sum(map(str.isalnum, mark.span.of(one)))
    assert without.part > 100


def test_what_only_the_table_knows_is_marked_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "genre").mkdir()
    for number in range(4):
        (tmp_path / "genre" / f"{number}.txt").write_text("。".join(SPECIFIC[50 + number :: 9]), encoding="utf-8")
    (tmp_path / "law.txt").write_text(LAW.text, encoding="utf-8")
    settings = simcheck.Settings(background=build([tmp_path / "genre"], public=[tmp_path / "law.txt"]))
    report = simcheck.compare(OURS, THEIRS, settings=settings)
    (finding,) = report.findings
    assert finding.flags == {Flag.PUBLIC}
    assert report.public == 0
    (mark,) = (mark for mark in report.marks if mark.flag is Flag.PUBLIC)
    assert (mark.code, mark.facts) == ("public", {})
    named = simcheck.compare(OURS, THEIRS, settings=settings, public=[LAW])
    assert {mark.facts["public"] for mark in named.marks if mark.flag is Flag.PUBLIC} == {LAW.name}


def test_where_nothing_was_found_nothing_is_marked() -> None:
    report = simcheck.compare(OURS, "。\n".join(SPECIFIC[:6]), public=[LAW])
    assert report.findings
    assert not any(mark.flag is Flag.PUBLIC for mark in report.marks)


def test_none_found_is_told_from_none_given() -> None:
    none, some = simcheck.compare(OURS, THEIRS), simcheck.compare(OURS, THEIRS, public=[OTHER])
    assert (none.public, some.public) == (0, 1)
    assert none.findings == some.findings
    assert '"public":{"texts":1}' in some.to_json()
    assert '"public"' not in none.to_json()


def test_a_table_is_made_once_and_a_saved_result_has_it_all() -> None:
    table = Public.of([LAW, OTHER])
    report = simcheck.compare(OURS, THEIRS, public=table)
    assert report == simcheck.compare(OURS, THEIRS, public=[LAW, OTHER])
    assert simcheck.compare(OURS, THEIRS, public=[]) == simcheck.compare(OURS, THEIRS)
    assert type(report).from_json(report.to_json()) == report


@pytest.mark.parametrize("edit", [("境内外组织", "国内外机构"), ("举行", "进行"), ("可以按照国家", "可以依照省里")])
def test_a_short_edit_on_both_sides_does_not_hide_it(edit: tuple[str, str]) -> None:
    """The provinces may have changed a word of the statute, and still both have it from there."""
    report = simcheck.compare(OURS.replace(*edit), THEIRS.replace(*edit), public=[LAW])
    assert [finding.flags for finding in report.findings] == [{Flag.PUBLIC}]


def test_it_is_the_same_the_other_way_round() -> None:
    there, back = (simcheck.compare(*pair, public=[LAW]) for pair in ((OURS, THEIRS), (THEIRS, OURS)))
    assert [f.flags for f in there.findings] == [f.flags for f in back.findings]
    assert there.share(without={Flag.PUBLIC}).part == back.share(without={Flag.PUBLIC}).part
