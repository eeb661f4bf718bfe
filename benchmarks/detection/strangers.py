"""How many pairs of texts that have nothing to do with each other are flagged.

    python -m benchmarks strangers REPORTS_DIR LAWS_DIR news.jsonl
    python -m benchmarks strangers REPORTS_DIR LAWS_DIR news.jsonl --pairs 2000 --seed 1 --out RESULTS.md

Pairs are drawn at random from all texts; with --in-turn kinds of texts have equal parts: both from the first path, one
from the first and one from the second, and so on. A pair that shares one in a hundred of the shorter text's runs of 16
characters (punctuation aside) is no pair of strangers and is drawn again. Flagged is a pair with a finding that is no
set phrase. Both texts are taken out of the shipped background, as if its first collection had counted them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from itertools import combinations_with_replacement, cycle
from pathlib import Path
from typing import Final

from benchmarks import record
from benchmarks.detection import pan

SHINGLE: Final = 16
KIN: Final = 0.01
"""The part of the shorter text's shingles from which two texts are no strangers."""

SHORTEST: Final = 300
"""Characters of a text that is worth comparing."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks strangers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="folders of .txt or .md, or lists (.jsonl)")
    parser.add_argument("--pairs", type=record.positive, default=2000, metavar="N", help="2000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--in-turn", action="store_true", help="as many pairs of every two paths")
    parser.add_argument("--show", action="store_true", help="print what was found")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    collections = {path.name: _texts(path) for path in options.paths}
    empty = [name for name, texts in collections.items() if len(texts) < 2]
    if empty:
        return record.refuse("strangers", f"fewer than two texts in {', '.join(empty)}")
    import simcheck

    rng = random.Random(options.seed)
    kinds = list(combinations_with_replacement(collections, 2))
    drawn: Counter[tuple[str, str]] = Counter()
    flagged: Counter[tuple[str, str]] = Counter()
    kin = 0
    turns = cycle(kinds)
    every = [(name, text) for name, texts in collections.items() for text in texts]
    while drawn.total() < options.pairs:
        if options.in_turn:
            kind = next(turns)
            left, right = (rng.choice(collections[name]) for name in kind)
        else:
            (one, left), (other, right) = rng.choice(every), rng.choice(every)
            kind = (one, other) if (one, other) in kinds else (other, one)
        if left == right or _containment(left, right) >= KIN:
            kin += 1
            continue
        drawn[kind] += 1
        settings = simcheck.Settings(background=simcheck.Background.default().without(left, right))
        report = simcheck.compare(left, right, settings=settings)
        found = [f for f in report.findings if simcheck.Flag.BOILERPLATE not in f.flags]
        flagged[kind] += bool(found)
        for finding in found if options.show else ():
            print(finding.evidence, finding.match.left.of(left)[:80], "|", finding.match.right.of(right)[:80])
        record.progress(drawn.total(), options.pairs)
    rows = [["left", "right", "pairs", "flagged"]]
    rows += [[*kind, str(drawn[kind]), str(flagged[kind])] for kind in kinds]
    rows.append(["all", "", str(drawn.total()), f"{flagged.total()} ({flagged.total() / drawn.total():.2%})"])
    table = f"{record.table(rows)}\n\n- {kin} further pairs drawn that share 1 % or more, and left out"
    print(table)
    if options.out is not None:
        chosen = [f"seed {options.seed}", "in turn" if options.in_turn else ""]
        record.append(options.out, f"{record.heading('strangers', record.machine(), chosen)}\n{table}\n")
    return 0


def _texts(path: Path) -> list[str]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".txt", ".md"))
        found = [pan.read_text(file) for file in files]
    else:
        records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        found = [str(each.get("text") or each.get("content") or "") for each in records]
    return [text for text in found if len(text) >= SHORTEST]


def _containment(left: str, right: str) -> float:
    mine, theirs = _shingles(left), _shingles(right)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _shingles(text: str) -> set[str]:
    bare = "".join(filter(str.isalnum, text))
    return {bare[n : n + SHINGLE] for n in range(len(bare) - SHINGLE + 1)}
