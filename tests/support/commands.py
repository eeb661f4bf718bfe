"""What tests of commands share: the sample reports, streams that somebody watches, what a command says."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support import ROOT, SAMPLES

Run = Callable[..., tuple[int, str, str]]
"""Runs a command: exit code, stdout, stderr."""

THIS, LAST = "青石镇2024年工作总结.txt", "青石镇2023年工作总结.txt"
SPEECH = "述职报告（柳湾镇镇长）.txt"


class Screen(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def spawn(*args: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    root = str(ROOT)
    environ = {**os.environ, "PYTHONPATH": root, **options.pop("env", {})}
    command = [sys.executable, "-m", "simcheck", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=environ, check=False, **options)


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def copied(names: str, folder: Path) -> list[Path]:
    """Sample reports, with the times of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy2(path, folder)) for path in sorted(SAMPLES.glob(names))]


def stranger(folder: Path) -> Path:
    """A document that is not in the corpus, half of it from one that is."""
    text = (SAMPLES / THIS).read_text(encoding="utf-8")
    path = folder / "新稿.txt"
    path.write_text(f"新任镇长就职发言\n我从外地来，对这里的山水还不熟悉。\n{text[:1500]}", encoding="utf-8")
    return path.relative_to(Path.cwd())


def records(run: Run, *args: str) -> dict[str, dict[str, Any]]:
    """What ``corpus list --json`` says, by name."""
    code, out, err = run("corpus", "list", "--json", *args)
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    return {row["name"]: row for row in rows}


def checked(run: Run, *args: str | Path) -> dict[str, Any]:
    """What ``check --json`` says of one document."""
    code, out, err = run("check", *args, "--json")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    value: dict[str, Any] = json.loads(out)
    return value


def rate(report: dict[str, Any]) -> float:
    return float(report["totals"]["all"]["part"] / report["totals"]["all"]["whole"])


def spreadsheet(path: str) -> list[list[str]]:
    """The rows of a table."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
