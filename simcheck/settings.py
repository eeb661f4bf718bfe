"""Settings (设置): every number that a user may change, with its reason.

``Settings`` are data: each function takes the few that it uses. Fields without a note of their own are explained by the
comment above their group. Other numbers that change a result are constants where they are used, with their reasons, and
stand in one place each.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from simcheck.errors import InvalidSettings

MIN_LENGTH: Final = 13
"""The guarantee: every common run of 13 normalized characters is covered by a finding. Thirteen in a row is the rule
that Chinese users know from 知网; shorter runs are half of what unrelated official texts share."""

MIN_WORDS: Final = 8
"""The guarantee in spaced scripts, where 13 characters are two words and half of all unrelated pairs share such a
run."""


class Frequencies(Protocol):
    """How common phrases are; ``background.Background`` is one, a stand-in for tests may be another."""

    @property
    def digest(self) -> str: ...

    def information(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.float32]:
        """Bits that each run of four characters carries, by its first position: 0 for what everybody writes."""
        ...

    @property
    def unknown(self) -> float:
        """The bits of a run that the table does not hold."""
        ...

    def documents(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """How many independent documents have each run of eight characters, by its first position; 0 for fewer than
        three."""
        ...

    def known(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """By character: whether it stands in wording that independent documents have."""
        ...

    def public(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """By character: whether a text that is public by nature has it."""
        ...


@dataclass(frozen=True)
class Settings:
    """What a comparison is asked to do. ``background`` is the shipped table ("shipped"), another, or None for none."""

    min_length: int = MIN_LENGTH
    background: Frequencies | str | None = "shipped"

    # Evidence, in bits. A word that both sides share gives its information under the background and in the two texts;
    # every word of the passage, shared or not, costs a fraction of its weight. The balance is positive where more is
    # shared than two people writing about the same thing would share.
    word_bits: float = 10.0
    """The weight of one word at most: one in a thousand sentences."""
    character_bits: float = 5.5
    """The surprisal of one character at most: the entropy of written Chinese is 5–6 bits a character."""
    choice_bits: float = 1.1
    """The surprisal of one character of the commonest phrase: that this phrase was chosen and not another."""
    word_cost: float = 0.18
    """The share of a word's weight that it costs to claim it."""
    phrase_cost: float = 0.4
    """The share of the weight that a word has not in its place, because it stands in a phrase of the genre, that it
    costs as well."""
    seed_bits: float = 8.0
    """Bits that two sentences share at least before a passage is begun: two informative words."""
    seed_dice: float = 0.25
    """The share of two sentences' bits that they have in common, at least; the value that Sanchez-Perez et al. found
    for words."""
    gap: int = 4
    """Sentences without a partner that a passage may run across; the same source's value."""
    drop: float = 50.0
    """Bits of own text that a passage may run across; beyond, there are two passages with something between them."""
    growth: float = 18.0
    """Net bits of shared words right beside a passage from which they belong to it: the place is known, so that far
    less is needed than for a passage anywhere."""
    join: float = 200.0
    """Bits that text may cost which was left out, or put in, between two passages that follow each other in both texts
    and are shown as one: a long sentence or two."""
    near: float = 20.0
    """Net bits from which a passage is shown beside another that is."""
    evidence: float = 40.0
    """Net bits from which a passage is shown that is not cut into parts (of a spaced script, of rows of a table); below
    it, two people writing about one thing may well have written it."""
    candidate: float = 20.0
    """Net bits from which a passage is looked at, to be cut into parts that are weighed by themselves ..."""
    candidate_near: float = 14.0
    """... and beside another one. At 40 and 20 a fifth of the articles that offices took from each other is never
    looked at; at 10 nothing more is found."""

    def __post_init__(self) -> None:
        if not 4 <= self.min_length <= 1000:
            raise InvalidSettings("min_length", self.min_length, "range-4-1000")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(field.default, float) and isinstance(value, (int, float)) and not 0 <= value < 1e6:
                raise InvalidSettings(field.name, value, "not-negative")

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them; a background is named by its digest."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.background is not None and not isinstance(self.background, str):
            values["background"] = f"digest:{self.background.digest}"
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Settings:
        """The settings of a saved result; what this version does not know is left out.

        Raises ``InvalidSettings`` for a value that ``to_dict`` could not have written.
        """
        known = {f.name: values[f.name] for f in fields(cls) if f.name in values}
        for name, value in known.items():
            if name == "background":
                fits = value is None or isinstance(value, str)
            else:
                fits = isinstance(value, int if name == "min_length" else (int, float)) and not isinstance(value, bool)
            if not fits:
                raise InvalidSettings(name, value, "not-a-setting")
        return cls(**known)
