"""Who may ask, and from where: keys, hosts, pages of strangers, and what a browser may do with an answer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT
from support.commands import spawn
from support.serving import Server, form, serving

BODY, KIND = form([("新稿.txt", "全镇上下齐心协力推进农村道路硬化。".encode())], {"kind": "cross"})


def posted(server: Server, **headers: str) -> int:
    """The status of a job that is sent by a browser that has the cookie."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Cookie": server.cookie(), "Content-Type": KIND, **said}
    return server.ask("/api/v1/jobs", "POST", BODY, sent, token=False).status


def jobs(server: Server) -> int:
    """How many there are."""
    return int(server.ask("/api/v1").json["jobs"])


# --- the key ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/jobs", "/corpus", "/api/v1", "/api/v1/jobs", "/api/v1/openapi.json", "/nothing"]
)
def test_nothing_is_answered_without_a_key(server: Server, path: str) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Cookie": "simcheck-1=wrong"},
        {"Authorization": "Basic x"},
    ):
        answer = server.ask(path, headers=headers, token=False)
        assert answer.status == 401
        assert server.token not in answer.text
    assert server.ask("/?token=wrong", token=False).status == 401
    assert server.ask("/?token=", token=False).status == 401


def test_the_address_is_exchanged_for_a_cookie_that_no_script_and_no_stranger_has(server: Server) -> None:
    answer = server.ask(f"/?token={server.token}&lang=en", token=False)
    assert (answer.status, answer.headers["location"]) == (303, "/?lang=en")
    cookie = answer.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert word.lower() in cookie.lower()
    assert server.token not in cookie
    assert server.ask("/", headers={"Cookie": cookie.partition(";")[0]}, token=False).status == 200


def test_the_address_for_the_browser_opens_the_site_once(tmp_path: Path) -> None:
    """It stands on a command line, which everybody on the machine can see."""
    noted = tmp_path / "address"
    opener = tmp_path / "browser.sh"
    opener.write_text(f'#!/bin/sh\necho "$1" > {noted}\n')
    opener.chmod(0o700)
    command = [sys.executable, "-m", "simcheck", "serve", "--port", "0", "--state", "state"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": str(opener)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().decode().split() if word.startswith("http"))
        server = Server(process, address, tmp_path, tmp_path)  # type: ignore[arg-type]
        for _ in range(100):
            if noted.exists() and noted.read_text().endswith("\n"):
                break
            time.sleep(0.05)
        opened = noted.read_text().strip()
        assert server.token not in opened
        path = opened.removeprefix(f"http://{server.host}")
        assert server.ask(path, token=False).status == 303
        assert server.ask(path, token=False).status == 401
    finally:
        process.kill()
        process.communicate()


# --- the host ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "", "[::1]"])
def test_a_name_of_a_stranger_that_leads_here_is_not_answered(server: Server, host: str) -> None:
    """DNS rebinding: the browser believes that it talks to the stranger."""
    assert server.ask("/api/v1", headers={"Host": host}).status == 421
    answer = server.ask(f"/?token={server.token}", headers={"Host": host}, token=False)
    assert answer.status == 421
    assert "set-cookie" not in answer.headers


def test_this_machine_is_called_by_its_own_names(server: Server) -> None:
    port = server.host.rpartition(":")[2]
    for name in ("127.0.0.1", "localhost", "[::1]", "LOCALHOST"):
        assert server.ask("/api/v1", headers={"Host": f"{name}:{port}"}).status == 200


# --- pages of strangers -----------------------------------------------------------------------------------------------


def test_a_form_on_the_page_of_a_stranger_changes_nothing(server: Server) -> None:
    before = jobs(server)
    own = f"http://{server.host}"
    strangers = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"{own}.evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": own, "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {},
    ]
    for said in strangers:
        assert posted(server, **said) == 403, said
    assert jobs(server) == before
    assert posted(server, Origin=own) == 202
    assert posted(server, Origin=own, Sec_Fetch_Site="same-origin") == 202
    assert posted(server, Sec_Fetch_Site="same-origin") == 202


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_change_is_asked_where_it_comes_from(server: Server, method: str) -> None:
    for path in ("/jobs", "/jobs/0/remove", "/api/v1/corpus/documents/0", "/corpus/phrases", "/api/v1/jobs/0"):
        sent = {"Cookie": server.cookie(), "Origin": "https://evil.example"}
        assert server.ask(path, method, b"", sent, token=False).status == 403


def test_what_a_stranger_puts_into_his_page_is_not_handed_over(server: Server) -> None:
    sent = {"Cookie": server.cookie(), "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert server.ask("/api/v1/jobs", headers=sent, token=False).status == 403
    # who follows a link comes in
    sent |= {"Sec-Fetch-Mode": "navigate"}
    assert server.ask("/", headers=sent, token=False).status == 200


def test_a_program_with_the_token_need_not_say_where_it_comes_from_but_a_page_must(server: Server) -> None:
    sent = {"Content-Type": KIND}
    assert server.ask("/api/v1/jobs", "POST", BODY, sent).status == 202
    assert server.ask("/api/v1/jobs", "POST", BODY, {**sent, "Origin": "https://evil.example"}).status == 403


# --- what a browser may do --------------------------------------------------------------------------------------------


def test_no_answer_may_load_anything_from_elsewhere_be_framed_or_kept(server: Server) -> None:
    job = server.carried_out([("甲.txt", b"a"), ("乙.txt", b"b")], kind="cross")["id"]
    for path in ("/", "/jobs", f"/jobs/{job}", "/corpus", "/help", "/static/site.js", "/api/v1/jobs", "/nothing"):
        answer = server.ask(path)
        assert answer.status == (404 if path == "/nothing" else 200)
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_a_report_may_do_no_more_than_in_a_file(server: Server) -> None:
    files = [
        (name, "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患。".encode()) for name in ("甲.txt", "乙.txt")
    ]
    job = server.carried_out(files, kind="cross")["id"]
    answer = server.ask(f"/jobs/{job}/report/all")
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in answer.headers["content-security-policy"]
    assert "default-src &#39;none&#39;" in answer.text


def test_pages_have_no_handler_no_style_and_no_address_of_a_stranger(server: Server) -> None:
    for path in ("/", "/jobs", "/corpus", "/corpus/phrases", "/corpus/public", "/help"):
        page = server.ask(path).text
        for word in (" style=", " onclick=", "<style", "http://", "https://", "javascript:"):
            assert word not in page, (path, word)


def test_every_file_that_a_page_names_is_there(server: Server) -> None:
    import re

    for path in ("/", "/jobs", "/corpus", "/corpus/phrases", "/corpus/public", "/help"):
        named = re.findall(r'(?:src|href)="(/[^"#]*)"', server.ask(path).text)
        assert any(name.endswith(".css") for name in named)
        for name in set(named):
            answer = server.ask(name.replace("&amp;", "&"))
            assert (answer.status, bool(answer.data)) == (200, True), name


def test_names_are_words_on_every_page(server: Server) -> None:
    name = '<img src=x onerror=alert(1)>"&amp;{{7*7}}.txt'
    job = server.carried_out([(name.replace('"', "%22"), b"a"), ("乙.txt", b"\x89PNG\r\n\x1a\n")], kind="check")["id"]
    for path in ("/jobs", f"/jobs/{job}"):
        page = server.ask(path).text
        assert "<img" not in page
        assert "49.txt" not in page
        assert "&lt;img" in page


# --- elsewhere than on this machine -----------------------------------------------------------------------------------


def test_bound_elsewhere_it_demands_a_token(tmp_path: Path) -> None:
    environ = {"SIMCHECK_LANG": "en", "SIMCHECK_TOKEN": ""}
    done = spawn("serve", "--no-browser", "--host", "0.0.0.0", "--state", "state", cwd=tmp_path, env=environ)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--token-file" in done.stderr
    short = tmp_path / "token.txt"
    short.write_text("short\n")
    done = spawn("serve", "--host", "0.0.0.0", "--token-file", short, "--state", "state", cwd=tmp_path, env=environ)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"20" in done.stderr
    assert not (tmp_path / "state").exists()


def test_behind_a_proxy_it_is_called_by_the_name_that_was_given(tmp_path: Path) -> None:
    token = "a-token-of-more-than-twenty-characters"
    (tmp_path / "token.txt").write_text(token + "\n")
    options = ("--host", "0.0.0.0", "--token-file", "token.txt", "--name", "reuse.example")
    with serving(tmp_path, *options) as server:
        server.address = server.address.replace("0.0.0.0", "127.0.0.1")
        assert server.token == token
        sent = {"Host": "reuse.example", "X-Forwarded-Proto": "https"}
        answer = server.ask(f"/?token={token}", headers=sent, token=False)
        assert "secure" in answer.headers["set-cookie"].lower()
        said = {**sent, "Cookie": answer.headers["set-cookie"].partition(";")[0], "Content-Type": KIND}
        origin = {"Origin": "https://reuse.example", "Sec-Fetch-Site": "same-origin"}
        assert server.ask("/api/v1/jobs", "POST", BODY, said | origin, token=False).status == 202
        assert server.ask("/", headers={"Host": "other.example"}).status == 421
