"""``simcheck cross --spark``: the same files as without it, and what is said when there is no cluster."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from support.clusters import on_sail, sail
from support.commands import Run
from support.crossings import villages

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.fixture
def reports(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(empty / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    folder = Path("收上来")
    folder.mkdir()
    for each in villages():
        (folder / each.name).write_text(each.text, encoding="utf-8")
    return folder


class TestOnSail:
    pytestmark = on_sail

    def test_what_is_written_is_what_is_written_without_it(self, run: Run, reports: Path) -> None:
        code, out, _ = run("cross", reports, "--at", "40%", "-o", "这里.json")
        assert code == 0
        with sail() as address:
            command = ("cross", reports, "--at", "40%", "--spark", address, "-o", "集群/")
            assert run(*command)[:2] == (0, out)
            result = Path("集群/crossing.json")
            assert result.read_bytes() == Path("这里.json").read_bytes()
            # a second time, in the place of the first, with another file beside it
            assert run(*command, "-o", "表.csv")[:2] == (0, out)
        assert Path("表.csv").exists()
        assert run("show", result)[0] == 0

    def test_a_cluster_that_breaks_off_is_told(self, run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from simcheck.crossing import stages

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(stages, "fingerprinted", broken)
        with sail() as address:
            code, out, err = run("cross", reports, "--spark", address, "-o", "集群/")
        assert (code, out) == (2, "")
        assert "cluster-failed" in err
        assert "Traceback" not in err
        assert "the disk is full" in err
        assert not Path("集群/crossing.json").exists()


def _nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return f"sc://127.0.0.1:{asked.getsockname()[1]}"


@pytest.mark.parametrize("address", [None, "sc://127.0.0.1:x", "sc://"])
def test_a_cluster_that_is_not_there_is_told_at_once(run: Run, reports: Path, address: str | None) -> None:
    code, out, err = run("cross", reports, "--spark", address or _nobody(), "-o", "集群/")
    assert (code, out) == (2, "")
    assert "cluster-failed" in err


def test_there_must_be_a_folder_for_its_steps(run: Run, reports: Path) -> None:
    for outputs in ((), ("-o", "互查.json"), ("-o", "甲/", "-o", "乙/")):
        code, _, err = run("cross", reports, "--spark", _nobody(), *outputs)
        assert code == 2
        assert "-o 文件夹/" in err or "-o FOLDER/" in err
    code, _, err = run("cross", reports, "-o", "集群/")
    assert code == 2
    assert "--spark" in err
    assert not Path("集群").exists()


def test_a_result_of_somebody_else_in_the_folder_stays(run: Run, reports: Path) -> None:
    Path("集群").mkdir()
    Path("集群/crossing.json").write_text("别的", encoding="utf-8")
    code, _, err = run("cross", reports, "--spark", _nobody(), "-o", "集群/")
    assert code == 2
    assert "crossing.json" in err
    assert Path("集群/crossing.json").read_text(encoding="utf-8") == "别的"
