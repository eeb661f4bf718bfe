"""The weights are fitted on what was planted, read and labelled, and tested on what was not learned from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.parts import letters

import simcheck
from benchmarks.detection import grades
from benchmarks.detection.verdicts import head_hash

PASSAGE = (
    "渔港冷库的除霜记录挂在库门内侧，由当班师傅用蓝色粉笔填写，月末擦去重写，冷库钥匙一把交会计保管，一把挂在灯塔。"
)
COMMON = "缺了上句的雨天改在骑楼下摆摊渡口早班"


def text(seed: int, *inside: str) -> str:
    middle = f"{letters(seed + 1, 60)}{''.join(inside)}{letters(seed + 2, 60)}"
    return f"{letters(seed, 400)}\n{middle}\n{letters(seed + 3, 300)}"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Four reports that share one short phrase."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(4):
        inside = PASSAGE if number == 0 else ""
        (folder / f"{number}.txt").write_text(text(100 * number, inside, COMMON), encoding="utf-8")
    return folder


def corpus(home: Path, reports: Path) -> Path:
    """One pair with the passage of report 0 planted in report 1, and one pair without any."""
    for folder in ("susp", "src", "some", "none"):
        (home / folder).mkdir(parents=True)
    source, host = ((reports / f"{n}.txt").read_text(encoding="utf-8") for n in (0, 1))
    (home / "susp" / "a.txt").write_text(f"{host}\n{PASSAGE}", encoding="utf-8")
    (home / "susp" / "b.txt").write_text(host, encoding="utf-8")
    (home / "src" / "0.txt").write_text(source, encoding="utf-8")
    (home / "some" / "pairs").write_text("a.txt 0.txt\n", encoding="utf-8")
    (home / "none" / "pairs").write_text("b.txt 0.txt\n", encoding="utf-8")
    (home / "some" / "a-0.xml").write_text(
        f'<document><feature name="plagiarism" this_offset="{len(host) + 1}" this_length="{len(PASSAGE)}" '
        f'source_reference="0.txt" source_offset="{source.index(PASSAGE)}" source_length="{len(PASSAGE)}" />'
        "</document>",
        encoding="utf-8",
    )
    (home / "none" / "b-0.xml").write_text("<document />", encoding="utf-8")
    return home


def verdict(left: str, right: str, texts: dict[str, str], wording: str, said: str, **more: Any) -> dict[str, Any]:
    spans: dict[str, Any] = {}
    for side, name in (("left", left), ("right", right)):
        start = texts[name].index(wording)
        spans[side] = [start, start + len(wording)]
        spans[f"{side}_hash"] = head_hash(wording)
    kind = "identical" if said == "taken" else None
    return {"left_file": left, "right_file": right, **spans, "verdict": said, "kind": kind, "out": "none", **more}


@pytest.fixture
def read(tmp_path: Path) -> tuple[Path, Path]:
    """Ten pairs of texts: in half of them the passage was taken, in all a phrase is a formula."""
    root = tmp_path / "read"
    root.mkdir()
    lines = []
    for number in range(10):
        names = [f"{number}{side}.txt" for side in "ab"]
        for n, name in enumerate(names):
            seed = 1000 + 20 * number + 10 * n
            inside = PASSAGE * (number % 2), letters(seed + 5, 45), COMMON
            (root / name).write_text(text(seed, *inside), encoding="utf-8")
        texts = {name: simcheck.read(root / name).text for name in names}
        lines.append(verdict(names[0], names[1], texts, COMMON, "formula"))
        if number % 2:
            lines.append(verdict(names[0], names[1], texts, PASSAGE, "taken", doubt="taken" if number == 9 else None))
    path = tmp_path / "verdicts.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path, root


def regulations(home: Path, seed: int) -> tuple[Path, Path]:
    """Two regulations with one article that was copied and one that is a formula, and what was read of them."""
    docs = home / "docs"
    docs.mkdir(parents=True)
    formula = f"第五条 {COMMON}，违者由村里记过。"
    for n, name in enumerate(("a.txt", "b.txt")):
        own = [f"第{k}条 {letters(seed + 10 * n + at, 60)}" for at, k in enumerate("一二三六七")]
        (docs / name).write_text("\n".join([*own, f"第四条 {PASSAGE}", formula]), encoding="utf-8")

    def article(name: str, wording: str) -> dict[str, Any]:
        body = simcheck.read(docs / name).text
        start = body.index(wording)
        return {"file": name, "article": "-", "start": start, "end": start + len(wording), "head": wording[:12]}

    items = [
        {"later": article("a.txt", wording), "earlier": article("b.txt", wording), "label": label}
        for wording, label in ((PASSAGE, "copied"), (formula, "formula"))
    ]
    truth = home / "truth.json"
    truth.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return docs, truth


def row(out: str, name: str) -> list[str]:
    line = next(line for line in out.splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_all_sources_together(
    tmp_path: Path, reports: Path, read: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path, root = read
    one, other = (regulations(tmp_path / name, seed) for name, seed in (("first", 5000), ("second", 6000)))
    made, tested = (corpus(tmp_path / name, reports) for name in ("made", "tested"))
    results = tmp_path / "grades.md"
    arguments = [made, "--reports", reports, "--strangers", 6, "--verdicts", path, "--roots", root, "--times", 5]
    arguments += ["--articles", *one, "--articles", *other, "--test", tested, "--test-strangers", 7, "--out", results]
    assert grades.main([str(each) for each in arguments]) == 0
    out = capsys.readouterr().out
    pairs, parts, taken, weight = row(out, "planted made, own two out")
    assert (pairs, taken, weight) == ("2", "1", "1")
    assert int(parts) >= 1
    # the doubtful one of the five that were taken is left out
    assert row(out, "read verdicts.jsonl") == ["10", "14", "4", "5"]
    assert row(out, "articles first")[2] == "1"
    assert row(out, "strangers 6")[2] == "0"
    assert len(row(out, "specific")) == 4
    assert re.search(r"^\| this fit .*1\.000", out, re.MULTILINE)
    assert "**planted and strangers**" in out
    assert "**articles second**" in out
    assert out.strip() in results.read_text(encoding="utf-8")


def test_what_is_tested_is_not_learned(tmp_path: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, tested = (corpus(tmp_path / name, reports) for name in ("made", "tested"))
    given = [str(made), "--reports", str(reports), "--strangers", "6"]
    weights = []
    for more in ([], ["--test", str(tested), "--test-strangers", "7"]):
        assert grades.main([*given, *more]) == 0
        out = capsys.readouterr().out
        weights.append([row(out, name) for name in ("wording", "unbroken", "constant")])
        assert ("log loss" in out) == bool(more)
    assert weights[0] == weights[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to learn from"),
        (["--strangers", "1"], "--reports"),
        (["nothing", "--reports", "{reports}"], "nothing"),
        (["--verdicts", "{reports}/0.txt"], "0.txt:1"),
        (["--articles", "{reports}", "{reports}/none.json"], "none.json"),
    ],
)
def test_what_cannot_be_learned_is_said(
    reports: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert grades.main([each.format(reports=reports) for each in arguments]) == 2
    assert said in capsys.readouterr().err
