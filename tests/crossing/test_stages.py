"""The stages of a crossing are pure: the same rows give the same rows, in whatever order and parcels they come."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from support.crossings import villages

from simcheck.crossing import pairs, stages
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.pairs import Frequent
from simcheck.index.features import FINGERPRINTS, features
from simcheck.index.sketching import sketching
from simcheck.settings import Settings
from simcheck.store.rows import digest

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

Rows = list[dict[str, Any]]

PHRASES = ("石桥修好以后两岸人家都说好", "赶集的日子要多跑六趟才够用", "钥匙由三个组长轮流保管一年")
AROUND = (
    "堤坝抬高半尺", "磨坊让给邻村", "渡口夜里没船", "桑园租出三亩", "油坊榨了新籽", "晒场挂起灯笼", "祠堂换过瓦片",
)  # fmt: skip
FORMULA = "以上各项已在村口公示栏张贴七日，没有人提出不同意见，特此说明。"
TEXTS = [
    *(f"{each.text}\n{FORMULA}" for each in villages()),
    *(
        FORMULA + "。".join(f"{one}{phrase}{other}" for phrase in PHRASES)
        for one, other in zip(AROUND, AROUND[::-1], strict=True)
    ),
    "",
    "渡口修好了。",
    "\ud800渡口的缆绳换成了钢索，摆渡人在船头加了一圈栏杆。",
]
NONE = Frequent(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32))
SHIPPED = stages.given(Comparer(Settings(), NONE, len(TEXTS)))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """What three have many have."""
    monkeypatch.setattr(pairs, "CAP", 3)


def batch(rows: Rows, **kinds: Any) -> Any:
    return pyarrow.Table.from_pylist(rows, pyarrow.schema(kinds) if kinds else None).combine_chunks().to_batches()[0]


def documents() -> Rows:
    rows = [{"id": f"{n}", "text": text.encode("utf-8", "surrogatepass")} for n, text in enumerate(TEXTS)]
    return list({row["number"]: row for row in stages.identified(batch(rows)).to_pylist()}.values())


def texts() -> Rows:
    return list(stages.fingerprinted(batch(documents())).to_pylist())


def test_numbers_are_those_of_the_content_and_in_the_order_of_digests() -> None:
    rows = documents()
    assert [row["number"] for row in rows] == [stages.number_of(digest(text)) for text in dict.fromkeys(TEXTS)]
    assert sorted(rows, key=lambda row: row["number"]) == sorted(rows, key=lambda row: row["digest"])
    assert all(0 <= row["number"] < 1 << 63 for row in rows)
    characters: Rows = [{"id": "1", "text": TEXTS[0]}, {"id": "2", "text": None}]
    assert [row["content"] for row in stages.identified(batch(characters)).to_pylist()] == [TEXTS[0].encode(), b""]


def test_postings_are_those_of_the_index_whichever_texts_come_together() -> None:
    rows = documents()
    together = stages.fingerprinted(batch(rows)).to_pylist()
    assert together == [row for each in rows for row in stages.fingerprinted(batch([each])).to_pylist()]
    laid = features([row["content"].decode("utf-8", "surrogatepass") for row in rows], *sketching())
    assert [row["length"] for row in together] == laid.lengths.tolist()
    postings = laid.families[FINGERPRINTS]
    of = np.searchsorted(laid.starts, postings.places, side="right") - 1
    assert Counter(of.tolist()) == Counter({n: row["count"] for n, row in enumerate(together) if row["count"]})
    found = [np.frombuffer(row["key"], "<u4") for row in together]
    assert sorted(np.concatenate(found).tolist()) == sorted(postings.keys.tolist())


def test_what_templates_have_is_barred() -> None:
    rows = texts()
    out = np.unique(np.frombuffer(rows[0]["key"], "<u4"))
    left = stages.fingerprinted(batch(documents()), barred=out.tobytes()).to_pylist()
    assert left[0]["count"] == 0
    assert 0 < left[4]["count"] < rows[4]["count"]


def keyed(buckets: int, seed: int) -> tuple[Counter[Any], Rows]:
    rows = stages.postings(batch(texts()), buckets=buckets).to_pylist()
    random.Random(seed).shuffle(rows)
    sums: Counter[Any] = Counter()
    keys = []
    for bucket in range(buckets):
        some = [row for row in rows if row["bucket"] == bucket]
        for row in stages.keyed(pyarrow.Table.from_pylist(some), SHIPPED).to_pylist() if some else ():
            if row["kind"] == stages.KEY:
                keys.append(row)
            else:
                key = row["kind"], row["a"], row["b"]
                sums.update({(*key, kind): row[kind] for kind in ("weight", "chained") if row[kind]})
    return sums, sorted(keys, key=lambda row: row["a"])


def test_keys_tell_the_same_in_whatever_buckets_and_order() -> None:
    sums, keys = keyed(1, seed=1)
    assert keyed(1, seed=2) == keyed(7, seed=3) == (sums, keys)
    assert all(a < b for kind, a, b, _ in sums if kind != stages.MOST)
    assert {kind for kind, *_ in sums} == {stages.PAIR, stages.PAIR_BY_MOST, stages.MOST}
    held: Counter[int] = Counter()
    for row in texts():
        held.update(set(np.frombuffer(row["key"], "<u4").tolist()))
    many = {key: count for key, count in held.items() if count > pairs.CAP}
    assert many
    assert {row["a"]: row["b"] for row in keys if row["b"]} == many


def alike(texts: int) -> Rows:
    """What a key tells that so many texts have."""
    rows = [{"number": n, "count": 1, "key": b"\1\0\0\0", "around": b"\0" * 8} for n in range(texts)]
    rows = stages.postings(batch(rows), buckets=1).to_pylist()
    return list(stages.keyed(pyarrow.Table.from_pylist(rows), SHIPPED).to_pylist())


def test_a_key_of_many_joins_neighbours_only() -> None:
    """Of n texts n - 1 pairs, whatever n is: that is what a formula costs."""
    many = len(TEXTS) // 2
    found = alike(many)
    joined = [(row["a"], row["b"]) for row in found if row["kind"] == stages.PAIR and row["weight"]]
    assert joined == [(n, n + 1) for n in range(many - 1)]
    assert {row["kind"] for row in found} == {stages.PAIR, stages.KEY}
    assert [(row["a"], row["b"], row["weight"]) for row in found if row["kind"] == stages.KEY] == [(1, many, 0)]


def test_what_a_key_of_most_joins_is_told_apart() -> None:
    most = len(TEXTS) // 2 + 1
    found = alike(most)
    assert {row["kind"] for row in found} == {stages.PAIR_BY_MOST, stages.KEY, stages.MOST}
    joined = [(row["a"], row["b"]) for row in found if row["kind"] == stages.PAIR_BY_MOST and row["weight"]]
    assert joined == [(n, n + 1) for n in range(most - 1)]
    assert [(row["a"], row["weight"]) for row in found if row["kind"] == stages.MOST] == [(n, 1) for n in range(most)]


FLAGGED = [(name, "int64") for name in ("key", "contexts", "most")]


def parcel(rows: Rows, wanted: list[tuple[int, int]], flags: dict[int, tuple[int, int]], seed: int) -> Any:
    """The texts of some pairs, with their partners, in any order."""
    some = []
    for row in rows:
        partners = [b for a, b in wanted if a == row["number"]]
        if not partners and row["number"] not in {b for _, b in wanted}:
            continue
        random.Random(seed).shuffle(partners)
        own = set(np.frombuffer(row["key"], "<u4").tolist())
        flagged = [{"key": key, "contexts": c, "most": m} for key, (c, m) in flags.items() if key in own]
        some.append({**row, "partners": partners, "flagged": flagged or None})
    random.Random(seed).shuffle(some)
    kinds = {"partners": pyarrow.list_(pyarrow.int64())}
    kinds["flagged"] = pyarrow.list_(pyarrow.struct([(name, pyarrow.int64()) for name, _ in FLAGGED]))
    known = pyarrow.Table.from_pylist(some[:1]).schema
    schema = pyarrow.schema([(field.name, kinds.get(field.name, field.type)) for field in known])
    return pyarrow.Table.from_pylist(some, schema)


@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize("stage", ["shared", "compared"])
def test_pairs_come_out_the_same_in_whatever_parcels_and_order(stage: str, is_cut: bool) -> None:
    work = partial(getattr(stages, stage), is_cut=is_cut)
    rows = texts()
    flags = {row["a"]: (row["weight"], row["chained"]) for row in keyed(1, seed=1)[1]}
    assert any(contexts for contexts, _ in flags.values())
    assert any(of_most for _, of_most in flags.values())
    wanted = list(combinations(sorted(row["number"] for row in rows), 2))
    whole = work(parcel(rows, wanted, flags, 1), SHIPPED).to_pylist()
    assert work(parcel(rows, wanted, flags, 2), SHIPPED).to_pylist() == whole
    pieces = [work(parcel(rows, [pair], flags, 3), SHIPPED).to_pylist() for pair in wanted]
    of_pairs = [row for row in whole if row["b"] >= 0]
    assert [row for piece in pieces for row in piece if row["b"] >= 0] == of_pairs
    assert {(row["a"], row["b"]) for row in of_pairs} == set(wanted)
    # what is said of a text does not hang on what it is compared with
    marks = {row["a"]: row for row in whole if row["b"] < 0}
    assert all(row == marks[row["a"]] for piece in pieces for row in piece if row["b"] < 0)
