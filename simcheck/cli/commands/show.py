"""``simcheck show``: a saved result is shown again, of several a table or one of them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Final

import click

from simcheck import environment
from simcheck.cli import documents, output, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, Wishes, about_program, about_result
from simcheck.cli.refusals import refuse_compared, refuse_outputs
from simcheck.cli.saved import Line, Saved
from simcheck.cli.several import Several, Subject, every_output
from simcheck.cli.usage import Misuse
from simcheck.cli.verifying import tell, verified, verified_crossing
from simcheck.errors import InvalidResult
from simcheck.i18n.messages import Fact
from simcheck.model import ranges

RESULT: Final = 400_000_000
"""Bytes of a result, which holds the whole texts of its sources: four for each character that there may be."""


@click.command("show", cls=Command, context_settings=EXTRA)
@click.argument("result", metavar="RESULT.json")
@click.argument("which", metavar="N|NAME", required=False)
@about_result
@about_program
@click.pass_context
def show_result(ctx: click.Context, /, result: str, which: str | None, **options: Any) -> int:
    wishes = Wishes(speech(ctx), **options)
    if documents.waits((result,), ctx):
        return 2
    saved = Saved(result, RESULT)
    if which is None and not saved.is_several and saved.is_crossing:
        return _show_crossing(saved, wishes, ctx)
    again = f"simcheck show {result if result == '-' else environment.typed(result)}"
    is_list = saved.is_several and which is None
    names = saved.checked() if is_list and wishes.output else []
    outputs = every_output(wishes.output, names) if is_list else wishes.output
    if outputs:
        refuse_compared(outputs, result, saved.documents(), ctx)
    refuse_outputs(outputs, (result,), ctx, force=wishes.force)
    if is_list:
        return _show_several(saved, Several(names, wishes), again, wishes)
    line = next(iter(saved)) if which is None else saved.line(_number(saved, which, again, ctx))
    report = line.report(graded=wishes.asks_grades)
    found = verified(report, result, line.sealed(saved.count))
    tell(found, (report.document, *report.sources.values()), result, wishes)
    wishes = replace(wishes, verified=found)
    return output.deliver(report, wishes, None, f"{again} {line.number}" if saved.is_several else again)


def _show_crossing(saved: Saved, wishes: Wishes, ctx: click.Context) -> int:
    """A saved crossing as it is wished."""
    from simcheck.cli import crossed

    if wishes.anonymise:
        raise Misuse("anonymise-crossing", ctx)
    refuse_outputs(wishes.output, (saved.path,), ctx, force=wishes.force, suffixes=crossed.SUFFIXES)
    line = next(iter(saved))
    crossing = line.crossing()
    found = verified_crossing(crossing, saved.path, line.sealed(1))
    tell(found, list(crossing.documents.values()), saved.path, wishes)
    wishes = replace(wishes, verified=found)
    if wishes.output:
        documents: dict[str, set[str]] = {}
        for each in crossing.documents.values():
            documents.setdefault(each.name, set()).add(each.id)
        refuse_compared(wishes.output, saved.path, documents, ctx)
    return crossed.deliver(crossing, wishes)


def _number(saved: Saved, which: str, again: str, ctx: click.Context) -> int:
    """The number of the result that is meant; what is not in the file, or there more than once, is wrong usage."""
    meant = saved.meant(which)
    if len(meant) == 1:
        return meant[0]
    facts: dict[str, Fact] = {"path": saved.path, "which": which, "command": again}
    if meant:
        numbers = speech(ctx)("joint").join(map(str, meant))
        raise Misuse("which-several", ctx, numbers=numbers, **facts)
    key = "which-number" if which.isdecimal() else "which-name"
    raise Misuse(key, ctx, count=len(saved.checked()), **facts)


def _show_several(saved: Saved, several: Several, again: str, wishes: Wishes) -> int:
    """A table, or each in turn; what cannot be shown is told and keeps nobody from the rest."""
    failed: dict[str, list[tuple[Line, InvalidResult]]] = {}
    unproved: list[int] = []
    with talk.progress(wishes.say, quiet=wishes.quiet) as progress:
        for at, line in enumerate(saved):
            progress.tell("progress.results", done=at)
            try:
                report = line.report(graded=wishes.asks_grades)
            except InvalidResult as error:
                failed.setdefault(error.reason, []).append((line, error))
                continue
            progress.clear()
            name = report.document.name
            if line.sealed(saved.count) is False:
                unproved.append(line.number)
            several.add(
                report, at, Subject(name, (os.path.basename(name),), f"{again} {line.number}", None, line.number)
            )
    if not several.count and len(failed) == 1:
        [(reason, some)] = failed.items()
        raise InvalidResult(saved.path, reason, some[0][1].count)
    above = several.finish()
    if unproved and not wishes.quiet:
        numbers = wishes.say("joint").join(ranges(unproved))
        talk.tell(wishes.say, "show.results.changed", path=saved.path, numbers=numbers)
    for some in failed.values():
        talk.tell_error(some[0][1], wishes.say)
        if len(some) > 1:
            numbers = wishes.say("joint").join(str(line.number) for line, _ in some[1:_NAMED])
            key = "show.failed.more" if len(some) > _NAMED else "show.failed"
            talk.tell(wishes.say, key, count=len(some) - 1, numbers=numbers)
    return 2 if failed else above


_NAMED: Final = 10
"""Results that cannot be shown whose numbers are told."""
