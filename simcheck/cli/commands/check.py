"""``simcheck check``: one document against the corpus, or several of them, each by itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcheck import environment
from simcheck.cli import corpora, documents, output, saving, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import TEMPLATE, Wishes, about_corpus, about_reading, about_result
from simcheck.cli.output import ANNOTATED, suffix
from simcheck.cli.refusals import refuse_originals, refuse_outputs
from simcheck.cli.usage import Misuse
from simcheck.errors import CannotWrite, UnreadableDocument

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.model import Document
    from simcheck.render.view.sources import Library
    from simcheck.report.report import Report


@click.command("check", cls=Command)
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@about_result
@click.option("--exclude", metavar="ID|NAME", multiple=True)
@click.option("--before", metavar="DATE")
@click.option("--own", metavar="ID|NAME", multiple=True)
@TEMPLATE
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
    wishes = Wishes(speech(ctx), **options)
    given = (*files, *templates, *documents.table(background))
    refuse_outputs(_every_output(wishes.output, files), given, ctx, force=wishes.force)
    if files.count("-") > 1:
        raise Misuse("stdin-twice", ctx)
    day = None if before is None else corpora.date("--before", before, ctx)
    folder = environment.corpus_folder(corpus)
    library = corpora.library(folder)
    if documents.waits(files, ctx):
        return 2
    from simcheck.corpus.collection import Corpus

    settings = documents.settings(min_length, background, wishes)
    forms = documents.read_all(templates, encoding, wishes)
    if forms is None:
        return 2
    with corpora.told(Corpus.open(folder, settings=settings), wishes.say, quiet=wishes.quiet) as opened:
        refuse_originals(_every_output(wishes.output, files), opened, ctx)
        excluded, ours = (_ids(wanted, opened) for wanted in (exclude, own))
        wishes = replace(wishes, brief=True, options=_typed_options(folder, exclude, before, own, templates))
        checks = _Checks(opened, library, encoding, day, excluded, ours, forms, wishes)
        return _check_one(files[0], checks) if len(files) == 1 else _check_several(files, checks)


def _ids(wanted: Sequence[str], corpus: Corpus) -> list[str]:
    return [row.id for each in wanted for row in corpora.found(corpus, each)]


def _typed_options(
    folder: str, exclude: Sequence[str], before: str | None, own: Sequence[str], templates: Sequence[str]
) -> str:
    several = (("exclude", exclude), ("own", own), ("template", templates))
    words = [f" --{name} {environment.typed(each)}" for name, some in several for each in some]
    words += [f" --before {before}"] if before else []
    return "".join(words) + environment.option_for_corpus(folder)


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
        document = documents.read("-", self.encoding) if path == "-" else self.corpus.read(path, encoding=self.encoding)
        documents.tell(document, self.wishes)
        return self.corpus.check(
            document,
            before=self.before,
            exclude=self.exclude,
            own=self.own,
            templates=self.templates,
            on_progress=on_progress,
        )


# --- one document -----------------------------------------------------------------------------------------------------


def _check_one(path: str, checks: _Checks) -> int:
    say = checks.wishes.say
    with talk.progress(say, quiet=checks.wishes.quiet) as line:
        try:
            report = checks.report(path, lambda done, total: line.tell("progress.sources", done=done, total=total))
        except UnreadableDocument as error:
            talk.tell_error(error, say)
            return 2
    return output.deliver(report, checks.wishes, checks.library, path)


# --- several documents ------------------------------------------------------------------------------------------------


def _check_several(paths: Sequence[str], checks: _Checks) -> int:
    """Each document by itself, in the order given; what cannot be read keeps nobody from the rest."""
    wishes, say = checks.wishes, checks.wishes.say
    in_turn = wishes.everything or bool(wishes.limit)
    rows: list[tuple[str, Report]] = []
    contents: dict[str, list[str]] = {path: [] for path in wishes.output}
    failed, above = 0, False
    with talk.progress(say, quiet=wishes.quiet) as line:
        for done, path in enumerate(paths):
            line.tell("progress.files", done=done, total=len(paths))
            try:
                report = checks.report(path)
            except UnreadableDocument as error:
                line.clear()
                talk.tell_error(error, say)
                failed += 1
                continue
            for target, parts in contents.items():
                if suffix(target) == ANNOTATED:
                    output.save(_beside(target, path, paths), output.annotated(report, path, wishes), wishes)
                else:
                    parts.append(output.rendered(report, suffix(target), wishes, checks.library))
            line.clear()
            if wishes.as_json or (in_turn and not wishes.is_silent):
                output.show(report, wishes, checks.library, path)
            elif not wishes.is_silent:
                rows.append((path, report))
            above |= bool(output.above(report, wishes, path))
    for target, parts in contents.items():
        if parts:
            output.save(target, _joined(suffix(target), parts), wishes)
    if rows:
        _overview(rows, wishes, checks.library)
    sys.stdout.flush()
    if failed and len(paths) > failed:
        talk.tell(say, "above.unreadable", count=failed)
    return 2 if failed else int(above)


def _every_output(outputs: Sequence[str], paths: Sequence[str]) -> list[str]:
    """The files that will be written: an annotated copy of each of several documents."""
    if len(paths) == 1:
        return list(outputs)
    return [
        each
        for target in outputs
        for each in ([_beside(target, path, paths) for path in paths] if suffix(target) == ANNOTATED else [target])
    ]


def _beside(target: str, path: str, paths: Sequence[str]) -> str:
    """The name of one of several annotated documents: 批注.docx becomes 批注-总结.docx. Never that of a document that
    is checked."""
    own, given = Path(target), Path(path)
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


def _overview(rows: Sequence[tuple[str, Report]], wishes: Wishes, library: Library) -> None:
    from simcheck.model import Flag
    from simcheck.render.terminal.overview import overview_lines
    from simcheck.render.terminal.screen import overview

    if not sys.stdout.isatty():
        sys.stdout.write(overview_lines(rows, wishes.say.lang, wishes.left_out))
        return
    worst = max(rows, key=lambda row: row[1].share(without=wishes.left_out | {Flag.BOILERPLATE}).ratio)[0]
    names = [os.path.basename(path) for path, _ in rows]
    if len(set(names)) == len(names):
        rows = [(name, report) for name, (_, report) in zip(names, rows, strict=True)]
    overview(rows, output.screen(wishes, worst), sys.stdout, library)
