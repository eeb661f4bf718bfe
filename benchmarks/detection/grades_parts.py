"""Parts of pairs with what is known of them and whether they were taken over: what the likelihood is learned from.

The parts are those that ``simcheck.align`` cuts (parts.py) and weighs (likelihood.py). Of four sources:
  Planted    a pair of a corpus in PAN's format: 1 for what touches a case and lies half in cases, 0 for what touches
             none; what touches one and lies elsewhere, and what is natural, is left out;
  Strangers  two full reports of one year that have nothing to do with each other: all 0;
  Read       two texts of which readers said something (verdicts.py): what lies in a place they read, 1 if half of it
             lies in what was taken there;
  Articles   two regulations with articles labelled by reading (real.py): what lies in a labelled article, 1 if it was
             copied and the source side is the earlier article or one of the further places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.detection import pan
from benchmarks.detection.left_out import reports_out, statutes_out
from benchmarks.detection.pan import Annotation, Span
from benchmarks.detection.quality_pairs import YEAR, Task
from benchmarks.detection.verdicts import Label, Texts

if TYPE_CHECKING:
    from simcheck import Background

LIES_IN: Final = 0.6
"""The part of the equal characters of a part that lie in what was read for its verdict to be that of the part."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A pair of a corpus; ``task`` says which reports leave the table."""

    corpus: Path
    reports: Path
    task: Task


@dataclass(frozen=True, slots=True)
class Strangers:
    """Two reports of a folder, all of which leave the table."""

    reports: Path
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Read:
    """Two texts and what readers said of places in them."""

    roots: tuple[Path, ...]
    left: str
    right: str
    out: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Articles:
    """Two regulations and the labelled articles of them."""

    docs: Path
    items: tuple[dict[str, Any], ...]


Source = Planted | Strangers | Read | Articles


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part: its features in their order; its bits, of all that it says and of what is no known wording; its equal
    characters; whether it was taken over; and whether its texts are statutes."""

    features: tuple[float, ...]
    bits: float
    specific: float
    length: int
    taken: bool
    statute: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the equal stretches of a part lie, in code points of both texts."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]

    @property
    def size(self) -> int:
        return sum(span.end - span.start for span in self.left)

    def hulls(self, document: str, source: str) -> Annotation:
        left, right = (Span(min(s.start for s in x), max(s.end for s in x)) for x in (self.left, self.right))
        return Annotation(document, left, source, right)


def start() -> None:
    """Nothing has to be told to a process that weighs parts: every source names what it needs."""


def weighed(source: Source) -> list[Weighed]:
    """The parts of a pair of which it is known whether they were taken over."""
    left, right, background = _texts(source)
    found = []
    for place, part in _parts(left, right, background):
        taken = _is_taken(place, source)
        if taken is not None:
            found.append(Weighed(taken=taken, **part))
    return found


def _texts(source: Source) -> tuple[str, str, Background]:
    import simcheck

    match source:
        case Planted(corpus, reports, task):
            if task.table == YEAR:
                background = _year_out(reports)
            else:
                out = [pan.read_text(reports / name) for name in task.without]
                background = simcheck.Background.default().without(*out)
            return *pan.texts(corpus, task.pair), background
        case Strangers(reports, left, right):
            return pan.read_text(reports / left), pan.read_text(reports / right), _year_out(reports)
        case Read(roots, left, right, out_of_table, _):
            texts = _read(roots)
            return texts[left].text, texts[right].text, texts.background(left, right, out_of_table)
        case Articles(docs, items):
            later, earlier = (simcheck.read(docs / items[0][side]["file"]).text for side in ("later", "earlier"))
            return later, earlier, statutes_out(later, earlier)


@cache
def _year_out(reports: Path) -> Background:
    return reports_out(*(pan.read_text(path) for path in sorted(reports.rglob("*.txt"))))


@cache
def _read(roots: tuple[Path, ...]) -> Texts:
    return Texts(roots)


def _parts(left: str, right: str, background: Background) -> list[tuple[_Place, dict[str, Any]]]:
    """The parts as a comparison cuts them, each with what is known of it."""
    import simcheck
    from simcheck import comparison
    from simcheck.align.acts import looked_at
    from simcheck.align.edits import Anchors
    from simcheck.align.layout import lay_out
    from simcheck.align.likelihood import features_of
    from simcheck.align.parts import are_statutes, parts_of
    from simcheck.align.passages import passages
    from simcheck.align.prepare import is_spaced
    from simcheck.text.public import Public

    settings = simcheck.Settings(background=background)
    documents = [comparison.document_of(text) for text in (left, right)]
    given = [comparison.with_public(comparison.prepared(d, settings), Public(), settings)[0] for d in documents]
    swapped = comparison.rank(given[1]) < comparison.rank(given[0])
    a, b = reversed(given) if swapped else given
    if is_spaced(a, b):
        return []
    found = passages(a, b, settings, looked_at(settings))
    anchors = Anchors(found.runs)
    both = ((found.passages, False), (found.phrases, True))
    laid = [lay_out(passage, a, b, anchors, phrase=phrase) for some, phrase in both for passage in some]
    parts = parts_of([layout for layout in laid if not layout.drawn], a, b)
    told = []
    for part, features in zip(parts, features_of(parts, a, b), strict=True):
        sides = [
            tuple(Span(span.start, span.end) for span in spans)
            for spans in (
                [a.normalized.span(run.left, run.left + run.length) for run in part.equal],
                [b.normalized.span(run.right, run.right + run.length) for run in part.equal],
            )
        ]
        place = _Place(*(reversed(sides) if swapped else sides))
        known = {"bits": part.bits, "specific": part.specific, "length": part.length, "statute": are_statutes(a, b)}
        told.append((place, {"features": tuple(features), **known}))
    return told


# Labels


def _is_taken(place: _Place, source: Source) -> bool | None:
    """Whether a part was taken over; None if that is not known."""
    match source:
        case Strangers():
            return False
        case Planted(_, _, task):
            hulls = place.hulls(task.pair.suspicious, task.pair.source)
            if any(pan.touches(hulls, case) for case in task.pair.cases):
                return True if pan.share(hulls, task.pair.cases) >= 0.5 else None
            return False if pan.judge(task.pair, [pan.Finding(hulls)]).scored else None
        case Read(labels=labels):
            for label in labels:
                if _within(place, [label.place.left], [label.place.right]) >= LIES_IN:
                    held = _inside(place.left, [piece.left for piece in label.pieces])
                    return 2 * held >= place.size
            return None
        case Articles(items=items):
            return _of_article(place, items)


def _of_article(place: _Place, items: Sequence[dict[str, Any]]) -> bool | None:
    for item in items:
        later, earlier = item["later"], item["earlier"]
        spans = [Span(*pair) for pair in later.get("parts") or [(later["start"], later["end"])]]
        if 2 * _inside(place.left, spans) < place.size:
            continue
        if item["label"] != "copied":
            return False
        sources = [Span(each["start"], each["end"]) for each in (earlier, *earlier.get("also", []))]
        return True if 2 * _inside(place.right, sources) >= place.size else None
    return None


def _within(place: _Place, left: Sequence[Span], right: Sequence[Span]) -> float:
    """The part of the characters of a place that lie in spans, on the side on which it is less."""
    return min(_inside(place.left, left), _inside(place.right, right)) / max(1, place.size)


def _inside(spans: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(pan.covered(span, others) for span in spans)
