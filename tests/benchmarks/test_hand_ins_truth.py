"""What judges a crossing by the recorded history finds no fault in the history itself, and sees faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from benchmarks.detection.hand_ins_made import made
from benchmarks.detection.hand_ins_truth import Told, Truth, told
from simcheck import Block, Document, Evidence, Finding, Grade, Kind, Match, Span
from simcheck.crossing.crossing import Crossing, Group, Holding, Likeness, Pair, Passage, Standing
from simcheck.report.counting import Share

AT = 0.2


@pytest.fixture(scope="module")
def truth() -> Truth:
    handed = made(1)
    return Truth(handed, {file: Document(file, file, paper.text) for file, paper in handed.papers.items()})


def finding(a: str, b: str, kind: str, truth: Truth) -> Finding:
    left, right = Span(*truth.spans(a)[kind]), Span(*truth.spans(b)[kind])
    evidence = Evidence(300.0, 0.0)
    return Finding(Match(b, left, right, (Block(left, right),)), Kind.REFILLED, frozenset(), evidence, grade=Grade.HIGH)


@pytest.fixture(scope="module")
def perfect(truth: Truth) -> Crossing:
    """The history itself as a crossing."""
    papers = truth.handed.papers
    share = Share(50, 100, 50)
    same: dict[str, set[str]] = {}
    pairs, links = [], []
    for a, b in combinations(papers, 2):
        roots = truth.shared(a, b)
        if not roots:
            continue
        likeness = None
        for other, one in ((papers[a], b), (papers[b], a)):
            if one in (other.same_bytes_as, other.same_text_as):
                likeness = Likeness.SAME_FILE if other.same_bytes_as else Likeness.SAME_TEXT
                same.setdefault(one, {one}).add(other.file)
        if papers[a].same_bytes_as and papers[a].same_bytes_as == papers[b].same_bytes_as:
            likeness = Likeness.SAME_FILE
        own = "own-unit" if truth.is_own(a, b) else ""
        found = tuple(finding(a, b, root, truth) for root in sorted(roots))
        pairs.append(Pair(a, b, share, share, share, share, found, likeness, own))
        if truth.ratio(a, b) >= AT and not own:
            links.append({a, b})
    groups: list[set[str]] = []
    for link in links:
        touched = [group for group in groups if group & link]
        groups = [group for group in groups if group not in touched] + [link.union(*touched)]
    passages = []
    intro = [file for file, paper in papers.items() if paper.has_introduction]
    for kind, files in [*truth.holders.items(), ("introduction", intro)]:
        if len(files) > 1:
            held = tuple(Holding(file, Span(*truth.spans(file)[kind]), 90) for file in files)
            common = kind == "introduction"
            passages.append(Passage(kind, 90, held, None if common else truth.origin(kind, files), common))
    return Crossing(
        documents={document.id: document for document in truth.documents.values()},
        pairs=tuple(pairs),
        groups=tuple(Group(tuple(sorted(group)), ()) for group in groups),
        passages=tuple(passages),
        standings={file: Standing(share, share, 50) for file in papers},
        at=AT,
        same=tuple(tuple(sorted(files)) for files in same.values()),
    )


def test_the_history_itself_has_no_fault(perfect: Crossing, truth: Truth) -> None:
    result = told(perfect, truth)
    assert result.faults == []
    assert result.asked["takings that are in a pair"] == len(truth.handed.takings())
    assert result.asked["origins that are true and proved"] > 3
    assert result.asked["groups of the history that are one"] > 10


def test_an_origin_can_be_proved_in_some_histories_and_not_in_others(truth: Truth) -> None:
    proved = [truth.origin(root, files) for root, files in truth.holders.items() if len(files) > 1]
    assert 5 < sum(one is not None for one in proved) < len(proved) - 5


def without_a_pair(crossing: Crossing, truth: Truth) -> Crossing:
    return replace(crossing, pairs=crossing.pairs[1:])


def with_a_strange_pair(crossing: Crossing, truth: Truth) -> Crossing:
    a, b = next(p for p in combinations(truth.documents, 2) if not truth.shared(*p))
    root, other = (next(iter(sorted(truth.roots[file]))) for file in (a, b))
    left, right = Span(*truth.spans(a)[root]), Span(*truth.spans(b)[other])
    strange = replace(crossing.pairs[0].findings[0], match=Match(b, left, right, (Block(left, right),)))
    return replace(crossing, pairs=(*crossing.pairs, replace(crossing.pairs[0], a=a, b=b, findings=(strange,))))


def with_another_origin(crossing: Crossing, truth: Truth) -> Crossing:
    first = next(passage for passage in crossing.passages if passage.origin)
    other = next(each.document for each in first.holders if each.document != first.origin)
    return replace(crossing, passages=(*(p for p in crossing.passages if p is not first), replace(first, origin=other)))


def with_groups_joined(crossing: Crossing, truth: Truth) -> Crossing:
    a, b, *rest = crossing.groups
    return replace(crossing, groups=(Group(a.documents + b.documents, ()), *rest))


def with_half_a_group(crossing: Crossing, truth: Truth) -> Crossing:
    first, *rest = crossing.groups
    return replace(crossing, groups=(replace(first, documents=first.documents[:1]), *rest))


def with_one_holder_less(crossing: Crossing, truth: Truth) -> Crossing:
    first, *rest = crossing.passages
    return replace(crossing, passages=(replace(first, holders=first.holders[1:], origin=None), *rest))


def with_more_called_common(crossing: Crossing, truth: Truth) -> Crossing:
    first, *rest = crossing.passages
    return replace(crossing, passages=(replace(first, is_common=True), *rest))


@pytest.mark.parametrize(
    ("broken", "question"),
    [
        (without_a_pair, "takings that are in a pair"),
        (with_a_strange_pair, "pairs with nothing untrue at the upper grade"),
        (with_another_origin, "origins that are true and proved"),
        (with_groups_joined, "groups that are within one of the history"),
        (with_half_a_group, "groups of the history that are one"),
        (with_one_holder_less, "paragraphs with all who hold them"),
        (with_more_called_common, "common only if most have it"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_seen(
    broken: Callable[[Crossing, Truth], Crossing], question: str, perfect: Crossing, truth: Truth
) -> None:
    result: Told = told(broken(perfect, truth), truth)
    assert result.right[question] < result.asked[question]
    assert any(fault.startswith(question) for fault in result.faults)
