"""What the tests of foreign share."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.texts import text_of
from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    SimcheckError,
)
from simcheck.model import FileFacts

POSIX = os.name == "posix"


needs_posix = pytest.mark.skipif(not POSIX, reason="links, pipes and modes of POSIX")


QUESTION = text_of(2)[:300] + text_of(4)[100:300]


def document(number: int) -> Document:
    file = FileFacts(f"{number:064x}", number, "docx", author="张三", revisions=("00AB12CD",))
    return Document(f"d{number}", f"{number}.txt", text_of(number), {"unit": "柳湾镇"}, file=file)


def postings(folder: Path) -> list[Path]:
    return sorted((folder / ".simcheck" / "segments").iterdir())


def every_use(folder: Path) -> set[str]:
    """The codes of what each use of a corpus is refused with; whatever else it raises is a failure."""
    codes = set()

    def use(call: Callable[[Corpus], object]) -> None:
        try:
            with Corpus.open(folder) as made:
                call(made)
        except SimcheckError as error:
            codes.add(error.code)

    use(lambda made: made.check(QUESTION))
    use(lambda made: made.summary)
    use(lambda made: list(made))
    use(lambda made: made.phrases())
    use(lambda made: made.add(document(9)))
    use(lambda made: made.tell_phrases(add=["打造湖畔云上茶乡"]))
    use(Corpus.verify)
    use(lambda made: made.remove("d5"))
    use(Corpus.rebuild)
    use(lambda made: made.check(QUESTION))
    with contextlib.suppress(SimcheckError):
        Corpus.open(folder, create=True).close()
    return codes


def folder(path: Path, _: Path) -> None:
    path.mkdir()
    (path / "x").write_text("x")


def catalogue_of(there: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(there / ".simcheck" / "catalogue.sqlite", isolation_level=None))


def told(*keys: Any, value: Any) -> Callable[[bytearray, dict[str, Any]], None]:
    """A change of what the directory says."""

    def change(_: bytearray, head: dict[str, Any]) -> None:
        at: Any = head
        for key in keys[:-1]:
            at = at[key]
        at[keys[-1]] = value

    return change
