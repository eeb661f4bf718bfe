"""Corpora to damage: one that simcheck made, and one that is handed over by a stranger."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import faults, foreign

from benchmarks.reading import fuzz_corpus
from benchmarks.running import crash_story
from benchmarks.texts import text_of
from simcheck import Background
from simcheck.corpus.collection import Corpus
from simcheck.corpus.frequencies import build
from simcheck.store import transaction
from simcheck.text.background import packed as table_of


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> faults.Made:
    folder = tmp_path_factory.mktemp("made")
    with Corpus.open(folder, create=True) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "FAN", 100)
        # so that a file still has what the catalogue says is gone
        patch.setattr(transaction, "GONE", 2)
        for number in range(1, 8):
            made.add(faults.document(number))
        with made._store.writing():
            files, _ = made._catalogue.files()
            for some in (files[:4], files[4:6]):
                transaction._merge(folder / ".simcheck", made._catalogue, some, set())
        made.remove("d3")
        return faults.Made(folder, made.check(faults.QUESTION).to_json(), faults.contents(made))


@pytest.fixture
def home(made: faults.Made, tmp_path: Path) -> Path:
    return made.copy(tmp_path / "corpus")


@pytest.fixture(scope="session")
def nursery() -> Iterator[crash_story.Nursery]:
    with crash_story.Nursery() as nursery:
        yield nursery


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with Corpus.open(folder, create=True) as made:
        for number in range(1, 6):
            made.add(foreign.document(number))
        made.tell_phrases(add=["全镇上下齐心协力"])
    return folder


@pytest.fixture
def there(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "corpus"))


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody's files, in which nothing may change."""
    folder = tmp_path / "victim"
    (folder / "deep").mkdir(parents=True)
    for name in ("report.txt", "deep/more.txt", "000000001-00000000.postings", "catalogue.sqlite"):
        (folder / name).write_text("谁也不许动。")
    before = fuzz_corpus._listing(folder)
    yield folder
    assert fuzz_corpus._listing(folder) == before


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("table")
    for number in range(6):
        (folder / f"{number}.txt").write_text(text_of(number) + "全镇上下齐心协力" * 3, encoding="utf-8")
    (folder / "table.npz").write_bytes(table_of(build([folder, folder])))
    assert Background.load(folder / "table.npz").totals == (6, 6)
    with zipfile.ZipFile(folder / "table.npz") as packed:
        return {name: packed.read(name) for name in packed.namelist()}
