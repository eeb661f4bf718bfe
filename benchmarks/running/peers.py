"""What other libraries find of reused text, and how fast, beside simcheck, in one run.

    python -m benchmarks peers CORPUS_DIR DRAW_DIR... --distractors PATH...
    python -m benchmarks peers CORPUS_DIR DRAW_DIR DRAW_DIR --distractors LAWS_DIR news.jsonl --out RESULTS.md
    python -m benchmarks peers CORPUS_DIR --every 8 --skip find stages

CORPUS_DIR and DRAW_DIR are draws of one kind of corpus in the format of the PAN text-alignment task (see pan.py), made
from the same sources. What a peer leaves to its user (from which score on something counts; how the pieces of a
question are put together) is chosen on the first draw, where it does best for this peer; the figures are those of the
others (of the first if there is no other). simcheck is as it is by default, the sources taken out of its table of
common wording.

compare   Every pair by every peer, in turn: which letters of the document come from the source? All have the same
          letters. Precision and recall by letter, of what was planted, pooled; what two texts have alike by nature is
          neither right nor wrong. The mean of the draws, and how far the best F1 is from the worst. Of pairs without a
          planted passage: letters marked of 10,000. Processor time: a pair, and two texts cut to 10,000 characters
          (median, least and most of some).
find      The sources among all distractors (folders of .txt and .md, lists .jsonl): an index made and asked by a
          process of its own each, from one list. Of the documents with a planted passage: is its source among the first
          k, the report that the document was made from taken away? Processor time with children, from start to end for
          the index (so with the imports); all memory of the index's processes at its highest; index / text in bytes.
stages    Where the time of a check and of a comparison goes, and beside each stage how long the machine takes for as
          much of the simplest work, measured in the same run. Needs find, whose corpus it asks.

Peers whose package is not there are left out, and named. Needs a Unix system.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from benchmarks import record
from benchmarks.detection.pan import CorpusError
from benchmarks.running import peers_collection, peers_compare, peers_draws, peers_find, peers_stages

SECTIONS: Final = ("compare", "find", "stages")


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        _, job, name, *places = arguments
        json.dump(CHILDREN[job](name, *map(Path, places)), sys.stdout)
        return 0
    options = _options(arguments)
    wanted = [name for name in SECTIONS if name not in options.skip]
    missing = [str(path) for path in options.distractors if not path.exists()]
    if missing:
        return record.refuse("peers", f"no such file or folder: {', '.join(missing)}")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        # Said now, because a run can take an hour.
        return record.refuse("peers", f"no such folder: {options.out.parent}")
    if "stages" in wanted and "find" not in wanted:
        return record.refuse("peers", "stages asks the corpus that find makes; skip both or none")
    told = _heading(options)
    try:
        draws = [peers_draws.draw(path, options.every) for path in options.corpora]
        with record.scratch(options.keep) as folder:
            for part in _sections(options, draws, wanted, folder):
                print(f"{part}\n", flush=True)
                told += f"\n{part}\n"
    except CorpusError as error:
        return record.refuse("peers", str(error))
    except subprocess.CalledProcessError as error:
        # what it complained of stands above
        return record.refuse("peers", f"{' '.join(error.cmd[-3:])} ended with {error.returncode}")
    if options.out is not None:
        record.append(options.out, told)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="+", metavar="DRAW_DIR")
    parser.add_argument("--distractors", type=Path, nargs="+", default=[], metavar="PATH", help="files or folders")
    parser.add_argument("--skip", nargs="+", choices=SECTIONS, default=(), metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--every", type=record.positive, metavar="N", help="of compare: every Nth pair of a kind")
    parser.add_argument("--questions", type=record.positive, default=35, metavar="N", help="of find, by draw: 35")
    parser.add_argument("--keep", action="store_true", help="do not delete the scratch folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


def _heading(options: argparse.Namespace) -> str:
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    chosen = [
        # Names only: a path says nothing to another reader and too much about this machine.
        " ".join(path.resolve().name for path in options.corpora),
        f"distractors {' '.join(path.resolve().name for path in options.distractors)}" if options.distractors else "",
        f"every {options.every}" if options.every else "",
        f"questions {options.questions}",
        f"without {' '.join(options.skip)}" if options.skip else "",
    ]
    there = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    text = record.heading("peers", f"{record.machine()}, {record.memory()}{load}", chosen)
    return f"{text.rstrip()}\n- {there}, SQLite {sqlite3.sqlite_version}\n"


PACKAGES: Final = ("numpy", "rapidfuzz", "scikit-learn", "datasketch", "tantivy", "rjieba")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _sections(
    options: argparse.Namespace, draws: Sequence[peers_draws.Draw], wanted: Sequence[str], folder: Path
) -> Iterator[str]:
    """The tables, each as soon as it is measured."""
    if "compare" in wanted:
        record.step("compare")
        yield peers_draws.section(draws)
    if "find" in wanted:
        record.step("find")
        yield peers_collection.section(draws, options.distractors, options.questions, folder)
    if "stages" in wanted:
        record.step("stages")
        yield peers_stages.section(draws, folder)
    lacking = {**peers_compare.left_out(peers_compare.PEERS), **peers_compare.left_out(peers_find.FINDERS)}
    if lacking:
        yield "\n".join(f"- left out: {name}; its package is not installed here ({lacking[name]})" for name in lacking)


CHILDREN: Final = {"index": peers_collection.index_here, "ask": peers_collection.ask_here}
