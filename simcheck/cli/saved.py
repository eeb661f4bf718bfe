"""Which results are in a saved file: one, or one a line (of a check of several documents); which of them is meant?

A file is read a line at a time, and no line is longer than a result may be.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from simcheck.errors import InvalidResult
from simcheck.files.given import content, lines, standard_input

if TYPE_CHECKING:
    from simcheck.crossing.crossing import Crossing
    from simcheck.report.report import Report

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_LOOKED_AT: Final = 3
"""Lines of which one at least is a result if each is meant to be one."""


_BEGINNING: Final = 800
"""Bytes in which a result says what it is."""

_CROSSING: Final = re.compile(rb'[{,]\s{0,99}"type"\s?:\s?"crossing"')
_PAGE: Final = re.compile(r"\ufeff?\s{0,9}<!doctype html", re.IGNORECASE)
_OURS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,9}\{\s{0,9}"format"')


@dataclass(frozen=True)
class Line:
    """One result: its number in the file, from 1, what it is called in errors, and how it is written."""

    number: int
    name: str
    data: bytes

    def report(self, *, graded: bool = False) -> Report:
        """The result; raises ``InvalidResult``, if it has to be ``graded`` also for one without grades."""
        from simcheck.report.report import Report

        text = _decoded(self.data)
        if text is None:
            raise InvalidResult(self.name, "not-ours")
        if _PAGE.match(text):
            raise InvalidResult(self.name, "page")
        report = Report.from_json(text, name=self.name)
        if graded and not report.is_graded:
            raise InvalidResult(self.name, "no-grades")
        return report

    def sealed(self, count: int) -> bool | None:
        """Whether it is as it was saved, of so many in the file; None if it has no digest."""
        from simcheck.report.stamp import sealed

        found = sealed(self.data, self.number, count)
        # in another encoding it has no digest of these bytes
        text = None if found else _decoded(self.data)
        return found if text is None else sealed(text.encode("utf-8", "surrogatepass"), self.number, count)

    def crossing(self) -> Crossing:
        """The crossing; raises ``InvalidResult``."""
        from simcheck.crossing.saved import crossing_of

        text = _decoded(self.data)
        if text is None:
            raise InvalidResult(self.name, "not-ours")
        return crossing_of(text.removeprefix("\ufeff"), self.name)

    def documents(self) -> list[tuple[str, str]]:
        """The names and ids of the documents that it is about, the one that was checked first; none if it does not
        say."""
        from simcheck.report.schema import Malformed, Named, decoded

        try:
            told: Named = decoded(_decoded(self.data) or "", Named)
        except Malformed:
            return []
        several = (told.document, *(each for source in told.sources for each in (source, *(source.copies or ()))))
        return [(each.name, each.id) for each in several]


class Saved:
    """A saved file at ``path``, or standard input (``-``), which is read once and kept; ``limit`` is the bytes of a
    result."""

    def __init__(self, path: str, limit: int) -> None:
        self.path, self._limit = path, limit
        self._kept = standard_input(limit) if path == "-" else None
        begin = list(islice(self._lines(), _LOOKED_AT))
        self.is_several = len(begin) > 1 and any(map(_is_result, begin))

    @property
    def is_crossing(self) -> bool:
        """Whether the only result says that it is a crossing: at its beginning, or somewhere if another program has put
        its names into another order."""
        data = next(iter(self)).data
        if data.startswith(_UTF_16):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        head = data[:_BEGINNING]
        return _CROSSING.search(head if _OURS.match(head) else data) is not None

    def __iter__(self) -> Iterator[Line]:
        if not self.is_several:
            data = content(self.path, self._limit) if self._kept is None else self._kept
            yield Line(1, self.path, data)
            return
        for number, data in enumerate(self._lines(), 1):
            yield Line(number, self.path if self.path == "-" else f"{self.path}:{number}", data)

    def _lines(self) -> Iterator[bytes]:
        """The lines that are not empty."""
        some = lines(self.path, self._limit) if self._kept is None else BytesIO(self._kept)
        for line in some:
            if line.startswith(_UTF_16):
                # what PowerShell redirects: its lines do not end with one byte
                data = content(self.path, self._limit) if self._kept is None else self._kept
                some = BytesIO(data.decode("utf-16", "replace").encode("utf-8", "replace"))
                yield from (line for line in some if line.strip())
                return
            if line.strip():
                yield line

    @cached_property
    def count(self) -> int:
        """How many results there are."""
        return sum(1 for _ in self)

    @cached_property
    def _documents(self) -> list[list[tuple[str, str]]]:
        return [line.documents() for line in self]

    def documents(self) -> Mapping[str, set[str]]:
        """The ids under which each name stands in any of the results."""
        found: dict[str, set[str]] = {}
        for name, id in chain.from_iterable(self._documents):
            found.setdefault(name, set()).add(id)
        return found

    def checked(self) -> list[str]:
        """The name of the document that each result is about, "" where it does not say."""
        return [documents[0][0] if documents else "" for documents in self._documents]

    def meant(self, which: str) -> list[int]:
        """The numbers of the results that a word means: one number, or those of documents that are called so, with
        folders and suffix or without."""
        names = self.checked()
        if which.isdecimal() and len(which) < 10 and 0 < int(which) <= len(names):
            return [int(which)]
        for called in (_itself, _without_suffix, os.path.basename, _stem):
            if found := [number for number, name in enumerate(names, 1) if name and called(name) == which]:
                return found
        return []

    def line(self, number: int) -> Line:
        """The result of a number that is there."""
        return next(islice(self, number - 1, None))


def _itself(name: str) -> str:
    return name


def _without_suffix(name: str) -> str:
    return os.path.splitext(name)[0]


def _stem(name: str) -> str:
    return _without_suffix(os.path.basename(name))


def _is_result(data: bytes) -> bool:
    from simcheck.report.schema import Head, Malformed, decoded

    try:
        decoded(_decoded(data) or "", Head)
    except Malformed:
        return False
    return True


def _decoded(data: bytes) -> str | None:
    """Bytes as whatever redirected them has written: UTF-8, the code page of a Chinese Windows, what PowerShell
    writes."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
