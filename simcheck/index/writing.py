"""How is a file of postings (``segment``) written, from features of texts?"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simcheck.errors import UnsafeCorpus
from simcheck.files import home
from simcheck.index.features import FAMILIES, FINGERPRINTS, Batch, Postings, gathered
from simcheck.index.segment import AROUND, FORMAT, KEYS_PER_PAGE, LISTS, MAGIC, PAGE, TEXT_TYPE, TYPES, Text
from simcheck.index.shortlists import Shortlists, listed

_AT_ONCE: Final = 256
"""Pages that are read together: a megabyte."""


class Writer:
    """The sections of a file, one after the other; nothing is there until ``finish`` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # never into something that is there already
        self._file = open(path, "x+b", opener=lambda _, flags: home.opened(path, flags))  # noqa: SIM115
        self._sections: dict[str, dict[str, Any]] = {}
        try:
            self._put(MAGIC)
        except BaseException:
            self.abandon()
            raise

    def section(self, name: str, parts: Iterator[bytes], dtype: str) -> None:
        """Write an array given in parts."""
        self._pad()
        start = self._file.tell()
        for part in parts:
            self._file.write(part)
        size = self._file.tell() - start
        self._sections[name] = {"dtype": dtype, "offset": start, "count": size // np.dtype(dtype).itemsize}

    def finish(self, facts: Mapping[str, Any]) -> int:
        """Close the file, safe on disk; returns its size in bytes."""
        self._pad()
        self._file.flush()
        size = self._file.tell()
        checks = self._page_checks(size)
        self._put(checks.tobytes())
        head = {
            "format": FORMAT,
            "sections": self._sections,
            "checks": [size, len(checks), zlib.crc32(checks.tobytes())],
            **facts,
        }
        directory = json.dumps(head).encode()
        self._put(directory)
        self._put(len(directory).to_bytes(4, "little") + zlib.crc32(directory).to_bytes(4, "little") + MAGIC)
        self._file.flush()
        os.fsync(self._file.fileno())
        total = self._file.tell()
        self._file.close()
        return total

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError, UnsafeCorpus):
            home.delete(self.path)

    def _page_checks(self, size: int) -> npt.NDArray[np.uint32]:
        checks = np.zeros(-(-size // PAGE), dtype=np.uint32)
        self._file.seek(0)
        for number in range(0, len(checks), _AT_ONCE):
            data = memoryview(self._file.read(_AT_ONCE * PAGE))
            pages = [zlib.crc32(data[at : at + PAGE]) for at in range(0, len(data), PAGE)]
            checks[number : number + len(pages)] = pages
        return checks

    def _put(self, data: bytes) -> None:
        self._file.write(data)

    def _pad(self) -> None:
        self._file.write(b"\0" * (-self._file.tell() % PAGE))


def write(path: Path, parts: Sequence[tuple[Sequence[int], Batch]]) -> int:
    """Write batches of texts (the numbers of their texts in the catalogue, their features); returns the size in bytes.

    Whatever fails, no file is left.
    """
    base = 0
    texts: list[Text] = []
    batches = []
    for numbers, part in parts:
        moved = part.moved(base)
        base += part.extent
        texts += map(Text, numbers, moved.starts.tolist(), moved.lengths.tolist())
        batches.append(moved)
    writer = Writer(path)
    try:
        write_texts(writer, texts)
        starts, lengths = np.array([each[1:] for each in texts], dtype=np.int64).reshape(len(texts), 2).T
        for family in FAMILIES:
            rows = gathered([part.families[family] for part in batches]).ordered()
            _write_rows(writer, family, rows)
            if family == FINGERPRINTS:
                write_lists(writer, listed(rows, starts, lengths))
        return writer.finish({"passages": sum(len(part.chunks) for part in batches)})
    except BaseException:
        writer.abandon()
        raise


def write_lists(writer: Writer, lists: Shortlists) -> None:
    for name, column, dtype in lists.sections():
        writer.section(f"{LISTS}.{name}", iter([packed(column)]), dtype)


def write_texts(writer: Writer, texts: Sequence[Text]) -> None:
    columns = np.array(texts, dtype=np.int64).reshape(len(texts), 3)
    for name, column in zip(Text._fields, columns.T, strict=True):
        writer.section(f"texts.{name}", iter([np.ascontiguousarray(column).tobytes()]), TEXT_TYPE)


def packed(column: npt.NDArray[Any]) -> bytes:
    if column.dtype != np.uint64:
        return column.tobytes()
    return np.ascontiguousarray(column.view(np.uint8).reshape(-1, 8)[:, :AROUND]).tobytes()


def _write_rows(writer: Writer, family: str, rows: Postings) -> None:
    for name, column in zip(Postings._fields, rows, strict=True):
        if column is not None:
            writer.section(f"{family}.{name}", iter([packed(column)]), TYPES[name])
    writer.section(f"{family}.first", iter([rows.keys[::KEYS_PER_PAGE].tobytes()]), "<u4")
