"""What a check finds for certain, however the corpus came to be as it is."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from support import SAMPLES, naive
from support.corpora import PAVING, SENTENCES, WELLS, a_folder, stored

import simcheck
from simcheck import Corpus, Document, Flag
from simcheck.index import sketching
from simcheck.index.features import features
from simcheck.settings import MIN_LENGTH, MIN_WORDS
from simcheck.store import transaction
from simcheck.text import fingerprint
from simcheck.text.fingerprint import spaced_words
from simcheck.text.normalize import folded, normalize
from simcheck.text.tokens import inverse_frequencies

# The guarantee


NOISE = ("\u200b", "\u00ad", " ", "\u3000", "，", "。", "\n", "、", "\ufe0f")


ENGLISH = ("the", "town", "has", "built", "new", "roads", "and", "schools", "this", "year", "IT", "a")


knotted = st.text("修路架桥，\u200b", max_size=70)


english = st.lists(st.sampled_from(ENGLISH), max_size=30).map(" ".join)


mixed = st.lists(st.one_of(st.text("修路架桥", max_size=20), english, st.sampled_from(NOISE)), max_size=5).map("".join)


@st.composite
def noisy(draw: st.DrawFn) -> str:
    """A few sentences, cut and put together, with what does not count in between."""
    parts = draw(st.lists(st.sampled_from(SENTENCES[:5]), min_size=1, max_size=3))
    text = "".join(part[draw(st.integers(0, 20)) :][: draw(st.integers(8, 60))] for part in parts)
    chooser = random.Random(draw(st.integers(0, 99)))
    return "".join(c + chooser.choice(NOISE) if chooser.random() < 0.15 else c for c in text)


any_text = st.one_of(knotted, english, mixed, noisy())


def common(a: str, b: str) -> Iterator[tuple[int, int]]:
    """The runs of the guarantee in ``a``, by normalized position: 13 characters of which fewer than half are letters
    of a spaced script, or eight whole words of such a script; found by comparing everything with everything."""
    left, right = normalize(a), normalize(b)
    for i, _, length in naive.runs(left.string(), right.string(), MIN_LENGTH):
        for at in range(i, i + length - MIN_LENGTH + 1):
            if 2 * int(left.spaced[at : at + MIN_LENGTH].sum()) < MIN_LENGTH:
                yield at, at + MIN_LENGTH
    mine, theirs = (_in_a_row(a), _in_a_row(b))
    for start, end, words in mine:
        if end - start >= MIN_LENGTH and any(words == other for _, _, other in theirs):
            yield start, end


def _in_a_row(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Eight whole words that touch."""
    normalized = normalize(text)
    words = spaced_words(normalized)
    result = []
    for first in range(len(words.starts) - MIN_WORDS + 1):
        last = first + MIN_WORDS - 1
        if words.touching[first:last].all():
            places = zip(words.starts[first : last + 1].tolist(), words.ends[first : last + 1].tolist(), strict=True)
            named = tuple(normalized.string_of(start, end) for start, end in places)
            result.append((int(words.starts[first]), int(words.ends[last]), named))
    return result


@settings(max_examples=50)
@given(any_text, st.lists(any_text, min_size=1, max_size=3), st.booleans())
@example("修路架桥" * 12, ["修路架桥" * 9, "架桥修路" * 12], True)
@example(" ".join(ENGLISH), [" ".join(ENGLISH[1:]), "修路" + " ".join(ENGLISH[:9])], False)
def test_every_run_of_the_guarantee_is_covered(asked: str, others: list[str], is_merged: bool) -> None:
    with a_folder() as folder, Corpus.open(folder, create=True) as made:
        for number, other in enumerate(others):
            made.add(Document(f"d{number}", f"{number}", other))
        if is_merged:
            with made._store.writing():
                transaction.merge(folder / ".simcheck", made._catalogue, everything=True)
        report = made.check(asked)
    covered, origin = report.covered(), normalize(asked).origin
    for other in others:
        for start, end in common(asked, other):
            assert covered[origin[start:end]].all(), (start, end)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_an_excerpt_planted_anywhere_is_found(seed: int) -> None:
    chooser = random.Random(seed)
    source = (SAMPLES / "石坡街道2024年党建工作总结.txt").read_text(encoding="utf-8")
    at = chooser.randrange(len(source) - 80)
    excerpt = source[at : at + chooser.randint(20, 80)]
    host = "".join(chooser.choices(SENTENCES, k=3))
    place = chooser.randrange(len(host))
    asked = host[:place] + excerpt + host[place:]
    length = len(folded(excerpt))
    if length < MIN_LENGTH:
        return
    report = _many().check(asked)
    first, last = normalize(asked).interval(simcheck.Span(place, place + len(excerpt)))
    assert report.covered()[normalize(asked).origin[first:last]].all()


_cached: list[Corpus] = []


def _many() -> Corpus:
    """All samples and fifty other documents, in several files; one for all examples."""
    if not _cached:
        corpus = Corpus.open(tempfile.mkdtemp(), create=True)
        corpus.add_all([SAMPLES])
        chooser = random.Random(8)
        for number in range(50):
            corpus.add(Document(f"d{number}", f"{number}", "".join(chooser.sample(SENTENCES, 3))))
        _cached.append(corpus)
    return _cached[0]


@pytest.fixture(scope="module", autouse=True)
def _cleared() -> Iterator[None]:
    yield
    for corpus in _cached:
        corpus.close()
        shutil.rmtree(corpus.folder)
    _cached.clear()


def test_all_of_the_samples_are_found_in_each_other_as_compare_finds_them() -> None:
    corpus = _many()
    for path in sorted(SAMPLES.glob("*总结*.txt")):
        asked = simcheck.read(path)
        with_corpus = corpus.check(asked)
        (own,) = (row.id for row in corpus.rows() if row.name == path.name)
        assert with_corpus.share_of(own).ratio == 1
        without = corpus.check(asked, exclude=[own])
        assert own not in without.sources
        for other in sorted(SAMPLES.glob("*总结*.txt")):
            if other == path:
                continue
            compared = simcheck.compare(asked, simcheck.read(other))
            told = compared.share(without={Flag.BOILERPLATE}).part
            (id,) = (row.id for row in corpus.rows() if row.name == other.name)
            if told > 100:
                # but for what the corpus, and not the shipped table, knows as a phrase
                found = without.share_of(id, without={Flag.BOILERPLATE}).part
                assert 0.97 * told <= found <= told


@settings(max_examples=10)
@given(st.lists(st.lists(st.sampled_from(SENTENCES[:9]), min_size=1, max_size=5), min_size=2, max_size=7), st.data())
def test_one_more_document_never_lowers_the_share(many: list[list[str]], data: st.DataObject) -> None:
    asked = "".join(data.draw(st.lists(st.sampled_from(SENTENCES[:9]), min_size=1, max_size=6)))
    parts = [0]
    with a_folder() as folder, Corpus.open(folder, create=True) as made:
        for number, sentences in enumerate(many):
            made.add(Document(f"d{number}", f"{number}", "".join(sentences)))
            share = made.check(asked).share()
            assert share.part <= share.whole
            parts.append(share.part)
    assert parts == sorted(parts)


# However it came so


def test_documents_added_in_any_way_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chooser = random.Random(4)
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(14):
        text = "".join(chooser.sample(SENTENCES, 5)) if number % 5 else PAVING + SENTENCES[0]
        (papers / f"{number}.txt").write_text(text, encoding="utf-8")
    asked = [SENTENCES[0] + "".join(SENTENCES[3:9]) + PAVING, (papers / "3.txt").read_text(encoding="utf-8")]
    answers = set()
    for turn in range(6):
        paths = sorted(papers.iterdir())
        chooser.shuffle(paths)
        monkeypatch.setattr(transaction, "FAN", chooser.choice((2, 3, 6)))
        # the ids of files depend on where they are, seen from the corpus
        with Corpus.open(tmp_path / "corpus", create=True) as made:
            match turn:
                case 0:
                    made.add_all([papers])
                case 1:
                    for path in paths:
                        made.add_all([path])
                case 2:
                    made.add_all(paths[:9])
                    made.rebuild()
                    made.add_all([papers])
                case 3:
                    made.add_all(paths)
                    removed = [row.id for row in made.rows()][:5]
                    made.remove(*removed)
                    made.add_all([papers])
                case _:
                    some = chooser.randint(1, 13)
                    made.add_all(paths[:some])
                    with made._store.writing():
                        transaction.merge(made.folder / ".simcheck", made._catalogue, everything=True)
                    made.add_all(paths[some:])
            answers.add(tuple(made.check(each).to_json() for each in asked))
        shutil.rmtree(tmp_path / "corpus")
    assert len(answers) == 1


class Collection(RuleBasedStateMachine):
    """Whatever happens to a corpus, it answers as one that was made of what it holds now."""

    ids = st.sampled_from([f"d{number}" for number in range(6)])
    contents = st.one_of(
        st.lists(st.sampled_from(SENTENCES[:12]), min_size=1, max_size=4).map("".join),
        st.sampled_from([PAVING, WELLS, PAVING[:20], "", "短"]),
    )

    @initialize(fan=st.sampled_from([2, 6]))
    def begin(self, fan: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(transaction, "FAN", fan)
        self.corpus = Corpus.open(self.folder / "corpus", create=True)
        self.held: dict[str, str] = {}

    @rule(id=ids, text=contents)
    def put(self, id: str, text: str) -> None:
        self.corpus.add(Document(id, f"{id}.txt", text))
        self.held[id] = text

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        some = data.draw(st.lists(st.sampled_from(sorted(self.held)), min_size=1, max_size=3, unique=True))
        self.corpus.remove(*some)
        for id in some:
            del self.held[id]

    @rule()
    def merge(self) -> None:
        with self.corpus._store.writing():
            transaction.merge(self.corpus.folder / ".simcheck", self.corpus._catalogue, everything=True)

    @rule()
    def rebuild(self) -> None:
        self.corpus.rebuild()

    @rule()
    def reopen(self) -> None:
        self.corpus.close()
        self.corpus = Corpus.open(self.folder / "corpus")

    @rule(asked=contents)
    def ask(self, asked: str) -> None:
        report = self.corpus.check(asked)
        assert {source.id: source.text for source in report.sources.values()}.items() <= self.held.items()

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.corpus.verify()
        assert {each.id: each.text for each in self.corpus} == self.held
        assert stored(self.corpus) == len(set(self.held.values()))
        with Corpus.open(self.folder / "fresh", create=True) as fresh:
            for id, text in sorted(self.held.items()):
                fresh.add(Document(id, f"{id}.txt", text))
            for asked in ("".join(SENTENCES[2:8]), PAVING + SENTENCES[0], *self.held.values()):
                assert self.corpus.check(asked).to_json() == fresh.check(asked).to_json()
        self.corpus.close()
        self.patch.undo()
        shutil.rmtree(self.folder)


TestCollection = Collection.TestCase


TestCollection.settings = settings(max_examples=15, stateful_step_count=14, deadline=None)


# What is decided when documents are added


def test_signatures_of_chunks_are_those_of_datasketch() -> None:
    """Of real chunks, with the functions that corpora are made with."""
    plan = sketching.sketching()
    a, b = MinHash(num_perm=sketching.FUNCTIONS, seed=1, scheme="affine32").permutations
    assert (plan.permutations.a == np.asarray(a)).all()
    assert (plan.permutations.b == np.asarray(b)).all()
    text = (SAMPLES / "柳湾镇2024年工作总结.txt").read_text(encoding="utf-8")
    keys, places, _ = features([text], *plan).families["terms"]
    first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    found = fingerprint.signatures(keys, first, plan.permutations)
    for number, (start, end) in enumerate(zip(first, [*first[1:], len(keys)], strict=True)):
        theirs = MinHash(num_perm=sketching.FUNCTIONS, seed=1, hashfunc=int, scheme="affine32")
        for key in keys[start:end].tolist():
            theirs.update(key)
        assert found[:, number].tolist() == theirs.hashvalues.tolist()


def test_terms_are_weighed_as_scikit_learn_weighs_them_with_the_frequencies_of_jieba() -> None:
    """Slowly and obviously: words, counts, one vector for each chunk."""
    from sklearn.feature_extraction.text import TfidfTransformer

    table, median = inverse_frequencies()
    text = (SAMPLES / "青石镇2024年工作总结.txt").read_text(encoding="utf-8")
    keys, places, _ = features([text], *sketching.sketching()).families["terms"]
    chunks = np.unique(places, return_inverse=True)[1]
    kept = sketching.kept_terms(keys, chunks)
    by_key = {_key(word): idf for word, idf in table.items() if word in text}
    for chunk in range(int(chunks.max()) + 1):
        here = np.flatnonzero(chunks == chunk)
        transformer = TfidfTransformer(norm="l2", use_idf=True, sublinear_tf=True)
        transformer.idf_ = np.array([by_key.get(key, median) for key in keys[here].tolist()])
        weight = transformer.transform(np.ones((1, len(here)))).toarray()[0]
        told, expected = 0.0, set()
        for at in sorted(range(len(here)), key=lambda at: -weight[at]):
            if told >= sketching.KEPT:
                break
            expected.add(weight[at].round(5))
            told += weight[at] ** 2
        found = {weight[at].round(5) for at in range(len(here)) if kept[here[at]]}
        # of terms that weigh the same any may be the last
        assert max(found ^ expected, default=0) <= min(expected)
        assert 0 <= kept[here].sum() - sum(weight > min(expected) + 1e-5) <= (weight <= min(expected) + 1e-5).sum()
        assert (weight[kept[here]] ** 2).sum() >= sketching.KEPT - 1e-5


def _key(word: str) -> int:
    from simcheck.text.fingerprint import interval_hashes

    codes = normalize(word).codes
    whole = interval_hashes(codes, np.array([0]), np.array([len(codes)]))
    return int(whole[0] >> np.uint64(32))
