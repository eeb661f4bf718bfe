"""Which finding does a reader see at each place of the text, and in which colour?

Of several findings the same as in the annotated document: one that counts before one that is left out, a source that is
the document itself last, one without a flag before any with one, the longest. Set phrases and quotations inside a
passage have their own colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.model import Finding, Flag, Kind
from simcheck.report.report import Report

ORDER: Final = (Flag.TEMPLATE, Flag.BOILERPLATE, Flag.PUBLIC, Flag.SCATTERED, Flag.QUOTED)
"""What a passage is flagged as counts before its kind; of several flags the first. One's own text has its kind."""


def ranks(report: Report) -> list[int]:
    """By finding, its place in the order in which they are painted, the one that is seen last."""
    same = {id for id, source in report.sources.items() if source.text == report.document.text}
    some = report.findings
    order = sorted(
        range(len(some)), key=lambda n: (some[n].match.source not in same, not some[n].flags, report.length_of(some[n]))
    )
    ranked = [0] * len(order)
    for rank, n in enumerate(order):
        ranked[n] = rank
    return ranked


def seen(
    ranks: Sequence[int], blocks: Sequence[Sequence[int]], greyed: Sequence[bool], count: int
) -> npt.NDArray[np.int64]:
    """By piece the finding that is seen there, -1 where there is none; ``blocks`` are the pieces of each finding, the
    first and the one after the last of each block, ``greyed`` are left out of the numbers."""
    top = np.full(count, -1, dtype=np.int64)
    for n in sorted(range(len(ranks)), key=lambda n: (not greyed[n], ranks[n])):
        some = blocks[n]
        for start, end in zip(some[::2], some[1::2], strict=True):
            top[start:end] = n
    return top


def sort_of(finding: Finding) -> Kind | Flag:
    """What a finding is coloured as."""
    return next((flag for flag in ORDER if flag in finding.flags), None) or finding.kind
