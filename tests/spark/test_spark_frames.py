"""A frame of documents gives the tables of the local crossing, without documents or results where the session is."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.clusters import on_sail
from support.crossings import villages
from support.gathered import FORMULA_OF_MOST, collection, told, with_formula

import simcheck
from simcheck.crossing import choosing, document_stages, form_stages, pairing, pairs, passage_stages, stages, tables
from simcheck.errors import CannotWrite, InvalidSettings
from simcheck.model import Document

pytestmark = on_sail

KNOWN = ("title", "unit", "author", "date", "date_by")


def framed(spark: Any, documents: Sequence[Document]) -> Any:
    """The documents as a frame, in whatever order; texts as bytes, because some have characters no encoding has."""
    rows = [
        (each.id, each.name, each.text.encode("utf-8", "surrogatepass"), *map(each.metadata.get, KNOWN))
        for each in documents
    ]
    random.Random(7).shuffle(rows)
    columns = "id string, name string, text binary, " + ", ".join(f"{name} string" for name in KNOWN)
    return spark.createDataFrame(rows, columns)


def by_cluster(spark: Any, documents: Sequence[Document], out: Path, **options: Any) -> dict[str, list[str]]:
    from simcheck.spark.cross import cross_frame

    found = cross_frame(framed(spark, documents), str(out), **options)
    return {name: sorted(json.dumps(list(row)) for row in frame.collect()) for name, frame in found.items()}


def here(documents: Sequence[Document], **options: Any) -> dict[str, list[str]]:
    ordered = sorted(documents, key=lambda each: each.id)
    crossing = simcheck.cross(ordered, jobs=1, **options)
    # what is not known is null in a frame
    return {
        name: sorted(json.dumps([None if value == "" else value for value in row]) for row in some)
        for name, some in tables.rows(crossing).items()
    }


def named(documents: Sequence[Document]) -> list[Document]:
    """With names that a frame can have."""
    return [replace(each, name=each.name.encode("utf-8", "replace").decode()) for each in documents]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    """Many parcels, and no graph that is followed where the session is."""
    from simcheck.spark import components, forms, rows, whole

    monkeypatch.setattr(components, "FEW", 0)
    monkeypatch.setattr(rows, "AT_ONCE", 20)
    monkeypatch.setattr(whole, "AT_ONCE", 10)
    monkeypatch.setattr(forms, "CHARACTERS", 4_000)


@pytest.mark.parametrize("work", [0, 150_000])
@pytest.mark.usefixtures("tiny")
def test_the_tables_are_those_of_the_local_crossing(
    spark: Any, work: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcheck.spark import chosen

    monkeypatch.setattr(choosing, "WORK", work)
    if not work:
        monkeypatch.setattr(chosen, "HERE", 0)
    documents = named(collection())
    expected = here(documents)
    assert by_cluster(spark, documents, tmp_path) == expected
    assert all(len(rows) > 10 for name, rows in expected.items() if name != "notes")
    assert {json.loads(row)[0] for row in expected["notes"]} == {"cross-from-runs", "cross-neighbours"}


@pytest.mark.parametrize("work", [0, 150_000])
@pytest.mark.usefixtures("tiny")
def test_a_formula_of_most_is_one_passage(
    spark: Any, work: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "WORK", work)
    documents = named(with_formula())
    expected = here(documents)
    assert by_cluster(spark, documents, tmp_path) == expected
    common = [row for row in map(json.loads, expected["passages"]) if row[4]]
    assert len(common) > len(documents) / 2
    assert "cross-common" in {json.loads(row)[0] for row in expected["notes"]}


@pytest.mark.parametrize("at", [0.1, 0.6, 0.9])
@pytest.mark.usefixtures("tiny")
def test_templates_public_texts_and_authors_count_as_here(spark: Any, at: float, tmp_path: Path) -> None:
    documents = named(collection())
    options = {
        "templates": [documents[0].text[:120]],
        "public": [documents[1]],
        "own": [documents[2].id, documents[-2].id],
        "at": at,
    }
    assert by_cluster(spark, documents, tmp_path, **options) == here(documents, **options)


@pytest.mark.usefixtures("tiny")
def test_a_template_counts_as_here_in_what_is_compared_with_nothing(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a text has of a template with changes hangs on which of its words are frequent."""
    monkeypatch.setattr(choosing, "WORK", 0)
    documents = named(with_formula())
    changed = "".join("某" if n % 15 == 7 else each for n, each in enumerate(FORMULA_OF_MOST))
    expected = here(documents, templates=[changed])
    assert by_cluster(spark, documents, tmp_path, templates=[changed]) == expected
    assert any(json.loads(row)[12] for row in expected["documents"])


@pytest.mark.usefixtures("tiny")
def test_names_of_lists_versions_and_texts_of_many_are_those_of_here(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "_MANY", 3)
    one, other = "\n".join(told(1, 20)), "\n".join(told(2, 20))
    documents = []
    for n in range(24):
        text = one if n % 3 else "\n".join([*one.split("\n")[:15], *told(50 + n, 4)])
        known = {"title": f"{'关于修桥的报告' if n % 2 else f'第{n}号报告'}", "unit": "石桥村" if n % 4 else f"第{n}村"}
        known |= {"date": f"20{10 + n}-03-0{1 + n % 9}", "date_by": "given"}
        known |= {"author": ("老周", "老陈")[n % 2]} if n % 6 == 1 else {}
        # some of a list, some with its titles twice
        name = f"各村.jsonl#{n}" if n % 2 else f"{n}.txt"
        documents.append(Document(f"{n:02}", name, f"{text}\n{other}" if n % 7 == 0 else text, known))
    expected = here(documents)
    assert by_cluster(spark, documents, tmp_path) == expected
    names = {json.loads(row)[1] for row in expected["documents"]}
    assert any("#" in name for name in names)
    assert any(json.loads(row)[3] is not None for row in expected["passages"])


def test_a_formula_of_few_documents_is_in_their_pairs(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every two are compared, nothing has to be told from the texts."""
    monkeypatch.setattr(pairs, "CAP", 6)
    documents = named(with_formula()[::3])
    assert by_cluster(spark, documents, tmp_path) == here(documents)


def test_few_documents_and_none_with_anything(spark: Any, tmp_path: Path) -> None:
    for number, documents in enumerate((villages()[:1], [Document("1", "a", ""), Document("2", "b", " ")])):
        found = by_cluster(spark, documents, tmp_path / f"{number}")
        assert found == here(documents)
        assert not found["pairs"]


def test_what_is_done_is_not_done_again(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = named(with_formula()[::2])
    monkeypatch.setattr(pairs, "CAP", 6)
    monkeypatch.setattr(choosing, "WORK", 150_000)
    expected = by_cluster(spark, documents, tmp_path)
    every = [
        (module, name)
        for module in (stages, document_stages, passage_stages, form_stages)
        for name in module.COLUMNS
        if hasattr(module, name)
    ]
    every += [(document_stages, name) for name in ("standings", "pairs", "findings", "holders", "members")]
    assert len(every) > 25
    with monkeypatch.context() as patch:
        for module, name in every:
            if name not in ("renamed", "run_candidates", "run_times", "seen", "strangers", "located"):
                patch.setattr(module, name, _never)
        assert by_cluster(spark, documents, tmp_path) == expected
    with monkeypatch.context() as patch:
        # what texts share hangs on nothing that is asked of documents
        for name in ("fingerprinted", "keyed", "shared", "compared"):
            patch.setattr(stages, name, _never)
        assert by_cluster(spark, documents, tmp_path, at=0.9) == here(documents, at=0.9)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("it was done again")


@pytest.mark.usefixtures("tiny")
def test_no_document_and_no_result_comes_to_the_session(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcheck.spark import chosen
    from simcheck.spark.cross import cross_frame

    monkeypatch.setattr(choosing, "WORK", 0)
    monkeypatch.setattr(chosen, "HERE", 0)
    documents = named(with_formula())
    seen: list[set[str]] = []
    kind = type(spark.range(1))
    collect, to_arrow = kind.collect, kind.toArrow

    def collected(self: Any) -> Any:
        seen.append(set(self.columns))
        return collect(self)

    def in_arrow(self: Any) -> Any:
        seen.append(set(self.columns))
        return to_arrow(self)

    monkeypatch.setattr(kind, "collect", collected)
    monkeypatch.setattr(kind, "toArrow", in_arrow)
    frame = framed(spark, documents)
    cross_frame(frame, str(tmp_path))
    assert len(seen) > 20
    # of each piece that most have what of it tells something
    assert {"piece", "mask"} in seen
    of_documents = {"content", "data", "pair", "view", "passage", "holding", "document", "known"}
    for columns in seen:
        assert not columns & of_documents, columns
        # nor pairs
        assert not {"a", "b"} <= columns, columns


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ("id string", [("1",)], "no column text"),
        ("text string", [("甲",)], "no column id"),
        ("id string, text string, text string", [("1", "甲", "乙")], "several columns text"),
        ("id long, text string", [(1, "甲")], "id is of the type long"),
        ("id string, text long", [("1", 7)], "text is of the type long"),
        ("id string, text string, date date", [("1", "甲", date(2024, 3, 1))], "date is of the type date"),
        ("id string, text string", [("1", "甲"), ("1", "乙")], "not different"),
        ("id string, text string", [("1", "甲"), (None, "乙")], "without an id"),
        ("id string, text string", [("1", "甲"), ("", "乙")], "without an id"),
        ("id string, text binary", [("1", "甲".encode()), ("2", "乙".encode("gbk"))], "'2' is not UTF-8"),
    ],
)
def test_a_frame_that_is_none_of_documents_is_refused(
    spark: Any, columns: str, rows: list[Any], said: str, tmp_path: Path
) -> None:
    from simcheck.spark.cross import cross_frame

    with pytest.raises(ValueError, match=said):
        cross_frame(spark.createDataFrame(rows, columns), str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_own_documents_that_are_not_there_are_refused(spark: Any, tmp_path: Path) -> None:
    from simcheck.spark.cross import cross_frame

    frame = spark.createDataFrame([("1", "甲"), ("2", "乙")], "id string, text string")
    some: list[tuple[Any, type[Exception]]] = [
        (["1", "3"], InvalidSettings),
        ([1], InvalidSettings),
        (["\ud800"], InvalidSettings),
        ("12", TypeError),
    ]
    for own, error in some:
        with pytest.raises(error, match="own"):
            cross_frame(frame, str(tmp_path), own=own)
    assert not list(tmp_path.iterdir())


def test_columns_of_which_nothing_is_known_count_for_nothing(spark: Any, tmp_path: Path) -> None:
    from pyspark.sql import functions as f

    from simcheck.spark.cross import cross_frame

    frame = framed(spark, villages()[:2]).withColumns({"title": f.lit(None), "content": f.lit(b"?")})
    found = cross_frame(frame.withColumn("name", f.lit(None)), str(tmp_path))
    assert {row["name"] for row in found["documents"].collect()} == {each.id for each in villages()[:2]}


def test_frames_that_differ_by_where_something_is_known_are_different(spark: Any, tmp_path: Path) -> None:
    """A unit is no author, though both are null where the other is known."""
    one, other = villages()[:2]
    for known in ({"unit": "石桥村"}, {"author": "石桥村"}):
        documents = [replace(one, metadata=known), other]
        assert by_cluster(spark, documents, tmp_path) == here(documents)


@pytest.mark.parametrize("lost", ["stages/described", "stages/merged", "tables/documents"])
def test_what_is_lost_is_made_again(spark: Any, lost: str, tmp_path: Path) -> None:
    documents = villages()
    expected = by_cluster(spark, documents, tmp_path)
    shutil.rmtree(tmp_path / lost)
    if lost.startswith("stages"):
        shutil.rmtree(tmp_path / "tables")
    assert by_cluster(spark, documents, tmp_path) == expected


@pytest.mark.parametrize("few", [0, 200_000])
def test_components_are_found_by_contraction(
    spark: Any, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcheck.spark import components
    from simcheck.spark.kept import Kept

    monkeypatch.setattr(components, "FEW", few)
    for number, edges in enumerate(([], _chain(300), _star(200), _drawn(400, 350))):
        kept = Kept(spark, str(tmp_path / f"{number}"), "of these")
        frame = spark.createDataFrame(edges, "a string, b string")
        found = components.components(kept, "found", frame)
        seen = dict(tuple(row) for row in found.collect())
        assert seen == _tops(edges)
        assert found.count() == len(seen)


def _chain(nodes: int) -> list[tuple[str, str]]:
    names = [f"{n * 7919 % 1009}" for n in range(nodes)]
    return list(zip(names, names[1:], strict=False))


def _star(nodes: int) -> list[tuple[str, str]]:
    return [("中", f"{n}") for n in range(nodes)] + [("甲", "乙")]


def _drawn(nodes: int, edges: int) -> list[tuple[str, str]]:
    rng = random.Random(nodes)
    drawn = [(f"{rng.randrange(nodes)}", f"{rng.randrange(nodes)}") for _ in range(edges)]
    # once more the other way round, and twice
    return [(a, b) for a, b in drawn if a != b] + [(b, a) for a, b in drawn[:50] if a != b] + [("1", "2"), ("1", "2")]


def _tops(edges: list[tuple[str, str]]) -> dict[str, str]:
    """By node the least that can be reached, followed step by step."""
    near: dict[str, set[str]] = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found = {}
    for node in sorted(near):
        todo = [] if node in found else [node]
        while todo:
            each = todo.pop()
            if each not in found:
                found[each] = node
                todo += near[each]
    return found


@pytest.mark.parametrize("folder", ["stages", "tables/pairs"])
def test_what_somebody_else_has_there_stays(spark: Any, folder: str, tmp_path: Path) -> None:
    theirs = tmp_path / folder / "mine.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("我的", encoding="utf-8")
    with pytest.raises(CannotWrite, match="others-in-it"):
        by_cluster(spark, villages(), tmp_path)
    assert theirs.read_text(encoding="utf-8") == "我的"
    assert not (tmp_path / "stages" / "documents").exists()
    shutil.rmtree(tmp_path / folder.split("/")[0])
    assert by_cluster(spark, villages(), tmp_path) == here(villages())
