"""What is said on stderr while results go to stdout: a sentence, what went wrong, how far things are."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Final

from simcheck.errors import SimcheckError
from simcheck.i18n import explain, printable
from simcheck.i18n.explain import Explanation
from simcheck.i18n.messages import Fact, Messages


def tell(say: Messages, key: str, **facts: Fact) -> None:
    """A sentence of the catalogue."""
    sys.stderr.write(say(key, **facts) + "\n")


def tell_error(error: SimcheckError, say: Messages) -> None:
    """What went wrong, where, why, and what to do."""
    tell_explanation(explain.explain(error, say.lang), say)


def tell_explanation(explanation: Explanation, say: Messages) -> None:
    """The same of what has been put into words."""
    with contextlib.suppress(OSError):
        sys.stderr.write(explanation.render(say.lang) + "\n")


UNTOLD: Final = 0.4
"""Seconds in which nobody wonders yet what is going on."""


class Line:
    """One line on stderr that says how far things are: from half a second on, ten times a second at most."""

    def __init__(self, say: Messages, watched: bool) -> None:
        self.say, self._watched = say, watched
        self._last = time.monotonic() + UNTOLD
        self._cells = 0

    def tell(self, key: str, **facts: Fact) -> None:
        if not self._watched or time.monotonic() - self._last < 0.1:
            return
        self._last = time.monotonic()
        words = self.say(key, **facts)
        cells = printable.width(words)
        sys.stderr.write(f"\r{words}{' ' * (self._cells - cells)}")
        sys.stderr.flush()
        self._cells = cells

    def clear(self) -> None:
        """Leave nothing of it, before something else is written."""
        if self._cells:
            sys.stderr.write(f"\r{' ' * self._cells}\r")
            sys.stderr.flush()
            self._cells = 0


@contextlib.contextmanager
def progress(say: Messages, *, quiet: bool) -> Iterator[Line]:
    """A line for as long as something goes on, if someone is watching."""
    line = Line(say, not quiet and sys.stderr.isatty())
    try:
        yield line
    finally:
        line.clear()
