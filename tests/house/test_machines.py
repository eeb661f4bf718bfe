"""What machines run names what there is: the example for others' continuous integration, hooks, Makefile, ``.ci``."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from typing import Any, Final

import pytest
from support import ROOT

CLASSIFIER: Final = "Programming Language :: Python :: "
PLACE: Final = re.compile(r"\b(?:tests|tools)/[\w/.{},-]*[\w}]")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def claimed() -> list[str]:
    """The Pythons that the package says it runs with, oldest first."""
    classifiers = project()["project"]["classifiers"]
    return [each.removeprefix(CLASSIFIER) for each in classifiers if re.fullmatch(CLASSIFIER + r"3\.\d+", each)]


def test_the_example_of_continuous_integration_runs_every_python_that_is_claimed() -> None:
    assert project()["project"]["requires-python"] == f">={claimed()[0]}"
    listed = re.findall(r"^ +python: \[(.*)\]$", read("docs/ci-example.yml"), re.MULTILINE)
    assert listed
    assert set(listed) == {", ".join(f'"{version}"' for version in claimed())}


def test_the_example_of_continuous_integration_runs_the_lines_of_the_readme() -> None:
    lines = [line for line in read("README.md").splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    run = [line.strip() for line in read("docs/ci-example.yml").splitlines()]
    assert not [line for line in lines if line not in run]


def test_what_runs_before_a_commit_is_what_make_check_does_and_needs_no_network() -> None:
    check = re.search(r"^check:\n((?:\t.*\n)+)", read("Makefile"), re.MULTILINE)
    assert check
    hooks = read(".pre-commit-config.yaml")
    entries = re.findall(r"^ +entry: (.*)$", hooks, re.MULTILINE)
    assert entries == [line.strip().removesuffix(" .") for line in check[1].splitlines()]
    assert re.findall(r"repo: (.*)", hooks) == ["local"]
    assert re.findall(r"language: (.*)", hooks) == ["system"] * len(entries)


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", ".ci/pythons"])
def test_what_machines_run_is_there(name: str) -> None:
    named = [path for words in PLACE.findall(read(name)) for path in expanded(words)]
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def expanded(words: str) -> list[str]:
    """A path with alternatives in braces as the shell reads it."""
    parts = [part.split(",") for part in re.split(r"\{(.*?)\}", words)]
    return ["".join(chosen) for chosen in product(*parts)]


def test_the_package_holds_nothing_that_only_developers_run() -> None:
    hook = {"custom": {"path": "tools/build_core.py"}}
    assert project()["tool"]["hatch"]["build"]["targets"]["wheel"] == {"packages": ["simcheck"], "hooks": hook}
    inside = {path.name for path in (ROOT / "simcheck").rglob("*") if path.is_dir()}
    assert not inside & {"tests", "benchmarks", "tools"}
    assert not list((ROOT / "simcheck").rglob("make_*.py"))
