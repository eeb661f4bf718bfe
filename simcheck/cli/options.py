"""Which options are there? Each is declared once, those that go together as one; what was typed is ``Wishes``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from simcheck._version import __version__
from simcheck.cli.usage import Bound, GradedBound, OneOf, Portion, SomeOf, Within
from simcheck.environment import LANGUAGES
from simcheck.i18n.messages import Messages

if TYPE_CHECKING:
    from simcheck.model import Flag, Grade
    from simcheck.render.view.record import Verified
    from simcheck.render.view.selection import Selection

F = TypeVar("F", bound=Callable[..., Any])

EXTRA: Final = {"allow_extra_args": True}
"""Settings of a command that counts its arguments itself, to say which are too many."""

VIEWS: Final = ("inline", "side", "list", "paragraphs", "none")
"""The members of ``render.terminal.options.View``, which is not imported for help."""


LEFT_OUT: Final = ("boilerplate", "scattered", "public", "quoted", "own")
"""The members of ``model.Flag`` that may be left out of the numbers."""

GRADES: Final = ("high", "middle", "low")
"""The members of ``model.Grade``."""


def flag(*names: str, **more: Any) -> Callable[[F], F]:
    """An option without a value."""
    return click.option(*names, is_flag=True, **more)


def limit(lowest: int, highest: int, **more: Any) -> Callable[[F], F]:
    """How many are shown."""
    return click.option("-n", "--limit", "limit", metavar="N", type=Within(lowest, highest), **more)


def _say_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        sys.stdout.write(ctx.get_help() + "\n")
        ctx.exit()


def _say_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from simcheck.compiled import core

        sys.stdout.write(f"simcheck {__version__} ({'compiled core' if core() else 'Python only'})\n")
        ctx.exit()


def _all(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, in the order in which help lists them."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


AS_JSON: Final = flag("--json", "as_json")
ENCODING: Final = click.option("--encoding", metavar="NAME")
FORCE: Final = flag("--force")
PUBLIC: Final = click.option("--public", metavar="PATH", multiple=True)
QUIET: Final = flag("-q", "--quiet")
TEMPLATE: Final = click.option("--template", "templates", metavar="FILE", multiple=True)
VERBOSE: Final = flag("-v", "--verbose")

about_program = _all(
    click.option("--lang", metavar="LANG", type=OneOf(*LANGUAGES), expose_value=False, is_eager=True),
    flag("--debug", expose_value=False),
    flag("-h", "--help", is_eager=True, expose_value=False, callback=_say_help),
    flag("-V", "--version", is_eager=True, expose_value=False, callback=_say_version),
)

about_corpus = _all(click.option("--corpus", "corpus", metavar="DIR"), about_program)

about_reading = _all(
    click.option("--min-length", metavar="N", type=Within(4, 1000)),
    ENCODING,
    click.option("--background", metavar="FILE"),
)

about_result = _all(
    click.option("-o", "--output", "output", metavar="FILE", multiple=True),
    FORCE,
    AS_JSON,
    flag("--no-text", "no_text"),
    flag("--anonymise", "anonymise"),
    click.option("--view", metavar="VIEW", default="auto", type=OneOf("auto", *VIEWS)),
    limit(0, 1_000_000),
    flag("--all", "everything"),
    click.option("--without", metavar="KIND", multiple=True, type=SomeOf(*LEFT_OUT)),
    click.option("--grade", metavar="GRADE", type=OneOf(*GRADES)),
    click.option("--fail-above", metavar="PERCENT", type=GradedBound(*GRADES)),
    click.option("--color", metavar="WHEN", default="auto", type=OneOf("auto", "always", "never")),
    QUIET,
    VERBOSE,
)


about_crossing = _all(
    click.option("--at", metavar="PERCENT", type=Portion()),
    click.option("-o", "--output", "output", metavar="FILE", multiple=True),
    FORCE,
    AS_JSON,
    flag("--no-text", "no_text"),
    # refused, with what to do instead
    flag("--anonymise", "anonymise", hidden=True),
    limit(0, 1_000_000),
    flag("--all", "everything"),
    click.option("--fail-above", metavar="PERCENT", type=GradedBound("high")),
    click.option("--color", metavar="WHEN", default="auto", type=OneOf("auto", "always", "never")),
    QUIET,
    VERBOSE,
)


@dataclass(frozen=True)
class Wishes:
    """What the user wants done with a report, as it was typed; the fields but the first are ``about_result``."""

    say: Messages
    output: tuple[str, ...]
    force: bool
    as_json: bool
    no_text: bool
    view: str
    limit: float | None
    everything: bool
    without: tuple[str, ...]
    grade: str | None
    fail_above: Bound | None
    color: str
    quiet: bool
    verbose: bool
    brief: bool = False
    """Whether passages are shown on request only."""
    anonymise: bool = False
    """Whether sources are called by numbers in whatever is written or shown."""
    options: str = ""
    """What has to be typed again to get the same result in another form."""
    verified: Verified | None = None
    """What still agrees with a saved result."""

    @property
    def most(self) -> int | None:
        return None if self.limit is None or self.everything else int(self.limit)

    @property
    def is_silent(self) -> bool:
        """Whether the result is wanted as files or as an exit code only."""
        return self.quiet and bool(self.output or self.fail_above is not None)

    @property
    def left_out(self) -> frozenset[Flag]:
        from simcheck.model import Flag

        return frozenset(Flag(name) for some in self.without for name in some.split())

    @property
    def least(self) -> Grade | None:
        """The lowest grade that is listed."""
        from simcheck.model import Grade

        return Grade(self.grade) if self.grade else None

    @property
    def selection(self) -> Selection:
        """What counts, and what is listed."""
        from simcheck.render.view.selection import Selection

        return Selection(self.left_out, self.least)

    @property
    def asks_grades(self) -> bool:
        """Whether grades are asked for, which results of older versions have not."""
        return bool(self.grade or (self.fail_above and self.fail_above.grade))
