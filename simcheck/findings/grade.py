"""Grade (证据强弱): how likely would a careful reader of both sides say that words of one were taken from the other?

Three words, never a verdict: whether it was allowed is not in the words.
"""

from __future__ import annotations

from typing import Final

from simcheck.model import APART, Finding, Grade

_HIGH: Final = 120.0
_MIDDLE: Final = 60.0
"""Net bits from which a finding is of a grade: more than two long sentences, and than one."""


def grade(finding: Finding) -> Grade:
    """The grade of a finding, by its flags and its evidence; what is counted apart is never of a high one."""
    if finding.flags & APART or finding.evidence.bits < _MIDDLE:
        return Grade.LOW
    return Grade.HIGH if finding.evidence.bits >= _HIGH else Grade.MIDDLE
