"""Public texts that are kept with a corpus: there as a whole or not at all, and a damaged byte is no other answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support import ROOT
from support.foreign import needs_posix

from simcheck import Corpus, Document
from simcheck.errors import CannotWrite, NoAccess, PublicTextsDamaged, UnsafeCorpus
from simcheck.files import home
from simcheck.store.public_texts import packed
from simcheck.text.normalize import normalize
from simcheck.text.public import SCHEME, Public

LAW = "公民有宗教信仰自由。任何组织或者个人不得强制公民信仰宗教或者不信仰宗教。"
WATER = "禁止擅自将自建设施供水管网系统与城市公共供水管网系统连接；因特殊情况确需连接的，必须经供水企业同意。"
TEXTS = [Document("", "宗教.txt", LAW), Document("", "供水\udcff.txt", WATER)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "库", create=True) as made:
        made.add(Document("a", "总结", f"我市情况。{LAW}"))
        made.add_public(TEXTS)
    return tmp_path / "库"


def file_of(corpus: Path) -> Path:
    return corpus / home.FOLDER / home.PUBLIC


def read(corpus: Path) -> Public:
    with Corpus.open(corpus) as opened:
        return opened.public


def test_what_is_kept_is_there_again(corpus: Path) -> None:
    there = read(corpus)
    assert there.texts == Public.of(TEXTS).texts
    assert (there.keys == Public.of(TEXTS).keys).all()
    assert os.stat(file_of(corpus)).st_mode & 0o077 == 0 or os.name != "posix"


def test_each_content_is_kept_once_and_names_are_removed(corpus: Path) -> None:
    with Corpus.open(corpus) as opened:
        (new,) = opened.add_public([Document("", "又名", LAW), Document("", "水", "城市供水水源水质应当符合国家规定")])
        assert new.name == "水"
        assert [text.name for text in opened.remove_public("宗教.txt", "水")] == ["宗教.txt", "水"]
        assert [text.name for text in opened.public.texts] == ["供水\udcff.txt"]
    assert not read(corpus).known(normalize(LAW).codes).any()


def test_any_damaged_byte_is_told(corpus: Path) -> None:
    path = file_of(corpus)
    data = path.read_bytes()
    asked = normalize(LAW).codes
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        try:
            there = read(corpus)
        except PublicTextsDamaged:
            pass
        else:
            # only the zeros before the keys mean nothing
            assert there.texts == Public.of(TEXTS).texts
            assert (there.keys == Public.of(TEXTS).keys).all()
            assert data[at] == 0
    for size in range(0, len(data), 7):
        path.write_bytes(data[:size])
        with pytest.raises(PublicTextsDamaged):
            read(corpus).known(asked)


def forged(texts: object, keys: list[int], scheme: str = SCHEME, **more: object) -> bytes:
    """A file whose checks are right, whatever it says."""
    body = np.array(keys, dtype="<u8").tobytes()
    head = json.dumps({"scheme": scheme, "check": zlib.crc32(body), "texts": texts} | more).encode()
    front = b"simpublc" + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little")
    return front + head + b"\0" * (-len(head) % 8) + body


DEEP = b"[" * 60_000
ROW = ["甲", 9, "0" * 16]
FORGED = {
    "texts that are not there": forged([ROW], [1 << 24 | 1]),
    "keys in another order": forged([ROW], [2 << 24, 1 << 24]),
    "a key twice": forged([ROW], [1 << 24, 1 << 24]),
    "another scheme": forged([ROW], [1 << 24], scheme="other"),
    "no list": forged({"甲": 9}, [1 << 24]),
    "a name that is none": forged([[5, 9, "0" * 16]], [1 << 24]),
    "a length below nothing": forged([["甲", -1, "0" * 16]], [1 << 24]),
    "no digest": forged([["甲", 9, "x"]], [1 << 24]),
    "a check that is none": forged([ROW], [1 << 24], check="0"),
    "half a key": forged([ROW], [1 << 24])[:-3],
    "nothing": b"",
    "a deep head": b"simpublc" + (60_000).to_bytes(4, "little") + zlib.crc32(DEEP).to_bytes(4, "little") + DEEP,
    "a long head": b"simpublc" + b"\xff" * 8,
}


@pytest.mark.parametrize("name", FORGED)
def test_what_we_could_not_have_written_is_refused(corpus: Path, name: str) -> None:
    file_of(corpus).write_bytes(FORGED[name])
    with Corpus.open(corpus) as opened:
        for ask in (lambda: opened.public, lambda: opened.check(LAW), opened.verify, lambda: opened.add_public([LAW])):
            with pytest.raises(PublicTextsDamaged):
                ask()
        # the rest of the corpus is there
        assert opened.check(LAW, with_kept_public=False).share().ratio == 1.0
    assert file_of(corpus).read_bytes() == FORGED[name]


def test_a_file_of_ours_is_what_is_forged() -> None:
    made = Public.of([LAW])
    assert packed(made) == forged([list(text) for text in made.texts], made.keys.tolist())


@needs_posix
def test_a_link_in_its_place_is_refused(corpus: Path, tmp_path: Path) -> None:
    victim = tmp_path / "别人的.txt"
    victim.write_bytes(file_of(corpus).read_bytes())
    file_of(corpus).unlink()
    file_of(corpus).symlink_to(victim)
    with pytest.raises(UnsafeCorpus):
        read(corpus)
    with Corpus.open(corpus.parent / "新", create=True) as opened:
        file_of(corpus.parent / "新").symlink_to(victim)
        with pytest.raises(UnsafeCorpus):
            _ = opened.public
    assert victim.exists()


def test_what_a_killed_writer_left_is_deleted_and_counts_for_nothing(corpus: Path) -> None:
    aside = file_of(corpus).with_name(f"{home.PUBLIC}.new")
    aside.write_bytes(b"half")
    assert len(read(corpus)) == 2
    assert not aside.exists()


@pytest.mark.parametrize("step", ["opened", "os.fsync", "os.replace"])
def test_a_write_that_fails_changes_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = file_of(corpus).read_bytes()
    with Corpus.open(corpus) as opened, monkeypatch.context() as patch:
        _ = opened.public
        if step == "opened":
            original = home.opened

            def opening(path: Path, flags: int = os.O_RDONLY) -> int:
                if path.name.endswith(".new"):
                    fail()
                return original(path, flags)

            patch.setattr(home, "opened", opening)
        else:
            patch.setattr(step, fail)
        with pytest.raises(CannotWrite):
            opened.add_public(["城市供水水源水质应当符合国家规定的标准"])
    assert file_of(corpus).read_bytes() == before
    assert len(read(corpus)) == 2


KILLED = """
import os, sys
from simcheck import Corpus
folder, step = sys.argv[1:]
name, _, when = step.partition(" ")
original = getattr(os, name)
def killed(*args, **more):
    if when == "after":
        original(*args, **more)
    os._exit(9)
with Corpus.open(folder) as corpus:
    corpus.public
    setattr(os, name, killed)
    corpus.add_public(["城市供水水源水质应当符合国家规定的标准"])
"""


@pytest.mark.parametrize(
    ("step", "count"), [("fsync before", 2), ("fsync after", 2), ("replace before", 2), ("replace after", 3)]
)
def test_a_kill_at_any_step_leaves_the_old_or_the_new(corpus: Path, step: str, count: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(corpus), step], check=False, env=os.environ, cwd=ROOT)
    assert done.returncode == 9
    with Corpus.open(corpus) as opened:
        assert len(opened.public) == count
        opened.verify()
        assert len(opened.check(LAW).sources) == 1
        opened.add_public(["城市供水水源水质应当符合国家规定的标准"])
        assert len(opened.public) == 3
    assert {path.name for path in file_of(corpus).parent.iterdir() if path.name.startswith("public")} == {home.PUBLIC}


def test_a_reader_sees_what_another_process_kept(corpus: Path) -> None:
    with Corpus.open(corpus) as reader, Corpus.open(corpus) as writer:
        first = reader.public
        assert reader.public is first
        writer.add_public(["城市供水水源水质应当符合国家规定的标准"])
        assert (len(first), len(reader.public)) == (2, 3)
        writer.remove_public("宗教.txt")
        assert len(reader.public) == 2


@needs_posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(corpus: Path) -> None:
    file_of(corpus).chmod(0)
    with pytest.raises(NoAccess):
        read(corpus)


CHANGES: dict[str, Callable[[Corpus], object]] = {
    "add": lambda opened: opened.add_public(TEXTS),
    "add nothing": lambda opened: opened.add_public([]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_there_already_is_not_written_again(corpus: Path, change: str) -> None:
    before = os.stat(file_of(corpus))
    with Corpus.open(corpus) as opened:
        assert CHANGES[change](opened) == []
    assert os.stat(file_of(corpus)).st_mtime_ns == before.st_mtime_ns
