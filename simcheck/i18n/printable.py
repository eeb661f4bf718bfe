"""How are words, JSON and shares shown so that they cannot drive a terminal, and how wide are they there?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final


def printable(text: str) -> str:
    """``text`` without anything that could drive a terminal or print nothing; every line break is one ``\\n``."""
    return text.replace("\r\n", "\n").translate(_PRINTABLE)


class _Printable(dict[int, str | None]):
    """What to print for a code point; filled as characters come along."""

    def __missing__(self, point: int) -> str | None:
        self[point] = _printable(point)
        return self[point]


def _printable(point: int) -> str | None:
    character = chr(point)
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf") or any(first <= point <= last for first, last in _IGNORABLE):
        return None
    if category == "Zs" and point != 0x3000:
        return " "
    return "?" if category == "Cs" else character


# Characters that print nothing although their category does not say so: joiners, fillers, variation selectors.
_IGNORABLE: Final = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0000, 0xE0FFF),
)

_PRINTABLE: Final = _Printable()


def unseen_escaped(json: str) -> str:
    """JSON that says the same, with everything that could drive or mislead a terminal written as an escape."""
    return _UNSEEN.sub(_escape, json)


_UNSEEN: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def escaped(json: str, characters: Iterable[str]) -> str:
    """JSON that says the same with some characters written as escapes."""
    return json.translate({ord(character): _in_escapes(character) for character in characters})


def _escape(match: re.Match[str]) -> str:
    return _in_escapes(match.group())


def _in_escapes(characters: str) -> str:
    units = characters.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def width(words: str) -> int:
    """Cells of a terminal that printable text fills, nearly; exactly where there is ``render.terminal.wrap``."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def shortest(names: Sequence[Sequence[str]]) -> list[str]:
    """Of several names of each thing, the shortest first, those at the first place that tell all of them apart; the
    last ones if none do."""
    most = max(map(len, names), default=0)
    for at in range(most):
        chosen = [some[min(at, len(some) - 1)] for some in names]
        if len(set(chosen)) == len(chosen):
            return chosen
    return [some[-1] for some in names]


def percent(ratio: float) -> str:
    """0–1 as a percentage with one decimal; what is not quite all or not quite nothing never reads 100 % or 0 %."""
    if 0 < ratio < 0.0005:
        return "<0.1%"
    return f"{min(ratio, 0.999) if ratio < 1 else ratio:.1%}"
