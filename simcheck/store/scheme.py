"""By which settings is an index made; another one cannot be asked with it."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np

from simcheck.index import features
from simcheck.index import sketching as weights
from simcheck.index.sketching import Sketching
from simcheck.store.rows import digest
from simcheck.text.fingerprint import HASH_SCHEME, Permutations
from simcheck.text.normalize import FOLDING_VERSION
from simcheck.text.tokens import dictionary


def sketching_from(said: Any) -> Sketching:
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
        "functions": weights.FUNCTIONS,
        "alike": weights.ALIKE,
        "hash": HASH_SCHEME,
        "words": dictionary(),
        "folding": FOLDING_VERSION,
    }
