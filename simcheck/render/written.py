"""What stands in a file about a report, a crossing: which renderer is asked for which suffix?

For whoever hands files over: ``-o`` of the commands, downloads of the site. Both give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcheck import environment
from simcheck.environment import Language
from simcheck.i18n import printable
from simcheck.model import Flag, Grade
from simcheck.render.view.record import Verified
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import Library
from simcheck.report.report import Report

if TYPE_CHECKING:
    from simcheck.render.crossing.view import View as CrossingView
    from simcheck.render.page.reports import Page
    from simcheck.render.terminal.options import View
    from simcheck.render.xlsx.reports import Checks


@dataclass(frozen=True)
class How:
    """How files are wanted: in which language, what is left out of the figures, the lowest grade that is listed,
    whether words of the texts are in them, and what still agrees with a saved result."""

    lang: Language
    without: frozenset[Flag] = frozenset()
    grade: Grade | None = None
    texts: bool = True
    verified: Verified | None = None

    @property
    def selection(self) -> Selection:
        """What counts, and what is listed."""
        return Selection(self.without, self.grade)


def kept(report: Report, how: How) -> Report:
    """The report as it goes into files for people: without words in its notes, if none are to be in them."""
    if how.texts:
        return report
    from simcheck.render.view.anonymous import wordless

    return wordless(report)


def page(how: How, library: Library | None, *, several: bool = False) -> Page:
    """A page that takes reports."""
    from simcheck.render.page.part import Wanted
    from simcheck.render.page.reports import Page

    return Page(Wanted(how.lang, how.selection, how.texts, library, how.verified), several)


def workbook(how: How, library: Library | None) -> Checks:
    """A workbook that takes reports."""
    from simcheck.render.xlsx.reports import Checks

    return Checks(how.lang, how.without, how.grade, texts=how.texts, library=library)


def annotated(report: Report, original: bytes | None, how: How) -> bytes:
    """The document with comments: a copy of ``original`` if that is a Word document."""
    from simcheck.render.docx.annotated import annotated as with_comments

    return with_comments(
        report,
        how.lang,
        original=original,
        without=how.without,
        grade=how.grade,
        quoting=how.texts,
        verified=how.verified,
    )


def rendered(report: Report, suffix: str, how: How, library: Library | None, view: View | None = None) -> str:
    """The content of a file of any other suffix; a file is to be kept, so it holds every finding, however few are
    shown. ``view`` is how passages stand in a text, side by side if not said."""
    if suffix == ".json":
        created = report.circumstances.created if report.circumstances else ""
        return printable.unseen_escaped(dated(report.to_json(texts=how.texts), created))
    if suffix == ".csv":
        from simcheck.render.table import table

        return table(report, how.lang, texts=how.texts, grade=how.grade)
    report = kept(report, how)
    if suffix == ".md":
        from simcheck.render.markdown import markdown

        return markdown(report, how.lang, without=how.without, grade=how.grade, verified=how.verified, texts=how.texts)
    from simcheck.render.terminal.options import PAPER, Screen, View
    from simcheck.render.terminal.screen import plain
    from simcheck.render.view.record import record

    paper = Screen(
        how.lang, PAPER, view or View.SIDE, every=True, without=how.without, grade=how.grade, words=how.texts
    )
    return plain(report, paper, library, record(report, how.lang, selection=how.selection, verified=how.verified))


def joined(suffix: str, parts: Sequence[str]) -> str:
    """Several results in one file: JSON Lines, one table, or one after the other."""
    if suffix == ".csv":
        return parts[0] + "".join(part.partition("\r\n")[2] for part in parts[1:])
    return ("" if suffix == ".json" else "\n").join(parts)


def dated(result: str, created: str = "") -> str:
    """A result with the time at which it was made, now if nobody noted it; it is no part of the result itself."""
    value = json.loads(result)
    head = {name: value.pop(name) for name in ("format", "simcheck")}
    return (
        json.dumps(
            {**head, "created": created or environment.now(), **value}, ensure_ascii=False, separators=(",", ":")
        )
        + "\n"
    )


def crossing(
    view: CrossingView,
    suffix: str,
    *,
    texts: bool = True,
    searched: Mapping[Language, str] | None = None,
    verified: Verified | None = None,
) -> str | bytes:
    """The content of a file about a crossing, which holds everything, however much is shown; ``searched`` says which
    corpus was crossed."""
    corpus = (searched or {}).get(view.lang, "")
    if suffix == ".html":
        from simcheck.render.page.crossing import crossing_page

        return crossing_page(view, texts=texts, corpus=searched, verified=verified)
    if suffix == ".xlsx":
        from simcheck.render.crossing.workbook import crossing_workbook

        return crossing_workbook(view, texts=texts, corpus=corpus)
    if suffix == ".json":
        from simcheck.crossing.saved import crossing_pieces

        made = view.crossing.circumstances
        created = (made.created if made else "") or environment.now()
        return (
            "".join(map(printable.unseen_escaped, crossing_pieces(view.crossing, texts=texts, created=created))) + "\n"
        )
    if suffix == ".csv":
        from simcheck.render.crossing.table import pairs_table

        return pairs_table(view)
    if suffix == ".graphml":
        from simcheck.render.crossing.table import graph

        return graph(view)
    from simcheck.render.crossing.record import crossing_record
    from simcheck.render.crossing.screen import crossing_screen
    from simcheck.render.terminal.options import PAPER, Screen, View
    from simcheck.render.terminal.screen import as_text

    paper = Screen(view.lang, PAPER, View.NONE, every=True, hints=False)
    filed = crossing_record(view, corpus, verified=verified)
    return as_text(crossing_screen(view, paper, corpus, filed))
