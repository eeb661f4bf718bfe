"""A crossing of more than memory holds: the same result from the disk as from memory, and nothing left there."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.crossings import document

import simcheck
from simcheck.crossing import choosing, columns, overlap, pairs, shelf, sums
from simcheck.crossing.columns import Scratch
from simcheck.crossing.crossing import Crossing
from simcheck.crossing.saved import crossing_json
from simcheck.crossing.sums import Sums
from simcheck.errors import CannotWrite

_WORDS = (
    "渡船缆绳钢索摆栏杆赶集磨坊水轮桐油碾米喂鸡采石断崖山雀放羊老汉小卖部黑板请工粉笔夜校灯裁剪媳妇堰塘捕鱼晒场柿子"
)


def texts() -> dict[str, str]:
    """Forty texts: pieces of their own, of a neighbour's, and two that all have."""
    draw = random.Random(7)
    own = ["".join(draw.choices(_WORDS, k=90)) + "。" for _ in range(40)]
    of_all = ["".join(draw.choices(_WORDS, k=60)) + "。" for _ in range(2)]
    return {
        f"{n}": "\n".join([own[n], own[(n * 7 + 1) % 40][: 20 + n], of_all[n % 2], own[n - 1] if n % 3 else ""])
        for n in range(40)
    }


def crossed(**options: object) -> Crossing:
    return simcheck.cross([document(name, text) for name, text in texts().items()], jobs=1, **options)  # type: ignore[arg-type]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too much for memory."""
    for module, name, value in (
        (shelf, "IN_MEMORY", 10),
        (shelf, "BUCKET", 50),
        (sums, "SPILL", 7),
        (overlap, "_AT_ONCE", 90),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the system has its temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What four texts have, many have; and not all pairs are compared."""
    monkeypatch.setattr(pairs, "CAP", 4)
    monkeypatch.setattr(choosing, "WORK", 10_000)


def test_the_disk_gives_what_memory_gives(
    monkeypatch: pytest.MonkeyPatch, temporary: Path, request: pytest.FixtureRequest
) -> None:
    of_many(monkeypatch)
    made: list[columns.Columns] = []
    arrays = columns.Columns.arrays

    def noted(self: columns.Columns) -> list[Any]:
        made.append(self)
        return arrays(self)

    monkeypatch.setattr(columns.Columns, "arrays", noted)
    in_memory = crossing_json(crossed())
    assert made == []
    request.getfixturevalue("tiny")
    assert crossing_json(crossed()) == in_memory
    assert len(made) > 2
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("tiny")
def test_what_was_begun_is_gone_on_with_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_many(monkeypatch)
    monkeypatch.setattr("simcheck.crossing.aligned.PARCEL", 100)

    def stop(step: str, done: int, total: int) -> None:
        if step == "align" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crossed(resume=tmp_path, on_progress=stop)
    assert list(tmp_path.rglob("*.part"))
    first: list[int] = []
    again = crossed(resume=tmp_path, on_progress=lambda step, done, _: first.append(done) if step == "align" else None)
    assert first[0] > 0
    assert crossing_json(again) == crossing_json(crossed())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("tiny")
def test_nothing_is_left_when_it_is_broken_off(temporary: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if step == "pairs" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crossed(on_progress=stop)
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("tiny")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open("/dev/full", "wb"))  # noqa: SIM115
    with pytest.raises(CannotWrite, match="disk-full|full"):
        crossed()


def test_where_nothing_can_be_made_the_system_has_a_place(tmp_path: Path) -> None:
    with Scratch(tmp_path / "gone").file() as file:
        file.write(b"1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("on_disk", [False, True])
def test_sums_are_those_of_all_pairs(on_disk: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "SPILL", 40)
    monkeypatch.setattr(sums, "RUNS", 7)
    draw = np.random.default_rng(3)
    total, some = Counter[tuple[int, int]](), Sums(30, Scratch() if on_disk else None)
    for _ in range(50):
        a, b, weight = draw.integers(0, 30, (3, 17))
        some.add(a, b, weight)
        for pair, each in zip(zip(a.tolist(), b.tolist(), strict=True), weight.tolist(), strict=True):
            total[pair] += each
    pieces = list(some.pieces())
    assert len(pieces) > 1
    found = [row for piece in pieces for row in zip(*(column.tolist() for column in piece), strict=True)]
    assert found == [(a, b, total[a, b]) for a, b in sorted(total)]
