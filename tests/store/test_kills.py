"""Nothing is lost by a kill, at any step and at any moment; helpers die with their parent."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support import ROOT
from support.faults import (
    QUESTION,
    contents,
    is_whole,
    needs_posix,
)

from benchmarks.running import crash, crash_story, crash_victim
from benchmarks.texts import text_of
from simcheck.corpus import addition, crew
from simcheck.corpus.collection import Corpus


def told_good(story: crash_story.Story, verdict: crash_story.Verdict) -> None:
    assert not story.refused, story
    assert verdict.is_good, (story.during, story.step, verdict)


def test_nothing_is_lost_by_a_kill_at_a_random_moment(nursery: crash_story.Nursery, tmp_path: Path) -> None:
    kills = []

    def tell(story: crash_story.Story, verdict: crash_story.Verdict) -> None:
        told_good(story, verdict)
        kills.append(story.during)

    crash.kill_at_random(nursery, tmp_path, 56, 11, tell)
    assert len(kills) >= 50
    # most of them hit something
    assert sum(map(bool, kills)) > 30


@pytest.mark.parametrize("operation", crash_victim.OPERATIONS)
def test_nothing_is_lost_by_a_kill_at_any_step(nursery: crash_story.Nursery, tmp_path: Path, operation: str) -> None:
    steps = []

    def tell(story: crash_story.Story, verdict: crash_story.Verdict) -> None:
        told_good(story, verdict)
        steps.append(story.step)

    # every step is killed before in the benchmark crash
    crash.kill_at_every_step(nursery, tmp_path, operation, tell, stride={"create": 1}.get(operation, 4))
    assert {"create": {"open", "replace"}, "merge": {"unlink"}}.get(operation, {"execute"}) <= set(steps)
    assert len(steps) >= 8


CREW = """
import sys, threading
from pathlib import Path
from simcheck.corpus import addition, collection, crew
crew.WORTHWHILE, crew.PARCEL, addition.JOBS = 0, 2000, 2
begun = crew._Hand.__init__
def begin(self, *arguments):
    begun(self, *arguments)
    print(self._worker._process.pid, flush=True)
crew._Hand.__init__ = begin
with collection.Corpus.open(sys.argv[1], create=True) as made:
    made.add_all([sys.argv[2]], on_progress=lambda _: print("progress", flush=True))
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(text_of(number), encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@needs_posix
def test_a_killed_writer_takes_its_helpers_along(tmp_path: Path, papers: Path) -> None:
    command = [sys.executable, "-c", CREW, str(tmp_path / "corpus"), str(papers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        helpers = [int(process.stdout.readline()) for _ in range(2)]
        assert process.stdout.readline() == "progress\n"
        process.kill()
    for helper in helpers:
        deadline = time.monotonic() + 30
        while _is_alive(helper) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not _is_alive(helper)
    assert is_whole(tmp_path / "corpus", {})


def _is_alive(process: int) -> bool:
    # one that nobody has waited for is no longer alive either
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return not Path("/proc/self").exists()


@pytest.mark.parametrize("is_killed", [False, True], ids=["well", "killed"])
def test_helpers_do_what_one_process_does_even_if_they_are_killed(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    with Corpus.open(tmp_path / "alone", create=True) as alone:
        done = alone.add_all([papers])
        answer = alone.check(QUESTION).to_json()
        held = contents(alone)
    monkeypatch.setattr(crew, "WORTHWHILE", 0)
    monkeypatch.setattr(crew, "PARCEL", 4000)
    monkeypatch.setattr(addition, "JOBS", 2)
    hands = []
    begin, ask = crew._Hand.__init__, crew._Hand._asked

    def begun(self: crew._Hand, *arguments: Any) -> None:
        begin(self, *arguments)
        hands.append(self)

    def asked(self: crew._Hand, *arguments: Any) -> Any:
        if is_killed and self is hands[0]:
            self._worker._process.kill()
            self._worker._process.wait()
        return ask(self, *arguments)

    monkeypatch.setattr(crew._Hand, "__init__", begun)
    monkeypatch.setattr(crew._Hand, "_asked", asked)
    with Corpus.open(tmp_path / "helped", create=True) as helped:
        together = helped.add_all([papers])
        assert helped.check(QUESTION).to_json() == answer
        assert contents(helped) == held
    assert len(hands) == 2
    assert (together.added, together.known) == (done.added, done.known)
    assert [(place, error.code) for place, error in together.unreadable] == [
        (place, error.code) for place, error in done.unreadable
    ]
