"""``simcheck show``: a saved result is shown again."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any, Final

import click

from simcheck.cli import documents, output
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, Wishes, about_program, about_result
from simcheck.cli.refusals import refuse_compared, refuse_outputs

RESULT: Final = 400_000_000
"""Bytes of a result, which holds the whole texts of its sources: four for each character that there may be."""


@click.command("show", cls=Command, context_settings=EXTRA)
@click.argument("result", metavar="RESULT.json")
@about_result
@about_program
@click.pass_context
def show_result(ctx: click.Context, /, result: str, **options: Any) -> int:
    wishes = Wishes(speech(ctx), **options)
    refuse_outputs(wishes.output, (result,), ctx, force=wishes.force)
    if documents.waits((result,), ctx):
        return 2
    from simcheck.report.report import Report

    report = Report.from_json(_saved(result), name=result)
    refuse_compared(wishes.output, report, ctx)
    return output.deliver(report, wishes)


def _saved(path: str) -> str:
    from simcheck.files.given import content, standard_input

    data = standard_input(RESULT) if path == "-" else content(path, RESULT)
    return data.removeprefix(BOM_UTF8).decode("utf-8", "replace")
