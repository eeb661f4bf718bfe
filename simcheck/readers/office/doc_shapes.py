"""What do the shapes in an old Word file (.doc) say and show? WordArt, as red heads of documents are, and pictures.

Names and sections are those of [MS-ODRAW], which describes the drawings of [MS-DOC].
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

_DRAWINGS: Final = 0xF000
_DRAWING: Final = 0xF002
_GROUP: Final = 0xF003
_SHAPE: Final = 0xF004
_IDENTITY: Final = 0xF00A
_PROPERTIES: Final = 0xF00B
"""The records (2.2.1) of all drawings together, of one, of a group, a shape, its number and its properties."""

_WORDS: Final = 0x00C0
"""The property with the words of WordArt (gtextUNICODE, 2.3.22.1)."""
_PICTURE: Final = 0x0104
"""The property that names a picture among those of the document (pib, 2.3.23.2)."""
_CODE: Final = 0x3FFF
_DELETED: Final = 0x8
_OF_OBJECT: Final = 0x10
"""Bits of a shape (OfficeArtFSP, 2.2.40): that it is deleted, or the document of another program."""
_COMPLEX: Final = 0x8000
"""Properties whose value stands behind all of them (OfficeArtFOPTEOPID, 2.2.8)."""
_DEEPEST: Final = 32
"""Groups inside each other."""


class Shapes(NamedTuple):
    """What the shapes in the body of a document say and show, by the four bytes of their numbers."""

    words: dict[bytes, str]
    """Those of WordArt."""
    pictures: set[bytes]
    """Pictures, and groups that have some: a group has one place in the text."""


def shapes_in(content: bytes) -> Shapes:
    """The WordArt and the pictures that float.

    ``content`` is OfficeArtContent ([MS-DOC] 2.9.172), which may break off: what can be read of it counts. What stands
    in headers is left out.
    """
    found = Shapes({}, set())
    kind, _, at = next(_records(content, 0, len(content)), (0, 0, 0))
    if kind != _DRAWINGS:
        return found
    # a byte before each drawing says where it belongs (OfficeArtWordDrawing, 2.9.173)
    while at + 9 <= len(content):
        kind, start, stop = next(_records(content, at + 1, len(content)), (0, 0, 0))
        if kind != _DRAWING or stop <= at:
            break
        if content[at] == 0:
            _read(content, start, stop, found, b"", 0)
        at = stop
    return found


def _records(content: bytes, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """The records between two places: their kinds, and where what is in them begins and ends."""
    while start + 8 <= stop:
        kind, size = unpack_from("<HI", content, start + 2)
        yield kind, start + 8, min(start + 8 + size, stop)
        start += 8 + size


def _read(content: bytes, start: int, stop: int, found: Shapes, group: bytes, depth: int) -> None:
    for kind, inner, end in _records(content, start, stop):
        if kind in (_GROUP, _DRAWING) and depth < _DEEPEST:
            # around all shapes of a drawing there is a group that nobody sees
            own = _first_of(content, inner, end) if depth > 0 and not group else group
            _read(content, inner, end, found, own, depth + 1)
        elif kind == _SHAPE:
            parts = {kind: (begin, finish) for kind, begin, finish in _records(content, inner, end)}
            if _IDENTITY in parts and _PROPERTIES in parts:
                begin, finish = parts[_PROPERTIES]
                count = unpack_from("<H", content, begin - 8)[0] >> 4
                place = parts[_IDENTITY][0]
                id, bits = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
                words = _said(content[begin:finish], count)
                if words:
                    found.words[id] = words
                if not bits & (_DELETED | _OF_OBJECT) and _shows(content[begin:finish], count):
                    found.pictures.add(group or id)


def _first_of(content: bytes, start: int, stop: int) -> bytes:
    """The number of the first shape in a group, which is that of the group itself."""
    for kind, inner, end in _records(content, start, stop):
        if kind == _SHAPE:
            return next(
                (content[at : at + 4] for kind, at, _ in _records(content, inner, end) if kind == _IDENTITY), b""
            )
    return b""


def _shows(properties: bytes, count: int) -> bool:
    """Whether a shape is a picture."""
    places = range(0, min(6 * count, len(properties) - 5), 6)
    every = (unpack_from("<HI", properties, place) for place in places)
    return any(code & _CODE == _PICTURE and value for code, value in every)


def _said(properties: bytes, count: int) -> str:
    """The words among the properties of a shape (OfficeArtFOPT, 2.2.9)."""
    at = 6 * count
    for place in range(0, min(6 * count, len(properties) - 5), 6):
        code, value = unpack_from("<HI", properties, place)
        if not code & _COMPLEX:
            continue
        if code & _CODE == _WORDS:
            return properties[at : at + value].decode("utf-16-le", "ignore").rstrip("\0").replace("\r", "\n")
        at += value
    return ""
