"""Documents without a place of their own: files that were sent, of which nothing is left once they are read.

A record of one is known by its name and its bytes. The same file sent again is the same record; another file of the
same name stands beside it, so that nothing is lost by a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b, sha256

from simcheck.corpus.addition import Added, OnProgress, add
from simcheck.corpus.inputs import Incoming
from simcheck.errors import UnreadableDocument
from simcheck.files import given
from simcheck.readers import archive
from simcheck.store.store import Store


def without_place(incoming: Incoming) -> Incoming:
    """Something to be read as one that is known by its name and its bytes; what cannot be read is known by its name,
    and says so when it is."""
    try:
        content = _content(incoming)
    except UnreadableDocument:
        content = b""
    names = f"sent\0{incoming.name}\0{sha256(content).hexdigest()}"
    id = blake2b(names.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    document = incoming.document
    return incoming._replace(
        id=id, place=None, stamp=None, document=None if document is None else replace(document, id=id)
    )


def _content(incoming: Incoming) -> bytes:
    if incoming.document is not None:
        return incoming.document.text.encode("utf-8", "surrogatepass")
    if incoming.inside:
        return archive.content(str(incoming.path), incoming.inside)
    return given.content(str(incoming.path))


def add_placeless(
    store: Store,
    several: Sequence[Incoming],
    *,
    encoding: str | None = None,
    on_progress: OnProgress | None = None,
) -> Added:
    """Add them; nothing is remembered of those that cannot be read."""
    total = len(several), sum(each.size for each in several)
    return add(store, map(without_place, several), total, encoding=encoding, on_progress=on_progress)
