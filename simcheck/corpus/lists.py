"""What does a line of a list (.jsonl) say: which text, and what is known of it?"""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec import UNSET, UnsetType

from simcheck.metadata import sidecar
from simcheck.report.schema import Malformed, Object, decoded

LONGEST: Final = 2_000
"""Characters of an id or of what is known: what is longer is neither, and would be shown in every table."""

Value = str | int | float | None


class Text(Object):
    """What a line must have: one of the two, the first if it has both."""

    text: str | UnsetType = UNSET
    content: str | UnsetType = UNSET


class Item(Text):
    """The rest may be missing, or null."""

    id: Value = None
    title: Value = None
    unit: Value = None
    date: Value = None
    author: Value = None


class Record(NamedTuple):
    text: str
    id: str | None
    known: dict[str, str]
    """Title, unit, date and author, where there is something."""


class Unfit(ValueError):
    """Why a line cannot be taken, as a reason of ``messages``."""


def record(line: bytes) -> Record:
    """The document of a line; raises ``Unfit``."""
    line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        item: Item = decoded(line, Item)
    except Malformed:
        raise Unfit("bad-field" if _has_text(line) else "not-a-text-record") from None
    text = item.content if item.text is UNSET else item.text
    if text is UNSET:
        raise Unfit("not-a-text-record")
    values = {name: getattr(item, name) for name in sidecar.FIELDS}
    known = {name: str(value) for name, value in values.items() if value}
    own = None if item.id is None else str(item.id)
    if any(len(word) > LONGEST for word in (own or "", *known.values())):
        raise Unfit("bad-field")
    return Record(text, own, known)


def _has_text(line: bytes) -> bool:
    try:
        some: Text = decoded(line, Text)
    except Malformed:
        return False
    return some.text is not UNSET or some.content is not UNSET
