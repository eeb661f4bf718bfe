"""The container file and the units of systemd call what there is, and give away no more than they must."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from support import ROOT

from simcheck.cli import main
from tools.make_cli_reference import commands

FOLDER: Final = ROOT / "tools" / "packaging"
UNITS: Final = sorted(path.name for path in FOLDER.glob("*.service"))
OPTIONS: Final = {
    command.name: {name for param in command.params for name in param.opts} for _, command in commands(main.program)
}


def words_of(unit: str) -> list[str]:
    found = re.findall(r"^ExecStart=(.*)$", (FOLDER / unit).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 1
    return shlex.split(found[0])


def container() -> str:
    return (FOLDER / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_calls_a_command_with_options_that_it_has(unit: str) -> None:
    program, command, *rest = words_of(unit)
    assert program == "/opt/simcheck/bin/simcheck"
    assert {word for word in rest if word.startswith("-")} <= OPTIONS[command]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "line", ["NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "CapabilityBoundingSet="]
)
def test_a_unit_gives_away_no_more_than_it_must(unit: str, line: str) -> None:
    assert line in (FOLDER / unit).read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_a_unit(unit: str, tmp_path: Path) -> None:
    path = tmp_path / unit.replace("@", "@x")
    # the program is not there, and systemd looks for it
    words = (FOLDER / unit).read_text(encoding="utf-8").replace("/opt/simcheck/bin/simcheck", "/bin/true")
    path.write_text(words, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd-analyze needs more of a system")
    assert path.name not in done.stderr


def test_the_container_is_not_root_and_has_one_volume() -> None:
    lines = container().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]
    assert [line for line in lines if line.startswith("VOLUME")] == ["VOLUME /data"]
    entry = next(line for line in lines if line.startswith("ENTRYPOINT")).partition(" ")[2]
    _, command, *rest = json.loads(entry)
    assert {word for word in rest if word.startswith("--")} <= OPTIONS[command]


def test_the_container_is_made_of_what_there_is() -> None:
    for sources in re.findall(r"^COPY (?!--from)(.*) \S+$", container(), re.MULTILINE):
        assert all((ROOT / source).exists() for source in sources.split())
