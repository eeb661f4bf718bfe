"""How does text become HTML that shows exactly this text? Escaping, elements, words in both languages.

``Markup`` is HTML, ``str`` is text: a type checker refuses the one for the other, so that nothing from outside gets in
unescaped. What HTML cannot hold (NUL, lone surrogates) is one U+FFFD each, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NewType

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import Fact, text

Markup = NewType("Markup", str)

Attribute = str | int | bool | None
"""An attribute's value: True for one without a value, None and False for none."""

Attributes = Mapping[str, Attribute]

NOTHING: Final = Markup("")

_VOID: Final = frozenset({"input", "meta", "br", "hr", "col"})
"""Elements that have no end tag."""

_ESCAPES: Final = {
    **{ord(sign): f"&{name};" for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"))},
    ord("'"): "&#39;",
    # a parser would make a line feed of it
    ord("\r"): "&#13;",
    0: "\ufffd",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def escaped(words: str) -> Markup:
    """Text as HTML, in an element or an attribute."""
    return Markup(words.translate(_ESCAPES))


def joined(parts: Iterable[Markup]) -> Markup:
    """Several pieces one after the other."""
    return Markup("".join(parts))


def spaced(parts: Iterable[Markup]) -> list[Markup]:
    """Pieces with a blank between any two, so that their words are apart wherever they are copied to."""
    return [each for part in parts for each in (Markup(" "), part)][1:]


def element(name: str, attributes: Attributes | None = None, /, *children: Markup) -> Markup:
    """An element; the names are the program's own and are not escaped."""
    opening = name
    for key, value in (attributes or {}).items():
        if value is True:
            opening += f" {key}"
        elif value is not None and value is not False:
            opening += f' {key}="{escaped(str(value))}"'
    return Markup(f"<{opening}>" if name in _VOID else f"<{opening}>{''.join(children)}</{name}>")


# --- the words of the program -----------------------------------------------------------------------------------------


def both(say: Callable[[Language], str]) -> Markup:
    """The program's words in both languages, of which the page shows one at a time."""
    return spoken({lang: say(lang) for lang in LANGUAGES})


def spoken(words: Mapping[Language, str]) -> Markup:
    """Words that are there in both languages already."""
    if len(set(words.values())) == 1:
        return escaped(words[LANGUAGES[0]])
    return joined(element("span", {"class": lang, "lang": CODES[lang]}, escaped(words[lang])) for lang in LANGUAGES)


def said(key: str, /, **facts: Fact) -> Markup:
    """A sentence of ``messages`` in both languages."""
    return both(lambda lang: text(lang, key, **facts))


def labelled(lang: Language, key: str, /, name: str = "aria-label", **facts: Fact) -> dict[str, Attribute]:
    """An attribute whose words follow the language, beginning with ``lang``; the attribute ``data-text`` are the words
    in the element."""
    return labelled_by(lang, lambda each: text(each, key, **facts), name)


def labelled_by(lang: Language, say: Callable[[Language], str], name: str = "aria-label") -> dict[str, Attribute]:
    """The same of words that are no sentence alone."""
    words: dict[str, Attribute] = {f"data-{each}": say(each) for each in LANGUAGES}
    return {name: words[f"data-{lang}"], "data-says": name, **words}


CODES: Final = {"zh": "zh-CN", "en": "en"}
"""The languages by the names of BCP 47."""


# --- the words of a document ------------------------------------------------------------------------------------------

_ODD: Final = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that print nothing, or change the order of others: each stands by itself, and its number is shown."""


def exact(words: str) -> Markup:
    """Text of a document: what is left of it without tags is ``words``, character for character."""
    if not _ODD.search(words):
        return escaped(words)
    parts, at = [], 0
    for odd in _ODD.finditer(words):
        parts.append(escaped(words[at : odd.start()]))
        # isolated, so that what turns words round turns nothing
        parts.append(element("span", {"class": "odd", "data-c": f"U+{ord(odd[0]):04X}"}, escaped(odd[0])))
        at = odd.end()
    return joined([*parts, escaped(words[at:])])


def held(words: str) -> str:
    """What HTML can hold of a text: the same length, NUL and lone surrogates as U+FFFD."""
    return _UNHELD.sub("\ufffd", words)


_UNHELD: Final = re.compile("[\0\ud800-\udfff]")
