"""Arguments in, exit code out.

0 finished, 1 above ``--fail-above``, 2 wrong usage or something could not be read or written, 130 interrupted. Results
go to stdout, everything else to stderr. Heavy modules are imported by the command that needs them: help is immediate.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click

from simcheck import messages
from simcheck.errors import CannotWrite, InvalidSettings, NoAccess, SimcheckError
from simcheck.messages import LANGUAGES, Explanation, Language

if TYPE_CHECKING:
    from simcheck.model import Document, Flag
    from simcheck.render.terminal import Look, View
    from simcheck.report import Report

SUFFIXES: Final = (".json", ".md", ".csv", ".txt")
_PAPER: Final = 100
"""Columns where there is no screen: in .txt files, and in pipes if COLUMNS does not say."""


# --- wrong usage, in our own words ------------------------------------------------------------------------------------


class Misuse(click.UsageError):
    """Wrong usage as a key of ``messages`` (usage.…) and its facts."""

    def __init__(self, key: str, ctx: click.Context | None = None, **facts: messages.Fact) -> None:
        super().__init__(key, ctx)
        self.key, self.facts = key, facts


class OneOf(click.ParamType[str]):
    """A word out of a few."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        raise Misuse("choice", ctx, option=_spelling(param), value=str(value), choices=" ".join(self.choices))


class Within(click.ParamType[float]):
    """A number between two bounds; a whole one if the bounds are."""

    name = "number"

    def __init__(self, lowest: float, highest: float) -> None:
        self.lowest, self.highest = lowest, highest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        with contextlib.suppress(ValueError, TypeError):
            number = type(self.lowest)(str(value).removesuffix("%"))
            if self.lowest <= number <= self.highest:
                return number
        bounds = {"lowest": int(self.lowest), "highest": int(self.highest)}
        raise Misuse("number", ctx, option=_spelling(param), value=str(value), **bounds)


def _spelling(param: click.Parameter | None) -> str:
    return max(param.opts, key=len) if param else ""


def _misused(error: click.UsageError, lang: Language) -> Explanation:
    key, facts = _usage(error)
    path = error.ctx.command_path if error.ctx else "simcheck"
    return messages.worded(f"usage.{key}", "usage", lang, **facts, help=f"{path} --help")


def _usage(error: click.UsageError) -> tuple[str, dict[str, messages.Fact]]:
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
        known = list(getattr(command, "commands", ()))
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")


# --- help, in two languages -------------------------------------------------------------------------------------------


class Helped:
    """A command whose help is made from ``messages`` (help.…); ``topic`` is its place there."""

    topic: str

    def get_help(self, ctx: click.Context) -> str:
        return _page(ctx.command, self.topic, _speech(ctx))


class Command(Helped, click.Command):
    """One command."""

    def __init__(self, name: str | None, *, topic: str, **kwargs: Any) -> None:
        super().__init__(name, add_help_option=False, **kwargs)
        self.topic = topic

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args:
            raise Misuse("extra", ctx, extra=" ".join(ctx.args))
        return super().invoke(ctx)


class Commands(Helped, click.Group):
    """A command that has commands."""

    def __init__(self, name: str | None, *, topic: str, **kwargs: Any) -> None:
        super().__init__(name, add_help_option=False, invoke_without_command=True, **kwargs)
        self.topic = topic


def _page(command: click.Command, topic: str, lang: Language) -> str:
    def say(key: str) -> str:
        return messages.text(lang, f"help.{key}")

    parts = [say(f"{topic}.about"), f"{say('usage')}  {say(f'{topic}.usage')}"]
    if isinstance(command, click.Group):
        rows = [(name, say(f"{getattr(each, 'topic', name)}.short")) for name, each in command.commands.items()]
        parts.append(_section(say("commands"), rows))
    parts.append(_section(say("options"), [_option_row(param, lang) for param in command.params if _is_option(param)]))
    parts.append(_indented(say("examples"), say(f"{topic}.examples")))
    if topic in ("program", "compare"):
        parts.append(_indented(say("codes"), say("codes.text")))
        parts.append(_indented(say("environment"), say("environment.text")))
    return "\n\n".join(parts)


def _is_option(param: click.Parameter) -> bool:
    return isinstance(param, click.Option)


def _option_row(param: click.Parameter, lang: Language) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    indent = "" if len(param.opts) > 1 else "    "
    value = f" {param.metavar}" if param.metavar else ""
    return f"{indent}{names}{value}", messages.text(lang, f"option.{_topic(param)}")


def _topic(param: click.Parameter) -> str:
    return str(param.name).removeprefix("as_")


def _section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    wide = max(len(name) for name, _ in rows)
    return _indented(title, "\n".join(f"{name:<{wide}}  {words}" for name, words in rows))


def _indented(title: str, lines: str) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines.split("\n"))])


def _speech(ctx: click.Context) -> Language:
    lang: Language = ctx.find_root().obj
    return lang


# --- options, each declared once --------------------------------------------------------------------------------------

F = TypeVar("F", bound=Callable[..., Any])


def _all(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, in the order in which help lists them."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _say_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        sys.stdout.write(ctx.get_help() + "\n")
        ctx.exit()


def _say_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from simcheck import __version__

        sys.stdout.write(f"simcheck {__version__}\n")
        ctx.exit()


def _flag(*names: str, **more: Any) -> Callable[[F], F]:
    return click.option(*names, is_flag=True, **more)


_LANG: Final = click.option("--lang", metavar="LANG", type=OneOf(*LANGUAGES), expose_value=False, is_eager=True)
_DEBUG: Final = _flag("--debug", expose_value=False)
_HELP: Final = _flag("-h", "--help", is_eager=True, expose_value=False, callback=_say_help)
_VERSION: Final = _flag("-V", "--version", is_eager=True, expose_value=False, callback=_say_version)

_VIEWS: Final = ("inline", "side", "list", "paragraphs", "none")
"""The members of ``render.terminal.View``, which is not imported for help."""

about_program = _all(_LANG, _DEBUG, _HELP, _VERSION)

about_result = _all(
    click.option("-o", "--output", "output", metavar="FILE", multiple=True),
    _flag("--json", "as_json"),
    _flag("--no-text", "no_text"),
    click.option("--view", metavar="VIEW", default="auto", type=OneOf("auto", *_VIEWS)),
    click.option("-n", "--limit", "limit", metavar="N", type=Within(0, 1_000_000)),
    _flag("--all", "everything"),
    click.option("--without", metavar="KIND", multiple=True, type=OneOf("boilerplate")),
    click.option("--fail-above", metavar="PERCENT", type=Within(0.0, 100.0)),
    click.option("--color", metavar="WHEN", default="auto", type=OneOf("auto", "always", "never")),
    _flag("-q", "--quiet"),
    _flag("-v", "--verbose"),
)


@dataclass(frozen=True)
class Wishes:
    """What the user wants done with a report; the fields are the options of ``about_result``."""

    lang: Language
    output: tuple[str, ...]
    as_json: bool
    no_text: bool
    view: str
    limit: float | None
    everything: bool
    without: tuple[str, ...]
    fail_above: float | None
    color: str
    quiet: bool
    verbose: bool

    @property
    def most(self) -> int | None:
        return None if self.limit is None or self.everything else int(self.limit)

    @property
    def left_out(self) -> frozenset[Flag]:
        from simcheck.model import Flag

        return frozenset(Flag(name) for name in self.without)


# --- the commands -----------------------------------------------------------------------------------------------------

_EXTRA: Final = {"allow_extra_args": True}


@click.group(cls=Commands, topic="program")
@about_program
@click.pass_context
def program(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is None:
        from simcheck import __version__

        lang = _speech(ctx)
        facts = {name: messages.text(lang, name) for name in ("about", "local")}
        sys.stdout.write(messages.text(lang, "welcome", version=__version__, **facts))
    return 0


@program.command("compare", cls=Command, topic="compare", context_settings=_EXTRA)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@about_result
@click.option("--min-length", metavar="N", type=Within(4, 1000))
@click.option("--encoding", metavar="NAME")
@click.option("--background", metavar="FILE")
@about_program
@click.pass_context
def compare_documents(
    ctx: click.Context,
    /,
    a: str,
    b: str,
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(_speech(ctx), **options)
    _refuse_outputs(wishes.output, (a, b), ctx)
    if a == b == "-":
        raise Misuse("both-stdin", ctx)
    if "-" in (a, b) and sys.stdin.isatty():
        sys.stderr.write(ctx.get_help() + "\n")
        return 2
    documents = _read_all((a, b), encoding, wishes)
    if documents is None:
        return 2
    from simcheck.check import compare
    from simcheck.settings import Settings

    settings = Settings() if min_length is None else Settings(min_length=int(min_length))
    if background is not None:
        from simcheck.background import Background

        settings = replace(settings, background=None if background == "none" else Background.load(background))
    report = compare(*documents, settings=settings)
    if wishes.verbose:
        table = background or messages.text(wishes.lang, "shipped")
        _say(wishes.lang, "detail.settings", minimum=settings.min_length, background=table)
    return _deliver(report, wishes)


@program.command("show", cls=Command, topic="show", context_settings=_EXTRA)
@click.argument("result", metavar="RESULT.json")
@about_result
@about_program
@click.pass_context
def show_result(ctx: click.Context, /, result: str, **options: Any) -> int:
    wishes = Wishes(_speech(ctx), **options)
    _refuse_outputs(wishes.output, (result,), ctx)
    if result == "-" and sys.stdin.isatty():
        sys.stderr.write(ctx.get_help() + "\n")
        return 2
    from simcheck.report import Report

    return _deliver(Report.from_json(_saved(result), name=result), wishes)


@program.group("background", cls=Commands, topic="background")
@about_program
@click.pass_context
def background(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")
    return 0


@background.command("build", cls=Command, topic="background.build", context_settings=_EXTRA)
@click.argument("paths", metavar="PATH", nargs=-1, required=True)
@click.option("-o", "--output", "table", metavar="FILE", required=True)
@_flag("-q", "--quiet")
@about_program
@click.pass_context
def build_background(ctx: click.Context, /, paths: tuple[str, ...], table: str, quiet: bool) -> int:
    from simcheck.background import build

    lang = _speech(ctx)
    _refuse_unwritable(table)
    _refuse_counted(table, paths)
    with _progress(lang, quiet=quiet) as tell:
        try:
            built = build(paths, table, on_progress=tell)
        except OSError as error:
            raise _refused(error, table) from error
    if not quiet:
        _say(lang, "built", documents=sum(built.totals), phrases=len(built.keys), path=table)
    return 0


# --- documents and results in -----------------------------------------------------------------------------------------


def _read_all(paths: Sequence[str], encoding: str | None, wishes: Wishes) -> list[Document] | None:
    """The documents; None after every one that could not be read has been explained."""
    documents: list[Document] = []
    for path in paths:
        try:
            documents.append(_read(path, encoding))
        except InvalidSettings:
            raise  # the same for every document
        except SimcheckError as error:
            _explain(messages.explain(error, wishes.lang), wishes.lang)
    if len(documents) < len(paths):
        return None
    if wishes.verbose:
        from simcheck.normalize import visible
        from simcheck.segment import paragraphs

        for each in documents:
            counts = {"characters": int(visible(each.text).sum()), "paragraphs": len(paragraphs(each.text))}
            _say(wishes.lang, "detail.document", document=each.name, **counts)
    return documents


def _read(path: str, encoding: str | None) -> Document:
    from simcheck.readers import decode, read

    if path == "-":
        return decode("-", sys.stdin.buffer.read(), encoding=encoding)
    return read(path, encoding=encoding)


def _saved(path: str) -> str:
    from simcheck.readers import read

    if path == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return read(path, encoding="utf-8").text


# --- reports out ------------------------------------------------------------------------------------------------------


def _deliver(report: Report, wishes: Wishes) -> int:
    """Write the files, print the result, and return the exit code."""
    for path in wishes.output:
        _write(path, _rendered(report, Path(path).suffix.lower(), wishes))
        if not wishes.quiet:
            _say(wishes.lang, "saved", path=path)
    if wishes.as_json:
        sys.stdout.write(report.to_json(texts=not wishes.no_text) + "\n")
    elif not (wishes.quiet and (wishes.output or wishes.fail_above is not None)):
        from simcheck.render.terminal import show

        show(report, _look(wishes), sys.stdout)
    sys.stdout.flush()
    ratio = report.share(without=wishes.left_out).ratio
    if wishes.fail_above is None or ratio * 100 <= wishes.fail_above:
        return 0
    if not wishes.quiet:
        _say(wishes.lang, "above", ratio=messages.percent(ratio), limit=f"{wishes.fail_above:g}")
    return 1


def _look(wishes: Wishes) -> Look:
    from simcheck.render.terminal import Look

    watched = sys.stdout.isatty()
    width = _width(watched)
    return Look(
        lang=wishes.lang,
        width=width,
        view=_view(wishes.view, watched, width),
        colour=_has_colour(wishes.color, watched),
        limit=wishes.most,
        every=wishes.everything,
        without=wishes.left_out,
        hints=not wishes.quiet,
    )


def _width(watched: bool) -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and len(said) < 5 and int(said):
        return int(said)
    if watched:
        with contextlib.suppress(OSError):
            return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    return _PAPER


def _view(name: str, watched: bool, width: int) -> View:
    from simcheck.render.terminal import SIDE_FROM, View

    if name != "auto":
        return View(name)
    if not watched:
        return View.LIST
    return View.SIDE if width >= SIDE_FROM else View.INLINE


def _has_colour(option: str, watched: bool) -> bool:
    """The option decides; then NO_COLOR, FORCE_COLOR and what the terminal can do."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return watched and os.environ.get("TERM") not in ("dumb", "unknown")


def _rendered(report: Report, suffix: str, wishes: Wishes) -> str:
    """The content of a file; a file is to be kept, so it holds every finding unless told otherwise."""
    if suffix == ".json":
        return _dated(report.to_json(texts=not wishes.no_text))
    if suffix == ".csv":
        from simcheck.render.table import table

        return table(report, wishes.lang, texts=not wishes.no_text, limit=wishes.most)
    if suffix == ".md":
        from simcheck.render.markdown import markdown

        return markdown(report, wishes.lang, limit=wishes.most, without=wishes.left_out)
    from simcheck.render.terminal import Look, plain

    every = wishes.most is None
    view = _view(wishes.view, watched=True, width=_PAPER)
    return plain(report, Look(wishes.lang, _PAPER, view, limit=wishes.most, every=every, without=wishes.left_out))


def _dated(result: str) -> str:
    """A result with the time at which it was saved, which is no part of the result itself."""
    import json
    from datetime import datetime

    value = json.loads(result)
    head = {name: value.pop(name) for name in ("format", "simcheck")}
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return json.dumps({**head, "created": now, **value}, ensure_ascii=False, separators=(",", ":")) + "\n"


# --- files ------------------------------------------------------------------------------------------------------------


def _refuse_outputs(paths: Sequence[str], inputs: Sequence[str], ctx: click.Context) -> None:
    """Before anything is computed: outputs that could not be written, or would destroy an input."""
    for path in paths:
        if Path(path).suffix.lower() not in SUFFIXES:
            raise Misuse("suffix", ctx, path=path, suffixes=" ".join(SUFFIXES))
        if any(given != "-" and _same_file(path, given) for given in inputs):
            raise Misuse("overwrite", ctx, path=path)
        _refuse_unwritable(path)


def _same_file(a: str, b: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return os.path.samefile(a, b)
    return False


def _refuse_unwritable(path: str) -> None:
    folder = Path(path).parent
    if not os.path.isdir(folder):
        raise CannotWrite(path, "no-folder")
    if os.path.isdir(path):
        raise CannotWrite(path, "is-folder")
    if not os.access(folder, os.W_OK):
        raise CannotWrite(path, "no-permission")


def _refuse_counted(table: str, paths: Sequence[str]) -> None:
    """A table never takes the place of a document: it is new, or an .npz that is not among what is counted."""
    inside = any(_same_file(str(folder), path) for path in paths for folder in (Path(table), Path(table).parent))
    if Path(table).exists() and (inside or Path(table).suffix != ".npz"):
        raise CannotWrite(table, "is-input")


def _write(path: str, content: str) -> None:
    """Write aside, then put in place: whatever happens, there is the old file or the new one."""
    import tempfile

    # a link stays a link
    target = Path(os.path.realpath(path))
    aside = ""
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        with open(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(content)
        os.chmod(aside, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(aside, target)
    except BaseException as error:
        if aside:
            with contextlib.suppress(OSError):
                os.unlink(aside)
        if isinstance(error, OSError):
            raise _refused(error, path) from error
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_REASONS: Final = {
    errno.ENOENT: "no-folder",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EISDIR: "is-folder",
}


def _refused(error: OSError, output: str) -> SimcheckError:
    """What the operating system refused: reading some other file, or else writing ``output``."""
    named = error.filename
    if isinstance(named, str) and not _same_file(os.path.dirname(named) or ".", os.path.dirname(output) or "."):
        return NoAccess(named, error.strerror or str(error))
    return CannotWrite(output, _REASONS.get(error.errno or 0, error.strerror or str(error)))


# --- talking on stderr ------------------------------------------------------------------------------------------------


def _say(lang: Language, key: str, **facts: messages.Fact) -> None:
    sys.stderr.write(messages.text(lang, key, **facts) + "\n")


def _explain(explanation: Explanation, lang: Language) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(explanation.render(lang) + "\n")


@contextlib.contextmanager
def _progress(lang: Language, *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """One line on stderr, from half a second on, if someone is watching; gone at the end."""
    import time

    if quiet or not sys.stderr.isatty():
        yield None
        return
    last = time.monotonic() + 0.4
    shown = False

    def tell(done: int) -> None:
        nonlocal last, shown
        if time.monotonic() - last < 0.1:
            return
        last, shown = time.monotonic(), True
        sys.stderr.write(f"\r{messages.text(lang, 'progress.background', done=done)}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write("\r" + " " * 40 + "\r")


# --- the way in and the way out ---------------------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; only ``--debug`` shows a traceback."""
    args = list(sys.argv[1:] if argv is None else argv)
    # numpy's linear algebra is never used here, and starting its threads takes longer than comparing two reports.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("stdout", "stderr"):
        # A stream that was closed before we began swallows what is said to it.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    _make_safe(sys.stdout)
    _make_safe(sys.stderr)
    lang = messages.language(_value_of("--lang", args))
    try:
        return _run(args, lang)
    except SimcheckError as error:
        _explain(messages.explain(error, lang), lang)
        return 2
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\n" + messages.text(lang, "interrupted") + "\n")
        return 130
    except BrokenPipeError:
        _close_quietly()
        return 0
    except OSError as error:
        if "--debug" in args:
            raise
        _close_quietly()
        _explain(messages.explain(CannotWrite("stdout", error.strerror or str(error)), lang), lang)
        return 2
    except Exception:
        if "--debug" in args:
            raise
        _explain(messages.worded("error.unexpected", "", lang), lang)
        return 2


def _run(args: list[str], lang: Language) -> int:
    try:
        with program.make_context("simcheck", args, obj=lang) as ctx:
            code = program.invoke(ctx)
        sys.stdout.flush()
        return int(code or 0)
    except click.exceptions.Exit as leaving:
        sys.stdout.flush()
        return leaving.exit_code
    except click.UsageError as error:
        _explain(_misused(error, lang), lang)
        return 2


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


def _make_safe(stream: IO[str]) -> None:
    """A character that the terminal's encoding lacks is no reason to stop."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


def _close_quietly() -> None:
    """Whoever read the output has gone; keep Python from complaining about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
