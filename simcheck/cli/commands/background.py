"""``simcheck background build``: how common phrases are is counted in many documents, and written as one table."""

from __future__ import annotations

import click

from simcheck.cli import documents, saving, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, FORCE, QUIET, about_program
from simcheck.cli.refusals import refuse_counted


@click.command("build", cls=Command, context_settings=EXTRA)
@click.argument("paths", metavar="PATH", nargs=-1, required=True)
@click.option("-o", "--output", "table", metavar="FILE", required=True)
@click.option("--phrases", metavar="FILE")
@click.option("--public", metavar="PATH", multiple=True)
@FORCE
@QUIET
@about_program
@click.pass_context
def build_background(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    table: str,
    phrases: str | None,
    public: tuple[str, ...],
    force: bool,
    quiet: bool,
) -> int:
    from simcheck.corpus.frequencies import PHRASES, build
    from simcheck.text.background import packed

    say = speech(ctx)
    paths = tuple(each for path in paths for each in documents.meant(path))
    public = tuple(each for path in public for each in documents.meant(path))
    refuse_counted(table, (*paths, *public, *documents.table(phrases)))
    saving.refuse(table, force=force, recognise=_is_own_table)
    with talk.progress(say, quiet=quiet) as line:
        try:
            counted = 0

            def tell(done: int) -> None:
                nonlocal counted
                counted = done
                line.tell("progress.background", done=done)

            listed = None if phrases == "none" else phrases or PHRASES
            built = build(paths, phrases=listed, public=public, on_progress=tell)
        except OSError as error:
            raise saving.refused(error, table) from error
    saving.write(table, packed(built), force=force, recognise=_is_own_table)
    if not quiet:
        talk.tell(say, "built", documents=counted, phrases=len(built.keys), path=table)
    return 0


def _is_own_table(data: bytes) -> bool | None:
    """A table is bare numbers, in which nobody works."""
    from simcheck.text.background import is_table

    return is_table(data) or None
