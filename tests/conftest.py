"""What the tests of the commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simcheck import worker
from simcheck.cli import main

QUIET_SCREEN = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SIMCHECK_LANG", "SIMCHECK_CORPUS", "LC_ALL", "LC_MESSAGES")


@pytest.fixture
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests is seen."""
    for name in QUIET_SCREEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process, all streams piped: exit code, stdout, stderr."""

    def command(*args: str | Path) -> tuple[int, str, str]:
        code = main.main([str(arg) for arg in args])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read here, where a test has changed what their reader goes by."""
    monkeypatch.setattr(worker, "is_possible", lambda: False)
