"""Saved results as strangers may have changed them: what can be true is shown, and of anything else is said why not."""

from __future__ import annotations

import json
import os
import random
import runpy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from support import ROOT

import simcheck
from benchmarks import fuzz_results
from simcheck import Corpus, Document, Note, Report, environment
from simcheck.corpus.inputs import Failures, Said, listed, sources
from simcheck.errors import CatalogueDamaged, InvalidResult
from simcheck.i18n import explain, zh
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.report import schema
from simcheck.report.schema import WrittenResult
from simcheck.report.serialise import reading_from

DOCUMENTS: Final = ROOT / "tests" / "data" / "documents"
SAVED: Final = sorted((ROOT / "tests" / "data").glob("made-by-*/*.json"))

LEFT: Final = (
    "全镇新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩。\n"
    "正如县志所说：“云溪之水，自北而南，灌田万顷，民赖其利。”柳湾村发放补贴四十二万元。\n"
    "以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神，坚持稳中求进工作总基调。\n"
)
RIGHT: Final = LEFT.replace("三处", "五处").replace("柳湾村", "石桥村").replace("改造", "又改造")

Json = dict[str, Any]
Run = Callable[..., tuple[int, str, str]]


def whole() -> Json:
    """A result in which everything stands that one can have."""
    value: Json = json.loads(_whole())
    return value


@cache
def _whole() -> str:
    document = Document(
        "d", "甲.txt", LEFT, {"title": "总结"}, (Note("encoding", None, {"encoding": "GB18030"}),), (0, 30)
    )
    report = simcheck.compare(document, Document("s", "乙.docx", RIGHT, {"date": "2024"}, (), (0, 0, 40)))
    copies = {"s": (Document("c", "丙.txt", RIGHT, {"unit": "柳湾镇"}),)}
    written = replace(report, copies=copies, searched=3).to_json()
    value = json.loads(written)
    assert value["marks"]
    assert value["notes"]
    assert any(finding["substitutions"] for finding in value["findings"])
    assert any(len(finding["edits"]) > 1 for finding in value["findings"])
    return written


def read(value: Json | str) -> Report:
    return Report.from_json(value if isinstance(value, str) else json.dumps(value), name="结果.json")


def reason(value: Json | str) -> str:
    with pytest.raises(InvalidResult) as caught:
        read(value)
    assert caught.value.path == "结果.json"
    return caught.value.reason


def put(value: Json, path: str, new: Any) -> Json:
    """The value with another one at a path like findings.0.blocks."""
    *inside, last = (int(word) if word.isdigit() else word for word in path.split("."))
    at: Any = value
    for word in inside:
        at = at[word]
    at[last] = new
    return value


# --- the schema -------------------------------------------------------------------------------------------------------


def test_the_schema_is_made_from_the_types() -> None:
    """docs/report.schema.json is made by tools/make_report_schema.py."""
    maker = runpy.run_path(str(ROOT / "tools" / "make_report_schema.py"))
    page: Path = maker["PAGE"]
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        page.write_text(maker["page"](), encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == maker["page"]()


def conforms(written: str) -> None:
    """Whether the types name all of a result, and nothing that it does not hold."""
    typed = msgspec.json.decode(written, type=WrittenResult)
    assert json.loads(msgspec.json.encode(typed)) == json.loads(written)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_saved_is_as_the_schema_says(path: Path) -> None:
    if path.name != "stats.json":
        for line in path.read_text(encoding="utf-8").splitlines():
            conforms(line)


def test_every_result_of_the_samples_is_as_the_schema_says(tmp_path: Path) -> None:
    """Compared, and checked against a corpus with copies; with texts and without, and read back."""
    texts = [simcheck.read(path) for path in (*sorted(ROOT.glob("corpus/*.txt"))[:3], *DOCUMENTS.glob("p*.*"))]
    results = [simcheck.compare(a, b) for a in texts for b in texts[:3]]
    with Corpus.open(tmp_path, create=True) as corpus:
        for each in texts:
            corpus.add(each)
            corpus.add(replace(each, id=f"{each.id}2", name="又一份.txt"))
        results += [corpus.check(replace(each, id="question")) for each in texts]
    assert any(result.copies for result in results)
    assert any(source.pages for result in results for source in result.sources.values())
    for result in results:
        conforms(result.to_json())
        conforms(result.to_json(texts=False))
        assert Report.from_json(result.to_json()).to_json() == result.to_json()


# --- what is believed -------------------------------------------------------------------------------------------------

LIES: Final = (
    "document.characters", "document.paragraphs", "totals", "sources.0.part", "sources.0.whole", "sources.0.taken",
    "sources.0.longest", "sources.0.same_text", "sources.0.without_boilerplate", "paragraphs", "findings.0.n",
    "findings.0.characters", "findings.0.left.paragraphs", "findings.0.left.pages", "findings.0.right.paragraphs",
    "created", "a.word.of.a.later.version",
)  # fmt: skip


@pytest.mark.parametrize("lie", [1, "众", None, True, [], {"all": {"part": 10**6, "whole": 1, "passage": 1}}, [[[]]]])
def test_what_can_be_counted_is_never_believed(lie: Any) -> None:
    """Totals that lie, and all that is not there to be read back, change nothing of what is shown."""
    honest = read(whole())
    value = whole()
    for path in LIES:
        value.setdefault("a", {"word": {"of": {"a": {"later": {}}}}})
        put(value, path, lie)
    assert read(value) == honest
    assert read(value).to_json() == honest.to_json()
    screen = Screen("zh", 100, View.LIST)
    assert plain(read(value), screen) == plain(honest, screen)


# --- what cannot be true ----------------------------------------------------------------------------------------------


def first(value: Json, name: str) -> Any:
    return next(finding for finding in value["findings"] if finding[name])[name]


def far(value: Json) -> int:
    return len(value["document"]["text"]) + 1


SUBSTITUTED: Final[Json] = {"left": [1, 2], "right": [1, 2], "slot": "name"}

CONTRADICTIONS: Final[dict[str, Callable[[Json], object]]] = {
    "a match outside of its text": lambda v: put(v, "findings.0.left.end", far(v)),
    "a match that runs backwards": lambda v: put(v, "findings.0.left.start", v["findings"][0]["left"]["end"] + 1),
    "a source that is not there": lambda v: put(v, "findings.0.source", "x"),
    "no sources": lambda v: put(v, "sources", []),
    "one source twice": lambda v: v["sources"].append(v["sources"][0]),
    "a copy with the id of a source": lambda v: put(v, "sources.0.copies.0.id", "s"),
    "an edit between the blocks": lambda v: blocks(v, [0, 5], [10, 50], edits=[{"left": [6, 7], "right": [6, 7]}]),
    "blocks out of order": lambda v: blocks(v, [0, 5], [20, 25], [10, 15], [30, 50]),
    "blocks over each other": lambda v: blocks(v, [0, 5], [4, 50]),
    "a substitution before the match": lambda v: blocks(v, [9, 50], substitutions=[SUBSTITUTED]),
    "no blocks": lambda v: put(v, "findings.0.blocks", []),
    "an empty block": lambda v: put(v, "findings.0.blocks.0", [0, 0, 0, 0]),
    "a block that runs backwards": lambda v: put(v, "findings.0.blocks.0.0", v["findings"][0]["blocks"][0][1] + 1),
    "a block twice": lambda v: v["findings"][0]["blocks"].append(v["findings"][0]["blocks"][0]),
    "blocks over each other in the source": lambda v: divided(v, right=-2),
    "a hull that is too wide": lambda v: put(v, "findings.0.blocks.0.1", v["findings"][0]["blocks"][0][1] - 1),
    "a hull that is too narrow": lambda v: put(v, "findings.0.right.start", v["findings"][0]["right"]["start"] + 1),
    "edits out of order": lambda v: first(v, "edits").reverse(),
    "an edit outside of the match": lambda v: put(first(v, "edits")[0], "left", [far(v) - 3, far(v) - 2]),
    "an edit of nothing": lambda v: first(v, "edits").insert(0, {"left": [0, 0], "right": [0, 0]}),
    "an edit that runs backwards": lambda v: put(first(v, "edits")[0], "left", first(v, "edits")[0]["left"][::-1]),
    "a substitution outside of the match": lambda v: put(first(v, "substitutions")[0], "right", [0, far(v) + 3]),
    "substitutions out of order": lambda v: first(v, "substitutions").reverse(),
    "findings out of order": lambda v: v["findings"].insert(0, last(v["findings"][-1])),
    "more figures than characters": lambda v: put(v, "findings.0.figures", far(v)),
    "a mark outside of the text": lambda v: put(v, "marks.0.span", [0, far(v)]),
    "a note outside of the texts": lambda v: put(v, "notes.0.span", [0, 10**6]),
    "a note of a document outside of it": lambda v: put(v, "document.notes.0.span", [0, far(v)]),
    "pages that descend": lambda v: put(v, "document.pages", [30, 0]),
    "pages outside of the text": lambda v: put(v, "sources.0.pages", [0, 10**6]),
    "too short a guarantee": lambda v: put(v, "settings.min_length", 3),
    "no such setting": lambda v: put(v, "settings.min_length", "13"),
    "half a guarantee": lambda v: put(v, "settings.min_length", 13.5),
    "a negative weight": lambda v: put(v, "settings.word_bits", -1),
    "too large a weight": lambda v: put(v, "settings.evidence", 10**7),
    "a table that is a number": lambda v: put(v, "settings.background", 7),
}  # fmt: skip


def blocks(value: Json, *spans: list[int], **more: Any) -> None:
    """One finding of blocks that stand at the same places in both texts."""
    ends = {"start": spans[0][0], "end": spans[-1][1]}
    some = {"blocks": [[*span, *span] for span in spans], "edits": [], "substitutions": [], "figures": 0}
    value["findings"] = [value["findings"][0] | {"left": ends, "right": ends} | some | more]


def test_blocks_that_only_lie_apart_contradict_nothing() -> None:
    value = whole()
    blocks(value, [0, 5], [10, 50], edits=[{"left": [11, 12], "right": [11, 12]}], substitutions=[SUBSTITUTED])
    assert len(read(value).findings[0].match.blocks) == 2


def last(finding: Json) -> Json:
    """The last character of a finding."""
    _, b, _, d = finding["blocks"][-1]
    end = {"left": {"start": b - 1, "end": b}, "right": {"start": d - 1, "end": d}, "blocks": [[b - 1, b, d - 1, d]]}
    return finding | end | {"edits": [], "substitutions": [], "figures": 0}


def divided(value: Json, right: int) -> None:
    """The last block of the first finding as two, the second ``right`` characters further on in the source."""
    blocks = value["findings"][0]["blocks"]
    a, b, c, d = blocks.pop()
    blocks += [[a, b - 5, c, d - 5], [b - 5, b, d - 5 + right, d]]
    value["findings"][0]["edits"] = []


@pytest.mark.parametrize("change", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_itself_was_altered(change: Callable[[Json], object]) -> None:
    value = whole()
    read(value)
    change(value)
    assert reason(value) == "altered"


def test_two_blocks_that_touch_contradict_nothing() -> None:
    value = whole()
    divided(value, right=0)
    assert len(read(value).findings[0].match.blocks) == len(read(whole()).findings[0].match.blocks) + 1


PLACES: Final = (
    "findings.0.left.start", "findings.0.blocks.0.2", "findings.0.evidence.bits", "findings.0.evidence.frequency",
    "findings.0.evidence.expected", "findings.0.figures", "marks.0.span.0", "notes.0.facts.count", "document.pages.1",
    "corpus.documents", "settings.word_bits", "format", "findings.0.kind", "findings.0.flags", "findings.0.source",
    "document.text", "document.name", "document.metadata.title", "sources.0.id", "sources.0.copies.0.name",
    "findings.0.substitutions.0.slot", "marks.0.code", "marks.0.facts", "notes.0.code", "notes", "sources", "document",
    "findings.0.blocks", "findings.0.edits.0.left", "document.notes.0.facts.encoding",
)  # fmt: skip
NUMBERS: Final = (
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "9" * 25,
    "-" + "9" * 25,
    "9" * 5000,
    "-1e300",
    "1e301",
    "[]",
    "true",
)


@pytest.mark.parametrize("path", PLACES)
def test_no_value_in_any_place_is_more_than_an_error_of_ours(path: str) -> None:
    """Numbers beyond all bounds, and values of other kinds, wherever something is read."""
    for number in NUMBERS:
        written = json.dumps(put(whole(), path, "HERE")).replace('"HERE"', number)
        if number == "[]" and path in ("findings.0.flags", "notes"):
            # none is as good as some
            read(written)
            continue
        assert reason(written) in ("not-ours", "not-json", "altered", "newer"), number


@pytest.mark.parametrize("path", ["format", "settings", "document", "sources", "findings", "notes", "document.id"])
def test_what_is_missing_is_missed(path: str) -> None:
    value = whole()
    *inside, last = path.split(".")
    del (value[inside[0]] if inside else value)[last]
    assert reason(value) == "not-ours"


def test_results_from_before_there_were_marks_and_substitutions_are_shown() -> None:
    value = whole()
    del value["marks"], value["corpus"]
    for finding in value["findings"]:
        del finding["substitutions"], finding["figures"], finding["evidence"]["expected"]
    report = read(value)
    assert (report.marks, report.searched, report.findings[0].substitutions) == ((), None, ())
    assert report.findings[0].evidence.expected is None


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("findings.0.kind", "translated"),
        ("findings.0.flags", ["own", "machine"]),
        ("marks.0.flag", "machine"),
        ("findings.0.substitutions.0.slot", "place"),
    ],
)
def test_a_word_of_a_newer_version_is_said_to_be_one(path: str, new: Any) -> None:
    """By the version that wrote it; from one that is not newer, nobody can have written it."""
    value = put(whole(), path, new)
    assert reason(value) == "not-ours"
    for version in ("99.1", "0.100.0rc1"):
        assert reason(value | {"simcheck": version}) == "newer"
    for version in ("", "0.1.0", "9" * 10_000, "newest"):
        assert reason(value | {"simcheck": version}) in ("not-ours", "newer")
    assert reason(whole() | {"format": 2}) == "newer"


# --- several results, and none ----------------------------------------------------------------------------------------


def test_several_results_are_counted(run: Run, tmp_path: Path) -> None:
    """What ``check a b -o r.json`` writes is said to be what it is."""
    line = json.dumps(whole(), ensure_ascii=False)
    for written, count in ((f"{line}\n{line}\n", 2), (f"{line}\r\n\n{line}\n{line}", 3)):
        with pytest.raises(InvalidResult) as caught:
            read(written)
        assert (caught.value.reason, caught.value.count) == ("several", count)
    path = tmp_path / "r.json"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    code, out, err = run("show", path, "--lang", "en")
    assert (code, out) == (2, "")
    assert "holds 2 results, one a line" in err
    assert "save the line that you want" in err
    assert read(f"\n{line}\n") == read(line)
    assert read(f"\ufeff{line}") == read(line)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "not-json"),
        ("甲乙丙", "not-json"),
        ('{"format":1}\n{"format":', "not-json"),
        ('{"format":1}{"format":1}', "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"format":1,"x":' + "[" * 100_000 + "]" * 100_000 + "}", "not-json"),
        ('{"format":1,"document":' + '{"metadata":' * 100_000 + "{}" + "}" * 100_001, "not-json"),
        ("null", "not-ours"),
        ("7", "not-ours"),
        ("[]", "not-ours"),
        ("{}", "not-ours"),
        ('{"format":true}', "not-ours"),
        ('{"format":0}', "not-ours"),
        ('{"format":1}', "not-ours"),
        ('{"type":"FeatureCollection","features":[]}', "not-ours"),
    ],
)
def test_what_is_no_result_is_told_from_what_is_no_json(written: str, expected: str) -> None:
    assert reason(written) == expected


@pytest.mark.parametrize("lang", environment.LANGUAGES)
@pytest.mark.parametrize(
    "name", ["not-json", "not-ours", "newer", "no-text", "several", "altered", "too-large", "too-many"]
)
def test_every_reason_has_words_and_a_remedy(name: str, lang: environment.Language) -> None:
    told = explain.explain(InvalidResult("a.json", name, 1234567), lang)
    assert name not in (told.reason, told.advice)
    assert told.advice
    assert ("1,234,567" in told.reason) == (name in ("several", "too-large"))


# --- how much ---------------------------------------------------------------------------------------------------------


def test_a_result_has_a_size_and_a_number_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    written = json.dumps(whole(), ensure_ascii=False)
    for name, told in (("LIMIT", "too-large"), ("MOST", "too-many"), ("WORK", "too-many")):
        with monkeypatch.context() as patch:
            patch.setattr(schema, name, 10)
            assert reason(written) == told
    monkeypatch.setattr(schema, "LIMIT", len(written))
    read(written)


def repeated(value: Json, times: int) -> Json:
    """The same finding over the whole of both texts, ``times`` times."""
    text, source = value["document"]["text"], value["sources"][0]["text"]
    value["marks"] = []
    value["findings"] = [
        value["findings"][0]
        | {"left": {"start": 0, "end": len(text)}, "right": {"start": 0, "end": len(source)}}
        | {"blocks": [[0, len(text), 0, len(source)]], "edits": [], "substitutions": []}
    ] * times
    return value


def test_work_is_what_findings_cover_and_not_how_long_the_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finding, what it covers, the paragraphs that it touches, and the marks on its parts are all counted."""

    def work(value: Json) -> int:
        found: list[int] = []
        with monkeypatch.context() as patch:
            count = schema._work

            def counted(contents: schema.Contents) -> int:
                found.append(count(contents))
                return 0

            patch.setattr(schema, "_work", counted)
            read(value)
        return found[0]

    one, ten = work(repeated(whole(), 1)), work(repeated(whole(), 10))
    assert ten == 10 * one
    assert one > schema._A_FINDING + 2 * schema._A_PARAGRAPH
    marked = repeated(whole(), 1)
    marked["marks"] = [{"flag": "quoted", "span": [0, 9], "code": "quoted", "facts": {}}] * 7
    assert work(marked) == one + 7 * (9 + schema._A_PIECE)


def test_notes_facts_and_flags_are_few() -> None:
    assert reason(put(whole(), "notes", [whole()["notes"][0]] * (schema.NOTES + 1))) == "not-ours"
    assert reason(put(whole(), "notes.0.facts", {f"{n}": n for n in range(101)})) == "not-ours"
    assert reason(put(whole(), "findings.0.flags", ["own"] * 5)) == "not-ours"


# --- what is shown ----------------------------------------------------------------------------------------------------

HOSTILE: Final = "\x1b]0;x\x07\x9b2J\u202e\u2066甲\x00\ud800\ufffe\r\n=1+1|<b>"


def test_words_of_a_result_drive_nothing() -> None:
    """Names, notes, metadata and texts with commands to terminals, in every form of a report."""
    value = json.loads(json.dumps(whole()).replace("甲", "HERE").replace("\\u7532", "HERE"))
    for path in (
        "document.name", "sources.0.name", "sources.0.copies.0.name", "document.metadata.title",
        "sources.0.metadata.date", "document.notes.0.facts.encoding", "document.notes.0.code", "marks.0.code",
    ):  # fmt: skip
        put(value, path, HOSTILE)
    value["notes"].append({"code": "left-behind", "facts": {"document": HOSTILE, "theirs": HOSTILE, "own": HOSTILE}})
    value["notes"].append({"code": HOSTILE, "facts": {HOSTILE: HOSTILE, "lang": "zh", "key": 3, "self": 1}})
    value["marks"][0]["facts"] = {"source": HOSTILE, "template": 5}
    value["document"]["text"] = HOSTILE[:12] + value["document"]["text"][12:]
    report = read(value)
    for seed in range(12):
        fuzz_results.everywhere(report, random.Random(seed))


@pytest.mark.parametrize("code", sorted(key.removeprefix("note.") for key in zh.ZH if key.startswith("note.")))
def test_a_note_says_something_whatever_its_facts_are(code: str) -> None:
    """None, those of another note, and names that a sentence or a function might have itself."""
    for facts in (
        {},
        {"count": "many"},
        {"lang": 1, "key": 2, "self": 3, "facts": 4, "code": 5},
        {"source": 7, "document": 0},
    ):
        report = read(put(whole(), "notes", [{"code": code, "facts": facts}]))
        for lang in environment.LANGUAGES:
            assert plain(report, Screen(lang, 80, View.NONE))


def test_halves_of_characters_come_back_as_they_were() -> None:
    """Python's strings may hold them, as names of files do; so may the escapes of other programs."""
    report = simcheck.compare(Document("d\udcff", "\udcff.txt", LEFT + "\ud800"), Document("s", "乙", RIGHT + "\ud800"))
    assert Report.from_json(report.to_json()) == report
    assert read(json.dumps(json.loads(report.to_json()))) == report
    with pytest.raises(InvalidResult):
        read(report.to_json().replace('"bits":', '"bits":NaN,"b":'))


# --- thousands of them ------------------------------------------------------------------------------------------------


def test_changed_files_are_taken_or_refused_in_our_words() -> None:
    """Of each kind some of each; ``benchmarks/fuzz_results.py`` does the same for as long as one likes."""
    told: dict[str, set[str]] = {}
    for number, (kind, data, name) in enumerate(fuzz_results.files(int(os.environ.get("SIMCHECK_FUZZ_SEED", "1")))):
        if number == 600:
            break
        what, story = fuzz_results.outcome(kind, data)
        assert not story, f"{name}: {story}"
        told.setdefault(kind, set()).add(what)
    assert {kind: len(words) for kind, words in told.items()} == dict.fromkeys(fuzz_results.KINDS, 2)


def test_the_same_name_makes_the_same_file() -> None:
    for kind in fuzz_results.KINDS:
        assert len({fuzz_results.damaged(kind, random.Random("1")) for _ in range(3)}) == 1


# --- what a corpus remembers of reading -------------------------------------------------------------------------------

READINGS: Final = (
    "", "{", "null", "7", "{}", "[[]]", '[{"code":"a"}]', '[{"code":1,"facts":{}}]', '[{"code":"a","facts":{"b":[]}}]',
    '[{"code":"a","span":[2,1],"facts":{}}]', '[{"code":"a","span":[0,99],"facts":{}}]', '{"notes":[],"pages":[5,1]}',
    '[{"code":"a","span":[-1,1],"facts":{}}]', '{"notes":[],"pages":[99]}', '{"notes":[],"pages":[1.5]}', "[" * 9999,
    '[{"code":"a","facts":{"b":1e999}}]', '[{"code":"a","facts":{"b":%s}}]' % ("9" * 5000), '{"pages":[0]}',
)  # fmt: skip


@pytest.mark.parametrize("data", READINGS)
def test_what_nobody_said_of_a_document_is_damage(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue may come from a stranger: its seals are right, and what it says is not."""
    with pytest.raises(ValueError):  # noqa: PT011 which one is no matter
        reading_from(data, 20)
    with Corpus.open(tmp_path, create=True) as corpus:
        monkeypatch.setattr("simcheck.corpus.addition.reading_data", lambda notes, pages: data)
        corpus.add(Document("a", "甲", RIGHT[:60]))
        with pytest.raises(CatalogueDamaged) as caught:
            corpus.check(LEFT)
    assert caught.value.reason == "record a"


# --- lists ------------------------------------------------------------------------------------------------------------

GOOD: Final = json.dumps({"id": "g", "text": LEFT})


def taken(tmp_path: Path, *lines: str | bytes) -> tuple[list[Any], Failures]:
    """What becomes of the lines of a list."""
    path = tmp_path / "单.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    failed: Failures = []
    return list(sources(listed([path], tmp_path, Said(), failed, []), tmp_path, failed)), failed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "not-a-text-record"),
        ("[]", "not-a-text-record"),
        ("null", "not-a-text-record"),
        ('"text"', "not-a-text-record"),
        ("{}", "not-a-text-record"),
        ('{"text": 7}', "not-a-text-record"),
        ('{"text": null, "content": "甲"}', "not-a-text-record"),
        ('{"text": ["甲"]}', "not-a-text-record"),
        ('{"text": NaN}', "not-a-text-record"),
        ('{"text": "甲", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "not-a-text-record"),
        ("[" * 1_000_000, "not-a-text-record"),
        (b'{"text": "\xff\xfe"}', "not-a-text-record"),
        (b'{"text": "\xed\xa0\x80"}', "not-a-text-record"),
        (b'\xff\xfe{\0"\0', "not-a-text-record"),
        ('{"text": "甲", "id": []}', "bad-field"),
        ('{"text": "甲", "id": {"a": 1}}', "bad-field"),
        ('{"text": "甲", "id": true}', "bad-field"),
        ('{"text": "甲", "id": %s}' % ("9" * 5000), "bad-field"),
        ('{"text": "甲", "id": 1e999}', "bad-field"),
        ('{"text": "甲", "id": "%s"}' % ("x" * 2001), "bad-field"),
        ('{"text": "甲", "date": ["2024"]}', "bad-field"),
        ('{"content": "甲", "title": {"zh": "乙"}}', "bad-field"),
        ('{"text": "甲", "author": "%s"}' % ("x" * 10**6), "bad-field"),
    ],
)
def test_a_bad_line_is_told_and_spoils_no_other(tmp_path: Path, line: str | bytes, expected: str) -> None:
    good, failed = taken(tmp_path, line, "", GOOD)
    assert [source.name for source in good] == ["单.jsonl#g"]
    ((place, error),) = failed
    assert place == "单.jsonl:1"
    assert vars(error) == {"name": "PATH", "value": f"{tmp_path / '单.jsonl'}:1", "reason": expected}


@pytest.mark.parametrize(
    ("line", "id", "said"),
    [
        (b'\xef\xbb\xbf{"text": "\xe7\x94\xb2"}', "1", {}),
        ('{"text": "甲", "id": null, "title": null, "date": ""}', "1", {}),
        ('{"text": "甲", "id": 0, "author": 0}', "0", {}),
        ('{"text": "甲", "id": 1.5, "date": 20240315}', "1.5", {"date": "2024-03-15"}),
        ('{"text": "甲", "id": 12345678901234567890123, "date": "去年"}', "12345678901234567890123", {"date": "去年"}),
        ('{"text": "甲", "id": "a", "id": "b"}', "b", {}),
        ('{"text": "甲\\ud800", "id": "\\udcff\\u0000\\u202e"}', "\udcff\0\u202e", {}),
        ('{"text": "甲\\u0000", "unit": "=1+1", "other": [[1e5]]}', "1", {"unit": "=1+1"}),
        ('{"content": "甲", "title": "../../a"}', "1", {"title": "../../a"}),
    ],
)
def test_lines_that_can_be_taken(tmp_path: Path, line: str | bytes, id: str, said: dict[str, str]) -> None:
    (source, _), failed = taken(tmp_path, line, GOOD)
    assert failed == []
    assert (source.name, dict(source.said)) == (f"单.jsonl#{id}", said)


def test_a_line_longer_than_any_document_is_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.corpus.inputs.LIMIT", 1000)
    good, failed = taken(tmp_path, GOOD, "x" * 3_000_000, '{"text": "%s"}' % ("甲" * 400), GOOD.replace("g", "h"))
    assert [source.name for source in good] == ["单.jsonl#g", "单.jsonl#h"]
    assert [(place, error.code) for place, error in failed] == [
        ("单.jsonl:2", "too-large"),
        ("单.jsonl:3", "too-large"),
    ]
    assert vars(failed[0][1])["size"] == 3_000_001


def test_odd_lines_go_into_a_corpus_and_out_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"id": f"{HOSTILE}{n}", "title": HOSTILE, "date": HOSTILE, "text": LEFT + str(n)} for n in range(3)]
    Path("单.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("corpus", "add", "单.jsonl", "--corpus", ".")[0] == 0
    for arguments in (("corpus", "list"), ("corpus", "stats"), ("check", "单.jsonl#", "--help")):
        assert not fuzz_results.DRIVES.search(run(*arguments)[1])
    with Corpus.open(tmp_path) as corpus:
        fuzz_results.everywhere(corpus.check(LEFT), random.Random(1))
