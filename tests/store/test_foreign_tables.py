"""What a stranger may have made of a table of frequencies."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.foreign import needs_posix

from benchmarks.texts import text_of
from simcheck import Background, compare
from simcheck.cli import saving
from simcheck.corpus.frequencies import build
from simcheck.errors import (
    InvalidSettings,
    NotFound,
)
from simcheck.text.background import packed as table_of


def array(*values: Any, dtype: str) -> bytes:
    out = io.BytesIO()
    np.save(out, np.array(values, dtype=dtype), allow_pickle=True)
    return out.getvalue()


def headed(data: bytes, old: bytes, new: bytes) -> bytes:
    """An array with something else in its head, which stays as long as it is."""
    size = int.from_bytes(data[8:10], "little")
    head = data[10 : 10 + size]
    assert old in head
    return data[:10] + head.replace(old, new).rstrip().ljust(size - 1) + b"\n" + data[10 + size :]


TABLES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "objects": lambda t: {"levels.npy": array({"a": 1}, dtype="O")},
    "no documents": lambda t: {"totals.npy": array(0, 6, dtype="<i8")},
    "fewer than none": lambda t: {"totals.npy": array(-6, 6, dtype="<i8")},
    "documents without end": lambda t: {"totals.npy": array((1 << 63) - 1, 6, dtype="<i8")},
    "no totals": lambda t: {"totals.npy": array(dtype="<i8")},
    "three totals": lambda t: {"totals.npy": array(6, 6, 6, dtype="<i8")},
    "floats": lambda t: {"totals.npy": array(6, float("nan"), dtype="<f8")},
    "fewer documents than have a run": lambda t: {"totals.npy": array(1, 6, dtype="<i8")},
    "short upper halves": lambda t: {"upper.npy": array(*range(5), dtype="<u4")},
    "descending": lambda t: {"upper.npy": array(*range(0xFFFF, -1, -1), dtype="<u4")},
    "beyond": lambda t: {"upper.npy": array(*[(1 << 32) - 1] * 0x10000, dtype="<u4")},
    "unsorted": lambda t: {"upper.npy": array(*[0] * 0x10000, dtype="<u4")},
    "levels out of range": lambda t: {"levels.npy": t["levels.npy"][:128] + b"\xff" * (len(t["levels.npy"]) - 128)},
    "fewer levels": lambda t: {"levels.npy": array([1], [2], dtype="|u1")},
    "another shape": lambda t: {"levels.npy": headed(t["levels.npy"], b"'shape': (2,", b"'shape': (1,")},
    "a shape without end": lambda t: {
        "totals.npy": headed(t["totals.npy"], b"'shape': (2,), }", b"'shape': (99999999999,), }")
    },
    "a shape below": lambda t: {"totals.npy": headed(t["totals.npy"], b"'shape': (2,), }", b"'shape': (-1,), }")},
    "by columns": lambda t: {"levels.npy": headed(t["levels.npy"], b"False", b"True")},
    "evaluated": lambda t: {"totals.npy": headed(t["totals.npy"], b"(2,)", b"(1+1,)")},
    "cut short": lambda t: {"levels.npy": t["levels.npy"][:-1]},
    "longer": lambda t: {"levels.npy": t["levels.npy"] + b"\0"},
    "empty": lambda t: {"levels.npy": b""},
    "gone": lambda t: {"levels.npy": None},  # type: ignore[dict-item]
    "a bomb": lambda t: {"levels.npy": t["levels.npy"] + bytes(200_000_000)},
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_what_is_no_table_is_refused_and_nothing_is_made_room_for(
    table: dict[str, bytes], tmp_path: Path, name: str, method: int
) -> None:
    if name == "a bomb" and method == zipfile.ZIP_STORED:
        pytest.skip("too long by itself")
    path = tmp_path / "table.npz"
    with zipfile.ZipFile(path, "w", method) as packed:
        for inside, data in (table | TABLES[name](table)).items():
            if data is not None:
                packed.writestr(inside, data)
    with pytest.raises(InvalidSettings) as refused:
        Background.load(path)
    assert (refused.value.name, refused.value.value, refused.value.reason) == (
        "background",
        str(path),
        "not-a-background",
    )


def test_a_packed_table_is_a_table_and_one_that_lies_about_its_size_is_none(
    table: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "table.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, data in table.items():
            packed.writestr(inside, data)
    assert Background.load(path).totals == (6, 6)
    data = path.read_bytes()
    size = len(table["levels.npy"]).to_bytes(4, "little")
    for other in (1 << 31, 10, (1 << 32) - 1):
        path.write_bytes(data.replace(size, other.to_bytes(4, "little")))
        with pytest.raises(InvalidSettings):
            Background.load(path)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(path, "w", method) as packed:
            for inside, one in table.items():
                packed.writestr(inside, one)
        with pytest.raises(InvalidSettings):
            Background.load(path)
    path.write_bytes(b"")
    with pytest.raises(InvalidSettings):
        Background.load(path)


@needs_posix
def test_what_is_no_file_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "long").touch()
    os.truncate(tmp_path / "long", 10_000_000_000)
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "long"):
        with pytest.raises(InvalidSettings):
            Background.load(path)
    with pytest.raises(NotFound):
        Background.load(tmp_path / "missing")


def test_a_table_is_written_beside_no_link(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text_of(1), encoding="utf-8")
    output = tmp_path / "table.npz"
    with contextlib.suppress(OSError):
        (tmp_path / f".table.npz.{os.getpid()}").symlink_to(victim / "report.txt")
    saving.write(str(output), table_of(build([tmp_path / "texts"])))
    assert Background.load(output).totals == (1,)


def test_a_table_without_a_run_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text_of(1), encoding="utf-8")
    (tmp_path / "table.npz").write_bytes(table_of(build([tmp_path / "texts"])))
    empty = Background.load(tmp_path / "table.npz")
    assert len(empty.keys) == 0
    from simcheck import Settings

    assert compare(text_of(1), text_of(1), settings=Settings(background=empty)).share().ratio == 1
