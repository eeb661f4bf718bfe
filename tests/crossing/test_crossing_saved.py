"""A crossing as JSON: read back it is the same; what cannot be true of its documents is refused and said why."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support import ROOT
from support.crossings import AT, crossed, document, villages

import simcheck
from simcheck.crossing.crossing import Crossing
from simcheck.crossing.saved import FORMAT, SavedCrossing, crossing_json, crossing_of, is_crossing
from simcheck.errors import InvalidResult
from simcheck.model import FileFacts, Note
from simcheck.report.stamp import stamped, written


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    made = villages()
    made[0] = replace(
        made[0], file=FileFacts("0" * 64, 12, author="张三"), notes=(Note("traditional", None, {"count": 5}),)
    )
    own = [each.id for each in made if each.name.startswith("石坡村")]
    crossing = simcheck.cross(made, own=own, at=AT)
    return replace(crossing, notes=(Note("capped", None, {"document": made[1].name}),))


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


def test_the_schema_is_made_from_the_types() -> None:
    """docs/crossing.schema.json is made by tools/make_report_schema.py."""
    maker = runpy.run_path(str(ROOT / "tools" / "make_report_schema.py"))
    page: Path = maker["CROSSING"]
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        page.write_text(maker["crossing_page"](), encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == maker["crossing_page"]()


@pytest.mark.parametrize("texts", [True, False])
def test_the_types_name_all_of_it(crossing: Crossing, texts: bool) -> None:
    """What is decoded into them and written again has lost nothing."""
    written = json.loads(crossing_json(crossing, texts=texts))
    typed = json.loads(msgspec.json.encode(msgspec.json.decode(json.dumps(written), type=SavedCrossing)))
    assert _without_defaults(typed) == _without_defaults(written)


def _without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_defaults(inner) for name, inner in value.items() if inner not in (None, "", 0, False, [])
        }
    return [_without_defaults(inner) for inner in value] if isinstance(value, list) else value


def test_the_page_names_every_field(crossing: Crossing) -> None:
    page = (ROOT / "docs" / "result-format.md").read_text(encoding="utf-8")

    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            inner = [names(each) for key, each in value.items() if key not in ("settings", "facts", "metadata")]
            return {*value, *(name for some in inner for name in some)}
        return {name for each in value for name in names(each)} if isinstance(value, list) else set()

    assert not [name for name in names(json.loads(crossing_json(crossing))) if f"`{name}`" not in page]


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


def _raised(counts: dict[str, int]) -> dict[str, int]:
    return counts | {"part": counts["whole"], "passage": counts["whole"]}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["documents"][0].update(upper=_raised(data["documents"][0]["upper"])),
        lambda data: data["documents"][0].update(share=dict.fromkeys(("part", "whole", "passage"), 10**15)),
        lambda data: data["documents"][0].update(largest=data["documents"][0]["id"]),
        lambda data: data["documents"][0].update(templated=10**9),
        lambda data: data["documents"][0].update(common=10**9),
        lambda data: data["pairs"].append(data["pairs"][0]),
        lambda data: data["pairs"].append(
            data["pairs"][0] | {"a": data["pairs"][0]["b"], "b": data["pairs"][0]["a"], "findings": []}
        ),
        lambda data: [pair.update(a_share=_raised(pair["a_share"])) for pair in data["pairs"]],
        lambda data: [pair.update(a_telling={"part": 0, "whole": 0, "passage": 0}) for pair in data["pairs"]],
        lambda data: [pair.update(likeness="same-file") for pair in data["pairs"]],
        lambda data: data["pairs"][0].update(own="own-\x1b[31m"),
        lambda data: data.update(same=[[data["documents"][0]["id"], data["documents"][3]["id"]]]),
        lambda data: data.update(same=[[data["documents"][0]["id"]]]),
        lambda data: data["groups"][0]["documents"].pop(),
        lambda data: data["groups"][0]["documents"].append(data["documents"][-1]["id"]),
        lambda data: data["groups"].append(data["groups"][0]),
        lambda data: data["groups"][0].update(origin=data["groups"][0]["documents"][-1]),
        lambda data: data["groups"][0]["passages"].pop(),
        lambda data: data["passages"][0].update(origin=data["passages"][0]["holders"][-1]["document"]),
        lambda data: data["passages"][0].update(origin=data["documents"][-1]["id"]),
        lambda data: data["passages"][0].update(characters=999_999),
        lambda data: data["passages"][0].update(is_common=not data["passages"][0]["is_common"]),
        lambda data: data["passages"][0]["holders"][0].update(characters=10**12),
        lambda data: data["passages"][0]["holders"][0].update(date="1999-01-01"),
        lambda data: data["passages"][0]["holders"].append(data["passages"][0]["holders"][0]),
        lambda data: data["passages"][0]["holders"][0].update(parts=[[0, 1], [2, 3]]),
    ],
)
def test_what_its_texts_and_findings_do_not_say_is_refused(crossing: Crossing, change: Callable[[Any], object]) -> None:
    data = json.loads(crossing_json(crossing))
    change(data)
    with pytest.raises(InvalidResult, match="altered"):
        crossing_of(json.dumps(data))


def test_with_templates_and_above_a_half_it_is_read_back() -> None:
    """What templates gave is not known any more: then counts are bounded."""
    made = villages()
    form = document("表", made[0].text.split("\n")[1])
    for at in (0.3, 0.8):
        found = simcheck.cross(made, at=at, templates=[form])
        data = crossing_json(found)
        assert crossing_json(crossing_of(data)) == data
