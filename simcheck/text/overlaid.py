"""What a corpus knows better than the background (背景) below it: how common runs of a text are among texts that speak
of the same things; and which phrases the user has added or struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.settings import Frequencies
from simcheck.text.background import LONG, Float32, K, Keys, stretched, upper
from simcheck.text.fingerprint import Phrases, grams
from simcheck.text.lookup import Table
from simcheck.text.normalize import Codes, Mask, normalize_all

_FEW: Final = 16
"""The same of what a corpus knows of one text, some thousand runs."""


@dataclass(frozen=True, eq=False, repr=False)
class Overlaid:
    """Frequencies with what a corpus knows better on top: ``keys`` (n, ascending) are runs, ``bits`` (n) what each
    carries there."""

    below: Frequencies
    keys: Keys
    bits: Float32
    listed: tuple[tuple[Codes, float], ...] = ()
    """Phrases, and the bits of each of their runs; of two that overlap the later one counts."""

    @property
    def unknown(self) -> float:
        return self.below.unknown

    @property
    def digest(self) -> str:
        return f"{self.below.digest}+"

    def information(self, codes: Codes) -> Float32:
        """The fewer bits of the two, by run."""
        bits = self.below.information(codes)
        if len(self.keys) and not self._by_core(codes, bits=bits):
            wanted = upper(grams(codes, K))
            where = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            overlaid = np.where(self.keys[where] == wanted, self.bits[where], np.float32(self.unknown))
            bits = np.minimum(bits, overlaid)
        for number, at in self._phrases.found(codes):
            phrase, bits_of_run = self._long_enough[number]
            bits[at : at + len(phrase) - K + 1] = bits_of_run
        return bits

    def documents(self, codes: Codes) -> npt.NDArray[np.int64]:
        """How many independent documents below have each run of ``LONG`` characters."""
        return self.below.documents(codes)

    def public(self, codes: Codes) -> Mask:
        """By character: whether a public text below has it."""
        return self.below.public(codes)

    def known(self, codes: Codes) -> Mask:
        """By character: whether it stands in wording that is known below, in a run of ``LONG`` that the corpus has in
        many contexts, or in a phrase of the user's; not in what the user struck."""
        known = self.below.known(codes)
        if len(self.keys) and not self._by_core(codes, known=known):
            wanted = upper(grams(codes, K))
            where = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            frequent = self.keys[where] == wanted
            count = len(frequent) - (LONG - K)
            every = (
                np.all([frequent[step : step + count] for step in range(LONG - K + 1)], axis=0)
                if count > 0
                else frequent[:0]
            )
            known |= stretched(every, LONG, len(codes))
        for number, at in self._phrases.found(codes):
            phrase, bits_of_run = self._long_enough[number]
            known[at : at + len(phrase)] = bits_of_run <= 0
        return known

    def _by_core(self, codes: Codes, bits: Float32 | None = None, known: Mask | None = None) -> bool:
        """Let the compiled core lower the bits of runs, set the characters that are known; False if it is not there."""
        compiled = core()
        if compiled is None:
            return False
        codes = np.ascontiguousarray(codes)
        at_codes, own = addresses(codes, self.bits)
        at_bits, at_known = (None if some is None else addresses(some)[0] for some in (bits, known))
        compiled.sc_overlaid(at_codes, len(codes), K, *self._table.given(), own, at_bits, LONG - K + 1, at_known)
        return True

    @cached_property
    def _table(self) -> Table:
        return Table(self.keys, _FEW)

    @cached_property
    def _long_enough(self) -> list[tuple[Codes, float]]:
        return [(phrase, bits_of_run) for phrase, bits_of_run in self.listed if len(phrase) >= K]

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases([phrase for phrase, _ in self._long_enough])


CONTEXTS: Final = 5
"""Different contexts from which the texts of a corpus make a phrase: what three or four have, one may have from the
other."""

PRIOR: Final = 100
"""Documents that are assumed beside those of the corpus: as many as the genre was counted in, so that a phrase of a
small corpus is as common as the same count there makes it."""


def overlaid(
    below: Frequencies,
    codes: Codes,
    contexts: npt.NDArray[np.int64],
    neighbours: int,
    added: Sequence[str] = (),
    struck: Sequence[str] = (),
) -> Overlaid:
    """``below`` with what a corpus knows of one text on top: ``contexts`` (characters) is in how many different
    contexts each character stands in the ``neighbours`` texts that speak of the same things.

    A run carries log2((neighbours + PRIOR) / contexts) bits: its frequency counted in contexts, not in texts, so that a
    paragraph which all have copied stays as rare as it was.
    """
    bits_of_run = [0.0] * len(added) + [below.unknown] * len(struck)
    listed = tuple((p.codes, bits) for p, bits in zip(normalize_all([*added, *struck]), bits_of_run, strict=True))
    count = len(codes) - K + 1
    seen = np.min([contexts[step : step + count] for step in range(K)], axis=0) if count > 0 else contexts[:0]
    frequent = np.flatnonzero(seen >= CONTEXTS)
    if not len(frequent):
        return Overlaid(below, np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32), listed)
    keys = upper(grams(codes, K))[frequent]
    bits = np.log2((neighbours + PRIOR) / seen[frequent]).astype(np.float32)
    order = np.lexsort((bits, keys))
    first = np.flatnonzero(np.concatenate(([True], keys[order][1:] != keys[order][:-1])))
    return Overlaid(below, keys[order][first], bits[order][first], listed)
