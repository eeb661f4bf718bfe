"""jieba's dictionary (词典): which of its words stand in a text, so that not all of it need be loaded?

rjieba takes 120 ms to load 349,045 words, longer than comparing two reports takes, of which each has some two thousand.
``data/words.npy`` holds all of them by their hashes; those that stand in a text make a small dictionary, in which
rjieba cuts and tags it as in the whole one. After ``ENOUGH`` characters the whole one is loaded.
The compiled core needs no dictionary: it looks the words up in the file.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.data import shipped
from simcheck.text.fingerprint import Hashes, Ints, interval_hashes
from simcheck.text.normalize import Codes, code_points

TOTAL: Final = 60_101_964
"""How often all words of the dictionary were counted: a word weighs its share of it."""

LONGEST: Final = 16
"""Characters of the longest word."""

STEM: Final = 4
"""Characters with which every longer word begins; hardly any four do."""

ENOUGH: Final = 150_000
"""Characters whose words are looked up in as much time as it takes to load all."""

_EACH: Final = 300
"""Characters as long as it takes to begin."""

_KEPT: Final = 4
"""Small dictionaries that are kept: those of two documents and of what is asked about between."""

_REST: Final = "\0"
"""The word that stands for all that are not in a text; no text that is cut has it."""


class Dictionary(Protocol):
    """What rjieba can do with a dictionary."""

    def cut(self, text: str, hmm: bool = ...) -> list[str]: ...
    def tag(self, text: str, hmm: bool = ...) -> list[tuple[str, str]]: ...


class _Small(NamedTuple):
    text: str
    dictionary: Dictionary


_small: tuple[_Small, ...] = ()
_passed = 0


def dictionary_for(text: str) -> Dictionary:
    """A dictionary in which ``text``, and any part of it, is cut and tagged as in the whole one."""
    global _small, _passed
    if _passed >= ENOUGH or _REST in text:
        return _whole()
    for kept in _small:
        if text in kept.text:
            return kept.dictionary
    _passed += len(text) + _EACH
    if _passed >= ENOUGH:
        _small = ()
        return _whole()
    made = _made(text)
    _small = (_Small(text, made), *_small[: _KEPT - 1])
    return made


@cache
def _whole() -> Dictionary:
    import rjieba

    whole: Dictionary = rjieba._DEFAULT_JIEBA
    return whole


@cache
def _empty() -> Any:
    """rjieba's maker of empty dictionaries, without what its package does when it is imported: load the whole one."""
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = find_spec("rjieba")
        spec = PathFinder.find_spec(name, package.submodule_search_locations if package else None)
        if spec is None or spec.loader is None:
            raise ImportError(name)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        # whoever imports the package later gets this very module, which cannot be made twice
        sys.modules[name] = module
    return sys.modules[name].Jieba.empty


def _made(text: str) -> Dictionary:
    made: Any = _empty()()
    rest = TOTAL
    for start, end, about in zip(*_words_in(code_points(text)), strict=True):
        count = about >> _COUNT
        made.add_word(text[start:end], count, about.to_bytes(8, "little")[:_TAG].rstrip(b"\0").decode())
        rest -= count
    made.add_word(_REST, rest, "x")
    found: Dictionary = made
    return found


def _words_in(codes: Codes) -> tuple[list[int], list[int], list[int]]:
    """The different words that stand in a text: where each begins and ends at one place, and what is known of it."""
    starts = np.concatenate([np.arange(max(0, len(codes) - length)) for length in range(STEM)])
    lengths = np.repeat(np.arange(1, STEM + 1), [max(0, len(codes) - length) for length in range(STEM)])
    hashes = interval_hashes(codes, starts, starts + lengths)
    about = _about(hashes)
    stems = starts[(lengths == STEM) & (about & _IS_STEM != 0)]
    longer = np.arange(STEM + 1, LONGEST + 1)
    more, more_lengths = np.repeat(stems, len(longer)), np.tile(longer, len(stems))
    fits = more + more_lengths <= len(codes)
    more, more_lengths = more[fits], more_lengths[fits]
    if len(more):
        more_hashes = interval_hashes(codes, more, more + more_lengths)
        hashes = np.concatenate((hashes, more_hashes))
        about = np.concatenate((about, _about(more_hashes)))
        starts, lengths = np.concatenate((starts, more)), np.concatenate((lengths, more_lengths))
    words = np.flatnonzero(about >> np.uint64(_COUNT))
    words = words[np.unique(hashes[words], return_index=True)[1]]
    return starts[words].tolist(), (starts + lengths)[words].tolist(), about[words].tolist()


# On disk: the hashes, ascending, and below them what is known of each: the tag in the lower four bytes, whether longer
# words begin so, the count


_TAG: Final = 4
_IS_STEM: Final = np.uint64(1 << 32)
_COUNT: Final = 40


def _about(hashes: Hashes) -> npt.NDArray[np.uint64]:
    """What is known of words by their hashes; 0 for what is none."""
    keys, about = _entries()
    # in ascending order a search begins where the last one ended
    order: Ints = np.argsort(hashes)
    at = np.searchsorted(keys, hashes[order])
    at[at == len(keys)] = 0
    found = np.zeros(len(hashes), dtype=np.uint64)
    found[order] = np.where(keys[at] == hashes[order], about[at], np.uint64(0))
    return found


@dataclass(frozen=True, eq=False, repr=False)
class Mapped:
    """The words as the compiled core looks them up (``words.c``): ``entries`` (n × 2) with what is known of each,
    ``begins`` (2^18 + 1) and ``flags`` (2^22 bits) to find them by their first bits; ``weights`` (n) are the logarithms
    of their shares, filled in when they are first asked for."""

    entries: npt.NDArray[np.uint64]
    begins: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float64]
    total: float = math.log(TOTAL)


@cache
def mapped() -> Mapped:
    """All words, without loading them; asked for where there is a compiled core."""
    entries = np.ascontiguousarray(_entries().T)
    begins, flags = np.zeros((1 << 18) + 1, dtype=np.int32), np.zeros(1 << 19, dtype=np.uint8)
    compiled = core()
    if compiled:
        of_entries, of_begins, of_flags = addresses(entries, begins, flags)
        compiled.sc_words_index(of_entries, len(entries), of_begins, of_flags)
    return Mapped(entries, begins, flags, np.zeros(len(entries)))


@cache
def _entries() -> npt.NDArray[np.uint64]:
    """(2 × n) Hashes and what is known of each; in the file they stand beside each other."""
    entries: npt.NDArray[np.uint64] = np.load(shipped("words.npy"), mmap_mode="r", allow_pickle=False)
    return entries
