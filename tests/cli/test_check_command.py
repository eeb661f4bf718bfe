"""``simcheck check`` of one document, on the sample reports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import LAST, THIS, Run, checked, copied, rate, records, spawn, spreadsheet, stranger

from simcheck.cli.output import SUFFIXES
from simcheck.corpus.collection import Corpus
from simcheck.i18n import messages, printable
from simcheck.readers import read

pytestmark = pytest.mark.usefixtures("plain_surroundings")


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
    """Only what is certainly earlier is a source; how many have no date, or only the year of a title, is said."""
    path = stranger(place)
    for day in ("2024", "2024年1月", "2024-01-01"):
        result = checked(run, path, "--before", day)
        # a summary of 2023 may be of January 2024
        assert {source["name"] for source in result["sources"]} <= {"青石鎮工作簡報（繁體）.txt"}
        assert {note["code"]: note["facts"] for note in result["notes"]}["year-only"]["count"] >= 1
    for day in ("2025", "2025年1月", "2025-01-01"):
        names = {source["name"] for source in checked(run, path, "--before", day)["sources"]}
        assert LAST in names
        assert not [name for name in names if "2025" in name]
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
    """An empty folder, nothing, no text: explained, 2, nothing on stdout."""
    (place / "空白.txt").write_bytes(b"")
    (place / "空").mkdir()
    for path, code in (("空", "no-match"), ("没有.txt", "not-found"), ("空白.txt", "empty")):
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
