"""Records of a list are called by their titles, and no two by one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcheck import Corpus, Document
from simcheck.crossing.names import named


def record(own: str, title: str = "", name: str = "条例.jsonl") -> Document:
    return Document(own, f"{name}#{own}" if name else own, "文字。", {"title": title} if title else {})


@pytest.mark.parametrize(
    ("documents", "names"),
    [
        ([record("1", "甲条例"), record("2", "乙条例")], ["甲条例", "乙条例"]),
        ([record("1", "条例"), record("2", "条例"), record("3")], ["条例#1", "条例#2", "条例.jsonl#3"]),
        ([record("1", "甲\n 条例")], ["甲 条例"]),
        ([record("1", "甲条例"), record("甲条例", "别的", "")], ["甲条例#1", "甲条例"]),
        ([record("总结.txt", "甲镇总结", "")], ["总结.txt"]),
        ([], []),
    ],
)
def test_a_title_is_the_name_of_a_record(documents: list[Document], names: list[str]) -> None:
    given = named(documents)
    assert [each.name for each in given] == names
    assert [each.id for each in given] == [each.id for each in documents]


def test_what_a_corpus_reads_from_a_list_is_so_named(tmp_path: Path) -> None:
    lines = '{"id": "7", "title": "七号规定", "text": "塘坝看护到户。"}\n{"id": "8", "text": "渡船不得超载。"}\n'
    (tmp_path / "表.jsonl").write_text(lines, encoding="utf-8")
    with Corpus.open(tmp_path / "文稿", create=True) as corpus:
        corpus.add_all([tmp_path / "表.jsonl"])
        assert [each.name for each in named(corpus)] == ["七号规定", "表.jsonl#8"]
