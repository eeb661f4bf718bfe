"""Files that were sent are added without a place, and what is said of records is corrected."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.corpus.inputs import Incoming, Listing, Said
from simcheck.corpus.placeless import without_place
from simcheck.errors import InvalidSettings, UnknownRecord

TEXT = "青石镇2024年工作总结\n全镇上下齐心协力，推进农村道路硬化，整治河道三里。\n青石镇人民政府\n2024年12月30日\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(tmp_path / "corpus", create=True)


def sent(path: Path, name: str) -> list[Incoming]:
    """What was sent under a name."""
    listing = Listing([path], path.parent, Said())
    return [each._replace(name=name + each.name[len(path.name) :]) for each in listing.inputs()]


def lying(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_file_sent_again_is_the_same_record(corpus: Corpus, tmp_path: Path) -> None:
    first = corpus.add_placeless(sent(lying(tmp_path / "1", "00001.txt", TEXT), "总结.txt"))
    again = corpus.add_placeless(sent(lying(tmp_path / "2", "00007.txt", TEXT), "总结.txt"))
    assert (len(first.added), again.added, again.known) == (1, [], first.added)
    [row] = corpus.rows()
    assert (row.name, row.place) == ("总结.txt", None)
    assert row.metadata["unit"] == "青石镇"
    assert str(tmp_path / "1") not in str(row)


def test_another_file_of_the_same_name_stands_beside_it(corpus: Corpus, tmp_path: Path) -> None:
    for number, text in enumerate((TEXT, TEXT.replace("三里", "五里"))):
        corpus.add_placeless(sent(lying(tmp_path / str(number), "00001.txt", text), "总结.txt"))
    assert [row.name for row in corpus.rows()] == ["总结.txt", "总结.txt"]


def test_a_document_that_is_checked_again_is_not_its_own_source(corpus: Corpus, tmp_path: Path) -> None:
    path = lying(tmp_path / "1", "00001.txt", TEXT)
    corpus.add_placeless(sent(path, "总结.txt"))
    [incoming] = map(without_place, sent(path, "总结.txt"))
    assert incoming.id in corpus


def test_files_in_archives_are_told_apart(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "00001.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("甲/总结.txt", TEXT)
        packed.writestr("乙/总结.txt", TEXT.replace("三里", "五里"))
    corpus.add_placeless(sent(path, "各村.zip"))
    assert [row.name for row in corpus.rows()] == ["各村.zip/乙/总结.txt", "各村.zip/甲/总结.txt"]


def test_nothing_is_remembered_of_what_cannot_be_read(corpus: Corpus, tmp_path: Path) -> None:
    """There is no place at which it could be looked for, and where it lay is nobody's business."""
    added = corpus.add_placeless(sent(lying(tmp_path / "1", "00001.txt", " \n"), "空.txt"))
    [(name, error)] = added.unreadable
    assert (name, error.code) == ("空.txt", "empty")
    assert corpus.summary.unreadable == ()


def test_what_is_said_of_a_record_is_corrected_and_taken_back(corpus: Corpus) -> None:
    id = corpus.add(Document("0123456789ab", "总结.txt", TEXT))
    guessed = next(corpus.rows()).metadata
    row = corpus.correct(id, {"unit": "柳湾镇", "date": "2023年5月"})
    assert (row.metadata["unit"], row.metadata["date"], row.metadata["date_by"]) == ("柳湾镇", "2023-05", "given")
    assert next(corpus.rows()).metadata == row.metadata
    assert "unit" not in row.guessed
    corpus.verify()
    # what is said holds when the text is added again
    corpus.add(Document(id, "总结.txt", TEXT + "又一段。"))
    assert next(corpus.rows()).metadata["unit"] == "柳湾镇"
    back = corpus.correct(id, {"unit": "", "date": " "})
    assert back.metadata == guessed


@pytest.mark.parametrize(("said", "reason"), [({"date": "昨天"}, "bad-date"), ({"unit": "长" * 10_001}, "too-long")])
def test_what_cannot_be_said_of_a_record_changes_nothing(corpus: Corpus, said: dict[str, str], reason: str) -> None:
    id = corpus.add(Document("0123456789ab", "总结.txt", TEXT))
    before = list(corpus.rows())
    with pytest.raises(InvalidSettings) as refused:
        corpus.correct(id, said)
    assert refused.value.reason == reason
    assert list(corpus.rows()) == before


def test_a_record_that_is_not_there_is_not_corrected(corpus: Corpus) -> None:
    with pytest.raises(UnknownRecord):
        corpus.correct("0123456789ab", {"unit": "柳湾镇"})
