"""What would the shipped background say if it had never seen some of the documents that it counts?

The table was counted from public texts, and the benchmarks compare such texts: a passage would look common because its
own two documents were counted. ``Background.without`` takes documents out of the first collection, the reports; this
module also does it for many at once and for statutes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from simcheck import Background

STATUTES: Final = 3422
"""Statutes counted for the shipped table (simcheck/data/README.md)."""


def reports_out(*texts: str) -> Background:
    """The table as if these reports had not been counted; its totals stay, so that the others are as common as before.

    The same as ``Background.without``, with what it takes out subtracted once and not at every question.
    """
    import simcheck

    return _subtracted(simcheck.Background.default(), texts, column=0, weight=1)


def statutes_out(*texts: str) -> Background:
    """The table as if these statutes had not been counted.

    Its second column holds the commoner of news and statutes and does not say which: a run that is commoner in the news
    loses documents that it never had. What is taken out is at most too much.
    """
    import simcheck

    table = simcheck.Background.default()
    return _subtracted(table, texts, column=1, weight=table.totals[1] / STATUTES)


def counted_out(*texts: str) -> Background:
    """The table as if these texts had not been counted, each where it was: statutes are known by their articles."""
    statutes = [text for text in texts if is_statute(text)]
    reports = [text for text in texts if not is_statute(text)]
    table = statutes_out(*statutes)
    return _subtracted(table, reports, column=0, weight=1)


def is_statute(text: str) -> bool:
    """Whether a text is written in articles (第一条), ``ARTICLES`` of them or more."""
    return len(_ARTICLE.findall(text)) >= ARTICLES


ARTICLES: Final = 5
_ARTICLE: Final = re.compile(r"^\W*第[一二三四五六七八九十百零〇]+条", re.MULTILINE)


def _subtracted(table: Background, texts: Sequence[str], *, column: int, weight: float) -> Background:
    counts = table.counts.astype(np.float64)
    for runs in table.without(*texts).removed[len(table.removed) :]:
        where = np.minimum(np.searchsorted(table.keys, runs), len(table.keys) - 1)
        counts[where[table.keys[where] == runs], column] -= weight
    rounded = np.rint(np.maximum(counts, 0)).astype(table.counts.dtype)
    return replace(table, counts=rounded)
