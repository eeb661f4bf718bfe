"""The commands of the corpus and ``check``, run as a person and as a script run them, on the sample reports."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, SAMPLES

from simcheck.cli import corpora, main, talk
from simcheck.cli.commands import corpus_add
from simcheck.cli.output import SUFFIXES
from simcheck.corpus.collection import Corpus
from simcheck.environment import LANGUAGES, Language
from simcheck.errors import CannotWrite
from simcheck.i18n import messages, printable
from simcheck.i18n.messages import Messages
from simcheck.readers import read
from simcheck.render.terminal import corpus as collection
from simcheck.store import lock
from simcheck.text.normalize import visible

THIS, LAST = "青石镇2024年工作总结.txt", "青石镇2023年工作总结.txt"
SPEECH = "述职报告（柳湾镇镇长）.txt"
SLOW = {"jieba", "sklearn", "datasketch", "scipy"}

Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.usefixtures("plain_surroundings")


class Screen(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same with a person at a terminal of 80 columns, who may type: the last line of what is shown is last."""

    def command(*args: str | Path, columns: int = 80, typed: str = "") -> tuple[int, str, str]:
        out, err = Screen(), Screen()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", str(columns))
            patch.setenv("NO_COLOR", "1")
            patch.setattr(sys, "stdin", Screen(typed))
            # what is shown must not depend on how busy the machine is
            patch.setattr(talk, "UNTOLD", 600)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main.main([str(arg) for arg in args])
        return code, out.getvalue(), err.getvalue()

    return command


def copied(names: str, folder: Path) -> list[Path]:
    """Sample reports, with the times of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy2(path, folder)) for path in sorted(SAMPLES.glob(names))]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that lies beside its documents, so that it may be copied."""
    folder = tmp_path_factory.mktemp("made") / "corpus"
    paths = copied("*.txt", folder)
    with Corpus.open(folder, create=True) as corpus:
        corpus.add_all(paths)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the corpus in ``corpus``."""
    shutil.copytree(made, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without a corpus."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def records(run: Run, *args: str) -> dict[str, dict[str, Any]]:
    """What ``corpus list --json`` says, by name."""
    code, out, err = run("corpus", "list", "--json", *args)
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    return {row["name"]: row for row in rows}


def rate(report: dict[str, Any]) -> float:
    return float(report["totals"]["all"]["part"] / report["totals"]["all"]["whole"])


def checked(run: Run, *args: str | Path) -> dict[str, Any]:
    """What ``check --json`` says of one document."""
    code, out, err = run("check", *args, "--json")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    value: dict[str, Any] = json.loads(out)
    return value


def spreadsheet(path: str) -> list[list[str]]:
    """The rows of a table."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def stranger(folder: Path) -> Path:
    """A document that is not in the corpus, half of it from one that is."""
    text = (SAMPLES / THIS).read_text(encoding="utf-8")
    path = folder / "新稿.txt"
    path.write_text(f"新任镇长就职发言\n我从外地来，对这里的山水还不熟悉。\n{text[:1500]}", encoding="utf-8")
    return path.relative_to(Path.cwd())


# --- corpus add -------------------------------------------------------------------------------------------------------


def test_adding_makes_a_corpus_and_says_what_it_did(run: Run, empty: Path) -> None:
    """How many, how much, some names, the new size, the time; nothing is unreadable, so 0."""
    paths = copied("青*.txt", empty / "文稿")
    code, out, err = run("corpus", "add", "文稿")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    characters = sum(int(visible(path.read_text(encoding="utf-8")).sum()) for path in paths)
    assert lines[0] == f"收录 3 篇（{characters:,} 字）"
    assert lines[1:4] == [f" +  {path.name}" for path in paths]
    assert re.fullmatch(r"语料库 corpus/ 现有 3 篇。用时 [\d.]+ 秒", lines[4])
    assert len(lines) == 5
    assert (empty / "corpus" / ".simcheck" / "catalogue.sqlite").exists()


def test_what_did_not_change_is_known(run: Run, place: Path) -> None:
    """The whole corpus again, and nothing happens; a new file beside it does."""
    code, out, _ = run("corpus", "add", "corpus")
    assert (code, out.splitlines()[0]) == (0, "没有新的文稿，已有 12 篇")
    (place / "corpus" / "短讯.txt").write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    lines = run("corpus", "add", "corpus")[1].splitlines()
    assert lines[:2] == ["收录 1 篇（15 字），已有 12 篇", " +  短讯.txt"]
    assert "现有 13 篇" in lines[-1]


def test_a_changed_file_is_a_new_version(run: Run, place: Path) -> None:
    """Of the same record: its id stays, its text is the new one."""
    before = records(run)[THIS]
    path = place / "corpus" / THIS
    path.write_text(path.read_text(encoding="utf-8") + "\n另外，敬老院已经完工。\n", encoding="utf-8")
    (place / "短讯.txt").write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    lines = run("corpus", "add", path, "短讯.txt")[1].splitlines()
    assert lines[:3] == ["收录 1 篇（15 字），更新 1 篇", " +  短讯.txt", f" ~  {THIS}"]
    after = records(run)[THIS]
    assert (after["id"], before["version"], after["version"]) == (before["id"], 1, 2)
    assert after["characters"] == before["characters"] + 11


def test_unreadable_files_do_not_hold_up_the_others(run: Run, empty: Path) -> None:
    """Each is named with a short reason; the rest is in; exit code 2. Repaired, they are taken and forgotten."""
    folder = empty / "文稿"
    copied("青*.txt", folder)
    (folder / "照片.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "空白.txt").write_text(" \n", encoding="utf-8")
    code, out, err = run("corpus", "add", "文稿")
    assert (code, err) == (2, "")
    assert out.startswith("收录 3 篇（")
    assert "，读不出 2 篇\n" in out
    assert " !  文稿/照片.txt  不是文本（PNG 图片）\n" in out
    assert " !  文稿/空白.txt  没有文字\n" in out
    assert out.splitlines()[-1].startswith("语料库 corpus/ 现有 3 篇。")
    stats = run("corpus", "stats")[1]
    assert "没能收录 2 篇\n !  文稿/照片.txt" in stats
    (folder / "照片.txt").write_text("照片说明：书记在田间。", encoding="utf-8")
    (folder / "空白.txt").unlink()
    assert run("corpus", "add", "文稿")[0] == 0
    assert "照片.txt" not in run("corpus", "stats")[1]


def test_long_lists_are_cut_and_counted(run: Run, empty: Path) -> None:
    """Five of those that were added, ten of those that could not be read; -v names every one."""
    folder = empty / "文稿"
    folder.mkdir()
    for number in range(20):
        (folder / f"简报{number:02}.txt").write_text(f"第{number}期简报：全镇防汛工作。", encoding="utf-8")
        (folder / f"坏{number:02}.txt").write_bytes(b"")
    out = run("corpus", "add", "文稿")[1]
    assert (out.count(" +  "), out.count(" !  ")) == (5, 10)
    assert "    另有 15 篇（-v 全部列出）\n" in out
    assert "    另有 10 篇（-v 全部列出）\n" in out
    assert "没能收录 20 篇" in run("corpus", "stats")[1]
    shutil.rmtree(empty / "corpus")
    out = run("corpus", "add", "文稿", "-v")[1]
    assert (out.count(" +  "), out.count(" !  "), out.count("另有")) == (20, 20, 0)


def test_the_very_same_text_is_counted(run: Run, place: Path) -> None:
    """A copy under another name is a record of its own and no second text."""
    shutil.copy(place / "corpus" / THIS, place / "副本.txt")
    out = run("corpus", "add", "副本.txt")[1]
    assert out.startswith("收录 1 篇（")
    assert "其中 1 篇与别篇逐字相同，文字只存一份" in out
    assert " 文稿    13 篇（其中 1 篇与别篇逐字相同，文字只存一份）" in run("corpus", "stats")[1]


def test_metadata_for_all(run: Run, empty: Path) -> None:
    """--meta in either language; dates as people write them; said again is not new."""
    copied("青石镇*.txt", empty / "文稿")
    args = ("corpus", "add", "文稿", "--meta", "单位=青石镇政府", "--meta", "date=2024年12月", "--meta", "批次= 三 ")
    assert run(*args)[0] == 0
    for row in records(run).values():
        assert row["metadata"] | {"unit": "青石镇政府", "date": "2024-12", "批次": "三"} == row["metadata"]
    assert run(*args)[1].startswith("没有新的文稿，已有 2 篇")


def test_metadata_by_file(run: Run, empty: Path) -> None:
    """A table beside the files holds for some of them, before what is said of all; rows of no document are named."""
    copied("青石镇*.txt", empty / "文稿")
    (empty / "别处.txt").write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    table = f"文件,单位,日期\n文稿/{THIS},办公室,2024-12-30\n文稿/不在.txt,财政所,2024\n别处.txt,财政所,2024\n"
    (empty / "登记表.csv").write_text(table, encoding="gb18030")
    code, _, err = run("corpus", "add", "文稿", "--metadata", "登记表.csv", "--meta", "unit=档案室")
    assert (code, err) == (0, "登记表.csv 里有 2 行没有对应的文稿：不在.txt、别处.txt\n")
    rows = records(run)
    assert rows[THIS]["metadata"]["unit"] == "办公室"
    assert rows[THIS]["metadata"]["date"] == "2024-12-30"
    assert rows[LAST]["metadata"]["unit"] == "档案室"


def test_a_table_inside_the_folder_is_used_by_itself(run: Run, empty: Path) -> None:
    """metadata.csv; a named table says more about the same file."""
    copied("青石镇*.txt", empty / "文稿")
    (empty / "文稿" / "metadata.csv").write_text(f"file,unit,date\n{THIS},档案室,2020\n", encoding="utf-8")
    (empty / "更正.csv").write_text(f"file,date\n文稿/{THIS},2021\n", encoding="utf-8")
    assert run("corpus", "add", "文稿", "--metadata", "更正.csv")[0] == 0
    assert records(run)[THIS]["metadata"] | {"unit": "档案室", "date": "2021"} == records(run)[THIS]["metadata"]
    assert "metadata.csv" not in records(run)


def test_a_table_that_is_none(run: Run, empty: Path) -> None:
    """Says which line is wrong; nothing is added and no corpus is made."""
    copied("青石镇*.txt", empty / "文稿")
    (empty / "登记表.csv").write_text(f"文件,日期\n{THIS},去年\n", encoding="utf-8")
    code, out, err = run("corpus", "add", "文稿", "--metadata", "登记表.csv")
    assert (code, out) == (2, "")
    assert "看不懂元数据表 登记表.csv:2" in err
    code, _, err = run("corpus", "add", "文稿", "--metadata", "没有.csv")
    assert (code, err.split("\n")[0]) == (2, "错误[not-found] 找不到文件 没有.csv")
    assert not (empty / "corpus").exists()


def test_lists_of_documents(run: Run, empty: Path) -> None:
    """One a line, with what is known of it; lines that are none are named with their number."""
    lines = [
        json.dumps({"id": "甲", "text": "全镇春耕备耕工作会议今天召开。", "date": "2024年3月", "unit": "云溪镇"}),
        "不是 JSON",
        json.dumps({"id": "甲", "text": "又一篇。"}),
        json.dumps({"content": "第二篇在此，内容是防汛。"}),
        json.dumps({"text": " "}),
    ]
    (empty / "目录.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run("corpus", "add", "目录.jsonl")
    assert code == 2
    assert " !  目录.jsonl:2  这一行不是带有 text 或 content 的 JSON" in out
    assert " !  目录.jsonl:3  这一行的 id 前面已经用过" in out
    assert " !  目录.jsonl:5  没有文字" in out
    rows = records(run)
    assert set(rows) == {"目录.jsonl#甲", "目录.jsonl#4"}
    assert rows["目录.jsonl#甲"]["metadata"]["date"] == "2024-03"


def test_a_list_that_is_no_utf8(run: Run, empty: Path) -> None:
    """Is one unreadable file and no crash."""
    (empty / "目录.jsonl").write_bytes('{"text": "全镇春耕备耕工作会议今天召开。"}'.encode("gb18030"))
    code, out, err = run("corpus", "add", "目录.jsonl")
    assert (code, err) == (2, "")
    assert " !  目录.jsonl" in out


def test_encodings_can_be_named(run: Run, empty: Path) -> None:
    """And a name that is no encoding is refused before anything is read."""
    text = "全镇春耕备耕工作会议今天召开。"
    (empty / "旧稿.txt").write_bytes(text.encode("utf-16-be"))
    assert run("corpus", "add", "旧稿.txt", "--encoding", "utf-16-be")[0] == 0
    assert records(run)["旧稿.txt"]["characters"] == len(text)
    code, out, err = run("corpus", "add", "旧稿.txt", "--encoding", "utf9", "--corpus", "别的")
    assert (code, out) == (2, "")
    assert "错误[invalid-settings] --encoding 不能是 utf9" in err
    assert not (empty / "别的").exists()


def test_paths_that_lead_nowhere(run: Run, place: Path) -> None:
    """All of them are explained, with names like theirs, before anything is added."""
    code, out, err = run("corpus", "add", "corpus/青石镇2024年工作总洁.txt", stranger(place), "没有")
    assert (code, out) == (2, "")
    assert err.count("错误[not-found]") == 2
    assert f"同一目录里有名字相近的：{THIS}" in err
    assert len(records(run)) == 12


def test_the_corpus_itself_is_not_added(run: Run, place: Path) -> None:
    """Its folder may be, without what is its own; that by itself is refused."""
    code, out, err = run("corpus", "add", "corpus/.simcheck/catalogue.sqlite")
    assert (code, out) == (2, "")
    assert "错误[usage] corpus/.simcheck/catalogue.sqlite 是语料库自己的文件" in err
    assert run("corpus", "add", place)[0] == 0
    assert len(records(run)) == 12


def test_quiet_adding_tells_only_what_is_unreadable(run: Run, empty: Path) -> None:
    """On stderr, where a script's log is."""
    copied("青石镇*.txt", empty / "文稿")
    assert run("corpus", "add", "文稿", "-q") == (0, "", "")
    (empty / "文稿" / "空白.txt").write_bytes(b"")
    assert run("corpus", "add", "文稿", "-q") == (2, "", " !  文稿/空白.txt  没有文字\n")


def test_nothing_to_add(run: Run, empty: Path) -> None:
    """An empty folder is no error."""
    (empty / "文稿").mkdir()
    code, out, _ = run("corpus", "add", "文稿")
    assert code == 0
    assert out.startswith("没有找到文稿\n语料库 corpus/ 现有 0 篇。")


def test_an_interruption_keeps_what_is_stored(run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says how many are in and how to go on, which then works; 130."""
    copied("*.txt", empty / "文稿")

    def interrupting(line: object) -> Callable[[object], None]:
        def tell(progress: object) -> None:
            raise KeyboardInterrupt

        return tell

    with monkeypatch.context() as patch:
        patch.setattr(corpus_add, "_pace", interrupting)
        code, out, err = run("corpus", "add", "文稿")
    count = len(records(run))
    assert (code, out) == (130, "")
    assert count == 12
    assert err == f"\n已中断。新收录的 {count} 篇已经存好，语料库现有 {count} 篇；再运行同一条命令会接着收录。\n"
    assert run("corpus", "add", "文稿")[:2][0] == 0


def test_an_interruption_before_anything_is_stored(run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told the same way."""
    copied("青石镇*.txt", empty / "文稿")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Corpus, "add_all", interrupt)
    code, _, err = run("corpus", "add", "文稿", "--lang", "en")
    assert (code, err) == (
        130,
        "\nInterrupted. 0 new documents are stored, the corpus holds 0; run the same command again to go on.\n",
    )


def test_a_corpus_that_cannot_be_written(run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in its place, a full disk: said of the corpus and not of an output file."""
    copied("青石镇*.txt", empty / "文稿")
    (empty / "库").write_text("", encoding="utf-8")
    code, out, err = run("corpus", "add", "文稿", "--corpus", "库")
    assert (code, out) == (2, "")
    assert "错误[corpus-not-written] 没有写进语料库 库\n  原因  它的位置上有一个文件\n" in err

    def full(self: Corpus, *_: object, **__: object) -> None:
        raise CannotWrite(str(self.folder), "disk-full")

    monkeypatch.setattr(Corpus, "add_all", full)
    code, _, err = run("corpus", "add", "文稿")
    assert code == 2
    assert "错误[corpus-not-written]" in err
    assert "磁盘满了" in err
    assert "-o" not in err


def test_another_program_is_writing(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who, since when, and that checking goes on."""
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with lock.writer(place / "corpus" / ".simcheck"):
        code, out, err = run("corpus", "add", stranger(place))
        assert (code, out) == (2, "")
        assert "错误[corpus-busy] 语料库正在被另一个程序写入" in err
        assert re.search(rf"corpus（.*，进程 {os.getpid()}，\d{{4}}-\d\d-\d\d \d\d:\d\d 开始）", err)
        assert run("check", stranger(place))[0] == 0
        assert len(records(run)) == 12


# --- corpus list ------------------------------------------------------------------------------------------------------


def test_the_list_for_programs(run: Run, place: Path) -> None:
    """Every record, tabs between the columns, whole ids and names, a head that -q leaves out."""
    code, out, err = run("corpus", "list")
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0] == ["编号", "名称", "字数", "段", "日期", "收录", "版本", "来源"]
    assert [row[1] for row in rows[1:]] == sorted(records(run))
    assert all(re.fullmatch("[0-9a-f]{12}", row[0]) for row in rows[1:])
    assert {row[7] for row in rows[1:]} == {f"corpus/{name}" for name in records(run)}
    assert run("corpus", "list", "-q")[1].splitlines() == ["\t".join(row) for row in rows[1:]]


def test_the_list_as_json(run: Run, place: Path) -> None:
    """One record a line, with everything that is known of it."""
    row = records(run)[THIS]
    assert set(row) == {"id", "name", "place", "characters", "paragraphs", "added", "version", "metadata"}
    text = (SAMPLES / THIS).read_text(encoding="utf-8")
    assert row["characters"] == int(visible(text).sum())
    assert row["metadata"]["date"] == "2024"
    assert (row["place"], row["version"]) == (THIS, 1)


@pytest.mark.parametrize(("sort", "field", "descending"), [("length", "characters", True), ("name", "name", False)])
def test_orders_of_the_list(run: Run, place: Path, sort: str, field: str, descending: bool) -> None:
    """The longest first; by name as it is."""
    values = [row[field] for row in records(run, "--sort", sort).values()]
    assert values == sorted(values, reverse=descending)
    assert len(values) == 12


def test_the_latest_first(run: Run, place: Path) -> None:
    """By the date of the document, those without one last; or by when they were added."""
    (place / "无题.txt").write_text("全镇春耕备耕工作会议召开。", encoding="utf-8")
    run("corpus", "add", "无题.txt")
    dates = [row["metadata"].get("date", "") for row in records(run, "--sort", "date").values()]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] == ""
    added = [row["added"] for row in records(run, "--sort", "added").values()]
    assert added == sorted(added, reverse=True)


def test_the_list_for_people(watch: Run, run: Run, place: Path) -> None:
    """Twenty, and how many more there are; figures to the right under their heads."""
    for number in range(30):
        (place / f"简报{number:02}.txt").write_text(f"第{number}期简报：全镇防汛。", encoding="utf-8")
    run("corpus", "add", *place.glob("简报*.txt"))
    code, out, err = watch("corpus", "list")
    lines = out.splitlines()
    assert (code, err, lines[0], lines[22]) == (0, "", "", "")
    assert lines[1].split() == ["编号", "名称", "字数", "段", "日期", "收录"]
    assert len(lines[2:22]) == 20
    assert lines[23].startswith(" 显示 20 / 42 篇。--limit 0 全部列出")
    assert len(watch("corpus", "list", "--limit", "0")[1].splitlines()) == 44
    assert "显示 2 / 42 篇" in watch("corpus", "list", "-n", "2")[1]
    assert "显示" not in watch("corpus", "list", "-n", "2", "-q")[1]
    assert len(run("corpus", "list")[1].splitlines()) == 43
    assert len(watch("corpus", "list", "--json")[1].splitlines()) == 42


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_no_line_of_a_list_is_too_wide(watch: Run, run: Run, place: Path, columns: int, lang: Language) -> None:
    """However long the names are; the columns stay under each other."""
    long = place / ("关于进一步加强和改进全镇农村人居环境整治工作的" * 3 + "报告.txt")
    long.write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    (place / "空白.txt").write_bytes(b"")
    run("corpus", "add", long, "空白.txt")
    for command in (("list",), ("stats",)):
        lines = watch("corpus", *command, "--lang", lang, columns=columns)[1].splitlines()
        assert max(map(cells, lines)) < columns
    lines = watch("corpus", "list", "--lang", lang, columns=columns)[1].splitlines()[1:]
    ends = {cells(line[: line.index(row["added"][:10])]) for row in records(run).values() for line in lines[1:2]}
    assert len(ends) == 1
    assert any("…" in line for line in lines)
    assert ("corpus/" in "".join(lines)) == (columns >= 100)


def test_ids_are_as_long_as_they_must_be() -> None:
    """Six characters, or as many as tell all records apart."""
    assert collection._telling(["3f2a91c07ea0", "91c07e3f2a91"]) == 6
    assert collection._telling(["3f2a91c07ea0", "3f2a91c17ea0"]) == 8
    assert collection._telling([]) == 6


def test_an_empty_corpus_says_how_to_fill_it(watch: Run, run: Run, empty: Path) -> None:
    """On a terminal; for programs there is only the head."""
    (empty / "文稿").mkdir()
    run("corpus", "add", "文稿")
    assert "simcheck corpus add" in watch("corpus", "list")[1]
    assert run("corpus", "list")[1].count("\n") == 1
    assert run("corpus", "list", "--json")[1] == ""
    code, out, _ = run("corpus", "stats")
    assert code == 0
    assert " 文稿    0 篇\n" in out
    assert json.loads(run("corpus", "stats", "--json")[1])["lengths"] is None


def test_names_cannot_drive_a_terminal(run: Run, watch: Run, empty: Path) -> None:
    """A file name with an escape sequence, a tab or a line break stays on its line and does nothing."""
    (empty / "甲\x1b[31m乙\t丙\n丁.txt").write_text("全镇春耕备耕工作会议今天召开。", encoding="utf-8")
    assert run("corpus", "add", *empty.iterdir())[0] == 0
    for out in (run("corpus", "list")[1], watch("corpus", "list")[1], run("corpus", "add", *empty.glob("*.txt"))[1]):
        assert "\x1b" not in out
        assert "\n丁" not in out
    assert run("corpus", "list", "-q")[1].count("\t") == 7


# --- corpus stats -----------------------------------------------------------------------------------------------------


def test_stats(run: Run, place: Path) -> None:
    """The figures are those of the documents."""
    texts = [read(path).text for path in (place / "corpus").glob("*.txt")]
    lengths = sorted(int(visible(text).sum()) for text in texts)
    code, out, err = run("corpus", "stats")
    assert (code, err) == (0, "")
    rows = dict(line.strip().split(maxsplit=1) for line in out.splitlines() if line)
    assert rows["语料库"] == "corpus/"
    assert rows["文稿"] == "12 篇"
    assert rows["文字"].startswith(f"{sum(lengths):,} 字，")
    assert rows["篇幅"] == f"中位 {lengths[6]:,} 字，最短 {lengths[0]:,}，最长 {lengths[-1]:,}"
    assert rows["格式"] == "txt 12"
    assert rows["年份"].startswith("2023–2025，最多的是 2024（")
    assert re.fullmatch(r"[\d.]+ [KM]B，\d{4}-\d\d-\d\d \d\d:\d\d 更新，与当前设置一致", rows["索引"])
    assert "核对" not in rows


def test_stats_as_json(run: Run, place: Path) -> None:
    """The same figures, whatever is known of unreadable files included."""
    (place / "空白.txt").write_bytes(b"")
    run("corpus", "add", "空白.txt")
    data = json.loads(run("corpus", "stats", "--json")[1])
    assert data["characters"] == sum(row["characters"] for row in records(run).values())
    assert (data["documents"], data["texts"], data["formats"], data["is_current"]) == (12, 12, {"txt": 12}, True)
    assert data["unreadable"] == [{"place": "空白.txt", "code": "empty", "facts": {"path": "空白.txt", "size": 0}}]
    assert "verified" not in data
    assert json.loads(run("corpus", "stats", "--json", "--verify")[1])["verified"] is True


def test_verify(run: Run, place: Path) -> None:
    """All is well; or a byte is not what it was, and then the remedy can be pasted and helps."""
    assert " 核对    原文和索引都读过一遍，和写入时一样\n" in run("corpus", "stats", "--verify")[1]
    (segment,) = (place / "corpus" / ".simcheck" / "segments").iterdir()
    data = bytearray(segment.read_bytes())
    data[4321] ^= 1
    segment.write_bytes(data)
    code, out, err = run("corpus", "stats", "--verify")
    assert (code, out) == (2, "")
    assert "错误[index-damaged] 语料库的索引坏了，文稿没有受影响" in err
    assert segment.name in err
    assert "simcheck corpus rebuild     （12 篇，文稿不动）" in err
    assert run("corpus", "rebuild")[0] == 0
    assert run("corpus", "stats", "--verify")[0] == 0


def test_another_index(run: Run, place: Path) -> None:
    """Made with other settings: stats says so, check refuses and names them, rebuild helps."""
    _set(place, "settings", lambda value: json.dumps(json.loads(value) | {"folding": 0}))
    assert "是用别的设置建的：simcheck corpus rebuild\n" in run("corpus", "stats")[1]
    code, out, err = run("check", stranger(place))
    assert (code, out) == (2, "")
    assert "错误[index-mismatch]" in err
    assert re.search("字形对照表 +0 +1\n", err)
    code, out, _ = run("corpus", "rebuild")
    assert code == 0
    assert re.match(r"已重建索引：12 篇，[\d.]+ [KM]B。用时 ", out)
    assert run("check", stranger(place))[0] == 0


def test_a_newer_corpus(run: Run, place: Path) -> None:
    """Is left alone."""
    _set(place, "format", lambda _: "9")
    code, out, err = run("corpus", "list")
    assert (code, out) == (2, "")
    assert "错误[newer-format]" in err


def _set(place: Path, name: str, change: Callable[[str], str]) -> None:
    """Change a fact of the catalogue."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(place / "corpus" / ".simcheck" / "catalogue.sqlite")) as db, db:
        (value,) = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        db.execute("UPDATE facts SET value = ? WHERE name = ?", (change(value), name))


# --- corpus remove ----------------------------------------------------------------------------------------------------


def test_remove_by_name_and_by_the_beginning_of_an_id(run: Run, place: Path) -> None:
    """What goes is listed first; files stay."""
    id = records(run)[LAST]["id"]
    code, out, err = run("corpus", "remove", THIS, id[:5], THIS, "--yes")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "要移出 2 篇："
    assert [line.split(maxsplit=1)[1] for line in lines[1:3]] == [THIS, LAST]
    assert lines[3] == "已移出 2 篇，语料库现有 10 篇。文件本身没有动。"
    assert not {THIS, LAST} & set(records(run))
    assert (place / "corpus" / THIS).exists()


def test_remove_asks_on_a_terminal(watch: Run, run: Run, place: Path) -> None:
    """Only yes is yes."""
    for typed in ("", "\n", "n\n", "什么\n"):
        code, out, _ = watch("corpus", "remove", THIS, typed=typed)
        assert code == 0
        assert f"{THIS}\n从语料库移出这 1 篇吗？文件本身不动。(y/N) 没有移出。\n" in out
    assert len(records(run)) == 12
    assert "Remove this document from the corpus?" in watch("corpus", "remove", THIS, "--lang", "en")[1]
    assert "已移出 1 篇" in watch("corpus", "remove", THIS, typed="y\n")[1]
    assert len(records(run)) == 11


def test_remove_without_a_terminal_needs_yes(run: Run, place: Path) -> None:
    """Wrong usage, with what is missing."""
    code, out, err = run("corpus", "remove", THIS)
    assert (code, out) == (2, "")
    assert err.startswith("错误[usage] 要移出 1 篇，这里没有终端可以确认\n  建议  确定要移出就加 --yes")
    assert len(records(run)) == 12


def test_quiet_removal(run: Run, place: Path) -> None:
    """Says nothing and does it."""
    assert run("corpus", "remove", THIS, "--yes", "-q") == (0, "", "")
    assert len(records(run)) == 11


def test_what_may_be_several_is_not_removed(run: Run, place: Path) -> None:
    """They are listed; the whole id decides. Nothing else goes either."""
    copied(THIS, place / "别处")
    run("corpus", "add", "别处")
    code, out, err = run("corpus", "remove", LAST, THIS, "--yes")
    assert (code, out) == (2, "")
    assert err.startswith(f"错误[usage] {THIS} 可以指 2 篇，一篇也没有移出\n")
    listed = [line.split() for line in err.splitlines() if line.endswith(THIS)]
    assert len(listed) == 2
    assert len(run("corpus", "list", "-q")[1].splitlines()) == 13
    assert err.splitlines()[-1].startswith("  建议  写出完整的编号，例如：simcheck corpus remove ")
    assert run("corpus", "remove", err.split()[-1], "--yes")[0] == 0
    assert len(run("corpus", "list", "-q")[1].splitlines()) == 12


def test_remove_all_or_nothing(run: Run, place: Path) -> None:
    """One that is not there, and none goes; names like it are offered."""
    code, out, err = run("corpus", "remove", THIS, "青石镇2024年工作总洁.txt", "--yes")
    assert (code, out) == (2, "")
    id = records(run)[THIS]["id"]
    assert "错误[unknown-record] 语料库里没有 青石镇2024年工作总洁.txt" in err
    assert f"名字相近的：{id[:6]} {THIS}" in err
    assert len(records(run)) == 12
    assert f"{records(run)[SPEECH]['id'][:6]} {SPEECH}" in run("corpus", "remove", "镇长", "--yes")[2]
    assert "simcheck corpus list" in run("corpus", "remove", "没有这个", "--yes")[2]


def test_what_is_removed_is_no_source_any_more(run: Run, place: Path) -> None:
    """At once."""
    path = stranger(place)
    assert THIS in {source["name"] for source in checked(run, path)["sources"]}
    run("corpus", "remove", THIS, "--yes")
    assert THIS not in {source["name"] for source in checked(run, path)["sources"]}


# --- corpus rebuild ---------------------------------------------------------------------------------------------------


def test_rebuild_changes_no_result(run: Run, place: Path) -> None:
    """Another index, the same bytes of the result; quiet if asked."""
    path = stranger(place)
    before = run("check", path, "--json")
    assert run("corpus", "rebuild", "-q") == (0, "", "")
    assert run("check", path, "--json") == before


def test_an_interrupted_rebuild_changes_nothing(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index serves on."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(talk.Line, "tell", interrupt)
    code, out, err = run("corpus", "rebuild")
    assert (code, out, err) == (130, "", "\n已中断。语料库还是原来的样子，索引没有换。\n")
    monkeypatch.undo()
    os.chdir(place)
    assert run("corpus", "stats", "--verify")[0] == 0


# --- check: one document ----------------------------------------------------------------------------------------------


def test_check_says_how_much_and_from_where(run: Run, place: Path) -> None:
    """The totals, the sources, how to go on; no passage yet; 0 although something was found."""
    path = stranger(place)
    code, out, err = run("check", path)
    assert (code, err) == (0, "")
    assert "语料库 corpus/   12 篇" in out
    assert f"① {THIS}" in out
    assert "第 1 处" not in out
    assert f"simcheck check {path} -n 5" in out
    assert messages.text("zh", "closing") in out


def test_the_screen_and_the_json_agree(watch: Run, run: Run, place: Path) -> None:
    """With each other, and with Python."""
    path = stranger(place)
    result = checked(run, path)
    assert printable.percent(rate(result)) in watch("check", path)[1]
    with Corpus.open(place / "corpus") as corpus:
        report = corpus.check(corpus.read(path))
    assert json.loads(report.to_json()) == result


def test_passages_on_request(run: Run, place: Path) -> None:
    """-n N are N of them, --all every one; --view chooses how."""
    path = stranger(place)
    total = len(checked(run, path)["findings"])
    assert total > 2
    shown = [
        len(re.findall("^ 第 ", run("check", path, "--view", "inline", *args)[1], re.MULTILINE))
        for args in ((), ("-n", "0"), ("-n", "2"), ("--all",))
    ]
    assert shown == [0, 0, 2, total]


def test_a_document_of_the_corpus_is_not_its_own_source(run: Run, place: Path) -> None:
    """As it was added, or a later version of it: a note says what was left out."""
    path = place / "corpus" / THIS
    result = checked(run, path)
    assert THIS not in {source["name"] for source in result["sources"]}
    assert result["document"]["id"] == records(run)[THIS]["id"]
    out = run("check", path)[1]
    assert f"{THIS} 已在语料库里（编号 {result['document']['id']}，" in "".join(
        line.strip() for line in out.split("\n")
    )
    path.write_text(path.read_text(encoding="utf-8") + "敬老院已经完工。", encoding="utf-8")
    assert "在语料库里有另一个版本" in "".join(line.strip() for line in run("check", path)[1].split("\n"))
    assert THIS not in {source["name"] for source in checked(run, path)["sources"]}


def test_exclude(run: Run, place: Path) -> None:
    """By name or id, all records of a name; again and again; what is not there is explained."""
    path = stranger(place)
    id = records(run)[LAST]["id"]
    names = {source["name"] for source in checked(run, path, "--exclude", THIS, "--exclude", id[:6])["sources"]}
    assert not names & {THIS, LAST}
    copied(THIS, place / "别处")
    run("corpus", "add", "别处")
    assert THIS in {source["name"] for source in checked(run, path, "--exclude", records(run)[THIS]["id"])["sources"]}
    assert THIS not in {source["name"] for source in checked(run, path, "--exclude", THIS)["sources"]}
    out = run("check", path, "--exclude", THIS)[1]
    assert f"simcheck check {path} --exclude {THIS} -n 5" in out
    code, out, err = run("check", path, "--exclude", "青石镇2024年总结.txt")
    assert (code, out) == (2, "")
    assert f"{THIS}、" in err


def test_before(run: Run, place: Path) -> None:
    """Only what is certainly earlier is a source; how many have no date is said."""
    path = stranger(place)
    for day in ("2024", "2024年1月", "2024-01-01"):
        names = {source["name"] for source in checked(run, path, "--before", day)["sources"]}
        assert names == {LAST, "青石鎮工作簡報（繁體）.txt"} & names
        assert LAST in names
    (place / "无题.txt").write_text("全镇春耕备耕工作会议召开。", encoding="utf-8")
    run("corpus", "add", "无题.txt")
    notes = {note["code"]: note["facts"] for note in checked(run, path, "--before", "2024")["notes"]}
    assert notes["undated"] == {"count": 1}
    assert "有 1 篇不知道日期" in run("check", path, "--before", "2024")[1]


def test_min_length_and_background(run: Run, place: Path) -> None:
    """The same settings as for compare."""
    path = place / "短.txt"
    path.write_text("甲甲甲乙乙乙，认真贯彻党的二十大精神，丙丙丙丁丁丁。", encoding="utf-8")
    assert len(checked(run, path, "--min-length", "40")["findings"]) == 0
    assert checked(run, path, "--min-length", "40")["settings"]["min_length"] == 40
    assert checked(run, path, "--background", "none")["settings"]["background"] is None
    assert "最短计入 20 字" in run("check", path, "--min-length", "20", "-v")[2]
    assert "短.txt：26 字，1 段" in run("check", path, "-v")[2]


@pytest.mark.parametrize(("limit", "expected"), [("0", 1), ("100", 0)])
def test_fail_above(run: Run, place: Path, limit: str, expected: int) -> None:
    """1 only if the total is above."""
    code, out, err = run("check", stranger(place), "--fail-above", limit)
    assert code == expected
    assert "总复制比" in out
    assert ("高于 --fail-above 0%" in err) == bool(expected)
    assert run("check", stranger(place), "--fail-above", limit, "-q") == (expected, "", "")


def test_files_hold_every_finding(run: Run, place: Path) -> None:
    """In all formats; what is saved can be shown again."""
    path = stranger(place)
    outputs = [f"r{suffix}" for suffix in SUFFIXES]
    code, out, err = run("check", path, *(part for name in outputs for part in ("-o", name)))
    assert code == 0
    assert "总复制比" in out
    assert err == "".join(f"已保存 {name}\n" for name in outputs)
    total = len(checked(run, path)["findings"])
    assert len(json.loads(Path("r.json").read_text(encoding="utf-8"))["findings"]) == total
    assert len(spreadsheet("r.csv")) == total + 1
    assert Path("r.txt").read_text(encoding="utf-8").count("\n 第 ") == total
    assert THIS in Path("r.md").read_text(encoding="utf-8")
    assert run("check", path, "-q", "-o", "r.json") == (0, "", "")
    assert "总复制比" in run("show", "r.json")[1]


def test_documents_are_not_overwritten(run: Run, place: Path) -> None:
    """Any of them."""
    path = stranger(place)
    before = path.read_bytes()
    code, _, err = run("check", place / "corpus" / THIS, path, "-o", path)
    assert (code, path.read_bytes()) == (2, before)
    assert "会盖掉" in err


def test_a_document_that_cannot_be_read(run: Run, place: Path) -> None:
    """A folder, nothing, no text: explained, 2, nothing on stdout."""
    (place / "空白.txt").write_bytes(b"")
    for path, code in (("corpus", "is-folder"), ("没有.txt", "not-found"), ("空白.txt", "empty")):
        done, out, err = run("check", path)
        assert (done, out) == (2, "")
        assert f"错误[{code}]" in err
    assert "--encoding 不能是 utf9" in run("check", stranger(place), "--encoding", "utf9")[2]


def test_standard_input(place: Path) -> None:
    """- is standard input, by its own name; a terminal there is not waited for."""
    done = spawn("check", "-", input=stranger(place).read_bytes())
    assert done.returncode == 0
    assert "标准输入" in done.stdout.decode()
    assert THIS in done.stdout.decode()


def test_a_terminal_as_standard_input_is_not_waited_for(watch: Run, place: Path) -> None:
    """Help instead of a hang."""
    code, out, err = watch("check", "-")
    assert (code, out) == (2, "")
    assert "用法  simcheck check FILE…" in err


# --- check: several documents -----------------------------------------------------------------------------------------


def test_several_documents_are_one_table(watch: Run, place: Path) -> None:
    """On a terminal: those that share most first, and what to type next, wherever the corpus is."""
    os.rename("corpus", "库")
    names = [THIS, SPEECH, LAST]
    code, out, err = watch("check", *(f"库/{name}" for name in names), "--corpus", "库")
    assert (code, err) == (0, "")
    rows = [line for line in out.splitlines() if re.search(r"\d%", line)]
    assert len(rows) == 3
    shares = [float(re.findall(r"([\d.]+)%", row)[1]) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert max(map(cells, out.splitlines())) < 80
    assert f"simcheck check 库/{LAST} --corpus 库 -n 5" in out
    assert "库/" not in "".join(rows)
    copied(THIS, place / "别处")
    out = watch("check", f"库/{THIS}", f"别处/{THIS}", "--corpus", "库", columns=120)[1]
    assert re.search(f"^ 别处/{THIS} ", out, re.MULTILINE)
    assert "第 1 处" not in out


def test_several_documents_for_programs(run: Run, place: Path) -> None:
    """A head, then a line for each, tabs between the columns, names as they were given."""
    names = [f"corpus/{name}" for name in (SPEECH, THIS, LAST)]
    code, out, err = run("check", *names)
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][:3] == ["文稿", "总复制比", "去除套话"]
    assert sorted(row[0] for row in rows[1:]) == sorted(names)
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        assert row[1] == printable.percent(rate(checked(run, row[0])))


def test_json_lines_stand_in_the_order_given(run: Run, place: Path) -> None:
    """One result a line, the same as each by itself."""
    names = [f"corpus/{name}" for name in (SPEECH, THIS, LAST)]
    code, out, err = run("check", *names, "--json", "--no-text")
    assert (code, err) == (0, "")
    results = [json.loads(line) for line in out.splitlines()]
    assert [result["document"]["name"] for result in results] == [SPEECH, THIS, LAST]
    assert results == [checked(run, name, "--no-text") for name in names]


def test_the_unreadable_among_several(run: Run, watch: Run, place: Path) -> None:
    """Explained as they come; the others have their results; 2 at the end, and how many it were."""
    (place / "空白.txt").write_bytes(b"")
    paths = [f"corpus/{THIS}", "空白.txt", "没有.txt", f"corpus/{LAST}"]
    code, out, err = run("check", *paths, "--fail-above", "10")
    assert code == 2
    assert len(out.splitlines()) == 3
    assert err.count("错误[") == 2
    assert err.endswith("有 2 份读不出，原因见前面\n")
    assert f"corpus/{LAST}：总计 " in err
    code, out, _ = run("check", *paths, "--json")
    assert (code, len(out.splitlines())) == (2, 2)
    code, out, err = run("check", "空白.txt", "没有.txt")
    assert (code, out, err.count("错误[")) == (2, "", 2)
    assert watch("check", *paths)[0] == 2


def test_any_document_above_fails(run: Run, place: Path) -> None:
    """Named on stderr; with -q only the code is left."""
    paths = [f"corpus/{THIS}", "corpus/安全生产工作汇报（临江新区）.txt"]
    code, _, err = run("check", *paths, "--fail-above", "50")
    assert code == 1
    assert err.count("高于") == 1
    assert err.startswith(f"corpus/{THIS}：总计 ")
    assert run("check", *paths, "--fail-above", "50", "-q") == (1, "", "")
    assert run("check", *paths, "--fail-above", "99", "-q") == (0, "", "")


def test_several_documents_one_after_the_other(run: Run, place: Path) -> None:
    """With -n or --all each has its own screen instead of a line in the table."""
    paths = [f"corpus/{THIS}", f"corpus/{LAST}"]
    out = run("check", *paths, "-n", "1", "--view", "inline")[1]
    assert len(re.findall("^ 总复制比", out, re.MULTILINE)) == 2
    assert len(re.findall("^ 第 ", out, re.MULTILINE)) == 2
    assert "\t" not in out


def test_several_documents_in_one_file(run: Run, place: Path) -> None:
    """JSON Lines, one table, or one report after the other."""
    paths = [f"corpus/{THIS}", f"corpus/{LAST}"]
    outputs = [f"r{suffix}" for suffix in SUFFIXES]
    code, out, err = run("check", *paths, "-q", *(part for name in outputs for part in ("-o", name)))
    assert (code, out, err) == (0, "", "")
    singles = [checked(run, path) for path in paths]
    results = [json.loads(line) for line in Path("r.json").read_text(encoding="utf-8").splitlines()]
    assert [result.pop("created")[:2] for result in results] == ["20", "20"]
    assert all(len(result.pop("digest")) == 16 for result in results)
    assert results == singles
    rows = spreadsheet("r.csv")
    assert len(rows) == 1 + sum(len(single["findings"]) for single in singles)
    assert {cell for row in rows for cell in row if cell in (THIS, LAST)} == {THIS, LAST}
    assert Path("r.md").read_text(encoding="utf-8").count("\n# ") == 1
    assert len(re.findall("^ 总复制比", Path("r.txt").read_text(encoding="utf-8"), re.MULTILINE)) == 2


def test_standard_input_among_files(place: Path) -> None:
    """Has its own name in the table."""
    done = spawn("check", f"corpus/{THIS}", "-", input=stranger(place).read_bytes())
    assert done.returncode == 0
    assert "标准输入\t" in done.stdout.decode()


# --- where the corpus is, languages, streams --------------------------------------------------------------------------

COMMANDS: list[tuple[str, ...]] = [
    ("check", f"corpus/{THIS}"),
    ("corpus", "list"),
    ("corpus", "stats"),
    ("corpus", "remove", "abcd", "--yes"),
    ("corpus", "rebuild"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_there_is_no_corpus_yet(run: Run, empty: Path, command: tuple[str, ...]) -> None:
    """Every command says so, where it looked, and how to make one; none makes one."""
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert err == (
        "错误[no-corpus] 这里还没有语料库\n  -->   corpus\n"
        "  建议  先收录：simcheck corpus add 历年文稿/     或用 --corpus 指明位置\n"
    )
    assert "simcheck corpus add documents/ --corpus 库 " in run(*command, "--corpus", "库/", "--lang", "en")[2]
    assert list(empty.iterdir()) == []


def test_the_option_then_the_environment_then_the_folder(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--corpus, SIMCHECK_CORPUS, ./corpus."""
    copied("青石镇*.txt", place / "文稿")
    monkeypatch.setenv("SIMCHECK_CORPUS", "别的")
    assert run("corpus", "add", "文稿")[0] == 0
    assert (place / "别的" / ".simcheck").exists()
    assert len(records(run)) == 2
    assert len(records(run, "--corpus", "corpus")) == 12
    assert "语料库 别的/   2 篇" in run("check", stranger(place))[1]
    monkeypatch.delenv("SIMCHECK_CORPUS")
    assert len(records(run)) == 12


def test_english(run: Run, watch: Run, place: Path) -> None:
    """Every screen; the names of files stay as they are."""
    (place / "空白.txt").write_bytes(b"")
    shutil.copy(place / "corpus" / THIS, place / "copy.txt")
    out = run("corpus", "add", stranger(place), "空白.txt", "copy.txt", "--lang", "en")[1]
    assert re.match(r"added 2 documents \([\d,]+ chars\), 1 unreadable\n \+  新稿.txt\n \+  copy.txt\n", out)
    assert "1 of them has the very same text as another" in out
    assert "The corpus in corpus/ now holds 14 documents. Time: " in out
    assert " !  空白.txt  no text in it\n" in out
    assert watch("corpus", "list", "--lang", "en")[1].split()[:3] == ["id", "name", "chars"]
    assert "fits the current settings" in run("corpus", "stats", "--lang", "en")[1]
    assert "shared in all" in run("check", stranger(place), "--lang", "en")[1]
    assert run("check", *place.glob("*.txt"), "--lang", "en")[1].startswith("checked\tshared\t")
    assert "The index was rebuilt: 13 documents, " in run("corpus", "rebuild", "--lang", "en")[1]
    assert "Removed 1 document; the corpus holds 13." in run("corpus", "remove", "copy.txt", "--yes", "--lang", "en")[1]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_unexpected_errors(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    """Friendly, 2; the traceback only with --debug."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(corpora, "catalogue", fail)
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert err.startswith("意外错误：")
    assert "secret" not in err
    with pytest.raises(ZeroDivisionError):
        run(*command, "--debug")


def spawn(*args: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    root = str(ROOT)
    environ = {**os.environ, "PYTHONPATH": root, **options.pop("env", {})}
    command = [sys.executable, "-m", "simcheck", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=environ, check=False, **options)


@pytest.mark.parametrize(
    ("args", "absent"),
    [
        (["corpus", "list"], SLOW | {"numpy", "rjieba", "rapidfuzz"}),
        (["corpus", "list", "--json"], SLOW | {"numpy", "rjieba", "rapidfuzz"}),
        (["corpus", "stats"], SLOW),
        (["check", f"corpus/{THIS}"], SLOW),
        (["check", f"corpus/{THIS}", f"corpus/{LAST}", "--json"], SLOW),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_asking_loads_nothing_slow(place: Path, args: list[str], absent: set[str]) -> None:
    """Neither jieba nor scikit-learn for a check; for the list not even numpy. Nothing on stderr that is not ours."""
    code = f"import sys; from simcheck.cli.main import main; main({args!r}); print('\\n', *sys.modules)"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stderr == ""
    assert not {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()} & absent


@pytest.mark.parametrize("command", [("check", f"corpus/{THIS}"), ("corpus", "list"), ("corpus", "stats")])
def test_the_code_page_of_chinese_windows(place: Path, command: tuple[str, ...]) -> None:
    """Everything that is printed exists in GBK."""
    done = spawn(*command, env={"PYTHONIOENCODING": "gbk", "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?" not in done.stdout.decode("gbk")


def test_a_closed_pipe_is_quiet(place: Path) -> None:
    """As in ``simcheck corpus list | head -1``."""
    command = f"{sys.executable} -m simcheck corpus list; echo code $? >&2"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False, env=environ
    )
    assert done.stderr == "code 0\n"


# --- progress ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def test_progress_comes_late_and_seldom_and_leaves_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """After half a second, ten times a second; a shorter line covers a longer one, and the end covers all."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with talk.progress(Messages("zh"), quiet=False) as line:
        line.tell("progress.files", done=1, total=12)
        assert screen.getvalue() == ""
        clock[0] += 0.6
        line.tell("progress.files", done=2, total=12_000)
        assert screen.getvalue() == "\r比对中  2 / 12,000 份"
        line.tell("progress.files", done=3, total=12_000)
        assert screen.getvalue().count("\r") == 1
        clock[0] += 0.2
        line.tell("progress.files", done=4, total=12)
        assert screen.getvalue().endswith("\r比对中  4 / 12 份    ")
    assert screen.getvalue().endswith("份    \r" + " " * cells("比对中  4 / 12 份") + "\r")


def test_nobody_is_told_who_does_not_watch(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe, or with -q."""
    for stream, quiet in ((io.StringIO(), False), (Screen(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with talk.progress(Messages("zh"), quiet=quiet) as line:
            clock[0] += 9
            line.tell("progress.files", done=1, total=2)
        assert stream.getvalue() == ""


def test_the_pace_of_an_addition(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many, how fast, how long it will take; then that the index is being put in order."""
    from simcheck.corpus.addition import Progress

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with talk.progress(Messages("zh"), quiet=False) as line:
        tell = corpus_add._pace(line)
        clock[0] += 2
        tell(Progress(1204, 24_600_000, 20_000, 1_500_000_000))
        assert screen.getvalue() == "\r收录中  1,204 / 20,000 篇  12.3 MB/秒  还要约 2 分 0 秒"
        clock[0] += 2
        tell(Progress(20_000, 1_500_000_000, 20_000, 1_500_000_000))
        assert "\r收录中  20,000 / 20,000 篇  正在整理索引" in screen.getvalue()
        clock[0] += 2
        tell(Progress(0, 0, 3, 0))
        assert "\r收录中  0 / 3 篇 " in screen.getvalue()


def test_errors_do_not_stand_in_the_line_of_progress(
    place: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is taken away before anything else is written."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    ticks = talk.Line.tell

    def later(line: talk.Line, key: str, **facts: int) -> None:
        clock[0] += 1
        ticks(line, key, **facts)

    monkeypatch.setattr(talk.Line, "tell", later)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main.main(["check", "没有.txt", f"corpus/{THIS}"]) == 2
    before, _, _ = screen.getvalue().partition("错误[not-found]")
    assert re.fullmatch(r"\r比对中  0 / 2 份\r +\r", before)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0.04, "0 秒", "0 s"),
        (0.3, "0.3 秒", "0.3 s"),
        (9.94, "9.9 秒", "9.9 s"),
        (9.96, "10 秒", "10 s"),
        (59.6, "1 分 0 秒", "1 min 0 s"),
        (80, "1 分 20 秒", "1 min 20 s"),
        (7500, "2 小时 5 分", "2 h 5 min"),
    ],
)
def test_durations(seconds: float, zh: str, en: str) -> None:
    """As people say them."""
    assert collection.duration(seconds, "zh") == zh
    assert collection.duration(seconds, "en") == en


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 KB"), (1, "1 KB"), (288_000, "288 KB"), (2_440_000, "2.4 MB"), (286_400_000, "286 MB")],
)
def test_sizes(count: int, words: str) -> None:
    """What is not nothing never reads 0."""
    assert collection.size(count) == words


# Set phrases


def test_phrases_are_listed_added_and_struck(place: Path, run: Run, watch: Run) -> None:
    code, out, _ = watch("corpus", "phrases")
    assert code == 0
    assert re.search(r"\d+ +\d+ +随附的表 +坚持以习近平新时代中国特色社会主义思想为指导", out)
    code, out, _ = run("corpus", "phrases", "--add", "一把钥匙管到底", "--strike", "在县委、县政府的坚强领导下")
    assert (code, "另算作套话 1 句" in out, "不算套话 1 句" in out) == (0, True, True)
    code, out, _ = run("corpus", "phrases", "--json", "-n", "1")
    assert [json.loads(line).get("said") for line in out.splitlines()] == [None, "added", "struck"]
    code, _, error = run("corpus", "phrases", "--add", "#ab")
    assert (code, "至少 4 个字" in error) == (2, True)
    assert run("corpus", "phrases", "--add", "一把钥匙管到底", "-q") == (0, "", "")
    # nothing else that writes takes them away
    run("corpus", "rebuild")
    assert "一把钥匙管到底" in run("corpus", "phrases", "--lang", "en")[1]


def test_own_texts_and_templates_of_a_check(place: Path, run: Run, tmp_path: Path) -> None:
    form = tmp_path / "模板.txt"
    form.write_text("\n".join(read(SAMPLES / THIS).text.splitlines()[:12]), encoding="utf-8")
    data = json.loads(run("check", SAMPLES / THIS, "--json", "--template", form, "--own", LAST)[1])
    plain = json.loads(run("check", SAMPLES / THIS, "--json")[1])
    assert data["totals"]["all"]["whole"] < plain["totals"]["all"]["whole"]
    assert {mark["facts"].get("template") for mark in data["marks"] if mark["flag"] == "template"} == {"模板.txt"}
    last = next(source["id"] for source in data["sources"] if source["name"] == LAST)
    flags = [set(finding["flags"]) for finding in data["findings"] if finding["source"] == last]
    assert flags
    assert all("own" in each for each in flags)
    assert data["totals"]["without_own"]["part"] < data["totals"]["all"]["part"]
    code, _, error = run("check", SAMPLES / THIS, "--template", tmp_path / "没有.txt")
    assert (code, "没有.txt" in error) == (2, True)
    assert (
        run("compare", SAMPLES / THIS, SAMPLES / LAST, "--own", "--without", "own", "-q", "--fail-above", "1")[0] == 0
    )
