"""``simcheck corpus add``, run as a person and as a script run it, on the sample reports."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import LAST, THIS, Run, copied, records, stranger

from simcheck.cli.commands import corpus_add
from simcheck.corpus.collection import Corpus
from simcheck.errors import CannotWrite
from simcheck.store import lock
from simcheck.text.normalize import visible

pytestmark = pytest.mark.usefixtures("plain_surroundings")


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
    assert " !  文稿/照片.txt  不是能读的文稿（PNG 图片）\n" in out
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
