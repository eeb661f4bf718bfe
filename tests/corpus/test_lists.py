"""Lists of documents, one a line, with lines of every kind in them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from support.results import HOSTILE, LEFT

from benchmarks.reading import fuzz_results
from simcheck import Corpus
from simcheck.corpus.inputs import Failures, Listing, Said

Run = Callable[..., tuple[int, str, str]]

GOOD: Final = json.dumps({"id": "g", "text": LEFT})


def taken(tmp_path: Path, *lines: str | bytes) -> tuple[list[Any], Failures]:
    """What becomes of the lines of a list."""
    path = tmp_path / "单.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    listing = Listing([path], tmp_path, Said())
    return list(listing.inputs()), listing.failed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "not-a-text-record"),
        ("[]", "not-a-text-record"),
        ("null", "not-a-text-record"),
        ('"text"', "not-a-text-record"),
        ("{}", "not-a-text-record"),
        ('{"text": 7}', "not-a-text-record"),
        ('{"text": null, "content": "甲"}', "not-a-text-record"),
        ('{"text": ["甲"]}', "not-a-text-record"),
        ('{"text": NaN}', "not-a-text-record"),
        ('{"text": "甲", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "not-a-text-record"),
        ("[" * 1_000_000, "not-a-text-record"),
        (b'{"text": "\xff\xfe"}', "not-a-text-record"),
        (b'{"text": "\xed\xa0\x80"}', "not-a-text-record"),
        (b'\xff\xfe{\0"\0', "not-a-text-record"),
        ('{"text": "甲", "id": []}', "bad-field"),
        ('{"text": "甲", "id": {"a": 1}}', "bad-field"),
        ('{"text": "甲", "id": true}', "bad-field"),
        ('{"text": "甲", "id": %s}' % ("9" * 5000), "bad-field"),
        ('{"text": "甲", "id": 1e999}', "bad-field"),
        ('{"text": "甲", "id": "%s"}' % ("x" * 2001), "bad-field"),
        ('{"text": "甲", "date": ["2024"]}', "bad-field"),
        ('{"content": "甲", "title": {"zh": "乙"}}', "bad-field"),
        ('{"text": "甲", "author": "%s"}' % ("x" * 10**6), "bad-field"),
    ],
)
def test_a_bad_line_is_told_and_spoils_no_other(tmp_path: Path, line: str | bytes, expected: str) -> None:
    good, failed = taken(tmp_path, line, "", GOOD)
    assert [source.name for source in good] == ["单.jsonl#g"]
    ((place, error),) = failed
    assert place == "单.jsonl:1"
    assert vars(error) == {"name": "PATH", "value": f"{tmp_path / '单.jsonl'}:1", "reason": expected}


@pytest.mark.parametrize(
    ("line", "id", "said"),
    [
        (b'\xef\xbb\xbf{"text": "\xe7\x94\xb2"}', "1", {}),
        ('{"text": "甲", "id": null, "title": null, "date": ""}', "1", {}),
        ('{"text": "甲", "id": 0, "author": 0}', "0", {}),
        ('{"text": "甲", "id": 1.5, "date": 20240315}', "1.5", {"date": "2024-03-15"}),
        ('{"text": "甲", "id": 12345678901234567890123, "date": "去年"}', "12345678901234567890123", {"date": "去年"}),
        ('{"text": "甲", "id": "a", "id": "b"}', "b", {}),
        ('{"text": "甲\\ud800", "id": "\\udcff\\u0000\\u202e"}', "\udcff\0\u202e", {}),
        ('{"text": "甲\\u0000", "unit": "=1+1", "other": [[1e5]]}', "1", {"unit": "=1+1"}),
        ('{"content": "甲", "title": "../../a"}', "1", {"title": "../../a"}),
    ],
)
def test_lines_that_can_be_taken(tmp_path: Path, line: str | bytes, id: str, said: dict[str, str]) -> None:
    (source, _), failed = taken(tmp_path, line, GOOD)
    assert failed == []
    assert (source.name, dict(source.said)) == (f"单.jsonl#{id}", said)


def test_a_line_longer_than_any_document_is_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.corpus.inputs.LIMIT", 1000)
    good, failed = taken(tmp_path, GOOD, "x" * 3_000_000, '{"text": "%s"}' % ("甲" * 400), GOOD.replace("g", "h"))
    assert [source.name for source in good] == ["单.jsonl#g", "单.jsonl#h"]
    assert [(place, error.code) for place, error in failed] == [
        ("单.jsonl:2", "too-large"),
        ("单.jsonl:3", "too-large"),
    ]
    assert vars(failed[0][1])["size"] == 3_000_001


def test_odd_lines_go_into_a_corpus_and_out_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"id": f"{HOSTILE}{n}", "title": HOSTILE, "date": HOSTILE, "text": LEFT + str(n)} for n in range(3)]
    Path("单.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("corpus", "add", "单.jsonl", "--corpus", ".")[0] == 0
    for arguments in (("corpus", "list"), ("corpus", "stats"), ("check", "单.jsonl#", "--help")):
        assert not fuzz_results.DRIVES.search(run(*arguments)[1])
    with Corpus.open(tmp_path) as corpus:
        fuzz_results.everywhere(corpus.check(LEFT), random.Random(1))
