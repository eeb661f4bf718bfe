"""The pipeline that everybody writes first, in its simplest form: jieba, MinHash of shingles of words, MinHashLSH."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path


def baseline_here(listing: str) -> dict[str, float]:
    """Index the passages of a list of documents for near-duplicates, as one would write it on the first day."""
    import warnings

    start = time.perf_counter()
    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba
    from datasketch import MinHash, MinHashLSH

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    started = time.perf_counter() - start
    index = MinHashLSH(threshold=0.5, num_perm=128)
    passages = 0
    with Path(listing).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            for at, words in enumerate(_by_line(jieba.cut(json.loads(line)["text"]))):
                signature = MinHash(num_perm=128)
                for n in range(max(1, len(words) - 2)):
                    signature.update("".join(words[n : n + 3]).encode())
                index.insert((number, at), signature)
                passages += 1
    return {"passages": passages, "start": started}


def _by_line(words: Iterator[str]) -> Iterator[list[str]]:
    """The words of every line that has any."""
    line: list[str] = []
    for word in words:
        if "\n" in word:
            if line:
                yield line
            line = []
        elif not word.isspace():
            line.append(word)
    if line:
        yield line
