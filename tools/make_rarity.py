"""Make ``simcheck/data/rarity.npz``, the table of how rare words are in general Chinese.

Run from the repository's root, with the ``dev`` extra installed: ``python tools/make_rarity.py``

The source is jieba's table of inverse document frequencies. A word is stored as a key of the index, so that the table
goes with ``HASH_SCHEME`` and ``FOLDING_VERSION``: a change of either makes it anew.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.data import shipped
from simcheck.text.fingerprint import interval_hashes
from simcheck.text.normalize import normalize


def jieba_folder() -> str:
    """Where jieba lies."""
    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba
    return str(Path(jieba.__file__).parent)


def inverse_frequencies() -> dict[str, float]:
    """jieba's inverse document frequencies (natural logarithms) by word."""
    lines = (Path(jieba_folder()) / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    return dict(zip(lines[::2], map(float, lines[1::2]), strict=True))


def median(table: dict[str, float]) -> float:
    """What a word has that the table lacks, as in jieba."""
    return sorted(table.values())[len(table) // 2]


def made() -> dict[str, npt.NDArray[Any]]:
    """The arrays of the file: ``keys`` (n, ascending), ``rarity`` (different values, ascending), ``level`` (n + 1:
    which of them each key has, and after the last what all others have)."""
    table = inverse_frequencies()
    text = normalize("\n".join(table))
    lines = np.cumsum([len(word) + 1 for word in table])
    ends = np.searchsorted(text.origin, lines)
    starts = np.concatenate(([0], ends[:-1]))
    keys = (interval_hashes(text.codes, starts, ends) >> np.uint64(32)).astype(np.uint32)
    order = np.argsort(keys, kind="stable")
    first = np.concatenate(([True], keys[order][1:] != keys[order][:-1]))
    idf = np.array(list(table.values()), dtype=np.float32)[order][first]
    rarity, level = np.unique(np.append(idf, np.float32(median(table))), return_inverse=True)
    return {"keys": keys[order][first], "rarity": rarity, "level": level.astype(np.uint16)}


if __name__ == "__main__":
    arrays = made()
    np.savez(shipped("rarity.npz"), keys=arrays["keys"], rarity=arrays["rarity"], level=arrays["level"])
