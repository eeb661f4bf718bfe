"""What was sent goes into the corpus, or among its public texts, in the child.

A document that was sent has no place to which one could go back: its record is known by its name and its bytes. The
same file sent again is the same record; another one of the same name stands beside it, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from simcheck.serve.sent import Sent
from simcheck.serve.wire import Event, Order

_NAMED: Final = 3
"""Results of ours that are named."""


def taken_in(order: Order, found: Sent, opened: Callable[[], Any], tell: Callable[[str, int, int], None]) -> Event:
    """What came of it."""
    raise NotImplementedError
