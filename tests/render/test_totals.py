"""Every output of a result states the same totals, whatever is left out, and says what that is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from support.checks import LIBRARY, PHRASE, nothing, phrases, several, twins
from support.pages import drawn, page_of, totals
from support.screens import sample, terminal

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.model import APART, Flag
from simcheck.render.docx.annotated import annotated
from simcheck.render.docx.printed import printed
from simcheck.render.markdown import markdown
from simcheck.render.page.part import Wanted
from simcheck.render.page.reports import Page
from simcheck.render.terminal.options import View
from simcheck.render.terminal.overview import overview_screen, row
from simcheck.render.terminal.screen import as_text, plain
from simcheck.render.view.figures import left_out_flags
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import of_corpus
from simcheck.report.report import Report

NAMES = {"high": "grade.high", "total": "check.total", "all": "check.total", "largest": "check.largest"}

REPORTS = {
    "a comparison": sample(),
    "a check": several(),
    "with twins": twins(),
    "phrases": phrases(),
    "nothing": nothing(),
    **{f"by lot {n}": drawn(n, sources=1 + n % 4, twin=n % 3 == 0, graded=n % 5 > 0) for n in range(6)},
}
LEFT_OUT = (frozenset[Flag](), PHRASE, APART, frozenset({Flag.OWN}), frozenset({Flag.OWN, Flag.QUOTED}))


def words_of(document: bytes) -> str:
    """The paragraphs of a Word document and its comments."""
    found = docx.Document(io.BytesIO(document))
    return "\n".join([*(p.text for p in found.paragraphs), *(p.text for c in found.comments for p in c.paragraphs)])


def outputs(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[tuple[str, str]]:
    library = LIBRARY if of_corpus(report, None) else None
    screen = replace(terminal(120, lang), without=without, view=View.NONE)
    yield "screen", plain(report, screen, library)
    yield "markdown", markdown(report, lang, without=without, library=library)
    yield "annotated", words_of(annotated(report, lang, without=without))
    yield "paper", words_of(printed(report, lang, without=without))


@pytest.mark.parametrize("without", LEFT_OUT, ids=lambda flags: "-".join(sorted(flags)) or "nothing")
@pytest.mark.parametrize("name", REPORTS)
def test_all_totals_are_everywhere(name: str, without: frozenset[Flag]) -> None:
    report = REPORTS[name]
    lang = LANGUAGES[len(without) % 2]
    if of_corpus(report, None):
        report = replace(report, searched=99)
    told = totals(page_of(report, selection=Selection(without)))
    told = {name: row for name, row in told.items() if not name.startswith("back-")}
    assert told["total"][1:] == [f"{n:,}" for n in _counts(report, without)]
    if not report.findings:
        told = {"total": told["total"]}
    elif "all" in told and all(source.text == report.document.text for source in report.sources.values()):
        told = {"all": told["all"]}
    labels = {key: text(lang, NAMES.get(key, f"check.without.{key}")) for key in told}
    for where, words in outputs(report, lang, without):
        words = re.sub(r"[*| ]+", " ", words)
        for key, (share, part, whole) in told.items():
            counts = text(lang, "chars.of", part=_number(part), whole=_number(whole))
            if key == "largest" and where in ("annotated", "paper"):
                continue
            assert re.search(rf"{re.escape(labels[key])} {re.escape(share)} \(?{re.escape(counts)}", words), (
                where,
                key,
            )
        if without:
            assert left_out_flags(without, lang) in words, where


def _number(written: str) -> int:
    return int(written.replace(",", ""))


def _counts(report: Report, without: frozenset[Flag]) -> tuple[int, int]:
    """Without sources that are the document itself, which have a total of their own."""
    is_check = of_corpus(report, None)
    rest = report.keep(lambda f: not is_check or report.sources[f.match.source].text != report.document.text)
    share = rest.share(without=without)
    return share.part, share.whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_of_several_says_what_is_left_out(lang: Language) -> None:
    rows = [row("总结.txt", several(), lang, PHRASE)]
    screen = as_text(overview_screen(rows, replace(terminal(100, lang), without=PHRASE), LIBRARY))
    page = Page(Wanted(lang, Selection(PHRASE), library=LIBRARY), several=True)
    page.add(several(), ("总结.txt",))
    said = text(lang, "check.left-out", flags=left_out_flags(PHRASE, lang))
    assert said in screen
    assert said in page.content()
    assert said not in as_text(overview_screen(rows, terminal(100, lang), LIBRARY))
