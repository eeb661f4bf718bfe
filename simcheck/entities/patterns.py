"""Regular expressions (正则) that are compiled when they are first used, and the characters that they are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

H: Final = r"\u3400-\u4dbf\u4e00-\u9fff"
"""Ideographs, for a set of characters."""

D: Final = "[0-9０-９]"
"""A figure, of either width."""

FIGURE: Final = "〇○零一二三四五六七八九"
C: Final = f"[{FIGURE}OＯ0０]"
"""A figure in characters, with what people type for 〇."""


class Pattern:
    """A regular expression that is compiled when it is first used: all of them would hold up every start by 40 ms."""

    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    fullmatch: Callable[[str], re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    split: Callable[[str], list[str]]
    sub: Callable[[str, str], str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source, flags

    def __getattr__(self, name: str) -> object:
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for method in Pattern.__annotations__:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
