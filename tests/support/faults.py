"""What the tests of faults share."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.texts import text_of
from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.model import FileFacts
from simcheck.store import lock
from support import ROOT

POSIX = os.name == "posix"


needs_posix = pytest.mark.skipif(not POSIX, reason="modes, forks and signals of POSIX")


def document(number: int, text: int | None = None) -> Document:
    file = FileFacts(f"{number:064x}", number, "docx", author="张三")
    return Document(f"d{number}", f"{number}.txt", text_of(number if text is None else text), file=file)


QUESTION = text_of(2)[:300] + text_of(4)[100:300] + text_of(900)[:300]


@dataclass(frozen=True)
class Made:
    """A corpus of seven documents in three files, one of them removed, and what it answers."""

    folder: Path
    answer: str
    held: dict[str, str]

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        return to


def contents(made: Corpus) -> dict[str, str]:
    return {each.id: each.text for each in made}


def segments(home: Path) -> list[Path]:
    return sorted((home / ".simcheck" / "segments").glob("*"))


def named(home: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(home / ".simcheck" / "catalogue.sqlite")) as db:
        return {name for (name,) in db.execute("SELECT file FROM segments")}


def is_tidy(home: Path) -> bool:
    return {path.name for path in segments(home)} == named(home)


def is_whole(home: Path, held: dict[str, str]) -> bool:
    """Whether a corpus opens, holds exactly these texts, is what was written to the last byte, and can be written."""
    with Corpus.open(home) as made:
        made.verify()
        for id, text in list(held.items())[-2:]:
            assert text in {source.text for source in made.check(text[:60]).sources.values()}, id
        with lock.writer(home / ".simcheck", patience=0):
            pass
        return contents(made) == held and is_tidy(home)


READ_ONLY = """
import json, os, sys
from simcheck import Document, SimcheckError
from simcheck import Corpus
import tempfile
with tempfile.TemporaryDirectory() as warm, Corpus.open(warm, create=True) as made:
    made.add(Document("a", "a", "全镇上下齐心协力推进农村道路硬化，今年修了三条路。"))
    made.check("全镇上下齐心协力推进农村道路硬化，今年修了三条路。")
    # with edits, so that everything is imported that another user may not be able to read
    made.add(Document("q", "q", "".join(c if n % 19 else "某某" for n, c in enumerate(sys.argv[2]))))
    made.check(sys.argv[2])
    import rapidfuzz.distance
    import rapidfuzz.fuzz
if not os.getuid():
    os.setuid(65534)
folder, question = sys.argv[1:]
result = {}
def told(name, call):
    try:
        result[name] = call()
    except SimcheckError as error:
        result[name] = [error.code, str(getattr(error, "reason", ""))]
def opened():
    with Corpus.open(folder) as made:
        told("held", lambda: {each.id: each.text for each in made})
        told("check", lambda: made.check(question).to_json())
        told("verify", made.verify)
        told("add", lambda: made.add(Document("x", "x", question)))
        told("remove", lambda: made.remove("d1"))
        told("rebuild", made.rebuild)
told("open", opened)
told("create", lambda: Corpus.open(folder, create=True).close())
print(json.dumps(result))
"""


def look(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(folder), QUESTION], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stderr == ""
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def tell(home: Path, name: str, value: str) -> None:
    with contextlib.closing(sqlite3.connect(home / ".simcheck" / "catalogue.sqlite")) as db, db:
        db.execute("UPDATE facts SET value = ? WHERE name = ?", (value, name))


SECRET = "".join(map(chr, random.Random(3).choices(range(0x4E00, 0x9FA0), k=1500)))
