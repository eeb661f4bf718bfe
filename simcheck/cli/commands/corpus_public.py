"""``simcheck corpus public``: texts whose wording anybody may use are kept with the corpus, listed and removed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

import click

from simcheck import environment
from simcheck.cli import corpora, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import AS_JSON, ENCODING, EXTRA, QUIET, about_corpus, limit
from simcheck.cli.output import json_line, write_lines
from simcheck.cli.public_texts import Named
from simcheck.files.patterns import is_pattern

_LISTED: Final = 20
"""Texts that a terminal shows of a long list."""


@click.command("public", cls=Command, context_settings=EXTRA)
@click.option("--add", metavar="PATH", multiple=True)
@click.option("--remove", metavar="NAME", multiple=True)
@ENCODING
@limit(0, 1_000_000_000)
@AS_JSON
@QUIET
@about_corpus
@click.pass_context
def keep_public(
    ctx: click.Context,
    /,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    encoding: str | None,
    limit: float | None,
    as_json: bool,
    quiet: bool,
    corpus: str | None,
) -> int:
    say, folder = speech(ctx), environment.corpus_folder(corpus)
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    named = Named(add, folder)
    with corpora.opened(folder, say, quiet=quiet) as opened, corpora.written():
        if remove:
            gone = opened.remove_public(*_meant(remove, [text.name for text in opened.public.texts]))
            if not quiet:
                talk.tell(say, "public.removed", count=len(gone))
        if add:
            new = opened.add_public(named.documents(encoding, say, quiet=quiet))
            if not quiet:
                talk.tell(say, "public.added", count=len(new), known=named.count - len(new), total=len(opened.public))
        texts = opened.public.texts
    from simcheck.render.terminal import corpus as collection

    if as_json:
        write_lines(json_line(each) for each in collection.public_data(texts))
    elif not (add or remove):
        watched = sys.stdout.isatty()
        most = int(limit) if limit is not None else _LISTED if watched else 0
        write_lines(collection.public_texts(texts, corpora.screen(folder, say), most or len(texts), head=not quiet))
    return 2 if named.failed else 0


def _meant(wanted: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """The names that are meant: by themselves, or by a pattern that some are like."""
    for each in wanted:
        alike = [name for name in names if fnmatchcase(name, each)] if is_pattern(each) and each not in names else []
        yield from alike or [each]
