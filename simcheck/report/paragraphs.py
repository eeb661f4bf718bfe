"""What is in each paragraph of the document: how much is reused, mostly from which source, altered how?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.model import Finding, Flag, Kind, Span
from simcheck.report.counting import Share, Side
from simcheck.text.normalize import Mask
from simcheck.text.segmentation import paragraphs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the document, numbered from 1: its share, the source that explains most of it, what is in it."""

    number: int
    span: Span
    share: Share
    source: str | None
    kinds: tuple[Kind, ...]
    flags: tuple[Flag, ...]


_Parts = list[tuple[slice, npt.NDArray[np.int64]]]
"""What findings of one source explain: of which paragraphs, and how many characters of each."""


def by_paragraph(side: Side, text: str, findings: Sequence[Finding]) -> tuple[Paragraph, ...]:
    """Every paragraph of ``text``, which is seen by ``side``."""
    spans = paragraphs(text)
    counted, passage, whole = side.masks(findings)
    edges = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2).T
    sums = (_before(mask)[edges] for mask in (counted, whole, passage))
    shares = [Share(*row) for row in zip(*((end - start).tolist() for start, end in sums), strict=True)]
    # of every kind and flag, where findings that have it begin and end
    touched = {each: np.zeros(len(spans) + 1, dtype=np.int64) for each in (*Kind, *Flag)}
    parts: dict[str, _Parts] = {}
    for finding in findings:
        hull = finding.match.left
        first, last = np.searchsorted(edges[1], hull.start, side="right"), np.searchsorted(edges[0], hull.end)
        if last <= first:
            continue
        for each in (finding.kind, *finding.flags):
            touched[each][first] += 1
            touched[each][last] -= 1
        before = _before(side.counted(finding))
        start, end = np.clip(edges[:, first:last] - hull.start, 0, len(hull))
        parts.setdefault(finding.match.source, []).append((slice(first, last), before[end] - before[start]))
    fullest = _fullest(parts, len(spans))
    found = {each: (np.cumsum(steps) > 0).tolist() for each, steps in touched.items()}
    return tuple(
        Paragraph(
            n + 1,
            span,
            shares[n],
            fullest[n],
            tuple(kind for kind in Kind if found[kind][n]),
            tuple(flag for flag in Flag if found[flag][n]),
        )
        for n, span in enumerate(spans)
    )


def _fullest(parts: Mapping[str, _Parts], count: int) -> list[str | None]:
    """By paragraph, of ``count``: the source that explains most of it."""
    best: list[str | None] = [None] * count
    most = np.full(count, -1, dtype=np.int64)
    for source in sorted(parts):
        low, high = min(where.start for where, _ in parts[source]), max(where.stop for where, _ in parts[source])
        mine = np.zeros(high - low, dtype=np.int64)
        touched = np.zeros(high - low, dtype=np.bool_)
        for where, counts in parts[source]:
            mine[where.start - low : where.stop - low] += counts
            touched[where.start - low : where.stop - low] = True
        fuller = np.flatnonzero(touched & (mine > most[low:high]))
        most[low + fuller] = mine[fuller]
        for at in fuller.tolist():
            best[low + at] = source
    return best


def _before(mask: Mask) -> npt.NDArray[np.int64]:
    """(n + 1) How many before each position."""
    return np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
