"""The documents that ``benchmarks spark`` crosses: texts and lists that are there, pieces of them, and made ones."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

Document = dict[str, str]
"""Its ``name`` and its ``text``."""

PLANTED: Final = 100
"""Characters of another document that every tenth made one has."""

_LENGTHS: Final = (100, 300)
_SLICE: Final = (2, 5)


def read(paths: Sequence[Path]) -> Iterator[Document]:
    """Texts of folders (.txt, .md) and of lists (.jsonl with "text" and perhaps "title")."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix == ".jsonl":
                for line in file.read_text(encoding="utf-8").splitlines():
                    data = json.loads(line)
                    yield {"name": str(data.get("title", "")), "text": data["text"]}
            elif file.suffix in (".txt", ".md"):
                yield {"name": file.name, "text": file.read_text(encoding="utf-8", errors="replace")}


def pieces(document: Document, least: int) -> Iterator[Document]:
    """A document cut at ends of lines into pieces of ``least`` characters or more; what is left at its end is of the
    last one."""
    cut = [""]
    for line in document["text"].splitlines(keepends=True):
        if len(cut[-1]) >= least:
            cut.append("")
        cut[-1] += line
    if len(cut) > 1 and len(cut[-1]) < least:
        last = cut.pop()
        cut[-1] += last
    for number, text in enumerate(cut, 1):
        yield {"name": f"{document['name']} {number}", "text": text}


def made(documents: Sequence[Document], count: int, seed: int) -> Iterator[Document]:
    """So many documents of 100 to 300 characters, put together from slices of 2 to 5 characters of the texts, so that
    they say nothing and share little; every tenth has a passage of another document."""
    pool = "".join("".join(each["text"].split()) for each in documents)
    for number in range(count):
        rng = random.Random(f"{seed}-made-{number}")
        left = rng.randint(*_LENGTHS)
        parts = []
        while left > 0:
            start, length = rng.randrange(len(pool)), rng.randint(*_SLICE)
            parts.append(pool[start : start + length])
            left -= length
        if number % 10 == 0:
            text = rng.choice(documents)["text"]
            start = rng.randrange(max(1, len(text) - PLANTED))
            parts.insert(rng.randrange(len(parts)), f"\n{text[start : start + PLANTED]}\n")
        yield {"name": f"made {number}", "text": "".join(parts)}
