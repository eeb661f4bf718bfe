"""What a page has of one report: its numbers, switches, sources, the text beside its passages, and all the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.model import Flag, Grade, Kind
from simcheck.render.page import about, figures, pictures, reading
from simcheck.render.page.document import folded, section
from simcheck.render.page.markup import NOTHING, Attribute, Markup, both, element, joined, labelled, said, spaced
from simcheck.render.page.paragraphs import paragraphs_table
from simcheck.render.page.passages import Passages
from simcheck.render.page.recount import other_side
from simcheck.render.page.switches import switches
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import (
    called,
    density,
    document_names,
    names,
    reaches,
    short_names,
    size,
)
from simcheck.render.view.record import Verified
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import (
    Library,
    Sources,
    nothing_found,
    of_corpus,
    same_text,
    searched_in,
)
from simcheck.report.counting import Share
from simcheck.report.report import Report


@dataclass(frozen=True)
class Wanted:
    """How a page is wanted: the language that it begins with, what counts, whether words of the texts are on it, which
    corpus was searched."""

    lang: Language
    selection: Selection = Selection()
    texts: bool = True
    library: Library | None = None
    verified: Verified | None = None
    """What still agrees with a saved result."""


class Part:
    """All that a page has of one report."""

    def __init__(self, report: Report, wanted: Wanted, prefix: str) -> None:
        self._report, self._wanted, self._prefix, self._lang = report, wanted, prefix, wanted.lang
        self._selection = wanted.selection
        self._texts = Texts(report)
        self._is_check = of_corpus(report, wanted.library)
        self._by_lang = (
            {lang: Sources(report, lang, wanted.selection.without, wanted.selection.grade) for lang in LANGUAGES}
            if self._is_check
            else {}
        )
        self._sources = self._by_lang.get(self._lang)
        self._counted = self._sources.rest if self._sources else report
        """Without sources that are the document itself."""
        self._reading = reading.reading(report, self._texts)

    def markup(self) -> Markup:
        """The part of the page."""
        prefix, is_check = self._prefix, self._is_check
        names = {lang: document_names(self._report, lang, corpus=is_check) for lang in LANGUAGES}
        title = element(
            "h1" if not prefix else "h2",
            {"id": f"{prefix}title"},
            element("bdi", None, both(lambda lang: called(self._report.document, lang))),
        )
        about_report: dict[str, Attribute] = {
            "class": "report",
            "id": f"r{prefix.rstrip('-') or 1}",
            "aria-labelledby": f"{prefix}title",
        }
        parts = [
            element("header", None, title, element("p", {"class": "small"}, said("report.title")), *self._head()),
            self._contents(),
            self._numbers(),
            self._bar(),
            self._listed(),
            self._work(),
            about.notices(self._report, prefix, corpus=is_check),
            self._by_paragraph(),
            about.spread(self._report, prefix) if self._wanted.texts else NOTHING,
            about.exchanged(self._report, prefix, names) if self._wanted.texts else NOTHING,
            about.method(self._report, prefix),
            about.record_of(self._report, prefix, self._selection, self._wanted.verified),
        ]
        return element("section", about_report, *parts)

    def data(self) -> dict[str, Any]:
        """What the script knows of the report."""
        report, sources = self._report, self._sources
        numbers = (
            {id: number - 1 for id, number in sources.numbers.items()} if sources else dict.fromkeys(report.sources, 0)
        )
        ordered = sorted(numbers, key=numbers.__getitem__)
        # whenever it is made: a result is what was found
        found = replace(report, circumstances=None).to_json()
        digest = blake2b(found.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        spans = [self._reading.pieces.range(span) for span in self._reading.paragraphs]
        return {
            "name": called(report.document, self._lang),
            "prefix": self._prefix,
            "id": digest,
            "check": self._is_check,
            "graded": report.is_graded,
            "kinds": list(Kind),
            "flags": list(Flag),
            "letters": {lang: [text(lang, f"gutter.{kind}") for kind in Kind] for lang in LANGUAGES},
            "without": sorted(self._selection.without),
            "grade": list(Grade).index(self._selection.grade) + 1 if self._selection.grade else 0,
            "sources": [self._source(id) for id in ordered],
            "paragraphs": spans,
            "cells": pictures.CELLS,
            "left": reading.data(self._reading, numbers),
            **({} if self._is_check else {"right": other_side(report)}),
        }

    def _source(self, id: str) -> dict[str, Any]:
        """What the script knows of a source: what it is called, and where it stands in orders that decide ties."""
        report, sources = self._report, self._sources
        if sources is None:
            return {}
        told = {lang: by_lang.mention(id) for lang, by_lang in self._by_lang.items()}
        return {
            "name": told[self._lang] if len(set(told.values())) == 1 else told,
            "sign": sources.sign(id),
            "same": id in sources.same,
            "phrases": id in sources.phrases,
            "order": sorted(report.sources).index(id),
            "at": list(report.sources).index(id),
        }

    # the parts

    def _contents(self) -> Markup:
        """Where on the page what is asked for first is: who, where in the text, which paragraph, the record."""
        has_any = bool(self._report.findings)
        parts = {
            "sources": ("page.sources", has_any and self._is_check),
            "reading": ("page.text", self._wanted.texts),
            "passages": ("report.findings", has_any),
            "paragraphs": ("page.paragraphs", True),
            "record": ("filed", True),
        }
        links = [
            element("a", {"href": f"#{self._prefix}{name}"}, said(key))
            for name, (key, is_there) in parts.items()
            if is_there
        ]
        return element("nav", {"class": "contents", **labelled(self._lang, "page.contents")}, *spaced(links))

    def _head(self) -> list[Markup]:
        report = self._report
        facts = both(lambda lang: "   ".join(size(report, lang)))
        lines = [element("p", {"class": "size"}, facts)]
        library = self._wanted.library
        if library:
            lines.append(element("p", None, both(lambda lang: searched_in(library, lang, report))))
        elif self._is_check and report.searched is not None:
            lines.append(element("p", None, said("page.searched", n=report.searched)))
        if not self._is_check:
            lines.append(
                element("p", None, both(lambda lang: text(lang, "page.against", source=names(report, lang)[1])))
            )
        return lines

    def _numbers(self) -> Markup:
        """How much it is: totals, the other way round, where in the text."""
        selection, report = self._selection, self._report
        lines: list[Markup] = []
        if self._sources and self._sources.twins:
            every = [figures.Total("all", "check.total", report.share(without=selection.without))]
            lines.append(
                element("p", {"class": "strong"}, both(lambda lang: same_text(self._by_lang[lang], every=True)))
            )
            lines.append(figures.totals_table(every))
            lines.append(element("p", None, said("check.apart", n=len(self._sources.twins))))
        rows = list(figures.totals(self._counted, selection, is_check=self._is_check))
        more = [self._largest()] if self._is_check and report.sources else []
        lines.append(self._state())
        if not self._is_check:
            lines.append(element("p", None, both(lambda lang: text(lang, "page.also", **self._short(lang)))))
        lines.append(figures.totals_table(rows, more))
        if not self._counted.findings:
            lines.append(element("p", {"class": "strong"}, self._nothing()))
        if not self._is_check:
            lines += self._back()
        lines.append(figures.apart_line(self._counted, selection))
        picture = element("figure", None, self._strip(), element("figcaption", None, said("check.strip")))
        if report.findings:
            lines.append(picture)
        return section(f"{self._prefix}numbers", said("page.numbers"), *lines)

    def _short(self, lang: Language) -> dict[str, str]:
        left, right = short_names(self._report, lang)
        return {"left": left, "right": right}

    def _nothing(self) -> Markup:
        if self._is_check:
            return both(lambda lang: nothing_found(self._by_lang[lang], self._wanted.library))
        return said("nothing", minimum=self._report.settings.min_length)

    def _strip(self) -> Markup:
        return pictures.strip(density(self._counted, pictures.CELLS, self._selection.without), self._lang)

    def _largest(self) -> Markup:
        sources = self._sources
        assert sources is not None
        shares = {id: self._report.share_of(id, without=self._selection.without) for id in self._report.sources}
        candidates = [id for id in self._report.sources if id not in sources.same] or list(sources.same)
        id = max(candidates, key=lambda id: shares[id].part)
        whole = self._counted.share(without=self._selection.without).whole
        share = Share(shares[id].part, whole, shares[id].passage)
        name = element("bdi", {"class": "largest"}, both(lambda lang: self._by_lang[lang].mention(id)))
        head = element("th", {"scope": "row"}, said("check.largest"), Markup(" "), name)
        return element("tr", {"data-total": "largest"}, head, *figures.share_cells(share))

    def _back(self) -> list[Markup]:
        source = next(iter(self._report.sources))
        selection = self._selection
        grades: list[tuple[str, str, Grade | None]] = [("total", "check.total", None)]
        if self._report.is_graded and self._report.findings:
            grades.insert(0, ("high", "grade.high", Grade.HIGH))
        rows = [
            figures.Total(name, key, self._report.taken_from(source, without=selection.without, grade=grade))
            for name, key, grade in grades
        ]

        def words(lang: Language) -> str:
            here = self._short(lang)
            return text(lang, "page.back", left=here["right"], right=here["left"])

        return [element("p", None, both(words)), figures.totals_table(rows, name="back")]

    def _state(self) -> Markup:
        """What is left out by now, in words; all that may be is there, and hidden while it is not."""
        selection = self._selection
        words = [
            element("span", {"data-state": f"without-{flag}", "hidden": flag not in selection.without}, _without(flag))
            for flag in figures.SWITCHED
        ]
        words += [
            element(
                "span",
                {"data-state": f"grade-{n}", "hidden": True},
                said(f"page.state.grade.{grade}"),
            )
            for n, grade in enumerate(Grade, 1)
        ]
        words += [
            element("span", {"data-state": name, "hidden": True}, said(f"page.state.{name}"))
            for name in ("kinds", "sources", "own", "least")
        ]
        is_any = bool(selection.without)
        return element(
            "p", {"class": "state", "hidden": not is_any, "role": "status"}, said("page.state"), *spaced(words)
        )

    def _bar(self) -> Markup:
        if not self._report.findings:
            return NOTHING
        return switches(
            self._prefix,
            self._lang,
            len(self._report.findings),
            graded=self._report.is_graded,
            longest=max(map(self._report.length_of, self._report.findings)),
        )

    def _listed(self) -> Markup:
        """What counts and can be switched: kinds, sources; two texts as a picture."""
        if not self._report.findings:
            return NOTHING
        parts = [
            section(
                f"{self._prefix}kinds",
                said("page.kinds"),
                figures.sorts_table(self._counted, self._selection, self._prefix),
            )
        ]
        if self._is_check:
            tables = figures.sources_tables(self._by_lang, self._selection, self._prefix, self._lang)
            parts.append(section(f"{self._prefix}sources", said("page.sources"), tables))
        else:
            source = next(iter(self._report.sources.values()))
            lengths = len(self._report.document.text), len(source.text)

            def described(lang: Language) -> str:
                left, right = names(self._report, lang)
                return text(lang, "page.plot.desc", left=left, right=right)

            plot = pictures.plot(self._report.findings, lengths, described, self._selection, self._lang)
            caption = both(described)
            figure = element("figure", None, plot, element("figcaption", None, caption))
            parts.append(section(f"{self._prefix}plot", said("page.plot.head"), figure))
        hint = element("p", {"class": "small js"}, said("page.listed"))
        return joined([hint, element("div", {"class": "listed"}, *parts)])

    def _work(self) -> Markup:
        """The text, and beside it the passages."""
        prefix, lang = self._prefix, self._lang
        columns = []
        if self._wanted.texts:
            signs = [self._sign(number) for number in range(1, len(self._report.paragraphs) + 1)]
            inner = reading.text_as_read(self._reading, self._selection, prefix, signs)
            scrolled = {
                "class": "text scroll",
                "lang": "zh-CN",
                "dir": "auto",
                "tabindex": 0,
                "role": "group",
                **labelled(lang, "page.text"),
            }
            legend = element("p", {"class": "small"}, said("page.text.legend"))
            columns.append(
                section(
                    f"{prefix}reading",
                    said("page.text"),
                    legend,
                    element("div", scrolled, inner),
                    attributes={"class": "reading"},
                )
            )
        passages = Passages(self._report, self._texts, self._by_lang, prefix, self._selection, words=self._wanted.texts)
        scrolled = {"class": "list scroll", "tabindex": 0, "role": "group", **labelled(lang, "report.findings")}
        listed = element("div", scrolled, self._below(), *passages.all())
        if self._report.findings:
            columns.append(
                section(f"{prefix}passages", said("report.findings"), listed, attributes={"class": "passages"})
            )
        return element("div", {"class": "work"}, *columns)

    def _below(self) -> Markup:
        """That findings below a grade are not listed."""
        grade, findings = self._selection.grade, self._report.findings
        shown = sum(reaches(finding, grade) for finding in findings)
        if grade is None or shown == len(findings):
            return NOTHING
        words = said(f"grade.below.{grade}", shown=shown, below=len(findings) - shown)
        return element("p", {"class": "small below"}, words)

    def _sign(self, number: int) -> str:
        if not self._sources:
            return ""
        id = self._sources.by_paragraph[number]
        return self._sources.sign(id) if id else ""

    def _by_paragraph(self) -> Markup:
        inner = paragraphs_table(
            self._report, self._texts, self._sources, self._selection, self._prefix, words=self._wanted.texts
        )
        return section(f"{self._prefix}paragraphs", said("report.paragraphs"), folded(said("page.paragraphs"), inner))


def _without(flag: Flag) -> Markup:
    return both(lambda lang: text(lang, "page.state.without", flag=text(lang, f"flag.{flag}")))
