"""What is named on the command line is read: documents, templates, the table of frequencies, standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from simcheck.cli import talk
from simcheck.cli.options import Wishes
from simcheck.errors import InvalidSettings, SimcheckError

if TYPE_CHECKING:
    from simcheck.model import Document
    from simcheck.settings import Settings


def waits(paths: Sequence[str], ctx: click.Context) -> bool:
    """Whether standard input is a terminal on which nobody knows that something is expected: help, and no hang."""
    if "-" not in paths or sys.stdin is None or not sys.stdin.isatty():
        return False
    sys.stderr.write(ctx.get_help() + "\n")
    return True


def settings(min_length: float | None, background: str | None, wishes: Wishes) -> Settings:
    """The settings that the options mean; raises what reading a table of frequencies raises."""
    from simcheck.settings import Settings

    meant = Settings() if min_length is None else Settings(min_length=int(min_length))
    if background is not None:
        from simcheck.text.background import Background

        meant = replace(meant, background=None if background == "none" else Background.load(background))
    if wishes.verbose:
        table = background or wishes.say("shipped")
        talk.tell(wishes.say, "detail.settings", minimum=meant.min_length, background=table)
    return meant


def table(background: str | None) -> tuple[str, ...]:
    """The file that ``--background`` names, if it names one."""
    return () if background in (None, "none") else (str(background),)


def meant(path: str) -> list[str]:
    """What a name that may be a pattern means; raises ``NoMatch`` or ``NotFound`` if it is one and means nothing."""
    from simcheck.files.patterns import expanded, nothing

    found = expanded(path)
    if not found:
        raise nothing(path)
    return found


def read_all(paths: Sequence[str], encoding: str | None, wishes: Wishes) -> list[Document] | None:
    """The documents; None after every one that could not be read has been explained."""
    documents: list[Document] = []
    for path in paths:
        try:
            documents.append(read(path, encoding))
        except InvalidSettings:
            raise  # the same for every document
        except SimcheckError as error:
            talk.tell_error(error, wishes.say)
    if len(documents) < len(paths):
        return None
    for each in documents:
        tell(each, wishes)
    return documents


def read(path: str, encoding: str | None) -> Document:
    """The document at ``path``, or from standard input (``-``)."""
    from simcheck.files.given import standard_input
    from simcheck.readers import decode
    from simcheck.readers import read as read_file

    if path == "-":
        return decode("-", standard_input(), encoding=encoding)
    return read_file(path, encoding=encoding)


def content_of(path: str) -> Callable[[], bytes] | None:
    """What gives the bytes of the file at ``path``; None for standard input, which was read already."""
    from simcheck.files.given import content

    return None if path == "-" else partial(content, path)


def tell(document: Document, wishes: Wishes) -> None:
    """How long a document is, to whoever wants details."""
    if wishes.verbose:
        from simcheck.text.normalize import visible_length
        from simcheck.text.segmentation import paragraphs

        counts = {"characters": visible_length(document.text), "paragraphs": len(paragraphs(document.text))}
        talk.tell(wishes.say, "detail.document", document=document.name, **counts)
