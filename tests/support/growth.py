"""Whether the time for a text grows faster than its length.

Nothing here asks how long something takes, only how much longer four times as much takes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import thread_time
from typing import Any, Final

STEP: Final = 4
"""How many times as long every text is as the one before."""

SIZES: Final = (160, 640, 2_560, 10_240, 40_960)
"""Lengths of texts in characters."""

ALLOWED: Final = 10.0
"""Times the time that four times the length may take: 4 is linear, 16 is quadratic."""

LEAST: Final = 0.05
"""Seconds of work below which nothing is called slow."""

SURE: Final = 0.00025
"""Seconds at 2,560 characters below which no square can hide, if what is repeated is one character."""

STEADY: Final = 5.5
"""Times the time that is taken for linear without asking again."""


def seconds(work: Callable[[], object], times: int) -> float:
    """The least time of this thread that some work takes."""
    least = float("inf")
    for _ in range(times):
        began = thread_time()
        work()
        least = min(least, thread_time() - began)
    return least


def grows(
    work: Callable[[Any], object], text: Callable[[int], Any], sure: float = 0.0, sizes: tuple[int, ...] = SIZES
) -> str:
    """How much more than its length the time for a text grows, in words; nothing if it does not.

    Less than ``sure`` seconds at 2,560 characters say that it does not.
    """
    last = 0.0
    for size in sizes:
        job = partial(work, text(size))
        now = seconds(job, 1)
        if now > LEAST and now > ALLOWED * last:
            # noise makes things slower, never faster
            last, now = seconds(partial(work, text(size // STEP)), 5), min(now, seconds(job, 2))
            if now > LEAST and now > ALLOWED * last:
                return f"{size // STEP:,}: {last * 1000:.1f} ms, {size:,}: {now * 1000:.1f} ms"
        if size >= sizes[2] and (now * SIZES[2] / size < sure or now < STEADY * last):
            break
        last = now
    return ""
