"""Whatever an output is called, it never takes the place of anything that was read, counted or added."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from support import ROOT
from support.commands import Run, spawn

from simcheck.cli import refusals
from simcheck.cli.several import beside

SHARED = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="links and cases of POSIX")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, a corpus beside some of them, an archive, and results."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("a.txt", "b.txt", "form.txt", "k/c.txt", "k/甲村/d.txt", "收/甲/总结.txt", "收/乙/总结.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}说的是自己的事情，和别处不一样。\n{SHARED}\n", encoding="utf-8")
    (folder / "k/metadata.csv").write_text("file,title\nc.txt,题目\n", encoding="utf-8")
    with ZipFile(folder / "包.zip", "w") as archive:
        archive.write(folder / "a.txt", "村/一.txt")
    for command in (
        ("corpus", "add", "k", "--corpus", "k", "-q"),
        ("check", "a.txt", "--corpus", "k", "-q", "-o", "r.json"),
        ("check", "a.txt", "b.txt", "--corpus", "k", "-q", "-o", "几.json"),
    ):
        assert spawn(*command, cwd=folder).returncode == 0
    return folder


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(made, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")


def everything() -> dict[Path, bytes]:
    files = (path for path in Path().rglob("*") if path.is_file() and ".simcheck" not in path.parts)
    return {path: path.read_bytes() for path in files}


def linked(name: str, target: str) -> str:
    os.symlink(target, name)
    return name


def hard(name: str, target: str) -> str:
    os.link(target, name)
    return name


CHECK = ("check", "a.txt", "--corpus", "k")
ATTACKS: dict[str, tuple[tuple[str, ...], Callable[[], str]]] = {
    "the document": (CHECK, lambda: "a.txt"),
    "the document from the top": (CHECK, lambda: os.path.abspath("a.txt")),
    "the document by a way about": (CHECK, lambda: "k/../a.txt"),
    "the document by a link": (CHECK, lambda: linked("l.md", "a.txt")),
    "the document by a hard link": (CHECK, lambda: hard("h.md", "a.txt")),
    "a document from a folder": (("check", "收", "--corpus", "k"), lambda: "收/甲/总结.txt"),
    "a document from a pattern": (("check", "收/*/*.txt", "--corpus", "k"), lambda: "收/乙/总结.txt"),
    "an archive by a link": (("check", "包.zip", "--corpus", "k"), lambda: linked("l.json", "包.zip")),
    "a template": ((*CHECK, "--template", "form.txt"), lambda: "form.txt"),
    "a template by a link": ((*CHECK, "--template", "form.txt"), lambda: linked("l.csv", "form.txt")),
    "a template of a comparison": (("compare", "a.txt", "b.txt", "--template", "form.txt"), lambda: "form.txt"),
    "a public text": ((*CHECK, "--public", "form.txt"), lambda: "form.txt"),
    "a public text in a folder": (("compare", "a.txt", "b.txt", "--public", "收"), lambda: "收/甲/总结.txt"),
    "an original": (CHECK, lambda: "k/c.txt"),
    "an original in a folder": (CHECK, lambda: "k/甲村/d.txt"),
    "an original by a hard link": (CHECK, lambda: hard("h.txt", "k/c.txt")),
    "an original, compared": (("compare", "a.txt", "b.txt"), lambda: "k/甲村/d.txt"),
    "the table of a corpus": (CHECK, lambda: "k/metadata.csv"),
    "the table, in capitals": (CHECK, lambda: "k/METADATA.CSV"),
    "an own text by its path": ((*CHECK, "--own", "k/c.txt"), lambda: "k/c.txt"),
    "the result": (("show", "r.json"), lambda: "r.json"),
    "the result by a link": (("show", "r.json"), lambda: linked("l.json", "r.json")),
    "the document of a result": (("show", "r.json"), lambda: "a.txt"),
    "a source of a result": (("show", "r.json"), lambda: "k/c.txt"),
    "a source in a folder of a result": (("show", "r.json"), lambda: "k/甲村/d.txt"),
    "one of the documents of several": (("show", "几.json"), lambda: "b.txt"),
    "one of the documents, of one": (("show", "几.json", "1"), lambda: "b.txt"),
    "the results of several": (("show", "几.json"), lambda: "几.json"),
    "what is counted": (("background", "build", "k"), lambda: "k/甲村/d.txt"),
}


@needs_posix
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_of_the_users_is_overwritten(run: Run, name: str, force: tuple[str, ...]) -> None:
    """Nor anything else written: the refusal comes first."""
    args, make = ATTACKS[name]
    output = make()
    before = everything()
    code, out, err = run(*args, "-o", "好.md", "-o", output, *force)
    if args[0] == "background":
        code, out, err = run(*args, "-o", output, *force)
    assert (code, out) == (2, "")
    assert "错误[" in err
    assert "would-overwrite" not in err
    assert everything() == before


def test_a_system_that_does_not_tell_cases_apart(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the original and the output are one file, though they are written differently."""
    identity = refusals._identity
    monkeypatch.setattr(refusals, "_identity", lambda path: identity(str(path).replace("C.TXT", "c.txt")))
    Path("k/C.TXT").write_bytes(Path("k/c.txt").read_bytes())
    assert run(*CHECK, "-o", "k/C.TXT", "--force")[0] == 2


def test_an_original_that_is_gone_keeps_its_place(run: Run) -> None:
    Path("k/c.txt").unlink()
    assert run(*CHECK, "-o", "k/c.txt")[0] == 2
    assert not Path("k/c.txt").exists()


def test_the_usual_corpus_is_looked_into(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its originals may lie anywhere."""
    run("corpus", "add", "收", "--corpus", "别处", "-q")
    monkeypatch.setenv("SIMCHECK_CORPUS", "别处")
    before = everything()
    assert run("compare", "a.txt", "b.txt", "-o", "收/甲/总结.txt", "--force")[0] == 2
    assert run("show", "r.json", "-o", "收/甲/总结.txt", "--force")[0] == 2
    assert everything() == before


def test_a_result_may_lie_beside_the_documents(run: Run) -> None:
    for name in ("收/结果.md", "k/结果.json", "k/甲村/结果.csv"):
        assert run("check", "收", "--corpus", "k", "-q", "-o", name)[0] == 0
        assert run("check", "收", "--corpus", "k", "-q", "-o", name)[0] == 0


@needs_posix
def test_what_the_shell_appends_to_is_no_input_either() -> None:
    before = Path("a.txt").read_bytes()
    with Path("a.txt").open("ab") as file:
        command = [sys.executable, "-m", "simcheck", "compare", "a.txt", "b.txt"]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False, env=environ)
    assert done.returncode == 2
    assert Path("a.txt").read_bytes() == before


@needs_posix
def test_what_is_read_from_standard_input_is_an_input() -> None:
    before = Path("a.txt").read_bytes()
    with Path("a.txt").open("rb") as file:
        done = spawn("compare", "-", "b.txt", "-o", "a.txt", "--force", stdin=file)
    assert done.returncode == 2
    assert Path("a.txt").read_bytes() == before


# --- outputs over each other ------------------------------------------------------------------------------------------


def test_annotated_copies_never_go_over_each_other(run: Run) -> None:
    code, _, err = run("check", "收", "--corpus", "k", "-q", "-o", "批注.docx")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in Path().glob("批注*")) == ["批注-乙-总结.docx", "批注-甲-总结.docx"]


def test_a_copy_that_would_be_refused_keeps_all_from_being_written(run: Run) -> None:
    Path("批注-甲-总结.docx").write_bytes(b"own work")
    before = everything()
    assert run("check", "收", "--corpus", "k", "-o", "批注.docx")[0] == 2
    assert everything() == before


def test_a_copy_is_never_a_document_that_is_checked(run: Run) -> None:
    Path("批注-a.docx").write_bytes(Path("a.txt").read_bytes())
    before = everything()
    code, _, err = run("check", "a.txt", "批注-a.docx", "--corpus", "k", "-o", "批注.docx", "--force")
    assert (code, "会盖掉这一次要读的文件" in err) == (2, True)
    assert everything() == before


@pytest.mark.parametrize(
    ("paths", "stems"),
    [
        (["总结.txt"], ["总结"]),
        (["甲/总结.txt", "乙/总结.txt"], ["甲-总结", "乙-总结"]),
        (["x/甲/总结.txt", "y/甲/总结.txt"], ["x-甲-总结", "y-甲-总结"]),
        (["包.zip/甲/总结.txt", "甲/总结.txt"], ["包.zip-甲-总结", "甲-总结"]),
        (["总结.txt", "总结.docx"], ["总结", "总结 (2)"]),
        (["A.txt", "x/a.txt"], ["A", "x-a"]),
        (["表.jsonl#1", "表.jsonl#2"], ["表-1", "表-2"]),
        (['包.zip/甲:"乙"?.txt'], ["甲__乙__"]),
        (["../总结.txt", "/top/总结.txt"], ["总结", "top-总结"]),
        (["Cafe\u0301.txt", "x/CAF\u00c9.txt"], ["Cafe\u0301", "x-CAF\u00c9"]),
    ],
)
def test_copies_have_names_of_their_own(paths: list[str], stems: list[str]) -> None:
    assert beside("o/批注.docx", paths) == [f"o/批注-{stem}.docx" for stem in stems]


def test_no_copy_has_a_name_that_no_system_has() -> None:
    names = beside("批注.docx", [f"{'很长的名字' * 40}{end}.txt" for end in "甲乙"])
    assert len(set(names)) == 2
    assert all(len(name.encode()) < 255 for name in names)


@pytest.mark.parametrize("outputs", [("r.md", "./r.md"), ("r.md", "R.MD"), ("o/../r.md", "r.md")])
def test_two_names_of_one_file(run: Run, outputs: tuple[str, str]) -> None:
    Path("o").mkdir()
    code, _, err = run("compare", "a.txt", "b.txt", "-o", outputs[0], "-o", outputs[1])
    assert (code, "两个 -o" in err) == (2, True)
    assert not Path("r.md").exists()
