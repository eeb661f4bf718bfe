"""How are documents called in a crossing? Records of a list (.jsonl) by their titles: a row of 各省.jsonl#11834 tells
nobody anything.

The rest keep their names, and so does a record without a title. Of several with one title each has its id behind it.
Documents that are no corpus's are told apart before (``told_apart``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from simcheck.model import Document, identity

_OF_A_LIST: Final = re.compile(r"\.jsonl#(.+)\Z", re.IGNORECASE | re.DOTALL)


def named(documents: Iterable[Document]) -> list[Document]:
    """The documents in their order, those of lists called by their titles."""
    every = list(documents)
    titles = [title_of(each) for each in every]
    often = Counter(title or each.name for each, title in zip(every, titles, strict=True))
    return [called(each, title, often[title]) for each, title in zip(every, titles, strict=True)]


def title_of(document: Document) -> str:
    """The title of a record of a list; "" of others, and of one without a title."""
    return " ".join(document.metadata.get("title", "").split()) if _own(document) else ""


def _own(document: Document) -> str:
    """What a list calls one of its records; "" of what is in no list."""
    found = _OF_A_LIST.search(document.name)
    return found[1] if found else ""


def called(document: Document, title: str, often: int) -> Document:
    """A record by its title, which so many are called by; a document without one as it is."""
    if not title:
        return document
    return replace(document, name=title if often == 1 else f"{title}#{_own(document)}")


def told_apart(read: Sequence[tuple[str, Document]]) -> list[Document]:
    """Documents, each beside its path, by names that tell them apart where there are such, and with ids that do."""
    times = Counter(document.name for _, document in read)
    result, taken = [], set[str]()
    for path, document in read:
        name = document.name if times[document.name] == 1 else path
        id, number = identity(name, document.text), 1
        while id in taken:
            number += 1
            id = identity(f"{name}\0{number}", document.text)
        taken.add(id)
        result.append(replace(document, id=id, name=name))
    return result
