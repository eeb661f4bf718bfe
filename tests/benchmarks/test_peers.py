"""Other libraries are measured as fairly as simcheck: by letter, by draws apart, and none is left out in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.detection.pan import Annotation, Pair, Span
from benchmarks.running import peers, peers_collection, peers_compare, peers_find, peers_stages
from benchmarks.running.peers_collection import PUT, Question, rank, written
from benchmarks.running.peers_compare import PEERS, Marked, Peer, counted, letters, mask_of
from benchmarks.running.peers_find import FINDERS, LONGEST, SOURCE, Finder, Hit, clauses, pieces
from benchmarks.texts import text_of

PASSAGE = (
    "镇里把三号泵房的水表逐块换新，旧表编号造册，由会计和监委会两家签字封存。"
    "去冬压垮的竹架重新立起，照片按户归入第二格档案柜，补助款月底前打到各家卡上。"
    "巡渠的人手一把铁锹一支手电，夜里听见水声就下去看，天亮前把口子堵好。"
)


@pytest.fixture
def draws(tmp_path: Path) -> list[Path]:
    """Two draws of one planted passage, between other text, and one pair without any."""
    return [made(tmp_path / name, number) for number, name in enumerate(("one", "two"), 1)]


def made(corpus: Path, number: int) -> Path:
    for folder in ("susp", "src", "verbatim", "none"):
        (corpus / folder).mkdir(parents=True)
    host = text_of(100 + number) + "\n"
    (corpus / "susp" / "a.txt").write_text(f"{host}{PASSAGE}\n{text_of(200 + number)}", encoding="utf-8")
    (corpus / "susp" / "b.txt").write_text(text_of(300 + number), encoding="utf-8")
    (corpus / "src" / "source.txt").write_text(f"{text_of(1)}\n{PASSAGE}\n{text_of(2)}", encoding="utf-8")
    (corpus / "src" / "other.txt").write_text(text_of(3), encoding="utf-8")
    (corpus / "verbatim" / "pairs").write_text("a.txt source.txt\n", encoding="utf-8")
    (corpus / "none" / "pairs").write_text("b.txt source.txt\n", encoding="utf-8")
    (corpus / "verbatim" / "a-source.xml").write_text(
        f'<document><feature name="plagiarism" this_offset="{len(host)}" this_length="{len(PASSAGE)}" '
        f'source_reference="source.txt" source_offset="{len(text_of(1)) + 1}" source_length="{len(PASSAGE)}" />'
        "</document>",
        encoding="utf-8",
    )
    (corpus / "none" / "b-source.xml").write_text("<document />", encoding="utf-8")
    return corpus


def test_what_was_copied_word_for_word_is_found_by_all(
    draws: Sequence[Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    results = tmp_path / "peers.md"
    assert peers.main([*map(str, draws), "--skip", "find", "stages", "--out", str(results)]) == 0
    out = capsys.readouterr().out
    recalls = dict(re.findall(r"^\| ([^|]*?) +\| +([.\d]+) \|$", out, re.MULTILINE))
    names = {peer.name for peer in PEERS} - peers_compare.left_out(PEERS).keys()
    assert recalls.keys() == names | {"simcheck", "simcheck, no table of common wording"}
    assert recalls["simcheck"] == recalls["equal runs (Python set)"] == "1.000"
    assert "- chosen on one (2 pairs), measured on two (2 pairs)" in out
    assert "options: one two, questions 35, without find stages" in results.read_text(encoding="utf-8")


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.name)
def test_a_source_is_found_in_a_collection(finder: Finder, draws: Sequence[Path], tmp_path: Path) -> None:
    if finder.needs:
        pytest.importorskip(finder.needs)
    listing, home = tmp_path / "list.jsonl", tmp_path / "index"
    home.mkdir()
    texts = {"source.txt": (draws[0] / "src" / "source.txt").read_text(encoding="utf-8"), "other.txt": text_of(3)}
    more = tmp_path / "more"
    more.mkdir()
    for number in range(20, 30):
        (more / f"{number}.txt").write_text(text_of(number), encoding="utf-8")
    assert written(listing, texts, [more])[0] == 12
    finder.index(listing, home)
    question = (draws[0] / "susp" / "a.txt").read_text(encoding="utf-8")
    with finder.opened(home) as answer:
        hits = answer(question)
    asked = Question(question, SOURCE + "source.txt", None)
    assert rank(asked, hits, PUT["best piece"]) == 1


def test_a_host_takes_nobodys_place_and_pieces_are_put_together() -> None:
    hits = [Hit(0, "host", 9.0), Hit(0, "a", 3.0), Hit(1, "a", 3.0), Hit(0, "b", 4.0)]
    assert rank(Question("", "a", "host"), hits, PUT["best piece"]) == 2
    assert rank(Question("", "a", "host"), hits, PUT["sum"]) == 1
    assert rank(Question("", "a", None), hits, PUT["sum"]) == 2
    assert rank(Question("", "c", None), hits, PUT["sum"]) is None


def test_letters_are_counted_and_what_is_alike_by_nature_is_neither_right_nor_wrong() -> None:
    text = "一二三四，五六七八九十" + "甲" * 20 + "乙丙丁"
    case = Annotation("a", Span(0, 5), "b", Span(0, 5))
    natural = Annotation("a", Span(30, 33), "b", Span(0, 3))
    origin = letters(text).origin
    mask = np.ones(len(text), dtype=np.bool_)
    found = counted(Pair("some", "a", "b", (case,), (natural,)), text, origin, mask)
    # four letters of the case; beside it as far as ten characters before what is natural
    assert (found.planted, found.right, found.wrong) == (4, 4, 15)
    assert found.recall == 1
    assert found.precision == 4 / 19
    none = counted(Pair("some", "a", "b", (case,)), text, origin, ~mask)
    assert (none.recall, none.precision, none.f1) == (0, 0, 0)


def test_marks_join_over_few_letters_and_only_those_that_count() -> None:
    peer = Peer("", "", (), lambda a, b: [], joins=3)
    origin = np.arange(30, dtype=np.int32)
    found = [Marked(0, 5, 5.0), Marked(6, 7, 1.0), Marked(8, 13, 5.0), Marked(20, 25, 5.0)]
    assert np.flatnonzero(mask_of(peer, found, 5.0, origin, 30)).tolist() == [*range(13), *range(20, 25)]
    assert mask_of(peer, found, 6.0, origin, 30).sum() == 0


def test_runs_are_as_long_as_they_are() -> None:
    found = list(peers_compare._runs("甲乙" + "一二三四五六七八九十" + "丙丁", "戊一二三四五六七八九十己"))
    assert found == [Marked(2, 12, 10)]


def test_pieces_are_all_letters_in_their_order() -> None:
    text = "标题\n" + PASSAGE * 4 + "\n短。\n" + PASSAGE
    found = pieces(text)
    assert "".join(found) == letters(text).text
    assert len(found) > 2
    assert all(len(piece) <= LONGEST for piece in found)
    assert clauses("甲乙，丙丁。\n戊") == ["甲乙", "丙丁", "戊"]


def test_the_list_passes_over_what_is_no_text_and_says_how_much(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "list.jsonl").write_text('{"text": "甲乙丙"}\n{"text": 3}\nnot JSON\n', encoding="utf-8")
    listing = tmp_path.parent / f"{tmp_path.name}.jsonl"
    assert written(listing, {"a.txt": "丁"}, [tmp_path]) == (2, 12, 4)
    assert [json.loads(line)["text"] for line in listing.read_text(encoding="utf-8").splitlines()] == ["丁", "甲乙丙"]


def test_time_is_counted_once_and_every_stage_is_there() -> None:
    """A stage that is called by another name now would fail here."""
    for stages in (peers_stages.CHECK, peers_stages.COMPARE):
        with peers_stages.listening(stages) as clock:
            pass
        assert not clock.seconds
    import simcheck

    with peers_stages.listening(peers_stages.COMPARE) as clock:
        simcheck.compare(f"{text_of(4)}\n{PASSAGE}", f"{text_of(5)}\n{PASSAGE}")
    assert clock.seconds.keys() == {stage.name for stage in peers_stages.COMPARE}
    assert clock.amounts["words"] == len(letters(text_of(4) + PASSAGE).text) + len(letters(text_of(5) + PASSAGE).text)
    assert all(seconds >= 0 for seconds in clock.seconds.values())


def test_a_package_that_is_not_there_is_named(
    draws: Sequence[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = replace(FINDERS[0], name="gone", needs="no_such_package")
    monkeypatch.setattr(peers_find, "FINDERS", (gone,))
    assert peers.main([str(draws[0]), "--skip", "find", "stages"]) == 0
    assert "- left out: gone; its package is not installed here (no_such_package)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{one}", "--distractors", "{one}/gone"], "no such file or folder"),
        (["{one}", "--out", "{one}/gone/peers.md"], "no such folder"),
        (["{one}", "--skip", "find"], "stages asks the corpus that find makes"),
        (["{one}/susp"], "is not a text-alignment corpus"),
        (["{one}", "{two}"], "has other sources"),
    ],
)
def test_what_cannot_be_measured_is_said(
    draws: Sequence[Path], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (draws[1] / "src" / "more.txt").write_text("多一份", encoding="utf-8")
    given = [each.format(one=draws[0], two=draws[1]) for each in arguments]
    assert peers.main(given) == 2
    assert said in capsys.readouterr().err


def test_what_is_told_apart_by_its_id() -> None:
    assert peers_find.is_source(f"list.jsonl#{SOURCE}甲.txt")
    assert not peers_find.is_source("list.jsonl#d1")
    assert {peers_collection.home_of(Path("x"), finder) for finder in FINDERS} >= {Path("x/simcheck"), Path("x/SQLite")}
    assert len({peers_collection.home_of(Path("x"), finder) for finder in FINDERS}) == len(FINDERS)
