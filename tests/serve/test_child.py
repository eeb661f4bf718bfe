"""The process that computes: what it says of a job that the system, or a child that lies, spoils."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simcheck.files import home
from simcheck.serve import child, folders, line
from simcheck.serve.line import Line
from simcheck.serve.wire import OK, REFUSED, Event, Job, Order, Upload, Wishes

SHARED = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    """A comparison of two documents."""
    import tempfile

    (tmp_path / folders.UPLOADS).mkdir()
    files = [Upload(n, f"{n}.txt", 100, f"0000{n}.txt") for n in (1, 2)]
    for each in files:
        (tmp_path / folders.UPLOADS / each.stored).write_text(f"第{each.number}份\n{SHARED}", encoding="utf-8")
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    return Order(str(tmp_path), str(tmp_path / "corpus"), Wishes("compare"), files)


def last(order: Order) -> Event:
    """The last word on a job."""
    begun = child.answer([b"job", msgspec.json.encode(order)])
    assert begun == [OK]
    while True:
        kind, said = child.answer([b"next", b"{}"])
        assert kind == OK
        event = msgspec.json.decode(said, type=Event)
        if event.is_over:
            return event


def test_a_job_is_carried_out(order: Order) -> None:
    event = last(order)
    assert (event.documents, event.failed, event.error) == (1, 0, None)
    [outcome] = folders.outcomes(order.folder)
    assert outcome.name == "1.txt"


def test_a_disk_that_is_full_spoils_the_job_and_says_so(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(home, "replace", full)
    event = last(order)
    assert event.error is not None
    assert event.error.code == "cannot-write"
    assert event.error.words["zh"].title == "没有存下来"
    assert event.error.words["en"].reason


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([[OK], [b"nonsense"]], "job-crashed"),
        ([[OK], [OK, b"\xff"]], "job-crashed"),
        ([[OK], [OK, b'{"documents": "many"}']], "job-crashed"),
        ([[OK], []], "job-crashed"),
        ([[REFUSED, b'{"code": "memory", "words": {}}']], "memory"),
        ([[OK], [REFUSED, b'{"code": "memory", "words": {}}']], "memory"),
    ],
)
def test_a_child_that_says_what_none_would_spoils_its_job_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[list[bytes]], code: str
) -> None:
    left: list[Any] = list(answers)

    class Lying:
        is_usable = True

        def ask(self, question: list[bytes]) -> list[bytes]:
            return left.pop(0) if question[0] != b"warm" else [OK]

        def end(self) -> None:
            self.is_usable = False

    monkeypatch.setattr(line, "Worker", lambda task: Lying())
    (tmp_path / "0" / folders.UPLOADS).mkdir(parents=True)
    told: list[str] = []
    waiting = Line(tmp_path, "", told.append)
    job = Job("0", Wishes("check"), "waiting", "2026-11-29T12:00:00+00:00", [])
    waiting._carry_out(job)
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.code == code
    assert told[-1] == "0"
    assert not (tmp_path / "0" / folders.UPLOADS).exists()
