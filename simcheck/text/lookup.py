"""Sorted tables of runs as the compiled core looks them up (``tables.c``): which keys there are is seen by their first
bits, where they stand is found by halves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core


class Table:
    """Keys (ascending), of which those that begin with other bits than any of these are passed over at once."""

    def __init__(self, keys: npt.NDArray[np.uint32], bits: int) -> None:
        self._bits = bits
        self._keys = np.ascontiguousarray(keys, dtype=np.uint32)
        # how many keys are below each upper half; which beginnings there are, eight to a byte, so that they stay where
        # they are read fast
        self._begins, self._flags = np.zeros((1 << 16) + 1, dtype=np.int64), np.zeros(1 << bits - 3, dtype=np.uint8)
        at_keys, *at = addresses(self._keys, self._begins, self._flags)
        compiled = core()
        if compiled:
            compiled.sc_table_index(at_keys, len(keys), bits, *at)

    def given(self) -> tuple[int, int, int, int]:
        """What a function takes for it."""
        keys, begins, flags = addresses(self._keys, self._begins, self._flags)
        return keys, begins, flags, self._bits
