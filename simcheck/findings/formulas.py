"""Formulas of a corpus (本库套语): which sentences, whatever their length, are what everybody in this corpus writes?

A sentence that many texts have is a formula, or it was copied. How often it is there does not tell the two apart, nor
does what stands around it: twenty offices may paste one paragraph at twenty places. What tells is whether the corpus
also has its parts in other wordings, and whether these are usual ones (``index.wordings``). Where that cannot be known,
because few texts have it or all have it alike, nothing is said: it stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from simcheck.findings.marks import wholly
from simcheck.index.wordings import Wording, Wordings
from simcheck.intervals import Overlaps
from simcheck.model import Finding, Flag, Mark, Span
from simcheck.report.report import Report
from simcheck.text.normalize import Normalized
from simcheck.text.segmentation import paragraphs

CODE: Final = "corpus-formula"

FEWEST: Final = 6
"""Texts that must have a sentence, without more of the document, before anything is said of it."""

OTHERS: Final = 6
"""Other offices that must have each part of it in another wording. Of copies of a paragraph that were changed at about
seven places, two to four lack the same part."""

WAYS: Final = 10
"""Ways in which usual wordings leave or enter it. Of changed copies five agree by chance at most (``benchmarks
formulas``), formulas that were read have eleven to two hundred."""

_SHORTEST: Final = 13
"""Characters of a sentence that is looked at: less is no run of the guarantee (``settings.MIN_LENGTH``)."""

_STOP: Final = re.compile(r"[。！？!?]+[”’」』）)》]*")


def formulas(
    text: Normalized,
    findings: Sequence[Finding],
    wordings: Wordings,
    holders: Callable[[Collection[int]], Mapping[int, int]],
    struck: Sequence[Mark] = (),
) -> list[Mark]:
    """The sentences of a text that are formulas of the corpus, of those of which findings have more than set phrases;
    none in which a phrase stands that the user has ``struck`` from those that tell nothing.

    ``holders`` gives, for the numbers of texts, the numbers of whoever wrote them. ``texts`` (facts) is how many texts
    have the sentence, ``others`` how many other offices have each part of it in another wording, at least.
    """
    hulls = Overlaps((f.match.left.start, f.match.left.end) for f in findings if Flag.BOILERPLATE not in f.flags)
    telling = Overlaps((mark.span.start, mark.span.end) for mark in struck)
    likely = []
    for sentence in sentences(text.text):
        start, end = text.interval(sentence)
        if end - start < _SHORTEST or not hulls.any(sentence.start, sentence.end):
            continue
        if not telling.any(sentence.start, sentence.end) and _is_formula(wordings.of(start, end)):
            likely.append((sentence, start, end))
    if not likely:
        return []
    numbers = {number for _, start, end in likely for number in wordings.texts_with(start, end)}
    whose = holders(numbers)
    marks = []
    for sentence, start, end in likely:
        found = wordings.of(start, end, whose)
        if _is_formula(found):
            facts = {"texts": wordings.texts_of(start, end), "others": found.others}
            marks.append(Mark(Flag.BOILERPLATE, sentence, CODE, facts))
    return marks


def _is_formula(found: Wording) -> bool:
    return found.alone >= FEWEST and found.others >= OTHERS and found.ways >= WAYS


def flagged(report: Report, marks: Sequence[Mark]) -> Report:
    """The report with the findings that are no more than formulas flagged as set phrases; a source of the very same
    text was taken over with all that is in it."""
    if not marks:
        return report
    mask = np.zeros(len(report.document.text), dtype=np.bool_)
    for mark in marks:
        mask[mark.span.start : mark.span.end] = True

    def is_formula(finding: Finding) -> bool:
        same = report.sources[finding.match.source].text == report.document.text
        return not same and wholly(report.counted(finding), finding.match.left, mask)

    return replace(
        report,
        findings=tuple(replace(f, flags=f.flags | {Flag.BOILERPLATE}) if is_formula(f) else f for f in report.findings),
    )


def sentences(text: str) -> Iterator[Span]:
    """What ends with a full stop or with a paragraph: the parts between semicolons belong together."""
    for paragraph in paragraphs(text):
        ends = [stop.end() for stop in _STOP.finditer(text, paragraph.start, paragraph.end)]
        edges = [paragraph.start, *(end for end in ends if end < paragraph.end), paragraph.end]
        for start, end in zip(edges, edges[1:], strict=False):
            yield Span(start, end)
