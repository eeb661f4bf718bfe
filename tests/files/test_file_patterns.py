"""Names with * and ?: which files they mean, in which order, and what they never mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simcheck.errors import NoMatch, NotFound
from simcheck.files import patterns
from simcheck.files.patterns import expanded, nothing

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


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
@pytest.mark.parametrize(
    "pattern", ["*/" * 300 + "*", "*/" * 40 + "总结.docx", "**/" * 2000 + "*.txt", "*" + "/." * 2000]
)
def test_circles_and_long_patterns_take_no_time(folder: Path, pattern: str) -> None:
    """What lies in a circle of links has endless names; each folder is looked into once for the same rest."""
    for name in ("上", "又上"):
        os.symlink("..", folder / "2023年" / name)
    os.symlink(".", folder / "自己")
    assert len(expanded(pattern)) <= len(FILES) + 10


@pytest.mark.parametrize(("pattern", "kind"), [("报告[3].docx", NotFound), ("[", NotFound), ("*.pdf", NoMatch)])
def test_what_is_wrong_with_a_pattern_that_means_nothing(pattern: str, kind: type[Exception]) -> None:
    error = nothing(pattern)
    assert type(error) is kind
    assert error.path == pattern


def test_brackets_of_a_name_that_is_not_there_suggest_the_one_that_is() -> None:
    error = nothing("报告[2].docx")
    assert isinstance(error, NotFound)
    assert "报告[1].docx" in error.similar
