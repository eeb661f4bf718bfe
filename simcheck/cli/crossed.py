"""A crossing goes out: which files, which screen, which exit code? How far is it, and what is left when it breaks off?

What ``simcheck cross``, ``simcheck corpus cross`` and ``simcheck show`` have in common.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simcheck import environment
from simcheck.cli import output, talk
from simcheck.cli.options import Wishes
from simcheck.cli.output import suffix
from simcheck.i18n import printable
from simcheck.i18n.messages import known

if TYPE_CHECKING:
    from simcheck.crossing.crossing import Crossing
    from simcheck.environment import Language
    from simcheck.render.crossing.view import View

SUFFIXES: Final = (".html", ".xlsx", ".pdf", ".csv", ".json", ".graphml", ".txt")


def deliver(crossing: Crossing, wishes: Wishes, searched: Mapping[Language, str] | None = None) -> int:
    """Write the files, print the result, and return the exit code; ``searched`` says which corpus was crossed."""
    from simcheck.render.crossing.view import View

    view = View(crossing, wishes.say.lang)
    corpus = (searched or {}).get(wishes.say.lang, "")
    kept = View(crossing, wishes.say.lang, has_words=False) if wishes.no_text else view
    for path in wishes.output:
        if suffix(path) == output.PDF:
            output.save(path, _paper(path, kept, wishes, searched), wishes)
            continue
        output.save(path, _made(kept, suffix(path), wishes, searched), wishes)
    if wishes.as_json:
        from simcheck.crossing.saved import crossing_json

        # what was found, and nothing of when and where, as of a report
        found = replace(crossing, circumstances=None)
        result = printable.unseen_escaped(crossing_json(found, texts=not wishes.no_text))
        sys.stdout.write(output.writable(result) + "\n")
    elif not wishes.is_silent:
        _show(view, wishes, corpus)
    sys.stdout.flush()
    return _above(view, wishes)


def _made(view: View, suffix: str, wishes: Wishes, searched: Mapping[Language, str] | None) -> str | bytes:
    from simcheck.render.written import crossing

    return crossing(view, suffix, texts=not wishes.no_text, searched=searched, verified=wishes.verified)


def _paper(path: str, view: View, wishes: Wishes, searched: Mapping[Language, str] | None) -> bytes:
    """The crossing as a PDF: its page by a browser, or its workbook by LibreOffice; raises ``CannotWrite`` for ``path``
    where neither makes one."""
    from simcheck.readers.office import libreoffice
    from simcheck.render.pdf import programs

    shown = str(_made(view, output.PAGE, wishes, searched)).encode("utf-8", "replace") if programs.browser() else None
    corpus = (searched or {}).get(wishes.say.lang, "")
    book = None
    if libreoffice.program():
        from simcheck.render.crossing.workbook import crossing_workbook

        book = crossing_workbook(view, texts=not wishes.no_text, corpus=corpus, verified=wishes.verified)
    return programs.printed(path, page=shown, workbook=book)


def _show(view: View, wishes: Wishes, corpus: str) -> None:
    from simcheck.render.crossing import screen

    if not sys.stdout.isatty() and not wishes.everything:
        sys.stdout.write(screen.table_lines(view))
        # beside the table, which another program reads
        sys.stderr.writelines(f"{words}\n" for words in (*view.notes(), screen.answer(view)) if not wishes.quiet)
        return
    from simcheck.render.terminal.screen import print_lines

    how = output.screen(wishes)
    print_lines(screen.crossing_screen(view, how, corpus), how, sys.stdout)


def _above(view: View, wishes: Wishes) -> int:
    """1 if what of any document stands in others is above ``--fail-above``, which is said of the first."""
    bound = wishes.fail_above
    if bound is None:
        return 0
    for row in view.rows:
        ratio = (row.upper if bound.grade == "high" else row.share).ratio
        if ratio * 100 > bound.percent:
            if not wishes.quiet:
                key = "above.grade.high" if bound.grade else "above"
                words = wishes.say(key, ratio=printable.percent(ratio), limit=str(bound))
                talk.tell(wishes.say, "above.document", document=row.name, words=words)
            return 1
    return 0


# --- meanwhile --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def going_on(wishes: Wishes) -> Iterator[Callable[[str, int, int], None]]:
    """What tells how far a crossing is, and how long the step that it is at will take."""
    from simcheck.render.terminal.corpus import duration

    begun: dict[str, tuple[float, int]] = {}
    with talk.progress(wishes.say, quiet=wishes.quiet) as line:

        def tell(step: str, done: int, total: int) -> None:
            if not known(f"progress.cross.{step}"):
                return
            now = time.monotonic()
            first, before = begun.setdefault(step, (now, done))
            words = wishes.say(f"progress.cross.{step}", done=done, total=total, part=f"{done / max(total, 1):.0%}")
            if done > before and now - first > _KNOWN:
                left = duration(round((now - first) / (done - before) * (total - done)), wishes.say.lang)
                line.tell("progress.cross.left", words=words, left=left)
            else:
                line.tell("progress.cross", words=words)

        yield tell


_KNOWN: Final = 2
"""Seconds after which the pace of a step is known."""


@contextlib.contextmanager
def kept_parts(what: str, wishes: Wishes) -> Iterator[Path | None]:
    """A folder of this user's for what has been computed, which the same call finds again; gone when it is done. None
    where none can be made: then nothing is kept.

    ``what`` says what is crossed, and how. A crossing that is broken off leaves it, and says so by ``Interrupted``.
    """
    name = blake2b(what.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    folder = environment.cache_folder() / f"cross-{name}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        yield None
        return
    try:
        yield folder
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        talk.tell(wishes.say, "cross.interrupted", folder=os.path.join(str(folder), ""))
        raise Interrupted from None
    except BaseException:
        # what was begun is of use to another try; what was not is none
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise
    shutil.rmtree(folder, ignore_errors=True)


class Interrupted(Exception):
    """Ctrl-C, and it was said what is left."""
