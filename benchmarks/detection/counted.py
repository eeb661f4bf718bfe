"""Which findings of a report does a benchmark count, and which of them are of the upper grade?

A finding that is flagged as a set phrase, as scattered or as public text is set aside everywhere: it is still in the
report, and says why it tells nothing; on a true case that is a miss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from simcheck import Finding, Flag

SET_ASIDE: Final = ("boilerplate", "scattered", "public")
"""Values of ``simcheck.Flag``. Looked up by value: a version that is measured beside others may lack some."""

UPPER: Final = "high"
"""Value of the upper ``simcheck.Grade``."""

NO_GRADES: Final = "findings have no grades here: nothing to say of the upper one"


def set_aside(finding: Finding) -> str:
    """The flag for which a finding is not counted; empty for one that is."""
    return next((flag for flag in SET_ASIDE if flag in finding.flags), "")


def counted(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are not set aside, in their order."""
    return [finding for finding in findings if not set_aside(finding)]


def grade(finding: Finding) -> str | None:
    """The grade of a finding; None where none was given."""
    given = getattr(finding, "grade", None)
    return None if given is None else str(given)


def upper(findings: Iterable[Finding]) -> list[Finding]:
    """The counted ones of the upper grade, in their order."""
    return [finding for finding in counted(findings) if grade(finding) == UPPER]


def flags() -> Set[Flag]:
    """``SET_ASIDE`` as members of ``simcheck.Flag``, as far as it has them."""
    import simcheck

    return {flag for flag in simcheck.Flag if flag in SET_ASIDE}
