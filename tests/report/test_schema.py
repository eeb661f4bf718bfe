"""The types of a saved result name all of it, and are what docs/report.schema.json is made from."""

from __future__ import annotations

import json
import os
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
import pytest
from support import ROOT

import simcheck
from simcheck import Corpus, Report
from simcheck.report.schema import Result, WrittenResult
from simcheck.report.serialise import FORMAT

DOCUMENTS: Final = ROOT / "tests" / "data" / "documents"
SAVED: Final = sorted((ROOT / "tests" / "data").glob("made-by-*/*.json"))


def test_the_schema_is_made_from_the_types() -> None:
    """docs/report.schema.json is made by tools/make_report_schema.py."""
    maker = runpy.run_path(str(ROOT / "tools" / "make_report_schema.py"))
    page: Path = maker["PAGE"]
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        page.write_text(maker["page"](), encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == maker["page"]()


def conforms(written: str) -> None:
    """Whether the types name all of a result, and nothing that it does not hold; of an older one what is read of it."""
    if json.loads(written)["format"] < FORMAT:
        msgspec.json.decode(written, type=Result)
        return
    typed = msgspec.json.decode(written, type=WrittenResult)
    assert json.loads(msgspec.json.encode(typed)) == json.loads(written)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_saved_is_as_the_schema_says(path: Path) -> None:
    if path.name != "stats.json":
        for line in path.read_text(encoding="utf-8").splitlines():
            conforms(line)


def test_every_result_of_the_samples_is_as_the_schema_says(tmp_path: Path) -> None:
    """Compared, and checked against a corpus with copies; with texts and without, and read back."""
    texts = [simcheck.read(path) for path in (*sorted(ROOT.glob("corpus/*.txt"))[:3], *DOCUMENTS.glob("p*.*"))]
    results = [simcheck.compare(a, b) for a in texts for b in texts[:3]]
    with Corpus.open(tmp_path, create=True) as corpus:
        for each in texts:
            corpus.add(each)
            corpus.add(replace(each, id=f"{each.id}2", name="又一份.txt"))
        results += [corpus.check(replace(each, id="question")) for each in texts]
    assert any(result.copies for result in results)
    assert any(source.pages for result in results for source in result.sources.values())
    for result in results:
        conforms(result.to_json())
        conforms(result.to_json(texts=False))
        assert Report.from_json(result.to_json()).to_json() == result.to_json()
