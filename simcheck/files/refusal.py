"""What is it called that the operating system refused? One table of its numbers for readers, and one for writers.

A reason is a key of the catalogues of messages (``reason.…``), or else the words of the system itself, which are shown
as they are and choose nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

READING: Final[Mapping[int | None, str]] = {
    errno.EACCES: "no-read-permission",
    errno.ELOOP: "link-circle",
}

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
    return _in_use(error) or READING.get(error.errno) or words(error)


def writing(error: OSError) -> str:
    """Why a file could not be written."""
    return _in_use(error) or WRITING.get(error.errno) or words(error)


def _in_use(error: OSError) -> str:
    """On Windows a file that another program has open is refused like one that nobody may touch."""
    return "in-use" if getattr(error, "winerror", None) in _SHARED else ""


_SHARED: Final = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION."""


def words(error: OSError) -> str:
    """What the system itself says."""
    return error.strerror or str(error)
