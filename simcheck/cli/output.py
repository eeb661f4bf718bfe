"""A report goes out: which form, on a screen of which width and colours, into which files, with which exit code?"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from simcheck.cli import saving, talk
from simcheck.cli.options import Wishes
from simcheck.errors import UnreadableDocument
from simcheck.i18n import printable

if TYPE_CHECKING:
    from simcheck.render.page.reports import Page
    from simcheck.render.terminal.options import Screen, View
    from simcheck.render.view.sources import Library
    from simcheck.render.written import How
    from simcheck.render.xlsx.reports import Checks
    from simcheck.report.report import Report

ANNOTATED: Final = ".docx"
"""The document itself, with comments; every other format is a report about it."""

BOOK: Final = ".xlsx"

PAGE: Final = ".html"

SUFFIXES: Final = (".html", ".json", ".docx", ".xlsx", ".md", ".csv", ".txt")

PDF: Final = ".pdf"
"""A report on paper, which another program makes: it is there only where such a program is."""

OF_ONE: Final = (ANNOTATED, PDF)
"""What is about one document: of several there is one each."""


# --- reports ----------------------------------------------------------------------------------------------------------


def deliver(
    report: Report,
    wishes: Wishes,
    library: Library | None = None,
    command: str = "",
    content: Callable[[], bytes] | None = None,
) -> int:
    """Write the files, print the result, and return the exit code; a check has a library. ``command`` is what shows it
    again, ``content`` gives the bytes of the document's file, to make a copy of."""
    report, library = told(report, wishes), None if wishes.anonymise else library
    kept = written(report, wishes)
    for path in wishes.output:
        if suffix(path) == ANNOTATED:
            save(path, annotated(kept, content, wishes), wishes)
        elif suffix(path) == PDF:
            save(path, paper(path, kept, wishes, library), wishes)
        elif suffix(path) == BOOK:
            checks = workbook(wishes, library)
            checks.add(kept, (report.document.name,))
            save(path, checks.content(), wishes)
        elif suffix(path) == PAGE:
            made = page(wishes, library)
            made.add(kept, (report.document.name,))
            save(path, made.content(), wishes)
        else:
            save(path, rendered(report, suffix(path), wishes, library), wishes)
    if wishes.as_json or not wishes.is_silent:
        show(report, wishes, library, command)
    sys.stdout.flush()
    return above(report, wishes)


def told(report: Report, wishes: Wishes) -> Report:
    """The report as it may be told: without the names of its sources, if they are not to be known."""
    if not wishes.anonymise:
        return report
    from simcheck.render.view.anonymous import anonymous

    return anonymous(report, wishes.say.lang)


def written(report: Report, wishes: Wishes) -> Report:
    """The report as it goes into files for people: without words in its notes, if none are to be in them."""
    if not wishes.no_text:
        return report
    from simcheck.render.written import kept

    return kept(report, how(wishes))


def annotated(report: Report, content: Callable[[], bytes] | None, wishes: Wishes) -> bytes:
    """The document with comments: a copy of its file if that is a Word document."""
    from simcheck.render import written as files

    original = None
    if content:
        with contextlib.suppress(UnreadableDocument):
            original = content()
    return files.annotated(report, original, how(wishes))


def how(wishes: Wishes) -> How:
    """How files are wished."""
    from simcheck.render.written import How

    return How(wishes.say.lang, wishes.left_out, wishes.least, not wishes.no_text, wishes.verified)


def paper(path: str, report: Report, wishes: Wishes, library: Library | None) -> bytes:
    """The report as a PDF: its page by a browser, or its document by LibreOffice; raises ``CannotWrite`` for ``path``
    where neither makes one."""
    from simcheck.readers.office import libreoffice
    from simcheck.render.docx.printed import printed as for_paper
    from simcheck.render.pdf import programs

    shown = document = None
    if programs.browser():
        made = page(wishes, library)
        made.add(report, (report.document.name,))
        shown = made.content().encode("utf-8", "replace")
    if libreoffice.program():
        document = for_paper(
            report,
            wishes.say.lang,
            without=wishes.left_out,
            grade=wishes.least,
            quoting=not wishes.no_text,
            verified=wishes.verified,
        )
    return programs.printed(path, page=shown, document=document)


def workbook(wishes: Wishes, library: Library | None) -> Checks:
    """A workbook that takes reports as it is wished."""
    from simcheck.render import written as files

    return files.workbook(how(wishes), library)


def page(wishes: Wishes, library: Library | None, *, several: bool = False) -> Page:
    """A page that takes reports as it is wished."""
    from simcheck.render import written as files

    return files.page(how(wishes), library, several=several)


def save(output: str, content: str | bytes, wishes: Wishes) -> None:
    """Write a file, and say so."""
    saving.save(output, content, force=wishes.force)
    if not wishes.quiet:
        talk.tell(wishes.say, "saved", path=output)


def show(report: Report, wishes: Wishes, library: Library | None, command: str) -> None:
    """Print the result as it is wished."""
    if wishes.as_json:
        # what was found, and nothing of when and where: the same input gives the same characters
        result = replace(report, circumstances=None).to_json(texts=not wishes.no_text)
        sys.stdout.write(writable(printable.unseen_escaped(result)) + "\n")
        return
    from simcheck.render.terminal.screen import show as show_on

    show_on(report, screen(wishes, command), sys.stdout, library)


def writable(result: str) -> str:
    """JSON that says the same to a terminal or a pipe of another encoding: nothing of it becomes "?"."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        result.encode(encoding)
    except UnicodeEncodeError:
        lacking = {c for c in set(result) if not c.isascii() and not _has(encoding, c)}
        return printable.escaped(result, lacking)
    return result


def _has(encoding: str, character: str) -> bool:
    with contextlib.suppress(UnicodeEncodeError):
        return bool(character.encode(encoding))
    return False


def above(report: Report, wishes: Wishes, path: str = "") -> int:
    """1 if the total is above ``--fail-above``, or what findings of its grade or above explain; this is said, and of
    which document if there are several."""
    from simcheck.model import Grade

    bound = wishes.fail_above
    if bound is None:
        return 0
    ratio = report.share(without=wishes.left_out, grade=Grade(bound.grade) if bound.grade else None).ratio
    if ratio * 100 <= bound.percent:
        return 0
    if not wishes.quiet:
        key = f"above.grade.{bound.grade}" if bound.grade else "above"
        facts = {"ratio": printable.percent(ratio), "limit": str(bound)}
        if path:
            talk.tell(wishes.say, "above.document", document=path, words=wishes.say(key, **facts))
        else:
            talk.tell(wishes.say, key, **facts)
    return 1


def suffix(path: str) -> str:
    """The ending of a file's name, by which its format is chosen."""
    return Path(path).suffix.lower()


def rendered(report: Report, suffix: str, wishes: Wishes, library: Library | None = None) -> str:
    """The content of a file; a file is to be kept, so it holds every finding, however few are shown."""
    from simcheck.render import written as files
    from simcheck.render.terminal.options import PAPER

    view = _view(wishes.view, watched=True, width=PAPER)
    return files.rendered(report, suffix, how(wishes), library, view)


# --- the screen -------------------------------------------------------------------------------------------------------


def screen(wishes: Wishes, command: str = "") -> Screen:
    """How stdout shows what is wished; ``command`` is what has to be typed for more of it."""
    from simcheck.render.terminal.options import Screen

    watched = sys.stdout.isatty()
    columns = width(watched)
    return Screen(
        lang=wishes.say.lang,
        width=columns,
        view=_view(wishes.view, watched, columns),
        colour=_has_colour(wishes.color, watched),
        limit=0 if wishes.brief and wishes.limit is None and not wishes.everything else wishes.most,
        every=wishes.everything,
        without=wishes.left_out,
        grade=wishes.least,
        all_notes=wishes.verbose,
        hints=not wishes.quiet,
        command=command,
    )


def width(watched: bool) -> int:
    """Columns of stdout: COLUMNS, the terminal's, ``PAPER``."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and len(said) < 5 and int(said):
        return int(said)
    if watched:
        with contextlib.suppress(OSError):
            return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    from simcheck.render.terminal.options import PAPER

    return PAPER


def _view(name: str, watched: bool, width: int) -> View:
    from simcheck.render.terminal.options import SIDE_FROM, View

    if name != "auto":
        return View(name)
    if not watched:
        return View.LIST
    return View.SIDE if width >= SIDE_FROM else View.INLINE


def _has_colour(option: str, watched: bool) -> bool:
    """The option decides; then NO_COLOR, FORCE_COLOR and what the terminal can do."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return watched and os.environ.get("TERM") not in ("dumb", "unknown")


# --- lines ------------------------------------------------------------------------------------------------------------


def write_lines(lines: Iterable[str], stream: IO[str] | None = None) -> None:
    """Print lines, on stdout if not elsewhere."""
    for line in lines:
        (stream or sys.stdout).write(f"{line}\n")


def json_line(value: Any) -> str:
    """A value on one line."""
    return printable.unseen_escaped(json.dumps(value, ensure_ascii=False))
