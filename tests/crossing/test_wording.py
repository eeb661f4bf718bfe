"""Which runs most texts have: those that counting all of them gives, however the texts are parted."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simcheck.crossing import wording
from simcheck.crossing.wording import RUN, Wording

FORMULA = "本单位对所填报内容的真实性完整性负责并承担相应责任"
OWN = "春江潮水连海平海上明月共潮生滟滟随波千万里何处春江无月明江流宛转绕芳甸月照花林皆似霰空里流霜不觉飞汀上白沙看不见"


def own(number: int) -> str:
    """Words that hardly another has."""
    generator = np.random.default_rng(number)
    return "".join(OWN[at] for at in generator.integers(0, len(OWN), 40))


def counted(texts: list[list[str]]) -> list[int]:
    """The runs that more than half of the texts have, by counting all."""
    times = Counter(
        run for some in texts for run in {run for text in some for run in Wording(0).of(text).runs.tolist()}
    )
    return sorted(run for run, count in times.items() if 2 * count > len(texts))


@pytest.mark.parametrize("texts", [1, 2, 3, 7, 20, 41])
@pytest.mark.parametrize("part", [1, 60, 500, wording._PART])
def test_runs_of_most_are_those_that_counting_gives(texts: int, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_PART", part)
    # those that have the formula stand at one end, beside each other or one by one
    for has in (range(texts // 2 + 1), range(texts // 2), range(0, texts, 2), range(texts // 3, texts)):
        every = [[own(n) + (FORMULA if n in has else "")] for n in range(texts)]
        found = Wording(10**9).of_most(every).tolist()
        assert found == counted(every)
        assert bool(found) == (2 * len(has) > texts) or texts <= 2


def test_texts_that_count_as_one_have_a_run_once() -> None:
    """A formula that stands in four of seven texts, three of which are versions of one document."""
    versions = [own(n) + FORMULA for n in range(3)]
    every = [versions, [own(3) + FORMULA], [own(4)], [own(5)], [own(6)]]
    assert len(FORMULA) >= RUN
    assert Wording(10**9).of_most(every).tolist() == counted(every) == []
    assert Wording(10**9).of_most(every[:3]).tolist() == counted(every[:3]) != []
