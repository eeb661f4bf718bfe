"""Where the time of a check and of a comparison goes, and how long the machine takes for as much of its simplest work.

The stages are functions that ``simcheck.corpus.check`` and ``simcheck.comparison`` call by name, so that a stage that
is renamed breaks the benchmark instead of vanishing from it.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

import numpy as np

from benchmarks import record
from benchmarks.running.peers_collection import home_of
from benchmarks.running.peers_compare import letters
from benchmarks.running.peers_draws import SIZE, Draw, of_one_size, sources
from benchmarks.running.peers_find import FINDERS, is_source


class Stage(NamedTuple):
    """Functions (module.name) whose time is one line; ``amount`` is how much work a call did, by its result and its
    arguments; ``limit`` the work of the machine that it is held against, of ``LIMITS``."""

    name: str
    functions: tuple[str, ...]
    amount: Callable[..., int] | None = None
    limit: str = ""


def _letters(result: Any, *_: Any, **__: Any) -> int:
    return len(result.normalized)


def _all_letters(result: Any, *_: Any, **__: Any) -> int:
    return sum(len(each.normalized) for each in result)


def _of_query(_: Any, normalized: Any, *__: Any) -> int:
    return len(normalized)


def _of_both(_: Any, a: Any, b: Any, *__: Any, **___: Any) -> int:
    return len(a.normalized) + len(b.normalized)


def _hits(result: Any, *_: Any, **__: Any) -> int:
    return len(result.text)


def _bytes(result: Any, *_: Any, **__: Any) -> int:
    return sum(len(each.document.text.encode("utf-8", "surrogatepass")) for each in result)


_CHECK: Final = "simcheck.corpus.check."
_COMPARE: Final = "simcheck.comparison."
_READY: Final = "simcheck.align.prepare."
_LOOK: Final = "simcheck.index.candidates."

CHECK: Final = (
    Stage("the question made ready: letters, words, bits", (_CHECK + "prepared",), _letters, "words"),
    Stage("its features", (_CHECK + "query_of",), _of_query, "words"),
    Stage("candidates: postings of fingerprints, in order", (_LOOK + "fingerprint_hits",), _hits, "sort"),
    Stage("candidates: contexts, sketches, terms, second look", (_CHECK + "candidates",)),
    Stage(
        "weighed by what the corpus knows", (_CHECK + "on_top",), lambda r, t, *_, **__: len(t.normalized), "look-up"
    ),
    Stage("the likeliest chosen", (_CHECK + "likeliest",)),
    Stage("texts of the sources, read and verified", (_CHECK + "_sources",), _bytes, "hash"),
    Stage("the sources made ready: letters, words, bits", (_CHECK + "prepared_all",), _all_letters, "words"),
    Stage("compared in full", (_CHECK + "shared",), _of_both, "sort"),
    Stage("marks, set phrases, flags", (_CHECK + "marks_of", _CHECK + "explained", _CHECK + "formulas.formulas")),
)
"""Stages of a check; what is left is called the rest."""

COMPARE: Final = (
    Stage("letters (folding)", (_READY + "normalize",), lambda result, *_: len(result.text), "table"),
    Stage("words", (_READY + "words",), lambda result, text: len(text), "words"),
    Stage("bits of each character, sentences", (_COMPARE + "prepared",), _letters, "look-up"),
    Stage("runs, sentences, regions, extension", (_COMPARE + "passages",), _of_both, "sort"),
    Stage("edits laid out", (_COMPARE + "lay_out",)),
    Stage("acts of copying", (_COMPARE + "acts",)),
    Stage("kinds, marks, set phrases, flags", (_COMPARE + "finding_of", _COMPARE + "marks_of", _COMPARE + "explained")),
)


class Clock:
    """Processor time by stage, that of an inner stage taken from the outer one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.amounts: defaultdict[str, int] = defaultdict(int)
        self._inner: list[float] = []

    def timed(self, stage: Stage, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            start = time.process_time()
            result = function(*given, **named)
            took = time.process_time() - start
            self.seconds[stage.name] += took - self._inner.pop()
            if stage.amount:
                self.amounts[stage.name] += stage.amount(result, *given, **named)
            if self._inner:
                # what counting the work took is nobody's
                self._inner[-1] += time.process_time() - start
            return result

        return timed


@contextlib.contextmanager
def listening(stages: Sequence[Stage]) -> Iterator[Clock]:
    """The clock of what runs inside."""
    clock = Clock()
    with contextlib.ExitStack() as stack:
        for stage in stages:
            for path in stage.functions:
                owner, name = _owner(path)
                stack.enter_context(mock.patch.object(owner, name, clock.timed(stage, getattr(owner, name))))
        yield clock


def _owner(path: str) -> tuple[Any, str]:
    """The module, or what a module has by this name, that has the last name of a path."""
    before, _, name = path.rpartition(".")
    try:
        return import_module(before), name
    except ModuleNotFoundError:
        module, _, attribute = before.rpartition(".")
        return getattr(import_module(module), attribute), name


# The machine


class Limit(NamedTuple):
    """A work of the machine, and how many units of it are done in a second; shown in ``unit``, which is ``scale`` of
    them."""

    what: str
    pace: float
    scale: float
    unit: str


def _pace(work: Callable[[], object], units: int) -> float:
    """Units a second of processor time, the best of some."""
    best = float("inf")
    for _ in range(7):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return units / best


def limits(text: str) -> dict[str, Limit]:
    """What the machine does of each work; ``text`` (letters) is what words are cut of."""
    import rjieba

    rng = np.random.default_rng(1)
    block = rng.integers(0, 2**62, 8_000_000, dtype=np.int64)
    other = np.empty_like(block)
    keys = block[:200_000]
    at = rng.integers(0, len(block), 1_000_000)
    table, codes = np.arange(0x33480, dtype=np.uint32), rng.integers(0x4E00, 0x9FA5, 1_000_000)
    data = block.tobytes()
    rjieba.cut(text, False)
    copied, cut = 2 * len(data), len(text)
    return {
        "copy": Limit("memory read and written", _pace(lambda: np.copyto(other, block), copied), 1e9, "GB"),
        "hash": Limit("bytes hashed (blake2b)", _pace(lambda: blake2b(data).digest(), len(data)), 1e9, "GB"),
        "sort": Limit("64-bit keys sorted (numpy, 200,000)", _pace(lambda: np.sort(keys), len(keys)), 1e6, "M"),
        "look-up": Limit("look-ups at random in 64 MB", _pace(lambda: block[at], len(at)), 1e6, "M"),
        "table": Limit("look-ups in a table of code points", _pace(lambda: table[codes], len(codes)), 1e6, "M"),
        "words": Limit("letters cut into words (rjieba alone)", _pace(lambda: rjieba.cut(text, False), cut), 1e6, "M"),
    }


def limits_table(found: dict[str, Limit]) -> str:
    rows = [["work of the machine", "a second"]]
    rows += [[limit.what, f"{limit.pace / limit.scale:,.1f} {limit.unit}"] for limit in found.values()]
    return record.table(rows)


def stages_table(stages: Sequence[Stage], clock: Clock, total: float, asked: int, found: dict[str, Limit]) -> str:
    """Of each stage: its time for one of the ``asked`` questions, its part, how much work it was, and how long the
    machine takes for as much of the work that it is held against."""
    rows = [["stage", "ms", "part", "amount", "the machine's work for as much", "ms", "×"]]
    for stage in stages:
        seconds, amount = clock.seconds[stage.name] / asked, clock.amounts[stage.name] / asked
        cells = [stage.name, f"{seconds * 1e3:.1f}", f"{clock.seconds[stage.name] / total:.0%}"]
        if stage.limit and amount:
            limit = found[stage.limit]
            least = amount / limit.pace
            cells += [f"{amount:,.0f}", limit.what, f"{least * 1e3:.2f}", f"{seconds / least:.1f}"]
        else:
            cells += ["–"] * 4
        rows.append(cells)
    rest = total - sum(clock.seconds.values())
    rows.append(["the rest", f"{rest / asked * 1e3:.1f}", f"{rest / total:.0%}", *["–"] * 4])
    rows.append(["all", f"{total / asked * 1e3:.1f}", "100%", *["–"] * 4])
    return record.table(rows)


def section(draws: Sequence[Draw], folder: Path) -> str:
    """The tables of stages: documents of one size asked of the corpus that find has made, and pairs of that size."""
    import simcheck
    from benchmarks.detection.left_out import reports_out
    from simcheck.compiled import core
    from simcheck.corpus.collection import Corpus
    from simcheck.settings import Settings

    ours = next(finder for finder in FINDERS if finder.name == "simcheck")
    pairs = of_one_size(draws[0], _ASKED)
    settings = Settings(background=reports_out(*sources(draws).values()))
    found = limits(letters(pairs[0][0]).text)
    with Corpus.open(home_of(folder, ours)) as corpus:
        corpus.settings = settings
        check = _stages(CHECK, lambda pair: corpus.check(pair[0]), pairs, found)
        there = [row.id for row in corpus.rows() if is_source(row.name)]
        unseen = _stages(CHECK, lambda pair: corpus.check(pair[0], exclude=there), pairs, found)
        documents = len(corpus)
    compare = _stages(COMPARE, lambda pair: simcheck.compare(*pair, settings=settings), pairs, found)
    with_core = "with" if core() else "without"
    about = (
        f"- {len(pairs)} questions of {SIZE:,} characters among {documents:,} documents; {with_core} the compiled core"
    )
    parts = [
        "### stages",
        "",
        about,
        "- all in processor time; the machine's work is done by numpy, rjieba and hashlib",
    ]
    parts += [
        "",
        limits_table(found),
        "",
        f"A check, the {len(there)} sources and everything like them there:",
        "",
        check,
    ]
    parts += ["", "The same, the sources left out of the question:", "", unseen]
    parts += ["", "A comparison of two texts:", "", compare]
    return "\n".join(parts)


_ASKED: Final = 10


def _stages(
    stages: Sequence[Stage], work: Callable[[Any], object], pairs: Sequence[Any], found: dict[str, Limit]
) -> str:
    work(pairs[0])
    with listening(stages) as clock:
        start = time.process_time()
        for pair in pairs:
            work(pair)
        total = time.process_time() - start
    return stages_table(stages, clock, total, len(pairs), found)
