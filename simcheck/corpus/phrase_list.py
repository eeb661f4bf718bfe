"""The set phrases of a corpus: those counted, and those that the user added or struck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from simcheck.files import home
from simcheck.text.background import K
from simcheck.text.normalize import normalize_all

PHRASES: Final = home.PHRASES
"""What the user said of set phrases, beside the catalogue."""

LONGEST_LIST: Final = 1_000_000
"""Bytes of it: thirty thousand phrases, which nobody has read."""

SEEDS: Final = 12
"""Fingerprints that are looked at for each phrase that is asked for: a phrase of 30 characters has eight."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase of a corpus: how many texts have it, in how many different surroundings, and whether the table that
    checks use anyway says so too."""

    words: str
    texts: int
    contexts: int
    known: bool


PHRASES_HEAD: Final = (
    "# 本语料库的套话，一行一句；行首是 - 的不算套话。One phrase a line; one that begins with - is none."
)


def phrase_line(line: str) -> tuple[bool, str] | None:
    """What a line of the list says: whether its words are a set phrase, and the words; None if it says nothing."""
    return next((phrase for phrase, _ in _phrases([line])), None)


def _phrases(lines: Iterable[str]) -> list[tuple[tuple[bool, str], bytes]]:
    """What each line of the list says that says anything, and what tells equal phrases; all are folded at once."""
    said = []
    for line in lines:
        words = line.strip().lstrip("\ufeff").strip()
        is_none = words[:1] in ("-", "－", "—", "–")
        words = words[1:].strip() if is_none else words
        if not words.startswith(("#", "＃")):
            said.append((not is_none, words))
    compared = normalize_all([words for _, words in said])
    return [(one, text.codes.tobytes()) for one, text in zip(said, compared, strict=True) if len(text) >= K]


def phrase_list_of(lines: Iterable[str]) -> PhraseList:
    said: dict[bytes, tuple[bool, str]] = {}
    for phrase, same in _phrases(lines):
        said.pop(same, None)
        said[same] = phrase
    added, struck = ([words for is_one, words in said.values() if is_one is wanted] for wanted in (True, False))
    return PhraseList(tuple(added), tuple(struck))


@dataclass(frozen=True, slots=True)
class PhraseList:
    """What the user said: phrases that are set phrases in this corpus, and phrases that are not."""

    added: tuple[str, ...]
    struck: tuple[str, ...]
