"""Which parts of passages stand by themselves, in whole comparisons: short and specific, long and known, weak."""

from __future__ import annotations

import pytest
from support.parts import letters

import simcheck
from simcheck import Background, Finding, Flag, Grade, Kind, Settings
from simcheck.corpus.frequencies import build
from simcheck.model import APART

SPECIFIC = (
    ("老槐树下的石磨换成了电动的，磨盘留给村史馆当展台。", "老槐树下的石磨换成了电动的，旧磨盘留给村史馆作展台。"),
    (
        "林场护林员在鹰嘴崖救下一只翅膀带伤的红隼，养了四十天才放飞。",
        "林场护林员在鹰嘴崖救下一只翅膀受伤的红隼，养了四十天放飞。",
    ),
    (
        "渔港冷库的除霜记录挂在库门内侧，当班师傅用蓝粉笔填写。",
        "渔港冷库的除霜记录挂在库门背后，由当班师傅用蓝粉笔填写。",
    ),
)
"""Sentences of 20 to 40 characters, and each with a word or two altered."""

FORMULA = (
    "各单位要提高站位压实责任，把渡口检修摆上重要议事日程，确保缆绳灯具样样齐全，事事有人管，件件有着落，"
    "全面完成各项目标任务。"
)
"""What every one of the documents says of which the table is made."""


def around(seed: int, *inside: str) -> str:
    """Sentences in the middle of a paragraph of another text."""
    middle = f"{letters(seed + 1, 90)}{''.join(inside)}{letters(seed + 2, 90)}"
    return f"{letters(seed, 300)}\n{middle}\n{letters(seed + 3, 300)}"


def found(left: str, right: str, background: Background | None = None) -> list[Finding]:
    return list(simcheck.compare(left, right, settings=Settings(background=background)).findings)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Background:
    """A table of ten documents that have nothing in common but one formula."""
    folder = tmp_path_factory.mktemp("genre")
    for seed in range(100, 200, 10):
        (folder / f"{seed}.txt").write_text(around(seed, FORMULA), encoding="utf-8")
    return build([folder])


@pytest.mark.parametrize(("sentence", "altered"), SPECIFIC)
@pytest.mark.parametrize("edited", [False, True])
def test_a_short_specific_sentence_stands_by_itself(sentence: str, altered: str, edited: bool) -> None:
    assert 20 <= len(sentence) <= 40
    left, right = around(1, sentence), around(20, altered if edited else sentence)
    (finding,) = found(left, right, Background.default())
    assert not finding.flags & APART
    assert finding.match.left.of(left) == sentence
    assert finding.grade is Grade.MIDDLE
    assert finding.kind is (Kind.EDITED if edited else Kind.IDENTICAL)


def test_short_specific_sentences_are_of_the_upper_grade_together() -> None:
    """One alone may be of a conference that both have heard; three, wherever they stand, are not."""
    sentences = [sentence for sentence, _ in SPECIFIC[:3]]
    left = "\n".join(around(10 * n, sentence) for n, sentence in enumerate(sentences, 1))
    right = "\n".join(around(10 * n, sentence) for n, sentence in enumerate(reversed(sentences), 50))
    findings = found(left, right, Background.default())
    assert [finding.match.left.of(left) for finding in findings] == sentences
    assert {finding.grade for finding in findings} == {Grade.HIGH}


def test_a_long_known_formula_is_a_set_phrase(table: Background) -> None:
    assert len(FORMULA) > 50
    (finding,) = found(around(1, FORMULA), around(20, FORMULA), table)
    assert finding.flags == {Flag.BOILERPLATE}
    assert finding.grade is Grade.LOW
    assert finding.evidence.specific == 0
    # nobody knows it without the table
    (finding,) = found(around(1, FORMULA), around(20, FORMULA))
    assert not finding.flags & APART


def test_what_is_weak_is_scattered() -> None:
    few = "辘轳上的麻绳由渔民老邹搓成了"
    left, right = (
        around(1, letters(50, 40, 99)[:-1] + few + letters(51, 40, 99)),
        around(20, few[:13] + letters(52, 60, 99)),
    )
    (finding,) = found(left, right)
    assert finding.flags == {Flag.SCATTERED}
    assert finding.grade is Grade.LOW


def test_a_formula_beside_a_specific_sentence_lies_with_it(table: Background) -> None:
    both = SPECIFIC[0][0] + FORMULA
    (finding,) = found(around(1, both), around(20, both), table)
    assert not finding.flags & APART
    # only the sentence is specific
    alone = found(around(1, SPECIFIC[0][0]), around(20, SPECIFIC[0][0]), table)[0]
    assert finding.evidence.specific == alone.evidence.specific


def test_two_acts_in_one_paragraph_are_two() -> None:
    one, other = SPECIFIC[0][0], SPECIFIC[1][0]
    left = around(1, one, letters(60, 60), other)
    right = around(20, one, letters(70, 60), other)
    assert [f.match.left.of(left) for f in found(left, right, Background.default())] == [one, other]


def test_a_kind_is_that_of_most_of_its_characters() -> None:
    identical = "".join(sentence for sentence, _ in SPECIFIC)
    mine = "清明祭扫的山路清出两条防火带，每条宽六米。"
    # what was put in another order is two parts, one of them altered
    theirs = "清明祭扫的山路已清出两条防火带，每条都宽六米。"
    left, right = around(1, identical, mine), around(20, theirs, identical)
    (finding,) = found(left, right, Background.default())
    assert len(finding.match.blocks) == 2
    assert finding.match.edits
    assert finding.kind is Kind.EDITED


def test_what_one_side_says_in_far_fewer_words_is_condensed() -> None:
    clauses = [clause for sentence, _ in SPECIFIC for clause in sentence.rstrip("。").split("，")]
    long = "，".join(f"{clause}，{letters(80 + n, 20, 99)[:-1]}" for n, clause in enumerate(clauses)) + "。"
    short = "，".join(clauses) + "。"
    (finding,) = found(around(1, short), around(20, long), Background.default())
    assert finding.kind is Kind.CONDENSED
    assert not finding.flags & APART


def test_a_run_of_the_guarantee_is_shown_whatever_it_is(table: Background) -> None:
    run = FORMULA[:14]
    findings = found(around(1, run), around(20, run), table)
    assert [f.flags for f in findings] == [{Flag.BOILERPLATE}]


def test_the_same_text_is_one_finding() -> None:
    text = "\n".join(sentence for sentence, _ in SPECIFIC)
    (finding,) = found(text, text)
    assert finding.kind is Kind.IDENTICAL
    assert (finding.match.left.start, finding.match.left.end) == (0, len(text))


def test_spaced_text_is_not_cut() -> None:
    one = "The old miller carried seven sacks of barley across the frozen ford before the bells rang at noon."
    two = "Nobody in the village remembered who had painted the blue door of the lighthouse keeper's shed."
    own = "Meanwhile {} rain fell on the slates, and the cat slept through every hour of that grey afternoon."
    left, right = f"{one}\n{two}\n", f"{own.format('gentle')[:40]}\n{one}\n{two}\n"
    (finding,) = found(left, right)
    assert finding.match.left.of(left) == left.rstrip()


def regulation(seed: int, *fourth: str) -> str:
    """Two chapters of articles that nobody else has, under headings that all have; the fourth article is given."""
    own = [f"第{n}条 {letters(seed + at, 60)}" for at, n in enumerate("一二三五六")]
    chapters = ["渔港管理条例", "第一章 总则", *own[:3], "第二章 泊位与冷库", f"第四条 {''.join(fourth)}", *own[3:]]
    return "\n".join(chapters)


def test_one_article_of_a_statute_is_found_and_nothing_is_chained_to_it() -> None:
    taken = "渔港冷库的除霜记录挂在库门内侧，由当班师傅用蓝色粉笔填写；钥匙一把交会计保管，一把挂在灯塔底层。"
    left, right = regulation(1, taken), regulation(20, taken)
    (finding,) = [f for f in found(left, right, Background.default()) if not f.flags & APART]
    assert finding.match.left.of(left) == f"第四条 {taken}"


def test_a_formula_of_statutes_is_not_taken_over() -> None:
    formula = "违反本条例规定，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，依法给予行政处罚。"
    findings = found(regulation(1, formula), regulation(20, formula), Background.default())
    assert all(f.flags & APART for f in findings)
    assert any(Flag.BOILERPLATE in f.flags for f in findings)


PUMPS = "泵站改造最难啃的是三号机组。原厂图纸早已散佚，我和机修班的老郝蹲在集水井里量了整整两天，画出十四张草图。"


@pytest.mark.parametrize(
    ("document", "source", "least"),
    [
        # from one heading to the next one
        (
            f"春天我跑地块查叶片。\n二、泵站改造\n{PUMPS}\n三、河道排污\n雨水偏多，茶园发病早。",
            f"社区食堂的账记得乱。\n二、泵站改造\n{PUMPS}\n三、河道排污\n球场地面起了鼓包。",
            0.7,
        ),
        # from the title to the signature
        (
            f"青石镇工作总结\n{PUMPS}\n青石镇人民政府",
            f"青石镇工作总结\n{PUMPS}\n青石镇人民政府\n2024年12月",
            0.95,
        ),
        # other figures throughout
        (
            "出窖腊八豆312吨、漏窖3口、补漏87回；骡队驮盐64袋、摔骡2头、请兽医5回。",
            "出窖腊八豆75吨、漏窖18口、补漏940回；骡队驮盐9袋、摔骡31头、请兽医16回。雨下得早。",
            0.95,
        ),
        # a line that nothing ends
        (
            f"春天我跑地块查叶片。\n{PUMPS[13:38]}\n茶园发病早。",
            f"食堂的账记得乱。\n{PUMPS[13:38]}\n球场起了鼓包。",
            0.5,
        ),
        # no full stop anywhere
        (
            f"今年雨水偏多，茶园发病早，{PUMPS.replace('。', '，')}春天我跑地块查叶片",
            f"社区食堂的账记得乱，{PUMPS.replace('。', '，')}球场地面起了鼓包，食堂换了师傅",
            0.5,
        ),
    ],
)
def test_what_is_copied_stands_whatever_form_it_has(document: str, source: str, least: float) -> None:
    report = simcheck.compare(document, source)
    assert report.share(without=simcheck.APART).ratio >= least


def test_an_address_of_a_page_is_no_wording() -> None:
    page = "https://www.example.org/gongzuo/2024/zongjie/index.html?id=48127"
    report = simcheck.compare(f"茶园发病早，资料见{page}，请自取。", f"球场起了鼓包，报名在{page}，过时不候。")
    assert all(finding.grade is not simcheck.Grade.HIGH for finding in report.findings)
