"""Functions of rows as stages of data frames: mappings in, tuples out, in Arrow between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from simcheck.crossing import document_stages, form_stages, passage_stages, tables
from simcheck.crossing.rows import Row
from simcheck.spark.engine import TASKS
from simcheck.spark.kept import ddl

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyspark.sql import Column, DataFrame

Work = Callable[[Iterable[Row]], Iterator[tuple[Any, ...]]]

AT_ONCE: Final = 10_000
"""Rows of a bucket, on the average."""

_KINDS: Final = {tables.TEXT: "string", tables.COUNT: "long", tables.RATIO: "double", tables.TRUTH: "boolean"}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    **document_stages.COLUMNS,
    **passage_stages.COLUMNS,
    **form_stages.COLUMNS,
}
"""What comes out of each stage."""

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    table: {name: _KINDS[kind] for name, kind in columns.items()} for table, columns in tables.COLUMNS.items()
}
"""The columns of our tables as those of a frame."""


def mapped(rows: DataFrame, stage: str, work: Work) -> DataFrame:
    """What comes of each row."""
    columns = COLUMNS[stage]
    return rows.mapInArrow(partial(_each, partial(_in_columns, columns), work), ddl(columns))


def tabled(table: str, rows: DataFrame, work: Work) -> DataFrame:
    """The rows of a table of ours."""
    columns = TABLES[table]
    return rows.mapInArrow(partial(_each, partial(_in_table, table, columns), work), ddl(columns))


def _each(
    made: Callable[[Iterable[tuple[Any, ...]]], RecordBatch], work: Work, batches: Iterator[RecordBatch]
) -> Iterator[RecordBatch]:
    for batch in batches:
        yield made(work(batch.to_pylist()))


def _in_columns(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> RecordBatch:
    import pyarrow

    schema = _schema(columns)
    values = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pyarrow.RecordBatch.from_arrays(
        [pyarrow.array(some, type=field.type) for some, field in zip(values, schema, strict=True)], schema=schema
    )


def _in_table(table: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> RecordBatch:
    return _in_columns(columns, zip(*(values for _, _, values in tables.columns(table, list(rows))), strict=True))


def _schema(columns: Mapping[str, str]) -> Schema:
    import pyarrow

    kinds = {
        "string": pyarrow.string(),
        "long": pyarrow.int64(),
        "double": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "binary": pyarrow.binary(),
    }
    return pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])


def grouped(rows: DataFrame, by: str, groups: int, stage: str, work: Work) -> DataFrame:
    """By value of a column what comes of all its rows."""
    columns = COLUMNS[stage]
    spread = rows.repartition(max(1, min(groups, TASKS)), by)

    def made(table):  # type: ignore[no-untyped-def] # by its types Spark would conclude that something else is meant
        import pyarrow

        return pyarrow.Table.from_batches([_in_columns(columns, work(table.to_pylist()))])

    return spread.groupBy(by).applyInArrow(made, ddl(columns))


def bucketed(rows: DataFrame, by: str, stage: str, work: Work) -> DataFrame:
    """All rows of a value of a column in one bucket, of which there may be several values."""
    buckets = max(1, -(-rows.count() // AT_ONCE))
    return grouped(rows.withColumn("bucket", bucket(by, buckets)), "bucket", buckets, stage, work)


def bucket(name: str, buckets: int) -> Column:
    """The number of the bucket of a value."""
    from pyspark.sql import functions as f

    found: Column = f.pmod(f.xxhash64(name), f.lit(buckets))
    return found
