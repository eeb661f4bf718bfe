"""A server that is ended in the middle, however: nothing is lost, and jobs go on or are said to be broken."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from support.serving import Server, ended, serving, started

from simcheck.serve import folders
from simcheck.serve.line import ATTEMPTS

SENTENCE = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"


def many(count: int) -> list[tuple[str, bytes]]:
    """Documents that share a sentence, each with some words of its own."""
    return [(f"{n:03}.txt", f"第{n}村工作总结\n{SENTENCE}\n第{n}村种茶{n}亩。".encode()) for n in range(count)]


def rows(server: Server, job: str) -> int:
    """Documents of a job that are done, by what lies on the disk."""
    return len(list(folders.outcomes(server.state / "jobs" / job)))


def begun(server: Server, job: str, least: int) -> None:
    """Wait until so many documents are done."""
    until = time.monotonic() + 180
    while rows(server, job) < least:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_a_job_goes_on_where_the_server_was_ended(place: Path, how: signal.Signals) -> None:
    server = started(place)
    job = server.send(many(60), kind="check").json["id"]
    waiting = server.send(many(2), kind="cross").json["id"]
    key = {"Idempotency-Key": "one"}
    server.posted("/api/v1/jobs", many(1), {"kind": "check"}, key)
    begun(server, job, 5)
    ended(server, how)
    before = rows(server, job)
    assert 5 <= before < 60
    with serving(place) as again:
        told = again.done(job)
        assert (told["state"], told["documents"]) == ("done", 60)
        numbers = [each.number for each in folders.outcomes(server.state / "jobs" / job)]
        # none is done twice, none is forgotten
        assert sorted(numbers) == list(range(1, 61))
        assert [each["name"] for each in again.documents(job)] == [name for name, _ in many(60)]
        assert again.done(waiting)["state"] == "done"
        known = again.posted("/api/v1/jobs", many(1), {"kind": "check"}, key)
        assert known.status == 200
        assert again.done(known.json["id"])["state"] == "done"
        assert not list((again.state / "jobs").glob("*/uploads"))


def test_what_was_still_being_sent_is_gone(place: Path) -> None:
    half = place / "state" / "jobs" / "0123456789abcdef" / "uploads"
    half.mkdir(parents=True)
    (half / "00001.txt").write_text("half")
    with serving(place) as server:
        assert server.ask("/api/v1").json["jobs"] == 0
    assert not half.parent.exists()


def test_what_is_no_job_of_ours_is_left_alone(place: Path) -> None:
    other = place / "state" / "jobs" / "note.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    with serving(place) as server:
        assert server.ask("/api/v1").json["jobs"] == 0
    assert other.read_text() == "mine"


def test_a_job_that_never_ends_well_is_said_to_be_broken(place: Path) -> None:
    server = started(place)
    job = server.send(many(400), kind="check").json["id"]
    begun(server, job, 1)
    ended(server, signal.SIGKILL)
    path = server.state / "jobs" / job / folders.JOB
    noted = json.loads(path.read_bytes())
    noted["attempts"] = ATTEMPTS
    path.write_text(json.dumps(noted))
    with serving(place) as again:
        told = again.done(job)
        assert (told["state"], told["error"]["code"]) == ("failed", "job-broken")
        # what was done of it is there
        assert again.documents(job)
        assert again.carried_out(many(1), kind="check")["state"] == "done"


def children(process: int) -> list[int]:
    """Processes that one has started, and these, by their numbers."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children(int(child))]
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are looked up in /proc")
def test_a_child_that_crashes_costs_its_job_and_nothing_else(place: Path) -> None:
    with serving(place) as server:
        job = server.send(many(400), kind="check").json["id"]
        other = server.send(many(3), kind="check").json["id"]
        begun(server, job, 1)
        for child in children(server.process.pid):
            os.kill(child, signal.SIGKILL)
        told = server.done(job)
        assert (told["state"], told["error"]["code"]) == ("failed", "job-crashed")
        assert server.done(other)["documents"] == 3
        assert server.ask("/corpus").status == 200
        assert not list((server.state / "jobs").glob("*/uploads"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are looked up in /proc")
def test_no_child_is_left_behind(place: Path) -> None:
    server = started(place)
    server.carried_out(many(2), kind="check")
    there = children(server.process.pid)
    assert there
    ended(server, signal.SIGKILL)
    until = time.monotonic() + 20
    while any(Path(f"/proc/{child}/cmdline").exists() and _is_ours(child) for child in there):
        assert time.monotonic() < until
        time.sleep(0.05)


def _is_ours(process: int) -> bool:
    try:
        return b"--worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def test_two_servers_do_not_share_a_state(place: Path) -> None:
    from support.commands import spawn

    with serving(place):
        done = spawn("serve", "--no-browser", "--port", "0", "--state", "state", cwd=place, env={"SIMCHECK_LANG": "en"})
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"error[state-in-use]" in done.stderr
