"""Do the files that a saved result is about still have the bytes that were compared, and is the result as it was saved?

A result may come from anybody: what it names is looked for beside it and where the user stands, is only hashed, and is
never looked for on another machine.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from simcheck.errors import UnreadableDocument
from simcheck.files.given import content

if TYPE_CHECKING:
    from simcheck.model import Document
    from simcheck.render.view.record import Verified
    from simcheck.report.report import Report


def verified(report: Report, path: str, data: bytes | None = None) -> Verified:
    """What still agrees with the result at ``path`` ("-": standard input), whose bytes are ``data`` if it is the only
    one there."""
    from simcheck.render.view.record import Verified
    from simcheck.report import stamp
    from simcheck.report.circumstances import sha256_of

    made = report.circumstances
    settings = made.settings_sha256 if made else ""
    beside = os.path.dirname(path) if path != "-" else ""
    files: dict[str, bool] = {}
    for document in (report.document, *report.sources.values(), *(d for some in report.copies.values() for d in some)):
        if document.file is None:
            continue
        hashes = (_sha256(name, document.file.size) for name in _places(document, report, beside))
        found = [each for each in hashes if each]
        if found:
            files[document.id] = document.file.sha256 in found
    return Verified(
        files=files,
        settings=settings == sha256_of(report.settings) if settings else None,
        result=None if data is None else stamp.sealed(data),
    )


def _places(document: Document, report: Report, beside: str) -> Iterator[str]:
    """Where the file of a document may be: as it was typed, or in the folder of the corpus; by its name if nothing
    tells. Another file of that name elsewhere is none of its."""
    made = report.circumstances
    words = made.command if made else ()
    is_checked = document.id == report.document.id
    name = document.name
    if made and made.corpus and not is_checked:
        name = os.path.join(made.corpus.folder, name)
    elif len(words) > _FILES and (is_checked or words[1] == "compare"):
        name = words[2] if is_checked else words[3]
    if _is_here(name):
        yield from dict.fromkeys((name, os.path.join(beside, name)))


_FILES: Final = 3
"""Words of a command up to its second file, or its first option."""


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
