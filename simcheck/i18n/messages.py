"""The sentence of a key in a language, with its facts filled in: which languages there are, and their tables.

In a template ``{n}`` writes a whole number with thousands separators, ``{n:d}`` without them, and ``{n:word|words}``
the word that agrees with it. Whatever a fact holds, the result cannot drive a terminal: characters that print nothing
are dropped from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.printable import printable

_tables: Final[dict[Language, Mapping[str, str]]] = {}
"""Of the languages that were asked for."""

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language: ``say = Messages("zh")``, ``say("finding.title", n=3)``."""

    lang: Language

    def __call__(self, key: str, /, **facts: Fact) -> str:
        """The sentence ``key``; see ``text``."""
        return text(self.lang, key, **facts)


def text(lang: Language, key: str, /, **facts: Fact) -> str:
    """The sentence ``key`` with its facts filled in, whatever they are called; KeyError for a key or a fact that is
    missing."""
    return sentences(lang)[key].format_map({name: _shown(value) for name, value in facts.items()})


def known(key: str) -> bool:
    """Whether there is a sentence of this name."""
    # every language has the same
    return key in (next(iter(_tables.values())) if _tables else sentences("zh"))


def sentences(lang: Language) -> Mapping[str, str]:
    """The table of a language, which is loaded when it is first asked for."""
    if lang not in _tables:
        if lang == "zh":
            from simcheck.i18n.zh import ZH as table
        else:
            from simcheck.i18n.en import EN as table
        _tables[lang] = table
    return _tables[lang]


class _Count(int):
    """A whole number that can choose the word that agrees with it."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if self == 1 else many
        return int.__format__(self, spec or ",")


def _shown(value: Fact) -> Fact:
    if isinstance(value, str):
        return " ".join(printable(value).split("\n"))
    return _Count(value) if isinstance(value, int) else value
