"""Parts of speech (词性): is a word a noun, a verb, a name? By rjieba with jieba's dictionary."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1000)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text with jieba's tags; rjieba's model of unknown words costs 20 ms and helps little. Halves of
    surrogate pairs, which it refuses, come back as "?". Kept, because one name is asked about many times."""
    from simcheck.text.dictionary import dictionary_for

    whole = text.encode("utf-8", "replace").decode()
    return tuple(dictionary_for(whole).tag(whole, False))
