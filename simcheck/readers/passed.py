"""What does a document hold that its reader passes over: pictures, formulas, charts, embedded files? Counted, and said.

A reader counts while it reads, ``passed[Passed.PICTURE] += 1``, and adds ``told(...)`` to its notes: at most one, and
none where nothing was passed over. So "nothing found" never means "nothing read".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from simcheck.model import Note


class Passed(StrEnum):
    """What is in a document and not in its text; the value is a fact of the note, and in JSON."""

    PICTURE = "pictures"
    FORMULA = "formulas"
    CHART = "charts"
    DIAGRAM = "diagrams"
    """Drawings that are made of words (SmartArt)."""
    EMBEDDED = "embedded"
    """Documents of other programs, or whole files, inside this one."""
    MISSING = "missing"
    """Parts that the document names and has not: chapters, linked files."""
    BROKEN = "broken"
    """Parts, or words, that are there and cannot be read: the rest of the document is."""
    SHEET = "sheets"
    """Sheets and slides that are hidden."""
    COMMENT = "comments"
    ANNOTATION = "annotations"
    """What is written onto a page and is no part of it: boxes, filled fields, stamps."""
    MEDIA = "media"
    MACRO = "macros"
    PLACEHOLDER = "placeholders"
    """What a form says where nobody has filled it in."""
    FRAME = "frames"
    """Pages that a page shows in frames: advertisements mostly."""


_GRAVE: Final = frozenset({Passed.BROKEN, Passed.DIAGRAM, Passed.EMBEDDED, Passed.MISSING})
"""What is likely to hold sentences of the report: nobody should take such a document for wholly compared."""

_SCANTY: Final = 100
"""Characters for each picture below which the pictures may be the report, scanned and pasted: a page has 600. Reports
with a letterhead, or with photographs between their paragraphs, have more."""


def told(name: str, passed: Mapping[Passed, int], text: str) -> tuple[Note, ...]:
    """The note on what the reader of the document ``name`` passed over, if it did; ``text`` is what it read.

    ``not-read`` if sentences of the report may be among it, else ``passed-over``, which screens put last. Its facts
    are the counts by kind, in the order of ``Passed``.
    """
    counts = {str(kind): passed[kind] for kind in Passed if passed.get(kind)}
    if not counts:
        return ()
    pictures = passed.get(Passed.PICTURE, 0)
    is_grave = not _GRAVE.isdisjoint(counts) or (pictures and len("".join(text.split())) < _SCANTY * pictures)
    return (Note("not-read" if is_grave else "passed-over", None, {"document": name, **counts}),)


def counted(notes: Iterable[Note]) -> Counter[Passed]:
    """What notes say was passed over: those of a document inside another, whose note counts both."""
    found: Counter[Passed] = Counter()
    for note in notes:
        if note.code in CODES:
            for kind in Passed:
                count = note.facts.get(kind)
                found[kind] += count if isinstance(count, int) else 0
    return +found


CODES: Final = frozenset({"not-read", "passed-over"})
"""Of the notes of ``told``."""
