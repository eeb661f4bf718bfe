"""What is it called that the operating system refused? One table of its numbers for readers, and one for writers.

A reason is a key of the catalogues of messages (``reason.…``), or else the words of the system itself, which are shown
as they are and choose nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

READING: Final[Mapping[int | None, str]] = {errno.EACCES: "no-read-permission"}

WRITING: Final[Mapping[int | None, str]] = {
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
}
"""What is true of any file; where the place of an output is wrong, ``cli.saving`` has words for it."""


def reading(error: OSError) -> str:
    """Why a file could not be read."""
    return READING.get(error.errno) or words(error)


def writing(error: OSError) -> str:
    """Why a file could not be written."""
    return WRITING.get(error.errno) or words(error)


def words(error: OSError) -> str:
    """What the system itself says."""
    return error.strerror or str(error)
