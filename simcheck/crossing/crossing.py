"""Crossing (互查): what do the documents of a collection have from each other? Pairs, passages and groups, as values.

What they are is in ``contents``; here is what can be asked of them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcheck.crossing import tables
from simcheck.crossing.contents import AT as AT
from simcheck.crossing.contents import Contents
from simcheck.crossing.contents import Group as Group
from simcheck.crossing.contents import Holding as Holding
from simcheck.crossing.contents import Likeness as Likeness
from simcheck.crossing.contents import Pair as Pair
from simcheck.crossing.contents import Passage as Passage
from simcheck.crossing.contents import Standing as Standing

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table


@dataclass(frozen=True)
class Crossing(Contents):
    """What ``simcheck.cross`` found."""

    def to_pandas(self) -> dict[str, DataFrame]:
        """The tables of ``tables.COLUMNS`` (documents, pairs, passages, groups, findings, notes) as data frames. Raises
        ``MissingPackage`` without pandas."""
        return tables.to_pandas(self)

    def to_arrow(self) -> dict[str, Table]:
        """The same as tables of Arrow. Raises ``MissingPackage`` without pyarrow."""
        return tables.to_arrow(self)

    def to_parquet(self, folder: str | os.PathLike[str]) -> list[str]:
        """Write the tables into ``folder`` (made if it is not there), a file each; returns their paths.

        Earlier ones of simcheck's are replaced. Raises ``MissingPackage`` without pyarrow, ``WouldOverwrite`` and
        ``CannotWrite``, and then nothing of what was there has changed.
        """
        return tables.to_parquet(self, folder)
