"""No text makes a regular expression of the package slow: time grows as the text does."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import pytest
from support.attacks import Attack, attacks
from support.growth import SURE, grows
from support.patterns import SCANS, Used, called_patterns, evaluated, made, patterns

MADE_FROM_DATA: Final = {
    ("simcheck.readers.web.mhtml", "_parts"): "the boundary of a mail between line ends, escaped",
}
"""Functions that make a pattern from what they are given, and why that is harmless."""

SHOWN: Final = 2
"""Attacks on a pattern that are told."""

PATTERNS: Final = [*patterns(), *called_patterns()]


def test_a_pattern_made_from_data_is_known_and_escaped() -> None:
    found = {}
    for one in made():
        if evaluated(one) is None:
            assert "re.escape(" in ast.unparse(one.pattern)
            found[one.module, one.function] = MADE_FROM_DATA.get((one.module, one.function), "")
    assert found == MADE_FROM_DATA


def exhaust(pattern: re.Pattern[Any], text: str | bytes) -> None:
    """Looks for all that a pattern matches."""
    for _ in pattern.finditer(text):
        pass


def slow(used: Used) -> list[str]:
    """The attacks that take more than their length, in words."""
    found = []
    works: list[Callable[[Any], object]] = []
    if used.methods & SCANS:
        works.append(partial(exhaust, used.pattern))
    works += [getattr(used.pattern, method) for method in ("match", "fullmatch") if method in used.methods]
    encode = isinstance(used.pattern.pattern, bytes)
    for attack in attacks(used.pattern):
        for work in works:

            def text(size: int, attack: Attack = attack) -> Any:
                whole = attack.text(size)
                return (
                    whole.encode("latin-1" if whole.isascii() or max(whole) < "\u0100" else "utf-8")
                    if encode
                    else whole
                )

            words = grows(work, text, SURE / len(attack.pump))
            if words:
                name = getattr(work, "__name__", "finditer")
                found.append(f"{used.name}.{name} on {attack}: {words}")
                if len(found) == SHOWN:
                    return found
    return found


@pytest.mark.parametrize("used", PATTERNS, ids=lambda used: used.name)
def test_a_pattern_takes_no_more_time_than_a_text_is_long(used: Used) -> None:
    assert not slow(used)
