"""What most texts have, on the cluster: the runs, and the pieces that are passages of all who hold them. Which rows
meet where? What is done with them is in ``crossing.form_stages``.

What is handed back to the session is what most have as it is, forty pieces at most, and what of each tells something.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simcheck.crossing import document_stages, form_stages
from simcheck.crossing.forms import CANDIDATES
from simcheck.crossing.pairs import MOST
from simcheck.report.spread import HELD
from simcheck.spark.engine import Made
from simcheck.spark.kept import Kept
from simcheck.spark.rows import COLUMNS, bucket, grouped, mapped
from simcheck.text.fingerprint import Hashes

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CHARACTERS: Final = 4_000_000
"""Characters of the documents whose runs are counted at once."""


def runs_of_most(texts: DataFrame, several: int, characters: int) -> Hashes:
    """The runs (ascending) that most of ``several`` have, those counted as one that are one by ``who``: what most of
    some part have, counted in all. ``texts`` have so many characters together in their ``content``."""
    from pyspark.sql import functions

    f: Any = functions
    buckets = max(1, -(-characters // CHARACTERS))
    rows = texts.select("who", "content").withColumn("bucket", bucket("who", buckets))
    found = grouped(rows, "bucket", buckets, "run_candidates", document_stages.run_candidates)
    candidates = _ascending(found.distinct())
    if not len(candidates):
        return candidates
    work = partial(document_stages.run_times, wanted=candidates)
    times = grouped(rows, "bucket", buckets, "run_times", work).groupBy("run").agg(f.sum("times").alias("times"))
    return _ascending(times.where(f.col("times") > f.lit(MOST * several)).select("run"))


def _ascending(runs: DataFrame) -> Hashes:
    return np.sort(runs.toArrow().column("run").to_numpy().view(np.uint64))


class Forms:
    """The pieces that most texts of a collection have."""

    def __init__(self, kept: Kept, made: Made, own: Collection[str]) -> None:
        from pyspark.sql import functions

        self._f: Any = functions
        self._kept, self._made, self._own = kept, made, own

    def views(self, described: DataFrame) -> DataFrame:
        """The pieces as views, each of all documents that hold it."""
        return self._kept.stage("formed", COLUMNS["formed"], lambda: self._views(described))

    def _views(self, described: DataFrame) -> DataFrame:
        f, made = self._f, self._made
        nothing = made.texts.sparkSession.createDataFrame([], "key string, id string, n long, view binary")
        # a text is called by the first document that has it
        named = described.groupBy("number").agg(f.min("id").alias("text"), f.collect_list("id").alias("ids"))
        texts = made.texts.select("number", "content").join(named, "number")
        count = texts.count()
        wanted = runs_of_most(texts.select(f.col("text").alias("who"), "content"), count, made.characters)
        if not len(wanted):
            return nothing
        names = texts.select("text", "content")
        seen = mapped(names, "seen", partial(form_stages.seen, wanted=wanted))
        first = f.min(f.struct("text", "parts")).alias("first")
        most = seen.groupBy("form", "length").agg(f.count("text").alias("times"), first)
        order = [f.desc("times"), f.desc("length"), "first.text", "first.parts"]
        chosen = most.orderBy(*order).limit(CANDIDATES).select("form", "length", "first.text").collect()
        candidates, lengths, wholes = ([row[n] for row in chosen] for n in range(3))
        work = partial(form_stages.held, forms=[bytes(each) for each in candidates], wanted=wanted)
        held = self._kept.stage("held", COLUMNS["held"], lambda: mapped(names, "held", work))
        holders = held.where(f.col("share") >= f.lit(HELD))
        counts = {row[0]: row[1] for row in holders.groupBy("piece").count().collect()}
        of_wholes = [row.asDict() for row in held.where(f.col("text").isin(sorted(set(wholes)))).collect()]
        found = form_stages.chosen(wholes, counts, of_wholes, count)
        masks = self._masks(found, wholes, lengths, holders, described)
        if not masks:
            return nothing
        located = mapped(held.join(names, "text"), "located", partial(form_stages.located, masks=masks))
        rows = located.join(texts.select("text", "ids"), "text")
        return grouped(rows, "piece", len(masks), "formed", form_stages.formed)

    def _masks(
        self, found: list[int], wholes: list[str], lengths: list[int], holders: DataFrame, described: DataFrame
    ) -> dict[int, bytes]:
        """By number of a piece what of it tells something, as the first that has it and the first of another author
        show."""
        f = self._f
        if not found:
            return {}
        authors = described.select(f.col("id").alias("text"), "author")
        some = authors.where(f.col("text").isin([wholes[n] for n in found])).collect()
        of = {row[0]: bytes(row[1]) for row in some}
        work = partial(form_stages.strangers, firsts={n: (wholes[n], of[wholes[n]]) for n in found}, own=self._own)
        strangers = mapped(holders.join(authors, "text"), "strangers", work)
        seconds = {row[0]: row[1] for row in strangers.groupBy("piece").agg(f.min("text")).collect()}
        if not seconds:
            return {}
        rows = [(n, wholes[n], second, lengths[n]) for n, second in sorted(seconds.items())]
        both = described.sparkSession.createDataFrame(rows, "piece long, a string, b string, length long")
        for side in "ab":
            parts = holders.select("piece", f.col("text").alias(side), f.col("parts").alias(f"{side}_parts"))
            text = self._made.documents.select(f.col("id").alias(side), f.col("content").alias(f"{side}_content"))
            both = both.join(parts, ["piece", side]).join(text, side)
        tells = mapped(both, "tells", partial(form_stages.tells, given=self._made.given))
        return {row[0]: bytes(row[1]) for row in tells.collect()}
