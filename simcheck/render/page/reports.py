"""The page of one report, or of several with a table of all before them.

``Page`` takes reports one by one and keeps of each what is written of it. What stands on a page of several comes after
a table of all; names in the parts of each begin with its number (``2-12`` is finding 12 of the second).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import shortest
from simcheck.model import Document
from simcheck.render.page.document import document, section, sortable
from simcheck.render.page.markup import Markup, both, element, escaped, said, spoken
from simcheck.render.page.part import Part, Wanted
from simcheck.render.page.switches import dialogs, print_choice
from simcheck.render.terminal.overview import Row, row, worst_first
from simcheck.render.view.figures import called, name_on_screen
from simcheck.render.view.sources import left_out, searched_in
from simcheck.report.report import Report


@dataclass
class Page:
    """Reports on one page; ``several`` if more than one may come."""

    wanted: Wanted
    several: bool = False
    _parts: list[Markup] = field(default_factory=list)
    _data: list[dict[str, Any]] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _tables: dict[str, list[list[Any]]] = field(default_factory=dict)
    """What the table of all is sorted by."""
    _largest: list[Markup] = field(default_factory=list)
    """The source that explains most of each, in both languages."""
    _names: list[list[str]] = field(default_factory=list)
    _documents: list[Document] = field(default_factory=list)

    def add(self, report: Report, names: Sequence[str]) -> None:
        """One more report, of a document that is called so, the shortest first."""
        number = len(self._parts) + 1
        self._documents.append(report.document)
        part = Part(report, self.wanted, f"{number}-" if self.several else "")
        self._parts.append(part.markup())
        self._data.append(part.data())
        if self.several:
            told = {lang: row(names[-1], report, lang, self.wanted.selection.without, number) for lang in LANGUAGES}
            self._rows.append(told[self.wanted.lang])
            self._largest.append(spoken({lang: each.largest for lang, each in told.items()}))
            self._names.append(list(names))

    def content(self) -> str:
        """The page."""
        body: list[Markup] = [self._overview()] if self.several else []
        noscript = element("noscript", None, element("p", {"class": "small"}, said("page.noscript")))
        # in the part that is read of a page: a result is known by how it begins and ends
        foot = element("p", {"class": "closing"}, said("closing"), Markup(" "), said("local"))
        main = element("main", None, noscript, print_choice(self.wanted.lang), *body, *self._parts, foot)
        data: dict[str, Any] = {"reports": self._data, **({"tables": self._tables} if self.several else {})}
        about = [*(["tables"] if self.several else []), "report"]
        return document(self._title, self.wanted.lang, [main, dialogs(self.wanted.lang)], data=data, about=about)

    def _title(self, lang: Language) -> str:
        if self.several:
            return text(lang, "book.title.check", n=len(self._parts))
        return text(lang, "page.title", document=called(self._documents[0], lang))

    def _overview(self) -> Markup:
        """All documents, those that share most first."""
        ranked = worst_first(self._rows)
        short = {
            lang: shortest([[name_on_screen(each, lang) for each in names] for names in self._names])
            for lang in LANGUAGES
        }
        keys = ["high", "total", "told", "largest", "notes"]
        keys = [key for key in keys if all(key in each.figures for each in ranked)]
        rows, values = [], []
        for each in ranked:
            link = element("a", {"href": f"#r{each.number}"}, both(lambda lang, at=each.number - 1: short[lang][at]))  # type: ignore[misc]
            figures = {key: escaped(words) for key, words in each.figures.items()}
            figures["largest"] = self._largest[each.number - 1]
            rows.append([link, *(element("span", {"class": "figure"}, figures[key]) for key in keys)])
            shares = {key: share.ratio for key in ("high", "total", "told") if (share := getattr(each, key))}
            told = {**shares, "largest": each.largest, "notes": each.notes}
            values.append([short[self.wanted.lang][each.number - 1], *(told[key] for key in keys)])
        self._tables["overview"] = values
        heads = [said("check.document"), *(said(f"check.overview.{key}") for key in keys)]
        order = "check.overview.order.graded" if "high" in keys else "check.overview.order"
        title = said("book.title.check", n=len(ranked))
        lines = [element("p", None, said(order, n=len(ranked)))]
        if self.wanted.library:
            library = self.wanted.library
            lines.insert(0, element("p", None, both(lambda lang: searched_in(library, lang))))
        if without := self.wanted.selection.without:
            lines.append(element("p", None, both(lambda lang: left_out(without, lang))))
        return section("overview", title, *lines, sortable("overview", heads, rows, kind="overview"), level=1)
