"""Which pairs of texts are compared in full, on a cluster, and in which parcels?

From four numbers a pair. Of pairs that fit where the session is, the parcels are those of the local engine, in which
each text is made ready as few times as possible. Of more, which are all to be compared whatever that costs, they are
blocks of texts by blocks of texts, and nobody holds them. What comes of a pair is the same in either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import combinations
from math import isqrt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simcheck.crossing import aligned, choosing, pairs
from simcheck.spark.kept import Kept

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame

CHOSEN: Final[Mapping[str, str]] = dict.fromkeys(("parcel", "a", "b"), "long")

HERE: Final = 1_000_000
"""Pairs that are put into parcels where the session is, some hundred bytes each; no fewer than ``choosing.WORK`` pays
for, because of more none is compared for being good enough."""

_SIDES: Final = ("a", "b", "length_a", "length_b")


def chosen_of(kept: Kept, documents: DataFrame, texts: DataFrame, told: DataFrame, *, is_every: bool) -> DataFrame:
    """The pairs that are compared, by parcel, and texts of several documents, each with itself; kept as ``chosen``.
    ``told`` has what pairs share, ``is_every`` says that all there are are compared."""
    from pyspark.sql import functions

    f: Any = functions
    solid = texts.where("length > 0").select("number", "length")
    several = documents.groupBy("number").agg(f.count("id").alias("documents")).where("documents > 1")
    same = several.join(solid, "number").select("number", "length")
    both = with_lengths(told, solid)
    is_must = (f.col("chained") >= pairs.ENOUGH) | (f.col("densest") >= choosing.DENSE)

    def here() -> Table | None:
        if is_every:
            return _here(solid.toArrow(), None, None, same.toArrow())
        must = both.where(is_must).select(*_SIDES)
        if must.limit(HERE + 1).count() + same.limit(HERE + 1).count() > HERE:
            return None
        rest = (
            both.where(~is_must & (f.col("telling") > 0))
            .orderBy(f.desc("telling"), f.desc("densest"), "a", "b")
            # the shortest cost so much
            .limit(choosing.WORK // (2 * choosing.LEAST_WORK) + 1)
            .select(*_SIDES)
        )
        return _here(None, must.toArrow(), rest.toArrow(), same.toArrow())

    return kept.sent_or_made("chosen", CHOSEN, here, partial(_there, f, both.where(is_must), same))


def with_lengths(both: DataFrame, texts: DataFrame) -> DataFrame:
    """Pairs of texts (``a``, ``b``), with the lengths of those that are there."""
    from pyspark.sql import functions as f

    for side in "ab":
        length = texts.select(f.col("number").alias(side), f.col("length").alias(f"length_{side}"))
        both = both.join(length, side)
    return both


def _here(solid: Table | None, must: Table | None, rest: Table | None, same: Table) -> Table:
    """Every two of the ``solid`` texts; or those that ``must`` be compared, and the best of the others, as
    ``choosing.worth_comparing`` has it."""
    import pyarrow

    lengths = _dict(same)
    wanted = {(number, number) for number in lengths}
    if solid is not None:
        lengths |= _dict(solid)
        wanted |= set(combinations(sorted(lengths), 2))
    else:
        assert must is not None
        assert rest is not None
        first, others = ([column.to_numpy() for column in table.columns] for table in (must, rest))
        spent = int((first[2] + first[3]).sum()) + 2 * choosing.LEAST_WORK * len(first[0])
        some = choosing.affordable(others[2] + others[3] + 2 * choosing.LEAST_WORK, spent)
        for a, b, *sizes in (first, [column[:some] for column in others]):
            wanted |= set(zip(a.tolist(), b.tolist(), strict=True))
            for numbers, size in zip((a, b), sizes, strict=True):
                lengths.update(zip(numbers.tolist(), size.tolist(), strict=True))
    # as of the local engine, so that what is compared with one text stands together
    parcels = aligned.parcelled(aligned.in_order(sorted(wanted)), lengths)
    rows = [(n, a, b) for n, parcel in enumerate(parcels) for a, b in parcel]
    columns = np.array(rows, dtype=np.int64).reshape(-1, len(CHOSEN)).T
    return pyarrow.table(dict(zip(CHOSEN, map(pyarrow.array, columns), strict=True)))


def _dict(table: Table) -> dict[int, int]:
    keys, values = (column.to_pylist() for column in table.columns)
    return dict(zip(keys, values, strict=True))


def _there(f: Any, must: DataFrame, same: DataFrame) -> DataFrame:
    """In parcels of about equal work: of two blocks of texts."""
    own = same.select(f.col("number").alias("a"), f.col("number").alias("b"), "length", "length")
    every = must.select(*_SIDES).union(own.toDF(*_SIDES))
    (work,) = every.select(f.coalesce(f.sum(f.col("length_a") + f.col("length_b")), f.lit(0))).collect()[0]
    blocks = isqrt(work // aligned.PARCEL) + 1
    # numbers are digests: what is left of them by a division is as good as drawn
    first, second = (f.pmod(f.col(side), f.lit(blocks)) for side in "ab")
    return every.select((first * blocks + second).alias("parcel"), "a", "b")
