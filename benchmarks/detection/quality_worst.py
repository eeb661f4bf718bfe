"""The pairs that were judged worst, to be read: what was missed and what was found beside it, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.detection import pan
from benchmarks.detection.pan import Span
from benchmarks.detection.quality_pairs import Outcome

SHOWN_PARTS: Final = 8
"""Missed and wrong parts printed for a pair, the longest: more than that nobody reads."""

SHOWN_CHARACTERS: Final = 160
SHOWN_CONTEXT: Final = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that a reader should look at, with a remark on its other side."""

    text: str = field(repr=False)
    span: Span
    label: str


def worst(corpus: Path, outcomes: Sequence[Outcome], number: int) -> str:
    lines: list[str] = []
    for kind in sorted({outcome.pair.kind for outcome in outcomes}):
        bad = [o for o in outcomes if o.pair.kind == kind and o.score.plagdet < 1]
        for outcome in sorted(bad, key=_badness)[:number]:
            lines += [*_portrait(corpus, outcome), ""]
    return "\n".join(lines).rstrip() or "no pair with a fault"


def _badness(outcome: Outcome) -> tuple[float, int, str, str]:
    # Pairs without a case all have plagdet 0 here, so the size of the wrong findings decides.
    wrong = sum(d.left.end - d.left.start for d in outcome.verdict.scored)
    pair = outcome.pair
    return outcome.score.plagdet, -wrong, pair.suspicious, pair.source


def _portrait(corpus: Path, outcome: Outcome) -> list[str]:
    pair, score = outcome.pair, outcome.score
    texts = pan.texts(corpus, pair)
    parts = sorted(
        [*_missed(outcome, texts), *_wrong(outcome, texts)],
        key=lambda part: (part.span.start - part.span.end, part.label),
    )
    lines = [
        f"=== {pair.kind}: {pair.suspicious} from {pair.source}: plagdet {score.plagdet:.3f}, "
        f"recall {score.recall:.3f}, precision {score.precision:.3f}, "
        f"granularity {score.granularity:.2f}; {score.cases} cases, {score.detections} findings"
    ]
    for case in pair.cases:
        hits = sum(pan.touches(case, detection) for detection in outcome.verdict.scored)
        if hits > 1:
            lines.append(f"  {hits} findings of one case at {_range(case.left)}")
    for part in parts[:SHOWN_PARTS]:
        lines += [f"  {part.label}", f"    {_quote(part.text, part.span)}"]
    if len(parts) > SHOWN_PARTS:
        lines.append(f"  and {len(parts) - SHOWN_PARTS} shorter parts")
    return lines


def _missed(outcome: Outcome, texts: tuple[str, str]) -> list[Part]:
    parts = []
    for case in outcome.pair.cases:
        touching = [d for d in outcome.verdict.scored if pan.touches(case, d)]
        hidden = sorted({flag for flag, d in outcome.verdict.set_aside if pan.touches(case, d)})
        of = f"of the case {_range(case.left)} from {_range(case.right)}"
        of += f" (a finding here was flagged {', '.join(hidden)})" if hidden else ""
        for side, text, whole, spans in (
            ("left", texts[0], case.left, [d.left for d in touching]),
            ("right", texts[1], case.right, [d.right for d in touching]),
        ):
            for span in pan.uncovered(whole, spans):
                how = "missed" if touching else "wholly missed"
                parts.append(Part(text, span, f"{how} {side} {_range(span)} {of}"))
    return parts


def _wrong(outcome: Outcome, texts: tuple[str, str]) -> list[Part]:
    parts = []
    for detection in outcome.verdict.scored:
        touching = [case for case in outcome.pair.cases if pan.touches(case, detection)]
        of = f"of the finding {_range(detection.left)} from {_range(detection.right)}"
        for side, text, whole, spans in (
            ("left", texts[0], detection.left, [c.left for c in touching]),
            ("right", texts[1], detection.right, [c.right for c in touching]),
        ):
            for span in pan.uncovered(whole, spans):
                how = "wrong" if touching else "wholly wrong"
                parts.append(Part(text, span, f"{how} {side} {_range(span)} {of}"))
    return parts


def _range(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _quote(text: str, span: Span) -> str:
    """The span in brackets and what stands around it, on one line; a long one loses its middle."""
    inner = text[span.start : span.end]
    if len(inner) > SHOWN_CHARACTERS:
        half = SHOWN_CHARACTERS // 2
        inner = f"{inner[:half]} … {inner[-half:]}"
    before = text[max(0, span.start - SHOWN_CONTEXT) : span.start]
    after = text[span.end : span.end + SHOWN_CONTEXT]
    return " ".join(f"{before}【{inner}】{after}".replace("\n", " ⏎ ").split())
