"""Many documents are checked one after the other; what was done before an interruption is not computed again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, SAMPLES

import simcheck
from simcheck import Corpus, Document, Report
from simcheck.errors import (
    CannotWrite,
    Empty,
    InvalidSettings,
    NoMatch,
    NotFound,
    OwnResult,
    SimcheckError,
    UnknownRecord,
)

BEGUN = 3


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Five documents: four samples under names of their own, and one that is empty."""
    folder = tmp_path / "交来的"
    folder.mkdir()
    for number, path in enumerate(sorted(SAMPLES.glob("*.txt"))[:4], 1):
        (folder / f"{number}.txt").write_bytes(path.read_bytes())
    (folder / "5.txt").touch()
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "文稿", create=True) as corpus:
        corpus.add_all(sorted(SAMPLES.glob("*镇2024*.txt")))
        yield corpus


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that were compared with the corpus."""
    names: list[str] = []
    check = Corpus.check

    def counted(self: Corpus, document: Document, **given: Any) -> Report:
        names.append(document.name)
        return check(self, document, **given)

    monkeypatch.setattr(Corpus, "check", counted)
    return names


def as_json(outcomes: Any) -> list[tuple[str, str]]:
    return [(name, one.to_json() if isinstance(one, Report) else repr(one.code)) for name, one in outcomes]


def test_each_document_has_its_report_or_why_it_has_none(corpus: Corpus, drafts: Path) -> None:
    told: list[tuple[int, int]] = []
    outcomes = list(corpus.check_all([drafts], on_progress=lambda done, total: told.append((done, total))))
    assert [name for name, _ in outcomes] == [str(drafts / f"{number}.txt") for number in range(1, 6)]
    *reports, (_, last) = outcomes
    assert isinstance(last, Empty)
    assert told == [*((done, 5) for done in range(5)), (5, 5)]
    for name, report in reports:
        assert isinstance(report, Report)
        assert report.document.text == simcheck.read(name).text
        assert report.to_json() == corpus.check(report.document).to_json()


def test_what_was_done_is_not_computed_again(corpus: Corpus, drafts: Path, tmp_path: Path, computed: list[str]) -> None:
    plain = as_json(corpus.check_all([drafts]))
    computed.clear()
    some = corpus.check_all([drafts], resume=tmp_path / "kept")
    begun = as_json(next(some) for _ in range(BEGUN))
    some.close()  # type: ignore[attr-defined]
    assert begun == plain[:BEGUN]
    assert len(computed) == BEGUN
    computed.clear()
    assert as_json(corpus.check_all([drafts], resume=tmp_path / "kept")) == plain
    assert len(computed) == 4 - BEGUN
    computed.clear()
    again = list(corpus.check_all([drafts], resume=tmp_path / "kept"))
    assert as_json(again) == plain
    assert not computed
    assert [one for _, one in again if isinstance(one, Report)] == [
        one for _, one in corpus.check_all([drafts], resume=tmp_path / "kept") if isinstance(one, Report)
    ]


def test_what_has_changed_is_computed_anew(corpus: Corpus, drafts: Path, tmp_path: Path, computed: list[str]) -> None:
    def names(**given: Any) -> list[str]:
        computed.clear()
        for _ in corpus.check_all([drafts], resume=tmp_path / "kept", **given):
            pass
        return list(computed)

    everything = ["1.txt", "2.txt", "3.txt", "4.txt"]
    assert names() == everything
    assert names() == []
    (drafts / "2.txt").write_text("换了一份稿子，写的是秋收以后怎样修塘坝。", encoding="utf-8")
    assert names() == ["2.txt"]
    assert names(before="2024") == everything
    assert names(templates=["一、基本情况"]) == everything
    assert names(public=["河道保洁员每天上午八点以前到岗。"]) == everything
    assert names() == []
    corpus.add(Document("new", "新的.txt", "河道保洁员每天上午八点以前到岗，下午四点以后离岗。"))
    assert names() == everything
    corpus.tell_phrases(add=["上午八点以前到岗"])
    assert names() == everything
    corpus.remove("new")
    assert names() == everything
    assert names() == []


def test_a_damaged_report_is_computed_anew(corpus: Corpus, drafts: Path, tmp_path: Path, computed: list[str]) -> None:
    kept = tmp_path / "kept"
    plain = as_json(corpus.check_all([drafts], resume=kept))
    computed.clear()
    first, second, *_ = sorted(kept.iterdir())
    first.write_bytes(first.read_bytes()[:100])
    second.unlink()
    assert as_json(corpus.check_all([drafts], resume=kept)) == plain
    assert len(computed) == 2
    assert len(list(kept.iterdir())) == 4


def test_a_folder_that_is_checked_may_hold_the_kept_ones(corpus: Corpus, drafts: Path) -> None:
    first = as_json(corpus.check_all([drafts], resume=drafts / "kept"))
    assert as_json(corpus.check_all([drafts], resume=drafts / "kept")) == first
    assert len(first) == 5


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_a_kill_in_the_middle_loses_nothing_that_was_done(
    corpus: Corpus, drafts: Path, tmp_path: Path, computed: list[str]
) -> None:
    kept = tmp_path / "kept"
    program = (
        "import sys, simcheck\n"
        "with simcheck.Corpus.open(sys.argv[1]) as corpus:\n"
        "    for name, _ in corpus.check_all([sys.argv[2]], resume=sys.argv[3]):\n"
        "        print(name, flush=True)\n"
    )
    given = [str(corpus.folder), str(drafts), str(kept)]
    with subprocess.Popen(
        [sys.executable, "-c", program, *given], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    plain = as_json(corpus.check_all([drafts]))
    computed.clear()
    assert as_json(corpus.check_all([drafts], resume=kept)) == plain
    assert len(computed) <= 2


def test_archives_lists_patterns_and_what_is_named_twice(corpus: Corpus, drafts: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "各村.zip", "w") as archive:
        archive.write(drafts / "1.txt", "甲村/总结.txt")
    (tmp_path / "表.jsonl").write_text('{"id": "7", "title": "七号", "text": "塘坝看护到户。"}\n', encoding="utf-8")
    given = [tmp_path / "各村.zip", tmp_path / "表.jsonl", drafts / "[12].txt", drafts / "1.txt"]
    names = [name.removeprefix(str(tmp_path)) for name, _ in corpus.check_all(given)]
    assert names == ["/各村.zip/甲村/总结.txt", "表.jsonl#7", "/交来的/1.txt", "/交来的/2.txt"]


def test_what_is_not_there_is_told_and_the_rest_goes_on(corpus: Corpus, drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    given = [tmp_path / "nothing.txt", tmp_path / "leer", drafts / "*.odt", drafts / "1.txt"]
    outcomes = [one for _, one in corpus.check_all(given)]
    assert [type(one) for one in outcomes] == [NotFound, NoMatch, NoMatch, Report]


def test_a_result_is_a_document_only_where_it_was_named(corpus: Corpus, drafts: Path) -> None:
    report = corpus.check(simcheck.read(drafts / "1.txt"))
    (drafts / "6.json").write_text(report.to_json(), encoding="utf-8")
    found = dict(corpus.check_all([drafts]))
    assert isinstance(found[str(drafts / "6.json")], OwnResult)
    assert isinstance(dict(corpus.check_all([drafts / "6.json"]))[str(drafts / "6.json")], Report)


def test_what_is_asked_wrongly_is_refused_and_not_told_of_documents(
    corpus: Corpus, drafts: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnknownRecord):
        list(corpus.check_all([drafts], exclude=["nobody"]))
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        list(corpus.check_all([drafts], resume=tmp_path / "file"))
    (drafts / "metadata.csv").write_text("随便写的\n", encoding="utf-8")
    with pytest.raises(InvalidSettings):
        list(corpus.check_all([drafts]))
    assert issubclass(InvalidSettings, SimcheckError)
