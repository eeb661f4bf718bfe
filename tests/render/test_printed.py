"""A report on paper: which program makes it, that it says the same, and that nothing is left behind or loaded."""

from __future__ import annotations

import io
import os
import stat
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from support import SAMPLES
from support.printers import NO_BROWSER, NO_CALC, NO_FONT

import simcheck
from benchmarks.reading.printing import NO_LIBREOFFICE
from simcheck import Report, worker
from simcheck.errors import CannotWrite
from simcheck.readers import decode
from simcheck.readers.office import libreoffice
from simcheck.render.crossing.view import View
from simcheck.render.crossing.workbook import crossing_workbook
from simcheck.render.docx.printed import printed as for_paper
from simcheck.render.pdf import programs
from simcheck.render.view.record import record
from simcheck.report import stamp

THIS, LAST = (SAMPLES / f"青石镇{year}年工作总结.txt" for year in (2024, 2023))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="scripts of a shell")

PAGE = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>甲</title><style>@page{margin:2cm;@bottom-center"
    '{content:"第 " counter(page) " 页"}}</style><p>全镇上下齐心协力</p><iframe src="%s"></iframe>'
    "<script>document.write('脚本')</script><p style='break-before:page'>第二张</p>"
)


@pytest.fixture(scope="module")
def report() -> Report:
    return simcheck.compare(simcheck.read(THIS), simcheck.read(LAST))


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything is that is made for a while."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch, name: str = "soffice") -> Path:
    """A program of the user's that does what a script says."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(libreoffice, "program", lambda: str(path) if name == "soffice" else None)
    monkeypatch.setattr(programs, "browser", lambda: None if name == "soffice" else str(path))
    return path


# --- the document for it ----------------------------------------------------------------------------------------------


def test_it_holds_the_text_the_passages_and_the_record(report: Report) -> None:
    made = docx.Document(io.BytesIO(for_paper(report, "zh")))
    words = [paragraph.text for paragraph in made.paragraphs]
    lines = [line.strip() for line in report.document.text.splitlines() if line.strip()]
    bare = [_unnumbered(paragraph) for paragraph in made.paragraphs]
    start = bare.index("全文") + 1
    assert bare[start : start + len(lines)] == lines
    for number in range(1, len(report.findings) + 1):
        assert any(line.startswith(f"第 {number} 处") for line in words)
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for section in record(report, "zh").sections:
        assert section.title in words
        assert all(row.value in cells for row in section.rows)
    page = made.sections[0]
    assert "青石镇2024年工作总结.txt" in page.header.paragraphs[0].text
    fields = [each.text for each in page.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def _unnumbered(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs if not run.font.superscript).strip()


@pytest.mark.parametrize("name", ["a\x00\x1b[31m<w:t>&'\"。docx", "\u202e甲" * 200, "-", "\ud800", "①②.txt"])
def test_names_are_only_words(report: Report, name: str) -> None:
    hostile = replace(report, document=replace(report.document, name=name))
    made = docx.Document(io.BytesIO(for_paper(hostile, "zh")))
    assert "\u202e" not in made.sections[0].header.paragraphs[0].text


# --- the programs -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(bool(NO_LIBREOFFICE), reason=NO_LIBREOFFICE)
def test_libreoffice_prints_it(report: Report, private: Path) -> None:
    data = programs.printed("报告.pdf", document=for_paper(report, "zh"))
    read = decode("报告.pdf", data)
    text = "".join(read.text.split())
    assert len(read.pages) > 3
    assert "比对记录" in text
    assert "驰而不息纠治“四风”" in text
    assert f"第{len(report.findings)}处" in text
    assert list(private.iterdir()) == []


@pytest.mark.skipif(bool(NO_CALC), reason=NO_CALC)
def test_libreoffice_prints_a_crossing(private: Path) -> None:
    crossing = simcheck.cross([simcheck.read(THIS), simcheck.read(LAST)], jobs=1)
    data = programs.printed("汇总.pdf", workbook=crossing_workbook(View(crossing, "zh")))
    text = "".join(decode("汇总.pdf", data).text.split())
    assert "2份文稿互查汇总" in text
    assert "比对记录" in text
    assert list(private.iterdir()) == []


@pytest.mark.skipif(bool(NO_BROWSER or NO_FONT), reason=NO_BROWSER or NO_FONT)
def test_a_browser_prints_a_page_and_loads_nothing(private: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    data = programs.printed("报告.pdf", page=(PAGE % secret.as_uri()).encode())
    read = decode("报告.pdf", data)
    assert len(read.pages) == 2
    assert "全镇上下齐心协力" in read.text
    assert "geheim" not in read.text
    assert "脚本" not in read.text
    assert str(private) not in data.decode("latin-1")
    assert list(private.iterdir()) == []


def test_a_page_that_may_load_anything_is_none_of_ours() -> None:
    with pytest.raises(ValueError, match="anything"):
        programs.printed("a.pdf", page=b"<p>")


def test_without_a_program_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(programs, "browser", lambda: None)
    with pytest.raises(CannotWrite) as told:
        programs.printed("报告.pdf", page=b"Content-Security-Policy", document=b"PK")
    assert told.value.reason == "no-printer"
    assert not programs.is_possible(page=True)


@POSIX
@pytest.mark.parametrize("script", ["exit 3", 'echo oops > "$PWD/made/report.pdf"', "kill -9 $$", "true"])
def test_a_program_that_fails_is_told(
    script: str, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, script, monkeypatch)
    with pytest.raises(CannotWrite) as told:
        programs.printed("报告.pdf", document=b"PK")
    assert told.value.reason == "not-printed"
    assert list(private.iterdir()) == []


@POSIX
@pytest.mark.parametrize("name", ["soffice", "chromium"])
def test_one_that_hangs_is_ended_with_its_children(
    name: str, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    program(tmp_path, f"sleep 600 & echo $! > {child}; wait", monkeypatch, name)
    monkeypatch.setattr(programs, "PATIENCE", 1)
    with pytest.raises(CannotWrite) as told:
        programs.printed("报告.pdf", page=b"Content-Security-Policy", document=b"PK")
    assert told.value.reason == "not-printed"
    assert list(private.iterdir()) == []
    number = int(child.read_text(encoding="utf-8"))
    for _ in range(100):
        if not _lives(number):
            break
        time.sleep(0.05)
    assert not _lives(number)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError:
        return False
    # who was ended and is not yet taken leave of
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@POSIX
def test_what_it_is_told_is_of_our_making(private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words, its folder and its profile are ours, and it has no way into the network."""
    said = tmp_path / "said"
    script = f'printf "%s\\n" "$@" "$http_proxy" "$HOME" "$PWD" > {said}; printf "%%PDF-1.4 /Font" > made/report.pdf'
    program(tmp_path, script, monkeypatch, "chromium")
    hostile = f"--inspect {tmp_path}/$(x).pdf"
    assert programs.printed(hostile, page=b"Content-Security-Policy") == b"%PDF-1.4 /Font"
    words = said.read_text(encoding="utf-8").splitlines()
    home = words[-1]
    assert Path(home).name.startswith("simcheck-")
    assert not Path(home).exists()
    assert words[-3:-1] == ["http://127.0.0.1:9", home]
    assert {f"--user-data-dir={home}/profile", "--no-pdf-header-footer", "--headless"} <= set(words)
    assert not any("inspect" in word for word in words)


def test_where_the_user_stands_no_program_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("chromium", "google-chrome", "msedge", "soffice"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "")))
    assert programs.browser() is None or not Path(str(programs.browser())).is_relative_to(tmp_path)
    assert libreoffice.program() is None


# --- a result of ours -------------------------------------------------------------------------------------------------


def test_its_stamp_is_behind_its_end() -> None:
    data = stamp.stamped(b"%PDF-1.4\n...\n%%EOF\n", ".pdf", "0.3.0")
    assert data.startswith(b"%PDF-1.4\n...\n%%EOF\n%simcheck 0.3.0 ")
    assert stamp.written(data) == stamp.Written("0.3.0", is_untouched=True)
    assert stamp.written(data.replace(b"...", b"..!")) == stamp.Written("0.3.0", is_untouched=False)
    assert stamp.written(b"%PDF-1.4\n...\n%%EOF\n") is None


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_whoever_is_interrupted_leaves_no_folder_and_no_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A program that takes its time is ended by the process between, which takes the folder away, too."""
    slow, place = tmp_path / "soffice", tmp_path / "private"
    place.mkdir()
    slow.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    slow.chmod(0o700)
    monkeypatch.setenv("TMPDIR", str(place))
    child = worker.Worker("print")
    try:
        child.send([b"60", str(slow).encode(), b"document", b"PK"])
        for _ in range(2000):
            if list(place.glob("*/report.docx")):
                break
            time.sleep(0.01)
        assert list(place.glob("*/report.docx"))
    finally:
        child.end()
    assert list(place.iterdir()) == []
