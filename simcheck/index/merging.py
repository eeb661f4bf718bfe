"""Merging (合并): how do several files of postings become one, without texts that are gone and in little memory?"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np

from simcheck.errors import IndexDamaged
from simcheck.index.features import FAMILIES, FINGERPRINTS, Postings, gathered, laid
from simcheck.index.segment import END, LISTS, PAGE, TYPES, Segment, Text, bounds
from simcheck.index.shortlists import TYPES as LIST_TYPES
from simcheck.index.shortlists import listed
from simcheck.index.writing import Writer, packed, write_texts
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask


def merge(path: Path, segments: Sequence[Segment], gone: Ints) -> tuple[int, list[int]]:
    """Write the postings of several segments as one, without the texts that are ``gone`` (by number).

    Returns its size in bytes and the numbers of its texts in their order. Memory does not grow with the segments.
    """
    for segment in segments:
        segment.verify()
    keep = [~np.isin(segment.numbers, gone) for segment in segments]
    texts = sorted(
        (int(segment.numbers[n]), s, n) for s, segment in enumerate(segments) for n in np.flatnonzero(keep[s]).tolist()
    )
    lengths = np.array([segments[s].lengths[n] for _, s, n in texts], dtype=np.int64)
    # files of ours share no text, and are never so large; with such a one the new file could not be read
    if lengths.sum() > END or len({number for number, _, _ in texts}) < len(texts):
        raise IndexDamaged("", str(path), "contents")
    begins = laid(lengths)
    starts = begins.tolist()
    # what to add to a place of each old text to have its place in the new file
    shift = [np.zeros(len(segment.numbers), dtype=np.int64) for segment in segments]
    for (_, s, n), start in zip(texts, starts, strict=True):
        shift[s][n] = start - int(segments[s].starts[n])
    moved = [Text(number, at, int(segments[s].lengths[n])) for (number, s, n), at in zip(texts, starts, strict=True)]
    writer = Writer(path)
    try:
        write_texts(writer, moved)
        for family in FAMILIES:
            _merge_family(writer, family, segments, keep, shift, begins, lengths)
        share = sum(map(int, (k.sum() for k in keep))) / max(1, sum(map(len, keep)))
        chunks = round(sum(segment.chunks for segment in segments) * share)
        return writer.finish({"passages": chunks}), [number for number, _, _ in texts]
    except BaseException:
        writer.abandon()
        raise


def _merge_family(
    writer: Writer,
    family: str,
    segments: Sequence[Segment],
    keep: Sequence[Mask],
    shift: Sequence[Ints],
    begins: Ints,
    lengths: Ints,
) -> None:
    """Merge one family; the texts that are kept begin at ``begins`` in the new file."""
    names = ("keys", "places", "around") if family == FINGERPRINTS else ("keys", "places")
    with contextlib.ExitStack() as stack:
        aside = [stack.enter_context(_aside(writer)) for _ in names]
        lists = {name: stack.enter_context(_aside(writer)) for name in LIST_TYPES if family == FINGERPRINTS}
        for low, high in bounds(family, segments):
            parts = [
                _moved(segment.stream(family, low, high), segment, alive, by)
                for segment, alive, by in zip(segments, keep, shift, strict=True)
            ]
            rows = gathered(parts).ordered()
            for file, column in zip(aside, rows, strict=False):
                if column is not None:
                    file.write(packed(column))
            if lists:
                # a key lies whole in one range
                for name, listing, _ in listed(rows, begins, lengths).sections():
                    lists[name].write(packed(listing))
            for segment in segments:
                segment.forget()
        for name, file in zip(names, aside, strict=True):
            _take(writer, f"{family}.{name}", file, TYPES[name])
        aside[0].seek(0)
        first = b"".join(page[:4] for page in iter(partial(aside[0].read, PAGE), b""))
        writer.section(f"{family}.first", iter([first]), "<u4")
        for name, file in lists.items():
            _take(writer, f"{LISTS}.{name}", file, LIST_TYPES[name])


def _take(writer: Writer, name: str, file: IO[bytes], dtype: str) -> None:
    """Make a section of what was written aside."""
    file.seek(0)
    writer.section(name, iter(partial(file.read, 1 << 20), b""), dtype)


def _aside(writer: Writer) -> contextlib.AbstractContextManager[IO[bytes]]:
    """A file without a name beside the one that is written: it is gone with this process, whatever happens."""
    return tempfile.TemporaryFile(dir=writer.path.parent)


def _moved(rows: Postings, segment: Segment, keep: Mask, shift: Ints) -> Postings:
    """The rows of the texts that are kept, with their new places."""
    text = segment.text_of(rows.places)
    kept = keep[text]
    moved = rows.only(kept)
    return moved._replace(places=(moved.places + shift[text[kept]]).astype(np.uint32))
