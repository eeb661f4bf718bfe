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


def test_archives_that_are_broken_to_begin_with_are_damaged_as_well(tmp_path: Path) -> None:
    whole = next(data for format, data in fuzz.seeds([]) if format == "docx")
    # cut off before its directory, and one of whose files says that it needs a password
    locked = bytearray(whole)
    locked[whole.rindex(b"PK\1\2") + 8] |= 1
    broken = [whole[: len(whole) // 2], bytes(locked)]
    for number, data in enumerate(broken):
        (tmp_path / f"{number}.docx").write_bytes(data)
        for seed in range(20):
            assert fuzz.damaged(data, random.Random(seed)) != b""
    found = [data for format, data in fuzz.seeds([tmp_path]) if format == "docx"]
    assert all(data in found for data in broken)
    command = [sys.executable, "-m", "benchmarks", "fuzz", str(tmp_path), "--keep", str(tmp_path / "kept")]
    done = subprocess.run(
        [*command, "--files", "40", "--jobs", "1", "--only", "docx"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_fails_before_it_is_damaged_is_kept_without_another_failure(tmp_path: Path) -> None:
    documents = fuzz._Documents("docx", [])
    with pytest.raises(IndexError):
        documents.run(random.Random(1))
    documents.keep(tmp_path / "1-1")
    assert [path.name for path in tmp_path.iterdir()] == ["1-1.docx"]


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
