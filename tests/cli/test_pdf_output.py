"""``-o 报告.pdf``: one a document, refused before anything is computed where no program makes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import LAST, THIS, Run

from benchmarks.reading.printing import NO_LIBREOFFICE
from simcheck.errors import CannotWrite
from simcheck.readers.office import libreoffice
from simcheck.render.pdf import programs
from simcheck.report import stamp

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.mark.skipif(bool(NO_LIBREOFFICE), reason=NO_LIBREOFFICE)
def test_it_is_written_replaced_and_left_out_of_a_corpus(run: Run, place: Path) -> None:
    shutil.copy(SAMPLES / THIS, "新稿 $(x)'.txt")
    for _ in range(2):
        assert run("check", "新稿 $(x)'.txt", "-q", "-o", "报告.pdf")[0] == 0
    written = stamp.written(Path("报告.pdf").read_bytes())
    assert written is not None
    assert written.is_untouched
    before = run("corpus", "list", "--json")[1]
    code, out, err = run("corpus", "add", "报告.pdf")
    assert "simcheck 写的结果" in out + err
    assert run("corpus", "list", "--json")[1] == before


def test_of_several_there_is_one_each(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "/there/soffice")
    monkeypatch.setattr(programs, "browser", lambda: None)
    monkeypatch.setattr(programs, "printed", lambda path, *, page, document: b"%PDF-1.4\n" + document[:2])
    for name in ("甲.txt", "乙.txt"):
        shutil.copy(SAMPLES / LAST, name)
    assert run("check", "甲.txt", "乙.txt", "-q", "-o", "报告.pdf")[0] == 0
    assert sorted(path.name for path in Path().glob("*.pdf")) == ["报告-乙.pdf", "报告-甲.pdf"]


@pytest.mark.parametrize(("lang", "remedy"), [("zh", "LibreOffice 再试"), ("en", "Edge or LibreOffice")])
def test_without_a_program_it_is_refused_at_once(
    lang: str, remedy: str, run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(programs, "browser", lambda: None)
    # the documents are not there: that is not even asked
    code, out, err = run("compare", "甲.txt", "乙.txt", "-o", "报告.pdf", "--lang", lang)
    assert (code, out) == (2, "")
    assert "[cannot-write]" in err
    assert remedy in err
    assert list(empty.iterdir()) == []


def test_a_program_that_fails_leaves_nothing(run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: str, *, page: None, document: bytes) -> bytes:
        raise CannotWrite(path, "not-printed")

    monkeypatch.setattr(libreoffice, "program", lambda: "/there/soffice")
    monkeypatch.setattr(programs, "browser", lambda: None)
    monkeypatch.setattr(programs, "printed", broken)
    for name in (THIS, LAST):
        shutil.copy(SAMPLES / name, name)
    code, _, err = run("compare", THIS, LAST, "-o", "报告.pdf")
    assert code == 2
    assert "没有做出来" in err
    assert "用浏览器打印成 PDF" in err
    assert not Path("报告.pdf").exists()


def test_a_crossing_is_printed_as_its_page_or_its_workbook(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, bytes | None]] = []

    def printed(path: str, **given: bytes | None) -> bytes:
        asked.append(given)
        return b"%PDF-1.4\n"

    monkeypatch.setattr(programs, "printed", printed)
    for name in (THIS, LAST):
        shutil.copy(SAMPLES / name, name)
    for office, browser in ((None, "/there/chromium"), ("/there/soffice", None)):
        monkeypatch.setattr(libreoffice, "program", lambda office=office: office)
        monkeypatch.setattr(programs, "browser", lambda browser=browser: browser)
        assert run("cross", THIS, LAST, "-q", "-o", "汇总.pdf", "--force")[0] == 0
    assert run("cross", THIS, LAST, "-q", "-o", "互查.json")[0] == 0
    assert run("show", "互查.json", "-q", "-o", "再.pdf")[0] == 0
    pages = [bool(given.get("page")) for given in asked]
    books = [bool(given.get("workbook")) for given in asked]
    assert (pages, books) == ([True, False, False], [False, True, True])


def test_a_crossing_without_a_program_is_refused_at_once(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(programs, "browser", lambda: None)
    code, _, err = run("cross", "甲.txt", "-o", "报告.pdf")
    assert code == 2
    assert "LibreOffice" in err


def test_a_browser_is_asked_first_and_given_the_page(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bytes | None, bytes | None]] = []

    def printed(path: str, *, page: bytes | None, document: bytes | None) -> bytes:
        asked.append((page, document))
        return b"%PDF-1.4\n"

    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(programs, "browser", lambda: "/there/chromium")
    monkeypatch.setattr(programs, "printed", printed)
    shutil.copy(SAMPLES / LAST, "甲“<b>.txt")
    assert run("check", "甲“<b>.txt", "-q", "-o", "报告.pdf")[0] == 0
    ((page, document),) = asked
    assert document is None
    assert page is not None
    # the name at the head of each sheet, in the style, ends nothing
    style = page.decode().partition("<style>")[2].partition("</style>")[0]
    assert '@top-left{content:"\\007532\\00201c\\00003cb\\00003e' in style
