"""The compiled core folds texts, finds rows of keys and makes features of texts as the references do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simcheck import compiled
from simcheck.index import features, segment, sketching
from simcheck.index.sorting import order_of
from simcheck.text import normalize as folding
from simcheck.text.fingerprint import interval_hashes
from simcheck.text.normalize import Normalized, normalize

pytestmark = pytest.mark.skipif(
    compiled.core() is None, reason="there is no compiled core: python tools/build_core.py makes it"
)

SEVERAL = "".join(map(chr, folding._table().several))
WRITTEN = st.text(
    st.sampled_from("白鹭渡口12３，,.．。 \u3000\t\n\rabЖé\u200b\0Ⅳ" + SEVERAL) | st.characters(), max_size=40
)


def by_reference(ask: Callable[[], Any]) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.WITHOUT, "python")
        return ask()


def same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return bool(one.dtype == other.dtype) and np.array_equal(one, other)


@settings(max_examples=400, deadline=None)
@given(WRITTEN)
@example("")
@example("1,234.5 和 6 ,7")
@example("ﷺ" * 60)
@example("\ud800渡\udfff口\U0010ffff")
def test_texts_are_folded_alike(text: str) -> None:
    ours: Normalized = normalize(text)
    reference: Normalized = by_reference(lambda: normalize(text))
    for name in ("codes", "origin", "spaced", "broken"):
        assert same(getattr(ours, name), getattr(reference, name)), name


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4000), st.sampled_from([2, 40, 3000, 1 << 32]), st.integers(0, 2**32 - 1))
def test_rows_of_keys_are_found_alike(rows: int, kinds: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    stored = np.sort(draw.integers(0, kinds, rows + 1, dtype=np.uint64).astype(np.uint32))
    keys = np.unique(draw.integers(0, kinds, 300, dtype=np.uint64).astype(np.uint32))
    first = stored[:: segment.KEYS_PER_PAGE]
    low, high = (np.maximum(np.searchsorted(first, keys, side=side) - 1, 0) for side in ("left", "right"))
    ours = segment._found(stored, keys, low, high)
    reference = by_reference(lambda: segment._found(stored, keys, low, high))
    assert [column.tolist() for column in ours] == [column.tolist() for column in reference]
    assert ours[0].tolist() == np.searchsorted(stored, keys).tolist()


LINES = st.lists(
    st.sampled_from(["白鹭", "渡口。", "灯塔；", "\n", "abc ", "12", "竹编作坊" * 40, "的"]), max_size=40
).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), st.sampled_from([features.CHUNK, features.PIECE, 8]))
def test_features_are_made_alike(texts: list[str], size: int) -> None:
    laid = features._lay(texts)
    of_characters: tuple[Any, ...] = features._of_characters(laid.text, laid.starts)
    reference = by_reference(lambda: features._of_characters(laid.text, laid.starts))
    assert all(map(same, of_characters, reference))
    assert same(features._chunks(laid, size), by_reference(lambda: features._chunks(laid, size)))


@settings(max_examples=100, deadline=None)
@given(LINES, st.integers(0, 2**32 - 1))
def test_intervals_are_hashed_alike(text: str, seed: int) -> None:
    codes = normalize(text).codes
    ends = np.sort(np.random.default_rng(seed).integers(0, len(codes) + 1, 2 * 20).reshape(2, 20), axis=0)
    ours = interval_hashes(codes, *ends)
    assert same(ours, by_reference(lambda: interval_hashes(codes, *ends)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 700), st.sampled_from([1, 7, 60]), st.integers(0, 2**32 - 1))
def test_the_terms_that_are_kept_are_the_same(count: int, chunks: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    known = sketching._frequencies()[0]
    keys = np.append(draw.choice(known, count), draw.integers(0, 1 << 32, 20, dtype=np.uint64).astype(np.uint32))
    chunk = np.sort(draw.integers(0, chunks, len(keys)))
    assert same(sketching._columns(keys), by_reference(lambda: sketching._columns(keys)))
    ours = sketching.kept_terms(keys, chunk)
    assert same(ours, by_reference(lambda: sketching.kept_terms(keys, chunk)))
    assert ours.any()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.sampled_from([1, 9, 70_000, 1 << 22, 1 << 32]), st.integers(0, 2**32 - 1))
def test_numbers_are_put_in_order_alike(count: int, kinds: int, seed: int) -> None:
    numbers = np.random.default_rng(seed).integers(0, kinds, count, dtype=np.uint64).astype(np.uint32)
    ours = order_of(numbers)
    assert same(ours, by_reference(lambda: order_of(numbers)))
    assert ours.tolist() == sorted(range(count), key=numbers.tolist().__getitem__)


def test_where_an_array_lies_is_what_it_says_itself() -> None:
    whole = np.arange(40, dtype=np.int32)
    some: list[npt.NDArray[Any]] = [whole, whole[3:], whole[:0], np.zeros(0), np.frombuffer(b"12345678")]
    assert compiled.addresses(*some) == [each.ctypes.data for each in some]
