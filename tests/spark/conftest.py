"""A session of Sail in this process, and small parts of what few documents have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.clusters import sail

from simcheck.crossing import pairs


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from simcheck.spark.cross import session

    with sail() as address:
        made = session(address)
        yield made
        made.stop()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many buckets, blocks and parcels, and keys of many, though there are few texts."""
    from simcheck.crossing import aligned
    from simcheck.spark import engine

    monkeypatch.setattr(pairs, "CAP", 6)
    monkeypatch.setattr(engine, "POSTINGS", 800)
    monkeypatch.setattr(engine, "BLOCK", 1_200)
    monkeypatch.setattr(aligned, "PARCEL", 20_000)
