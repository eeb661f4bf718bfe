"""What lies where in the folder of a job, and how is it read and written?

job.json       what is to be done, and what came of it
uploads/       what was sent, until the job is over
work/          what is computed with meanwhile
results/       1.json, 1.docx …: reports, and copies of Word documents with comments; crossing.json
rows.jsonl     a line a document that is done
made/          files that were asked for, made once
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from simcheck.errors import UnreadableDocument
from simcheck.files import given, home
from simcheck.serve.wire import Job, Outcome

JOB: Final = "job.json"
UPLOADS: Final = "uploads"
WORK: Final = "work"
RESULTS: Final = "results"
ROWS: Final = "rows.jsonl"
MADE: Final = "made"
CROSSING: Final = "crossing.json"


def put(folder: Path, job: Job) -> None:
    """Write a job down, whole or not at all; ``OSError`` as the system raises it."""
    home.replace(folder / JOB, msgspec.json.encode(job))


def job_in(folder: Path) -> Job | None:
    """The job in a folder; None if there is none that can be read."""
    try:
        return msgspec.json.decode(given.content(folder / JOB), type=Job)
    except (UnreadableDocument, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def note(folder: Path | str, outcome: Outcome) -> None:
    """Add what came of a document."""
    handle = home.opened(Path(folder) / ROWS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        # a line that was broken off stays alone
        os.write(handle, b"\n" + msgspec.json.encode(outcome) + b"\n")
    finally:
        os.close(handle)


def outcomes(folder: Path | str) -> Iterator[Outcome]:
    """What was noted; a line that was being written when something ended is passed over."""
    try:
        for line in given.lines(Path(folder) / ROWS):
            try:
                yield msgspec.json.decode(line, type=Outcome)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
    except UnreadableDocument:
        return
