"""A report that names nobody: no name, place, author or record of a source is in anything that is written of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.checks import drafted
from support.commands import Run
from support.pages import drawn, page_of

from simcheck.environment import Language
from simcheck.i18n.explain import note as worded
from simcheck.model import Document, FileFacts, Note
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.render.view.anonymous import anonymous
from simcheck.render.view.figures import notes
from simcheck.report.report import Report

SECRET = "秘密镇"
KNOWN = {
    "unit": f"{SECRET}政府",
    "author": f"{SECRET}张三",
    "title": f"{SECRET}总结",
    "date": "2024-03-01",
    "date_by": "title",
}
CODES: dict[str, dict[str, str | int]] = {
    "own-unit": {"value": f"{SECRET}政府", "by": "title"},
    "own-author": {"value": f"{SECRET}张三"},
    "own-copy": {"name": f"{SECRET}.txt", "record": f"{SECRET}7", "other": f"{SECRET}（副本）.txt"},
    "left-behind": {"theirs": f"{SECRET}村", "own": "本村", "count": 2, "paragraph": 3},
    "same-outline": {"headings": 5, "same": 5},
    "origin-earliest": {"paragraphs": "3", "characters": 99, "count": 3, "date": "2024-03-01", "date_by": "title"},
    "signed-otherwise": {"signed": f"{SECRET}政府", "named": f"{SECRET}办"},
    "own-record": {"record": f"{SECRET}9", "added": "2024-01-01"},
    "a-note-of-tomorrow": {"folder": f"/home/{SECRET}", "count": 1},
}


def named() -> Report:
    """A check in which everything that may be known of sources is, and is a secret."""
    report = drafted().report("工作总结.txt")
    about = FileFacts("a" * 64, 9, author=SECRET, editor=SECRET)
    sources = {
        id: replace(
            source, name=f"{SECRET}/{number}.txt", metadata=KNOWN, file=about, pages=(0, 5),
            notes=(Note("encoding", None, {"document": f"{SECRET}/{number}.txt", "encoding": "gb18030"}),),
        )
        for number, (id, source) in enumerate(report.sources.items())
    }  # fmt: skip
    copies = {
        id: tuple(replace(each, name=f"{SECRET}.doc", metadata=KNOWN) for each in some)
        for id, some in report.copies.items()
    }
    first, source = next(iter(sources.items()))
    told = tuple(
        Note(
            code,
            None,
            {"document": source.name if code == "signed-otherwise" else "工作总结.txt", "source": first, **facts},
        )
        for code, facts in CODES.items()
    )
    return replace(report, sources=sources, copies=copies, notes=told, searched=99)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_output_names_a_source(lang: Language) -> None:
    report = anonymous(named(), lang)
    ids = list(named().sources)
    for content in (
        page_of(report, lang=lang), report.to_json(), markdown(report, lang), table(report, lang),
        "\n".join(worded(each, lang, {}) for each in notes(report)),
    ):  # fmt: skip
        assert SECRET not in content
        assert "a" * 64 not in content
        assert not [id for id in ids if id in content]


def test_no_number_changes() -> None:
    before = named()
    after = anonymous(before, "zh")
    assert after.share() == before.share()
    assert [after.share_of(id) for id in after.sources] == [before.share_of(id) for id in before.sources]
    assert [(s.characters, len(s.holders)) for s in after.spread] == [
        (s.characters, len(s.holders)) for s in before.spread
    ]
    assert [len(some) for some in after.copies.values()] == [len(some) for some in before.copies.values()]
    assert Report.from_json(after.to_json()).share() == before.share()
    assert json.loads(after.to_json())["sources"][0]["name"] == "来源文稿 1"


def test_what_is_said_of_the_document_itself_stays() -> None:
    report = drawn(2)
    own = Note("hidden", None, {"document": report.document.name, "count": 3, "characters": "U+200B ×3"})
    assert anonymous(replace(report, notes=(own,)), "zh").notes == (own,)
    # but not if a source is called the same
    others = {id: Document(id, report.document.name, source.text) for id, source in report.sources.items()}
    (told,) = anonymous(replace(report, notes=(own,), sources=others), "zh").notes
    assert told.facts["document"] == report.document.name


def test_the_command_names_nobody_anywhere(tmp_path: Path, run: Run) -> None:
    words = "今年以来，全镇修建灌溉水渠三公里，改造危房四十二户，新建村级卫生室六所，群众反映良好。\n" * 3
    (tmp_path / "甲").mkdir()
    source = tmp_path / "甲" / f"{SECRET}.txt"
    source.write_text(words, encoding="utf-8")
    mine = tmp_path / "本文.txt"
    mine.write_text(f"开头一句自己的话，和别人不同。\n{words}", encoding="utf-8")
    outputs = [tmp_path / f"出.{suffix}" for suffix in ("html", "json", "md", "csv", "txt", "docx", "xlsx")]
    options = [word for path in outputs for word in ("-o", str(path))]
    code, out, _ = run("compare", mine, source, "--anonymise", "--all", *options)
    assert code == 0
    corpus = tmp_path / "库"
    run("corpus", "add", source.parent, "--corpus", corpus)
    checked = [tmp_path / f"查.{suffix}" for suffix in ("html", "json", "txt", "xlsx")]
    options = [word for path in checked for word in ("-o", str(path))]
    code, more, _ = run("check", mine, "--corpus", corpus, "--anonymise", *options)
    assert code == 0
    every = [tmp_path / f"多.{suffix}" for suffix in ("html", "json", "xlsx")]
    options = [word for path in every for word in ("-o", str(path))]
    code, several, _ = run("check", mine, mine, "--corpus", corpus, "--anonymise", *options)
    assert code == 0
    said = [out, more, several]
    for path in (*outputs, *checked, *every):
        if path.suffix in (".docx", ".xlsx"):
            with ZipFile(path) as parts:
                said += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        else:
            said.append(path.read_text(encoding="utf-8"))
    assert not [words for words in said if SECRET in words]
    page = checked[0].read_text(encoding="utf-8")
    assert "来源文稿 1" in page
    assert not re.search(r"库", page.partition("<style>")[0])


def test_neither_a_hash_nor_words_in_the_place_of_a_date_say_who_a_source_is() -> None:
    """Whoever has a text that may be the source would know at once."""
    report = named()
    sources = {
        id: replace(source, file=None, metadata={"date": f"{SECRET}2024", "date_by": "given"})
        for id, source in report.sources.items()
    }
    hashes = [sha256(source.text.encode()).hexdigest() for source in sources.values()]
    bare = replace(report, sources=sources, copies={})
    assert any(each in markdown(bare, "zh") for each in hashes)
    told = anonymous(bare, "zh")
    for content in (page_of(told, lang="zh"), told.to_json(), markdown(told, "zh")):
        assert SECRET not in content
        assert not [each for each in hashes if each in content]
