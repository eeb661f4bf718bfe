"""Unseen characters: told where nothing beside them explains them; lines that read backwards."""

from __future__ import annotations

import time

import pytest
from support.labelled import PARAGRAPH, SPECIFIC, noted

import simcheck
from simcheck.findings.unseen import reversed_parts, unexplained

VS15, VS16, ZWJ, ZWNJ, ZWSP = "\ufe0e", "\ufe0f", "\u200d", "\u200c", "\u200b"
FAMILY = f"\U0001f468{ZWJ}\U0001f469{ZWJ}\U0001f467"
COUPLE = f"\U0001f469\U0001f3fd{ZWJ}❤{VS16}{ZWJ}\U0001f468"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def told(text: str) -> list[str]:
    return [f"{ord(sign):04X}" for sign, is_told in zip(text, unexplained(text), strict=True) if is_told]


@pytest.mark.parametrize(
    "text",
    [
        f"❗{VS16}今年修通了后山路✔{VS16}，✔{VS15}也算",
        f"1{VS16}\u20e3先修主路，2{VS16}\u20e3再修支路，#{VS16}\u20e3",
        f"家家户户{FAMILY}都来了，{COUPLE}，\U0001f3f3{VS16}{ZWJ}\U0001f308，⛓{VS16}{ZWJ}\U0001f4a5",
        f"{SCOTLAND}来的客人，㊗{VS16}，\U0001f004{VS16}",
        "ᠰᠢᠨ\u180eᠡ ᠵᠠᠮ ᠤ\u180bᠨ ᠭ\u180dᠠ",
        f"می{ZWNJ}خواهم، کتاب{ZWNJ}ها",
        f"क्{ZWJ}ष और क्{ZWNJ}ष，ശ്രീ{ZWJ}",
        f"ភាសា{ZWSP}ខ្មែរ ไทย{ZWSP}คำ",
        "ئۇيغۇر\u200f 2024\u200e يىل，\u202bئۇيغۇر\u202c",
        "葛\U000e0100城村、辻\U000e0101先生",
        "e\u0301te\u0301, Vie\u0323\u0302t",
    ],
)
def test_what_spelling_and_emoji_ask_for_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"今{VS16}年",
        f"ab{VS16}c",
        f"❗{VS16}{VS16}今年",
        f"1{VS16}先修主路",
        f"今{ZWJ}年",
        f"a{ZWNJ}b",
        f"{ZWJ}\U0001f469今年",
        "今\u180e年",
        "a\u180bb",
        "今\U000e0067年",
        "今\u034f年",
        f"今{ZWSP}年",
        "今\u00ad年",
        "今\u2060年",
        "今\u200e年",
        "今\u2066年",
        "今\u202d年",
        f"{VS16}",
    ],
)
def test_the_same_elsewhere_is_told(text: str) -> None:
    assert len(told(text)) == 1


def test_a_selector_behind_every_ideograph_is_told() -> None:
    text = "".join(f"{sign}\U000e0100" for sign in SPECIFIC[0])
    assert len(told(text)) > 0.8 * len(SPECIFIC[0])
    assert told(SPECIFIC[0] + "葛\U000e0100城") == []


def test_lines_that_are_reversed_are_told_apart() -> None:
    lines = [f"\u202e{line[::-1]}\u202c" if n % 2 else f"\u202e{line[::-1]}" for n, line in enumerate(SPECIFIC[:4])]
    report = simcheck.compare("\n".join(lines), PARAGRAPH)
    (found,) = noted(report, "overridden")
    assert found["count"] == sum(len(line) for line in SPECIFIC[:4])
    assert not noted(report, "hidden")
    assert not noted(simcheck.compare(PARAGRAPH, SPECIFIC[0]), "overridden")


def test_an_override_that_reverses_nothing_is_only_unseen() -> None:
    report = simcheck.compare(f"{PARAGRAPH}\u202e\n{SPECIFIC[0]}\u202d", PARAGRAPH)
    assert not noted(report, "overridden")
    assert noted(report, "hidden")[0]["count"] == 2


def test_a_report_with_emoji_has_no_note() -> None:
    report = simcheck.compare(f"❗{VS16}{PARAGRAPH}{FAMILY}", PARAGRAPH)
    assert not noted(report, "hidden")


def test_unseen_characters_take_linear_time() -> None:
    started = time.process_time()
    for part in (f"今{ZWJ}", "\u202e今年\n", "\u202e", f"❗{VS16}", "葛\U000e0100", "\U0001f3f4\U000e0067"):
        text = part * (300_000 // len(part))
        unexplained(text)
        reversed_parts(text)
    assert time.process_time() - started < 5
