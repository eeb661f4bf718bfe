"""A few damaged files of every format and kind; continuous integration gives it half a minute."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from benchmarks.reading import fuzz, fuzz_corpus, fuzz_places

SECONDS = os.environ.get("SIMCHECK_FUZZ_SECONDS", "")
FILES = 3 * (len(fuzz.FORMATS) + len(fuzz.KINDS))
SEED = os.environ.get("SIMCHECK_FUZZ_SEED", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="what memory was taken is only known on Unix")
def test_damaged_files_are_read_or_refused_in_our_words() -> None:
    extent = ["--seconds", SECONDS] if SECONDS else ["--files", str(FILES)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "fuzz", *extent, "--seed", SEED, "--jobs", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=int(SECONDS or 0) + 300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("| all"))
    files, read, refused, others, hangs = (int(cell) for cell in row.split("|")[2:7])
    assert min(read, refused) > 5
    assert (files, others, hangs) == (read + refused, 0, 0)


def test_the_same_seed_makes_the_same_files() -> None:
    whole = fuzz.seeds([])
    assert {format for format, _ in whole} == set(fuzz.FORMATS)
    for format, data in whole:
        assert fuzz.damaged(data, random.Random(f"1 {format}")) == fuzz.damaged(data, random.Random(f"1 {format}"))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and sockets in folders")
def test_corpora_that_do_damage_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Touching(fuzz_places.Places):
        def mutate(self, home: Path, rng: random.Random) -> None:
            (self._canary / "0" / "不要动.txt").write_text("other")

    kind = Touching(fuzz._changed)
    with pytest.raises(fuzz_corpus.Touched, match="0/不要动.txt"):
        kind.run(random.Random(1))
    kind.close()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    def several(kind: fuzz_corpus.Kind) -> None:
        for seed in range(10):
            kind.run(random.Random(seed))

    unharmed = fuzz_places.Words(fuzz._changed)
    monkeypatch.setattr("simcheck.corpus.check.candidates", fail)
    with pytest.raises(ZeroDivisionError):
        several(unharmed)
    unharmed.close()
