"""Whether time grows as texts and documents do, however they are made.

    python -m benchmarks linear
    python -m benchmarks linear --only rtf,quotations --scale 0.25 --out benchmarks/results/linear.md

Texts full of one thing (dots, blanks, line breaks, brackets that nobody closes, one character for ever) go through
every function that scans a text, and documents full of one thing (cells, fields, lists of one kind, text boxes in text
boxes, attributes, style sheets) through the readers: with n, two and four times as much. Four times the time is linear;
what takes more than six times and a tenth of a second is marked. Of each function the text is shown that takes most for
its length, and the one with which it grows most. A refusal in the program's own words is an answer,
and is shown as one. --scale makes everything smaller or larger.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record
from benchmarks.running.linear_documents import DOCUMENTS
from benchmarks.running.linear_texts import TEXTS, text_functions

LONG: Final = 100_000
"""Characters of the shortest text."""

MANY: Final = 10_000
"""Elements of the smallest document."""

STEPS: Final = (1, 2, 4)

GROWTH: Final = 6.0
"""Times the time for four times as much from which something is marked; n·log n takes 4.5."""

LEAST: Final = 0.1
"""Seconds below which nothing is marked."""

ENOUGH: Final = 30.0
"""Seconds after which a case is not made larger."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks linear", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="LIST", help="names, or parts of them, of what is measured")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    wanted = [each for each in options.only.split(",") if each]
    functions = {name: work for name, work in text_functions().items() if _is_wanted(name, wanted)}
    documents = {name: make for name, make in DOCUMENTS.items() if _is_wanted(name, wanted)}
    if not functions and not documents:
        return record.refuse("linear", f"nothing is called {options.only}")
    rows: list[tuple[str, ...]] = [("function", "text", "characters", "ms", "times", "")]
    for name, work in functions.items():
        record.step(name)
        size = int(LONG * options.scale)
        found = [
            Measured.of(f"{text!r} × {size // len(text) * STEPS[-1]:,}", size, _work_on(work, text)) for text in TEXTS
        ]
        shown = {max(found, key=lambda one: one.last): None, max(found, key=lambda one: one.growth): None}
        rows += [(name, *one.row()) for one in (*shown, *(one for one in found if one.is_slow and one not in shown))]
    readers: list[tuple[str, ...]] = [("document", "made of", "bytes", "ms", "times", "")]
    for name, make in documents.items():
        record.step(name)
        one = Measured.of(name.partition(": ")[2], int(MANY * options.scale), _reading(make))
        readers.append((name.partition(": ")[0], *one.row()))
    head = record.heading("growth", record.machine(), [f"scale {options.scale}", options.only])
    tables = [record.table(each) for each in (rows, readers) if len(each) > 1]
    section = head + "\n" + "\n\n".join(tables) + "\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return int(any(row[-1] == "!" for row in (*rows, *readers)))


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(each in name for each in wanted)


class Measured(NamedTuple):
    """What one kind of text or document takes with so much, twice and four times as much, in seconds."""

    name: str
    size: int
    times: tuple[float, ...]
    answer: str

    @staticmethod
    def of(name: str, size: int, work: Callable[[int], tuple[int, float, str]]) -> Measured:
        """From work that is given how much of it there is; it returns a size, its seconds, and an answer."""
        times: list[float] = []
        told, answer = 0, ""
        for step in STEPS:
            told, spent, answer = work(size * step)
            times.append(spent)
            if spent > ENOUGH:
                break
        if len(times) > 1 and times[-1] > LEAST and times[-1] > 2 * times[0]:
            # noise makes things slower, never faster
            times[0] = min(times[0], work(size)[1])
            if times[-1] < ENOUGH / 5:
                times[-1] = min(times[-1], work(size * STEPS[len(times) - 1])[1])
        return Measured(name, told, tuple(times), answer)

    @property
    def last(self) -> float:
        return self.times[-1]

    @property
    def growth(self) -> float:
        """The last over the first, as if all steps had been made."""
        factor = self.times[-1] / max(self.times[0], 0.001)
        return factor ** (2 / (len(self.times) - 1)) if 1 < len(self.times) < len(STEPS) else factor

    @property
    def is_slow(self) -> bool:
        return self.last > LEAST and (self.growth > GROWTH or self.last > ENOUGH)

    def row(self) -> tuple[str, ...]:
        name = self.name.replace("|", "\\|")
        words = f"{name} ({self.answer})" if self.answer else name
        return words, f"{self.size:,}", f"{self.last * 1000:,.0f}", f"{self.growth:.1f}", "!" if self.is_slow else ""


def _work_on(work: Callable[[str], object], atom: str) -> Callable[[int], tuple[int, float, str]]:
    def run(size: int) -> tuple[int, float, str]:
        text = atom * (size // len(atom)) + "a"
        began = time.process_time()
        work(text)
        return len(text), time.process_time() - began, ""

    return run


def _reading(make: Callable[[int], tuple[str, bytes]]) -> Callable[[int], tuple[int, float, str]]:
    from simcheck import worker
    from simcheck.errors import SimcheckError
    from simcheck.readers import decode

    # what is measured is the time of this process
    worker.is_possible = lambda: False

    def run(size: int) -> tuple[int, float, str]:
        name, data = make(size)
        answer = ""
        began = time.process_time()
        try:
            decode(name, data)
        except SimcheckError as error:
            answer = error.code
        return len(data), time.process_time() - began, answer

    return run
