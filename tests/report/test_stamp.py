"""What marks a file as a result: by its stamp, by its form whichever version wrote it, saved again, written below."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from support import DATA
from support.labelled import PARAGRAPH, SPECIFIC, noted

import simcheck
from simcheck.corpus.collection import Corpus
from simcheck.environment import LANGUAGES
from simcheck.i18n.messages import text
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.report.stamp import is_result_line, is_result_text, stamped, written

OLD = DATA / "made-by-0.2"
REPORT = simcheck.compare(f"{PARAGRAPH}\n{SPECIFIC[0]}", f"{SPECIFIC[1]}\n{PARAGRAPH}")
NONE = simcheck.compare(SPECIFIC[0], SPECIFIC[1])


def results() -> dict[str, str]:
    """Results without a stamp, in both languages."""
    found = {"json": REPORT.to_json() + "\n"}
    for lang in LANGUAGES:
        for name, report in (("some", REPORT), ("none", NONE)):
            found[f"{lang}-{name}.md"] = markdown(report, lang)
            found[f"{lang}-{name}.csv"] = table(report, lang)
            for width in (60, 100, 140):
                found[f"{lang}-{name}-{width}.txt"] = plain(report, Screen(lang, width, View.INLINE, every=True))
    return found


RESULTS = results()


@pytest.mark.parametrize(
    "name", [f"{kind}.{end}" for kind in ("check", "compare") for end in ("txt", "md", "csv", "json", "docx")]
)
def test_results_of_the_last_release_are_known(name: str) -> None:
    assert written((OLD / name).read_bytes()) == ("0.2.0" if name.endswith("json") else "", False)


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_known_without_a_stamp(name: str) -> None:
    content = RESULTS[name]
    assert written(content.encode())
    assert is_result_text(content)
    assert is_result_text(content.replace("\n", "\r\n"))
    assert written(b"\xef\xbb\xbf" + content.encode())


@pytest.mark.parametrize("name", [name for name in RESULTS if name.endswith(("md", "txt"))])
def test_what_somebody_wrote_below_does_not_make_it_a_document(name: str) -> None:
    assert is_result_text(f"{RESULTS[name]}\n经核对，第三段系统一口径。\n张三\n")


def test_a_result_that_another_program_laid_out_is_known() -> None:
    laid_out = json.dumps(json.loads(RESULTS["json"]), indent=2, ensure_ascii=False)
    assert written(laid_out.encode())
    assert written(f"[{laid_out}]".encode())
    assert is_result_text(laid_out)
    coloured = RESULTS["zh-some-100.txt"].replace("字", "\x1b[2m字\x1b[0m")
    assert is_result_text(coloured)


def test_a_web_page_is_stamped_like_the_rest() -> None:
    page = stamped(b"<!DOCTYPE html>\n<p>x</p>\n", ".html", "9.9")
    assert written(page) == ("9.9", True)
    assert written(page.replace(b"x", b"y")) == ("9.9", False)


def test_copies_with_our_comments_that_were_saved_in_another_format_are_known() -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        annotation = '<office:annotation office:name="1" loext:resolved="false"><dc:creator>simcheck</dc:creator>'
        file.writestr("content.xml", f"<office:text><text:p>{PARAGRAPH}{annotation}</office:annotation></text:p>")
    assert written(archive.getvalue())
    assert written(rb"{\rtf1\ansi {\*\atnid s}{\*\atnauthor simcheck}\chatn text}")
    assert written(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + b"\x08\0" + "simcheck".encode("utf-16-le"))
    assert not written(rb"{\rtf1\ansi simcheck {\*\atnauthor Zhang}}")
    assert not written(bytes.fromhex("d0cf11e0a1b11ae1") + "用 simcheck 查过".encode("utf-16-le"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_talks_of_us_writes_a_document(lang: str) -> None:
    closing = text(lang, "closing")  # type: ignore[arg-type]
    for content in (
        f"{PARAGRAPH}\n{closing}\n",
        f"{PARAGRAPH}\n报告末尾写着：“{closing}”请对照整改。\n{SPECIFIC[0]}\n",
        f"{closing}\n{PARAGRAPH}",
        f"用 simcheck 0.2.0 检查，525 字，9 段，结果另附。\n{PARAGRAPH}\n",
        f"# {text(lang, 'report.title')}\n\n{PARAGRAPH}\n",  # type: ignore[arg-type]
        f"类型,字数,本文\n路,3,{PARAGRAPH}\n",
        f'{{"simcheck":"0.2.0","text":"{PARAGRAPH}"}}\n',
        f"总复制比和去除套话的说明：最大来源要留意。\n{PARAGRAPH}",
    ):
        assert not written(content.encode())
        assert not is_result_text(content)


def test_results_in_other_encodings_are_left_out_of_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(RESULTS["zh-some-100.txt"].encode("gb18030"))
    (tmp_path / "b.md").write_bytes(RESULTS["zh-some.md"].encode("utf-16"))
    (tmp_path / "c.csv").write_bytes(RESULTS["zh-some.csv"].encode("gb18030"))
    (tmp_path / "d.txt").write_text(f"{PARAGRAPH}{text('zh', 'closing')}", encoding="gb18030")
    with Corpus.open(tmp_path, create=True) as corpus:
        added = corpus.add_all([tmp_path])
        assert sorted(added.results) == ["a.txt", "b.md", "c.csv"]
        assert not added.unreadable
        assert [row.name for row in corpus.rows()] == ["d.txt"]
        assert len(corpus.add_all([tmp_path], even_results=True).added) == 3


def test_a_result_among_the_lines_of_a_list_is_left_out(tmp_path: Path) -> None:
    line = RESULTS["json"]
    assert is_result_line(line.encode())
    (tmp_path / "l.jsonl").write_text(json.dumps({"text": PARAGRAPH}) + "\n" + line, encoding="utf-8")
    with Corpus.open(tmp_path, create=True) as corpus:
        added = corpus.add_all([tmp_path / "l.jsonl"])
        assert (len(added.added), added.results, added.unreadable) == (1, ["l.jsonl:2"], [])


def test_a_result_that_is_compared_all_the_same_is_told(tmp_path: Path) -> None:
    report = simcheck.compare(RESULTS["zh-some.md"], PARAGRAPH)
    assert len(noted(report, "result")) == 1
    (tmp_path / "r.md").write_text(RESULTS["zh-some.md"], encoding="utf-8")
    with Corpus.open(tmp_path / "k", create=True) as corpus:
        corpus.add_all([tmp_path / "r.md"], even_results=True)
        report = corpus.check(simcheck.Document("a", "a.txt", PARAGRAPH))
    assert len(noted(report, "result")) == 1
    assert not noted(REPORT, "result")
