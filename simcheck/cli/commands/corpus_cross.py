"""``simcheck corpus cross``: the documents of a corpus, each with each, or the new ones with all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from simcheck import environment
from simcheck.cli import corpora, crossed, documents, repeated, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import (
    ENCODING,
    EXTRA,
    PUBLIC,
    TEMPLATE,
    Wishes,
    about_corpus,
    about_crossing,
    flag,
)
from simcheck.cli.public_texts import Named
from simcheck.cli.refusals import refuse_outputs
from simcheck.cli.usage import Misuse
from simcheck.entities.dates import date

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.store.rows import Row

_LAST: Final = "last"
"""What ``--new`` means by itself: those that were added on the last day on which any were."""

_NAMED: Final = 5
"""Ids that an error lists."""


@click.command("cross", cls=Command, context_settings=EXTRA)
@about_crossing
@click.option("--new", metavar="WHICH", multiple=True, is_flag=False, flag_value=_LAST)
@click.option("--own", metavar="ID|NAME", multiple=True)
@TEMPLATE
@PUBLIC
@flag("--no-public", "no_public")
@ENCODING
@click.option("--background", metavar="FILE")
@about_corpus
@click.pass_context
def cross_corpus(
    ctx: click.Context,
    /,
    at: float | None,
    new: tuple[str, ...],
    own: tuple[str, ...],
    templates: tuple[str, ...],
    public: tuple[str, ...],
    no_public: bool,
    encoding: str | None,
    background: str | None,
    corpus: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(speech(ctx), view="none", without=(), grade=None, **options)
    if wishes.anonymise:
        raise Misuse("anonymise-crossing", ctx)
    folder = environment.corpus_folder(corpus)
    named = Named(public, folder)
    read = (*templates, *named.files, *documents.table(background))
    refuse_outputs(wishes.output, read, ctx, force=wishes.force, corpus=folder, suffixes=crossed.SUFFIXES)
    library = corpora.library(folder, corpus, listed=bool(wishes.output))
    from simcheck.render.view.sources import searched_in

    settings = documents.settings(None, background, wishes)
    forms = documents.read_all(templates, encoding, wishes)
    texts = None if forms is None else named.table(encoding, wishes.say, quiet=wishes.quiet)
    if forms is None or texts is None:
        return 2
    from simcheck.corpus.collection import Corpus

    with corpora.told(Corpus.open(folder, settings=settings), wishes.say, quiet=wishes.quiet) as opened:
        rows = list(opened.rows())
        if len(rows) < 2:
            talk.tell(wishes.say, "cross.too-few", count=len(rows))
            return 2
        some = _new(new, opened, rows)
        if new and not some:
            raise Misuse("none-new", ctx)
        ours = set[str]()
        for name in own:
            called = corpora.found(opened, name)
            if len(called) > 1:
                ids = " ".join(row.id for row in called[:_NAMED])
                raise Misuse("own-several-ids", ctx, name=name, count=len(called), ids=ids)
            ours.add(called[0].id)
        if len(ours) == 1:
            raise Misuse("own-one", ctx, name=own[0])
        try:
            with corpora.written(), crossed.going_on(wishes) as tell:
                crossing = opened.cross(
                    at=at,
                    new=some or None,
                    templates=forms,
                    public=texts,
                    with_kept_public=not no_public,
                    own=ours,
                    on_progress=tell,
                )
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            talk.tell(wishes.say, "cross.interrupted.corpus")
            return 130
        searched = texts.beside(opened.public) if not no_public else texts
        again = repeated.options(
            at=at,
            new=new,
            own=own,
            template=templates,
            public=public,
            no_public=no_public,
            encoding=encoding,
            background=background,
            corpus=corpus,
        )
        made = repeated.circumstances(
            ("simcheck", "corpus", "cross", *again), settings, library=library, templates=forms, public=searched
        )
    told = {lang: searched_in(library, lang) for lang in environment.LANGUAGES}
    return crossed.deliver(replace(crossing, circumstances=made), wishes, told)


def _new(wanted: Sequence[str], corpus: Corpus, rows: Sequence[Row]) -> list[str]:
    """The ids that ``--new`` means: of those added last, of those added since a day, of those called so."""
    chosen: dict[str, None] = {}
    for each in wanted:
        since = max(row.added[:10] for row in rows) if each == _LAST else date(each)
        some = [row for row in rows if row.added[:10] >= since] if since else corpora.found(corpus, each)
        chosen |= dict.fromkeys(row.id for row in some)
    return list(chosen)
