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
from pathlib import Path
from typing import Final

from simcheck.model import Note
from simcheck.readers.files import content
from simcheck.readers.signature import FODT, OLD_DOC, OLDEST_DOC, OLE, SXW, UOF, WPD

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


def converted(name: str, data: bytes, what: str) -> bytes | None:
    """The .docx that LibreOffice made of it; None if it is not installed or makes nothing of it, and for what is
    ``OLE`` and not called a document: half of the files of Windows are that."""
    soffice = program()
    suffix = os.path.splitext(name)[1].lower()
    if soffice is None or (what == OLE and suffix not in _DOCUMENTS):
        return None
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        # the name is of our making: nothing in the user's is taken for an option or a path
        given = home / f"document{suffix if suffix[1:].isalnum() and suffix.isascii() else '.doc'}"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        _run([soffice, profile, f"--infilter={_FILTERS[what]}", *_OPTIONS, str(home / "made"), str(given)], home)
        made = home / "made" / "document.docx"
        return content(made) if made.exists() else None


def told(name: str) -> Note:
    """What there is to say of a document that was converted."""
    return Note("converted", None, {"document": name, "program": "LibreOffice"})


_DOCUMENTS: Final = frozenset({".wps", ".wpt"})
"""Of Works, that is. What is called .doc and cannot be recognized was cut: LibreOffice would show a part of it without
a word."""

_FILTERS: Final = {
    FODT: "OpenDocument Text Flat XML",
    OLD_DOC: "MS WinWord 6.0",
    OLDEST_DOC: "MS WinWord 5",
    OLE: "MS_Works",
    SXW: "StarOffice XML (Writer)",
    UOF: "UOF text",
    WPD: "WordPerfect",
}
"""What LibreOffice calls them. Left to itself it shows what it cannot read as plain text."""

_OPTIONS: Final = ("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir")


def _run(command: list[str], home: Path) -> None:
    nowhere = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "ftp", "all")}
    with subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, **nowhere, "no_proxy": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(PATIENCE)
        except BaseException as error:
            _end(process)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
