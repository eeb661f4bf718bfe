"""What becomes one finding, what stays two, and what is none: cut, shuffled, summarised and listed text."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise

import numpy as np
import pytest
from support import SAMPLES

import simcheck
from simcheck import Finding, Report, Settings
from simcheck.align import significance
from simcheck.align.alignment import Passage, Piece
from simcheck.align.summaries import Drawn, gathered
from simcheck.model import APART

SOURCE = simcheck.read(SAMPLES / "青石镇2024年工作总结.txt").text
HOST = simcheck.read(SAMPLES / "石坡街道党工委书记述职报告.txt").text
PARAGRAPHS = [line for line in SOURCE.splitlines() if len(line) > 150]


def clauses(text: str) -> list[str]:
    return re.findall(r"[^，。；：！？\n]+[，。；：！？\n]*", text)


def sentences(text: str) -> list[str]:
    return re.findall(r"[^。！？\n]+[。！？\n]*", text)


def planted(passage: str) -> tuple[str, int, int]:
    """The passage in the middle of another text, and where it is."""
    lines = HOST.splitlines(keepends=True)
    before, after = "".join(lines[:6]), "".join(lines[6:12])
    return f"{before}{passage}\n{after}", len(before), len(before) + len(passage)


def told(report: Report, start: int, end: int) -> list[Finding]:
    """The findings that touch an interval and are more than phrases."""
    return [f for f in report.findings if not f.flags & APART and f.match.left.start < end and start < f.match.left.end]


def covered(found: list[Finding], start: int, end: int) -> float:
    inside = {n for f in found for n in range(max(start, f.match.left.start), min(end, f.match.left.end))}
    return len(inside) / (end - start)


@pytest.mark.parametrize("paragraph", PARAGRAPHS[1:9:2])
def test_a_passage_from_which_clauses_were_cut_is_one_finding(paragraph: str) -> None:
    kept = "".join(part for n, part in enumerate(clauses(paragraph)) if n % 4 < 2)
    text, start, end = planted(kept)
    found = told(simcheck.compare(text, SOURCE), start, end)
    assert len(found) == 1
    assert covered(found, start, end) > 0.9


@pytest.mark.parametrize("paragraph", PARAGRAPHS[:8:2])
def test_clauses_in_another_order_are_one_finding(paragraph: str) -> None:
    parts = clauses(paragraph)
    random.Random(7).shuffle(parts)
    text, start, end = planted("".join(parts))
    found = told(simcheck.compare(text, SOURCE), start, end)
    assert len(found) == 1
    assert covered(found, start, end) > 0.75


def test_passages_with_own_text_between_them_on_both_sides_are_two() -> None:
    one, two = PARAGRAPHS[2], PARAGRAPHS[6]
    own = "".join(HOST.splitlines(keepends=True)[14:17])
    text, start, end = planted(f"{one}\n{own}{two}")
    assert len(told(simcheck.compare(text, SOURCE), start, end)) == 2


def test_sentences_drawn_from_all_over_a_text_are_found_each_where_it_comes_from() -> None:
    """A stretch ten times as long as what was drawn from it is no passage."""
    drawn = "".join(max(clauses(paragraph), key=len).rstrip("，；：。") + "。" for paragraph in PARAGRAPHS[2:14:2])
    text, start, end = planted(drawn)
    found = told(simcheck.compare(text, SOURCE), start, end)
    assert covered(found, start, end) > 0.9
    assert all(len(f.match.right) < 3 * len(f.match.left) for f in found)


LIST = (
    "过去一年，国防动员、双拥共建、民族宗教、审计统计、新闻出版、广播电视、外事侨务、人防海防、史志档案、气象地震等工作取得新成效，"
    "工会、妇女儿童、青少年、老龄、残疾人、红十字等事业取得新进步。"
)
OTHER_LIST = (
    "全县老龄、残疾人、妇女儿童、青少年、工会、红十字、慈善、关心下一代等事业全面发展，民族、宗教、审计、统计、对台、外事、档案、"
    "地方志、气象、地震、人民武装、双拥、国防教育、广播电视等各项工作都有新的进展。"
)


def test_a_list_that_everybody_writes_in_an_order_of_his_own_is_no_finding() -> None:
    text, start, end = planted(LIST)
    assert told(simcheck.compare(text, f"{SOURCE}\n{OTHER_LIST}\n"), start, end) == []


def test_a_sentence_with_other_figures_is_found_beside_a_passage_and_alone() -> None:
    paragraph = PARAGRAPHS[3]
    short = "全年发放城乡低保金748万元、特困供养金151万元。"
    altered = "全年发放城乡低保金716万元、特困供养金142万元。"
    between = "".join(sentences(HOST)[20:22])
    source = SOURCE.replace(paragraph, f"{paragraph}{sentences(SOURCE)[-3]}{short}")
    alone, start, end = planted(altered)
    assert covered(told(simcheck.compare(alone, source), start, end), start, end) > 0.8
    text, first, last = planted(f"{paragraph}{between}{altered}")
    assert covered(told(simcheck.compare(text, source), first, last), last - len(altered), last) > 0.8


# Chance


def test_chance_falls_with_evidence_and_grows_with_the_texts() -> None:
    values = [significance.expected(bits, 5_000, 9_000) for bits in range(0, 400, 10)]
    assert values == sorted(values, reverse=True)
    assert significance.expected(40, 10_000, 9_000) == pytest.approx(2 * significance.expected(40, 5_000, 9_000))
    # what is shown at all is unlikely by chance in texts of a usual length
    assert significance.expected(Settings().evidence, 5_000, 5_000) < 0.01


def test_every_finding_says_how_many_chance_would_give() -> None:
    text, _, _ = planted(PARAGRAPHS[3])
    report = simcheck.compare(text, SOURCE)
    assert all(finding.evidence.expected is not None for finding in report.findings)
    assert max(f.evidence.bits for f in report.findings) > 100
    again = Report.from_json(report.to_json())
    assert [f.evidence for f in again.findings] == [f.evidence for f in report.findings]


def test_a_result_that_was_saved_before_it_was_counted_is_still_read() -> None:
    text, _, _ = planted(PARAGRAPHS[3])
    data = json.loads(simcheck.compare(text, SOURCE).to_json())
    for finding in data["findings"]:
        del finding["evidence"]["expected"]
    assert {f.evidence.expected for f in Report.from_json(json.dumps(data)).findings} == {None}


def test_of_two_passages_that_claim_the_same_text_a_summary_takes_what_is_apart() -> None:
    none = np.zeros(0, dtype=np.int64)

    def passage(bits: float, *pieces: Piece) -> Passage:
        return Passage(pieces, bits, (none, none))

    one = passage(60, Piece(0, 30, 400, 430))
    other = passage(50, Piece(20, 50, 100, 130), Piece(60, 90, 900, 930))
    drawn = {Piece(0, 30, 400, 430): 60.0, Piece(60, 90, 900, 930): 50.0, Piece(100, 130, 0, 30): 50.0}
    found = gathered([one, other], [Drawn(passage(120, *sorted(drawn)), drawn)], 40)
    assert [p.pieces for p in found] == [tuple(sorted(drawn))]


# Whatever the texts are


def mixed(seed: int) -> tuple[str, str]:
    """Two texts of the same sentences, changed, moved, repeated and left out."""
    rng = random.Random(seed)
    every = [part for text in (SOURCE, HOST) for part in sentences(text) if len(part) > 4]

    def altered(sentence: str) -> str:
        letters = list(sentence)
        for _ in range(rng.randint(0, 6)):
            at = rng.randrange(len(letters))
            letters[at] = rng.choice(("", "三", "3", "，", letters[at] + "\n", letters[at] + "\u200b"))
        return "".join(letters)

    base = rng.sample(every, rng.randint(2, 40)) * rng.choice((1, 1, 1, 2))
    other = [altered(part) for part in base if rng.random() < 0.8]
    if seed % 3 == 0:
        rng.shuffle(other)
    if seed % 3 == 1:
        other = [part for one in other for part in (one, *rng.sample(every, rng.randint(0, 2)))]
    return "".join(altered(part) for part in base), "".join(other)


@pytest.mark.parametrize("seed", range(60))
def test_blocks_are_apart_and_hold_their_edits(seed: int) -> None:
    a, b = mixed(seed)
    report = simcheck.compare(a, b)
    for finding in report.findings:
        blocks, edits = finding.match.blocks, finding.match.edits
        for spans in (sorted(block.left for block in blocks), sorted(block.right for block in blocks)):
            assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(any(x.left.contains(e.left) and x.right.contains(e.right) for x in blocks) for e in edits)
    assert {(f.match.left, f.match.right, f.kind) for f in report.findings} == {
        (f.match.right, f.match.left, f.kind) for f in simcheck.compare(b, a).findings
    }
