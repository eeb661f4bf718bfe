"""A file of a finished job is made when it is asked for, in the child: by the renderers of the command, the same bytes.

Of a crossing, of one document of a check, or of all of them together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from simcheck._version import __version__
from simcheck.errors import InvalidResult, UnreadableDocument
from simcheck.files import given
from simcheck.model import Flag, Grade
from simcheck.render import written
from simcheck.render.view.sources import Library
from simcheck.report import stamp
from simcheck.report.report import Report
from simcheck.serve import folders
from simcheck.serve.wire import Sheet

LARGEST: Final = 400_000_000
"""Bytes of a result, as ``simcheck show`` reads it."""


def made(sheet: Sheet) -> bytes:
    """The file; raises ``InvalidResult`` or ``NotFound`` where there is no result that it could be made of."""
    data = _made(sheet)
    content = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    return stamp.stamped(content, sheet.suffix, __version__)


def _made(sheet: Sheet) -> str | bytes:
    how = written.How(
        sheet.lang, frozenset(map(Flag, sheet.without)), Grade(sheet.grade) if sheet.grade else None, sheet.texts
    )
    if sheet.kind == "cross":
        return _of_crossing(sheet)
    if sheet.number:
        return _of_one(sheet, how)
    return _of_all(sheet, how)


def _of_crossing(sheet: Sheet) -> str | bytes:
    from simcheck.crossing.saved import crossing_of
    from simcheck.render.crossing.view import View

    path = _results(sheet) / folders.CROSSING
    crossing = crossing_of(_text(path), folders.CROSSING)
    return written.crossing(View(crossing, sheet.lang, has_words=sheet.texts), sheet.suffix, texts=sheet.texts)


def _of_one(sheet: Sheet, how: written.How) -> str | bytes:
    report = _told(_report(sheet, sheet.number), sheet)
    library = None if sheet.anonymise else _library(report)
    if sheet.suffix == ".docx":
        return written.annotated(written.kept(report, how), None, how)
    if sheet.suffix in (".xlsx", ".html"):
        whole = written.workbook(how, library) if sheet.suffix == ".xlsx" else written.page(how, library)
        whole.add(written.kept(report, how), (report.document.name,))
        return whole.content()
    return written.rendered(report, sheet.suffix, how, library)


def _of_all(sheet: Sheet, how: written.How) -> str | bytes:
    """All that could be read, in their order."""
    if sheet.suffix not in (".xlsx", ".html"):
        parts = [written.rendered(report, sheet.suffix, how, _library(report)) for report, _ in _reports(sheet)]
        if not parts:
            raise InvalidResult(sheet.name, "empty")
        return written.joined(sheet.suffix, parts)
    whole = None
    for report, name in _reports(sheet):
        if whole is None:
            library = None if sheet.anonymise else _library(report)
            whole = (
                written.workbook(how, library) if sheet.suffix == ".xlsx" else written.page(how, library, several=True)
            )
        whole.add(written.kept(report, how), (os.path.basename(name), name, name))
    if whole is None:
        raise InvalidResult(sheet.name, "empty")
    return whole.content()


def _reports(sheet: Sheet) -> Iterator[tuple[Report, str]]:
    done = {each.number: each for each in folders.outcomes(Path(sheet.folder)) if each.error is None}
    for number in sorted(done):
        yield _told(_report(sheet, number), sheet), done[number].name


def _report(sheet: Sheet, number: int) -> Report:
    return Report.from_json(_text(_results(sheet) / f"{number}.json"), name=f"{number}.json")


def _told(report: Report, sheet: Sheet) -> Report:
    if not sheet.anonymise:
        return report
    from simcheck.render.view.anonymous import anonymous

    return anonymous(report, sheet.lang)


def _library(report: Report) -> Library | None:
    """The corpus as the report names it; None of a comparison."""
    state = report.circumstances.corpus if report.circumstances else None
    return Library(state.folder, state.documents, state.updated, state.sha256) if state else None


def _results(sheet: Sheet) -> Path:
    return Path(sheet.folder) / folders.RESULTS


def _text(path: Path) -> str:
    try:
        return given.content(path, LARGEST).decode()
    except UnicodeDecodeError:
        raise InvalidResult(path.name, "not-ours") from None
    except UnreadableDocument:
        raise InvalidResult(path.name, "not-ours") from None
