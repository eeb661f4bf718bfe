"""Functions of rows as stages of data frames: mappings in, tuples out, in Arrow between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from simcheck.crossing import document_stages, form_stages, passage_stages, tables
from simcheck.crossing.rows import Row
from simcheck.crossing.stages import batch_of, table_of
from simcheck.spark.kept import ddl

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table
    from pyspark.sql import Column, DataFrame

Work = Callable[[Iterable[Row]], Iterator[tuple[Any, ...]]]

TASKS: Final = 1_000
"""Tasks of a stage, at most."""

AT_ONCE: Final = 10_000
"""Rows of a bucket, on the average."""

_KINDS: Final = {tables.TEXT: "string", tables.COUNT: "long", tables.RATIO: "double", tables.TRUTH: "boolean"}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    **document_stages.COLUMNS,
    **passage_stages.COLUMNS,
    **form_stages.COLUMNS,
    # what stays of passages, or is called otherwise
    **dict.fromkeys(("renamed", "told"), passage_stages.COLUMNS["passages"]),
    "alone": dict.fromkeys(("a", "b", "left", "right"), "long"),
}
"""What comes out of each stage."""

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    table: {name: _KINDS[kind] for name, kind in columns.items()} for table, columns in tables.COLUMNS.items()
}
"""The columns of our tables as those of a frame."""


def batched(rows: DataFrame, columns: Mapping[str, str], work: Callable[[RecordBatch], RecordBatch]) -> DataFrame:
    """What comes of each batch of rows."""
    return rows.mapInArrow(partial(_each, work), ddl(columns))


def _each(work: Callable[[Any], Any], batches: Iterator[Any]) -> Iterator[Any]:
    return map(work, batches)


def gathered(
    rows: DataFrame, by: str, groups: int, columns: Mapping[str, str], work: Callable[[Table], Table]
) -> DataFrame:
    """By value of a column what comes of the table of all its rows. Said how many tasks, because what is computed takes
    longer than its bytes tell."""
    spread = rows.repartition(max(1, min(groups, TASKS)), by)
    # by what is said of its types Spark would conclude that something else is meant
    return spread.groupBy(by).applyInArrow(lambda table: work(table), ddl(columns))


def mapped(rows: DataFrame, stage: str, work: Work) -> DataFrame:
    """What comes of each row."""
    return batched(rows, COLUMNS[stage], partial(_worked, COLUMNS[stage], work))


def tabled(table: str, rows: DataFrame, work: Work) -> DataFrame:
    """The rows of a table of ours."""
    return batched(rows, TABLES[table], partial(_as_ours, table, work))


def grouped(rows: DataFrame, by: str, groups: int, stage: str, work: Work) -> DataFrame:
    """By value of a column what comes of all its rows."""
    columns = COLUMNS[stage]
    return gathered(rows, by, groups, columns, lambda table: in_table(columns, work(table.to_pylist())))


def _worked(columns: Mapping[str, str], work: Work, batch: RecordBatch) -> RecordBatch:
    return batch_of(columns, _turned(columns, work(batch.to_pylist())))


def _as_ours(table: str, work: Work, batch: RecordBatch) -> RecordBatch:
    values = [column for _, _, column in tables.columns(table, list(work(batch.to_pylist())))]
    return batch_of(TABLES[table], values)


def in_table(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> Table:
    """Rows as a table of Arrow."""
    return table_of(columns, _turned(columns, rows))


def _turned(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The values by column."""
    return list(zip(*rows, strict=True)) or [()] * len(columns)


def bucketed(rows: DataFrame, by: str, stage: str, work: Work) -> DataFrame:
    """All rows of a value of a column in one bucket, of which there may be several values."""
    buckets = max(1, -(-rows.count() // AT_ONCE))
    return grouped(rows.withColumn("bucket", bucket(by, buckets)), "bucket", buckets, stage, work)


def bucket(name: str, buckets: int) -> Column:
    """The number of the bucket of a value."""
    from pyspark.sql import functions as f

    found: Column = f.pmod(f.xxhash64(name), f.lit(buckets))
    return found
