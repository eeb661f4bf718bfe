"""``simcheck corpus remove``: asked first, and all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commands import LAST, SPEECH, THIS, Run, checked, copied, records, stranger

pytestmark = pytest.mark.usefixtures("plain_surroundings")


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
