"""How other libraries tell what of one text comes from another; each as somebody would write it who knows the library.

All get the letters that simcheck compares (its normalization), so that what differs is how they look. Each says what it
marks with a score; from which score on a mark counts is chosen on a draw of its own, not by us.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.detection import pan
from benchmarks.detection.engines import Simcheck
from benchmarks.detection.pan import Pair, Span

Mask = npt.NDArray[np.bool_]


class Letters(NamedTuple):
    """What is compared of a text: its letters, and the code point of the text that each came from."""

    text: str
    origin: npt.NDArray[np.int32]


class Marked(NamedTuple):
    """Letters of the first text that are said to come from the second, and how sure that is (in the peer's unit)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to compare two texts: ``how`` says its parameters and why these; ``grid`` the least scores that are tried;
    ``joins`` how many letters between two marks are marked with them; ``needs`` the package without which it is left
    out."""

    name: str
    how: str
    grid: tuple[float, ...]
    marks: Callable[[str, str], Iterable[Marked]]
    joins: int = 0
    needs: str = ""


def letters(text: str) -> Letters:
    """The letters of a text as simcheck compares them."""
    from simcheck.text.normalize import normalize

    found = normalize(text)
    return Letters(found.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), found.origin)


_END: Final = re.compile(r"[。！？；!?;\n]+")
SHORTEST: Final = 8
"""Letters of a sentence that is looked at: headings alike prove nothing."""


def sentences(text: str, found: Letters) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of its letters."""
    ends = [match.end() for match in _END.finditer(text)]
    cuts = np.searchsorted(found.origin, [0, *ends, len(text)]).tolist()
    return [(start, end) for start, end in pairwise(cuts) if end - start >= SHORTEST]


# The peers


def _runs(left: str, right: str) -> Iterator[Marked]:
    k = 8
    theirs = {right[n : n + k] for n in range(len(right) - k + 1)}
    start = None
    for n in range(len(left) - k + 2):
        if n <= len(left) - k and left[n : n + k] in theirs:
            start = n if start is None else start
        elif start is not None:
            yield Marked(start, n + k - 1, n + k - 1 - start)
            start = None


def _difflib(left: str, right: str) -> Iterator[Marked]:
    mine, theirs = letters(left), letters(right)
    for block in difflib.SequenceMatcher(None, mine.text, theirs.text).get_matching_blocks():
        yield Marked(block.a, block.a + block.size, block.size)


def _equal_runs(left: str, right: str) -> Iterator[Marked]:
    yield from _runs(letters(left).text, letters(right).text)


def _lcs(left: str, right: str) -> Iterator[Marked]:
    from rapidfuzz.distance import LCSseq

    for each in LCSseq.opcodes(letters(left).text, letters(right).text):
        if each.tag == "equal":
            yield Marked(each.src_start, each.src_end, each.src_end - each.src_start)


class _Sentences(NamedTuple):
    """Two texts by sentence: ranges of letters of the first, and the letters of every sentence of both."""

    where: list[tuple[int, int]]
    mine: list[str]
    theirs: list[str]


def _by_sentence(left: str, right: str) -> _Sentences:
    a, b = letters(left), letters(right)
    where = sentences(left, a)
    return _Sentences(where, [a.text[s:e] for s, e in where], [b.text[s:e] for s, e in sentences(right, b)])


def _best(cut: _Sentences, alike: Any) -> Iterator[Marked]:
    """Each sentence with what the most similar one of the other text scores."""
    for (start, end), score in zip(cut.where, alike, strict=True):
        yield Marked(start, end, float(score))


def _ratio(left: str, right: str) -> Iterator[Marked]:
    from rapidfuzz import fuzz, process

    cut = _by_sentence(left, right)
    if cut.mine and cut.theirs:
        alike = process.cdist(cut.mine, cut.theirs, scorer=fuzz.ratio, score_cutoff=30, dtype=np.float32, workers=1)
        yield from _best(cut, alike.max(axis=1))


def _tfidf(left: str, right: str) -> Iterator[Marked]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    cut = _by_sentence(left, right)
    if cut.mine and cut.theirs:
        weights = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit_transform([*cut.mine, *cut.theirs])
        alike = weights[: len(cut.mine)] @ weights[len(cut.mine) :].T
        yield from _best(cut, alike.max(axis=1).toarray().ravel())


def _minhash(left: str, right: str) -> Iterator[Marked]:
    from datasketch import MinHashLSH

    cut = _by_sentence(left, right)
    index = MinHashLSH(threshold=0.3, num_perm=128)
    theirs = [minhash(text) for text in cut.theirs]
    for number, signature in enumerate(theirs):
        index.insert(number, signature)
    mine = [minhash(text) for text in cut.mine]
    yield from _best(cut, [max((m.jaccard(theirs[n]) for n in index.query(m)), default=0.0) for m in mine])


def minhash(text: str) -> Any:
    """The signature of a text's character trigrams, by the defaults of datasketch."""
    from datasketch import MinHash

    signature = MinHash(num_perm=128)
    signature.update_batch({text[n : n + 3].encode("utf-8", "surrogatepass") for n in range(len(text) - 2)})
    return signature


_SIZES: Final = (8.0, 10.0, 13.0, 16.0, 20.0)

PEERS: Final = (
    Peer(
        "equal runs (Python set)",
        "runs all of whose 8-grams the other text has: the rule of 13 characters, its length chosen",
        _SIZES,
        _equal_runs,
        joins=10,
    ),
    Peer(
        "difflib",
        "SequenceMatcher on letters as it is by default (autojunk: what is commoner than 1 % starts no block)",
        (4.0, 6.0, *_SIZES),
        _difflib,
        joins=10,
    ),
    Peer(
        "rapidfuzz, longest common subsequence",
        "LCSseq.opcodes on letters: its equivalent of difflib's blocks",
        (3.0, 4.0, 6.0, *_SIZES),
        _lcs,
        joins=10,
        needs="rapidfuzz",
    ),
    Peer(
        "rapidfuzz, sentences",
        "process.cdist of all sentences by fuzz.ratio, one thread, the best partner of each",
        (40.0, 50.0, 60.0, 70.0, 80.0, 90.0),
        _ratio,
        needs="rapidfuzz",
    ),
    Peer(
        "scikit-learn TF-IDF",
        "TfidfVectorizer on character 2- and 3-grams (no words are needed in Chinese), cosine of all sentences",
        (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        _tfidf,
        needs="sklearn",
    ),
    Peer(
        "datasketch MinHashLSH",
        "128 functions on character 3-grams of sentences, LSH from .3 on so that it loses little, then the estimate",
        (0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        _minhash,
        needs="datasketch",
    ),
)
"""Of those asked for, the engines of search (SQLite, tantivy) tell documents of a collection and no passages of a text:
they are in ``peers_find``."""


class OurOwn:
    """simcheck as it is by default, findings set aside not counted; the table of common wording without the reports
    from which the corpus was made, or none at all: peers have none either."""

    def __init__(self, name: str, settings: Any) -> None:
        self.name, self._settings = name, settings

    def marks(self, left: str, right: str) -> Any:
        return Simcheck().compare(left, right, self._settings)

    def mask(self, result: Any, least: float, origin: npt.NDArray[np.int32], length: int) -> Mask:
        """The code points that are said to come from the other text."""
        mask = np.zeros(length, dtype=np.bool_)
        for found in Simcheck().findings(result):
            if not found.set_aside:
                mask[found.left.start : found.left.end] = True
        return mask


def mask_of(peer: Peer, found: Sequence[Marked], least: float, origin: npt.NDArray[np.int32], length: int) -> Mask:
    """The code points of a text that a peer marks with this score at least, and those few between two such marks."""
    mask = np.zeros(length, dtype=np.bool_)
    last = None
    for each in sorted(found):
        if each.score < least or each.end <= each.start:
            continue
        start = each.start if last is None or each.start - last > peer.joins else min(last, each.start)
        mask[origin[start] : origin[each.end - 1] + 1] = True
        last = each.end if last is None else max(last, each.end)
    return mask


@dataclass(frozen=True, slots=True)
class Count:
    """Letters of documents: planted, of them marked, and marked elsewhere where nothing is alike by nature."""

    planted: int = 0
    right: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.planted + other.planted, self.right + other.right, self.wrong + other.wrong)

    @property
    def recall(self) -> float:
        return self.right / self.planted if self.planted else 0.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def counted(pair: Pair, text: str, origin: npt.NDArray[np.int32], mask: Mask) -> Count:
    """What a mask of code points has of the planted letters of a pair's document."""
    truth = _mask((case.left for case in pair.cases), len(text))
    margin = pan.NATURAL_MARGIN
    natural = _mask((Span(max(0, n.left.start - margin), n.left.end + margin) for n in pair.natural), len(text))
    marked, planted, neutral = mask[origin], truth[origin], natural[origin]
    right = int((marked & planted).sum())
    return Count(int(planted.sum()), right, int((marked & ~planted & ~neutral).sum()))


def _mask(spans: Iterable[Span], length: int) -> Mask:
    mask = np.zeros(length, dtype=np.bool_)
    for span in spans:
        mask[span.start : span.end] = True
    return mask


def left_out(peers: Iterable[Any]) -> Mapping[str, str]:
    """By the name of a peer the package that it lacks here."""
    return {peer.name: peer.needs for peer in peers if peer.needs and find_spec(peer.needs) is None}
