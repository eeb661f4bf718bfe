"""Arguments in, exit code out: the table of all commands, and the way in and out.

0 finished, 1 above ``--fail-above``, 2 wrong usage or something could not be read or written, 130 interrupted. Results
go to stdout, everything else to stderr. A command is loaded when it is called, and imports what is heavy where it needs
it: help is immediate.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import IO, Final

import click

from simcheck import environment
from simcheck._version import __version__
from simcheck.cli import talk, usage
from simcheck.cli.help import Commands, Table, speech
from simcheck.cli.options import about_program
from simcheck.cli.slips import slip
from simcheck.errors import CannotWrite, SimcheckError
from simcheck.i18n import explain
from simcheck.i18n.messages import Messages

PROGRAM: Final[Table] = {
    "compare": "commands.compare:compare_documents",
    "check": "commands.check:check_documents",
    "cross": "commands.cross:cross_documents",
    "corpus": "main:corpus",
    "show": "commands.show:show_result",
    "serve": "commands.serve:serve_site",
    "watch": "commands.watch:watch_folder",
    "background": "main:background",
}

CORPUS: Final[Table] = {
    "add": "commands.corpus_add:add_documents",
    "list": "commands.corpus:list_documents",
    "stats": "commands.corpus:describe_corpus",
    "phrases": "commands.corpus:list_phrases",
    "cross": "commands.corpus_cross:cross_corpus",
    "public": "commands.corpus_public:keep_public",
    "remove": "commands.corpus:remove_documents",
    "upgrade": "commands.corpus:upgrade_corpus",
    "rebuild": "commands.corpus:rebuild_index",
}

BACKGROUND: Final[Table] = {"build": "commands.background:build_background"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; only ``--debug`` shows a traceback."""
    args = list(sys.argv[1:] if argv is None else argv)
    # numpy's linear algebra is never used here, and starting its threads takes longer than comparing two reports.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_closed()
    _make_safe(sys.stdout)
    _make_safe(sys.stderr)
    say = Messages(environment.language(_value_of("--lang", args)))
    try:
        return _run(args, say)
    except SimcheckError as error:
        talk.tell_error(error, say)
        return 2
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\n" + say("interrupted") + "\n")
        return 130
    except BrokenPipeError:
        _close_quietly()
        return 0
    except OSError as error:
        if "--debug" in args:
            raise
        _close_quietly()
        talk.tell_error(CannotWrite("stdout", error.strerror or str(error)), say)
        return 2
    except MemoryError:
        if "--debug" in args:
            raise
        talk.tell_explanation(explain.worded("error.memory", "", say.lang), say)
        return 2
    except Exception:
        if "--debug" in args:
            raise
        talk.tell_explanation(explain.worded("error.unexpected", "", say.lang), say)
        return 2


def _run(args: list[str], say: Messages) -> int:
    try:
        if misuse := slip(args, program):
            raise misuse
        with program.make_context("simcheck", args, obj=say) as ctx:
            code = program.invoke(ctx)
        sys.stdout.flush()
        return int(code or 0)
    except click.exceptions.Exit as leaving:
        sys.stdout.flush()
        return leaving.exit_code
    except click.UsageError as error:
        talk.tell_explanation(usage.explained(error, say), say)
        return 2


@click.group(cls=Commands, table=PROGRAM)
@about_program
@click.pass_context
def program(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is None:
        say = speech(ctx)
        sys.stdout.write(say("welcome", version=__version__, about=say("about"), local=say("local")))
    return 0


@click.group(cls=Commands, table=CORPUS)
@about_program
@click.pass_context
def corpus(ctx: click.Context) -> int:
    return _say_help(ctx)


@click.group(cls=Commands, table=BACKGROUND)
@about_program
@click.pass_context
def background(ctx: click.Context) -> int:
    return _say_help(ctx)


def _say_help(ctx: click.Context) -> int:
    """The help of a command that was called without one of its own commands."""
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")
    return 0


def _value_of(option: str, args: Sequence[str]) -> str | None:
    """The last value of an option, before anything is parsed: even a complaint about options needs a language."""
    value = None
    for word, following in zip(args, [*args, ""][1:], strict=True):
        if word == "--":
            break
        if word == option:
            value = following
        elif word.startswith(f"{option}="):
            value = word.partition("=")[2]
    return value


def _open_closed() -> None:
    """Put nothing where a standard stream was closed before we began: it swallows what is said to it, and no file that
    is opened later takes its place."""
    for handle, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if handle and getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115


def _make_safe(stream: IO[str]) -> None:
    """A character that the terminal's encoding lacks is no reason to stop."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


def _close_quietly() -> None:
    """Whoever read the output has gone; keep Python from complaining about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
