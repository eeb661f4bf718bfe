"""How long jobs are kept, and how many may wait."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from simcheck.serve import folders, jobs
from simcheck.serve.jobs import DAYS, Jobs
from simcheck.serve.refusals import Refused
from simcheck.serve.wire import Job, Outcome, Upload, Wishes


@pytest.fixture
def kept(tmp_path: Path) -> Jobs:
    """Three jobs that are done, each with a result of 1,000 bytes, a day between them."""
    every = Jobs(tmp_path, str(tmp_path / "corpus"))
    for age in (3, 2, 1):
        folder = every.new_folder()
        job = every.add(folder, Wishes("check"), [Upload(1, f"{age}.txt", 5, "00001.txt")])
        job.state = "done"
        (folder / folders.RESULTS).mkdir()
        (folder / folders.RESULTS / "1.json").write_bytes(bytes(1000))
        folders.put(folder, job)
        then = time.time() - age * 86_400
        os.utime(folder / folders.JOB, (then, then))
    return every


def names(every: Jobs) -> list[str]:
    return [job.files[0].name for job in every.newest()]


def test_what_is_there_is_found_again_in_its_order(kept: Jobs, tmp_path: Path) -> None:
    again = Jobs(tmp_path, str(tmp_path / "corpus"))
    assert names(again) == names(kept) == ["1.txt", "2.txt", "3.txt"]


def test_what_is_too_old_goes(kept: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "DAYS", 2.5)
    kept.tidy()
    assert names(kept) == ["1.txt", "2.txt"]
    assert len(list(kept.root.iterdir())) == 2


def test_the_oldest_of_what_is_too_much_goes(kept: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ROOM", 3000)
    kept.tidy()
    assert names(kept) == ["1.txt", "2.txt"]


def test_what_waits_stays(kept: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ROOM", 10)
    kept.newest()[2].state = "waiting"
    kept.tidy()
    assert names(kept) == ["3.txt"]
    assert DAYS > 1


def test_no_more_wait_than_there_is_room_for(kept: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.add(kept.new_folder(), Wishes("check"), [Upload(1, "a.txt", 100, "00001.txt")])
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "ROOM", 50)
        with pytest.raises(Refused, match="busy"):
            kept.new_folder()
    monkeypatch.setattr(jobs, "WAITING", 1)
    with pytest.raises(Refused, match="too-many-jobs"):
        kept.new_folder()


def test_a_line_that_was_broken_off_is_passed_over_and_spoils_no_other(tmp_path: Path) -> None:
    folders.note(tmp_path, Outcome(1, "甲.txt"))
    path = tmp_path / folders.ROWS
    path.write_bytes(path.read_bytes() + b'\n{"number": 2, "na')
    folders.note(tmp_path, Outcome(3, "丙.txt"))
    assert [each.number for each in folders.outcomes(tmp_path)] == [1, 3]


def test_a_job_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    for content in (b"", b"{}", b"\xff", b'{"id": 3}'):
        (tmp_path / folders.JOB).write_bytes(content)
        assert folders.job_in(tmp_path) is None
    job = Job("0" * 16, Wishes("check"), "done", "2026-11-29T12:00:00+00:00", [])
    folders.put(tmp_path, job)
    assert folders.job_in(tmp_path) == job
