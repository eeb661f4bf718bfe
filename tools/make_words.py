"""Make ``simcheck/data/words.npy``, the words of jieba's dictionary by their hashes.

Run from the repository's root, with the ``dev`` extra installed: ``python tools/make_words.py``

The source is jieba's dictionary, which is rjieba's too; a test holds the two equal. How a row is laid out is said in
``simcheck/text/dictionary.py``.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.data import shipped
from simcheck.text import dictionary
from simcheck.text.fingerprint import interval_hashes
from simcheck.text.normalize import code_points


def entries() -> dict[str, tuple[int, str]]:
    """How often each word was counted, and its tag."""
    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in map(str.split, lines)}


def made() -> npt.NDArray[np.uint64]:
    """(2 × n) Hashes of words and of the stems of longer ones, ascending, and what is known of each."""
    known = {
        word: count << dictionary._COUNT | int.from_bytes(tag.encode(), "little")
        for word, (count, tag) in entries().items()
    }
    for word in list(known):
        if len(word) > dictionary.STEM:
            stem = word[: dictionary.STEM]
            known[stem] = known.get(stem, 0) | int(dictionary._IS_STEM)
    ends = np.cumsum([len(word) for word in known])
    starts = np.concatenate(([0], ends[:-1]))
    keys = interval_hashes(code_points("".join(known)), starts, ends)
    order = np.argsort(keys)
    return np.stack((keys, np.array(list(known.values()), dtype=np.uint64)))[:, order]


if __name__ == "__main__":
    np.save(shipped("words.npy"), made())
