"""What a stranger may have written into catalogue and postings is an error of ours, or costs candidates at most."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.foreign import QUESTION, catalogue_of, document, every_use, postings, told

from benchmarks.reading import fuzz_catalogue, fuzz_postings
from benchmarks.texts import text_of
from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CatalogueDamaged,
    IndexDamaged,
    NewerFormat,
)
from simcheck.index import merging, query, segment, shortlists
from simcheck.index.channels import common
from simcheck.index.segment import Segment
from simcheck.store import rows, tables

# The catalogue


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
        db.execute("UPDATE facts SET value = '3' WHERE name = 'format'")
    with pytest.raises(NewerFormat):
        Corpus.open(there)
    with catalogue_of(there) as db:
        # of a table that only looks like ours nothing is read
        db.executescript(
            "ALTER TABLE facts RENAME TO f; CREATE VIEW facts AS SELECT 'format' AS name, '3' AS value FROM f;"
        )
    with pytest.raises(CatalogueDamaged) as refused:
        Corpus.open(there)
    assert refused.value.reason == "schema"


def test_the_tables_of_every_version_are_known() -> None:
    """Those of 0.2 first: whoever changes this must bring old corpora up to date."""
    first, second = tables.known_schemas()
    assert len(first) == 11
    assert blake2b(repr(first).encode(), digest_size=8).hexdigest() == "6b3f052a16f9eded"
    assert len(second) == 12
    assert blake2b(repr(second).encode(), digest_size=8).hexdigest() == "9490e03bc3fdc754"


def test_tables_of_one_format_are_none_of_another(there: Path) -> None:
    with catalogue_of(there) as db:
        db.execute("UPDATE facts SET value = '1' WHERE name = 'format'")
    with pytest.raises(CatalogueDamaged) as refused:
        Corpus.open(there)
    assert refused.value.reason == "schema"


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
    ("originals", "record", "record = 'd2'", b"\xff\xfe"),
    ("originals", "version", "record = 'd2'", "zwei"),
    ("originals", "facts", "record = 'd2'", "[]"),
    ("originals", "facts", "record = 'd2'", "{"),
    ("originals", "facts", "record = 'd2'", '{"a":' * 100_000),
    ("originals", "facts", "record = 'd2'", b"\xff"),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 0.5}}'),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 1, "author": "\\u001b[2J"}}'),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 1, "author": 5}}'),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 1, "revisions": 5}}'),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 1, "revisions": [5]}}'),
    ("originals", "facts", "record = 'd2'", f'{{"sha256": "{"0" * 64}", "size": 1, "more": "x"}}'),
    ("originals", "facts", "record = 'd2'", '{"size": 1}'),
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


LISTS = {
    "keys that do not ascend": numbers("shortlists.keys", (1 << 32) - 1),
    "more texts than there are": numbers("shortlists.texts", 1 << 20),
    "longer lists": numbers("shortlists.counts", 1 << 31),
    "a text that is none": numbers("shortlists.text", 1 << 20),
    "no order": numbers("shortlists.order", -1),
    "a place in another text": numbers("shortlists.places", (1 << 32) - 1),
    "no lists": without("shortlists.around"),
    "fewer contexts": told("sections", "shortlists.around", "count", value=1),
}


@pytest.mark.parametrize("lie", LISTS)
def test_shortlists_that_say_what_cannot_be_are_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    monkeypatch.setattr(shortlists, "COMMON", 5)
    monkeypatch.setattr(shortlists, "LISTED", 6)
    monkeypatch.setattr(common, "FREE", 0)
    monkeypatch.setattr(common, "ENOUGH", 2)
    monkeypatch.setattr(common, "LEAST", 1)
    asked = text_of(0) + text_of(1)
    with Corpus.open(tmp_path, create=True) as made:
        for number in range(12):
            made.add(Document(f"d{number}", f"{number}.txt", text_of(number) + asked))
        made.rebuild()
        made.check(asked)
        made.verify()
    path = rewrite(tmp_path, LISTS[lie])
    with Corpus.open(tmp_path) as made:
        for use in (lambda: made.check(asked), made.verify):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert refused.value.file == str(path)
        made.rebuild()
        made.verify()


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
