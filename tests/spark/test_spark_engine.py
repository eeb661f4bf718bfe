"""A crossing on a cluster gives what the local one gives, byte for byte; Sail is the cluster here, in this process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.clusters import on_sail
from support.crossings import villages
from support.gathered import collection, with_formula

import simcheck
from simcheck.crossing import choosing, pairs, stages
from simcheck.crossing.crossing import Crossing
from simcheck.crossing.saved import crossing_json
from simcheck.errors import InvalidSettings
from simcheck.model import Document

pytestmark = on_sail


def local(documents: list[Document], **options: Any) -> str:
    return crossing_json(simcheck.cross(documents, jobs=1, **options))


def on_cluster(spark: Any, documents: list[Document], out: Path, **options: Any) -> str:
    from simcheck.spark.cross import cross

    return crossing_json(cross(spark, documents, str(out), **options))


@pytest.mark.parametrize("work", [0, 150_000])
@pytest.mark.usefixtures("small")
def test_what_a_cluster_finds_is_what_is_found_here(
    spark: Any, work: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "WORK", work)
    documents = collection()
    assert on_cluster(spark, documents, tmp_path) == local(documents)


@pytest.mark.parametrize("work", [0, 150_000])
@pytest.mark.usefixtures("small")
def test_a_formula_of_most_is_told_as_here(
    spark: Any, work: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "WORK", work)
    documents = with_formula()
    expected = local(documents)
    assert on_cluster(spark, documents, tmp_path) == expected
    assert {"cross-common", "cross-neighbours"} <= {note["code"] for note in json.loads(expected)["notes"]}
    (common,) = (each for each in json.loads(expected)["passages"] if each["is_common"])
    assert len(common["holders"]) > len(documents) / 2


@pytest.mark.usefixtures("small")
def test_keys_of_many_are_cut_and_counted(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcheck.spark import engine

    monkeypatch.setattr(choosing, "WORK", 0)
    made: list[engine.Engine] = []
    kept = engine.Engine.__init__

    def noted(self: engine.Engine, *given: Any) -> None:
        made.append(self)
        kept(self, *given)

    monkeypatch.setattr(engine.Engine, "__init__", noted)
    on_cluster(spark, collection(), tmp_path)
    keys, texts = made[0].cut()
    assert keys > 0
    assert texts > pairs.CAP * keys
    # phrases, by which texts are weighed
    assert spark.read.parquet(str(tmp_path / "stages" / "keys")).where("kind = 1 and weight > 0").count() > 0


def test_templates_public_texts_and_authors_count_as_here(spark: Any, tmp_path: Path) -> None:
    documents = villages()
    options = {
        "templates": [documents[0].text[:120]],
        "public": [documents[1]],
        "own": [documents[2].id, documents[3].id],
        "at": 0.6,
    }
    assert on_cluster(spark, documents, tmp_path, **options) == local(documents, **options)


def test_few_documents_and_none(spark: Any, tmp_path: Path) -> None:
    for number, documents in enumerate(([], villages()[:1], [Document("1", "a", ""), Document("2", "b", "")])):
        assert on_cluster(spark, documents, tmp_path / f"{number}") == local(documents)


def test_what_is_done_is_not_done_again(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = villages()
    expected = on_cluster(spark, documents, tmp_path)
    with monkeypatch.context() as patch:
        for name in ("fingerprinted", "keyed", "shared", "compared"):
            patch.setattr(stages, name, _never)
        assert on_cluster(spark, documents, tmp_path) == expected
    # half written, or damaged
    shutil.rmtree(tmp_path / "stages" / "compared.whole")
    for part in (tmp_path / "stages" / "compared").glob("*.parquet"):
        part.write_bytes(part.read_bytes()[:40])
    assert on_cluster(spark, documents, tmp_path) == expected


def _never(*_: object, **__: object) -> None:
    raise AssertionError("it was done again")


def test_stages_of_other_documents_and_settings_are_not_taken(spark: Any, tmp_path: Path) -> None:
    documents = villages()
    on_cluster(spark, documents, tmp_path)
    fewer = documents[:-2]
    assert on_cluster(spark, fewer, tmp_path) == local(fewer)
    settings = simcheck.Settings(min_length=20)
    assert on_cluster(spark, fewer, tmp_path, settings=settings) == local(fewer, settings=settings)


def test_what_was_written_over_and_not_finished_is_not_taken(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcheck.spark.kept import Kept

    documents = villages()
    expected = on_cluster(spark, documents, tmp_path)
    sealed = Kept._seal

    def killed(self: Kept, name: str, digest: str, rows: int) -> None:
        if name == "compared" and digest:
            raise KeyboardInterrupt
        sealed(self, name, digest, rows)

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "_seal", killed)
        with pytest.raises(KeyboardInterrupt):
            on_cluster(spark, documents[2:], tmp_path)
    # only what was being written
    for name in ("documents", "texts", "keys", "flagged", "candidates", "shared", "chosen"):
        shutil.rmtree(tmp_path / "stages" / f"{name}.whole")
    assert on_cluster(spark, documents, tmp_path) == expected


@pytest.mark.parametrize("damage", ["removed", "emptied", "cut off"])
def test_what_is_lost_is_made_again(spark: Any, damage: str, tmp_path: Path) -> None:
    documents = villages()
    expected = on_cluster(spark, documents, tmp_path)
    lost = tmp_path / "stages" / "compared"
    for each in lost.glob("*.parquet"):
        if damage == "cut off":
            each.write_bytes(each.read_bytes()[:100])
        else:
            each.unlink()
    if damage == "removed":
        shutil.rmtree(lost)
    assert on_cluster(spark, documents, tmp_path) == expected


def test_who_wrote_what_nobody_handed_in_is_asked_back(spark: Any, tmp_path: Path) -> None:
    for own, error in ((["unknown"], InvalidSettings), ("unknown", TypeError)):
        with pytest.raises(error, match="own"):
            on_cluster(spark, villages(), tmp_path, own=own)


def test_no_folder_and_no_background_are_refused(spark: Any, tmp_path: Path) -> None:
    from simcheck.spark.cross import cross

    with pytest.raises(ValueError, match="out"):
        cross(spark, villages(), "")
    with pytest.raises(InvalidSettings, match="background"):
        on_cluster(spark, villages(), tmp_path, settings=simcheck.Settings(background="unknown"))
    assert not list(tmp_path.iterdir())


def test_two_texts_of_one_number_are_refused(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcheck.spark.engine import SameNumber

    monkeypatch.setattr(stages, "number_of", lambda _: 7)
    with pytest.raises(SameNumber):
        on_cluster(spark, villages(), tmp_path)


def test_documents_larger_than_a_message_come_in_slices(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcheck.spark import kept

    monkeypatch.setattr(kept, "_SLICE", 500)
    documents = villages()
    assert on_cluster(spark, documents, tmp_path) == local(documents)


@pytest.mark.usefixtures("small")
def test_the_collection_has_what_is_hard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "WORK", 150_000)
    crossing: Crossing = simcheck.cross(collection(), jobs=1)
    assert {"cross-from-runs", "cross-neighbours"} <= {note.code for note in crossing.notes}
    assert any(not pair.findings for pair in crossing.pairs)
    assert crossing.same
    assert max(len(group.documents) for group in crossing.groups) > pairs.CAP
