"""What was sent to the server becomes documents: which are in the files, what are they called, what is said of them?

As where a command is given a folder (``corpus.inputs``): archives and lists are looked into, hidden files passed over,
tables beside documents read. Names are those that were sent; where the files lie meanwhile is in no name, no note and
no error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from simcheck.corpus.inputs import SHEET, Incoming, Listing, Said, is_hidden
from simcheck.corpus.placeless import without_place
from simcheck.errors import InvalidSettings, SimcheckError, UnreadableDocument
from simcheck.files import given
from simcheck.metadata import sidecar
from simcheck.serve.wire import Upload


class Sent(NamedTuple):
    """The documents of a job, what could not be looked into, and how places are called in errors."""

    documents: list[Incoming]
    failed: list[tuple[str, SimcheckError]]
    names: dict[str, str]


def sent(folder: Path, uploads: Sequence[Upload]) -> Sent:
    """What is in the files of a job, which lie in ``folder``."""
    names = {str(folder / each.stored): each.name for each in uploads}
    own = _below_a_common_top([each.name for each in uploads])
    if own and own[0] != uploads[0].name:
        # a folder, whose files browsers send in any order
        paired = sorted(zip(own, uploads, strict=True), key=_as_walked)
        own, uploads = [name for name, _ in paired], [each for _, each in paired]
    result = Sent([], [], names)
    tables: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for each, name in zip(uploads, own, strict=True):
        above, _, last = name.rpartition("/")
        if last == SHEET and len(uploads) > 1:
            try:
                tables[above] = sidecar.sheet(name, given.content(folder / each.stored))
            except (InvalidSettings, UnreadableDocument) as error:
                result.failed.append((name, error))
    for each, name in zip(uploads, own, strict=True):
        above, _, last = name.rpartition("/")
        if (last == SHEET and len(uploads) > 1) or (len(uploads) > 1 and any(map(is_hidden, name.split("/")))):
            continue
        said = tables.get(above, {}).get(last, {})
        result.documents.extend(_in_file(folder / each.stored, name, said, result))
    return result


def _in_file(path: Path, name: str, said: Mapping[str, str], result: Sent) -> Iterator[Incoming]:
    listing = Listing([path], path.parent, Said(of_all=said))
    for each in listing.inputs():
        # the name under which it lies here stands where its own one belongs
        yield without_place(each._replace(name=name + each.name[len(path.name) :]))
    result.failed.extend((name + place[len(path.name) :], error) for place, error in listing.failed)


def _as_walked(pair: tuple[str, Upload]) -> list[tuple[bool, str]]:
    """The order of a folder that is walked: its files by name, then its folders."""
    *above, last = pair[0].split("/")
    return [*((True, part) for part in above), (False, last)]


def _below_a_common_top(names: Sequence[str]) -> list[str]:
    """Names without the folder that all of them are in: who sends a folder means what is in it."""
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and all("/" in name for name in names):
        return [name.partition("/")[2] for name in names]
    return list(names)
