"""How a crossing of a corpus grows: made-up collections of families (``scale_families``), each with each.

    python -m benchmarks scale_cross PATH... --sizes 1000,10000,100000,300000 --out RESULTS.md

PATH are lists of documents (.jsonl) and folders of .txt and .md, whose words the documents are made of. Each corpus is
built by one process and crossed by another: seconds of processor time with its children, memory (as in ``scale``; the
pages of mapped files are the system's, and given back), pairs, and how many of those that were planted are among them.
Everything is written to a scratch folder, for 300,000 documents some ten gigabytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.running.scale_families import words_of, written
from benchmarks.running.scale_index import build, mb
from benchmarks.running.scale_processes import measured

_ENOUGH: Final = 3_000_000
"""Characters of each of PATH that are read for their words."""

JOBS: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        json.dump(_crossed(*arguments[1:]), sys.stdout)
        return 0
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks scale_cross",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--sizes", default="1000,10000", metavar="N,...", help="1000,10000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of every random choice: 1")
    parser.add_argument("--keep", action="store_true", help="do not delete the scratch folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        return record.refuse("scale_cross", f"no such file or folder: {', '.join(missing)}")
    words = words_of([text for path in options.paths for text in _some(path)])
    if len(words.words) < 1000:
        return record.refuse("scale_cross", "too few Chinese words to make documents of")
    columns = [list(_MEASURES)]
    with record.scratch(options.keep) as folder:
        for size in sorted(map(record.positive, options.sizes.split(","))):
            record.step(f"{size} documents")
            listing, home, planted = folder / f"{size}.jsonl", folder / f"{size}", folder / f"{size}.planted"
            planted.write_text(json.dumps(written(listing, words, size, options.seed)), encoding="utf-8")
            columns.append(_column(size, listing, home, planted, folder / f"{size}.json"))
            print(dict(zip(_MEASURES, columns[-1], strict=True)), flush=True)
    shown = record.table(list(zip(*columns, strict=True)))
    print(shown)
    if options.out is not None:
        heading = record.heading("scale_cross", record.machine(), [f"sizes {options.sizes}, seed {options.seed}"])
        record.append(options.out, f"{heading}\n{shown}\n")
    return 0


def _some(path: Path) -> Iterator[str]:
    """Texts until there are enough."""
    left = _ENOUGH
    files = sorted(p for p in path.rglob("*") if p.suffix in (".txt", ".md")) if path.is_dir() else [path]
    for file in files:
        content = file.read_text(encoding="utf-8")
        texts = [json.loads(line)["text"] for line in content.splitlines()] if file.suffix == ".jsonl" else [content]
        for text in texts:
            if left > 0:
                yield text
            left -= len(text)


_MEASURES: Final = (
    "documents",
    "text MB",
    "adding: processor s",
    "… anonymous MB",
    "crossing: processor s",
    "… s",
    "… largest process, MB resident",
    "… all processes, MB resident",
    "… all processes, MB anonymous",
    "result MB",
    "pairs",
    "… compared in full",
    "planted pairs",
    "… found",
)


def _column(size: int, listing: Path, home: Path, planted: Path, result: Path) -> list[str]:
    built = build(home, [listing], 1)
    run = measured([sys.executable, "-m", "benchmarks", "scale_cross", "--child", *map(str, (home, planted, result))])
    told = run.value
    return [
        f"{size:,}",
        mb(built.text),
        f"{built.runs[0].processor:.1f}",
        mb(built.runs[0].anonymous) if built.runs[0].anonymous else "–",
        f"{run.processor:.1f}",
        f"{run.seconds:.0f}",
        mb(run.largest),
        mb(run.together) if run.together else "–",
        mb(run.anonymous) if run.anonymous else "–",
        mb(result.stat().st_size),
        f"{told['pairs']:,}",
        f"{told['full']:,}",
        f"{told['planted']:,}",
        f"{told['found']:,}",
    ]


def _crossed(home: str, planted: str, result: str) -> dict[str, Any]:
    """Cross a corpus and write the result, in this process."""
    from simcheck.corpus.collection import Corpus
    from simcheck.crossing.saved import crossing_pieces

    seen = set[str]()

    def tell(step: str, done: int, total: int) -> None:
        if step not in seen or done == total:
            seen.add(step)
            print(f"{step} {done}/{total} {time.process_time():.1f} s {_resident()}", file=sys.stderr, flush=True)

    with Corpus.open(home) as corpus:
        crossing = corpus.cross(jobs=JOBS, on_progress=tell)
    tell("found", 0, 0)
    with open(result, "w", encoding="utf-8") as file:
        file.writelines(crossing_pieces(crossing))
    tell("written", 0, 0)
    number = {id: int(each.name.rpartition("#")[2]) for id, each in crossing.documents.items()}
    told = {frozenset((number[pair.a], number[pair.b])) for pair in crossing.pairs}
    wanted = [frozenset(each) for each in json.loads(Path(planted).read_text(encoding="utf-8"))]
    return {
        "pairs": len(crossing.pairs),
        "full": sum(1 for pair in crossing.pairs if pair.findings),
        "planted": len(wanted),
        "found": sum(each in told for each in wanted),
    }


def _resident() -> str:
    """What this process has of memory now, as the system tells it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return ""
    return " ".join(line for line in status.read_text().splitlines() if line.startswith(("VmRSS", "RssAnon")))
