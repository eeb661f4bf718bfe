"""A corpus of the sample reports, and servers that search it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import copied
from support.serving import Server, serving

from simcheck.corpus.collection import Corpus


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    paths = copied("*.txt", folder / "corpus")
    with Corpus.open(folder / "corpus", create=True) as corpus:
        corpus.add_all(paths)
    return folder


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for a module, whose tests do not stand in each other's way."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(filled / "corpus", folder / "corpus")
    with serving(folder) as running:
        yield running


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Path:
    """A folder with a corpus, for a server of one's own."""
    shutil.copytree(filled / "corpus", tmp_path / "corpus")
    return tmp_path
