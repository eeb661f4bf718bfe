"""Is a data frame one of documents, and which? What is wrong with it is said before anything is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from simcheck.crossing.document_stages import KNOWN
from simcheck.errors import InvalidSettings

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

_WORDS: Final = ("string", "varchar", "char")

_KINDS: Final = {
    "id": _WORDS,
    "text": (*_WORDS, "binary"),
    # a column of which no row says anything
    **dict.fromkeys(("name", *KNOWN), (*_WORDS, "void")),
}
"""The columns that are looked at, and the types of each."""


def documents_in(frame: DataFrame) -> DataFrame:
    """The columns of a frame that are looked at. Raises ``ValueError`` for those that are not there, twice there or of
    another type."""
    from pyspark.sql import functions as f

    columns = []
    for name, kinds in _KINDS.items():
        there = [field.dataType.typeName() for field in frame.schema if field.name == name]
        if len(there) > 1:
            raise ValueError(f"there are several columns {name}")
        if not there and name in ("id", "text"):
            raise ValueError(f"there is no column {name}")
        if there and there[0] not in kinds:
            raise ValueError(f"the column {name} is of the type {there[0]}; cast it to {kinds[0]}")
        columns += [f.col(name).cast("string") if kind == "void" else f.col(name) for kind in there]
    return frame.select(*columns)


def told(documents: DataFrame) -> tuple[str, ...]:
    """What tells documents apart from others, in whatever order they come. Raises ``ValueError`` for ids that are not
    there or not different, and for bytes that are no text."""
    from pyspark.sql import functions as f

    columns = documents.columns
    # of nulls a hash knows nothing: what moved from one column to the next would be the same
    row_hash = f.xxhash64(*columns, *(f.col(name).isNull() for name in columns))
    rows = documents.select("id", row_hash.alias("row"))
    named = f.when(f.col("id") != "", 1)
    (row,) = rows.select(f.count("row"), f.count(named), f.countDistinct("id"), f.bit_xor("row")).collect()
    if row[1] < row[0]:
        raise ValueError("there are documents without an id")
    if row[2] < row[0]:
        raise ValueError("there are ids that are not different")
    if documents.schema["text"].dataType.typeName() == "binary":
        wrong = documents.select("id", "text").mapInArrow(_no_texts, "id string")
        for (id,) in wrong.limit(1).collect():
            raise ValueError(f"the text of {id!r} is not UTF-8")
    return repr(tuple(row)), repr(columns)


def _no_texts(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    import pyarrow

    for batch in batches:
        ids, texts = (batch.column(name).to_pylist() for name in ("id", "text"))
        some = [id for id, text in zip(ids, texts, strict=True) if not _is_text(text)]
        yield pyarrow.RecordBatch.from_arrays([pyarrow.array(some, pyarrow.string())], names=["id"])


def _is_text(content: bytes | None) -> bool:
    try:
        (content or b"").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def refuse_strangers(own: Collection[str], documents: DataFrame) -> None:
    """Raises ``InvalidSettings`` for an id in ``own`` that no document has, ``TypeError`` for one in the place of
    several."""
    from pyspark.sql import functions

    f: Any = functions
    if isinstance(own, str):
        raise TypeError("own must be a sequence of ids, not one")
    for id in own:
        # no frame has what no encoding has
        if not isinstance(id, str) or any("\ud800" <= each <= "\udfff" for each in id):
            raise InvalidSettings("own", id, "not-a-document")
    if not own:
        return
    said = documents.sparkSession.createDataFrame([(id,) for id in own], "id string")
    strangers = said.join(documents.select("id"), "id", "left_anti")
    (first,) = strangers.select(f.min("id")).collect()[0]
    if first is not None:
        raise InvalidSettings("own", first, "not-a-document")
