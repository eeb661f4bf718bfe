"""``simcheck corpus list``: for people, for programs, as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import THIS, Run, cells, records

from simcheck.environment import LANGUAGES, Language
from simcheck.render.terminal import corpus as collection
from simcheck.text.normalize import visible

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_the_list_for_programs(run: Run, place: Path) -> None:
    """Every record, tabs between the columns, whole ids and names, a head that -q leaves out."""
    code, out, err = run("corpus", "list")
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0] == ["编号", "名称", "字数", "段", "日期", "收录", "版本", "来源"]
    assert [row[1] for row in rows[1:]] == sorted(records(run))
    assert all(re.fullmatch("[0-9a-f]{12}", row[0]) for row in rows[1:])
    assert {row[7] for row in rows[1:]} == {f"corpus/{name}" for name in records(run)}
    assert run("corpus", "list", "-q")[1].splitlines() == ["\t".join(row) for row in rows[1:]]


def test_the_list_as_json(run: Run, place: Path) -> None:
    """One record a line, with everything that is known of it."""
    row = records(run)[THIS]
    assert set(row) == {"id", "name", "place", "characters", "paragraphs", "added", "version", "metadata", "file"}
    text = (SAMPLES / THIS).read_text(encoding="utf-8")
    assert row["characters"] == int(visible(text).sum())
    assert row["metadata"]["date"] == "2024"
    assert (row["place"], row["version"]) == (THIS, 1)


@pytest.mark.parametrize(("sort", "field", "descending"), [("length", "characters", True), ("name", "name", False)])
def test_orders_of_the_list(run: Run, place: Path, sort: str, field: str, descending: bool) -> None:
    """The longest first; by name as it is."""
    values = [row[field] for row in records(run, "--sort", sort).values()]
    assert values == sorted(values, reverse=descending)
    assert len(values) == 12


def test_the_latest_first(run: Run, place: Path) -> None:
    """By the date of the document, those without one last; or by when they were added."""
    (place / "无题.txt").write_text("全镇春耕备耕工作会议召开。", encoding="utf-8")
    run("corpus", "add", "无题.txt")
    dates = [row["metadata"].get("date", "") for row in records(run, "--sort", "date").values()]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] == ""
    added = [row["added"] for row in records(run, "--sort", "added").values()]
    assert added == sorted(added, reverse=True)


def test_the_list_for_people(watch: Run, run: Run, place: Path) -> None:
    """Twenty, and how many more there are; figures to the right under their heads."""
    for number in range(30):
        (place / f"简报{number:02}.txt").write_text(f"第{number}期简报：全镇防汛。", encoding="utf-8")
    run("corpus", "add", *place.glob("简报*.txt"))
    code, out, err = watch("corpus", "list")
    lines = out.splitlines()
    assert (code, err, lines[0], lines[22]) == (0, "", "", "")
    assert lines[1].split() == ["编号", "名称", "字数", "段", "日期", "收录"]
    assert len(lines[2:22]) == 20
    assert lines[23].startswith(" 显示 20 / 42 篇。--limit 0 全部列出")
    assert len(watch("corpus", "list", "--limit", "0")[1].splitlines()) == 44
    assert "显示 2 / 42 篇" in watch("corpus", "list", "-n", "2")[1]
    assert "显示" not in watch("corpus", "list", "-n", "2", "-q")[1]
    assert len(run("corpus", "list")[1].splitlines()) == 43
    assert len(watch("corpus", "list", "--json")[1].splitlines()) == 42


@pytest.mark.parametrize(("lang", "said"), [("zh", "2025 年度"), ("en", "about 2025")])
def test_the_year_of_a_title_is_not_listed_as_a_day_of_writing(
    watch: Run, run: Run, place: Path, lang: Language, said: str
) -> None:
    """People read what it is about; programs get what they got."""
    (place / "要点.txt").write_text("石坡街道2025年工作要点\n\n抓好防汛和春耕。\n", encoding="utf-8")
    run("corpus", "add", "要点.txt")
    line = next(line for line in watch("corpus", "list", "--lang", lang)[1].splitlines() if "要点.txt" in line)
    assert said in line
    line = next(line for line in run("corpus", "list")[1].splitlines() if "\t要点.txt" in line)
    assert "2025" in line.split("\t")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_no_line_of_a_list_is_too_wide(watch: Run, run: Run, place: Path, columns: int, lang: Language) -> None:
    """However long the names are; the columns stay under each other."""
    long = place / ("关于进一步加强和改进全镇农村人居环境整治工作的" * 3 + "报告.txt")
    long.write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    (place / "空白.txt").write_bytes(b"")
    run("corpus", "add", long, "空白.txt")
    for command in (("list",), ("stats",)):
        lines = watch("corpus", *command, "--lang", lang, columns=columns)[1].splitlines()
        assert max(map(cells, lines)) < columns
    lines = watch("corpus", "list", "--lang", lang, columns=columns)[1].splitlines()[1:]
    ends = {cells(line[: line.index(row["added"][:10])]) for row in records(run).values() for line in lines[1:2]}
    assert len(ends) == 1
    assert any("…" in line for line in lines)
    assert ("corpus/" in "".join(lines)) == (columns >= 100)


def test_ids_are_as_long_as_they_must_be() -> None:
    """Six characters, or as many as tell all records apart."""
    assert collection._telling(["3f2a91c07ea0", "91c07e3f2a91"]) == 6
    assert collection._telling(["3f2a91c07ea0", "3f2a91c17ea0"]) == 8
    assert collection._telling([]) == 6


def test_an_empty_corpus_says_how_to_fill_it(watch: Run, run: Run, empty: Path) -> None:
    """On a terminal; for programs there is only the head."""
    (empty / "文稿").mkdir()
    run("corpus", "add", "文稿")
    assert "simcheck corpus add" in watch("corpus", "list")[1]
    assert run("corpus", "list")[1].count("\n") == 1
    assert run("corpus", "list", "--json")[1] == ""
    code, out, _ = run("corpus", "stats")
    assert code == 0
    assert " 文稿    0 篇\n" in out
    assert json.loads(run("corpus", "stats", "--json")[1])["lengths"] is None


def test_names_cannot_drive_a_terminal(run: Run, watch: Run, empty: Path) -> None:
    """A file name with an escape sequence, a tab or a line break stays on its line and does nothing."""
    (empty / "甲\x1b[31m乙\t丙\n丁.txt").write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    assert run("corpus", "add", *empty.iterdir())[0] == 0
    for out in (run("corpus", "list")[1], watch("corpus", "list")[1], run("corpus", "add", *empty.glob("*.txt"))[1]):
        assert "\x1b" not in out
        assert "\n丁" not in out
    assert run("corpus", "list", "-q")[1].count("\t") == 7
