"""Outputs: whole, marked as ours, and never in place of anything that is the user's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from support import ROOT
from support.commands import Run

import simcheck
from benchmarks.reading import printing
from simcheck import Corpus
from simcheck.cli.output import SUFFIXES
from simcheck.report import stamp
from simcheck.report.serialise import FORMAT
from simcheck.report.stamp import stamped, written

needs_posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")

SHARED = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
A = f"{SHARED}\n桥西的水渠还没有修好，明年接着修。\n"
B = f"去年的情况是这样的。\n{SHARED}\n"


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(A, encoding="utf-8")
    (tmp_path / "b.txt").write_text(B, encoding="utf-8")
    (tmp_path / "form.txt").write_text("填报表\n本表由村里填写，每月上报一次，不得漏报。\n", encoding="utf-8")
    (tmp_path / "k").mkdir()
    (tmp_path / "k" / "c.txt").write_text(B, encoding="utf-8")


def compare(run: Run, output: str, *more: str) -> int:
    return run("compare", "a.txt", "b.txt", "-q", "-o", output, *more)[0]


# What may be replaced


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_result_of_ours_is_replaced_and_one_that_was_worked_in_is_not(run: Run, suffix: str) -> None:
    name = f"结果{suffix}"
    assert compare(run, name) == 0
    first = Path(name).read_bytes()
    told = written(first)
    assert told is not None
    assert told == (simcheck.__version__, True)
    assert compare(run, name) == 0
    changed = worked_in(first, suffix)
    Path(name).write_bytes(changed)
    code, _, said = run("compare", "a.txt", "b.txt", "-q", "-o", name)
    assert code == 2
    assert "would-overwrite" in said
    assert "--force" in said
    assert Path(name).read_bytes() == changed
    assert compare(run, name, "--force") == 0
    again = written(Path(name).read_bytes())
    assert again is not None
    assert again.is_untouched


def worked_in(data: bytes, suffix: str) -> bytes:
    """As after a character more somewhere in it."""
    texts = {".docx": "word/document.xml", ".xlsx": "xl/sharedStrings.xml"}.get(suffix)
    if texts is None:
        at = data.index("齐".encode())
        return data[:at] + "共".encode() + data[at:]
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace("齐".encode(), "共".encode()) if name == texts else content)
    return out.getvalue()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_the_users_is_not_replaced_unless_she_insists(run: Run, suffix: str) -> None:
    mine = Path(f"我的{suffix}")
    mine.write_bytes(printing.word(["自己写的。"]) if suffix == ".docx" else "自己写的。".encode())
    before = mine.read_bytes()
    assert compare(run, str(mine)) == 2
    assert mine.read_bytes() == before
    assert compare(run, str(mine), "--force") == 0
    assert written(mine.read_bytes())


def test_an_empty_file_has_nothing_to_lose(run: Run) -> None:
    Path("新.json").touch()
    assert compare(run, "新.json") == 0


def test_a_copy_in_which_the_clerk_has_worked_is_hers(run: Run) -> None:
    """Word writes everything anew when it saves: what was ours is the comments."""
    assert compare(run, "批注.docx") == 0
    out = BytesIO()
    with ZipFile("批注.docx") as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/custom.xml":
                new.writestr(name, old.read(name))
    Path("批注.docx").write_bytes(out.getvalue())
    assert written(out.getvalue()) == ("", False)
    assert compare(run, "批注.docx") == 2
    assert Path("批注.docx").read_bytes() == out.getvalue()


INPUTS = {
    "the first": ("compare", "a.txt", "b.txt", "-o", "a.txt"),
    "the second": ("compare", "a.txt", "b.txt", "-o", "./b.txt"),
    "a template": ("compare", "a.txt", "b.txt", "--template", "form.txt", "-o", "form.txt"),
    "a template of a check": ("check", "a.txt", "--corpus", "k", "--template", "form.txt", "-o", "form.txt"),
    "a report of the corpus": ("check", "a.txt", "--corpus", "k", "-o", "k/c.txt"),
    "one of several": ("check", "a.txt", "b.txt", "--corpus", "k", "-o", "b.txt"),
    "what is shown": ("show", "r.json", "-o", "r.json"),
    "the document of what is shown": ("show", "r.json", "-o", "a.txt"),
    "a source of what is shown": ("show", "r.json", "-o", "k/c.txt"),
    "the phrases of a table": ("background", "build", "k", "--phrases", "b.txt", "-o", "b.txt"),
    "what is counted": ("background", "build", "k/c.txt", "-o", "k/c.txt"),
}


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
@pytest.mark.parametrize("name", INPUTS)
def test_no_input_is_overwritten(run: Run, name: str, force: tuple[str, ...]) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    run("check", "a.txt", "--corpus", "k", "-q", "-o", "r.json")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and ".simcheck" not in path.parts}
    code, _, said = run(*INPUTS[name], *force)
    assert code == 2
    assert "Traceback" not in said
    assert before == {path: path.read_bytes() for path in before}


@needs_posix
def test_a_link_is_what_it_leads_to(run: Run) -> None:
    os.symlink("a.txt", "link.txt")
    assert compare(run, "link.txt") == 2
    os.symlink("form.txt", "mine.txt")
    assert compare(run, "mine.txt") == 2
    os.symlink("later.md", "new.md")
    assert compare(run, "new.md") == 0
    assert os.path.islink("new.md")
    assert Path("later.md").exists()


def test_a_table_replaces_a_table_and_nothing_else(run: Run) -> None:
    build = ("background", "build", "k", "--phrases", "none", "-q", "-o")
    assert run(*build, "t.npz")[0] == 0
    assert run(*build, "t.npz")[0] == 0
    Path("t.npz").write_bytes(b"PK something else")
    assert run(*build, "t.npz")[0] == 2
    assert run(*build, "t.npz", "--force")[0] == 0


def test_annotated_copies_of_several_are_refused_before_anything_is_done(run: Run) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    Path("批注-b.docx").write_bytes(printing.word(["自己写的。"]))
    code, out, _ = run("check", "a.txt", "b.txt", "--corpus", "k", "-o", "批注.docx")
    assert code == 2
    assert out == ""
    assert not Path("批注-a.docx").exists()


def test_what_comes_into_the_way_meanwhile_is_not_replaced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    make = stamp.stamped

    def slow(content: bytes, suffix: str, version: str) -> bytes:
        Path("r.md").write_text("自己写的。", encoding="utf-8")
        return make(content, suffix, version)

    monkeypatch.setattr(stamp, "stamped", slow)
    assert compare(run, "r.md") == 2
    assert Path("r.md").read_text(encoding="utf-8") == "自己写的。"
    assert not [path for path in Path().iterdir() if path.name.startswith(".r.md")]


# Pipes and devices


@needs_posix
def test_a_pipe_is_written_to_and_stays_a_pipe(run: Run) -> None:
    os.mkfifo("管道.json")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(Path("管道.json").read_bytes()))
    reader.start()
    assert compare(run, "管道.json") == 0
    reader.join(30)
    assert json.loads(got[0])["format"] == FORMAT
    assert Path("管道.json").is_fifo()


@needs_posix
@pytest.mark.parametrize("name", ["/dev/stdout", "ausgang.md"])
@pytest.mark.parametrize("redirected", [False, True])
def test_standard_output_by_another_name(name: str, redirected: bool) -> None:
    if not name.startswith("/"):
        os.symlink("/dev/stdout", name)
    command = [sys.executable, "-m", "simcheck", "compare", "a.txt", "b.txt", "-q", "-o", name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if redirected:
        with open("out.txt", "wb") as file:
            done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False, env=environment)
        said = Path("out.txt").read_bytes()
    else:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        said = done.stdout
    assert done.returncode == 0, done.stderr.decode()
    assert "文字相似是事实".encode() in said
    assert os.stat("/dev/stdout")


@needs_posix
def test_devices_are_not_replaced(run: Run) -> None:
    assert compare(run, "/dev/null") == 0
    assert Path("/dev/null").is_char_device()


# Whole files


@pytest.mark.parametrize("suffix", [".md", ".csv", ".txt", ".json", ".docx"])
def test_a_file_holds_every_finding_whatever_the_screen_shows(run: Run, suffix: str) -> None:
    sentences = [f"第{n}项工作是修好{n}号村口的水渠和涵洞，方便大家浇地用水，不误农时。" for n in "甲乙丙丁戊"]
    own = "这一段是自己写的，和别处没有关系，说的是另外一件事情的来龙去脉。"
    Path("a.txt").write_text(f"\n{own}\n".join(sentences), encoding="utf-8")
    Path("b.txt").write_text(
        "\n中间隔着别的话，说的是学校食堂怎样采购蔬菜的过程，很长。\n".join(sentences[::-1]), encoding="utf-8"
    )
    assert run("compare", "a.txt", "b.txt", "-q", "-o", f"全{suffix}")[0] == 0
    assert run("compare", "a.txt", "b.txt", "-q", "-n", "1", "-o", f"短{suffix}")[0] == 0
    whole, short = (Path(f"{name}{suffix}").read_bytes() for name in "全短")
    if suffix == ".docx":
        whole, short = (ZipFile(BytesIO(each)).read("word/comments.xml") for each in (whole, short))
        assert whole.count(b"<w:comment ") == short.count(b"<w:comment ") > 3
    elif suffix == ".json":
        assert len(json.loads(whole)["findings"]) == len(json.loads(short)["findings"]) > 3
    else:
        assert whole == short


# Results are no documents


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_results_are_left_out_of_a_corpus_and_said(run: Run, suffix: str) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    assert run("check", "a.txt", "--corpus", "k", "-q", "-o", f"k/结果{suffix}")[0] == 0
    code, out, _ = run("corpus", "add", "k", "--corpus", "k")
    assert code == 0
    assert "1 份像是 simcheck 写的结果，没有收录" in out
    assert f"结果{suffix}" in out
    with Corpus.open("k") as corpus:
        assert [row.name for row in corpus.rows()] == ["c.txt"]
        assert corpus.add_all([f"k/结果{suffix}"]).results == [f"结果{suffix}"]


def test_redirected_results_are_known_by_their_form(run: Run) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    for name, arguments in {
        "屏幕.txt": ("check", "a.txt", "--corpus", "k", "--all"),
        "屏幕英.txt": ("check", "a.txt", "--corpus", "k", "--lang", "en"),
        "行.jsonl": ("check", "a.txt", "b.txt", "--corpus", "k", "--json"),
        "行.json": ("check", "a.txt", "b.txt", "--corpus", "k", "--json"),
        "总表.tsv": ("check", "a.txt", "b.txt", "--corpus", "k"),
    }.items():
        Path("k", name).write_text(run(*arguments)[1], encoding="utf-8")
    with ZipFile("k/全.zip", "w") as archive:
        archive.write("k/屏幕.txt", "屏幕.txt")
    with Corpus.open("k") as corpus:
        added = corpus.add_all(["k"])
        assert not added.added
        assert not added.unreadable
        assert len(added.results) == 6


def test_a_document_that_speaks_of_simcheck_is_a_document(run: Run) -> None:
    Path("k", "d.txt").write_text(f"{A}\n本文用 simcheck 0.3.0 检查过，结果另附。\n", encoding="utf-8")
    Path("k", "e.json").write_text('{"format":"A4","text":"全镇上下齐心协力"}', encoding="utf-8")
    Path("k", "f.csv").write_text("处,类型\r\n1,路\r\n", encoding="utf-8")
    Path("k", "g.docx").write_bytes(printing.word([A]))
    with Corpus.open("k", create=True) as corpus:
        assert not corpus.add_all(["k"]).results


def test_a_stamp_in_a_document_with_properties_of_its_own(run: Run) -> None:
    """WPS keeps its version there."""
    properties = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
        b"<vt:lpwstr>2052-12.1.0.1</vt:lpwstr></property></Properties>"
    )
    out = BytesIO()
    with ZipFile(BytesIO(printing.word([A]))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("docProps/custom.xml", properties)
    made = stamped(out.getvalue(), ".docx", "9.9")
    told = written(made)
    assert told == ("9.9", True)
    with ZipFile(BytesIO(made)) as archive:
        both = archive.read("docProps/custom.xml")
    assert both.count(b"<property ") == 2
    assert b'pid="3"' in both
    assert b"KSOProductBuildVer" in both


# Links in folders


@needs_posix
def test_links_that_lead_out_of_a_folder_are_counted_and_not_followed(run: Run, tmp_path: Path) -> None:
    away = tmp_path / "别处"
    away.mkdir()
    (away / "密.txt").write_text(A, encoding="utf-8")
    os.symlink(away / "密.txt", "k/密.txt")
    os.symlink(away, "k/夹")
    os.symlink("/etc/hostname", "k/机器.txt")
    os.symlink("c.txt", "k/同.txt")
    os.symlink("..", "k/上")
    code, out, _ = run("corpus", "add", "k", "--corpus", "库")
    assert code == 0
    assert "4 个链接指到文件夹外面" in out
    with Corpus.open("库") as corpus:
        assert len(corpus) == 1
        # who names a link means what it leads to
        assert len(corpus.add_all(["k/密.txt"]).added) == 1


def test_a_table_of_metadata_that_is_a_link_is_not_followed_either(run: Run, tmp_path: Path) -> None:
    (tmp_path / "别处.csv").write_text("file,title\nc.txt,别处的标题\n", encoding="utf-8")
    os.symlink(tmp_path / "别处.csv", "k/metadata.csv")
    code, out, _ = run("corpus", "add", "k", "--corpus", "库")
    assert code == 0
    assert "1 个链接指到文件夹外面" in out
    with Corpus.open("库") as corpus:
        assert [row.metadata.get("title") for row in corpus.rows()] != ["别处的标题"]


def test_a_table_is_not_counted_from_outside(run: Run, tmp_path: Path) -> None:
    (tmp_path / "秘.txt").write_text(A, encoding="utf-8")
    os.symlink(tmp_path / "秘.txt", "k/秘.txt")
    assert run("background", "build", "k", "-o", "t.npz", "--phrases", "none")[0] == 2
    assert not Path("t.npz").exists()


def test_a_copy_without_its_comments_is_a_document_again(run: Run) -> None:
    """As the advice says."""
    assert compare(run, "批注.docx") == 0
    out = BytesIO()
    with ZipFile("批注.docx") as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/comments.xml":
                content = content[: content.index(b"<w:comment ")] + b"</w:comments>"
            new.writestr(name, content)
    assert written(out.getvalue()) is None
    Path("k/总结.docx").write_bytes(out.getvalue())
    with Corpus.open("k", create=True) as corpus:
        assert not corpus.add_all(["k"]).results


def test_a_circular_that_quotes_our_last_sentence_is_a_document(run: Run) -> None:
    from simcheck.i18n.messages import text

    quoted = f"报告末尾写着：“{text('zh', 'closing')}”请各单位对照整改。"
    Path("k/通知.txt").write_text(f"{A}{quoted}\n", encoding="utf-8")
    Path("k/单.jsonl").write_text(json.dumps({"text": f"{A}{text('zh', 'closing')}"}) + "\n", encoding="utf-8")
    with Corpus.open("k", create=True) as corpus:
        added = corpus.add_all(["k"])
        assert (len(added.added), added.results) == (3, [])


def test_a_saved_result_has_no_raw_controls(run: Run) -> None:
    Path("a.txt").write_text(f"\u202e{A}\x9b", encoding="utf-8")
    assert compare(run, "r.json") == 0
    data = Path("r.json").read_text(encoding="utf-8")
    assert not set("\u202e\x9b") & set(data)
    assert json.loads(data)["document"]["text"].startswith("\u202e")
    assert compare(run, "r.json") == 0


def test_a_note_that_cannot_be_true_is_found_by_verifying(run: Run) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    with Corpus.open("k") as corpus:
        corpus.verify()
        with corpus._catalogue.writing() as db:
            from simcheck.store.changes import put_record

            (row,) = corpus.rows()
            put_record(db, row._replace(notes='[{"code":"slipped","span":[0,99999],"facts":{}}]'))
    assert run("corpus", "stats", "--verify", "--corpus", "k")[0] == 2


def test_a_property_that_somebody_adds_is_noticed(run: Run) -> None:
    """Where documents are managed, only these may change."""
    assert compare(run, "批注.docx") == 0
    out = BytesIO()
    with ZipFile("批注.docx") as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/custom.xml":
                more = (
                    '<property fmtid="{x}" pid="9" name="审批意见"><vt:lpwstr>同意</vt:lpwstr></property></Properties>'
                )
                content = content.replace(b"</Properties>", more.encode())
            new.writestr(name, content)
    Path("批注.docx").write_bytes(out.getvalue())
    assert compare(run, "批注.docx") == 2


def test_a_copy_of_a_copy_has_one_stamp(run: Run) -> None:
    assert compare(run, "一.docx") == 0
    assert run("compare", "一.docx", "b.txt", "-q", "-o", "二.docx")[0] == 0
    with ZipFile("二.docx") as archive:
        assert archive.read("docProps/custom.xml").count(b'name="simcheck"') == 1
    assert written(Path("二.docx").read_bytes()) == (simcheck.__version__, True)


@pytest.mark.parametrize("change", ["first", "last", "order", "ends"])
def test_results_that_were_taken_out_of_a_file_of_several_are_missed(run: Run, change: str) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    assert run("check", "a.txt", "b.txt", "--corpus", "k", "-q", "-o", "r.json")[0] == 0
    first, second = Path("r.json").read_bytes().splitlines(keepends=True)
    changed = {
        "first": second,
        "last": first,
        "order": second + first,
        "ends": (first + second).replace(b"\n", b"\r\n"),
    }[change]
    Path("r.json").write_bytes(changed)
    assert run("check", "a.txt", "b.txt", "--corpus", "k", "-q", "-o", "r.json")[0] == 2
    assert Path("r.json").read_bytes() == changed


def test_what_looks_like_a_result_can_be_added_all_the_same(run: Run) -> None:
    """A mark can be forged, and a document must not be kept out by one."""
    Path("k/仿.txt").write_text(f"{A}\n simcheck 0.3.0 0123456789abcdef\n", encoding="utf-8")
    code, out, _ = run("corpus", "add", "k", "--corpus", "k")
    assert "像是 simcheck 写的结果" in out
    assert "--force" in out
    code, out, _ = run("corpus", "add", "k", "--corpus", "k", "--force")
    assert (code, "收录 1 篇" in out) == (0, True)


def test_an_original_is_not_replaced_by_any_command(run: Run) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    run("compare", "a.txt", "b.txt", "-q", "-o", "r.json")
    before = Path("k/c.txt").read_bytes()
    for command in (("show", "r.json"), ("compare", "a.txt", "b.txt"), ("check", "a.txt", "--corpus", "k")):
        code, _, said = run(*command, "-q", "-o", "k/c.txt", "--force")
        assert code == 2
        assert "原稿" in said
    assert Path("k/c.txt").read_bytes() == before


def test_nothing_is_written_into_a_corpus(run: Run) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    for name in ("phrases.txt", "new.json", "segments/new.md"):
        assert compare(run, f"k/.simcheck/{name}", "--force") == 2
        assert not Path("k/.simcheck", name).exists()


@needs_posix
def test_two_outputs_are_two_files(run: Run) -> None:
    os.symlink("r.md", "s.json")
    code, _, said = run("compare", "a.txt", "b.txt", "-q", "-o", "r.md", "-o", "s.json")
    assert code == 2
    assert "同一个文件" in said
    assert compare(run, "r.md", "-o", "./r.md") == 2
    assert compare(run, "a.txt/r.md") == 2
