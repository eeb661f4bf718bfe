"""Provenance (出处): what is said of passages that several documents hold is true of every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from support.labelled import PARAGRAPH, SPECIFIC, noted

from simcheck import Corpus, Document, Report
from simcheck.text.normalize import folded

ASKED = "。\n".join([*SPECIFIC[40:45], PARAGRAPH, *SPECIFIC[45:50]])
DAY = {"date_by": "signature"}


def checked(folder: Path, sources: Mapping[str, tuple[str, Mapping[str, str]]], **known: str) -> Report:
    """The check of a document that has ``PARAGRAPH`` against sources: by id, which words of it, and their metadata."""
    with Corpus.open(folder, create=True) as corpus:
        for number, (id, (words, metadata)) in enumerate(sources.items()):
            own = SPECIFIC[10 * (number % 4) : 10 * (number % 4) + 10]
            corpus.add(Document(id, f"{id}.txt", "。\n".join([*own[:5], words, f"{id}村", *own[5:]]), metadata))
        return corpus.check(Document("x", "x.txt", ASKED, known))


def dated(*dates: str) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Sources a, b, … that all have the paragraph, and when they were signed."""
    pairs = zip("abcdef", dates, strict=False)
    return {id: (PARAGRAPH, {"date": date, **DAY} if date else {"author": id}) for id, date in pairs}


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("2021-12-05", "2019-03-02", "2020-01-08"), "b"),
        (("2021-12", "2019-03", "2020"), "b"),
        (("2022-01-09", "2021", "2023"), "b"),  # a year, and a day of the next
        (("2021-12-05", "2019-03-02", ""), None),  # one may be of any day
        (("2021-12-05", "2021-12-03"), None),  # of one December
        (("2021-12-28", "2022-01-05"), None),  # of one season
        (("2021-12-05", "2021-12-05"), None),
        (("2021", "2021-12-05"), None),
    ],
)
def test_the_earliest_is_named_where_dates_certainly_order_all(
    tmp_path: Path, dates: tuple[str, ...], first: str | None
) -> None:
    report = checked(tmp_path, dated(*dates))
    (spread,) = report.spread
    assert {holder.source for holder in spread.holders} == set("abc"[: len(dates)])
    assert spread.origin == first
    assert [facts["source"] for facts in noted(report, "origin-earliest")] == ([first] if first else [])
    if len(dates) > 2 and not first:
        assert [facts["count"] for facts in noted(report, "widespread")] == [3]


def test_the_year_of_a_title_says_what_a_text_is_about(tmp_path: Path) -> None:
    """It may have been written at any time after; but surely not long before."""
    about = {"date": "2019", "date_by": "title"}
    for number, (others, first) in enumerate((("2021-05-03", None), ("2017-05-03", "b"))):
        sources = {"a": (PARAGRAPH, about), "b": (PARAGRAPH, {"date": others, **DAY})}
        assert checked(tmp_path / f"{number}", sources).spread[0].origin == first


def test_a_source_that_is_not_certainly_before_the_document_is_not_its_origin(tmp_path: Path) -> None:
    sources = dated("2023-01-05", "2021-12-05")
    for number, (own, first) in enumerate((("2021-12-01", None), ("2022-01-01", None), ("2024-05-01", "b"))):
        report = checked(tmp_path / f"{number}", sources, date=own, date_by="signature")
        assert report.spread[0].origin == first


def test_a_source_is_named_only_for_what_it_holds(tmp_path: Path) -> None:
    """Two have all of the paragraph; an earlier one has a half of it: it is no holder of the whole, nor is it passed
    over in silence."""
    half = PARAGRAPH[: PARAGRAPH.index("，", len(PARAGRAPH) // 2)]
    sources = dated("2021-05-05", "2022-05-05") | {"h": (half, {"date": "2015-02-03", **DAY})}
    report = checked(tmp_path, sources)
    whole, part = sorted(report.spread, key=lambda each: -each.characters)
    assert {holder.source for holder in whole.holders} == {"a", "b"}
    assert whole.characters == len(folded(PARAGRAPH))
    assert (whole.origin, whole.partly) == ("a", 1)
    assert {holder.source for holder in part.holders} == {"a", "b", "h"}
    assert part.origin == "h"
    assert abs(part.characters - len(folded(half))) <= 2
    for spread in report.spread:
        for holder in spread.holders:
            assert spread.characters <= holder.characters <= report.share_of(holder.source).part


def test_records_of_one_text_and_versions_of_one_document(tmp_path: Path) -> None:
    """Every record is a document that holds it; an amended version is the same document."""
    known = {"unit": "临江区民政局", "title": "关于养老服务的实施办法"}
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, metadata in (
            ("a", known | {"date": "2015-03-04"} | DAY),
            ("b", known | {"title": "关于养老服务的实施办法（2019年修订）", "date": "2019-03-04"} | DAY),
            ("c", {"unit": "云溪区民政局", "title": known["title"], "date": "2021-07-01"} | DAY),
        ):
            corpus.add(Document(id, f"{id}.txt", f"{PARAGRAPH}\n{id}。", metadata))
        corpus.add(Document("d", "d.txt", f"{PARAGRAPH}\nc。", {"unit": "北原区民政局"}))
        report = corpus.check(ASKED)
    (spread,) = report.spread
    assert {(h.record, h.versions) for h in spread.holders} == {("a", ("b",)), ("c", ()), ("d", ())}
    assert spread.origin is None  # nobody knows when d was written


def test_passages_of_the_same_holders_are_told_together_and_no_character_twice(tmp_path: Path) -> None:
    other = "。".join(SPECIFIC[50:56])
    with Corpus.open(tmp_path, create=True) as corpus:
        for number, id in enumerate("abc"):
            own = SPECIFIC[10 * number : 10 * number + 10]
            words = "。\n".join([*own[:5], PARAGRAPH, *own[5:], other])
            corpus.add(Document(id, f"{id}.txt", words, {"author": id}))
        report = corpus.check("。\n".join([PARAGRAPH, *SPECIFIC[40:45], other]))
    (facts,) = noted(report, "widespread")
    assert facts["count"] == 3
    assert facts["characters"] == sum(spread.characters for spread in report.spread)
    assert facts["characters"] <= report.share().part


def test_a_number_that_was_put_in_place_of_another_is_not_held(tmp_path: Path) -> None:
    """Two sources with numbers of their own hold what is around the numbers, and no figure of them."""
    words = (
        "木匠带着{}个人在祠堂前架了一座小桥，邻居都来帮忙递工具，账本写在供销社的墙上；船工又到磨坊给邮差家运了{}筐木炭，"
        "下雨停了两天又接着干，剩下的料堆在牛圈旁边；裁缝一家在河边晒了{}匹土布，连过路人也停下来看。"
    )
    numbers = {"x": (927, 416, 358), "a": (31, 582, 607), "b": (46, 233, 149), "c": (927, 416, 358)}
    with Corpus.open(tmp_path, create=True) as corpus:
        for number, id in enumerate("abc"):
            own = SPECIFIC[10 * number : 10 * number + 10]
            corpus.add(Document(id, f"{id}.txt", "。\n".join([*own[:5], words.format(*numbers[id]), *own[5:]])))
        asked = "。\n".join([*SPECIFIC[40:45], words.format(*numbers["x"]), *SPECIFIC[45:50]])
        report = corpus.check(Document("x", "x.txt", asked))
    whole = len(folded(words.format(*numbers["x"])))
    figures = sum(len(str(number)) for number in numbers["x"])
    held = {holder.source: holder.characters for spread in report.spread for holder in spread.holders}
    assert held.keys() == {"a", "b", "c"}
    assert held["c"] == whole
    for spread in report.spread:
        if {holder.source for holder in spread.holders} & {"a", "b"}:
            assert spread.characters <= whole - figures
    assert max(held["a"], held["b"]) <= whole - figures
