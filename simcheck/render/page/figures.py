"""The numbers of a report as tables: totals, kinds and flags, sources; the switches that count them again.

Every number is in an element by which the script finds it (``data-total``, ``data-sort``, ``data-source``) to count it
again; what it says before anything is switched is what is said everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Grade, Kind
from simcheck.render.page.document import folded, thead
from simcheck.render.page.markup import (
    NOTHING,
    Attribute,
    Markup,
    both,
    element,
    escaped,
    joined,
    labelled_by,
    said,
    spaced,
    spoken,
)
from simcheck.render.page.pictures import bar
from simcheck.render.view.figures import apart_parts, apart_rows, kind_rows, reaches
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import FEW, SourceRow, Sources, copies, sign, sign_in_words
from simcheck.report.counting import Share
from simcheck.report.report import Report

REMOVED: Final = {
    "quoted": frozenset({Flag.QUOTED}),
    "own": frozenset({Flag.OWN}),
    "apart": APART,
    "apart-quoted": APART | {Flag.QUOTED},
}
"""What the totals below the first leave out, by their names."""

COUNTED_APART: Final = (Flag.BOILERPLATE, Flag.SCATTERED, Flag.PUBLIC)
SWITCHED: Final = (*COUNTED_APART, Flag.QUOTED, Flag.OWN)
"""The flags that a reader may leave out."""


@dataclass(frozen=True)
class Total:
    """A total: its name in ``page-report.js``, the key of its words, whether it tells anything."""

    name: str
    key: str
    share: Share
    is_shown: bool = True


def totals(report: Report, selection: Selection, *, is_check: bool) -> Iterator[Total]:
    """The totals of a report, without sources that are the document itself; those that tell nothing too: they may when
    something is switched."""
    without = selection.without
    base = report.share(without=without)
    if report.is_graded:
        high = report.share(without=without, grade=Grade.HIGH)
        yield Total("high", "grade.high", high, is_shown=bool(report.findings))
    yield Total("total", "check.total", base)
    shares = {name: report.share(without=without | flags) for name, flags in REMOVED.items()}
    is_quoted = shares["quoted"] != base
    for name, share in shares.items():
        tells = is_quoted if name == "apart-quoted" else (is_check and name == "apart") or share != base
        is_shown = tells and (is_check or share != base)
        yield Total(name, f"check.without.{name}", share, is_shown=is_shown)


def totals_table(rows: Sequence[Total], more: Sequence[Markup] = (), name: str = "total") -> Markup:
    """The totals, a row each; ``more`` are further rows."""
    lines = [
        element(
            "tr",
            {f"data-{name}": row.name, "hidden": not row.is_shown},
            element("th", {"scope": "row"}, said(row.key)),
            *share_cells(row.share),
        )
        for row in rows
    ]
    heads = [NOTHING, said("page.share"), said("page.part"), said("page.whole"), NOTHING]
    return element("table", {"class": "totals"}, thead(heads, figures={1, 2, 3}), element("tbody", None, *lines, *more))


def share_cells(share: Share) -> list[Markup]:
    """A share as its percentage, its counts, a bar."""
    cells = (("percent", percent(share.ratio)), ("part", f"{share.part:,}"), ("whole", f"{share.whole:,}"))
    return [
        *(element("td", {"class": f"figure {name}"}, escaped(words)) for name, words in cells),
        element("td", {"class": "bars"}, bar(share.ratio)),
    ]


def apart_line(report: Report, selection: Selection) -> Markup:
    """How many characters are counted apart as what, those inside other findings too: what a share without them
    lacks."""
    parts = dict(apart_parts(report))
    words = [
        element(
            "span",
            {"data-apart": flag, "hidden": not parts[flag]},
            said(f"flag.{flag}"),
            Markup(" "),
            element("span", {"class": "part"}, escaped(f"{parts[flag]:,}")),
        )
        for flag in COUNTED_APART
    ]
    return element("p", {"class": "apart", "hidden": not any(parts.values())}, said("page.apart"), *spaced(words))


# --- kinds and flags --------------------------------------------------------------------------------------------------


def sorts_table(report: Report, selection: Selection, prefix: str) -> Markup:
    """What there is of each kind and with each flag, which is a legend and a set of switches too."""
    without = selection.without
    counted = {row.kind: row for row in (*kind_rows(report, without), *apart_rows(report))}
    whole, everything = report.share(without=without).whole, report.share().whole
    rows = []
    for kind in Kind:
        if any(finding.kind is kind for finding in report.findings):
            row = counted.get(kind)
            rows.append(_sort(kind, row.findings if row else 0, row.part if row else 0, whole, prefix, on=True))
    for flag in SWITCHED:
        is_there = flag in report.marked_by_flag or any(flag in finding.flags for finding in report.findings)
        if not is_there and flag is not Flag.OWN:
            continue
        if flag in COUNTED_APART:
            row = counted.get(flag)
            found, part = (row.findings, row.part) if row else (0, 0)
        else:
            found = sum(flag in finding.flags for finding in report.findings)
            parts = [report.share(without=some).part for some in (without - {flag}, without | {flag})]
            part = parts[0] - parts[1]
        # a reader may say that a source is his own
        rows.append(_sort(flag, found, part, everything, prefix, on=flag not in without, is_there=is_there))
    heads = [said(f"kinds.{name}") for name in ("kind", "findings", "characters", "share")]
    return element("table", {"class": "sorts"}, thead(heads, figures={1, 2, 3}), element("tbody", None, *rows))


def _sort(
    sort: Kind | Flag, findings: int, part: int, whole: int, prefix: str, *, on: bool, is_there: bool = True
) -> Markup:
    name = f"{prefix}sort-{sort}"
    key = "kind" if isinstance(sort, Kind) else "flag"
    about: dict[str, Attribute] = {"type": "checkbox", "id": name, "checked": on, "class": "js"}
    badge = element("span", {"class": f"badge k-{sort}"}, said(f"gutter.{sort}"))
    head = element("label", {"for": name}, element("input", about), badge, Markup(" "), said(f"{key}.{sort}"))
    cells = (f"{findings:,}", f"{part:,}", percent(part / whole if whole else 0.0))
    figures = [element("td", {"class": "figure"}, escaped(words)) for words in cells]
    return element("tr", {f"data-{key}": sort, "hidden": not is_there}, element("th", {"scope": "row"}, head), *figures)


# --- sources ----------------------------------------------------------------------------------------------------------


def sources_tables(by_lang: Mapping[Language, Sources], selection: Selection, prefix: str, lang: Language) -> Markup:
    """The sources that are named, and below them the others, each in the order of its number."""
    sources = by_lang[lang]
    listing = sources.listing(also=sources.report.sources)
    named = set(sources.named)
    below = {id for id in named if not any(reaches(f, selection.grade) for f in sources.findings[id])}
    groups: list[tuple[Markup, list[SourceRow]]] = [
        (NOTHING, [row for row in listing.rows if row.source.id in named and row.source.id not in below]),
        (said("page.source.below"), [row for row in listing.rows if row.source.id in named & below]),
        (said("page.source.few", limit=FEW), [row for row in listing.rows if row.source.id in sources.few]),
        (said("page.source.phrases"), [row for row in listing.rows if row.source.id in sources.phrases]),
    ]
    out = []
    for title, rows in groups:
        if rows:
            found = _sources_table([_source(row, by_lang, prefix, lang) for row in rows], sources)
            out.append(folded(joined([title, Markup(" "), said("page.count", n=len(rows))]), found) if title else found)
    return joined(out)


def _sources_table(rows: Sequence[Markup], sources: Sources) -> Markup:
    keys = ["name", "characters", "share", *(["high"] if sources.report.is_graded else []), "told", "longest", "kinds"]
    heads = [said(f"source.{key}") for key in keys]
    heads.insert(3, NOTHING)
    heads.append(element("span", {"class": "js"}, said("page.source.own")))
    figures = {n for n, key in enumerate(keys) if key not in ("name", "kinds")}
    figures = {n + (n > 2) for n in figures}  # the bars have no head
    inner = element("table", {"class": "sources"}, thead(heads, figures=figures), element("tbody", None, *rows))
    return element("div", {"class": "wide"}, inner)


def _source(row: SourceRow, by_lang: Mapping[Language, Sources], prefix: str, lang: Language) -> Markup:
    id, report = row.source.id, by_lang[lang].report
    name = both(lambda lang: by_lang[lang].name(id))
    head = [
        _switch("counts", id, by_lang, lang, on=True),
        Markup(f" {sign(row.number)} "),
        element("bdi", {"class": "name"}, name),
    ]
    if row.copies:
        head.append(element("div", {"class": "small"}, both(lambda lang: copies(row, lang, every=True))))
    figures = {"characters": f"{row.share.part:,}", "share": percent(row.share.ratio)}
    cells = [_figure(key, words) for key, words in figures.items()]
    cells.append(element("td", {"class": "bars"}, bar(row.share.ratio)))
    rest = {
        **({"high": f"{row.high:,}"} if report.is_graded else {}),
        "told": f"{row.told:,}",
        "longest": f"{row.longest:,}",
    }
    cells += [_figure(key, words) for key, words in rest.items()]
    kinds = [
        element("span", {"class": f"badge k-{each}"}, spoken({lang: sign_in_words(each, lang) for lang in LANGUAGES}))
        for each in row.signs
    ]
    cells.append(element("td", {"class": "kinds"}, *spaced(kinds)))
    cells.append(
        element("td", {"class": "mine", **_head("page.source.own")}, _switch("own", id, by_lang, lang, on=False))
    )
    return element(
        "tr",
        {"data-source": row.number - 1, "id": f"{prefix}s{row.number}"},
        element("th", {"scope": "row"}, *head),
        *cells,
    )


def _figure(key: str, words: str) -> Markup:
    return element("td", {"class": f"figure {key}", **_head(f"source.{key}")}, escaped(words))


def _head(key: str) -> dict[str, Attribute]:
    """What a column is called, for a screen on which it has no head above it."""
    return {f"data-{lang}": text(lang, key) for lang in LANGUAGES}


def _switch(what: str, id: str, by_lang: Mapping[Language, Sources], lang: Language, *, on: bool) -> Markup:
    """Whether a source counts, or is the reader's own."""
    about: dict[str, Attribute] = {"type": "checkbox", "class": f"js {what}", "checked": on}
    label = labelled_by(lang, lambda each: text(each, f"page.source.{what}.of", source=by_lang[each].name(id)))
    return element("input", {**about, **label})
