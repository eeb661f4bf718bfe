"""What quality measures: simcheck, and other ways to find reused text, all on the same pairs in one run.

* ``rule13``: every run of 13 equal characters, the rule that Chinese users know; runs that touch on both sides are one;
* ``sgs``: the aligner of Sanchez-Perez, Gelbukh and Sidorov (PAN 2014, 2015) as its description has it: sentences as
  tf-isf vectors, seeds by cosine and Dice, clusters by gaps that shrink until the whole is alike, the longest of what
  overlaps, a minimum length, and, where the second pass finds a whole text drawn together, that;
* ``difflib``: the matching blocks of Python's difflib over words, joined where little stands between;
* ``minhash``: paragraphs whose words have a Jaccard similarity of a half or more by datasketch's MinHash;

and simcheck itself with a part of it switched off (``no-…``), which says what each part is worth.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol
from unittest import mock

import numpy as np

from benchmarks.detection import counted
from benchmarks.detection.left_out import reports_out
from benchmarks.detection.pan import Span


class Place(NamedTuple):
    """A passage on both sides."""

    left: Span
    right: Span


class Found(NamedTuple):
    """A passage as an engine reports it: the flag for which it is not to be counted, and its grade, if it has them."""

    left: Span
    right: Span
    set_aside: str = ""
    grade: str | None = None


class Engine(Protocol):
    """What is measured. Another one can stand in, to try the harness or to compare programs."""

    def check(self, settings: Mapping[str, Any]) -> None:
        """Raise ``ValueError`` if these settings cannot be."""

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        """Settings for pairs, the texts ``without`` taken out of the background; not timed."""

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        """The result for two texts; timed."""

    def findings(self, result: Any) -> Iterable[Found]:
        """Everything in a result, what is not counted too; not timed."""


class Simcheck:
    """simcheck through its public interface, imported when first used."""

    def check(self, settings: Mapping[str, Any]) -> None:
        import simcheck

        try:
            simcheck.Settings(**settings)
        except (TypeError, ValueError, simcheck.SimcheckError) as error:
            raise ValueError(str(error)) from error

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        import simcheck

        if not without:
            return simcheck.Settings(**settings)
        return simcheck.Settings(**{**settings, "background": reports_out(*without)})

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        import simcheck

        return simcheck.compare(left, right, settings=prepared)

    def findings(self, result: Any) -> Iterable[Found]:
        for finding in result.findings:
            left, right = finding.match.left, finding.match.right
            yield Found(
                Span(left.start, left.end),
                Span(right.start, right.end),
                counted.set_aside(finding),
                counted.grade(finding),
            )


_RUN: Final = 13


class _Rival:
    """An engine without settings and without a background."""

    def check(self, settings: Mapping[str, Any]) -> None:
        if settings:
            raise ValueError("only simcheck has settings")

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        return None

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        raise NotImplementedError

    def findings(self, result: Any) -> Iterable[Found]:
        for place in result:
            yield Found(place.left, place.right)


class Rule13(_Rival):
    """Runs of 13 equal characters, white space and punctuation aside."""

    def compare(self, left: str, right: str, prepared: Any) -> list[Place]:
        mine, theirs = _letters(left), _letters(right)
        at = {gram: n for n, gram in _grams(right, theirs)}
        found: list[Place] = []
        last = (-2, -2)
        for n, gram in _grams(left, mine):
            there = at.get(gram)
            if there is None:
                continue
            one = Span(mine[n], mine[n + _RUN - 1] + 1)
            other = Span(theirs[there], theirs[there + _RUN - 1] + 1)
            if found and (n, there) == (last[0] + 1, last[1] + 1):
                found[-1] = Place(Span(found[-1].left.start, one.end), Span(found[-1].right.start, other.end))
            else:
                found.append(Place(one, other))
            last = n, there
        return found


def _letters(text: str) -> list[int]:
    return [n for n, letter in enumerate(text) if letter.isalnum()]


def _grams(text: str, letters: Sequence[int]) -> Iterator[tuple[int, str]]:
    bare = "".join(text[n] for n in letters).casefold()
    yield from ((n, bare[n : n + _RUN]) for n in range(len(bare) - _RUN + 1))


class Difflib(_Rival):
    """Matching blocks of words, joined where fewer than ``BETWEEN`` words part them on either side."""

    BETWEEN: Final = 8
    LEAST: Final = 13

    def compare(self, left: str, right: str, prepared: Any) -> list[Place]:
        mine, theirs = _words(left), _words(right)
        matcher = difflib.SequenceMatcher(None, [w for w, _ in mine], [w for w, _ in theirs], autojunk=True)
        chains: list[list[difflib.Match]] = []
        for block in matcher.get_matching_blocks():
            if not block.size:
                continue
            if chains:
                last = chains[-1][-1]
                gaps = block.a - last.a - last.size, block.b - last.b - last.size
                if max(gaps) < self.BETWEEN:
                    chains[-1].append(block)
                    continue
            chains.append([block])
        return [
            Place(
                Span(mine[chain[0].a][1].start, mine[chain[-1].a + chain[-1].size - 1][1].end),
                Span(theirs[chain[0].b][1].start, theirs[chain[-1].b + chain[-1].size - 1][1].end),
            )
            for chain in chains
            if sum(block.size for block in chain) >= self.LEAST
        ]


_WORD: Final = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]+")


def _words(text: str) -> list[tuple[str, Span]]:
    import rjieba

    found = []
    for match in _WORD.finditer(text):
        if match.group().isascii():
            found.append((match.group().lower(), Span(*match.span())))
            continue
        at = match.start()
        for word in rjieba.cut(match.group(), False):
            found.append((word, Span(at, at + len(word))))
            at += len(word)
    return found


class MinHashParagraphs(_Rival):
    """Pairs of paragraphs whose sets of words are alike."""

    ALIKE: Final = 0.5
    FEWEST: Final = 5

    def compare(self, left: str, right: str, prepared: Any) -> list[Place]:
        from datasketch import MinHash, MinHashLSH

        index = MinHashLSH(threshold=self.ALIKE, num_perm=64)
        there = {}
        for number, (span, words) in enumerate(self._paragraphs(right)):
            there[number] = span
            index.insert(number, _hashed(words, MinHash))
        return [
            Place(span, there[number])
            for span, words in self._paragraphs(left)
            for number in sorted(index.query(_hashed(words, MinHash)))
        ]

    def _paragraphs(self, text: str) -> Iterator[tuple[Span, set[str]]]:
        for match in re.finditer(r"[^\n]+", text):
            words = {word for word, _ in _words(match.group())}
            if len(words) >= self.FEWEST:
                yield Span(*match.span()), words


def _hashed(words: set[str], minhash: Any) -> Any:
    signature = minhash(num_perm=64, seed=1)
    signature.update_batch([word.encode() for word in sorted(words)])
    return signature


class Sgs(_Rival):
    """Sanchez-Perez, Gelbukh, Sidorov: the values are those that they publish."""

    COSINE: Final = 0.30
    DICE: Final = 0.33
    WHOLE: Final = 0.34
    GAP: Final = 4
    WIDE: Final = 24
    SHORTEST: Final = 150
    VERBATIM: Final = 256
    DRAWN: Final = 3

    def compare(self, left: str, right: str, prepared: Any) -> list[Place]:
        mine, theirs = _sentences(left), _sentences(right)
        if not mine or not theirs:
            return []
        a, b = _vectors([left[s.start : s.end] for s in mine], [right[s.start : s.end] for s in theirs])
        cosine = np.asarray((a @ b.T).todense())
        held_a, held_b = (a > 0).astype(np.float64), (b > 0).astype(np.float64)
        both = np.asarray((held_a @ held_b.T).todense())
        sizes = np.asarray(held_a.sum(axis=1)).ravel(), np.asarray(held_b.sum(axis=1)).ravel()
        dice = 2 * both / np.maximum(sizes[0][:, None] + sizes[1][None, :], 1)
        seeds = np.argwhere((cosine > self.COSINE) & (dice > self.DICE))
        close = self._cases(seeds, a, b, self.GAP, mine, theirs)
        # where something was taken word for word, only that
        letters = [p for p in Rule13().compare(left, right, None) if p.left.end - p.left.start > self.VERBATIM]
        if letters:
            return letters
        wide = self._cases(seeds, a, b, self.WIDE, mine, theirs)
        drawn = [p for p in wide if p.right.end - p.right.start >= self.DRAWN * (p.left.end - p.left.start)]
        return drawn or close

    def _cases(self, seeds: Any, a: Any, b: Any, gap: int, mine: Sequence[Span], theirs: Sequence[Span]) -> list[Place]:
        found = []
        for members, alike in self._validated(seeds, a, b, gap):
            (u0, v0), (u1, v1) = members.min(axis=0), members.max(axis=0)
            place = Place(Span(mine[u0].start, mine[u1].end), Span(theirs[v0].start, theirs[v1].end))
            if min(place.left.end - place.left.start, place.right.end - place.right.start) >= self.SHORTEST:
                found.append((alike, place))
        kept: list[Place] = []
        for _, place in sorted(found, key=lambda each: (-each[0], each[1])):
            if all(place.left.end <= k.left.start or k.left.end <= place.left.start for k in kept):
                kept.append(place)
        return sorted(kept)

    def _validated(self, seeds: Any, a: Any, b: Any, gap: int) -> Iterator[tuple[Any, float]]:
        for cluster in self._clusters(seeds, gap):
            (u0, v0), (u1, v1) = cluster.min(axis=0), cluster.max(axis=0)
            alike = _cosine(a[u0 : u1 + 1].sum(axis=0), b[v0 : v1 + 1].sum(axis=0))
            if alike > self.WHOLE:
                yield cluster, alike
            elif gap > 0:
                yield from self._validated(cluster, a, b, gap - 1)

    def _clusters(self, seeds: Any, gap: int) -> Iterator[Any]:
        todo, side, still = [seeds], 0, 0
        while still < 2:
            parts = [part for cluster in todo for part in _split(cluster, side, gap)]
            still = still + 1 if len(parts) == len(todo) else 0
            todo, side = parts, 1 - side
        yield from (cluster for cluster in todo if len(cluster))


def _split(cluster: Any, side: int, gap: int) -> list[Any]:
    if not len(cluster):
        return []
    ordered = cluster[np.argsort(cluster[:, side], kind="stable")]
    return list(np.split(ordered, np.flatnonzero(np.diff(ordered[:, side]) > gap + 1) + 1))


def _cosine(x: Any, y: Any) -> float:
    one, other = np.asarray(x).ravel(), np.asarray(y).ravel()
    return float(one @ other / max(1e-9, np.linalg.norm(one) * np.linalg.norm(other)))


def _vectors(mine: Sequence[str], theirs: Sequence[str]) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer=lambda text: [w for w, _ in _words(text)], smooth_idf=False, norm="l2", dtype=np.float64
    )
    try:
        both = vectorizer.fit_transform([*mine, *theirs]).tocsr()
    except ValueError:
        # no word at all
        empty = np.zeros((len(mine), 1)), np.zeros((len(theirs), 1))
        from scipy.sparse import csr_matrix

        return csr_matrix(empty[0]), csr_matrix(empty[1])
    return both[: len(mine)], both[len(mine) :]


_END: Final = re.compile(r"[。！？!?；;\n]+|\.(?=\s)")


def _sentences(text: str) -> list[Span]:
    borders = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [Span(a, b) for a, b in pairwise(borders) if len(_WORD.findall(text[a:b])) >= 1 and b - a >= 3]


# simcheck without a part

PARTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "no-runs": {"passages._chains": lambda runs: []},
    "no-sentences": {"passages.passages_from": lambda *_: []},
    "no-competition": {"passages._Claims.repeats": lambda *_: False},
    "no-order": {"regions._overrated": lambda *_: 0.0},
    "no-fragments": {"blocks._ENOUGH": -1.0},
    "no-summaries": {"passages.drawn_from": lambda *_: []},
    "no-near": {"passages._add_near": lambda *_: None},
    "no-joining": {"passages.extended": lambda found, *_: list(found)},
}
"""What stands in for a part of ``simcheck.align`` to switch it off."""


def engine(name: str) -> Any:
    """The engine of this name; raises ``KeyError``."""
    if name == "simcheck":
        return Simcheck()
    if name == "no-background":
        return _Bare()
    if name in PARTS:
        return _Without(name)
    return {"rule13": Rule13, "sgs": Sgs, "difflib": Difflib, "minhash": MinHashParagraphs}[name]()


NAMES: Final = ("simcheck", "rule13", "sgs", "difflib", "minhash", "no-background", *PARTS)


class _Bare:
    """simcheck without a background."""

    def __init__(self) -> None:
        self._whole = Simcheck()

    def check(self, settings: Mapping[str, Any]) -> None:
        self._whole.check({**settings, "background": None})

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        return self._whole.prepare({**settings, "background": None}, ())

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        return self._whole.compare(left, right, prepared)

    def findings(self, result: Any) -> Iterable[Found]:
        return self._whole.findings(result)


class _Without(_Bare):
    """simcheck with something else in the place of a part."""

    def __init__(self, name: str) -> None:
        super().__init__()
        # what stands in is looked up where it is needed: it cannot be sent to another process
        self._name = name

    def check(self, settings: Mapping[str, Any]) -> None:
        self._whole.check(settings)

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        return self._whole.prepare(settings, without)

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        with contextlib.ExitStack() as stack:
            for name, other in PARTS[self._name].items():
                stack.enter_context(mock.patch(f"simcheck.align.{name}", other))
            return self._whole.compare(left, right, prepared)
