"""How is a table of frequencies built from texts?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.data import shipped
from simcheck.errors import Empty, InvalidSettings, NoAccess, OwnResult
from simcheck.report import stamp
from simcheck.text.background import Background, Keys, keys_of
from simcheck.text.fingerprint import grams
from simcheck.text.normalize import normalize

PHRASES: Final = shipped("phrases.txt")
"""Set phrases that the collections counted for the shipped table do not hold often enough: those of townships, schools
and villages. Written for simcheck."""

COUNTED: Final = (".txt", ".md")
"""Endings of the documents of a folder that are counted."""

_FLOOR: Final = 2
"""A run seen in one document of the genre is no phrase of the genre."""

_ENTRIES: Final = 260_000
"""Runs kept from a collection of many documents: the most frequent ones, so that the file stays small."""


def build(
    paths: Sequence[str | Path],
    *,
    phrases: str | Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Background:
    """Count the documents of each path (a folder of .txt or a .jsonl with "text" or "content") as one collection.

    The first path is the genre itself; of the others, a run has the frequency of the one in which it is commonest. Of
    documents that are nearly the same text only one is counted, so that a report filed twice does not turn its
    sentences into set phrases. The lines of ``phrases`` are taken for what every second document of the genre says,
    whether it was counted or not (lines that begin with # are headings). ``on_progress`` is told how many documents are
    done.
    """
    collections = []
    done = 0
    for path in paths:
        per_document = []
        for text in _distinct(_texts(Path(path))):
            per_document.append(keys_of(text))
            done += 1
            if on_progress:
                on_progress(done)
        if not per_document:
            raise Empty(str(path))
        collections.append((*np.unique(np.concatenate(per_document), return_counts=True), len(per_document)))
    result = _merged(collections)
    if phrases is not None:
        result = _with_phrases(result, read_phrases(phrases))
    return result


def _merged(collections: list[tuple[Keys, npt.NDArray[np.intp], int]]) -> Background:
    kept = []
    for keys, counts, _ in collections:
        floor = max(_FLOOR, int(np.sort(counts)[-_ENTRIES]) if len(counts) > _ENTRIES else _FLOOR)
        kept.append((keys[counts >= floor], counts[counts >= floor]))
    every = np.unique(np.concatenate([keys for keys, _ in kept]))
    totals = [total for _, _, total in collections]
    # the genre by itself, because documents can be taken out of it; of the others, the one in which a run is commonest
    other = max(totals[1:], default=0)
    table = np.zeros((len(every), 2 if other else 1), dtype=np.uint16)
    for number, (keys, counts) in enumerate(kept):
        column = min(number, 1)
        at = np.searchsorted(every, keys)
        scaled = np.rint(counts * (other / totals[number] if column else 1.0))
        table[at, column] = np.maximum(table[at, column], np.minimum(scaled, 0xFFFF))
    return Background(every, table, (totals[0], other) if other else (totals[0],))


def _with_phrases(table: Background, phrases: Sequence[str]) -> Background:
    """The table as if every second document of the genre had all of the phrases."""
    said = np.unique(np.concatenate([np.zeros(0, dtype=np.uint32), *(keys_of(phrase) for phrase in phrases)]))
    keys = np.union1d(table.keys, said)
    counts = np.zeros((len(keys), table.counts.shape[1]), dtype=np.uint16)
    counts[np.searchsorted(keys, table.keys)] = table.counts
    at = np.searchsorted(keys, said)
    counts[at, 0] = np.maximum(counts[at, 0], -(-table.totals[0] // 2))
    return replace(table, keys=keys, counts=counts)


def read_phrases(path: str | Path) -> list[str]:
    """The phrases of a text file, one a line; empty lines and those that begin with # say nothing."""
    from simcheck.readers import read

    lines = (line.strip() for line in read(path).text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    """The texts without those of which nearly the same was seen before (Jaccard of 8-character runs above 0.7)."""
    from datasketch import MinHash, MinHashLSH

    seen = MinHashLSH(threshold=0.7, num_perm=64)
    for number, text in enumerate(texts):
        shingles = np.unique(grams(normalize(text).codes, 8) >> np.uint64(32))
        if not len(shingles):
            continue
        signature = MinHash(num_perm=64, seed=1, hashfunc=int)
        signature.update_batch(shingles.tolist())
        if not seen.query(signature):
            seen.insert(number, signature)
            yield text


def _texts(path: Path) -> Iterator[str]:
    """The texts of a folder or of a file of JSON records; an unreadable document is an error, not a gap, and so is a
    result of ours: what it repeats would be counted twice."""
    from simcheck.files.given import is_link, lines
    from simcheck.readers import read

    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.suffix in COUNTED):
            if is_link(file) and not os.path.realpath(file).startswith(os.path.join(os.path.realpath(path), "")):
                raise NoAccess(str(file), "a link that leads out of the folder")
            if file.is_file():
                text = read(file).text
                if stamp.is_result_text(text):
                    raise OwnResult(str(file))
                yield text
        return
    if path.suffix != ".jsonl" or not path.exists():
        yield read(path).text
        return
    for number, line in enumerate(lines(path), 1):
        try:
            record = json.loads(line)
            text = record["text"] if "text" in record else record["content"]
            if not isinstance(text, str):
                raise TypeError
            yield text
        except (ValueError, KeyError, TypeError, RecursionError):
            raise InvalidSettings("PATH", f"{path}:{number}", "not-a-text-record") from None
