"""What docs/api.md shows is what happens: its examples run, and its addresses are those that are described."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, SAMPLES
from support.commands import LAST, THIS
from support.serving import Server

from simcheck.serve.api import PAGE
from simcheck.serve.jobs import DAYS, ROOM
from simcheck.serve.uploads import Bounds

PAGE_OF_API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE_OF_API, re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the documents that the examples name."""
    for name, sample in (("新稿.txt", THIS), ("工作总结.txt", LAST)):
        text = (SAMPLES / sample).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"{name}\n{text[:1500]}", encoding="utf-8")
    return tmp_path


def ran(command: list[str], here: Path, server: Server) -> str:
    """What a command prints that knows the token of the server."""
    environ = {"PATH": "/usr/local/bin:/usr/bin:/bin", "SIMCHECK_TOKEN": server.token, "LANG": "C.UTF-8"}
    environ["SIMCHECK_API"] = f"http://{server.host}/api/v1/"
    done = subprocess.run(command, cwd=here, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here (apt-get install curl)")
def test_the_example_with_curl_runs(here: Path, server: Server) -> None:
    [example] = [code for kind, code in BLOCKS if kind == "sh" and "curl" in code]
    jobs = server.ask("/api/v1").json["jobs"]
    out = ran(["bash", "-euc", example.replace("127.0.0.1:8423", server.host)], here, server)
    assert '"name":"新稿.txt"' in out
    assert json.loads((here / "结果.json").read_text(encoding="utf-8"))["document"]["name"] == "新稿.txt"
    assert (here / "批注.docx").read_bytes().startswith(b"PK")
    assert server.ask("/api/v1").json["jobs"] == jobs


def test_the_example_in_python_runs(here: Path, server: Server) -> None:
    [example] = [code for kind, code in BLOCKS if kind == "python"]
    out = ran([sys.executable, "-c", example], here, server)
    assert re.search(r"^新稿\.txt: \d+% of [\d]+ characters$", out, re.MULTILINE)
    assert f"   {THIS}" in out


def test_the_problem_that_is_shown_is_told(server: Server) -> None:
    [example] = [code for kind, code in BLOCKS if kind == "json"]
    assert server.ask("/api/v1/jobs/0000000000000000?lang=en").json == json.loads(example)


def test_every_address_is_told_and_described(server: Server) -> None:
    described = server.ask("/api/v1/openapi.json").json
    paths = set(described["paths"]) - {"/api/v1"}
    told = set(re.findall(r"(/api/v1/[\w/{}]+)[^`]*` \|", PAGE_OF_API))
    assert told == paths
    for path, operations in described["paths"].items():
        for method in operations:
            if method == "get":
                # none of them is but described: with no such job, what is not there is told
                answer = server.ask(re.sub(r"\{\w+\}", "0", path))
                assert answer.status in (200, 404)
                assert answer.status == 200 or answer.json["code"] in ("no-job", "no-file")


def test_what_is_answered_is_what_is_described(server: Server) -> None:
    """Every member of an answer has a description; those that must be there are."""
    described = server.ask("/api/v1/openapi.json").json
    schemas = described["components"]["schemas"]
    job = server.carried_out([("新稿.txt", b"a"), ("乙.txt", b"\x89PNG\r\n\x1a\n")], kind="check")
    answers = {
        "JobShown": job,
        "JobPage": server.ask("/api/v1/jobs").json,
        "OutcomeShown": server.documents(job["id"])[0],
        "Service": server.ask("/api/v1").json,
        "Holdings": server.ask("/api/v1/corpus").json,
        "Record": server.ask("/api/v1/corpus/documents").json["items"][0],
        "Phrases": server.ask("/api/v1/corpus/phrases").json,
        "PublicPage": server.ask("/api/v1/corpus/public").json,
        "Problem": server.ask("/api/v1/jobs/0").json,
    }
    for name, answer in answers.items():
        schema = schemas[name]
        assert set(schema.get("required", ())) <= answer.keys() <= schema["properties"].keys(), name


def test_its_numbers_are_those_of_the_program() -> None:
    bounds = Bounds()
    for words in (
        f"{DAYS} days", f"{ROOM // 10**9} GB", f"({PAGE} if not said, {PAGE * 10:,} at most)",
        f"{bounds.files:,} files", f"{bounds.file // 10**6} MB a file", f"{bounds.total // 10**9} GB in all",
        f"{bounds.rate / 1000:.0f} kB/s", f"for {bounds.silence:.0f} s",
    ):  # fmt: skip
        assert words in PAGE_OF_API, words
