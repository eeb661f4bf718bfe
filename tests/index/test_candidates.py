"""Candidates (候选): what a look-up touches, and what is known of a fingerprint that very many texts have."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck import Corpus, Document
from simcheck.corpus.check import likeliest, worth_comparing
from simcheck.index import merging, shortlists, writing
from simcheck.index.candidates import Ranked
from simcheck.index.channels import common
from simcheck.index.channels.common import sampled
from simcheck.index.channels.fingerprints import (
    contexts_in,
    fingerprint_hits,
    hits_between,
    joined_hits,
    looked_for,
    neighbours_in,
    rarity_of,
    runs_near,
)
from simcheck.index.features import features
from simcheck.index.query import Query, WordWeights, query_of
from simcheck.index.segment import Segment
from simcheck.index.sketching import sketching
from simcheck.index.sorting import order_of
from simcheck.index.wordings import Wordings
from simcheck.store.catalogue import Catalogue
from simcheck.text.normalize import normalize

PHRASE = "渡口夜间一律停航并挂红灯示警"
SKETCHING = sketching()


def strange(chooser: random.Random, length: int) -> str:
    """Text that no other has."""
    return "".join(chr(chooser.randrange(0x4E00, 0x9FA5)) for _ in range(length))


def with_phrase(count: int, seed: int = 1) -> list[str]:
    """So many texts of many lengths, which have one phrase in common."""
    chooser = random.Random(seed)
    return [strange(chooser, 30 + n % 37) + PHRASE + strange(chooser, 20 + n % 41) for n in range(count)]


def written(path: Path, texts: list[str], first: int = 1) -> Segment:
    numbers = list(range(first, first + len(texts)))
    return Segment(path, writing.write(path, [(numbers, features(texts, *SKETCHING))]))


def asking(text: str) -> Query:
    none = np.zeros(0, dtype=np.int64)
    return query_of(normalize(text), WordWeights(none, none, np.zeros(1), np.zeros(1)), SKETCHING)


NONE = np.zeros(0, dtype=np.int64)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1 << 20), st.integers(0, 3)), max_size=30), st.booleans())
def test_rows_are_sorted_as_numpy_sorts_them(rows: list[tuple[int, int, int]], is_wide: bool) -> None:
    columns = [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)] or [NONE, NONE, NONE]
    if is_wide and rows:
        # more than one number of 64 bits holds
        columns[1] <<= 40
    assert order_of(*columns).tolist() == np.lexsort(columns[::-1]).tolist()
    assert order_of(columns[0]).tolist() == np.argsort(columns[0], kind="stable").tolist()


def test_a_look_up_touches_no_more_pages_in_a_larger_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chooser = random.Random(3)
    asked = strange(chooser, 300)
    touched: list[int] = []
    check_pages = Segment._check_pages

    def counted(self: Segment, pages: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        touched[-1] += len(pages)
        check_pages(self, pages)

    for count in (200, 1600):
        texts = [strange(chooser, 200) for _ in range(count)]
        one = written(tmp_path / str(count), [asked, *texts])
        touched.append(0)
        monkeypatch.setattr(Segment, "_check_pages", counted)
        lookup = looked_for(asking(asked), [one], NONE)
        hits = fingerprint_hits(asking(asked), lookup, sampled(lookup, len(lookup.chosen)))
        assert hits.texts.tolist() == [1]
        monkeypatch.undo()
        again = touched[-1]
        touched.append(0)
        fingerprint_hits(asking(asked), lookup, sampled(lookup, len(lookup.chosen)))
        assert not touched.pop()
        assert again
    # of the keys each its page, of which there are no more than keys
    assert touched[1] <= 4 * len(lookup.chosen)
    assert touched[1] < 8 * touched[0]


def test_the_text_of_a_place_is_found_among_long_and_short_ones(tmp_path: Path) -> None:
    chooser = random.Random(4)
    lengths = [chooser.choice((0, 1, 3, 20, 3000)) for _ in range(120)] + [1] * 90 + [500]
    one = written(tmp_path / "one", [strange(chooser, length) for length in lengths])
    places = np.concatenate([np.arange(a, a + n) for a, n in zip(one.starts, one.lengths, strict=True)])
    expected = np.repeat(np.arange(len(one.starts)), one.lengths)
    assert (one.text_of(places) == expected).all()
    assert (one.text_of(places[::-1].astype(np.uint32)) == expected[::-1]).all()


def test_of_a_common_fingerprint_some_texts_are_looked_at_and_all_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = with_phrase(400)
    query = asking(texts[7])
    segments = [written(tmp_path / "a", texts[:150]), written(tmp_path / "b", texts[150:], 151)]
    lookup = looked_for(query, segments, np.array([3]))
    whole = fingerprint_hits(query, lookup, sampled(lookup, len(lookup.chosen)))
    assert whole.is_whole
    assert len(whole.texts) == 399
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    sample = sampled(lookup, len(lookup.chosen))
    hits = fingerprint_hits(query, lookup, sample)
    assert len(sample.common)
    assert (hits.spread == whole.spread).all()
    assert (rarity_of(hits, 400) == rarity_of(whole, 400)).all()
    # its own text is found by what only it has, whether it is looked at or not
    assert common.LEAST <= len(hits.texts) <= 4 * common.ENOUGH
    assert 8 in hits.texts
    assert set(hits.texts) <= set(whole.texts)
    # what is estimated is near what is counted
    counted, estimated = (contexts_in(query, each, joined_hits(query, each)) for each in (whole, hits))
    assert counted.max() > 300
    assert 0.7 < estimated.max() / counted.max() < 1.4
    assert (estimated[counted < 2] < 2).all()
    assert 0.5 < neighbours_in(hits) / neighbours_in(whole) < 2


def test_how_many_texts_have_a_sentence_is_counted_in_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = with_phrase(300)
    query = asking(strange(random.Random(5), 40) + PHRASE + strange(random.Random(6), 40))
    lookup = looked_for(query, [written(tmp_path / "one", texts)], np.array([3]))
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    sample = sampled(lookup, len(lookup.chosen))
    hits = fingerprint_hits(query, lookup, sample)
    found = Wordings(query, hits, partial(hits_between, query, lookup, sample))
    assert found.of(40, 40 + len(PHRASE)).texts < 200
    assert found.texts_of(40, 40 + len(PHRASE)) == 299
    assert found.texts_of(90, 110) == 0


def test_which_texts_are_looked_at_does_not_hang_on_their_order_or_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    texts = with_phrase(300)
    seen = []
    for turn in range(3):
        some = list(texts)
        random.Random(turn).shuffle(some)
        cut = 100 * turn
        files = [(some[:cut], 1), (some[cut:], cut + 1)]
        segments = [written(tmp_path / f"{turn}-{first}", part, first) for part, first in files if part]
        query = asking(PHRASE + strange(random.Random(5), 40))
        lookup = looked_for(query, segments, NONE)
        hits = fingerprint_hits(query, lookup, sampled(lookup, len(lookup.chosen)))
        seen.append({some[number - 1] for number in hits.texts.tolist()})
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) < 150


@pytest.mark.parametrize("barred", [0, 40, 280], ids=str)
def test_lists_in_the_file_say_what_reading_all_postings_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, barred: int
) -> None:
    texts = with_phrase(300)
    query = asking(PHRASE + strange(random.Random(5), 40))
    out = np.array(sorted(random.Random(barred).sample(range(1, 301), barred)), dtype=np.int64)
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    found = []
    for name, postings in (("none", 10**6), ("some", 170), ("all", 20)):
        monkeypatch.setattr(shortlists, "COMMON", postings)
        monkeypatch.setattr(shortlists, "LISTED", 90)
        segments = [written(tmp_path / f"{name}-a", texts[:120]), written(tmp_path / f"{name}-b", texts[120:], 121)]
        for each in segments:
            each.verify()
        lookup = looked_for(query, segments, out)
        sample = sampled(lookup, len(lookup.chosen))
        hits = fingerprint_hits(query, lookup, sample)
        found.append((sum(len(s.lists(lookup.keys)[0]) for s in segments), sample, hits))
    (no, first, whole), *others = found
    assert no == 0
    assert 0 < others[0][0] < others[1][0]
    for _, sample, hits in others:
        assert sample.common.tolist() == first.common.tolist()
        for one, other in zip(hits[:7], whole[:7], strict=True):
            assert one.tolist() == other.tolist()
        if not barred:
            assert sample.spread.tolist() == first.spread.tolist()
        # of lists that lack some texts it is estimated how many of them may be sources
        assert (np.abs(hits.spread - whole.spread) <= 0.3 * whole.spread).all()


def test_a_merged_file_has_the_lists_of_one_that_was_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlists, "COMMON", 20)
    monkeypatch.setattr(shortlists, "LISTED", 30)
    texts = with_phrase(100)
    parts = [written(tmp_path / "a", texts[:40]), written(tmp_path / "b", texts[40:], 41)]
    size, _ = merging.merge(tmp_path / "c", parts, NONE)
    merged, at_once = Segment(tmp_path / "c", size), written(tmp_path / "d", texts)
    keys = np.unique(looked_for(asking(PHRASE), [at_once], NONE).keys)
    assert [column.tolist() for column in merged.lists(keys)] == [column.tolist() for column in at_once.lists(keys)]
    _, texts_with, left, right = merged.lists(keys)
    assert (texts_with == 100).all()
    rows = np.arange(int(left.min()), int(right.max()))

    def said(one: Segment) -> list[list[int]]:
        order, text = one.listed(rows)
        places, around = one.listed_places(rows, text)
        return [order.tolist(), text.tolist(), places.tolist(), around.tolist()]

    assert said(merged) == said(at_once)


def test_forms_that_are_alike_in_all_have_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlists, "COMMON", 20)
    monkeypatch.setattr(shortlists, "_MOST", 30)
    chooser = random.Random(6)
    texts = [strange(chooser, 30) + PHRASE + strange(chooser, 60) for _ in range(80)]
    assert not len(written(tmp_path / "one", texts).lists(looked_for(asking(PHRASE), [], NONE).keys)[0])


def test_forms_of_one_length_are_not_all_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    chooser = random.Random(6)
    texts = [strange(chooser, n % 90) + PHRASE + strange(chooser, 90 - n % 90) for n in range(400)]
    query = asking(PHRASE + strange(chooser, 40))
    lookup = looked_for(query, [written(tmp_path / "one", texts)], NONE)
    hits = fingerprint_hits(query, lookup, sampled(lookup, len(lookup.chosen)))
    assert 50 <= len(hits.texts) <= 130


@pytest.mark.parametrize("min_length", [8, 13, 20])
def test_runs_are_found_near_gaps_in_texts_that_were_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, min_length: int
) -> None:
    texts = with_phrase(300)
    longer = PHRASE + "违者罚停三日交区里处置"
    texts[211] = strange(random.Random(9), 40) + longer + strange(random.Random(10), 40)
    asked = strange(random.Random(8), 50) + longer
    query, one = asking(asked), written(tmp_path / "one", texts)
    lookup = looked_for(query, [one], NONE)
    monkeypatch.setattr(common, "FREE", 100)
    monkeypatch.setattr(common, "ENOUGH", 60)
    sample = sampled(lookup, len(lookup.chosen))
    end = 50 + len(PHRASE)
    runs = runs_near(query, lookup, sample, np.arange(end, end + 2), min_length)
    assert 212 in runs.text
    at = int(np.flatnonzero(runs.text == 212)[0])
    shared = normalize(texts[211]).string_of(int(runs.right[at]), int(runs.right[at] + runs.end[at] - runs.left[at]))
    assert shared in longer
    # nothing is claimed elsewhere, and nothing without a gap
    assert ((runs.left <= end + 1) & (runs.end > end)).all()
    assert not len(runs_near(query, lookup, sample, NONE, min_length).text)
    assert not len(runs_near(query, lookup, sample, np.arange(10), min_length).text)


def test_the_catalogue_is_asked_only_for_the_texts_that_may_be_compared(tmp_path: Path) -> None:
    ranked = Ranked(np.arange(1, 2001), np.full(2000, 40.0), np.arange(2000, 0, -1) // 3 / 1.0, *np.zeros((2, 2000)))
    with Corpus.open(tmp_path, create=True) as made:
        made.add(Document("a", "a", PHRASE))
        asked: list[int] = []

        class Asked(Catalogue):
            def measures(self, numbers):  # type: ignore[no-untyped-def]
                asked.extend(numbers)
                return {number: (number, b"") for number in asked}

        likely = likeliest(ranked, Asked(made.folder / ".simcheck"))
    assert len(likely) == len(worth_comparing(ranked)) == 2000
    assert 50 <= len(asked) <= 53
    assert likely[:50] == list(range(1, 51))
