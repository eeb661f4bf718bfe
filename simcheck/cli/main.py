"""Arguments in, exit code out.

0 finished, 1 above ``--fail-above``, 2 wrong usage or something could not be read or written, 130 interrupted. Results
go to stdout, everything else to stderr. Heavy modules are imported by the command that needs them: help is immediate.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click

from simcheck import environment
from simcheck._version import __version__
from simcheck.cli import saving
from simcheck.environment import LANGUAGES, Language
from simcheck.errors import (
    CannotWrite,
    CorpusNotWritten,
    InvalidSettings,
    SimcheckError,
    UnknownRecord,
    UnreadableDocument,
    WouldOverwrite,
)
from simcheck.i18n import explain, messages, printable
from simcheck.i18n.explain import Explanation

if TYPE_CHECKING:
    from simcheck.corpus.addition import Added, OnProgress, Progress
    from simcheck.corpus.collection import Corpus
    from simcheck.model import Document, Flag
    from simcheck.render.terminal.corpus import Paper
    from simcheck.render.terminal.screen import Library, Look, View
    from simcheck.report.report import Report
    from simcheck.settings import Settings
    from simcheck.store.catalogue import Catalogue
    from simcheck.store.rows import Row

ANNOTATED: Final = ".docx"
"""The document itself, with comments; every other format is a report about it."""

SUFFIXES: Final = (".json", ".docx", ".md", ".csv", ".txt")

_PAPER: Final = 100
"""Columns where there is no screen: in .txt files, and in pipes if COLUMNS does not say."""

_ENDLESS: Final = 10_000
"""Columns of a pipe for what need not be wrapped: names are not cut for a program."""


# --- wrong usage, in our own words ------------------------------------------------------------------------------------


class Misuse(click.UsageError):
    """Wrong usage as a key of ``messages`` (usage.…) and its facts."""

    def __init__(self, key: str, ctx: click.Context | None = None, **facts: messages.Fact) -> None:
        super().__init__(key, ctx)
        self.key, self.facts = key, facts
        self.table: tuple[tuple[str, ...], ...] = ()


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
    explanation = explain.worded(f"usage.{key}", "usage", lang, **facts, help=f"{path} --help")
    return replace(explanation, table=error.table) if isinstance(error, Misuse) else explanation


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
    options = [_option_row(param, topic, lang) for param in command.params if _is_option(param)]
    parts.append(_section(say("options"), options))
    parts.append(_indented(say("examples"), say(f"{topic}.examples")))
    if topic in ("program", "compare", "check"):
        parts.append(_indented(say("codes"), say("codes.text")))
        parts.append(_indented(say("environment"), say("environment.text")))
    return "\n\n".join(parts)


def _is_option(param: click.Parameter) -> bool:
    return isinstance(param, click.Option)


def _option_row(param: click.Parameter, topic: str, lang: Language) -> tuple[str, str]:
    """The names of an option, and what it does: for this command if that needs other words."""
    names = ", ".join(sorted(param.opts, key=len))
    indent = "" if len(param.opts) > 1 else "    "
    value = f" {param.metavar}" if param.metavar else ""
    name = str(param.name).removeprefix("as_")
    own = f"option.{topic}.{name}"
    return f"{indent}{names}{value}", messages.text(lang, own if messages.known(own) else f"option.{name}")


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
        sys.stdout.write(f"simcheck {__version__}\n")
        ctx.exit()


def _flag(*names: str, **more: Any) -> Callable[[F], F]:
    return click.option(*names, is_flag=True, **more)


_LANG: Final = click.option("--lang", metavar="LANG", type=OneOf(*LANGUAGES), expose_value=False, is_eager=True)
_DEBUG: Final = _flag("--debug", expose_value=False)
_HELP: Final = _flag("-h", "--help", is_eager=True, expose_value=False, callback=_say_help)
_VERSION: Final = _flag("-V", "--version", is_eager=True, expose_value=False, callback=_say_version)

_VIEWS: Final = ("inline", "side", "list", "paragraphs", "none")
"""The members of ``render.terminal.screen.View``, which is not imported for help."""

about_program = _all(_LANG, _DEBUG, _HELP, _VERSION)

about_reading = _all(
    click.option("--min-length", metavar="N", type=Within(4, 1000)),
    click.option("--encoding", metavar="NAME"),
    click.option("--background", metavar="FILE"),
)

_TEMPLATE: Final = click.option("--template", "templates", metavar="FILE", multiple=True)

about_corpus = _all(click.option("--corpus", "corpus", metavar="DIR"), about_program)

_PHRASES: Final = 30
"""Phrases of a corpus that are listed."""

_SHORTEST: Final = 4
"""Characters of a phrase, as many as are counted together."""

_QUIET: Final = _flag("-q", "--quiet")

about_result = _all(
    click.option("-o", "--output", "output", metavar="FILE", multiple=True),
    _flag("--force"),
    _flag("--json", "as_json"),
    _flag("--no-text", "no_text"),
    click.option("--view", metavar="VIEW", default="auto", type=OneOf("auto", *_VIEWS)),
    click.option("-n", "--limit", "limit", metavar="N", type=Within(0, 1_000_000)),
    _flag("--all", "everything"),
    click.option("--without", metavar="KIND", multiple=True, type=OneOf("boilerplate", "quoted", "own")),
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
    force: bool
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
    brief: bool = False
    """Whether passages are shown on request only."""
    options: str = ""
    """What has to be typed again to get the same result in another form."""

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

        return frozenset(Flag(name) for name in self.without)


# --- the commands -----------------------------------------------------------------------------------------------------

_EXTRA: Final = {"allow_extra_args": True}


@click.group(cls=Commands, topic="program")
@about_program
@click.pass_context
def program(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is None:
        lang = _speech(ctx)
        facts = {name: messages.text(lang, name) for name in ("about", "local")}
        sys.stdout.write(messages.text(lang, "welcome", version=__version__, **facts))
    return 0


@program.command("compare", cls=Command, topic="compare", context_settings=_EXTRA)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@about_result
@_flag("--own", "own")
@_TEMPLATE
@about_reading
@about_program
@click.pass_context
def compare_documents(
    ctx: click.Context,
    /,
    a: str,
    b: str,
    own: bool,
    templates: tuple[str, ...],
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(_speech(ctx), **options)
    _refuse_outputs(wishes.output, (a, b, *templates, *_table(background)), ctx, force=wishes.force)
    if a == b == "-":
        raise Misuse("both-stdin", ctx)
    if _waits((a, b), ctx):
        return 2
    documents = _read_all((a, b, *templates), encoding, wishes)
    if documents is None:
        return 2
    from simcheck.comparison import compare

    settings = _settings(min_length, background, wishes)
    checked, source, *given = documents
    return _deliver(compare(checked, source, settings=settings, templates=given, own=own), wishes, path=a)


@program.command("check", cls=Command, topic="check")
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@about_result
@click.option("--exclude", metavar="ID|NAME", multiple=True)
@click.option("--before", metavar="DATE")
@click.option("--own", metavar="ID|NAME", multiple=True)
@_TEMPLATE
@about_reading
@about_corpus
@click.pass_context
def check_documents(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    exclude: tuple[str, ...],
    before: str | None,
    own: tuple[str, ...],
    templates: tuple[str, ...],
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    corpus: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(_speech(ctx), **options)
    given = (*files, *templates, *_table(background))
    _refuse_outputs(_every_output(wishes.output, files), given, ctx, force=wishes.force)
    if files.count("-") > 1:
        raise Misuse("stdin-twice", ctx)
    day = None if before is None else _date("--before", before, ctx)
    folder = environment.corpus_folder(corpus)
    library = _library(folder)
    if _waits(files, ctx):
        return 2
    from simcheck.corpus.collection import Corpus

    settings = _settings(min_length, background, wishes)
    forms = _read_all(templates, encoding, wishes)
    if forms is None:
        return 2
    with _told(Corpus.open(folder, settings=settings), wishes.lang, quiet=wishes.quiet) as opened:
        _refuse_originals(_every_output(wishes.output, files), opened, ctx)
        left_out, mine = ([row.id for wanted in some for row in _found(opened, wanted)] for some in (exclude, own))
        wishes = replace(wishes, brief=True, options=_typed_options(folder, exclude, before, own, templates))
        checks = _Checks(opened, library, encoding, day, left_out, mine, forms, wishes)
        return _check_one(files[0], checks) if len(files) == 1 else _check_several(files, checks)


# --- the corpus -------------------------------------------------------------------------------------------------------


@program.group("corpus", cls=Commands, topic="corpus")
@about_program
@click.pass_context
def corpora(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")
    return 0


@corpora.command("add", cls=Command, topic="corpus.add")
@click.argument("paths", metavar="PATH", nargs=-1, required=True)
@click.option("--meta", metavar="KEY=VALUE", multiple=True)
@click.option("--metadata", "sheet", metavar="FILE.csv")
@click.option("--encoding", metavar="NAME")
@_flag("--force")
@_QUIET
@_flag("-v", "--verbose")
@about_corpus
@click.pass_context
def add_documents(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    meta: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    verbose: bool,
    corpus: str | None,
) -> int:
    folder = environment.corpus_folder(corpus)
    said = dict(_said(pair, ctx) for pair in meta)
    _refuse_own(paths, folder, ctx)
    if not _all_there(paths, _speech(ctx)):
        return 2
    listed = _listed(sheet) if sheet else {}
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    paper, begun = _paper(folder, _speech(ctx)), time.monotonic()
    from simcheck.corpus.collection import Corpus

    with _written(), _told(Corpus.open(folder, create=True), paper.lang, quiet=quiet) as opened:
        before = len(opened)
        try:
            with _progress(paper.lang, quiet=quiet) as line:
                tell = _pace(line)
                result = opened.add_all(
                    paths, metadata=said, sheet=listed, encoding=encoding, even_results=force, on_progress=tell
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            _say(paper.lang, "corpus.interrupted", count=len(opened) - before, total=len(opened))
            return 130
        total = len(opened)
    _tell_added(result, paper, quiet=quiet, verbose=verbose)
    if not quiet:
        _tell_unmatched(listed, sheet or "", paths, paper.lang)
        took = _duration(time.monotonic() - begun, paper)
        sys.stdout.write(paper.say("corpus.size", folder=paper.shown, count=total, time=took) + "\n")
    return 2 if result.unreadable else 0


@corpora.command("list", cls=Command, topic="corpus.list", context_settings=_EXTRA)
@click.option("--sort", metavar="ORDER", default="name", type=OneOf("name", "length", "date", "added"))
@click.option("-n", "--limit", "limit", metavar="N", type=Within(0, 1_000_000_000))
@_flag("--json", "as_json")
@_QUIET
@about_corpus
@click.pass_context
def list_documents(
    ctx: click.Context, /, sort: str, limit: float | None, as_json: bool, quiet: bool, corpus: str | None
) -> int:
    folder = environment.corpus_folder(corpus)
    with contextlib.closing(_catalogue(folder)) as catalogue:
        every = list(catalogue.records())
    from simcheck.render.terminal import corpus as collection

    paper = _paper(folder, _speech(ctx))
    watched = sys.stdout.isatty() and not as_json
    most = int(limit) if limit is not None else _LISTED if watched else 0
    rows = collection.ordered(every, sort)[: most or None]
    if as_json:
        _print(_json(collection.record_data(row)) for row in rows)
    elif watched:
        _print(collection.screen(rows, every, paper, head=not quiet))
    else:
        _print(collection.columns(rows, paper, head=not quiet))
    return 0


@corpora.command("stats", cls=Command, topic="corpus.stats", context_settings=_EXTRA)
@_flag("--json", "as_json")
@_flag("--verify")
@about_corpus
@click.pass_context
def describe_corpus(ctx: click.Context, /, as_json: bool, verify: bool, corpus: str | None) -> int:
    folder = environment.corpus_folder(corpus)
    with _opened(folder, _speech(ctx)) as opened:
        if verify:
            opened.verify()
        summary = opened.summary
    from simcheck.render.terminal import corpus as collection

    paper = _paper(folder, _speech(ctx))
    if as_json:
        data = collection.stats_data(summary, paper) | ({"verified": True} if verify else {})
        _print([_json(data)])
    else:
        _print(collection.stats(summary, paper, verified=verify))
    return 0


@corpora.command("phrases", cls=Command, topic="corpus.phrases", context_settings=_EXTRA)
@click.option("--add", metavar="WORDS", multiple=True)
@click.option("--strike", metavar="WORDS", multiple=True)
@click.option("-n", "--limit", "limit", metavar="N", default=_PHRASES, type=Within(1, 10_000))
@_flag("--json", "as_json")
@_QUIET
@about_corpus
@click.pass_context
def list_phrases(
    ctx: click.Context,
    /,
    add: tuple[str, ...],
    strike: tuple[str, ...],
    limit: float,
    as_json: bool,
    quiet: bool,
    corpus: str | None,
) -> int:
    folder = environment.corpus_folder(corpus)
    with _opened(folder, _speech(ctx), quiet=quiet) as opened, _written():
        for words in (*add, *strike):
            if sum(map(str.isalnum, words)) < _SHORTEST or words.startswith(("-", "#")):
                raise Misuse("phrase", ctx, words=words, least=_SHORTEST)
        told = opened.tell_phrases(add=add, strike=strike) if add or strike else opened.phrase_list
        found = [] if add or strike else opened.phrases(int(limit))
    from simcheck.render.terminal import corpus as collection

    paper = _paper(folder, _speech(ctx))
    if as_json:
        _print(_json(each) for each in collection.phrase_data(found, told))
    elif not quiet or not (add or strike):
        _print(collection.phrases(found, told, paper, head=not quiet))
    return 0


@corpora.command("remove", cls=Command, topic="corpus.remove")
@click.argument("ids", metavar="ID", nargs=-1, required=True)
@_flag("--yes")
@_QUIET
@about_corpus
@click.pass_context
def remove_documents(ctx: click.Context, /, ids: tuple[str, ...], yes: bool, quiet: bool, corpus: str | None) -> int:
    folder = environment.corpus_folder(corpus)
    with _opened(folder, _speech(ctx), quiet=quiet) as opened, _written():
        paper, every = _paper(folder, _speech(ctx)), list(opened.rows())
        chosen = _chosen(ids, opened, every, paper, ctx)
        if not yes and (sys.stdin is None or not sys.stdin.isatty()):
            raise Misuse("unconfirmed", ctx, count=len(chosen))
        if not quiet or not yes:
            from simcheck.render.terminal import corpus as collection

            _print([paper.say("corpus.removing", count=len(chosen)), *collection.records(chosen, every, paper)])
        if not yes and not _agreed(paper.say("corpus.question", count=len(chosen))):
            _print([paper.say("corpus.kept")])
            return 0
        opened.remove(*(row.id for row in chosen))
        total = len(opened)
    if not quiet:
        _print([paper.say("corpus.removed", count=len(chosen), total=total)])
    return 0


@corpora.command("rebuild", cls=Command, topic="corpus.rebuild", context_settings=_EXTRA)
@_QUIET
@about_corpus
@click.pass_context
def rebuild_index(ctx: click.Context, /, quiet: bool, corpus: str | None) -> int:
    folder, begun = environment.corpus_folder(corpus), time.monotonic()
    with _opened(folder, _speech(ctx), quiet=quiet) as opened, _written():
        paper = _paper(folder, _speech(ctx))
        try:
            with _progress(paper.lang, quiet=quiet) as line:
                opened.rebuild(
                    on_progress=lambda p: line.tell("progress.rebuild", done=p.documents, total=p.of_documents)
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            _say(paper.lang, "corpus.interrupted.rebuild")
            return 130
        summary = opened.summary
    if not quiet:
        from simcheck.render.terminal.corpus import size

        took = _duration(time.monotonic() - begun, paper)
        _print([paper.say("corpus.rebuilt", texts=summary.texts, size=size(summary.index_size), time=took)])
    return 0


_LISTED: Final = 20
"""Documents that a terminal shows of a long list."""


def _catalogue(folder: str) -> Catalogue:
    """What the corpus holds, without what is needed to search it; raises ``NoCorpus`` before numpy is there."""
    from simcheck.files.home import FOLDER
    from simcheck.store.catalogue import Catalogue

    return Catalogue(Path(folder) / FOLDER)


def _opened(folder: str, lang: Language, *, quiet: bool = False) -> Corpus:
    _catalogue(folder).close()
    from simcheck.corpus.collection import Corpus

    return _told(Corpus.open(folder), lang, quiet=quiet)


def _told(corpus: Corpus, lang: Language, *, quiet: bool = False) -> Corpus:
    """The corpus, after it was said that others could look into it."""
    if corpus.is_exposed is not None and not quiet:
        key = "corpus.exposed" if corpus.is_exposed else "corpus.closed"
        _say(lang, key, folder=os.path.join(str(corpus.folder), ""))
    return corpus


def _library(folder: str) -> Library:
    with contextlib.closing(_catalogue(folder)) as catalogue:
        documents, updated = catalogue.counts()[0], catalogue.facts()["updated"]
    from simcheck.render.terminal.screen import Library

    return Library(os.path.join(folder, ""), documents, updated)


def _paper(folder: str, lang: Language) -> Paper:
    from simcheck.render.terminal.corpus import Paper

    watched = sys.stdout.isatty()
    return Paper(lang, _width(watched) if watched or os.environ.get("COLUMNS") else _ENDLESS, folder)


def _duration(seconds: float, paper: Paper) -> str:
    from simcheck.render.terminal.corpus import duration

    return duration(seconds, paper.lang)


@contextlib.contextmanager
def _written() -> Iterator[None]:
    """What cannot be written in here is the corpus."""
    try:
        yield
    except CannotWrite as error:
        if type(error) is not CannotWrite:
            raise
        cause = error.__cause__
        reason = saving.REASONS.get(cause.errno or 0) if isinstance(cause, OSError) else None
        raise CorpusNotWritten(error.path, reason or error.reason) from error


def _found(corpus: Corpus, wanted: str) -> list[Row]:
    """The records of this id or name; if there is none, the error names those that may have been meant."""
    try:
        return corpus.find(wanted)
    except UnknownRecord as error:
        names = {row.id: row.name for row in corpus.rows()}
        near = error.similar or [id for id, name in names.items() if wanted in name][:3]
        raise UnknownRecord(error.folder, error.wanted, tuple(f"{id[:6]} {names[id]}" for id in near)) from error


def _chosen(ids: Sequence[str], corpus: Corpus, every: Sequence[Row], paper: Paper, ctx: click.Context) -> list[Row]:
    """The records that are meant, each once; what may mean several is wrong usage."""
    from simcheck.render.terminal.corpus import records

    by_id = {row.id: row for row in every}
    chosen: dict[str, Row] = {}
    for wanted in ids:
        found = [by_id[wanted]] if wanted in by_id else _found(corpus, wanted)
        if len(found) > 1:
            misuse = Misuse("several", ctx, wanted=wanted, count=len(found), ids=found[0].id)
            misuse.table = tuple((line.strip(),) for line in records(found, every, paper))
            raise misuse
        chosen[found[0].id] = found[0]
    return list(chosen.values())


def _agreed(question: str) -> bool:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def _date(option: str, written: str, ctx: click.Context) -> str:
    from simcheck.entities.dates import date

    found = date(written)
    if found is None:
        raise Misuse("date", ctx, option=option, value=written)
    return found


def _said(pair: str, ctx: click.Context) -> tuple[str, str]:
    """单位=柳湾镇 is ("unit", "柳湾镇")."""
    from simcheck.metadata.sidecar import key

    name, sign, value = (part.strip() for part in pair.partition("="))
    if not (name and sign and value):
        raise Misuse("meta", ctx, value=pair)
    return key(name), _date("--meta", value, ctx) if key(name) == "date" else value


def _listed(sheet: str) -> dict[str, dict[str, str]]:
    """What a table says of files, by their real paths."""
    from simcheck.metadata.sidecar import sheet as read

    return {os.path.realpath(os.path.join(os.path.dirname(sheet), file)): said for file, said in read(sheet).items()}


def _refuse_own(paths: Sequence[str], folder: str, ctx: click.Context) -> None:
    from simcheck.files.home import FOLDER

    own = Path(os.path.realpath(os.path.join(folder, FOLDER)))
    for path in paths:
        if Path(os.path.realpath(path)).is_relative_to(own):
            raise Misuse("own-folder", ctx, path=path)


def _all_there(paths: Sequence[str], lang: Language) -> bool:
    """Whether every path leads somewhere; those that do not are explained before anything is added."""
    from simcheck.readers import read

    missing = [path for path in paths if not os.path.exists(path)]
    for path in missing:
        try:
            read(path)
        except UnreadableDocument as error:
            _explain(explain.explain(error, lang), lang)
    return not missing


def _tell_added(result: Added, paper: Paper, *, quiet: bool, verbose: bool) -> None:
    from simcheck.render.terminal import corpus as collection

    if quiet:
        _print(collection.failures(result, paper, every=True), sys.stderr)
        return
    with contextlib.closing(_catalogue(paper.folder)) as catalogue:
        rows = catalogue.records_with([*result.added, *result.changed])
    _print(collection.added(result, rows, paper, verbose=verbose))


def _tell_unmatched(listed: Mapping[str, object], sheet: str, paths: Sequence[str], lang: Language) -> None:
    """Rows of a table that speak of no document that was added are probably slips."""
    tops = [Path(os.path.realpath(path)) for path in paths]
    lost = [
        os.path.basename(file)
        for file in listed
        if not os.path.exists(file) or not any(Path(file).is_relative_to(top) for top in tops)
    ]
    if lost:
        names = messages.text(lang, "joint").join(lost[:3])
        _say(lang, "corpus.unmatched", sheet=sheet, count=len(lost), names=names)


def _json(data: Any) -> str:
    return printable.unseen_escaped(json.dumps(data, ensure_ascii=False))


def _print(lines: Iterable[str], stream: IO[str] | None = None) -> None:
    for line in lines:
        (stream or sys.stdout).write(f"{line}\n")


# --- results and background -------------------------------------------------------------------------------------------


@program.command("show", cls=Command, topic="show", context_settings=_EXTRA)
@click.argument("result", metavar="RESULT.json")
@about_result
@about_program
@click.pass_context
def show_result(ctx: click.Context, /, result: str, **options: Any) -> int:
    wishes = Wishes(_speech(ctx), **options)
    _refuse_outputs(wishes.output, (result,), ctx, force=wishes.force)
    if _waits((result,), ctx):
        return 2
    from simcheck.report.report import Report

    report = Report.from_json(_saved(result), name=result)
    _refuse_compared(wishes.output, report, ctx)
    return _deliver(report, wishes)


def _refuse_compared(paths: Sequence[str], report: Report, ctx: click.Context) -> None:
    """A result knows its documents by name only: what is called like one of them and is no result is not replaced."""
    names = {document.name for document in (report.document, *report.sources.values())}
    for path in paths:
        if os.path.basename(path) in names and os.path.exists(path):
            try:
                saving.refuse(path, force=False)
            except WouldOverwrite as error:
                raise Misuse("overwrite", ctx, path=path) from error


def _table(background: str | None) -> tuple[str, ...]:
    return () if background in (None, "none") else (str(background),)


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
@click.option("--phrases", metavar="FILE")
@_flag("--force")
@_flag("-q", "--quiet")
@about_program
@click.pass_context
def build_background(
    ctx: click.Context, /, paths: tuple[str, ...], table: str, phrases: str | None, force: bool, quiet: bool
) -> int:
    from simcheck.corpus.frequencies import PHRASES, build
    from simcheck.text.background import packed

    lang = _speech(ctx)
    inputs = (*paths, *_table(phrases))
    _refuse_counted(table, inputs)
    saving.refuse(table, force=force, recognise=_is_own_table)
    with _progress(lang, quiet=quiet) as line:
        try:
            counted = 0

            def tell(done: int) -> None:
                nonlocal counted
                counted = done
                line.tell("progress.background", done=done)

            listed = None if phrases == "none" else phrases or PHRASES
            built = build(paths, phrases=listed, on_progress=tell)
        except OSError as error:
            raise saving.refused(error, table) from error
    saving.write(table, packed(built), force=force, recognise=_is_own_table)
    if not quiet:
        _say(lang, "built", documents=counted, phrases=len(built.keys), path=table)
    return 0


def _is_own_table(data: bytes) -> bool | None:
    """A table is bare numbers, in which nobody works."""
    from simcheck.text.background import is_table

    return is_table(data) or None


# --- checks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Checks:
    """What the checks of one run have in common."""

    corpus: Corpus
    library: Library
    encoding: str | None
    before: str | None
    exclude: Sequence[str]
    own: Sequence[str]
    templates: Sequence[Document]
    wishes: Wishes

    def report(self, path: str, on_progress: Callable[[int, int], None] | None = None) -> Report:
        """What of the document at ``path`` also stands in the corpus; raises ``UnreadableDocument``."""
        document = _read("-", self.encoding) if path == "-" else self.corpus.read(path, encoding=self.encoding)
        _tell_document(document, self.wishes)
        return self.corpus.check(
            document,
            before=self.before,
            exclude=self.exclude,
            own=self.own,
            templates=self.templates,
            on_progress=on_progress,
        )


def _check_one(path: str, checks: _Checks) -> int:
    lang = checks.wishes.lang
    with _progress(lang, quiet=checks.wishes.quiet) as line:
        try:
            report = checks.report(path, lambda done, total: line.tell("progress.sources", done=done, total=total))
        except UnreadableDocument as error:
            _explain(explain.explain(error, lang), lang)
            return 2
    return _deliver(report, checks.wishes, checks.library, path)


def _check_several(paths: Sequence[str], checks: _Checks) -> int:
    """Each document by itself, in the order given; what cannot be read keeps nobody from the rest."""
    wishes, lang = checks.wishes, checks.wishes.lang
    in_turn = wishes.everything or bool(wishes.limit)
    rows: list[tuple[str, Report]] = []
    contents: dict[str, list[str]] = {path: [] for path in wishes.output}
    failed, above = 0, False
    with _progress(lang, quiet=wishes.quiet) as line:
        for done, path in enumerate(paths):
            line.tell("progress.files", done=done, total=len(paths))
            try:
                report = checks.report(path)
            except UnreadableDocument as error:
                line.clear()
                _explain(explain.explain(error, lang), lang)
                failed += 1
                continue
            for output, parts in contents.items():
                if _suffix(output) == ANNOTATED:
                    _save(_beside(output, path, paths), _annotated(report, path, wishes), wishes)
                else:
                    parts.append(_rendered(report, _suffix(output), wishes, checks.library))
            line.clear()
            if wishes.as_json or (in_turn and not wishes.is_silent):
                _show(report, wishes, checks.library, path)
            elif not wishes.is_silent:
                rows.append((path, report))
            above |= bool(_above(report, wishes, path))
    for output, parts in contents.items():
        if parts:
            _save(output, _joined(_suffix(output), parts), wishes)
    if rows:
        _overview(rows, wishes, checks.library)
    sys.stdout.flush()
    if failed and len(paths) > failed:
        _say(lang, "above.unreadable", count=failed)
    return 2 if failed else int(above)


def _overview(rows: Sequence[tuple[str, Report]], wishes: Wishes, library: Library) -> None:
    from simcheck.model import Flag
    from simcheck.render.terminal.screen import overview, overview_lines

    if not sys.stdout.isatty():
        sys.stdout.write(overview_lines(rows, wishes.lang, wishes.left_out))
        return
    worst = max(rows, key=lambda row: row[1].share(without=wishes.left_out | {Flag.BOILERPLATE}).ratio)[0]
    names = [os.path.basename(path) for path, _ in rows]
    if len(set(names)) == len(names):
        rows = [(name, report) for name, (_, report) in zip(names, rows, strict=True)]
    overview(rows, _look(wishes, worst), sys.stdout, library)


def _every_output(outputs: Sequence[str], paths: Sequence[str]) -> list[str]:
    """The files that will be written: an annotated copy of each of several documents."""
    if len(paths) == 1:
        return list(outputs)
    return [
        each
        for output in outputs
        for each in ([_beside(output, path, paths) for path in paths] if _suffix(output) == ANNOTATED else [output])
    ]


def _beside(output: str, path: str, paths: Sequence[str]) -> str:
    """The name of one of several annotated documents: 批注.docx becomes 批注-总结.docx. Never that of a document that
    is checked."""
    own, given = Path(output), Path(path)
    alike = sum(Path(other).stem == given.stem for other in paths) > 1
    stem = "-".join([*given.parent.parts[-1:], given.stem]) if alike else given.stem
    name = str(own.with_name(f"{own.stem}-{stem}{own.suffix}"))
    if saving.is_any_of(name, paths):
        raise CannotWrite(name, "is-input")
    return name


def _joined(suffix: str, parts: Sequence[str]) -> str:
    """Several results in one file: JSON Lines, one table, or one after the other."""
    if suffix == ".csv":
        return parts[0] + "".join(part.partition("\r\n")[2] for part in parts[1:])
    return ("" if suffix == ".json" else "\n").join(parts)


def _typed_options(
    folder: str, exclude: Sequence[str], before: str | None, own: Sequence[str], templates: Sequence[str]
) -> str:
    several = (("exclude", exclude), ("own", own), ("template", templates))
    words = [f" --{name} {environment.typed(each)}" for name, some in several for each in some]
    words += [f" --before {before}"] if before else []
    return "".join(words) + environment.option_for_corpus(folder)


# --- documents and results in -----------------------------------------------------------------------------------------


def _waits(paths: Sequence[str], ctx: click.Context) -> bool:
    """Whether standard input is a terminal on which nobody knows that something is expected: help, and no hang."""
    if "-" not in paths or sys.stdin is None or not sys.stdin.isatty():
        return False
    sys.stderr.write(ctx.get_help() + "\n")
    return True


def _settings(min_length: float | None, background: str | None, wishes: Wishes) -> Settings:
    from simcheck.settings import Settings

    settings = Settings() if min_length is None else Settings(min_length=int(min_length))
    if background is not None:
        from simcheck.text.background import Background

        settings = replace(settings, background=None if background == "none" else Background.load(background))
    if wishes.verbose:
        table = background or messages.text(wishes.lang, "shipped")
        _say(wishes.lang, "detail.settings", minimum=settings.min_length, background=table)
    return settings


def _read_all(paths: Sequence[str], encoding: str | None, wishes: Wishes) -> list[Document] | None:
    """The documents; None after every one that could not be read has been explained."""
    documents: list[Document] = []
    for path in paths:
        try:
            documents.append(_read(path, encoding))
        except InvalidSettings:
            raise  # the same for every document
        except SimcheckError as error:
            _explain(explain.explain(error, wishes.lang), wishes.lang)
    if len(documents) < len(paths):
        return None
    for each in documents:
        _tell_document(each, wishes)
    return documents


def _tell_document(document: Document, wishes: Wishes) -> None:
    if wishes.verbose:
        from simcheck.text.normalize import visible
        from simcheck.text.segmentation import paragraphs

        counts = {"characters": int(visible(document.text).sum()), "paragraphs": len(paragraphs(document.text))}
        _say(wishes.lang, "detail.document", document=document.name, **counts)


def _read(path: str, encoding: str | None) -> Document:
    from simcheck.files.given import standard_input
    from simcheck.readers import decode, read

    if path == "-":
        return decode("-", standard_input(), encoding=encoding)
    return read(path, encoding=encoding)


def _saved(path: str) -> str:
    from simcheck.files.given import content, standard_input

    data = standard_input(_RESULT) if path == "-" else content(path, _RESULT)
    return data.removeprefix(BOM_UTF8).decode("utf-8", "replace")


_RESULT: Final = 400_000_000
"""Bytes of a result, which holds the whole texts of its sources: four for each character that there may be."""


# --- reports out ------------------------------------------------------------------------------------------------------


def _deliver(report: Report, wishes: Wishes, library: Library | None = None, path: str = "") -> int:
    """Write the files, print the result, and return the exit code; a check has a library. ``path`` is that of the
    document, to type again and to make a copy of."""
    for output in wishes.output:
        if _suffix(output) == ANNOTATED:
            _save(output, _annotated(report, path, wishes), wishes)
        else:
            _save(output, _rendered(report, _suffix(output), wishes, library), wishes)
    if wishes.as_json or not wishes.is_silent:
        _show(report, wishes, library, path)
    sys.stdout.flush()
    return _above(report, wishes)


def _annotated(report: Report, path: str, wishes: Wishes) -> bytes:
    """The document with comments: a copy of the one at ``path`` if it is a Word document."""
    from simcheck.files.given import content
    from simcheck.render.docx.annotated import annotated

    original = None
    if path and path != "-":
        with contextlib.suppress(UnreadableDocument):
            original = content(path)
    return annotated(report, wishes.lang, original=original, without=wishes.left_out, quoting=not wishes.no_text)


def _save(output: str, content: str | bytes, wishes: Wishes) -> None:
    saving.save(output, content, force=wishes.force)
    if not wishes.quiet:
        _say(wishes.lang, "saved", path=output)


def _show(report: Report, wishes: Wishes, library: Library | None, path: str) -> None:
    if wishes.as_json:
        sys.stdout.write(printable.unseen_escaped(report.to_json(texts=not wishes.no_text)) + "\n")
        return
    from simcheck.render.terminal.screen import show

    show(report, _look(wishes, path), sys.stdout, library)


def _above(report: Report, wishes: Wishes, path: str = "") -> int:
    """1 if the total is above ``--fail-above``, which is said; of which document, if there are several."""
    ratio = report.share(without=wishes.left_out).ratio
    if wishes.fail_above is None or ratio * 100 <= wishes.fail_above:
        return 0
    if not wishes.quiet:
        facts = {"ratio": printable.percent(ratio), "limit": f"{wishes.fail_above:g}"}
        _say(wishes.lang, "above.document" if path else "above", **facts, **({"document": path} if path else {}))
    return 1


def _look(wishes: Wishes, path: str = "") -> Look:
    from simcheck.render.terminal.screen import Look

    watched = sys.stdout.isatty()
    width = _width(watched)
    return Look(
        lang=wishes.lang,
        width=width,
        view=_view(wishes.view, watched, width),
        colour=_has_colour(wishes.color, watched),
        limit=0 if wishes.brief and wishes.limit is None and not wishes.everything else wishes.most,
        every=wishes.everything,
        without=wishes.left_out,
        hints=not wishes.quiet,
        command=f"simcheck check {environment.typed(path)}{wishes.options}" if path else "",
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
    from simcheck.render.terminal.screen import SIDE_FROM, View

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


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _rendered(report: Report, suffix: str, wishes: Wishes, library: Library | None = None) -> str:
    """The content of a file; a file is to be kept, so it holds every finding, however few are shown."""
    if suffix == ".json":
        return printable.unseen_escaped(_dated(report.to_json(texts=not wishes.no_text)))
    if suffix == ".csv":
        from simcheck.render.table import table

        return table(report, wishes.lang, texts=not wishes.no_text)
    if suffix == ".md":
        from simcheck.render.markdown import markdown

        return markdown(report, wishes.lang, without=wishes.left_out)
    from simcheck.render.terminal.screen import Look, plain

    view = _view(wishes.view, watched=True, width=_PAPER)
    look = Look(wishes.lang, _PAPER, view, every=True, without=wishes.left_out)
    return plain(report, look, library)


def _dated(result: str) -> str:
    """A result with the time at which it was saved, which is no part of the result itself."""
    from datetime import datetime

    value = json.loads(result)
    head = {name: value.pop(name) for name in ("format", "simcheck")}
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return json.dumps({**head, "created": now, **value}, ensure_ascii=False, separators=(",", ":")) + "\n"


# --- files ------------------------------------------------------------------------------------------------------------


def _refuse_outputs(paths: Sequence[str], inputs: Sequence[str], ctx: click.Context, *, force: bool) -> None:
    """Before anything is computed: outputs that could not be written, or would destroy something of the user's."""
    for path in paths:
        if _suffix(path) not in SUFFIXES and not saving.is_stream(path):
            raise Misuse("suffix", ctx, path=path, suffixes=" ".join(SUFFIXES))
        if saving.is_any_of(path, inputs):
            raise Misuse("overwrite", ctx, path=path)
        saving.refuse(path, force=force)
        if force and os.path.isfile(path) and _is_original(path):
            raise Misuse("original", ctx, path=path)
    real = [os.path.realpath(path) for path in paths if not saving.is_stream(path)]
    for path, other in zip(paths, real, strict=False):
        if real.count(other) > 1 and len(set(paths)) > 1:
            raise Misuse("same-output", ctx, path=path)


def _is_original(path: str) -> bool:
    """Whether a corpus in a folder above has a record of this very file, which is then not replaced."""
    from simcheck.corpus.inputs import id_of, place_of

    for folder in Path(os.path.realpath(path)).parents:
        if (folder / saving.CORPUS).is_dir():
            with contextlib.suppress(SimcheckError), contextlib.closing(_catalogue(str(folder))) as catalogue:
                if catalogue.record(id_of(place_of(path, folder))) is not None:
                    return True
    return False


def _refuse_originals(paths: Sequence[str], corpus: Corpus, ctx: click.Context) -> None:
    """The same of the corpus that is asked, wherever it lies."""
    from simcheck.corpus.inputs import id_of, place_of

    for path in paths:
        if os.path.exists(path) and id_of(place_of(path, corpus.folder)) in corpus:
            raise Misuse("original", ctx, path=path)


def _refuse_counted(table: str, paths: Sequence[str]) -> None:
    """A table never takes the place of a document that is counted, nor is it written among them in place of one."""
    inside = any(saving.is_same(str(folder), path) for path in paths for folder in (Path(table), Path(table).parent))
    if Path(table).exists() and inside:
        raise CannotWrite(table, "is-input")


# --- talking on stderr ------------------------------------------------------------------------------------------------


def _say(lang: Language, key: str, **facts: messages.Fact) -> None:
    sys.stderr.write(messages.text(lang, key, **facts) + "\n")


def _explain(explanation: Explanation, lang: Language) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(explanation.render(lang) + "\n")


_UNTOLD: Final = 0.4
"""Seconds in which nobody wonders yet what is going on."""


class _Line:
    """One line on stderr that says how far things are: from half a second on, ten times a second at most."""

    def __init__(self, lang: Language, watched: bool) -> None:
        self.lang, self._watched = lang, watched
        self._last = time.monotonic() + _UNTOLD
        self._cells = 0

    def tell(self, key: str, **facts: messages.Fact) -> None:
        if not self._watched or time.monotonic() - self._last < 0.1:
            return
        self._last = time.monotonic()
        words = messages.text(self.lang, key, **facts)
        cells = printable.width(words)
        sys.stderr.write(f"\r{words}{' ' * (self._cells - cells)}")
        sys.stderr.flush()
        self._cells = cells

    def clear(self) -> None:
        """Leave nothing of it, before something else is written."""
        if self._cells:
            sys.stderr.write(f"\r{' ' * self._cells}\r")
            sys.stderr.flush()
            self._cells = 0


@contextlib.contextmanager
def _progress(lang: Language, *, quiet: bool) -> Iterator[_Line]:
    """A line for as long as something goes on, if someone is watching."""
    line = _Line(lang, not quiet and sys.stderr.isatty())
    try:
        yield line
    finally:
        line.clear()


def _pace(line: _Line) -> OnProgress:
    """Tells how far an addition is, how fast it goes and how long it will take."""
    from simcheck.render.terminal.corpus import duration

    begun = time.monotonic()

    def tell(progress: Progress) -> None:
        facts: dict[str, messages.Fact] = {"done": progress.documents, "total": progress.of_documents}
        rate = progress.size / max(time.monotonic() - begun, 0.001)
        if progress.documents == progress.of_documents:
            line.tell("progress.add.last", **facts)
        elif rate:
            left = duration(round((progress.of_size - progress.size) / rate), line.lang)
            line.tell("progress.add.pace", **facts, rate=f"{rate / 1_000_000:.1f}", left=left)
        else:
            line.tell("progress.add", **facts)

    return tell


# --- the way in and the way out ---------------------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; only ``--debug`` shows a traceback."""
    args = list(sys.argv[1:] if argv is None else argv)
    # numpy's linear algebra is never used here, and starting its threads takes longer than comparing two reports.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_closed()
    _make_safe(sys.stdout)
    _make_safe(sys.stderr)
    lang = environment.language(_value_of("--lang", args))
    try:
        return _run(args, lang)
    except SimcheckError as error:
        _explain(explain.explain(error, lang), lang)
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
        _explain(explain.explain(CannotWrite("stdout", error.strerror or str(error)), lang), lang)
        return 2
    except MemoryError:
        if "--debug" in args:
            raise
        _explain(explain.worded("error.memory", "", lang), lang)
        return 2
    except Exception:
        if "--debug" in args:
            raise
        _explain(explain.worded("error.unexpected", "", lang), lang)
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
