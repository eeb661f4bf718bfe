"""A crossing on a cluster: which rows meet where? What is done with them is in ``crossing.stages``.

    documents ─► texts ─► keys ─► candidates ─► shared ─► chosen ─► compared ─► Found
                             └──► flagged ──────┴───────────────────┘

Data frames only: ``mapInArrow``, ``applyInArrow``, joins; no RDD, and no files but Parquet in the folder of the stages
(``kept``). A key of many texts is cut where all its postings meet (``keys``), before two texts are ever put together.
Which pairs are worth the work of comparing, and in which parcels, is in ``chosen``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simcheck._version import __version__
from simcheck.crossing import choosing, pairs, stages
from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.pairs import Frequent
from simcheck.crossing.parts import unpacked
from simcheck.crossing.whole import KEPT, Found, Runs
from simcheck.model import Document, Mark
from simcheck.settings import Settings
from simcheck.spark.chosen import CHOSEN, chosen_of, with_lengths
from simcheck.spark.kept import Kept
from simcheck.spark.rows import batched, gathered
from simcheck.text.public import Public

if TYPE_CHECKING:
    from pyarrow import Table
    from pyspark.sql import DataFrame, SparkSession

POSTINGS: Final = 500_000
"""Postings of a bucket of keys, on the average."""

BLOCK: Final = 1_000_000
"""Postings of the texts of a block, on the average; those of two blocks are laid side by side at once, thirty-two
megabytes. By postings and not by texts, because a text goes to a parcel for every block in which it has a partner: of
short texts there would be many small parcels, and all of them in each."""

_LONG: Final = "long"
_CANDIDATES: Final = dict.fromkeys(("a", "b", "weight", "chained"), _LONG)
_FLAGGED: Final = {"number": _LONG, "flagged": "array<struct<key: long, contexts: long, most: long>>"}

STAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "documents": stages.COLUMNS["identified"],
    "texts": stages.COLUMNS["fingerprinted"],
    "keys": stages.COLUMNS["keyed"],
    "flagged": _FLAGGED,
    "candidates": _CANDIDATES,
    "shared": stages.COLUMNS["shared"],
    "chosen": CHOSEN,
    "compared": stages.COLUMNS["compared"],
}
"""What is kept, in its order, and the columns of each."""


class SameNumber(ValueError):
    """Two texts have one number: of ten million texts that happens once in two hundred thousand collections."""


class Made(NamedTuple):
    """What was found out about texts: the frames of the stages, how many characters there are, and what
    ``whole.Found`` has of them; with all that it was ``given`` besides."""

    documents: DataFrame
    texts: DataFrame
    told: DataFrame
    compared: DataFrame
    shared: DataFrame
    characters: int
    is_every: bool
    is_cut: bool
    given: stages.Given


class Engine:
    """Finds out what the texts of a collection share; ``what`` tells the documents apart from others, so that stages
    that were made from others are not taken for theirs."""

    def __init__(
        self,
        spark: SparkSession,
        out: str,
        what: Iterable[str],
        settings: Settings,
        forms: Sequence[Document],
        public: Public,
        on_progress: Callable[[str, int, int], None] | None,
    ) -> None:
        from pyspark.sql import functions

        if not out:
            # that would be the root of the storage
            raise ValueError("out names no folder")
        self._f: Any = functions
        none = Frequent(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32))
        self._comparer = Comparer(settings, none, 0, forms, public)
        self._on_progress = on_progress
        what_is_cut = f"{choosing.WORK} {POSTINGS} {BLOCK} {pairs.CAP} {pairs.MOST}"
        total = blake2b(f"{__version__} {what_is_cut}".encode(), digest_size=10)
        total.update(stages.given(self._comparer).digest)
        for part in what:
            total.update(f"{part}\n".encode("utf-8", "surrogatepass"))
        self.digest = total.hexdigest()
        self.kept = Kept(spark, f"{out.rstrip('/')}/stages", self.digest)

    @property
    def has_forms(self) -> bool:
        """Whether templates were given."""
        return bool(self._comparer.templates)

    def sent(self, made: Callable[[], Table]) -> None:
        """The documents are made here (``stages.identified``), and sent."""
        self.kept.sent("documents", STAGES["documents"], made)

    def received(self, documents: DataFrame) -> None:
        """The documents are those of a frame (``id``, ``text``)."""
        self._stage("documents", lambda: batched(documents, stages.COLUMNS["identified"], stages.identified))

    def made(self) -> Made:
        """What was found out about the texts, where it was."""
        f = self._f
        documents = self.kept.read("documents", STAGES["documents"])
        different = documents.groupBy("number").agg(f.countDistinct("digest").alias("texts"))
        if different.where("texts > 1").limit(1).count():
            raise SameNumber("two different texts have the same number")
        barred = choosing.barred_by(self._comparer.templates).astype("<u4").tobytes()
        texts = self._stage(
            "texts",
            lambda: batched(
                documents.dropDuplicates(["number"]).select("number", "content"),
                stages.COLUMNS["fingerprinted"],
                partial(stages.fingerprinted, barred=barred),
            ),
        )
        (count, solid, characters, postings), *_ = texts.select(
            f.count("number"),
            f.coalesce(f.sum(f.when(f.col("length") > 0, 1)), f.lit(0)),
            f.coalesce(f.sum(f.when(f.col("length") > 0, f.col("length"))), f.lit(0)),
            f.coalesce(f.sum("count"), f.lit(0)),
        ).collect()
        self._comparer.texts = count
        shipped = stages.given(self._comparer)
        keys = self._stage("keys", lambda: self._keys(texts, postings, shipped))
        flagged = self._stage("flagged", lambda: self._flagged(texts, keys))
        is_cut = self._is_cut(texts, keys)
        candidates = self._stage("candidates", lambda: self._candidates(texts, keys, is_cut=is_cut))
        shared = self._stage(
            "shared", lambda: self._shared(texts, flagged, candidates, postings, shipped, is_cut=is_cut)
        )
        work = (characters + choosing.LEAST_WORK * solid) * (solid - 1)
        is_every = work <= choosing.WORK
        told = shared.join(candidates.select("a", "b", "chained"), ["a", "b"])
        chosen = chosen_of(self.kept, documents, texts, told, is_every=is_every)
        compared = self._stage(
            "compared", lambda: self._compared(texts, flagged, chosen, postings, shipped, is_cut=is_cut)
        )

        return Made(documents, texts, told, compared, shared, characters, is_every, is_cut, shipped)

    def found(self) -> tuple[Found, Comparer]:
        """The same, handed back; and what compares others as they were compared."""
        made = self.made()
        results: dict[tuple[int, int], Compared] = {}
        marks: dict[int, tuple[Mark, ...]] = {}
        for batch in made.compared.toArrow().to_batches():
            for a, b, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                part = unpacked(data)
                marks.update(part.marks)
                results.update(((a, b), result) for result in part.results)
        lengths = made.texts.select("number", "length").toArrow()
        columns = () if made.is_every else self.runs(made).toArrow().columns
        found = Found(
            dict(zip(*(column.to_pylist() for column in lengths.columns), strict=True)),
            [Runs(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)],
            results,
            marks,
            made.is_every,
            self.is_chained(made),
            made.is_cut,
        )
        return found, self._comparer

    def is_chained(self, made: Made) -> bool:
        """Whether of what many have only neighbours were put together."""
        return bool(made.told.where(self._f.col("chained") >= pairs.ENOUGH).limit(1).count())

    def cut(self) -> tuple[int, int]:
        """The keys that were cut because more than ``pairs.CAP`` texts have them, and the texts that have them, summed
        by key. To be asked after ``found``."""
        f = self._f
        keys = self.kept.read("keys", STAGES["keys"]).where((f.col("kind") == stages.KEY) & (f.col("b") > 0))
        (row,) = keys.select(f.count("a"), f.coalesce(f.sum("b"), f.lit(0))).collect()
        return row[0], row[1]

    def _stage(self, name: str, made: Callable[[], DataFrame]) -> DataFrame:
        if self._on_progress:
            self._on_progress("stages", list(STAGES).index(name), len(STAGES))
        return self.kept.stage(name, STAGES[name], made)

    # --- what meets where ---------------------------------------------------------------------------------------------

    def _keys(self, texts: DataFrame, postings: int, shipped: stages.Given) -> DataFrame:
        """All postings of a key in one bucket of keys."""
        buckets = max(1, -(-postings // POSTINGS))
        needed = texts.select("number", "count", "key", "around")
        rows = batched(needed, stages.COLUMNS["postings"], partial(stages.postings, buckets=buckets))
        return gathered(rows, "bucket", buckets, stages.COLUMNS["keyed"], partial(stages.keyed, shipped=shipped))

    def _flagged(self, texts: DataFrame, keys: DataFrame) -> DataFrame:
        """By text those of its keys that are frequent or of many."""
        f = self._f
        some = keys.where(f.col("kind") == stages.KEY).select(
            f.col("a").alias("key"), f.col("weight").alias("contexts"), f.col("chained").alias("most")
        )
        rows = batched(texts.select("number", "count", "key"), stages.COLUMNS["holdings"], stages.holdings)
        flagged = f.collect_list(f.struct("key", "contexts", "most")).alias("flagged")
        return rows.join(some, "key").groupBy("number").agg(flagged)

    def _is_cut(self, texts: DataFrame, keys: DataFrame) -> bool:
        """Whether there are keys that most texts have, which join nobody because the texts are not mostly that."""
        f = self._f
        some = keys.where(f.col("kind") == stages.MOST).groupBy(f.col("a").alias("number"))
        both = some.agg(f.sum("weight").alias("of_most")).join(texts.select("number", "count"), "number")
        mostly = f.when(pairs.is_mostly(f.col("of_most"), f.col("count")), 1)
        (row,) = both.select(f.count("number"), f.count(mostly)).collect()
        return row[0] > 0 and not pairs.are_several(row[1], row[0])

    def _candidates(self, texts: DataFrame, keys: DataFrame, *, is_cut: bool) -> DataFrame:
        """The pairs whose keys weigh enough together, as ``pairs.worth_a_look`` has it."""
        f = self._f
        kinds = [stages.PAIR] if is_cut else [stages.PAIR, stages.PAIR_BY_MOST]
        sums = (
            keys.where(f.col("kind").isin(kinds))
            .groupBy("a", "b")
            .agg(f.sum("weight").alias("weight"), f.sum("chained").alias("chained"))
        )
        counts = [texts.select(f.col("number").alias(side), f.col("count").alias(f"count_{side}")) for side in "ab"]
        both = sums.join(counts[0], "a").join(counts[1], "b")
        least = f.lit(pairs.PART) * f.least("count_a", "count_b")
        return both.where((f.col("weight") >= pairs.ENOUGH) | (f.col("weight") >= least))

    def _shared(
        self,
        texts: DataFrame,
        flagged: DataFrame,
        candidates: DataFrame,
        postings: int,
        shipped: stages.Given,
        *,
        is_cut: bool,
    ) -> DataFrame:
        """The pairs of two blocks of texts side by side."""
        f = self._f
        blocks = max(1, -(-postings // BLOCK))
        # numbers are digests: what is left of them by a division is as good as drawn
        first, second = (f.pmod(f.col(side), f.lit(blocks)) for side in "ab")
        wanted = candidates.select((first * blocks + second).alias("parcel"), "a", "b")
        needed = texts.select("number", "length", "count", "key", "place", "around")
        work = partial(stages.shared, shipped=shipped, is_cut=is_cut)
        return self._in_parcels(self._partners(wanted), needed, flagged, blocks**2, "shared", work)

    def _compared(
        self,
        texts: DataFrame,
        flagged: DataFrame,
        chosen: DataFrame,
        postings: int,
        shipped: stages.Given,
        *,
        is_cut: bool,
    ) -> DataFrame:
        f = self._f
        (row,) = chosen.select(f.coalesce(f.max("parcel"), f.lit(-1))).collect()
        parcels, wanted = row[0] + 1, self._partners(chosen)
        if self.has_forms:
            # what templates gave is asked of those, too, that are compared with none
            blocks = max(1, -(-postings // BLOCK))
            alone = texts.select("number").join(wanted, "number", "left_anti")
            parcel = (f.pmod("number", f.lit(blocks)) + parcels).alias("parcel")
            wanted = wanted.union(alone.select(parcel, "number", self._nobody()))
            parcels += blocks
        work = partial(stages.compared, shipped=shipped, is_cut=is_cut)
        return self._in_parcels(wanted, texts.select("number", "content"), flagged, parcels, "compared", work)

    def _partners(self, pairs: DataFrame) -> DataFrame:
        """By parcel of pairs both texts of each, the first with the other as its ``partner``."""
        f = self._f
        first = pairs.select("parcel", f.col("a").alias("number"), f.col("b").alias("partner"))
        return first.union(pairs.select("parcel", f.col("b").alias("number"), self._nobody()))

    def _nobody(self) -> Any:
        return self._f.lit(None).cast("long").alias("partner")

    def _in_parcels(
        self,
        wanted: DataFrame,
        texts: DataFrame,
        flagged: DataFrame,
        parcels: int,
        stage: str,
        work: Callable[[Table], Table],
    ) -> DataFrame:
        """Each parcel with the texts that are ``wanted`` in it: a text goes once to a parcel, with its partners."""
        partners = self._f.collect_list("partner").alias("partners")
        rows = wanted.groupBy("parcel", "number").agg(partners)
        rows = rows.join(texts, "number").join(flagged, "number", "left")
        return gathered(rows, "parcel", parcels, stages.COLUMNS[stage], work)

    def runs(self, made: Made) -> DataFrame:
        """The pairs that runs alone may tell, or that may be one text but for white space."""
        f = self._f
        both = with_lengths(made.shared, made.texts)
        of_a, of_b = f.col("left") / f.col("length_a"), f.col("right") / f.col("length_b")
        some = both.where((f.greatest(of_a, of_b) >= f.lit(KEPT)) | (f.col("length_a") == f.col("length_b")))
        return some.select("a", "b", "left", "right")
