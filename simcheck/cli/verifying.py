"""Do the files that a saved result is about still have the bytes that were compared, and is the result as it was saved?

A result may come from anybody: what it names is looked for in the result's own folder, then where the user stands, is
only hashed, and is never looked for on another machine. A file has the recorded bytes or others; which file was read is
always told, because another one may be called so.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from simcheck import environment
from simcheck.cli import talk
from simcheck.errors import UnreadableDocument
from simcheck.files.given import content
from simcheck.i18n.printable import printable

if TYPE_CHECKING:
    from simcheck.cli.options import Wishes
    from simcheck.crossing.crossing import Crossing
    from simcheck.model import Document
    from simcheck.render.view.record import Verified
    from simcheck.report.circumstances import Circumstances
    from simcheck.report.report import Report
    from simcheck.settings import Settings


def verified(report: Report, path: str, sealed: bool | None) -> Verified:
    """What still agrees with the result at ``path`` ("-": standard input), which is ``sealed`` (``stamp.sealed``)."""
    copies = (each for some in report.copies.values() for each in some)
    made = report.circumstances

    def names(document: Document) -> Iterator[str]:
        yield from _names_in(report, document)

    return _verified((report.document, *report.sources.values(), *copies), names, made, report.settings, path, sealed)


def verified_crossing(crossing: Crossing, path: str, sealed: bool | None) -> Verified:
    """The same of a crossing, whose documents are named by files, folders and patterns, or are those of a corpus."""
    made = crossing.circumstances
    corpus = environment.found_folder(made.corpus.folder) if made and made.corpus else []
    given = [] if made is None or corpus else _named(made.command)
    files: dict[str, list[str]] = {}
    for word in given:
        files.setdefault(os.path.basename(word), []).append(word)
    # a pattern names what lies in its folder
    folders = corpus or list(dict.fromkeys(folder for word in given for folder in _folders(word, path)))[:_MOST]

    def names(document: Document) -> Iterator[str]:
        mine = files.get(os.path.basename(document.name), [])
        # of two that are called so, each has its folder in its name
        yield from (word for word in mine if word == document.name)
        yield from mine
        yield from (os.path.join(folder, document.name) for folder in folders)
        if not corpus:
            yield document.name

    return _verified(crossing.documents.values(), names, made, crossing.settings, path, sealed)


def tell(found: Verified, documents: Sequence[Document], path: str, wishes: Wishes) -> None:
    """Say what no longer agrees with a result."""
    from simcheck.render.view.figures import called

    if wishes.quiet:
        return
    if found.result is False:
        talk.tell(wishes.say, "show.result.changed", path=path)
    elif found.is_unsealed:
        talk.tell(wishes.say, "show.result.unsealed", path=path)
    hashed = {each.id: each for each in documents if each.file}
    changed = [
        wishes.say("show.files.looked", name=called(hashed[id], wishes.say.lang), path=printable(looked.path))
        for id, looked in found.files.items()
        if id in hashed and not looked.is_same
    ]
    if changed:
        names = wishes.say("joint").join(changed[:_TOLD])
        key = "show.files.changed.more" if len(changed) > _TOLD else "show.files.changed"
        talk.tell(wishes.say, key, names=names, n=len(changed))
    if hashed and wishes.verbose:
        same = sum(found.files[id].is_same for id in hashed if id in found.files)
        absent = len(hashed) - same - len(changed)
        talk.tell(wishes.say, "show.files.verified", same=same, changed=len(changed), absent=absent)


_TOLD: Final = 5
"""Files with other bytes that are named."""


def _verified(
    documents: Iterable[Document],
    names: Callable[[Document], Iterator[str]],
    made: Circumstances | None,
    settings: Settings,
    path: str,
    sealed: bool | None,
) -> Verified:
    from simcheck.render.view.record import Looked, Verified
    from simcheck.report.circumstances import sha256_of

    beside = _beside(path)
    files: dict[str, Looked] = {}
    for document in documents:
        if document.file is None:
            continue
        for place in _places(names(document), beside):
            found = _sha256(place, document.file.size)
            is_same = found == document.file.sha256
            if found and (is_same or document.id not in files):
                files[document.id] = Looked(place, is_same)
            if is_same:
                break
    hashed = made.settings_sha256 if made else ""
    return Verified(
        files=files,
        settings=hashed == sha256_of(settings) if hashed else None,
        result=sealed,
        # a hash of settings is only in what was written to a file, and so had a digest
        is_unsealed=sealed is None and bool(hashed),
    )


def _names_in(report: Report, document: Document) -> list[str]:
    """What the file of a document is called: as it was typed, or in the folder of the corpus; by its name if nothing
    tells. Another file of that name elsewhere is none of its."""
    made = report.circumstances
    words = made.command if made else ()
    is_checked = document.id == report.document.id
    if made and made.corpus and not is_checked:
        return [os.path.join(folder, document.name) for folder in environment.found_folder(made.corpus.folder)]
    if len(words) > _FILES and (is_checked or words[1] == "compare"):
        return [words[2] if is_checked else words[3]]
    return [document.name]


_FILES: Final = 3
"""Words of a command up to its second file, or its first option."""


def _named(command: Sequence[str]) -> list[str]:
    """The files, folders and patterns of a command: they stand before its options."""
    words = list(command[2:])
    first = next((at for at, word in enumerate(words) if word.startswith("-")), len(words))
    return list(dict.fromkeys(words[:first]))


_MOST: Final = 100
"""Folders in which each document of a crossing is looked for."""


def _folders(word: str, path: str) -> Iterator[str]:
    """The folder that a word of a command names, and the one in which it is what it names."""
    if any(os.path.isdir(place) for place in _places([word], _beside(path))):
        yield word
    yield os.path.dirname(word)


def _beside(path: str) -> str:
    return os.path.dirname(path) if path != "-" else ""


def _places(names: Iterable[str], beside: str) -> list[str]:
    """Where files of these names may be: from the folder of the result, then from where the user stands."""
    here = [name for name in dict.fromkeys(names) if _is_here(name)]
    return list(dict.fromkeys([*(os.path.join(beside, name) for name in here), *here]))


def _is_here(name: str) -> bool:
    """Whether a name leads to no other machine: what Windows opens of one gives it the user's name."""
    slashes = name.replace("\\", "/")
    return name not in ("", "-") and not slashes.startswith(("//", "/net/", "/??/")) and "\0" not in name


def _sha256(name: str, size: int) -> str:
    """That of the file of a name, "" if there is none; of one that is not as large something else."""
    with contextlib.suppress(UnreadableDocument, OSError, ValueError):
        if not os.path.isfile(name):
            return ""
        return sha256(content(name)).hexdigest() if os.path.getsize(name) == size else "another"
    return ""
