"""Where results are written: whole or not at all, and never over anything that is the user's.

A file that is there is replaced only if simcheck wrote it and nobody has changed it since (``stamp``), or if the user
insists; a pipe or a terminal is written to and stays what it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from simcheck._version import __version__
from simcheck.errors import CannotWrite, NoAccess, SimcheckError, UnreadableDocument, WouldOverwrite
from simcheck.files import refusal
from simcheck.files.given import content
from simcheck.files.home import FOLDER

Recognise = Callable[[bytes], bool | None]
"""Whether content is a result that is still as it was written; None if it is no result."""


def untouched_result(data: bytes) -> bool | None:
    """The ``Recognise`` of results."""
    # here, because most commands save nothing
    from simcheck.report import stamp

    told = stamp.written(data)
    return None if told is None else told.is_untouched


def refuse(path: str, *, force: bool, recognise: Recognise = untouched_result) -> None:
    """Raise a ``CannotWrite`` if ``path`` could not be written, or ``WouldOverwrite`` if something of the user's is
    there and nobody insists; before anything is computed."""
    status = _status(path)
    if status is None:
        _refuse_folder(path)
    elif stat.S_ISDIR(status.st_mode):
        raise CannotWrite(path, "is-folder")
    elif is_stream(path):
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode) or stat.S_ISCHR(status.st_mode)):
            raise CannotWrite(path, "is-device")
    else:
        _refuse_folder(path)
        if status.st_size and not force:
            _refuse_content(path, recognise)


def folded(path: str) -> str:
    """A path as the most forgiving system knows it: without case, accents in one form."""
    return unicodedata.normalize("NFC", path).casefold()


def is_stream(path: str) -> bool:
    """Whether something is there that is written to and not replaced: a pipe, a terminal, our own output by another
    name."""
    status = _status(path)
    if status is None or stat.S_ISDIR(status.st_mode):
        return False
    return not stat.S_ISREG(status.st_mode) or _output_at(status) is not None


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except ValueError as error:
        raise CannotWrite(path, "no-name") from error
    except OSError:
        return None


def _output_at(status: os.stat_result) -> int | None:
    """Which of our own outputs a file is."""
    for handle in (1, 2):
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(handle), status):
                return handle
    return None


def _refuse_folder(path: str) -> None:
    # a link that leads nowhere yet is made where it leads
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise CannotWrite(path, "not-folder" if os.path.exists(folder) else "no-folder")
    # nothing of a corpus is ever replaced by a result, whoever insists
    if FOLDER in Path(folder).parts:
        raise CannotWrite(path, "own-folder")
    if not os.access(folder, os.W_OK):
        raise CannotWrite(path, "no-permission")


def _refuse_content(path: str, recognise: Recognise) -> None:
    try:
        is_untouched = recognise(content(path))
    except UnreadableDocument:
        # too large, or not ours to read: none of our results
        is_untouched = None
    if not is_untouched:
        raise WouldOverwrite(path, "foreign" if is_untouched is None else "changed")


def save(path: str, result: str | bytes, *, force: bool = False) -> None:
    """Write a result with its stamp; what is in its place by now is refused as before (``refuse``)."""
    data = result if isinstance(result, bytes) else result.encode("utf-8", "replace")
    if is_stream(path):
        refuse(path, force=force)
        _send(path, data)
        return
    from simcheck.report import stamp

    write(path, stamp.stamped(data, os.path.splitext(path)[1].lower(), __version__), force=force)


def _send(path: str, data: bytes) -> None:
    status = _status(path)
    output = None if status is None else _output_at(status)
    try:
        if output is not None:
            # not opened once more: two places in one file would write over each other
            stream = sys.stdout if output == 1 else sys.stderr
            stream.flush()
            stream.buffer.write(data)
            stream.flush()
            return
        with open(os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0)), "wb") as file:
            file.write(data)
    except BrokenPipeError as error:
        raise CannotWrite(path, "nobody-reads") from error
    except OSError as error:
        raise refused(error, path) from error


def write(path: str, data: bytes, *, force: bool = False, recognise: Recognise = untouched_result) -> None:
    """Write aside, then put in place: whatever happens, there is the old file or the new one."""
    import tempfile

    # a link stays a link
    target = Path(os.path.realpath(path))
    aside = ""
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # what was free or ours when the work began may be neither by now
        refuse(path, force=force, recognise=recognise)
        os.chmod(aside, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(aside, target)
    except BaseException as error:
        if aside:
            with contextlib.suppress(OSError):
                os.unlink(aside)
        if isinstance(error, OSError):
            raise refused(error, path) from error
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


REASONS: Final = {
    **refusal.WRITING,
    errno.ENOENT: "no-folder",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "not-folder",
    errno.EEXIST: "not-folder",
}
"""What the operating system's refusals are called in messages, those of the place of an output among them."""


def refused(error: OSError, output: str) -> SimcheckError:
    """What the operating system refused: reading some other file, or else writing ``output``."""
    named = error.filename
    if isinstance(named, str) and not is_same(os.path.dirname(named) or ".", os.path.dirname(output) or "."):
        return NoAccess(named, refusal.reading(error))
    said = refusal.writing(error)
    return CannotWrite(output, said if said == "in-use" else REASONS.get(error.errno) or said)


def is_same(a: str, b: str) -> bool:
    """Whether two paths lead to one file."""
    with contextlib.suppress(OSError, ValueError):
        return os.path.samefile(a, b)
    return False


def is_any_of(path: str, inputs: Iterable[str]) -> bool:
    """Whether a path leads to one of the files that are read."""
    return any(given != "-" and is_same(path, given) for given in inputs)
