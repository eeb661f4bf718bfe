"""A crossing as JSON: read back it is the same; what cannot be true of its documents is refused and said why."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from support.crossings import crossed, document, villages

from simcheck.crossing.crossing import Crossing
from simcheck.crossing.saved import FORMAT, crossing_json, crossing_of, is_crossing
from simcheck.errors import InvalidResult
from simcheck.model import FileFacts, Note
from simcheck.report.stamp import stamped, written


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    made = villages()
    made[0] = replace(
        made[0], file=FileFacts("0" * 64, 12, author="张三"), notes=(Note("traditional", None, {"count": 5}),)
    )
    own = [("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")]
    return crossed(made, own=own, notes=[Note("capped", None, {"document": made[1].name})])


def test_what_is_read_back_is_the_same(crossing: Crossing) -> None:
    data = crossing_json(crossing)
    assert is_crossing(data)
    back = crossing_of(data)
    assert back == crossing
    assert [each.file for each in back.documents.values()] == [each.file for each in crossing.documents.values()]
    assert crossing_json(back) == data


def test_it_begins_like_every_result_and_is_known_as_ours(crossing: Crossing) -> None:
    data = stamped(f"{crossing_json(crossing)}\n".encode(), ".json", "9.9")
    assert written(data) is not None
    assert written(data.replace(b'"at":0.5', b'"at":0.6')) != written(data)
    assert crossing_of(data.decode()) == crossing


def test_halves_of_characters_are_read_back() -> None:
    made = crossed([document("甲\ud800", "春天来了\udc00。"), document("乙", "修路")])
    assert crossing_of(crossing_json(made)) == made


def changed(crossing: Crossing, path: str, value: Any) -> str:
    """The JSON with something else in one place."""
    data = json.loads(crossing_json(crossing))
    inner: Any = data
    *above, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    for part in above:
        inner = inner[part]
    inner[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("format", FORMAT + 1, "newer"),
        ("documents", [], "altered"),
        ("documents.0.largest", "nobody", "altered"),
        ("documents.0.share.part", 10**9, "altered"),
        ("documents.0.share.part", -1, "not-ours"),
        ("documents.1.id", "", "altered"),
        ("pairs.0.a", "nobody", "altered"),
        ("pairs.0.findings.0.kind", "unheard-of", "not-ours"),
        ("pairs.0.likeness", "unheard-of", "not-ours"),
        ("pairs.0.findings.0.left.end", 10**6, "altered"),
        ("groups.0.origin", "nobody", "altered"),
        ("groups.0.passages.0", "none", "altered"),
        ("passages.0.holders", [], "altered"),
        ("passages.0.holders.0.span", [5, 4], "altered"),
        ("passages.0.holders.0.document", "nobody", "altered"),
        ("same.0.0", "nobody", "altered"),
        ("at", 7, "not-ours"),
        ("settings", {"min_length": "x"}, "altered"),
    ],
)
def test_what_cannot_be_is_refused(crossing: Crossing, path: str, value: Any, reason: str) -> None:
    with pytest.raises(InvalidResult) as refused:
        crossing_of(changed(crossing, path, value), "x.json")
    assert (refused.value.path, refused.value.reason) == ("x.json", reason)


def test_without_texts_it_cannot_be_read(crossing: Crossing) -> None:
    data = crossing_json(crossing, texts=False)
    assert "镇党委" not in data
    with pytest.raises(InvalidResult, match="no-text"):
        crossing_of(data)


@pytest.mark.parametrize("data", ["", "{}", "[]", "1", '{"format":1,"simcheck":"x","type":"crossing"}', "甲"])
def test_what_is_none_is_refused(data: str) -> None:
    with pytest.raises(InvalidResult):
        crossing_of(data)
