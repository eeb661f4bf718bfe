"""How long a corpus takes to be built, of what size it is, and the table of both, with the baseline beside it."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import record
from benchmarks.running.scale_processes import Run, child

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus


@dataclass(frozen=True, slots=True)
class Built:
    """A corpus that was built, several times over, and its sizes in bytes."""

    runs: tuple[Run, ...]
    documents: int
    unreadable: int
    text: int
    index: int
    catalogue: int


def build(home: Path, paths: Sequence[Path], runs: int) -> Built:
    """Build a corpus from files as often as is asked; the last one stays."""
    done = []
    for _ in range(runs):
        shutil.rmtree(home, ignore_errors=True)
        done.append(child("index", home, *(path.resolve() for path in paths)))
    index = sum(file.stat().st_size for file in record.postings(home))
    catalogue = sum(file.stat().st_size for file in record.inside(home).glob("catalogue.sqlite*"))
    facts = done[-1].value
    return Built(tuple(done), facts["documents"], facts["unreadable"], _text_size(home), index, catalogue)


def _text_size(home: Path) -> int:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        return sum(len(document.text.encode("utf-8", "surrogatepass")) for document in corpus)


def index_here(home: str, *paths: str) -> dict[str, int]:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home, create=True) as corpus:
        added = corpus.add_all(paths)
    return {"documents": len(added.added), "unreadable": len(added.unreadable)}


@dataclass(frozen=True, slots=True)
class Sliced:
    """simcheck and the baseline on the same slice."""

    ours: Built
    theirs: tuple[Run, ...]


def slices(corpus: Corpus, options: argparse.Namespace, folder: Path) -> Sliced:
    path = folder / "slice.jsonl"
    rows = list(corpus.rows())
    random.Random(f"{options.seed}-slice").shuffle(rows)
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            if size >= options.slice * 1e6:
                break
            text = corpus[row.id].text
            size += len(text.encode("utf-8", "surrogatepass"))
            file.write(json.dumps({"id": row.id, "text": text}) + "\n")
    record.step("index of the slice")
    ours = build(folder / "sliced", [path], options.runs)
    record.step("baseline")
    return Sliced(ours, tuple(child("baseline", path) for _ in range(options.runs)))


def index_table(whole: Built | None, sliced: Sliced | None) -> str:
    measures = ["documents", "text MB", "s, median", "s, best", "MB/s, median", "MB/s, best", "documents/s"]
    measures += ["processor s", "largest process MB", "all processes MB", "index MB", "catalogue MB", "index/text"]
    columns = [["", *measures, "× baseline"]]
    notes = []
    slow = _speed(sliced.theirs, sliced.ours.text) if sliced else None
    for name, built in (("all texts", whole), ("slice", sliced.ours if sliced else None)):
        if built is None:
            continue
        sizes = [mb(built.index), mb(built.catalogue), f"{built.index / max(1, built.text):.2f}"]
        ratio = f"{_speed(built.runs, built.text) / slow:.1f}" if slow else "–"
        columns.append([name, *_run_cells(built.runs, built.documents, built.text), *sizes, ratio])
        if built.unreadable:
            notes.append(f"- {name}: {built.unreadable} could not be read")
        notes.append(f"- {name}: runs: {len(built.runs)}")
    if sliced:
        cells = _run_cells(sliced.theirs, sliced.ours.documents, sliced.ours.text)
        columns.append(["baseline on the slice", *cells, "–", "–", "–", "1.0"])
        start = statistics.median(run.value["start"] for run in sliced.theirs)
        notes.append(
            f"- baseline: {sliced.theirs[-1].value['passages']} passages; {start:.1f} s of its time are imports and"
            " jieba's dictionary"
        )
        notes.append("- × baseline: medians of whole processes, each against the baseline on the slice")
    return "\n".join(["### index", "", record.table(turned(columns)), "", *notes])


def turned(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(*columns, strict=True))


def _speed(runs: Sequence[Run], size: int) -> float:
    """Bytes per second, by the median."""
    return size / statistics.median(run.seconds for run in runs)


def _run_cells(runs: Sequence[Run], documents: int, size: int) -> list[str]:
    median, best = statistics.median(run.seconds for run in runs), min(run.seconds for run in runs)
    together = [run.together for run in runs if run.together]
    return [
        str(documents),
        mb(size),
        f"{median:.2f}",
        f"{best:.2f}",
        f"{size / median / 1e6:.2f}",
        f"{size / best / 1e6:.2f}",
        f"{documents / median:.0f}",
        f"{statistics.median(run.processor for run in runs):.2f}",
        mb(max(run.largest for run in runs)),
        mb(max(together)) if together else "–",
    ]


def mb(size: int) -> str:
    return f"{size / 1e6:.1f}"
