"""Tables: other people's are not told, copied ones are, whatever their length, layout and order."""

from __future__ import annotations

import random

import numpy as np
import pytest

import simcheck
from benchmarks.running import forms
from simcheck import Flag, Report, Settings, compare
from simcheck.align import tables
from simcheck.align.prepare import prepare
from simcheck.i18n import explain


def share(form: str, variant: str, rows: int, layout: str) -> float:
    return compare(*forms.VARIANTS[variant](form, rows, layout)).share().ratio


@pytest.mark.parametrize("layout", forms.LAYOUTS)
@pytest.mark.parametrize("form", forms.FORMS)
def test_of_a_form_that_other_people_fill_in_little_is_told_at_any_length(form: str, layout: str) -> None:
    # of attendance, where ticks are not compared, the title and the head are a tenth of a short table
    shares = [share(form, "other", rows, layout) for rows in (60, 240)]
    assert max(shares) < (0.12 if form == "ticks" else 0.08)
    assert shares[1] < 0.05


@pytest.mark.parametrize("layout", forms.LAYOUTS)
@pytest.mark.parametrize("form", forms.FORMS)
def test_a_table_of_which_a_few_rows_were_changed_is_told(form: str, layout: str) -> None:
    for rows in (60, 240):
        assert share(form, "copied", rows, layout) > 0.92


@pytest.mark.parametrize("form", forms.FORMS)
def test_of_a_table_that_is_half_copied_half_is_told(form: str) -> None:
    for layout in ("tabs", "cells"):
        assert 0.48 < share(form, "half", 120, layout) < 0.57


@pytest.mark.parametrize("form", ["subsidy", "voters", "prices", "land", "cards"])
def test_rows_in_another_order_are_the_same_rows(form: str) -> None:
    for rows in (60, 240):
        assert share(form, "shuffled", rows, "tabs") > 0.9


@pytest.mark.parametrize("form", ["subsidy", "voters", "prices", "land"])
@pytest.mark.parametrize("layout", ["tabs", "commas"])
def test_cells_copied_down_the_columns_are_the_same_cells(form: str, layout: str) -> None:
    for rows in (20, 60):
        report = compare(*forms.turned(form, rows, layout))
        assert report.share().ratio > 0.95
        other = compare(forms.turned(form, rows, layout)[0], forms.other(form, rows, layout)[1])
        assert other.share().ratio < 0.2  # the title and the head


def villages(seed: int) -> list[list[str]]:
    draw = random.Random(seed)
    names = [f"{a}{b}村" for a in "桐石云麻青白柳东西南" for b in "岭桥台湾"]
    return [
        [name, str(draw.randint(200, 900)), str(draw.randint(20, 90)), f"{draw.uniform(1, 10):.1f}"] for name in names
    ]


def test_figures_of_a_table_that_was_turned_over_are_told() -> None:
    def by_columns(cells: list[list[str]]) -> str:
        return "\n".join(["全镇各村基本情况表", *(cell for column in zip(*cells, strict=True) for cell in column)])

    rows = "\n".join(["全镇各村基本情况表", *("\t".join(row) for row in villages(1))])
    assert compare(by_columns(villages(1)), rows).share().ratio > 0.98
    # of another year: the names, and not the figures
    assert compare(by_columns(villages(2)), rows).share().ratio < 0.4


def test_serial_numbers_are_no_column() -> None:
    numbers = "\n".join(str(n) for n in range(1, 41))
    draw = random.Random(4)
    rows = "\n".join(f"{n}\t{draw.choice('甲乙丙丁戊己庚辛')}{draw.randint(1000, 9999)}" for n in range(1, 41))
    assert compare(numbers, rows).share().part == 0


def told(report: Report, code: str) -> list[str]:
    return [explain.note(note, "zh", {}) for note in report.notes if note.code == code]


def test_what_every_such_table_has_is_listed_counted_nowhere_and_said() -> None:
    report = compare(*forms.other("attended", 60, "tabs"))
    cells = [finding for finding in report.findings if Flag.CELLS in finding.flags]
    assert cells
    assert all(Flag.BOILERPLATE in finding.flags for finding in cells)
    # what is left out is out of the part, not out of the whole
    assert report.share().whole == report.share(without={Flag.BOILERPLATE}).whole
    (note,) = told(report, "cells")
    assert "不计入比例" in note
    # what it counts and shows stands in the source too: names and figures that differ do not
    (facts,) = (each.facts for each in report.notes if each.code == "cells")
    (source,) = report.sources.values()
    assert str(facts["text"]) in " ".join(source.text.split())
    assert int(facts["count"]) < sum(map(str.isalnum, report.document.text))
    assert Report.from_json(report.to_json()).share() == report.share()


def test_words_copied_into_a_table_of_ones_own_are_told() -> None:
    """Whatever is added to a copied text, and however often it is repeated there."""
    sentence = "沈家坳的旱坡上试种了四十二亩迟熟油茶成活率比往年高了两成"
    source = f"三月中旬，村里请来县农技站的师傅，在{sentence}。剩下的苗木分给了九户人家。"
    repeated = "\n".join(f"{n}\t{sentence}\t已公示" for n in range(40))
    assert compare(source, repeated).share(without={Flag.BOILERPLATE}).part >= len(sentence)
    assert compare(repeated, source).share(without={Flag.BOILERPLATE}).ratio > 0.5


def test_a_cell_tells_what_the_rest_of_its_table_does_not() -> None:
    text = forms.other("voters", 200, "tabs")[0]
    prepared = prepare(text, None, Settings())
    table = tables.table(prepared)
    assert table.rows.all()
    words = prepared.words
    bits: dict[str, list[float]] = {word: [] for word in ("汉族", "本村", "#")}
    for word, start, end in zip(words.word, words.start.tolist(), words.end.tolist(), strict=True):
        if word in bits:
            bits[word].append(table.carried(start, end))
    assert np.mean(bits["汉族"]) < 0.3
    assert np.mean(bits["本村"]) < 0.3
    assert np.mean(bits["#"]) > 2.0


def test_a_report_has_no_rows_of_forms() -> None:
    from support import SAMPLES

    for name in ("青石镇2024年工作总结.txt", "石坡街道党工委书记述职报告.txt"):
        assert not tables.table(prepare(simcheck.read(SAMPLES / name).text, None, Settings())).count


def test_a_sentence_or_two_of_which_nothing_was_found_are_said_to_be_short() -> None:
    notice = "会议于2024年3月5日召开，3月8日印发纪要，3月20日前完成整改，第一季度末复查，下午两点半开始。"
    other = "会议于2024-03-05召开，03-08印发纪要，03/20前完成整改，一季度末复查，下午14:30开始。"
    assert len(told(compare(notice, other), "brief")) == 1
    assert not told(compare(notice, notice), "brief")
    assert not told(compare(notice * 3, "与此毫无关系的另一段话，说的是别的事情。"), "brief")
