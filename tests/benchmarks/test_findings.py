"""Verdicts of readers are held against what is found now; what is drawn to be read is told without what was thought."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import simcheck
from benchmarks import record
from benchmarks.detection import counted, findings, verdicts
from benchmarks.detection.pan import Annotation, Span
from benchmarks.detection.verdicts import Label, VerdictError
from simcheck.text.normalize import normalize

COPIED = (
    "乡镇茶园合作社应当在每年惊蛰前把三号泵房的水表读数抄送村务监督委员会，并将去冬损毁的竹架照片一并存入档案柜第二格，"
    "由轮值社员签名后锁好，钥匙交会计保管。"
)
MINE = "本镇渔港的冷库应当每旬除霜一次，除霜记录挂在库门内侧，由当班师傅用蓝色粉笔填写，月末擦去重写。"
THEIRS = "旧书市集的摊位按抽签顺序摆放，雨天改在骑楼下，摊主自带油布，不得占用消防栓前的白线。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "some").mkdir(parents=True)
    (folder / "some" / "a.txt").write_text(f"{MINE}\n{COPIED}\n", encoding="utf-8")
    (folder / "some" / "b.txt").write_text(f"{COPIED}\n{THEIRS}\n", encoding="utf-8")
    record_of_list = json.dumps({"text": f"{THEIRS}\n{COPIED}"}, ensure_ascii=False)
    (folder / "list.jsonl").write_text(f"{{}}\n{record_of_list}\n", encoding="utf-8")
    return folder


AT = len(MINE) + 1


def line(verdict: str | None = "taken", **more: Any) -> dict[str, Any]:
    return {
        "left_file": "some/a.txt",
        "right_file": "some/b.txt",
        "left": [AT, AT + len(COPIED)],
        "right": [0, len(COPIED)],
        "verdict": verdict,
        "kind": "identical" if verdict in ("taken", "boundary") else None,
        "out": "none",
        "source": "hand",
        **more,
    }


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    return path


def cells(out: str, name: str) -> list[str]:
    found = next(line for line in out.splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in found.strip("|").split("|")][1:]


# Measuring


def test_a_finding_is_right_where_the_reader_says_so(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path / "v.jsonl",
        line(),
        line("chance", left=[0, len(MINE)], right=[len(COPIED) + 1, len(COPIED) + 1 + len(THEIRS)]),
        line(None),
    )
    results = tmp_path / "findings.md"
    assert findings.main([str(file), str(root), "--out", str(results)]) == 0
    out = capsys.readouterr().out
    assert "2 verdicts on 1 pairs of files, 1 not read yet" in out
    assert cells(out, "hand") == ["2", "1", "0", "0", "0", "1", "0.500"]
    assert cells(out, "all that are counted") == ["0", "1", "1", "0", "0", "0", "0", "1.000"]
    assert cells(out, "identical") == ["1", "1.000 (1)", "1.000 (1)"]
    assert cells(out, "chance") == ["1", "0.000 (0)", "0.000 (0)"]
    assert counted.NO_GRADES not in out
    assert COPIED[:10] not in results.read_text(encoding="utf-8")


def test_grades_are_held_against_verdicts(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "v.jsonl", line())
    for grade, kept in (("high", "1.000 (1)"), ("low", "0.000 (0)")):
        monkeypatch.setattr(counted, "grade", lambda finding, grade=grade: grade)
        assert findings.main([str(file), str(root)]) == 0
        out = capsys.readouterr().out
        assert cells(out, "identical") == ["1", "1.000 (1)", kept]
        assert cells(out, f"… of grade {grade}")[-1] == "1.000"
        assert cells(out, f"grade {grade}") == ["1", "1.000 (1)"]
        assert counted.NO_GRADES not in out


def test_a_wrong_finding_is_shown(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "v.jsonl", line("formula"))
    assert findings.main([str(file), str(root), "-v"]) == 0
    out = capsys.readouterr().out
    assert "formula: high identical" in out
    assert COPIED in out
    assert cells(out, "all that are counted")[-1] == "0.000"
    assert cells(out, "formula") == ["1", "1.000 (1)", "1.000 (1)"]


def test_a_record_of_a_list_is_a_text(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = [len(THEIRS) + 1, len(THEIRS) + 1 + len(COPIED)]
    file = written(tmp_path / "v.jsonl", line(right_file="list.jsonl#1", right=there, out="two"))
    assert findings.main([str(file), str(root)]) == 0
    assert cells(capsys.readouterr().out, "identical") == ["1", "1.000 (1)", "1.000 (1)"]


@pytest.mark.parametrize("out", verdicts.OUT)
def test_what_leaves_the_table(root: Path, out: str) -> None:
    # nothing of these texts was ever read before they are compared
    background = verdicts.Texts([root]).background("some/a.txt", "some/b.txt", out)
    shipped = simcheck.Background.default()
    gone = shipped.without(f"{MINE}\n{COPIED}\n", f"{COPIED}\n{THEIRS}\n")
    expected = shipped if out == "none" else gone
    for text in (COPIED, MINE, THEIRS):
        codes = normalize(text).codes
        assert background.information(codes).tolist() == expected.information(codes).tolist()


def test_readers_who_do_not_agree_settle_nothing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = {"left": [0, 20], "right": [100, 120]}
    file = written(
        tmp_path / "v.jsonl",
        line(reader="a"),
        line("formula", reader="b"),
        line("topic", reader="a", **elsewhere),
        line("topic", reader="b", **elsewhere),
    )
    assert findings.main([str(file), str(root)]) == 0
    out = capsys.readouterr().out
    assert "2 places read more than once, on 1 of them readers agree; on 1 places something is settled" in out
    assert findings.main([str(file), str(root), "--reader", "b"]) == 0
    assert cells(capsys.readouterr().out, "all that are counted")[5:] == ["1", "0", "0.000"]


def test_hashes_are_filled_in_and_notice_a_text_that_moved(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "v.jsonl", line(), line(None))
    assert findings.main([str(file), str(root), "--stamp"]) == 0
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert first["left_hash"] == first["right_hash"] == verdicts.head_hash(COPIED)
    assert second["verdict"] is None
    assert "at" not in first
    assert findings.main([str(file), str(root)]) == 0
    (root / "some" / "a.txt").write_text(f"甲乙丙{MINE}\n{COPIED}\n", encoding="utf-8")
    capsys.readouterr()
    assert findings.main([str(file), str(root)]) == 2
    assert "stands elsewhere now" in capsys.readouterr().err


def test_the_hash_is_of_letters_and_digits_in_any_form() -> None:
    assert verdicts.head_hash("ＡＢ，１２\n三") == verdicts.head_hash("ab12三")
    assert verdicts.head_hash("一") != verdicts.head_hash("二")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"verdict": "copied"}, "no verdict"),
        ({"kind": None}, "kind of taken"),
        ({"verdict": "topic"}, "kind of topic"),
        ({"out": "all"}, "out is none of"),
        ({"left": [5, 5]}, "no span"),
        ({"left": 5}, "TypeError"),
        ({"verdict": "boundary"}, "right_left"),
        ({"verdict": "boundary", "right_left": [[0, 1], [2, 3]], "right_right": [0, 1]}, "shorter"),
        ({"verdict": "boundary", "right_left": [], "right_right": []}, "no right spans"),
        ({"left_file": "some/nothing.txt"}, "no some/nothing.txt below"),
        ({"left_file": "list.jsonl#7"}, "list.jsonl#7"),
    ],
)
def test_a_line_that_cannot_be_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: dict[str, Any], said: str
) -> None:
    file = written(tmp_path / "v.jsonl", {**line(), **more})
    assert findings.main([str(file), str(root)]) == 2
    assert said in capsys.readouterr().err


def test_what_is_no_file_of_verdicts_is_said(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings.main([str(tmp_path / "missing"), str(root)]) == 2
    file = tmp_path / "v.jsonl"
    for text, said in (("[]\n", "v.jsonl:1: no object"), ("{\n", "v.jsonl:1: "), ("", "no verdict")):
        file.write_text(text, encoding="utf-8")
        assert findings.main([str(file), str(root)]) == 2
        assert said in capsys.readouterr().err


# Judging


def at(left: int, right: int, length: int = 100) -> Annotation:
    return Annotation("a", Span(left, left + length), "b", Span(right, right + length))


def label(verdict: str, place: Annotation, *pieces: Annotation) -> Label:
    given = (place,) if verdict == "taken" else pieces
    kind = "edited" if given else None
    return Label(place, verdict, kind, given, False, "-", "", "two", "-")


TAKEN = label("taken", at(0, 0))
FORMULA = label("formula", at(100, 100))
HALF = label("boundary", at(0, 0), at(0, 0, 50))
WIDER = label("boundary", at(0, 0), at(0, 0, 300))


@pytest.mark.parametrize(
    ("labels", "place", "others", "verdict"),
    [
        ([TAKEN], at(0, 0), [], "taken"),
        ([TAKEN], at(10, 10, 60), [], "taken"),
        ([TAKEN], at(10, 10, 40), [], "boundary"),  # most of what was taken is missed
        ([TAKEN], at(10, 10, 40), [at(50, 50, 50)], "taken"),  # and shown by another
        ([TAKEN], at(0, 0, 140), [], "taken"),  # the rest was not read
        ([TAKEN], at(0, 0, 150), [], None),
        ([TAKEN], at(0, 500), [], None),
        ([TAKEN, FORMULA], at(0, 0, 120), [], "taken"),
        ([TAKEN, FORMULA], at(0, 0, 130), [], "boundary"),
        ([FORMULA], at(100, 100), [], "formula"),
        ([TAKEN, FORMULA], at(100, 100), [], "formula"),
        ([HALF], at(0, 0), [], "boundary"),
        ([HALF], at(0, 0, 50), [], "taken"),
        ([HALF], at(60, 60, 40), [], "boundary"),
        ([WIDER], at(0, 0), [], "boundary"),
        ([WIDER], at(0, 0, 200), [], "taken"),
    ],
)
def test_judged(labels: list[Label], place: Annotation, others: list[Annotation], verdict: str | None) -> None:
    (finding,) = simcheck.compare(COPIED, COPIED).findings
    assert verdicts.judged(finding, place, [place, *others], labels).verdict == verdict


def test_readers_agree_by_place() -> None:
    both = [TAKEN, replace(TAKEN, reader="b"), FORMULA, replace(label("taken", at(100, 100)), reader="b")]
    assert verdicts.settled(both) == ([TAKEN], 2, 1)


def test_texts_without_a_place_are_said(tmp_path: Path) -> None:
    with pytest.raises(VerdictError, match="no a.txt below"):
        verdicts.Texts([tmp_path])["a.txt"]


# Drawing


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("# what is compared\nsome/a.txt\tsome/b.txt\tnone\n\nsome/b.txt\tsome/a.txt\n", encoding="utf-8")
    return path


def test_drawn_findings_have_a_sheet_and_lines_without_text(
    root: Path, pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, sheet = tmp_path / "new.jsonl", tmp_path / "sheet.txt"
    asked = [str(pairs), str(root), "--draw", "5", "--of", "all", "--seed", "3", "--lines", str(lines)]
    assert findings.main([*asked, "--sheet", str(sheet), "--build", "this"]) == 0
    text = sheet.read_text(encoding="utf-8")
    assert text.count("=== ") == 2
    assert text.count(f"【{COPIED}】") == 4
    for said in ("identical", "bits", "grade"):
        assert said not in text
    given = [json.loads(each) for each in lines.read_text(encoding="utf-8").splitlines()]
    assert {each["source"] for each in given} == {"all"}
    assert all(each["verdict"] is None and each["build"] == "this" and each["draw"] == 3 for each in given)
    assert COPIED[:6] not in lines.read_text(encoding="utf-8")
    capsys.readouterr()
    assert findings.main(asked) == 0
    assert capsys.readouterr().out == text
    # and they can be read back once somebody has judged them
    written(lines, *({**each, "verdict": "taken", "kind": "identical"} for each in given))
    assert findings.main([str(lines), str(root)]) == 0
    assert cells(capsys.readouterr().out, "all that are counted")[-1] == "1.000"


def test_what_is_flagged_is_drawn_at_random_and_by_strength(root: Path, tmp_path: Path) -> None:
    phrase = "坚持以习近平新时代中国特色社会主义思想为指导，"
    for name in ("c", "d"):
        (root / "some" / f"{name}.txt").write_text(f"{name}。{phrase}{MINE if name == 'c' else THEIRS}", "utf-8")
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("some/c.txt\tsome/d.txt\tnone\n", encoding="utf-8")
    lines = tmp_path / "new.jsonl"
    arguments = [str(pairs), str(root), "--draw", "1", "--strongest", "1", "--flag", "boilerplate"]
    assert findings.main([*arguments, "--lines", str(lines), "--sheet", str(tmp_path / "s.txt")]) == 0
    assert "boilerplate-strongest" in {json.loads(each)["source"] for each in lines.read_text("utf-8").splitlines()}


def test_no_text_goes_into_the_repository_and_no_grade_is_made_up(
    root: Path, pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = record.ROOT / "sheet.txt"
    assert findings.main([str(pairs), str(root), "--draw", "5", "--of", "all", "--sheet", str(inside)]) == 2
    assert not inside.exists()
    assert "in the repository" in capsys.readouterr().err
    pairs.write_text("some/a.txt some/b.txt\n", encoding="utf-8")
    assert findings.main([str(pairs), str(root), "--draw", "5", "--of", "all"]) == 2
    assert "pairs.tsv:1" in capsys.readouterr().err
