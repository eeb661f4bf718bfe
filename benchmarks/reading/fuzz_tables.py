"""Background tables that somebody made to do damage."""

from __future__ import annotations

import io
import random
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from benchmarks.reading.fuzz_corpus import Damage
from benchmarks.texts import text_of


class Tables:
    """Background tables: their bytes, what they say of themselves, and their numbers."""

    name = "table"

    def __init__(self, damage: Damage) -> None:
        from simcheck.corpus.frequencies import build
        from simcheck.text.background import packed

        self._damage = damage
        self._top = Path(tempfile.mkdtemp(prefix="fuzz"))
        self._case, self._seed = self._top / "case.npz", self._top / "seed.npz"
        for folder in ("genre", "other"):
            (self._top / folder).mkdir()
            for number in range(6):
                words = text_of(number) + "全镇上下齐心协力" * 3
                (self._top / folder / f"{number}.txt").write_text(words, encoding="utf-8")
        self._seed.write_bytes(packed(build([self._top / "genre", self._top / "other"])))
        self._texts = [text_of(1) + "全镇上下齐心协力推进道路硬化", text_of(1)[100:400] + "全镇上下齐心协力推进"]

    def run(self, rng: random.Random) -> str:
        from simcheck import Settings, compare
        from simcheck.errors import SimcheckError
        from simcheck.text.background import Background

        self._case.write_bytes(self._mutated(rng))
        try:
            table = Background.load(self._case)
            compare(*self._texts, settings=Settings(background=table)).to_json()
        except SimcheckError as error:
            return error.code
        return "read"

    def _mutated(self, rng: random.Random) -> bytes:
        whole = self._seed.read_bytes()
        if rng.random() < 0.3:
            return self._damage(whole, rng)
        with zipfile.ZipFile(io.BytesIO(whole)) as packed:
            arrays = {name: bytearray(packed.read(name)) for name in packed.namelist()}
        for _ in range(rng.choice((1, 1, 2, 3))):
            name = rng.choice(sorted(arrays))
            data = arrays[name]
            match rng.randrange(5):
                case 0:
                    words = rng.choice(_HEADS)
                    at = data.find(b"}")
                    start = data.find(b"{")
                    # as long as it was, so that what follows stays where it is
                    data[start : at + 1] = words[: at + 1 - start].ljust(at + 1 - start)
                case 1 if len(data) > 130:
                    for _ in range(rng.choice((1, 5, 500))):
                        data[rng.randrange(128, len(data))] = rng.choice((0, 255, 128, rng.randrange(256)))
                case 2 if len(data) > 130:
                    del data[rng.randrange(128, len(data)) :]
                case 3:
                    arrays[name] = bytearray(self._damage(bytes(data), rng))
                case _:
                    arrays[rng.choice((name, "more.npy", "lower.npy"))] = bytearray(rng.choice(list(arrays.values())))
        if rng.random() < 0.05:
            # eighty megabytes in eighty thousand bytes
            arrays["levels.npy"] = bytearray(80_000_000)
        method = rng.choice(
            (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        )
        if "levels.npy" in arrays and len(arrays["levels.npy"]) > 1 << 20:
            method = zipfile.ZIP_DEFLATED
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method, compresslevel=1) as packed:
            for name, data in arrays.items():
                packed.writestr(name, bytes(data))
        return out.getvalue()

    def keep(self, to: Path) -> None:
        shutil.copyfile(self._case, to.with_suffix(".npz"))

    def close(self) -> None:
        shutil.rmtree(self._top, ignore_errors=True)


_HEADS: Final = (
    b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    b"{'descr': '<i8', 'fortran_order': False, 'shape': (999999999999,), }",
    b"{'descr': '<i8', 'fortran_order': False, 'shape': (-1,), }",
    b"{'descr': '<i8', 'fortran_order': True, 'shape': (0, 999999), }",
    b"{'descr': '|u1', 'fortran_order': False, 'shape': (), }",
    b"{'descr': '|V9', 'fortran_order': False, 'shape': (2,), }",
    b"{'descr': [('a', '<i8')], 'fortran_order': False, 'shape': (2,), }",
    b"{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }",
    b"((((((((((((((((((((((((((((((",
)
