"""Wordings (写法): how many texts have a sentence, and in how many usual ways others put it, counted from postings."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simcheck.index import writing
from simcheck.index.channels.common import sampled
from simcheck.index.channels.fingerprints import fingerprint_hits, looked_for
from simcheck.index.features import features
from simcheck.index.query import WordWeights, query_of
from simcheck.index.segment import Segment
from simcheck.index.sketching import sketching
from simcheck.index.wordings import SEVERAL, Wording, Wordings
from simcheck.text.normalize import normalize

SENTENCE = "渡船载客不得超过核定人数遇大雾和洪水一律停航艄公换班时清点救生衣并记入渡口日志"
ELSEWHERE = "柑橘合作社今年新添两台选果机雇了三十七名邻村妇女分拣装箱到腊月底还剩六千斤没有卖出去"
OTHER = SENTENCE.replace("不得超过核定人数遇", "须照牌上所写碰到了")
FURTHER = SENTENCE.replace("清点救生衣并记入", "把浮具当面数好再写")


def hosts(sentences: list[str]) -> list[str]:
    """Texts that share nothing but the sentences, each between words of its own."""
    own = [chr(0x4E00 + 40 * number) + ELSEWHERE[number % 20 :: 3] for number in range(len(sentences))]
    return [f"{before}。{sentence}。{before[::-1]}。" for before, sentence in zip(own, sentences, strict=True)]


def asked(folder: Path, texts: list[str], barred: tuple[int, ...] = ()) -> tuple[Wordings, int, int]:
    """What texts 1, 2, … have in common with one that is asked about, and where the sentence stands in it."""
    path = folder / f"postings-{len(texts)}"
    size = writing.write(path, [(list(range(1, len(texts) + 1)), features(texts, *sketching()))])
    text = normalize(f"{ELSEWHERE}。{SENTENCE}。{ELSEWHERE[::-1]}。")
    none = np.zeros(0, dtype=np.int64)
    query = query_of(text, WordWeights(none, none, np.zeros(1), np.zeros(1)), sketching())
    lookup = looked_for(query, [Segment(path, size)], np.array(barred, dtype=np.int64))
    hits = fingerprint_hits(query, lookup, sampled(lookup, len(query.fingerprints.postings.keys)))
    return Wordings(query, hits), len(ELSEWHERE), len(ELSEWHERE) + len(SENTENCE)


def test_of_copies_there_is_one_wording(tmp_path: Path) -> None:
    found, start, end = asked(tmp_path, hosts([SENTENCE] * 7))
    assert found.of(start, end) == Wording(texts=7, alone=7, others=0, ways=0)
    assert found.texts_with(start, end) == list(range(1, 8))


def test_what_is_barred_is_not_there(tmp_path: Path) -> None:
    found, start, end = asked(tmp_path, hosts([SENTENCE] * 7), barred=(2, 3))
    assert found.of(start, end).texts == 5
    assert found.texts_with(start, end) == [1, 4, 5, 6, 7]


def test_a_wording_is_usual_if_several_have_it(tmp_path: Path) -> None:
    few, start, end = asked(tmp_path, hosts([SENTENCE] * 7 + [OTHER, FURTHER] * (SEVERAL - 1)))
    assert few.of(start, end) == Wording(texts=7, alone=7, others=SEVERAL - 1, ways=0)
    found, start, end = asked(tmp_path, hosts([SENTENCE] * 7 + [OTHER, FURTHER] * SEVERAL))
    usual = found.of(start, end)
    assert usual[:3] == (7, 7, SEVERAL)
    # each leaves the sentence and enters it again, as far as the contexts of fingerprints show
    assert 1 <= usual.ways <= 4


def test_others_of_one_holder_are_one(tmp_path: Path) -> None:
    found, start, end = asked(tmp_path, hosts([SENTENCE] * 7 + [OTHER, FURTHER] * 4))
    holder = {number: number if number <= 7 else 8 + number % 4 for number in range(1, 16)}
    assert found.of(start, end).others == 4
    assert found.of(start, end, holder) == Wording(texts=7, alone=7, others=2, ways=0)


def test_who_has_the_neighbours_too_is_no_witness(tmp_path: Path) -> None:
    family = [f"{ELSEWHERE}。{SENTENCE}。", f"{SENTENCE}。{ELSEWHERE[::-1]}。"]
    found, start, end = asked(tmp_path, hosts([SENTENCE] * 7) + family)
    assert found.of(start, end) == Wording(texts=9, alone=7, others=0, ways=0)


def test_of_nothing_shared_nothing_is_counted(tmp_path: Path) -> None:
    found, start, end = asked(tmp_path, ["完全不相干的另一篇文稿，说的是修水渠的事。"])
    assert found.of(start, end) == Wording(0, 0, 0, 0)
    assert found.texts_with(start, end) == []
