"""Terms of pieces and the second look: against slow obvious references, and what is found by them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck import Corpus, Document, Flag
from simcheck.index import second_look, writing
from simcheck.index.channels import terms
from simcheck.index.channels.terms import Terms
from simcheck.index.features import TERMS, features
from simcheck.index.query import Query, WordWeights, query_of
from simcheck.index.second_look import by_second_look
from simcheck.index.segment import Segment
from simcheck.index.sketching import sketching
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import normalize
from simcheck.text.tokens import word_ends

SKETCHING = sketching()

NONE = np.zeros(0, dtype=np.int64)

sentences = st.lists(
    st.text("农村道路建设推进安全生产饮水工程", min_size=8, max_size=50).map(lambda text: text + "。"), max_size=12
).map("".join)


def asked(text: str) -> Query:
    """A query every word of which has five bits and costs one."""
    normalized = normalize(text)
    ends = word_ends(normalized).astype(np.int64)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64) if len(ends) else ends
    counted = np.arange(len(ends) + 1, dtype=np.float64)
    return query_of(normalized, WordWeights(starts, ends, 5 * counted, counted), SKETCHING)


class Held:
    """Texts by number."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    def measures(self, numbers: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        return {number: (len(self._texts[number]), b"") for number in numbers}

    def contents(self, numbers: Iterable[int]) -> dict[int, str]:
        return {number: self._texts[number] for number in numbers}


def written(path: Path, first: int, texts: list[str]) -> Segment:
    numbers = list(range(first, first + len(texts)))
    return Segment(path, writing.write(path, [(numbers, features(texts, *SKETCHING))]))


def shared(query: Query, segments: list[Segment], barred: Ints) -> dict[tuple[int, int, int], float]:
    """What is shared by text, piece and place."""
    found = {}
    total, parts = Terms(query, segments, barred).shared(query.terms, query.pieces, 10**6, unknown=0)
    assert len(total) == len(query.pieces)
    for part in parts:
        for text, piece, place, bits, _ in zip(*(column.tolist() for column in part), strict=True):
            assert (text, piece, place) not in found
            found[text, piece, place] = bits
    return found


@settings(max_examples=20, deadline=None)
@given(sentences, st.lists(sentences, min_size=1, max_size=4), st.integers(1, 3), st.integers(1, 40))
def test_the_terms_that_a_piece_shares_with_a_chunk_are_counted(
    text: str, others: list[str], barred: int, at_once: int
) -> None:
    query = asked(text)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        segments = [written(Path(folder) / str(n), n, [other]) for n, other in enumerate(others, 1)]
        found = shared(query, segments, np.array([barred]))
        patch.setattr(terms, "_AT_ONCE", at_once)
        patch.setattr(terms, "_GROUPS", 2)
        assert shared(query, segments, np.array([barred])) == found
        for each in segments:
            each.close()
    mine = defaultdict(set)
    for key, place in zip(query.terms.keys.tolist(), query.terms.places.tolist(), strict=True):
        mine[query.pieces.tolist().index(place)].add(key)
    theirs = defaultdict(set)
    for number, other in enumerate(others, 1):
        rows = features([other], *SKETCHING).families[TERMS]
        for key, place in zip(rows.keys.tolist(), rows.places.tolist(), strict=True):
            theirs[number, place].add(key)
    chunks = sum(len(features([other], *SKETCHING).chunks) for other in others) + 10_000
    spread = {key: sum(key in keys for keys in theirs.values()) for keys in mine.values() for key in keys}
    bits = {key: min(10.0, float(np.log2(chunks / count))) for key, count in spread.items() if count}
    near = 0.01  # a term is weighed by the thousandth of a bit
    for piece, keys in mine.items():
        least = 0.25 * sum(bits.get(key, 0.0) for key in keys)
        for (number, place), there in theirs.items():
            both = sum(bits[key] for key in keys & there)
            if number != barred and keys & there and both > least + near:
                assert found[number, piece, place] == pytest.approx(both, abs=near)
            elif number == barred or not keys & there or both < least - near:
                assert (number, piece, place) not in found


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), max_size=40))
def test_peaks_are_the_first_of_the_highest_near_by(rows: list[tuple[int, int]]) -> None:
    key = np.cumsum([step for step, _ in rows], dtype=np.int64)
    bits = np.array([value for _, value in rows], dtype=np.float64)
    reach = second_look._FOLLOWING
    expected = [
        n
        for n in range(len(rows))
        if all(
            bits[m] < bits[n] or (bits[m] == bits[n] and m >= n)
            for m in range(len(rows))
            if abs(key[m] - key[n]) <= reach
        )
    ]
    assert second_look._peaks(bits, key).tolist() == expected


SOURCE = (
    "镇里从三月起把沿河两岸的老渠道重新衬砌，先修进水口，再清底泥，最后补栽护坡柳。"
    "村民蒋德贵牵头成立用水协会，按户排出轮灌日程，墒情差的坡地先浇，塘口留够三成蓄水。"
    "秋后验收时，渠系利用系数由零点四六升到零点六一，省下的电费折成化肥票发给各户。"
)

OTHERS = [
    "全县上半年招商引资到位资金稳步增长，园区标准厂房建成投用，重点企业用工缺口逐步缩小，物流通道更加顺畅。" * 3,
    "各学校开齐开足体育课程，校园足球联赛如期举行，教师轮岗交流制度继续推行，家长学校授课覆盖全部年级。" * 3,
    "沿河两岸的老渠道要管好，村民用水按户登记，塘口蓄水要够，化肥价格保持平稳，坡地改造继续推进。" * 2,
]


def sprinkled(text: str, every: int) -> str:
    """The text with every so many of its letters replaced."""
    letters = [n for n, letter in enumerate(text) if letter.isalnum()]
    changed = set(letters[every - 1 :: every])
    return "".join("的一是了我"[n % 5] if n in changed else letter for n, letter in enumerate(text))


def test_text_of_which_every_sixth_character_was_replaced_is_found(tmp_path: Path) -> None:
    own = OTHERS[0][:50] + "\n" + sprinkled(SOURCE, 6) + "\n" + OTHERS[1][:50]
    one = written(tmp_path / "one", 1, [SOURCE, *OTHERS])
    places = by_second_look(
        asked(own), Terms(asked(own), [one], NONE), NONE, Held(dict(enumerate([SOURCE, *OTHERS], 1)))
    )
    best = {text: max(places.bits[places.text == text]) for text in places.text.tolist()}
    assert best[1] > 100 > 2 * best.get(4, 0)
    barred = by_second_look(asked(own), Terms(asked(own), [one], np.array([1])), NONE, Held(dict(enumerate(OTHERS, 2))))
    assert 1 not in barred.text
    sure = by_second_look(asked(own), Terms(asked(own), [one], NONE), np.array([1]), Held(dict(enumerate(OTHERS, 2))))
    assert 1 not in sure.text
    one.close()


VILLAGES = "".join(
    f"{name}村第{n}组修了{thing}，{who}负责看护，年底由会计{n}号账本核销。"
    for n, (name, thing, who) in enumerate(
        itertools.product(
            ("石桥", "柳湾", "枫林", "白沙"),
            ("水塘护栏", "晒谷坪地", "机耕便道", "抽水泵房"),
            ("退伍老兵", "妇女主任", "民兵排长"),
        )
    )
)

VERSIONS = [VILLAGES.replace("会计", f"会计甲乙丙丁戊己庚辛{n}") for n in range(8)]


def test_a_check_names_the_source_of_one_such_sentence_beside_others_that_were_copied(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus", create=True) as corpus:
        for number, text in enumerate([*OTHERS, *VERSIONS, SOURCE]):
            corpus.add(Document(f"{number:012x}", f"第{number}份.txt", text))
        middle = VILLAGES.index("枫林")
        for sentence in re.findall(".*?。", SOURCE):
            own = VILLAGES[:middle] + sprinkled(sentence, 6) + VILLAGES[middle:]
            report = corpus.check(Document("checked", "本文", own))
            found = {f.match.source for f in report.findings if Flag.BOILERPLATE not in f.flags}
            assert f"{len(OTHERS) + len(VERSIONS):012x}" in found


def test_syllables_of_a_spaced_script_are_no_runs(tmp_path: Path) -> None:
    text = "the station nation ration of the motion notion lotion and the relation creation vacation " * 3
    other = "a potion in the portion of devotion with emotion and promotion to the commotion of the station " * 3
    one = written(tmp_path / "one", 1, [other])
    places = by_second_look(asked(text), Terms(asked(text), [one], NONE), NONE, Held({1: other}))
    assert not places.bits.any()
    one.close()


def test_a_text_that_is_copied_from_end_to_end_leaves_room_for_others(tmp_path: Path) -> None:
    """However many texts of a corpus are versions of what is checked."""
    own = VILLAGES + "\n" + sprinkled(SOURCE, 6)
    texts = [*VERSIONS, SOURCE]
    one = written(tmp_path / "one", 1, texts)
    places = by_second_look(asked(own), Terms(asked(own), [one], NONE), NONE, Held(dict(enumerate(texts, 1))))
    assert places.bits[places.text == 9].max() > 50
    one.close()


def test_a_text_without_words_has_no_leads(tmp_path: Path) -> None:
    one = written(tmp_path / "one", 1, [SOURCE])
    for text in ("", "2018", "。"):
        places = by_second_look(asked(text), Terms(asked(text), [one], NONE), NONE, Held({1: SOURCE}))
        assert not len(places.text)
    assert not len(by_second_look(asked(SOURCE), Terms(asked(SOURCE), [], NONE), NONE, Held({})).text)
    one.close()
