"""What a page says after any switch is what ``report.counting`` says, number by number."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.browsers import browser, needs_browser, shown
from support.checks import several, twins
from support.pages import Switched, counted, drawn, ids_by_number, page_of

from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Grade
from simcheck.render.view.selection import Selection
from simcheck.report.report import Report

pytestmark = needs_browser

READ = """() => {
  const all = where => [...document.querySelectorAll(where)];
  const words = (row, names) =>
    names.map(name => row.querySelector("." + name)).filter(Boolean).map(each => each.textContent);
  const share = row => words(row, ["percent", "part", "whole"]);
  const rows = name =>
    Object.fromEntries(all(`tr[data-${name}]`).filter(row => !row.hidden).map(row => [row.dataset[name], share(row)]));
  const sorts = all(".sorts tbody tr").filter(row => !row.hidden);
  const figures = row => [...row.querySelectorAll(".figure")].map(each => each.textContent);
  const aparts = all("[data-apart]").filter(each => !each.hidden && !each.parentElement.hidden);
  const columns = ["characters", "share", "high", "told", "longest"];
  return {
    totals: rows("total"),
    back: rows("back"),
    sorts: Object.fromEntries(sorts.map(row => [row.dataset.kind || row.dataset.flag, figures(row)])),
    aparts: Object.fromEntries(aparts.map(each => [each.dataset.apart, each.querySelector(".part").textContent])),
    sources: Object.fromEntries(all("tr[data-source]").map(row => [row.dataset.source, words(row, columns)])),
    paragraphs: all(".paragraphs tbody tr").map(share),
    strip: all("svg.strip rect").map(each => each.getAttribute("height")),
  };
}"""
"""Every number on a page."""

SWITCH = """switched => {
  const all = where => [...document.querySelectorAll(where)];
  const set = (box, wanted) => { if (box && box.checked !== wanted) box.click(); };
  document.querySelector("[data-do=reset]").click();
  for (const row of all(".sorts tr[data-kind]"))
    set(row.querySelector("input"), switched.kinds.includes(row.dataset.kind));
  for (const row of all(".sorts tr[data-flag]"))
    set(row.querySelector("input"), !switched.without.includes(row.dataset.flag));
  for (const row of all("tr[data-source]")) {
    set(row.querySelector(".counts"), !switched.excluded.includes(Number(row.dataset.source)));
    set(row.querySelector("input.own"), switched.mine.includes(Number(row.dataset.source)));
  }
  for (const [name, value] of [["[data-select=grade]", switched.grade], ["[data-least]", switched.least]]) {
    const box = document.querySelector(name);
    if (box) { box.value = value; box.dispatchEvent(new Event("change", { bubbles: true })); }
  }
}"""
"""Press what a reader would press."""


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


def said(report: Report, switched: Switched) -> dict[str, Any]:
    """What the page has to say."""
    data = counted(report, switched)
    numbers = {id: f"{number}" for number, id in ids_by_number(report).items()}
    sources = {numbers[id]: row for id, row in data.get("sources", {}).items()}
    return {"back": {}} | data | {"sources": sources}


def compared(found: dict[str, Any], data: dict[str, Any]) -> None:
    """The numbers of the page against those of the count."""
    largest = found["totals"].pop("largest", None)
    assert found["totals"] == data["totals"]
    assert found["back"] == data["back"]
    assert found["sorts"] == {name: row for name, row in data["sorts"].items() if name in found["sorts"]} | {
        name: ["0", "0", "0.0%"] for name in found["sorts"] if name not in data["sorts"]
    }
    assert {name for name, row in data["sorts"].items() if row[0] != "0"} <= set(found["sorts"])
    assert found["aparts"] == data["aparts"]
    assert found["sources"] == data["sources"]
    assert found["paragraphs"] == data["paragraphs"]
    assert found["strip"] == data["strip"]
    assert (largest[:2] if largest else None) == data.get("largest")


REPORTS: dict[str, Callable[[], Report]] = {
    "check": several,
    "check with the same text": twins,
    **{f"comparison {n}": partial(drawn, n, sources=1) for n in range(4)},
    **{f"check {n}": partial(drawn, n, sources=5) for n in range(10, 16)},
    "check with a twin": partial(drawn, 20, sources=3, twin=True),
    "result without grades": partial(drawn, 21, sources=3, graded=False),
    "comparison without grades": partial(drawn, 22, sources=1, graded=False),
}


@pytest.mark.parametrize("name", REPORTS)
def test_every_number_after_any_switch(name: str, opened: Any, tmp_path: Path) -> None:
    report = REPORTS[name]()
    path = tmp_path / "页.html"
    path.write_text(page_of(report), encoding="utf-8", errors="replace")
    numbers = {id: number for number, id in ids_by_number(report).items()}
    lot = random.Random(name)
    with shown(opened, path) as page:
        compared(page.evaluate(READ), said(report, Switched()))
        for _ in range(12):
            switched = Switched.drawn(lot, report)
            wanted = {
                "without": sorted(switched.without),
                "kinds": sorted(switched.kinds),
                "grade": str(list(Grade).index(switched.grade) + 1 if switched.grade else 0),
                "least": str(switched.least),
                "excluded": [numbers[id] for id in switched.excluded],
                "mine": [numbers[id] for id in switched.mine],
            }
            page.evaluate(SWITCH, wanted)
            compared(page.evaluate(READ), said(report, switched))
        page.locator("[data-do=reset]").click()
        compared(page.evaluate(READ), said(report, Switched()))


@pytest.mark.parametrize("name", ["check 10", "comparison 1", "check with a twin", "comparison without grades"])
@pytest.mark.parametrize("without", [frozenset(), frozenset({Flag.QUOTED}), APART])
@pytest.mark.parametrize("grade", [None, Grade.MIDDLE])
def test_what_is_written_is_what_the_script_counts(
    name: str, without: frozenset[Flag], grade: Grade | None, opened: Any, tmp_path: Path
) -> None:
    """A page that no script runs on says the same, whatever it was written with."""
    report = REPORTS[name]()
    grade = grade if report.is_graded else None
    path = tmp_path / "页.html"
    path.write_text(page_of(report, selection=Selection(without, grade)), encoding="utf-8", errors="replace")
    data = said(report, Switched(without))
    with shown(opened, path) as page:
        compared(page.evaluate(READ), data)
    with shown(opened, path, script=False) as page:
        compared(page.evaluate(READ), data)


def test_percentages_are_rounded_as_elsewhere(opened: Any, tmp_path: Path) -> None:
    lot = random.Random(5)
    pairs = [
        (part, whole)
        for whole in (1, 7, 8, 16, 40, 400, 800, 1600, 99999)
        for part in range(0, whole + 1, 1 + whole // 97)
    ]
    pairs += [(lot.randint(0, 10**6), 10**6) for _ in range(2000)]
    path = tmp_path / "页.html"
    path.write_text(page_of(several()), encoding="utf-8")
    with shown(opened, path) as page:
        found = page.evaluate(f"() => {json.dumps(pairs)}.map(([part, whole]) => page.percent(part / whole))")
    assert found == [percent(part / whole) for part, whole in pairs]
