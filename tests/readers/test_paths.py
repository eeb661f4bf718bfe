"""Paths: missing files, folders, links, pipes, devices, rights, sizes."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest
from support.documents import SHORT

from simcheck.errors import IsFolder, NoAccess, NotFound, NotText, TooLarge
from simcheck.formats import Format
from simcheck.readers import LIMIT, decode, read


def test_a_document_has_a_stable_id_and_the_file_name(tmp_path: Path) -> None:
    (tmp_path / "总结.md").write_bytes(SHORT.encode())
    document = read(tmp_path / "总结.md")
    assert (document.name, document.text, dict(document.metadata)) == ("总结.md", SHORT, {})
    assert document == decode("总结.md", SHORT.encode())
    assert document.id == decode("总结.md", SHORT.encode("utf-16")).id == "409c9d6e0664"
    assert document.id != decode("另一份.md", SHORT.encode()).id
    assert document.id != decode("总结.md", (SHORT + "。").encode()).id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("工作总洁.docx", "工作总结.docx"),
        ("工作总结.txt", "工作总结.docx"),
        ("ｒｅｐｏｒｔ２.txt", "report2.txt"),
        ("REPORT2.TXT ", "report2.txt"),
    ],
)
def test_a_missing_file_suggests_its_neighbours(tmp_path: Path, asked: str, found: str) -> None:
    for name in ("工作总结.docx", "report2.txt", "会议纪要.txt", ".工作总洁.docx.swp"):
        (tmp_path / name).write_text("x")
    (tmp_path / "工作总结").mkdir()
    with pytest.raises(NotFound) as caught:
        read(tmp_path / asked)
    assert caught.value.similar[0] == found
    assert "会议纪要.txt" not in caught.value.similar


@pytest.mark.parametrize("path", ["", "a\0b.txt", "没有/这个/目录/a.txt", "\ud800.txt", "长" * 300 + ".txt"])
def test_a_path_that_cannot_be_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.txt").write_text("x")
    with pytest.raises(NotFound) as caught:
        read(path)
    assert caught.value.path == path


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(NotFound):
        read(tmp_path / "a.txt" / "b.txt")


def test_a_folder_lists_its_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.docx", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "more").mkdir()
    with pytest.raises(IsFolder) as caught:
        read(tmp_path)
    assert caught.value.entries == ("a.docx", "b.txt")


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(NotFound):
        read(tmp_path / "dangling.txt")
    with pytest.raises(NoAccess) as caught:
        read(tmp_path / "loop.txt")
    assert caught.value.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(NotText) as caught:
        read(tmp_path / "pipe.txt")
    assert caught.value.looks_like == Format.PIPE
    with pytest.raises(NotText) as caught:
        read("/dev/zero")
    assert caught.value.looks_like == Format.DEVICE
    short = Path(tempfile.mkdtemp())  # the name of a socket has 100 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(short / "s"))
        with pytest.raises(NotText) as caught:
            read(short / "s")
    assert caught.value.looks_like == Format.SOCKET


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_file_that_becomes_a_pipe_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    regular = os.stat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    with pytest.raises(NotText):
        read(path)


def test_a_file_that_vanishes_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    regular = os.stat(path)
    path.unlink()
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    with pytest.raises(NotFound):
        read(path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such permissions here")
def test_a_locked_file_is_no_access() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    locked = folder / "锁住.txt"
    locked.write_text("x")
    locked.chmod(0)
    if os.geteuid() == 0:  # the administrator may read anything, so somebody else has to try
        code = reader_without_rights(locked)
    else:
        with pytest.raises(NoAccess) as caught:
            read(locked)
        code = f"{caught.value.code} {bool(caught.value.reason)}"
    assert code == "no-access True"


def reader_without_rights(path: Path) -> str:
    """What ``read`` says to the user "nobody"; in a child, which cannot take its rights back."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(65534)
            read(path)
        except NoAccess as error:
            os.write(send, f"{error.code} {bool(error.reason)}".encode())
        finally:
            os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with open(receive, "rb") as answer:
        return answer.read().decode()


def test_a_file_of_the_system_is_read_to_its_end() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc here")
    assert "Name:" in read("/proc/self/status").text  # its size is said to be 0


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)  # takes no room on the disk
    with pytest.raises(TooLarge) as caught:
        read(path)
    assert (caught.value.size, caught.value.limit) == (LIMIT + 1, LIMIT)
