"""A crossing as tables: columns that stay, types that do not hang on what is in them, files that destroy nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simcheck.crossing import tables
from simcheck.crossing.crossing import Crossing, Group, Holding, Likeness, Pair, Passage, Standing
from simcheck.errors import CannotWrite, MissingPackage, WouldOverwrite
from simcheck.i18n.explain import explain
from simcheck.model import Document, FileFacts, Note, Span
from simcheck.report.counting import Share

WORDS = "河堤加固四百二十米，值班表贴在每个村的公示栏里，谁值哪一天、电话多少，群众都看得见。"


def crossing() -> Crossing:
    """Three documents, two of which share a passage; of the third nothing is known, not even how to write its name."""
    facts = FileFacts("a" * 64, 120, "docx")
    one = Document(
        "1", "甲村总结.docx", WORDS, {"unit": "甲村", "date": "2024-10-28", "date_by": "signature"}, file=facts
    )
    two = Document("2", "乙村总结.txt", f"前言。{WORDS}", {"unit": "乙村"})
    three = Document("3", "坏\udcff名.txt", "别的。")
    share, upper, none = Share(36, 36, 40), Share(30, 38, 33), Share(0, 2, 0)
    held = (Holding("1", Span(0, len(WORDS)), 36, "2024-10-28"), Holding("2", Span(3, 3 + len(WORDS)), 36))
    return Crossing(
        documents={each.id: each for each in (one, two, three)},
        pairs=(Pair("1", "2", share, upper, upper, upper, (), Likeness.NEAR, "own-said"),),
        groups=(Group(("1", "2"), ("p1",), "1"),),
        passages=(Passage("p1", 36, held, "1"),),
        standings={"1": Standing(share, upper, 3, 2, "2"), "2": Standing(share, upper), "3": Standing(none, none)},
        at=0.2,
    )


def empty() -> Crossing:
    return Crossing({}, (), (), (), {}, 0.2)


def test_the_columns_are_these_and_stay() -> None:
    """Programs of others read them: a new one comes last, none goes."""
    assert {table: list(columns) for table, columns in tables.COLUMNS.items()} == {
        "documents": [
            "document", "name", "unit", "author", "date", "date_by", "length", "part", "whole", "ratio", "upper_part",
            "upper_ratio", "templated", "common", "largest", "group", "sha256",
        ],
        "pairs": [
            "a", "b", "a_name", "b_name", "ratio", "a_part", "a_whole", "a_ratio", "b_part", "b_whole", "b_ratio",
            "a_upper_part", "a_upper_ratio", "b_upper_part", "b_upper_ratio", "likeness", "own", "findings",
            "telling", "a_telling_part", "a_telling_whole", "a_telling_ratio", "b_telling_part", "b_telling_whole",
            "b_telling_ratio",
        ],
        "passages": [
            "passage", "characters", "holders", "origin", "is_common", "document", "name", "start", "end", "held",
            "date", "text",
        ],
        "groups": ["group", "documents", "passages", "origin", "document", "name"],
        "findings": [
            "a", "b", "n", "kind", "grade", "flags", "a_start", "a_end", "b_start", "b_end", "substitutions", "bits",
        ],
        "notes": ["note", "n"],
    }  # fmt: skip


@pytest.mark.parametrize("made", [crossing(), empty()], ids=["some", "nothing"])
def test_every_row_has_a_value_for_every_column(made: Crossing) -> None:
    for table, rows in tables.rows(made).items():
        assert {len(row) for row in rows} <= {len(tables.COLUMNS[table])}


def test_notes_stand_beside_what_they_are_of() -> None:
    noted = replace(empty(), notes=(Note("cross-from-runs", facts={"n": 7}), Note("cross-neighbours")))
    assert tables.rows(noted)["notes"] == [("cross-from-runs", 7), ("cross-neighbours", None)]


def test_rows_say_what_the_crossing_says() -> None:
    rows = tables.rows(crossing())
    named = {
        table: [dict(zip(tables.COLUMNS[table], row, strict=True)) for row in some] for table, some in rows.items()
    }
    first, second, third = named["documents"]
    assert (first["unit"], first["date_by"], first["part"], first["largest"], first["group"]) == (
        "甲村",
        "signature",
        36,
        "2",
        1,
    )
    assert first["sha256"] == "a" * 64
    assert (second["date"], second["sha256"], third["group"]) == (None, None, None)
    assert third["ratio"] == 0.0
    (pair,) = named["pairs"]
    assert (pair["a_ratio"], pair["b_part"], pair["likeness"], pair["own"]) == (1.0, 30, "near", "own-said")
    assert [row["text"] for row in named["passages"]] == [WORDS, WORDS]
    assert [(row["group"], row["document"], row["origin"]) for row in named["groups"]] == [(1, "1", "1"), (1, "2", "1")]


@pytest.mark.parametrize("made", [crossing(), empty()], ids=["some", "nothing"])
def test_frames_have_the_same_types_whatever_is_in_them(made: Crossing) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frames = made.to_pandas()
    kinds = {"text": "string", "count": "Int64", "ratio": "float64", "truth": "bool"}
    for table, columns in tables.COLUMNS.items():
        frame = frames[table]
        assert list(frame.columns) == list(columns)
        assert [str(kind) for kind in frame.dtypes] == [kinds[kind] for kind in columns.values()]
        assert len(frame) == len(tables.rows(made)[table])


def test_what_is_not_known_is_null_and_a_name_that_is_no_text_is_marked() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    documents = crossing().to_pandas()["documents"]
    assert documents["date"].isna().tolist() == [False, True, True]
    assert documents["group"].isna().tolist() == [False, False, True]
    assert documents["name"].tolist()[2].startswith("坏\ufffd")


def test_files_of_parquet_are_read_back_as_they_were(tmp_path: Path) -> None:
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    made = crossing()
    paths = made.to_parquet(tmp_path / "new" / "folder")
    assert [Path(path).name for path in paths] == [f"{table}.parquet" for table in tables.COLUMNS]
    for path in paths:
        assert parquet.read_table(path).equals(made.to_arrow()[Path(path).stem])
    assert empty().to_parquet(tmp_path / "new" / "folder") == paths
    assert parquet.read_table(paths[0]).num_rows == 0
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(
        Path(path).name for path in paths
    )


@pytest.mark.parametrize("other", ["text", "table", "folder", "link"])
def test_what_is_not_ours_is_not_overwritten(other: str, tmp_path: Path) -> None:
    arrow: Any = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    there = tmp_path / "groups.parquet"
    if other == "text":
        there.write_text("mine", encoding="utf-8")
    elif other == "table":
        parquet.write_table(arrow.table({"a": [1]}), there)
    elif other == "folder":
        there.mkdir()
    else:
        there.symlink_to(tmp_path / "elsewhere.parquet")
    with pytest.raises(WouldOverwrite):
        crossing().to_parquet(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["groups.parquet"]


def test_where_no_folder_can_be_is_said(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotWrite):
        crossing().to_parquet(tmp_path / "file")


@pytest.mark.parametrize(("package", "ask"), [("pandas", "to_pandas"), ("pyarrow", "to_arrow")])
def test_a_package_that_is_not_there_is_named_with_the_remedy(
    package: str, ask: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackage) as raised:
        getattr(crossing(), ask)()
    assert raised.value.package == package
    for lang in ("zh", "en"):
        told = explain(raised.value, "zh" if lang == "zh" else "en")
        assert package in told.title
        assert told.advice == 'pip install "simcheck-zh[tables]"'
