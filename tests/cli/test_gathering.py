"""``simcheck check`` of folders, archives, lists and patterns: what is taken, what is passed over and said."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.commands import Run, spawn

from benchmarks.reading import printing
from simcheck.cli import gathering
from simcheck.files import given

SHARED = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and an archive of documents, and a corpus that holds a sentence of theirs."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("收/甲/总结.txt", "收/乙/总结.md", "收/.隐.txt", "收/~$总结.docx", "报告[1].txt", "报告1.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}说的是自己的事情。\n{SHARED}\n", encoding="utf-8")
    (folder / "收/丙.docx").write_bytes(printing.word([SHARED, "丙村自己的话。"]))
    inner = io.BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr("深/四.txt", SHARED)
    with ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("村/二.txt", f"二。{SHARED}")
        archive.writestr("村/一.docx", printing.word([SHARED, "一村自己的话。"]))
        archive.writestr("里.zip", inner.getvalue())
        archive.writestr("__MACOSX/x.txt", "x")
    (folder / "k").mkdir()
    (folder / "k/c.txt").write_text(f"去年的情况。\n{SHARED}\n", encoding="utf-8")
    assert spawn("corpus", "add", "k", "--corpus", "k", "-q", cwd=folder).returncode == 0
    return folder


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(made, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")


def checked(run: Run, *files: str, code: int = 0) -> list[str]:
    """The names of the documents of a check, in the order in which they came."""
    done, out, _ = run("check", *files, "--corpus", "k", "--json", "--no-text")
    assert done == code
    return [json.loads(line)["document"]["name"] for line in out.splitlines()]


FOLDER = ["丙.docx", "乙/总结.md", "甲/总结.txt"]
ARCHIVE = ["包.zip/村/一.docx", "包.zip/村/二.txt", "包.zip/里.zip/深/四.txt"]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["收"], FOLDER),
        (["收/"], FOLDER),
        (["包.zip"], ARCHIVE),
        (["包.zip", "收"], [*ARCHIVE, *FOLDER]),
        (["收/甲/总结.txt", "收", "./收/甲/../甲/总结.txt"], ["总结.txt", *FOLDER[:2]]),
        (["收/*/*"], ["总结.md", "总结.txt"]),
        (["收/**"], FOLDER),
        (["*.zip"], ARCHIVE),
        (["报告[1].txt"], ["报告[1].txt"]),
        (["报告[0-9].txt"], ["报告1.txt"]),
        (["报告?*"], ["报告1.txt", "报告[1].txt"]),
        (["包.zip/村/二.txt"], ["包.zip/村/二.txt"]),
        (["包.zip/村"], ARCHIVE[:2]),
        (["包.zip/里.zip/深/四.txt"], ARCHIVE[2:]),
    ],
)
def test_what_is_checked(run: Run, files: list[str], names: list[str]) -> None:
    """Each once, in one order, under the name that says where it is."""
    assert sorted(checked(run, *files)) == sorted(names)
    assert checked(run, *files) == checked(run, *files)


@pytest.mark.parametrize(
    ("file", "code"), [("*.pdf", "no-match"), ("空", "no-match"), ("包.zip/没有.txt", "not-found"), ("没", "not-found")]
)
def test_what_means_nothing_is_told(run: Run, file: str, code: str) -> None:
    """And keeps nobody from the rest."""
    Path("空").mkdir()
    done, out, err = run("check", file, "--corpus", "k")
    assert (done, out, f"错误[{code}]" in err) == (2, "", True)
    assert checked(run, file, "收", code=2) == FOLDER


def test_what_cannot_be_read_among_the_members(run: Run) -> None:
    """Told by its name; the others are checked; 2."""
    with ZipFile("包.zip", "a") as archive:
        archive.writestr("坏.docx", printing.word([SHARED])[:200])
        archive.writestr("空.txt", "")
    code, out, err = run("check", "包.zip", "--corpus", "k")
    assert (code, len(out.splitlines())) == (2, 4)
    assert "包.zip/空.txt 里没有文字" in err
    assert "包.zip/坏.docx" in err
    assert "有 2 份读不出" in err
    Path("坏.zip").write_bytes(Path("包.zip").read_bytes()[:300])
    assert checked(run, "坏.zip", "收", code=2) == FOLDER


def test_results_in_a_folder_are_passed_over_and_said(run: Run) -> None:
    """So that a result may lie among the documents, and be written again."""
    for _ in range(2):
        code, _, err = run("check", "收", "--corpus", "k", "-o", "收/结果.json", "-o", "收/批注.docx")
        assert code == 0
    assert "4 份像是 simcheck 写的结果，没有查：收/批注-丙.docx、" in err
    assert checked(run, "收") == FOLDER
    assert checked(run, "收/结果.json") == ["结果.json"]
    Path("只有结果").mkdir()
    Path("收/结果.json").rename("只有结果/结果.json")
    code, out, err = run("check", "只有结果", "--corpus", "k")
    assert (code, out) == (2, "")
    assert "没有找到可以查的文稿" in err


@needs_posix
def test_links_that_lead_out_are_not_followed(run: Run) -> None:
    os.symlink("/etc/hostname", "收/外.txt")
    code, _, err = run("check", "收", "--corpus", "k")
    assert (code, "1 个链接指到文件夹外面" in err) == (0, True)


def test_a_list_is_as_many_documents_as_it_has_lines(run: Run) -> None:
    lines = [{"id": "a", "text": f"甲。{SHARED}"}, {"text": 7}, {"id": "b", "text": f"乙。{SHARED}"}]
    Path("表.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    code, out, err = run("check", "表.jsonl", "--corpus", "k")
    assert (code, err.count("错误[")) == (2, 1)
    assert [row.split("\t")[0] for row in out.splitlines()[1:]] == ["表.jsonl#a", "表.jsonl#b"]
    assert checked(run, "表.jsonl", code=2) == ["表.jsonl#a", "表.jsonl#b"]


def test_members_that_are_in_the_corpus_are_not_their_own_sources(run: Run) -> None:
    """As they are known by their place in the archive, or in the folder."""
    run("corpus", "add", "包.zip", "收", "--corpus", "k", "-q")
    out = run("check", "包.zip", "收", "--corpus", "k", "--json")[1]
    for result in map(json.loads, out.splitlines()):
        assert result["document"]["id"] not in {source["id"] for source in result["sources"]}
        assert any(note["code"] == "own-record" for note in result["notes"])


def test_a_copy_of_a_member_is_a_copy_of_its_file(run: Run) -> None:
    assert run("check", "包.zip", "--corpus", "k", "-q", "-o", "批注.docx")[0] == 0
    assert sorted(path.name for path in Path().glob("批注-*")) == ["批注-一.docx", "批注-二.docx", "批注-四.docx"]
    with ZipFile("批注-一.docx") as made, ZipFile("包.zip") as archive:
        original = ZipFile(io.BytesIO(archive.read("村/一.docx")))
        assert set(original.namelist()) <= set(made.namelist())


def test_the_table_beside_the_documents_is_heard(run: Run) -> None:
    Path("收/metadata.csv").write_text("文件,单位\n丙.docx,白马镇\n", encoding="utf-8")
    out = run("check", "收", "--corpus", "k", "--json")[1]
    said = {d["name"]: d.get("metadata", {}) for d in (json.loads(line)["document"] for line in out.splitlines())}
    assert said["丙.docx"]["unit"] == "白马镇"
    assert checked(run, "收") == FOLDER


def test_the_hint_can_be_typed(run: Run, watch: Run) -> None:
    out = watch("check", "包.zip", "--corpus", "k")[1]
    assert "simcheck check 包.zip/里.zip/深/四.txt --corpus k -n 5" in out
    code, out, _ = run("check", "包.zip/里.zip/深/四.txt", "--corpus", "k", "-n", "5")
    assert (code, "四.txt" in out) == (0, True)


def test_an_unknown_encoding_is_told_whatever_the_document(run: Run) -> None:
    assert "--encoding 不能是 utf9" in run("check", "收/丙.docx", "--corpus", "k", "--encoding", "utf9")[2]


def test_patterns_where_documents_are_added(run: Run) -> None:
    assert run("corpus", "add", "收/*/*.txt", "报告[1].txt", "--corpus", "库", "-q")[0] == 0
    out = run("corpus", "list", "--corpus", "库", "--json")[1]
    assert sorted(json.loads(line)["name"] for line in out.splitlines()) == ["总结.txt", "报告[1].txt"]
    assert "错误[no-match]" in run("corpus", "add", "*.pdf", "--corpus", "库")[2]
    assert "不能用 * ? 代表几份" in run("compare", "*.txt", "报告1.txt")[2]


def test_a_file_that_was_found_is_read_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though all of them are looked at before the first is checked: results of ours are no documents. What is too much
    to be held is read again."""
    for name in ("甲", "乙", "丙"):
        Path("收", f"{name}.txt").write_text(f"{name}说的是自己的事情。{SHARED}", encoding="utf-8")
    read: list[str] = []
    real = given.opened

    def opened(path: str) -> object:
        read.append(os.path.basename(path))
        return real(path)

    monkeypatch.setattr(given, "opened", opened)
    for held, times in ((gathering._HELD, 1), (0, 2)):
        monkeypatch.setattr(gathering, "_HELD", held)
        read.clear()
        checked(run, "收")
        assert [read.count(f"{name}.txt") for name in ("甲", "乙", "丙")] == [times] * 3
