"""A crossing on a cluster, from documents to the crossing, or from a data frame to the frames of its tables.

What texts share is found out by the cluster (``engine``). What follows for the documents, passages, groups and
standings, is made by it too for frames (``whole``), of which none is ever held where the session is; a crossing as a
value is held there, and so that is made there, as of a local one (``crossing.whole``).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Final

from simcheck.comparison import document_of, public_of, several
from simcheck.crossing import stages, whole
from simcheck.crossing.cross import by_id, refuse, refuse_strangers
from simcheck.crossing.crossing import AT, Crossing
from simcheck.errors import MissingPackage
from simcheck.model import Document
from simcheck.settings import Settings
from simcheck.spark import given
from simcheck.spark.engine import Engine
from simcheck.spark.kept import Kept
from simcheck.spark.whole import Whole
from simcheck.store.rows import digest
from simcheck.text.public import Public

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame, SparkSession

EXTRA: Final = "spark"
"""What ``pip install "simcheck-zh[…]"`` calls what is needed here."""

OnProgress = Callable[[str, int, int], None]

_AT_ONCE: Final = 1000
"""Rows that a stage is handed at once."""


def session(address: str) -> SparkSession:
    """A session at ``sc://host:port`` (Spark Connect, Sail), or of a classic master (``spark://host:port``,
    ``local[2]``), for which pyspark is needed as a whole. Raises ``MissingPackage``."""
    try:
        builder = import_module("pyspark.sql").SparkSession.builder.appName("simcheck")
        import_module("pyarrow")
    except ImportError as error:
        raise MissingPackage("pyspark", EXTRA) from error
    is_remote = address.startswith("sc://")
    with _a_named_program():
        made: SparkSession = (builder.remote(address) if is_remote else builder.master(address)).getOrCreate()
    # of rows that hold whole texts ten thousand at once are too many
    made.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _AT_ONCE)
    return made


@contextmanager
def _a_named_program() -> Iterator[None]:
    """pyspark takes a program without a file (``python -c``, one that execnet starts) for its own doctests and ends it
    for want of Spark's home (``pyspark/sql/connect/utils.py``): meanwhile the program has a name."""
    program = sys.modules["__main__"]
    is_unnamed = not hasattr(program, "__file__")
    if is_unnamed:
        program.__file__ = "<simcheck>"
    try:
        yield
    finally:
        if is_unnamed:
            del program.__file__


def cross(
    spark: SparkSession,
    documents: Sequence[Document | str],
    out: str,
    *,
    at: float = AT,
    templates: Sequence[Document | str] = (),
    settings: Settings = Settings(),
    public: Public | Sequence[Document | str] | None = None,
    own: Collection[str] = (),
    on_progress: OnProgress | None = None,
) -> Crossing:
    """What ``simcheck.cross`` gives for the same arguments, found out by ``spark``.

    ``out`` is the folder of the stages, which the workers reach under this name; a second call with the same arguments
    goes on with those that are whole. Raises ``InvalidSettings`` as ``simcheck.cross`` does, and ``CannotWrite`` if the
    folder of the stages has what is not ours.
    """
    refuse(at, None)
    every = by_id(several(documents, "documents"))
    refuse_strangers(own, every)
    digests = {id: digest(each.text) for id, each in every.items()}
    what = (f"{id} {each.hex()}" for id, each in digests.items())
    engine = Engine(spark, out, what, settings, _forms(templates), public_of(public or ()), on_progress)

    def table() -> Table:
        import pyarrow

        texts = [each.text.encode("utf-8", "surrogatepass") for each in every.values()]
        # what they are called is of no use there
        ids = [str(number) for number in range(len(texts))]
        rows = pyarrow.record_batch({"id": pyarrow.array(ids), "text": pyarrow.array(texts, pyarrow.binary())})
        return pyarrow.Table.from_batches([stages.identified(rows)])

    engine.sent(table)
    return _told(engine, every, digests, at, own, on_progress)


def cross_frame(
    documents: DataFrame,
    out: str,
    *,
    at: float = AT,
    templates: Sequence[Document | str] = (),
    settings: Settings = Settings(),
    public: Public | Sequence[Document | str] | None = None,
    own: Collection[str] = (),
    on_progress: OnProgress | None = None,
) -> dict[str, DataFrame]:
    """The tables of a crossing (``crossing.tables.COLUMNS``: documents, pairs, passages, groups, findings, notes) as
    data frames, which stand as Parquet in ``out``/tables.

    ``documents`` has the columns ``id`` (different ones) and ``text``, and may have ``name`` and what is known of each:
    ``title``, ``unit``, ``author``, ``date``, ``date_by``; all of them strings, ``text`` may be UTF-8. A text that is
    null is an empty one, a name that is null is the id; what else is null or empty is not known. Their order is that of
    their ids. Another crossing with the same ``out`` writes over the tables of this one. Raises ``ValueError`` for a
    column that is not there or of another type, for ids that are not there or not different and for bytes that are no
    UTF-8, and what ``cross`` raises.
    """
    refuse(at, None)
    documents = given.documents_in(documents)
    what = given.told(documents)
    given.refuse_strangers(own, documents)
    engine = Engine(
        documents.sparkSession, out, what, settings, _forms(templates), public_of(public or ()), on_progress
    )
    # before hours of work, and not after them
    Kept(documents.sparkSession, f"{out.rstrip('/')}/tables", "").claim()
    engine.received(documents.select("id", "text"))
    return Whole(engine, engine.made(), documents, out, at, own, on_progress).tables()


def _forms(templates: Sequence[Document | str]) -> list[Document]:
    return [document_of(each, f"template {number}") for number, each in enumerate(several(templates, "templates"), 1)]


def _told(
    engine: Engine,
    documents: Mapping[str, Document],
    digests: Mapping[str, bytes],
    at: float,
    own: Collection[str],
    on_progress: OnProgress | None,
) -> Crossing:
    found, comparer = engine.found()
    of_text: dict[int, list[str]] = defaultdict(list)
    for id in documents:
        of_text[stages.number_of(digests[id])].append(id)

    def passages(done: int, total: int) -> None:
        if on_progress:
            on_progress("passages", done, total)

    return whole.crossing_of(documents, of_text, found, comparer, at=at, own=own, on_progress=passages)
