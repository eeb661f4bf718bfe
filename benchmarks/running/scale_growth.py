"""How building and asking grow with the number of documents that are mixed from sentences; how long removing takes."""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import shutil
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import record
from benchmarks.running.scale_check import ASKED, Question, asked, cut_out, median_and_tail
from benchmarks.running.scale_index import build, mb, turned

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus

PLANTED: Final = 300
"""Characters of a mixed document that are put into one that is asked about."""

PLANTINGS: Final = 5

REMOVED: Final = 100

HELD_OUT: Final = 0.25
"""The part of the characters that may be kept out of the mixture to ask about."""


# Growing

_SENTENCE: Final = re.compile(r"[^。！？；\n]{10,120}[。！？；]")


def growth_table(corpus: Corpus, options: argparse.Namespace, folder: Path) -> str:
    room = sum(row.characters for row in corpus.rows()) * HELD_OUT
    held = cut_out(corpus, max(1, min(options.documents, int(room / ASKED))), options.seed, folder / "held")
    out = {id for question in held for id in question.without}
    pool = [s for document in corpus if document.id not in out for s in _SENTENCE.findall(document.text)]
    if len(pool) < 100:
        raise ValueError("too few sentences for the growth; give more texts or --skip growth")
    plain = [Question(question.path) for question in held]
    planted, hosts = _plantings(held, pool, options, folder / "planted")
    measures = [
        "documents",
        "text MB",
        "s",
        "MB/s",
        "documents/s",
        "processor s",
        "largest process MB",
        "all processes MB",
    ]
    measures += [
        "of it anonymous MB",
        "index MB",
        "catalogue MB",
        "check s, median",
        "check s, 95 %",
        "× per tenfold documents",
    ]
    columns = [[*measures, "planted: check s, median", "planted: source found"]]
    last: tuple[int, float] | None = None
    for size in options.sizes:
        record.step(f"growth: {size} documents")
        listing, home = folder / "mixed.jsonl", folder / "grown"
        _write_mixed(listing, pool, size, options.seed)
        built = build(home, [listing], 1)
        answers, _, _ = asked(home, plain)
        seconds = [answer["seconds"] for answer in answers]
        others, _, _ = asked(home, planted)
        found = sum(
            any(name.endswith(f"#{host}") for name in answer["sources"])
            for answer, host in zip(others, hosts, strict=True)
        )
        median = statistics.median(seconds)
        grown = "–"
        if last and size > last[0]:
            grown = f"{(median / last[1]) ** (1 / math.log10(size / last[0])):.2f}"
        last = size, median
        run = built.runs[0]
        columns.append(
            [
                str(built.documents),
                mb(built.text),
                f"{run.seconds:.1f}",
                f"{built.text / run.seconds / 1e6:.2f}",
                f"{built.documents / run.seconds:.0f}",
                f"{run.processor:.1f}",
                mb(run.largest),
                mb(run.together) if run.together else "–",
                mb(run.anonymous) if run.anonymous else "–",
                mb(built.index),
                mb(built.catalogue),
                *median_and_tail(seconds),
                grown,
                f"{statistics.median(answer['seconds'] for answer in others):.3f}",
                f"{found} of {len(planted)}",
            ]
        )
        shutil.rmtree(home)
        listing.unlink()
    notes = [
        f"- {len(pool)} sentences to mix; {len(plain)} documents to ask about that are not in the mixture, and"
        f" {len(planted)} with {PLANTED} characters of a mixed document",
        "- checks in a process that has the corpus open, its first call left out",
    ]
    return "\n".join(["### growth", "", record.table(turned(columns)), "", *notes])


def _write_mixed(path: Path, pool: Sequence[str], number: int, seed: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            text = _mixed(pool, n, seed)
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")


def _mixed(pool: Sequence[str], number: int, seed: int) -> str:
    """The mixed document of a number: the same in corpora of all sizes."""
    rng = random.Random(f"{seed}-mixed-{number}")
    sentences = [rng.choice(pool) for _ in range(rng.randint(8, 40))]
    return "\n".join("".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def _plantings(
    held: Sequence[Question], pool: Sequence[str], options: argparse.Namespace, folder: Path
) -> tuple[list[Question], list[int]]:
    """Documents with a passage of a mixed one, and the numbers of these: such as corpora of all sizes have."""
    rng = random.Random(f"{options.seed}-planted")
    folder.mkdir()
    fitting = [n for n in range(min(1000, *options.sizes)) if len(_mixed(pool, n, options.seed)) > PLANTED]
    hosts = rng.sample(fitting, min(PLANTINGS, len(fitting)))
    questions = []
    for turn, number in enumerate(hosts):
        source = _mixed(pool, number, options.seed)
        start = rng.randrange(len(source) - PLANTED)
        text = held[turn % len(held)].path.read_text(encoding="utf-8")
        at = text.find("\n", len(text) // 2) + 1
        path = folder / f"{number}.txt"
        path.write_text(f"{text[:at]}{source[start : start + PLANTED]}\n{text[at:]}", encoding="utf-8")
        questions.append(Question(path))
    return questions, hosts


# Removing


def remove_table(corpus: Corpus, seed: int) -> str:
    ids = [row.id for row in corpus.rows()]
    held = len(ids)
    number = min(REMOVED, held // 2)
    if not number:
        raise ValueError("too few documents to remove any; use --skip remove")
    chosen = random.Random(f"{seed}-removed").sample(ids, 2 * number)
    seconds = []
    for id in chosen[:number]:
        start = time.perf_counter()
        corpus.remove(id)
        seconds.append(time.perf_counter() - start)
    start = time.perf_counter()
    corpus.remove(*chosen[number:])
    together = time.perf_counter() - start
    rows = [
        ["", "documents", "s in all", "a call s, median", "a call s, 95 %"],
        ["one by one", str(number), f"{sum(seconds):.3f}", *median_and_tail(seconds)],
        ["all at once", str(number), f"{together:.3f}", "–", "–"],
    ]
    return "\n".join(["### remove", "", record.table(rows), "", f"- corpus of {held} documents"])
