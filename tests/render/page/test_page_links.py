"""Without a script: every link leads to something that is there, and words stay apart wherever they are copied to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from support.checks import several, twins
from support.crossings import villages
from support.pages import drawn, page_of
from support.screens import sample

import simcheck
from simcheck.model import Flag, Grade
from simcheck.render.crossing.view import View
from simcheck.render.page.crossing import crossing_page
from simcheck.render.page.part import Wanted
from simcheck.render.page.reports import Page
from simcheck.render.view.anonymous import anonymous
from simcheck.render.view.selection import Selection

VOID = frozenset({"meta", "input", "br", "hr", "col", "link", "img"})
INLINE = frozenset({"span", "a", "b", "i", "bdi", "code", "kbd", "label", "button", "output", "mark"})


class Shown(HTMLParser):
    """What is shown without a script: the names of elements, links, and inline elements that touch each other."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.touching: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._before = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        classes = (found.get("class") or "").split()
        above = self._open[-1] if self._open else ("", False, False)
        is_hidden = above[1] or "hidden" in found or "js" in classes or tag in ("script", "style", "template", "dialog")
        # the document and its passages are as they are; of both languages one is shown
        is_exact = (
            above[2] or tag == "svg" or "text" in classes or "pair" in classes or ("zh" in classes or "en" in classes)
        )
        if not is_hidden:
            self.names |= {found["id"] or ""} if "id" in found else set()
            if tag == "a" and (found.get("href") or "").startswith("#"):
                self.links.append((found["href"] or "")[1:])
            if tag in INLINE and not is_exact and self._before:
                self.touching.append(f"{self._before} {self.get_starttag_text()}")
        self._before = ""
        if tag not in VOID:
            self._open.append((tag, is_hidden, is_exact))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed, is_hidden, is_exact = self._open.pop()
            if closed == tag:
                break
        is_touching = tag in INLINE and not is_hidden and not is_exact
        self._before = f"</{tag}>" if is_touching else ""

    def handle_data(self, data: str) -> None:
        self._before = ""


def pages() -> Iterator[tuple[str, str]]:
    whole, graded = Selection(), Selection(frozenset({Flag.BOILERPLATE}), Grade.HIGH)
    for selection in (whole, graded):
        for texts in (True, False):
            name = f"{selection.grade}-{texts}"
            yield f"comparison-{name}", page_of(sample(), selection=selection, texts=texts)
            yield f"check-{name}", page_of(twins(), selection=selection, texts=texts)
            page = Page(Wanted("zh", selection, texts), several=True)
            for seed in range(3):
                page.add(drawn(seed), (f"报告{seed}.txt",))
            yield f"several-{name}", page.content()
    yield "anonymous", page_of(anonymous(several(), "zh"))
    crossing = simcheck.cross(villages(), jobs=1)
    for has_words in (True, False):
        yield f"crossing-{has_words}", crossing_page(View(crossing, "zh", has_words=has_words), texts=has_words)


PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    found = Shown()
    found.feed(PAGES[name])
    assert found.links
    assert not [link for link in found.links if link not in found.names]


@pytest.mark.parametrize("name", PAGES)
def test_words_do_not_run_together(name: str) -> None:
    found = Shown()
    found.feed(PAGES[name])
    assert not found.touching


def test_the_plot_shows_what_does_not_count_and_what_is_not_listed() -> None:
    page = page_of(sample(), selection=Selection(frozenset({Flag.BOILERPLATE}), Grade.HIGH))
    classes = {int(n): names.split() for names, n in re.findall(r'<line class="([^"]*)" data-f="(\d+)"', page)}
    for number, finding in enumerate(sample().findings, 1):
        assert ("out" in classes[number]) == (Flag.BOILERPLATE in finding.flags)
        assert ("off" in classes[number]) == (finding.grade is not Grade.HIGH)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_that_the_program_gives_are_there_in_both_languages(lang: str) -> None:
    """Of standard input, and of sources without names."""
    report = replace(several(), document=replace(several().document, name="-"))
    page = page_of(anonymous(report, "zh"), lang=lang)
    shown = re.sub(
        r'<span class="zh"[^>]*>[^<]*</span>|<(?:script|style).*?</(?:script|style)>| (?:data-zh|aria-label)="[^"]*"',
        "",
        page,
    )
    body = shown.partition("<body>")[2] if lang == "zh" else shown
    assert "standard input" in shown
    assert "标准输入" not in body
    assert "来源文稿" not in body
    assert re.search(r'<title [^>]*data-zh="标准输入[^"]*"[^>]*data-en="standard input', page)
