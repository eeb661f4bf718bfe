"""Every finding with both of its sides, clause by clause: what is the same, what was changed, where it stands.

Finding 12 is called ``12``, so that ``报告.html#12`` opens it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import Finding, Flag, Kind
from simcheck.render.page.markup import NOTHING, Attribute, Markup, both, element, exact, said, spaced, spoken
from simcheck.render.view.differences import (
    Part,
    Piece,
    Side,
    Sort,
    Texts,
    after,
    before,
    differences,
    only_figures,
    rows,
)
from simcheck.render.view.figures import Numbered, reaches
from simcheck.render.view.remarks import inside
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import Names, Sources, sign
from simcheck.report.report import Report


class Passages:
    """The findings of a report as HTML; ``prefix`` begins every name, ``texts`` says whether their words are shown."""

    def __init__(
        self,
        report: Report,
        sides: Texts,
        sources: Mapping[Language, Sources],
        prefix: str,
        selection: Selection,
        *,
        words: bool,
    ) -> None:
        self._report, self._sides, self._prefix = report, sides, prefix
        self._sources = sources.get("zh")
        self._selection, self._has_words = selection, words
        self._names = {lang: Names(report, lang, sources.get(lang)) for lang in LANGUAGES}

    def all(self) -> Iterator[Markup]:
        """One after the other, in the order of the document."""
        for numbered in enumerate(self._report.findings, 1):
            yield self._finding(numbered)

    def _finding(self, numbered: Numbered) -> Markup:
        number, finding = numbered
        parts = self._sides.parts(finding)
        name = f"{self._prefix}{number}"
        classes = ["finding", *(["out"] if finding.flags & self._selection.without else [])]
        about: dict[str, Attribute] = {"id": name, "class": " ".join(classes), "aria-labelledby": f"{name}-title"}
        about["hidden"] = not reaches(finding, self._selection.grade)
        head = element("h3", {"id": f"{name}-title"}, *spaced(self._title(number, finding, parts)))
        remarks = [element("li", None, each) for each in self._remarks(finding)]
        more = element("ul", {"class": "remarks"}, *remarks) if remarks else NOTHING
        return element("article", about, head, self._pair(finding, parts), more)

    def _title(self, number: int, finding: Finding, parts: tuple[Part, ...]) -> Iterator[Markup]:
        yield element("a", {"class": "no", "href": f"#{self._prefix}{number}"}, said("page.number", n=number))
        if finding.grade is not None:
            yield element("span", {"class": "badge"}, said(f"grade.{finding.grade}"))
        for flag in Flag:
            if flag in finding.flags:
                yield _badge(flag)
        yield _badge(finding.kind)
        yield element("span", {"class": "count"}, said("chars", n=self._report.length_of(finding)))
        edits = differences(parts)
        if edits:
            figures = only_figures(edits, self._sides.left.text, self._sides.right(finding).text)
            refilled = "finding.figures" if figures else "finding.names"
            key = refilled if finding.kind is Kind.REFILLED else "finding.edited"
            yield element("span", None, said(key, edits=len(edits)))
        if any(part.moved for part in parts):
            yield element("span", None, said("finding.moved"))

    def _remarks(self, finding: Finding) -> Iterator[Markup]:
        """Where else the words stand, what of them is set apart and why, what was exchanged."""
        others = self._sources.also(finding) if self._sources else []
        if others:
            yield said("page.also-in", sources=" ".join(map(sign, others)))
        if not self._has_words:
            return
        told = {lang: [words for _, words in inside(finding, self._report, lang)] for lang in LANGUAGES}
        for number in range(len(told["zh"])):
            yield spoken({lang: words[number] for lang, words in told.items()})
        left, right = self._sides.left.text, self._sides.right(finding).text
        pairs = dict.fromkeys((_line(s.left.of(left)), _line(s.right.of(right))) for s in finding.substitutions)
        if pairs:
            yield both(lambda lang: text(lang, "page.exchanged", pairs=_pairs(pairs, lang)))

    # the two sides

    def _pair(self, finding: Finding, parts: tuple[Part, ...]) -> Markup:
        left, right = self._sides.left, self._sides.right(finding)
        at = both(lambda lang: left.place(finding.match.left, lang, self._names[lang].of(finding)[0]))
        if self._has_words:
            at = element("a", {"href": f"#{self._prefix}c{finding.match.left.start}", "class": "place"}, at)
        there = both(lambda lang: right.place(finding.match.right, lang, self._names[lang].of(finding)[1]))
        heads = element("tr", None, *(element("th", {"scope": "col"}, each) for each in (at, there)))
        body = self._rows(finding, parts, left, right) if self._has_words else ()
        return element("table", {"class": "pair"}, element("thead", None, heads), element("tbody", None, *body))

    def _rows(self, finding: Finding, parts: tuple[Part, ...], left: Side, right: Side) -> Iterator[Markup]:
        several = any(part.moved for part in parts)
        for at, part in enumerate(parts):
            remark = _between(part, right, several=several, first=not at)
            if remark:
                yield element("tr", {"class": "gap"}, *(element("td", None, each) for each in remark))
            cut = list(rows(part, left, right))
            for n, row in enumerate(cut):
                cells: list[list[Markup]] = [[], []]
                if not n and not at:
                    cells[0].append(_faint(before(left.text, finding.match.left.start).of(left.text)))
                if not n and (several or not at):
                    cells[1].append(_faint(before(right.text, part.right.start).of(right.text)))
                for piece in row:
                    cells[0].append(_piece(piece, piece.left.of(left.text)))
                    cells[1].append(_piece(piece, piece.right.of(right.text)))
                if n == len(cut) - 1:
                    if at == len(parts) - 1:
                        cells[0].append(_faint(after(left.text, finding.match.left.end).of(left.text)))
                    if several or at == len(parts) - 1:
                        cells[1].append(_faint(after(right.text, part.right.end).of(right.text)))
                yield element("tr", None, *(element("td", None, *cell) for cell in cells))


def _badge(sort: Kind | Flag) -> Markup:
    key = "kind" if isinstance(sort, Kind) else "flag"
    return element("span", {"class": f"badge k-{sort}"}, said(f"gutter.{sort}"), Markup(" "), said(f"{key}.{sort}"))


def _piece(piece: Piece, words: str) -> Markup:
    if not words:
        return NOTHING
    return element("b", {"class": "d"}, exact(words)) if piece.sort is Sort.CHANGED else exact(words)


def _faint(words: str) -> Markup:
    """The rest of the clause that a match begins or ends in."""
    return element("i", {"class": "beside"}, exact(words)) if words else NOTHING


def _between(part: Part, right: Side, *, several: bool, first: bool) -> tuple[Markup, Markup] | None:
    """What to say before a part: of the document's own text, and of the source's or where in it the part stands."""
    own = said("own", n=part.own) if part.own else NOTHING
    if several:
        return own, both(lambda lang: right.place(part.right, lang))
    skipped = said("skipped", n=part.skipped) if part.skipped else NOTHING
    return None if first or not (own or skipped) else (own, skipped)


def _line(words: str) -> str:
    return " ".join(printable(words).split())


def _pairs(pairs: dict[tuple[str, str], None], lang: Language) -> str:
    nothing = text(lang, "refills.nothing")
    return text(lang, "semicolon").join(f"{own or nothing} ← {theirs or nothing}" for own, theirs in pairs)
