"""The compiled core (编译的核心): is there one, and how is it called?

The files in C do what a comparison does most often, without Python's interface, so that one library serves every
version of Python; it is made when simcheck is installed, if there is a compiler. Whatever it does has a reference
in Python beside where it is called, which gives the same numbers to the last bit and works without it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy.typing as npt

VERSION: Final = 10
"""Of the functions and what they take; a library of another version is not used."""

LIBRARY: Final = "core.bin"
"""Not called as what Python takes for a module of its own."""

WITHOUT: Final = "SIMCHECK_CORE"
"""Set to ``python``, the compiled core is not used."""


def core() -> ctypes.CDLL | None:
    """The library, or None if there is none that fits or it is not wanted."""
    return None if os.environ.get(WITHOUT) == "python" else _loaded()


@lru_cache(maxsize=1)
def _loaded() -> ctypes.CDLL | None:
    path = Path(__file__).with_name(LIBRARY)
    if not path.is_file():
        return None
    try:
        found = ctypes.CDLL(str(path))
        return _declared(found) if found.sc_version() == VERSION else None
    except (OSError, AttributeError):
        # of another machine, or cut short: the reference does the same
        return None


def _declared(found: ctypes.CDLL) -> ctypes.CDLL:
    at, number = ctypes.c_void_p, ctypes.c_int64
    # the runs of a text, and the table that they are looked for in
    runs, table = [at, number, number], [at, at, at, number]
    for name, result, arguments in (
        ("sc_regions", at, [at] * 18),
        ("sc_regions_free", None, [at]),
        ("sc_pairs", at, [at] * 9),
        ("sc_pairs_free", None, [at]),
        ("sc_runs", number, [at, number, at, number, at, at, number, at]),
        ("sc_fragments", number, [at] * 7),
        ("sc_walk", ctypes.c_double, [at] * 14),
        ("sc_words_index", None, [at, number, at, at]),
        ("sc_words", number, [at, at, number, *[at] * 4, ctypes.c_double, at, at]),
        ("sc_paragraphs", number, [at, number, at]),
        ("sc_first_words", number, [at, number, at, number, at, number, at]),
        ("sc_vocabulary", number, [at, at, at, at, number, at, number, at, at, at]),
        ("sc_same_words", number, [*[*[at] * 5, number] * 2, at, at]),
        ("sc_find", None, [*table, at, number, at]),
        ("sc_intervals", number, [at, number, at, at, number, at]),
        ("sc_fingerprints", number, [at, at, number, at, number, *[at] * 4]),
        ("sc_chunks", number, [at, number, at, number, at, number, number, number, at]),
        ("sc_order", number, [at, number, at]),
        ("sc_heaviest", number, [at, at, number, ctypes.c_double, at]),
        ("sc_normalize", number, [at, number, *[at] * 3, number, *[at] * 3, number, number, *[at] * 4]),
        ("sc_ranges", None, [at, number, number, at, number, at, at, at, at]),
        ("sc_table_index", None, [at, number, number, at, at]),
        ("sc_information", None, [*runs, *table, at, number, at, number, ctypes.c_float, at]),
        ("sc_known", None, [*runs, *table, at, number, at, at]),
        ("sc_overlaid", None, [*runs, *table, at, at, number, at]),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    return found


def addresses(*arrays: npt.NDArray[Any]) -> list[int]:
    """Where the numbers of arrays lie; they must be contiguous, and stay alive while they are used."""
    if _is_first():
        return [_address(id(array) + _HEAD).value or 0 for array in arrays]
    return [array.ctypes.data for array in arrays]


_HEAD: Final = object.__basicsize__
_address: Final = ctypes.c_void_p.from_address


@lru_cache(maxsize=1)
def _is_first() -> bool:
    """Whether where its numbers lie is the first that an array holds (``PyArrayObject_fields`` of NumPy's C-API): to
    read it takes a tenth of what ``ctypes.data`` takes, and a check asks for two thousand."""
    import numpy as np

    if sys.implementation.name != "cpython":
        return False
    some = [np.zeros(size) for size in (0, 1, 1000)]
    some += [some[2][10:], np.frombuffer(bytes(8))]
    return all((_address(id(each) + _HEAD).value or 0) == each.ctypes.data for each in some)


def taken(address: int | None, count: int, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """A copy of ``count`` numbers of C."""
    import numpy as np

    if not address or not count:
        return np.zeros(0, dtype=dtype)
    size = count * np.dtype(dtype).itemsize
    return np.frombuffer(ctypes.string_at(address, size), dtype=dtype)
