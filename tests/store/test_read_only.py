"""Where nothing may be written a corpus is listed and checked, and says why it cannot grow."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.faults import (
    Made,
    document,
    look,
    needs_posix,
)

from benchmarks.texts import text_of
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CannotWrite,
    CorpusBusy,
    NoCorpus,
)
from simcheck.store import lock


@pytest.fixture
def reachable(made: Made) -> Iterator[Path]:
    """A copy of the corpus in a folder that every user can reach."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    yield made.copy(top / "corpus")
    for path in top.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(top)


def make_read_only(home: Path) -> None:
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)


@needs_posix
def test_a_corpus_that_may_only_be_read_is_listed_and_checked_and_says_why_it_cannot_grow(
    reachable: Path, made: Made
) -> None:
    make_read_only(reachable)
    before = sorted(path.name for path in reachable.rglob("*"))
    seen = look(reachable)
    assert seen.pop("held") == made.held
    assert seen.pop("check") == made.answer
    refused = ["cannot-write", "no-permission"]
    assert seen == dict.fromkeys(("open", "create", "verify")) | dict.fromkeys(("add", "remove", "rebuild"), refused)
    assert sorted(path.name for path in reachable.rglob("*")) == before


@needs_posix
@pytest.mark.parametrize("is_open", [False, True], ids=["killed", "open"])
def test_a_corpus_whose_log_nobody_brought_in_may_still_be_read(reachable: Path, made: Made, is_open: bool) -> None:
    with contextlib.ExitStack() as stack:
        grown = stack.enter_context(Corpus.open(reachable))
        grown.add(document(20))
        assert (reachable / ".simcheck" / "catalogue.sqlite-wal").stat().st_size
        looked = reachable
        if not is_open:
            looked = reachable.with_name("killed")
            shutil.copytree(reachable, looked)
        make_read_only(looked)
        seen = look(looked)
        assert seen["held"] == made.held | {"d20": text_of(20)}
        assert seen["add"] == ["cannot-write", "no-permission"]
        for path in looked.rglob("*"):
            path.chmod(0o700)


@needs_posix
def test_a_corpus_that_may_not_be_read_at_all_says_so(reachable: Path) -> None:
    (reachable / ".simcheck").chmod(0o700)
    if os.getuid():
        (reachable / ".simcheck").chmod(0)
    refused = ["no-access", "no-read-permission"]
    assert look(reachable)["open"] == refused
    (reachable / ".simcheck").chmod(0o755)
    (reachable / ".simcheck" / "catalogue.sqlite").chmod(0o600 if not os.getuid() else 0)
    assert look(reachable)["open"] == refused


def test_a_folder_that_cannot_hold_a_corpus_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite) as refused:
        Corpus.open(tmp_path / "file", create=True)
    assert refused.value.path == str(tmp_path / "file")
    with pytest.raises(NoCorpus):
        Corpus.open(tmp_path / "file")


def test_a_system_that_cannot_lock_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with Corpus.open(home) as made:
        monkeypatch.setattr(lock, "_lock", refuse)
        with pytest.raises(CannotWrite) as refused:
            made.add(document(20))
    assert not isinstance(refused.value, CorpusBusy)
    assert refused.value.reason == os.strerror(errno.ENOLCK)
