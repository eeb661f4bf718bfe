"""The slow and obvious ways, to hold the fast ones against."""

from __future__ import annotations

import unicodedata


def runs(a: str, b: str, least: int) -> list[tuple[int, int, int]]:
    """All maximal common substrings of at least ``least`` characters: (start in a, start in b, length); O(n·m)."""
    found = []
    previous = [0] * (len(b) + 1)
    for i in range(1, len(a) + 1):
        row = [0] * (len(b) + 1)
        for j in range(1, len(b) + 1):
            if a[i - 1] == b[j - 1]:
                row[j] = previous[j - 1] + 1
                ends = i == len(a) or j == len(b) or a[i] != b[j]
                if ends and row[j] >= least:
                    found.append((i - row[j], j - row[j], row[j]))
        previous = row
    return sorted(found)


def kept(text: str) -> str:
    """What remains of a text of ideographs, ASCII and punctuation when only letters and digits count."""
    return "".join(c.lower() for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")
