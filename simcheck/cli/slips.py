"""What did an input method, or a copy out of a document, do to the command line? Dashes for --, quotes, blanks, stops.

It is told, with the line as it was probably meant, and never guessed in silence: a file that is called so is that file.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import click

from simcheck import environment
from simcheck.cli.usage import Misuse, SomeOf
from simcheck.files.patterns import is_pattern

_DASHES: Final = "-‐‑‒–—―−─━﹘﹣－ー"
_DASHED: Final = re.compile(rf"[{_DASHES}]+|一{{1,2}}(?=[A-Za-z])")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z-]+")
_OPENING, _CLOSING = "“”‘’＂＇「『„", "“”‘’＂＇」』‟"
_SHELL: Final = {
    "＞": ">",
    "＞＞": ">>",
    "》": ">",
    "》》": ">>",
    "＜": "<",
    "《": "<",
    "｜": "|",
    "＆＆": "&&",
    "；": ";",
}
_SIGNS: Final = str.maketrans(
    {"。": ".", "．": ".", "／": "/", "＼": "\\", "：": ":", "～": "~", "￥": "\\", "、": os.sep}
)
_PATHS: Final = frozenset({"FILE", "FILE.csv", "DIR", "A", "B", "PATH", "RESULT.json", "ID", "ID|NAME"})
"""What stands for a path, or the name of a document, in what commands declare."""


def slip(args: Sequence[str], program: click.Group) -> Misuse | None:
    """The first thing that was typed otherwise than meant, with the whole line put right; None if there is none."""
    if {"-h", "--help"} & set(args):
        return None
    line = _Line(program)
    waiting = list(args)
    while waiting:
        waiting = line.take(waiting)
    if line.kind is None:
        return None
    return Misuse(f"slip-{line.kind}", None, wrong=line.wrong, command=" ".join(["simcheck", *line.words]))


class _Line:
    """A command line word by word: what was meant so far, and the first word that was not typed so."""

    def __init__(self, program: click.Group) -> None:
        self.words: list[str] = []
        self.kind: str | None = None
        self.wrong = ""
        self._command: click.Command = program
        self._names: click.Option | None = None
        """The option that takes names of a few words and came last."""
        self._is_plain = False
        """Whether ``--`` was there: no options follow."""

    def take(self, waiting: list[str]) -> list[str]:
        """Take the next word, or several that are one; returns those that are left."""
        word, rest = waiting[0], waiting[1:]
        if word in _SHELL and not os.path.exists(word):
            return self._note("shell", word, _SHELL[word], rest)
        if word == "--" and not self._is_plain:
            self._is_plain = not (rest and not os.path.exists(rest[0]) and f"--{rest[0]}" in self._options())
            return self._pass(word, rest) if self._is_plain else self._option(f"--{rest[0]}", rest[1:], "apart", word)
        if isinstance(self._command, click.Group) and not _DASHED.match(word):
            return self._in_group(word, rest)
        if not self._is_plain and word not in ("-", "") and (meant := self._meant(word)):
            return self._option(meant[0], rest, meant[1], word)
        return self._value(word, rest, is_path=True)

    # --- commands

    def _in_group(self, word: str, rest: list[str]) -> list[str]:
        group = self._command
        assert isinstance(group, click.Group)
        blank = _parts(word)
        if len(blank) > 1 and _plain(blank[0]) in group.list_commands(_NOWHERE):
            self._tell("blank", word)
            return [*blank, *rest]
        name = _plain(word)
        if name in group.list_commands(_NOWHERE):
            if name != word:
                self._tell("wide", word)
            self.words.append(name)
            self._command = group.get_command(_NOWHERE, name) or group
            return rest
        self.words.append(_typed(word))
        return []

    # --- options

    def _options(self) -> dict[str, click.Option]:
        return {name: each for each in self._command.params if isinstance(each, click.Option) for name in each.opts}

    def _meant(self, word: str) -> tuple[str, str] | None:
        """The option that a word is or was meant to be, with why it is not written so ("" if it is)."""
        options = self._options()
        name, sign, value = word.partition("=")
        if sign and len(name) == 2 and name in options and not options[name].is_flag:
            return f"{max(options[name].opts, key=len)}={value}", "equals"
        if name in options:
            return word, ""
        dashes = _DASHED.match(word)
        if dashes is None or os.path.exists(word):
            return None
        is_typed = not dashes[0].strip("-") and word.isascii()
        plain = _plain(word[dashes.end() :], fold=False)
        name, sign, value = plain.partition("=")
        long, short = f"--{name.lower()}", f"-{plain[:1]}"
        if long in options:
            kind = "case" if is_typed and dashes[0] == "--" else "single" if is_typed else "dash"
            return f"{long}{sign}{value}", "wide" if dashes[0] == "--" and not is_typed else kind
        if is_typed:
            # what click says of it is true
            return (word, "") if len(word) > 1 else None
        kind = "dash" if dashes[0].strip("-") else "wide"
        if _NAME.fullmatch(name):
            from difflib import get_close_matches

            near = get_close_matches(long, [each for each in options if each.startswith("--")], n=1, cutoff=0.8)
            return f"{near[0] if near else long}{sign}{value}", kind
        if short in options and (len(plain) == 1 or not options[short].is_flag):
            return f"-{plain}", kind
        return None

    def _option(self, word: str, rest: list[str], kind: str, wrong: str) -> list[str]:
        """An option as it was meant, with its value."""
        if kind:
            self._tell(kind, wrong)
        name, sign, value = word.partition("=")
        option = self._options().get(name)
        self._names = option if option and isinstance(option.type, SomeOf) else None
        self.words.append(f"{name}{sign}{_typed(value)}" if value else word)
        if option is None or option.is_flag or sign or not rest:
            return rest
        return self._value(rest[0], rest[1:], is_path=option.metavar in _PATHS)

    # --- values and arguments

    def _value(self, word: str, rest: list[str], *, is_path: bool) -> list[str]:
        option, self._names = self._names, None
        is_there = os.path.exists(word) or is_pattern(word)
        if option and self.words and self.words[-1] in option.opts:
            self._names = option
            return self._pass(word, rest)
        if option and not is_there and isinstance(option.type, SomeOf) and option.type.known(word):
            self._tell("words", word)
            self.words[-1] = f'"{self.words[-1].strip(chr(34)).strip(",")},{word}"'
            self._names = option
            return rest
        if is_there or not is_path:
            return self._pass(word, rest)
        if all(each in _DASHES for each in word) and word != "-" and not word.isascii():
            return self._dashes_alone(word, rest)
        if word[:1] in _OPENING and (quoted := _quoted([word, *rest])):
            return self._note("quote", " ".join([word, *rest][: quoted[1]]), _typed(quoted[0]), rest[quoted[1] - 1 :])
        parts = _parts(word)
        if len(parts) > 1 and (all(map(os.path.exists, parts)) or any(map(self._meant, parts[1:]))):
            self._tell("blank", word)
            return [*parts, *rest]
        meant = os.path.expanduser(_seen(word).translate(_SIGNS))
        has_suffix = not os.path.splitext(word)[1] and len(os.path.splitext(meant)[1]) > 1
        if meant != word and (has_suffix or os.path.exists(meant)):
            return self._note("unseen" if meant == _seen(word) else "sign", word, _typed(meant), rest)
        return self._pass(word, rest)

    def _dashes_alone(self, word: str, rest: list[str]) -> list[str]:
        """—— without, with a blank between; or — for standard input."""
        if rest and f"--{rest[0]}" in self._options():
            return self._option(f"--{rest[0]}", rest[1:], "dash", word)
        return self._note("dash", word, "-" if len(word) == 1 else "--", rest)

    def _pass(self, word: str, rest: list[str]) -> list[str]:
        self.words.append(word if word in ("-", "--") else _typed(word))
        return rest

    def _note(self, kind: str, wrong: str, right: str, rest: list[str]) -> list[str]:
        self._tell(kind, wrong)
        self.words.append(right)
        return rest

    def _tell(self, kind: str, wrong: str) -> None:
        if self.kind is None:
            self.kind, self.wrong = kind, wrong


_NOWHERE: Final = click.Context(click.Command("simcheck"))
"""For lists of commands, which hang on nothing."""


def _typed(word: str) -> str:
    """A word as it has to be typed, also one that begins with a dash."""
    return word if re.fullmatch(r"-[\w-]+", word) else environment.typed(word)


def _seen(word: str) -> str:
    """A word without characters that nobody sees."""
    return "".join(each for each in word if unicodedata.category(each) != "Cf")


def _plain(word: str, *, fold: bool = True) -> str:
    """A word in letters of half width."""
    plain = "".join(unicodedata.normalize("NFKC", each) if "！" <= each <= "～" else each for each in _seen(word))
    return plain.lower() if fold else plain


def _parts(word: str) -> list[str]:
    """The parts of a word between blanks that no shell takes for any."""
    return [part for part in re.split(r"[^\S\x20\t\n]+", word) if part]


def _quoted(words: Sequence[str]) -> tuple[str, int] | None:
    """What stands between quotation marks that no shell knows, and how many words it was taken for."""
    for count, word in enumerate(words, 1):
        if word[-1:] in _CLOSING and (count > 1 or len(word) > 2):
            return " ".join(words[:count])[1:-1], count
    return None
