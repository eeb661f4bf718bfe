"""File names (文件名): what does the name of a file or a folder say of title and unit?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from simcheck.entities.addresses import address, joined, village
from simcheck.entities.offices import leading
from simcheck.entities.patterns import Pattern
from simcheck.metadata.edges import ENDS_SENTENCE
from simcheck.metadata.titles import HEADING_LIMIT, is_kind
from simcheck.metadata.units import Reading, addressing, may_be_name, named, only

_EXTENSION: Final = Pattern(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_COPY: Final = Pattern(
    r"(?<![\s_\-—])[\s_\-—]*(?:[（(\[【](?:\d{1,3}|\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{8}|副本|终稿|定稿|修改稿?|最终版?|[vV]\d+)[）)\]】]"
    r"|副本|终稿|定稿|最终版|修改版|[ _-][vV]\d+|(?<!\d)[_\-]?(?:19|20)\d{6}|[_\-]\d{4}-\d{1,2}-\d{1,2})$"
)
_ORDINAL: Final = Pattern(
    r"(?:\d{1,3}\s*[.、_\-—．]\s*|[（(【\[]\d{1,3}[）)】\]]\s*|\d{8}[\s_\-—]*|\d{4}[-.]\d{1,2}[-.]\d{1,2}[\s_\-—]*|副本\s*[_\-—]?\s*)(?=\D|\d{4})"
)
_NAME_LIMIT: Final = 255
"""Characters of a file name: no file system knows a longer one."""

_SHORTEST_TITLE: Final = 4
"""Characters of a name that may be a title: 总结 alone says nothing."""


def stem_of(name: str) -> tuple[str, list[str]]:
    """The name without folders and extension, and the folders, innermost first."""
    *folders, last = name.replace("\\", "/").split("/")
    return _EXTENSION.sub("", last[-_NAME_LIMIT:]), folders[::-1]


def named_title(stem: str) -> str:
    while match := _COPY.search(stem):
        stem = stem[: match.start()]
    match = _ORDINAL.match(stem)
    stem = " ".join((stem[match.end() :] if match else stem).strip(" _-—").split())
    is_as_long = _SHORTEST_TITLE <= len(stem) <= HEADING_LIMIT
    return stem if is_as_long and is_kind(stem) and not stem.endswith(ENDS_SENTENCE) else ""


def unit_of(stem: str, folders: Sequence[str]) -> Reading:
    """The unit that the name of a file names, else that of the folder that it is in."""
    reading = named(stem)
    innermost, above, between = _of_folders(tuple(folders), village(reading.unit))
    if above:
        reading = named(stem, above)
    if reading.doubt or (between and (above or village(reading.unit))):
        return reading._replace(doubt=reading.doubt or between, unit="", filed=innermost or reading.filed)
    return Reading(addressed(above, reading.unit or innermost), reading.sure, filed=innermost)


@lru_cache(maxsize=1000)
def _of_folders(folders: tuple[str, ...], is_village: bool) -> tuple[str, str, str]:
    """The innermost unit that folders name, its address and all, and what stands between it and the file and may be a
    name; the files of a folder share it. ``is_village``: whether the file's own name names one."""
    innermost = above = between = ""
    for name in folders:
        unit = only(name) or (addressing(name) if (village(innermost) if innermost else is_village) else "")
        if not unit:
            between = between or (name if not above and may_be_name(name) else "")
        elif not above:
            innermost = above = unit
        else:
            above = joined(unit, above) or above
    return innermost, above, between


def addressed(above: str, unit: str) -> str:
    """A unit with its address, where its name alone may be that of many: 东风村, 财政所."""
    if above.endswith(unit) and village(unit):
        return above
    is_common = bool(unit) and (village(unit) or not leading(unit))
    return joined(above, unit) or joined("".join(address(above).places), unit) or unit if above and is_common else unit
