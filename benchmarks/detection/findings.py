"""What readers said of real findings, and how many of those that are shown now are right by it.

    python -m benchmarks findings VERDICTS.jsonl ROOT...
    python -m benchmarks findings VERDICTS.jsonl ROOT... --reader b --source upper -v --out RESULTS.md
    python -m benchmarks findings VERDICTS.jsonl ROOT... --stamp
    python -m benchmarks findings PAIRS.tsv ROOT... --draw 100 --seed 1 --lines NEW.jsonl --sheet SHEET.txt
    python -m benchmarks findings PAIRS.tsv ROOT... --draw 60 --strongest 30 --flag boilerplate --lines NEW.jsonl

VERDICTS.jsonl holds what readers said of places in two files, without any text (see verdicts.py); ROOT are the folders
below which the files lie. The files named are compared anew. A finding is judged if seven tenths of it were read: right
if four fifths of that were taken over and the findings together hold a half of what was taken there; else its boundary
is wrong, or it is what the readers called the place. The tables say
  as drawn     the verdicts themselves, by what they were drawn from;
  findings     those of now that touch labelled places, by grade, and by the flag for which some are not counted;
  taken        of the places where something was taken, those of which findings hold a half, both sides;
  not taken    of the others, those of which findings hold three tenths;
  reliability  the share that is right by grade, by probability if there is one, and, beside it, by bits.
Places on which readers do not agree whether something was taken are left out.

With --draw the first file is a list of pairs, a line "LEFT<tab>RIGHT" or "LEFT<tab>RIGHT<tab>OUT" each, and N of their
findings are drawn: a sheet with the texts to be read, which is printed or written out of the repository, and lines
for the verdicts. The sheet tells nothing of kind, grade and evidence. --stamp fills in missing hashes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import record
from benchmarks.detection import counted, verdicts
from benchmarks.detection.findings_draw import draw
from benchmarks.detection.pan import Annotation
from benchmarks.detection.verdicts import Judged, Label, Texts, VerdictError

BITS: Final = (0, 30, 40, 60, 90, 150, 10**9)
GRADES: Final = ("high", "middle", "low")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    missing = [str(path) for path in (options.file, *options.roots) if not path.exists()]
    if missing:
        return record.refuse("findings", f"no such file or folder: {', '.join(missing)}")
    texts = Texts(options.roots)
    try:
        if options.draw:
            return draw(options, texts)
        lines = verdicts.lines(options.file)
        if options.stamp:
            return _stamp(options.file, lines, texts)
        section = _measured(options, lines, texts)
    except (VerdictError, OSError) as error:
        return record.refuse("findings", str(error))
    print(section)
    if options.out is not None:
        chosen = [
            options.file.name,
            f"reader {options.reader}" if options.reader else "",
            f"source {options.source}" if options.source else "",
        ]
        record.append(options.out, f"{record.heading('findings read', record.machine(), chosen)}\n{section}\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks findings", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="verdicts (.jsonl); with --draw a list of pairs (.tsv)")
    parser.add_argument("roots", type=Path, nargs="+", metavar="ROOT", help="folders below which the files lie")
    parser.add_argument("--reader", metavar="NAME", help="only what this reader said")
    parser.add_argument("--source", metavar="NAME", help="only what was drawn from this")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is judged wrong, and what is not kept")
    parser.add_argument("--stamp", action="store_true", help="fill in the hashes of FILE, and measure nothing")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    drawing = parser.add_argument_group("drawing")
    drawing.add_argument("--draw", type=record.positive, metavar="N", help="draw N findings to be read")
    drawing.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    drawing.add_argument(
        "--of", choices=("upper", "all"), default="upper", help="draw from the upper grade, or from all"
    )
    drawing.add_argument("--flag", choices=counted.SET_ASIDE, help="draw from what is flagged so, instead")
    drawing.add_argument("--strongest", type=record.positive, metavar="N", help="besides, the N with most bits")
    drawing.add_argument("--most", type=record.positive, metavar="N", help="draw from N findings of a pair at most")
    drawing.add_argument("--lines", type=Path, metavar="FILE", help="where the lines for the verdicts go")
    drawing.add_argument("--sheet", type=Path, metavar="FILE", help="where the texts go, out of the repository")
    drawing.add_argument("--build", metavar="NAME", help="what measured, for the lines: the version")
    return parser.parse_args(arguments)


def _stamp(path: Path, lines: Sequence[dict[str, object]], texts: Texts) -> int:
    whole = [verdicts.stamped(line, texts) for line in lines]
    kept = [{name: value for name, value in line.items() if name != "at"} for line in whole]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
    path.write_text(text, encoding="utf-8")
    print(f"{len(kept)} lines have hashes")
    return 0


# Measuring


def _measured(options: argparse.Namespace, lines: Sequence[dict[str, object]], texts: Texts) -> str:
    every = verdicts.labels(lines, texts)
    unread = len(lines) - len(every)
    every = [
        label for label in every if options.reader in (None, label.reader) and options.source in (None, label.source)
    ]
    if not every:
        raise VerdictError(f"{options.file}: no verdict" + " of these" * bool(options.reader or options.source))
    labels, several, agreed = verdicts.settled(every)
    by_pair: defaultdict[tuple[str, str, str], list[Label]] = defaultdict(list)
    for label in labels:
        by_pair[label.place.document, label.place.source, label.out].append(label)
    shown: list[Judged] = []
    kept: list[tuple[Label, bool, bool]] = []
    marked: list[tuple[Label, bool, bool]] = []
    for done, ((left, right, out), group) in enumerate(sorted(by_pair.items()), 1):
        findings = texts.findings(left, right, out)
        places = {id(finding): verdicts.place_of(finding, left, right) for finding in findings}
        these, best = (
            [places[id(finding)] for finding in some] for some in (counted.counted(findings), counted.upper(findings))
        )
        shown += [verdicts.judged(finding, places[id(finding)], these, group) for finding in findings]
        for label in group:
            if label.pieces:
                kept.append((label, verdicts.found(label, these), verdicts.found(label, best)))
            else:
                marked.append((label, verdicts.marked(label, these), verdicts.marked(label, best)))
        if options.verbose:
            print("\n".join(_wrong(left, right, shown[-len(findings) :] if findings else (), places, texts)))
        record.progress(done, len(by_pair))
    graded = any(counted.grade(each.finding) is not None for each in shown)
    parts = [
        _as_drawn(every),
        f"- {len(every)} verdicts on {len(by_pair)} pairs of files, {unread} not read yet; {several} places read more "
        f"than once, on {agreed} of them readers agree; on {len(labels)} places something is settled",
        _findings(shown, graded=graded),
        _kept(kept, graded=graded),
        _marked(marked, graded=graded),
        _reliability(shown),
    ]
    if not graded:
        parts.append(f"- upper grade: {counted.NO_GRADES}")
    return "\n\n".join(part for part in parts if part)


def _wrong(
    left: str, right: str, shown: Iterable[Judged], places: dict[int, Annotation], texts: Texts
) -> Iterable[str]:
    for each in shown:
        if each.verdict in (None, "taken") or counted.set_aside(each.finding):
            continue
        place, finding = places[id(each.finding)], each.finding
        yield (
            f"{each.verdict}: {counted.grade(finding) or ''} {finding.kind} {finding.evidence.bits:.1f} {left} "
            f"{place.left.start}–{place.left.end} ← {right} {place.right.start}–{place.right.end}"
        )
        yield "    " + " ".join(texts[left].text[place.left.start : place.left.end].split())
        yield "    " + " ".join(texts[right].text[place.right.start : place.right.end].split())


# Telling


def _as_drawn(labels: Sequence[Label]) -> str:
    rows = [["as drawn", "read", *verdicts.VERDICTS, "right"]]
    for name in sorted({label.source for label in labels}):
        rows.append([name, *_shares([label.verdict for label in labels if label.source == name])])
    if len(rows) > 2:
        rows.append(["all", *_shares([label.verdict for label in labels])])
    return record.table(rows)


def _shares(given: Sequence[str], right: str = "taken") -> list[str]:
    counts = Counter(given)
    share = f"{counts[right] / len(given):.3f}" if given else "–"
    return [str(len(given)), *(str(counts[verdict]) for verdict in verdicts.VERDICTS), share]


def _findings(shown: Sequence[Judged], *, graded: bool) -> str:
    rows = [["findings", "too little read", "judged", *verdicts.VERDICTS, "right"]]

    def row(name: str, some: Sequence[Judged], right: str = "taken") -> None:
        judged = [each.verdict for each in some if each.verdict is not None]
        rows.append([name, str(len(some) - len(judged)), *_shares(judged, right)])

    plain = [each for each in shown if not counted.set_aside(each.finding)]
    row("all that are counted", plain)
    for grade in GRADES if graded else ():
        row(f"… of grade {grade}", [each for each in plain if counted.grade(each.finding) == grade])
    for flag in counted.SET_ASIDE:
        flagged = [each for each in shown if counted.set_aside(each.finding) == flag]
        if flagged:
            # a set phrase is rightly flagged
            row(f"flagged {flag}", flagged, "formula")
    return record.table(rows)


def _marked(marked: Sequence[tuple[Label, bool, bool]], *, graded: bool) -> str:
    rows = [["not taken", "places", "marked", "marked by the upper grade"]]
    for verdict in ("topic", "formula", "chance"):
        some = [(found, upper) for label, found, upper in marked if label.verdict == verdict]
        rows.append(
            [verdict, str(len(some)), _part([f for f, _ in some]), _part([u for _, u in some]) if graded else "–"]
        )
    return record.table(rows)


def _kept(kept: Sequence[tuple[Label, bool, bool]], *, graded: bool) -> str:
    rows = [["taken", "places", "found", "kept by the upper grade"]]
    kinds = sorted({str(label.kind) for label, _, _ in kept})
    for kind in (*kinds, "all", "all but borderline"):
        some = [
            (found, upper)
            for label, found, upper in kept
            if kind in ("all", label.kind) or (kind == "all but borderline" and not label.borderline)
        ]
        rows.append([kind, str(len(some)), _part([f for f, _ in some]), _part([u for _, u in some]) if graded else "–"])
    return record.table(rows)


def _part(some: Sequence[bool]) -> str:
    return f"{sum(some) / len(some):.3f} ({sum(some)})" if some else "–"


def _reliability(shown: Sequence[Judged]) -> str:
    """By grade, by tenths of probability, and by bits, which a grade should be more than."""
    judged = [each for each in shown if each.verdict is not None and not counted.set_aside(each.finding)]
    groups: dict[str, list[Judged]] = {}
    for grade in GRADES:
        groups[f"grade {grade}"] = [each for each in judged if counted.grade(each.finding) == grade]
    for tenth in range(10):
        groups[f"probability .{tenth}–"] = [
            each for each in judged if (p := _probability(each)) is not None and min(9, int(10 * p)) == tenth
        ]
    for low, high in zip(BITS, BITS[1:], strict=False):
        groups[f"bits {low}–"] = [each for each in judged if low <= each.finding.evidence.bits < high]
    rows = [["reliability", "judged", "right"]]
    rows += [
        [name, str(len(some)), _part([each.verdict == "taken" for each in some])]
        for name, some in groups.items()
        if some
    ]
    return record.table(rows) if len(rows) > 1 else ""


def _probability(each: Judged) -> float | None:
    for holder in (each.finding, each.finding.evidence):
        given = getattr(holder, "probability", None)
        if given is not None:
            return float(given)
    return None
