"""``simcheck corpus rebuild`` and ``phrases``: neither takes away what was there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from support.commands import Run, stranger

from simcheck.cli import talk

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_rebuild_changes_no_result(run: Run, place: Path) -> None:
    """Another index, the same bytes of the result; quiet if asked."""
    path = stranger(place)
    before = run("check", path, "--json")
    assert run("corpus", "rebuild", "-q") == (0, "", "")
    assert run("check", path, "--json") == before


def test_an_interrupted_rebuild_changes_nothing(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index serves on."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(talk.Line, "tell", interrupt)
    code, out, err = run("corpus", "rebuild")
    assert (code, out, err) == (130, "", "\n已中断。语料库还是原来的样子，索引没有换。\n")
    monkeypatch.undo()
    os.chdir(place)
    assert run("corpus", "stats", "--verify")[0] == 0


def test_phrases_are_listed_added_and_struck(place: Path, run: Run, watch: Run) -> None:
    code, out, _ = watch("corpus", "phrases")
    assert code == 0
    assert re.search(r"\d+ +\d+ +随附的表 +坚持以习近平新时代中国特色社会主义思想为指导", out)
    code, out, _ = run("corpus", "phrases", "--add", "一把钥匙管到底", "--strike", "在县委、县政府的坚强领导下")
    assert (code, "另算作套话 1 句" in out, "不算套话 1 句" in out) == (0, True, True)
    code, out, _ = run("corpus", "phrases", "--json", "-n", "1")
    assert [json.loads(line).get("said") for line in out.splitlines()] == [None, "added", "struck"]
    code, _, error = run("corpus", "phrases", "--add", "#ab")
    assert (code, "至少 4 个字" in error) == (2, True)
    assert run("corpus", "phrases", "--add", "一把钥匙管到底", "-q") == (0, "", "")
    # nothing else that writes takes them away
    run("corpus", "rebuild")
    assert "一把钥匙管到底" in run("corpus", "phrases", "--lang", "en")[1]
