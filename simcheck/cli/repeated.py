"""Which command gives a result again, and what else is to be noted of how it was made (``report.circumstances``)?

Words as they were typed, without options that only say how, how much and where the result is shown. A corpus that the
environment names is not among them: who types the command has an environment of his own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcheck.model import Document
    from simcheck.render.view.sources import Library
    from simcheck.report.circumstances import Circumstances
    from simcheck.report.report import Report
    from simcheck.settings import Settings
    from simcheck.text.public import Public


def command(name: str, paths: Sequence[str], options: Sequence[str]) -> tuple[str, ...]:
    """``simcheck NAME``, its options and its files."""
    return ("simcheck", name, *map(named, paths), *options)


def named(path: str) -> str:
    """A file's name that is taken for no option."""
    return f".{os.sep}{path}" if path.startswith("-") and path != "-" else path


def options(**given: object) -> list[str]:
    """Options as they are typed, those that were given: a flag, a value, or one of several values each."""
    words: list[str] = []
    for name, value in given.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            words.append(option)
        elif isinstance(value, tuple | list):
            words += [word for each in value for word in (option, str(each))]
        elif value not in (None, False):
            words += [option, f"{value:g}" if isinstance(value, float) else str(value)]
    return words


def noted(
    report: Report,
    words: Sequence[str],
    *,
    library: Library | None = None,
    templates: Iterable[Document] = (),
    public: Public | None = None,
) -> Report:
    """The same report with how it was made; a check has a ``library``, whose list of documents was counted if it is
    to be noted."""
    made = circumstances(words, report.settings, library=library, templates=templates, public=public)
    return replace(report, circumstances=made)


def circumstances(
    words: Sequence[str],
    settings: Settings,
    *,
    library: Library | None = None,
    templates: Iterable[Document] = (),
    public: Public | None = None,
) -> Circumstances:
    """How a result is made that is made now, by the command of these ``words``."""
    from simcheck.report.circumstances import CorpusState
    from simcheck.report.circumstances import circumstances as made

    state = None
    if library is not None and library.sha256:
        state = CorpusState(library.folder, library.documents, library.updated, library.sha256)
    listing = public.listing() if public is not None else ""
    return made(settings, words, corpus=state, templates=templates, public_sha256=listing)
