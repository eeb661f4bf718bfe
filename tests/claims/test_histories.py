"""Forty histories of copying: whatever is said about where a passage began is true, or it is not said."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.histories import history, told, untrue


@pytest.mark.parametrize("seed", range(40))
def test_nothing_untrue_is_said_about_who_holds_a_passage_and_where_it_began(seed: int, tmp_path: Path) -> None:
    made = history(seed)
    assert untrue(told(tmp_path, made.document, made.sources), made.document, made.sources) == []
