"""Has LibreOffice read what no reader here does, if it is installed: documents of Word 6, of Works, of WordPerfect.

It works on a copy, with a profile of its own that is thrown away, runs no macros, is given a proxy that leads nowhere,
and is ended with all it started when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from simcheck import worker
from simcheck.files.given import content
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import Facts

PATIENCE: Final = 60
"""Seconds; it takes two to start, the first time five."""

_PROGRAMS: Final = ("soffice", "libreoffice")

_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is, None if it is not installed; never one that lies where the user stands."""
    folders = [folder for folder in os.get_exec_path() if os.path.isabs(folder)]
    found = (shutil.which(name, path=os.pathsep.join(folders)) for name in _PROGRAMS)
    # Windows looks around the user first, whatever path it is given
    return next((path for path in found if path and os.path.dirname(path) in map(os.path.normpath, folders)), None)


def converted(name: str, data: bytes, what: Format) -> bytes | None:
    """The .docx that LibreOffice made of it; None if it is not installed or makes nothing of it, and for what is
    ``Format.OLE`` and not called a document: half of the files of Windows are that."""
    soffice = program()
    suffix = os.path.splitext(name)[1].lower()
    if soffice is None or (what == Format.OLE and suffix not in _DOCUMENTS):
        return None
    suffix = suffix if suffix[1:].isalnum() and suffix.isascii() else ".doc"
    question = [soffice.encode("utf-8", "surrogateescape"), suffix.encode(), _FILTERS[what].encode(), data]
    if not worker.is_possible():
        return b"".join(answer(question)) or None
    child = None
    try:
        # a process of ours stands between: it ends LibreOffice, and takes its folder away, when this one is gone
        child = worker.Worker("convert")
        (made,) = child.ask([str(PATIENCE).encode(), *question])
        return made or None
    except (worker.BrokenOff, worker.CannotStart, ValueError):
        return None
    finally:
        if child is not None:
            child.end()


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process between: what LibreOffice made, or nothing."""
    *patience, soffice, suffix, filter_, data = question
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        home = Path(folder)
        # the name is of our making: nothing in the user's is taken for an option or a path
        given = home / f"document{suffix.decode()}"
        given.write_bytes(data)
        program = soffice.decode("utf-8", "surrogateescape")
        command = [program, profile(home), f"--infilter={filter_.decode()}", *_OPTIONS, str(home / "made"), str(given)]
        run(command, home, float(patience[0]) if patience else PATIENCE)
        made = home / "made" / "document.docx"
        return (content(made) if made.exists() else b"",)


def told(name: str) -> Note:
    """What there is to say of a document that was converted."""
    return Note("converted", None, {"document": name, "program": "LibreOffice"})


def facts_of(what: Format, made: Facts) -> Facts:
    """What the original says of itself, by what the converted document says: its program is LibreOffice."""
    created, modified = made.created, made.modified
    if what not in (Format.OLE, Format.WORD_6):
        # the others have the time of whoever wrote them, which LibreOffice calls UTC
        created, modified = created and created.removesuffix("Z"), modified and modified.removesuffix("Z")
    return Facts(made.author, made.editor, None, created, modified)


_DOCUMENTS: Final = frozenset({".wps", ".wpt"})
"""Of Works, that is. What is called .doc and cannot be recognized was cut: LibreOffice would show a part of it without
a word."""

_FILTERS: Final = {
    Format.FODT: "OpenDocument Text Flat XML",
    Format.WORD_6: "MS WinWord 6.0",
    Format.WORD_2: "MS WinWord 5",
    Format.OLE: "MS_Works",
    Format.SXW: "StarOffice XML (Writer)",
    Format.UOF: "UOF text",
    Format.WPD: "WordPerfect",
}
"""What LibreOffice calls them. Left to itself it shows what it cannot read as plain text."""

_OPTIONS: Final = ("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir")


def profile(home: Path) -> str:
    """A profile of ours in a folder, without macros and network, as the option that names it."""
    (home / "profile" / "user").mkdir(parents=True)
    (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return f"-env:UserInstallation={(home / 'profile').as_uri()}"


def run(command: list[str], home: Path, patience: float, environ: Mapping[str, str] = MappingProxyType({})) -> None:
    """Run a program in a folder, without network, until it is done or took too long, or nobody waits for it.

    ``environ`` is what it is told beside.
    """
    nowhere = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "ftp", "all")}
    parent, until = os.getppid(), time.monotonic() + patience
    with subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, **nowhere, "no_proxy": "", "TMPDIR": str(home), **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            while process.poll() is None:
                if time.monotonic() > until or os.getppid() != parent:
                    _end(process)
                    return
                time.sleep(_LOOK)
        except BaseException:
            _end(process)
            raise


_LOOK: Final = 0.05
"""Seconds after which is seen whether it is done, and whether anybody still waits for it."""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
