"""What holds for a check of any number of sources: widths, line breaks, numbers that agree everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support.checks import LIBRARY, PHRASE, Draft, phrases, several, twins
from support.screens import HAN, HOSTILE, terminal

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Kind
from simcheck.render.markdown import markdown
from simcheck.render.table import BOM, table
from simcheck.render.terminal.options import View
from simcheck.render.terminal.overview import row as row_of
from simcheck.render.terminal.screen import overview, plain
from simcheck.render.terminal.wrap import CLOSING
from simcheck.render.view.sources import Library, Sources, sign
from simcheck.report.report import Report

NAMES = (
    "甲.txt",
    "柳湾镇2024年工作总结.txt",
    "柳湾镇2025年工作总结.txt",
    "很长的文件夹/" * 9 + "总结.docx",
    "-",
    "\x1b[2J\n.txt",
)
PARTS = st.lists(
    st.tuples(HOSTILE, HAN, st.lists(st.sampled_from(NAMES), unique=True), st.sampled_from(list(Kind)), st.booleans()),
    max_size=8,
)
REPORTS = st.builds(
    lambda parts, same: built(parts, same), PARTS, st.lists(st.sampled_from(["同文.txt", "同.txt"]), unique=True)
)


def built(parts: list[tuple[str, str, list[str], Kind, bool]], same: list[str]) -> Report:
    """A report with any number of sources."""
    draft = Draft()
    for own, words, sources, kind, phrase in parts:
        draft.apart(own)
        draft.shared(words, *sources, kind=kind, flags=PHRASE if phrase else frozenset())
    if same and draft.text:
        draft.twin(*same)
    return draft.report("文件夹/" * 20 + "很长的名字.txt")


@settings(max_examples=80, deadline=None)
@given(
    REPORTS,
    st.integers(50, 160),
    st.sampled_from(list(View)),
    st.sampled_from(LANGUAGES),
    st.sampled_from([0, 2, None]),
    st.booleans(),
    st.sampled_from([None, LIBRARY, Library("/很长/的/路径" * 20, 1234567, "2026-11-20")]),
    st.sampled_from([frozenset(), PHRASE]),
)
def test_no_screen_is_wider_than_the_terminal(
    report: Report,
    width: int,
    view: View,
    lang: Language,
    limit: int | None,
    every: bool,
    library: Library | None,
    without: frozenset[Flag],
) -> None:
    """Whatever a corpus holds, no line reaches the last column, and nothing but text is printed."""
    wished = replace(terminal(width, lang, view=view), limit=limit, every=every, without=without)
    out = io.StringIO()
    overview([row_of(name, report, lang, without) for name in ("名\t称\n" * 20, "-")], wished, out, library)
    for screen in (plain(report, wished, library), out.getvalue()):
        assert max(map(cell_len, screen.split("\n"))) < width
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\ud800]", screen)


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.integers(60, 140))
def test_no_line_starts_with_closing_punctuation(report: Report, width: int) -> None:
    """In the summary; names and texts may."""
    for line in plain(report, replace(terminal(width, view=View.NONE), limit=0), LIBRARY).split("\n"):
        assert line.strip()[:1] not in set(CLOSING) - {".", "…"}


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_every_source_is_somewhere(report: Report) -> None:
    """Named, summed, or the document itself; each once, and by the number that counts it."""
    sources = Sources(report, "zh")
    screen = plain(report, terminal(80, view=View.NONE), LIBRARY)
    listing = sources.listing()
    named = [row.source.id for row in listing.rows]
    summed = sum(group.count for group in (listing.few, listing.phrases) if group)
    assert len(named) + summed + len(sources.same) == len(report.sources)
    assert sorted(sources.numbers.values()) == list(range(1, len(report.sources) + 1))
    assert [row.number for row in listing.rows] == [len(sources.same) + n for n in range(1, len(listing.rows) + 1)]
    assert {id for id in report.sources if report.sources[id].text == report.document.text} == set(sources.same)
    for id in sources.phrases:
        assert report.share_of(id, without=APART).part == 0
    if listing.phrases:
        group = report.keep(lambda f: f.match.source in sources.phrases)
        assert listing.phrases.share.part == group.share().part
        assert f"{listing.phrases.count} 篇只有套话等相同" in screen
    if sources.same:
        assert 0 < screen.index("逐字相同") < screen.index("总复制比")
    # with everything shown, nothing is summed
    every = sources.listing(report.sources)
    assert len(every.rows) + len(sources.same) == len(report.sources)


@pytest.mark.parametrize("without", [frozenset(), PHRASE])
@pytest.mark.parametrize("make", [several, twins, phrases])
def test_numbers_agree_everywhere(make: Callable[[], Report], without: frozenset[Flag]) -> None:
    """Terminal, Markdown, CSV and JSON tell the same counts of the same result."""
    report = make()
    data = json.loads(report.to_json())
    screen = plain(report, replace(terminal(100), without=without, view=View.NONE), LIBRARY)
    saved = markdown(report, "zh", without=without, library=LIBRARY)
    sources = Sources(report, "zh", without)
    total = report.share(without=without)
    if not without:
        assert (total.part, total.whole) == tuple(data["totals"]["all"][name] for name in ("part", "whole"))
    for words in (screen, saved):
        assert f"{total.part:,} / {total.whole:,} 有效字" in words
        assert percent(total.ratio) in words
    for ratio in sources.totals():
        for words in (screen, saved):
            assert f"{ratio.share.part:,} / {ratio.share.whole:,} 有效字" in words
    if not sources.same and not without:
        for name, total_of in zip(("grade_high", "all", "without_apart"), sources.totals(), strict=False):
            counts, share = data["totals"][name], total_of.share
            assert (share.part, share.whole) == (counts["part"], counts["whole"]), name
    by_id = {source["id"]: source for source in data["sources"]}
    for row in sources.listing().rows:
        line = next(line for line in screen.split("\n") if line.startswith(f"{sign(row.number):>3} "))
        figures = line.replace(row.source.name, "")
        assert f" {row.share.part:,} " in figures
        assert f"| {sign(row.number)} |" in saved
        if not without:
            assert (row.share.part, row.longest) == (by_id[row.source.id]["part"], by_id[row.source.id]["longest"])
            assert row.share.whole == by_id[row.source.id]["whole"]
    lines = list(csv.DictReader(io.StringIO(table(report, "zh", library=LIBRARY).removeprefix(BOM))))
    for entry, finding in zip(lines, data["findings"], strict=True):
        assert (int(entry["字数"]), entry["来源编号"]) == (finding["characters"], finding["source"])
        assert entry["来源"] == by_id[finding["source"]]["name"]
