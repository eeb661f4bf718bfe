"""Crossing a collection: which pairs are found and which are told that share nothing; seconds, memory, growth.

    python -m benchmarks cross PATH...
    python -m benchmarks cross LAWS_DIR --at 0.8 --checks 20 --out RESULTS.md
    python -m benchmarks cross RULES.jsonl --skip paragraphs checks
    python -m benchmarks cross LAWS_DIR --curve 1000 2000 5000 10000 20000

PATH are folders of texts and lists of documents (.jsonl with "text", perhaps "title", "date"). They are crossed by a
process of its own. The sections, any of which --skip leaves out:

pairs       Against brute force (``cross_truth``): of the pairs that contain so much of each other, how many are told;
            the same for those half of whose runs are rare; of the pairs that are told, how many share a run.
groups      Against the sets that pairs of a containment of --at hold together: precision, recall and F1 by pairs of
            documents.
time        Seconds of each step, and memory: the largest process, and all together.
paragraphs  The same pairs by paragraphs in a MinHashLSH.
checks      Single checks of --checks of the documents against all, their median times the number of documents.

With --curve, instead, collections of so many documents, made from the characters of the texts: each is of its own
words, but two of three have the collection's introduction, and of five that follow each other four have a passage of
the first. It is counted how many of these are in its group.

Needs a Unix system.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.detection import cross_truth
from benchmarks.running.scale_processes import Run, measured

SECTIONS: Final = ("pairs", "groups", "time", "paragraphs", "checks")

LEVELS: Final = (0.8, 0.5, 0.2, 0.05)

STEPS: Final = ("read", "index", "pairs", "align", "passages")

FAMILY: Final = 5

Documents = list[dict[str, Any]]
Pairs = set[tuple[int, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        _, listing, at, jobs = arguments
        json.dump(crossed_here(Path(listing), float(at), int(jobs) or None), sys.stdout)
        return 0
    options = _options(arguments)
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        return record.refuse("cross", f"no such file or folder: {', '.join(missing)}")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        return record.refuse("cross", f"no such folder: {options.out.parent}")
    documents = list(_documents(options.paths))
    told = record.heading(
        "cross",
        f"{record.machine()}, {record.memory()}",
        [
            " ".join(path.resolve().name for path in options.paths),
            f"{len(documents)} documents, {sum(len(each['text']) for each in documents)} characters",
            f"at {options.at}",
            f"jobs {options.jobs}" if options.jobs else "",
        ],
    )
    with record.scratch(keep=False) as folder:
        sections = _curve(documents, options, folder) if options.curve else _sections(documents, options, folder)
        for part in sections:
            print(f"{part}\n", flush=True)
            told += f"\n{part}\n"
    if options.out is not None:
        record.append(options.out, told)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks cross", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--at", type=float, default=0.3, metavar="PART", help="from which documents are a group: 0.3")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes: as many as processors")
    parser.add_argument("--skip", nargs="+", choices=SECTIONS, default=[], metavar="SECTION")
    parser.add_argument("--checks", type=record.positive, default=20, metavar="N", help="single checks: 20")
    parser.add_argument("--curve", type=record.positive, nargs="+", default=[], metavar="N", help="documents made")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of every random choice: 1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


def _documents(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".jsonl":
                for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
                    data = json.loads(line)
                    yield {"id": str(data.get("id", number)), "name": data.get("title", ""), **data}
            elif file.suffix in (".txt", ".md"):
                yield {"id": str(file), "name": file.name, "text": file.read_text(encoding="utf-8", errors="replace")}


# In the process that crosses


def crossed_here(listing: Path, at: float, jobs: int | None) -> dict[str, Any]:
    """Cross what is listed: seconds by step, pairs and groups by number."""
    import simcheck

    clock = _Clock()
    documents = []
    for number, line in enumerate(listing.read_text(encoding="utf-8").splitlines()):
        data = json.loads(line)
        said = {key: str(data[key]) for key in ("title", "date") if data.get(key)}
        said |= {"date_by": "given"} if "date" in said else {}
        documents.append(simcheck.Document(str(number), data.get("name") or f"{number}", data["text"], said))
    crossing = simcheck.cross(documents, at=at, jobs=jobs, on_progress=clock.step)
    clock.step("passages")
    return {
        "seconds": clock.seconds,
        "pairs": [[int(p.a), int(p.b), p.ratio, p.telling, len(p.findings), p.own] for p in crossing.pairs],
        "groups": [[int(id) for id in group.documents] for group in crossing.groups],
        "passages": len(crossing.passages),
    }


class _Clock:
    """What each step took; what comes before the first one is "read"."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._at, self._now = time.perf_counter(), "read"

    def step(self, name: str, *_: int) -> None:
        now = time.perf_counter()
        self.seconds[self._now] = self.seconds.get(self._now, 0.0) + now - self._at
        self._at, self._now = now, name


def _crossed(documents: Iterable[dict[str, Any]], options: argparse.Namespace, folder: Path) -> Run:
    listing = folder / "documents.jsonl"
    with listing.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in documents)
    command = [sys.executable, "-m", "benchmarks", "cross", "--child", listing, options.at, options.jobs]
    return measured(list(map(str, command)))


# The sections


def _sections(documents: Documents, options: argparse.Namespace, folder: Path) -> Iterator[str]:
    texts = [each["text"] for each in documents]
    record.step("cross")
    run = _crossed(documents, options, folder)
    value = run.value
    told = {(a, b) for a, b, *_ in value["pairs"]}
    if "time" not in options.skip:
        yield _time(run)
    truth = None
    if "pairs" not in options.skip or "groups" not in options.skip:
        record.step("brute force")
        truth = cross_truth.contained(texts)
    if truth is not None and "pairs" not in options.skip:
        beside, note = None, ""
        if "paragraphs" not in options.skip:
            record.step("paragraphs")
            begun = time.perf_counter()
            beside = cross_truth.by_paragraphs(texts)
            note = f"\n\n- paragraphs: {len(beside)} pairs, {time.perf_counter() - begun:.0f} s"
        yield _recall(truth, told, beside) + note
        yield _precision(truth, value["pairs"])
    if truth is not None and "groups" not in options.skip:
        yield _groups(truth, value["groups"], options.at)
    if "checks" not in options.skip:
        record.step("checks")
        yield _checks(documents, options, folder)


def _time(run: Run) -> str:
    value = run.value
    rows = [["step", "s"]]
    rows += [[step, f"{value['seconds'].get(step, 0.0):.1f}"] for step in STEPS]
    rows += [
        ["all of it, from start to end", f"{run.seconds:.1f}"],
        ["processor", f"{run.processor:.1f}"],
        ["largest process MB", f"{run.largest / 1e6:.0f}"],
        ["all processes MB", f"{run.together / 1e6:.0f}" if run.together else "–"],
    ]
    full = sum(1 for *_, findings, _ in value["pairs"] if findings)
    note = f"- {len(value['pairs'])} pairs, {full} of them with findings, {value['passages']} passages"
    return f"### time\n\n{record.table(rows)}\n\n{note}, {len(value['groups'])} groups"


def _recall(truth: cross_truth.Contained, told: Pairs, beside: Pairs | None) -> str:
    rows = [["containment", "pairs", "told", "half of it rare", "told", *(["by paragraphs"] if beside else [])]]
    for level in LEVELS:
        every, rare = truth.at(level), truth.at(level, rare=True)
        row = [f"≥ {level:.0%}", str(len(every)), _part(every & told, every), str(len(rare)), _part(rare & told, rare)]
        rows.append([*row, *([_part(every & beside, every)] if beside else [])])
    return f"### pairs\n\n{record.table(rows)}"


def _precision(truth: cross_truth.Contained, pairs: Sequence[Sequence[Any]]) -> str:
    """Of what is told, how much shares runs of sixteen characters."""
    part = dict(zip(zip(truth.a.tolist(), truth.b.tolist(), strict=True), truth.part.tolist(), strict=True))
    rows = [["told", "pairs", "share a run", "contain ≥ 5%"]]
    for least in (0.5, 0.2, 0.05, 0.0):
        some = [part.get((a, b), 0.0) for a, b, _, telling, *_ in pairs if telling >= least]
        runs, more = sum(each > 0 for each in some), sum(each >= 0.05 for each in some)
        words = f"telling share ≥ {least:.0%}" if least else "all"
        rows.append([words, str(len(some)), *(f"{n / max(1, len(some)):.4f}" for n in (runs, more))])
    return record.table(rows)


def _groups(truth: cross_truth.Contained, groups: Sequence[Sequence[int]], at: float) -> str:
    right = {p for some in cross_truth.linked(truth.at(at)) for p in combinations(sorted(some), 2)}
    told = {p for some in groups for p in combinations(sorted(some), 2)}
    both = len(right & told)
    f1 = 2 * both / max(1, len(right) + len(told))
    rows = [["groups", "told", "right", "precision", "recall", "F1"]]
    rows.append([f"at {at}", str(len(told)), str(len(right)), _part(told & right, told), _part(told & right, right)])
    rows[-1].append(f"{f1:.4f}")
    return f"### groups\n\n{record.table(rows)}"


def _checks(documents: Documents, options: argparse.Namespace, folder: Path) -> str:
    from simcheck import Corpus, Document

    chosen = random.Random(options.seed).sample(range(len(documents)), min(options.checks, len(documents)))
    seconds = []
    with Corpus.open(folder / "corpus", create=True) as corpus:
        corpus.add_all([folder / "documents.jsonl"])
        for number in chosen:
            data = documents[number]
            begun = time.perf_counter()
            corpus.check(Document(f"asked {number}", data["name"], data["text"]))
            seconds.append(time.perf_counter() - begun)
    median = statistics.median(seconds)
    every = median * len(documents)
    return f"### checks\n\n- {len(chosen)} single checks: median {median:.2f} s, {every:.0f} s for all of the documents"


def _part(some: Pairs, of: Pairs) -> str:
    return f"{len(some) / len(of):.4f}" if of else "–"


# Growth


def _curve(documents: Documents, options: argparse.Namespace, folder: Path) -> Iterator[str]:
    characters = "".join(each["text"] for each in documents[:200])
    words = [character for character in characters if "\u4e00" <= character <= "\u9fff"]
    rows = [
        ["documents", "characters", *(f"{step} s" for step in STEPS), "all s", "all processes MB", "pairs", "found"]
    ]
    for size in options.curve:
        record.step(f"curve: {size} documents")
        made = list(_made(words, size, options.seed))
        run = _crossed(made, options, folder)
        value = run.value
        group = {number: n for n, some in enumerate(value["groups"]) for number in some}
        asked = [n for n in range(size) if n % FAMILY and group.get(n) == group.get(n - n % FAMILY) is not None]
        rows.append(
            [
                str(size),
                str(sum(len(each["text"]) for each in made)),
                *(f"{value['seconds'].get(step, 0.0):.1f}" for step in STEPS),
                f"{run.seconds:.1f}",
                f"{run.together / 1e6:.0f}" if run.together else "–",
                str(len(value["pairs"])),
                f"{len(asked)} of {sum(1 for n in range(size) if n % FAMILY)}",
            ]
        )
    yield f"### curve\n\n{record.table(rows)}"


def _made(words: Sequence[str], size: int, seed: int) -> Iterator[dict[str, Any]]:
    """Documents of about 1,200 characters that are their own, with an introduction and passages as told above."""
    chooser = random.Random(seed)

    def paragraph(length: int) -> str:
        left, said = length, ""
        while left > 0:
            said += "".join(chooser.choices(words, k=(clause := chooser.randint(6, 15)))) + chooser.choice("，，。；")
            left -= clause
        return said

    introduction, passage = paragraph(120), ""
    for number in range(size):
        own = [paragraph(200) for _ in range(chooser.randint(3, 8))]
        if number % FAMILY:
            own.insert(1, passage)
        else:
            passage = paragraph(600)
            own.append(passage)
        text = "\n".join([*([introduction] if number % 3 else []), *own])
        yield {"id": str(number), "name": f"{number}.txt", "text": text}
