"""A table is counted from texts: versions once, small collections in full; and an older one still loads."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from support.parts import letters

from simcheck import Background
from simcheck.corpus import frequencies
from simcheck.corpus.frequencies import build
from simcheck.errors import Empty, InvalidSettings
from simcheck.text.background import packed
from simcheck.text.normalize import normalize

FORMULA = "渡口检修要摆上议事日程件件有着落"
NEWS = "灯塔今晨鸣笛两声提醒返航渔船靠岸"


def codes(text: str) -> np.typing.NDArray[np.uint32]:
    return normalize(text).codes


def folder(path: Path, *texts: str) -> Path:
    path.mkdir()
    for number, text in enumerate(texts):
        (path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return path


def how_many(table: Background, wording: str) -> int:
    (found,) = set(table.documents(codes(wording)).tolist())
    return int(found)


def test_versions_of_a_text_are_one_for_its_wording(tmp_path: Path) -> None:
    # more than half is the same: a family, but each is a text of its own
    versions = [letters(1, 600) + letters(10 + n, 200) + FORMULA for n in range(5)]
    others = [letters(100 + n, 600) + FORMULA * (n < 2) for n in range(5)]
    table = build([folder(tmp_path / "genre", *versions, *others)])
    assert table.totals == (10,)
    assert how_many(table, FORMULA) == 3
    # runs of four count documents
    seven = np.log2(10 / 7)
    assert table.information(codes(FORMULA)) == pytest.approx(np.full(len(FORMULA) - 3, seven), rel=1e-5)


def test_a_family_alone_makes_nothing_known(tmp_path: Path) -> None:
    versions = [letters(1, 600) + letters(10 + n, 200) + FORMULA for n in range(6)]
    table = build([folder(tmp_path / "genre", *versions)])
    assert table.totals == (6,)
    assert how_many(table, FORMULA) == 0


def test_nearly_the_same_text_is_counted_once(tmp_path: Path) -> None:
    copies = [letters(1, 900) + letters(10 + n, 30) + FORMULA for n in range(4)]
    table = build([folder(tmp_path / "genre", *copies)])
    assert table.totals == (1,)


def test_documents_of_a_small_collection_count_as_documents(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(3)))
    few = folder(tmp_path / "few", *(letters(200 + 10 * n, 300) + NEWS * (n < 3) for n in range(4)))
    many = folder(tmp_path / "many", *(letters(500 + 10 * n, 300) + FORMULA * (n < 9) for n in range(20)))
    table = build([genre, few, many])
    assert table.totals == (3, 20)
    assert table.unit == 5.0
    assert how_many(table, NEWS) == 3
    # of the large collection no more are told than the small one has
    assert how_many(table, FORMULA) == 4


def test_phrases_are_known(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(8)))
    phrases = tmp_path / "phrases.txt"
    phrases.write_text(f"# 渡口\n{FORMULA}\n", encoding="utf-8")
    table = build([genre], phrases=phrases)
    assert how_many(table, FORMULA) == 4


def test_only_so_many_long_runs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [letters(10 * n, 300) + NEWS * (n < 3) + letters(999, 9) + FORMULA for n in range(6)]
    monkeypatch.setattr(frequencies, "_LONG_ENTRIES", len(FORMULA) - 7)
    table = build([folder(tmp_path / "genre", *texts)])
    assert how_many(table, FORMULA) == 6
    assert how_many(table, NEWS) == 0


def test_packing_keeps_all(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) + FORMULA for n in range(4)))
    few = folder(tmp_path / "few", *(letters(200 + 10 * n, 300) + NEWS for n in range(3)))
    many = folder(tmp_path / "many", *(letters(500 + 10 * n, 300) for n in range(7)))
    table = build([genre, few, many])
    path = tmp_path / "own.npz"
    path.write_bytes(packed(table))
    loaded = Background.load(path)
    assert (loaded.keys == table.keys).all()
    assert (loaded.counts == table.counts).all()
    assert (loaded.totals, loaded.unit, loaded.digest) == (table.totals, table.unit, table.digest)


def test_a_table_of_short_runs_alone_still_loads(tmp_path: Path) -> None:
    """Version 0.2 wrote no ``unit`` and counted no long runs."""
    table = build([folder(tmp_path / "genre", *(letters(10 * n, 300) + FORMULA for n in range(4)))])
    held = dict(np.load(BytesIO(packed(table))))
    del held["unit"], held["published_upper"], held["published_lower"]
    path = tmp_path / "older.npz"
    np.savez(path, **held)
    loaded = Background.load(path)
    assert loaded.unit == 1.0
    assert not len(loaded.published)
    assert (loaded.information(codes(FORMULA)) == table.information(codes(FORMULA))).all()


@pytest.mark.parametrize("unit", [[0.5], [np.nan], [np.inf], [2.0, 2.0], []])
def test_a_unit_that_cannot_be_is_refused(tmp_path: Path, unit: list[float]) -> None:
    table = build([folder(tmp_path / "genre", *(letters(10 * n, 300) + FORMULA for n in range(4)))])
    held = dict(np.load(BytesIO(packed(table)))) | {"unit": np.array(unit)}
    path = tmp_path / "odd.npz"
    np.savez(path, **held)
    with pytest.raises(InvalidSettings):
        Background.load(path)


STATUTE = "摆渡人每趟开船以前应当把船板上的青苔刮净，看过缆桩和救生竹筏，再请过渡的人按先老后小的次序上船坐稳。"


def test_what_one_public_text_has_is_public(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(4)))
    table = build([genre], public=[folder(tmp_path / "public", STATUTE + letters(77, 300))])
    written = letters(5, 90) + STATUTE + letters(6, 90)
    mask = table.public(codes(written))
    start, length = len(codes(letters(5, 90))), len(codes(STATUTE))
    # of each end some characters are missed, because only a part of the runs is kept; nothing else is taken in
    assert mask[start : start + length].mean() > 0.8
    assert not mask[:start].any()
    assert not mask[start + length :].any()
    assert not build([genre]).public(codes(written)).any()
    assert not table.known(codes(STATUTE)).any()


def test_a_short_phrase_of_a_public_text_tells_nothing(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(4)))
    table = build([genre], public=[folder(tmp_path / "public", STATUTE)])
    for at in range(0, 36, 3):
        assert not table.public(codes(letters(5, 90) + STATUTE[at : at + 12] + letters(6, 90))).any()


def test_public_runs_are_packed_and_part_of_the_digest(tmp_path: Path) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(4)))
    table = build([genre], public=[folder(tmp_path / "public", STATUTE + letters(77, 900))])
    path = tmp_path / "own.npz"
    path.write_bytes(packed(table))
    loaded = Background.load(path)
    assert len(loaded.published) > 100
    assert (loaded.published == table.published).all()
    assert loaded.digest == table.digest != build([genre]).digest


@pytest.mark.parametrize("damage", ["descending", "beyond", "short"])
def test_public_runs_that_cannot_be_are_refused(tmp_path: Path, damage: str) -> None:
    genre = folder(tmp_path / "genre", *(letters(10 * n, 300) for n in range(4)))
    held = dict(np.load(BytesIO(packed(build([genre], public=[folder(tmp_path / "public", letters(77, 900))])))))
    upper = held["published_upper"].copy()
    upper[:] = {"descending": upper[::-1], "beyond": upper + len(held["published_lower"]), "short": upper}[damage]
    held["published_upper"] = upper[:-1] if damage == "short" else upper
    path = tmp_path / "odd.npz"
    np.savez(path, **held)
    with pytest.raises(InvalidSettings):
        Background.load(path)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Empty):
        build([folder(tmp_path / "genre")])
