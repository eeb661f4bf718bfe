"""Likelihood (可能性): how likely would a careful reader say of a part that its wording was taken over?

Few things tell, and none of them alone: how much it says that is no known wording, how much of the sentences that it
touches it is, how long it goes on without a change, and what else was taken from the same paragraph. They are weighed
by logistic regression on parts that people read, and on passages planted in real reports (``benchmarks grades`` fits
the weights again and says on what). A length or a sum of bits alone orders them far worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, log1p
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.parts import Part, are_statutes
from simcheck.align.prepare import IDEOGRAPHS, Ints, Prepared


class Features(NamedTuple):
    """What is known of a part."""

    specific: float
    """ln(1 + bits of what is no known wording)."""
    wording: float
    """(0–1) Of the characters of the sentences that it touches, on both sides and near it, the part that is the same;
    digits aside: whoever fills in other figures takes the wording."""
    company: float
    """ln(1 + such bits of the other parts of the same two paragraphs, or articles)."""
    unbroken: float
    """ln(1 + characters of its longest equal stretch)."""


def features_of(parts: Sequence[Part], a: Prepared, b: Prepared) -> list[Features]:
    """The features of the parts of two texts, in their order."""
    if not parts:
        return []
    by_unit: defaultdict[tuple[int, int], float] = defaultdict(float)
    for part in parts:
        by_unit[part.unit] += part.specific
    found = []
    figures = a.digits, b.digits
    for part in parts:
        touched = sum(_touched(text, side, part, figures[side]) for side, text in enumerate((a, b)))
        same = sum(_without(figures[side], run[side], run[side] + run.length) for run in part.equal for side in (0, 1))
        found.append(
            Features(
                log1p(part.specific),
                min(1.0, same / max(1, touched)),
                log1p(max(0.0, by_unit[part.unit] - part.specific)),
                log1p(max(run.length for run in part.equal)),
            )
        )
    return found


_AROUND: Final = 60
"""Characters before and behind a part of which a sentence is counted at most: of a text without full stops, whatever
it is about, a whole page would be."""


def _without(figures: Ints, start: int, end: int) -> int:
    """The characters of an interval that are no digits."""
    return end - start - int(figures[end] - figures[start])


def _touched(text: Prepared, side: int, part: Part, figures: Ints) -> int:
    """Characters, digits aside, of the sentences in which a part has some, near it."""
    starts = text.sentence_starts
    edges = np.array([(run[side], run[side] + run.length - 1) for run in part.equal], dtype=starts.dtype)
    numbers = np.maximum(np.searchsorted(starts, edges, side="right") - 1, 0)
    total, reached = 0, 0
    for (first, last), (start, end) in sorted(
        zip(map(tuple, numbers.tolist()), map(tuple, edges.tolist()), strict=True)
    ):
        begin = max(int(starts[first]), start - _AROUND, reached)
        after = int(starts[last + 1]) if last + 1 < len(starts) else len(text.normalized)
        stop = min(after, end + 1 + _AROUND)
        total += _without(figures, begin, stop) if stop > begin else 0
        reached = max(reached, stop)
    return total


class Company(NamedTuple):
    """Specific bits of a finding of the upper grade that is the only one, or among few; and those of all that stands
    between two texts from which each may be of the upper grade.

    A sentence by itself is what a conference, a newspaper or an office above gave to both as well.
    """

    by_itself: float
    together: float


class Bounds(NamedTuple):
    """From which likelihood a part is shown, and from which it is of the upper grade, in what company."""

    shown: float
    upper: float
    company: Company = Company(0.0, 0.0)


class Weights(NamedTuple):
    """Of the features, in their order, and the constant."""

    features: tuple[float, float, float, float]
    constant: float
    bounds: Bounds


PROSE: Final = Weights((1.25, 9.64, 0.97, 2.19), -19.06, Bounds(0.5, 0.65, Company(200.0, 350.0)))
"""Learned on 5,208 parts of reports in which passages were planted, most of them with no report of the year in the
table, and of reports that have nothing to do with each other, and on 213 parts of real reports and news that a reader
was sure of, each of these ten times. On passages that were not learned from it is what it says: of parts at .7 as many
were taken, or more; of what readers read, 17 of 206 parts, it says little beyond length (benchmarks/results/grades.md,
where a fit on all pairs that are recorded differs from these in the first decimals and is no better).

Company: of 465 pairs of full reports of one winter, none of them in the table, 26 had a finding of the upper grade, of
134 bits at most, and none had more than 314 bits in all; of planted characters 1 % are of that kind, of patchwork 2 %.
"""

STATUTES: Final = Weights((1.04, 0.0, 0.44, 0.66), -5.5, Bounds(0.42, 0.5, Company(60.0, 800.0)))
"""Learned on 591 parts of articles that readers called copied, formula or independent, each class as heavy as the
other: an order, and no frequency; of parts at .7 about a half was copied. How much of a sentence is the same tells
nothing there: formulas are whole sentences.

Company: of 48 findings in pairs of regulations on one subject, of which a reader called 27 taken, 12 are of that kind,
four of them taken; no labelled article that was copied is lost.
"""


def weights_of(a: Prepared, b: Prepared) -> Weights:
    """The weights by which the parts of two texts are weighed."""
    return STATUTES if are_statutes(a, b) else PROSE


def likelihoods(parts: Sequence[Part], a: Prepared, b: Prepared) -> list[float]:
    """(0–1) How likely each of the parts of two texts was taken over."""
    weights = weights_of(a, b)
    found = [_logistic(weights, features) for features in features_of(parts, a, b)]
    if are_statutes(a, b):
        return [_with_law(likely, part, a, b) for likely, part in zip(found, parts, strict=True)]
    return [
        max(_bounded(likely, part), _to_the_letter(part, a), _by_much(part))
        for likely, part in zip(found, parts, strict=True)
    ]


def _with_law(likely: float, part: Part, a: Prepared, b: Prepared) -> float:
    """The likelihood, below the upper grade if much of what stands there is a public text's: what is beside it was
    dictated by the same text, in an older version or in words that were changed."""
    sides = zip((a, b), part.sides, strict=True)
    around = (text.public[max(0, start - _AROUND) : end + _AROUND] for text, (start, end) in sides)
    if max(float(public.mean()) for public in around) < _LAW:
        return likely
    return min(likely, STATUTES.bounds.upper - _BELOW)


_LAW: Final = 0.4
"""The part of a part and of ``_AROUND`` characters before and behind it, on the side on which it is more, that is of a
public text, from which it is not of the upper grade. Of 27 findings of the upper grade in pairs of regulations on one
subject that a reader called the law's wording 12 are so left out, of 27 that he called taken none, and one of 39
articles labelled as copied; with half of them 6, with .3 14 and two articles."""

_UPPER_LEAST: Final = 60.0
"""Specific bits of a part of the upper grade at least, eleven characters that nobody expects: what reports of one year
have from one conference is a clause, to the letter. Of 120 pairs of reports that have nothing to do with each other two
are left with a part of the upper grade, of six; of planted characters 1 % less are."""


def _bounded(likely: float, part: Part) -> float:
    """The likelihood, below the upper grade if a part says too little for it."""
    return likely if part.specific >= _UPPER_LEAST else min(likely, PROSE.bounds.upper - _BELOW)


_BELOW: Final = 0.01
"""As far below the bound of the upper grade such a part is at most."""

_LETTER: Final = 72.0
"""Specific bits from which a stretch without a change is shown whatever stands around it: fourteen characters that
nobody expects."""

_LETTER_UPPER: Final = 100.0
"""Specific bits from which such a stretch is of the upper grade. Of 120 pairs of reports that have nothing to do with
each other, none of the year in the table, none has one, and five have one of 80; of 89 in planted passages 88 are."""

_MUCH: Final = (250.0, 90.0)
"""Specific bits, and net bits of the alignment, from which a part is shown however much else its sentences say: half of
a paragraph, with a word in ten replaced."""

_MOSTLY: Final = 0.9
"""The part of a part's equal characters that one stretch must have to be nearly all of it."""

_SPECIFIC: Final = 0.6
"""The part of what its characters could carry that they must carry: a formula has specific words in it as well."""


def _to_the_letter(part: Part, text: Prepared) -> float:
    """The likelihood of a part by what it says alone, if it is one stretch without a change. An address of a page or a
    row of figures is none: it is long and says little."""
    longest = max(part.equal, key=lambda run: run.length)
    ideographs = text.normalized.codes[longest.left : longest.left + longest.length] >= IDEOGRAPHS
    is_one = longest.length >= _MOSTLY * part.length and 2 * int(ideographs.sum()) >= longest.length
    if not is_one or part.specific < max(_LETTER, _SPECIFIC * text.character_bits * part.length):
        return 0.0
    return PROSE.bounds.upper if part.specific >= _LETTER_UPPER else PROSE.bounds.shown


def _by_much(part: Part) -> float:
    """The likelihood of a part by what it says, if that is very much."""
    return PROSE.bounds.shown if part.specific >= _MUCH[0] and part.evidence >= _MUCH[1] else 0.0


def _logistic(weights: Weights, features: Features) -> float:
    total = weights.constant + sum(w * x for w, x in zip(weights.features, features, strict=True))
    return 1.0 / (1.0 + exp(-max(-50.0, min(50.0, total))))


_CONDENSED: Final = 100.0
"""Specific bits at which what was drawn together from all over a stretch is as likely as not to be taken over:
sentences that say the same share many words by chance."""


def condensed(part: Part) -> float:
    """(0–1) How likely a part that is drawn together from a much longer stretch was taken from there."""
    return part.specific / (part.specific + _CONDENSED)


def of_bits(bits: float, half: float) -> float:
    """(0–1) The same for passages that are not cut, of which only the net bits are known: as likely as not at ``half``,
    the evidence that is asked for."""
    return bits / (bits + half)


BITS: Final = Bounds(0.5, 2 / 3)
"""Of passages that are not cut: twice the bits that are asked for are of the upper grade."""
