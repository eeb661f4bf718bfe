"""How far things are: one line on stderr, and how quantities are said."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

import pytest
from support.commands import THIS, Screen, cells

from simcheck.cli import main, talk
from simcheck.cli.commands import corpus_add
from simcheck.i18n.messages import Messages
from simcheck.render.terminal import corpus as collection

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_progress_comes_late_and_seldom_and_leaves_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """After half a second, ten times a second; a shorter line covers a longer one, and the end covers all."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with talk.progress(Messages("zh"), quiet=False) as line:
        line.tell("progress.files", done=1, total=12)
        assert screen.getvalue() == ""
        clock[0] += 0.6
        line.tell("progress.files", done=2, total=12_000)
        assert screen.getvalue() == "\r比对中  2 / 12,000 份"
        line.tell("progress.files", done=3, total=12_000)
        assert screen.getvalue().count("\r") == 1
        clock[0] += 0.2
        line.tell("progress.files", done=4, total=12)
        assert screen.getvalue().endswith("\r比对中  4 / 12 份    ")
    assert screen.getvalue().endswith("份    \r" + " " * cells("比对中  4 / 12 份") + "\r")


def test_nobody_is_told_who_does_not_watch(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe, or with -q."""
    for stream, quiet in ((io.StringIO(), False), (Screen(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with talk.progress(Messages("zh"), quiet=quiet) as line:
            clock[0] += 9
            line.tell("progress.files", done=1, total=2)
        assert stream.getvalue() == ""


def test_the_pace_of_an_addition(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many, how fast, how long it will take; then that the index is being put in order."""
    from simcheck.corpus.addition import Progress

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with talk.progress(Messages("zh"), quiet=False) as line:
        tell = corpus_add._pace(line)
        clock[0] += 2
        tell(Progress(1204, 24_600_000, 20_000, 1_500_000_000))
        assert screen.getvalue() == "\r收录中  1,204 / 20,000 篇  12.3 MB/秒  还要约 2 分 0 秒"
        clock[0] += 2
        tell(Progress(20_000, 1_500_000_000, 20_000, 1_500_000_000))
        assert "\r收录中  20,000 / 20,000 篇  正在整理索引" in screen.getvalue()
        clock[0] += 2
        tell(Progress(0, 0, 3, 0))
        assert "\r收录中  0 / 3 篇 " in screen.getvalue()


def test_errors_do_not_stand_in_the_line_of_progress(
    place: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is taken away before anything else is written."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    ticks = talk.Line.tell

    def later(line: talk.Line, key: str, **facts: int) -> None:
        clock[0] += 1
        ticks(line, key, **facts)

    monkeypatch.setattr(talk.Line, "tell", later)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main.main(["check", "没有.txt", f"corpus/{THIS}"]) == 2
    before, _, _ = screen.getvalue().partition("错误[not-found]")
    assert re.fullmatch(r"\r比对中  0 / 2 份\r +\r", before)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0.04, "0 秒", "0 s"),
        (0.3, "0.3 秒", "0.3 s"),
        (9.94, "9.9 秒", "9.9 s"),
        (9.96, "10 秒", "10 s"),
        (59.6, "1 分 0 秒", "1 min 0 s"),
        (80, "1 分 20 秒", "1 min 20 s"),
        (7500, "2 小时 5 分", "2 h 5 min"),
    ],
)
def test_durations(seconds: float, zh: str, en: str) -> None:
    """As people say them."""
    assert collection.duration(seconds, "zh") == zh
    assert collection.duration(seconds, "en") == en


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 KB"), (1, "1 KB"), (288_000, "288 KB"), (2_440_000, "2.4 MB"), (286_400_000, "286 MB")],
)
def test_sizes(count: int, words: str) -> None:
    """What is not nothing never reads 0."""
    assert collection.size(count) == words
