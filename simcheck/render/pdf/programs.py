"""Which program of the user's makes a PDF of a page (Chromium, Chrome, Edge) or of a document (LibreOffice), and how?

Both run without a window, on a file and a profile of ours in a private folder, without network, macros, scripts or
updates of links, for a limited time. A process of ours stands between, which ends them and takes the folder away when
this one is gone.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from simcheck import worker
from simcheck.errors import CannotWrite
from simcheck.files.given import content
from simcheck.readers.office import libreoffice

PATIENCE: Final = 120
"""Seconds for one program: a report of 200 pages takes ten."""

MOST: Final = 1_000_000_000
"""Bytes of a PDF that are taken."""

_BROWSERS: Final = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"),
    *("microsoft-edge-stable", "chrome", "msedge"),
)

_MACS: Final = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
_WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
"""Variables of Windows for where programs are installed."""


def browser() -> str | None:
    """Where a browser is that prints pages, None if there is none; never one that lies where the user stands."""
    folders = [os.path.normpath(folder) for folder in os.get_exec_path() if os.path.isabs(folder)]
    for name in _BROWSERS:
        found = shutil.which(name, path=os.pathsep.join(folders))
        # Windows looks around the user first, whatever path it is given
        if found and os.path.normpath(os.path.dirname(found)) in folders:
            return found
    return next((str(path) for path in _installed() if path.is_file()), None)


def _installed() -> Iterable[Path]:
    """Where browsers are that are on no path."""
    system: str = sys.platform
    roots = {"darwin": ["/Applications"], "win32": [os.environ.get(name, "") for name in _FOLDERS]}.get(system, [])
    names = _MACS if system == "darwin" else _WINDOWS
    return [Path(root) / name for root in roots if os.path.isabs(root) for name in names]


def is_possible(*, page: bool) -> bool:
    """Whether there is a program for a document, or for a page if there is one."""
    return bool(libreoffice.program() or (page and browser()))


def printed(
    path: str, *, page: bytes | None = None, document: bytes | None = None, workbook: bytes | None = None
) -> bytes:
    """The PDF of a page (HTML) or, where no browser is there or does it, of a document (.docx) or a workbook (.xlsx).

    The page is one of ours, which says itself that nothing is loaded (Content-Security-Policy), and has names and
    numbers of its pages in its style (``@page``). Raises ``ValueError`` for a page without such a policy, and
    ``CannotWrite`` for ``path`` if there is no program for what is given ("no-printer"), or none makes anything
    of it ("not-printed").
    """
    if page is not None and b"Content-Security-Policy" not in page:
        raise ValueError("a page that may load anything")
    office = libreoffice.program()
    ways = ((browser(), b"page", page), (office, b"document", document), (office, b"workbook", workbook))
    some = [(program, kind, data) for program, kind, data in ways if program and data is not None]
    for program, kind, data in some:
        made = _asked([program.encode("utf-8", "surrogateescape"), kind, data])
        # without a font on the machine a browser prints a page without a word
        if made.startswith(b"%PDF-") and (kind != b"page" or b"/Font" in made):
            return made
    raise CannotWrite(path, "not-printed" if some else "no-printer")


def _asked(question: worker.Frames) -> bytes:
    """What a program makes of it, "" for nothing."""
    if not worker.is_possible():
        return b"".join(answer(question))
    child = None
    try:
        child = worker.Worker("print")
        (made,) = child.ask([str(PATIENCE).encode(), *question])
        return made
    except (worker.BrokenOff, worker.CannotStart, ValueError):
        return b""
    finally:
        if child is not None:
            child.end()


# --- in the process between -------------------------------------------------------------------------------------------


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question: what the program made, or nothing."""
    *patience, said, kind, data = question
    program = said.decode("utf-8", "surrogateescape")
    place = _short_folder() if kind == b"page" else None
    with tempfile.TemporaryDirectory(prefix="simcheck-", dir=place, ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        # the names are of our making: nothing of the user's is taken for an option or a path
        given, made = home / f"report{_SUFFIXES[kind]}", home / "made" / "report.pdf"
        made.parent.mkdir()
        given.write_bytes(data)
        seconds = float(patience[0]) if patience else PATIENCE
        if kind == b"page":
            # whatever it keeps beside its profile goes with the folder, too
            own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
            libreoffice.run(_of_page(program, home, given, made), home, seconds, own)
        else:
            libreoffice.run(_of_office(program, home, given, made), home, seconds)
        return (content(made, MOST) if made.exists() else b"",)


def _short_folder() -> str | None:
    """Where the private folder may be: a browser has a socket in it, whose name must be short (108 bytes on Linux, 104
    on macOS, 62 of which are its own and our folder's)."""
    usual = tempfile.gettempdir()
    is_long = len(os.fsencode(usual)) > _LONGEST
    return "/tmp" if is_long and os.name == "posix" and os.access("/tmp", os.W_OK) else usual


_LONGEST: Final = 41


_SUFFIXES: Final = {b"page": ".html", b"document": ".docx", b"workbook": ".xlsx"}


def _of_office(program: str, home: Path, given: Path, made: Path) -> list[str]:
    kind = "calc" if given.suffix == _SUFFIXES[b"workbook"] else "writer"
    options = ("--headless", "--norestore", "--nolockcheck", "--convert-to", f"pdf:{kind}_pdf_Export", "--outdir")
    return [program, libreoffice.profile(home), *options, str(made.parent), str(given)]


_QUIET: Final = (
    *("--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps"),
    *("--disable-domain-reliability", "--disable-breakpad", "--disable-dev-shm-usage", "--metrics-recording-only"),
    # whatever the page names is nowhere
    *("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--password-store=basic", "--use-mock-keychain"),
    # the browser's own would show where the file is
    *("--no-pdf-header-footer", "--print-to-pdf-no-header"),
)


def _of_page(program: str, home: Path, given: Path, made: Path) -> list[str]:
    # a browser refuses to shut itself in for the user root, who is alone in a container
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    own = (f"--user-data-dir={home / 'profile'}", f"--print-to-pdf={made}", *(("--no-sandbox",) if is_root else ()))
    return [program, *_QUIET, *own, given.as_uri()]
