"""A small dictionary of the words of a text cuts and tags it as the whole one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st
from support import SAMPLES

import simcheck
from simcheck.compiled import core
from simcheck.data import shipped
from simcheck.text import dictionary
from simcheck.text.dictionary import dictionary_for
from simcheck.text.normalize import normalize
from simcheck.text.tokens import words
from tools import make_words

TEXTS = [normalize(simcheck.read(path).text).string() for path in sorted(SAMPLES.glob("*.txt"))]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(dictionary, "_passed", 0)
    monkeypatch.setattr(dictionary, "_small", ())


def test_the_shipped_words_are_those_of_the_maker() -> None:
    assert (np.load(shipped("words.npy"), allow_pickle=False) == make_words.made()).all()
    entries = make_words.entries()
    assert sum(count for count, _ in entries.values()) == dictionary.TOTAL
    assert max(map(len, entries)) == dictionary.LONGEST
    assert all(map(rjieba.has_word, entries))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_texts_are_cut_and_tagged_as_in_the_whole_dictionary(text: str) -> None:
    small = dictionary_for(text)
    assert small is not rjieba._DEFAULT_JIEBA
    for part in (text, text[7:100], text[-50:]):
        assert small.cut(part, False) == rjieba.cut(part, False)
        assert small.tag(part, False) == rjieba.tag(part, False)


ENTRIES = sorted(make_words.entries())


@given(st.lists(st.sampled_from(ENTRIES) | st.text("一二年 aZ3+#&%._-\n，🎉𠀀", max_size=3), max_size=30).map("".join))
def test_words_that_touch_are_cut_the_same(text: str) -> None:
    """Whatever stands beside whatever: words of every length, and the signs that jieba takes for parts of words."""
    made = dictionary._made(text)
    assert made.cut(text, False) == rjieba.cut(text, False)
    assert made.tag(text, False) == rjieba.tag(text, False)


def test_a_long_word_that_begins_as_none_does_is_found() -> None:
    longest = [word for word in ENTRIES if len(word) > 12]
    text = "，".join(longest)
    assert dictionary._made(text).cut(text, False) == rjieba.cut(text, False)


def test_after_enough_characters_all_words_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "ENOUGH", 10_000)
    kinds = [dictionary_for(f"{number}{TEXTS[0][:1000]}") is rjieba._DEFAULT_JIEBA for number in range(20)]
    assert kinds == sorted(kinds)
    assert not kinds[0]
    assert kinds[-1]


def test_part_of_a_text_needs_no_dictionary_of_its_own() -> None:
    whole = dictionary_for(TEXTS[0])
    before = dictionary._passed
    assert dictionary_for(TEXTS[0][20:50]) is whole
    assert dictionary._passed == before


def test_many_threads_may_ask() -> None:
    def of(text: str) -> list[str]:
        return words(normalize(text)).written

    with ThreadPoolExecutor(6) as crew:
        found = list(crew.map(of, TEXTS * 5))
    assert found == [of(text) for text in TEXTS * 5]


def loaded(code: str) -> Iterator[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return iter(done.stdout.split())


def test_a_comparison_does_not_load_all_words_and_whoever_needs_them_later_can() -> None:
    code = (
        "import sys, simcheck; simcheck.compare('全镇上下齐心协力推进农村道路硬化。', '全镇齐心协力推进道路硬化。')\n"
        "print('rjieba' in sys.modules, 'rjieba.rjieba' in sys.modules)\n"
        "import rjieba; print('/'.join(rjieba.cut('全镇上下齐心协力', False)))"
    )
    # the compiled core needs none of it
    assert list(loaded(code)) == ["False", str(core() is None), "全镇/上下/齐心协力"]
