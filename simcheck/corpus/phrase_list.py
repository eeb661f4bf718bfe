"""The set phrases of a corpus (套话): those counted, and those that the user added or struck in its list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from simcheck.comparison import prepared
from simcheck.errors import CannotWrite, Empty, NoAccess, TooLarge
from simcheck.files import home, refusal
from simcheck.findings import set_phrases
from simcheck.index import features
from simcheck.index.phrases import Seed, grown, seeds
from simcheck.model import Document
from simcheck.settings import Settings
from simcheck.store.store import Store
from simcheck.text.background import K
from simcheck.text.normalize import Normalized, folded, normalize, normalize_all
from simcheck.text.overlaid import CONTEXTS

# Counted


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase of a corpus: how many texts have it, in how many different contexts, and whether the table that
    checks use anyway says so too."""

    words: str
    texts: int
    contexts: int
    known: bool


def counted(store: Store, limit: int, settings: Settings) -> list[Phrase]:
    """What stands in five or more different contexts, the most frequent first.

    Counted in contexts, not in documents: what many copied in one piece is no phrase.
    """
    with store.reading() as snapshot:
        found = seeds(snapshot.segments, snapshot.removed, CONTEXTS, _SEEDS * limit)
        texts: dict[int, Normalized] = {}

        def text_of(number: int) -> Normalized:
            if number not in texts:
                texts[number] = normalize(store.catalogue.content(number) or "")
            return texts[number]

        kept: list[tuple[str, str, Seed]] = []
        for seed in found:
            first, place = seed.places[0]
            gram = text_of(first).string_of(place, place + features.GRAM)
            if any(gram in other for _, other, _ in kept):
                continue
            words = grown(seed, text_of, features.GRAM)
            letters = folded(words) if words else ""
            if len(letters) >= features.GRAM and not any(other in letters for _, other, _ in kept):
                kept.append((words or "", letters, seed))
            if len(kept) == limit:
                break
    return [
        Phrase(" ".join(words.split()), seed.texts, seed.contexts, _is_known(words, settings))
        for words, _, seed in kept
    ]


def _is_known(words: str, settings: Settings) -> bool:
    """Whether the table says by itself that a phrase is one."""
    text = prepared(Document("", "", words), settings)
    return bool(set_phrases.known_phrases(text, replace(settings, min_length=4)))


# Said


@dataclass(frozen=True, slots=True)
class PhraseList:
    """What the user said: phrases that are set phrases in this corpus, and phrases that are not."""

    added: tuple[str, ...]
    struck: tuple[str, ...]


def read(place: Path) -> PhraseList:
    """What the list in the folder of a corpus says; empty if there is none.

    Raises an ``UnreadableDocument`` if the file is no text.
    """
    said: dict[bytes, tuple[bool, str]] = {}
    for phrase, same in _phrases(_lines(place)):
        said.pop(same, None)
        said[same] = phrase
    added, struck = ([words for is_one, words in said.values() if is_one is wanted] for wanted in (True, False))
    return PhraseList(tuple(added), tuple(struck))


def note(place: Path, add: Iterable[str], strike: Iterable[str]) -> None:
    """Write phrases into the list that are set phrases here, and some that are not; the later word counts. Whatever
    else stands in the file stays. For a writer."""
    lines = _lines(place) or [_HEAD]
    for sign, phrases in (("", add), ("-", strike)):
        for words in phrases:
            line = " ".join(words.split())
            same = folded(line)
            lines = [each for each in lines if (said := _phrase(each)) is None or folded(said[1]) != same]
            lines.append(f"{sign}{line}")
    try:
        home.replace(place / home.PHRASES, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise CannotWrite(str(place / home.PHRASES), refusal.writing(error)) from error


def _lines(place: Path) -> list[str]:
    from simcheck.readers import decode

    path = place / home.PHRASES
    try:
        with open(home.opened(path), "rb") as file:
            data = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NoAccess(str(path), refusal.reading(error)) from None
    if len(data) > _LONGEST:
        raise TooLarge(str(path), len(data), _LONGEST)
    try:
        return decode(str(path), data).text.splitlines()
    except Empty:
        return []


def _phrase(line: str) -> tuple[bool, str] | None:
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


_HEAD: Final = "# 本语料库的套话，一行一句；行首是 - 的不算套话。One phrase a line; one that begins with - is none."

_LONGEST: Final = 1_000_000
"""Bytes of it: thirty thousand phrases, which nobody has read."""

_SEEDS: Final = 12
"""Fingerprints that are looked at for each phrase that is asked for: a phrase of 30 characters has eight."""
