"""Reports for the tests of pages, what counting says of them after any switch, and what a page shows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from simcheck.i18n.printable import percent
from simcheck.model import APART, Finding, Flag, Grade, Kind, Mark, Span
from simcheck.render.page.part import Wanted
from simcheck.render.page.pictures import CELLS
from simcheck.render.page.reports import Page
from simcheck.render.view.figures import apart_parts, apart_rows, density, kind_rows
from simcheck.render.view.sources import Sources, of_corpus
from simcheck.report.counting import Share, Side
from simcheck.report.report import Report
from simcheck.text.segmentation import paragraphs
from support.checks import Draft

WORDS = "今年以来全镇上下认真贯彻落实上级部署围绕中心服务大局抓项目促发展惠民生保稳定各项工作取得新进展"
LAYOUT = ("一、党建引领基层治理…………………………3\n", "- 3 -\n", "填报单位：\n", "抄送：县委办公室，县政府办公室\n")
NOTICE = "\n本文系邮箱投稿，仅供学习参考，请勿照搬照抄！\n"
SOURCES = ("甲镇总结.txt", "乙村汇报.docx", "丙县要点.txt", "丁乡述职.pdf", "戊局简报.txt")


def page_of(report: Report, **wanted: Any) -> str:
    """The page of one report."""
    page = Page(Wanted(wanted.pop("lang", "zh"), **wanted))
    page.add(report, (report.document.name,))
    return page.content()


def drawn(seed: int, *, sources: int = 4, twin: bool = False, graded: bool = True) -> Report:
    """A report made by lot: of one source it is a comparison, of more a check; kinds, flags, grades, marks, layout and
    notices of sites in all combinations."""
    lot = random.Random(seed)
    draft = Draft()
    names = SOURCES[:sources]
    for _ in range(lot.randint(6, 14)):
        draft.apart(lot.choice(["。\n", "\n\n　　", "，", lot.choice(LAYOUT), NOTICE if lot.random() < 0.2 else "；"]))
        draft.apart(_words(lot, 2, 20))
        some = lot.sample(names, lot.randint(1, len(names)))
        kind, flags = lot.choice(list(Kind)), frozenset(flag for flag in Flag if lot.random() < 0.12)
        if lot.random() < 0.4:
            own, other = ("", _words(lot, 2, 5)) if lot.random() < 0.3 else (_words(lot, 1, 6), "")
            draft.altered(_words(lot, 9, 30), own, other or own[:1] + "X", _words(lot, 9, 30), *some, kind=kind)
        else:
            inner = lot.choice(["", "\n" + lot.choice(LAYOUT), "，“", "\n\n"])
            draft.shared(_words(lot, 9, 40) + inner + _words(lot, 4, 20), *some, kind=kind, flags=flags)
    if twin:
        draft.twin("逐字相同.txt")
    report = draft.report(f"报告{seed}.txt")
    found = tuple(_regraded(finding, lot, graded=graded) for finding in report.findings)
    marks = tuple(
        sorted((_mark(lot, len(report.document.text)) for _ in range(lot.randint(0, 9))), key=lambda m: m.span)
    )
    return replace(report, findings=found, marks=marks, searched=None if sources == 1 else 99)


def _words(lot: random.Random, least: int, most: int) -> str:
    return "".join(lot.choice(WORDS) for _ in range(lot.randint(least, most)))


def _regraded(finding: Finding, lot: random.Random, *, graded: bool) -> Finding:
    flags = finding.flags | {flag for flag in Flag if lot.random() < 0.05}
    return replace(finding, flags=flags, grade=lot.choice(list(Grade)) if graded else None)


def _mark(lot: random.Random, length: int) -> Mark:
    start = lot.randrange(length)
    flag = lot.choice([Flag.QUOTED, Flag.TEMPLATE, Flag.BOILERPLATE, Flag.PUBLIC])
    return Mark(flag, Span(start, min(length, start + lot.randint(1, 30))), "known-phrase")


# --- what counting says -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Switched:
    """What a reader has switched."""

    without: frozenset[Flag] = frozenset()
    kinds: frozenset[Kind] = frozenset(Kind)
    grade: Grade | None = None
    least: int = 0
    excluded: frozenset[str] = frozenset()
    mine: frozenset[str] = field(default_factory=frozenset)

    @staticmethod
    def drawn(lot: random.Random, report: Report) -> Switched:
        """Any of them, by lot."""
        switchable = (*APART, Flag.QUOTED, Flag.OWN)
        # a source that is the document itself is no row of the table
        listed = [id for id, s in report.sources.items() if of_corpus(report, None) and s.text != report.document.text]
        return Switched(
            frozenset(flag for flag in switchable if lot.random() < 0.3 and _is_there(flag, report)),
            frozenset(kind for kind in Kind if lot.random() < 0.8 or not any(f.kind is kind for f in report.findings)),
            lot.choice([None, *Grade]) if report.is_graded else None,
            lot.choice([0, 0, 13, 20, 45]),
            frozenset(id for id in listed if lot.random() < 0.3),
            frozenset(id for id in listed if lot.random() < 0.2),
        )


def _is_there(flag: Flag, report: Report) -> bool:
    return flag in report.marked_by_flag or any(flag in finding.flags for finding in report.findings)


def counted(report: Report, switched: Switched) -> dict[str, Any]:
    """Every number of the page, by ``report.counting``."""
    report = replace(
        report,
        findings=tuple(
            replace(f, flags=f.flags | {Flag.OWN}) if f.match.source in switched.mine else f
            for f in report.findings
            if f.match.source not in switched.excluded
        ),
    )
    is_check = of_corpus(report, None)
    same = {id for id, source in report.sources.items() if source.text == report.document.text} if is_check else set()
    rest = report.keep(lambda f: f.match.source not in same)
    how: dict[str, Any] = {"kinds": switched.kinds, "at_least": switched.least, "grade": switched.grade}
    without = switched.without

    def share(more: frozenset[Flag] = frozenset(), **others: Any) -> Share:
        return rest.share(without=without | more, **(how | others))

    removed = {
        "quoted": frozenset({Flag.QUOTED}), "own": frozenset({Flag.OWN}),
        "apart": APART, "apart-quoted": APART | {Flag.QUOTED},
    }  # fmt: skip
    base = share()
    totals = {"total": base}
    if report.is_graded and rest.findings:
        totals["high"] = share(grade=Grade.HIGH)
    for name, flags in removed.items():
        tells = share(removed["quoted"]) != base if name == "apart-quoted" else share(flags) != base
        if (is_check and name == "apart") or (tells and (is_check or share(flags) != base)):
            totals[name] = share(flags)
    if same:
        totals["all"] = report.share(without=without, **how)
    data: dict[str, Any] = {"totals": {name: _row(each) for name, each in totals.items()}}
    if not is_check:
        source = next(iter(report.sources))
        back = {"total": report.taken_from(source, without=without, **how)}
        if report.is_graded:
            back["high"] = report.taken_from(source, without=without, **(how | {"grade": Grade.HIGH}))
        data["back"] = {name: _row(each) for name, each in back.items()}
    # what is switched off by kind and length is no finding for what is asked by kind
    passing = rest.keep(lambda f: f.kind in switched.kinds and report.length_of(f) >= switched.least)
    reached = passing.keep(lambda f: _reaches(f, switched))
    whole, everything = share(grade=None).whole, rest.share(kinds=switched.kinds, at_least=switched.least).whole
    sorts = {row.kind: (row.findings, row.part, whole) for row in kind_rows(reached, without)}
    sorts |= {row.kind: (row.findings, row.part, everything) for row in apart_rows(reached)}
    for flag in (Flag.QUOTED, Flag.OWN):
        parts = [rest.share(without=some, **how).part for some in (without - {flag}, without | {flag})]
        found = sum(flag in f.flags and _reaches(f, switched) for f in passing.findings)
        sorts[flag] = (found, parts[0] - parts[1], everything)
    data["sorts"] = {
        str(sort): [f"{found:,}", f"{part:,}", percent(part / of if of else 0.0)]
        for sort, (found, part, of) in sorts.items()
    }
    aparts = {flag: part for flag, part in apart_parts(reached) if part}
    data["aparts"] = {str(flag): f"{part:,}" for flag, part in aparts.items()}
    if is_check:
        data |= _of_sources(report, rest, switched, how, base.whole)
    by_paragraph = _by_paragraph(rest, passing, switched)
    data["paragraphs"] = [[percent(s.ratio) if s.part else "·", f"{s.part:,}", f"{s.whole:,}"] for s in by_paragraph]
    data["strip"] = [f"{24 * each:.1f}" for each in density(reached, CELLS, without)]
    return data


def _reaches(finding: Finding, switched: Switched) -> bool:
    return switched.grade is None or (finding.grade is not None and finding.grade.reaches(switched.grade))


def _by_paragraph(rest: Report, passing: Report, switched: Switched) -> list[Share]:
    """The same by paragraph; layout that some other finding has is no layout either."""
    side = Side(rest.document.text, rest.findings, left=True, marks=rest.marks)
    counted, _, whole = side.masks(passing.findings, switched.without)
    if switched.grade is not None:
        reached = [f for f in passing.findings if _reaches(f, switched)]
        counted = side.masks(reached, switched.without)[0] & whole
    spans = paragraphs(rest.document.text)
    return [Share(int(counted[s.start : s.end].sum()), int(whole[s.start : s.end].sum()), 0) for s in spans]


def _of_sources(report: Report, rest: Report, switched: Switched, how: dict[str, Any], whole: int) -> dict[str, Any]:
    named = Sources(report, "zh")
    rows: dict[str, Any] = {}
    parts = {}
    for id in report.sources:
        part = report.share_of(id, without=switched.without, **how).part
        told = report.share_of(id, without=switched.without | APART, **how).part
        high = report.share_of(id, without=switched.without, **(how | {"grade": Grade.HIGH})).part
        mine = [
            report.length_of(f)
            for f in report.findings
            if f.match.source == id
            and f.kind in switched.kinds
            and not f.flags & switched.without
            and _reaches(f, switched)
        ]
        longest = max((length for length in mine if length >= switched.least), default=0)
        ratio = part / whole if whole else 0.0
        rows[id] = [
            f"{part:,}",
            percent(ratio),
            *([f"{high:,}"] if report.is_graded else []),
            f"{told:,}",
            f"{longest:,}",
        ]
        parts[id] = part
    left = [id for id in report.sources if id not in switched.excluded]
    candidates = [id for id in left if id not in named.same] or left
    best = max(candidates, key=lambda id: parts[id], default=None)
    largest = None if best is None else [percent(parts[best] / whole if whole else 0.0), f"{parts[best]:,}"]
    return {"sources": {id: row for id, row in rows.items() if id not in named.same}, "largest": largest}


def _row(share: Share) -> list[str]:
    return [percent(share.ratio), f"{share.part:,}", f"{share.whole:,}"]


def ids_by_number(report: Report) -> dict[int, str]:
    """The sources by the numbers that a page has for them, from 0."""
    return {number - 1: id for id, number in Sources(report, "zh").numbers.items()}


# --- what is on a page without its script ---------------------------------------------------------------------------


class Totals(HTMLParser):
    """The totals of a page: by name the percentage and the counts, of rows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self._row, self._is_figure = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            name = found.get("data-total") or found.get("data-back")
            self._row = f"{'back-' if 'data-back' in found else ''}{name}" if name and "hidden" not in found else ""
        self._is_figure = tag == "td" and bool(self._row) and "figure" in (found.get("class") or "").split()

    def handle_data(self, data: str) -> None:
        if self._is_figure:
            self.rows.setdefault(self._row, []).append(data)
            self._is_figure = False


def totals(page: str) -> dict[str, list[str]]:
    reader = Totals()
    reader.feed(page)
    return reader.rows
