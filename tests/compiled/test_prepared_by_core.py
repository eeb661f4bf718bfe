"""The compiled core cuts and weighs texts as its reference does: words, signs, sentences, known wording."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SAMPLES

import simcheck
from simcheck import Settings, compiled
from simcheck.align.prepare import Prepared, prepare
from simcheck.align.sentences import _USUAL, _both, _usual_of
from simcheck.text import tokens
from simcheck.text.background import Background, keys_of
from simcheck.text.normalize import normalize
from simcheck.text.notices import _SITE, _SITES, _VERB, _VERBS, _found
from simcheck.text.overlaid import Overlaid
from simcheck.text.segmentation import paragraphs
from tools import make_words

pytestmark = pytest.mark.skipif(
    compiled.core() is None, reason="there is no compiled core: python tools/build_core.py makes it"
)

ENTRIES = sorted(make_words.entries())
SIGNS = (
    "一二三四五六七八九十百千万亿两〇零第是要章节条款点个元年月人公里xX××a b3 1.2、。，；!?\n\r\u2028\t （）()…\"'”)]"
    "MrsDrStvs.,年年月分之百分之百分之#+&%é ü ß÷ ÿZ\u3000\x85\x0b\x1c㎡ⅢⅫ①٣๓𠀀🎉がカ한"
)
MADE = st.lists(st.sampled_from(ENTRIES) | st.sampled_from(SIGNS), max_size=25).map("".join)
ANY = st.text(st.characters(min_codepoint=1, max_codepoint=0x33000), max_size=30)
EVERY = settings(max_examples=400, deadline=None)


def by(which: str, ask: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.WITHOUT, which)
        return ask()


def same(one: Any, other: Any) -> bool:
    return bool(one.dtype == other.dtype) and bool(one.tobytes() == other.tobytes())


@EVERY
@given(MADE | ANY)
def test_words_and_sentences_are_cut_alike(text: str) -> None:
    normalized = normalize(text)
    one, other = (by(which, lambda: tokens.words(normalized)) for which in ("python", "compiled"))
    for name in ("start", "end", "sign"):
        assert same(getattr(one, name), getattr(other, name)), name
    assert one.written == other.written
    ends = [by(which, lambda: tokens.word_ends(normalized)) for which in ("python", "compiled")]
    assert ends[0].tolist() == ends[1].tolist()
    found = [by(which, lambda: paragraphs(text)) for which in ("python", "compiled")]
    assert found[0] == found[1]
    ready = [by(which, lambda: prepare(text, None, Settings())) for which in ("python", "compiled")]
    assert ready[0].first.tolist() == ready[1].first.tolist()
    words = [
        by(which, lambda text=text: text.vocabulary) for which, text in zip(("python", "compiled"), ready, strict=True)
    ]
    for name in ("number", "leading", "held"):
        assert getattr(words[0], name).tolist() == getattr(words[1], name).tolist(), name


@EVERY
@given(MADE | ANY, MADE | ANY)
def test_words_that_two_texts_have_are_found_alike(first: str, second: str) -> None:
    texts = [prepare(text, None, Settings()) for text in (first, second, first + second)]
    for a, b in ((0, 1), (2, 0), (1, 2)):
        both = [by(which, lambda a=a, b=b: _both(texts[a], texts[b])) for which in ("python", "compiled")]
        assert [column.tolist() for column in both[0]] == [column.tolist() for column in both[1]]
        words = texts[a].words.word_of(texts[a].vocabulary.leading)
        usual = [_USUAL[min(len(word), len(_USUAL)) - 1][1 + word.isascii()] for word in words]
        # what a sign says is said apart
        said = [(word, value) for word, value in zip(words, usual, strict=True) if word not in tokens.SIGNS]
        found = [
            (word, value) for word, value in zip(words, _usual_of(texts[a]), strict=True) if word not in tokens.SIGNS
        ]
        assert found == said


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_samples_are_prepared_alike(path: Any) -> None:
    text = simcheck.read(path).text
    one, other = (
        by(which, lambda: prepare(text, Background.default(), Settings())) for which in ("python", "compiled")
    )
    assert isinstance(one, Prepared)
    assert one.words.word == other.words.word
    for name in ("surprisal", "first", "run_rarity", "known"):
        assert same(getattr(one, name), getattr(other, name)), name
    # the core has done it, and no reference in its place
    assert tokens._by_core(one.normalized, with_signs=True) is not None


def test_what_the_core_takes_for_a_unit_or_a_numeral_is_that_of_the_patterns() -> None:
    """Each character by itself, where it makes a number or none."""
    every = "".join(map(chr, range(0x4E00, 0x9FFF)))
    texts = [f"共三五{c}，第三{c}。{c}是，一{c}干，{c}{c}年{c}" for c in every]
    text = "\n".join(texts)
    normalized = normalize(text)
    one, other = (by(which, lambda: tokens.words(normalized)) for which in ("python", "compiled"))
    assert same(one.start, other.start)
    assert same(one.sign, other.sign)


@EVERY
@given(
    st.lists(st.sampled_from(["加强领导", "狠抓落实", "白鹭渡口", "一", "统筹推进"]), max_size=30).map("".join),
    st.data(),
)
def test_known_wording_is_looked_up_alike(text: str, data: st.DataObject) -> None:
    codes = normalize(text).codes
    held = np.unique(np.concatenate([keys_of("加强领导狠抓落实统筹推进"), keys_of("统筹推进加强领导加强领导狠抓")]))
    counts = data.draw(st.lists(st.integers(0, 40), min_size=2 * len(held), max_size=2 * len(held)))
    table = Background(
        held,
        np.array(counts, dtype=np.uint16).reshape(-1, 2),
        (83, 40),
        unit=data.draw(st.sampled_from([1.0, 5.71, 30_000.0])),
    )
    keys = np.unique(keys_of("狠抓落实统筹推进白鹭渡口"))
    overlaid = Overlaid(table, keys, np.linspace(0, 9, len(keys), dtype=np.float32))
    for frequencies in (Background.default(), table, overlaid):
        for ask in (frequencies.information, frequencies.known):
            one, other = (by(which, lambda ask=ask: ask(codes)) for which in ("python", "compiled"))
            assert same(one, other)


@EVERY
@given(
    st.lists(
        st.sampled_from([*_VERBS, *_SITES, *"QqＱ群号:：交流学习123456整理的", "123456", "QQ群：", "精品范文", "公文"]),
        max_size=14,
    ).map("".join)
)
def test_notices_are_found_where_their_patterns_are(text: str) -> None:
    for pattern, begins in ((_VERB, _VERBS), (_SITE, _SITES)):
        assert [(span.start, span.end) for span in _found(pattern, begins, text)] == [
            match.span() for match in re.finditer(pattern, text)
        ]
