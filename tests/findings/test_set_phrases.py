"""Set phrases (套话): told from specific sentences and from copies, by a background, a corpus and the user."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.labelled import OFFICIAL, PARAGRAPH, SET_PHRASES, SPECIFIC

import simcheck
from simcheck import APART, Corpus, Document, Flag, SimcheckError
from simcheck.corpus.phrase_list import PhraseList
from simcheck.text.normalize import normalize


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
        return report.share().part, report.share(without=APART).part

    phrases = {sentence: counted(sentence) for sentence in SET_PHRASES}
    specific = {sentence: counted(sentence) for sentence in SPECIFIC + OFFICIAL}
    assert all(total for total, _ in (phrases | specific).values())
    missed = [sentence for sentence, (_, rest) in phrases.items() if rest]
    lost = [sentence for sentence, (_, rest) in specific.items() if rest < 0.9 * sum(map(str.isalnum, sentence))]
    assert len(phrases) >= 150
    assert len(specific) >= 150
    assert len(missed) <= 0.05 * len(phrases), missed
    assert len(lost) <= 0.01 * len(specific), lost


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
    length = len(normalize(PARAGRAPH))
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


def test_set_phrases_inside_a_copied_paragraph_are_marked_and_the_paragraph_is_not_excused() -> None:
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    both = f"{PARAGRAPH}全体党员{slogan}，把水池的钥匙交给了七十岁的陈老栓。"
    report = simcheck.compare(both + "\n" + "。\n".join(SPECIFIC[:8]), both + "\n" + "。\n".join(SPECIFIC[20:28]))
    (finding,) = report.findings
    assert not finding.flags
    (mark,) = (m for m in report.marks if m.flag is Flag.BOILERPLATE)
    words = mark.span.of(report.document.text)
    assert words in slogan
    assert len(words) >= 0.8 * len(slogan)
    every, rest = report.share(), report.share(without={Flag.BOILERPLATE})
    assert every.part - rest.part == every.whole - rest.whole == sum(map(str.isalnum, words))


SLOGAN = "打造高原湖畔云上茶乡、建设候鸟归巢的七彩玉带小镇"


@pytest.fixture
def talkative(tmp_path: Path) -> Iterator[Corpus]:
    """Thirty documents that share a slogan, twenty of which share a paragraph as well."""
    with Corpus.open(tmp_path, create=True) as corpus:
        chooser = random.Random(9)
        for number, sentences in enumerate(reports(30, 10, SPECIFIC[:100])):
            at = chooser.randrange(1, 11)
            before, after = "。\n".join(sentences[:at]), "。\n".join(sentences[at:])
            copied = PARAGRAPH if number < 20 else ""
            corpus.add(Document(f"t{number}", f"town {number}", f"{before}，{SLOGAN}，{after}。\n{copied}"))
        yield corpus


def test_the_phrases_of_a_corpus_are_listed_with_their_frequencies_and_copied_paragraphs_are_not(
    talkative: Corpus,
) -> None:
    first, *others = talkative.phrases()
    assert first.words.strip("，、") in SLOGAN
    assert len(first.words) >= 0.9 * len(SLOGAN)
    assert first.texts == 30
    assert 25 <= first.contexts <= 30
    assert not first.known
    # sentences that seven of the thirty drew stand in seven surroundings; the paragraph of twenty in one
    assert all(5 <= phrase.contexts <= 12 for phrase in others)
    assert not any(phrase.words in PARAGRAPH for phrase in others)
    assert len(talkative.phrases(3)) == 3


def test_what_the_user_says_of_phrases_counts_in_the_next_check(talkative: Corpus) -> None:
    asked = "。\n".join([*SPECIFIC[100:110], PARAGRAPH]) + f"，{SLOGAN}，" + "。\n".join(SPECIFIC[110:120])

    def counted() -> int:
        return talkative.check(asked).share(without={Flag.BOILERPLATE}).part

    paragraph, slogan = (sum(map(str.isalnum, words)) for words in (PARAGRAPH, SLOGAN))
    assert abs(counted() - paragraph) <= 2
    talkative.tell_phrases(strike=[SLOGAN])
    assert abs(counted() - paragraph - slogan) <= 3
    said = talkative.tell_phrases(add=[PARAGRAPH, SLOGAN])
    assert said.added == (PARAGRAPH, SLOGAN)
    assert said.struck == ()
    assert counted() == 0
    # a file that anybody may edit
    file = talkative.folder / ".simcheck" / "phrases.txt"
    file.write_text(f"# 套话\n\n-{SLOGAN}\n", encoding="utf-8")
    assert abs(counted() - paragraph - slogan) <= 3
    # as an editor on Windows writes it
    file.write_bytes(f"\ufeff－{SLOGAN}\r\n  # 备注\r\n-\r\n一\r\n".encode())
    assert talkative.phrase_list == PhraseList((), (SLOGAN,))
    file.write_bytes(f"{SLOGAN}，大家都这样说，哪里都这样写\n# 我的备注\n".encode("gb18030"))
    assert len(talkative.phrase_list.added) == 1
    talkative.tell_phrases(add=[SLOGAN, f"“{SLOGAN}”"], strike=[f"{SLOGAN}！"])
    assert talkative.phrase_list.struck == (f"{SLOGAN}！",)
    assert SLOGAN not in talkative.phrase_list.added
    assert "# 我的备注" in file.read_text(encoding="utf-8")
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(SimcheckError):
        counted()


def test_a_short_phrase_that_the_user_adds_is_set_apart_inside_a_copied_passage(talkative: Corpus) -> None:
    words = "高位水池"
    asked = "。\n".join([*SPECIFIC[100:110], PARAGRAPH, *SPECIFIC[110:115]])
    before = talkative.check(asked).share(without={Flag.BOILERPLATE})
    talkative.tell_phrases(add=[words])
    report = talkative.check(asked)
    after = report.share(without={Flag.BOILERPLATE})
    assert (before.part - after.part, before.whole - after.whole) == (len(words), len(words))
    assert words in {mark.span.of(asked) for mark in report.marks}
