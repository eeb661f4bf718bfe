"""The PAN text-alignment corpus format and its measures, as pure functions.

A corpus is a folder:

    susp/                       suspicious documents, UTF-8 text
    src/                        source documents, UTF-8 text
    KIND/pairs                  a line "SUSPICIOUS SOURCE" for every pair of this kind
    KIND/SUSPICIOUS-SOURCE.xml  features of the pair (both names without their extension)

A feature named ``plagiarism`` is a case: a passage of the suspicious document with the passage of
the source that it was made from. A feature named ``natural`` marks what the two documents share by
themselves; a finding that is not about a case and lies mostly there is neither right nor wrong.
Other features are ignored. Offsets and lengths are code points of the file exactly as stored.

Measures: M. Potthast, B. Stein, A. Barrón-Cedeño, P. Rosso, "An Evaluation Framework for Plagiarism
Detection", COLING 2010; macro-averaged, as PAN reports them.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

NATURAL_MARGIN: Final = 10
"""Characters by which a natural run is widened: a finding also takes the odd word beside it."""


class CorpusError(Exception):
    """The folder is not a corpus in this format; the message says what is wrong with it."""


class Span(NamedTuple):
    """A half-open interval of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Annotation:
    """A passage of ``document`` and the passage of ``source`` that corresponds to it."""

    document: str
    left: Span
    source: str
    right: Span


Case: TypeAlias = Annotation
Detection: TypeAlias = Annotation


@dataclass(frozen=True, slots=True)
class Finding:
    """A detection as a program reports it; ``set_aside`` is the flag for which it is not to be counted, if any, and
    ``grade`` the grade that the program gives it, if it grades."""

    place: Detection
    set_aside: str = ""
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents and the truth about them."""

    kind: str
    suspicious: str
    source: str
    cases: tuple[Case, ...] = ()
    natural: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings of one pair, sorted by what they count as."""

    scored: tuple[Detection, ...]
    neutral: tuple[Detection, ...]
    set_aside: tuple[tuple[str, Detection], ...]
    """With the flag of each."""


@dataclass(frozen=True, slots=True)
class Score:
    """PAN's measures in a form that adds up: pooling pairs is adding their scores.

    ``recalled`` sums the recall of the cases, ``precise`` the precision of the detections; ``hits``
    counts (case, detection) that touch, ``detected`` the cases with at least one.
    """

    cases: int = 0
    recalled: float = 0.0
    detections: int = 0
    precise: float = 0.0
    detected: int = 0
    hits: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.cases + other.cases,
            self.recalled + other.recalled,
            self.detections + other.detections,
            self.precise + other.precise,
            self.detected + other.detected,
            self.hits + other.hits,
        )

    @property
    def recall(self) -> float:
        """Mean over cases; nothing to find and nothing found is perfect, as PAN has it."""
        if not self.cases:
            return 0.0 if self.detections else 1.0
        return self.recalled / self.cases

    @property
    def precision(self) -> float:
        """Mean over detections; without any it is 0 if there was something to find."""
        if not self.detections:
            return 0.0 if self.cases else 1.0
        return self.precise / self.detections

    @property
    def granularity(self) -> float:
        """Mean number of detections of a detected case, at least 1."""
        return self.hits / self.detected if self.detected else 1.0

    @property
    def plagdet(self) -> float:
        return plagdet(self.recall, self.precision, self.granularity)


def plagdet(recall: float, precision: float, granularity: float) -> float:
    """F1 / log2(1 + granularity); 0 where that is not defined."""
    if recall < 0 or precision < 0 or recall + precision == 0 or granularity < 1:
        return 0.0
    f1 = 2 * recall * precision / (recall + precision)
    return f1 / math.log2(1 + granularity)


# Spans


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in ascending spans that neither overlap nor adjoin."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def covered(span: Span, spans: Iterable[Span]) -> int:
    """How many characters of ``span`` lie in at least one of ``spans``."""
    return sum(max(0, min(span.end, s.end) - max(span.start, s.start)) for s in union(spans))


def uncovered(span: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of ``span`` that lie in none of ``spans``, ascending."""
    parts = []
    start = span.start
    for s in union(spans):
        if start < min(s.start, span.end):
            parts.append(Span(start, min(s.start, span.end)))
        start = max(start, s.end)
    if start < span.end:
        parts.append(Span(start, span.end))
    return tuple(parts)


def touches(a: Annotation, b: Annotation) -> bool:
    """Whether one detects the other: same documents, a common character on both sides."""
    return (
        a.document == b.document
        and a.source == b.source
        and min(a.left.end, b.left.end) > max(a.left.start, b.left.start)
        and min(a.right.end, b.right.end) > max(a.right.start, b.right.start)
    )


def reached(cases: Iterable[Case], detections: Sequence[Detection]) -> int:
    """How many characters of the cases, both sides, are covered by detections that touch them."""
    total = 0
    for case in cases:
        touching = [detection for detection in detections if touches(case, detection)]
        total += covered(case.left, (t.left for t in touching)) + covered(case.right, (t.right for t in touching))
    return total


def size(cases: Iterable[Case]) -> int:
    """Characters of the cases, both sides."""
    return sum(c.left.end - c.left.start + c.right.end - c.right.start for c in cases)


# Scoring


def share(one: Annotation, others: Iterable[Annotation]) -> float:
    """The part of ``one``, characters of both sides, covered by those of ``others`` that touch it.

    A character counts once however many cover it. This is the recall of a case given detections,
    and the precision of a detection given cases.
    """
    touching = [other for other in others if touches(one, other)]
    if not touching:
        return 0.0
    both = covered(one.left, (t.left for t in touching)) + covered(one.right, (t.right for t in touching))
    return both / (one.left.end - one.left.start + one.right.end - one.right.start)


def score(cases: Iterable[Case], detections: Iterable[Detection]) -> Score:
    """PAN's measures of ``detections`` against ``cases``, of any number of documents.

    Both are sets, as in PAN's program: what is given twice counts once.
    """
    cases_of = _by_documents(cases)
    detections_of = _by_documents(detections)
    total = Score()
    for key in sorted(cases_of.keys() | detections_of.keys()):
        total += _score_pair(cases_of.get(key, []), detections_of.get(key, []))
    return total


def _by_documents(
    annotations: Iterable[Annotation],
) -> dict[tuple[str, str], list[Annotation]]:
    groups: defaultdict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for annotation in sorted(set(annotations)):
        groups[annotation.document, annotation.source].append(annotation)
    return groups


def _score_pair(cases: Sequence[Case], detections: Sequence[Detection]) -> Score:
    hits = [sum(touches(case, detection) for detection in detections) for case in cases]
    return Score(
        cases=len(cases),
        recalled=math.fsum(share(case, detections) for case in cases),
        detections=len(detections),
        precise=math.fsum(share(detection, cases) for detection in detections),
        detected=sum(count > 0 for count in hits),
        hits=sum(hits),
    )


def judge(pair: Pair, findings: Iterable[Finding]) -> Verdict:
    """Which findings of ``pair`` are scored.

    Those set aside are left out, which on a true case is a miss. Neutral, and left out
    too, is a finding that touches no case and of whose left side at least half lies in natural
    runs, each widened by ``NATURAL_MARGIN``.
    """
    runs = union(Span(n.left.start - NATURAL_MARGIN, n.left.end + NATURAL_MARGIN) for n in pair.natural)
    scored: set[Detection] = set()
    neutral: set[Detection] = set()
    set_aside: set[tuple[str, Detection]] = set()
    for finding in findings:
        place = finding.place
        if finding.set_aside:
            set_aside.add((finding.set_aside, place))
        elif any(touches(place, case) for case in pair.cases):
            scored.add(place)
        elif runs and 2 * covered(place.left, runs) >= place.left.end - place.left.start:
            neutral.add(place)
        else:
            scored.add(place)
    return Verdict(tuple(sorted(scored)), tuple(sorted(neutral)), tuple(sorted(set_aside)))


def flagged(outcomes: Iterable[tuple[Pair, Verdict]]) -> tuple[int, int]:
    """Of the pairs without a case: how many have a scored finding, and how many there are."""
    clean = [verdict for pair, verdict in outcomes if not pair.cases]
    return sum(bool(verdict.scored) for verdict in clean), len(clean)


# Reading a corpus


def kinds(corpus: Path) -> tuple[str, ...]:
    """The kinds of pairs in a corpus, by name."""
    if not corpus.is_dir():
        raise CorpusError(f"no such folder: {corpus}")
    missing = [name for name in ("susp", "src") if not (corpus / name).is_dir()]
    if missing:
        raise CorpusError(f"{corpus} is not a text-alignment corpus: no folder {' and no folder '.join(missing)}")
    found = tuple(sorted(path.parent.name for path in corpus.glob("*/pairs") if path.is_file()))
    if not found:
        raise CorpusError(f"{corpus} is not a text-alignment corpus: no KIND/pairs in it")
    return found


def load(corpus: Path, kind: str) -> tuple[Pair, ...]:
    """The pairs of one kind in the order of its ``pairs`` file, without their texts."""
    listing = corpus / kind / "pairs"
    pairs = []
    for number, line in enumerate(read_text(listing).splitlines(), start=1):
        if not line.strip():
            continue
        names = line.split()
        if len(names) != 2:
            raise CorpusError(f"{listing}:{number}: not a pair of file names: {line!r}")
        pairs.append(_pair(corpus, kind, names[0], names[1]))
    return tuple(pairs)


def read_text(path: Path) -> str:
    """The characters of a file, none translated and none dropped: offsets count every one.

    So ``newline=""``, and a byte order mark stays: neither the PAN 2013 corpus nor those made in
    its format have any, and whoever counts code points of a file that has one counts it too.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError as error:
        raise CorpusError(f"missing file: {path}") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"not UTF-8: {path} ({error})") from error


def texts(corpus: Path, pair: Pair) -> tuple[str, str]:
    """The suspicious text and the source text; every annotation of the pair lies inside them."""
    left = read_text(corpus / "susp" / pair.suspicious)
    right = read_text(corpus / "src" / pair.source)
    for annotation in (*pair.cases, *pair.natural):
        # Offsets in bytes or from another edition of a file would only show as bad figures.
        if annotation.left.end > len(left) or annotation.right.end > len(right):
            raise CorpusError(f"{pair.suspicious} and {pair.source}: outside the text: {annotation}")
    return left, right


def _pair(corpus: Path, kind: str, suspicious: str, source: str) -> Pair:
    path = corpus / kind / f"{Path(suspicious).stem}-{Path(source).stem}.xml"
    try:
        root = ElementTree.parse(path).getroot()
    except FileNotFoundError as error:
        raise CorpusError(f"missing file: {path}") from error
    except ElementTree.ParseError as error:
        raise CorpusError(f"not XML: {path} ({error})") from error
    features = list(root.iter("feature"))

    def named(name: str) -> tuple[Annotation, ...]:
        return tuple(
            _annotation(path, suspicious, source, feature) for feature in features if feature.get("name") == name
        )

    return Pair(kind, suspicious, source, named("plagiarism"), named("natural"))


def _annotation(path: Path, suspicious: str, source: str, feature: ElementTree.Element) -> Annotation:
    if feature.get("source_reference", source) != source:
        raise CorpusError(f"{path}: a feature names another source than {source}")
    try:
        left, left_length, right, right_length = (
            int(feature.attrib[name]) for name in ("this_offset", "this_length", "source_offset", "source_length")
        )
    except (KeyError, ValueError) as error:
        raise CorpusError(f"{path}: a feature without a usable {error}") from error
    if left < 0 or right < 0 or left_length <= 0 or right_length <= 0:
        raise CorpusError(f"{path}: a feature with an empty or negative passage")
    return Annotation(
        suspicious,
        Span(left, left + left_length),
        source,
        Span(right, right + right_length),
    )
