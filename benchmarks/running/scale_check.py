"""How long a check takes, in a process that has the corpus open and as a command, and what is asked."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import record
from benchmarks.running.scale_processes import AGAIN, child, measured

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus

ASKED: Final = 10_000
"""Characters of a document that is asked about: a long work report."""


@dataclass(frozen=True, slots=True)
class Question:
    """A document to be checked, and the ids of the records that it was cut from."""

    path: Path
    without: tuple[str, ...] = ()


def check_table(corpus: Corpus, options: argparse.Namespace, folder: Path) -> str:
    cuts = cut_out(corpus, options.documents, options.seed, folder / "questions")
    given = [Question(path) for path in files(options.check)]
    cold, told = _cold(corpus.folder)
    head = ["", "documents", "characters, median", "sources, median", "first s", "open s, median", "open s, 95 %"]
    rows = [[*head, "command s, median", "command s, 95 %"]]
    for name, questions in (("cut from the texts", cuts), ("given", given)):
        if not questions:
            continue
        answers, first, opened = asked(corpus.folder, questions)
        seconds = [answer["seconds"] for answer in answers]
        alone = [measured(cold(question)).seconds for question in questions]
        rows.append(
            [
                name,
                str(len(questions)),
                f"{statistics.median(answer['characters'] for answer in answers):.0f}",
                f"{statistics.median(len(answer['sources']) for answer in answers):.0f}",
                f"{first + opened:.3f}",
                *median_and_tail(seconds),
                *median_and_tail(alone),
            ]
        )
    notes = [f"- corpus of {len(corpus)} documents", "- first: opening the corpus and the first check", told]
    return "\n".join(["### check", "", record.table(rows), "", *notes])


def median_and_tail(seconds: Sequence[float]) -> list[str]:
    return [f"{statistics.median(seconds):.3f}", f"{record.percentile(seconds, 0.95):.3f}"]


def files(paths: Sequence[Path]) -> list[Path]:
    found = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.startswith((".", "~"))]
    return found


def refused(paths: Sequence[Path]) -> list[str]:
    import simcheck

    found = []
    for path in paths:
        try:
            simcheck.read(path)
        except simcheck.SimcheckError:
            found.append(path.name)
    return found


def cut_out(corpus: Corpus, number: int, seed: int, folder: Path) -> list[Question]:
    """Documents of about ``ASKED`` characters: a part of a long text, or several short ones one after the other."""
    rng = random.Random(f"{seed}-questions")
    rows = list(corpus.rows())
    rng.shuffle(rows)
    folder.mkdir()
    found: list[Question] = []
    while rows and len(found) < number:
        text = ""
        used = []
        while rows and len(text) < ASKED:
            used.append(rows.pop().id)
            more = corpus[used[-1]].text.strip()
            start = rng.randrange(max(1, len(more) - ASKED))
            text += more[start : start + ASKED] + "\n"
        path = folder / f"{len(found):03d}.txt"
        path.write_text(text[:ASKED], encoding="utf-8", errors="replace")
        found.append(Question(path, tuple(used)))
    return found


def asked(home: Path, questions: Sequence[Question]) -> tuple[list[dict[str, Any]], float, float]:
    """The answers of a process that has the corpus open, the seconds of its first one, and those of opening."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([(str(question.path), question.without) for question in questions], file)
        file.flush()
        value = child("checks", home, file.name).value
    return value["answers"], value["first"], value["opened"]


def checks_here(home: str, listing: str) -> dict[str, Any]:
    questions = json.loads(Path(listing).read_text(encoding="utf-8"))
    start = time.perf_counter()
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        opened = time.perf_counter() - start
        first = _answer(corpus, *questions[0])["seconds"]
        return {"opened": opened, "first": first, "answers": [_answer(corpus, *each) for each in questions]}


def _answer(corpus: Corpus, path: str, without: Sequence[str]) -> dict[str, Any]:
    start = time.perf_counter()
    document = corpus.read(path)
    report = corpus.check(document, exclude=without)
    seconds = time.perf_counter() - start
    names = [source.name for source in report.sources.values()]
    return {"seconds": seconds, "characters": len(document.text), "sources": names}


def _cold(home: Path) -> tuple[Callable[[Question], list[str]], str]:
    """The command that checks a document, and what to say of it."""
    python = [sys.executable, "-m", "simcheck", "check"]
    tried = subprocess.run([*python, "--help"], capture_output=True, text=True, cwd=record.ROOT)
    if tried.returncode == 0 and "--corpus" in tried.stdout and "--exclude" in tried.stdout:

        def command(question: Question) -> list[str]:
            without = [word for id in question.without for word in ("--exclude", id)]
            return [*python, str(question.path), "--corpus", str(home), "--json", *without]

        return command, "- command: simcheck check FILE --corpus DIR --json"

    def script(question: Question) -> list[str]:
        return [*AGAIN, "check", str(home), str(question.path), *question.without]

    return script, "- command: a script that opens the corpus, checks and makes the JSON"


def check_here(home: str, path: str, *without: str) -> int:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        return len(corpus.check(corpus.read(path), exclude=without).to_json())
