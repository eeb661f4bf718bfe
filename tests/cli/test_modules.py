"""What a command imports, name by name, so that a new import is noticed: each is paid for at every start.

A list has the modules of simcheck, and of everything else the packages that none of ``BARE`` brings along.
``SIMCHECK_GOLDEN=write`` writes the lists; read what changed in them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from support import GOLDEN, ROOT, SAMPLES
from support.screens import agrees

MINE, OTHER = SAMPLES / "青石镇2024年工作总结.txt", SAMPLES / "柳湾镇2024年工作总结.txt"

BARE: Final = "import click, sqlite3, numpy, numpy.linalg, rapidfuzz, ctypes"
"""What is there anyway, with whatever these versions import."""

WEIGHING: Final = ("jieba", "sklearn", "datasketch")
"""Libraries that weigh what is added: where they are loaded, what they bring along is not listed."""

OF_LISTS: Final = (3, 11)
"""The Python of which the lists are."""

TOLD: Final = "\nimport os, sys; print(*sys.modules, file=sys.stderr); sys.stderr.flush()"

ENTERED: Final = (
    "import os, sys; leave = os._exit\n"
    "def told(code): print(*sys.modules, file=sys.stderr); sys.stderr.flush(); leave(code)\n"
    "os._exit = told\n"
    "from simcheck.__main__ import enter; enter()"
)

COMMANDS: Final = {
    "help": ("--help",),
    "version": ("--version",),
    "compare": ("compare", str(MINE), str(OTHER)),
    "check": ("check", str(MINE), "--corpus", "corpus"),
    "check-several": ("check", str(MINE), str(OTHER), "--corpus", "corpus"),
    "corpus-list": ("corpus", "list", "--corpus", "corpus"),
    "corpus-add": ("corpus", "add", str(OTHER), "--corpus", "new"),
    "corpus-add-again": ("corpus", "add", str(OTHER), "--corpus", "corpus"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    modules(("corpus", "add", str(OTHER), "--corpus", "corpus"), folder)
    return folder


def modules(args: tuple[str, ...], folder: Path) -> set[str]:
    """What the program has imported when it ends."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "SIMCHECK_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-c", ENTERED, *args], capture_output=True, text=True, check=True, cwd=folder, env=environ
    )
    return set(done.stderr.splitlines()[-1].split())


@cache
def bare() -> frozenset[str]:
    done = subprocess.run([sys.executable, "-c", BARE + TOLD], capture_output=True, text=True, check=True)
    return frozenset(packages(set(done.stderr.split())))


def packages(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names if not name.startswith("_")}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_what_it_did(name: str, place: Path) -> None:
    loaded = modules(COMMANDS[name], place)
    ours = {module for module in loaded if module.partition(".")[0] == "simcheck"}
    others = packages(loaded) - bare() - {"simcheck"}
    others = others & set(WEIGHING) or others
    golden = f"modules-{name}.txt"
    if sys.version_info[:2] == OF_LISTS:
        agrees(golden, "".join(f"{module}\n" for module in (*sorted(ours), *sorted(others))))
    else:
        # what the standard library needs of itself is another matter in every version
        listed = (GOLDEN / golden).read_text(encoding="utf-8").split()
        assert ours | others - sys.stdlib_module_names == set(listed) - sys.stdlib_module_names


@pytest.mark.parametrize("name", ["help", "corpus-list"])
@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_sentences_of_one_language_are_loaded(name: str, lang: str, other: str, place: Path) -> None:
    loaded = modules((*COMMANDS[name], "--lang", lang), place)
    assert f"simcheck.i18n.{lang}" in loaded
    assert f"simcheck.i18n.{other}" not in loaded
