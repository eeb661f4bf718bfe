"""What becomes of what is added: new, changed, known, unreadable."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.corpora import PAVING, WELLS, WOODS, stored, texts, write

from simcheck import Corpus, Document
from simcheck.corpus.inputs import id_of
from simcheck.errors import Empty, InvalidSettings, NoAccess, NotFound
from simcheck.files import given

# What is known again


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    seen: list[str] = []
    content = given.content

    def watched(path: Any, *limit: int) -> bytes:
        seen.append(Path(path).name)
        return content(path, *limit)

    monkeypatch.setattr(given, "content", watched)
    return seen


def test_a_file_that_was_not_touched_is_not_even_read(made: Corpus, reads: list[str]) -> None:
    path = write(made, "甲.txt", PAVING)
    first = made.add_all([path])
    assert (len(first.added), first.known, reads) == (1, [], ["甲.txt"])
    again = made.add_all([path])
    assert (again.added, again.known, reads) == ([], first.added, ["甲.txt"])


def test_a_file_that_was_only_touched_is_read_once_more_and_then_known_again(made: Corpus, reads: list[str]) -> None:
    path = write(made, "甲.txt", PAVING)
    (id,) = made.add_all([path]).added
    os.utime(path, (1, 1))
    for expected in (2, 2):
        done = made.add_all([path])
        assert (done.added, done.changed, done.known) == ([], [], [id])
        assert len(reads) == expected
    assert [row.version for row in made.rows()] == [1]


def test_a_changed_file_is_a_new_version_and_the_old_text_is_gone(made: Corpus) -> None:
    path = write(made, "甲.txt", PAVING)
    (id,) = made.add_all([path]).added
    write(made, "甲.txt", WELLS)
    done = made.add_all([path])
    assert (done.added, done.changed, done.known) == ([], [id], [])
    assert made[id].text == WELLS
    assert [(row.id, row.version) for row in made.rows()] == [(id, 2)]
    assert stored(made) == 1
    assert made.check(PAVING).findings == ()


def test_an_old_text_stays_if_another_record_has_it(made: Corpus) -> None:
    path = write(made, "甲.txt", PAVING)
    write(made, "乙.txt", PAVING)
    made.add_all([made.folder])
    assert (len(made), stored(made)) == (2, 1)
    write(made, "甲.txt", WELLS)
    made.add_all([path])
    assert (len(made), stored(made)) == (2, 2)
    report = made.check(PAVING)
    assert [source.name for source in report.sources.values()] == ["乙.txt"]


def test_one_text_under_two_names_is_two_records_and_one_text(made: Corpus) -> None:
    first = made.add_all([write(made, "甲.txt", PAVING)])
    second = made.add_all([write(made, "乙.txt", PAVING), write(made, "丙.txt", WELLS)])
    assert (len(first.added), first.twins) == (1, [])
    assert (len(second.added), second.twins) == (2, second.added[:1])
    assert (len(made), stored(made), made.summary.texts) == (3, 2, 2)
    report = made.check(PAVING)
    (source,) = report.sources
    assert [copy.name for copy in report.copies[source]] == ["甲.txt"]


def test_two_new_files_with_one_text_are_twins_in_one_addition(made: Corpus) -> None:
    write(made, "甲.txt", PAVING)
    write(made, "乙.txt", PAVING)
    done = made.add_all([made.folder])
    assert (len(done.added), len(done.twins), stored(made)) == (2, 1, 1)


def test_a_file_named_twice_is_one_document(made: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(made, "下/甲.txt", PAVING)
    monkeypatch.chdir(made.folder)
    named: list[str | Path] = [path, "下/甲.txt", made.folder / "下", made.folder, Path("下") / ".." / "下" / "甲.txt"]
    done = made.add_all(named)
    assert (len(done.added), done.known, done.twins, len(made)) == (1, [], [], 1)
    for each in named:
        assert made.add_all([each]).known == done.added


@pytest.mark.skipif(os.name != "posix", reason="links need no permission here")
def test_a_file_is_known_by_where_it_really_is(made: Corpus, tmp_path: Path) -> None:
    path = write(made, "甲.txt", PAVING)
    (id,) = made.add_all([path]).added
    (tmp_path / "链接.txt").symlink_to(path)
    (tmp_path / "链接").symlink_to(made.folder)
    assert made.add_all([tmp_path / "链接.txt", tmp_path / "链接"]).known == [id]
    with Corpus.open(tmp_path / "链接") as linked:
        assert linked.read(path).id == id
        assert linked.add_all([path]).known == [id]


def test_the_folder_may_move_with_its_documents(made: Corpus, tmp_path: Path) -> None:
    (id,) = made.add_all([write(made, "甲.txt", PAVING)]).added
    made.close()
    shutil.move(made.folder, tmp_path / "别处")
    with Corpus.open(tmp_path / "别处") as moved:
        assert moved.add_all([tmp_path / "别处"]).known == [id]
        assert moved.read(tmp_path / "别处" / "甲.txt").id == id


def test_a_file_elsewhere_is_known_by_its_whole_path(made: Corpus, tmp_path: Path) -> None:
    for name in ("左", "右"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "甲.txt").write_text(PAVING + name, encoding="utf-8")
    done = made.add_all([tmp_path / "左", tmp_path / "右"])
    assert len(done.added) == 2
    assert sorted(row.name for row in made.rows()) == ["甲.txt", "甲.txt"]
    assert made.find("甲.txt") == list(made.rows())


def test_documents_are_kept_exactly_as_they_are(made: Corpus) -> None:
    strange = ["\r\n全镇\u200b上下\x00。\r", "\ud800半个", "ﬁ㎡①\u3000 ", "", "𠮷" * 9]
    for number, text in enumerate(strange):
        made.add(Document(f"d{number}", f"名\ud800{number}", text, {"title": "\udcff"}))
    made.close()
    with Corpus.open(made.folder) as again:
        assert [each.text for each in again] == strange
        assert [each.name for each in again] == [f"名\ud800{number}" for number in range(len(strange))]
        assert again["d1"].metadata == {"title": "\udcff"}
        again.verify()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes here only")
def test_names_in_another_encoding_are_names_too(made: Corpus) -> None:
    for name, text in (("总结.txt", PAVING), ("空.txt", "")):
        with open(os.fsencode(made.folder) + b"/" + name.encode("gb18030"), "w", encoding="utf-8") as file:
            file.write(text)
    done = made.add_all([made.folder])
    (id,) = done.added
    assert [error.code for _, error in done.unreadable] == ["empty"]
    assert os.fsencode(made[id].name) == "总结.txt".encode("gb18030")
    assert made.add_all([made.folder]).known == [id]
    assert [code for _, code, _ in made.summary.unreadable] == ["empty"]
    assert made.check(PAVING).share().ratio == 1
    made.remove(id)
    assert len(made) == 0


# What is said of documents


def about(made: Corpus, id: str) -> tuple[Mapping[str, str], set[str]]:
    (row,) = (row for row in made.rows() if row.id == id)
    return row.metadata, set(row.guessed)


def test_what_is_said_holds_over_versions_and_what_is_guessed_is_guessed_again(made: Corpus) -> None:
    path = write(made, "柳湾镇2023年工作总结.txt", "柳湾镇2023年工作总结\n" + PAVING)
    (id,) = made.add_all([path], metadata={"author": "某某"}).added
    known, guessed = about(made, id)
    assert known == {
        "author": "某某",
        "title": "柳湾镇2023年工作总结",
        "unit": "柳湾镇",
        "date": "2023",
        "date_by": "title",
    }
    assert guessed == {"title", "unit", "date", "date_by"}
    # nothing new is said: known without a look
    assert made.add_all([path]).known == [id]
    assert made.add_all([path], metadata={"author": "某某"}).known == [id]
    write(made, path.name, "柳湾镇2023年工作总结\n" + WELLS)
    made.add_all([path])
    assert about(made, id) == (known, guessed)
    # to say what was guessed makes it certain
    assert made.add_all([path], metadata={"date": "2023"}).changed == [id]
    known = {**known, "date_by": "given"}
    assert about(made, id) == (known, {"title", "unit"})
    assert made.add_all([path], metadata={"unit": "石坡镇"}).changed == [id]
    assert about(made, id) == ({**known, "unit": "石坡镇"}, {"title"})
    assert made.add_all([path]).known == [id]
    assert [row.version for row in made.rows()] == [4]


def test_a_document_brings_what_is_said_of_it(made: Corpus) -> None:
    made.add(Document("a", "a", PAVING, {"date": "2018", "unit": "甲镇"}))
    made.add(Document("a", "a", WELLS, {"date": "2019"}))
    assert made["a"].metadata == {"date": "2019", "date_by": "given", "unit": "甲镇"}
    assert [row.version for row in made.rows()] == [2]
    made.add(Document("a", "a", WELLS, {"date": "2019"}))
    made.add(Document("a", "a", WELLS))
    assert [row.version for row in made.rows()] == [2]


# Lists and folders


def test_a_list_is_many_documents(made: Corpus) -> None:
    lines: list[dict[str, Any]] = [
        {"id": "7", "title": "修路", "unit": "甲镇", "date": "2018年3月", "text": PAVING},
        {"content": WELLS},
        {"id": 9, "text": WOODS, "other": [1]},
    ]
    path = write(made, "单/多.JSONL", "\ufeff" + "\n\n".join(json.dumps(line) for line in lines) + "\n\n")
    done = made.add_all([made.folder])
    assert done.unreadable == []
    assert texts(made) == {"单/多.JSONL#7": PAVING, "单/多.JSONL#3": WELLS, "单/多.JSONL#9": WOODS}
    assert done.added == [id_of(f"单/多.JSONL#{own}") for own in ("7", "3", "9")]
    assert about(made, done.added[0])[0] == {"title": "修路", "unit": "甲镇", "date": "2018-03", "date_by": "given"}
    assert made.add_all([path]).known == done.added
    lines[0]["text"] = PAVING + WOODS
    write(made, "单/多.JSONL", "\n\n".join(json.dumps(line) for line in lines))
    again = made.add_all([path])
    assert (again.changed, again.known) == (done.added[:1], done.added[1:])


def test_a_line_that_is_no_document_spoils_no_other(made: Corpus) -> None:
    lines = [
        b'{"text": "' + PAVING.encode() + b'"}',
        b"{",
        b"[]",
        b'"text"',
        b"7",
        b'{"text": 7}',
        b'{"title": "x"}',
        b'{"text": " \\n"}',
        '{"text": "编码不同"}'.encode("gb18030"),
        b"[" * 100_000,
        b'{"text": "' + WELLS.encode() + b'"}',
    ]
    path = made.folder / "单.jsonl"
    path.write_bytes(b"\n".join(lines))
    done = made.add_all([path])
    assert texts(made) == {"单.jsonl#1": PAVING, "单.jsonl#11": WELLS}
    assert [place.rpartition(":")[2] for place, _ in done.unreadable] == [str(n) for n in range(2, 11)]
    assert {type(error) for _, error in done.unreadable} == {InvalidSettings, Empty}


def test_hidden_and_temporary_files_are_passed_over(made: Corpus) -> None:
    write(made, "甲.txt", PAVING)
    for name in (".甲.txt", ".git/乙.txt", "~$丙.docx", ".~lock.丁.odt#", "戊.txt~", ".simcheck/己.txt"):
        write(made, name, WELLS)
    done = made.add_all([made.folder])
    assert (texts(made), done.unreadable) == ({"甲.txt": PAVING}, [])


def test_what_cannot_be_read_is_collected_remembered_and_forgotten(made: Corpus) -> None:
    good, empty = write(made, "好.txt", PAVING), write(made, "空.txt", " \n")
    (made.folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = made.add_all([good, made.folder, made.folder / "无.txt"])
    assert len(done.added) == 1
    assert {place: error.code for place, error in done.unreadable} == {
        "空.txt": "empty",
        "图.png": "not-text",
        "无.txt": "not-found",
    }
    # a slip of the hand is nothing to remember
    assert [(place, code) for place, code, _ in made.summary.unreadable] == [
        ("图.png", "not-text"),
        ("空.txt", "empty"),
    ]
    stamp = good.stat()
    write(made, "空.txt", WELLS)
    good.write_bytes(b"")
    done = made.add_all([made.folder])
    assert [place for place, _ in done.unreadable] == ["图.png", "好.txt"]
    assert [place for place, _, _ in made.summary.unreadable] == ["图.png", "好.txt"]
    # what was read before is still there, and once the file is what it was, all is well
    assert texts(made) == {"好.txt": PAVING, "空.txt": WELLS}
    write(made, "好.txt", PAVING)
    os.utime(good, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    made.add_all([good])
    assert [place for place, _, _ in made.summary.unreadable] == ["图.png"]
    assert isinstance(made.add_all([made.folder / "无.txt"]).unreadable[0][1], NotFound)
    assert empty.exists()


def test_what_the_system_refuses_is_collected(made: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    write(made, "甲.txt", PAVING)
    listed = write(made, "单.jsonl", json.dumps({"text": WELLS}))
    opened = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:
        if os.path.basename(path) == listed.name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    done = made.add_all([made.folder])
    assert (len(done.added), [type(error) for _, error in done.unreadable]) == (1, [NoAccess])
