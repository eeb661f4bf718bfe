"""What is so common that not all texts with it are looked at: the guarantee holds, and nothing hangs on the order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import naive
from support.corpora import PAVING, SENTENCES, a_folder

from simcheck import Corpus, Document
from simcheck.index.channels import common
from simcheck.settings import MIN_LENGTH
from simcheck.store import transaction
from simcheck.text.normalize import normalize

PHRASES = ("修路架桥通水通电", "全镇上下齐心协力", "扎实推进农村道路硬化工程")


@pytest.fixture(autouse=True)
def _crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a dozen documents were a million."""
    monkeypatch.setattr(common, "FREE", 0)
    monkeypatch.setattr(common, "ENOUGH", 2)
    monkeypatch.setattr(common, "LEAST", 1)


@pytest.fixture
def _only_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no text were compared in full."""
    monkeypatch.setattr("simcheck.corpus.check.worth_comparing", lambda _: [])


parts = st.one_of(st.sampled_from(PHRASES), st.text("修路架桥通水电农村", min_size=1, max_size=9), st.just("。"))
texts = st.lists(parts, min_size=1, max_size=9).map("".join)


@pytest.mark.usefixtures("_only_runs")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts, st.lists(texts, min_size=3, max_size=9))
def test_every_run_of_the_guarantee_is_covered(asked: str, others: list[str]) -> None:
    with a_folder() as folder, Corpus.open(folder, create=True) as made:
        for number, other in enumerate(others):
            made.add(Document(f"d{number}", f"{number}", other))
        report = made.check(asked)
    covered, text = report.covered(), normalize(asked)
    for other in others:
        for start, _, length in naive.runs(text.string(), normalize(other).string(), MIN_LENGTH):
            assert covered[text.origin[start : start + length]].all()


@pytest.mark.usefixtures("_only_runs")
def test_who_goes_on_as_no_one_else_does_is_found_among_many(tmp_path: Path) -> None:
    """All have the phrases; one that may not be looked at has the next character of one of them as well."""
    chooser = random.Random(2)

    def strange(length: int) -> str:
        return "".join(chr(chooser.randrange(0x4E00, 0x9FA5)) for _ in range(length))

    phrases = [strange(MIN_LENGTH - 1) for _ in range(24)]
    following = [strange(1) for _ in phrases]
    with Corpus.open(tmp_path, create=True) as made:
        for number in range(12):
            own = [following[n] if n % 12 == number else strange(1) for n in range(24)]
            each = [strange(3 + number) + phrase + after for phrase, after in zip(phrases, own, strict=True)]
            made.add(Document(f"d{number}", f"{number}", "".join(each)))
        for n, (phrase, after) in enumerate(zip(phrases, following, strict=True)):
            report = made.check(strange(9) + phrase + after)
            assert report.covered()[9:].all()
            assert list(report.sources) == [f"d{n % 12}"]


def test_documents_added_in_any_way_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chooser = random.Random(4)
    documents = [
        Document(f"d{n}", f"{n}.txt", "".join(chooser.sample(SENTENCES, 4)) if n % 4 else PAVING + SENTENCES[n])
        for n in range(16)
    ]
    asked = [PAVING + "".join(SENTENCES[3:9]), documents[3].text]
    answers = set()
    for turn in range(4):
        chooser.shuffle(documents)
        monkeypatch.setattr(transaction, "FAN", chooser.choice((2, 3, 6)))
        with Corpus.open(tmp_path / str(turn), create=True) as made:
            for each in documents:
                made.add(each)
            if turn == 2:
                made.rebuild()
            answers.add(tuple(made.check(each).to_json() for each in asked))
    assert len(answers) == 1
