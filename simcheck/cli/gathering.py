"""Which documents do the FILEs of a check mean: files, folders, archives and what is in them, lists, patterns?

What is taken from a folder or an archive, and what is passed over, is as where documents are added
(``corpus.inputs``). What was named itself is taken whatever it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from simcheck import environment
from simcheck.cli import documents, talk
from simcheck.cli.several import Subject
from simcheck.corpus.inputs import Incoming, Listing, Said
from simcheck.errors import NoMatch, NotFound, OwnResult, SimcheckError, UnreadableDocument
from simcheck.files.given import content
from simcheck.files.patterns import expanded, is_pattern, nothing
from simcheck.i18n.messages import Messages
from simcheck.model import Document
from simcheck.readers import archive
from simcheck.report import stamp


@dataclass(frozen=True)
class Wanted:
    """One document that is to be checked: how to name it, and where it comes from (None: standard input)."""

    subject: Subject
    incoming: Incoming | None
    is_named: bool
    """Whether it was named itself, and not found in something."""
    data: bytes | None = None
    """What its file has, if it was read already to see whether it is a result."""

    def read(self, encoding: str | None, has_record: Callable[[str], bool]) -> Document:
        """The document, with the id of its record if ``has_record`` says that there is one.

        Raises an ``UnreadableDocument``; ``OwnResult`` for a result of ours that was not named itself.
        """
        if self.incoming is None:
            return documents.read("-", encoding)
        from simcheck.corpus.ingest import ReadOptions, read_for_check

        options = ReadOptions(encoding, even_results=self.is_named)
        return read_for_check(self.incoming, options, has_record, self.data)


@dataclass
class Gathered:
    """All that is to be checked, each once, in the order in which it was named or found."""

    wanted: list[Wanted] = field(default_factory=list)
    failed: list[SimcheckError] = field(default_factory=list)
    """What could not be looked into."""
    results: list[str] = field(default_factory=list)
    """Results of simcheck, which are left out."""
    outside: list[str] = field(default_factory=list)
    """Links in folders that lead out of them, which are not followed."""
    files: list[str] = field(default_factory=list)
    """What is read, archives and lists among it."""
    held: int = 0
    """Bytes of files that are held until their turn comes."""

    @property
    def paths(self) -> list[str]:
        """How each document is named."""
        return [each.subject.path for each in self.wanted]

    def tell_passed_over(self, say: Messages, key: str = "check.results", *, quiet: bool) -> None:
        """Say what was in folders and archives and is no document that anybody meant."""
        if quiet:
            return
        results, outside = list(dict.fromkeys(self.results)), set(self.outside)
        if results:
            names = say("joint").join(results[:_NAMED])
            talk.tell(say, f"{key}.more" if len(results) > _NAMED else key, count=len(results), names=names)
        if outside:
            talk.tell(say, "corpus.outside", count=len(outside))


_NAMED: Final = 3
"""Results of simcheck that are named where they are passed over."""


def gathered(files: Sequence[str], folder: str, more: str) -> Gathered:
    """What ``files`` mean where the corpus is in ``folder``; ``more`` are options to type again for one of them.

    Raises ``InvalidSettings`` for a table beside documents that cannot be understood.
    """
    result = Gathered()
    seen: set[str] = set()
    for file in files:
        paths = expanded(file) if file != "-" else [file]
        if not paths:
            result.failed.append(nothing(file))
        for path in paths:
            for wanted in _at(path, folder, more, result, is_named=not is_pattern(file) or paths == [file]):
                id = wanted.incoming.id if wanted.incoming else "-"
                if id not in seen:
                    seen.add(id)
                    result.wanted.append(wanted)
    return result


def _at(path: str, folder: str, more: str, result: Gathered, *, is_named: bool) -> Iterator[Wanted]:
    if path == "-":
        result.files.append(path)
        yield Wanted(Subject(path, command=f"simcheck check -{more}", again=path), None, is_named=True)
        return
    above, inner = _split(path)
    listing = Listing([above], Path(folder), Said())
    passed_over = len(result.failed) + len(result.results) + len(result.outside)
    is_there = False
    for incoming in listing.inputs():
        inside = "/".join(incoming.inside)
        if inner not in ("", inside) and not inside.startswith(f"{inner}/"):
            continue
        is_itself = inside == inner and not os.path.isdir(above)
        wanted = Wanted(_subject(path, incoming, more, is_itself=is_itself), incoming, is_named and is_itself)
        data = None if wanted.is_named else _looked_at(incoming)
        if data is not None and stamp.written(data) is not None:
            result.results.append(wanted.subject.path)
            continue
        if data is not None and result.held + len(data) <= _HELD:
            result.held += len(data)
            wanted = replace(wanted, data=data)
        is_there = True
        result.files.append(str(incoming.path or above))
        yield wanted
    for place, error in listing.failed:
        if isinstance(error, OwnResult):
            result.results.append(place)
        else:
            result.failed.append(error)
    result.outside += listing.outside
    if not is_there and passed_over == len(result.failed) + len(result.results) + len(result.outside):
        result.failed.append(NotFound(path) if inner else NoMatch(path))


def _split(path: str) -> tuple[str, str]:
    """An archive, and what is named in it: 各村.zip/甲村/总结.docx."""
    if not os.path.exists(path):
        for above in Path(path).parents:
            if above.suffix.lower() == archive.SUFFIX and archive.is_archive(above):
                return str(above), Path(path).relative_to(above).as_posix()
    return path, ""


def _looked_at(incoming: Incoming) -> bytes | None:
    """What a file has that was found, and may be a result of ours; what cannot be read is told when its turn comes."""
    if incoming.document or incoming.path is None:
        return None
    try:
        return archive.content(incoming.path, incoming.inside) if incoming.inside else content(incoming.path)
    except UnreadableDocument:
        return None


_HELD: Final = 32_000_000
"""Bytes of files that are held; the files beyond are read a second time."""


def _subject(named: str, incoming: Incoming, more: str, *, is_itself: bool) -> Subject:
    """How a document is called that was named so, or found in what was."""
    again = named
    read: Callable[[], bytes] | None = None
    if incoming.document:
        path = incoming.name
    elif incoming.inside:
        path = again = archive.shown(str(incoming.path), incoming.inside)
        read = partial(archive.content, str(incoming.path), incoming.inside)
    else:
        path = again = named if is_itself else str(incoming.path)
        read = documents.content_of(path)
    command = f"simcheck check {environment.typed(again)}{more}"
    return Subject(path, (os.path.basename(path), incoming.name), command, read, again=again)
