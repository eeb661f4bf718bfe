"""``simcheck corpus`` list, stats, phrases, remove, upgrade and rebuild: what a corpus holds is shown and changed."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from simcheck import environment
from simcheck.cli import corpora, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import AS_JSON, EXTRA, QUIET, about_corpus, flag, limit
from simcheck.cli.output import json_line, write_lines
from simcheck.cli.usage import Misuse, OneOf

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.render.terminal.corpus import CorpusScreen
    from simcheck.store.catalogue import Catalogue
    from simcheck.store.rows import Row

_LISTED: Final = 20
"""Documents that a terminal shows of a long list."""

_PHRASES: Final = 30
"""Phrases of a corpus that are listed."""

_SHORTEST: Final = 4
"""Characters of a phrase, as many as are counted together."""


@click.command("list", cls=Command, context_settings=EXTRA)
@click.option("--sort", metavar="ORDER", default="name", type=OneOf("name", "length", "date", "added"))
@limit(0, 1_000_000_000)
@AS_JSON
@QUIET
@about_corpus
@click.pass_context
def list_documents(
    ctx: click.Context, /, sort: str, limit: float | None, as_json: bool, quiet: bool, corpus: str | None
) -> int:
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    with contextlib.closing(corpora.catalogue(folder)) as catalogue:
        from simcheck.render.terminal import corpus as collection

        every = list(catalogue.records())
        watched = sys.stdout.isatty() and not as_json
        most = int(limit) if limit is not None else _LISTED if watched else 0
        rows = collection.ordered(every, sort)[: most or None]
        if as_json:
            write_lines(json_line(data) for data in _data(rows, catalogue))
    screen = corpora.screen(folder, say)
    if as_json:
        pass
    elif watched:
        write_lines(collection.listing(rows, every, screen, head=not quiet))
    else:
        write_lines(collection.columns(rows, screen, head=not quiet))
    return 0


@click.command("stats", cls=Command, context_settings=EXTRA)
@AS_JSON
@flag("--verify")
@about_corpus
@click.pass_context
def describe_corpus(ctx: click.Context, /, as_json: bool, verify: bool, corpus: str | None) -> int:
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    with corpora.opened(folder, say) as opened:
        if verify:
            opened.verify()
        summary = opened.summary
    from simcheck.render.terminal import corpus as collection

    screen = corpora.screen(folder, say)
    if as_json:
        data = collection.stats_data(summary, screen) | ({"verified": True} if verify else {})
        write_lines([json_line(data)])
    else:
        write_lines(collection.stats(summary, screen, verified=verify))
    return 0


@click.command("phrases", cls=Command, context_settings=EXTRA)
@click.option("--add", metavar="WORDS", multiple=True)
@click.option("--strike", metavar="WORDS", multiple=True)
@limit(1, 10_000, default=_PHRASES)
@AS_JSON
@QUIET
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
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    with corpora.opened(folder, say, quiet=quiet) as opened, corpora.written():
        for words in (*add, *strike):
            if sum(map(str.isalnum, words)) < _SHORTEST or words.startswith(("-", "#")):
                raise Misuse("phrase", ctx, words=words, least=_SHORTEST)
        told = opened.tell_phrases(add=add, strike=strike) if add or strike else opened.phrase_list
        found = [] if add or strike else opened.phrases(int(limit))
    from simcheck.render.terminal import corpus as collection

    screen = corpora.screen(folder, say)
    if as_json:
        write_lines(json_line(each) for each in collection.phrase_data(found, told))
    elif not quiet or not (add or strike):
        write_lines(collection.phrases(found, told, screen, head=not quiet))
    return 0


@click.command("remove", cls=Command)
@click.argument("ids", metavar="ID", nargs=-1, required=True)
@flag("--yes")
@QUIET
@about_corpus
@click.pass_context
def remove_documents(ctx: click.Context, /, ids: tuple[str, ...], yes: bool, quiet: bool, corpus: str | None) -> int:
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    with corpora.opened(folder, say, quiet=quiet) as opened, corpora.written():
        screen, every = corpora.screen(folder, say), list(opened.rows())
        chosen = _chosen(ids, opened, every, screen, ctx)
        if not yes and (sys.stdin is None or not sys.stdin.isatty()):
            raise Misuse("unconfirmed", ctx, count=len(chosen))
        if not quiet or not yes:
            from simcheck.render.terminal import corpus as collection

            write_lines([say("corpus.removing", count=len(chosen)), *collection.records(chosen, every, screen)])
        if not yes and not _agreed(say("corpus.question", count=len(chosen))):
            write_lines([say("corpus.kept")])
            return 0
        opened.remove(*(row.id for row in chosen))
        total = len(opened)
    if not quiet:
        write_lines([say("corpus.removed", count=len(chosen), total=total)])
    return 0


@click.command("upgrade", cls=Command, context_settings=EXTRA)
@QUIET
@about_corpus
@click.pass_context
def upgrade_corpus(ctx: click.Context, /, quiet: bool, corpus: str | None) -> int:
    say, folder, begun = speech(ctx), environment.corpus_folder(corpus), time.monotonic()
    with corpora.opened(folder, say, quiet=quiet) as opened, corpora.written():
        try:
            with talk.progress(say, quiet=quiet) as line:
                done = opened.upgrade(
                    on_progress=lambda step, p: line.tell(
                        f"progress.upgrade.{step}", done=p.documents, total=p.of_documents
                    )
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            talk.tell(say, "corpus.interrupted.upgrade")
            return 130
    if not quiet:
        from simcheck.render.terminal.corpus import upgraded

        write_lines(upgraded(done, corpora.screen(folder, say), time.monotonic() - begun))
    return 0


@click.command("rebuild", cls=Command, context_settings=EXTRA)
@QUIET
@about_corpus
@click.pass_context
def rebuild_index(ctx: click.Context, /, quiet: bool, corpus: str | None) -> int:
    say, folder, begun = speech(ctx), environment.corpus_folder(corpus), time.monotonic()
    with corpora.opened(folder, say, quiet=quiet) as opened, corpora.written():
        try:
            with talk.progress(say, quiet=quiet) as line:
                opened.rebuild(
                    on_progress=lambda p: line.tell("progress.rebuild", done=p.documents, total=p.of_documents)
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            talk.tell(say, "corpus.interrupted.rebuild")
            return 130
        summary = opened.summary
    if not quiet:
        from simcheck.render.terminal.corpus import duration, size

        took = duration(time.monotonic() - begun, say.lang)
        write_lines([say("corpus.rebuilt", texts=summary.texts, size=size(summary.index_size), time=took)])
    return 0


def _data(rows: Sequence[Row], catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Records as JSON has them, with what is known of their files; some at a time, because that may be much."""
    from simcheck.render.terminal.corpus import record_data

    for at in range(0, len(rows), _TOGETHER):
        some = rows[at : at + _TOGETHER]
        files = catalogue.originals(some)
        yield from (record_data(row, files.get(row.id)) for row in some)


_TOGETHER: Final = 500


def _chosen(
    ids: Sequence[str], corpus: Corpus, every: Sequence[Row], screen: CorpusScreen, ctx: click.Context
) -> list[Row]:
    """The records that are meant, each once; what may mean several is wrong usage."""
    from simcheck.render.terminal.corpus import records

    by_id = {row.id: row for row in every}
    chosen: dict[str, Row] = {}
    for wanted in ids:
        found = [by_id[wanted]] if wanted in by_id else corpora.found(corpus, wanted)
        if len(found) > 1:
            misuse = Misuse("several", ctx, wanted=wanted, count=len(found), ids=found[0].id)
            misuse.table = tuple((line.strip(),) for line in records(found, every, screen))
            raise misuse
        chosen[found[0].id] = found[0]
    return list(chosen.values())


def _agreed(question: str) -> bool:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")
