"""A crossing on a cluster gives what the local one gives, byte for byte; Sail is the cluster here, in this process."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.clusters import on_sail, sail
from support.crossings import villages

import simcheck
from simcheck.crossing import choosing, pairs, stages, tables
from simcheck.crossing.crossing import Crossing
from simcheck.crossing.saved import crossing_json
from simcheck.model import Document

pytestmark = on_sail


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with sail() as address:
        yield address


@pytest.fixture(scope="module")
def spark(address: str) -> Iterator[Any]:
    from simcheck.spark.cross import session

    made = session(address)
    yield made
    made.stop()


WORDS = ("堤坝", "磨坊", "渡口", "桑园", "石桥", "油坊", "晒场", "祠堂", "窑厂", "竹林", "水车", "集市", "药铺", "粮仓")
DOING = ("修好了", "让给了", "租给了", "清理了", "看守着", "丈量过", "登记了", "商量着", "抬高了", "补种了")
PHRASES = ("石桥修好以后两岸人家都说好", "赶集的日子要多跑六趟才够用", "钥匙由三个组长轮流保管一年")
FORMULA_OF_MOST = (
    "本表所列各项由三个小组逐户核对后抄正，底册存于祠堂西厢的木柜，钥匙分由两人保管，涂改之处须加盖手印方可作数。"
)
FORMULA = "以上各项已在村口公示栏张贴七日，没有人提出不同意见，特此说明。"


def told(number: int, lines: int = 12) -> list[str]:
    """Lines that are of this number alone."""
    rng = random.Random(number)
    return [
        "，".join(f"{rng.choice(WORDS)}{rng.choice(DOING)}{rng.choice(WORDS)}{rng.randint(2, 999)}处" for _ in range(3))
        + "。"
        for _ in range(lines)
    ]


def collection() -> list[Document]:
    """Villages, and what is hard: a family that is larger than a key joins, texts that are one, one but for white
    space, empty, spaced, of characters that no encoding has; and a formula and a phrase that all of a family have."""
    base = told(0, 20)
    family = []
    for n in range(14):
        rng = random.Random(f"family {n}")
        lines = [line for line in base if rng.random() < 0.8] + told(1000 + n, 3)
        lines += [f"{rng.choice(WORDS)}{rng.choice(DOING)}{each}{rng.choice(DOING)}{n}处。" for each in PHRASES]
        rng.shuffle(lines)
        family.append("\n".join([*lines, FORMULA]))
    texts = {f"家族{n}.txt": text for n, text in enumerate(family)}
    texts |= {"同一份.txt": family[3], "换了行.txt": family[4].replace("\n", "\r\n  ")}
    texts |= {
        "空.txt": "",
        "只有空白.txt": " \n\t",
        "短.txt": "渡口修好了。",
        "一半.txt": "\n".join(base[:10] + told(77)),
    }
    words = "the millers of the upper valley keep their own book of debts and read it aloud at the end of every winter"
    texts |= {
        "a.txt": f"{words}. Nobody else does.",
        "b.txt": f"It is said that {words}, and nobody laughs.",
        "\ud800.txt": f"\ud800{family[5]}",
    }
    rest = [Document(f"{n:03}", name, text) for n, (name, text) in enumerate(texts.items())]
    return villages() + rest


def with_formula() -> list[Document]:
    """The same, with a formula that most have, some of them with changes, one twice."""
    made = []
    for number, each in enumerate(collection()):
        rng = random.Random(f"formula {number}")
        lines = each.text.split("\n")
        formula = FORMULA_OF_MOST.replace("两人", "三人") if number % 7 == 3 else FORMULA_OF_MOST
        for _ in range(2 if number == 5 else number % 8 != 6):
            lines.insert(rng.randint(0, len(lines)), formula)
        made.append(Document(each.id, each.name, "\n".join(lines)))
    rest = [
        Document(f"其他{n}", f"其他{n}.txt", "\n".join([*told(2000 + n, 20), FORMULA_OF_MOST, *told(3000 + n, 20)]))
        for n in range(30)
    ]
    return made + rest


def local(documents: list[Document], **options: Any) -> str:
    return crossing_json(simcheck.cross(documents, jobs=1, **options))


def on_cluster(spark: Any, documents: list[Document], out: Path, **options: Any) -> str:
    from simcheck.spark.cross import cross

    return crossing_json(cross(spark, documents, str(out), **options))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many buckets, blocks and parcels, and keys of many, though there are few texts."""
    from simcheck.crossing import aligned
    from simcheck.spark import engine

    monkeypatch.setattr(pairs, "CAP", 6)
    monkeypatch.setattr(engine, "POSTINGS", 800)
    monkeypatch.setattr(engine, "BLOCK", 1_200)
    monkeypatch.setattr(aligned, "_PARCEL", 20_000)


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

    def killed(self: Kept, name: str, *given: str) -> None:
        if name == "compared" and not given:
            raise KeyboardInterrupt
        sealed(self, name, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "_seal", killed)
        with pytest.raises(KeyboardInterrupt):
            on_cluster(spark, documents[2:], tmp_path)
    # only what was being written
    for name in ("documents", "texts", "keys", "flagged", "candidates", "shared", "chosen"):
        shutil.rmtree(tmp_path / "stages" / f"{name}.whole")
    assert on_cluster(spark, documents, tmp_path) == expected


def test_a_frame_of_documents_gives_the_frames_of_the_tables(spark: Any, tmp_path: Path) -> None:
    from simcheck.spark.cross import cross_frame

    documents = [
        Document(f"{n}", each.name, each.text, {"date": "2024-12-01", "date_by": "given"})
        for n, each in enumerate(villages())
    ]
    rows = [(each.id, each.text, each.name, "2024-12-01", "given") for each in reversed(documents)]
    frame = spark.createDataFrame(rows, "id string, text string, name string, date string, date_by string")
    found = cross_frame(frame, str(tmp_path))
    crossing = simcheck.cross(documents, jobs=1)
    for name, some in tables.rows(crossing).items():
        seen = sorted(json.dumps(list(row)) for row in found[name].collect())
        # what is not known is null in a frame
        assert seen == sorted(json.dumps([None if value == "" else value for value in row]) for row in some), name
    assert len(crossing.pairs) > 3


def test_a_frame_that_lacks_something_is_refused(spark: Any, tmp_path: Path) -> None:
    from simcheck.spark.cross import cross_frame

    with pytest.raises(ValueError, match="text"):
        cross_frame(spark.createDataFrame([("1",)], "id string"), str(tmp_path))
    with pytest.raises(ValueError, match="not different"):
        cross_frame(spark.createDataFrame([("1", "甲"), ("1", "乙")], "id string, text string"), str(tmp_path))


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
