"""Saved results as strangers may have changed them: what can be true is shown, and of anything else is said why not."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from support.results import HOSTILE, LEFT, RIGHT, Json, put, read, reason, whole

import simcheck
from benchmarks.reading import fuzz_results
from simcheck import Document, Grade, Report, environment
from simcheck.errors import InvalidResult
from simcheck.i18n import explain, zh
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.report import deserialise, schema
from simcheck.report.contents import Contents
from simcheck.report.serialise import FORMAT

Run = Callable[..., tuple[int, str, str]]


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
    "findings.0.evidence.expected", "findings.0.evidence.specific", "findings.0.grade",
    "findings.0.figures", "marks.0.span.0", "notes.0.facts.count", "document.pages.1",
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


def test_substitutions_that_share_characters_are_read_back() -> None:
    """A number whose figure changed and whose measure grew is told as a whole, and its measure too."""
    mine, theirs = (
        f"今年以来，全年化解用地、用电、通行等堵点问题{one}，{other}重点项目年度投资完成率达到了九成以上，"
        "新开工的四个项目都按月填报了进度。"
        for one, other in (("3个", "10个县"), ("36个", "8个县级"))
    )
    report = simcheck.compare(mine, theirs)
    (finding,) = report.findings
    assert [each.left.of(mine) for each in finding.substitutions] == ["3个", "10个县", "县"]
    assert Report.from_json(report.to_json()) == report


def test_results_from_before_there_were_marks_and_substitutions_are_shown() -> None:
    value = whole()
    del value["marks"], value["corpus"]
    for finding in value["findings"]:
        del finding["substitutions"], finding["figures"], finding["evidence"]["expected"]
    report = read(value)
    assert (report.marks, report.searched, report.findings[0].substitutions) == ((), None, ())
    assert report.findings[0].evidence.expected is None


def test_results_from_before_there_were_grades_have_none() -> None:
    value = whole()
    known = read(value)
    assert {finding.grade for finding in known.findings} <= {*Grade}
    assert {finding.evidence.specific for finding in known.findings} == {30.5}
    for finding in value["findings"]:
        del finding["grade"], finding["evidence"]["specific"]
    older = read(value)
    assert {(finding.grade, finding.evidence.specific) for finding in older.findings} == {(None, None)}
    assert Report.from_json(older.to_json()) == older


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("findings.0.kind", "translated"),
        ("findings.0.grade", "higher"),
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
    assert reason(whole() | {"format": FORMAT + 1}) == "newer"


@pytest.mark.parametrize(("path", "new"), [("findings.0.flags", ["own", "machine"]), ("marks.0.flag", "machine")])
def test_a_flag_of_a_newer_version_is_left_out_and_said(path: str, new: Any) -> None:
    """It takes nothing away from the match; from a version that is not newer, nobody can have written it."""
    value = put(whole(), path, new)
    assert reason(value) == "not-ours"
    report = read(value | {"simcheck": "99.1"})
    assert [note.facts["flags"] for note in report.notes if note.code == "unknown-flags"] == ["machine"]
    assert {*report.findings[0].flags} == (
        {"own"} if path.startswith("findings") else {*read(whole()).findings[0].flags}
    )


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
    assert (code, err) == (0, "")
    assert [row.split("\t")[0] for row in out.splitlines()] == ["no.", "1", "2"]
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
            patch.setattr(deserialise, name, 10)
            assert reason(written) == told
    monkeypatch.setattr(deserialise, "LIMIT", len(written))
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
            count = deserialise._work

            def counted(contents: Contents) -> int:
                found.append(count(contents))
                return 0

            patch.setattr(deserialise, "_work", counted)
            read(value)
        return found[0]

    one, ten = work(repeated(whole(), 1)), work(repeated(whole(), 10))
    assert ten == 10 * one
    assert one > deserialise._A_FINDING + 2 * deserialise._A_PARAGRAPH
    marked = repeated(whole(), 1)
    marked["marks"] = [{"flag": "quoted", "span": [0, 9], "code": "quoted", "facts": {}}] * 7
    assert work(marked) == one + 7 * (9 + deserialise._A_PIECE)


def test_notes_facts_and_flags_are_few() -> None:
    assert reason(put(whole(), "notes", [whole()["notes"][0]] * (schema.NOTES + 1))) == "not-ours"
    assert reason(put(whole(), "notes.0.facts", {f"{n}": n for n in range(101)})) == "not-ours"
    assert reason(put(whole(), "findings.0.flags", ["own"] * (schema.WORDS + 1))) == "not-ours"


# --- what is shown ----------------------------------------------------------------------------------------------------


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
