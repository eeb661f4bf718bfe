"""Fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simcheck import Corpus


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "文稿", create=True) as made:
        yield made
