"""Units (单元): in which paragraph, in which article of a statute does a character stand, and which lines are headings?

What holds a text together and what parts it: a passage that was taken over ends where its paragraph or its article
does, unless what goes on beyond is shared as well; and that two texts have the same headings tells of their kind, not
of copying.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask, Normalized
from simcheck.text.segmentation import ENDS, paragraphs

_ARTICLE: Final = re.compile("第[一二三四五六七八九十百零〇0-9]{1,6}[条條](?!例)")
"""How an article of a statute or a contract begins."""

_CHAPTER: Final = re.compile("第[一二三四五六七八九十百0-9]{1,4}[编編章节節部]")
"""How the heading of a chapter begins, in the contents too."""

_COMMA: Final = re.compile("[，,]")

_SHORT: Final = 40
"""Characters that are compared of a heading at most: longer lines are sentences somebody forgot to end."""

_LISTED: Final = 3
"""Short lines in a row from which they are the items of a list or a table, and not headings: a text may be made of
them."""

ARTICLES: Final = 5
"""Articles from which a text is a statute: reports name one or two at the beginning of a line."""


@dataclass(frozen=True, eq=False, repr=False)
class Units:
    """By position (n): the number of its ``paragraph`` and of its ``article`` (0 before the first), and whether it
    stands in a ``heading``; ``articles`` is how many there are."""

    paragraph: Ints
    article: Ints
    heading: Mask
    articles: int

    @cached_property
    def stretch(self) -> Ints:
        """(n) The number of the heading, or of what is between two of them."""
        return np.cumsum(np.diff(self.heading.astype(np.int64), prepend=0) != 0)


def units_of(text: Normalized) -> Units:
    """The units of a text; linear in its length."""
    lines = paragraphs(text.text)
    count = len(text)
    if not lines or not count:
        return Units(np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.bool_), 0)
    starts = np.array([line.start for line in lines], dtype=np.int64)
    paragraph = np.maximum(np.searchsorted(starts, text.origin, side="right") - 1, 0)
    sizes = np.bincount(paragraph, minlength=len(lines))
    words = [line.of(text.text) for line in lines]
    articles = np.array([bool(_ARTICLE.match(line)) for line in words])
    short = sizes <= _SHORT
    for number in np.flatnonzero(short).tolist():
        short[number] = not articles[number] and not ENDS.search(words[number])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], short, [False]))))
    repeated = _repeated(words, short, edges)
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first > _LISTED:
            # the first of them may be the heading of the list, the last that of what comes behind it
            for number in range(first + 1, last - 1):
                short[number] = repeated[number] or bool(_CHAPTER.match(words[number]))
    for number in np.flatnonzero(short).tolist():
        # what has a comma says something
        short[number] = not _COMMA.search(words[number])
    return Units(paragraph, np.cumsum(articles)[paragraph], short[paragraph], int(articles.sum()))


def _repeated(words: list[str], short: Mask, edges: Ints) -> list[bool]:
    """By line: whether the same short line stands in the text again: in the contents, and where it is the heading, with
    hardly another one beside it."""
    times = Counter(words[number] for number in np.flatnonzero(short).tolist())
    alone = {
        words[number]
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if last - first <= _LISTED
        for number in range(first, last)
    }
    return [times[line] > 1 and line in alone for line in words]
