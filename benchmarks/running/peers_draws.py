"""Two texts by every peer: the pairs of draws in turn, what is right by letter, how long it takes, and the tables."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks import record
from benchmarks.detection import pan, quality_pairs
from benchmarks.detection.pan import CorpusError, Pair
from benchmarks.running.peers_compare import PEERS, Count, Marked, OurOwn, Peer, counted, left_out, letters, mask_of


@dataclass(frozen=True, slots=True)
class Draw:
    """A corpus of pairs: its folder, and those of its pairs that are measured."""

    corpus: Path
    pairs: tuple[Pair, ...]

    @property
    def name(self) -> str:
        return self.corpus.resolve().name

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of the pairs that have a case."""
        return tuple(sorted({pair.kind for pair in self.pairs if pair.cases}))


def draw(corpus: Path, every: int | None) -> Draw:
    """A corpus, of each of whose kinds every so many pairs are measured; raises ``CorpusError``."""
    found = Draw(corpus, quality_pairs.select(corpus, None, every, None))
    if not found.kinds:
        raise CorpusError(f"nothing was planted in any of the pairs of {corpus}")
    return found


def sources(draws: Sequence[Draw]) -> dict[str, str]:
    """The sources of all draws by name, which must be the same ones: they are one collection, and leave one table."""
    found: dict[str, str] = {}
    for each in draws:
        texts = {path.name: pan.read_text(path) for path in sorted((each.corpus / "src").glob("*.txt"))}
        if found and texts != found:
            raise CorpusError(f"{each.corpus} has other sources than {draws[0].corpus}")
        found = texts
    return found


@dataclass
class Outcome:
    """What a peer came to in a draw: by least score and kind what it marked, and seconds of processor time by pair."""

    counts: dict[float, dict[str, Count]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Count)))
    clean: dict[float, tuple[int, int]] = field(default_factory=lambda: defaultdict(lambda: (0, 0)))
    """Letters marked, and letters there are, of documents without a case."""
    seconds: list[float] = field(default_factory=list)

    def all(self, least: float) -> Count:
        return sum(self.counts[least].values(), Count())


class Contender(NamedTuple):
    """Who takes part: the least scores that are tried; what it does with two texts, which is timed; and which code
    points of the first one that marks, by what it returned, the least score, the origin of letters and the length."""

    name: str
    grid: tuple[float, ...]
    marks: Callable[[str, str], Any]
    mask: Callable[[Any, float, Any, int], Any]


def contenders(texts: Sequence[str]) -> list[Contender]:
    """The peers that are here, and simcheck with its table (without these texts) and without it."""
    from benchmarks.detection.left_out import reports_out
    from simcheck.settings import Settings

    missing = left_out(PEERS)
    found = [
        Contender(peer.name, peer.grid, partial(_all_marks, peer), partial(mask_of, peer))
        for peer in PEERS
        if peer.name not in missing
    ]
    for ours in (
        OurOwn("simcheck", Settings(background=reports_out(*texts))),
        OurOwn("simcheck, no table of common wording", Settings(background=None)),
    ):
        found.append(Contender(ours.name, (0.0,), ours.marks, ours.mask))
    return found


def _all_marks(peer: Peer, left: str, right: str) -> list[Marked]:
    return list(peer.marks(left, right))


def section(draws: Sequence[Draw]) -> str:
    """The tables of compare."""
    texts = sources(draws)
    found = contenders(list(texts.values()))
    outcomes = [_measured(each, found) for each in draws]
    timed = _timed(draws[0], found)
    chosen = {name: max(grid, key=lambda least: outcomes[0][name].all(least).f1) for name, grid, *_ in found}
    told = list(zip(draws, outcomes, strict=True))[1:] or [(draws[0], outcomes[0])]
    head = ["", "from", "precision", "recall", "F1", "spread", "in clean pairs, of 10,000", "ms a pair", "ms, 10,000"]
    rows = [head]
    kinds = sorted({kind for each in draws for kind in each.kinds})
    by_kind = [["recall", *kinds]]
    for name, *_ in found:
        least = chosen[name]
        alls = [outcome[name].all(least) for _, outcome in told]
        marked, there = (sum(outcome[name].clean[least][n] for _, outcome in told) for n in (0, 1))
        seconds = [s for _, outcome in told for s in outcome[name].seconds]
        f1 = [each.f1 for each in alls]
        rows.append(
            [
                name,
                f"{least:g}" if least else "–",
                f"{statistics.fmean(each.precision for each in alls):.3f}",
                f"{statistics.fmean(each.recall for each in alls):.3f}",
                f"{statistics.fmean(f1):.3f}",
                f"{max(f1) - min(f1):.3f}",
                f"{marked / there * 10_000:.0f}" if there else "–",
                f"{statistics.fmean(seconds) * 1e3:.0f}",
                _in_ms(timed[name]),
            ]
        )
        pooled = [sum((outcome[name].counts[least][kind] for _, outcome in told), Count()) for kind in kinds]
        by_kind.append([name, *(f"{each.recall:.3f}" for each in pooled)])
    hows = [f"- {peer.name}: {peer.how}; tried {', '.join(f'{g:g}' for g in peer.grid)}" for peer in PEERS]
    pairs = sum(len(each.pairs) for each, _ in told)
    about = [
        f"- chosen on {draws[0].name} ({len(draws[0].pairs)} pairs), measured on {' '.join(d.name for d, _ in told)}"
        f" ({pairs} pairs)",
        f"- equal runs, difflib and LCSseq: blocks with at most {PEERS[0].joins} letters between them are one passage",
    ]
    parts = ["### compare", "", record.table(rows), "", record.table(by_kind), "", *about, *hows]
    return "\n".join(parts)


def _in_ms(seconds: Sequence[float]) -> str:
    """Median, least and most."""
    median, least, most = (f"{each * 1e3:.0f}" for each in (statistics.median(seconds), min(seconds), max(seconds)))
    return f"{median} ({least}–{most})"


def _measured(each: Draw, found: Sequence[Contender]) -> dict[str, Outcome]:
    outcomes = {name: Outcome() for name, *_ in found}
    _warm(each, found)
    for number, pair in enumerate(each.pairs):
        left, right = pan.texts(each.corpus, pair)
        origin = letters(left).origin
        # whoever comes first finds the caches cold
        first = number % len(found)
        for name, grid, marks, mask in (*found[first:], *found[:first]):
            outcome = outcomes[name]
            start = time.process_time()
            result = marks(left, right)
            outcome.seconds.append(time.process_time() - start)
            for least in grid:
                count = counted(pair, left, origin, mask(result, least, origin, len(left)))
                if pair.cases:
                    outcome.counts[least][pair.kind] += count
                else:
                    outcome.counts[least]["none"] += count
                    marked, there = outcome.clean[least]
                    outcome.clean[least] = (marked + count.wrong, there + len(origin))
        record.progress(number + 1, len(each.pairs))
    return outcomes


def _warm(each: Draw, found: Sequence[Contender]) -> None:
    """The first call of each also pays for imports and tables, which is not the speed sought."""
    left, right = pan.texts(each.corpus, each.pairs[0])
    for _, _, marks, _ in found:
        marks(left, right)


SIZE: Final = 10_000
"""Characters of a long work report."""

_SAMPLES: Final = 6


def of_one_size(each: Draw, number: int) -> list[tuple[str, str]]:
    """Pairs of texts of ``SIZE`` characters: documents one after the other, and the source of the first of them."""
    found: list[tuple[str, str]] = []
    text, source = "", ""
    for pair in each.pairs:
        if len(found) == number:
            break
        left, right = pan.texts(each.corpus, pair)
        text, source = text + left, source or right
        if len(text) >= SIZE:
            found.append((text[:SIZE], source[:SIZE]))
            text, source = "", ""
    return found or [(text, source)]


def _timed(each: Draw, found: Sequence[Contender]) -> dict[str, list[float]]:
    """Seconds of processor time of two texts of one size, in turn; the better of two for each pair."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for left, right in of_one_size(each, _SAMPLES):
        best: dict[str, float] = {}
        for _ in range(2):
            for name, _grid, marks, _mask in found:
                start = time.process_time()
                marks(left, right)
                best[name] = min(best.get(name, float("inf")), time.process_time() - start)
        for name, took in best.items():
            seconds[name].append(took)
    return seconds
