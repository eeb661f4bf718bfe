"""Every number that changes a result, with its reason.

``Settings`` are data: each function takes the few that it uses. Fields without a note of their own are explained by the
comment above their group.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from simcheck.errors import InvalidSettings

MIN_LENGTH: Final = 13
"""The guarantee: every common run of 13 normalized characters is covered by a finding. Thirteen in a row is the rule that
Chinese users know from 知网; shorter runs are half of what unrelated official texts share."""

MIN_WORDS: Final = 8
"""The guarantee in spaced scripts, where 13 characters are two words and half of all unrelated pairs share such a run."""


class Frequencies(Protocol):
    """How common phrases are; ``background.Background`` is one, a stand-in for tests may be another."""

    @property
    def digest(self) -> str: ...

    def information(self, grams: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """Bits that seeing each gram (hashed by ``fingerprint.grams``) tells, 0 for what everybody writes."""
        ...

    @property
    def unknown(self) -> float:
        """The bits of a gram that the table does not hold."""
        ...


@dataclass(frozen=True)
class Settings:
    """What a comparison is asked to do. ``background`` is the shipped table ("shipped"), another, or None for none."""

    min_length: int = MIN_LENGTH
    background: Frequencies | str | None = "shipped"

    def __post_init__(self) -> None:
        if not 4 <= self.min_length <= 1000:
            raise InvalidSettings("min_length", self.min_length, "range-4-1000")

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them; a background is named by its digest."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.background is not None and not isinstance(self.background, str):
            values["background"] = f"digest:{self.background.digest}"
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Settings:
        """The settings of a saved result; what this version does not know is left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})
