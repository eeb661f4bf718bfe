"""Where does the root of an XML file begin, and in what characters is it written?

Nothing is parsed here: it is what has to be known before.
"""

from __future__ import annotations

import re
from typing import Final

_FRONT_OF_XML: Final = (
    # what may stand before the root, and how it ends
    (b"<?", b"?>"),
    (b"<!--", b"-->"),
)


def prolog(data: bytes, at: int = 0) -> int:
    """Where in XML that extends ASCII, from ``at`` on, the root begins, or a document type: behind a mark, white space,
    comments and instructions."""
    at = _past_space(data, at + 3 if data.startswith(b"\xef\xbb\xbf", at) else at)
    while found := next((each for each in _FRONT_OF_XML if data.startswith(each[0], at)), None):
        begin, ends = found
        end = data.find(ends, at + len(begin))
        if end < 0:
            return len(data)
        at = _past_space(data, end + len(ends))
    return at


def _past_space(data: bytes, at: int) -> int:
    found = _NO_SPACE.search(data, at)
    return found.start() if found else len(data)


_NO_SPACE: Final = re.compile(rb"[^ \t\r\n]")


def in_ascii(data: bytes) -> bytes:
    """Markup in an encoding that extends ASCII."""
    for begins, encoding in WIDE:
        if data.startswith(begins):
            return data.decode(encoding, "ignore").encode("utf-8", "ignore")
    return data


WIDE: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How files in wide characters begin, by a mark or by a tag."""
