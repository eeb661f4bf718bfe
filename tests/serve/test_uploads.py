"""What is sent: hostile names, too much, too slow, broken off; nothing is left of what is refused."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from support.serving import Server, form

from simcheck.serve.refusals import Refused
from simcheck.serve.uploads import Bounds, Received, name_of, received

HOSTILE = {
    "../../etc/passwd": "etc/passwd",
    "/etc/passwd": "etc/passwd",
    "..\\..\\windows\\win.ini": "windows/win.ini",
    "C:\\Users\\me\\总结.docx": "Users/me/总结.docx",
    "\\\\server\\share\\x.txt": "server/share/x.txt",
    "a/../b.txt": "a/b.txt",
    "a\0b.txt": "a b.txt",
    "a\r\nSet-Cookie: x.txt": "a Set-Cookie: x.txt",
    "\u202etxt.exe": "txt.exe",
    "....//x": "..../x",
    "..": "",
    "": "",
}


@pytest.mark.parametrize("sent", HOSTILE)
def test_a_name_is_words_and_leads_nowhere(sent: str) -> None:
    assert name_of(sent) == HOSTILE[sent]


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(sent: str) -> None:
    name = name_of(sent)
    assert len(name) <= 250
    assert name.isprintable()
    assert not name.startswith("/")
    assert "\\" not in name
    assert not {"..", "."} & set(name.split("/"))


def asked(pieces: list[bytes], kind: str, *, wait: float = 0) -> Request:
    """A request whose body comes in pieces."""
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        if wait:
            await asyncio.sleep(wait)
        body = left.pop(0) if left else b""
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", kind.encode())]}
    return Request(scope, receive)


def sent(
    folder: Path, body: bytes, kind: str, bounds: Bounds = Bounds(), *, step: int = 0, wait: float = 0
) -> Received:
    """What is received of a body, in pieces of ``step`` bytes."""
    pieces = [body[at : at + step] for at in range(0, len(body), step)] if step else [body]
    return asyncio.run(received(asked(pieces, kind, wait=wait), folder, bounds))


@pytest.mark.parametrize("step", [0, 1, 7, 64])
def test_a_form_is_read_however_it_is_cut(tmp_path: Path, step: int) -> None:
    files = [("甲.txt", b"one\r\n--two"), ("夹/乙.TAR.GZ", b""), ('引"号.docx'.replace('"', "%22"), bytes(range(256)))]
    body, kind = form(files, {"kind": "check", "own": ["a", "b"]})
    got = sent(tmp_path, body, kind, step=step)
    assert got.fields == [("kind", "check"), ("own", "a"), ("own", "b")]
    assert [(each.name, each.size) for each in got.files] == [("甲.txt", 10), ("夹/乙.TAR.GZ", 0), ('引"号.docx', 256)]
    assert [(tmp_path / each.stored).read_bytes() for each in got.files] == [data for _, data in files]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00001.txt", "00002.gz", "00003.docx"]


@pytest.mark.parametrize("name", ["../x.txt", "/tmp/x.txt", "a\0.txt", "..", "con.txt\\..\\y", "x" * 3000 + ".txt"])
def test_files_lie_under_names_of_ours(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in" / "uploads"
    folder.mkdir(parents=True)
    body, kind = form([(name, b"x")], {})
    got = sent(folder, body, kind)
    assert [path.relative_to(folder).name for path in folder.iterdir()] == [got.files[0].stored]
    assert len(list(tmp_path.rglob("*"))) == 3


def test_the_same_is_the_same_and_anything_else_is_not(tmp_path: Path) -> None:
    digests = []
    for number, (name, data, kind) in enumerate(
        [("a.txt", b"x", "check"), ("a.txt", b"x", "check"), ("b.txt", b"x", "check"), ("a.txt", b"y", "check"),
         ("a.txt", b"x", "cross")]
    ):  # fmt: skip
        folder = tmp_path / str(number)
        folder.mkdir()
        body, form_kind = form([(name, data)], {"kind": kind})
        digests.append(sent(folder, body, form_kind).digest)
    assert digests[0] == digests[1]
    assert len(set(digests)) == 4


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(file=9), "file-too-large"),
        (Bounds(total=100), "too-much"),
        (Bounds(files=1), "too-many-files"),
        (Bounds(fields=1), "too-many-fields"),
        (Bounds(field=3), "too-much"),
    ],
)
def test_too_much_is_refused_while_it_comes(tmp_path: Path, bounds: Bounds, code: str) -> None:
    body, kind = form([("a.txt", b"0123456789"), ("b.txt", b"x")], {"kind": "check", "lang": "zh"})
    with pytest.raises(Refused) as refused:
        sent(tmp_path, body, kind, bounds, step=5)
    assert refused.value.refusal.code == code


@pytest.mark.parametrize(
    ("bounds", "wait"), [(Bounds(silence=0.05), 0.3), (Bounds(grace=0.05, rate=1e9, silence=5), 0.02)]
)
def test_who_sends_too_slowly_is_cut_off(tmp_path: Path, bounds: Bounds, wait: float) -> None:
    body, kind = form([("a.txt", b"0123456789")], {})
    with pytest.raises(Refused) as refused:
        sent(tmp_path, body, kind, bounds, step=20, wait=wait)
    assert (refused.value.status, refused.value.refusal.code) == (408, "too-slow")


BODY, KIND = form([("a.txt", b"0123456789")], {"kind": "check"})


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (BODY[:-6], KIND, "damaged-form"),
        (BODY[:40], KIND, "damaged-form"),
        (b"", KIND, "damaged-form"),
        (b"nonsense" * 100, KIND, "damaged-form"),
        (BODY, "multipart/form-data", "no-form"),
        (BODY, "multipart/form-data; boundary=" + "x" * 71, "no-form"),
        (BODY, "application/json", "no-form"),
        (BODY.replace(b"Content-Type", b"X" * 9000), KIND, "damaged-form"),
        (BODY.replace(b"Content-Type", b"A: b\r\n" * 20 + b"Content-Type"), KIND, "damaged-form"),
    ],
)
def test_what_is_no_form_is_refused(tmp_path: Path, body: bytes, kind: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sent(tmp_path, body, kind)
    assert refused.value.refusal.code == code


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(BODY)), st.integers(1, 50))
def test_no_form_breaks_anything_but_itself(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, step: int
) -> None:
    folder = tmp_path_factory.mktemp("sent")
    status = 0
    try:
        sent(folder, BODY[:at] + data + BODY[at:], KIND, step=step)
    except Refused as error:
        status = error.status
    assert status in (0, 400, 413)


def test_a_disk_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Refused) as refused:
        sent(tmp_path, BODY, KIND)
    assert (refused.value.status, refused.value.refusal.code) == (507, "cannot-write")
    words = refused.value.refusal.words
    assert words["zh"].title == "没有存下来：a.txt"
    assert words["zh"].reason == "磁盘满了"
    assert "disk" in words["en"].advice


# --- on the wire ------------------------------------------------------------------------------------------------------


def folders(server: Server) -> int:
    """Folders of jobs."""
    return len(list((server.state / "jobs").iterdir()))


def raw(server: Server, head: str) -> socket.socket:
    """A connection on which the beginning of a request was sent."""
    host, _, port = server.host.partition(":")
    connection = socket.create_connection((host, int(port)), timeout=20)
    lines = [head, f"Host: {server.host}", f"Authorization: Bearer {server.token}"]
    connection.sendall("\r\n".join(lines).encode() + b"\r\n")
    return connection


def test_an_endless_body_is_refused_by_what_it_says_of_itself(server: Server) -> None:
    before = folders(server)
    with raw(server, "POST /api/v1/jobs HTTP/1.1") as connection:
        connection.sendall(f"Content-Type: {KIND}\r\nContent-Length: 9999999999999999\r\n\r\n".encode())
        answer = connection.recv(10_000)
    assert b"413" in answer.split(b"\r\n")[0]
    assert folders(server) == before


def test_who_goes_away_in_the_middle_leaves_nothing(server: Server) -> None:
    before = folders(server)
    with raw(server, "POST /api/v1/jobs HTTP/1.1") as connection:
        connection.sendall(f"Content-Type: {KIND}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        connection.sendall(b"%x\r\n%b\r\n" % (len(BODY[:100]), BODY[:100]))
        for _ in range(100):
            if folders(server) > before:
                break
            time.sleep(0.02)
        assert folders(server) == before + 1
    for _ in range(200):
        if folders(server) == before:
            break
        time.sleep(0.02)
    assert folders(server) == before


def test_while_some_send_slowly_others_are_answered(server: Server) -> None:
    slow = []
    for _ in range(20):
        connection = raw(server, "POST /api/v1/jobs HTTP/1.1")
        connection.sendall(f"Content-Type: {KIND}\r\nContent-Length: {len(BODY)}\r\n\r\n".encode() + BODY[:50])
        slow.append(connection)
    answers: list[int] = []

    def ask() -> None:
        answers.append(server.ask("/api/v1").status)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [200] * 5
    for connection in slow:
        connection.close()


@pytest.fixture
def links(tmp_path: Path) -> bytes:
    """An archive in which a link leads to a file of the server."""
    import io
    import zipfile

    secret = tmp_path / "secret.txt"
    secret.write_text("这是服务器上的秘密文件，谁都不应当读到它的内容。", encoding="utf-8")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        link = zipfile.ZipInfo("链接.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        packed.writestr(link, str(secret))
        packed.writestr("../../外.txt", "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷。")
    return data.getvalue()


def test_links_in_archives_are_not_followed_and_names_lead_nowhere(server: Server, links: bytes) -> None:
    job = server.carried_out([("各村.zip", links)], kind="check")
    told = server.ask(f"/api/v1/jobs/{job['id']}/documents").text
    results = "".join(
        server.ask(f"/api/v1/jobs/{job['id']}/files/{each['number']}.json").text
        for each in server.documents(job["id"])
        if "error" not in each
    )
    assert "秘密" not in told + results
    assert not list(server.state.parent.rglob("外.txt"))
