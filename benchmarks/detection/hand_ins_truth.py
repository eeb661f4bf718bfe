"""Does a crossing of the sixty hand-ins tell their history, and nothing else? Questions are counted, faults named.

What two reports share by history is what they have of one root, whoever took it from whom. Of a pair whose share is
within ``EDGE`` of the limit of groups nothing is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Final

from benchmarks.detection.hand_ins_made import HandedIn, Paper
from simcheck import Document, Finding, Flag, Grade
from simcheck.crossing.crossing import Crossing, Likeness, Pair
from simcheck.text.normalize import compared

FOUND: Final = 0.9
"""The part of a paragraph's compared characters that must lie in the findings of its pair."""

EDGE: Final = 0.06

SEASON: Final = 31
"""Days that must lie between two days that say who was first."""

FRAME: Final = frozenset({"form", "introduction", "conference"})


@dataclass
class Told:
    """Of each question how often it was asked and answered rightly, and the faults in words."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str, holds: bool, fault: str) -> None:
        self.asked[question] += 1
        self.right[question] += holds
        if not holds:
            self.faults.append(f"{question}: {fault}")


class Truth:
    """The history, by the ids of the documents that were crossed (by the files that they were read from)."""

    def __init__(self, handed: HandedIn, documents: Mapping[str, Document]) -> None:
        self.handed, self.documents = handed, documents
        self.id = {file: document.id for file, document in documents.items()}
        self.file = {document.id: file for file, document in documents.items()}
        self.roots = {file: {part.root for part in paper.parts} for file, paper in handed.papers.items()}
        self.holders: dict[str, list[str]] = defaultdict(list)
        for file, roots in self.roots.items():
            for root in roots:
                self.holders[root].append(file)

    def paper(self, id: str) -> Paper:
        return self.handed.papers[self.file[id]]

    def shared(self, a: str, b: str) -> set[str]:
        """The roots of which both files have something."""
        return self.roots[a] & self.roots[b]

    def ratio(self, a: str, b: str) -> float:
        """The larger of the parts of the two that they share by history."""
        common = self.shared(a, b)
        parts = []
        for file in (a, b):
            lines = self.handed.papers[file].lines
            whole = sum(_count(line) for line, kind in lines if kind != "form")
            parts.append(sum(_count(line) for line, kind in lines if kind in common) / whole)
        return max(parts)

    def is_own(self, a: str, b: str) -> bool:
        papers = self.handed.papers
        return papers[a].year_before == b or papers[b].year_before == a

    def origin(self, root: str, files: Iterable[str]) -> str | None:
        """The file in which a root was first, if those who have it show days that prove it."""
        first, days = self.handed.roots[root], {file: self.handed.papers[file].day for file in files}
        others = [day for file, day in days.items() if file != first]
        if first not in days or not all(days.values()) or not others:
            return None
        begun = date.fromisoformat(days[first])
        return first if all((date.fromisoformat(day) - begun).days >= SEASON for day in others) else None

    def spans(self, file: str) -> dict[str, tuple[int, int]]:
        """By root, introduction, conference and form (the first line of each) where it stands in the document."""
        text = self.documents[file].text
        return {
            kind: (at, at + len(line)) for line, kind in self.handed.papers[file].lines if (at := text.find(line)) >= 0
        }


def _count(text: str) -> int:
    return int(compared(text).sum())


def told(crossing: Crossing, truth: Truth) -> Told:
    """All questions."""
    result = Told()
    pairs = {frozenset((truth.file[pair.a], truth.file[pair.b])): pair for pair in crossing.pairs}
    _takings(pairs, truth, result)
    _untrue(crossing, truth, result)
    _alike(crossing, pairs, truth, result)
    _groups(crossing, truth, result)
    _passages(crossing, truth, result)
    _origins(crossing, truth, result)
    _standings(crossing, truth, result)
    return result


def _takings(pairs: Mapping[frozenset[str], Pair], truth: Truth, result: Told) -> None:
    """Every recorded taking is in a pair, at its place on both sides."""
    for taking in truth.handed.takings():
        what = f"{taking.taker} ← {taking.giver} ({taking.how}, {taking.root})"
        pair = pairs.get(frozenset((taking.taker, taking.giver)))
        result.ask("takings that are in a pair", pair is not None, what)
        if pair is None or pair.likeness in (Likeness.SAME_FILE, Likeness.SAME_TEXT):
            continue
        # of what was condensed, what was left out at an edge stands in one of the two alone
        for file in (taking.taker,) if taking.how == "condensed" else (taking.taker, taking.giver):
            text, (start, end) = truth.documents[file].text, truth.spans(file)[taking.root]
            mask = compared(text)
            inside = set()
            for finding in pair.findings:
                hull = finding.match.left if truth.file[pair.a] == file else finding.match.right
                inside |= set(range(max(start, hull.start), min(end, hull.end)))
            part = sum(bool(mask[at]) for at in inside) / max(1, int(mask[start:end].sum()))
            side = "taker" if file == taking.taker else "giver"
            result.ask(f"at their place in the {side}, ≥ {FOUND:.0%}", part >= FOUND, f"{what}: {part:.0%}")


def _untrue(crossing: Crossing, truth: Truth, result: Told) -> None:
    """No pair has at the upper grade what it does not share by history."""
    for pair in crossing.pairs:
        a, b = truth.file[pair.a], truth.file[pair.b]
        strange = [
            finding.match.left.of(truth.documents[a].text).replace("\n", " ")[:60]
            for finding in pair.findings
            if finding.grade is Grade.HIGH and Flag.TEMPLATE not in finding.flags
            if not _is_shared(finding, a, b, truth)
        ]
        result.ask("pairs with nothing untrue at the upper grade", not strange, f"{a} – {b}: {strange}")


def _is_shared(finding: Finding, a: str, b: str, truth: Truth) -> bool:
    """Whether a finding has something of a root of both, or of the introduction, on both of its sides."""
    kinds = truth.shared(a, b) | {"introduction"}
    for file, hull in ((a, finding.match.left), (b, finding.match.right)):
        places = (place for kind, place in truth.spans(file).items() if kind in kinds)
        if not any(start < hull.end and hull.start < end for start, end in places):
            return False
    return True


def _alike(crossing: Crossing, pairs: Mapping[frozenset[str], Pair], truth: Truth, result: Told) -> None:
    """What is one file, one text, nearly one, or the own report of the year before is called so, and nothing else."""
    same: dict[str, set[str]] = defaultdict(set)
    for file, paper in truth.handed.papers.items():
        for other, likeness in ((paper.same_bytes_as, Likeness.SAME_FILE), (paper.same_text_as, Likeness.SAME_TEXT)):
            if other:
                pair = pairs.get(frozenset((file, other)))
                said = pair.likeness if pair else None
                result.ask(f"called {likeness}", said is likeness, f"{file} – {other}: {said}")
                same[other] |= {file, other}
    sets = {frozenset(truth.file[id] for id in ids) for ids in crossing.same}
    result.ask("the same documents are set together", sets == set(map(frozenset, same.values())), f"{sets}")
    for files, pair in pairs.items():
        a, b = sorted(files)
        if pair.likeness in (Likeness.SAME_FILE, Likeness.SAME_TEXT):
            one = any(files <= some for some in same.values())
            result.ask("the same only if it is", one, f"{a} – {b}")
        if pair.likeness is Likeness.NEAR:
            result.ask("nearly the same only if most is", truth.ratio(a, b) > 0.5, f"{a} – {b}")
        if truth.is_own(a, b):
            result.ask("own work of another year is called own", bool(pair.own), f"{a} – {b}")
        elif pair.own:
            result.ask("own only if it is", False, f"{a} – {b}: {pair.own}")


def _groups(crossing: Crossing, truth: Truth, result: Told) -> None:
    """Groups are those of the history."""
    files = list(truth.documents)
    ratios = {pair: truth.ratio(*pair) for pair in combinations(files, 2) if truth.shared(*pair)}
    links = {pair: ratio for pair, ratio in ratios.items() if not truth.is_own(*pair)}
    sure = _components(files, [pair for pair, ratio in links.items() if ratio >= crossing.at + EDGE])
    possible = _components(files, [pair for pair, ratio in ratios.items() if ratio >= crossing.at - EDGE])
    found = {truth.file[id]: n for n, group in enumerate(crossing.groups) for id in group.documents}
    for some in {frozenset(one) for one in sure.values() if len(one) > 1}:
        numbers = {found.get(file) for file in some}
        result.ask(
            "groups of the history that are one", len(numbers) == 1 and None not in numbers, " ".join(sorted(some))
        )
    for group in crossing.groups:
        inside = {frozenset(possible[truth.file[id]]) for id in group.documents}
        names = " ".join(truth.file[id] for id in group.documents)
        result.ask("groups that are within one of the history", len(inside) == 1, names)


def _components(files: Sequence[str], links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    of = {file: {file} for file in files}
    for a, b in links:
        if of[a] is not of[b]:
            of[a] |= of[b]
            for file in of[b]:
                of[file] = of[a]
    return of


def _passages(crossing: Crossing, truth: Truth, result: Told) -> None:
    """A paragraph that several hold is told with all of them and nobody else; the introduction is called common."""
    for kind, files in _recurring(truth):
        tellers = []
        for passage in crossing.passages:
            held = {truth.file[each.document]: (each.span.start, each.span.end) for each in passage.holders}
            if any(_overlap(held[file], truth.spans(file)[kind]) for file in files if file in held):
                tellers.append((passage, set(held)))
        longest = max(tellers, key=lambda pair: (len(pair[1] & set(files)), pair[0].characters), default=None)
        held_by = longest[1] if longest else set()
        lacking, more = set(files) - held_by, held_by - set(files)
        question = "the introduction has its holders" if kind == "introduction" else "paragraphs with all who hold them"
        result.ask(question, not lacking and not more, f"{kind}: lacks {sorted(lacking)}, has {sorted(more)}")
        if kind == "introduction":
            result.ask("the introduction is called common", bool(longest and longest[0].is_common), kind)
    for passage in crossing.passages:
        if passage.is_common:
            touched = {
                kind
                for each in passage.holders
                for kind, place in truth.spans(truth.file[each.document]).items()
                if _overlap((each.span.start, each.span.end), place)
            }
            result.ask("common only if most have it", bool(touched & FRAME), f"{passage.id}: {sorted(touched)}")


def _recurring(truth: Truth) -> Iterator[tuple[str, list[str]]]:
    for root, files in truth.holders.items():
        # what somebody says again in the next year is told with the pair
        if len(files) > 2 or (len(files) == 2 and not truth.is_own(*files)):
            yield root, files
    yield "introduction", [file for file, paper in truth.handed.papers.items() if paper.has_introduction]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether most of the second lies in the first."""
    return min(one[1], other[1]) - max(one[0], other[0]) > (other[1] - other[0]) / 2


def _origins(crossing: Crossing, truth: Truth, result: Told) -> None:
    """Where a passage began is said only if the days of all who hold it prove it; it is said in most such cases."""
    for passage in crossing.passages:
        held = {truth.file[each.document]: (each.span.start, each.span.end) for each in passage.holders}
        roots = {
            kind
            for file, place in held.items()
            for kind, own in truth.spans(file).items()
            if kind not in FRAME and kind and _overlap(place, own)
        }
        proved = {truth.origin(root, held) for root in roots}
        said = truth.file[passage.origin] if passage.origin else None
        what = f"{passage.id} ({', '.join(sorted(roots))}; {', '.join(held)}): {said}, by history {proved}"
        if said:
            result.ask("origins that are true and proved", proved == {said}, what)
        elif roots and len(proved) == 1 and None not in proved:
            result.ask("origins that could be said and are", False, what)
        if said and proved == {said}:
            result.ask("origins that could be said and are", True, what)
    for group in crossing.groups:
        if group.origin:
            files = [truth.file[id] for id in group.documents]
            said = truth.file[group.origin]
            proved = {truth.origin(root, truth.holders[root]) for root in _within(files, truth)}
            result.ask("origins of groups that are true and proved", proved == {said}, f"{files}: {said}, {proved}")


def _within(files: Sequence[str], truth: Truth) -> set[str]:
    """The roots that two of the files have."""
    return {root for a, b in combinations(files, 2) for root in truth.shared(a, b)}


def _standings(crossing: Crossing, truth: Truth, result: Told) -> None:
    """The form is set apart in every document that has it; the largest source shares something by history."""
    for file, paper in truth.handed.papers.items():
        standing = crossing.standings[truth.id[file]]
        if paper.has_form:
            result.ask("the form is set apart", standing.templated > 0, file)
        if any(part.taken for part in paper.parts) and not paper.year_before and standing.largest:
            largest = truth.file[standing.largest]
            result.ask("the largest source shares by history", bool(truth.shared(file, largest)), f"{file}: {largest}")
