"""The text of a page is the document, character for character, and every highlight stands where its finding does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.browsers import LAPTOP, PHONE, browser, needs_browser, shown
from support.checks import several
from support.pages import drawn, page_of

from simcheck.model import Block, Document, Evidence, Finding, Grade, Kind, Match, Span
from simcheck.render.page.markup import held
from simcheck.render.view.selection import Selection
from simcheck.report.report import Report

HOSTILE = (
    "\r\n第一行\r第二行\n\n\r\r\n　　缩进\t制表\t\t完",
    "<script>alert(1)</script><!-- <![CDATA[ ]]> --></style></script></p></div><mark>&amp;&lt;&#13;&nbsp;",
    "\0\x01\x08\x0b\x0c\x1b[2J\x7f\x80\x85\x9f",
    "\u202e倒着\u202c\u2066隔开\u2069\u200b\u200f\ufeff\xad\u2028分行\u2029分段",
    "\ud800孤\udfff\ufffe\uffff\U0001ffff\U0010ffff\U0001f468\u200d\U0001f469",
    "'\"` onerror=alert(1) {{x}} ${y} \\u003c %s {n}",
    "\n\n开头就换行",
    "",
    "a" * 3000,
    "\ufdd0\u0300\u034f\u115f\u3164\U000e0041\u180e",
)


class Reader(HTMLParser):
    """The text in the element of the class ``text``, its marks by where they begin: what is read without a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.marks, self._depth, self._open = "", dict[int, list[Any]](), 0, list[int]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if self._depth or "text" in (found.get("class") or "").split():
            self._depth += 1
        if self._depth and tag == "mark":
            start = int(str(found["id"]).rpartition("c")[2])
            assert start == len(self.text)
            self.marks[start] = [0, int(str(found["data-f"])), found["class"]]
            self._open.append(start)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == "mark":
            start = self._open.pop()
            self.marks[start][0] = len(self.text)
        self._depth -= bool(self._depth)

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    # a file is read so: line ends are made one before anything else
    reader.feed(page.encode("utf-8").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    return reader


def of_text(text: str, source: str = "", spans: tuple[tuple[Span, Span], ...] = ()) -> Report:
    """A comparison with findings at these places."""
    findings = tuple(
        Finding(Match("s", a, b, (Block(a, b),)), Kind.IDENTICAL, frozenset(), Evidence(50.0, 0.0), grade=Grade.HIGH)
        for a, b in spans
    )
    return Report(Document("d", "文.txt", text), {"s": Document("s", "源.txt", source)}, findings)


def hostile() -> Report:
    text = "".join(HOSTILE)
    spans = [(n, min(len(text), n + 23)) for n in range(0, len(text) - 1, 17)]
    return of_text(text, text, tuple((Span(*span), Span(*span)) for span in spans))


def highlighted(reader: Reader, report: Report) -> None:
    """Marks are exactly what the findings' blocks cover, and none crosses where another begins or ends."""
    covered = [False] * len(report.document.text)
    edges = set()
    for finding in report.findings:
        for block in finding.match.blocks:
            edges |= {block.left.start, block.left.end}
            covered[block.left.start : block.left.end] = [True] * len(block.left)
    marked = [False] * len(covered)
    for start, (end, number, _) in reader.marks.items():
        assert not any(start < edge < end for edge in edges)
        marked[start:end] = [True] * (end - start)
        blocks = report.findings[number - 1].match.blocks
        assert any(block.left.start <= start and end <= block.left.end for block in blocks)
    assert marked == covered


@pytest.mark.parametrize("text", HOSTILE)
def test_the_text_without_tags_is_the_document(text: str) -> None:
    assert read(page_of(of_text(text))).text == held(text)


def test_a_million_characters_on_one_line() -> None:
    text = "全镇上下认真贯彻落实各项部署" * 80_000
    reader = read(page_of(of_text(text, text, ((Span(5, 500_000), Span(5, 500_000)),))))
    assert reader.text == text
    assert list(reader.marks) == [5]


def test_highlights_stand_at_their_findings() -> None:
    for report in (hostile(), several(), *(drawn(seed) for seed in range(5))):
        reader = read(page_of(report))
        assert reader.text == held(report.document.text)
        highlighted(reader, report)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE[:6], "\r", "\n", "\t", "字", " ", "&", "<"]), max_size=12).map("".join),
    st.data(),
)
def test_any_text_and_any_findings(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    pairs = data.draw(
        st.lists(st.tuples(place, place).filter(lambda p: p[0] < p[1]), max_size=5) if text else st.just([])
    )
    report = of_text(text, text, tuple((Span(*pair), Span(*pair)) for pair in sorted(pairs)))
    reader = read(page_of(report))
    assert reader.text == held(text)
    highlighted(reader, report)


def test_nothing_of_a_text_is_an_element_or_an_attribute() -> None:
    report = hostile()
    evil = '"><script>alert(1)</script>\u202e\n.txt'
    report = Report(
        Document("d", evil, report.document.text), {"s": Document("s", evil, report.sources["s"].text)}, report.findings
    )
    page = page_of(report)
    assert page.count("<script") == 2
    assert page.count("</script") == 2
    assert page.count("<style") == 1
    assert not re.search(r"<[^>]*\son\w+=|<[^>]*\sstyle=", page)
    assert "\u202e.txt" not in page


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


TEXT = """() => {
  const units = [];
  for (const sign of document.querySelector(".text").textContent) units.push(sign.codePointAt(0));
  return units;
}"""


@needs_browser
@pytest.mark.parametrize("size", [LAPTOP, PHONE])
@pytest.mark.parametrize("script", [True, False])
def test_the_browser_has_the_document(size: tuple[int, int], script: bool, opened: Any, tmp_path: Path) -> None:
    report = hostile()
    path = tmp_path / "页.html"
    path.write_text(page_of(report), encoding="utf-8")
    with shown(opened, path, size=size, script=script) as page:
        assert page.evaluate(TEXT) == [ord(sign) for sign in held(report.document.text)]
        marks = page.evaluate("() => [...document.querySelectorAll('mark')].map(each => [each.id, each.textContent])")
    for name, words in marks:
        start = int(name[1:])
        assert held(report.document.text)[start:].startswith(words)


@needs_browser
def test_switching_moves_no_character(opened: Any, tmp_path: Path) -> None:
    report = drawn(12, sources=4)
    path = tmp_path / "页.html"
    path.write_text(page_of(report, selection=Selection(grade=Grade.MIDDLE)), encoding="utf-8")
    with shown(opened, path) as page:
        before = page.evaluate(TEXT)
        for box in page.locator(".sorts input:visible").all():
            box.click()
            assert page.evaluate(TEXT) == before
        page.locator("[data-do=lang]").click()
        assert page.evaluate(TEXT) == before == [ord(sign) for sign in report.document.text]
