"""How a result was made: it is kept with a saved result, changes nothing of what was found, and is no way in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from support.screens import sample

from simcheck import Report, Settings
from simcheck.errors import InvalidResult
from simcheck.report.circumstances import Circumstances, CorpusState, GivenFile, sha256_of

HASH = "0123456789abcdef" * 4
MADE = Circumstances(
    created="2026-11-29T08:00:26+08:00",
    simcheck="0.3.0",
    command=("simcheck", "check", "关于“十四五”总结 (1).docx", "--own", "a\nb\ud800"),
    corpus=CorpusState("语料库/", 12, "2026-11-20T18:02:00+0800", HASH),
    templates=(GivenFile("模板.docx", HASH), GivenFile("-")),
    public_sha256=HASH,
    settings_sha256=sha256_of(Settings()),
)


def saved(made: Circumstances) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(replace(sample(), circumstances=made).to_json())
    return {**value, "created": made.created, "simcheck": made.simcheck}


def test_it_comes_back_as_it_was() -> None:
    again = Report.from_json(json.dumps(saved(MADE)))
    assert again.circumstances == MADE
    assert again == sample()


def test_a_result_from_python_has_none_and_no_clock() -> None:
    assert '"circumstances"' not in sample().to_json()
    assert Report.from_json(sample().to_json()).circumstances is None
    older = Report.from_json(json.dumps({**json.loads(sample().to_json()), "created": "2026-01-02T03:04:05+08:00"}))
    assert older.circumstances
    assert (older.circumstances.created, older.circumstances.command) == ("2026-01-02T03:04:05+08:00", ())


@pytest.mark.parametrize(
    "lie",
    [
        {"command": "simcheck"},
        {"command": [1]},
        {"command": ["x"] * 10_001},
        {"settings_sha256": "\x1b[31m"},
        {"public_sha256": HASH.upper()},
        {"corpus": {"folder": "c", "documents": -1, "updated": "", "sha256": HASH}},
        {"corpus": {"folder": "c", "documents": 1, "updated": "", "sha256": "x"}},
        {"templates": [{"name": 1}]},
        [],
    ],
)
def test_what_it_cannot_be_is_refused(lie: Any) -> None:
    with pytest.raises(InvalidResult):
        Report.from_json(json.dumps(saved(MADE) | {"circumstances": lie}))


def test_settings_have_one_hash_each() -> None:
    assert sha256_of(Settings()) == sha256_of(Settings())
    assert sha256_of(Settings()) != sha256_of(Settings(min_length=20))
