"""Marks (标注): which characters of a document are not simply its own words: quoted, given by a template, a set
phrase, in a public text?

A mark is about the document, whatever was found in it; it takes nothing away from a finding, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from simcheck.findings.quotations import quotations
from simcheck.intervals import Overlaps
from simcheck.model import Finding, Flag, Mark, Span
from simcheck.settings import MIN_LENGTH
from simcheck.text.normalize import Mask, Normalized, stretches
from simcheck.text.public import Explained

_WHOLLY: Final = 0.8
"""The part of a finding's characters from which a mark is about all of it."""


def quoted(text: str) -> list[Mark]:
    """What a text quotes with its source named."""
    return [Mark(Flag.QUOTED, quotation.span, "quoted", {"source": quotation.source}) for quotation in quotations(text)]


def given(name: str, covered: Mask, lines: Iterable[Span]) -> list[Mark]:
    """What a template called ``name`` gave: by character, whether it stands there, and whole lines that do."""
    mask = covered.copy()
    for line in lines:
        mask[line.start : line.end] = True
    return [Mark(Flag.TEMPLATE, Span(*where), "template", {"template": name}) for where in stretches(mask)]


def explained(text: Normalized, parts: Sequence[Explained]) -> list[Mark]:
    """What public texts have of a text, each mark with the name of the one that has it, if that is known."""
    return [
        Mark(Flag.PUBLIC, text.span(part.start, part.end), "public", {"public": part.name} if part.name else {})
        for part in parts
    ]


_ASIDE: Final = frozenset({Flag.BOILERPLATE, Flag.PUBLIC})
"""Marks that say nothing of reuse where nothing was found."""


def within(marks: Iterable[Mark], findings: Sequence[Finding]) -> tuple[Mark, ...]:
    """The marks in order; of set phrases and public texts only what lies in a finding."""
    result = []
    hulls = Overlaps((finding.match.left.start, finding.match.left.end) for finding in findings)
    for mark in marks:
        if mark.flag in _ASIDE and not hulls.any(mark.span.start, mark.span.end):
            continue
        result.append(mark)
    return tuple(sorted(result, key=lambda mark: (mark.span, mark.flag)))


def wholly(counted: Mask, hull: Span, marked: Mask) -> bool:
    """Whether a mark is about all of a finding: ``counted`` are the characters of its hull that count."""
    total = int(counted.sum())
    return total > 0 and int((counted & marked[hull.start : hull.end]).sum()) >= _WHOLLY * total


def only_form(finding: Finding, equal: Mask, given: Mask) -> bool:
    """Whether a form ``given`` to everybody explains a finding: ``equal`` are the characters of its hull that both
    texts have. What each filled into the blanks is not the other's, even if it happens to be alike, and a title above
    the form is too little by itself."""
    hull = finding.match.left
    here = given[hull.start : hull.end]
    equal = equal.copy()
    for filled in finding.substitutions:
        equal[filled.left.start - hull.start : filled.left.end - hull.start] = False
    inside = int((equal & here).sum())
    outside = sum(end - start for start, end in stretches(equal & ~here) if end - start >= _IN_A_BLANK)
    return inside >= _WHOLLY * int(equal.sum()) > 0 or outside < min(inside, MIN_LENGTH)


_IN_A_BLANK: Final = 4
"""Characters from which what stands between words of a form is more than a figure or a point of the compass."""
