"""What makes two passages look alike cheaply: hashes of k characters in a row.

A gram's hash is a polynomial over its folded characters modulo 2**64, scrambled by the finalizer of SplitMix64
(Steele, Lea and Flood 2014); it is the same on every machine and in every run.
"""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from simcheck.normalize import Codes

T = TypeVar("T", bound=np.generic)

Hashes = npt.NDArray[np.uint64]

HASH_SCHEME: Final = "polynomial-splitmix64-1"

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def grams(codes: Codes, k: int) -> Hashes:
    """The hashes of all runs of ``k`` characters, by their first position: max(0, n - k + 1) numbers."""
    count = max(0, len(codes) - k + 1)
    total = np.zeros(count, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    for offset in range(k):
        total *= _BASE
        total += wide[offset : offset + count]
    return scrambled(total)


def distinct(values: npt.NDArray[T]) -> npt.NDArray[T]:
    """The different values in ascending order; ``numpy.unique`` says the same, but loads masked arrays first."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def scrambled(values: Hashes) -> Hashes:
    """Spread the bits of ``values`` so that any part of a hash may serve as a shorter one."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
