"""The compiled core gives what its reference gives, to the last bit, and nobody needs it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.corpora import SENTENCES

from simcheck import Settings, compiled
from simcheck.align.passages import Passages, passages
from simcheck.align.prepare import prepare, prepare_all
from simcheck.text.background import Background

needed = pytest.mark.skipif(
    compiled.core() is None, reason="there is no compiled core: python tools/build_core.py makes it"
)

WORDS = [
    "全镇",
    "农业",
    "产业",
    "道路",
    "硬化",
    "村民",
    "代表",
    "会议",
    "石拱桥",
    "修缮",
    "白鹭",
    "渡口",
    "灯塔",
    "芦苇荡",
    "观测",
    "站房",
    "竹编",
    "作坊",
    "学徒",
    "茶窖",
]


def drawn(seed: int, sentences: int) -> str:
    """Sentences of few words, so that they share some, in lines."""
    rng = random.Random(seed)
    made = ["".join(rng.choices(WORDS, k=rng.randint(3, 14))) + rng.choice("。，；\n") for _ in range(sentences)]
    return "".join(made)


def altered(text: str, seed: int) -> str:
    """A text with stretches moved, left out, repeated and filled in again."""
    rng = random.Random(seed)
    parts = [text[at : at + rng.randint(5, 40)] for at in range(0, len(text), 37)]
    for _ in range(len(parts) // 4):
        at = rng.randrange(len(parts))
        parts[at] = rng.choice(["", parts[at] * 2, drawn(seed + at, 1), parts[at][::-1]])
    rng.shuffle(parts)
    return "".join(parts)


def by(which: str, a: str, b: str, monkeypatch: pytest.MonkeyPatch) -> Passages:
    monkeypatch.setenv(compiled.WITHOUT, which)
    table = Background.default()
    return passages(prepare(a, table, Settings()), prepare(b, table, Settings()), Settings())


@needed
@pytest.mark.parametrize("seed", range(24))
def test_alignments_are_the_same_to_the_last_bit(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    a = drawn(seed, 12 + 9 * seed) + "".join(SENTENCES)
    b = altered(a, seed) + drawn(seed + 1000, 20)
    one, other = by("python", a, b, monkeypatch), by("compiled", a, b, monkeypatch)
    assert one == other
    assert [p.bits.hex() for p in one.passages] == [p.bits.hex() for p in other.passages]
    for left, right in zip(one.passages, other.passages, strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(left.words, right.words, strict=True))


@needed
@pytest.mark.parametrize(
    "text", ["", "字", "。。。", "一二三", "字" * 3000, "白鹭渡口" * 700, "㎡" * 40, "\U00020000" * 30]
)
def test_texts_at_the_edge_are_aligned_alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in (text + "渡口", "石拱桥修缮" + text, text * 2):
        assert by("python", text, other, monkeypatch) == by("compiled", text, other, monkeypatch)


@needed
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, (1 << 32) - 1), max_size=300), st.lists(st.integers(0, (1 << 32) - 1), max_size=80))
def test_keys_are_found_where_they_stand(keys: list[int], others: list[int]) -> None:
    table = np.array(sorted(set(keys)), dtype=np.uint32)
    background = Background(table, np.ones((len(table), 1), dtype=np.uint16), (10,))
    wanted = np.array([*keys, *others, 0, (1 << 32) - 1], dtype=np.uint32)
    found, where = background._looked_up(wanted)
    assert found.tolist() == [n for n, key in enumerate(wanted.tolist()) if key in set(table.tolist())]
    assert (table[where] == wanted[found]).all()


@given(st.lists(st.text("全镇农业产业白鹭渡口。，\n12a\U0010ffff", max_size=40), max_size=6))
@settings(max_examples=60, deadline=None)
def test_texts_are_made_ready_together_as_one_by_one(texts: list[str]) -> None:
    table = Background.default()
    for text, ready in zip(texts, prepare_all(texts, table, Settings()), strict=True):
        alone = prepare(text, table, Settings())
        assert ready.normalized.text == alone.normalized.text
        assert ready.words.word == alone.words.word
        for name in ("surprisal", "first", "run_rarity", "known", "public"):
            assert np.array_equal(getattr(ready, name), getattr(alone, name)), name
        for name in ("codes", "origin", "spaced", "broken"):
            assert np.array_equal(getattr(ready.normalized, name), getattr(alone.normalized, name)), name


@pytest.mark.parametrize("content", [None, b"", b"\x7fELF", b"no library"])
def test_without_a_library_that_fits_the_reference_works(content: bytes | None, tmp_path: Path) -> None:
    package = Path(compiled.__file__).parents[1]
    shutil.copytree(package, tmp_path / "simcheck", ignore=shutil.ignore_patterns("__pycache__", compiled.LIBRARY))
    if content is not None:
        (tmp_path / "simcheck" / "compiled" / compiled.LIBRARY).write_bytes(content)
    text = "渡口的灯塔年久失修，去年冬天塌了一角。"
    code = f"import simcheck; print(len(simcheck.compare('{text}' * 2, '{text}').findings))"
    asked = [[sys.executable, "-c", code], [sys.executable, "-m", "simcheck", "--version"]]
    done = [subprocess.run(each, cwd=tmp_path, capture_output=True, text=True, check=True) for each in asked]
    assert int(done[0].stdout) > 0
    assert "(Python only)" in done[1].stdout
    assert not done[0].stderr + done[1].stderr


def test_it_is_left_out_if_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.WITHOUT, "python")
    assert compiled.core() is None
