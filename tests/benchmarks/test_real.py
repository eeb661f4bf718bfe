"""Labelled articles are found or marked by the share that findings hold, and a text that has moved is refused."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

import simcheck
from benchmarks.detection import counted, real

COPIED = (
    "乡镇茶园合作社应当在每年惊蛰前把三号泵房的水表读数抄送村务监督委员会，并将去冬损毁的竹架照片一并存入档案柜第二格，"
    "由轮值社员签名后锁好，钥匙交会计保管。"
)
OWN = "本镇渔港的冷库应当每旬除霜一次，除霜记录挂在库门内侧，由当班师傅用蓝色粉笔填写，月末擦去重写。"
OTHER = "旧书市集的摊位按抽签顺序摆放，雨天改在骑楼下，摊主自带油布，不得占用消防栓前的白线。"


def article(name: str, text: str, of: str, **more: Any) -> dict[str, Any]:
    start = text.index(of)
    return {"file": name, "article": "第一条", "start": start, "end": start + len(of), "head": of[:12], **more}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{COPIED}\n{OWN}\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"{OTHER}\n{COPIED}\n", encoding="utf-8")
    return folder


def truth(path: Path, docs: Path, *labels: tuple[str, str, str, str | None]) -> Path:
    """Items of a later passage, an earlier one, a label and a basis."""
    later, earlier = ((docs / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt"))
    items = [
        {
            "id": number,
            "later": article("a.txt", later, mine),
            "earlier": article("b.txt", earlier, theirs),
            "label": label,
            "kind": "identical" if label == "copied" else None,
            "basis": basis,
            "similarity": 0.5,
            "df": 0,
            "borderline": False,
            "reason": "-",
        }
        for number, (mine, theirs, label, basis) in enumerate(labels, 1)
    ]
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return path


def cells(out: str, name: str) -> list[str]:
    line = next(line for line in out.splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_found_and_marked(docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = truth(
        tmp_path / "truth.json",
        docs,
        (COPIED, COPIED, "copied", None),
        (COPIED, COPIED, "formula", "law"),
        (OWN, OTHER, "independent", None),
        (COPIED, OTHER, "copied", None),  # found, but not in the article it is said to be from
    )
    assert real.main([str(docs), str(path), "-v", "--out", str(tmp_path / "real.md")]) == 0
    out = capsys.readouterr().out
    assert cells(out, "all") == ["0.500 (1 of 2)", "–", "1.000 (1 of 1)", "0.000 (0 of 1)"]
    assert "1.00 (1.00; 0.00) formula law #2 a.txt" in out
    assert "0.00 (0.00; 0.00) copied identical #4 a.txt" in out
    assert "#1" not in out
    written = (tmp_path / "real.md").read_text(encoding="utf-8")
    assert "the two documents left out" in written
    assert COPIED not in written


@pytest.mark.parametrize(("grade", "kept"), [("high", "1.000 (1 of 1)"), ("middle", "0.000 (0 of 1)")])
def test_the_upper_grade_is_told_by_itself(
    docs: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    grade: str,
    kept: str,
) -> None:
    monkeypatch.setattr(counted, "grade", lambda finding: grade)
    path = truth(tmp_path / "truth.json", docs, (COPIED, COPIED, "copied", None))
    assert real.main([str(docs), str(path)]) == 0
    every, upper = capsys.readouterr().out.split("**Upper grade alone**")
    assert cells(every, "all")[0] == "1.000 (1 of 1)"
    assert cells(upper, "all")[0] == kept


def test_only_the_parts_of_an_article_that_were_taken_decide(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = truth(tmp_path / "truth.json", docs, (f"{COPIED}\n{OWN}", COPIED, "copied", None))
    (item,) = json.loads(path.read_text(encoding="utf-8"))
    item["later"]["parts"] = [[len(COPIED) + 1, len(COPIED) + 1 + len(OWN)]]
    path.write_text(json.dumps([item]), encoding="utf-8")
    assert real.main([str(docs), str(path)]) == 0
    assert cells(capsys.readouterr().out, "all")[0] == "0.000 (0 of 1)"


def test_a_text_that_has_moved_is_refused(docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = truth(tmp_path / "truth.json", docs, (COPIED, COPIED, "copied", None))
    (docs / "b.txt").write_text(f"甲{OTHER}\n{COPIED}\n", encoding="utf-8")
    assert real.main([str(docs), str(path)]) == 2
    assert "the text has moved" in capsys.readouterr().err


def test_what_is_missing_is_said(docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert real.main([str(docs), str(tmp_path / "missing.json")]) == 2
    assert "missing.json" in capsys.readouterr().err
    path = truth(tmp_path / "truth.json", docs, (COPIED, COPIED, "copied", None))
    assert real.main([str(docs), str(path), "--public", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.startswith("real: ")
    (docs / "b.txt").unlink()
    assert real.main([str(docs), str(path)]) == 2
    assert "b.txt" in capsys.readouterr().err


@pytest.mark.skipif("public" not in inspect.signature(simcheck.compare).parameters, reason="takes no public texts")
def test_what_a_public_text_has_is_not_counted(docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = truth(tmp_path / "truth.json", docs, (COPIED, COPIED, "formula", "law"))
    public = tmp_path / "public"
    public.mkdir()
    assert real.main([str(docs), str(path), "--public", str(public)]) == 2
    assert "no .txt or .md below" in capsys.readouterr().err
    (public / "law.txt").write_text(COPIED, encoding="utf-8")
    assert real.main([str(docs), str(path), "--public", str(public), "--out", str(tmp_path / "real.md")]) == 0
    assert cells(capsys.readouterr().out, "all")[2] == "0.000 (0 of 1)"
    assert "public: public" in (tmp_path / "real.md").read_text(encoding="utf-8")
