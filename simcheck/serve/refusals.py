"""Errors as the site and the REST interface tell them: a stable code, both languages, no place of this machine."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from simcheck.environment import LANGUAGES, Language
from simcheck.errors import CannotWrite, SimcheckError
from simcheck.files.refusal import writing
from simcheck.i18n import explain
from simcheck.i18n.explain import Explanation
from simcheck.i18n.messages import Fact, known, text
from simcheck.serve.wire import Refusal, Told

STATUS: Final = {
    "corpus-busy": 409,
    "no-corpus": 404,
    "unknown-record": 404,
    "unknown-public": 404,
    "too-large": 413,
    "invalid-settings": 422,
    "memory": 503,
    "cannot-write": 507,
    "corpus-not-written": 507,
}
"""The HTTP status of an error, by its code; 422 for a document that cannot be read, 500 for the rest."""


class Refused(Exception):
    """A request that is not carried out: its status, its code, and why."""

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.status, self.refusal = status, refusal


def refused(status: int, name: str, /, **facts: Fact) -> Refused:
    """One whose words are those of ``serve.NAME`` in the catalogues; the name is its code."""
    return Refused(status, worded(name, prefix="serve", **facts))


def of_child(refusal: Refusal) -> Refused:
    """What the child refused."""
    return Refused(STATUS.get(refusal.code, 422), refusal)


def worded(name: str, /, *, prefix: str = "error", **facts: Fact) -> Refusal:
    """The words ``PREFIX.NAME``, with their facts."""
    return Refusal(name, {lang: _told(explain.worded(f"{prefix}.{name}", name, lang, **facts)) for lang in LANGUAGES})


def refusal(error: SimcheckError, names: Mapping[str, str]) -> Refusal:
    """An error as it may be told to somebody else: ``names`` says what places of this machine are called."""
    told = copy.copy(error)
    for fact, value in vars(error).items():
        setattr(told, fact, _called(value, names))
    return Refusal(error.code, {lang: _told(_explained(told, lang)) for lang in LANGUAGES})


def not_stored(name: str, error: OSError) -> Refusal:
    """What the system refused to write down."""
    return refusal(CannotWrite(name, writing(error)), {})


def _explained(error: SimcheckError, lang: Language) -> Explanation:
    """An error in words that name no command where there are such (``serve.CODE``)."""
    said = explain.explain(error, lang)
    if known(f"serve.{error.code}.title"):
        said = replace(said, title=explain.worded(f"serve.{error.code}", "", lang, **_shown(error)).title)
    if known(f"serve.{error.code}.advice"):
        said = replace(said, advice=text(lang, f"serve.{error.code}.advice"), table=())
    return said


def _shown(error: SimcheckError) -> dict[str, Fact]:
    return {name: value for name, value in vars(error).items() if isinstance(value, str | int)}


def _told(said: Explanation) -> Told:
    return Told(said.title, said.place, said.reason, said.advice)


def _called(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_called(each, names) for each in value)
    if not isinstance(value, str):
        return value
    for place in sorted(names, key=len, reverse=True):
        value = value.replace(place, names[place])
    return os.path.basename(value.rstrip(os.sep)) if os.path.isabs(value) else value
