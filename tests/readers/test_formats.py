"""One report in every format: the same text, the same findings; no network; what only LibreOffice reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import DATA, SAMPLES

import simcheck
from benchmarks.reading import printing
from simcheck import Corpus, errors
from simcheck.i18n.explain import explain
from simcheck.readers import decode
from simcheck.readers.office import libreoffice

ROOT = Path(simcheck.__file__).parent.parent

DOCUMENTS = DATA / "documents"
PARAGRAPHS = [
    line.strip() for line in simcheck.read(SAMPLES / "青石镇2024年工作总结.txt").text.splitlines() if line.strip()
]

SAVED: dict[str, Callable[[], bytes]] = {
    "txt": lambda: "\n".join(PARAGRAPHS).encode("gb18030"),
    "md": lambda: "\n\n".join(PARAGRAPHS).encode(),
    "docx": lambda: printing.word(PARAGRAPHS),
    "pdf": lambda: printing.pdf(printing.printed(PARAGRAPHS, head="青石镇", foot="— # —")),
    "ofd": lambda: printing.ofd(printing.printed(PARAGRAPHS, foot="第 # 页")),
    "rtf": lambda: printing.rich(PARAGRAPHS),
    "html": lambda: printing.page(PARAGRAPHS).encode(),
    "mht": lambda: printing.saved_page(PARAGRAPHS),
    "epub": lambda: printing.book(PARAGRAPHS),
}
MORE = {"docx": {"合计"}, "html": {"项目", "进展", "3.一"}, "mht": {"项目", "进展", "3.一"}}
"""What else stands in those that are made: a table and a list."""


def lines(text: str) -> list[str]:
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("format", SAVED)
def test_the_text_is_the_same_in_every_format(format: str) -> None:
    read = lines(decode(f"总结.{format}", SAVED[format]()).text)
    more = MORE.get(format, set())
    assert [line for line in read if not any(word in line and len(line) < 12 for word in more)] == lines(
        "\n".join(PARAGRAPHS)
    )


@pytest.mark.parametrize("suffix", [".txt", ".doc", ".wps", ".dat", ""])
@pytest.mark.parametrize("format", [name for name in SAVED if name not in ("txt", "md")])
def test_what_a_file_is_called_does_not_matter(format: str, suffix: str) -> None:
    data = SAVED[format]()
    assert decode(f"a{suffix}", data).text == decode(f"a.{format}", data).text


def test_a_check_finds_the_same_in_every_format(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus", create=True) as corpus:
        corpus.add_all(sorted(SAMPLES.glob("*2023*.txt")))
        found = {}
        for format, save in SAVED.items():
            path = tmp_path / f"青石镇2024年工作总结.{format}"
            path.write_bytes(save())
            report = corpus.check(simcheck.read(path))
            found[format] = (
                report.share().part,
                [(f.kind, f.flags, "".join(f.match.left.of(report.document.text).split())) for f in report.findings],
            )
    assert len(found["txt"][1]) > 3
    for format, result in found.items():
        assert result == found["txt"], format


def test_a_folder_of_all_formats_is_added(tmp_path: Path) -> None:
    for format, save in SAVED.items():
        (tmp_path / f"{format}.{format}").write_bytes(save())
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4\nnothing")
    with Corpus.open(tmp_path / "corpus", create=True) as corpus:
        result = corpus.add_all([tmp_path])
    assert len(result.added) == len(SAVED)
    assert [(Path(place).name, error.code) for place, error in result.unreadable] == [("坏.pdf", "damaged")]


# No network


def _without_network() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    return not subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode


@pytest.mark.skipif(not _without_network(), reason="network namespaces cannot be made here (unshare -rn)")
def test_nothing_needs_a_network(tmp_path: Path) -> None:
    """Every format is read, added and checked where there is none."""
    for format, save in SAVED.items():
        (tmp_path / f"{format}.{format}").write_bytes(save())
    program = (
        "import socket, sys\n"
        "from simcheck.cli.main import main\n"
        "try:\n"
        "    socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except OSError as error:\n"
        "    print(error)\n"
        "folder = sys.argv[1]\n"
        "print(main(['corpus', 'add', folder, '-q', '--corpus', folder + '/corpus']))\n"
        "print(main(['check', folder + '/pdf.pdf', '-q', '-o', folder + '/x.docx', '--corpus', folder + '/corpus']))\n"
    )
    done = subprocess.run(
        [shutil.which("unshare") or "", "-rn", sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    assert done.stdout.splitlines()[0].endswith("Network is unreachable")
    assert done.stdout.splitlines()[1:] == ["0", "0"]
    assert (tmp_path / "x.docx").stat().st_size > 10_000


ELSEWHERE = "http://198.51.100.7/secret.dtd"
HOSTILE = {
    "a.html": f'<!DOCTYPE html SYSTEM "{ELSEWHERE}"><html><body>镇<img src="{ELSEWHERE}"></body></html>'.encode(),
    "b.epub": printing.zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": f'<!DOCTYPE a SYSTEM "{ELSEWHERE}"><a/>'.encode(),
        }
    ),
    "c.ofd": printing.zipped({"OFD.xml": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{ELSEWHERE}">]><a>&x;</a>'.encode()}),
    "d.docx": printing.zipped(
        {"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_outside_a_file_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a network nor another file; what wants one is damaged, or read without it."""
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    try:
        text = decode(name, HOSTILE[name]).text
    except errors.UnreadableDocument as error:
        text = str(error)
    assert "root:" not in text


# LibreOffice


FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
    "<text:p>全镇工作扎实推进。</text:p><text:p>群众满意度连年提升。</text:p></office:text></office:body></office:document>"
).encode()


@pytest.mark.skipif(bool(printing.NO_LIBREOFFICE), reason=printing.NO_LIBREOFFICE)
def test_libreoffice_reads_what_no_reader_here_does() -> None:
    document = decode("总结.fodt", FLAT)
    assert lines(document.text) == ["全镇工作扎实推进。", "群众满意度连年提升。"]
    assert [(note.code, note.facts["program"]) for note in document.notes] == [("converted", "LibreOffice")]


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize(
    "data", [FLAT[:-60], b"\xffWPC" + "今年以来全镇上下齐心协力".encode("gbk") * 50], ids=["flat", "perfect"]
)
def test_libreoffice_shows_nothing_damaged_as_plain_text(data: bytes) -> None:
    with pytest.raises(errors.NotText):
        decode("总结.fodt", data)


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_is_ended_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "PATIENCE", 0.05)
    with pytest.raises(errors.NotText):
        decode("总结.fodt", FLAT)


def test_without_libreoffice_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(errors.NotText) as caught:
        decode("总结.fodt", FLAT)
    assert "docx" in explain(caught.value, "zh").advice


@pytest.mark.skipif(bool(printing.NO_LIBREOFFICE), reason=printing.NO_LIBREOFFICE)
def test_libreoffice_saves_a_report_in_formats_that_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "总结.docx"
    path.write_bytes(printing.word(PARAGRAPHS))
    wanted = decode("总结.docx", path.read_bytes()).text
    program = [libreoffice.program() or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    for kind in ("doc:MS Word 97", "pdf", "odt", "rtf", "html"):
        subprocess.run(
            [*program, "--convert-to", kind, "--outdir", tmp_path, path], check=True, capture_output=True, timeout=240
        )
        read = lines(simcheck.read(tmp_path / f"总结.{kind.partition(':')[0]}").text)
        assert read == lines(wanted), kind


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_libreoffice_does_not_outlive_whoever_asked(tmp_path: Path) -> None:
    """Nor does its copy of the document."""
    slow = tmp_path / "bin" / "soffice"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\necho $$ > "{tmp_path}/pid"\nexec sleep 600\n')
    slow.chmod(0o755)
    (tmp_path / "temp").mkdir()
    (tmp_path / "a.fodt").write_bytes(FLAT)
    code = "import simcheck, sys; simcheck.read(sys.argv[1])"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.fodt")],
        env={**os.environ, "PATH": str(slow.parent), "TMPDIR": str(tmp_path / "temp"), "PYTHONPATH": str(ROOT)},
    ) as asking:
        deadline = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        asking.kill()
    program = int((tmp_path / "pid").read_text())
    while time.monotonic() < deadline and (is_alive(program) or list((tmp_path / "temp").iterdir())):
        time.sleep(0.05)
    assert not is_alive(program)
    assert not list((tmp_path / "temp").iterdir())


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
