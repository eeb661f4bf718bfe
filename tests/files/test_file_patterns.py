"""Names with * and ?: which files they mean, in which order, and what they never mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simcheck.files import patterns
from simcheck.files.patterns import expanded

FILES = [
    "a.txt",
    "b.docx",
    "报告[1].docx",
    "报告1.docx",
    ".隐.docx",
    "~$b.docx",
    "2024年甲/总结.docx",
    "2024年乙/深/总结.docx",
    "2023年/总结.docx",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("a.txt", ["a.txt"]),
        ("没有.txt", ["没有.txt"]),
        ("*.docx", ["b.docx", "报告1.docx", "报告[1].docx"]),
        ("?.docx", ["b.docx"]),
        ("报告[1].docx", ["报告[1].docx"]),
        ("报告[12].docx", ["报告1.docx"]),
        ("2024年*/*.docx", ["2024年甲/总结.docx"]),
        ("2024年*/**", ["2024年乙", "2024年甲"]),
        ("**/总结.docx", ["2023年/总结.docx", "2024年乙/深/总结.docx", "2024年甲/总结.docx"]),
        ("2024年*/**/*.docx", ["2024年乙/深/总结.docx", "2024年甲/总结.docx"]),
        ("./2023年/*", ["./2023年/总结.docx"]),
        ("*.pdf", []),
        ("没有/*", []),
        ("a.txt/*", []),
        (".*.docx", []),
    ],
)
def test_what_a_pattern_means(pattern: str, meant: list[str]) -> None:
    assert [path.replace(os.sep, "/") for path in expanded(pattern)] == meant


def test_a_pattern_from_the_top(folder: Path) -> None:
    assert expanded(f"{folder}/?.txt") == [str(folder / "a.txt")]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_folders_are_not_walked_in_a_circle(folder: Path) -> None:
    os.symlink("..", folder / "2023年" / "上")
    os.symlink("..", folder / "2023年" / "又上")
    assert len(expanded("**/总结.docx")) == 3


def test_an_accent_may_be_stored_in_two_ways(folder: Path) -> None:
    (folder / "Cafe\u0301.txt").write_text("x", encoding="utf-8")
    assert expanded("Caf\u00e9*") == ["Cafe\u0301.txt"]


def test_what_is_a_pattern() -> None:
    assert [patterns.is_pattern(name) for name in ("a.txt", "*.txt", "a?", "[a]", "＊.txt")] == [0, 1, 1, 1, 0]
