"""The sources of texts in a collection by every peer: one list, an index each, questions in turn, and the table."""

from __future__ import annotations

import difflib
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.detection import pan, quality_pairs
from benchmarks.running.peers_compare import left_out, letters
from benchmarks.running.peers_draws import Draw, sources
from benchmarks.running.peers_find import FINDERS, SOURCE, Finder, Hit, documents
from benchmarks.running.scale_processes import Run, measured

FIRST: Final = (1, 5, 10)
"""Among how many documents a source is looked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A document, the id of its planted source, and that of the report that it was made from, if it is known."""

    text: str
    planted: str
    host: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a peer said to a question, and the seconds of processor time that it took."""

    hits: tuple[Hit, ...]
    seconds: float


def section(draws: Sequence[Draw], distractors: Sequence[Path], number: int, folder: Path) -> str:
    """The tables of find; ``number`` of questions in each draw."""
    listing = folder / "collection.jsonl"
    count, size, passed = written(listing, sources(draws), distractors)
    missing = left_out(FINDERS)
    finders = [finder for finder in FINDERS if finder.name not in missing]
    built: dict[str, Run] = {}
    for finder in finders:
        record.step(f"index: {finder.name}")
        home_of(folder, finder).mkdir()
        built[finder.name] = _child("index", finder.name, listing, home_of(folder, finder))
    asked = [questions(each, number) for each in draws]
    answers: dict[str, list[list[Answered]]] = defaultdict(list)
    for n, some in enumerate(asked):
        for finder in finders:
            record.step(f"ask: {finder.name}, {draws[n].name}")
            answers[finder.name].append(_asked(finder, some, folder))
    head = ["", "processor s", "MB/s", "memory MB", "index / text", "ms a question", "95 %"]
    rows = [[*head, *(f"first {k}" for k in FIRST), "spread", "put together", "questions", "tells places to the"]]
    for finder in finders:
        rows.append(_row(finder, built[finder.name], size, asked, answers[finder.name], home_of(folder, finder)))
    about = [
        f"- {count:,} documents, {size / 1e6:.1f} MB of text; {passed} files or lines passed over: not text, or empty",
        f"- put together: chosen on {draws[0].name}; spread: of first {FIRST[1]} between the other draws",
        f"- difflib, which has no index: {_by_difflib(listing, asked[0][0].text, size):,.0f} s a question, reckoned"
        f" from {_SAMPLE} documents",
        *(f"- {finder.name}: {finder.how}" for finder in FINDERS),
        "- index / text: files as they lie on the disk; with the texts themselves: "
        + ", ".join(finder.name for finder in finders if finder.holds),
    ]
    return "\n".join(["### find", "", record.table(rows), "", *about])


def home_of(folder: Path, finder: Finder) -> Path:
    """Where the index of a peer lies."""
    return folder / finder.name.split()[0]


def _row(
    finder: Finder,
    built: Run,
    size: int,
    asked: Sequence[Sequence[Question]],
    answers: Sequence[Sequence[Answered]],
    home: Path,
) -> list[str]:
    ranks = {how: [_ranks(q, a, PUT[how]) for q, a in zip(asked, answers, strict=False)] for how in PUT}
    best = max(PUT, key=lambda how: (_recall(ranks[how][0], FIRST[1]), _recall(ranks[how][0], 1)))
    told = ranks[best][1:] or ranks[best]
    seconds = [each.seconds for some in (answers[1:] or answers) for each in some]
    of_draws = [_recall(each, FIRST[1]) for each in told]
    stored = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    no_index = finder.most is not None
    return [
        finder.name,
        "–" if no_index else f"{built.processor:.0f}",
        "–" if no_index else f"{size / built.processor / 1e6:.2f}",
        "–" if no_index else f"{(built.together or built.largest) / 1e6:.0f}",
        "–" if no_index else f"{stored / size:.2f}",
        f"{statistics.median(seconds) * 1e3:,.0f}",
        f"{record.percentile(seconds, 0.95) * 1e3:,.0f}",
        *(f"{statistics.fmean(_recall(each, k) for each in told):.3f}" for k in FIRST),
        f"{max(of_draws) - min(of_draws):.3f}",
        "–" if finder.name == "simcheck" else best,
        str(len(seconds)),
        finder.places,
    ]


# The collection and the questions


def written(listing: Path, texts: Mapping[str, str], distractors: Sequence[Path]) -> tuple[int, int, int]:
    """Write the list of a collection; how many documents it has, bytes of their texts, what was passed over."""
    count = size = passed = 0
    with listing.open("w", encoding="utf-8") as file:
        for id, text in _all(texts, distractors):
            if text is None or not text.strip():
                passed += 1
                continue
            file.write(json.dumps({"id": id, "text": text}, ensure_ascii=False) + "\n")
            count += 1
            size += len(text.encode("utf-8"))
    return count, size, passed


def _all(texts: Mapping[str, str], distractors: Sequence[Path]) -> Iterable[tuple[str, str | None]]:
    yield from ((SOURCE + name, text) for name, text in texts.items())
    number = 0
    for path in distractors:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            for text in _texts_of(file):
                number += 1
                yield f"d{number}", text


def _texts_of(file: Path) -> Iterable[str | None]:
    if file.suffix not in (".txt", ".md", ".jsonl"):
        yield None
        return
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        yield None
        return
    if file.suffix != ".jsonl":
        yield content
        return
    for line in content.split("\n"):
        if line.strip():
            try:
                found = json.loads(line)
            except ValueError:
                found = None
            text = found.get("text") if isinstance(found, dict) else None
            yield text if isinstance(text, str) else None


def questions(each: Draw, number: int) -> list[Question]:
    """Some of the documents with a planted passage, of all kinds alike."""
    tasks = quality_pairs.plan(each.corpus, each.corpus / "src", [pair for pair in each.pairs if pair.cases])
    some = [tasks[n * len(tasks) // number] for n in range(min(number, len(tasks)))] if number < len(tasks) else tasks
    return [
        Question(
            pan.texts(each.corpus, task.pair)[0],
            SOURCE + task.pair.source,
            SOURCE + task.without[1] if len(task.without) == 2 else None,
        )
        for task in some
    ]


# Processes


def _child(job: str, *rest: str | Path) -> Run:
    return measured([sys.executable, "-m", "benchmarks", "peers", "--child", job, *map(str, rest)])


def _finder(name: str) -> Finder:
    return next(finder for finder in FINDERS if finder.name == name)


def index_here(name: str, listing: Path, home: Path) -> None:
    """Make the index of a peer in this process."""
    _finder(name).index(listing, home)


def ask_here(name: str, home: Path, asked: Path) -> list[Any]:
    """The answers of a peer to a list of texts; the first one is asked before, unmeasured, as it also opens."""
    texts = json.loads(asked.read_text(encoding="utf-8"))
    result = []
    with _finder(name).opened(home) as answer:
        answer(texts[0])
        for text in texts:
            start = time.process_time()
            hits = answer(text)
            result.append((hits, time.process_time() - start))
    return result


def _asked(finder: Finder, some: Sequence[Question], folder: Path) -> list[Answered]:
    every = len(some) if finder.most is None else min(finder.most, len(some))
    # a few of all kinds alike
    chosen = [some[n * len(some) // every] for n in range(every)]
    path = folder / "questions.json"
    path.write_text(json.dumps([each.text for each in chosen], ensure_ascii=False), encoding="utf-8")
    told = _child("ask", finder.name, home_of(folder, finder), path).value
    return [Answered(tuple(Hit(*hit) for hit in hits), seconds) for hits, seconds in told]


# What is right


def _best_piece(scores: Sequence[float]) -> float:
    return max(scores)


def _all_pieces(scores: Sequence[float]) -> float:
    return sum(scores)


PUT: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {"best piece": _best_piece, "sum": _all_pieces}
"""How the pieces of a question are put together."""


def rank(question: Question, hits: Iterable[Hit], put: Callable[[Sequence[float]], float]) -> int | None:
    """Where the planted source comes among the documents, the host taken away; from 1, None if it is not there."""
    scores: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[hit.id].append(hit.score)
    scores.pop(question.host or "", None)
    order = sorted(scores, key=lambda id: (-put(scores[id]), id))
    return order.index(question.planted) + 1 if question.planted in scores else None


def _ranks(
    some: Sequence[Question], answers: Sequence[Answered], put: Callable[[Sequence[float]], float]
) -> list[int | None]:
    every = len(answers)
    chosen = [some[n * len(some) // every] for n in range(every)]
    return [rank(question, answer.hits, put) for question, answer in zip(chosen, answers, strict=True)]


def _recall(ranks: Sequence[int | None], k: int) -> float:
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


_SAMPLE: Final = 20


def _by_difflib(listing: Path, question: str, size: int) -> float:
    """How long it would take difflib to hold a question against all texts, from some of them."""
    mine = letters(question).text
    some = random.Random(1).sample([text for _, text in documents(listing)], _SAMPLE) if size else []
    start = time.process_time()
    for text in some:
        difflib.SequenceMatcher(None, mine, letters(text).text).get_matching_blocks()
    return (time.process_time() - start) / sum(len(text.encode("utf-8")) for text in some) * size
