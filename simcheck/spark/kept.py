"""What is done stays done: each stage as Parquet in one folder of the cluster's storage, sealed when it is whole.

Everything is read and written by Spark itself, so that the folder may be whatever its workers can reach. A stage counts
once its seal is there, which is written after it and says what it was made from and how many rows it has; without the
seal, with another, or if rows are lost or cannot be read, it is made again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from simcheck.errors import CannotWrite

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame, SparkSession

_SLICE: Final = 16_000_000
"""Bytes of a table that are sent at once; servers take 128 MB at most if nobody tells them otherwise."""


_SEAL: Final = {"digest": "string", "rows": "long"}

_OURS: Final = "simcheck"
"""The name of the seal of a folder that is ours."""


def ddl(columns: Mapping[str, str]) -> str:
    """Names and types as Spark writes a schema."""
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


class Kept:
    """The stages of one crossing in the folder ``place``; ``digest`` stands for all that they hang on. What writes one
    raises ``CannotWrite`` if the folder has what is not ours."""

    def __init__(self, spark: SparkSession, place: str, digest: str) -> None:
        self.spark, self._place, self._digest = spark, place.rstrip("/"), digest
        self._is_ours = False

    def stage(self, name: str, columns: Mapping[str, str], made: Callable[[], DataFrame]) -> DataFrame:
        """A stage of these columns, as it stands there; made if it does not."""
        if self._is_sealed(name, columns):
            return self.read(name, columns)
        frame = made()
        self._unseal(name)
        frame.select(*columns).write.mode("overwrite").parquet(f"{self._place}/{name}")
        return self._sealed(name, columns)

    def sent(self, name: str, columns: Mapping[str, str], made: Callable[[], Table]) -> DataFrame:
        """A stage that is made here and sent, in slices."""
        return self.read(name, columns) if self._is_sealed(name, columns) else self.written(name, columns, made())

    def sent_or_made(
        self,
        name: str,
        columns: Mapping[str, str],
        sent: Callable[[], Table | None],
        made: Callable[[], DataFrame],
    ) -> DataFrame:
        """A stage that is made here if that gives a table, and there if it gives none."""
        if self._is_sealed(name, columns):
            return self.read(name, columns)
        table = sent()
        return self.stage(name, columns, made) if table is None else self.written(name, columns, table)

    def passing(self, name: str, columns: Mapping[str, str], frame: DataFrame) -> DataFrame:
        """What is written to be read at once, and is no stage of its own."""
        self.claim()
        frame.select(*columns).write.mode("overwrite").parquet(f"{self._place}/{name}")
        return self.read(name, columns)

    def written(self, name: str, columns: Mapping[str, str], table: Table) -> DataFrame:
        """A table of these columns as it is written there."""
        self._unseal(name)
        for number, part in enumerate(_slices(table)):
            frame = self.spark.createDataFrame(part, ddl(columns))
            frame.write.mode("append" if number else "overwrite").parquet(f"{self._place}/{name}")
        return self._sealed(name, columns)

    def read(self, name: str, columns: Mapping[str, str]) -> DataFrame:
        """What stands there."""
        return self.spark.read.schema(ddl(columns)).parquet(f"{self._place}/{name}")

    def _is_sealed(self, name: str, columns: Mapping[str, str]) -> bool:
        seals = self._seals(name)
        if [digest for digest, _ in seals] != [self._digest]:
            return False
        try:
            # an engine may take a folder that somebody removed or emptied for a table without rows
            rows: int = self.read(name, columns).count()
        except Exception:  # noqa: BLE001 of whatever kind, which differs from engine to engine
            return False
        return rows == seals[0][1]

    def _seals(self, name: str) -> list[tuple[str, int | None]]:
        """What the seal says; nothing where there is none, and something that is no seal where it cannot be read: then
        the stage is made again."""
        try:
            rows = self.spark.read.schema(ddl(_SEAL)).parquet(f"{self._place}/{name}.whole").collect()
        except Exception as error:  # noqa: BLE001 of whatever kind, which differs from engine to engine
            return [] if "PATH_NOT_FOUND" in str(error) else [("", None)]
        return [(row[0], row[1]) for row in rows]

    def claim(self) -> None:
        """Raises ``CannotWrite`` for a folder in which somebody else has something: what is written over is gone. Of a
        storage that only the cluster knows nobody can tell here."""
        if self._is_ours:
            return
        if not self._seals(_OURS):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if "://" not in self._place and os.listdir(self._place):
                    raise CannotWrite(self._place, "others-in-it")
            self._seal(_OURS, _OURS, 0)
        self._is_ours = True

    def _unseal(self, name: str) -> None:
        """Nobody is to take for whole what is being written over, whoever wrote it before."""
        self.claim()
        if self._seals(name):
            self._seal(name, "", 0)

    def _seal(self, name: str, digest: str, rows: int) -> None:
        seal = self.spark.createDataFrame([(digest, rows)], ddl(_SEAL))
        seal.coalesce(1).write.mode("overwrite").parquet(f"{self._place}/{name}.whole")

    def _sealed(self, name: str, columns: Mapping[str, str]) -> DataFrame:
        """What was written, from now on whole."""
        found = self.read(name, columns)
        self._seal(name, self._digest, found.count())
        return found


def _slices(table: Any) -> Iterator[Any]:
    """A table in parts of about ``_SLICE`` bytes, one at least."""
    parts = max(1, -(-table.nbytes // _SLICE))
    step = max(1, -(-table.num_rows // parts))
    for start in range(0, max(1, table.num_rows), step):
        yield table.slice(start, step)
