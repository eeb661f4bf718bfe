"""The pages of ``--help`` in two languages, and commands that are loaded when they are called.

A page is made from the catalogue (help.…, option.…) and from the options that a command declares. The list of commands
needs their names alone, so that no command is imported for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from simcheck.cli.usage import Misuse
from simcheck.i18n import messages
from simcheck.i18n.messages import Messages

Table = Mapping[str, str]
"""Where commands are, by name: ``module:function`` below ``simcheck.cli``."""


def speech(ctx: click.Context) -> Messages:
    """The sentences in the language of this run."""
    say: Messages = ctx.find_root().obj
    return say


class Command(click.Command):
    """One command."""

    def __init__(self, name: str | None, **kwargs: Any) -> None:
        super().__init__(name, add_help_option=False, **kwargs)

    def get_help(self, ctx: click.Context) -> str:
        return _page(ctx)

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args:
            raise Misuse("extra", ctx, extra=" ".join(ctx.args))
        return super().invoke(ctx)


class Commands(click.Group):
    """A command that has commands, each of which is loaded when it is asked for."""

    def __init__(self, name: str | None, *, table: Table, **kwargs: Any) -> None:
        super().__init__(name, add_help_option=False, invoke_without_command=True, **kwargs)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None if there is none."""
        if cmd_name not in self._table:
            return None
        module, _, function = self._table[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"simcheck.cli.{module}"), function)
        return command

    def get_help(self, ctx: click.Context) -> str:
        return _page(ctx)


def _page(ctx: click.Context) -> str:
    """The help of the command that is called in ``ctx``."""
    say, command, topic = speech(ctx), ctx.command, ".".join(ctx.command_path.split()[1:]) or "program"
    parts = [say(f"help.{topic}.about"), f"{say('help.usage')}  {say(f'help.{topic}.usage')}"]
    if isinstance(command, click.Group):
        above = "" if topic == "program" else f"{topic}."
        rows = [(name, say(f"help.{above}{name}.short")) for name in command.list_commands(ctx)]
        parts.append(_section(say("help.commands"), rows))
    told = (param for param in command.params if isinstance(param, click.Option) and not param.hidden)
    options = [_option_row(param, topic, say) for param in told]
    parts.append(_section(say("help.options"), options))
    parts.append(_indented(say("help.examples"), say(f"help.{topic}.examples")))
    if topic in ("program", "compare", "check", "cross", "corpus.cross"):
        parts.append(_indented(say("help.codes"), say("help.codes.text")))
        parts.append(_indented(say("help.environment"), say("help.environment.text")))
    return "\n\n".join(parts)


def _option_row(option: click.Option, topic: str, say: Messages) -> tuple[str, str]:
    """The names of an option, and what it does: for this command if that needs other words."""
    names = ", ".join(sorted(option.opts, key=len))
    indent = "" if len(option.opts) > 1 else "    "
    value = f" {option.metavar}" if option.metavar else ""
    name = str(option.name).removeprefix("as_")
    own = f"option.{topic}.{name}"
    return f"{indent}{names}{value}", say(own if messages.known(own) else f"option.{name}")


def _section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    wide = max(len(name) for name, _ in rows)
    rows = [(each, words) for name, more in rows for each, words in _hanging(name, more)]
    return _indented(title, "\n".join(f"{name:<{wide}}  {words}" for name, words in rows))


def _hanging(name: str, words: str) -> Iterator[tuple[str, str]]:
    """A row of a table, and the rows that go on with its words."""
    first, *more = words.split("\n")
    yield name, first
    yield from (("", each) for each in more)


def _indented(title: str, lines: str) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines.split("\n"))])
