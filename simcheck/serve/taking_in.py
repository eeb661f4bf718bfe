"""What was sent goes into the corpus, or among its public texts, in the child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from simcheck.corpus.addition import Progress
from simcheck.corpus.ingest import ReadOptions, read_incoming
from simcheck.environment import LANGUAGES
from simcheck.errors import InvalidSettings, OwnResult, SimcheckError, UnreadableDocument
from simcheck.i18n.messages import Fact, text
from simcheck.model import Document
from simcheck.serve import folders
from simcheck.serve.refusals import refusal
from simcheck.serve.sent import Sent
from simcheck.serve.wire import Event, Order, Outcome

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus

Tell = Callable[[str, int, int], None]

_NAMED: Final = 3
"""Results of ours that are named."""


def taken_in(order: Order, found: Sent, corpus: Corpus, tell: Tell) -> Event:
    """What came of it: how many are new, and what could not be read."""
    if order.wishes.kind == "public":
        counts, failed, results = _among_public(order, found, corpus, tell)
        key = "site.public.added"
    else:
        counts, failed, results = _into_corpus(order, found, corpus, tell)
        key = "site.added"
    there = {each.number for each in folders.outcomes(order.folder)}
    for number, (name, error) in enumerate(failed, 1):
        if number not in there:
            folders.note(order.folder, Outcome(number, name, error=refusal(error, found.names)))
    summary = {}
    for lang in LANGUAGES:
        summary[lang] = [text(lang, key, **counts)]
        if results:
            names = text(lang, "joint").join(results[:_NAMED])
            summary[lang].append(text(lang, "site.added.results", count=len(results), names=names))
    read = len(found.documents) - sum(1 for each in failed if each not in found.failed) - len(results)
    return Event(documents=max(read, 0), failed=len(failed), is_over=True, summary=summary)


Taken = tuple[dict[str, Fact], list[tuple[str, SimcheckError]], list[str]]
"""Counts, what could not be read, and results of ours that were left out."""


def _into_corpus(order: Order, found: Sent, corpus: Corpus, tell: Tell) -> Taken:
    from simcheck.entities.dates import date

    said = dict(order.wishes.metadata)
    if said.get("date"):
        day = date(said["date"])
        if day is None:
            raise InvalidSettings("date", said["date"], "bad-date")
        said["date"] = day
    # what is said of one document alone holds
    wanted = [each._replace(said={**said, **each.said}) for each in found.documents]

    def on_progress(progress: Progress) -> None:
        tell("add", progress.documents, progress.of_documents)

    added = corpus.add_placeless(wanted, encoding=order.wishes.encoding, on_progress=on_progress)
    results = [*added.results, *(name for name, error in found.failed if isinstance(error, OwnResult))]
    failed = [each for each in found.failed if not isinstance(each[1], OwnResult)]
    counts: dict[str, Fact] = {
        "added": len(added.added),
        "changed": len(added.changed),
        "known": len(added.known),
    }
    return counts, [*failed, *added.unreadable], results


def _among_public(order: Order, found: Sent, corpus: Corpus, tell: Tell) -> Taken:
    failed = [each for each in found.failed if not isinstance(each[1], OwnResult)]
    results = [name for name, error in found.failed if isinstance(error, OwnResult)]
    count = 0

    def documents() -> Iterator[Document]:
        nonlocal count
        options = ReadOptions(order.wishes.encoding)
        for done, incoming in enumerate(found.documents):
            tell("add", done, len(found.documents))
            try:
                document = incoming.document or read_incoming(incoming, options)
            except OwnResult:
                results.append(incoming.name)
            except UnreadableDocument as error:
                failed.append((incoming.name, error))
            else:
                count += 1
                yield Document(document.id, incoming.name, document.text, document.metadata)

    new = corpus.add_public(documents())
    counts: dict[str, Fact] = {"count": len(new), "known": count - len(new), "total": len(corpus.public)}
    return counts, failed, results
