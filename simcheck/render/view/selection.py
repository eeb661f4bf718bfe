"""What was chosen: which texts were searched, what counts, what is listed? In words for the record, and as options.

What was searched is told by the command that made the result; what counts and is listed belongs to each way of showing
it, so that the command that gives this output again is that one with the options of ``Selection``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import Flag, Grade
from simcheck.render.view.figures import left_out_flags


@dataclass(frozen=True)
class Selection:
    """Nothing with a flag of ``without`` counts; findings of ``grade`` and above are listed, which changes no
    number."""

    without: frozenset[Flag] = frozenset()
    grade: Grade | None = None

    def options(self) -> tuple[str, ...]:
        """As they are typed: an option for each flag, because a comma is a sign of some shells."""
        left_out = (word for flag in Flag if flag in self.without for word in ("--without", str(flag)))
        return (*left_out, *(("--grade", str(self.grade)) if self.grade else ()))


_VALUED: Final = ("before", "exclude", "new", "own", "encoding", "background")
_FLAGS: Final = ("no-public",)
_OTHERS: Final = frozenset({"--template", "--public", "--min-length", "--corpus", "--at"})
"""Options with a value that the record tells of elsewhere."""


def chosen_in_words(command: Sequence[str], selection: Selection, lang: Language) -> Iterator[tuple[str, str]]:
    """What was chosen, and how: the name of each thing and its value. ``command`` are the words that made the
    result."""
    asked = _asked(command)
    for name in (*_VALUED, *_FLAGS):
        if name in asked:
            values = [" ".join(printable(each).split()) for each in asked[name]]
            words = text(lang, "joint").join(values) if values else text(lang, f"filed.{name}.value")
            yield text(lang, f"filed.{name}"), words
    if selection.without:
        yield text(lang, "filed.without"), left_out_flags(selection.without, lang)
    if selection.grade:
        yield text(lang, "filed.listed"), text(lang, f"filed.listed.{selection.grade}")


def _asked(command: Sequence[str]) -> dict[str, list[str]]:
    """The options of a command by name, with their values; those of files are in it too."""
    found: dict[str, list[str]] = {}
    flags = {f"--{name}" for name in _FLAGS} | ({"--own"} if "compare" in command[1:2] else set())
    valued = _OTHERS | {f"--{name}" for name in _VALUED} - flags
    words = iter(command[2:])
    for word in words:
        if word in flags:
            found[word[2:]] = []
        elif word in valued:
            found.setdefault(word[2:], []).append(next(words, ""))
    return found
