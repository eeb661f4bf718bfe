"""What a finding is: set phrase or copy, as a background, a corpus and a reader would tell.

``data/meaning`` holds labelled sentences written for these tests, one a line: set phrases that everybody writes, and
specific sentences of the same lengths.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import simcheck
from simcheck import Corpus, Document, Flag

LABELLED = Path(__file__).parent / "data" / "meaning"


def lines(name: str) -> list[str]:
    text = (LABELLED / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


SPECIFIC = lines("specific")

SET_PHRASES = lines("set-phrases")


def planted(sentence: str) -> tuple[str, str]:
    """Two reports of one page that share nothing but a sentence, in the middle of another one on both sides."""
    pool = [line for line in SPECIFIC if line != sentence]

    def host(own: list[str]) -> str:
        page = "。\n".join("，".join(own[at : at + 3]) for at in range(0, 60, 3))
        return f"{page}。\n{own[60]}，{sentence}，{own[61]}。\n{own[62]}。"

    return host(pool[0::2]), host(pool[1::2])


def test_set_phrases_are_told_from_specific_sentences_of_the_same_length() -> None:
    def counted(sentence: str) -> tuple[int, int]:
        report = simcheck.compare(*planted(sentence))
        return report.share().part, report.share(without={Flag.BOILERPLATE}).part

    phrases = {sentence: counted(sentence) for sentence in SET_PHRASES}
    specific = {sentence: counted(sentence) for sentence in SPECIFIC}
    assert all(total for total, _ in (phrases | specific).values())
    missed = [sentence for sentence, (_, rest) in phrases.items() if rest]
    lost = [sentence for sentence, (_, rest) in specific.items() if rest < 0.9 * len(sentence)]
    assert len(phrases) >= 150
    assert len(specific) >= 150
    assert len(missed) <= 0.05 * len(phrases), missed
    assert len(lost) <= 0.01 * len(specific), lost


PARAGRAPH = (
    "针对山高坡陡、自来水压力不足的问题，在鹰嘴岩半山腰建了一座容积两百立方的高位水池，沿老茶马道铺设镀锌管四千三百米，"
    "由退休水工谭师傅带着六名村民自己开沟、自己接管，工期比原计划缩短了二十三天，"
    "通水当晚有一百一十七户把闲置了两年的洗衣机搬了出来。"
)
"""Two sentences that nobody writes twice."""


def reports(number: int, seed: int, among: list[str]) -> list[list[str]]:
    """So many reports of twelve sentences each, drawn from what only one place would write."""
    chooser = random.Random(seed)
    return [chooser.sample(among, 12) for _ in range(number)]


def test_a_paragraph_that_twenty_townships_copied_is_reuse_from_all_of_them(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for number, sentences in enumerate(reports(20, 1, SPECIFIC[:100])):
            sentences.insert(1 + number % 10, PARAGRAPH)
            corpus.add(Document(f"t{number}", f"town {number}", "。\n".join(sentences)))
        (asked,) = reports(1, 2, SPECIFIC[100:])
        asked.insert(6, PARAGRAPH)
        report = corpus.check("。\n".join(asked))
    length = len(simcheck.normalize.normalize(PARAGRAPH))
    assert len(report.sources) == 20
    for id in report.sources:
        assert report.share_of(id, without={Flag.BOILERPLATE}).part >= length
    assert not any(Flag.BOILERPLATE in finding.flags for finding in report.findings)


@pytest.mark.parametrize("others", [0, 40])
def test_a_phrase_of_the_place_is_known_by_its_different_surroundings(tmp_path: Path, others: int) -> None:
    """A slogan that one other document has is a coincidence worth showing; one that forty have is how they all
    talk."""
    slogan = "打造高原湖畔云上茶乡、建设候鸟归巢的七彩玉带小镇"
    with Corpus.open(tmp_path, create=True) as corpus:
        chooser = random.Random(3)
        for number, sentences in enumerate(reports(1 + others, 4, SPECIFIC[:100])):
            at = chooser.randrange(1, 11)
            text = "。\n".join(sentences[:at]) + "，" + slogan + "，" + "。\n".join(sentences[at:])
            corpus.add(Document(f"t{number}", f"town {number}", text))
        asked = "。\n".join(SPECIFIC[100:110]) + "，" + slogan + "，" + "。\n".join(SPECIFIC[110:120])
        report = corpus.check(asked)
    assert report.share().part >= len(slogan) - 2
    counted = report.share(without={Flag.BOILERPLATE}).part
    assert counted == 0 if others else counted >= len(slogan) - 2
