"""What is a crossing made of? Pairs, passages, groups, standings, as values.

Ids are those of documents. Everything that is counted is counted as in a report on two documents: of ``Pair.a_share``
the whole is document ``a`` in characters that are compared, the part what of it stands in ``b``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from simcheck.model import Document, Finding, Note, Span
from simcheck.report.circumstances import Circumstances
from simcheck.report.counting import Share
from simcheck.settings import Settings

AT: Final = 0.3
"""The share of the smaller of two documents (``Pair.telling``) from which they are taken for one group if nothing else
is said: the limit that Chinese users know from universities and journals, which send back what repeats thirty per cent.
Of a half and less it asks who has much of whom; above a half, which documents are nearly one, and then that part of
the smaller one must stand in the other word for word as well, in runs of sixteen characters (containment). ``at`` 0.8
are the families of one text that was handed on with few changes."""


class Likeness(StrEnum):
    """How nearly two documents are one, the nearest first."""

    SAME_FILE = "same-file"
    """Byte for byte."""
    SAME_TEXT = "same-text"
    NEAR = "near"
    """Most of both is the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that share something; ``a`` stands before ``b`` among the documents.

    ``findings`` have ``a`` on their left and ``b`` on their right. A pair without any is told from its runs of equal
    characters alone, those aside that most documents of a large collection have (note ``cross-common``): they are too
    few or too usual for more, and their places are not kept. The shares are full ones,
    without what a template gave; ``a_upper`` and ``b_upper`` are what findings of the upper grade explain, of the same
    wholes. ``own`` says why the two are of one author or unit ("own-said", "own-author", "own-unit"), "" if nothing
    says so.
    """

    a: str
    b: str
    a_share: Share
    b_share: Share
    a_upper: Share
    b_upper: Share
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    likeness: Likeness | None = None
    own: str = ""
    a_telling: Share = Share(0, 0, 0)
    b_telling: Share = Share(0, 0, 0)
    """What is left of the shares without findings that are counted apart (``model.APART``) and without what most
    documents hold, out of part and whole alike."""

    @property
    def telling(self) -> float:
        """(0–1) The larger of the two shares of what tells something of the two."""
        return max(self.a_telling.ratio, self.b_telling.ratio)

    @property
    def ratio(self) -> float:
        """(0–1) The larger of the two full shares: how much of the smaller document stands in the other."""
        return max(self.a_share.ratio, self.b_share.ratio)


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a document holds a passage: the hull, how many of its characters are the passage's, the date of the
    document as far as it is known, and, if it has other text in between, the ``parts`` in which the passage stands."""

    document: str
    span: Span
    characters: int
    date: str = ""
    parts: tuple[Span, ...] = ()

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the passage stands, in one part or in several."""
        return self.parts or (self.span,)


@dataclass(frozen=True, slots=True)
class Passage:
    """What two documents or more hold, told once; ``holders`` the certainly earliest first, then in their order.

    ``origin`` is the document that is certainly the earliest of them all, None if that cannot be known.
    ``is_common`` says that most documents hold it: it looks like a form that nobody named, and links no group.
    ``partly`` documents that may be older than the origin are no holders, and yet have half of it.
    """

    id: str
    characters: int
    holders: tuple[Holding, ...]
    origin: str | None = None
    is_common: bool = False
    partly: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are linked by pairs that share at least ``Crossing.at`` (see ``AT``), in the order of the
    documents; the ids of the passages that two of them hold, the longest first; and the document from which, as far as
    dates allow to say it, all that is shared came, None if that is not known."""

    documents: tuple[str, ...]
    passages: tuple[str, ...]
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A document among the others: what of it stands in any of them, in full (findings, and passages that most
    documents hold) and by findings of the upper grade; what a template gave and what most documents hold (characters,
    in no share and in it); and the document that has most of it, None if it is in no pair."""

    share: Share
    upper: Share
    templated: int = 0
    common: int = 0
    largest: str | None = None


@dataclass(frozen=True)
class Contents:
    """``documents`` by id, in the order in which they were given; ``pairs`` those first that tell most
    (``Pair.telling``), then the largest, ``groups`` the largest first, ``passages`` the most characters times holders
    first."""

    documents: Mapping[str, Document]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    passages: tuple[Passage, ...]
    standings: Mapping[str, Standing]
    at: float
    templates: tuple[str, ...] = ()
    """Names of the templates that were given."""
    notes: tuple[Note, ...] = ()
    settings: Settings = Settings()
    same: tuple[tuple[str, ...], ...] = ()
    """Documents that are one byte for byte or in their text, the largest sets first."""
    new: tuple[str, ...] = ()
    """The documents that were compared with all, if some were: the others were not with each other."""
    circumstances: Circumstances | None = field(default=None, compare=False)
    """When, by which command and of which corpus it was made, if somebody noted it; a crossing is what was found."""
