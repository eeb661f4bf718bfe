"""The SHA-256 of a corpus's list: the same for the same documents, another one for any other."""

from __future__ import annotations

from pathlib import Path

from simcheck.corpus.collection import Corpus
from simcheck.files.home import FOLDER
from simcheck.store.catalogue import Catalogue

TEXTS = {"甲.txt": "甲村修路三公里，惠及一百二十户。", "乙.txt": "乙村打井五眼，解决饮水困难。"}


def listing(folder: Path, texts: dict[str, str]) -> str:
    folder.mkdir()
    for name, words in texts.items():
        (folder / name).write_text(words, encoding="utf-8")
        with Corpus.open(folder, create=True) as corpus:
            corpus.add_all([folder / name])
    catalogue = Catalogue(folder / FOLDER)
    try:
        return catalogue.listing()
    finally:
        catalogue.close()


def test_the_same_documents_have_the_same(tmp_path: Path) -> None:
    one = listing(tmp_path / "一", TEXTS)
    assert one == listing(tmp_path / "二", dict(reversed(TEXTS.items())))
    assert len(one) == 64


def test_other_words_names_and_documents_have_another(tmp_path: Path) -> None:
    found = {
        listing(tmp_path / "一", TEXTS),
        listing(tmp_path / "二", TEXTS | {"甲.txt": "甲村修路四公里，惠及一百二十户。"}),
        listing(tmp_path / "三", {"丙.txt": TEXTS["甲.txt"], "乙.txt": TEXTS["乙.txt"]}),
        listing(tmp_path / "四", {"甲.txt": TEXTS["甲.txt"]}),
    }
    assert len(found) == 4
