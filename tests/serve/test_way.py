"""The whole way of a document: sent, checked, read, downloaded; what comes out is what the command gives."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import LAST, SPEECH, THIS, spawn
from support.serving import Server, serving

from simcheck.serve import folders
from simcheck.serve.downloads import ON_A_PAGE
from simcheck.serve.jobs import Jobs
from simcheck.serve.wire import Outcome, Share, Upload, Wishes

CLOCK = {"SOURCE_DATE_EPOCH": "1790000000"}
ADDED = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"


def draft() -> bytes:
    """A report that no corpus has, half of it from one that is there."""
    text = (SAMPLES / THIS).read_text(encoding="utf-8")
    return f"新任镇长就职发言\n我从外地来，对这里的山水还不熟悉。\n{text[:1500]}".encode()


def word(*paragraphs: str) -> bytes:
    """A Word document."""
    import docx

    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def archive(**files: bytes) -> bytes:
    """A zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def test_a_check_gives_the_very_same_files_as_the_command(place: Path) -> None:
    """To the byte, in every format, and the JSON of standard output as well."""
    given = {"新稿.txt": draft(), "述职.docx": word("述职报告", *draft().decode().split("\n"))}
    for name, data in given.items():
        (place / name).write_bytes(data)
    with serving(place, env=CLOCK) as server:
        job = server.carried_out(list(given.items()), kind="check")
        assert (job["state"], job["documents"], job["failed"]) == ("done", 2, 0)
        for number, name in enumerate(given, 1):
            outputs = [f"{number}{suffix}" for suffix in (".html", ".json", ".docx", ".xlsx", ".csv", ".md", ".txt")]
            options = [word for output in outputs for word in ("-o", output)]
            done = spawn("check", name, "-q", *options, cwd=place, env={**CLOCK, "SIMCHECK_LANG": "zh"})
            assert done.returncode == 0, done.stderr
            for output in outputs:
                answer = server.ask(f"/api/v1/jobs/{job['id']}/files/{output}")
                assert answer.status == 200, answer.text
                assert answer.data == (place / output).read_bytes(), output
        shown = spawn("check", "新稿.txt", "--json", cwd=place)
        told = server.ask(f"/api/v1/jobs/{job['id']}/files/1.json").json
        wanted = json.loads(shown.stdout)
        assert {name: told[name] for name in wanted} == wanted


def test_all_documents_of_a_check_stand_in_one_file_as_the_command_writes_it(place: Path) -> None:
    given = {f"各村/{name}": (SAMPLES / name).read_bytes() + ADDED.encode() for name in (THIS, LAST)}
    (place / "各村").mkdir()
    for name, data in given.items():
        (place / name).write_bytes(data)
    with serving(place, env=CLOCK) as server:
        job = server.carried_out(list(given.items()), kind="check")
        outputs = ["all.xlsx", "all.csv"]
        options = [word for output in outputs for word in ("-o", output)]
        done = spawn("check", "各村", "-q", *options, cwd=place, env={**CLOCK, "SIMCHECK_LANG": "zh"})
        assert done.returncode == 0, done.stderr
        for output in outputs:
            answer = server.ask(f"/api/v1/jobs/{job['id']}/files/{output}")
            assert answer.data == (place / output).read_bytes(), output


def test_a_crossing_gives_the_very_same_files_as_the_command(place: Path) -> None:
    given = {name: (SAMPLES / name).read_bytes() for name in (THIS, LAST, SPEECH)}
    for name, data in given.items():
        (place / name).write_bytes(data)
    with serving(place, env=CLOCK) as server:
        job = server.carried_out(list(given.items()), kind="cross")
        assert (job["state"], job["documents"]) == ("done", 3)
        assert job["summary"]
        outputs = [f"all{suffix}" for suffix in (".html", ".json", ".xlsx", ".csv", ".graphml", ".txt")]
        options = [word for output in outputs for word in ("-o", output)]
        done = spawn("cross", *given, "-q", *options, cwd=place, env={**CLOCK, "SIMCHECK_LANG": "zh"})
        assert done.returncode == 0, done.stderr
        for output in outputs:
            answer = server.ask(f"/api/v1/jobs/{job['id']}/files/{output}")
            assert answer.data == (place / output).read_bytes(), output


def test_two_documents_are_compared(server: Server) -> None:
    files = [(name, (SAMPLES / name).read_bytes()) for name in (THIS, LAST)]
    job = server.carried_out(files, kind="compare")
    [outcome] = server.documents(job["id"])
    assert outcome["name"] == THIS
    assert outcome["total"]["part"] > 0
    assert server.carried_out(files[:1], kind="compare")["summary"]


def test_a_folder_and_an_archive_are_looked_into(server: Server) -> None:
    """Under their names, hidden files passed over, tables beside documents read."""
    files = [
        ("镇/甲村/总结.txt", draft()),
        ("镇/甲村/.DS_Store", b"\0\1"),
        ("镇/甲村/~$总结.docx", b"\0\1"),
        ("镇/乙村.zip", archive(**{"内/总结.txt": draft(), "__MACOSX/总结.txt": b"x"})),
        ("镇/甲村/metadata.csv", "文件,单位\n总结.txt,甲村\n".encode()),
    ]
    job = server.carried_out(files, kind="check")
    assert [each["name"] for each in server.documents(job["id"])] == ["乙村.zip/内/总结.txt", "甲村/总结.txt"]


def test_what_cannot_be_read_is_said_and_keeps_nobody_from_the_rest(server: Server) -> None:
    files = [("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)), ("空.txt", b"  \n"), ("新稿.txt", draft())]
    job = server.carried_out(files, kind="check")
    assert (job["state"], job["documents"], job["failed"]) == ("done", 1, 2)
    picture, empty, report = server.documents(job["id"])
    assert (picture["error"]["code"], picture["name"]) == ("not-text", "照片.txt")
    assert "照片.txt" in picture["error"]["title"]
    assert empty["error"]["code"] == "empty"
    assert report["total"]["part"] > 0


def test_a_check_without_a_corpus_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        job = server.carried_out([("新稿.txt", draft())], kind="check")
        assert (job["state"], job["error"]["code"]) == ("failed", "no-corpus")
        assert server.ask("/").status == 200
        # and a corpus begins with what is added
        assert server.carried_out([(THIS, (SAMPLES / THIS).read_bytes())], kind="add")["state"] == "done"
        job = server.carried_out([("新稿.txt", draft())], kind="check")
        assert server.documents(job["id"])[0]["total"]["part"] > 1000


def test_what_was_sent_is_deleted_when_the_job_is_over_and_the_rest_is_its_owners(server: Server) -> None:
    job = server.carried_out([("新稿.txt", draft())], kind="check")
    folder = server.state / "jobs" / job["id"]
    assert not (folder / "uploads").exists()
    assert not (folder / "work").exists()
    for path in (server.state, server.state / "jobs", folder, folder / "results"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    assert stat.S_IMODE((folder / "results" / "1.json").stat().st_mode) == 0o600
    assert server.ask(f"/api/v1/jobs/{job['id']}", "DELETE").status == 204
    assert not folder.exists()
    assert server.ask(f"/api/v1/jobs/{job['id']}").status == 404


def test_no_place_of_the_server_is_in_any_answer(server: Server) -> None:
    files = [
        ("新稿.txt", draft()),
        ("照片.txt", b"\x89PNG\r\n\x1a\n"),
        ("坏.zip", b"PK\3\4broken"),
        ("坏.docx", b"PK\3\4"),
    ]
    job = server.carried_out(files, kind="check", before="2030")
    wrong = server.carried_out(files[:1], kind="check", before="昨天")
    assert wrong["error"]["code"] == "invalid-settings"
    home = f"/api/v1/jobs/{job['id']}"
    names = [f"{number}{suffix}" for number in (1, "all") for suffix in (".json", ".html", ".md", ".txt", ".csv")]
    pages = [home, f"{home}/documents", "/", "/jobs", f"/jobs/{job['id']}", "/corpus", "/api/v1/corpus/documents"]
    for path in (*pages, *(f"{home}/files/{name}" for name in names)):
        answer = server.ask(path)
        assert answer.status == 200, path
        for hidden in (str(server.state.parent), "uploads", "00001."):
            assert hidden not in answer.text, (path, hidden)


def test_the_same_key_means_the_same_job(server: Server) -> None:
    key = {"Idempotency-Key": "第一次".encode().hex()}
    first, again, other = (
        server.posted("/api/v1/jobs", [("新稿.txt", data)], {"kind": "check"}, key)
        for data in (draft(), draft(), b"other")
    )
    assert (first.status, again.status, other.status) == (202, 200, 409)
    assert first.json["id"] == again.json["id"]
    assert other.json["code"] == "key-used"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "guess"}, "wrong-wishes"),
        ({}, "wrong-wishes"),
        ({"kind": "check", "min_length": "2"}, "wrong-wishes"),
        ({"kind": "check", "without": ["everything"]}, "wrong-wishes"),
        ({"options": "[]"}, "wrong-wishes"),
        ({"options": '{"kind": "check", "folder": "/etc"}'}, "wrong-wishes"),
    ],
)
def test_wishes_that_are_none_are_refused(server: Server, fields: dict[str, str | list[str]], code: str) -> None:
    before = server.ask("/api/v1").json["jobs"]
    answer = server.posted("/api/v1/jobs", [("新稿.txt", draft())], fields)
    assert (answer.status, answer.json["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert server.ask("/api/v1").json["jobs"] == before
    assert len(list((server.state / "jobs").iterdir())) == before


def test_progress_is_told_until_the_job_is_over(server: Server) -> None:
    job = server.send([(f"{n}.txt", draft() + bytes([65 + n])) for n in range(6)], kind="check").json
    told = server.ask(f"/api/v1/jobs/{job['id']}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line[6:])["state"] for line in told.text.splitlines() if line.startswith("data: ")]
    assert states[-1] == "done"
    assert set(states) <= {"waiting", "running", "done"}


def test_a_job_is_cancelled_while_it_waits_and_while_it_runs(server: Server) -> None:
    long = [(f"{n}.txt", draft() * 3 + f"第{n}份".encode()) for n in range(200)]
    first, second = (server.send(long, kind="check").json["id"] for _ in range(2))
    assert server.ask(f"/api/v1/jobs/{second}").json["position"] >= 1
    assert server.ask(f"/api/v1/jobs/{second}/cancel", "POST").json["state"] == "cancelled"
    assert server.ask(f"/api/v1/jobs/{first}/cancel", "POST").json["state"] == "cancelled"
    for job in (first, second):
        assert not (server.state / "jobs" / job / "uploads").exists()
    # the next one gets a child of its own
    assert server.carried_out([("新稿.txt", draft())], kind="check")["state"] == "done"


def test_lists_are_told_in_pages(server: Server) -> None:
    for _ in range(3):
        server.carried_out([("新稿.txt", draft())], kind="check")
    every = server.ask("/api/v1/jobs").json
    assert every["total"] == len(every["items"]) >= 3
    some = server.ask("/api/v1/jobs?offset=1&limit=1").json
    assert some["items"] == every["items"][1:2]
    assert server.ask("/api/v1/jobs?limit=-1").status == 422


def test_a_corpus_that_is_damaged_is_told_and_documents_are_crossed_all_the_same(place: Path) -> None:
    (place / "corpus" / ".simcheck" / "catalogue.sqlite").write_bytes(b"SQLite format 3\0" + bytes(5000))
    files = [(name, (SAMPLES / name).read_bytes()) for name in (THIS, LAST)]
    with serving(place) as server:
        start = server.ask("/")
        assert start.status == 200
        assert 'class="problem"' in start.text
        assert server.ask("/corpus").status >= 400
        assert server.ask("/api/v1/corpus").json["code"] == "catalogue-damaged"
        failed = server.carried_out(files, kind="check")
        assert (failed["state"], failed["error"]["code"]) == ("failed", "catalogue-damaged")
        assert server.carried_out(files, kind="cross")["state"] == "done"


def test_every_job_has_a_page_in_both_languages(server: Server) -> None:
    files = [(name, (SAMPLES / name).read_bytes()) for name in (THIS, LAST)]
    for kind in ("check", "cross", "compare", "add", "public"):
        job = server.carried_out(files, kind=kind)
        assert job["state"] == "done"
        for lang in ("zh", "en"):
            answer = server.ask(f"/jobs/{job['id']}?lang={lang}")
            assert answer.status == 200
            assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in answer.text


def test_what_one_page_cannot_hold_is_refused_and_not_offered(place: Path) -> None:
    """A page of all reports holds their texts: hundreds of them are hundreds of megabytes. Tables hold any number."""
    (place / "state").mkdir()
    kept = Jobs(place / "state", str(place / "corpus"))
    ids = {}
    for count in (ON_A_PAGE, ON_A_PAGE + 1):
        job = kept.add(kept.new_folder(), Wishes("check"), [Upload(1, "一批.zip", 5, "00001.zip")])
        job.state, job.documents = "done", count
        for number in (1, 2):
            share = Share(0, 9)
            folders.note(kept.folder(job), Outcome(number, f"{number}.txt", total=share, told=share))
        folders.put(kept.folder(job), job)
        ids[count] = job.id
    with serving(place) as server:
        for count, id in ids.items():
            is_offered = count <= ON_A_PAGE
            links = server.ask(f"/api/v1/jobs/{id}").json["links"]
            assert ("html" in links, "xlsx" in links) == (is_offered, True)
            page = server.ask(f"/jobs/{id}").text
            assert ("/report/all" in page, "all.html" in page, "all.xlsx" in page) == (is_offered, is_offered, True)
            code = server.ask(f"/api/v1/jobs/{id}/files/all.html").json["code"]
            # there are no results of it: nothing was checked here
            assert (code == "too-many-for-a-page") == (not is_offered), code


def test_documents_of_a_job_stand_on_several_pages(place: Path) -> None:
    given = [(f"{n:03}.txt", f"第{n}份报告，全村修路{n}里，种茶{n + 3}亩。".encode()) for n in range(102)]
    with serving(place) as server:
        job = server.carried_out(given, kind="check")["id"]
        found = [re.findall(r"/report/(\d+)", server.ask(f"/jobs/{job}?offset={at}").text) for at in (0, 100)]
        assert [len(each) for each in found] == [100, 2]
        assert len({*found[0], *found[1]}) == 102
        assert f"/jobs/{job}?offset=100" in server.ask(f"/jobs/{job}").text
