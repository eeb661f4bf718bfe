"""Findings drawn at random, to be read by somebody who does not know what the program thinks of them."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks import record
from benchmarks.detection import counted, verdicts
from benchmarks.detection.pan import Annotation, Span
from benchmarks.detection.verdicts import Texts, VerdictError

CONTEXT: Final = 60
"""Characters before and after a passage that a reader sees."""


class Drawn(NamedTuple):
    """A finding to be read, what leaves the background, and what it was drawn from."""

    place: Annotation
    bits: float
    out: str
    source: str = ""


def draw(options: argparse.Namespace, texts: Texts) -> int:
    """Draw as the options say; the exit code."""
    for path in filter(None, (options.sheet, options.lines)):
        if not path.absolute().parent.is_dir():
            return record.refuse("findings", f"no such folder: {path.parent}")
    if options.sheet is not None and options.sheet.resolve().is_relative_to(record.ROOT):
        return record.refuse("findings", f"{options.sheet} is in the repository, which holds no such texts")
    pool: list[Drawn] = []
    graded = False
    chooser = random.Random(options.seed)
    pairs = _pairs(options.file)
    for done, (left, right, out) in enumerate(pairs, 1):
        findings = texts.findings(left, right, out)
        graded = graded or any(counted.grade(finding) is not None for finding in findings)
        if options.flag:
            some = [finding for finding in findings if counted.set_aside(finding) == options.flag]
        else:
            some = counted.upper(findings) if options.of == "upper" else counted.counted(findings)
        of_pair = [Drawn(verdicts.place_of(f, left, right), f.evidence.bits, out) for f in some]
        if options.most and len(of_pair) > options.most:
            of_pair = chooser.sample(of_pair, options.most)
        pool += of_pair
        record.progress(done, len(pairs))
    if not options.flag and options.of == "upper" and not graded:
        return record.refuse("findings", f"{counted.NO_GRADES}; draw with --of all")
    name = options.flag or options.of
    strongest = sorted(pool, key=lambda each: -each.bits)[: options.strongest or 0]
    rest = [each for each in pool if each not in strongest]
    chosen = [each._replace(source=f"{name}-strongest") for each in strongest]
    source = f"{name}-random" if options.flag else name
    chosen += [each._replace(source=source) for each in chooser.sample(rest, min(options.draw, len(rest)))]
    chooser.shuffle(chosen)
    sheet = "\n\n".join(_sheet(number, each, texts) for number, each in enumerate(chosen, 1))
    if options.sheet is None:
        print(sheet)
    else:
        options.sheet.write_text(sheet + "\n", encoding="utf-8")
    if options.lines is not None:
        build = options.build or record.version()
        given = [_line(number, each, texts, options.seed, build) for number, each in enumerate(chosen, 1)]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in given)
        options.lines.write_text(text, encoding="utf-8")
    record.step(f"{len(chosen)} of {len(pool)} findings of {len(pairs)} pairs drawn")
    return 0


def _pairs(path: Path) -> Sequence[tuple[str, str, str]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*line.split("\t"), "two"][:3]
        if len(cells) < 3 or cells[2] not in verdicts.OUT:
            raise VerdictError(f"{path}:{number}: not LEFT, RIGHT and {'|'.join(verdicts.OUT)}: {line!r}")
        found.append((cells[0], cells[1], cells[2]))
    return found


def _line(number: int, each: Drawn, texts: Texts, seed: int, build: str) -> dict[str, Any]:
    place = each.place
    line = {
        "id": number,
        "left_file": place.document,
        "right_file": place.source,
        "left": list(place.left),
        "right": list(place.right),
        "verdict": None,
        "kind": None,
        "borderline": False,
        "reader": None,
        "note": "",
        "out": each.out,
        "source": each.source,
        "draw": seed,
        "build": build,
    }
    return verdicts.stamped(line, texts)


def _sheet(number: int, each: Drawn, texts: Texts) -> str:
    place = each.place
    return "\n".join(
        [
            f"=== {number}",
            f"{place.document} {place.left.start}–{place.left.end}",
            f"  {_quoted(texts[place.document].text, place.left)}",
            f"{place.source} {place.right.start}–{place.right.end}",
            f"  {_quoted(texts[place.source].text, place.right)}",
        ]
    )


def _quoted(text: str, span: Span) -> str:
    """A passage in brackets with what stands around it, on one line."""
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    whole = f"{before}【{text[span.start : span.end]}】{after}"
    return " ".join(whole.replace("\n", " ⏎ ").split())
