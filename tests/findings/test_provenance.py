"""Provenance (出处): in which of several sources a passage probably began."""

from __future__ import annotations

from pathlib import Path

from support.labelled import PARAGRAPH, SPECIFIC, noted

from simcheck import Corpus, Document


def test_the_likely_origin_is_the_earliest_that_is_dated(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, date, own in (
            ("a", "2021-12", SPECIFIC[:10]),
            ("b", "2019-03", SPECIFIC[10:20]),
            ("c", "", SPECIFIC[20:30]),
        ):
            words = "。\n".join([*own[:5], PARAGRAPH, *own[5:]])
            corpus.add(Document(id, f"{id}.txt", words, {"date": date} if date else {}))
        report = corpus.check("。\n".join([*SPECIFIC[40:45], PARAGRAPH, *SPECIFIC[45:50]]))
    (found,) = noted(report, "origin-earliest")
    assert (found["source"], found["count"], found["date"]) == ("b", 3, "2019-03")


def test_of_undated_sources_the_fullest_or_the_one_without_blanks_is_the_likely_origin(tmp_path: Path) -> None:
    half, blank = PARAGRAPH[: len(PARAGRAPH) // 2], PARAGRAPH.replace("四千三百米", "XX米").replace("六名", "X名")
    for others, reason in (
        ((PARAGRAPH, half), "fullest"),
        ((PARAGRAPH, blank), "filled"),
        ((PARAGRAPH, PARAGRAPH), ""),
    ):
        folder = tmp_path / (reason or "equal")
        with Corpus.open(folder, create=True) as corpus:
            for number, words in enumerate(others):
                own = SPECIFIC[10 * number : 10 * number + 10]
                corpus.add(Document(f"{number}", f"{number}.txt", "。\n".join([*own[:5], words, *own[5:]])))
            report = corpus.check("。\n".join([*SPECIFIC[40:45], PARAGRAPH, *SPECIFIC[45:50]]))
        found = [note for note in report.notes if note.code.startswith("origin-")]
        assert [(note.code, note.facts["source"]) for note in found] == ([(f"origin-{reason}", "0")] if reason else [])


def test_a_source_that_is_later_than_the_document_is_not_its_origin(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, date, own in (("a", "2023", SPECIFIC[:10]), ("b", "2022", SPECIFIC[10:20])):
            corpus.add(Document(id, f"{id}.txt", "。\n".join([*own[:5], PARAGRAPH, *own[5:]]), {"date": date}))
        asked = "。\n".join([*SPECIFIC[40:45], PARAGRAPH])
        assert not noted(corpus.check(Document("x", "x.txt", asked, {"date": "2021"})), "origin-earliest")
        assert noted(corpus.check(Document("x", "x.txt", asked, {"date": "2024"})), "origin-earliest")
