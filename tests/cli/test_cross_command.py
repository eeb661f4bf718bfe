"""``simcheck cross``: what is taken, what is said, what is written, and what a broken off run leaves."""

from __future__ import annotations

import json
import os
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.books import sheets
from support.commands import Run
from support.crossings import villages
from support.printers import NO_CROSSING

from simcheck import environment
from simcheck.cli import crossed, saving
from simcheck.corpus.addition import add
from simcheck.crossing.saved import crossing_of
from simcheck.errors import CannotWrite
from simcheck.store.store import Store


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.fixture
def reports(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The villages' reports in a folder, and a place of our own for what is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(empty / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(empty / "cache"))
    folder = Path("收上来")
    folder.mkdir()
    for each in villages():
        (folder / each.name).write_text(each.text, encoding="utf-8")
    return folder


def test_a_folder_is_crossed(run: Run, reports: Path) -> None:
    code, out, err = run("cross", reports)
    assert code == 0
    head, *lines = (line.split("\t") for line in out.splitlines())
    assert head == ["文稿", "证据强", "总复制比", "多数都有", "最大来源", "在其中", "组"]
    rows = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert len(rows) == len(villages())
    assert rows["柳湾村2024年述职报告.txt"]["总复制比"] == "100.0%"
    assert rows["青石滩村2024年述职报告.txt"]["最大来源"] == "白鹭村2024年述职报告.txt"
    assert rows["桐花岭村2024年述职报告.txt"]["组"] == rows["柳湾村2024年述职报告.txt"]["组"] != ""
    assert rows["=梅岭村.txt"]["总复制比"] == "0.0%"
    assert "组" in err


def test_the_screen(watch: Run, reports: Path) -> None:
    code, out, _ = watch("cross", reports)
    assert code == 0
    assert "逐字相同\n   2 份，文件完全一样：" in out
    assert "第 1 组  3 份" in out
    assert "互相换了：" in out
    assert out.rstrip().splitlines()[-1].startswith(" 3 组")


FORMATS = [suffix for suffix in crossed.SUFFIXES if suffix != ".pdf" or not NO_CROSSING]
"""Those that this machine makes."""


@pytest.mark.skipif(bool(NO_CROSSING), reason=NO_CROSSING)
def test_it_is_printed(run: Run, reports: Path) -> None:
    assert run("cross", reports, "-q", "-o", "r.pdf")[0] == 0
    assert Path("r.pdf").read_bytes().startswith(b"%PDF-")


def test_files_of_every_format(run: Run, reports: Path) -> None:
    paths = [f"r{suffix}" for suffix in FORMATS]
    code, out, err = run("cross", reports, "-q", *(part for path in paths for part in ("-o", path)))
    assert (code, out, err) == (0, "", "")
    assert list(sheets(Path("r.xlsx").read_bytes())) == ["汇总", "互查", "组", "明细", "说明"]
    assert "互查：" in Path("r.txt").read_text(encoding="utf-8")
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["created"]
    assert Path("r.csv").read_text(encoding="utf-8").startswith("\ufeff文稿,")
    page = Path("r.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert f"{len(villages())} 份文稿互查：" in page
    assert Path("r.graphml").read_text(encoding="utf-8").startswith("<?xml")
    again = run("cross", reports, "-q", *(part for path in paths for part in ("-o", path)))
    assert again == (0, "", "")


def test_a_crossing_is_not_without_names(run: Run, reports: Path) -> None:
    """Nothing is written that was wished without names and has them."""
    assert run("cross", reports, "-q", "-o", "r.json")[0] == 0
    for words in (("cross", reports), ("corpus", "cross")):
        code, out, err = run(*words, "--anonymise")
        assert (code, out) == (2, "")
        assert "互查的结果不能略去名称" in err
    code, out, err = run("show", "r.json", "--anonymise", "-o", "r.html")
    assert (code, out) == (2, "")
    assert "--anonymise" in err
    assert not Path("r.html").exists()


def test_a_page_is_a_result_and_no_document(run: Run, reports: Path) -> None:
    """One that another program saved again too: by how it begins and ends."""
    page = reports / "互查.html"
    assert run("cross", reports, "-q", "-o", page)[0] == 0
    page.write_text(page.read_text(encoding="utf-8").rpartition("<!--")[0], encoding="utf-8")
    code, out, err = run("cross", reports)
    assert code == 0
    assert len(out.splitlines()) == 1 + len(villages())
    assert "1 份像是 simcheck 写的结果" in err


def test_a_page_without_texts_has_none(run: Run, reports: Path) -> None:
    assert run("cross", reports, "-q", "-o", "r.html", "--no-text")[0] == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert "柳湾村2024" in page
    assert "太阳能路灯" not in page


def test_what_was_saved_is_shown_and_written_again(
    run: Run, watch: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert run("cross", reports, "-q", "-o", "r.json", "-o", "a.xlsx")[0] == 0
    assert watch("show", "r.json")[1] == watch("cross", reports)[1]
    assert run("show", "r.json", "-q", "-o", "b.xlsx")[0] == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    assert run("cross", reports, "-q", "-o", "a.html")[0] == run("show", "r.json", "-q", "-o", "b.html")[0] == 0
    first, again = (
        Path(name).read_text(encoding="utf-8").partition("<!-- simcheck")[0] for name in ("a.html", "b.html")
    )
    # what is shown later says beside that what still agrees with it
    again, files = re.subn(r"；<?[^<>；]*（读的是 收上来/[^<>]*）|; [^<>;]* \(收上来/[^<>]* was read\)", "", again)
    again, result = re.subn(r"<tr>(?:(?!</tr>).)*保存以后没有改动(?:(?!</tr>).)*</tr>", "", again)
    assert (first == again, files, result) == (True, 2 * len(villages()), 1)
    code, _, err = run("show", "r.json", "-o", "x.docx")
    assert code == 2
    assert ".graphml" in err
    code, _, err = run("show", "r.json", "-o", f"{reports}/柳湾村2024年述职报告.csv")
    assert code == 0


def test_json_on_standard_output_is_a_crossing(run: Run, reports: Path) -> None:
    code, out, _ = run("cross", reports, "--json")
    assert code == 0
    assert len(crossing_of(out).documents) == len(villages())
    assert '"text":' not in run("cross", reports, "--json", "--no-text")[1]


def test_what_cannot_be_read_is_told_and_keeps_nobody_from_the_rest(run: Run, reports: Path) -> None:
    (reports / "坏.docx").write_bytes(b"PK\x03\x04xxxx")
    (reports / "空.txt").write_bytes(b"")
    code, out, err = run("cross", reports)
    assert code == 2
    assert "坏.docx" in err
    assert "空.txt" in err
    assert "有 2 份读不出" in err
    assert len(out.splitlines()) == 1 + len(villages())


def test_results_of_ours_are_left_out(run: Run, reports: Path) -> None:
    for suffix in FORMATS:
        assert run("cross", reports, "-q", "-o", f"{reports}/结果{suffix}")[0] == 0
    code, out, err = run("cross", reports)
    assert code == 0
    assert f"{len(FORMATS)} 份像是 simcheck 写的结果，没有查" in err
    assert len(out.splitlines()) == 1 + len(villages())


@pytest.mark.parametrize("few", [0, 1])
def test_it_takes_two(run: Run, empty: Path, few: int) -> None:
    Path("一").mkdir()
    for n in range(few):
        Path(f"一/{n}.txt").write_text("春天来了。", encoding="utf-8")
    code, out, err = run("cross", "一")
    assert (code, out) == (2, "")
    assert f"互查至少要两份文稿，这里有 {few} 份" in err or few == 0


def test_archives_and_lists_and_names_in_several_folders(run: Run, reports: Path) -> None:
    texts = [each.text for each in villages()]
    with zipfile.ZipFile("六村.zip", "w") as archive:
        archive.writestr("甲/总结.txt", texts[0])
        archive.writestr("乙/总结.txt", texts[1])
    Path("两村.jsonl").write_text(
        "".join(
            json.dumps({"id": f"{n}", "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts[3:5])
        ),
        encoding="utf-8",
    )
    for folder in ("丙", "丁"):
        Path(folder).mkdir()
        Path(folder, "总结.txt").write_text(f"{folder}村{texts[1]}", encoding="utf-8")
    code, out, _ = run("cross", "六村.zip", "两村.jsonl", "丙/总结.txt", "丁/总结.txt")
    assert code == 0
    names = {line.partition("\t")[0] for line in out.splitlines()[1:]}
    assert {"丙/总结.txt", "丁/总结.txt"} <= names
    assert len(names) == 6


def test_templates_count_nowhere(run: Run, reports: Path) -> None:
    Path("模板.txt").write_text(villages()[0].text.splitlines()[1], encoding="utf-8")
    before = crossing_of(run("cross", reports, "--json")[1])
    after = crossing_of(run("cross", reports, "--json", "--template", "模板.txt")[1])
    assert after.templates == ("模板.txt",)
    assert sum(each.templated for each in after.standings.values()) > 0
    assert sum(each.share.part for each in after.standings.values()) < sum(
        each.share.part for each in before.standings.values()
    )


def test_own_work_is_told_apart(run: Run, reports: Path) -> None:
    names = ("青石滩村2024年述职报告", "白鹭村2024年述职报告.txt")
    crossing = crossing_of(run("cross", reports, "--json", "--own", names[0], "--own", names[1])[1])
    own = {frozenset(crossing.documents[id].name for id in (pair.a, pair.b)) for pair in crossing.pairs if pair.own}
    assert frozenset({"青石滩村2024年述职报告.txt", "白鹭村2024年述职报告.txt"}) in own
    code, _, err = run("cross", reports, "--own", "没有这份")
    assert code == 2
    assert "--own 没有这份：没有叫这个名字的文稿" in err


@pytest.mark.parametrize(("said", "meant"), [("0.6", 0.6), ("60%", 0.6), ("60", 0.6), ("６０％", 0.6), ("100", 1.0)])
def test_a_share_is_written_in_several_ways(run: Run, reports: Path, said: str, meant: float) -> None:
    assert crossing_of(run("cross", reports, "--json", "--at", said)[1]).at == pytest.approx(meant)


@pytest.mark.parametrize("said", ["x", "-1", "101%", ""])
def test_what_is_no_share_is_refused(run: Run, reports: Path, said: str) -> None:
    code, out, err = run("cross", reports, f"--at={said}")
    assert (code, out) == (2, "")
    assert "--at 要一个数" in err


def test_nothing_is_no_share_of_anything(run: Run, reports: Path) -> None:
    code, _, err = run("cross", reports, "--at", "0")
    assert code == 2
    assert "错误" in err


def test_the_exit_code_says_whether_anything_is_above(run: Run, reports: Path) -> None:
    code, _, err = run("cross", reports, "--fail-above", "90")
    assert code == 1
    assert "高于 --fail-above 90%" in err
    assert run("cross", reports, "--fail-above", "high:100")[0] == 0


def test_an_output_never_takes_the_place_of_an_input(run: Run, reports: Path) -> None:
    mine = reports / "手工登记.csv"
    mine.write_text("村,份数\n柳湾村,2\n", encoding="utf-8")
    code, _, err = run("cross", reports, "-o", mine)
    assert code == 2
    assert "会盖掉这一次要读的文件" in err
    assert run("cross", reports, "-o", mine, "--force")[0] == 2
    assert mine.read_text(encoding="utf-8").startswith("村,")
    code, _, err = run("cross", reports, "-o", "汇总.docx")
    assert code == 2
    assert ".html .xlsx .pdf .csv .json .graphml .txt" in err


def test_what_was_computed_is_kept_when_it_is_broken_off(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command then gives the same bytes, and leaves nothing."""
    expected = run("cross", reports, "--json")[1]
    from simcheck.crossing import whole as engine

    with monkeypatch.context() as patch:
        patch.setattr(engine, "told", interrupted)
        code, out, err = run("cross", reports, "--json")
    assert (code, out) == (130, "")
    assert "再运行同一条命令会接着算" in err
    [kept] = (Path("cache") / "simcheck").iterdir()
    assert f"{kept}{os.sep}" in err
    assert kept.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert any(kept.iterdir())
    assert run("cross", reports, "--json")[1] == expected
    assert list((Path("cache") / "simcheck").iterdir()) == []


def test_where_what_was_computed_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME"
    assert environment.cache_folder({name: str(tmp_path)}) == tmp_path / "simcheck"
    assert environment.cache_folder({name: "relative"}) == Path.home() / ".cache" / "simcheck"
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert environment.cache_folder({}).is_absolute()


def test_without_a_place_to_keep_anything_it_is_crossed_all_the_same(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("cross", reports, "--json")
    Path("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", os.path.abspath("taken"))
    monkeypatch.setenv("LOCALAPPDATA", os.path.abspath("taken"))
    assert run("cross", reports, "--json") == expected


def test_where_no_more_can_be_written_it_is_crossed_all_the_same(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is a help: a full disk there is no reason to fail, and nothing large is left on it."""
    expected = run("cross", reports, "--json")
    cache = os.path.abspath("cache")

    def full(store: Store, *args: Any, **options: Any) -> Any:
        if str(store.folder).startswith(cache):
            raise CannotWrite(str(store.folder), "disk-full")
        return add(store, *args, **options)

    monkeypatch.setattr("simcheck.crossing.cross.add", full)
    assert run("cross", reports, "--json") == expected
    assert not list(Path("cache").rglob("*.sqlite"))


def test_a_file_that_cannot_be_written_keeps_nobody_from_the_others(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What took long to compute is not lost because a disk is full."""
    expected = run("cross", reports)[1]
    really = saving.save

    def full(path: str, content: str | bytes, *, force: bool) -> None:
        if path.startswith("满"):
            raise CannotWrite(path, "disk-full")
        really(path, content, force=force)

    monkeypatch.setattr(saving, "save", full)
    code, out, err = run("cross", reports, "-o", "满.xlsx", "-o", "好.json", "-o", "满.html")
    assert (code, out) == (2, expected)
    assert err.count("错误[cannot-write] 写不了 满") == 2
    assert "已保存 好.json" in err
    assert len(crossing_of(Path("好.json").read_text(encoding="utf-8")).documents) == 9
    # where files only are wanted the screen stands for the one that is missing
    assert run("cross", reports, "-q", "-o", "满.html")[:2] == (2, expected)


def test_what_nobody_took_up_again_is_deleted_after_two_weeks(run: Run, reports: Path) -> None:
    cache = Path("cache/simcheck")
    names = ["cross-0123456789abcdef", "cross-1123456789abcdef", "cross-2123456789abcdef", "cross-mine", "other"]
    old = time.time() - crossed.KEPT_FOR - 60
    for name in names:
        inside = cache / name / "parts"
        inside.mkdir(parents=True)
        (inside / "1.part").write_bytes(b"1")
        os.utime(cache / name, (old, old))
        if name != names[1]:
            os.utime(inside, (old, old))
    assert run("cross", reports)[0] == 0
    # one is younger, two are not ours
    assert sorted(path.name for path in cache.iterdir()) == [names[1], names[3], names[4]]


def test_what_was_not_begun_leaves_no_folder(run: Run, reports: Path) -> None:
    assert run("cross", reports, "--at", "0")[0] == 2
    assert list(Path("cache/simcheck").glob("*")) == []


def test_in_english(run: Run, reports: Path) -> None:
    code, out, _ = run("cross", reports, "--lang", "en", "-o", "s.xlsx")
    assert code == 0
    assert out.startswith("document\tstrong\tshared\theld by most\tlargest source\tin it\tgroup\n")
    assert list(sheets(Path("s.xlsx").read_bytes()))[:4] == ["summary", "pairs", "groups", "passages"]
