"""What older versions wrote is opened by this one: corpora, results and tables, each in ``tests/data/made-by-…``."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from support import DATA

from simcheck import Background, Corpus, Report, compare, read
from simcheck.errors import InvalidResult
from simcheck.index import segment

VERSIONS: Final = sorted(path.name for path in DATA.glob("made-by-*"))

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=VERSIONS)
def made(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_surroundings: None
) -> Path:
    """A copy of what a version wrote, to stand in; a corpus belongs to whoever has it, and to nobody else."""
    folder = tmp_path / "made"
    shutil.copytree(DATA / request.param, folder)
    home = folder / "corpus" / ".simcheck"
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    monkeypatch.chdir(folder)
    return folder


def saved(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    return value


UNTRUE: Final = ("origin-", "widespread", "own-", "left-behind", "older-result")
"""What 0.2 said of who holds a passage was not true of all of them; and what later versions say of that."""


def lasting(value: dict[str, Any]) -> dict[str, Any]:
    """What every version says alike of a result: texts, places, kinds, evidence; how characters are counted, and what
    is said of authors and origins, has changed."""
    uncounted = {
        name: part
        for name, part in value["document"].items()
        if name not in ("characters", "compared", "layout", "metadata", "file")
    }
    sources = [(source["id"], source["name"], source.get("text")) for source in value["sources"]]
    findings = [
        {name: part for name, part in finding.items() if name not in ("characters", "flags", "grade")}
        | {"flags": [flag for flag in finding["flags"] if flag != "own"]}
        | {"evidence": {name: finding["evidence"][name] for name in ("bits", "frequency", "expected")}}
        for finding in value["findings"]
    ]
    notes = [note for note in value["notes"] if not note["code"].startswith(UNTRUE)]
    # what later versions ask beside
    asked = {name: part for name, part in value["settings"].items() if not name.startswith("candidate")}
    return {
        "settings": asked,
        "marks": value["marks"],
        "document": uncounted,
        "sources": sources,
        "findings": findings,
        "notes": notes,
    }


def found_again(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Texts, sources and settings are the same; later versions cut passages otherwise and say more of them, but what
    was found from a source is, own text between its passages aside."""
    for name in ("settings", "document", "sources"):
        assert after[name] == before[name]
    assert after["notes"] == before["notes"]
    now, then = places(after), places(before)
    for source, found in then.items():
        # headings between passages are in none any more
        assert len(found & now[source]) >= 0.83 * len(found)


def places(value: dict[str, Any]) -> dict[str, set[int]]:
    """By source: the characters of the document that stand in blocks of findings."""
    found: dict[str, set[int]] = {}
    for finding in value["findings"]:
        for block in finding["blocks"]:
            found.setdefault(finding["source"], set()).update(range(block[0], block[1]))
    return found


def test_there_is_something_to_open() -> None:
    assert VERSIONS == ["made-by-0.2"]


def test_a_corpus_is_whole_and_says_the_same(run: Run, made: Path) -> None:
    code, out, err = run("corpus", "stats", "--verify", "--json")
    assert (code, err) == (0, "")
    stats, before = json.loads(out), saved("stats.json")
    assert stats.pop("verified")
    # sizes on the disk may change; a text was checked and nothing else
    same = before.keys() - {"index_size", "text_size"}
    assert {name: stats[name] for name in same} == {name: before[name] for name in same}
    code, out, _ = run("corpus", "list", "--json")
    assert [json.loads(line) for line in out.splitlines()] == [
        json.loads(line) for line in Path("list.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def test_a_check_finds_what_it_found(run: Run, made: Path) -> None:
    """In the old corpus, whether its index is as it was or made again, and in a new one of the same texts."""
    before = lasting(saved("check.json"))
    assert before["findings"]
    assert any("copies" in source for source in saved("check.json")["sources"])
    for step in (None, ("corpus", "rebuild", "-q")):
        assert step is None or run(*step)[0] == 0
        code, out, _ = run("check", "checked.txt", "--json")
        assert code == 0
        found_again(before, lasting(json.loads(out)))


def test_what_was_added_is_still_there_when_more_is(run: Run, made: Path) -> None:
    """A new document is found, the old ones are known, and what was removed stays away."""
    with Corpus.open("corpus") as corpus:
        names = {row.name for row in corpus.rows()}
    text = "青禾乡修复塘坝九座，疏浚沟渠四十一公里，旱季灌溉不再靠天，三百二十户受益。"
    Path("corpus/新.txt").write_text(text, encoding="utf-8")
    Path("新稿.txt").write_text(text, encoding="utf-8")
    code, out, _ = run("corpus", "add", "corpus", "-v")
    assert code == 2
    assert " +  新.txt" in out
    assert "report-cut.docx" in out
    with Corpus.open("corpus") as corpus:
        assert {row.name for row in corpus.rows()} == names | {"新.txt"}
        corpus.verify()
        report = corpus.check(read("新稿.txt"))
    assert [source.name for source in report.sources.values()] == ["新.txt"]
    assert report.share().ratio == 1.0


def test_a_corpus_is_brought_up_to_date(run: Run, made: Path) -> None:
    """Its texts and what was said of them stay, the facts of its files come; once more changes nothing."""

    def held() -> list[tuple[str, str, str]]:
        with Corpus.open("corpus") as corpus:
            assert {each.metadata.get("unit") for each in corpus if each.name == "去年.txt"} == {"移出镇"}
            return [(each.id, each.name, each.text) for each in corpus]

    def postings() -> list[segment.Segment]:
        return [segment.Segment(path, path.stat().st_size) for path in Path("corpus/.simcheck/segments").iterdir()]

    before = held()
    assert any(file.format < segment.FORMAT for file in postings())
    assert run("corpus", "upgrade", "-q") == (0, "", "")
    assert held() == before
    assert all(file.format == segment.FORMAT for file in postings())
    assert run("corpus", "stats", "--verify")[0] == 0
    rows = [json.loads(line) for line in run("corpus", "list", "--json")[1].splitlines()]
    files = {row["name"]: row["file"] for row in rows if "file" in row}
    assert files.keys() == {row["name"] for row in rows if "#" not in row["name"]}
    for name, file in files.items():
        data = Path("corpus", name).read_bytes()
        assert (file["sha256"], file["size"]) == (sha256(data).hexdigest(), len(data))
    catalogue = Path("corpus/.simcheck/catalogue.sqlite").read_bytes()
    assert run("corpus", "upgrade", "-q") == (0, "", "")
    assert Path("corpus/.simcheck/catalogue.sqlite").read_bytes() == catalogue


def test_phrases_are_those_that_were_said(run: Run, made: Path) -> None:
    code, out, _ = run("corpus", "phrases", "--json")
    said = {row["words"]: row["said"] for row in map(json.loads, out.splitlines()) if "said" in row}
    assert code == 0
    assert said == {"打造湖畔云上茶乡": "added", "实行一把钥匙管到底": "struck"}


@pytest.mark.parametrize("name", ["check.json", "compare.json", "pages.json"])
def test_a_result_is_shown(run: Run, made: Path, name: str) -> None:
    """And saved again it says the same; that it was of an older version is said."""
    code, out, err = run("show", name, "-o", "again.json", "-o", "a.md", "-o", "a.csv", "-o", "a.txt", "-o", "a.docx")
    assert (code, err.count("error")) == (0, 0)
    assert out
    assert lasting(saved("again.json")) == lasting(saved(name))
    assert [note["code"] for note in saved("again.json")["notes"]].count("older-result") == 1
    assert run("show", "again.json")[0] == 0
    for path in ("a.md", "a.txt", "a.docx"):
        assert OLDER in read(path, encoding="utf-8").text + _comments(path), path


OLDER: Final = "0.2 保存的结果"


def _comments(path: str) -> str:
    if not path.endswith(".docx"):
        return ""
    with zipfile.ZipFile(path) as document:
        return document.read("word/comments.xml").decode()


def test_a_result_of_a_comparison_is_what_comparing_gives(made: Path) -> None:
    report = compare(read("checked.txt"), read("corpus/去年.txt"))
    found_again(lasting(saved("compare.json")), lasting(json.loads(report.to_json())))


@pytest.mark.parametrize(("name", "reason"), [("check-no-text.json", "no-text"), ("several.json", "several")])
def test_a_result_that_cannot_be_shown_says_why(made: Path, name: str, reason: str) -> None:
    with pytest.raises(InvalidResult) as caught:
        Report.from_json(Path(name).read_text(encoding="utf-8"), name=name)
    assert (caught.value.path, caught.value.reason) == (name, reason)
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    assert caught.value.count == (len(lines) if reason == "several" else 0)
    if reason == "several":
        # each line is a result
        assert all(Report.from_json(line).findings is not None for line in lines)


def test_a_table_can_be_used(run: Run, made: Path) -> None:
    assert Background.load("background.npz").totals == (1, 1)
    code, _, err = run("compare", "checked.txt", "corpus/去年.txt", "--background", "background.npz", "-q")
    assert (code, err) == (0, "")


def test_what_could_not_be_read_is_said_in_the_same_words(run: Run, made: Path) -> None:
    """The kind of a file was its name in English, and a refusal what the system said; JSON still has them so."""
    before: dict[str, tuple[str, dict[str, str]]] = {
        "照片.txt": ("not-text", {"path": "corpus/照片.txt", "looks_like": "PNG image", "head": "89 50 4E 47"}),
        "锁着.txt": ("no-access", {"path": "corpus/锁着.txt", "reason": "Permission denied"}),
    }
    now = {"照片.txt": {"looks_like": "png"}, "锁着.txt": {"reason": "no-read-permission"}}
    shown: list[str] = []
    for changed in ({}, now):
        with contextlib.closing(sqlite3.connect("corpus/.simcheck/catalogue.sqlite")) as db, db:
            for place, (kind, facts) in before.items():
                words = json.dumps({**facts, **changed.get(place, {})}, ensure_ascii=False)
                db.execute("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?)", (place, kind, words))
        code, out, err = run("corpus", "stats", "--json")
        assert (code, err) == (0, "")
        told = {Path(row["place"]).name: (row["code"], row["facts"]) for row in json.loads(out)["unreadable"]}
        assert {place: told[place] for place in before} == before
        shown.append(run("--lang", "zh", "corpus", "stats")[1] + run("--lang", "en", "corpus", "stats")[1])
    assert shown[0] == shown[1]
    for words in ("不是能读的文稿（PNG 图片）", "not readable (PNG image)", "没有权限读取", "may not be read by you"):
        assert words in shown[0]
