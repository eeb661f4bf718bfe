"""What readers said of findings: a file of verdicts without text, and whether a finding is right by it.

One JSON object a line:
  left_file, right_file   below a root, NAME.jsonl#N for record N (from 0) of a list; left is the document
  left, right             [start, end) in code points of ``simcheck.read(file).text``: what was read
  left_hash, right_hash   ``head_hash`` of these characters, by which a moved text is noticed
  verdict                 taken: wording was taken over, and the spans are right
                          boundary: something was taken, but the spans are wrong
                          topic: the same topic in words of its own
                          formula: a set phrase, a ritual, a convention, the wording of a law
                          chance: nothing to do with each other
                          null: not read yet
  kind                    of taken and boundary: identical, edited, refilled, rewritten or condensed
  right_left, right_right of boundary: the spans that would be right, [start, end) or a list of them; piece n of one
                          belongs to piece n of the other
  borderline, doubt       another reader might say otherwise, and what
  reader, note            who read, and why they said so
  source, draw, build     what it was drawn from, and by which seed and build
  out                     what leaves the background: two (the default), folder (all that lies beside them), none
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.detection import pan
from benchmarks.detection.left_out import counted_out, reports_out
from benchmarks.detection.pan import Annotation, Span

if TYPE_CHECKING:
    from simcheck import Background, Document, Finding

VERDICTS: Final = ("taken", "boundary", "topic", "formula", "chance")
KINDS: Final = ("identical", "edited", "refilled", "rewritten", "condensed")
OUT: Final = ("two", "folder", "none")

PRECISE: Final = 0.8
"""The part of a right finding that was taken: as readers are told."""

COMPLETE: Final = 0.5
"""The part of what was taken that makes it found, and that all findings together hold where one of them is right."""

MARKED: Final = 0.3
"""The part of a place, of which nothing was taken, that makes it marked."""

READ: Final = 0.7
"""The part of a finding that must have been read to say anything of it."""


class VerdictError(Exception):
    """A file of verdicts does not go with itself or with the texts; the message says where."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one reader said of one place."""

    place: Annotation
    verdict: str
    kind: str | None
    pieces: tuple[Annotation, ...]
    """What was taken, as it should have been shown."""
    borderline: bool
    reader: str
    note: str
    out: str
    source: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What readers say of a finding: ``verdict`` as they would give it, None where too little of it was read."""

    finding: Finding
    verdict: str | None


# Texts


class Texts:
    """Documents below some roots, and the background without them; each read once."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots
        self._read: dict[str, Document] = {}
        self._without_folders: dict[tuple[Path, ...], Background] = {}

    def __getitem__(self, name: str) -> Document:
        import simcheck

        if name not in self._read:
            path, number = self._path(name), name.partition("#")[2]
            try:
                self._read[name] = _record(path, name, int(number)) if number else simcheck.read(path)
            except (simcheck.SimcheckError, ValueError, IndexError) as error:
                raise VerdictError(f"{name}: {error}") from error
        return self._read[name]

    def _path(self, name: str) -> Path:
        file = name.partition("#")[0]
        path = next((root / file for root in self._roots if (root / file).is_file()), None)
        if path is None:
            raise VerdictError(f"no {file} below {', '.join(map(str, self._roots))}")
        return path

    def background(self, left: str, right: str, out: str) -> Background:
        """The shipped table without the two, without all that lies beside them, or as it is."""
        import simcheck

        if out == "none":
            return simcheck.Background.default()
        if out == "two":
            # of the records of a list, news, the table lost so little by each that none is taken out
            return counted_out(*(self[name].text for name in (left, right) if "#" not in name))
        folders = tuple(sorted({self._path(left).parent, self._path(right).parent}))
        if folders not in self._without_folders:
            beside = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md")]
            self._without_folders[folders] = reports_out(*(pan.read_text(path) for path in beside))
        return self._without_folders[folders]

    def findings(self, left: str, right: str, out: str) -> Sequence[Finding]:
        """What comparing the two finds."""
        import simcheck

        settings = simcheck.Settings(background=self.background(left, right, out))
        return simcheck.compare(self[left], self[right], settings=settings).findings


@cache
def _rows(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _record(path: Path, name: str, number: int) -> Document:
    import simcheck

    held = json.loads(_rows(path)[number])
    return simcheck.Document(name, name, str(held.get("text") or held.get("content") or ""))


def head_hash(text: str) -> str:
    """Of the letters and digits of a text, in any width and case: 16 hexadecimal digits."""
    bare = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


# Reading


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of verdicts."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            each = json.loads(line)
        except ValueError as error:
            raise VerdictError(f"{path}:{number}: {error}") from error
        if not isinstance(each, dict):
            raise VerdictError(f"{path}:{number}: no object")
        found.append({**each, "at": f"{path}:{number}"})
    return found


def labels(given: Iterable[dict[str, Any]], texts: Texts) -> list[Label]:
    """The lines that have a verdict; refuses a line that lacks something or whose text has moved."""
    found, moved = [], []
    for line in given:
        if line.get("verdict") is None:
            continue
        try:
            label = _label(line)
            same = all(
                line.get(f"{side}_hash") in (None, head_hash(text[span.start : span.end]))
                for side, text, span in _sides(label.place, texts)
            )
        except (KeyError, TypeError, ValueError) as error:
            raise VerdictError(f"{line['at']}: {error!r}") from error
        if not same:
            moved.append(line["at"])
        found.append(label)
    if moved:
        raise VerdictError(f"what was read stands elsewhere now: {', '.join(moved[:3])}, {len(moved)} in all")
    return found


def _label(line: dict[str, Any]) -> Label:
    verdict, kind, out = line["verdict"], line.get("kind"), line.get("out") or "two"
    if verdict not in VERDICTS:
        raise ValueError(f"no verdict: {verdict}")
    if out not in OUT:
        raise ValueError(f"out is none of {', '.join(OUT)}: {out}")
    if (kind in KINDS) != (verdict in ("taken", "boundary")):
        raise ValueError(f"kind of {verdict}: {kind}")

    def place(left: Sequence[int], right: Sequence[int]) -> Annotation:
        spans = Span(*left), Span(*right)
        if any(not 0 <= span.start < span.end for span in spans):
            raise ValueError(f"no span: {spans}")
        return Annotation(line["left_file"], spans[0], line["right_file"], spans[1])

    whole = place(line["left"], line["right"])
    pieces: tuple[Annotation, ...] = (whole,) if verdict == "taken" else ()
    if verdict == "boundary":
        sides = _several(line["right_left"]), _several(line["right_right"])
        pieces = tuple(place(*both) for both in zip(*sides, strict=True))
        if not pieces:
            raise ValueError("no right spans")
    borderline, reader = bool(line.get("borderline")), str(line.get("reader") or "-")
    note, source = str(line.get("note") or ""), str(line.get("source") or "-")
    return Label(whole, verdict, kind, pieces, borderline, reader, note, out, source)


def _several(spans: Sequence[Any]) -> Sequence[Sequence[int]]:
    """A list of spans; one span by itself is one."""
    return [spans] if spans and isinstance(spans[0], int) else spans


def stamped(line: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """The line with its hashes; those that it has already stay."""
    try:
        place = Annotation(line["left_file"], Span(*line["left"]), line["right_file"], Span(*line["right"]))
    except (KeyError, TypeError) as error:
        raise VerdictError(f"{line.get('at', 'a line')}: {error!r}") from error
    hashes = {f"{side}_hash": head_hash(text[span.start : span.end]) for side, text, span in _sides(place, texts)}
    return {**line, **{name: value for name, value in hashes.items() if line.get(name) is None}}


def _sides(place: Annotation, texts: Texts) -> list[tuple[str, str, Span]]:
    return [
        ("left", texts[place.document].text, place.left),
        ("right", texts[place.source].text, place.right),
    ]


# Judging


def settled(given: Sequence[Label]) -> tuple[list[Label], int, int]:
    """One label for every place, how many were read more than once, and on how many of those readers agree.

    Places on which they do not agree whether something was taken are left out.
    """
    by_place: defaultdict[Annotation, list[Label]] = defaultdict(list)
    for label in given:
        by_place[label.place].append(label)
    several = [group for group in by_place.values() if len({label.reader for label in group}) > 1]
    agreed = sum(len({label.verdict for label in group}) == 1 for group in several)
    kept = [group[0] for group in by_place.values() if len({bool(label.pieces) for label in group}) == 1]
    return kept, len(several), agreed


def place_of(finding: Finding, left: str, right: str) -> Annotation:
    """Where a finding lies: the hulls of its two sides."""
    match = finding.match
    return Annotation(left, Span(match.left.start, match.left.end), right, Span(match.right.start, match.right.end))


def judged(finding: Finding, place: Annotation, every: Sequence[Annotation], given: Sequence[Label]) -> Judged:
    """What the labels say of a finding that is shown with ``every`` other one: right if what it holds was taken, and if
    what was taken is held, by it or by the others."""
    touching = [label for label in given if pan.touches(place, label.place)]
    if not touching:
        return Judged(finding, None)
    pieces = [piece for label in touching for piece in label.pieces if pan.touches(place, piece)]
    size = pan.size([place])
    read = _held(place, [*(label.place for label in touching), *pieces])
    if read < READ * size:
        return Judged(finding, None)
    taken = _held(place, pieces)
    if taken < PRECISE * read:
        if pieces:
            return Judged(finding, "boundary")
        most = max(touching, key=lambda label: _held(place, [label.place]))
        return Judged(finding, "boundary" if most.pieces else most.verdict)
    complete = pan.reached(pieces, every) >= COMPLETE * pan.size(pieces)
    return Judged(finding, "taken" if complete else "boundary")


def _held(one: Annotation, others: Sequence[Annotation]) -> int:
    """Characters of ``one``, both sides, that lie in ``others``."""
    return pan.covered(one.left, (o.left for o in others)) + pan.covered(one.right, (o.right for o in others))


def found(label: Label, every: Sequence[Annotation]) -> bool:
    """Whether findings hold a half or more of what a label says was taken."""
    return pan.reached(label.pieces, every) >= COMPLETE * pan.size(label.pieces)


def marked(label: Label, every: Sequence[Annotation]) -> bool:
    """Whether findings hold three tenths or more of a place."""
    return pan.reached([label.place], every) >= MARKED * pan.size([label.place])
