"""``simcheck corpus add``: documents go into the corpus, with what is said of them."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simcheck import environment
from simcheck.cli import corpora, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import ENCODING, FORCE, QUIET, VERBOSE, about_corpus
from simcheck.cli.output import write_lines
from simcheck.cli.usage import Misuse
from simcheck.errors import UnreadableDocument
from simcheck.files.patterns import expanded, is_pattern, nothing
from simcheck.i18n.messages import Fact, Messages

if TYPE_CHECKING:
    from simcheck.corpus.addition import Added, OnProgress, Progress
    from simcheck.render.terminal.corpus import CorpusScreen


@click.command("add", cls=Command)
@click.argument("paths", metavar="PATH", nargs=-1, required=True)
@click.option("--meta", metavar="KEY=VALUE", multiple=True)
@click.option("--metadata", "sheet", metavar="FILE.csv")
@ENCODING
@FORCE
@QUIET
@VERBOSE
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
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    said = dict(_said(pair, ctx) for pair in meta)
    if not _all_there(paths, say):
        return 2
    paths = tuple(each for path in paths for each in expanded(path))
    _refuse_own(paths, folder, ctx)
    listed = _listed(sheet) if sheet else {}
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    from simcheck.render.terminal.corpus import duration

    screen, begun = corpora.screen(folder, say), time.monotonic()
    from simcheck.corpus.collection import Corpus

    with corpora.written(), corpora.told(Corpus.open(folder, create=True), say, quiet=quiet) as opened:
        before, was_older = len(opened), opened.is_older
        try:
            with talk.progress(say, quiet=quiet) as line:
                tell = _pace(line)
                result = opened.add_all(
                    paths, metadata=said, sheet=listed, encoding=encoding, even_results=force, on_progress=tell
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            talk.tell(say, "corpus.interrupted", count=len(opened) - before, total=len(opened))
            return 130
        finally:
            if was_older and not opened.is_older:
                talk.tell(say, "corpus.converted", at=environment.option_for_corpus(folder))
        total = len(opened)
    _tell_added(result, screen, quiet=quiet, verbose=verbose)
    if not quiet:
        _tell_unmatched(listed, sheet or "", paths, say)
        took = duration(time.monotonic() - begun, say.lang)
        sys.stdout.write(say("corpus.size", folder=screen.shown, count=total, time=took) + "\n")
    return 2 if result.unreadable else 0


# --- before -----------------------------------------------------------------------------------------------------------


def _said(pair: str, ctx: click.Context) -> tuple[str, str]:
    """单位=柳湾镇 is ("unit", "柳湾镇")."""
    from simcheck.metadata.sidecar import key

    name, sign, value = (part.strip() for part in pair.partition("="))
    if not (name and sign and value):
        raise Misuse("meta", ctx, value=pair)
    return key(name), corpora.date("--meta", value, ctx) if key(name) == "date" else value


def _refuse_own(paths: Sequence[str], folder: str, ctx: click.Context) -> None:
    from simcheck.files.home import FOLDER

    own = Path(os.path.realpath(os.path.join(folder, FOLDER)))
    for path in paths:
        if Path(os.path.realpath(path)).is_relative_to(own):
            raise Misuse("own-folder", ctx, path=path)


def _all_there(paths: Sequence[str], say: Messages) -> bool:
    """Whether every path leads somewhere; those that do not are explained before anything is added."""
    from simcheck.readers import read

    missing = [path for path in paths if not os.path.exists(path) and not (is_pattern(path) and expanded(path))]
    for path in missing:
        if is_pattern(path):
            talk.tell_error(nothing(path), say)
            continue
        try:
            read(path)
        except UnreadableDocument as error:
            talk.tell_error(error, say)
    return not missing


def _listed(sheet: str) -> dict[str, dict[str, str]]:
    """What a table says of files, by their real paths."""
    from simcheck.metadata.sidecar import sheet as read

    return {os.path.realpath(os.path.join(os.path.dirname(sheet), file)): said for file, said in read(sheet).items()}


# --- meanwhile and after ----------------------------------------------------------------------------------------------


def _pace(line: talk.Line) -> OnProgress:
    """Tells how far an addition is, how fast it goes and how long it will take."""
    from simcheck.render.terminal.corpus import duration

    begun = time.monotonic()

    def tell(progress: Progress) -> None:
        facts: dict[str, Fact] = {"done": progress.documents, "total": progress.of_documents}
        rate = progress.size / max(time.monotonic() - begun, 0.001)
        if progress.documents == progress.of_documents:
            line.tell("progress.add.last", **facts)
        elif rate:
            left = duration(round((progress.of_size - progress.size) / rate), line.say.lang)
            line.tell("progress.add.pace", **facts, rate=f"{rate / 1_000_000:.1f}", left=left)
        else:
            line.tell("progress.add", **facts)

    return tell


def _tell_added(result: Added, screen: CorpusScreen, *, quiet: bool, verbose: bool) -> None:
    from simcheck.render.terminal import corpus as collection

    if quiet:
        write_lines(collection.failures(result, screen, every=True), sys.stderr)
        return
    with contextlib.closing(corpora.catalogue(screen.folder)) as catalogue:
        rows = catalogue.records_with([*result.added, *result.changed])
    write_lines(collection.added(result, rows, screen, verbose=verbose))


def _tell_unmatched(listed: Mapping[str, object], sheet: str, paths: Sequence[str], say: Messages) -> None:
    """Rows of a table that speak of no document that was added are probably slips."""
    tops = [Path(os.path.realpath(path)) for path in paths]
    lost = [
        os.path.basename(file)
        for file in listed
        if not os.path.exists(file) or not any(Path(file).is_relative_to(top) for top in tops)
    ]
    if lost:
        talk.tell(say, "corpus.unmatched", sheet=sheet, count=len(lost), names=say("joint").join(lost[:3]))
