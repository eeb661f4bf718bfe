"""Sixty hand-ins with a recorded history are crossed: is the history told, all of it and nothing untrue?

    python -m benchmarks hand_ins
    python -m benchmarks hand_ins --seed 2 --show
    python -m benchmarks hand_ins --files FOLDER

The reports are made (hand_ins_made.py) and read from their files. Every recorded taking must be in a pair and at its
place on both sides, groups must be those of the history, an origin may only be named where the days that the files show
prove it, no pair may have at the upper grade what it does not share, the form must be set apart, and the introduction
that most begin with must be called common.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import record
from benchmarks.detection import hand_ins_made
from benchmarks.detection.hand_ins_truth import Told, Truth, told
from simcheck.crossing.crossing import AT


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks hand_ins", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, nargs="+", default=[1, 2, 3], metavar="N", help="1 2 3")
    parser.add_argument("--at", type=float, default=AT, metavar="PART", help=f"share that links a group: {AT}")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="only write the files of the first seed there")
    parser.add_argument("--show", action="store_true", help="print every fault")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    if options.files is not None:
        if options.files.exists():
            return record.refuse("hand_ins", f"there is something already: {options.files}")
        hand_ins_made.written(options.files, hand_ins_made.made(options.seed[0]))
        return 0
    columns, seconds = [], []
    for seed in options.seed:
        begun = time.perf_counter()
        result = crossed(seed, options.at)
        seconds.append(time.perf_counter() - begun)
        columns.append(result)
        if options.show:
            print("\n".join(f"seed {seed}: {fault}" for fault in result.faults))
    table = record.table(_rows(options.seed, columns, seconds))
    print(table)
    if options.out is not None:
        chosen = [f"at {options.at}"]
        record.append(options.out, f"{record.heading('hand-ins', record.machine(), chosen)}\n{table}\n")
    return 0


def crossed(seed: int, at: float) -> Told:
    """What a crossing of the hand-ins of a seed tells of their history."""
    import simcheck

    handed = hand_ins_made.made(seed)
    with record.scratch(keep=False) as folder:
        hand_ins_made.written(folder / "made", handed)
        documents = {file: simcheck.read(folder / "made" / "reports" / file) for file in handed.papers}
        form = simcheck.read(folder / "made" / hand_ins_made.FORM)
        crossing = simcheck.cross(list(documents.values()), at=at, templates=[form])
    return told(crossing, Truth(handed, documents))


def _rows(seeds: Sequence[int], columns: Sequence[Told], seconds: Sequence[float]) -> list[list[str]]:
    questions = list(dict.fromkeys(question for column in columns for question in column.asked))
    rows = [["asked", *(f"seed {seed}" for seed in seeds)]]
    for question in questions:
        rows.append([question, *(f"{column.right[question]} of {column.asked[question]}" for column in columns)])
    rows.append(["seconds", *(f"{each:.1f}" for each in seconds)])
    return rows
