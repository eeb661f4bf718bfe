"""``simcheck compare``: two documents in, a report out."""

from __future__ import annotations

from typing import Any

import click

from simcheck.cli import documents, output, repeated
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, PUBLIC, TEMPLATE, Wishes, about_program, about_reading, about_result, flag
from simcheck.cli.public_texts import Named
from simcheck.cli.refusals import refuse_outputs
from simcheck.cli.usage import Misuse


@click.command("compare", cls=Command, context_settings=EXTRA)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@about_result
@flag("--own", "own")
@TEMPLATE
@PUBLIC
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
    public: tuple[str, ...],
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(speech(ctx), **options)
    named = Named(public)
    inputs = (a, b, *templates, *named.files, *documents.table(background))
    refuse_outputs(wishes.output, inputs, ctx, force=wishes.force)
    if a == b == "-":
        raise Misuse("both-stdin", ctx)
    if documents.waits((a, b), ctx):
        return 2
    read = documents.read_all((a, b, *templates), encoding, wishes)
    if read is None:
        return 2
    from simcheck.comparison import compare

    settings = documents.settings(min_length, background, wishes)
    texts = named.table(encoding, wishes.say, quiet=wishes.quiet)
    if texts is None:
        return 2
    checked, source, *given = read
    report = compare(checked, source, settings=settings, templates=given, public=texts, own=own)
    options_again = repeated.options(
        own=own, template=templates, public=public, min_length=min_length, encoding=encoding, background=background
    )
    words = repeated.command("compare", (a, b), options_again)
    report = repeated.noted(report, words, templates=given, public=texts)
    return output.deliver(report, wishes, content=documents.content_of(a))
