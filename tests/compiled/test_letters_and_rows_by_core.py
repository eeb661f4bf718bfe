"""The compiled core folds texts and finds rows of keys as the references do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simcheck import compiled
from simcheck.index import segment
from simcheck.text import normalize as folding
from simcheck.text.normalize import Normalized, normalize

pytestmark = pytest.mark.skipif(
    compiled.core() is None, reason="there is no compiled core: python tools/build_core.py makes it"
)

SEVERAL = "".join(map(chr, folding._table().several))
WRITTEN = st.text(
    st.sampled_from("白鹭渡口12３，,.．。 \u3000\t\n\rabЖé\u200b\0Ⅳ" + SEVERAL) | st.characters(), max_size=40
)


def by_reference(text: str) -> Normalized:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.WITHOUT, "python")
        return normalize(text)


@settings(max_examples=400, deadline=None)
@given(WRITTEN)
@example("")
@example("1,234.5 和 6 ,7")
@example("ﷺ" * 60)
@example("\ud800渡\udfff口\U0010ffff")
def test_texts_are_folded_alike(text: str) -> None:
    ours, reference = normalize(text), by_reference(text)
    for name in ("codes", "origin", "spaced", "broken"):
        one, other = getattr(ours, name), getattr(reference, name)
        assert one.dtype == other.dtype, name
        assert np.array_equal(one, other), name


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4000), st.sampled_from([2, 40, 3000, 1 << 32]), st.integers(0, 2**32 - 1))
def test_rows_of_keys_are_found_alike(rows: int, kinds: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    stored = np.sort(draw.integers(0, kinds, rows + 1, dtype=np.uint64).astype(np.uint32))
    keys = np.unique(draw.integers(0, kinds, 300, dtype=np.uint64).astype(np.uint32))
    first = stored[:: segment.KEYS_PER_PAGE]
    low, high = (np.maximum(np.searchsorted(first, keys, side=side) - 1, 0) for side in ("left", "right"))
    ours = segment._found(stored, keys, low, high)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.WITHOUT, "python")
        reference = segment._found(stored, keys, low, high)
    assert [column.tolist() for column in ours] == [column.tolist() for column in reference]
    assert ours[0].tolist() == np.searchsorted(stored, keys).tolist()


def test_where_an_array_lies_is_what_it_says_itself() -> None:
    whole = np.arange(40, dtype=np.int32)
    some = [whole, whole[3:], whole[:0], np.zeros(0), np.frombuffer(b"12345678"), whole.reshape(4, 10)]
    assert compiled.addresses(*some) == [each.ctypes.data for each in some]
