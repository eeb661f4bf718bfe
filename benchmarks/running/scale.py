"""How fast a corpus is built and asked, what it takes of memory and disk, and how that grows.

    python -m benchmarks scale PATH...
    python -m benchmarks scale PATH... --skip growth --runs 5 --slice 4
    python -m benchmarks scale PATH... --check DRAFTS_DIR --sizes 1000,10000,100000 --out RESULTS.md

PATH are folders of texts and lists of documents (.jsonl), as ``Corpus.add_all`` takes them. Everything that is written
goes to a scratch folder, which is deleted at the end (--keep keeps it); the largest size of the growth takes about two
gigabytes there. The sections, any of which --skip leaves out:

index     All texts are added to a new corpus, by a process of its own from its start to its end: seconds, speed in
          UTF-8 bytes of the texts, bytes of the files of postings ("index") and of the catalogue, which has the texts.
          Of memory, the largest process and the sum of it and its children (resident, pages of mapped files with it;
          looked at twenty times a second; "–" without /proc).
baseline  The pipeline that everybody writes first, in ``scale_baseline.py``: jieba cuts, every line is a passage,
          datasketch makes a MinHash of 128 functions of its shingles of three words, word by word as its manual does,
          and puts it into a MinHashLSH. On a slice, as it is slow: a random choice of documents of --slice megabytes.
          simcheck is measured on the same slice too, where its start is most of the time.
check     Documents of about 10,000 characters cut from the texts themselves, the records that they were cut from left
          out of the question, and the files of --check: in a process that has the corpus open (its first call apart)
          and as a command of its own from start to end. Files are in the system's cache.
growth    Documents of 8 to 40 sentences drawn from the texts, so that every sentence stands in several of them; the
          same questions to corpora of each of --sizes. Documents that are asked about are left out of the mixture, but
          for those "planted", into which 300 characters of one mixed document were put.
remove    Random documents, one call for each and one call for as many others.

Needs a Unix system.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.running.scale_baseline import baseline_here
from benchmarks.running.scale_check import check_here, check_table, checks_here, files, refused
from benchmarks.running.scale_growth import growth_table, remove_table
from benchmarks.running.scale_index import build, index_here, index_table, slices

SECTIONS: Final = ("index", "baseline", "check", "growth", "remove")


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        _, name, *rest = arguments
        json.dump(CHILDREN[name](*rest), sys.stdout)
        return 0
    options = _options(arguments)
    missing = [str(path) for path in (*options.paths, *options.check) if not path.exists()]
    if missing:
        return record.refuse("scale", f"no such file or folder: {', '.join(missing)}")
    unreadable = refused(files(options.check))
    if unreadable:
        return record.refuse("scale", f"cannot be read: {', '.join(unreadable)}")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        # Said now, because a run can take an hour.
        return record.refuse("scale", f"no such folder: {options.out.parent}")
    told = _heading(options)
    with record.scratch(options.keep) as folder:
        try:
            for part in _sections(options, folder):
                print(f"{part}\n", flush=True)
                told += f"\n{part}\n"
        except ValueError as error:
            return record.refuse("scale", str(error))
    if options.out is not None:
        record.append(options.out, told)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--skip", type=_sections_named, default=(), metavar="SECTION,...", help=", ".join(SECTIONS))
    parser.add_argument("--runs", type=record.positive, default=3, metavar="N", help="of index and baseline: 3")
    parser.add_argument("--slice", type=float, default=2.0, metavar="MB", help="for the baseline: 2")
    parser.add_argument("--documents", type=record.positive, default=20, metavar="N", help="to ask about: 20")
    parser.add_argument("--check", type=Path, nargs="+", default=[], metavar="FILE", help="files or folders to check")
    parser.add_argument("--sizes", type=_numbers, default=(1000, 10_000, 100_000), metavar="N,...", help="of growth")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of every random choice: 1")
    parser.add_argument("--keep", action="store_true", help="do not delete the scratch folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


def _sections_named(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, text.split(",")))
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    return names


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(record.positive(word) for word in text.split(",")))


def _heading(options: argparse.Namespace) -> str:
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    chosen = [
        # Folder names only: a path says nothing to another reader and too much about this machine.
        " ".join(path.resolve().name for path in options.paths),
        f"runs {options.runs}",
        f"slice {options.slice:g} MB",
        f"documents {options.documents}",
        f"sizes {','.join(map(str, options.sizes))}",
        f"check {' '.join(path.resolve().name for path in options.check)}" if options.check else "",
        f"seed {options.seed}",
        f"without {' '.join(options.skip)}" if options.skip else "",
    ]
    return record.heading("scale", f"{record.machine()}, {record.memory()}{load}", chosen)


def _sections(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The tables, each as soon as it is measured."""
    wanted = [name for name in SECTIONS if name not in options.skip]
    home = folder / "corpus"
    record.step("index")
    whole = build(home, options.paths, options.runs if "index" in wanted else 1)
    if not whole.documents:
        raise ValueError("no documents in " + ", ".join(map(str, options.paths)))
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        if "index" in wanted or "baseline" in wanted:
            sliced = slices(corpus, options, folder) if "baseline" in wanted else None
            yield index_table(whole if "index" in wanted else None, sliced)
        if "check" in wanted:
            record.step("check")
            yield check_table(corpus, options, folder)
        if "growth" in wanted:
            yield growth_table(corpus, options, folder)
        if "remove" in wanted:
            record.step("remove")
            yield remove_table(corpus, options.seed)


CHILDREN: Final[dict[str, Callable[..., Any]]] = {
    "index": index_here,
    "checks": checks_here,
    "check": check_here,
    "baseline": baseline_here,
}
