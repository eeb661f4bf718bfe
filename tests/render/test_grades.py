"""What every rendering says of grades, and of what is counted apart: in words, never by colour alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document as open_document
from support.checks import LIBRARY, checked, several, twins
from support.screens import older, sample, terminal

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Grade, Kind, Note
from simcheck.render.docx.annotated import annotated
from simcheck.render.docx.colours import CHANGED, COLOURS
from simcheck.render.markdown import markdown
from simcheck.render.terminal.options import View
from simcheck.render.terminal.screen import plain
from simcheck.render.view.figures import NOTES, apart_in_words, apart_rows, first_notes
from simcheck.render.view.sources import Sources
from simcheck.report.report import Report


def comments(report: Report, lang: Language, grade: Grade | None = None) -> str:
    with zipfile.ZipFile(io.BytesIO(annotated(report, lang, grade=grade))) as document:
        return re.sub("<[^>]+>", "", document.read("word/comments.xml").decode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_passage_says_its_grade_in_words(lang: Language) -> None:
    report = sample()
    screen = plain(report, replace(terminal(100, lang, view=View.INLINE), every=True))
    for shown in (screen, markdown(report, lang), comments(report, lang)):
        for number, finding in enumerate(report.findings, 1):
            head = text(lang, "finding.title", n=number, kind="|", characters=0).partition("|")[0]
            assert f"{head}{text(lang, f'grade.{finding.grade}')}  " in shown
    for shown in (
        plain(older(report), terminal(100, lang)),
        markdown(older(report), lang),
        comments(older(report), lang),
    ):
        titles = [line for line in shown.splitlines() if line.lstrip("# ").startswith(("第 1 处", "No. 1"))]
        assert not any(text(lang, f"grade.{grade}") in line for grade in Grade for line in titles)
    assert text(lang, "report.grades") in markdown(report, lang)
    assert text(lang, "report.grades") not in markdown(older(report), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_grade_is_a_verdict(lang: Language) -> None:
    words = [text(lang, f"{key}.{grade}") for key in ("grade", "degree") for grade in Grade]
    assert len(set(words)) == 6
    assert not any(bad in word for word in words for bad in ("抄", "雷同", "copied", "plagiar", "guilty"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_counted_apart_adds_up(lang: Language) -> None:
    """The line says what the share without it lacks; the table of kinds, what its findings alone explain."""
    for report in (sample(), several()):
        lacks = report.share().part - report.share(without=APART).part
        words = apart_in_words(report, lang)
        assert sum(int(n) for n in re.findall(r"(\d+)", words)) == lacks
        assert [row.kind for row in apart_rows(report)] == [flag for flag in Flag if flag in APART]
        assert sum(row.part for row in apart_rows(report)) == lacks
    assert apart_in_words(sample().keep(lambda finding: not finding.flags), lang) == ""


def test_of_several_flags_the_first_counts() -> None:
    report = sample()
    both = frozenset({Flag.BOILERPLATE, Flag.SCATTERED, Flag.PUBLIC})
    report = replace(report, findings=tuple(replace(f, flags=both) if f.flags else f for f in report.findings))
    assert [(row.kind, row.findings) for row in apart_rows(report)] == [(Flag.BOILERPLATE, 3)]
    assert apart_in_words(report, "zh") == "套话等：套话 61 字"


def test_every_kind_and_what_is_apart_has_a_colour_and_a_name_in_a_word_document() -> None:
    report = sample()
    condensed = tuple(replace(f, kind=Kind.CONDENSED) if n == 3 else f for n, f in enumerate(report.findings))
    report = replace(report, findings=condensed)
    assert {*Kind, *APART} <= COLOURS.keys()
    assert len({*COLOURS.values()}) == len(COLOURS)
    with zipfile.ZipFile(io.BytesIO(annotated(report, "zh"))) as document:
        shades = {*re.findall(r'w:fill="([0-9A-F]{6})"', document.read("word/document.xml").decode())}
    found: list[Kind | Flag] = [*(finding.kind for finding in report.findings[:4]), *APART]
    assert shades == {COLOURS[each] for each in found} | {*CHANGED.values()}
    first = open_document(io.BytesIO(annotated(report, "zh"))).comments
    words = next(iter(first)).text
    assert "青 缩写" in words
    assert "灰 套话、米色 零星、黄绿 公开文本" in words
    high = report.share(grade=Grade.HIGH)
    assert f"证据强 {percent(high.ratio)} ({high.part} / {high.whole} 有效字)" in words
    assert words.index("证据强") < words.index("总复制比")


@pytest.mark.parametrize("grade", Grade)
def test_sources_below_a_grade_are_summed_and_keep_their_numbers(grade: Grade) -> None:
    """Only what is listed changes, no share."""
    report = several()
    weak = tuple(replace(f, grade=Grade.LOW) if f.match.source.startswith("2018") else f for f in report.findings)
    report = replace(report, findings=weak)
    listing = Sources(report, "zh", grade=grade).listing()
    named = {row.number for row in listing.rows}
    assert named == ({1, 2, 3} if grade is Grade.LOW else {2, 3})
    assert (listing.below is None) == (grade is Grade.LOW)
    wished = replace(terminal(80), limit=0)
    every, fewer = (plain(report, replace(wished, grade=each), LIBRARY) for each in (None, grade))
    totals = [
        [line for line in shown.splitlines() if re.match(" (证据强|总复制比|去除|单篇|分布)", line)]
        for shown in (every, fewer)
    ]
    assert totals[0] == totals[1]
    assert len(totals[0]) == 5
    assert ("另有 1 篇各处的证据都不到这一级" in fewer) == (grade is not Grade.LOW)
    assert "另有 1 篇各处的证据都不到这一级 | 154" in markdown(report, "zh", grade=Grade.HIGH, library=LIBRARY)


def test_where_nothing_is_of_a_grade_that_is_said() -> None:
    report = sample()
    report = replace(report, findings=tuple(replace(f, grade=Grade.LOW) for f in report.findings))
    for view in (View.INLINE, View.SIDE, View.LIST):
        shown = plain(report, replace(terminal(100, view=view), grade=Grade.HIGH))
        assert "只列证据强的 0 处，另有 7 处证据中等或者弱。" in shown
        assert "第 1 处" not in shown


def test_paragraphs_are_those_of_passages_that_are_listed() -> None:
    wished = replace(terminal(100, view=View.PARAGRAPHS), grade=Grade.HIGH)
    for report in (several(), twins()):
        rows = [line for line in plain(report, wished, LIBRARY).split(" 段  字数")[1].splitlines() if "%" in line]
        assert len(rows) == 2 + 1  # the answer
        assert not any(sign in row for row in rows[:2] for sign in ("微", "写", "套", "零", "公"))


# --- notes, and the last line -----------------------------------------------------------------------------------------

CODES = ("encoding", "own-unit", "hidden", "left-behind", "capped", "older-result", "site-notice")


def test_three_notes_at_most_those_that_matter_first() -> None:
    notes = [Note(code) for code in CODES]
    assert [note.code for note in first_notes(notes, NOTES)] == ["own-unit", "capped", "older-result"]
    assert first_notes(notes, None) == notes
    assert first_notes(notes[:2], NOTES) == notes[:2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_many_more_notes_there_are(lang: Language) -> None:
    notes = tuple(Note("hidden", None, {"document": "d", "count": n, "characters": "U+200B"}) for n in range(1, 8))
    report = replace(several(), notes=notes)
    wished = replace(terminal(100, lang), limit=0)
    shown = plain(report, wished, LIBRARY)
    assert shown.count("U+200B") == 3
    assert text(lang, "notes.more", n=4) in shown
    for more in (replace(wished, all_notes=True), replace(wished, every=True, view=View.NONE)):
        assert plain(report, more, LIBRARY).count("U+200B") == 7
        assert "-v" not in plain(report, more, LIBRARY)
    assert markdown(report, lang, library=LIBRARY).count("U+200B") == 7


@pytest.mark.parametrize("width", [50, 80, 140])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_end_says_the_answer_again(width: int, lang: Language) -> None:
    """Whole, however narrow the screen."""
    for report, shown in (
        (several(), checked(several(), width, lang)),
        (sample(), plain(sample(), terminal(width, lang))),
    ):
        end = " ".join(shown.split("\n\n")[-1].split())
        assert end.endswith(percent(report.share().ratio))
        label = text(lang, "grade.high")
        assert f"{label} {percent(report.share(grade=Grade.HIGH).ratio)}" in end
