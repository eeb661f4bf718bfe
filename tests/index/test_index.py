"""The index: what is sampled, stored and found again, against slow obvious references."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from simcheck.errors import IndexDamaged
from simcheck.index import merging, segment, writing
from simcheck.index.features import (
    FAMILIES,
    FINGERPRINTS,
    GRAM,
    Batch,
    Postings,
    agreement,
    features,
    fingerprints,
)
from simcheck.index.segment import Segment
from simcheck.index.sketching import sketching
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Permutations, signatures, winnowed
from simcheck.text.normalize import folded, normalize

SKETCHING = sketching()

# Few characters, so that runs repeat; some that vanish; words in a spaced script; several characters from one.
chinese = st.text("农村道路建设扎实推进。，\n\u200b㎡3", max_size=120)
words = st.lists(
    st.sampled_from(["the", "town", "built", "new", "roads", "and", "schools", "this", "year"]), max_size=40
).map(" ".join)
texts = st.lists(st.one_of(chinese, words, st.tuples(chinese, words).map("".join)), min_size=1, max_size=6)


def rows(postings: Postings) -> list[tuple[int, ...]]:
    columns = [column.tolist() for column in postings if column is not None]
    return sorted(zip(*columns, strict=True))


@given(texts)
def test_texts_laid_end_to_end_are_found_by_what_each_is_found_by(many: list[str]) -> None:
    together = features(many, *SKETCHING)
    alone = [features([text], *SKETCHING) for text in many]
    assert together.lengths.tolist() == [len(normalize(text)) for text in many]
    for family in FAMILIES:
        expected = [
            row
            for one, start in zip(alone, together.starts.tolist(), strict=True)
            for row in rows(one.families[family].moved(start))
        ]
        assert rows(together.families[family]) == sorted(expected)


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=60), st.integers(2, 7))
def test_every_window_of_eligible_hashes_has_its_least_as_a_sample(values: list[tuple[int, bool]], window: int) -> None:
    hashes = np.array([value for value, _ in values], dtype=np.uint64)
    eligible = np.array([good for _, good in values], dtype=np.bool_)
    count = max(0, len(hashes) - window + 1)
    sampled = set(winnowed(hashes, eligible, window, np.ones(count, dtype=np.bool_)).tolist())
    least = set()
    for at in range(count):
        good = [n for n in range(at, at + window) if eligible[n]]
        least |= {n for n in good if hashes[n] == min(hashes[m] for m in good)}
    assert sampled == least


@given(chinese, chinese, chinese, chinese, chinese)
def test_a_run_of_the_guarantee_has_a_fingerprint_in_common(run: str, a: str, b: str, c: str, d: str) -> None:
    """And the surroundings of that fingerprint say that the run is as long as it is."""
    length = len(folded(run))
    if length < MIN_LENGTH:
        return
    left, right = normalize(a + run + b), normalize(c + run + d)
    mine, theirs = (fingerprints(text, np.zeros(1, dtype=np.int64)) for text in (left, right))
    first, other = len(normalize(a)), len(normalize(c))
    found = set()
    for i in range(len(mine.postings.keys)):
        for j in range(len(theirs.postings.keys)):
            at, there = int(mine.postings.places[i]), int(theirs.postings.places[j])
            inside = first <= at and at + GRAM <= first + length and at - first == there - other
            if inside and mine.postings.keys[i] == theirs.postings.keys[j]:
                assert mine.postings.around is not None
                assert theirs.postings.around is not None
                before, after = agreement(
                    mine.postings.around[[i]], theirs.postings.around[[j]], np.zeros(1, dtype=np.bool_)
                )
                found |= set(range(at - int(before[0]), at + GRAM + int(after[0])))
    assert set(range(first, first + length)) <= found


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50), st.integers(1, 40))
def test_signatures_are_those_of_datasketch(values: list[int], functions: int) -> None:
    theirs = MinHash(num_perm=functions, seed=1, hashfunc=int, scheme="affine32")
    theirs.update_batch(values)
    a, b = theirs.permutations
    ours = signatures(np.array(values, dtype=np.uint32), np.zeros(1, dtype=np.int64), Permutations(a, b))
    assert ours[:, 0].tolist() == theirs.hashvalues.tolist()


def written(path: Path, numbers: list[int], batch: Batch) -> Segment:
    return Segment(path, writing.write(path, [(numbers, batch)]))


REPORTS = [
    "全镇上下齐心协力，扎实推进农村道路硬化工程，完成投资三百五十万元。全年新修村组道路二十六公里。" * 3,
    "狠抓安全生产责任落实，开展隐患排查四十七次，整改问题一百二十三个，未发生较大以上事故。" * 2,
    "全镇上下齐心协力，扎实推进农村饮水安全工程，解决了三个行政村的吃水问题。The town built new roads this year.",
    "",
]


def looked_up(one: Segment, family: str, keys: np.ndarray) -> list[tuple[int, int, int]]:
    """Key, text and place in it of everything found."""
    hits = one.look_up(family, *one.ranges(family, keys))
    at = one.text_of(hits.places)
    place = hits.places - one.starts[at]
    return sorted(zip(keys[hits.query].tolist(), one.numbers[at].tolist(), place.tolist(), strict=True))


def test_what_was_written_is_found(tmp_path: Path) -> None:
    batch = features(REPORTS, *SKETCHING)
    one = written(tmp_path / "one", [7, 8, 9, 12], batch)
    for family in FAMILIES:
        stored = batch.families[family]
        keys = np.unique(stored.keys)
        at = np.searchsorted(batch.starts, stored.places, side="right") - 1
        names = np.array([7, 8, 9, 12])[at]
        expected = sorted(
            zip(stored.keys.tolist(), names.tolist(), (stored.places - batch.starts[at]).tolist(), strict=True)
        )
        assert looked_up(one, family, keys) == expected
        assert looked_up(one, family, np.setdiff1d(keys ^ np.uint32(1), keys)) == []
    one.close()


def test_a_merge_is_as_if_all_had_been_written_at_once(tmp_path: Path) -> None:
    parts = [
        written(tmp_path / "a", [1, 2], features(REPORTS[:2], *SKETCHING)),
        written(tmp_path / "b", [3, 4], features(REPORTS[2:], *SKETCHING)),
    ]
    size, kept = merging.merge(tmp_path / "c", parts, np.array([2]))
    assert kept == [1, 3, 4]
    merged = Segment(tmp_path / "c", size)
    at_once = written(tmp_path / "d", [1, 3, 4], features([REPORTS[0], *REPORTS[2:]], *SKETCHING))
    for family in FAMILIES:
        keys = np.unique(features(REPORTS, *SKETCHING).families[family].keys)
        assert looked_up(merged, family, keys) == looked_up(at_once, family, keys)
    for each in (*parts, merged, at_once):
        each.close()


def test_large_merges_go_through_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "_AT_ONCE", 50)
    test_a_merge_is_as_if_all_had_been_written_at_once(tmp_path)


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "one"
    batch = features(REPORTS, *SKETCHING)
    size = writing.write(path, [([1, 2, 3, 4], batch)])
    good = path.read_bytes()
    for at in range(0, size, 97):
        bad = bytearray(good)
        bad[at] ^= 0x40
        path.write_bytes(bad)
        with pytest.raises(IndexDamaged):
            Segment(path, size).verify()
    path.write_bytes(good)
    Segment(path, size).verify()


def test_a_search_that_damage_would_mislead_is_an_error(tmp_path: Path) -> None:
    """Every key is found as before, or the damage is named; nothing is missed in silence."""
    path = tmp_path / "one"
    batch = features([text * 40 for text in REPORTS[:3]], *SKETCHING)
    size = writing.write(path, [([1, 2, 3], batch)])
    good = path.read_bytes()
    keys = np.unique(batch.families[FINGERPRINTS].keys)
    expected = looked_up(Segment(path, size), FINGERPRINTS, keys)
    for at in range(4096, size, 4099):
        bad = bytearray(good)
        bad[at] ^= 0x80
        path.write_bytes(bad)
        try:
            assert looked_up(Segment(path, size), FINGERPRINTS, keys) == expected
        except IndexDamaged:
            continue


def test_no_file_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(writer: object, family: str, rows: Postings) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_write_rows", fails)
    with pytest.raises(OSError, match="space"):
        writing.write(tmp_path / "one", [([1], features(REPORTS[:1], *SKETCHING))])
    assert list(tmp_path.iterdir()) == []
