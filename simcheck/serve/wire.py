"""What travels between browser, server and child, and what lies in the folder of a job: types, as JSON has them.

The OpenAPI document is made from those that the REST interface speaks (``openapi``).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Lang = Literal["zh", "en"]
Kind = Literal["check", "cross", "compare", "add", "public"]
State = Literal["waiting", "running", "done", "failed", "cancelled"]
LeftOut = Literal["boilerplate", "scattered", "public", "quoted", "own"]
Grade = Literal["high", "middle", "low"]

OVER: frozenset[State] = frozenset({"done", "failed", "cancelled"})
"""States that do not change any more."""

OK = b"ok"
REFUSED = b"refused"
"""How an answer of the child begins."""


class Told(Struct, omit_defaults=True):
    """An error in the words of one language: ``explain.Explanation`` without its table."""

    title: str
    place: str = ""
    reason: str = ""
    advice: str = ""


class Refusal(Struct):
    """An error as it travels: its stable code, and its words in both languages."""

    code: str
    words: dict[Lang, Told]


class Wishes(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """What is to be done with the files of a job, and how; the options of ``simcheck check``, ``cross``, ``compare``,
    ``corpus add`` and ``corpus public``."""

    kind: Kind
    """Against the corpus (check), each with each (cross), the first with the second (compare), into the corpus (add),
    among the public texts (public)."""
    lang: Lang = "zh"
    """Of files that are made while the job runs."""
    before: Annotated[str, Meta(max_length=40)] | None = None
    """check: only earlier documents are sources ("2018", "2018-12-03")."""
    exclude: Annotated[list[Annotated[str, Meta(max_length=300)]], Meta(max_length=1000)] = []
    """check: records of the corpus (ids) that are no sources."""
    own: Annotated[list[Annotated[str, Meta(max_length=300)]], Meta(max_length=1000)] = []
    """check: records (ids) of the author's own earlier texts."""
    min_length: Annotated[int, Meta(ge=4, le=1000)] | None = None
    """The shortest run of characters that counts."""
    encoding: Annotated[str, Meta(max_length=40)] | None = None
    """Of text files whose encoding is not recognised."""
    without: Annotated[list[LeftOut], Meta(max_length=5)] = []
    """What is left out of the figures."""
    grade: Grade | None = None
    """The lowest grade of evidence that is listed."""
    metadata: dict[str, Annotated[str, Meta(max_length=300)]] = {}
    """add: what is said of every document ("unit", "date", "author", "title")."""


class Upload(Struct):
    """A file that was sent: its number, its name as it was sent, its bytes, and what it is called here meanwhile."""

    number: int
    name: str
    size: int
    stored: str


class Share(Struct):
    """Characters that are counted, of so many."""

    part: int
    whole: int


class Outcome(Struct, omit_defaults=True):
    """What came of one document: its shares, or the error with which it could not be read."""

    number: int
    """In the job, from 1."""
    name: str
    """As it was sent, with folders and archives."""
    high: Share | None = None
    """Of the highest grade of evidence; None if the result has no grades."""
    total: Share | None = None
    told: Share | None = None
    """Without set phrases, scattered and public text."""
    largest: dict[Lang, str] = {}
    """The source that explains most."""
    notes: int = 0
    findings: int = 0
    error: Refusal | None = None


class Job(Struct, omit_defaults=True):
    """A job as it lies on the disk."""

    id: str
    wishes: Wishes
    state: State
    created: str
    files: list[Upload]
    number: int = 0
    """In the order in which jobs came."""
    started: str = ""
    ended: str = ""
    attempts: int = 0
    key: str = ""
    """By which its sender knows it again (Idempotency-Key), and what was sent."""
    sent: str = ""
    documents: int = 0
    failed: int = 0
    summary: dict[Lang, list[str]] = {}
    """What there is to say of all of it."""
    error: Refusal | None = None


class Progress(Struct):
    """How far a job is: at which step (``progress.…``, ``site.step.…``), how much is done, and of how much."""

    step: str
    done: int
    total: int


class Order(Struct):
    """What the child is to do: in which folder, with which corpus."""

    folder: str
    corpus: str
    wishes: Wishes
    files: list[Upload]


class Event(Struct, omit_defaults=True):
    """What the child says of a job meanwhile: how far it is, and at its end what came of it."""

    progress: Progress | None = None
    documents: int = 0
    failed: int = 0
    is_over: bool = False
    summary: dict[Lang, list[str]] = {}
    error: Refusal | None = None
    memory: int = 0
    """Bytes that the child has had at most."""


class Sheet(Struct, omit_defaults=True):
    """Which file of a finished job is wanted: of one document (its number) or of all (0), in which format."""

    folder: str
    kind: Kind
    number: int
    suffix: str
    lang: Lang
    name: str = ""
    without: list[LeftOut] = []
    grade: Grade | None = None
    texts: bool = True
    anonymise: bool = False


class Ask(Struct, omit_defaults=True):
    """A question about the corpus, or a change of it."""

    corpus: str
    do: str
    args: dict[str, Any] = {}
