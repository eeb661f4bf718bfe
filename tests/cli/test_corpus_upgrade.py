"""``simcheck corpus upgrade``: an older corpus is brought up to date, and says what that was."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.commands import THIS, Run, records
from support.corpora import made_older
from support.facts import word_file

from simcheck.cli import talk

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.fixture
def older(place: Path) -> Path:
    made_older(place / "corpus")
    return place


def test_it_says_what_was_done_and_then_that_there_is_nothing_to_do(run: Run, older: Path) -> None:
    (older / "corpus" / THIS).unlink()
    code, out, err = run("corpus", "upgrade")
    assert (code, err) == (0, "")
    assert re.sub(r"用时 .*", "用时", out).splitlines() == [
        "语料库 corpus/ 已更新。用时",
        "    编目从格式 1 升到 2，旧版 simcheck 打不开了",
        "    补记了 11 篇的原件信息（SHA-256、大小、作者、修改人、软件、时间、修订号）",
        "    1 篇的原件信息补不到：原件找不到 1 篇",
    ]
    code, out, err = run("corpus", "upgrade", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "The corpus corpus/ is up to date.",
        "    facts of 1 file cannot be had: 1 not found",
    ]
    assert run("corpus", "upgrade", "-q") == (0, "", "")


def test_every_line_in_english(run: Run, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.corpus.upgrade.guess", lambda name, text: {"unit": "别的镇"})
    (older / "corpus" / THIS).write_text("另一份文稿，只有一句话。", encoding="utf-8")
    code, out, _ = run("corpus", "upgrade", "--lang", "en")
    assert code == 0
    assert re.sub(r"in .*\.", "in", out).splitlines() == [
        "The corpus corpus/ was brought up to date in",
        "    catalogue: format 1 became 2, which older versions of simcheck cannot open",
        "    originals: facts of 11 files (SHA-256, size, author, last editor, software, times, revisions)",
        "    guessed again: title, unit, date or author of 12 documents; what you said stays",
        "    facts of 1 file cannot be had: 1 with another text than the corpus has",
    ]


def test_an_interrupted_upgrade_goes_on(run: Run, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: talk.Line, key: str, **__: object) -> None:
        if key.endswith("files"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(talk.Line, "tell", interrupt)
        code, out, err = run("corpus", "upgrade")
    assert (code, out, err) == (130, "", "\n已中断。做完的都已存好；再运行同一条命令会接着做。\n")
    assert run("corpus", "stats", "--verify")[0] == 0
    assert run("corpus", "upgrade")[0] == 0
    assert all("file" in row for row in records(run).values())


def test_statistics_say_that_a_corpus_is_older(run: Run, older: Path) -> None:
    assert " 编目    格式 1，是旧版建的：simcheck corpus upgrade\n" in run("corpus", "stats")[1]
    out = run("corpus", "stats", "--corpus", "corpus", "--lang", "en")[1]
    assert "format 1 of an older version: simcheck corpus upgrade\n" in out
    told = json.loads(run("corpus", "stats", "--json")[1])
    assert (told["format"], told["files"]) == (1, 0)
    run("corpus", "upgrade", "-q")
    assert "corpus upgrade" not in run("corpus", "stats")[1]
    told = json.loads(run("corpus", "stats", "--json")[1])
    assert (told["format"], told["files"]) == (2, 12)


def test_adding_to_an_older_corpus_says_that_its_format_is_new(run: Run, older: Path) -> None:
    (older / "新.txt").write_text("今年新建文化广场三处，整修灌溉渠道十二公里。", encoding="utf-8")
    code, out, err = run("corpus", "add", "corpus")
    assert (code, err) == (0, "")
    code, out, err = run("corpus", "add", "新.txt")
    assert (code, err) == (
        0,
        "语料库改成了新的格式，记下了这次收录的原件信息，旧版 simcheck 打不开了。其余文稿：simcheck corpus upgrade\n",
    )
    assert "收录 1 篇" in out
    assert {name for name, row in records(run).items() if "file" in row} == {"新.txt"}
    (older / "新.txt").write_text("今年新建文化广场四处，整修灌溉渠道十二公里。", encoding="utf-8")
    assert run("corpus", "add", "新.txt")[2] == ""


def test_an_interrupted_addition_says_it_too(run: Run, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (older / "新.txt").write_text("今年新建文化广场三处，整修灌溉渠道十二公里。", encoding="utf-8")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(talk.Line, "tell", interrupt)
    code, out, err = run("corpus", "add", "新.txt", "-q")
    assert (code, out) == (130, "")
    assert "新收录的 1 篇已经存好" in err
    assert "语料库改成了新的格式" in err


def test_a_list_as_json_has_the_facts_of_files(run: Run, empty: Path) -> None:
    (empty / "a.docx").write_bytes(word_file())
    (empty / "b.jsonl").write_text(json.dumps({"id": "1", "text": "今年新建文化广场三处。"}), encoding="utf-8")
    assert run("corpus", "add", "a.docx", "b.jsonl")[0] == 0
    rows = records(run)
    assert "file" not in rows["b.jsonl#1"]
    file = rows["a.docx"]["file"]
    assert re.fullmatch("[0-9a-f]{64}", file.pop("sha256"))
    assert file == {
        "size": len(word_file()),
        "format": "docx",
        "author": "张三",
        "editor": "李四",
        "software": "Microsoft Office Word 16.0000",
        "created": "2023-12-03T00:30:00Z",
        "modified": "2024-01-05T17:02:11+08:00",
        "revisions": ["00AB12CD"],
    }


def test_nothing_in_a_file_can_drive_a_terminal(run: Run, empty: Path) -> None:
    author = "&#x202e;\x85&#xad;&#x9b;31m&#x2066;张三&#x3164;"
    core = f"<a><creator>{author}</creator><lastModifiedBy>&#x9;&#xa;李&#xa;四</lastModifiedBy></a>"
    (empty / "a.docx").write_bytes(word_file(core=core))
    assert run("corpus", "add", "a.docx")[0] == 0
    for command in (("list", "--json"), ("list",), ("stats",)):
        out = run("corpus", *command)[1]
        assert all(character.isprintable() or character in "\n\t" for character in out)
    file = records(run)["a.docx"]["file"]
    assert (file["author"], file["editor"]) == ("31m张三", "李 四")
