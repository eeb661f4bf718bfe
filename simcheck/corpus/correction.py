"""What a user says of a record that is there: its unit, date, author, title; what he takes back is guessed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simcheck.corpus.addition import known_of, said_of
from simcheck.entities.dates import date
from simcheck.errors import InvalidSettings, UnknownRecord
from simcheck.metadata.guess import guess
from simcheck.metadata.sidecar import DATE_BY
from simcheck.store.changes import now, put_fact, put_metadata
from simcheck.store.rows import Row
from simcheck.store.store import Store

LONGEST: Final = 10_000
"""Characters of one word on a record."""


def correct(store: Store, id: str, metadata: Mapping[str, str]) -> Row:
    """See ``Corpus.correct``. Raises ``InvalidSettings`` for a date that is none, and for what is too long."""
    metadata = {name: value.strip() for name, value in metadata.items()}
    for name, value in metadata.items():
        if len(value) > LONGEST:
            raise InvalidSettings(name, f"{value[:20]}…", "too-long")
    if metadata.get("date") and date(metadata["date"]) is None:
        raise InvalidSettings("date", metadata["date"], "bad-date")
    with store.writing():
        catalogue = store.catalogue
        row = catalogue.record(id)
        if row is None:
            raise UnknownRecord(str(store.folder), id)
        said = {name: value for name, value in (said_of(row) | metadata).items() if value}
        if "date" in metadata:
            said.pop(DATE_BY, None)
            if "date" in said:
                said["date"] = date(said["date"]) or said["date"]
        text = catalogue.content(row.text) or ""
        known, guessed = known_of(said, guess(row.place or row.name, text))
        row = row._replace(metadata=known, guessed=guessed)
        with catalogue.writing() as db:
            put_metadata(db, row)
            put_fact(db, "updated", now())
    return row
