"""The record of a comparison: what is known stands in it, what is not known has no row, and a command can be pasted."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.screens import sample

from simcheck import Report, compare
from simcheck.environment import LANGUAGES, Language, command_line, now
from simcheck.model import Document, FileFacts, Flag, Grade
from simcheck.render.markdown import markdown
from simcheck.render.view.record import Looked, Record, Verified, record
from simcheck.render.view.selection import Selection
from simcheck.report.circumstances import Circumstances, CorpusState, GivenFile

TEXT = "全镇上下齐心协力，顺利完成了年初确定的各项目标任务，群众满意度连续三年提升。"
FILE = FileFacts(
    "ab" * 32, 1234, "pdf", "张三", "李四", "WPS", "2024-01-02T03:04:05Z", "2024-02", ("0000000A", "0000000B")
)
MADE = Circumstances(
    created="2026-11-29T08:00:26+08:00",
    simcheck="0.3.0",
    command=("simcheck", "check", "总结.docx"),
    corpus=CorpusState("库/", 12, "2026-11-20T18:02:00+0800", "cd" * 32),
    templates=(GivenFile("模板.docx", "ef" * 32),),
)


def filed() -> Report:
    """A comparison of two files with pages, of which two sessions of editing are the same in both."""
    left = Document(
        "l", "甲.pdf", f"开头\n{TEXT}\n结尾", {"date": "2024", "date_by": "title"}, pages=(0, 3, 45), file=FILE
    )
    right = Document("r", "乙.docx", TEXT, {}, pages=(), file=replace(FILE, sha256="ba" * 32, author=None))
    return replace(compare(left, right), circumstances=MADE)


def values(made: Record) -> dict[str, str]:
    return {f"{section.title}/{row.label}": row.value for section in made.sections for row in section.rows}


def test_what_is_known_is_told() -> None:
    told = values(record(filed(), "zh"))
    assert told["比对/时间"] == "2026-11-29 08:00:26+08:00"
    assert told["比对/程序"] == "simcheck 0.3.0"
    assert told["比对/内容"] == "甲.pdf 与 乙.docx，两份文稿相比"
    assert told["比对/文稿清单 SHA-256"] == "cd" * 32
    assert told["比对/模板"] == "模板.docx  SHA-256 " + "ef" * 32
    assert told["比对/重做的命令"] == "simcheck check 总结.docx"
    assert told["本文：甲.pdf/SHA-256"] == "ab" * 32
    assert told["本文：甲.pdf/大小"] == "1,234 字节"
    assert told["本文：甲.pdf/作者"] == "张三"
    assert told["本文：甲.pdf/建立"] == "2024-01-02 03:04:05Z"
    assert told["本文：甲.pdf/日期"] == "2024（标题，只说写的是哪年）"
    assert told["本文：甲.pdf/页"] == "共 3 页，重合在第 2 页"
    assert told["来源：乙.docx/修订号"].startswith("有 2 个和本文相同")
    assert "来源：乙.docx/作者" not in told
    assert "来源：乙.docx/页" not in told


CHOSEN = ("--before", "2024-06", "--exclude", "旧稿.txt", "--exclude", "--before", "--own", "甲镇", "--no-public")


def test_what_was_chosen_is_told_and_typed_again() -> None:
    made = replace(MADE, command=("simcheck", "check", "总结.docx", "--min-length", "9", *CHOSEN))
    selection = Selection(frozenset({Flag.OWN, Flag.BOILERPLATE}), Grade.MIDDLE)
    told = values(record(replace(filed(), circumstances=made), "zh", selection=selection))
    assert told["比对/只比写于此前的"] == "2024-06"
    assert told["比对/没有比的"] == "旧稿.txt、--before"
    assert told["比对/算本人旧稿的"] == "甲镇"
    assert told["比对/公开文本"] == "没有对照语料库里的"
    assert told["比对/比例不计"] == "套话、本人旧稿"
    assert told["比对/只列出"].startswith("证据强和中等的")
    line = told["比对/重做的命令"]
    assert shlex.split(line) == [*made.command, "--without", "boilerplate", "--without", "own", "--grade", "middle"]
    # nothing is chosen, nothing is told
    assert not {"比对/比例不计", "比对/只列出", "比对/只比写于此前的"} & values(record(filed(), "zh")).keys()


def test_own_is_a_flag_of_a_comparison() -> None:
    made = replace(MADE, command=("simcheck", "compare", "甲.pdf", "乙.docx", "--own", "--min-length", "9"))
    told = values(record(replace(filed(), circumstances=made), "zh"))
    assert told["比对/算本人旧稿的"] == "两份算同一作者的"
    # a command that somebody cut off is no reason to fail
    made = replace(MADE, command=("simcheck", "check", "甲.pdf", "--before"))
    assert values(record(replace(filed(), circumstances=made), "zh"))["比对/只比写于此前的"] == ""


def test_what_is_not_known_has_no_row() -> None:
    told = values(record(sample(), "zh"))
    assert {label.partition("/")[2] for label in told} == {"内容", "设置", "设置 SHA-256", "文字 SHA-256"}
    assert not any("文件自己说的" in words for words in record(sample(), "zh").remarks)
    assert any("文件自己说的" in words for words in record(filed(), "zh").remarks)


def test_revisions_are_a_note_and_change_nothing() -> None:
    one, other = filed(), filed()
    bare = replace(one.sources["r"], file=replace(FILE, revisions=()))
    assert one.to_json().count('"part"') == other.to_json().count('"part"')
    assert replace(one, sources={"r": bare}).share() == one.share()


@pytest.mark.parametrize(
    ("state", "words"),
    [(True, "没有变（读的是 下/甲.pdf）"), (False, "下/甲.pdf 和比对时的字节不同"), (None, "没有找到文件")],
    ids=["same", "changed", "absent"],
)
def test_what_was_verified_is_told(state: bool | None, words: str) -> None:
    files = {} if state is None else {"l": Looked("下/甲.pdf", state)}
    told = values(record(filed(), "zh", verified=Verified(files, settings=False, result=False)))
    assert words in told["本文：甲.pdf/核对"]
    assert "不一致" in told["比对/核对设置"]
    assert "校验码不符" in told["比对/结果文件"]
    assert any("不说明文件是谁写的" in said for said in record(filed(), "zh").remarks)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_shows_every_row(lang: Language) -> None:
    hostile = ("simcheck", "compare", "``a`*_<b>|.txt", "`")
    report = replace(filed(), circumstances=replace(MADE, command=hostile))
    page = markdown(report, lang)
    for row in (row for section in record(report, lang).sections for row in section.rows):
        if row.is_exact:
            assert row.value in page


def test_sources_that_are_not_listed_are_counted() -> None:
    assert len(record(filed(), "zh", most=0).sections) == 2
    assert record(filed(), "zh", most=0).remarks[0].startswith("另有 1 个来源")


# --- commands ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_a_line_for_unix_is_these_words(words: list[str]) -> None:
    assert shlex.split(command_line(words, "posix")) == words


@given(st.lists(st.text("ab $`%'\"&|<>^\\!“”‘’\u3000甲;,@(){}[]", min_size=1), min_size=1))
def test_a_line_for_windows_is_these_words_or_none(words: list[str]) -> None:
    """As programs of Windows take a line apart, once its shell has."""
    line = command_line(words, "powershell")
    assert bool(line) == (not any('"' in word for word in words))
    assert not line or _powershell(line) == words
    line = command_line(words, "windows")
    assert not line or not set(line) & set("$`%!“”„") and _programs(line) == words


def _powershell(line: str) -> list[str]:
    """Words of PowerShell, of which only single quotation marks are used; what it hands on is quoted again."""
    words: list[str] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        word = ""
        if line[at] == "'":
            at += 1
            while not (line[at] in "'‘’‚‛" and (at + 1 == len(line) or line[at + 1] == " ")) or _is_doubled(line, at):
                word, at = word + line[at], at + (2 if line[at] in "'‘’‚‛" else 1)
            at += 1
            words += _programs(f'"{word}"')
        else:
            end = line.find(" ", at) % (len(line) + 1)
            words.append(line[at:end])
            at = end
    return words


def _is_doubled(line: str, at: int) -> bool:
    return line[at] in "'‘’‚‛" and line[at : at + 1] == line[at + 1 : at + 2]


def _programs(line: str) -> list[str]:
    """Words as the C library of Windows takes them from a line."""
    words: list[str] = []
    word, quoted, at = "", False, 0
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        following = line[at + slashes : at + slashes + 1]
        if slashes and following == '"':
            word += "\\" * (slashes // 2) + ('"' if slashes % 2 else "")
            at += slashes + slashes % 2
        elif slashes:
            word, at = word + "\\" * slashes, at + slashes
        elif line[at] == '"':
            quoted, at = not quoted, at + 1
        elif line[at] == " " and not quoted:
            words, word, at = [*words, word], "", at + 1
        else:
            word, at = word + line[at], at + 1
    return [*words, word]


def test_what_cannot_be_shown_is_not_written() -> None:
    for words in (["a\nb"], ["a\u202eb"], ["\ud800"], []):
        assert {command_line(words, "posix"), command_line(words, "powershell")} == {""}
    report = replace(filed(), circumstances=replace(MADE, command=("simcheck", "check", "a\u202eb")))
    assert "命令没有写" in values(record(report, "zh"))["比对/重做的命令"]


def test_the_clock_can_be_set() -> None:
    assert now({"SOURCE_DATE_EPOCH": "0"}) == "1970-01-01T00:00:00+00:00"
    assert now({"SOURCE_DATE_EPOCH": "x"})[:2] == now({})[:2] == "20"
