"""The results of several documents go out: one table or each in turn, one file for all or an annotated copy of each?"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from simcheck.cli import output
from simcheck.cli.options import Wishes
from simcheck.cli.output import ANNOTATED, BOOK, OF_ONE, PAGE, suffix
from simcheck.cli.saving import folded
from simcheck.i18n.printable import shortest

if TYPE_CHECKING:
    from simcheck.render.terminal.overview import Row
    from simcheck.render.view.sources import Library
    from simcheck.report.report import Report

_LONGEST: Final = 200
"""Bytes of what a copy's name has of its document's: no system has names of more than 255."""

_UNFIT: Final = re.compile(r'[\x00-\x1f<>:"|?*\\]')
"""What names of files have not, on one system or another; archives may have it."""


@dataclass(frozen=True)
class Subject:
    """One of several documents: its ``path`` as it was named or found, the names that are shorter and as good as long
    as no other has them, the command that shows it by itself, and the bytes of its file if there is one."""

    path: str
    shorter: tuple[str, ...] = ()
    command: str = ""
    content: Callable[[], bytes] | None = None
    number: int = 0
    """In a saved file, from 1."""
    again: str = ""
    """What to type to have this document again."""


class Several:
    """The results of some documents, in the order in which they are added; ``paths`` are those of all that may come."""

    def __init__(self, paths: Sequence[str], wishes: Wishes, library: Library | None = None) -> None:
        library = None if wishes.anonymise else library
        self._wishes, self._library = wishes, library
        whole = [path for path in wishes.output if suffix(path) not in OF_ONE]
        self._parts: dict[str, list[str]] = {path: [] for path in whole if suffix(path) not in (BOOK, PAGE)}
        self._books = [path for path in whole if suffix(path) == BOOK]
        self._book = output.workbook(wishes, library) if self._books else None
        self._pages = [path for path in whole if suffix(path) == PAGE]
        self._page = output.page(wishes, library, several=True) if self._pages else None
        self._copies = {path: beside(path, paths) for path in wishes.output if suffix(path) in OF_ONE}
        self._rows: list[tuple[Row, Subject]] = []
        self._in_turn = wishes.as_json or wishes.everything or bool(wishes.limit)
        self._is_above = False
        self.count = 0
        """How many were added."""

    def add(self, report: Report, at: int, subject: Subject) -> None:
        """The result of the document at this place among the paths."""
        wishes = self._wishes
        report = output.told(report, wishes)
        kept = output.written(report, wishes)
        self.count += 1
        for target, names in self._copies.items():
            if suffix(target) == ANNOTATED:
                output.save(names[at], output.annotated(kept, subject.content, wishes), wishes)
            else:
                output.save(names[at], output.paper(names[at], kept, wishes, self._library), wishes)
        if self._book:
            self._book.add(kept, (*subject.shorter, subject.path))
        if self._page:
            self._page.add(kept, (*subject.shorter, subject.path))
        for target, parts in self._parts.items():
            parts.append(output.rendered(report, suffix(target), wishes, self._library))
        if wishes.as_json or (self._in_turn and not wishes.is_silent):
            output.show(report, wishes, self._library, subject.command)
        elif not wishes.is_silent:
            from simcheck.render.terminal.overview import row

            made = row(subject.path, report, wishes.say.lang, wishes.left_out, subject.number)
            self._rows.append((made, subject))
        self._is_above |= bool(output.above(report, wishes, subject.path))

    def finish(self) -> int:
        """Write the files that hold all of them, print the table, and return the exit code."""
        if any(self._parts.values()):
            from simcheck.render.written import joined

            for target, parts in self._parts.items():
                output.save(target, joined(suffix(target), parts), self._wishes)
        for whole, targets in ((self._book, self._books), (self._page, self._pages)):
            content = whole.content() if whole and self.count else ""
            for target in targets if content else ():
                output.save(target, content, self._wishes)
        if self._rows:
            self._overview()
        sys.stdout.flush()
        return int(self._is_above)

    def _overview(self) -> None:
        from simcheck.render.terminal.overview import about_results, overview_lines, worst_first
        from simcheck.render.terminal.screen import overview
        from simcheck.render.view.sources import left_out

        rows = [made for made, _ in self._rows]
        if not sys.stdout.isatty():
            sys.stdout.write(overview_lines(rows, self._wishes.say.lang))
            # beside the table, which another program reads
            omitted = left_out(self._wishes.left_out, self._wishes.say.lang)
            sys.stderr.writelines(f"{words}\n" for words in (*about_results(rows), omitted) if words)
            return
        worst = worst_first(rows)[0]
        command = next(subject.command for made, subject in self._rows if made is worst)
        screen = output.screen(self._wishes, command)
        overview(self._shortened(), screen, sys.stdout, self._library)

    def _shortened(self) -> list[Row]:
        """The rows under the shortest names that tell them apart."""
        names = shortest([(*some.shorter, made.name) for made, some in self._rows])
        return [replace(made, name=name) for (made, _), name in zip(self._rows, names, strict=True)]


def every_output(outputs: Sequence[str], paths: Sequence[str]) -> list[str]:
    """All files that will be written for several documents."""
    return [name for path in outputs for name in (beside(path, paths) if suffix(path) in OF_ONE else [path])]


def beside(target: str, paths: Sequence[str]) -> list[str]:
    """The names of the annotated copies of several documents: 批注.docx becomes 批注-总结.docx, or 批注-甲村-总结.docx
    where two are called so; no two are one, on any system."""
    from simcheck.corpus.inputs import LIST

    if not paths:
        return []
    given = [PurePosixPath(path.replace(os.sep, "/").replace(f"{LIST}#", "-")) for path in paths]
    stems = [_fit(path.stem) for path in given]
    for folders in (1, len(max(given, key=lambda path: len(path.parts)).parts)):
        times = Counter(map(folded, stems))
        stems = [
            stem if times[folded(stem)] == 1 else _fit("-".join([*_folders(path)[-folders:], path.stem]))
            for stem, path in zip(stems, given, strict=True)
        ]
    own, taken = os.path.splitext(target), set[str]()
    result = []
    for stem in stems:
        number, name = 1, stem
        while folded(name) in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(folded(name))
        result.append(f"{own[0]}-{name}{own[1]}")
    return result


def _folders(path: PurePosixPath) -> list[str]:
    return [part for part in path.parent.parts if part not in ("/", "..")]


def _fit(words: str) -> str:
    """Words as a part of a file's name."""
    return _UNFIT.sub("_", words).encode("utf-8", "surrogateescape")[-_LONGEST:].decode("utf-8", "ignore").strip()
