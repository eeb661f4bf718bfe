"""Every sentence exists in both languages, uses its facts, and judges nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck import errors, messages
from simcheck.errors import SimcheckError
from simcheck.messages import EN, LANGUAGES, ZH, Language
from simcheck.model import Note

VERDICTS = re.compile("抄袭|剽窃|plagiari|cheat|failed|不通过|不合格|违规", re.IGNORECASE)
NOTES: dict[str, dict[str, str | int]] = {
    "encoding": {"encoding": "GB18030"},
    "replaced": {"count": 3, "offset": 120},
    "site-notice": {"count": 2, "text": "请勿照搬照抄"},
    "hidden": {"count": 3, "characters": "U+200B ×3"},
    "look-alike": {"count": 4, "characters": "U+0430 ×4"},
    "traditional": {"count": 5},
    "same-document": {},
    "capped": {},
    "short": {"length": 7, "minimum": 13},
}


def leaves(root: type[SimcheckError] = SimcheckError) -> Iterator[type[SimcheckError]]:
    """The errors that are raised: those without subclasses."""
    children = root.__subclasses__()
    if not children:
        yield root
    for child in children:
        yield from leaves(child)


def filled(leaf: type[SimcheckError]) -> tuple[SimcheckError, list[str]]:
    """An error whose facts can be recognised, and how each of them reads."""
    values: dict[str, Any] = {}
    for at, each in enumerate(fields(leaf)):
        kind = str(each.type)
        values[each.name] = (
            (f"«{each.name}»",) if "tuple" in kind else 70001 + at if kind == "int" else f"«{each.name}»"
        )
    shown = [f"{v:,}" if isinstance(v, int) else v[0] if isinstance(v, tuple) else v for v in values.values()]
    return leaf(**values), shown


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
    explanation = messages.explain(error, lang)
    printed = explanation.render(lang)
    assert explanation.code == leaf.code
    assert explanation.title
    assert explanation.advice
    assert [fact for fact in facts if fact not in printed] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.code)
def test_the_remedy_is_the_last_line(leaf: type[SimcheckError], lang: Language) -> None:
    """The eye ends where the help is, after at most five lines."""
    error, _ = filled(leaf)
    lines = messages.explain(error, lang).render(lang).split("\n")
    assert lines[-1].startswith(f"  {messages.text(lang, 'label.advice')}")
    assert len(lines) <= 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_with_nothing_to_list_still_help(lang: Language) -> None:
    """No names like it, no documents in the folder, nothing known of the content: the sentence does not trail off."""
    for error in (errors.NotFound("a"), errors.IsFolder("b"), errors.NotText("c")):
        for line in messages.explain(error, lang).render(lang).split("\n"):
            assert not line.rstrip().endswith(("：", ":", "（", "("))
            assert "（内容是 ）" not in line


def test_form_of_an_error() -> None:
    """Code, place, reason and remedy stand where the eye expects them."""
    error = errors.UnknownEncoding("旧稿.txt", ("UTF-8", "GB18030"), 1204)
    assert messages.explain(error, "zh").render("zh").split("\n") == [
        "错误[unknown-encoding] 认不出 旧稿.txt 的文字编码",
        "  -->   旧稿.txt 第 1,204 字节",
        "  原因  试过 UTF-8、GB18030，读出来都不成文字",
        "  建议  用 --encoding 指明，例如：--encoding big5",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", NOTES)
def test_every_note_has_a_sentence(code: str, lang: Language) -> None:
    """It names the document and every fact."""
    sentence = messages.note(Note(code, None, {"document": "id1", **NOTES[code]}), lang, {"id1": "总结.txt"})
    assert "id1" not in sentence
    if code != "same-document":
        assert "总结.txt" in sentence
    assert all(str(value) in sentence for value in NOTES[code].values())


def test_a_note_of_a_newer_version_is_still_shown() -> None:
    """What has no sentence is printed as it is."""
    assert "sparkling 3" not in messages.note(Note("x"), "zh", {})
    assert "count 3" in messages.note(Note("sparkling", None, {"count": 3}), "en", {})


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
    assert messages.language(option, environ) == expected


@given(st.text())
def test_printable_text_cannot_drive_a_terminal(text: str) -> None:
    """No control, bidirectional or invisible character is left, and every line break is one."""
    shown = messages.printable(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", shown)
    assert messages.printable(shown) == shown


@given(st.text())
def test_facts_stay_on_their_line(text: str) -> None:
    """A file name with a line break or an escape sequence does not tear the message apart."""
    explanation = messages.explain(errors.NotFound(text), "en").render("en")
    assert len(explanation.split("\n")) == 2
    assert "\x1b" not in explanation


@given(st.floats(0, 1))
def test_percentages_round_honestly(ratio: float) -> None:
    """100 % means all of it and 0 % nothing."""
    shown = messages.percent(ratio)
    assert (shown == "100.0%") == (ratio == 1)
    assert (shown == "0.0%") == (ratio == 0)


def test_numbers_agree_with_their_words() -> None:
    """1 char, 2 chars, 1,234 chars."""
    assert [messages.text("en", "chars", n=n) for n in (1, 2, 1234)] == ["1 char", "2 chars", "1,234 chars"]


def test_formats_are_named_in_chinese() -> None:
    """What the reader calls "PNG image" is PNG 图片."""
    explanation = messages.explain(errors.NotText("照片.txt", "PNG image", "89 50 4E 47"), "zh")
    assert explanation.title == "照片.txt 不是文本（内容是 PNG 图片）"
    assert "Word 文档 (.docx)" in messages.explain(errors.NotText("a", "Word document (.docx)"), "zh").title
