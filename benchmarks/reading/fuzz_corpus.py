"""Corpora and background tables that somebody made to do damage, for the benchmark ``fuzz``.

A kind makes one case out of a whole seed, lets the program at it as a user would, and says what became of it. Beside
every corpus lies a tree that nothing may touch, and to which links and paths in the corpus lead.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.texts import text_of

Damage = Callable[[bytes, random.Random], bytes]
"""Bytes changed as those of documents are."""


class Kind(Protocol):
    """Something that is mutated: ``run`` makes a case and returns "read" or the code of the first refusal; whatever it
    raises is a failure. ``keep`` puts the last case aside."""

    name: str

    def run(self, rng: random.Random) -> str: ...

    def keep(self, to: Path) -> None: ...

    def close(self) -> None: ...


class Touched(Exception):
    """Something outside of the corpus was changed."""


# The program, as from the command line


_CONTROL: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
"""What could drive a terminal."""

_CODE: Final = re.compile(r"error\[([a-z-]+)\]")


def command(*arguments: str) -> str:
    """What a command came to: "read", or the code of its error; an exception if the fault lies in the program."""
    from simcheck.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.main([*arguments, "--lang", "en", "--debug"])
    if _CONTROL.search(out.getvalue() + err.getvalue()) and "--json" not in arguments:
        raise RuntimeError(f"{arguments}: {(out.getvalue() + err.getvalue())[:2000]!r}")
    if code in (0, 1):
        return "read"
    found = _CODE.search(err.getvalue())
    if code != 2 or not found:
        raise RuntimeError(f"{arguments}: {code} {err.getvalue()[:500]}")
    return found[1]


# Corpora


_PAPERS: Final = 9
_FORMULA: Final = "坚持以人民为中心的发展思想，扎实推进各项工作"


@cache
def _seeds() -> tempfile.TemporaryDirectory[str]:
    """A whole corpus, and one with its log as a kill leaves it; made once in every process."""
    from simcheck import Document
    from simcheck.corpus.collection import Corpus

    top = tempfile.TemporaryDirectory(prefix="fuzz")
    seed = Path(top.name) / "seed"
    empty = Path(top.name) / "empty.txt"
    empty.write_text("")
    with Corpus.open(seed, create=True) as made:
        for number in range(_PAPERS):
            words = f"{text_of(number)[:500]}{_FORMULA}{text_of(50 + number)[:200]}"
            known = {"unit": "柳湾镇", "date": f"201{number}-03", "title": f"标题{number}"}
            made.add(Document(f"d{number}", f"{number}.txt", words, known))
        made.add_all([empty])
        made.remove("d3")
        shutil.copytree(seed, seed.with_name("logged"))
    words = "# 套话\n扎实推进各项工作\n- 坚持以人民为中心\n"
    (seed / ".simcheck" / "phrases.txt").write_text(words, encoding="utf-8")
    return top


class Corpora:
    """Copies of a small corpus, each damaged once, and the commands run over them."""

    name = "corpus"

    def __init__(self, damage: Damage) -> None:
        self._damage = damage
        self._top = Path(tempfile.mkdtemp(prefix="fuzz"))
        self._case, self._canary = self._top / "case", self._top / "canary"
        for number in range(3):
            (self._canary / str(number)).mkdir(parents=True)
            (self._canary / str(number) / "不要动.txt").write_text(f"{number} 这里的东西谁也不许动。", encoding="utf-8")
        (self._canary / "000000001-00000000.postings").write_text("someone else's")
        self._before = _listing(self._canary)
        _seeds()
        self._question = self._top / "question.txt"
        self._question.write_text(
            text_of(1)[:300] + _FORMULA + text_of(4)[100:300] + text_of(900)[:200], encoding="utf-8"
        )

    def run(self, rng: random.Random) -> str:
        shutil.rmtree(self._case, ignore_errors=True)
        shutil.copytree(Path(_seeds().name) / ("logged" if rng.random() < 0.2 else "seed"), self._case)
        self.mutate(self._case / ".simcheck", rng)
        said = [command(*arguments) for arguments in self._commands(rng)]
        if _listing(self._canary) != self._before:
            raise Touched(_difference(self._before, _listing(self._canary)))
        return next((code for code in said if code != "read"), "read")

    def mutate(self, home: Path, rng: random.Random) -> None:
        raise NotImplementedError

    def _commands(self, rng: random.Random) -> list[list[str]]:
        at = ["--corpus", str(self._case)]
        fresh = self._top / "fresh.txt"
        fresh.write_text(f"第{rng.randrange(10**6)}号：修了三条路，改了两座桥，种了一片茶园。", encoding="utf-8")
        looks = [
            ["corpus", "stats", *at],
            ["corpus", "list", *at],
            ["corpus", "list", "--json", *at],
            ["check", str(self._question), *at],
            ["check", str(self._question), "--json", "--before", "2015", *at],
            ["corpus", "phrases", *at],
            ["corpus", "stats", "--json", *at],
        ]
        changes = [
            ["corpus", "add", str(fresh), *at],
            ["corpus", "remove", "d2", "--yes", *at],
            ["corpus", "phrases", "--add", "打造湖畔云上茶乡", *at],
            ["corpus", "stats", "--verify", *at],
            ["corpus", "rebuild", *at],
        ]
        chosen = [rng.choice(looks), rng.choice(changes), ["check", str(self._question), *at]]
        rng.shuffle(chosen)
        return chosen

    def keep(self, to: Path) -> None:
        if self._case.exists():
            shutil.copytree(self._case, to, symlinks=True, copy_function=_copied, dirs_exist_ok=True)

    def close(self) -> None:
        shutil.rmtree(self._top, ignore_errors=True)


_ENORMOUS: Final = 100_000_000


def _copied(path: str, to: str) -> None:
    if not Path(path).is_file():
        return
    size = Path(path).stat().st_size
    if size > _ENORMOUS:
        # of nothing but its length: a copy would fill the disk with what is none
        with open(to, "wb") as file:
            file.truncate(size)
    else:
        shutil.copy2(path, to)


def _listing(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Everything below a folder: sizes, times and contents."""
    result = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        data = blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.is_file() else ""
        result[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns, data)
    return result


def _difference(before: dict[str, Any], after: dict[str, Any]) -> str:
    return ", ".join(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
