"""What does a file say of itself: who wrote it, who saved it last, with which program, when?

Readers hand on the words of their format; they are cleaned here, because anybody may have written them: what is kept
is short, prints, and is a date where it is called one. Whatever is none of that is left out, and no document is
unreadable for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from simcheck.i18n.printable import printable
from simcheck.model import MOMENT, REVISIONS, WORDS, FileFacts
from simcheck.readers.extract import Facts


def facts(
    *,
    author: str | None = None,
    editor: str | None = None,
    software: str | None = None,
    created: str | None = None,
    modified: str | None = None,
    revisions: Iterable[str] = (),
) -> Facts:
    """What of the words of a file can be kept."""
    said = words(author), words(editor), words(software)
    return Facts(*said, moment(created), moment(modified), _revisions(revisions))


def of_file(data: bytes, what: str | None, said: Facts) -> FileFacts:
    """The facts of a file with these bytes, of the format ``what``, that says so much of itself."""
    return FileFacts(sha256(data).hexdigest(), len(data), what, *said)


def words(said: str | None) -> str | None:
    """A name as one line of characters that print something, at most ``WORDS``; None for nothing."""
    line = " ".join((said or "")[: 10 * WORDS].split())
    line = printable("".join(filter(str.isprintable, line))).replace("\ufffd", "")
    return " ".join(line.split())[:WORDS].strip() or None


def together(*parts: str | None) -> str:
    """A program and its version, or those that made a file one after the other; what says the same stands once."""
    said: list[str] = []
    for part in parts:
        part = (part or "").strip()
        if part and not any(part in other for other in said):
            said.append(part)
    return " ".join(said)


_MOMENT: Final = re.compile(
    r"(?:D:)?(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,20})?)?"
    r" ?(?:(Z|[+-])(?:(\d\d):?(\d\d)?)?)?)?)?)?",
    re.ASCII,
)
"""ISO 8601 as Office Open XML, OpenDocument, OFD and EPUB write it, and the dates of PDF (ISO 32000-1, 7.9.4)."""

_LONGEST: Final = 60
"""Characters of a date."""


def moment(said: str | None) -> str | None:
    """A date or a moment as ``FileFacts`` has it, to the precision that was given; None for what is none."""
    found = _MOMENT.fullmatch((said or "").strip()[:_LONGEST].replace("'", ""))
    if not found:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    written = "-".join(part for part in (year, month, day) if part)
    if hour:
        written += f"T{hour}:{minute}" + (f":{second}" if second else "")
        if sign == "Z":
            written += "Z"
        elif sign and hours and int(hours) < 24 and int(minutes or 0) < 60:
            written += f"{sign}{hours}:{minutes or '00'}"
    return written if MOMENT.fullmatch(written) else None


def since_1601(ticks: int) -> str | None:
    """The moment that Windows counts in tenths of a microsecond since the year 1601."""
    if not 0 < ticks < 1 << 62:
        return None
    return moment((datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _revisions(said: Iterable[str]) -> tuple[str, ...]:
    """The least of these numbers: of two files that come from one the same."""
    numbers = {number.upper().zfill(8) for number in said if _REVISION.fullmatch(number)} - {"00000000"}
    return tuple(sorted(numbers)[:REVISIONS])


_REVISION: Final = re.compile("[0-9A-Fa-f]{1,8}")
