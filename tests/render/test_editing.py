"""What helps whoever edits: passages once, the sentences with most of others' words, what was left over, changes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SAMPLES
from support.screens import sample

import simcheck
from simcheck import Flag, Grade, Report
from simcheck.corpus.collection import Corpus
from simcheck.model import Note
from simcheck.render.docx.annotated import annotated
from simcheck.render.docx.colours import CHANGED, COLOURS
from simcheck.render.view.differences import Sort, Texts, differences
from simcheck.render.view.editing import AROUND, LEAST, changes, first_sentences, left_over, passages
from simcheck.render.view.figures import chosen

THIS, LAST = (SAMPLES / f"青石镇{year}年工作总结.txt" for year in (2024, 2023))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report against all others of the samples, several of which have the same words."""
    with Corpus.open(tmp_path_factory.mktemp("editing"), create=True) as corpus:
        corpus.add_all([path for path in sorted(SAMPLES.glob("*.txt")) if path != THIS])
        return corpus.check(simcheck.read(THIS))


def test_each_finding_is_told_once(checked: Report) -> None:
    for report in (checked, sample(), simcheck.compare(simcheck.read(THIS), simcheck.read(LAST))):
        shown = chosen(report, None, every=True)
        made = passages(report, shown)
        told = [number for each in made for number in (each.number, *(n for n, _ in each.others))]
        assert sorted(told) == sorted(n for n, _ in shown)
        for each in made:
            sources = {finding.match.source for _, finding in each.others}
            assert each.finding.match.source not in sources
    assert any(each.others for each in passages(checked, chosen(checked, None, every=True)))


def test_of_one_source_nothing_is_put_together() -> None:
    report = simcheck.compare(simcheck.read(THIS), simcheck.read(LAST))
    assert len(passages(report, chosen(report, None, every=True))) == len(report.findings)


def test_a_source_that_is_the_document_itself_hides_nobody(checked: Report) -> None:
    twin = replace(checked.document, id="twin")
    itself = simcheck.compare(checked.document, twin).findings
    report = replace(
        checked,
        sources={**checked.sources, "twin": twin},
        findings=tuple(sorted((*checked.findings, *itself), key=repr)),
    )
    before = len(passages(checked, chosen(checked, None, every=True)))
    assert len(passages(report, chosen(report, None, every=True))) >= before


def test_the_first_sentences_have_most_of_others_words(checked: Report) -> None:
    found = first_sentences(checked, chosen(checked, None, every=True))
    assert found
    counts = [each.characters for each in found]
    assert counts == sorted(counts, reverse=True)
    assert all(count >= LEAST for count in counts)
    for each in found:
        assert each.finding.grade is Grade.HIGH
        assert each.finding is checked.findings[each.number - 1]
        assert each.characters <= sum(map(str.isalnum, each.span.of(checked.document.text)))
        assert each.span.overlaps(each.finding.match.left)


@pytest.mark.parametrize("flag", [Flag.QUOTED, Flag.OWN, Flag.PUBLIC, Flag.BOILERPLATE, Flag.SCATTERED])
def test_what_is_quoted_own_or_public_is_not_to_be_rewritten(checked: Report, flag: Flag) -> None:
    flagged = tuple(replace(finding, flags=finding.flags | {flag}) for finding in checked.findings)
    report = replace(checked, findings=flagged)
    assert first_sentences(report, chosen(report, None, every=True)) == []


def test_what_was_left_over_is_told_where_it_stands(checked: Report) -> None:
    finding = checked.findings[0]
    word = finding.match.left.of(checked.document.text)[3:7]
    note = Note("left-behind", None, {"source": finding.match.source, "theirs": word})
    other = Note("left-behind", None, {"source": "nobody", "theirs": word})
    assert left_over(finding, replace(checked, notes=(note, note))) == [word]
    assert left_over(finding, replace(checked, notes=(other,))) == []


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_every_change_is_shown_once(number: int) -> None:
    report = simcheck.compare(simcheck.read(THIS), simcheck.read(LAST))
    finding = report.findings[number % len(report.findings)]
    texts = Texts(report)
    shown = changes(finding, texts)
    pieces = [piece for stretch in shown for piece in stretch]
    assert [piece for piece in pieces if piece.sort is Sort.CHANGED] == differences(texts.parts(finding))
    assert all(len(piece.left) <= 2 * AROUND for piece in pieces if piece.sort is Sort.EQUAL)
    for stretch in shown:
        for one, other in zip(stretch, stretch[1:], strict=False):
            assert (one.left.end, one.right.end) == (other.left.start, other.right.start)


def shaded(data: bytes) -> dict[str, str]:
    """By shade the words that have it."""
    found: dict[str, str] = {}
    for run in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:r")):
        shade = run.find(f"{qn('w:rPr')}/{qn('w:shd')}")
        if shade is not None:
            fill = shade.get(qn("w:fill"))
            found[fill] = found.get(fill, "") + "".join(t.text or "" for t in run.findall(qn("w:t")))
    return found


def test_the_comments_of_a_check(checked: Report, tmp_path: Path) -> None:
    data = annotated(checked, "zh")
    first, *each = [comment.text for comment in docx.Document(io.BytesIO(data)).comments]
    assert "要改写，可以先看这几句" in first
    assert first.index("文字相似是事实") < first.index("比对记录")
    assert len(each) == len(passages(checked, chosen(checked, None, every=True)))
    assert any("\n也在 " in said for said in each)
    assert any("换了（本文 ← 来源）：\n· " in said for said in each)
    assert any("疑似漏改" in said for said in each) == any(note.code == "left-behind" for note in checked.notes)
    looks = [
        (run.bold, run.font.strike)
        for comment in docx.Document(io.BytesIO(data)).comments
        for paragraph in comment.paragraphs
        for run in paragraph.runs
        if "改动（" in paragraph.text
    ]
    assert {(True, None), (None, True), (None, None)} <= set(looks)


def test_changed_words_are_darker(checked: Report) -> None:
    words = shaded(annotated(checked, "zh"))
    assert "1720" in "".join(words.get(shade, "") for shade in CHANGED.values())
    assert "林下黄精" in "".join(words.get(COLOURS[kind], "") for kind in CHANGED)
    assert not set(CHANGED.values()) & set(COLOURS.values())
