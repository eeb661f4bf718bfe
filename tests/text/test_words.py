"""Words, numbers and enumerators; jieba is the reference."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from support import SAMPLES

import simcheck
from simcheck.text.normalize import normalize
from simcheck.text.tokens import ENUMERATOR, NUMBER, words


def signs(text: str) -> list[tuple[str, str]]:
    found = words(normalize(text))
    return [(w, s) for w, s in zip(found.written, found.word, strict=True) if s in (NUMBER, ENUMERATOR)]


@pytest.mark.filterwarnings("ignore")
def test_rjieba_cuts_as_jieba_does(tmp_path: Path) -> None:
    import jieba
    import rjieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.tmp_dir = str(tmp_path)
    for path in sorted(SAMPLES.glob("*.txt")):
        text = normalize(simcheck.read(path).text).string()
        assert rjieba.cut(text, False) == jieba.lcut(text, HMM=False), path.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是抓学习；二是促廉洁。", [("一是", ENUMERATOR), ("二是", ENUMERATOR)]),
        ("（三）明责任。1.依托园区。2、招商", [("三", ENUMERATOR), ("1", ENUMERATOR), ("2", ENUMERATOR)]),
        ("二〇一八年收入1,234.5万元", [("二〇一八", NUMBER), ("12345", NUMBER)]),
        ("共XX个，占××%，达到X%", [("xx", NUMBER), ("xx", NUMBER), ("x", NUMBER)]),
        ("统一思想，第一书记十分重视", []),
        ("百分之五十的农户", [("百分之五十", NUMBER)]),
        ("box xray", []),
    ],
)
def test_numbers_blanks_and_enumerators_carry_a_sign(text: str, expected: list[tuple[str, str]]) -> None:
    assert signs(text) == expected
