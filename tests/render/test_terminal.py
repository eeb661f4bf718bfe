"""What people see: golden screens, and laws that hold for every text and every width."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support import GOLDEN
from support.screens import HAN, HOSTILE, WIDTHS, Draft, Stretch, agrees, older, printed, sample, terminal

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.printable import percent, printable
from simcheck.model import APART, Flag, Grade, Kind
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.passage import aligned, column_width
from simcheck.render.terminal.screen import plain
from simcheck.render.terminal.wrap import CLOSING, OPENING, Role, Run, atoms, cells, fit, groups, whole, wrap
from simcheck.render.view import figures
from simcheck.render.view.differences import Sort, Texts, differences, rows
from simcheck.report.report import Report
from simcheck.text.normalize import folded

# --- golden screens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_golden_screen(width: int, lang: Language, colour: bool) -> None:
    """The whole screen as it was designed, at every width, in both languages, with and without colours."""
    ending = "ansi" if colour else "txt"
    agrees(f"screen-{width}-{lang}.{ending}", printed(sample(), terminal(width, lang, colour=colour)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", [View.LIST, View.PARAGRAPHS, View.NONE])
def test_golden_views(view: View, lang: Language) -> None:
    """The list, the paragraphs and the summary at 80 columns."""
    agrees(f"{view}-80-{lang}.txt", printed(sample(), terminal(80, lang, view=view)))


@pytest.mark.parametrize("view", [View.INLINE, View.SIDE])
def test_golden_all(view: View) -> None:
    """Everything, with nothing left out in the middle."""
    agrees(f"all-{view}-100-zh.txt", printed(sample(), replace(terminal(100, view=view), every=True)))


def test_golden_without_boilerplate() -> None:
    """Set phrases out of the numbers, but still to be seen."""
    agrees(
        "without-80-zh.txt", printed(sample(), replace(terminal(80), without=frozenset({Flag.BOILERPLATE}), limit=9))
    )


def test_golden_older() -> None:
    """A result of a version that did not grade: nothing is said of what is not known."""
    agrees("older-80-zh.txt", printed(older(sample()), terminal(80)))
    assert "证据" not in printed(older(sample()), terminal(80))


def test_golden_grade() -> None:
    """Only passages of a grade and above, under their own numbers; no share changes."""
    agrees("grade-80-zh.txt", printed(sample(), replace(terminal(80, view=View.LIST), grade=Grade.MIDDLE)))


def test_golden_nothing_found() -> None:
    """Two texts that share nothing: the answer, and no empty tables."""
    draft = Draft("我们修了一条路。", "他们种了一片茶。")
    agrees("nothing-80-zh.txt", printed(draft.report(), terminal(80)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_golden_files(lang: Language) -> None:
    """The Markdown and CSV that -o writes."""
    agrees(f"result-{lang}.md", markdown(sample(), lang))
    agrees(f"result-{lang}.csv", table(sample(), lang))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*[0-9]-*.txt")), ids=lambda path: path.name)
def test_golden_screens_are_sound(path: Path) -> None:
    """No line of a reviewed screen is wider than its name says, ends in spaces or needs more than GBK."""
    width = int(next(part for part in path.stem.split("-") if part.isdigit()))
    for line in path.read_text(encoding="utf-8").split("\n"):
        assert cell_len(line) < width
        assert line == line.rstrip()
        line.encode("gbk")


# --- laws of breaking lines -------------------------------------------------------------------------------------------

CHINESE = "一二三四工作总结报告情况，。、；：？！）》】”’…%（《【“‘·"
MIXED = st.text(st.sampled_from(CHINESE + "ab12 .-,()\u3000é한글ｱ😀①│"), max_size=120)


def texts_of(lines: list[tuple[Run, ...]]) -> list[str]:
    """The lines as plain text."""
    return ["".join(run.text for run in line) for line in lines]


def torn(text: str, width: int) -> bool:
    """Whether some group that must not be broken is wider than a line."""
    return any(sum(atom.cells for atom in group) > width for group in groups(atoms(text)))


@given(MIXED, st.integers(2, 60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    """Every line fits, and together they are the text but for spaces at their ends."""
    lines = wrap(atoms(text), width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(texts_of(lines)).replace(" ", "") == text.replace(" ", "")


@given(MIXED, st.integers(10, 60))
def test_no_line_starts_or_ends_with_the_wrong_punctuation(text: str, width: int) -> None:
    """Closing punctuation does not start a line, opening punctuation does not end one."""
    if torn(text, width):
        return
    lines = texts_of(wrap(atoms(text), width))
    assert all(line[:1] not in CLOSING for line in lines[1:] if line)
    assert all(line[-1:] not in OPENING for line in lines[:-1] if line)


@given(st.lists(st.sampled_from(["GDP", "2018", "1,234.5", "工", "作", " ", "COVID-19"]), max_size=40))
def test_words_and_numbers_stay_whole(words: list[str]) -> None:
    """A line break does not cut what is written without spaces in a spaced script."""
    text = " ".join(words)
    lines = texts_of(wrap(atoms(text), 12))
    assert [word for line in lines for word in line.split()] == text.split()


@given(MIXED, st.text(st.sampled_from("新旧乡镇"), min_size=1, max_size=6), MIXED, st.integers(24, 60))
def test_marks_stay_whole(before: str, words: str, after: str, width: int) -> None:
    """A difference and its brackets stand on one line if they fit."""
    mark = whole(Run("{+", Role.CHANGED), Run(words, Role.CHANGED), Run("+}", Role.CHANGED))
    joined = [*atoms(before), mark, *atoms(after)]
    if torn(before + "工" * (mark.cells // 2) + after, width):
        return
    assert any(f"{{+{words}+}}" in line for line in texts_of(wrap(joined, width)))


def test_breaks_as_the_rules_say() -> None:
    """The example at which breaking by spaces fails."""
    text = "各项工作取得突出成效，2018年“经济发展先进乡镇”，村容村貌焕然一新。"
    assert texts_of(wrap(atoms(text), 22)) == [
        "各项工作取得突出成效，",
        "2018年“经济发展先进乡",
        "镇”，村容村貌焕然一",
        "新。",
    ]


@given(st.text(max_size=80), st.integers(5, 40))
def test_names_are_made_to_fit(text: str, width: int) -> None:
    """A shortened name is one line of at most so many cells."""
    assert cell_len(fit(text, width)) <= width
    assert "\n" not in fit(text, width)


# --- laws of whole screens --------------------------------------------------------------------------------------------

STRETCHES = st.lists(st.one_of(HAN, HAN.map(lambda t: t + "，"), st.tuples(HAN, HAN)), min_size=1, max_size=8)
PARTS = st.lists(
    st.tuples(HOSTILE, STRETCHES, st.sampled_from(list(Kind)), st.sampled_from(["", "。\n", "，", "；"])),
    min_size=1,
    max_size=6,
)


def drafted(parts: list[tuple[str, list[Stretch], Kind, str]]) -> Report:
    """A report with a finding for every part."""
    draft = Draft()
    for own, stretches, kind, end in parts:
        draft.apart(own, own[::-1])
        draft.found(kind, *stretches, end)
    return draft.report()


@settings(max_examples=60, deadline=None)
@given(
    PARTS,
    st.integers(50, 160),
    st.sampled_from(list(View)),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_no_screen_is_wider_than_the_terminal(
    parts: list[tuple[str, list[Stretch], Kind, str]], width: int, view: View, lang: Language, every: bool
) -> None:
    """Whatever the texts hold, no line reaches the last column, and nothing but text is printed."""
    screen = plain(drafted(parts), replace(terminal(width, lang, view=view), every=every))
    assert all(cell_len(line) < width for line in screen.split("\n"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\ud800]", screen)


@settings(max_examples=60, deadline=None)
@given(PARTS, st.integers(60, 160), st.sampled_from([View.INLINE, View.SIDE]))
def test_no_line_of_a_passage_starts_with_closing_punctuation(
    parts: list[tuple[str, list[Stretch], Kind, str]], width: int, view: View
) -> None:
    """After the gutter and after the separator stands a word, except where a paragraph itself starts so."""
    report = drafted(parts)
    screen = plain(report, replace(terminal(width, view=view), every=True))
    body = [line[4:] for line in screen.split("\n") if line.startswith("  │ ")]
    first = {line.lstrip()[:1] for line in printable(report.document.text + "\n" + report.document.text).split("\n")}
    for line in body:
        assert line[:1] not in "，。、；：？！）》】”’" or line[:1] in first


@settings(max_examples=60, deadline=None)
@given(PARTS, st.integers(100, 160))
def test_side_rows_hold_the_same_clause(parts: list[tuple[str, list[Stretch], Kind, str]], width: int) -> None:
    """In every row, what both sides share is the same text, so the columns cannot drift apart."""
    report = drafted(parts)
    texts = Texts(report)
    for finding in report.findings:
        for part in texts.parts(finding):
            for row in rows(part, texts.left, texts.right(finding)):
                for piece in row:
                    left, right = piece.left.of(report.document.text), piece.right.of(texts.right(finding).text)
                    assert piece.sort is Sort.CHANGED or folded(left) == folded(right)
        screen = Screen("zh", width, View.SIDE, every=True)
        for flows in aligned(finding, texts, screen):
            assert all(
                cells(line) <= column_width(screen) for flow in flows for line in flow.lines(column_width(screen))
            )


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_pieces_are_the_whole_match(parts: list[tuple[str, list[Stretch], Kind, str]]) -> None:
    """The pieces of a part follow each other without a gap on both sides."""
    report = drafted(parts)
    texts = Texts(report)
    for finding in report.findings:
        for part in texts.parts(finding):
            assert part.left == finding.match.left
            for a, b in pairwise(part.pieces):
                assert (a.left.end, a.right.end) == (b.left.start, b.right.start)


def test_colour_is_all_that_colour_adds() -> None:
    """Without its escape sequences the coloured screen has the same numbers, and only 16-colour sequences are used."""
    coloured = printed(sample(), terminal(80, colour=True))
    sequences = {code for match in re.findall(r"\x1b\[([\d;]*)m", coloured) for code in match.split(";")}
    assert sequences <= {"0", "1", "2", "4", "31", "33", "35", "36"}
    bare = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert (
        re.findall(r"\d+ 处|\d+ 字|[\d.]+%", bare)[:12]
        == re.findall(r"\d+ 处|\d+ 字|[\d.]+%", plain(sample(), terminal(80)))[:12]
    )


def test_text_that_looks_like_markup_is_text() -> None:
    """[bold], [/] and [n] in a report are what the author wrote."""
    draft = Draft()
    draft.found(Kind.IDENTICAL, "见附件[1]和[bold]说明[/bold]，以及[/i]各项工作")
    assert "见附件[1]和[bold]说明[/bold]，以及[/i]各项工作" in printed(draft.report(), terminal(80, colour=True))


# --- numbers and choices ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("without", [frozenset(), APART])
def test_numbers_agree_everywhere(without: frozenset[Flag]) -> None:
    """Terminal, JSON, CSV and Markdown tell the same counts of the same result."""
    report = sample()
    data = json.loads(report.to_json())
    share = data["totals"]["without_apart" if without else "all"]
    screen = plain(report, replace(terminal(80), without=without))
    saved = markdown(report, "zh", without=without)
    assert f"{share['part']:,} / {share['whole']:,} 有效字" in screen
    assert f"{share['part']:,} / {share['whole']:,} 有效字" in saved
    assert percent(share["part"] / share["whole"]) in screen
    assert percent(share["part"] / share["whole"]) in saved
    kinds = figures.kind_rows(report, without)
    common = [] if without else figures.apart_rows(report)
    assert sum(row.part for row in (*kinds, *common)) == share["part"]
    high = data["totals"]["grade_high"]
    if not without:
        assert (
            f"证据强       {percent(high['part'] / high['whole'])}   {high['part']:,} / {high['whole']:,} 有效字"
            in screen
        )
        assert f"* 证据强 **{percent(high['part'] / high['whole'])}** ({high['part']:,} / {high['whole']:,}" in saved
    lines = list(csv.DictReader(io.StringIO(table(report, "zh").removeprefix("\ufeff"))))
    assert [int(line["字数"]) for line in lines] == [finding["characters"] for finding in data["findings"]]
    for line, finding in zip(lines, data["findings"], strict=True):
        assert (int(line["本文起"]), int(line["来源止"])) == (finding["left"]["start"], finding["right"]["end"])
        assert f"第 {line['处']} 处" in saved


def test_edits_are_counted_as_they_are_shown() -> None:
    """Differences that two characters separate are one; punctuation between them keeps them apart."""
    draft = Draft()
    draft.found(Kind.EDITED, "坚持把", ("产业", "农业"), "作为", ("重点", "中心"), "来抓，", ("全", "本"), "镇")
    report = draft.report()
    assert len(differences(Texts(report).parts(report.findings[0]))) == 2
    assert "改 2 处" in plain(report, terminal(80))
    assert "[-农业作为中心-]{+产业作为重点+}来抓，[-本-]{+全+}镇" in plain(report, terminal(80))


def test_what_is_shown_without_asking() -> None:
    """The longest of each kind, set phrases only if there is nothing else, and last."""
    report = sample()
    assert [n for n, _ in figures.chosen(report, None, every=False)] == [1, 2, 3, 4]
    assert [n for n, _ in figures.chosen(report, 2, every=False)] == [1, 3]
    assert [n for n, _ in figures.chosen(report, None, every=True)] == [1, 2, 3, 4, 5, 6, 7]
    for grade, numbers in ((Grade.HIGH, [1, 3]), (Grade.MIDDLE, [1, 2, 3]), (Grade.LOW, [1, 2, 3, 4, 5, 6, 7])):
        assert [n for n, _ in figures.chosen(report, None, every=True, grade=grade)] == numbers
    assert not figures.chosen(older(report), None, every=True, grade=Grade.LOW)
    only = report.keep(lambda finding: Flag.BOILERPLATE in finding.flags)
    assert [n for n, _ in figures.chosen(only, None, every=False)] == [1]


def test_two_documents_of_one_name_can_be_told_apart() -> None:
    """They are numbered."""
    assert "报告.txt ①" in plain(
        replace(sample(), document=replace(sample().document, name="工作总结.txt")), terminal(80)
    ).replace("工作总结", "报告")


def test_cells_of_a_spreadsheet_are_no_formulas() -> None:
    """A cell that starts like a formula gets an apostrophe."""
    draft = Draft()
    for sign in "=+-@":
        draft.found(Kind.IDENTICAL, f"{sign}HYPERLINK(A1)各项工作")
    rows = list(csv.DictReader(io.StringIO(table(draft.report("=cmd.txt", "b.txt"), "en").removeprefix("\ufeff"))))
    assert all(row["document text"].startswith("'") and row["document"] == "'=cmd.txt" for row in rows)


def test_markdown_shows_what_was_written() -> None:
    """Nothing of a text becomes markup."""
    draft = Draft()
    draft.found(Kind.IDENTICAL, "# 不是标题 *不是强调* <b>不是</b> [不是链接](x) `不是` | 表格\n1. 不是列表\n- 也不是")
    body = markdown(draft.report(), "zh")
    assert r"> \# 不是标题 \*不是强调\* \<b\>不是\</b\> \[不是链接\](x) \`不是\` \| 表格" in body
    assert "> 1\\. 不是列表" in body
    assert "> \\- 也不是" in body
