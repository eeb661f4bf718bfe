"""A few seconds of damaged files in every format; continuous integration gives it a minute."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import fuzz

SECONDS = os.environ.get("SIMCHECK_FUZZ_SECONDS", "6")
SEED = os.environ.get("SIMCHECK_FUZZ_SEED", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="what memory was taken is only known on Unix")
def test_damaged_files_are_read_or_refused_in_our_words() -> None:
    done = subprocess.run(
        [sys.executable, Path(fuzz.__file__), "--seconds", SECONDS, "--seed", SEED, "--jobs", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=int(SECONDS) + 120,
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
