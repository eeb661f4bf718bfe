"""Strangers are drawn by seed; full reports of one folder all leave the table, and what is copied leaves the draw."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from benchmarks.detection import counted, strangers

PASSAGE = "三号泵房的水表读数抄送村务监督委员会，去冬损毁的竹架照片存入档案柜第二格，钥匙交会计保管，"


def letters(number: int, length: int = 400) -> str:
    chooser = random.Random(number)
    return "".join(chr(chooser.randrange(0x4E00, 0x9FA5)) for _ in range(length))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four reports; of the first two a tenth is one passage, and the last is the third."""
    home = tmp_path / "reports"
    home.mkdir()
    for number in range(3):
        text = letters(number, 2000) + (PASSAGE if number < 2 else "")
        (home / f"{number}.txt").write_text(text, encoding="utf-8")
    (home / "3.txt").write_text(letters(2, 2000), encoding="utf-8")
    return home


def test_full_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert strangers.main([str(folder), "--full", "--seed", "5", "6", "-v"]) == 0
    out = capsys.readouterr().out
    assert "4 reports, all of them left out of the table; 1 of 6 pairs share 5 % or more" in out
    for seed in ("5", "6"):
        assert re.search(rf"^\| {seed} +\| +5 \| +1 \| +1 \| +1 \| +1 \|$", out, re.MULTILINE), out
    assert re.search(r"^\| all +\| +10 \| +2 \|", out, re.MULTILINE)
    shown = [line for line in out.splitlines() if line.startswith("  ")]
    assert len(shown) == 2
    assert all(PASSAGE[:20] in line for line in shown)


@pytest.mark.parametrize(("grade", "pairs"), [("high", 1), ("middle", 0)])
def test_pairs_with_a_finding_of_the_upper_grade(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, grade: str, pairs: int
) -> None:
    monkeypatch.setattr(counted, "grade", lambda finding: grade)
    assert strangers.main([str(folder), "--full", "--seed", "5"]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"^\| 5 +\| +5 \| +1 \| +{pairs} \| +1 \| +{pairs} \|$", out, re.MULTILINE), out


def test_of_any_texts(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    results = tmp_path / "strangers.md"
    assert strangers.main([str(folder), "--pairs", "5", "--seed", "1", "2", "--out", str(results)]) == 0
    out = capsys.readouterr().out
    assert out.count("further pairs drawn that share 1 % or more") == 2
    assert "- options: seed 1 2" in results.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{folder}", "{folder}", "--full"], "one folder of reports"),
        (["{folder}/0.txt", "--full"], "one folder of reports"),
        (["{folder}/nothing"], "no such file or folder"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert strangers.main([each.format(folder=folder) for each in arguments]) == 2
    assert said in capsys.readouterr().err
