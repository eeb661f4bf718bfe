"""``simcheck corpus stats``, and corpora that are damaged or of other versions."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import Run, records, stranger

from simcheck.readers import read
from simcheck.text.normalize import visible

pytestmark = pytest.mark.usefixtures("plain_surroundings")


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


def test_no_year_has_most_where_two_have_as_many(run: Run, tmp_path: Path) -> None:
    for year in (2021, 2023):
        (tmp_path / f"总结{year}.txt").write_text(f"{year}年的工作，都写在这里了。\n", encoding="utf-8")
        run("corpus", "add", str(tmp_path / f"总结{year}.txt"), "--corpus", str(tmp_path), "--meta", f"date={year}")
    out = run("corpus", "stats", "--corpus", str(tmp_path))[1]
    assert re.search(r"年份 +2021–2023$", out, re.MULTILINE)


def test_stats_as_json(run: Run, place: Path) -> None:
    """The same figures, whatever is known of unreadable files included."""
    (place / "空白.txt").write_bytes(b"")
    run("corpus", "add", "空白.txt")
    data = json.loads(run("corpus", "stats", "--json")[1])
    assert data["characters"] == sum(row["characters"] for row in records(run).values())
    assert (data["documents"], data["texts"], data["formats"], data["is_current"]) == (12, 12, {"txt": 12}, True)
    facts = {"path": "空白.txt", "size": 0, "passed": 0}
    assert data["unreadable"] == [{"place": "空白.txt", "code": "empty", "facts": facts}]
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
