"""By which settings is an index made; another one cannot be asked with it."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np

from simcheck.index import features, sketching
from simcheck.index.sketching import Sketching
from simcheck.store.rows import digest
from simcheck.text.fingerprint import HASH_SCHEME, Permutations
from simcheck.text.normalize import FOLDING_VERSION
from simcheck.text.tokens import dictionary


def sketching_from(said: Any) -> Sketching:
    """The functions that ``facts_of_index`` wrote; ``ValueError``, ``TypeError`` or ``KeyError`` for anything else."""
    a, b = said["permutations"]
    rows = said["rows"]
    if not len(a) == len(b) or not all(isinstance(n, int) and 0 <= n < 1 << 32 for n in (*a, *b)):
        raise ValueError
    if not isinstance(rows, int) or not 0 < rows <= len(a) <= _MOST_FUNCTIONS:
        raise ValueError
    return Sketching(Permutations(np.array(a, dtype=np.uint32), np.array(b, dtype=np.uint32)), rows)


_MOST_FUNCTIONS: Final = 256
"""Functions of a sketch: many times what was ever tried."""


def facts_of_index(plan: Sketching) -> dict[str, str]:
    """What the catalogue remembers of how the index was made."""
    functions = json.dumps({"permutations": [values.tolist() for values in plan.permutations], "rows": plan.rows})
    return {
        "settings": json.dumps(settings_of_index()),
        # with its check: other functions would find less, and nobody would notice
        "sketching": f"{digest(functions).hex()} {functions}",
    }


def settings_of_index() -> dict[str, Any]:
    """What two indexes must have in common to be asked the same question."""
    return {
        "gram": features.GRAM,
        "window": features.WINDOW,
        "word_gram": features.WORD_GRAM,
        "word_window": features.WORD_WINDOW,
        "passage": features.CHUNK,
        "functions": sketching.FUNCTIONS,
        "alike": sketching.ALIKE,
        "hash": HASH_SCHEME,
        "words": dictionary(),
        "folding": FOLDING_VERSION,
    }


def differences(stored: str) -> tuple[tuple[str, str, str], ...]:
    """The settings of an index (as ``facts_of_index`` wrote them) that are others now: name, there, here."""
    try:
        there = json.loads(stored)
    except (ValueError, RecursionError):
        there = {}
    if not isinstance(there, dict):
        there = {}
    here = settings_of_index()
    # what this version does not know of is told as well, but not a book of it
    names = sorted([*here, *sorted(there.keys() - here.keys())[:_OTHERS]])
    return tuple(
        (name[:_SHOWN], str(there.get(name))[:_SHOWN], str(here.get(name)))
        for name in names
        if there.get(name) != here.get(name)
    )


_OTHERS: Final = 10
_SHOWN: Final = 100
"""How many settings that are unknown here are told, and so many characters of each: anybody may have written them."""
