"""Every sentence exists in both languages, uses its facts, and judges nobody."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from simcheck import environment, errors
from simcheck.environment import LANGUAGES, Language
from simcheck.errors import SimcheckError
from simcheck.files import refusal
from simcheck.i18n import explain, messages, printable
from simcheck.i18n.en import EN
from simcheck.i18n.zh import ZH
from simcheck.model import Note

VERDICTS = re.compile("抄袭|剽窃|plagiari|cheat|failed|不通过|不合格|违规", re.IGNORECASE)
NOTES: dict[str, dict[str, str | int]] = {
    "encoding": {"encoding": "GB18030"},
    "replaced": {"count": 3, "offset": 120},
    "slipped": {"count": 1, "line": 12, "text": "掛蘛Q播"},
    "result": {},
    "site-notice": {"count": 2, "text": "请勿照搬照抄"},
    "hidden": {"count": 3, "characters": "U+200B ×3"},
    "overridden": {"count": 13},
    "interleaved": {"count": 490, "text": "①"},
    "look-alike": {"count": 4, "characters": "U+0430 ×4"},
    "traditional": {"count": 5},
    "same-document": {},
    "capped": {},
    "short": {"length": 7, "minimum": 13},
    "own-record": {"record": "3f2a91c07ea0", "added": "2026-11-20"},
    "own-version": {"record": "3f2a91c07ea0", "added": "2026-11-20"},
    "signed-otherwise": {"signed": "白马镇", "named": "青石镇"},
    "turned": {"count": 2},
    "not-read": {"diagrams": 2, "pictures": 1},
    "passed-over": {"pictures": 1, "formulas": 3},
    "undated": {"count": 14},
    "year-only": {"count": 3},
    "not-compared": {"count": 21, "limit": 50},
}
IMPLIED = {("corpus-busy", "«reason»"), ("invalid-result", "70,003"), ("too-large", "«unit»")}
"""What the title says anyway, only some reasons say, or chooses the words."""

ABOUT_NO_DOCUMENT = {"same-document", "undated", "year-only", "not-compared"}
PACKAGE = ROOT / "simcheck"


def leaves(root: type[SimcheckError] = SimcheckError) -> Iterator[type[SimcheckError]]:
    """The errors that are raised: those with a code of their own."""
    for child in root.__subclasses__():
        if "code" in vars(child):
            yield child
        yield from leaves(child)


def filled(leaf: type[SimcheckError]) -> tuple[SimcheckError, list[str]]:
    """An error whose facts can be recognised, and how each of them reads."""
    values: dict[str, Any] = {}
    shown: list[str] = []
    for at, each in enumerate(fields(leaf)):
        kind, word = str(each.type), f"«{each.name}»"
        if "tuple[tuple" in kind:
            values[each.name] = (("words", f"{word}there", f"{word}here"),)
            shown += [f"{word}there", f"{word}here"]
        elif kind == "int":
            # the number of a process, of a port, is a name, and has no separators
            values[each.name] = 70001 + at
            shown.append(f"{70001 + at}" if each.name in ("process", "port") else f"{70001 + at:,}")
        else:
            values[each.name] = (word,) if "tuple" in kind else word
            shown.append(word)
    return leaf(**values), [fact for fact in shown if (leaf.code, fact) not in IMPLIED]


def placeholders(template: str) -> set[str]:
    """The names of the facts in a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_both_tables_have_the_same_keys() -> None:
    """Nothing can be said in one language only."""
    assert ZH.keys() == EN.keys()


@pytest.mark.parametrize("key", ZH)
def test_both_languages_use_the_same_facts(key: str) -> None:
    """A fact told in one language is told in the other."""
    assert placeholders(ZH[key]) == placeholders(EN[key])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_a_verdict(lang: Language) -> None:
    """The one sentence that names copying says who has to judge it."""
    table = {"zh": ZH, "en": EN}[lang]
    judging = [key for key, words in table.items() if VERDICTS.search(words)]
    assert judging in ([], ["closing"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.code)
def test_every_error_is_explained(leaf: type[SimcheckError], lang: Language) -> None:
    """A title and a remedy, and between them every fact that the error carries."""
    error, facts = filled(leaf)
    explanation = explain.explain(error, lang)
    printed = explanation.render(lang)
    assert explanation.code == leaf.code
    assert explanation.title
    assert explanation.advice
    assert [fact for fact in facts if fact not in printed] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.code)
def test_the_remedy_is_the_last_line(leaf: type[SimcheckError], lang: Language) -> None:
    """The eye ends where the help is, after at most five lines and what has to stand in a table."""
    error, _ = filled(leaf)
    explanation = explain.explain(error, lang)
    lines = explanation.render(lang).split("\n")
    assert lines[-1].startswith(f"  {messages.text(lang, 'label.advice')}")
    assert len(lines) <= 5 + len(explanation.table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_with_nothing_to_list_still_help(lang: Language) -> None:
    """No names like it, no documents in the folder, nothing known of the content: the sentence does not trail off."""
    for error in (
        errors.NotFound("a"),
        errors.IsFolder("b"),
        errors.NotText("c"),
        errors.UnknownRecord("d", "e"),
        errors.CorpusBusy("f", "busy"),
    ):
        for line in explain.explain(error, lang).render(lang).split("\n"):
            assert not line.rstrip().endswith(("：", ":", "（", "("))
            assert "（内容是 ）" not in line


def test_settings_that_differ_stand_in_columns() -> None:
    """By the names that people have for them, the cells of a Chinese character counted as two."""
    error = errors.IndexMismatch("库", (("folding", "1", "2"), ("words", "3f2a91", "91c07e")), 1284)
    assert explain.explain(error, "zh").render("zh").split("\n") == [
        "错误[index-mismatch] 索引是用别的设置建的，混用会得出错误的结果",
        "  -->   库",
        "          设置        索引里  现在",
        "          字形对照表  1       2",
        "          词典        3f2a91  91c07e",
        "  建议  重建索引：simcheck corpus rebuild --corpus 库     （1,284 篇，文稿不动）",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_setting_of_an_index_has_a_name(lang: Language) -> None:
    """Otherwise somebody would read word_gram."""
    from simcheck.store.scheme import settings_of_index

    assert [name for name in settings_of_index() if not messages.known(f"setting.{name}")] == []


def test_every_reason_is_a_sentence() -> None:
    """Reasons are words between hyphens in the code and sentences on the screen."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    names = "InvalidSettings|IndexDamaged|_?damaged|_unsafe|_refuse"
    codes = set(re.findall(rf'(?:{names})\(.*?"([a-z0-9-]+)"\)', source))
    codes |= set(re.findall(r'InvalidResult\(name, "([a-z-]+)"', source))
    codes |= set(re.findall(r'_Malformed\("([a-z-]+)"\)', source))
    codes |= set(re.findall(r'errno\.E\w+: "([a-z-]+)"', source))
    assert {"twice", "same-id", "not-a-table", "size", "check", "link", "schema", "read-only", "range-4-1000"} <= codes
    assert sorted(code for code in codes if not messages.known(f"reason.{code}")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (errors.NotFound("a.txt"), "文件不在了", "no longer there"),
        (errors.NoAccess("a.txt", "no-read-permission"), "没有权限读取", "may not be read by you"),
        (errors.Empty("a.txt", 0), "没有文字", "no text in it"),
        (
            errors.Empty("a.docx", 9000, 2),
            "没有能读的文字，有 2 处图片等不读",
            "no text; 2 pictures and the like not read",
        ),
        (errors.NotText("a.txt", "PNG image", "89 50"), "不是能读的文稿（PNG 图片）", "not readable (PNG image)"),
        (errors.NotText("a.txt"), "不是能读的文稿", "not readable"),
        (errors.UnknownEncoding("a.txt", ("UTF-8",), 3), "认不出编码", "unknown encoding"),
        (errors.TooLarge("a.txt", 5, 4), "太大，不像是一份文稿", "too large for one document"),
        (
            errors.InvalidSettings("PATH", "a.jsonl:3", "same-id"),
            "这一行的 id 前面已经用过",
            "an earlier line has the same id",
        ),
    ],
)
def test_short_reasons(error: SimcheckError, zh: str, en: str, lang: Language) -> None:
    """A few words for a list of many files; the same from the facts that a catalogue kept as JSON."""
    kept = json.loads(json.dumps(vars(error)))
    assert explain.short(error.code, vars(error), lang) == {"zh": zh, "en": en}[lang]
    assert explain.short(error.code, kept, lang) == {"zh": zh, "en": en}[lang]
    assert explain.short("not-yet-known", {}, lang) == "not-yet-known"


def test_tables_and_lists_are_not_called_settings() -> None:
    """Somebody gave a file, and reads which line of it is wrong and what it should look like."""
    table = explain.explain(errors.InvalidSettings("metadata", "登记表.csv:3", "bad-date"), "zh").render("zh")
    assert "看不懂元数据表 登记表.csv:3" in table
    assert "2018-12-03" in table
    assert table.endswith("文件,单位,日期")
    lines = explain.explain(errors.InvalidSettings("PATH", "a.jsonl:3", "not-a-text-record"), "en").render("en")
    assert "a.jsonl:3 cannot be read" in lines
    assert lines.endswith('{"id": "1", "text": "…"}')


@pytest.mark.parametrize(
    ("folder", "environ", "expected"),
    [
        ("corpus", "", ""),
        ("corpus/", "", ""),
        ("库", "", " --corpus 库"),
        ("我的 库", "", ' --corpus "我的 库"'),
        ("库", "库", ""),
        ("corpus", "库", " --corpus corpus"),
    ],
)
def test_commands_to_paste_say_which_corpus(
    monkeypatch: pytest.MonkeyPatch, folder: str, environ: str, expected: str
) -> None:
    """Only if they would look elsewhere without it."""
    monkeypatch.setenv("SIMCHECK_CORPUS", environ)
    assert environment.option_for_corpus(folder) == expected
    advice = explain.explain(errors.IndexDamaged(folder, "x", "check", 3), "zh").advice
    assert f"simcheck corpus rebuild{expected} " in advice


def test_form_of_an_error() -> None:
    """Code, place, reason and remedy stand where the eye expects them."""
    error = errors.UnknownEncoding("旧稿.txt", ("UTF-8", "GB18030"), 1204)
    assert explain.explain(error, "zh").render("zh").split("\n") == [
        "错误[unknown-encoding] 认不出 旧稿.txt 的文字编码",
        "  -->   旧稿.txt 第 1,204 字节",
        "  原因  试过 UTF-8、GB18030，读出来都不成文字",
        "  建议  用 --encoding 指明，例如：--encoding big5",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", NOTES)
def test_every_note_has_a_sentence(code: str, lang: Language) -> None:
    """It names the document and every fact."""
    sentence = explain.note(Note(code, None, {"document": "id1", **NOTES[code]}), lang, {"id1": "总结.txt"})
    assert "id1" not in sentence
    if code not in ABOUT_NO_DOCUMENT:
        assert "总结.txt" in sentence
    assert all(str(value) in sentence for value in NOTES[code].values())


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        ("7", "7", "7"),
        ("16, 21, 26", "16、21、26", "16, 21, 26"),
        ("3, 4, 5, 9", "3–5、9", "3–5, 9"),
        ("1, 3–5", "1、3–5", "1, 3–5"),
        ("U+200B ×3, U+00AD ×1, …", "U+200B ×3、U+00AD ×1 等", "U+200B ×3, U+00AD ×1, …"),
        ("", "", ""),
    ],
)
def test_lists_are_those_of_the_language(items: str, zh: str, en: str) -> None:
    assert (explain.listed(items, "zh"), explain.listed(items, "en")) == (zh, en)


def test_lists_in_notes_are_those_of_the_language() -> None:
    """Numbers that are no lists keep their form."""
    facts: dict[str, str | int] = {"document": "a", "paragraphs": "16, 21, 22", "characters": 1396, "count": 3}
    assert explain.note(Note("widespread", None, facts), "zh", {}).startswith("第 16、21–22 段起的 1,396 字")
    hidden: dict[str, str | int] = {"document": "a", "count": 4, "characters": "U+200B ×3, U+00AD ×1"}
    assert "（U+200B ×3、U+00AD ×1）" in explain.note(Note("hidden", None, hidden), "zh", {})
    pages: dict[str, str | int] = {"document": "a", "count": 4, "pages": "1, 3–5"}
    assert "第 1、3–5 页" in explain.note(Note("no-text-layer", None, pages), "zh", {})


def test_a_note_of_a_newer_version_is_still_shown() -> None:
    """What has no sentence is printed as it is."""
    assert "sparkling 3" not in explain.note(Note("x"), "zh", {})
    assert "count 3" in explain.note(Note("sparkling", None, {"count": 3}), "en", {})


@pytest.mark.parametrize(
    ("option", "environ", "expected"),
    [
        ("en", {"SIMCHECK_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"SIMCHECK_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"SIMCHECK_LANG": "fr", "LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "zh_TW.UTF-8"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN"}, "zh"),
        (None, {"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "zh"),
        (None, {"LANG": "POSIX"}, "zh"),
        (None, {}, "zh"),
    ],
)
def test_which_language_is_spoken(option: str | None, environ: dict[str, str], expected: str) -> None:
    """The option, then SIMCHECK_LANG, then the locale, and Chinese where nothing is said."""
    assert environment.language(option, environ) == expected


@given(st.text())
def test_printable_text_cannot_drive_a_terminal(text: str) -> None:
    """No control, bidirectional or invisible character is left, and every line break is one."""
    shown = printable.printable(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", shown)
    assert printable.printable(shown) == shown


@given(st.text())
def test_facts_stay_on_their_line(text: str) -> None:
    """A file name with a line break or an escape sequence does not tear the message apart."""
    explanation = explain.explain(errors.NotFound(text), "en").render("en")
    assert len(explanation.split("\n")) == 2
    assert "\x1b" not in explanation


@given(st.floats(0, 1))
def test_percentages_round_honestly(ratio: float) -> None:
    """100 % means all of it and 0 % nothing."""
    shown = printable.percent(ratio)
    assert (shown == "100.0%") == (ratio == 1)
    assert (shown == "0.0%") == (ratio == 0)


def test_numbers_agree_with_their_words() -> None:
    """1 char, 2 chars, 1,234 chars."""
    assert [messages.text("en", "chars", n=n) for n in (1, 2, 1234)] == ["1 char", "2 chars", "1,234 chars"]


def test_a_format_of_a_newer_version_is_shown_as_it_is() -> None:
    """A corpus may hold a word that this version does not know."""
    assert explain.short("not-text", {"looks_like": "djvu"}, "zh") == "不是能读的文稿（djvu）"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_system_refuses_has_a_sentence_or_its_own_words(lang: Language) -> None:
    """No word of the system chooses a sentence: it speaks English here, and something else elsewhere."""
    said = {"no-read-permission": {"zh": "这个用户没有读取权限", "en": "this user may not read it"}}
    for number in errno.errorcode:
        error = OSError(number, os.strerror(number))
        assert not messages.known(f"reason.{os.strerror(number)}")
        for refused, table in (
            (errors.NoAccess("a", refusal.reading(error)), refusal.READING),
            (errors.CannotWrite("a", refusal.writing(error)), refusal.WRITING),
        ):
            key = table.get(number)
            sentence = messages.text(lang, f"reason.{key}") if key else os.strerror(number)
            assert explain.explain(refused, lang).reason == sentence
            assert key not in said or sentence == said[key][lang]


def test_only_one_place_asks_the_system_for_its_words() -> None:
    """All others take a reason from there."""
    asking = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "error.strerror" in path.read_text(encoding="utf-8")
    }
    # that a process does not start only Python is told; the command says why nothing can be printed, which is no file
    assert {name for name in asking if not name.startswith("cli/")} == {"files/refusal.py", "worker.py"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["", "pages", "characters", "files", "unpacked"])
def test_what_is_too_large_is_told_in_what_it_is_counted(unit: str, lang: Language) -> None:
    """Pages and files are no bytes."""
    place = explain.explain(errors.TooLarge("a.pdf", 10_001, 10_000, unit), lang).place
    assert place.startswith("a.pdf")
    assert ("字节" in place or "byte" in place) == (unit == "")
    assert ("10,000" in place) == (unit != "unpacked")


def test_what_another_program_has_open_is_not_called_forbidden() -> None:
    """As Windows refuses it."""
    error = OSError(errno.EACCES, "Permission denied")
    assert (refusal.reading(error), refusal.writing(error)) == ("no-read-permission", "no-permission")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert (refusal.reading(error), refusal.writing(error)) == ("in-use", "in-use")
