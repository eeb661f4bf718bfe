"""Formulas of a corpus (本库套语): long ones are known by their wordings, and what was copied is not excused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.labelled import PARAGRAPH, SPECIFIC

from simcheck import Corpus, Flag, Mark, Report
from simcheck.i18n.messages import text
from simcheck.render.view.remarks import inside

SLOTS = (
    ("对逾期不缴存", "对未按期缴存", "对拒不缴存"),
    ("圩镇摊位押金的经营户", "圩镇摊位押金的摊主", "圩镇摊位押金的业主"),
    ("，由圩镇管理小组先行登记", "，由市场管理小组先行登记", "，由圩镇管理小组逐户登记"),
    ("并张榜提醒", "并当面提醒", "并书面提醒"),
    ("，提醒三次仍不缴存的", "，三次提醒以后仍不缴存的", "，提醒三次仍未缴清的"),
    ("收回摊位另行安排", "收回摊位并予公示", "停用摊位另行安排"),
)
USUAL = "".join(slot[0] for slot in SLOTS) + "。"


def formula(chooser: random.Random) -> str:
    """The formula as somebody writes it who has heard it often."""
    return "".join(chooser.choices(slot, (0.7, 0.15, 0.15))[0] for slot in SLOTS) + "。"


def copied(chooser: random.Random) -> str:
    """A copy of it in which two places were changed."""
    words = list(USUAL)
    for place in chooser.sample(range(4, len(words) - 4), 2):
        words[place] = chooser.choice("切实稳步全力有效统筹认真逐年")
    return "".join(words)


def checked(folder: Path, sentences: Sequence[str], unit: Callable[[int], str]) -> Report:
    """A report that has the usual sentence, asked of one report for each of the sentences."""
    chooser = random.Random(5)
    hosts = []
    for sentence in sentences:
        host = [f"{line}。" for line in chooser.sample(SPECIFIC[:120], 14)]
        host.insert(chooser.randrange(15), sentence)
        hosts.append("\n".join(host))
    with filled(folder, hosts, unit) as corpus:
        own = [f"{line}。" for line in SPECIFIC[120:134]]
        return corpus.check("\n".join([*own[:7], USUAL, *own[7:]]))


def filled(folder: Path, contents: Sequence[str], unit: Callable[[int], str]) -> Corpus:
    """A corpus of some reports, each by the unit of its number."""
    path = folder / "reports.jsonl"
    lines = [json.dumps({"text": content, "unit": unit(number)}) for number, content in enumerate(contents)]
    path.write_text("\n".join(lines), encoding="utf-8")
    corpus = Corpus.open(folder / "corpus", create=True)
    corpus.add_all([path])
    return corpus


def of_their_own(number: int) -> str:
    return f"第{number}村"


def formulas(report: Report) -> list[Mark]:
    return [mark for mark in report.marks if mark.code == "corpus-formula"]


def written(count: int, write: Callable[[random.Random], str], seed: int = 3) -> list[str]:
    chooser = random.Random(seed)
    return [write(chooser) for _ in range(count)]


def test_a_long_formula_of_the_corpus_is_a_set_phrase_and_says_how_many_have_it(tmp_path: Path) -> None:
    report = checked(tmp_path, written(90, formula), of_their_own)
    (mark,) = formulas(report)
    assert mark.flag is Flag.BOILERPLATE
    assert mark.span.of(report.document.text) == USUAL
    texts, others = mark.facts["texts"], mark.facts["others"]
    assert isinstance(texts, int)
    assert isinstance(others, int)
    assert min(texts, others) >= 6
    assert texts + others <= 90
    here = [finding for finding in report.findings if finding.match.left.overlaps(mark.span)]
    assert here
    assert all(Flag.BOILERPLATE in finding.flags for finding in here)
    assert report.share(without={Flag.BOILERPLATE}).part == 0
    why = text("zh", "why.formula", texts=texts, others=others)
    assert (Flag.BOILERPLATE, why) in list(inside(here[0], report, "zh"))
    assert Report.from_json(report.to_json()) == report


@pytest.mark.parametrize("count", [20, 60])
@pytest.mark.parametrize("write", [lambda _: USUAL, copied], ids=["as it is", "changed"])
def test_what_twenty_offices_copied_to_wherever_is_no_formula(
    tmp_path: Path, write: Callable[[random.Random], str], count: int
) -> None:
    report = checked(tmp_path, written(count, write), of_their_own)
    assert not formulas(report)
    assert report.share(without={Flag.BOILERPLATE}).part >= 0.9 * sum(map(str.isalnum, USUAL))


def test_the_wordings_of_one_office_are_those_of_one(tmp_path: Path) -> None:
    assert not formulas(checked(tmp_path, written(90, formula), lambda number: f"第{number % 5}村"))


def test_of_few_holders_nothing_is_said(tmp_path: Path) -> None:
    assert not formulas(checked(tmp_path, written(9, formula), of_their_own))


def test_whoever_has_the_neighbours_as_well_says_nothing_of_the_wording(tmp_path: Path) -> None:
    """Reports of one family, each with the sentence in words of its own: taken over together with all the rest."""
    own = [f"{line}。" for line in SPECIFIC[120:134]]
    family = ["\n".join([*own[:7], sentence, *own[7:]]) for sentence in written(90, formula)]
    with filled(tmp_path, family, of_their_own) as corpus:
        report = corpus.check("\n".join([*own[:7], USUAL, *own[7:]]))
    assert not formulas(report)


def test_what_the_user_struck_is_none(tmp_path: Path) -> None:
    checked(tmp_path, written(90, formula), of_their_own)
    text = "\n".join([*(f"{line}。" for line in SPECIFIC[120:125]), USUAL, PARAGRAPH])
    with Corpus.open(tmp_path / "corpus") as corpus:
        assert formulas(corpus.check(text))
        corpus.tell_phrases(strike=["圩镇摊位押金"])
        assert not formulas(corpus.check(text))
