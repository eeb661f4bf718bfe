"""Benchmarks are found by their names, and what they switch off or change in the program is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from support import ROOT

import simcheck
from benchmarks import __main__ as program
from benchmarks.detection import engines, sensitivity

MODULES: Final = sorted((ROOT / "benchmarks").rglob("*.py"))
COMMAND: Final = re.compile(r"python -m benchmarks ([a-z]\w*)")


def names() -> set[str]:
    return set(re.findall(r"^  (\w+) ", program.listing(), re.MULTILINE))


def test_they_are_listed_with_a_line_each_by_what_they_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main([]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in listed if line[:1].isalpha()][1:] == ["detection", "reading", "running"]
    assert names() >= {"quality", "retrieval", "formats", "fuzz", "scale", "crash"}
    assert not names() & {"pan", "engines", "printing", "record"}
    assert not [line for line in listed if re.fullmatch(r"  \w+ *", line)]


@pytest.mark.parametrize("name", ["nothing", "pan", "../tools/make_boxes", ""])
def test_a_name_that_none_has_is_a_clear_error(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main([name, "--help"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"benchmarks: none is called {name}; see python -m benchmarks\n"


@pytest.mark.parametrize("name", sorted(names()))
def test_each_says_how_it_is_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        program.main([name, "--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith(f"usage: python -m benchmarks {name} ")
    assert set(COMMAND.findall(told)) == {name}


def test_pages_name_benchmarks_that_there_are() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("benchmarks/results/*.md")]
    named = {name for path in (*pages, *MODULES) for name in COMMAND.findall(path.read_text(encoding="utf-8"))}
    assert named == names()


def test_none_changes_where_modules_are_looked_for() -> None:
    assert not [path for path in MODULES if "sys.path" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", [*sensitivity.CONSTANTS, *(name for part in engines.PARTS.values() for name in part)])
def test_what_is_exchanged_in_the_alignment_is_there(name: str) -> None:
    """And a number is not copied by another module: its exchange would change nothing there."""
    module, *attributes = name.split(".")
    tree = ast.parse((Path(simcheck.__file__).parent / "align" / f"{module}.py").read_text(encoding="utf-8"))
    body = tree.body
    for attribute in attributes:
        owner = next((node for node in body if attribute in defined(node)), None)
        assert owner is not None, f"{module} has no {attribute}"
        body = owner.body if isinstance(owner, ast.ClassDef) else []
    if name in sensitivity.CONSTANTS:
        assert (f"simcheck.align.{module}", attributes[0]) not in imported()


@cache
def imported() -> set[tuple[str, str]]:
    """Every name that a module of the package takes from another, with that module."""
    found = set()
    for path in Path(simcheck.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {(node.module, alias.name) for alias in node.names}
    return found


def defined(node: ast.stmt) -> set[str]:
    """The names that a statement binds."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.ImportFrom):
        return {alias.asname or alias.name for alias in node.names}
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
