"""Words and their tags, of whatever a text may hold."""

from __future__ import annotations

import simcheck
from simcheck.entities.tagging import tagged


def test_halves_of_surrogate_pairs_are_no_words() -> None:
    assert "".join(word for word, _ in tagged("甲\ud800乙")) == "甲?乙"


def test_texts_with_halves_of_surrogate_pairs_are_compared() -> None:
    body = "今年把村口的老井淘了一遍，装上手压泵，过路的人也能喝。"
    assert simcheck.compare(f"2J{body}0", f"1乡\ud800{body}1").share().part > 20
