"""What a check shows of texts that share nothing but familiar phrases."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from support.corpora import SENTENCES, WELLS

from simcheck import Corpus, Document, Flag
from simcheck.corpus import check as checks

FORMULA = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
OWN = "渡口的灯塔年久失修，去年冬天塌了一角，镇里请了三位老石匠，用了四十天才补好。"


def made(folder: Path, *texts: str) -> Corpus:
    corpus = Corpus.open(folder, create=True)
    for number, text in enumerate(texts):
        corpus.add(Document(f"d{number}", f"{number}.txt", text))
    return corpus


def test_a_formula_is_shown_without_an_alignment(tmp_path: Path) -> None:
    corpus = made(tmp_path / "k", FORMULA + "。" + "".join(SENTENCES[:6]))
    with corpus, mock.patch.object(checks, "shared", side_effect=AssertionError):
        report = corpus.check(Document("q", "q.txt", FORMULA + "。" + WELLS * 2))
    (finding,) = report.findings
    assert finding.match.left.of(report.document.text) == FORMULA + "。"
    assert finding.flags == {Flag.BOILERPLATE}


@pytest.mark.parametrize("own", [OWN, OWN[:30]])
def test_what_is_not_familiar_is_aligned(tmp_path: Path, own: str) -> None:
    with made(tmp_path / "k", FORMULA + "。" + own + "".join(SENTENCES[:6])) as corpus:
        report = corpus.check(Document("q", "q.txt", FORMULA + "。" + WELLS + own))
    assert any(own[:20] in f.match.left.of(report.document.text) and not f.flags for f in report.findings)


def test_a_text_of_nothing_but_formulas_is_compared_in_full(tmp_path: Path) -> None:
    with made(tmp_path / "k", FORMULA + "。") as corpus:
        report = corpus.check(Document("q", "q.txt", "　" + FORMULA + "！"))
    assert report.share().part == len(FORMULA.replace("，", ""))
