"""What comes of everything that was found out about texts, on the cluster: the tables of the documents that have them.
Which rows meet where? What is done with them is in ``crossing.document_stages`` and ``crossing.passage_stages``.

    documents ─► known ─► described ─┬─► paired ─┬─► viewed ─► merged ─► passages ─┬─► common ─► told ─┐
                                     │           └──────────────────── tellings ◄──┘                   ├─► tables
                                     │                                  weighed ─► groups ─────────────┘

No machine holds documents, pairs or passages: what belongs together is found by contraction (``components``), and what
is collected are some numbers, the runs and pieces of characters that most documents have, and, while they are few, the
names of what belongs together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from simcheck.crossing import document_stages, passage_stages
from simcheck.crossing.pairs import MOST
from simcheck.crossing.passages import FEWEST
from simcheck.crossing.whole import KEPT, noted
from simcheck.spark.chosen import with_lengths
from simcheck.spark.components import components
from simcheck.spark.engine import Engine, Made
from simcheck.spark.forms import Forms, runs_of_most
from simcheck.spark.kept import Kept
from simcheck.spark.rows import COLUMNS, TABLES, TASKS, Work, bucket, bucketed, grouped, in_table, mapped, tabled

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame

AT_ONCE: Final = 1_000
"""Pairs of the documents of a parcel, on the average, each with the texts of both."""

A_TASK: Final = 1_000_000
"""Characters of the documents that are looked at in one task: what is computed takes longer than its bytes tell."""

STAGES: Final = (
    "known",
    "described",
    "alone",
    "paired",
    "viewed",
    "placed",
    "of_one",
    "merged",
    "inside",
    "shorter",
    "passages",
    "common",
    "told",
    "tellings",
    "weighed",
    "holdings",
    "linked",
    "runs",
    "grouped",
)
"""What is kept beside the tables, in its order."""


class Whole:
    """The documents of a frame (``id``, and what is known of them) whose texts ``engine`` found out about."""

    def __init__(
        self,
        engine: Engine,
        made: Made,
        frame: DataFrame,
        out: str,
        at: float,
        own: Collection[str],
        on_progress: Callable[[str, int, int], None] | None,
    ) -> None:
        from pyspark.sql import functions

        self._f: Any = functions
        self._made, self._frame, self._at, self._own = made, frame, at, sorted(own)
        self._engine, self._on_progress = engine, on_progress
        digest = blake2b(f"{engine.digest} {at!r} {self._own!r}".encode("utf-8", "surrogatepass"), digest_size=10)
        spark, place = frame.sparkSession, out.rstrip("/")
        self._tasks = min(TASKS, made.characters // A_TASK + 1)
        self._kept = Kept(spark, f"{place}/stages", digest.hexdigest())
        self._forms = Forms(self._kept, made, self._own)
        self._tables = Kept(spark, f"{place}/tables", digest.hexdigest())

    def tables(self) -> dict[str, DataFrame]:
        """The tables of ``crossing.tables``."""
        f = self._f
        described = self._described()
        (several,) = described.select(f.countDistinct("who")).collect()[0]
        alone = self._stage("alone", self._alone)
        paired = self._stage("paired", lambda: self._paired(described, alone))
        passages = self._passages(described, paired, several)
        common = self._common(described, paired, passages, several)
        told = self._stage("told", lambda: self._told(passages, common))
        weighed = self._weighed(described, paired, common)
        holdings = self._stage("holdings", lambda: mapped(told, "holdings", passage_stages.holdings))
        members = self._members(weighed, common, described)
        groups = self._groups(members, holdings, described)
        made = self._in_tables(described, weighed, holdings, common, members, groups)
        return made | {
            "notes": self._tables.sent("notes", TABLES["notes"], lambda: self._notes(paired, alone, holdings))
        }

    def _stage(self, name: str, made: Callable[[], DataFrame]) -> DataFrame:
        if self._on_progress:
            self._on_progress("tables", STAGES.index(name), len(STAGES))
        return self._kept.stage(name, COLUMNS[name], made)

    # --- Documents and pairs ------------------------------------------------------------------------------------------

    def _contents(self) -> DataFrame:
        return self._made.documents.select("id", "content")

    def _spread(self, rows: DataFrame) -> DataFrame:
        return rows.repartition(self._tasks, "id")

    def _described(self) -> DataFrame:
        f = self._f
        texts = self._made.documents.select("id", "number", "content")
        given = self._frame.drop("text").join(texts, "id")
        known = self._stage("known", lambda: mapped(self._spread(given), "known", document_stages.known))

        def made() -> DataFrame:
            often = known.groupBy("called").agg(f.count("id").alias("often"))
            authors = known.groupBy("version").agg(f.countDistinct("author").alias("authors"))
            rows = known.drop("author").join(often, "called").join(authors, "version").join(self._contents(), "id")
            return mapped(self._spread(rows), "described", document_stages.described)

        return self._stage("described", made)

    def _paired(self, described: DataFrame, alone: DataFrame) -> DataFrame:
        f, made = self._f, self._made
        whose = f.collect_list(f.struct("id", "author", "bare"))
        of_text = described.groupBy("number").agg(whose.alias("of"))
        lengths = made.texts.select("number", "length").join(of_text, "number")
        full = made.compared.where("b <> -1")
        nothing = f.lit(None).cast("long")
        some = full.select("a", "b", "data", nothing.alias("left"), nothing.alias("right"))
        some = some.union(alone.select("a", "b", f.lit(None).cast("binary").alias("data"), "left", "right"))
        sides = [
            lengths.select(*(f.col(name).alias(f"{name}_{side}") for name in ("number", "length", "of")))
            for side in "ab"
        ]
        rows = some.join(sides[0], f.col("a") == f.col("number_a")).join(sides[1], f.col("b") == f.col("number_b"))
        work = partial(document_stages.paired, own=self._own, given=made.given)
        return mapped(rows.drop("number_a", "number_b"), "paired", work)

    def _alone(self) -> DataFrame:
        """The pairs of texts that are told from runs alone (as ``whole.is_told``)."""
        f, made = self._f, self._made
        rows = self._engine.runs(made)
        if made.is_every:
            return rows.where("false")
        rows = rows.join(made.compared.where("b <> -1").select("a", "b"), ["a", "b"], "left_anti")
        both = with_lengths(rows, made.texts)
        of_a, of_b = f.col("left") / f.col("length_a"), f.col("right") / f.col("length_b")
        return both.where(f.greatest(of_a, of_b) >= f.lit(KEPT)).select(*rows.columns)

    def _marks(self) -> DataFrame:
        f = self._f
        marks = self._made.compared.where("b = -1").select(f.col("a").alias("number"), f.col("data").alias("marks"))
        # a text was in several parcels
        return marks.dropDuplicates(["number"])

    def _sides(self, paired: DataFrame) -> DataFrame:
        """Every pair with each of its documents (``id``), and the ``other`` one."""
        f = self._f
        names = (("a", "b"), ("b", "a"))
        one, other = (paired.select(f.col(a).alias("id"), f.col(b).alias("other"), "pair") for a, b in names)
        return one.union(other)

    # --- Passages -----------------------------------------------------------------------------------------------------

    def _passages(self, described: DataFrame, paired: DataFrame, several: int) -> DataFrame:
        f = self._f
        viewed = self._stage("viewed", lambda: self._viewed(described, paired))
        if self._made.is_cut and not self._made.is_every:
            viewed = viewed.union(self._forms.views(described))
        views = self._stage("placed", lambda: mapped(viewed, "placed", passage_stages.placed))
        edges = self._stage("of_one", lambda: bucketed(views, "id", "of_one", passage_stages.of_one))
        same = components(self._kept, "same_passage", edges)
        tops = same.select(f.col("node").alias("key"), "top")
        of_one = viewed.join(tops, "key", "left").withColumn("top", f.coalesce("top", "key"))
        merged = self._stage("merged", lambda: bucketed(of_one, "top", "merged", passage_stages.merged))
        longest = merged.join(self._shorter(merged), "key", "left_anti")

        def made() -> DataFrame:
            ids = mapped(longest.select("key", "view"), "concerned", passage_stages.concerned)
            of = f.collect_list(f.struct("id", "document", "who", "characters"))
            whose = ids.join(described, "id").groupBy("key").agg(of.alias("documents"))
            work = partial(passage_stages.passages, several=several)
            return mapped(longest.join(whose, "key"), "passages", work)

        passages = self._stage("passages", made)
        twice = passages.groupBy("name").agg(f.count("first").alias("times")).where("times > 1").select("name")
        renamed = bucketed(passages.join(twice, "name"), "name", "renamed", passage_stages.renamed)
        return passages.join(twice, "name", "left_anti").select(*COLUMNS["passages"]).union(renamed)

    def _viewed(self, described: DataFrame, paired: DataFrame) -> DataFrame:
        """Documents in parcels, with the others of their pairs: a text goes once to a parcel."""
        f, made = self._f, self._made
        sides = self._sides(paired.where("is_found"))
        parcels = max(1, -(-sides.count() // AT_ONCE))
        sides = sides.withColumn("parcel", bucket("id", parcels))
        none = f.lit(None).cast("binary").alias("pair")
        rows = sides.select("parcel", "id", "pair").union(sides.select("parcel", f.col("other").alias("id"), none))
        rows = rows.groupBy("parcel", "id").agg(f.collect_list("pair").alias("pairs"))
        rows = self._with_marks(rows.join(described.select("id", "number", "document"), "id"))
        return grouped(rows, "parcel", parcels, "viewed", partial(passage_stages.viewed, given=made.given))

    def _with_marks(self, rows: DataFrame) -> DataFrame:
        """Documents (``id``, ``number``) with their texts and what of these is not simply their own words."""
        return rows.join(self._contents(), "id").join(self._marks(), "number", "left")

    def _shorter(self, merged: DataFrame) -> DataFrame:
        """The passages that stand, wherever they are held, inside of a longer one that stays."""
        f = self._f

        def made() -> DataFrame:
            places = mapped(merged, "placed", passage_stages.placed)
            inside = bucketed(places, "id", "inside", passage_stages.inside)
            every = inside.groupBy("a", "b", "a_rank", "b_rank").agg(f.count("a_rank").alias("times"))
            holders = merged.select(f.col("key").alias("a"), "holders")
            return every.join(holders, "a").where("times = holders").select(*COLUMNS["inside"])

        inside = self._stage("inside", made)
        tops = components(self._kept, "same_place", inside.select("a", "b"))
        some = inside.join(tops.select(f.col("node").alias("a"), "top"), "a")
        return self._stage("shorter", lambda: bucketed(some, "top", "shorter", passage_stages.shorter))

    # --- What most documents hold -------------------------------------------------------------------------------------

    def _common(self, described: DataFrame, paired: DataFrame, passages: DataFrame, several: int) -> DataFrame:
        f = self._f
        if several < FEWEST:
            none = described.where("false").select("id", f.col("who").alias("mask"))
            return self._stage("common", lambda: none)

        def made() -> DataFrame:
            whose = described.select("who", "id").join(self._contents(), "id")
            wanted = runs_of_most(whose, several, self._made.characters)
            holdings = mapped(passages.where("is_of_most"), "holdings", passage_stages.holdings)
            held = holdings.groupBy("id").agg(f.collect_list(f.struct("is_common", "holding")).alias("held"))
            sides = self._sides(paired.where("is_found"))
            # of few pairs none have to be looked at
            dense = sides.groupBy("id").agg(f.count("other").alias("n")).where(f.col("n") + 1 > f.lit(MOST * several))
            whose = described.select(f.col("id").alias("other"), "who")
            others = sides.join(dense.select("id"), "id").join(whose, "other")
            of = f.collect_list(f.struct(f.col("other").alias("id"), "who"))
            many = others.groupBy("id").agg(f.collect_list("pair").alias("pairs"), of.alias("others"))
            rows = described.select("id", "document", "who").join(held, "id", "left").join(many, "id", "left")
            if not len(wanted):
                rows = rows.where(f.col("held").isNotNull() | f.col("pairs").isNotNull())
            work = partial(document_stages.common, wanted=wanted, several=several)
            return mapped(self._spread(rows.join(self._contents(), "id")), "common", work)

        return self._stage("common", made)

    def _told(self, passages: DataFrame, common: DataFrame) -> DataFrame:
        f = self._f
        first = common.select(f.col("id").alias("first"), "mask")
        some = passages.join(first, "first").join(self._contents().withColumnRenamed("id", "first"), "first")
        rest = passages.join(first, "first", "left_anti").select(*COLUMNS["passages"])
        return mapped(some, "told", document_stages.told).union(rest)

    # --- What tells something, and what that links --------------------------------------------------------------------

    def _weighed(self, described: DataFrame, paired: DataFrame, common: DataFrame) -> DataFrame:
        f = self._f

        def told() -> DataFrame:
            rows = self._sides(paired).groupBy("id").agg(f.collect_list("pair").alias("pairs"))
            rows = self._with_marks(rows.join(described.select("id", "number", "document"), "id"))
            work = partial(document_stages.tellings, given=self._made.given)
            return mapped(self._spread(rows.join(common, "id", "left")), "tellings", work)

        tellings = self._stage("tellings", told)

        def made() -> DataFrame:
            rows = paired
            for side in "ab":
                share = f.struct("part", "whole", "passage").alias(f"{side}_telling")
                rows = rows.join(tellings.where(f.col("side") == side).select("a", "b", share), ["a", "b"])
            return mapped(rows, "weighed", partial(document_stages.weighed, at=self._at))

        return self._stage("weighed", made)

    def _members(self, weighed: DataFrame, common: DataFrame, described: DataFrame) -> DataFrame:
        """The documents of groups, each with the first of its group (``top``)."""
        f = self._f

        def linked() -> DataFrame:
            doubtful = weighed.where("is_linked is null")
            ids = doubtful.select(f.col("a").alias("id")).union(doubtful.select(f.col("b").alias("id"))).distinct()
            rows = self._with_marks(ids.join(described.select("id", "number", "document"), "id"))
            work = partial(document_stages.runs, given=self._made.given)
            runs = self._stage("runs", lambda: mapped(rows.join(common, "id", "left"), "runs", work))
            both = doubtful
            for side in "ab":
                both = both.join(runs.select(f.col("id").alias(side), f.col("runs").alias(f"{side}_runs")), side)
            found = mapped(both, "linked", partial(document_stages.linked, at=self._at))
            return weighed.where("is_linked").select("a", "b").union(found)

        links = self._stage("linked", linked)
        return components(self._kept, "same_group", links).select(f.col("node").alias("id"), "top")

    def _groups(self, members: DataFrame, holdings: DataFrame, described: DataFrame) -> DataFrame:
        """Groups with their numbers."""
        f = self._f

        def made() -> DataFrame:
            of = f.collect_list(f.struct("id", "document"))
            whose = members.join(described, "id").groupBy("top").agg(of.alias("members"))
            held = holdings.where("not is_common").join(members, "id").groupBy("top", "name")
            shared = held.agg(f.count("id").alias("n"), f.min("passage").alias("passage")).where("n > 1")
            passages = shared.groupBy("top").agg(f.collect_list("passage").alias("passages"))
            return mapped(whose.join(passages, "top", "left"), "grouped", document_stages.grouped)

        return _numbered(f, self._stage("grouped", made))

    # --- Tables -------------------------------------------------------------------------------------------------------

    def _in_tables(
        self,
        described: DataFrame,
        weighed: DataFrame,
        holdings: DataFrame,
        common: DataFrame,
        members: DataFrame,
        groups: DataFrame,
    ) -> dict[str, DataFrame]:
        f = self._f
        whose = described.select("id", "number", "document")
        held = holdings.where("is_common").groupBy("id").agg(f.collect_list("holding").alias("held"))
        seen = self._sides(weighed).groupBy("id").agg(f.collect_list("pair").alias("pairs"))
        numbers = members.join(groups.select("top", "group"), "top").drop("top")
        rows = self._with_marks(whose)
        for other in (common, seen, held, numbers):
            rows = rows.join(other, "id", "left")
        both = weighed
        for side in "ab":
            name = described.select(f.col("id").alias(side), f.col("document").alias(f"{side}_document"))
            both = both.join(name, side)
        made: dict[str, tuple[DataFrame, Work]] = {
            "documents": (self._spread(rows), partial(document_stages.standings, given=self._made.given)),
            "pairs": (both, document_stages.pairs),
            "passages": (holdings.join(whose, "id").join(self._contents(), "id"), document_stages.holders),
            "groups": (groups.join(members, "top").join(whose, "id"), document_stages.members),
            "findings": (weighed, document_stages.findings),
        }
        return {
            name: self._tables.stage(name, TABLES[name], partial(tabled, name, frame, work))
            for name, (frame, work) in made.items()
        }

    def _notes(self, paired: DataFrame, alone: DataFrame, holdings: DataFrame) -> Table:
        engine, made = self._engine, self._made
        is_chained = bool(paired.where("is_chained").limit(1).count())
        is_chained |= not made.is_every and engine.is_chained(made)
        is_common = made.is_cut and not made.is_every and bool(holdings.where("is_common").limit(1).count())
        notes = noted(alone.count(), with_forms=engine.has_forms, is_chained=is_chained, is_common=is_common)
        return in_table(TABLES["notes"], ((note.code, note.facts.get("n")) for note in notes))


def _numbered(f: Any, groups: DataFrame) -> DataFrame:
    """Groups by the place they have among all, the largest first: how many are larger is known from how many there are
    of each size, so that only those of one size have to be put in order together."""
    from pyspark.sql import Window

    sizes = sorted((tuple(row) for row in groups.groupBy("documents").count().collect()), reverse=True)
    before, rows = 0, []
    for size, count in sizes:
        rows.append((size, before))
        before += count
    offsets = groups.sparkSession.createDataFrame(rows, "documents long, larger long")
    place = f.row_number().over(Window.partitionBy("documents").orderBy("top"))
    numbered = groups.withColumn("place", place).join(offsets, "documents")
    return numbered.withColumn("group", (f.col("larger") + f.col("place")).cast("long"))
