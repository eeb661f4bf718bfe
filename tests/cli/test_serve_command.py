"""``simcheck serve`` as a person starts and ends it; what it refuses, and what it does not load."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest
from support.commands import Run, spawn
from support.serving import ended, started

from simcheck.serve import running


def test_it_says_where_it_is_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    server = started(tmp_path)
    assert server.ask("/").status == 200
    code, err = ended(server)
    assert code == 130
    assert "Traceback" not in err
    assert str(tmp_path / "corpus") in err


def test_it_ends_while_somebody_listens(tmp_path: Path) -> None:
    """News of a job are an answer that does not end by itself."""
    server = started(tmp_path)
    many = [(f"{n}.txt", "全镇上下齐心协力推进农村道路硬化。".encode() * 2000) for n in range(60)]
    job = server.send(many, kind="cross").json["id"]
    connection = server.connected()
    connection.request("GET", f"/api/v1/jobs/{job}/events", headers={"Authorization": f"Bearer {server.token}"})
    answer = connection.getresponse()
    assert answer.readline().startswith(b"data: ")
    code, err = ended(server, signal.SIGINT)
    assert code == 130
    assert "Traceback" not in err
    connection.close()


def test_a_port_that_is_taken_is_told_and_otherwise_another_one_is_found(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = spawn("serve", "--no-browser", "--port", str(port), cwd=tmp_path, env={"SIMCHECK_LANG": "en"})
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"error[cannot-serve] cannot listen at 127.0.0.1, port {port}".encode() in done.stderr


def test_without_its_packages_it_says_how_to_get_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(running._NEEDED, "no_such_package", "no-such-package")
    code, out, err = run("serve", "--no-browser", "--lang", "en")
    assert (code, out) == (2, "")
    assert "error[missing-package] no-such-package" in err
    assert 'pip install "simcheck-zh[serve]"' in err


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="what a process has loaded is looked up in /proc")
def test_the_server_itself_loads_nothing_that_computes(tmp_path: Path) -> None:
    """It is there at once, and stays small: its children compute."""
    server = started(tmp_path)
    for path in ("/", "/jobs", "/corpus", "/help", "/api/v1/openapi.json"):
        assert server.ask(path).status == 200
    server.carried_out([("甲.txt", b"a"), ("乙.txt", b"b")], kind="cross")
    loaded = Path(f"/proc/{server.process.pid}/maps").read_text()
    ended(server)
    assert [name for name in ("numpy", "scipy", "sklearn", "lxml", "sqlite3", "rjieba") if f"/{name}" in loaded] == []
