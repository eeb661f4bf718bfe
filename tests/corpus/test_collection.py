"""Looking at a corpus, removing from it, asking it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import ROOT
from support.corpora import PAVING, SENTENCES, WELLS, WOODS, stored, write

import simcheck
from simcheck import Corpus, Document, Kind
from simcheck.errors import UnknownRecord
from simcheck.report.report import Report
from simcheck.store import catalogue
from simcheck.text.normalize import folded

# Looking at it


def test_a_corpus_is_a_collection(made: Corpus) -> None:
    assert (len(made), list(made), "a" in made) == (0, [], False)
    assert made.add(Document("b", "乙", WELLS)) == "b"
    made.add(Document("a", "甲", PAVING))
    assert (len(made), "a" in made, "c" in made, 7 in made) == (2, True, False, False)
    # by name
    assert [each.id for each in made] == ["b", "a"]
    assert made["a"] == Document("a", "甲", PAVING)
    with pytest.raises(UnknownRecord) as refused:
        made["c"]
    assert (refused.value.folder, refused.value.wanted) == (str(made.folder), "c")


def test_texts_are_read_when_their_turn_comes(made: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        made.add(Document(f"d{number}", f"{number}", PAVING * (number + 1)))
    asked: list[int] = []
    contents = catalogue.Catalogue.contents

    def counted(self: catalogue.Catalogue, numbers: Sequence[int]) -> dict[int, str]:
        asked.extend(numbers)
        return contents(self, numbers)

    monkeypatch.setattr(catalogue.Catalogue, "contents", counted)
    iteration = iter(made)
    assert asked == []
    next(iteration)
    assert len(asked) == 1
    assert len(list(made.rows())) == 5
    assert len(asked) == 1


def test_documents_are_found_by_name_and_by_the_beginning_of_their_id(made: Corpus) -> None:
    made.add_all([write(made, name, PAVING + name) for name in ("总结.txt", "总结一.txt", "汇报.txt")])
    (row,) = made.find("总结.txt")
    assert made.find(row.id) == made.find(row.id[:5]) == made.find("总结.txt") == [row]
    for wanted in (row.id[:3], "总结", "ffffffffffff"):
        with pytest.raises(UnknownRecord) as refused:
            made.find(wanted)
        assert refused.value.wanted == wanted
    assert set(refused.value.similar) == set()
    with pytest.raises(UnknownRecord) as refused:
        made.find("总结.tx")
    assert row.id in refused.value.similar


def test_a_summary_counts_each_text_once(made: Corpus) -> None:
    for id, name, text in (("a", "甲.txt", PAVING), ("b", "乙.md", PAVING), ("c", "丙.txt", WELLS + "\n\n" + WOODS)):
        made.add(Document(id, name, text, {"date": "2018-01"} if id == "a" else {}))
    summary = made.summary
    assert (summary.documents, summary.texts, summary.paragraphs) == (3, 2, 3)
    assert summary.lengths == (len(PAVING), len(WELLS + WOODS))
    assert (dict(summary.formats), dict(summary.years)) == ({"txt": 2, "md": 1}, {"2018": 1})
    assert summary.created <= summary.updated
    assert summary.index_size > 0
    assert summary.is_current


# Removing


def test_several_are_removed_together_or_not_at_all(made: Corpus) -> None:
    for id, text in (("a", PAVING), ("b", PAVING), ("c", WELLS), ("d", WOODS)):
        made.add(Document(id, id, text))
    with pytest.raises(UnknownRecord):
        made.remove("a", "x", "c")
    assert (len(made), stored(made)) == (4, 3)
    made.remove("a", "c", "a")
    assert ([each.id for each in made], stored(made)) == (["b", "d"], 2)
    assert list(made.check(PAVING).sources) == ["b"]
    assert made.check(WELLS).sources == {}
    made.remove()
    made.remove("b", "d")
    assert (len(made), stored(made)) == (0, 0)
    assert made.check(PAVING).findings == ()
    # numbers are never given twice
    made.add(Document("a", "a", WOODS))
    assert made._catalogue.numbers() == [4]
    made.verify()


def test_what_was_removed_may_come_again(made: Corpus) -> None:
    path = write(made, "甲.txt", PAVING)
    (id,) = made.add_all([path]).added
    before = made.check(PAVING).to_json()
    made.remove(id)
    assert made.add_all([path]).added == [id]
    assert made.check(PAVING).to_json() == before


# Asking


def test_a_copy_among_fifty_does_not_hide_the_rest(made: Corpus) -> None:
    for number in range(50):
        write(made, f"村/{number:02}.txt", PAVING + WELLS)
    write(made, "镇.txt", WELLS + WOODS)
    write(made, "县.txt", "另有一句与别处都不相同的话。" + PAVING)
    made.add_all([made.folder])
    asked = made.read(made.folder / "村" / "07.txt")
    report = made.check(asked)
    first, *rest = report.sources.values()
    assert [note.code for note in report.notes][0] == "own-record"
    assert first.text == asked.text
    assert report.findings[0].kind is Kind.IDENTICAL
    copies = {first.id, *(copy.id for copy in report.copies[first.id])}
    assert len(report.copies[first.id]) == 48
    assert copies == {row.id for row in made.rows() if row.name.startswith("村")} - {asked.id}
    assert {source.name for source in rest} == {"镇.txt", "县.txt"}
    assert {report.share_of(source.id).part for source in rest} == {len(folded(WELLS)), len(folded(PAVING))}
    # a stranger with the same text has one more
    (copies_of_first, *_) = made.check(asked.text).copies.values()
    assert len(copies_of_first) == 49


def test_a_check_of_a_file_leaves_out_its_own_record_only(made: Corpus) -> None:
    path = write(made, "甲.txt", PAVING + WELLS)
    made.add_all([path])
    assert [note.code for note in made.check(made.read(path)).notes] == ["own-record"]
    assert made.check(made.read(path)).sources == {}
    assert made.check(simcheck.read(path)).share().ratio == 1
    write(made, "甲.txt", PAVING + WOODS)
    assert [note.code for note in made.check(made.read(path)).notes] == ["own-version"]
    made.add(Document("b", "乙", PAVING))
    assert made.check(made.read(path)).share().part == len(folded(PAVING))


def test_the_same_question_gets_the_same_answer_everywhere(made: Corpus, tmp_path: Path) -> None:
    chooser = random.Random(2)
    for number in range(12):
        made.add(Document(f"d{number}", f"{number}.txt", "".join(chooser.sample(SENTENCES, 6))))
    asked = "".join(chooser.sample(SENTENCES, 8))
    answer = made.check(asked).to_json()
    assert made.check(asked).to_json() == answer
    assert Report.from_json(answer).to_json() == answer
    with Corpus.open(made.folder) as again:
        assert again.check(asked).to_json() == answer
    (tmp_path / "asked.txt").write_text(asked, encoding="utf-8")
    code = (
        "import sys\nfrom simcheck import Corpus\n"
        "with Corpus.open(sys.argv[1]) as made: answer = made.check(open(sys.argv[2], encoding='utf-8').read())\n"
        "sys.stdout.buffer.write(answer.to_json().encode())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(made.folder), str(tmp_path / "asked.txt")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
        )
        assert (done.stderr, done.stdout.decode()) == (b"", answer)


def test_eight_threads_may_ask_while_one_adds_and_removes(made: Corpus) -> None:
    for number in range(4):
        made.add(Document(f"d{number}", f"{number}", PAVING + SENTENCES[number] * 2))
    asked = PAVING + SENTENCES[1] * 2
    expected = made.check(asked).share()
    failed: list[BaseException] = []
    stop, begun = threading.Event(), threading.Barrier(9)
    answers: list[int] = []

    def ask() -> None:
        begun.wait()
        try:
            while not stop.is_set():
                report = made.check(asked)
                assert report.share() == expected
                assert all(source.text for source in report.sources.values())
                assert {each.id for each in made} >= {f"d{number}" for number in range(4)}
                answers.append(1)
        except BaseException as error:  # noqa: BLE001 told below
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.wait()
    try:
        for number in range(7):
            made.add(Document("more", "more", WOODS * (number + 1)))
            if number % 3 == 2:
                made.remove("more")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert answers


def test_two_threads_may_add_at_once(made: Corpus) -> None:
    failed: list[BaseException] = []

    def add(first: int) -> None:
        try:
            for number in range(first, first + 5):
                made.add(Document(f"d{number}", f"{number}", f"{PAVING}{number}"))
        except BaseException as error:  # noqa: BLE001 told below
            failed.append(error)

    threads = [threading.Thread(target=add, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(made) == 15
    made.verify()


def test_a_fresh_process_asks_without_the_libraries_that_adding_needs(made: Corpus) -> None:
    for number in range(8):
        made.add(Document(f"d{number}", f"{number}", PAVING * number + SENTENCES[number]))
    code = (
        "import sys\nfrom simcheck import Corpus, Document\n"
        "def loaded(): return sorted({'jieba', 'sklearn', 'scipy', 'datasketch'} & set(sys.modules))\n"
        "with Corpus.open(sys.argv[1]) as made:\n"
        "    found = len(made.check(sys.argv[2]).findings)\n"
        "    made.summary, list(made), made.verify(), made.find('1')\n"
        "    made.remove('d7')\n"
        "    print(found > 0, loaded())\n"
        "    made.add(Document('x', 'x', sys.argv[2]))\n"
        "    print(loaded())\n"
        "    made.rebuild()\n"
        "    print(loaded())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(made.folder), PAVING], capture_output=True, cwd=ROOT)
    assert done.stderr == b""
    first, second, third = done.stdout.decode().splitlines()
    assert first == "True []"
    assert second == "['jieba', 'scipy', 'sklearn']"
    assert third == "['datasketch', 'jieba', 'scipy', 'sklearn']"
