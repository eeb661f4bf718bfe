"""Corpora and background tables that a stranger made: nothing outside is touched, nothing of theirs runs, and whatever
is not as we make it is an error of ours."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import socket
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.reading import fuzz_catalogue, fuzz_corpus, fuzz_places, fuzz_postings
from benchmarks.texts import text_of
from simcheck import Background, Document, compare
from simcheck.cli import main, saving
from simcheck.corpus.collection import Corpus
from simcheck.corpus.frequencies import build
from simcheck.errors import (
    CatalogueDamaged,
    CorpusBusy,
    CorpusReplaced,
    IndexDamaged,
    InvalidSettings,
    NewerFormat,
    NotFound,
    SimcheckError,
    TooLarge,
    UnsafeCorpus,
)
from simcheck.index import merging, query, segment
from simcheck.index.segment import Segment
from simcheck.store import lock, rows, tables
from simcheck.text.background import packed as table_of

POSIX = os.name == "posix"
needs_posix = pytest.mark.skipif(not POSIX, reason="links, pipes and modes of POSIX")

QUESTION = text_of(2)[:300] + text_of(4)[100:300]


def document(number: int) -> Document:
    return Document(f"d{number}", f"{number}.txt", text_of(number), {"unit": "柳湾镇"})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with Corpus.open(folder, create=True) as made:
        for number in range(1, 6):
            made.add(document(number))
        made.tell_phrases(add=["全镇上下齐心协力"])
    return folder


@pytest.fixture
def there(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "corpus"))


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody's files, in which nothing may change."""
    folder = tmp_path / "victim"
    (folder / "deep").mkdir(parents=True)
    for name in ("report.txt", "deep/more.txt", "000000001-00000000.postings", "catalogue.sqlite"):
        (folder / name).write_text("谁也不许动。")
    before = fuzz_corpus._listing(folder)
    yield folder
    assert fuzz_corpus._listing(folder) == before


def postings(folder: Path) -> list[Path]:
    return sorted((folder / ".simcheck" / "segments").iterdir())


def every_use(folder: Path) -> set[str]:
    """The codes of what each use of a corpus is refused with; whatever else it raises is a failure."""
    codes = set()

    def use(call: Callable[[Corpus], object]) -> None:
        try:
            with Corpus.open(folder) as made:
                call(made)
        except SimcheckError as error:
            codes.add(error.code)

    use(lambda made: made.check(QUESTION))
    use(lambda made: made.summary)
    use(lambda made: list(made))
    use(lambda made: made.phrases())
    use(lambda made: made.add(document(9)))
    use(lambda made: made.tell_phrases(add=["打造湖畔云上茶乡"]))
    use(Corpus.verify)
    use(lambda made: made.remove("d5"))
    use(Corpus.rebuild)
    use(lambda made: made.check(QUESTION))
    with contextlib.suppress(SimcheckError):
        Corpus.open(folder, create=True).close()
    return codes


# What is no file of ours

OURS = ["catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm", "catalogue.sqlite-journal", "lock"]


def link(path: Path, victim: Path) -> None:
    path.symlink_to(victim / "report.txt")


def link_to_folder(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def link_to_nothing(path: Path, victim: Path) -> None:
    path.symlink_to(victim / "new.txt")


def hard_link(path: Path, victim: Path) -> None:
    path.hardlink_to(victim / "report.txt")


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path, _: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):
        one.bind(path.name)


def folder(path: Path, _: Path) -> None:
    path.mkdir()
    (path / "x").write_text("x")


ELSE = [link, link_to_folder, link_to_nothing, hard_link, pipe, unix_socket, folder]


@needs_posix
@pytest.mark.parametrize("name", [*OURS, "phrases.txt", "segments"])
@pytest.mark.parametrize("put", ELSE, ids=lambda put: put.__name__)
def test_what_is_no_file_of_ours_is_refused_and_left_alone(
    there: Path, victim: Path, name: str, put: Callable[[Path, Path], None]
) -> None:
    path = there / ".simcheck" / name
    if (put, name) in ((folder, "segments"), (hard_link, "phrases.txt")):
        pytest.skip("what it is anyway")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    put(path, victim)
    inode = path.lstat().st_ino
    assert every_use(there) == {"unsafe-corpus"}
    with pytest.raises(UnsafeCorpus) as refused:
        Corpus.open(there)
    assert (refused.value.folder, refused.value.file) == (str(there), str(path))
    assert path.lstat().st_ino == inode


@needs_posix
def test_a_linked_home_is_refused_and_a_linked_corpus_is_not(there: Path, tmp_path: Path, whole: Path) -> None:
    (tmp_path / "linked").symlink_to(there)
    with Corpus.open(tmp_path / "linked") as made:
        made.add(document(9))
        assert len(made) == 6
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".simcheck").symlink_to(there / ".simcheck")
    assert every_use(tmp_path / "other") == {"unsafe-corpus"}
    with Corpus.open(there) as made:
        assert len(made) == 6
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / ".simcheck").write_text("x")
    assert every_use(tmp_path / "file") == {"unsafe-corpus"}


@needs_posix
@pytest.mark.parametrize("put", [each for each in ELSE if each is not hard_link], ids=lambda put: put.__name__)
def test_something_else_in_place_of_a_file_of_postings_is_damage_and_mended(
    there: Path, victim: Path, put: Callable[[Path, Path], None]
) -> None:
    path = postings(there)[0]
    path.unlink()
    put(path, victim)
    with Corpus.open(there) as made:
        for use in (lambda: made.check(QUESTION), made.verify, made.phrases):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert refused.value.file == str(path)
        made.rebuild()
        made.verify()
        assert made.check(QUESTION).share().ratio > 0.9


@needs_posix
def test_what_lies_beside_our_files_is_never_deleted_or_written(there: Path, victim: Path) -> None:
    place = there / ".simcheck"
    (place / "segments" / "letter.txt").write_text("mine")
    (place / "segments" / "000000009-abcdef01.postings").mkdir()
    (place / "segments" / "000000009-abcdef01.postings" / "x").write_text("mine")
    (place / "segments" / "000000010-abcdef01.postings").write_text("what a kill left")
    (place / "phrases.txt.new").symlink_to(victim / "report.txt")
    (place / ".gitignore").unlink()
    (place / ".gitignore").symlink_to(victim / "report.txt")
    assert every_use(there) == set()
    assert (place / "segments" / "letter.txt").read_text() == "mine"
    assert (place / "segments" / "000000009-abcdef01.postings" / "x").read_text() == "mine"
    assert not (place / "segments" / "000000010-abcdef01.postings").exists()
    assert not (place / "phrases.txt").is_symlink()


@needs_posix
def test_a_corpus_is_not_made_through_links(tmp_path: Path, victim: Path) -> None:
    place = tmp_path / "new" / ".simcheck"
    for name, target in (
        ("catalogue.sqlite.new", "report.txt"),
        (".gitignore", "report.txt"),
        (".gitignore.new", "new.txt"),
        ("catalogue.sqlite.new-journal", "deep/more.txt"),
        ("catalogue.sqlite.new-wal", "new.txt"),
    ):
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        place.mkdir(parents=True)
        (place / name).symlink_to(victim / target)
        with Corpus.open(tmp_path / "new", create=True) as made:
            made.add(document(1))
            made.verify()


def test_a_journal_that_names_a_file_to_be_deleted_is_refused(there: Path, victim: Path) -> None:
    path = there / ".simcheck" / "catalogue.sqlite-journal"
    path.write_bytes(fuzz_places._journal(victim / "report.txt"))
    assert every_use(there) == {"unsafe-corpus"}
    # such a journal works
    db = victim.parent / "plain.sqlite"
    with contextlib.closing(sqlite3.connect(db)) as plain:
        plain.execute("CREATE TABLE t (a)")
    doomed = victim.parent / "doomed.txt"
    doomed.write_text("x")
    db.with_name("plain.sqlite-journal").write_bytes(fuzz_places._journal(doomed))
    with contextlib.closing(sqlite3.connect(db)) as plain, contextlib.suppress(sqlite3.Error):
        plain.execute("SELECT * FROM t").fetchall()
    assert not doomed.exists()


# The catalogue


def catalogue_of(there: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(there / ".simcheck" / "catalogue.sqlite", isolation_level=None))


@pytest.mark.parametrize(
    "name", ["../../victim/report.txt", "/etc/hostname", "..", "", "x.postings", "000000001-0000000g"]
)
def test_a_path_among_the_files_of_postings_is_neither_opened_nor_deleted(there: Path, victim: Path, name: str) -> None:
    with catalogue_of(there) as db:
        db.execute("INSERT INTO segments VALUES (?, ?, 1)", (name, (victim / "report.txt").stat().st_size))
    with Corpus.open(there) as made:
        for use in (lambda: made.check(QUESTION), lambda: made.summary, made.verify):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert refused.value.reason == "names"
        made.add(document(9))
        made.remove("d5")
        made.rebuild()
        made.verify()
        assert len(made) == 5
    assert {path.name for path in postings(there)} == {file.name for file in Corpus.open(there)._catalogue.files()[0]}


@pytest.mark.parametrize("number", range(len(fuzz_catalogue._SCHEMES)))
def test_other_tables_than_ours_are_refused_before_they_are_read(there: Path, victim: Path, number: int) -> None:
    script = fuzz_catalogue._SCHEMES[number]
    if "user_version" in script or "UTF-16" in script or "page_size" in script or "rootpage" in script:
        pytest.skip("tells no other tables")
    with catalogue_of(there) as db, contextlib.suppress(sqlite3.Error):
        # with all of them, whatever fails half way
        db.executescript(script)
    before = (there / ".simcheck" / "catalogue.sqlite").read_bytes()
    with pytest.raises(CatalogueDamaged):
        Corpus.open(there)
    assert every_use(there) == {"catalogue-damaged"}
    assert (there / ".simcheck" / "catalogue.sqlite").read_bytes() == before


def test_other_tables_of_a_newer_version_are_those_of_a_newer_version(there: Path) -> None:
    with catalogue_of(there) as db:
        db.execute("CREATE TABLE more (a)")
        db.execute("UPDATE facts SET value = '2' WHERE name = 'format'")
    with pytest.raises(NewerFormat):
        Corpus.open(there)
    with catalogue_of(there) as db:
        # of a table that only looks like ours nothing is read
        db.executescript(
            "ALTER TABLE facts RENAME TO f; CREATE VIEW facts AS SELECT 'format' AS name, '2' AS value FROM f;"
        )
    with pytest.raises(CatalogueDamaged) as refused:
        Corpus.open(there)
    assert refused.value.reason == "schema"


def test_the_tables_of_every_version_are_known() -> None:
    """Those of 0.2: whoever changes this must bring old corpora up to date."""
    (first,) = tables.known_schemas()
    assert len(first) == 11
    assert blake2b(repr(first).encode(), digest_size=8).hexdigest() == "6b3f052a16f9eded"


VALUES = [
    ("facts", "value", "name = 'updated'", "\x1b[2J"),
    ("facts", "value", "name = 'created'", b"2019-01-01T00:00:00+0800"),
    ("facts", "name", "name = 'updated'", "other"),
    ("facts", "value", "name = 'format'", "9" * 5000),
    ("facts", "value", "name = 'settings'", "[" * 100_000),
    ("facts", "value", "name = 'settings'", '[["a", 1], [1, 2]]'),
    ("facts", "value", "name = 'sketching'", '{"permutations": [[1], [2, 3]], "rows": 1}'),
    ("facts", "value", "name = 'sketching'", '{"permutations": [[-1], [99999999999]], "rows": 1}'),
    ("facts", "value", "name = 'sketching'", '{"permutations": [[1], [2]], "rows": 0}'),
    ("facts", "value", "name = 'sketching'", "[" * 100_000),
    ("records", "metadata", "id = 'd2'", "[]"),
    ("records", "metadata", "id = 'd2'", '{"date": ["2018"]}'),
    ("records", "metadata", "id = 'd2'", '{"a":' * 100_000),
    ("records", "metadata", "id = 'd2'", b"\xff"),
    ("records", "guessed", "id = 'd2'", '[["a"]]'),
    ("records", "notes", "id = 'd2'", '{"notes": 5, "pages": []}'),
    ("records", "notes", "id = 'd2'", '{"notes": [], "pages": ["a"]}'),
    ("records", "notes", "id = 'd2'", '[{"code": "x", "facts": [], "span": [5, 1]}]'),
    ("records", "notes", "id = 'd2'", '[{"code": [], "facts": {}}]'),
    ("records", "name", "id = 'd2'", b"\xff\xfe"),
    ("records", "id", "id = 'd2'", b"\xff\xfe"),
    ("records", "stamp", "id = 'd2'", b"x"),
    ("records", "added", "id = 'd2'", "gestern"),
    ("records", "version", "id = 'd2'", 2**63 - 1),
    ("records", "version", "id = 'd2'", "zwei"),
    ("records", "text", "id = 'd2'", -1),
    ("records", "text", "id = 'd2'", 2**62),
    ("texts", "number", "number = 2", 2**62),
    ("texts", "characters", "number = 2", "viele"),
    ("texts", "paragraphs", "number = 2", -(2**63)),
    ("texts", "content", "number = 2", "text"),
    ("texts", "content", "number = 2", b"\xff\xff"),
    ("segments", "size", "1", 2**62),
    ("segments", "size", "1", -5),
    ("segments", "size", "1", 0.5),
    ("segments", "texts", "1", "a"),
    ("sqlite_sequence", "seq", "1", 2**63 - 1),
    ("sqlite_sequence", "seq", "1", "a"),
    ("sqlite_sequence", "seq", "1", None),
    ("sqlite_sequence", "seq", "1", -7),
]


@pytest.mark.parametrize(("table", "column", "where", "value"), VALUES)
def test_a_value_that_we_cannot_have_written_is_an_error_of_ours(
    there: Path, table: str, column: str, where: str, value: Any
) -> None:
    with catalogue_of(there) as db:
        if value is not None and "sketching" in where:
            value = f"{rows.digest(value).hex()} {value}"
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))
        if column != "digest":
            fuzz_catalogue._seal(db)
    codes = every_use(there)
    assert codes
    assert codes <= {"catalogue-damaged", "index-damaged", "index-mismatch", "unknown-record"}


def test_what_a_catalogue_says_of_unreadable_files_is_checked(there: Path) -> None:
    for row in (("a", "x\x1b[2J", "{}"), ("a", "empty", "[]"), ("a", "empty", "[" * 100_000), (b"\xff", "empty", "{}")):
        with catalogue_of(there) as db:
            db.execute("DELETE FROM unreadable")
            db.execute("INSERT INTO unreadable VALUES (?, ?, ?)", row)
        with Corpus.open(there) as made, pytest.raises(CatalogueDamaged):
            _ = made.summary


def test_pages_that_are_used_twice_are_found_before_anything_is_written(there: Path) -> None:
    with catalogue_of(there) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()
    path = there / ".simcheck" / "catalogue.sqlite"
    data = bytearray(path.read_bytes())
    # the root of the texts is free to be used for something else
    data[32:40] = root.to_bytes(4, "big") + (1).to_bytes(4, "big")
    path.write_bytes(data)
    with Corpus.open(there) as made:
        assert made.check(QUESTION).share().ratio > 0.9
        held = {each.id: each.text for each in made}
        for change in (lambda: made.add(document(9)), lambda: made.remove("d1"), made.rebuild, made.verify):
            with pytest.raises(CatalogueDamaged):
                change()
        assert {each.id: each.text for each in made} == held


# Files of postings whose checks are right


def rewrite(there: Path, change: Callable[[bytearray, dict[str, Any]], object]) -> Path:
    """Change the largest file of postings, and whatever shows that it was changed."""
    path = max(postings(there), key=lambda path: path.stat().st_size)
    data = path.read_bytes()
    length = int.from_bytes(data[-16:-12], "little")
    head = json.loads(data[-16 - length : -16])
    body = bytearray(data[: head["checks"][0]])
    change(body, head)
    path.write_bytes(fuzz_postings.closed(bytes(body), head))
    with catalogue_of(there) as db:
        db.execute("UPDATE segments SET size = ? WHERE file = ?", (path.stat().st_size, path.name))
    return path


def told(*keys: Any, value: Any) -> Callable[[bytearray, dict[str, Any]], None]:
    """A change of what the directory says."""

    def change(_: bytearray, head: dict[str, Any]) -> None:
        at: Any = head
        for key in keys[:-1]:
            at = at[key]
        at[keys[-1]] = value

    return change


def without(name: str) -> Callable[[bytearray, dict[str, Any]], None]:
    return lambda _, head: head["sections"].pop(name)


def numbers(name: str, *values: int, at: int = 0) -> Callable[[bytearray, dict[str, Any]], None]:
    """A change of numbers in an array."""

    def change(body: bytearray, head: dict[str, Any]) -> None:
        width = {"<i8": 8, "<u4": 4}[head["sections"][name]["dtype"]]
        start = head["sections"][name]["offset"] + at * width
        body[start : start + len(values) * width] = b"".join(v.to_bytes(width, "little", signed=v < 0) for v in values)

    return change


LIES = {
    "format": told("format", value="1"),
    "passages": told("passages", value=-1),
    "many passages": told("passages", value=10**30),
    "no passages": told("passages", value=float("nan")),
    "checks": told("checks", value=[4096]),
    "checks elsewhere": told("checks", 0, value=0),
    "checks without end": told("checks", 1, value=10**12),
    "sections": told("sections", value=[]),
    "a section of nothing": told("sections", "terms.keys", value=None),
    "another section": told("sections", "more", value={"dtype": "O", "offset": 4096, "count": 1}),
    "no section": without("fingerprints.around"),
    "no texts": without("texts.length"),
    "objects": told("sections", "terms.keys", "dtype", value="O"),
    "wide": told("sections", "terms.keys", "dtype", value="V999999999"),
    "floats": told("sections", "texts.start", "dtype", value="<f8"),
    "no page": told("sections", "terms.keys", "offset", value=4100),
    "before the file": told("sections", "terms.keys", "offset", value=-4096),
    "behind the file": told("sections", "terms.keys", "offset", value=1 << 62),
    "longer than the file": told("sections", "terms.keys", "count", value=1 << 40),
    "shorter than its places": told("sections", "terms.keys", "count", value=1),
    "no texts at all": lambda _, head: [head["sections"][f"texts.{n}"].update(count=0) for n in segment.Text._fields],
    "fewer pages": told("sections", "fingerprints.first", "count", value=0),
    "a number beyond": numbers("texts.number", 1 << 40),
    "a number below": numbers("texts.number", -1),
    "a start below": numbers("texts.start", -5),
    "a start beyond": numbers("texts.start", 1 << 62),
    "a length below": numbers("texts.length", -5),
    "a length beyond": numbers("texts.length", (1 << 63) - 1),
    "places in no text": lambda body, head: numbers(
        "fingerprints.places", *[(1 << 32) - 1] * head["sections"]["fingerprints.places"]["count"]
    )(body, head),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_file_of_postings_that_says_what_cannot_be_is_damage_and_mended(there: Path, lie: str) -> None:
    with Corpus.open(there) as made:
        expected = made.check(QUESTION).to_json()
    path = rewrite(there, LIES[lie])
    with Corpus.open(there) as made:
        for use in (lambda: made.check(text_of(int(path.name.split("-")[0]))), made.verify):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert (refused.value.folder, refused.value.file) == (str(there), str(path))
        # whoever adds is not kept from it, and nothing is merged into a new file
        made.add(document(9))
        made.remove("d9")
        made.rebuild()
        made.verify()
        assert made.check(QUESTION).to_json() == expected


@pytest.mark.parametrize("turn", range(8))
def test_postings_that_lie_may_only_cost_candidates(there: Path, monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    """Whatever they say, what is reported stands in both texts."""
    rng = random.Random(turn)
    if turn % 2:
        # texts are only asked for the runs that postings claim
        monkeypatch.setattr("simcheck.corpus.check.worth_comparing", lambda _: [])

    def change(body: bytearray, head: dict[str, Any]) -> None:
        places = head["sections"]["fingerprints.places"]
        size = places["count"]
        text = head["sections"]["texts.length"]
        length = int.from_bytes(body[text["offset"] : text["offset"] + 8], "little")
        numbers("fingerprints.places", *(rng.randrange(length) for _ in range(size)))(body, head)

    rewrite(there, change)
    question = "".join(text_of(n)[50:250] for n in range(1, 6))
    with Corpus.open(there) as made:
        report = made.check(question)
        made.phrases()
    for finding in report.findings:
        for block in finding.match.blocks:
            if not finding.match.edits:
                source = report.sources[finding.match.source].text
                assert block.left.of(question).strip("，。；") == block.right.of(source).strip("，。；")


def test_a_posting_behind_the_end_of_a_text_is_no_claim(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that says that its text is longer than it is."""

    def change(body: bytearray, head: dict[str, Any]) -> None:
        at = head["sections"]["texts.length"]["offset"]
        length = int.from_bytes(body[at : at + 8], "little")
        numbers("texts.length", 1 << 20)(body, head)
        size = head["sections"]["fingerprints.places"]["count"]
        numbers("fingerprints.places", *(length + 20 + n % 60 for n in range(size)))(body, head)

    text = text_of(int(rewrite(there, change).name.split("-")[0]))
    with Corpus.open(there) as made:
        # as if the text were only asked for these runs
        monkeypatch.setattr("simcheck.corpus.check.worth_comparing", lambda _: [])
        for at in range(50, 250, 20):
            made.check(text[at : at + 16] + text_of(901)[:60])
        made.phrases()
        with pytest.raises(IndexDamaged) as refused:
            made.verify()
        assert refused.value.reason == "texts"


def test_texts_that_the_catalogue_does_not_have_are_damage(there: Path) -> None:
    rewrite(there, numbers("texts.number", 77))
    with Corpus.open(there) as made:
        for use in (lambda: made.check("".join(text_of(n)[:300] for n in range(1, 6))), made.verify):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert refused.value.reason == "texts"
        made.rebuild()
        made.verify()


def test_keys_out_of_order_are_found_by_a_search_or_by_verify(there: Path) -> None:
    for turn in range(10):
        folder = Path(shutil.copytree(there, there.with_name(str(turn))))
        rng = random.Random(turn)

        def change(body: bytearray, head: dict[str, Any], rng: random.Random = rng) -> None:
            keys = head["sections"]["fingerprints.keys"]
            span = slice(keys["offset"], keys["offset"] + 4 * keys["count"])
            values = np.frombuffer(bytes(body[span]), dtype="<u4").tolist()
            rng.shuffle(values)
            first = values[::1024]
            numbers("fingerprints.keys", *values)(body, head)
            numbers("fingerprints.first", *first)(body, head)

        path = rewrite(folder, change)
        with Corpus.open(folder) as made:
            with contextlib.suppress(IndexDamaged):
                made.check("".join(text_of(n) for n in range(1, 6)))
            with pytest.raises(IndexDamaged):
                made.verify()
        one = Segment(path, path.stat().st_size)
        with pytest.raises(IndexDamaged):
            merging.merge(path.with_name("merged"), [one], np.zeros(0, dtype=np.int64))
        assert not path.with_name("merged").exists()
        one.close()


def test_files_that_share_a_text_or_are_too_long_are_not_merged(there: Path, tmp_path: Path) -> None:
    first, second = (Segment(path, path.stat().st_size) for path in postings(there)[:2])
    none = np.zeros(0, dtype=np.int64)
    for parts in ([first, first], [first, second]):
        if parts[1] is second:
            second.lengths = np.array([(1 << 32) - 1])
        with pytest.raises(IndexDamaged):
            merging.merge(tmp_path / "merged", parts, none)
        assert not (tmp_path / "merged").exists()


def test_a_text_that_repeats_itself_is_looked_up_no_oftener_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "一二三四五六七八" * 300
    with Corpus.open(tmp_path, create=True) as made:
        made.add(Document("a", "a", said + text_of(1)))
        looked = []
        look_up = Segment.look_up

        def counted(self: Segment, *arguments: Any) -> Any:
            found = look_up(self, *arguments)
            looked.append(len(found.query))
            return found

        monkeypatch.setattr(Segment, "look_up", counted)
        free = made.check(said + "啊" + text_of(1)[:100])
        most, looked[:] = max(looked), []
        monkeypatch.setattr(query, "MOST_HITS", 5_000)
        bound = made.check(said + "啊" + text_of(1)[:100])
    assert most > 100_000
    assert max(looked) <= 5_000
    assert bound.share() == free.share()


# Another corpus in its place


def moved(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def replaced(folder: Path) -> None:
    shutil.rmtree(folder)
    with Corpus.open(folder, create=True) as other:
        other.add(document(1))


def restored(folder: Path) -> None:
    copy = shutil.copytree(folder, folder.with_name("copy"))
    shutil.rmtree(folder)
    Path(copy).rename(folder)


@needs_posix
@pytest.mark.parametrize("what", [moved, deleted, replaced, restored], ids=lambda what: what.__name__)
@pytest.mark.parametrize("thread", [False, True], ids=["", "another thread"])
def test_a_handle_whose_folder_was_replaced_refuses_to_read_and_write(
    there: Path, what: Callable[[Path], None], thread: bool
) -> None:
    made = Corpus.open(there)
    made.check(QUESTION)
    what(there)
    before = fuzz_corpus._listing(there) if there.exists() else {}
    failed: list[BaseException] = []

    def use() -> None:
        for call in (
            lambda: made.check(QUESTION),
            lambda: made.add(document(9)),
            lambda: made.remove("d1"),
            made.rebuild,
            lambda: list(made),
            lambda: made.summary,
            made.verify,
        ):
            with pytest.raises(CorpusReplaced) as refused:
                call()
            assert refused.value.folder == str(there)

    def told() -> None:
        try:
            use()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    if thread:
        one = threading.Thread(target=told)
        one.start()
        one.join()
    else:
        told()
    assert failed == []
    assert (fuzz_corpus._listing(there) if there.exists() else {}) == before
    made.close()
    if what in (replaced, restored):
        with Corpus.open(there) as other:
            other.add(document(9))


def test_a_corpus_without_an_identity_is_given_one_when_it_is_written(there: Path) -> None:
    with catalogue_of(there) as db:
        db.execute("DELETE FROM facts WHERE name = 'identity'")
    with Corpus.open(there) as reader, Corpus.open(there) as made:
        assert "identity" not in reader._catalogue.facts()
        made.check(QUESTION)
        assert "identity" not in reader._catalogue.facts()
        made.add(document(9))
        given = reader._catalogue.facts()["identity"]
        assert len(given) == 32
        reader.add(document(10))
        assert reader._catalogue.facts()["identity"] == given
    # the same file, in which another corpus stands by now
    with Corpus.open(there) as made:
        with catalogue_of(there) as db:
            db.execute("UPDATE facts SET value = 'other' WHERE name = 'identity'")
        failed = []

        def use() -> None:
            try:
                made.check(QUESTION)
            except CorpusReplaced as error:
                failed.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        assert len(failed) == 1


# The lock, the phrases, the modes


@pytest.mark.parametrize(
    "said",
    [
        {"holder": "\x1b[2J", "process": 7, "since": "2026-01-01T00:00:00"},
        {"holder": "pc\u202e", "process": 10**400, "since": "\x1b[2J"},
        {"holder": ["x"], "process": -1, "since": 5},
        {"holder": "x" * 450, "process": True, "since": ""},
    ],
    ids=str,
)
def test_what_a_stranger_wrote_into_the_lock_is_shown_safely(
    there: Path, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    with lock.writer(there / ".simcheck"):
        (there / ".simcheck" / "lock").write_text(json.dumps(said, ensure_ascii=False))
        with Corpus.open(there) as made, pytest.raises(CorpusBusy) as refused:
            made.add(document(9))
        assert len(refused.value.holder) <= 100
        assert (refused.value.holder + refused.value.since).isprintable()
        assert 0 <= refused.value.process < 1 << 32
        assert main.main(["corpus", "remove", "d1", "--yes", "--corpus", str(there), "--lang", "en"]) == 2
    assert "corpus-busy" in capsys.readouterr().err
    with lock.writer(there / ".simcheck"):
        (there / ".simcheck" / "lock").write_text("[" * 500)
        with pytest.raises(CorpusBusy), lock.writer(there / ".simcheck", patience=0):
            pass


def test_a_list_of_phrases_without_end_is_refused(there: Path) -> None:
    with (there / ".simcheck" / "phrases.txt").open("wb") as file:
        file.truncate(10_000_000_000)
    with Corpus.open(there) as made:
        with pytest.raises(TooLarge):
            made.check(QUESTION)
        with pytest.raises(TooLarge):
            made.tell_phrases(add=["打造湖畔云上茶乡"])


@needs_posix
def test_a_corpus_that_others_could_reach_is_closed_again(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = there / ".simcheck"
    for mode in (0o755, 0o777, 0o710, 0o707):
        place.chmod(mode)
        with Corpus.open(there) as made:
            assert made.is_exposed is False
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        with Corpus.open(there) as made:
            assert made.is_exposed is None
    place.chmod(0o755)
    with monkeypatch.context() as patch:
        # somebody else's
        patch.setattr(os, "geteuid", lambda: place.stat().st_uid + 1)
        with Corpus.open(there) as made:
            assert made.is_exposed is True
    assert stat.S_IMODE(place.stat().st_mode) == 0o755


# Background tables


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("table")
    for number in range(6):
        (folder / f"{number}.txt").write_text(text_of(number) + "全镇上下齐心协力" * 3, encoding="utf-8")
    (folder / "table.npz").write_bytes(table_of(build([folder, folder])))
    assert Background.load(folder / "table.npz").totals == (6, 6)
    with zipfile.ZipFile(folder / "table.npz") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def array(*values: Any, dtype: str) -> bytes:
    out = io.BytesIO()
    np.save(out, np.array(values, dtype=dtype), allow_pickle=True)
    return out.getvalue()


def headed(data: bytes, old: bytes, new: bytes) -> bytes:
    """An array with something else in its head, which stays as long as it is."""
    size = int.from_bytes(data[8:10], "little")
    head = data[10 : 10 + size]
    assert old in head
    return data[:10] + head.replace(old, new).rstrip().ljust(size - 1) + b"\n" + data[10 + size :]


TABLES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "objects": lambda t: {"levels.npy": array({"a": 1}, dtype="O")},
    "no documents": lambda t: {"totals.npy": array(0, 6, dtype="<i8")},
    "fewer than none": lambda t: {"totals.npy": array(-6, 6, dtype="<i8")},
    "documents without end": lambda t: {"totals.npy": array((1 << 63) - 1, 6, dtype="<i8")},
    "no totals": lambda t: {"totals.npy": array(dtype="<i8")},
    "three totals": lambda t: {"totals.npy": array(6, 6, 6, dtype="<i8")},
    "floats": lambda t: {"totals.npy": array(6, float("nan"), dtype="<f8")},
    "fewer documents than have a run": lambda t: {"totals.npy": array(1, 6, dtype="<i8")},
    "short upper halves": lambda t: {"upper.npy": array(*range(5), dtype="<u4")},
    "descending": lambda t: {"upper.npy": array(*range(0xFFFF, -1, -1), dtype="<u4")},
    "beyond": lambda t: {"upper.npy": array(*[(1 << 32) - 1] * 0x10000, dtype="<u4")},
    "unsorted": lambda t: {"upper.npy": array(*[0] * 0x10000, dtype="<u4")},
    "levels out of range": lambda t: {"levels.npy": t["levels.npy"][:128] + b"\xff" * (len(t["levels.npy"]) - 128)},
    "fewer levels": lambda t: {"levels.npy": array([1], [2], dtype="|u1")},
    "another shape": lambda t: {"levels.npy": headed(t["levels.npy"], b"'shape': (2,", b"'shape': (1,")},
    "a shape without end": lambda t: {
        "totals.npy": headed(t["totals.npy"], b"'shape': (2,), }", b"'shape': (99999999999,), }")
    },
    "a shape below": lambda t: {"totals.npy": headed(t["totals.npy"], b"'shape': (2,), }", b"'shape': (-1,), }")},
    "by columns": lambda t: {"levels.npy": headed(t["levels.npy"], b"False", b"True")},
    "evaluated": lambda t: {"totals.npy": headed(t["totals.npy"], b"(2,)", b"(1+1,)")},
    "cut short": lambda t: {"levels.npy": t["levels.npy"][:-1]},
    "longer": lambda t: {"levels.npy": t["levels.npy"] + b"\0"},
    "empty": lambda t: {"levels.npy": b""},
    "gone": lambda t: {"levels.npy": None},  # type: ignore[dict-item]
    "a bomb": lambda t: {"levels.npy": t["levels.npy"] + bytes(200_000_000)},
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_what_is_no_table_is_refused_and_nothing_is_made_room_for(
    table: dict[str, bytes], tmp_path: Path, name: str, method: int
) -> None:
    if name == "a bomb" and method == zipfile.ZIP_STORED:
        pytest.skip("too long by itself")
    path = tmp_path / "table.npz"
    with zipfile.ZipFile(path, "w", method) as packed:
        for inside, data in (table | TABLES[name](table)).items():
            if data is not None:
                packed.writestr(inside, data)
    with pytest.raises(InvalidSettings) as refused:
        Background.load(path)
    assert (refused.value.name, refused.value.value, refused.value.reason) == (
        "background",
        str(path),
        "not-a-background",
    )


def test_a_packed_table_is_a_table_and_one_that_lies_about_its_size_is_none(
    table: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "table.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, data in table.items():
            packed.writestr(inside, data)
    assert Background.load(path).totals == (6, 6)
    data = path.read_bytes()
    size = len(table["levels.npy"]).to_bytes(4, "little")
    for other in (1 << 31, 10, (1 << 32) - 1):
        path.write_bytes(data.replace(size, other.to_bytes(4, "little")))
        with pytest.raises(InvalidSettings):
            Background.load(path)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(path, "w", method) as packed:
            for inside, one in table.items():
                packed.writestr(inside, one)
        with pytest.raises(InvalidSettings):
            Background.load(path)
    path.write_bytes(b"")
    with pytest.raises(InvalidSettings):
        Background.load(path)


@needs_posix
def test_what_is_no_file_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "long").touch()
    os.truncate(tmp_path / "long", 10_000_000_000)
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "long"):
        with pytest.raises(InvalidSettings):
            Background.load(path)
    with pytest.raises(NotFound):
        Background.load(tmp_path / "missing")


def test_a_table_is_written_beside_no_link(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text_of(1), encoding="utf-8")
    output = tmp_path / "table.npz"
    with contextlib.suppress(OSError):
        (tmp_path / f".table.npz.{os.getpid()}").symlink_to(victim / "report.txt")
    saving.write(str(output), table_of(build([tmp_path / "texts"])))
    assert Background.load(output).totals == (1,)


def test_a_table_without_a_run_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text_of(1), encoding="utf-8")
    (tmp_path / "table.npz").write_bytes(table_of(build([tmp_path / "texts"])))
    empty = Background.load(tmp_path / "table.npz")
    assert len(empty.keys) == 0
    from simcheck import Settings

    assert compare(text_of(1), text_of(1), settings=Settings(background=empty)).share().ratio == 1
