"""What a corpus remembers of reading a document, as strangers may have changed it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from support.results import LEFT, RIGHT

from simcheck import Corpus, Document
from simcheck.errors import CatalogueDamaged
from simcheck.report.reader_notes import reading_from

READINGS: Final = (
    "", "{", "null", "7", "{}", "[[]]", '[{"code":"a"}]', '[{"code":1,"facts":{}}]', '[{"code":"a","facts":{"b":[]}}]',
    '[{"code":"a","span":[2,1],"facts":{}}]', '[{"code":"a","span":[0,99],"facts":{}}]', '{"notes":[],"pages":[5,1]}',
    '[{"code":"a","span":[-1,1],"facts":{}}]', '{"notes":[],"pages":[99]}', '{"notes":[],"pages":[1.5]}', "[" * 9999,
    '[{"code":"a","facts":{"b":1e999}}]', '[{"code":"a","facts":{"b":%s}}]' % ("9" * 5000), '{"pages":[0]}',
)  # fmt: skip


@pytest.mark.parametrize("data", READINGS)
def test_what_nobody_said_of_a_document_is_damage(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue may come from a stranger: its seals are right, and what it says is not."""
    with pytest.raises(ValueError):  # noqa: PT011 which one is no matter
        reading_from(data, 20)
    with Corpus.open(tmp_path, create=True) as corpus:
        monkeypatch.setattr("simcheck.corpus.addition.reading_data", lambda notes, pages: data)
        corpus.add(Document("a", "甲", RIGHT[:60]))
        with pytest.raises(CatalogueDamaged) as caught:
            corpus.check(LEFT)
    assert caught.value.reason == "record a"
