"""What simcheck still finds when copied text was disguised.

    python -m benchmarks evasion CORPUS_DIR --reports REPORTS_DIR
    python -m benchmarks evasion CORPUS_DIR --kind verbatim --every 2 --seed 1 --out RESULTS.md

CORPUS_DIR is a corpus in the format of pan.py with a kind of passages that were taken word for word. Every such passage
is disguised in one way after the other, the document around it stays. A row:

  same         pairs whose findings hold exactly the same letters, on both sides, as without the disguise;
  in a clause  pairs whose findings end within a clause (20 letters) of where they end without it;
  coverage     of the letters of the passages, the part that findings hold;
  plagdet      of the findings (see quality), the truth moved along.

The first ways change nothing that is compared and should give the same findings; the last ones rewrite.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record
from benchmarks.detection import counted, engines, pan, quality_pairs
from benchmarks.detection.made import Maker, tagged
from benchmarks.detection.pan import Annotation, CorpusError, Pair, Score, Span

CLAUSE: Final = 20

Letters = list[tuple[str, int]]
"""Characters with the places in the original that they stand for; -1 for what was put in."""

Way = Callable[[str, int, random.Random], Letters]
"""Disguises a passage that begins at a place."""


class Text(NamedTuple):
    """A document with disguised passages: its text, where each character comes from, and where the passages are."""

    text: str
    origin: Sequence[int]
    places: Sequence[Span]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks evasion", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, metavar="CORPUS_DIR")
    parser.add_argument("--kind", default="verbatim", help="verbatim")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="leave two out, as quality does")
    parser.add_argument("--every", type=record.positive, metavar="N", help="every Nth pair")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    try:
        pairs = quality_pairs.select(options.corpus, [options.kind], options.every, None)
        tasks = quality_pairs.plan(options.corpus, options.reports, pairs)
    except CorpusError as error:
        return record.refuse("evasion", str(error))
    table = _table(options, tasks)
    print(table)
    if options.out is not None:
        title = f"evasion: {options.corpus.resolve().name}, {options.kind}"
        chosen = [f"every {options.every}" if options.every else "", f"seed {options.seed}"]
        record.append(options.out, f"{record.heading(title, record.machine(), chosen)}\n{table}\n")
    return 0


def _table(options: argparse.Namespace, tasks: Sequence[quality_pairs.Task]) -> str:
    sources = {path.name: pan.read_text(path) for path in sorted((options.corpus / "src").glob("*.txt"))}
    ways = _ways(Maker(sources))
    rows = [["disguise", "pairs", "same", "in a clause", "coverage", "plagdet"]]
    plain = [_measured(options, task, None) for task in tasks]
    for done, (name, way) in enumerate(ways.items()):
        same = near = 0
        covered: list[float] = []
        score = Score()
        for task, before in zip(tasks, plain, strict=True):
            now = _measured(options, task, way)
            same += now.held == before.held
            near += all(
                min(map(len, (mine ^ theirs, mine | theirs))) <= 2 * CLAUSE * max(1, now.findings)
                for mine, theirs in zip(now.held, before.held, strict=True)
            )
            covered += now.coverage
            score += now.score
        mean = sum(covered) / max(1, len(covered))
        cells = [f"{same / len(tasks):.3f}", f"{near / len(tasks):.3f}", f"{mean:.4f}", f"{score.plagdet:.4f}"]
        rows.append([name, str(len(tasks)), *cells])
        record.progress(done + 1, len(ways))
    return record.table(rows)


class Measured(NamedTuple):
    """What became of a pair: the letters of the original that findings hold on both sides, and how good they are."""

    held: tuple[frozenset[int], frozenset[int]]
    coverage: list[float]
    score: Score
    findings: int


def _measured(options: argparse.Namespace, task: quality_pairs.Task, way: Way | None) -> Measured:
    import simcheck

    pair = task.pair
    left, right = pan.texts(options.corpus, pair)
    document = _disguised(left, pair, way, random.Random(f"{options.seed}-{pair.suspicious}"))
    out = [pan.read_text(options.reports / name) for name in task.without] if options.reports else []
    settings = engines.Simcheck().prepare({}, out)
    report = simcheck.compare(document.text, right, settings=settings)
    findings = counted.counted(report.findings)
    mine: set[int] = set()
    theirs: set[int] = set()
    for finding in findings:
        for block in finding.match.blocks:
            mine.update(document.origin[n] for n in range(block.left.start, block.left.end))
            theirs.update(range(block.right.start, block.right.end))
    held = (
        frozenset(n for n in mine if n >= 0 and left[n].isalnum()),
        frozenset(n for n in theirs if right[n].isalnum()),
    )
    cases = tuple(
        Annotation(case.document, place, case.source, case.right)
        for case, place in zip(pair.cases, document.places, strict=True)
    )
    # a natural run is judged where it was: what lies outside the passages has only moved
    natural = tuple(Annotation(n.document, _moved(n.left, document), n.source, n.right) for n in pair.natural)
    verdict = pan.judge(
        Pair(pair.kind, pair.suspicious, pair.source, cases, natural), quality_pairs.detections(pair, report)
    )
    coverage = []
    for case in pair.cases:
        letters = {n for n in range(case.left.start, case.left.end) if left[n].isalnum()}
        kept = letters & set(document.origin)
        coverage.append(len(kept & held[0]) / max(1, len(kept)))
    return Measured(held, coverage, pan.score(cases, verdict.scored), len(findings))


def _moved(span: Span, document: Text) -> Span:
    inside = [at for at, origin in enumerate(document.origin) if span.start <= origin < span.end]
    return Span(min(inside), max(inside) + 1) if inside else Span(0, 0)


def _disguised(text: str, pair: Pair, way: Way | None, rng: random.Random) -> Text:
    letters: Letters = []
    places: dict[Span, Span] = {}
    at = 0
    for case in sorted({case.left for case in pair.cases}):
        letters += [(text[n], n) for n in range(at, case.start)]
        passage = text[case.start : case.end]
        changed = way(passage, case.start, rng) if way else [(c, case.start + n) for n, c in enumerate(passage)]
        places[case] = Span(len(letters), len(letters) + len(changed))
        letters += changed
        at = case.end
    letters += [(text[n], n) for n in range(at, len(text))]
    return Text("".join(c for c, _ in letters), [n for _, n in letters], [places[case.left] for case in pair.cases])


# The disguises


def _ways(maker: Maker) -> dict[str, Way]:
    variants = _variants()
    return {
        "punctuation swapped": _each(lambda c, rng: {"，": "、", "。": "；", "；": "。", "、": "，"}.get(c, c)),
        "punctuation dropped": _each(lambda c, rng: "" if c in "，。；、：！？“”（）" else c),
        "width": _each(lambda c, rng: chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c),
        "spaces put in": _each(lambda c, rng: c + (" " if rng.random() < 0.3 and c > "一" else "")),
        "line breaks put in": _broken,
        "paragraphs merged": _each(lambda c, rng: "" if c in "\n\u3000" else c),
        "zero-width, bidi, soft hyphens": _each(lambda c, rng: c + rng.choice(("", "", "\u200b", "\u202a", "\xad"))),
        "variation selectors, fillers": _each(lambda c, rng: c + rng.choice(("", "", "\ufe00", "\u2800", "\u3164"))),
        "radicals, compatibility, 繁体": _each(lambda c, rng: rng.choice(variants.get(c, (c,)))),
        "figures in Chinese": _figures(lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in n)),
        "figures changed": _figures(lambda n: "".join(str((int(d) + 3) % 10) for d in n)),
        "figures left blank (XX)": _figures(lambda n: "XX"),
        "sentences in another order": _reordered,
        "clauses in another order": _shuffled,
        "filler put in": _filled,
        "half of the clauses left out": _condensed,
        "20 % synonyms": _replaced(maker, 0.2),
        "50 % synonyms": _replaced(maker, 0.5),
        "100 % synonyms": _replaced(maker, 1.0),
    }


def _each(change: Callable[[str, random.Random], str]) -> Way:
    def way(passage: str, start: int, rng: random.Random) -> Letters:
        changed: Letters = []
        for n, letter in enumerate(passage):
            new = change(letter, rng)
            changed += [(c, start + n if at == 0 else -1) for at, c in enumerate(new)]
        return changed

    return way


def _broken(passage: str, start: int, rng: random.Random) -> Letters:
    changed: Letters = []
    for n, letter in enumerate(passage):
        changed.append((letter, start + n))
        if n % 20 == 19:
            changed.append(("\n", -1))
    return changed


def _figures(write: Callable[[str], str]) -> Way:
    def way(passage: str, start: int, rng: random.Random) -> Letters:
        changed: Letters = []
        at = 0
        for match in re.finditer(r"\d+", passage):
            changed += [(passage[n], start + n) for n in range(at, match.start())]
            changed += [(c, -1) for c in write(match.group())]
            at = match.end()
        return changed + [(passage[n], start + n) for n in range(at, len(passage))]

    return way


def _parts(passage: str, marks: str) -> list[tuple[int, str]]:
    return [(m.start(), m.group()) for m in re.finditer(f"[^{marks}]+[{marks}]*", passage)]


def _laid(parts: Sequence[tuple[int, str]], start: int) -> Letters:
    return [(c, start + at + n) for at, part in parts for n, c in enumerate(part)]


def _reordered(passage: str, start: int, rng: random.Random) -> Letters:
    parts = _parts(passage, "。；！？\n")
    rng.shuffle(parts)
    return _laid(parts, start)


def _shuffled(passage: str, start: int, rng: random.Random) -> Letters:
    parts = _parts(passage, "，。；！？\n")
    rng.shuffle(parts)
    return _laid(parts, start)


_FILLER: Final = (
    "这一点大家都有体会，",
    "应当说成绩来之不易，",
    "从实际情况看，",
    "在具体落实当中，",
    "群众对此反映较好，",
)


def _filled(passage: str, start: int, rng: random.Random) -> Letters:
    changed: Letters = []
    for turn, part in enumerate(_parts(passage, "，。；！？\n")):
        changed += _laid([part], start)
        if turn % 3 == 2:
            changed += [(c, -1) for c in rng.choice(_FILLER)]
    return changed


def _condensed(passage: str, start: int, rng: random.Random) -> Letters:
    parts = _parts(passage, "，。；！？\n")
    kept = sorted(rng.sample(range(len(parts)), (len(parts) + 1) // 2))
    return _laid([parts[n] for n in kept], start)


def _replaced(maker: Maker, part: float) -> Way:
    def way(passage: str, start: int, rng: random.Random) -> Letters:
        changed: Letters = []
        at = start
        words = tagged(passage)
        for (old, _), new in zip(words, maker.replaced(words, part, rng), strict=True):
            changed += [(c, at + n if new == old else -1) for n, c in enumerate(new)]
            at += len(old)
        return changed

    return way


def _variants() -> dict[str, tuple[str, ...]]:
    """Characters that are compared as others, by those."""
    from simcheck.text.normalize import folded

    found: dict[str, list[str]] = {}
    for first, last in ((0x2E80, 0x2FDF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x370, 0x3FF), (0x400, 0x52F)):
        for point in range(first, last + 1):
            variant = chr(point)
            same = folded(variant)
            if len(same) == 1 and same != variant:
                found.setdefault(same, []).append(variant)
    return {letter: (letter, *variants) for letter, variants in found.items()}
