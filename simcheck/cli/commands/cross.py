"""``simcheck cross``: some documents, each with each: who has what from whom?"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from simcheck import environment
from simcheck.cli import crossed, documents, on_cluster, repeated, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import PUBLIC, TEMPLATE, Wishes, about_crossing, about_program, about_reading
from simcheck.cli.public_texts import Named
from simcheck.cli.refusals import refuse_outputs
from simcheck.cli.usage import Misuse
from simcheck.errors import OwnResult, UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from simcheck.cli.gathering import Gathered, Wanted
    from simcheck.crossing.crossing import Crossing
    from simcheck.model import Document


@click.command("cross", cls=Command)
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@about_crossing
@click.option("--own", metavar="NAME", multiple=True)
@click.option("--spark", metavar="ADDRESS")
@TEMPLATE
@PUBLIC
@about_reading
@about_program
@click.pass_context
def cross_documents(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    at: float | None,
    own: tuple[str, ...],
    spark: str | None,
    templates: tuple[str, ...],
    public: tuple[str, ...],
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(speech(ctx), view="none", without=(), grade=None, **options)
    if wishes.anonymise:
        raise Misuse("anonymise-crossing", ctx)
    if (*files, *public).count("-") > 1:
        raise Misuse("stdin-twice", ctx)
    out = _folder_of_steps(wishes.output, spark, ctx)
    if out is not None:
        rest = tuple(path for path in wishes.output if path != out)
        wishes = replace(wishes, output=(*rest, *on_cluster.results_in(out)))
    folder = environment.corpus_folder()
    named = Named(public, folder)
    from simcheck.cli.gathering import gathered

    found = gathered(files, folder, "")
    read = (*found.files, *templates, *named.files, *documents.table(background))
    refuse_outputs(wishes.output, read, ctx, force=wishes.force, suffixes=crossed.SUFFIXES)
    if documents.waits(files, ctx):
        return 2
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    settings = documents.settings(min_length, background, wishes)
    forms = documents.read_all(templates, encoding, wishes)
    texts = None if forms is None else named.table(encoding, wishes.say, quiet=wishes.quiet)
    if forms is None or texts is None:
        return 2
    given, failed = _read(found, encoding, wishes)
    found.tell_passed_over(wishes.say, "cross.results", quiet=wishes.quiet)
    if failed:
        talk.tell(wishes.say, "above.unreadable", count=failed)
    if len(given) < 2:
        talk.tell(wishes.say, "cross.too-few", count=len(given))
        return 2
    ours = {each.id for name in own for each in _called(name, given, ctx)}
    if len(ours) == 1:
        raise Misuse("own-one", ctx, name=own[0])
    from simcheck.crossing.cross import cross
    from simcheck.crossing.crossing import AT

    def made(parts: Path | None) -> Crossing:
        with crossed.going_on(wishes) as tell:
            return cross(
                given,
                at=AT if at is None else at,
                templates=forms,
                settings=settings,
                public=texts,
                own=ours,
                resume=parts,
                on_progress=tell,
            )

    if spark is not None and out is not None:
        asked = on_cluster.Asked(AT if at is None else at, forms, settings, texts, ours)
        crossing = on_cluster.crossed(spark, out, given, asked, wishes)
    else:
        # the engine finds out for itself whether what is there is of the same texts
        what = json.dumps([[each.id for each in given], [each.id for each in forms], settings.to_dict()])
        try:
            crossing = crossed.resumed(what, wishes, made)
        except crossed.Interrupted:
            return 130
    again = repeated.options(
        at=at,
        own=own,
        template=templates,
        public=public,
        min_length=min_length,
        encoding=encoding,
        background=background,
    )
    words = repeated.command("cross", files, again)
    noted = repeated.circumstances(words, settings, templates=forms, public=texts)
    above = crossed.deliver(replace(crossing, circumstances=noted), wishes)
    return 2 if failed else above


def _folder_of_steps(outputs: Sequence[str], spark: str | None, ctx: click.Context) -> str | None:
    """The output that is a folder, which goes with ``--spark``."""
    folders = [path for path in outputs if path.endswith(("/", os.sep))]
    if spark is None:
        if folders:
            raise Misuse("spark-folder-alone", ctx, path=folders[0])
        return None
    if len(folders) != 1:
        raise Misuse("spark-folder", ctx)
    return folders[0]


def _read(found: Gathered, encoding: str | None, wishes: Wishes) -> tuple[list[Document], int]:
    """The documents, each with a name and an id of its own, and how many could not be read, which is said."""
    for error in found.failed:
        talk.tell_error(error, wishes.say)
    failed = len(found.failed)
    read: list[tuple[Wanted, Document]] = []
    with talk.progress(wishes.say, quiet=wishes.quiet) as line:
        for done, wanted in enumerate(found.wanted):
            line.tell("progress.cross.read", done=done, total=len(found.wanted))
            try:
                read.append((wanted, wanted.read(encoding, lambda _: False)))
            except OwnResult:
                found.results.append(wanted.subject.path)
            except UnreadableDocument as error:
                line.clear()
                talk.tell_error(error, wishes.say)
                failed += 1
    for document in (document for _, document in read):
        documents.tell(document, wishes)
    from simcheck.crossing.names import told_apart

    return told_apart([(wanted.subject.path, document) for wanted, document in read]), failed


def _called(name: str, given: Sequence[Document], ctx: click.Context) -> list[Document]:
    """The documents that are called so, with folders and suffix or without."""
    for called in (str, os.path.basename, _stem):
        some = [each for each in given if called(each.name) == name or each.id == name]
        if len(some) > 1:
            names = " ".join(sorted(each.name for each in some)[:_NAMED])
            raise Misuse("own-several", ctx, name=name, count=len(some), names=names)
        if some:
            return some
    raise Misuse("own-name", ctx, name=name)


_NAMED: Final = 5
"""Names that an error lists."""


def _stem(name: str) -> str:
    return os.path.splitext(os.path.basename(name))[0]
