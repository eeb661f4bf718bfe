"""``simcheck check``: one document against the corpus, or several of them, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from simcheck import environment
from simcheck.cli import corpora, documents, output, repeated, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import PUBLIC, TEMPLATE, Wishes, about_corpus, about_reading, about_result, flag
from simcheck.cli.public_texts import Named
from simcheck.cli.refusals import refuse_outputs
from simcheck.cli.several import Several, every_output
from simcheck.cli.usage import Misuse
from simcheck.errors import OwnResult, UnreadableDocument

if TYPE_CHECKING:
    from simcheck.cli.gathering import Gathered, Wanted
    from simcheck.corpus.collection import Corpus
    from simcheck.model import Document
    from simcheck.render.view.sources import Library
    from simcheck.report.report import Report
    from simcheck.text.public import Public


@click.command("check", cls=Command)
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@about_result
@click.option("--exclude", metavar="ID|NAME", multiple=True)
@click.option("--before", metavar="DATE")
@click.option("--own", metavar="ID|NAME", multiple=True)
@TEMPLATE
@PUBLIC
@flag("--no-public", "no_public")
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
    public: tuple[str, ...],
    no_public: bool,
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    corpus: str | None,
    **options: Any,
) -> int:
    wishes = Wishes(speech(ctx), brief=True, **options)
    if (*files, *public).count("-") > 1:
        raise Misuse("stdin-twice", ctx)
    day = None if before is None else corpora.date("--before", before, ctx)
    folder = environment.corpus_folder(corpus)
    named = Named(public, folder)
    given = (*templates, *named.files, *documents.table(background), *exclude, *own)
    from simcheck.cli.gathering import gathered

    again = repeated.options(
        exclude=exclude,
        own=own,
        template=templates,
        public=public,
        before=before,
        no_public=no_public,
        min_length=min_length,
        encoding=encoding,
        background=background,
    )
    found = gathered(files, folder, environment.typed_options(again) + environment.option_for_corpus(folder))
    is_one = len(found.wanted) == 1 and not found.failed
    outputs = wishes.output if is_one else every_output(wishes.output, found.paths)
    refuse_outputs(outputs, (*found.files, *given), ctx, force=wishes.force, corpus=folder)
    library = corpora.library(folder, corpus, listed=bool(wishes.output))
    if documents.waits(files, ctx):
        return 2
    several = Several(found.paths, wishes, library)
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    from simcheck.corpus.collection import Corpus

    settings = documents.settings(min_length, background, wishes)
    forms = documents.read_all(templates, encoding, wishes)
    texts = None if forms is None else named.table(encoding, wishes.say, quiet=wishes.quiet)
    if forms is None or texts is None:
        return 2
    with corpora.told(Corpus.open(folder, settings=settings), wishes.say, quiet=wishes.quiet) as opened:
        excluded, ours = (_ids(wanted, opened) for wanted in (exclude, own))
        again += repeated.options(corpus=corpus)
        checks = Checks(
            opened, encoding, day, excluded, ours, forms, texts, not no_public, wishes, library, tuple(again)
        )
        if is_one:
            subject, report = found.wanted[0].subject, _checked(found.wanted[0], checks)
            found.tell_passed_over(wishes.say, quiet=wishes.quiet)
            return 2 if report is None else output.deliver(report, wishes, library, subject.command, subject.content)
        return _check_several(found, several, checks)


def _ids(wanted: Sequence[str], corpus: Corpus) -> list[str]:
    return [row.id for each in wanted for row in corpora.found(corpus, each)]


@dataclass(frozen=True)
class Checks:
    """What the checks of one run have in common."""

    corpus: Corpus
    encoding: str | None
    before: str | None
    exclude: Sequence[str]
    own: Sequence[str]
    templates: Sequence[Document]
    public: Public
    with_kept_public: bool
    wishes: Wishes
    library: Library
    again: tuple[str, ...]
    """The options to type again."""

    def report(self, wanted: Wanted, on_progress: Callable[[int, int], None] | None = None) -> Report:
        """What of a document also stands in the corpus; raises ``UnreadableDocument``."""
        document = wanted.read(self.encoding, self.corpus.__contains__)
        documents.tell(document, self.wishes)
        report = self.corpus.check(
            document,
            before=self.before,
            exclude=self.exclude,
            own=self.own,
            templates=self.templates,
            public=self.public,
            with_kept_public=self.with_kept_public,
            on_progress=on_progress,
        )
        words = repeated.command("check", (wanted.subject.again,), self.again)
        return repeated.noted(
            report, words, library=self.library, templates=self.templates, public=self._searched_public
        )

    @cached_property
    def _searched_public(self) -> Public:
        return self.public.beside(self.corpus.public) if self.with_kept_public else self.public


def _checked(wanted: Wanted, checks: Checks) -> Report | None:
    """The report of the only document; None after it was said why there is none."""
    say = checks.wishes.say
    with talk.progress(say, quiet=checks.wishes.quiet) as line:
        try:
            return checks.report(wanted, lambda done, total: line.tell("progress.sources", done=done, total=total))
        except UnreadableDocument as error:
            line.clear()
            talk.tell_error(error, say)
            return None


def _check_several(found: Gathered, several: Several, checks: Checks) -> int:
    """Each document by itself, in the order given; what cannot be read keeps nobody from the rest."""
    wishes, say = checks.wishes, checks.wishes.say
    for error in found.failed:
        talk.tell_error(error, say)
    failed = len(found.failed)
    with talk.progress(say, quiet=wishes.quiet) as line:
        for done, wanted in enumerate(found.wanted):
            line.tell("progress.files", done=done, total=len(found.wanted))
            try:
                report = checks.report(wanted)
            except OwnResult:
                found.results.append(wanted.subject.path)
                continue
            except UnreadableDocument as error:
                line.clear()
                talk.tell_error(error, say)
                failed += 1
                continue
            line.clear()
            several.add(report, done, wanted.subject)
    above = several.finish()
    found.tell_passed_over(wishes.say, quiet=wishes.quiet)
    if failed and several.count:
        talk.tell(say, "above.unreadable", count=failed)
    if not failed and not several.count:
        talk.tell(say, "check.no-documents")
        return 2
    return 2 if failed else above
