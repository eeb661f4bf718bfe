"""No text makes a function that scans texts, or a reader, slow: time grows as what is read does."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import pytest
from support.attacks import Attack
from support.growth import SURE, grows

from benchmarks.running import linear_documents, linear_texts
from simcheck.errors import SimcheckError
from simcheck.readers import decode

SCANNING: Final = (
    "paragraphs", "count_paragraphs", "sentences", "headings", "clauses", "notices", "blanks", "quotations", "guess",
    "guess from a name", "date", "overstruck", "escaped", "fit",
)  # fmt: skip
"""Of the functions that the benchmark measures, those that take a text from place to place."""


@pytest.mark.parametrize("name", SCANNING)
def test_a_function_takes_no_more_time_than_a_text_is_long(name: str) -> None:
    work = linear_texts.text_functions()[name]
    found = []
    for atom in linear_texts.TEXTS:
        words = grows(work, Attack("", atom, "a").text, 4 * SURE / len(atom))
        if words:
            found.append(f"{atom!r}: {words}")
    assert not found


# to guess an encoding takes long, and no longer for a large file: the benchmark shows it
DOCUMENTS: Final = [name for name in linear_documents.DOCUMENTS if not name.startswith("txt: ")]


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_reader_takes_no_more_time_than_a_document_is_large(name: str) -> None:
    def read(document: tuple[str, bytes]) -> None:
        with suppress(SimcheckError):
            decode(*document)

    assert not grows(read, linear_documents.DOCUMENTS[name], sizes=(50, 200, 800, 3_200))
