"""A saved result in which everything stands that one can have, to be changed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any, Final

import pytest

import simcheck
from simcheck import Document, Note, Report
from simcheck.errors import InvalidResult

LEFT: Final = (
    "全镇新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩。\n"
    "正如县志所说：“云溪之水，自北而南，灌田万顷，民赖其利。”柳湾村发放补贴四十二万元。\n"
    "以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神，坚持稳中求进工作总基调。\n"
)
RIGHT: Final = LEFT.replace("三处", "五处").replace("柳湾村", "石桥村").replace("改造", "又改造")

HOSTILE: Final = "\x1b]0;x\x07\x9b2J\u202e\u2066甲\x00\ud800\ufffe\r\n=1+1|<b>"
"""Words that would drive a terminal, if they were printed as they are."""

Json = dict[str, Any]


def whole() -> Json:
    """A result in which everything stands that one can have."""
    value: Json = json.loads(_whole())
    return value


@cache
def _whole() -> str:
    document = Document(
        "d", "甲.txt", LEFT, {"title": "总结"}, (Note("encoding", None, {"encoding": "GB18030"}),), (0, 30)
    )
    report = simcheck.compare(document, Document("s", "乙.docx", RIGHT, {"date": "2024"}, (), (0, 0, 40)))
    copies = {"s": (Document("c", "丙.txt", RIGHT, {"unit": "柳湾镇"}),)}
    findings = tuple(replace(f, evidence=replace(f.evidence, specific=30.5)) for f in report.findings)
    written = replace(report, findings=findings, copies=copies, searched=3).to_json()
    value = json.loads(written)
    assert value["marks"]
    assert value["notes"]
    assert any(finding["substitutions"] for finding in value["findings"])
    assert any(len(finding["edits"]) > 1 for finding in value["findings"])
    return written


def read(value: Json | str) -> Report:
    return Report.from_json(value if isinstance(value, str) else json.dumps(value), name="结果.json")


def reason(value: Json | str) -> str:
    with pytest.raises(InvalidResult) as caught:
        read(value)
    assert caught.value.path == "结果.json"
    return caught.value.reason


def put(value: Json, path: str, new: Any) -> Json:
    """The value with another one at a path like findings.0.blocks."""
    *inside, last = (int(word) if word.isdigit() else word for word in path.split("."))
    at: Any = value
    for word in inside:
        at = at[word]
    at[last] = new
    return value
