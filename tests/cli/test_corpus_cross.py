"""``simcheck corpus cross``: the whole corpus, or what is new with all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.books import sheets
from support.commands import LAST, THIS, Run, records

from simcheck.crossing.saved import crossing_of

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_the_whole_corpus(run: Run, place: Path) -> None:
    code, out, err = run("corpus", "cross")
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert len(rows) == 1 + len(records(run))
    by_name = {row[0]: row for row in rows}
    largest = rows[0].index("最大来源")
    assert by_name[THIS][largest] not in ("", LAST)  # which is of the same unit
    assert by_name["石坡街道2024年党建工作总结.txt"][largest] == "白鹭滩镇2024年党建工作总结.txt"
    assert "组" in err


def test_the_screen_says_which_corpus(watch: Run, place: Path) -> None:
    code, out, _ = watch("corpus", "cross")
    assert code == 0
    assert "语料库 corpus/" in out
    assert "同一单位、同一作者的（另列，不计入上面）" in out


def pairs(run: Run, *args: str) -> set[frozenset[str]]:
    code, out, err = run("corpus", "cross", "--json", *args)
    assert code == 0, err
    crossing = crossing_of(out)
    return {frozenset(crossing.documents[id].name for id in (pair.a, pair.b)) for pair in crossing.pairs}


def test_new_ones_are_crossed_with_all(run: Run, place: Path) -> None:
    every = pairs(run)
    some = pairs(run, "--new", THIS)
    assert some == {pair for pair in every if THIS in pair}
    assert pairs(run, "--new", records(run)[THIS]["id"]) == some
    assert pairs(run, "--new", "2020-01-01") == every
    assert pairs(run, "--new") == every
    assert run("corpus", "cross", "--new", THIS, "-o", "x.txt", "-q")[0] == 0
    assert "只看新收的 1 篇和全部的重合" in Path("x.txt").read_text(encoding="utf-8")


def test_new_ones_that_are_not_there(run: Run, place: Path) -> None:
    code, out, err = run("corpus", "cross", "--new", "没有这份.txt")
    assert (code, out) == (2, "")
    assert "语料库里没有 没有这份.txt" in err


def test_nothing_was_added_since(run: Run, place: Path) -> None:
    code, out, err = run("corpus", "cross", "--new", "2099-01-01")
    assert (code, out) == (2, "")
    assert "--new 没有指到任何文稿" in err


def test_files_are_written(run: Run, place: Path) -> None:
    assert run("corpus", "cross", "-q", "-o", "汇总.xlsx", "-o", "互查.json") == (0, "", "")
    assert "语料库 corpus/" in str(sheets(Path("汇总.xlsx").read_bytes())["说明"])
    assert run("corpus", "cross", "-q", "-o", "互查.html") == (0, "", "")
    page = Path("互查.html").read_text(encoding="utf-8")
    assert "语料库 corpus/" in page
    assert "corpus corpus/" in page
    assert json.loads(Path("互查.json").read_text(encoding="utf-8"))["type"] == "crossing"


def test_an_original_is_never_replaced(run: Run, place: Path) -> None:
    code, _, err = run("corpus", "cross", "-o", f"corpus/{THIS}", "--force")
    assert code == 2
    assert "收录过的原稿" in err
    assert Path("corpus", THIS).read_text(encoding="utf-8")


def test_without_a_corpus(run: Run, empty: Path) -> None:
    code, out, err = run("corpus", "cross")
    assert (code, out) == (2, "")
    assert "错误[no-corpus]" in err


def test_what_was_computed_is_kept_with_the_corpus(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run("corpus", "cross", "--json")[1]
    from simcheck.crossing import whole as engine

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engine, "told", interrupted)
        code, out, err = run("corpus", "cross", "--json")
    assert (code, out) == (130, "")
    assert "算好的留在语料库里，再运行同一条命令会接着算" in err
    assert run("corpus", "stats", "--verify")[0] == 0
    assert run("corpus", "cross", "--json")[1] == expected
