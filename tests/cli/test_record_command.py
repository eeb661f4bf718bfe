"""The record in files: it says how to do it again, is the same later, and what has changed since is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, SAMPLES
from support.commands import LAST, THIS, Run, stranger

from simcheck.files import given

pytestmark = pytest.mark.usefixtures("plain_surroundings")

HOSTILE = "关于“十四五” $(x) 'y'.txt"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    shutil.copy(SAMPLES / THIS, HOSTILE)
    shutil.copy(SAMPLES / LAST, LAST)
    return tmp_path


def record_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").partition("比对记录")[2].partition("\n 文字相似")[0]


def test_the_same_is_written_again(run: Run, here: Path) -> None:
    files = [f"r{suffix}" for suffix in (".json", ".md", ".txt", ".docx")]
    outputs = [part for name in files for part in ("-o", name)]
    assert run("compare", HOSTILE, LAST, "-q", *outputs)[0] == 0
    before = {name: Path(name).read_bytes() for name in files}
    assert run("compare", HOSTILE, LAST, "-q", *outputs)[0] == 0
    assert before == {name: Path(name).read_bytes() for name in files}
    assert "2026-09-21 14:13:20+00:00" in record_of("r.txt")


def test_the_command_in_the_record_repeats_it(run: Run, here: Path) -> None:
    options = ("--min-length", "20", "--own")
    assert run("compare", HOSTILE, LAST, "-q", "-o", "r.json", "-o", "r.txt", "--view", "list", *options)[0] == 0
    made = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert made["circumstances"]["command"] == ["simcheck", "compare", HOSTILE, LAST, "--own", "--min-length", "20"]
    line = next(line for line in record_of("r.txt").splitlines() if line.strip().startswith("simcheck compare"))
    again = line.strip().replace("simcheck", f"'{sys.executable}' -m simcheck", 1)
    done = subprocess.run(
        f"{again} --json", shell=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    kept = {name: part for name, part in made.items() if name not in ("created", "digest", "circumstances")}
    assert json.loads(done.stdout) == kept


def test_what_was_left_out_is_in_the_record_of_every_file(run: Run, place: Path) -> None:
    """And in the command that gives each of them again; what is saved is whole, and says it when it is shown."""
    path, options = stranger(place), ("--without", "套话,零星", "--grade", "high", "--before", "2030")
    files = ["r.md", "r.txt", "r.html", "r.json"]
    run("check", path, "-q", *options, *(part for name in files for part in ("-o", name)))
    typed = f"simcheck check {path} --before 2030 --without boilerplate --without scattered --grade high"
    for name in files[:3]:
        words = Path(name).read_text(encoding="utf-8")
        assert typed in words, name
        assert "只比写于此前的" in words, name
        assert "比例不计" in words, name
    assert "--without" not in Path("r.json").read_text(encoding="utf-8")
    run("show", "r.json", "-q", "--without", "own", "-o", "later.txt")
    assert f"simcheck check {path} --before 2030 --without own\n" in Path("later.txt").read_text(encoding="utf-8")
    line = next(line for line in record_of("r.txt").splitlines() if line.strip().startswith("simcheck check"))
    assert run(*line.split()[1:], "-q", "-o", "again.txt")[0] == 0
    head = [Path(name).read_text(encoding="utf-8").partition("比对记录")[0] for name in ("r.txt", "again.txt")]
    assert head[0] == head[1]


def test_a_name_that_looks_like_an_option_is_a_file(run: Run, here: Path) -> None:
    shutil.copy(LAST, "-x.txt")
    assert run("compare", "-q", "-o", "r.json", "--", "-x.txt", LAST)[0] == 0
    command = json.loads(Path("r.json").read_text(encoding="utf-8"))["circumstances"]["command"]
    assert command == ["simcheck", "compare", f".{os.sep}-x.txt", LAST]


def test_a_check_tells_the_state_of_the_corpus(run: Run, place: Path) -> None:
    path = stranger(place)
    assert run("check", path, "-q", "-o", "r.json", "-o", "r.md", "--before", "2030", "--no-public")[0] == 0
    made = json.loads(Path("r.json").read_text(encoding="utf-8"))["circumstances"]
    assert made["command"] == ["simcheck", "check", str(path), "--before", "2030", "--no-public"]
    assert (made["corpus"]["folder"], made["corpus"]["documents"]) == ("corpus/", 12)
    assert made["corpus"]["sha256"] in record_of("r.md")
    # what was found is what Python finds, whenever it is printed
    assert "circumstances" not in json.loads(run("check", path, "--json")[1])


@pytest.mark.parametrize("where", ["here", "home", "elsewhere"])
def test_a_corpus_of_the_environment_is_not_told_by_its_place(
    where: str, run: Run, place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who gets the record need not know the folders of who made it; its files are found again all the same."""
    path = Path(shutil.move(stranger(place), place / "新稿.txt"))
    monkeypatch.setenv("SIMCHECK_CORPUS", str(place / "corpus"))
    monkeypatch.setenv("HOME", str(place if where == "home" else tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("USERPROFILE", os.environ["HOME"])
    if where != "here":
        monkeypatch.chdir(tmp_path_factory.mktemp("work"))
    shutil.copy(path, "稿.txt")
    outputs = ["r.json", "r.txt", "r.md", "r.html"]
    assert run("check", "稿.txt", "-q", *(part for name in outputs for part in ("-o", name)))[0] == 0
    called = {"here": "corpus", "home": os.path.join("~", "corpus"), "elsewhere": os.path.join("…", "corpus")}[where]
    for name in outputs:
        assert str(place) not in Path(name).read_text(encoding="utf-8"), name
    made = json.loads(Path("r.json").read_text(encoding="utf-8"))["circumstances"]
    assert made["corpus"]["folder"] == os.path.join(called, "")
    assert "，0 份变了，0 份没有找到" in run("show", "r.json", "-v", "--view", "none")[2]
    # what was typed stays as it was typed
    assert run("check", "稿.txt", "-q", "--corpus", place / "corpus", "-o", "t.json")[0] == 0
    made = json.loads(Path("t.json").read_text(encoding="utf-8"))["circumstances"]
    assert made["corpus"]["folder"] == os.path.join(str(place / "corpus"), "")


def test_each_of_several_has_its_own_command(run: Run, place: Path) -> None:
    path = stranger(place)
    shutil.copy(path, "另一份.txt")
    assert run("check", path, "另一份.txt", "-q", "-o", "r.json")[0] == 0
    lines = Path("r.json").read_text(encoding="utf-8").splitlines()
    commands = [json.loads(line)["circumstances"]["command"] for line in lines]
    assert commands == [["simcheck", "check", str(path)], ["simcheck", "check", "另一份.txt"]]


def test_what_is_shown_later_has_the_same_record(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stranger(place)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert run("check", path, "-q", "-o", "r.json", "-o", "r.txt")[0] == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert run("show", "r.json", "-q", "-o", "later.txt", "-o", "later.json")[0] == 0
    later = record_of("later.txt").splitlines()
    assert [line for line in later if "核对" not in line and "结果文件" not in line] == record_of("r.txt").splitlines()
    assert sum("现在的文件没有变" in line for line in later) > 1
    assert sum("保存以后没有改动" in line for line in later) == 1
    assert Path("later.json").read_bytes() == Path("r.json").read_bytes()


def test_what_no_longer_agrees_is_told(run: Run, place: Path) -> None:
    path = stranger(place)
    assert run("check", path, "-q", "-o", "r.json")[0] == 0
    assert run("show", "r.json")[2] == ""
    source = Path("corpus") / THIS
    data = source.read_bytes()
    source.write_bytes(data[:-3] + "。".encode())
    code, _, err = run("show", "r.json", "-v")
    assert code == 0
    assert f"和比对时的字节不同（SHA-256 不同；改动过，或者是另一个同名的文件）：{THIS}（读的是 corpus/{THIS}）" in err
    assert "不说明文件是谁写的" in err
    source.unlink()
    assert "1 份没有找到" in run("show", "r.json", "-v")[2]
    written = Path("r.json").read_text(encoding="utf-8")
    Path("r.json").write_text(written.replace('"min_length":13', '"min_length":14'), encoding="utf-8")
    assert "校验码不符" in run("show", "r.json", "-o", "r.txt")[2] + record_of("r.txt")
    assert "不一致" in record_of("r.txt")


def test_a_file_is_looked_for_beside_the_result_first(run: Run, here: Path) -> None:
    """Another one of that name where one stands is never taken for it, and the file that was read is told."""
    assert run("compare", HOSTILE, LAST, "-q", "-o", "r.json")[0] == 0
    Path("别处").mkdir()
    Path(f"别处/{LAST}").write_text("别的文字", encoding="utf-8")
    os.chdir("别处")
    code, _, err = run("show", "../r.json", "-o", "r.txt")
    assert (code, err) == (0, "已保存 r.txt\n")
    assert f"现在的文件没有变（读的是 ../{LAST}）" in record_of("r.txt")
    # the one where one stands is read if there is none beside the result, and told of by its own path
    (here / LAST).unlink()
    err = run("show", "../r.json", "-o", "r2.txt")[2]
    assert f"{LAST}（读的是 {LAST}）" in err
    assert f"{LAST} 和比对时的字节不同：改动过，或者是另一个同名的文件" in record_of("r2.txt")
    # and wherever the recorded bytes are, they are found
    Path(LAST).write_bytes((SAMPLES / LAST).read_bytes())
    (here / LAST).write_text("又改了", encoding="utf-8")
    assert run("show", "../r.json")[2] == ""


def resaved(change: Callable[[dict[str, Any]], object], **layout: Any) -> str:
    value = json.loads(Path("r.json").read_text(encoding="utf-8"))
    change(value)
    return json.dumps(value, ensure_ascii=False, **layout)


@pytest.mark.parametrize("kind", ["report", "crossing"])
def test_what_another_program_saved_again_is_told(run: Run, here: Path, kind: str) -> None:
    words = ("compare", HOSTILE, LAST) if kind == "report" else ("cross", HOSTILE, LAST)
    assert run(*words, "-q", "-o", "r.json")[0] == 0

    def told(content: str | bytes) -> str:
        Path("again.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        code, _, err = run("show", "again.json", "-o", "again.txt", "--force")
        assert code == 0
        return "".join(line for line in err.splitlines() if "校验码" in line)

    # laid out anew, or in another encoding, it is the same
    assert told(resaved(lambda value: None, indent=2)) == ""
    assert told(Path("r.json").read_text(encoding="utf-8").encode("utf-16")) == ""
    assert "保存以后没有改动" in record_of("again.txt")
    # what is other, or cannot be known to be the same, is told
    assert "不能核对" in told(resaved(lambda value: None, indent=2, sort_keys=True))
    assert "不能核对" in told(resaved(lambda value: value.update(created="2020-01-01T00:00:00+00:00"), indent=1))
    assert "不能核对" in record_of("again.txt")
    # and that there is none any more
    assert "没有了保存时的校验码" in told(resaved(lambda value: value.pop("digest")))
    assert "校验码没有了" in record_of("again.txt")


def test_of_several_those_that_were_changed_are_told(run: Run, place: Path) -> None:
    path = stranger(place)
    shutil.copy(path, "另一份.txt")
    assert run("check", path, "另一份.txt", "-q", "-o", "r.json")[0] == 0
    assert run("show", "r.json")[2] == ""
    assert run("show", "r.json", "2")[2] == ""
    first, second = Path("r.json").read_text(encoding="utf-8").splitlines()
    Path("r.json").write_text(f"{first}\n{second.replace('另一份', '又一份')}\n", encoding="utf-8")
    assert "第 2 个结果的校验码不符" in run("show", "r.json")[2]
    assert run("show", "r.json", "1")[2] == ""
    assert "不能核对" in run("show", "r.json", "2")[2]


def test_a_crossing_is_recorded_and_verified(run: Run, here: Path) -> None:
    shutil.copy(SAMPLES / "柳湾镇2024年工作总结.txt", "柳湾.txt")
    Path("收上来").mkdir()
    shutil.move(LAST, f"收上来/{LAST}")
    typed = ("cross", HOSTILE, "柳湾.txt", "收上来", "--at", "20%", "--min-length", "15")
    outputs = [f"r{suffix}" for suffix in (".json", ".txt", ".html")]
    assert run(*typed, "-q", *(part for name in outputs for part in ("-o", name)))[0] == 0
    made = json.loads(Path("r.json").read_text(encoding="utf-8"))
    again = ["simcheck", "cross", HOSTILE, "柳湾.txt", "收上来", "--at", "0.2", "--min-length", "15"]
    assert made["circumstances"]["command"] == again
    assert "circumstances" not in json.loads(run(*typed, "--json")[1])
    sha256 = [document["file"]["sha256"] for document in made["documents"]]
    for name in outputs[1:]:
        words = Path(name).read_text(encoding="utf-8")
        assert all(each in words for each in (*sha256, "2026-09-21 14:13:20+00:00", "3 份文稿，两两相比", "20%"))
    assert run("show", "r.json", "-q", "-o", "later.txt")[0] == 0
    later = record_of("later.txt")
    assert later.count("现在的文件没有变") == 3
    assert f"读的是 收上来/{LAST}" in "".join(line.strip() for line in later.splitlines())
    assert run("show", "r.json", "-q", "-o", "later.json")[0] == 0
    assert Path("later.json").read_bytes() == Path("r.json").read_bytes()
    Path("柳湾.txt").write_text("改过的", encoding="utf-8")
    assert "字节不同" in run("show", "r.json")[2]
    assert "2 份文件没有变，1 份变了" in run("show", "r.json", "-v")[2]


def test_of_many_files_each_is_found_by_its_own_name(run: Run, here: Path) -> None:
    """However many are named, by words or by a pattern, and though two are called so."""
    words = Path(LAST).read_text(encoding="utf-8").split("\n")
    for folder in ("甲", "乙"):
        Path(folder).mkdir()
        Path(f"{folder}/总结.txt").write_text(f"{folder}镇\n" + "\n".join(words[:9]), encoding="utf-8")
    many = [f"丙/{n}.txt" for n in range(12)]
    Path("丙").mkdir()
    for n, name in enumerate(many):
        Path(name).write_text(f"这是第{n}份，只有一句自己的话。\n", encoding="utf-8")
    for typed in (many, ["丙/*.txt"]):
        assert run("cross", *typed, "甲/总结.txt", "乙/总结.txt", "-q", "-o", "r.json", "--force")[0] == 0
        assert "14 份文件没有变，0 份变了，0 份没有找到" in run("show", "r.json", "-v")[2]
    Path("乙/总结.txt").write_text("改过", encoding="utf-8")
    assert "读的是 乙/总结.txt" in run("show", "r.json")[2]


def test_a_crossing_of_a_corpus_is_recorded_and_verified(run: Run, place: Path) -> None:
    assert run("corpus", "cross", "--new", "--no-public", "-q", "-o", "r.json", "-o", "r.txt")[0] == 0
    made = json.loads(Path("r.json").read_text(encoding="utf-8"))["circumstances"]
    assert made["command"] == ["simcheck", "corpus", "cross", "--new", "last", "--no-public"]
    assert made["corpus"]["sha256"] in record_of("r.txt")
    (place / "corpus" / THIS).unlink()
    assert "11 份文件没有变，0 份变了，1 份没有找到" in run("show", "r.json", "-v")[2]


@pytest.mark.parametrize(
    "name", ["//host/share/甲.txt", "\\\\host\\share\\甲.txt", "\\/host/甲.txt", "/net/host/甲.txt", "\\\\?\\UNC\\h\\a"]
)
def test_nothing_is_looked_for_on_another_machine(
    name: str, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("compare", HOSTILE, LAST, "-q", "-o", "r.json")[0] == 0
    value = json.loads(Path("r.json").read_text(encoding="utf-8"))
    value["circumstances"]["command"][2] = value["document"]["name"] = name
    Path("r.json").write_text(json.dumps(value), encoding="utf-8")
    seen: list[str] = []

    def noted(really: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def look(path: Any) -> Any:
            seen.append(str(path))
            return really(path)

        return look

    monkeypatch.setattr(os.path, "isfile", noted(os.path.isfile))
    monkeypatch.setattr(given, "opened", noted(given.opened))
    assert run("show", "r.json", "--view", "none")[0] == 0
    assert not any("host" in path or "UNC" in path for path in seen)
    assert any(path.endswith(LAST) for path in seen)


def test_a_pipe_of_that_name_is_not_opened(run: Run, here: Path) -> None:
    assert run("compare", HOSTILE, LAST, "-q", "-o", "r.json")[0] == 0
    Path(LAST).unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes with names here")
    os.mkfifo(LAST)
    assert run("show", "r.json", "--view", "none")[0] == 0


def test_the_hint_for_more_has_every_option(watch: Run, place: Path) -> None:
    """Otherwise what is shown next would be another result."""
    out = watch("check", stranger(place), "--min-length", "20", "--encoding", "utf-8", columns=100)[1]
    assert "--min-length 20 --encoding utf-8" in out
