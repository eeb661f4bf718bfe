"""Zip archives of documents: everything in them is added as if it lay in a folder, and none of them can do harm."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simcheck import Corpus, errors
from simcheck.readers import archive

ONE = "一年来，杨柳村坚持把人居环境整治摆在突出位置，清运积存垃圾四十二车，疏通沟渠三千一百米。"
TWO = "全镇新建蓄水池十七口，改造老旧管网六点四公里，解决了高坡上三百多户人家的饮水难题。"
THREE = "驻村工作队逐户核对收入台账，动态调整帮扶措施一百零八条，没有一户返贫致贫。"


def packed(files: dict[str, bytes | str], **how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content, **how)
    return out.getvalue()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus", create=True) as corpus:
        yield corpus


def names(corpus: Corpus) -> list[str]:
    return sorted(document.name for document in corpus)


def test_what_is_in_an_archive_is_added_like_what_is_in_a_folder(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "各村.zip"
    path.write_bytes(packed({"杨柳村/总结.txt": ONE, "总结.md": TWO, "空的/": ""}))
    result = made.add_all([path])
    assert (len(result.added), result.unreadable) == (2, [])
    assert names(made) == ["各村.zip/总结.md", "各村.zip/杨柳村/总结.txt"]
    assert sorted(document.text for document in made) == sorted([ONE, TWO])


def test_archives_inside_archives_and_folders(made: Corpus, tmp_path: Path) -> None:
    inner = packed({"一月.txt": ONE})
    (tmp_path / "上报").mkdir()
    (tmp_path / "上报" / "全镇.zip").write_bytes(packed({"杨柳村.zip": inner, "二月.txt": TWO}))
    made.add_all([tmp_path / "上报"])
    assert names(made) == ["全镇.zip/二月.txt", "全镇.zip/杨柳村.zip/一月.txt"]


def test_names_that_windows_wrote_in_gbk(made: Corpus, tmp_path: Path) -> None:
    data = packed({"AAAAAA/BBBB.txt": ONE})
    name = "杨柳村/总结.txt".encode("gbk")
    assert len(name) == len("AAAAAA/BBBB.txt")
    path = tmp_path / "a.zip"
    path.write_bytes(data.replace(b"AAAAAA/BBBB.txt", name))
    made.add_all([path])
    assert names(made) == ["a.zip/杨柳村/总结.txt"]


def test_hidden_and_temporary_files_are_passed_over_in_archives_too(made: Corpus, tmp_path: Path) -> None:
    skipped = (".甲.txt", "__MACOSX/._乙.txt", "村/~$丙.docx", ".git/丁.txt", "村/Thumbs.db", "戊.txt~")
    path = tmp_path / "a.zip"
    path.write_bytes(packed({**dict.fromkeys(skipped, ONE), "村/总结.txt": TWO}))
    assert made.add_all([path]).unreadable == []
    assert names(made) == ["a.zip/村/总结.txt"]


def test_a_table_in_an_archive_says_what_its_documents_are(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"村/metadata.csv": "文件,单位\n总结.txt,杨柳村委会\n", "村/总结.txt": ONE}))
    made.add_all([path])
    (document,) = made
    assert document.metadata["unit"] == "杨柳村委会"


def test_what_was_not_touched_is_not_read_again(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"总结.txt": ONE, "计划.txt": TWO}))
    made.add_all([path])
    path.write_bytes(packed({"总结.txt": ONE, "计划.txt": THREE}))
    result = made.add_all([path])
    assert (len(result.added), len(result.changed), len(result.known)) == (0, 1, 1)
    assert sorted(document.text for document in made) == sorted([ONE, THREE])


def test_one_bad_file_stops_nothing(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    broken = packed({"word/document.xml": "y" * 999})[:60]
    path.write_bytes(packed({"断.docx": broken, "断.zip": broken, "图.jpg": b"\xff\xd8\xff\xe0" * 9, "好.txt": ONE}))
    result = made.add_all([path])
    assert len(result.added) == 1
    assert sorted((Path(place).name, error.code) for place, error in result.unreadable) == [
        ("图.jpg", "not-text"),
        ("断.docx", "damaged"),
        ("断.zip", "damaged"),
    ]
    assert all(place.endswith(("a.zip/断.docx", "a.zip/断.zip", "a.zip/图.jpg")) for place, _ in result.unreadable)


def test_a_damaged_archive_is_one_bad_file(made: Corpus, tmp_path: Path) -> None:
    (tmp_path / "断.zip").write_bytes(packed({"a.txt": ONE})[:-30])
    (tmp_path / "好.zip").write_bytes(packed({"a.txt": ONE}))
    result = made.add_all([tmp_path / "断.zip", tmp_path / "好.zip"])
    assert [error.code for _, error in result.unreadable] == ["damaged"]
    assert names(made) == ["好.zip/a.txt"]


def test_a_password_is_told_file_by_file(made: Corpus, tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": ONE}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    ((place, error),) = made.add_all([tmp_path / "a.zip"]).unreadable
    assert place.endswith("a.zip/a.txt")
    assert error.code == "encrypted"


def test_names_lead_nowhere(made: Corpus, tmp_path: Path) -> None:
    """Nothing is written outside the corpus, whatever a member calls itself."""
    home = tmp_path / "a" / "b"
    home.mkdir(parents=True)
    tricks = ("../../外.txt", "/etc/外.txt", "..\\..\\外2.txt", "C:\\外3.txt", "村/../../外4.txt")
    (home / "a.zip").write_bytes(packed(dict.fromkeys(tricks, ONE)))
    before = {path for path in tmp_path.rglob("*") if "corpus" not in path.parts}
    made.add_all([home / "a.zip"])
    assert names(made) == sorted(
        f"a.zip/{name}" for name in ("外.txt", "etc/外.txt", "外2.txt", "C:/外3.txt", "村/外4.txt")
    )
    assert {path for path in tmp_path.rglob("*") if "corpus" not in path.parts} == before


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_FREE", 10_000_000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(packed({f"{n}.txt": bytes(1_000_000) for n in range(40)}))
    with pytest.raises(errors.TooLarge):
        list(archive.members(str(path)))


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", 50)
    path = tmp_path / "many.zip"
    path.write_bytes(packed({f"{n}.txt": "" for n in range(51)}))
    with pytest.raises(errors.TooLarge):
        list(archive.members(str(path)))


def test_a_member_that_is_larger_than_any_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", 1000)
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"大.txt": "村" * 1000}))
    with pytest.raises(errors.TooLarge):
        archive.read(str(path), ("大.txt",))


def test_archives_too_deep_inside_each_other_are_not_opened(tmp_path: Path) -> None:
    data = packed({"底.txt": ONE})
    for level in range(6):
        data = packed({f"{level}.zip": data})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (member,) = archive.members(str(path))
    assert len(member.inside) == archive.DEPTH
    with pytest.raises(errors.NotText):
        archive.read(str(path), member.inside)


def test_documents_that_are_zips_are_no_archives(tmp_path: Path) -> None:
    path = tmp_path / "改了名.zip"
    path.write_bytes(packed({"word/document.xml": "<a/>"}))
    assert not archive.is_archive(path)
    path.write_bytes(b"not a zip")
    assert not archive.is_archive(path)


def test_an_archive_is_no_document(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": ONE}))
    code, _, said = run("compare", path, path)
    assert code == 2
    assert "simcheck corpus add" in said


def test_many_files_in_an_archive_are_read_by_several_processes(
    made: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simcheck.corpus.crew.WORTHWHILE", 1000)
    monkeypatch.setattr("simcheck.corpus.crew.PARCEL", 500)
    path = tmp_path / "a.zip"
    path.write_bytes(packed({f"{n}.txt": f"第{n}村：{ONE * 3}" for n in range(40)}))
    assert len(made.add_all([path]).added) == 40
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "corpus"]


def test_a_table_that_cannot_be_used_stops_nothing(made: Corpus, tmp_path: Path) -> None:
    (tmp_path / "坏表.zip").write_bytes(packed({"metadata.csv": b"\0\1\2", "总结.txt": ONE}))
    (tmp_path / "好.zip").write_bytes(packed({"计划.txt": TWO}))
    result = made.add_all([tmp_path / "坏表.zip", tmp_path / "好.zip"])
    assert len(result.added) == 2
    assert [place.endswith("坏表.zip/metadata.csv") for place, _ in result.unreadable] == [True]


def test_an_oversized_archive_inside_is_one_bad_file(
    made: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LIMIT", 5000)
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"大.zip": bytes(9000), "总结.txt": ONE}))
    result = made.add_all([path])
    assert (len(result.added), [error.code for _, error in result.unreadable]) == (1, ["too-large"])


def test_no_two_files_are_taken_for_one(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"../总结.txt": ONE, "总结.txt": TWO, "./总结.txt": THREE}))
    made.add_all([path])
    assert names(made) == ["a.zip/总结 (2).txt", "a.zip/总结 (3).txt", "a.zip/总结.txt"]


def test_a_name_that_was_told_elsewhere_is_kept() -> None:
    """Newer versions of Python take it from a field of its own; it is in no code page."""
    entry = zipfile.ZipInfo("张三/总结.txt")
    entry.flag_bits = 0
    assert archive.name_of(entry) == "张三/总结.txt"
