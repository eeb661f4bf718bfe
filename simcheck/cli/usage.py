"""What may stand behind an option (a word of a few, a number in bounds), and how is wrong usage told in our words?"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn
from unicodedata import normalize

import click

from simcheck.environment import LANGUAGES
from simcheck.i18n import explain
from simcheck.i18n.explain import Explanation
from simcheck.i18n.messages import Fact, Messages, known, text


class Misuse(click.UsageError):
    """Wrong usage as a key of the catalogue (usage.…) and its facts."""

    def __init__(self, key: str, ctx: click.Context | None = None, **facts: Fact) -> None:
        super().__init__(key, ctx)
        self.key, self.facts = key, facts
        self.table: tuple[tuple[str, ...], ...] = ()


class OneOf(click.ParamType[str]):
    """A word out of a few, in English or in Chinese (``choice.…`` in the catalogue)."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def known(self, word: str) -> str | None:
        """The choice that a word is, whatever the width and the case of its letters."""
        plain = normalize("NFKC", word).strip().casefold()
        if plain in self.choices:
            return plain
        for choice in self.choices:
            keys = [key for kind in ("choice", "flag", "degree") if known(key := f"{kind}.{choice}")]
            if plain in (text(lang, key) for key in keys for lang in LANGUAGES):
                return choice
        return None

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return self.known(str(value)) or self._refuse(value, param, ctx)

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        # grades by the words that the screen has for them
        shown = [f"degree.{c}" if known(f"degree.{c}") else f"choice.{c}" for c in self.choices]
        words = " ".join(text("zh", key) for key in shown)
        facts = {"value": str(value), "choices": " ".join(self.choices), "words": words}
        raise Misuse("choice", ctx, option=_spelling(param), **facts)


class SomeOf(OneOf):
    """Some of a few words, with commas or blanks of any kind between them; they come as one string."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = [word for word in _BETWEEN.split(str(value)) if word]
        return " ".join(self.known(word) or self._refuse(word, param, ctx) for word in words or [""])


_BETWEEN: Final = re.compile(r"[\s,，、;；/|+]+")


class Within(click.ParamType[float]):
    """A number between two bounds; a whole one if the bounds are."""

    name = "number"

    def __init__(self, lowest: float, highest: float) -> None:
        self.lowest, self.highest = lowest, highest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        with contextlib.suppress(ValueError, TypeError):
            number = type(self.lowest)(normalize("NFKC", str(value)).removesuffix("%"))
            if self.lowest <= number <= self.highest:
                return number
        bounds = {"lowest": int(self.lowest), "highest": int(self.highest)}
        raise Misuse("number", ctx, option=_spelling(param), value=str(value), **bounds)


class Portion(click.ParamType[float]):
    """A share as a percentage or as a number from 0 to 1: 20%, 20 and 0.2 are the same; it comes as the latter."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        words = normalize("NFKC", str(value)).strip()
        number = Within(0.0, 100.0).convert(words, param, ctx)
        return number / 100 if words.endswith("%") or number > 1 else number


@dataclass(frozen=True, slots=True)
class Bound:
    """What ``--fail-above`` names: a percentage of all, or with a ``grade`` of what findings of it or above explain."""

    percent: float
    grade: str = ""

    def __str__(self) -> str:
        return f"{self.grade}:{self.percent:g}%" if self.grade else f"{self.percent:g}%"


class GradedBound(click.ParamType[Bound]):
    """A percentage, and perhaps a grade before it: 30, 30%, high:30."""

    name = "percentage"

    def __init__(self, *grades: str) -> None:
        self._grade, self._percent = OneOf(*grades), Within(0.0, 100.0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Bound:
        grade, colon, percent = normalize("NFKC", str(value)).rpartition(":")
        known = self._grade.convert(grade, param, ctx) if colon else ""
        return Bound(self._percent.convert(percent, param, ctx), known)


def _spelling(param: click.Parameter | None) -> str:
    return max(param.opts, key=len) if param else ""


def explained(error: click.UsageError, say: Messages) -> Explanation:
    """Any wrong usage in words, with the help to call for."""
    key, facts = _told(error)
    path = error.ctx.command_path if error.ctx else "simcheck"
    explanation = explain.worded(f"usage.{key}", "usage", say.lang, **facts, help=f"{path} --help")
    return replace(explanation, table=error.table) if isinstance(error, Misuse) else explanation


def _told(error: click.UsageError) -> tuple[str, dict[str, Fact]]:
    """The key and the facts of wrong usage, ours or click's."""
    match error:
        case Misuse():
            return error.key, error.facts
        case click.NoSuchOption():
            return "option", {"option": error.option_name, "near": _near(error.option_name, error)}
        case click.exceptions.NoSuchCommand():
            return "command", {"command": error.command_name, "near": _near(error.command_name, error)}
        case click.MissingParameter() if error.param:
            is_option = isinstance(error.param, click.Option)
            return "missing", {"name": _spelling(error.param) if is_option else str(error.param.metavar)}
        case click.BadOptionUsage() if "does not take" in error.message:
            return "no-flag-value", {"option": error.option_name}
        case click.BadOptionUsage() if "requires" in error.message:
            return "no-value", {"option": error.option_name}
    return "other", {"message": error.format_message()}


def _near(word: str, error: click.UsageError) -> str:
    """The option or command that was probably meant: ``--mini-length`` is ``--min-length``."""
    from difflib import get_close_matches

    if error.ctx is None:
        return ""
    command = error.ctx.command
    if isinstance(error, click.NoSuchOption):
        known = [name for param in command.params for name in param.opts if name.startswith("--")]
    else:
        known = command.list_commands(error.ctx) if isinstance(command, click.Group) else []
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")
