"""What an input method does to a command line is told, with the line to paste; what is right is left alone."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from support.commands import Run

from simcheck.cli import main
from simcheck.cli.slips import slip
from simcheck.environment import LANGUAGES, Language

pytestmark = pytest.mark.usefixtures("plain_surroundings", "here")

FILES = (
    "总结.docx",
    "b.txt",
    "a b.txt",
    "c d.txt",
    "关于　经费.txt",
    "——怪.txt",
    "“十四五”规划.txt",
    "稿/甲.txt",
    "一般.txt",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("全镇上下齐心协力。", encoding="utf-8")


SLIPS = {
    "dash": [
        ("check 总结.docx ——without 套话", "check 总结.docx --without 套话"),
        ("check 总结.docx —corpus k", "check 总结.docx --corpus k"),
        ("check 总结.docx －－json", "check 总结.docx --json"),
        ("check 总结.docx –-json", "check 总结.docx --json"),
        ("check 总结.docx ─all", "check 总结.docx --all"),
        ("check 总结.docx −−all", "check 总结.docx --all"),
        ("check b.txt –o r.json", "check b.txt -o r.json"),
        ("check b.txt —or.json", "check b.txt -or.json"),
        ("check b.txt －n5 -q", "check b.txt -n5 -q"),
        ("check b.txt －q", "check b.txt -q"),
        ("check b.txt ——witout own", "check b.txt --without own"),
        ("check b.txt ——nonsense", "check b.txt --nonsense"),
        ("check b.txt ——fail-above=50", "check b.txt --fail-above=50"),
        ("check b.txt —— json", "check b.txt --json"),
        ("check b.txt 一一json", "check b.txt --json"),
        ("compare — b.txt", "compare - b.txt"),
        ("——version", "--version"),
        ("——lang en check b.txt", "--lang en check b.txt"),
        ("corpus list ——sort date", "corpus list --sort date"),
    ],
    "wide": [
        ("check b.txt --ｊｓｏｎ", "check b.txt --json"),
        ("check b.txt --view＝side", "check b.txt --view=side"),
        ("ｃｈｅｃｋ b.txt", "check b.txt"),
        ("corpus ｌｉｓｔ", "corpus list"),
    ],
    "case": [("check b.txt --JSON", "check b.txt --json"), ("check b.txt --Without own", "check b.txt --without own")],
    "single": [
        ("check b.txt -json", "check b.txt --json"),
        ("check b.txt -without own", "check b.txt --without own"),
        ("check b.txt -own x", "check b.txt --own x"),
    ],
    "equals": [
        ("check b.txt -n=5", "check b.txt --limit=5"),
        ("check b.txt -o=r.json -q", "check b.txt --output=r.json -q"),
    ],
    "apart": [("check b.txt -- json", "check b.txt --json")],
    "quote": [
        ("check “a b.txt” ——json", 'check "a b.txt" --json'),
        ("compare “a b.txt” b.txt", 'compare "a b.txt" b.txt'),
        ("compare “a b.txt” “c d.txt”", 'compare "a b.txt" "c d.txt"'),
        ("compare 「b.txt」 b.txt", "compare b.txt b.txt"),
        ("compare ＂b.txt＂ b.txt", "compare b.txt b.txt"),
        ("check b.txt -o “结果 一.json”", 'check b.txt -o "结果 一.json"'),
    ],
    "blank": [
        ("check　b.txt", "check b.txt"),
        ("check b.txt　--json", "check b.txt --json"),
        ("check b.txt　——json", "check b.txt --json"),
        ("compare b.txt　总结.docx", "compare b.txt 总结.docx"),
        ("check\u00a0b.txt", "check b.txt"),
        ("corpus　add　稿", "corpus add 稿"),
    ],
    "sign": [
        ("corpus add 。", "corpus add ."),
        ("check 总结。docx", "check 总结.docx"),
        ("check 稿／甲.txt", "check 稿/甲.txt"),
        ("check b.txt -o 结果。json", "check b.txt -o 结果.json"),
        ("check b.txt --corpus 。", "check b.txt --corpus ."),
    ],
    "unseen": [("check b\u200b.txt", "check b.txt"), ("check \ufeffb.txt", "check b.txt")],
    "shell": [("check b.txt ＞ r.txt", "check b.txt > r.txt"), ("check b.txt 》 r.txt", "check b.txt > r.txt")],
    "words": [
        ("check b.txt --without 套话 引用", 'check b.txt --without "套话,引用"'),
        ("check b.txt --without 套话 quoted 本人 -q", 'check b.txt --without "套话,quoted,本人" -q'),
    ],
}


@pytest.mark.skipif(os.name != "posix", reason="names are quoted otherwise on Windows")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "wrong", "right"), [(kind, *each) for kind, some in SLIPS.items() for each in some])
def test_a_slip_is_told_with_the_line_as_it_was_meant(
    run: Run, monkeypatch: pytest.MonkeyPatch, kind: str, wrong: str, right: str, lang: Language
) -> None:
    """2, nothing on stdout; what is offered has no slip in it."""
    monkeypatch.setenv("SIMCHECK_LANG", lang)
    # no shell takes these blanks and quotes for any
    words = wrong.split(" ")
    told = slip(words, main.program)
    assert told is not None
    assert told.key == f"slip-{kind}"
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.rstrip("\n").endswith(f"simcheck {right}")
    assert re.match(r"(错误|error)\[usage\] ", err)
    if kind != "shell":
        assert slip(shlex.split(right), main.program) is None


RIGHT = [
    "check ——怪.txt",
    "check “十四五”规划.txt",
    "check 关于　经费.txt",
    "check 一般.txt 一二三.txt",
    "check ——没有这份.txt",
    "check “没有”的.txt",
    "check 关于　没有.txt",
    "check *.docx 稿/**",
    "check b.txt --exclude ——某村总结.txt",
    "check b.txt -n5 -q -or.json --view=side --all",
    "check b.txt --without 套话,引用 --own 张三",
    "check b.txt --without own b.txt",
    "check - b.txt",
    "check -- b.txt -json",
    "check b.txt --nonsense",
    "check b.txt -z",
    "corpus phrases --add “打造湖畔云上茶乡”",
    "corpus phrases --add ——真抓实干",
    "corpus add 稿 --meta 单位=柳湾镇。",
    "show 没有。",
    "chekc b.txt",
    "",
    "--lang en",
    "check ——json --help",
]


@pytest.mark.parametrize("line", RIGHT)
def test_what_is_no_slip_is_left_alone(line: str) -> None:
    """Whatever else is wrong with it is told in other words."""
    assert slip(line.split(" ") if line else [], main.program) is None


@pytest.mark.parametrize(
    "said",
    [
        "套话",
        "boilerplate",
        "套话,引用",
        "套话，引用",
        "套话、引用",
        "套话；本人",
        "套话 引用",
        "套话　引用",
        "本人旧稿",
        "ＯＷＮ",
        "Own",
        "套话,",
        "boilerplate+own",
    ],
)
def test_words_of_options_in_both_languages(run: Run, said: str) -> None:
    """With every kind of comma and blank."""
    Path("k").mkdir()
    Path("k/c.txt").write_text("去年的事。", encoding="utf-8")
    run("corpus", "add", "k", "--corpus", "k", "-q")
    assert run("check", "b.txt", "--corpus", "k", "--without", said)[0] == 0


def test_words_mean_the_same_in_both_languages(run: Run) -> None:
    for chinese, english in (("套话，本人", "boilerplate"), ("双栏", "side"), ("逐段", "paragraphs")):
        option = "--without" if "套" in chinese else "--view"
        one = run("compare", "b.txt", "总结.docx", option, chinese)
        other = run("compare", "b.txt", "总结.docx", option, english)
        assert one[1].replace("、本人旧稿", "") == other[1] if option == "--without" else one == other


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--without", "套话 零星 公开文本 引用 本人"),
        ("--grade", "强 中等 弱"),
        ("--view", "自动 单栏 双栏 列表 逐段 不列"),
        ("--color", "自动 总是 从不"),
    ],
)
def test_a_wrong_word_gets_the_right_ones_in_both_languages(run: Run, option: str, words: str, lang: Language) -> None:
    code, _, err = run("compare", "b.txt", "b.txt", option, "胡话", "--lang", lang)
    assert (code, words in err) == (2, True)
    assert "胡话" in err


def test_numbers_of_full_width(run: Run) -> None:
    assert run("compare", "b.txt", "总结.docx", "--fail-above", "１００％", "-n", "２", "-q")[0] == 0
