"""How is a table of frequencies built from texts: which are counted, which are versions of one, which runs are kept?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.data import shipped
from simcheck.errors import Empty, InvalidSettings, NoAccess, OwnResult
from simcheck.report import stamp
from simcheck.text.background import INDEPENDENT, LONG, Background, K, Keys, keys_of, published_runs, runs_of
from simcheck.text.fingerprint import distinct, grams
from simcheck.text.normalize import normalize

PHRASES: Final = shipped("phrases.txt")
"""Set phrases that the collections counted for the shipped table do not hold often enough: those of townships, schools
and villages. Written for simcheck."""

COUNTED: Final = (".txt", ".md")
"""Endings of the documents of a folder that are counted."""

_FLOOR: Final = 2
"""A run seen in one document of the genre is no phrase of the genre."""

_LONG_ENTRIES: Final = 600_000
"""Long runs kept of a collection: all that three of 3,400 statutes have."""

_KIN: Final = 0.45
"""Jaccard of 8-character runs from which two texts are versions of one: of two local regulations on one subject, one
made from the other, about as much is the same. Families are told as texts come: what is kin to two of them is of the
earlier one, and the two stay apart."""

_ENTRIES: Final = 260_000
"""Runs kept from a collection of many documents: the most frequent ones, so that the file stays small."""


def build(
    paths: Sequence[str | Path],
    *,
    phrases: str | Path | None = None,
    public: Sequence[str | Path] = (),
    on_progress: Callable[[int], None] | None = None,
) -> Background:
    """Count the documents of each path (a folder of .txt or a .jsonl with "text" or "content") as one collection: for
    runs of ``K`` all documents, for runs of ``LONG`` families of them.

    The first path is the genre itself; of the others, a run has the frequency of the one in which it is commonest. Of
    documents that are nearly the same text only one is counted, so that a report filed twice does not turn its
    sentences into set phrases. The lines of ``phrases`` are taken for what every second document of the genre says,
    whether it was counted or not (lines that begin with # are headings). What a text of ``public`` has (folders and
    files like those of ``paths``) is public wording, though no other text has it. ``on_progress`` is told how many
    documents are done.
    """
    collections: list[_Collection] = []
    done = 0
    for path in paths:
        short: list[Keys] = []
        long: list[Keys] = []
        families: list[int] = []
        for text, family in _distinct(_texts(Path(path))):
            short.append(runs_of(text, K))
            long.append(runs_of(text, LONG))
            families.append(family)
            done += 1
            if on_progress:
                on_progress(done)
        if not short:
            raise Empty(str(path))
        counted = np.unique(np.concatenate(short), return_counts=True)
        collections.append(_Collection(*counted, *_by_family(long, families), len(short)))
    result = _merged(collections)
    if phrases is not None:
        result = _with_phrases(result, read_phrases(phrases))
    published = [np.zeros(0, dtype=np.uint32)]
    for path in public:
        for text in _texts(Path(path)):
            published.append(published_runs(text))
            done += 1
            if on_progress:
                on_progress(done)
    return replace(result, published=np.unique(np.concatenate(published)))


class _Collection(NamedTuple):
    """Runs, and how many documents have each; long runs, and how many families of documents; how many documents."""

    short: Keys
    counts: npt.NDArray[np.intp]
    long: Keys
    families: npt.NDArray[np.intp]
    total: int


def _by_family(runs: list[Keys], families: list[int]) -> tuple[Keys, npt.NDArray[np.intp]]:
    """The different long runs, and in how many families of documents each stands."""
    family = np.repeat(np.array(families, dtype=np.uint64), [len(keys) for keys in runs])
    pairs = distinct((np.concatenate(runs).astype(np.uint64) << np.uint64(32)) | family)
    keys, counts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_counts=True)
    return keys, counts


def _merged(collections: list[_Collection]) -> Background:
    totals = [each.total for each in collections]
    # the genre by itself, because documents can be taken out of it; of the others, the one in which a run is commonest
    other = max(totals[1:], default=0)
    # a document of the smallest of them counts as much in all: whoever takes one out knows what it counted
    unit = other / min(totals[1:], default=1) if other else 1.0
    kept: list[tuple[Keys, npt.NDArray[np.floating[Any]], int]] = []
    for number, each in enumerate(collections):
        column = min(number, 1)
        enough = each.counts >= max(_FLOOR, _least(each.counts, _ENTRIES))
        scale = other / each.total if column else 1.0
        kept.append((each.short[enough], each.counts[enough] * scale, column))
        enough = each.families >= max(INDEPENDENT, _least(each.families, _LONG_ENTRIES))
        kept.append((each.long[enough], each.families[enough] * (unit if column else 1.0), column))
    every = distinct(np.concatenate([keys for keys, _, _ in kept]))
    table = np.zeros((len(every), 2 if other else 1), dtype=np.uint16)
    for keys, counts, column in kept:
        at = np.searchsorted(every, keys)
        most = min((totals[0], other)[column], 0xFFFF)
        table[at, column] = np.maximum(table[at, column], np.minimum(np.rint(counts), most).astype(np.uint16))
    return Background(every, table, (totals[0], other) if other else (totals[0],), unit=unit)


def _least(counts: npt.NDArray[np.intp], most: int) -> int:
    """The count from which at most about ``most`` runs are kept."""
    return int(np.sort(counts)[-most]) if len(counts) > most else 0


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


def _distinct(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The texts without those of which nearly the same was seen before (Jaccard of 8-character runs above 0.7), and the
    family of each: versions of one text have half of their runs in common (above ``_KIN``)."""
    from datasketch import MinHash, MinHashLSH

    seen, kin = MinHashLSH(threshold=0.7, num_perm=64), MinHashLSH(threshold=_KIN, num_perm=64)
    family: dict[int, int] = {}
    for number, text in enumerate(texts):
        shingles = np.unique(grams(normalize(text).codes, 8) >> np.uint64(32))
        if not len(shingles):
            continue
        signature = MinHash(num_perm=64, seed=1, hashfunc=int)
        signature.update_batch(shingles.tolist())
        if seen.query(signature):
            continue
        family[number] = min((family[other] for other in kin.query(signature)), default=number)
        seen.insert(number, signature)
        kin.insert(number, signature)
        yield text, family[number]


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
