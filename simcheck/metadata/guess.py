"""Guessed metadata: who wrote a text, where and when, as far as its title, its signature and its file name say so?

Guessed only from what stands at the edges of a text and in its name, and rather nothing than something wrong: a wrong
unit would make somebody's own text a stranger's. Of what stands in several places, the surest counts: the order is in
``guess``.
"""

from __future__ import annotations

from collections.abc import Mapping

from simcheck.entities.offices import UNIT_LIMIT
from simcheck.entities.people import PERSONAL
from simcheck.metadata.edges import head, tail
from simcheck.metadata.file_names import named_date, named_title, of_name, stem_of
from simcheck.metadata.signature import signature, words_around
from simcheck.metadata.titles import titled, top_of, year_in
from simcheck.model import Document


def guess(name: str, text: str) -> dict[str, str]:
    """What a text and its name (a file name or a relative path) tell; only the fields that were found.

    Looks at the head and the tail only (``edges``), and takes no date from the body.
    """
    stem, folders = stem_of(name)
    top = top_of(head(text))
    title = top.title or named_title(stem)
    near = words_around(top.around)
    end = signature(tail(text), bool(PERSONAL.search(title)))
    unit, sure = titled(title) if title else ("", False)
    unit = (unit if sure else "") or end.unit or near.unit or unit or of_name(stem, folders)
    found = {
        "title": title,
        "unit": unit if len(unit) <= UNIT_LIMIT else "",
        "date": end.date or near.date or year_in(title) or named_date(stem),
        "author": near.author or end.author,
    }
    return {field: value for field, value in found.items() if value}


def metadata_of(document: Document) -> Mapping[str, str]:
    """What is known of a document: its metadata, or what can be guessed; a corpus looked when it added it."""
    return document.metadata or guess(document.name, document.text)
