"""``simcheck compare``, as a person and as a script meet it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import LAST, THIS, Run, Screen, spawn
from support.screens import agrees

from simcheck.i18n import messages

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_compare(run: Run, pair: tuple[Path, Path]) -> None:
    """Both directions, the passage, the closing line; 0 although something was found."""
    code, out, err = run("compare", *pair, "--view", "inline")
    assert (code, err) == (0, "")
    assert "甲 也在 乙 里的文字：" in out
    assert "反过来，乙 也在 甲 里的文字：" in out
    assert "第 1 处" in out
    assert messages.text("zh", "closing") in out


def test_compare_a_document_with_itself(run: Run, pair: tuple[Path, Path]) -> None:
    """All of it, and a note that both sides are one text."""
    _, out, _ = run("compare", pair[0], pair[0])
    assert out.count("100.0%") >= 2
    assert messages.text("zh", "note.same-document") in out


@pytest.mark.parametrize(("columns", "view"), [(80, "inline"), (100, "side"), (100, "list")])
def test_golden_corpus(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, view: str) -> None:
    """The whole command on two reports of the corpus; a change of the comparison shows here, to be read."""
    monkeypatch.chdir(SAMPLES)
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = run("compare", LAST, THIS, "--view", view)
    assert (code, err) == (0, "")
    agrees(f"corpus-{view}-{columns}-zh.txt", out)


def test_json_is_the_same_every_time(run: Run, pair: tuple[Path, Path]) -> None:
    """No clock in it, and nothing else on stdout."""
    first, second = run("compare", *pair, "--json"), run("compare", *pair, "--json")
    assert first == second
    assert "created" not in json.loads(first[1])
    assert "text" not in json.loads(run("compare", *pair, "--json", "--no-text")[1])["document"]


def test_show_tells_what_compare_told(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A saved result shows the same screen without the documents."""
    result = tmp_path / "r.json"
    _, out, err = run("compare", *pair, "-o", result)
    assert err == f"已保存 {result}\n"
    assert json.loads(result.read_text(encoding="utf-8"))["created"]
    for path in pair:
        path.unlink()
    assert run("show", result) == (0, out, "")


def test_every_unreadable_document_is_explained(run: Run, tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """Both files are named, with names like theirs; exit code 2."""
    code, out, err = run("compare", tmp_path / "甲a.txt", tmp_path)
    assert (code, out) == (2, "")
    assert "错误[not-found] 找不到文件" in err
    assert "甲.txt" in err
    assert "错误[is-folder]" in err


def test_an_unknown_encoding(run: Run, pair: tuple[Path, Path]) -> None:
    """A name that is no encoding is a wrong setting, and said so."""
    code, _, err = run("compare", *pair, "--encoding", "utf9")
    assert code == 2
    assert "错误[invalid-settings] --encoding 不能是 utf9" in err


def test_documents_are_not_overwritten(run: Run, pair: tuple[Path, Path]) -> None:
    """-o with the name of an input is a slip of the finger."""
    before = pair[0].read_bytes()
    code, _, err = run("compare", *pair, "-o", pair[0])
    assert (code, pair[0].read_bytes()) == (2, before)
    assert "会盖掉" in err


def test_standard_input(pair: tuple[Path, Path]) -> None:
    """- is standard input, by its own name."""
    done = spawn("compare", "-", pair[1], input=pair[0].read_bytes())
    assert done.returncode == 0
    assert "标准输入 也在 乙 里的文字：" in done.stdout.decode()


def test_a_terminal_as_standard_input_is_not_waited_for(
    run: Run, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Help instead of a hang."""
    monkeypatch.setattr(sys, "stdin", Screen())
    code, out, err = run("compare", "-", pair[1])
    assert (code, out) == (2, "")
    assert "用法  simcheck compare A B" in err
