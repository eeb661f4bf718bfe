"""What a finding is: set phrase or copy, as a background, a corpus and a reader would tell.

``data/meaning`` holds labelled sentences written for these tests, one a line: set phrases that everybody writes, and
specific sentences of the same lengths, in a villager's and in an office's words; refilled and edited passages; passages
with and without a quotation. None of those who wrote them knew the program's lists and rules, and the list of phrases
was written without these.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import simcheck
from simcheck import Corpus, Document, Flag, Kind, Span
from simcheck.quotation import quotations

LABELLED = Path(__file__).parent / "data" / "meaning"


def lines(name: str) -> list[str]:
    text = (LABELLED / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


SPECIFIC = lines("specific")
OFFICIAL = lines("specific-official")

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
    specific = {sentence: counted(sentence) for sentence in SPECIFIC + OFFICIAL}
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


# Refilled templates


@dataclass(frozen=True)
class Labelled:
    """A passage as the document and the source have it, and what differs: places and words on both sides."""

    left: str
    right: str
    changes: tuple[tuple[Span, Span], ...]


def labelled(line: str) -> Labelled:
    """``{this|that}`` is what differs."""
    left = right = ""
    changes = []
    at = 0
    for mark in re.finditer(r"\{([^|{}]*)\|([^|{}]*)\}", line):
        left, right = left + line[at : mark.start()], right + line[at : mark.start()]
        changes.append((Span(len(left), len(left) + len(mark[1])), Span(len(right), len(right) + len(mark[2]))))
        left, right, at = left + mark[1], right + mark[2], mark.end()
    return Labelled(left + line[at:], right + line[at:], tuple(changes))


def among_others(passage: str, own: list[str]) -> tuple[str, int]:
    """A report with the passage in it, and where it begins."""
    before = "。\n".join(own[:20]) + "。\n"
    return before + passage + "\n" + "。\n".join(own[20:40]) + "。", len(before)


def judged(case: Labelled) -> tuple[bool, int]:
    """Whether most of the passage is called refilled, and how many of the changes are listed."""
    (left, at), (right, other) = among_others(case.left, SPECIFIC[0::2]), among_others(case.right, SPECIFIC[1::2])
    report = simcheck.compare(left, right)
    here = [f for f in report.findings if f.match.left.overlaps(Span(at, at + len(case.left)))]
    refilled = sum(len(f.match.left) for f in here if f.kind is Kind.REFILLED)
    listed = [s for finding in here for s in finding.substitutions]

    def rest(text: str, span: Span, sides: list[Span]) -> str:
        return "".join(c for n, c in enumerate(text[span.start : span.end], span.start) if not _in(n, sides))

    found = 0
    for mine, theirs in case.changes:
        x, y = Span(mine.start + at, mine.end + at), Span(theirs.start + other, theirs.end + other)
        some = [s for s in listed if s.left.overlaps(x) or s.right.overlaps(y)]
        # what is not listed of the two is the same: 镇 of 平安镇 and 李家镇
        found += bool(some) and rest(left, x, [s.left for s in some]) == rest(right, y, [s.right for s in some])
    return 2 * refilled >= len(case.left), found


def _in(place: int, spans: list[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def test_refilled_passages_are_told_from_edited_ones_and_what_was_refilled_is_listed() -> None:
    refilled = [labelled(line) for line in lines("refilled")]
    edited = [labelled(line) for line in lines("edited")]
    found = [judged(case) for case in refilled]
    hits = sum(is_refilled for is_refilled, _ in found)
    others = [case.left for case in edited if judged(case)[0]]
    assert len(refilled) >= 60
    assert 2 * hits / (hits + len(others) + len(refilled)) >= 0.95, (hits, others)
    assert sum(listed for _, listed in found) >= 0.97 * sum(len(case.changes) for case in refilled)


# Quotations


def bracketed(line: str) -> tuple[str, Span]:
    """A paragraph and the part of it that stands in ``[[ ]]``."""
    start, end = line.index("[["), line.index("]]")
    return line.replace("[[", "").replace("]]", ""), Span(start, end - 2)


def quoted_in(text: str, span: Span) -> int:
    return sum(max(0, min(span.end, q.span.end) - max(span.start, q.span.start)) for q in quotations(text))


def test_quotations_with_a_source_are_told_from_other_words_between_quotation_marks() -> None:
    hits = sum(quoted_in(*case) >= 0.8 * len(case[1]) for case in map(bracketed, lines("quoted")))
    total = len(lines("quoted"))
    others = [text for text, span in map(bracketed, lines("unquoted")) if quoted_in(text, span)]
    assert total >= 40
    assert 2 * hits / (hits + len(others) + total) >= 0.95, others
