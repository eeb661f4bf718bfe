"""What is said around the numbers of a report: what to notice, who holds what, what was exchanged, the method, the
record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.explain import note
from simcheck.i18n.messages import text
from simcheck.model import Flag, Kind
from simcheck.render.page.document import folded, section, table
from simcheck.render.page.markup import NOTHING, Markup, both, element, escaped, joined, said, spoken
from simcheck.render.view.figures import counting_rule, document_names, notes
from simcheck.render.view.record import Record, Verified, record
from simcheck.render.view.remarks import refills
from simcheck.render.view.selection import Selection
from simcheck.render.view.spread import spread_tables
from simcheck.report.report import Report

EXPLAINED: Final = (*Kind, Flag.BOILERPLATE, Flag.SCATTERED, Flag.PUBLIC, Flag.QUOTED, Flag.OWN, Flag.TEMPLATE)
"""The kinds and flags that the page explains."""


def notices(report: Report, prefix: str, *, corpus: bool) -> Markup:
    """What a reader should know that is not reuse; all of it."""
    names = {lang: document_names(report, lang, corpus=corpus) for lang in LANGUAGES}
    found = notes(report, corpus=corpus)
    if not found:
        return NOTHING
    items = [element("li", None, spoken({lang: note(each, lang, names[lang]) for lang in LANGUAGES})) for each in found]
    title = joined([said("notes"), Markup(" "), escaped(f"{len(found):,}")])
    return section(f"{prefix}notes", title, element("ul", None, *items), level=2)


def spread(report: Report, prefix: str) -> Markup:
    """Who holds what several sources have, and since when."""
    by_lang = {lang: spread_tables(report, lang, every=True) for lang in LANGUAGES}
    parts = []
    for at, each in enumerate(by_lang["zh"]):
        said_of = {lang: tables[at] for lang, tables in by_lang.items()}
        rows = [
            [
                spoken({lang: told.rows[n].name for lang, told in said_of.items()}),
                said("chars", n=row.characters),
                spoken({lang: told.rows[n].dated for lang, told in said_of.items()}),
            ]
            for n, row in enumerate(each.rows)
        ]
        heads = [said("source.name"), said("source.characters"), said("page.dated")]
        parts.append(folded(spoken({lang: told.head for lang, told in said_of.items()}), table(heads, rows)))
    return section(f"{prefix}spread", said("spread"), *parts) if parts else NOTHING


def exchanged(report: Report, prefix: str, names: Mapping[Language, Mapping[str, str]]) -> Markup:
    """What was refilled, source by source: names, times, numbers."""
    parts = []
    for id in report.sources:
        by_lang = {lang: refills(report, id, lang, every=True) for lang in LANGUAGES}
        rows = [
            row(*(spoken({lang: some[at][column] for lang, some in by_lang.items()}) for column in (0, 1)))
            for at in range(len(by_lang["zh"]))
        ]
        if rows:
            title = spoken({lang: text(lang, "refills", source=names[lang][id]) for lang in LANGUAGES})
            parts.append(folded(title, element("table", {"class": "refills"}, element("tbody", None, *rows))))
    return section(f"{prefix}refills", said("page.refills"), *parts) if parts else NOTHING


def method(report: Report, prefix: str) -> Markup:
    """How it was counted, with every setting, and what the words mean."""
    sentences = [
        both(lambda lang: text(lang, "report.rule", minimum=report.settings.min_length)),
        both(lambda lang: counting_rule(report, lang)),
        said("report.ratios"),
        *([said("report.grades")] if report.findings and report.is_graded else []),
        said("page.switches"),
    ]
    return method_section(prefix, sentences, report.settings.to_dict())


def method_section(prefix: str, sentences: Sequence[Markup], settings: Mapping[str, Any]) -> Markup:
    """How something was counted, in sentences, what the words mean, and every setting."""
    words = [
        item
        for each in EXPLAINED
        for item in (
            element("dt", None, said(f"{'kind' if isinstance(each, Kind) else 'flag'}.{each}")),
            element("dd", None, said(f"page.meaning.{each}")),
        )
    ]
    rows = [
        [element("code", None, escaped(name)), escaped(json.dumps(value, ensure_ascii=False))]
        for name, value in settings.items()
    ]
    return section(
        f"{prefix}method",
        said("page.method"),
        *(element("p", None, each) for each in sentences),
        folded(said("page.words"), element("dl", None, *words)),
        folded(said("page.settings"), table([said("page.setting"), said("page.value")], rows)),
    )


def record_of(report: Report, prefix: str, selection: Selection, verified: Verified | None) -> Markup:
    """The record: what was compared with what, when, from which files, how; what of it still agrees."""
    told = {lang: record(report, lang, selection=selection, verified=verified) for lang in LANGUAGES}
    return section(f"{prefix}record", both(lambda lang: told[lang].title), *record_parts(told))


def record_parts(told: Mapping[Language, Record], folded_from: int | None = None) -> list[Markup]:
    """A record in both languages; its sections are folded from the one of this number on."""
    parts = []
    for at, each in enumerate(told["zh"].sections):
        mine = {lang: found.sections[at] for lang, found in told.items()}
        lines = []
        for n, line in enumerate(each.rows):
            value = spoken({lang: some.rows[n].value for lang, some in mine.items()})
            head = spoken({lang: some.rows[n].label for lang, some in mine.items()})
            lines.append(row(head, element("code", None, value) if line.is_exact else value))
        title = spoken({lang: some.title for lang, some in mine.items()})
        table_of = element("table", {"class": "record"}, element("tbody", None, *lines))
        inner = element("div", {"class": "wide"}, table_of)
        is_folded = folded_from is not None and at >= folded_from
        parts += [folded(title, inner)] if is_folded else [element("h3", None, title), inner]
    for at in range(len(told["zh"].remarks)):
        parts.append(
            element("p", {"class": "small"}, spoken({lang: found.remarks[at] for lang, found in told.items()}))
        )
    return parts


def row(head: Markup, value: Markup) -> Markup:
    """A line of a table of two columns."""
    return element("tr", None, element("th", {"scope": "row"}, head), element("td", None, value))
