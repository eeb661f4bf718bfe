"""What the REST interface says: types of its answers, and how a job is put into them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from simcheck.environment import Language
from simcheck.serve.downloads import OF_ALL, OF_CROSSING, OF_ONE, fits_a_page
from simcheck.serve.jobs import Jobs
from simcheck.serve.problems import Problem, problem
from simcheck.serve.refusals import STATUS
from simcheck.serve.wire import Job, Kind, Outcome, Progress, Share, State


class Service(Struct):
    """What answers: its version, how many jobs it knows, and how many of them wait."""

    simcheck: str
    jobs: int
    waiting: int


class SentFile(Struct):
    """A file as it was sent: its name, and its bytes."""

    name: str
    size: int


class JobShown(Struct, omit_defaults=True):
    """A job: ``position`` is its place in the line while it waits, ``progress`` how far it is while it runs."""

    id: str
    kind: Kind
    state: State
    created: str
    files: list[SentFile]
    documents: int
    """That were read and are done."""
    failed: int
    """That could not be read."""
    links: dict[str, str]
    """Addresses: of itself, its events, its documents, and the files that can be had of all of it."""
    started: str = ""
    ended: str = ""
    position: int = 0
    progress: Progress | None = None
    summary: list[str] = []
    """What there is to say of all of it."""
    error: Problem | None = None


class JobPage(Struct):
    """Some of all jobs, the newest first."""

    items: list[JobShown]
    total: int
    offset: int


class OutcomeShown(Struct, omit_defaults=True):
    """What came of a document: its shares, or why it could not be read; links to its files."""

    number: int
    name: str
    high: Share | None = None
    total: Share | None = None
    told: Share | None = None
    largest: str = ""
    notes: int = 0
    findings: int = 0
    links: dict[str, str] = {}
    error: Problem | None = None


class OutcomePage(Struct):
    """Some of the documents of a job, as they were done."""

    items: list[OutcomeShown]
    total: int
    offset: int


class Record(Struct, omit_defaults=True):
    """A record of the corpus."""

    id: str
    name: str
    characters: int
    paragraphs: int
    added: str
    version: int
    metadata: dict[str, str]
    guessed: list[str] = []
    """What of the metadata was guessed."""
    file: dict[str, Any] | None = None


class Counted(Struct):
    """A phrase that stands in many different contexts of the corpus: in how many texts and contexts, and whether checks
    take it for a set phrase."""

    words: str
    texts: int
    contexts: int
    known: bool


class Phrases(Struct):
    """Set phrases: what was counted, what was added and what was struck."""

    added: list[str]
    struck: list[str]
    counted: list[Counted] = []


class PublicText(Struct):
    """A public text that is kept with the corpus."""

    name: str
    characters: int


class PublicPage(Struct):
    """Some of them."""

    items: list[PublicText]
    total: int
    offset: int


class Holdings(Struct):
    """How much the corpus holds, and when it last changed; nothing if there is none yet."""

    documents: int = 0
    updated: str = ""


class RecordPage(Struct):
    """Some of the records of the corpus."""

    items: list[Record]
    total: int
    offset: int


class Correction(Struct, forbid_unknown_fields=True):
    """What is said of a record: "" takes a word back."""

    unit: str | None = None
    date: str | None = None
    author: str | None = None
    title: str | None = None


class PhraseChange(Struct, forbid_unknown_fields=True):
    """Set phrases of one's own, and phrases that are none."""

    add: list[str] = []
    strike: list[str] = []


def shown(job: Job, jobs: Jobs, lang: Language) -> JobShown:
    """A job in the words of a language."""
    here = f"/api/v1/jobs/{job.id}"
    links = {"self": here, "events": f"{here}/events", "documents": f"{here}/documents"}
    if job.state == "done" and (job.documents or job.wishes.kind == "cross"):
        suffixes = (
            OF_CROSSING if job.wishes.kind == "cross" else OF_ALL if job.wishes.kind in ("check", "compare") else ()
        )
        has_page = fits_a_page(job)
        links |= {suffix[1:]: f"{here}/files/all{suffix}" for suffix in suffixes if has_page or suffix != ".html"}
    error = problem(job.error, STATUS.get(job.error.code, 422), lang) if job.error else None
    return JobShown(
        job.id,
        job.wishes.kind,
        job.state,
        job.created,
        [SentFile(each.name, each.size) for each in job.files],
        job.documents,
        job.failed,
        links,
        job.started,
        job.ended,
        jobs.line.place(job.id) if job.state == "waiting" else 0,
        jobs.line.progress(job.id) if job.state == "running" else None,
        job.summary.get(lang, []),
        error,
    )


def outcome_shown(outcome: Outcome, lang: Language, job: str = "") -> OutcomeShown:
    """What came of a document in the words of a language."""
    error = problem(outcome.error, STATUS.get(outcome.error.code, 422), lang) if outcome.error else None
    here = f"/api/v1/jobs/{job}/files/{outcome.number}"
    links = {} if error or not job else {suffix[1:]: f"{here}{suffix}" for suffix in OF_ONE}
    return OutcomeShown(
        outcome.number,
        outcome.name,
        outcome.high,
        outcome.total,
        outcome.told,
        outcome.largest.get(lang, ""),
        outcome.notes,
        outcome.findings,
        links,
        error,
    )
