"""``simcheck background build``: a table of frequencies of the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run
from support.public import LAW, OURS, THEIRS

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_background_build(run: Run, tmp_path: Path) -> None:
    """Counts the documents, says how many, and writes a table that compare can use."""
    folder = tmp_path / "reports"
    folder.mkdir()
    phrase = "坚持把农村道路建设放在心上抓在手上"
    for number, end in enumerate(("修桥。", "栽树。", "挖渠。")):
        (folder / f"{number}.txt").write_text(f"{phrase}，今年全镇集中力量{end}" * (number + 1), encoding="utf-8")
    (folder / "gb.md").write_text(f"{phrase}，办好学校。", encoding="gb18030")
    target = tmp_path / "phrases.npz"
    code, out, err = run("background", "build", folder, "-o", target)
    assert (code, out) == (0, "")
    assert err.startswith("4 份文稿，")
    assert err.endswith(f"已保存 {target}\n")
    code, out, _ = run("compare", folder / "0.txt", folder / "1.txt", "--background", target, "--json")
    assert code == 0
    assert json.loads(out)["settings"]["background"].startswith("digest:")


def test_public_texts_in_a_table(run: Run, tmp_path: Path) -> None:
    """What one of them says is told as public text, without a name, in whatever is compared with that table."""
    for name, text in (("r/a.txt", OURS), ("r/b.txt", THEIRS), ("p/法.txt", LAW.text)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    target = tmp_path / "t.npz"
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "c.txt").write_text("今年全镇集中力量修桥。", encoding="utf-8")
    folders = (tmp_path / "g", "--public", tmp_path / "p")
    code, _, err = run("background", "build", *folders, "-o", target, "--phrases", "none")
    assert (code, err.startswith("2 份文稿，")) == (0, True)
    code, out, _ = run(
        "compare", tmp_path / "r/a.txt", tmp_path / "r/b.txt", "--background", target, "--view", "inline"
    )
    assert code == 0
    assert "词频表记下的国家法规等公开文本" in "".join(out.split())
    code, _, err = run("background", "build", tmp_path / "r", "--public", "没有", "-o", target, "--force")
    assert (code, "错误[not-found]" in err) == (2, True)


def test_background_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """Said before counting for minutes."""
    code, _, err = run("background", "build", "a", "-o", tmp_path / "x" / "y.npz")
    assert code == 2
    assert "错误[cannot-write]" in err


def test_a_result_among_the_documents_is_an_error_and_no_document(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "历年"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"{name}全镇新建文化广场三处，整修灌溉渠道十二公里。\n", encoding="utf-8")
    assert run("compare", str(folder / "a.txt"), str(folder / "b.txt"), "-q", "-o", str(folder / "结果.md"))[0] == 0
    code, _, said = run("background", "build", str(folder), "-o", str(tmp_path / "t.npz"), "--phrases", "none")
    assert code == 2
    assert "结果.md 像是 simcheck 写的结果" in said
    assert not (tmp_path / "t.npz").exists()
