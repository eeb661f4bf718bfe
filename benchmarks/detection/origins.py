"""Of families of documents that were written from one another: which is named as the earliest that holds a passage?

    python -m benchmarks origins RULES.jsonl
    python -m benchmarks origins RULES.jsonl --family 0.8 --out RESULTS.md

RULES.jsonl has a document a line: ``id``, ``title``, ``text``, ``date``. A family is what containment of 16 characters
in a row holds together. Where its earliest date is that of several, nobody can know which was first; in the others the
last members are checked against all documents. A name is wrong if the document is a later member of the family.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import record

_SHINGLE: Final = 16
_COMMON: Final = 60
"""Documents from which a run of characters is a formula, and no sign of a family."""

_SHORTEST: Final = 300
"""Shingles that a document must have."""

_ASKED: Final = 3
"""Members of a family that are checked, the latest."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks origins", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rules", type=Path, metavar="RULES.jsonl", help="a document a line: id, title, text, date")
    parser.add_argument("--family", type=float, default=0.8, metavar="PART", help="containment of a family: 0.8")
    parser.add_argument("--show", action="store_true", help="print what is named")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    if not options.rules.is_file():
        return record.refuse("origins", f"{options.rules} is no file")
    rules = {rule["id"]: rule for rule in map(json.loads, options.rules.read_text(encoding="utf-8").splitlines())}
    families = list(_families({id: rule["text"] for id, rule in rules.items()}, options.family))
    counts = _asked(rules, families, options.show)
    rows = [
        ["families", "number", "questions", "an origin named", "the earliest of the family", "a later one", "outside"]
    ]
    for kind, about in _KINDS.items():
        row = (counts[kind, what] for what in ("families", "questions", "named", "earliest", "later", "outside"))
        rows.append([about, *map(str, row)])
    table = record.table(rows)
    print(table)
    if options.out is not None:
        chosen = [options.rules.name, f"{len(rules)} documents", f"containment {options.family}"]
        record.append(options.out, f"{record.heading('origins', record.machine(), chosen)}\n{table}\n")
    return 0


_KINDS: Final = {
    "tied": "whose earliest date is that of several",
    "many": "of three and more with an earliest",
    "two": "of two with an earliest: one source, if no other document has the passage",
}


def _asked(
    rules: Mapping[str, Mapping[str, str]], families: Sequence[Sequence[str]], show: bool
) -> Counter[tuple[str, str]]:
    """How often what is named, by kind of family."""
    from simcheck import Corpus, Document

    known = {
        id: {"title": rule["title"]} | ({"date": rule["date"], "date_by": "given"} if rule.get("date") else {})
        for id, rule in rules.items()
    }
    documents = {id: Document(id, rule["title"], rule["text"], known[id]) for id, rule in rules.items()}
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder, Corpus.open(folder, create=True) as corpus:
        for done, document in enumerate(documents.values(), 1):
            corpus.add(document)
            record.progress(done, len(documents))
        for family in families:
            date = {id: rules[id].get("date") or "" for id in family}
            if not all(date.values()):
                continue
            ordered = sorted(family, key=lambda id: (date[id], id))
            first = date[ordered[0]]
            kind = "tied" if date[ordered[1]] == first else "many" if len(family) > 2 else "two"
            asked = ordered[-1:] if kind == "tied" else [id for id in ordered if date[id] > first][-_ASKED:]
            counts[kind, "families"] += 1
            for id in asked:
                notes = corpus.check(documents[id]).notes
                named = [str(note.facts["source"]) for note in notes if note.code == "origin-earliest"]
                counts[kind, "questions"] += 1
                counts[kind, "named"] += bool(named)
                counts[kind, "earliest"] += any(date.get(source) == first for source in named)
                counts[kind, "later"] += any(date.get(source, "") > first for source in named)
                counts[kind, "outside"] += any(source not in date for source in named)
                if show and named:
                    print(kind, id, date[id], "←", ", ".join(f"{s} {rules[s].get('date')}" for s in named))
    return counts


def _families(texts: Mapping[str, str], part: float) -> Iterator[list[str]]:
    """Documents that are held together by pairs of which the shorter stands in the other to at least ``part``."""
    from simcheck.text.normalize import folded

    shingles = {id: _shingles(folded(text)) for id, text in texts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for id, some in shingles.items():
        for each in some:
            holders[each].append(id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= _COMMON:
            shared.update((a, b) for n, a in enumerate(ids) for b in ids[n + 1 :])
    family = {id: id for id in texts}

    def head(id: str) -> str:
        while family[id] != id:
            id = family[id]
        return id

    for (a, b), number in shared.items():
        least = min(len(shingles[a]), len(shingles[b]))
        if least > _SHORTEST and number >= part * least:
            family[head(a)] = head(b)
    groups: dict[str, list[str]] = defaultdict(list)
    for id in texts:
        groups[head(id)].append(id)
    return (ids for ids in groups.values() if len(ids) > 1)


def _shingles(text: str) -> set[str]:
    return {text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)}
