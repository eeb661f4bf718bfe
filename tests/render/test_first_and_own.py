"""Who is called the first, and on what ground something is own, is said of whom it is true, and to be read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from support.labelled import PARAGRAPH, SPECIFIC

from simcheck import Corpus, Document, Flag, Report
from simcheck.environment import LANGUAGES, Language
from simcheck.render.docx.annotated import annotated
from simcheck.render.markdown import markdown
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.overview import overview_screen, row
from simcheck.render.terminal.screen import plain
from simcheck.render.view.sources import Library
from simcheck.render.view.spread import spread_tables

DAY = {"date_by": "signature"}


def test_a_later_copy_of_the_earliest_is_not_the_earliest(tmp_path: Path) -> None:
    """Two records of one text with their own days: the text is one, and only one of them was first."""
    words = "。\n".join([*SPECIFIC[:5], PARAGRAPH])
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, text, day in (
            ("a", words, "2021-03-05"),
            ("b", words, "2019-03-05"),
            ("c", f"{PARAGRAPH}\n{SPECIFIC[6]}", "2023-03-05"),
        ):
            corpus.add(Document(id, f"{id}.txt", text, {"date": day} | DAY))
        report = corpus.check(Document("x", "x.txt", f"{SPECIFIC[9]}\n{PARAGRAPH}\n{SPECIFIC[8]}", {}))
    (table,) = spread_tables(report, "zh", every=True)
    assert [holder.name for holder in table.rows] == ["b.txt（其中最早）", "a.txt", "c.txt"]
    assert [note.facts["date"] for note in report.notes if note.code == "origin-earliest"] == ["2019-03-05"]


def own(folder: Path, count: int) -> Report:
    """A document of an office with as many of its own texts, each on a ground of its own or of the unit's long name."""
    unit = "云岭市青石县农业农村和水利综合服务中心"
    with Corpus.open(folder, create=True) as corpus:
        for number in range(count):
            title = f"{unit}{2018 + number}年工作总结"
            words = "。\n".join([title, *SPECIFIC[5 * number : 5 * number + 5]])
            corpus.add(Document(f"{number}", f"{number}.txt", words, {"unit": unit, "title": title}))
        text = "。\n".join([f"{unit}2024年工作总结", *SPECIFIC[: 5 * count]])
        return corpus.check(Document("x", "x.txt", text, {"unit": unit, "title": f"{unit}2024年工作总结"}))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_ground_is_never_cut(tmp_path: Path, lang: Language, columns: int) -> None:
    report = own(tmp_path, 4)
    unit = str(next(note.facts["value"] for note in report.notes if note.code == "own-unit"))
    screen = Screen(lang, columns, View.NONE)
    rows = [row("x.txt", report, lang, frozenset({Flag.OWN}))]
    line = "".join("".join(run.text for run in line).strip() for line in overview_screen(rows, screen))
    for shown in (plain(report, screen).replace("\n", "").replace(" ", ""), line):
        assert unit in shown


def test_sentences_of_a_page_have_no_blank_between_them(tmp_path: Path) -> None:
    page = markdown(own(tmp_path, 1), "zh")
    assert "。 " not in page.partition("---")[0]


def test_what_was_not_searched_is_not_said_to_lack_something(tmp_path: Path) -> None:
    """--before and --exclude keep documents out: of these nothing was looked for."""
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, day in (("a", "2021-03-05"), ("b", "2023-03-05")):
            corpus.add(Document(id, f"{id}.txt", "。\n".join(SPECIFIC[:5]) + id, {"date": day} | DAY))
        asked = Document("x", "x.txt", "。\n".join(SPECIFIC[20:25]), {})
        library = Library("corpus/", 2, "2024-01-01")
        screens = [
            plain(corpus.check(asked, before=before), Screen("zh", 120, View.NONE), library)
            for before in (None, "2022", "2020")
        ]
    assert "查过的 2 篇里，没有找到" in screens[0]
    assert "查过的 1 篇里，没有找到" in screens[1]
    assert "没有可以查的文稿" in screens[2]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "b.txt（其中最早），2019-03-05（落款）；a.txt，"), ("en", "b.txt (the earliest), ")]
)
def test_the_first_comment_says_who_holds_a_passage(tmp_path: Path, lang: Language, said: str) -> None:
    """Of records of one text too, without brackets inside brackets."""
    words = "。\n".join([*SPECIFIC[:5], PARAGRAPH])
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, day in (("a", "2021-03-05"), ("b", "2019-03-05")):
            corpus.add(Document(id, f"{id}.txt", words, {"date": day} | DAY))
        report = corpus.check(Document("x", "x.txt", f"{SPECIFIC[9]}\n{PARAGRAPH}\n{SPECIFIC[8]}", {}))
    assert len(report.sources) == 1
    comments = zipfile.ZipFile(io.BytesIO(annotated(report, lang))).read("word/comments.xml").decode()
    assert said in re.sub("<[^>]+>", "", comments)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "2 篇，2024-01-01 更新，这次查了 1 篇"), ("en", "; 1 of them searched")]
)
def test_the_head_says_how_many_were_compared(tmp_path: Path, lang: Language, said: str) -> None:
    """Where --before or --exclude kept some out; the document itself is told by a note."""
    library = Library("corpus/", 2, "2024-01-01")
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, day in (("a", "2021-03-05"), ("b", "2023-03-05")):
            corpus.add(Document(id, f"{id}.txt", "。\n".join(SPECIFIC[:5]) + id, {"date": day} | DAY))
        asked = Document("x", "x.txt", "。\n".join(SPECIFIC[2:9]), {})
        part = corpus.check(asked, before="2022")
        for shown in (plain(part, Screen(lang, 120, View.NONE), library), markdown(part, lang, library=library)):
            assert said in shown
        for whole in (corpus.check(asked), corpus.check(corpus["a"])):
            assert ("这次查了" if lang == "zh" else "of them searched") not in plain(
                whole, Screen(lang, 120, View.NONE), library
            )
