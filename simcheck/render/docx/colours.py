"""Which colour stands behind a passage of the annotated document?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simcheck.model import Flag, Kind

COLOURS: Final[Mapping[Kind | Flag, str]] = {
    Kind.IDENTICAL: "FFC9C9",
    Kind.EDITED: "FFE3B0",
    Kind.REFILLED: "C9E2FF",
    Kind.REWRITTEN: "E3D3F5",
    Kind.CONDENSED: "BFEAE4",
    Flag.BOILERPLATE: "E4E4E4",
    Flag.SCATTERED: "EDE8E0",
    Flag.PUBLIC: "E6E9C8",
    Flag.QUOTED: "D3EED3",
    Flag.TEMPLATE: "EEEEEE",
}
"""Shades behind the words, pale enough to read black on when printed: 8 : 1 and more."""

CHANGED: Final[Mapping[Kind, str]] = {Kind.EDITED: "FFC24D", Kind.REFILLED: "8CC0FF"}
"""Behind words inside such passages that the source has not: 11 : 1 with black and more. Of what is rewritten hardly
anything else is left."""

ORDER: Final = (Flag.TEMPLATE, Flag.BOILERPLATE, Flag.PUBLIC, Flag.SCATTERED, Flag.QUOTED)
"""What a passage is flagged as counts before its kind; of several flags the first. One's own text has its kind."""
