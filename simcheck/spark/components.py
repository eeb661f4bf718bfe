"""Which nodes do edges connect? By contraction, on the cluster: no machine holds the graph.

Large-star and small-star by turns (Kiveris and others, Connected Components in MapReduce and Beyond, 2014): every node
hands its larger neighbours to the least one it knows, then its smaller ones and itself. Edges never become more, and
after O(log² n) rounds each node hangs on the least of its component. A round is two sums and two joins. Of few edges
that would be all overhead: they are followed where the session is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simcheck.crossing.groups import connected
from simcheck.spark.kept import Kept
from simcheck.spark.rows import in_table

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame

FEW: Final = 200_000
"""Edges that are followed where the session is: forty megabytes of names."""

COLUMNS: Final = {"node": "string", "top": "string"}
_EDGES: Final = {"a": "string", "b": "string"}


def components(kept: Kept, name: str, edges: DataFrame) -> DataFrame:
    """Every node of the edges (``a``, ``b``) with the least of its component, kept as ``name``."""

    def here() -> Table | None:
        return _followed(edges) if edges.limit(FEW + 1).count() <= FEW else None

    return kept.sent_or_made(name, COLUMNS, here, lambda: _contracted(kept, name, edges))


def _followed(edges: DataFrame) -> Table:
    a, b = (column.to_pylist() for column in edges.select("a", "b").toArrow().columns)
    order = {node: number for number, node in enumerate(sorted({*a, *b}))}
    return in_table(COLUMNS, ((node, some[0]) for some in connected(zip(a, b, strict=True), order) for node in some))


def _contracted(kept: Kept, name: str, edges: DataFrame) -> DataFrame:
    from pyspark.sql import functions

    f: Any = functions
    now = edges.select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b")).where("a > b").distinct()
    state, rounds = None, 0
    while True:
        # written, because what a round is made of would be asked again by each that follows
        now = kept.passing(f"{name}.{rounds % 2}", _EDGES, now)
        (row,) = now.select(f.count("a"), f.bit_xor(f.xxhash64("a", "b"))).collect()
        if tuple(row) == state:
            break
        state, rounds = tuple(row), rounds + 1
        now = _small_star(f, _large_star(f, now))
    tops = now.select(f.col("b").alias("node"), f.col("b").alias("top")).distinct()
    return now.select(f.col("a").alias("node"), f.col("b").alias("top")).union(tops)


def _large_star(f: Any, edges: DataFrame) -> DataFrame:
    """Every larger neighbour of a node hangs on the least that the node knows."""
    least = edges.groupBy(f.col("a").alias("b")).agg(f.min("b").alias("least"))
    return edges.join(least, "b", "left").select("a", f.coalesce("least", "b").alias("b")).distinct()


def _small_star(f: Any, edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours hang on the least of these."""
    least = edges.groupBy("a").agg(f.min("b").alias("least"))
    both = edges.join(least, "a")
    others = both.where(f.col("b") > f.col("least")).select(f.col("b").alias("a"), f.col("least").alias("b"))
    return both.select("a", f.col("least").alias("b")).union(others).distinct()
