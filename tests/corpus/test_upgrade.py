"""An older corpus is made what this version would have made, and nothing that stands in it is lost."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from support.corpora import PAVING, WELLS, WOODS, made_older, texts, write
from support.facts import word_file

from simcheck import Corpus, Document, read
from simcheck.corpus import addition, crew, upgrade
from simcheck.errors import CannotWrite
from simcheck.model import FileFacts
from simcheck.store import scheme
from simcheck.store.rows import Row


def of(made: Corpus) -> dict[str, FileFacts | None]:
    return {each.name: each.file for each in made}


def bytes_of(made: Corpus) -> str:
    return sha256((made.folder / ".simcheck" / "catalogue.sqlite").read_bytes()).hexdigest()


# Adding


def test_what_is_added_has_the_facts_of_its_file(made: Corpus, tmp_path: Path) -> None:
    write(made, "a.txt", PAVING)
    (made.folder / "b.docx").write_bytes(word_file())
    packed, data = io.BytesIO(), word_file(core="")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲村/c.docx", data)
    (made.folder / "各村.zip").write_bytes(packed.getvalue())
    write(made, "d.jsonl", json.dumps({"id": "1", "text": WELLS}))
    made.add_all([made.folder])
    known = of(made)
    assert known["a.txt"] == read(made.folder / "a.txt").file
    assert known["b.docx"] == read(made.folder / "b.docx").file
    inner = known["各村.zip/甲村/c.docx"]
    assert inner is not None
    assert (inner.sha256, inner.author) == (sha256(data).hexdigest(), None)
    assert known["d.jsonl#1"] is None
    assert (made.summary.format, made.summary.files, made.is_older) == (2, 3, False)
    # sources of a check have them, too
    report = made.check(PAVING)
    assert [source.file for source in report.sources.values()] == [known["a.txt"]]
    made.verify()


def test_processes_tell_the_same(made: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        (made.folder / f"{number}.docx").write_bytes(word_file())
    made.add_all([made.folder])
    monkeypatch.setattr(crew, "WORTHWHILE", 0)
    monkeypatch.setattr(crew, "PARCEL", 5000)
    monkeypatch.setattr(addition, "JOBS", 2)
    with Corpus.open(tmp_path / "other", create=True) as other:
        other.add_all([made.folder])
        assert {Path(name).name: file for name, file in of(other).items()} == of(made)
    made_older(made.folder)
    assert made.upgrade().files == 6


def test_a_document_that_is_handed_over_keeps_what_is_known_of_its_file(made: Corpus) -> None:
    file = FileFacts("0" * 64, 5, "pdf", author="张三")
    made.add(Document("x", "x.pdf", PAVING, file=file))
    made.add(Document("y", "y", WELLS))
    assert of(made) == {"x.pdf": file, "y": None}
    # the same text from elsewhere says nothing against it
    made.add(Document("x", "x.pdf", PAVING))
    assert made["x"].file == file
    # another text does
    made.add(Document("x", "x.pdf", WOODS))
    assert made["x"].file is None


def test_another_file_of_the_same_text_is_the_one_that_is_known(made: Corpus) -> None:
    path = made.folder / "a.docx"
    path.write_bytes(word_file(core=""))
    made.add_all([path])
    path.write_bytes(word_file())
    assert len(made.add_all([path]).known) == 1
    assert of(made) == {"a.docx": read(path).file}
    assert [row.version for row in made.rows()] == [1]


def test_what_is_removed_leaves_nothing_of_its_file(made: Corpus) -> None:
    made.add(Document("x", "x.txt", PAVING, file=FileFacts("0" * 64, 5, author="无此人姓名")))
    made.remove("x")
    assert made._catalogue.known_originals() == 0
    made.close()
    for path in (made.folder / ".simcheck").rglob("*"):
        assert path.is_dir() or "无此人姓名".encode() not in path.read_bytes()


# An older corpus


@pytest.fixture
def older(made: Corpus) -> Iterator[Corpus]:
    """A corpus of version 0.2 with files of every kind."""
    write(made, "a.txt", PAVING)
    write(made, "sub/b.md", WELLS)
    (made.folder / "c.docx").write_bytes(word_file())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲村.txt", WOODS)
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as second:
            second.writestr("乙村#1.txt", WOODS + PAVING)
        archive.writestr("里面.zip", inner.getvalue())
    (made.folder / "各村.zip").write_bytes(packed.getvalue())
    write(made, "list.jsonl", json.dumps({"id": "#1", "text": WELLS + WOODS, "date": "2018"}))
    made.add_all([made.folder])
    made.add(Document("x", "x", PAVING + WELLS))
    folder = made.folder
    made.close()
    made_older(folder)
    with Corpus.open(folder) as opened:
        yield opened


def answer_of(corpus: Corpus) -> dict[str, Any]:
    """What a check tells, but for the facts of files."""
    answer: dict[str, Any] = json.loads(corpus.check(PAVING).to_json())
    for source in answer["sources"]:
        source.pop("file", None)
    return answer


def test_everything_that_can_be_known_is_known_afterwards(older: Corpus) -> None:
    held, answer = texts(older), answer_of(older)
    assert older.is_older
    steps = []
    done = older.upgrade(on_progress=lambda step, progress: steps.append((step, progress)))
    assert (done.formats, done.files, done.unknown, done.is_rebuilt) == ((1, 2), 5, {"no-file": 1}, False)
    assert {name for name, file in of(older).items() if file is None} == {"list.jsonl##1", "x"}
    assert texts(older) == held
    assert answer_of(older) == answer
    assert {step for step, _ in steps} == {"guess", "files"}
    assert all(progress.documents <= progress.of_documents for _, progress in steps)
    older.verify()
    before = bytes_of(older)
    again = older.upgrade()
    assert (again.is_change, again.files, again.unknown) == (False, 0, {"no-file": 1})
    assert bytes_of(older) == before
    # nothing has to be read again
    added = older.add_all([older.folder])
    assert (len(added.added), len(added.changed)) == (0, 0)


def test_files_that_are_no_longer_what_they_were_are_told(older: Corpus) -> None:
    write(older, "a.txt", PAVING + "又加了一句话。")
    (older.folder / "sub" / "b.md").unlink()
    (older.folder / "c.docx").write_bytes(word_file()[:200])
    (older.folder / "各村.zip").write_bytes(b"PK\3\4")
    done = older.upgrade()
    assert done.files == 0
    assert done.unknown == {"no-file": 1, "gone": 1, "changed": 1, "unreadable": 3}
    # what the corpus holds stays
    assert len(older) == 7
    older.verify()
    # and another time, when they are there again, they are known
    write(older, "a.txt", PAVING)
    assert older.upgrade().files == 1


def test_what_was_said_stays_and_what_was_guessed_is_guessed_anew(
    older: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> dict[str, Row]:
        return {row.name: row for row in older.rows()}

    older.add_all([older.folder / "a.txt"], metadata={"unit": "柳湾镇", "职务": "镇长"})
    made_older(older.folder)
    before = rows()
    monkeypatch.setattr(upgrade, "guess", lambda name, text: {"unit": "别的镇", "title": name})
    assert older.upgrade().metadata == 7
    after = rows()
    assert after["a.txt"].metadata == {"unit": "柳湾镇", "职务": "镇长", "title": "a.txt"}
    assert after["a.txt"].guessed == ("title",)
    assert after["list.jsonl##1"].metadata == {
        "unit": "别的镇", "title": "list.jsonl##1", "date": "2018", "date_by": "given",
    }  # fmt: skip
    assert after["x"].metadata == {"unit": "别的镇", "title": "x"}
    for row, old in zip(after.values(), before.values(), strict=True):
        assert row._replace(metadata={}, guessed=(), stamp=None) == old._replace(metadata={}, guessed=(), stamp=None)
    older.verify()
    assert older.upgrade().metadata == 0


def test_an_index_of_other_settings_is_made_again(older: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_of(older)
    with older._catalogue.writing() as db:
        db.execute("UPDATE facts SET value = ? WHERE name = 'settings'", (json.dumps({"gram": 7}),))
    done = older.upgrade()
    assert (done.is_rebuilt, older.summary.is_current) == (True, True)
    assert done.is_change
    assert answer_of(older) == answer
    assert not older._store.differences()
    assert scheme.settings_of_index()["gram"] != 7
    assert not older.upgrade().is_change


def test_adding_to_an_older_corpus_brings_it_up_to_date_for_what_is_added(older: Corpus) -> None:
    held = texts(older)
    write(older, "new.txt", "今年新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩。")
    older.add_all([older.folder])
    assert not older.is_older
    assert {name for name, file in of(older).items() if file} == {"new.txt"}
    assert texts(older).items() > held.items()
    assert older.upgrade().files == 5


def test_nothing_but_adding_changes_the_format(older: Corpus) -> None:
    older.check(PAVING)
    older.verify()
    older.tell_phrases(add=["打造湖畔云上茶乡"])
    older.remove("x")
    older.rebuild()
    older.add_all([older.folder / "a.txt"])
    (older.folder / "empty.txt").write_bytes(b"")
    assert len(older.add_all([older.folder / "empty.txt"]).unreadable) == 1
    assert older.is_older
    older.verify()


def test_another_process_sees_the_new_format_at_once(older: Corpus) -> None:
    with Corpus.open(older.folder) as other:
        assert other.is_older
        older.upgrade()
        assert not other.is_older
        assert of(other) == of(older)
        other.add(Document("z", "z", WOODS + WELLS, file=FileFacts("1" * 64, 1)))
        other.remove("x")
    older.verify()


def test_what_an_older_program_wrote_meanwhile_is_told_apart(older: Corpus) -> None:
    """It knows nothing of files: what was known of the version before is not said of the next."""
    older.upgrade()
    (row,) = older.find("a.txt")
    with older._catalogue.writing() as db:
        from simcheck.store.changes import put_record

        known = db.execute("SELECT * FROM originals WHERE record = ?", (row.id,)).fetchone()
        put_record(db, row._replace(version=row.version + 1))
        db.execute("INSERT INTO originals VALUES (?, ?, ?, ?)", known)
    assert older[row.id].file is None
    older.verify()
    assert older.upgrade().files == 1


def test_an_interruption_keeps_what_was_done_and_the_next_goes_on(
    older: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "PARCEL", 1)

    def interrupt(step: str, progress: addition.Progress) -> None:
        if (step, progress.documents) == ("files", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        older.upgrade(on_progress=interrupt)
    assert len([file for file in of(older).values() if file]) == 2
    older.verify()
    assert older.upgrade().files == 3


def test_a_place_that_no_file_can_have_is_not_there(older: Corpus) -> None:
    from simcheck.corpus.inputs import id_of
    from simcheck.store.changes import put_record

    (row,) = older.find("a.txt")
    places = ["a\0b", "x" * 5000, "../" * 50 + "nowhere", "/dev/zero", "/proc/self/mem", ".", "", "各村.zip/../a.txt"]
    places += ["a/" * 200_000, "a.zip/" * 20_000, "#.jsonl" * 20_000 + "/"]
    with older._catalogue.writing() as db:
        for place in places:
            put_record(db, row._replace(id=id_of(place), place=place))
    done = older.upgrade()
    assert done.files == 5
    # the last is like a line of a list
    assert done.unknown == {"gone": len(places) - 1, "no-file": 2}


@pytest.mark.skipif(not hasattr(os, "getuid") or not os.getuid(), reason="the superuser may write everywhere")
def test_where_nothing_may_be_written_nothing_is_upgraded(older: Corpus) -> None:
    older.close()
    home = older.folder / ".simcheck"
    home.chmod(0o500)
    try:
        with Corpus.open(older.folder) as closed, pytest.raises(CannotWrite):
            closed.upgrade()
    finally:
        home.chmod(0o700)


def test_the_facts_of_many_revisions_are_kept_whole(made: Corpus) -> None:
    many = tuple(f"{number:08X}" for number in range(4000))
    file = FileFacts("0" * 64, 5, revisions=many)
    for number in range(3):
        made.add(replace(Document(f"d{number}", f"{number}", PAVING * (number + 1)), file=file))
    assert {each.file for each in made} == {file}


def test_a_copy_of_the_folder_is_upgraded_from_its_own_files(older: Corpus, tmp_path: Path) -> None:
    older.close()
    copy = Path(shutil.copytree(older.folder, tmp_path / "copy"))
    shutil.rmtree(older.folder)
    with Corpus.open(copy) as moved:
        assert moved.upgrade().files == 5
