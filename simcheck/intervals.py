"""Which of many intervals reach into another, and how much of it they cover: without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

Interval = tuple[int, int]


class Overlaps:
    """Intervals, to ask which of them reach into another without looking at all.

    They stand by where they begin, under a tree of how far they reach: node n is over nodes 2n and 2n + 1.
    """

    def __init__(self, intervals: Iterable[Interval]) -> None:
        every = list(intervals)
        if len(every) < 2:
            # most passages are one piece, with hardly a change
            self._numbers, self._starts = list(range(len(every))), [start for start, _ in every]
            self._leaves, self._reach = 1, [-1, every[0][1] if every else -1]
            return
        self._numbers = sorted(range(len(every)), key=lambda n: every[n][0])
        self._starts = [every[n][0] for n in self._numbers]
        self._leaves = 1 << max(0, len(every) - 1).bit_length()
        self._reach = [-1] * self._leaves + [every[n][1] for n in self._numbers]
        self._reach += [-1] * (2 * self._leaves - len(self._reach))
        for node in range(self._leaves - 1, 0, -1):
            self._reach[node] = max(self._reach[2 * node], self._reach[2 * node + 1])

    def near(self, start: int, end: int) -> list[int]:
        """The numbers of those that begin before ``end`` and end after ``start``, by where they begin."""
        return [self._numbers[place] for place in self._places(start, bisect_left(self._starts, end))]

    def touching(self, start: int, end: int) -> list[int]:
        """The numbers of those that share a place or an edge with an interval; empty ones, too."""
        return self.near(start - 1, end + 1)

    def any(self, start: int, end: int) -> bool:
        """Whether there is one."""
        return next(self._places(start, bisect_left(self._starts, end)), None) is not None

    def _places(self, start: int, count: int) -> Iterator[int]:
        """The places, ascending, of those of the first ``count`` that end after ``start``."""
        # a node, the first place under it, and how many are
        todo = [(1, 0, self._leaves)]
        while todo:
            node, first, size = todo.pop()
            if first >= count or self._reach[node] <= start:
                continue
            if size == 1:
                yield first
                continue
            half = size // 2
            todo.append((2 * node + 1, first + half, half))
            todo.append((2 * node, first, half))


class Cover:
    """What intervals cover together."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(intervals):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)
        lengths = (end - start for start, end in zip(self._starts, self._ends, strict=True))
        self._before = list(accumulate(lengths, initial=0))

    def within(self, start: int, end: int) -> int:
        """How many places of an interval they cover."""
        return max(0, self._up_to(end) - self._up_to(start))

    def _up_to(self, at: int) -> int:
        number = bisect_right(self._starts, at)
        return self._before[number] - max(0, self._ends[number - 1] - at) if number else 0
