"""How is a result written as JSON? Beside its contents the counts, so that other programs need not count.

``schema`` has the types of what is written, ``deserialise`` reads it back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from simcheck._version import __version__
from simcheck.model import APART, Document, Finding, Flag, Grade, Note, Span
from simcheck.report.contents import Contents
from simcheck.report.counting import EVERYTHING, Counting, Counts, Share
from simcheck.report.paragraphs import Paragraph
from simcheck.report.spread import Spread
from simcheck.text.layout import layout_lines
from simcheck.text.normalize import visible_length
from simcheck.text.segmentation import paragraph_numbers, paragraphs

FORMAT: Final = 2
"""Version of the JSON; it only grows within a version. In the first, shares counted punctuation too, and several
sources were said to hold what one of them did."""

_WITHOUT_APART: Final = Counting(without=APART)
_HIGH: Final = Counting(grade=Grade.HIGH)


def result_json(
    contents: Contents, counts: Counts, rows: Sequence[Paragraph], spread: Sequence[Spread], *, texts: bool
) -> str:
    """A result with its counts and its paragraphs; without its texts it cannot be read back."""
    lengths = [counts.left.length(finding) for finding in contents.findings]
    longest: dict[str, int] = {}
    for finding, length in zip(contents.findings, lengths, strict=True):
        longest[finding.match.source] = max(length, longest.get(finding.match.source, 0))
    spans = {id: paragraphs(contents.sources[id].text) for id in longest}
    own = [row.span for row in rows]
    data = {
        "format": FORMAT,
        "simcheck": __version__,
        **({"circumstances": contents.circumstances.data()} if contents.circumstances else {}),
        "settings": contents.settings.to_dict(),
        **({} if contents.searched is None else {"corpus": {"documents": contents.searched}}),
        **({"public": {"texts": contents.public}} if contents.public else {}),
        "document": _document(contents.document, counts, len(rows), texts),
        "totals": _totals(contents, counts),
        "sources": [_source(id, contents, counts, longest.get(id, 0), texts) for id in contents.sources],
        "paragraphs": [_paragraph(row) for row in rows],
        "findings": [
            _finding(n, each, length, own, spans[each.match.source], contents)
            for n, (each, length) in enumerate(zip(contents.findings, lengths, strict=True), 1)
        ],
        "spread": [_spread(each) for each in spread],
        "marks": [
            {"flag": mark.flag, "span": span_data(mark.span), "code": mark.code, "facts": dict(mark.facts)}
            for mark in contents.marks
        ],
        "notes": [note_data(n) for n in contents.notes],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _document(document: Document, counts: Counts, paragraphs: int, texts: bool) -> dict[str, Any]:
    counted = {
        "characters": visible_length(document.text),
        "compared": counts.share().whole,
        "paragraphs": paragraphs,
        "layout": [{"span": span_data(line.span), "code": line.code} for line in layout_lines(document.text)],
    }
    return {"id": document.id, "name": document.name} | counted | _metadata(document) | content_data(document, texts)


def _spread(spread: Spread) -> dict[str, Any]:
    """A passage that several documents hold."""
    holders = [
        {"record": each.record, "source": each.source, "characters": each.characters}
        | ({"date": each.date, "date_by": each.date_by} if each.date else {})
        | ({"versions": list(each.versions)} if each.versions else {})
        for each in spread.holders
    ]
    return {
        "span": span_data(spread.span),
        "characters": spread.characters,
        "holders": holders,
        "origin": spread.origin,
        "partly": spread.partly,
    }


def _totals(contents: Contents, counts: Counts) -> dict[str, Any]:
    def without(*flags: Flag) -> dict[str, int]:
        return counts_data(counts.share(Counting(without=frozenset(flags))))

    graded = _is_graded(contents)
    shares = {id: counts.share(EVERYTHING, id) for id in contents.sources}
    largest = max(shares, key=lambda id: shares[id].part, default=None)
    return (
        {"all": without()}
        | ({f"grade_{grade}": counts_data(counts.share(Counting(grade=grade))) for grade in _GRADES} if graded else {})
        | {
            "without_apart": without(*APART),
            "without_quoted": without(Flag.QUOTED),
            "without_quoted_apart": without(Flag.QUOTED, *APART),
            "without_own": without(Flag.OWN),
        }
        | _totals_without_same_text(contents)
        | ({"largest_source": {"source": largest} | counts_data(shares[largest])} if largest else {})
    )


_GRADES: Final = (Grade.HIGH, Grade.MIDDLE)
"""Those of which there is a total: what findings of this grade or above explain; of the lowest it is that of all."""


def _is_graded(contents: Contents) -> bool:
    return all(finding.grade is not None for finding in contents.findings)


def _totals_without_same_text(contents: Contents) -> dict[str, Any]:
    """What the totals are without sources that are the document itself, which hide everything else."""
    same = {source.id for source in contents.sources.values() if source.text == contents.document.text}
    if not same or contents.searched is None:
        return {}
    rest = Counts(replace(contents, findings=tuple(f for f in contents.findings if f.match.source not in same)))
    return (
        {"without_same_text": counts_data(rest.share())}
        | ({"without_same_text_grade_high": counts_data(rest.share(_HIGH))} if _is_graded(contents) else {})
        | {"without_same_text_apart": counts_data(rest.share(_WITHOUT_APART))}
    )


def _source(id: str, contents: Contents, counts: Counts, longest: int, texts: bool) -> dict[str, Any]:
    source = contents.sources[id]
    return (
        record_data(source)
        | counts_data(counts.share(EVERYTHING, id))
        | ({"grade_high": counts_data(counts.share(_HIGH, id))} if _is_graded(contents) else {})
        | {
            "without_apart": counts_data(counts.share(_WITHOUT_APART, id)),
            "taken": counts_data(counts.taken(EVERYTHING, id)),
            "longest": longest,
        }
        | ({"same_text": True} if source.text == contents.document.text else {})
        | (
            {"copies": [record_data(copy) | _file(copy) for copy in contents.copies[id]]}
            if id in contents.copies
            else {}
        )
        | content_data(source, texts)
    )


def _paragraph(row: Paragraph) -> dict[str, Any]:
    found = {"source": row.source, "kinds": list(row.kinds), "flags": list(row.flags)}
    return {"number": row.number, "span": span_data(row.span)} | counts_data(row.share) | found


def _finding(
    number: int, finding: Finding, length: int, left: Sequence[Span], right: Sequence[Span], contents: Contents
) -> dict[str, Any]:
    """A finding of so many characters; ``left`` and ``right`` are the paragraphs of the two texts."""
    match = finding.match
    return {
        "n": number,
        "kind": finding.kind,
        **({"grade": finding.grade} if finding.grade else {}),
        "flags": sorted(finding.flags),
        "source": match.source,
        "characters": length,
        "left": _place(match.left, left, contents.document),
        "right": _place(match.right, right, contents.sources[match.source]),
        **substance(finding),
    }


def substance(finding: Finding) -> dict[str, Any]:
    """What a finding is made of, beside what it is called and where it stands."""
    match, evidence = finding.match, finding.evidence
    return {
        "blocks": [[*span_data(b.left), *span_data(b.right)] for b in match.blocks],
        "edits": [{"left": span_data(e.left), "right": span_data(e.right)} for e in match.edits],
        "substitutions": [
            {"left": span_data(s.left), "right": span_data(s.right), "slot": s.slot} for s in finding.substitutions
        ],
        "figures": finding.figures,
        "evidence": {"bits": evidence.bits, "frequency": evidence.frequency, "expected": evidence.expected}
        | ({} if evidence.specific is None else {"specific": evidence.specific}),
    }


def _place(span: Span, paragraphs: Sequence[Span], document: Document) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end, "paragraphs": list(paragraph_numbers(span, paragraphs))}
    if document.pages:
        place["pages"] = [document.page(at) for at in (span.start, max(span.start, span.end - 1))]
    return place


def record_data(document: Document) -> dict[str, Any]:
    return {"id": document.id, "name": document.name} | _metadata(document)


def _metadata(document: Document) -> dict[str, Any]:
    return {"metadata": dict(document.metadata)} if document.metadata else {}


def _file(document: Document) -> dict[str, Any]:
    return {"file": document.file.data()} if document.file else {}


def content_data(document: Document, texts: bool) -> dict[str, Any]:
    """What is known of a document's file, and its text if texts are wanted."""
    return (
        _file(document)
        | ({"notes": [note_data(n) for n in document.notes]} if document.notes else {})
        | ({"pages": list(document.pages)} if document.pages else {})
        | ({"text": document.text} if texts else {})
    )


def note_data(note: Note) -> dict[str, Any]:
    """A note as JSON can hold it."""
    place = {"span": span_data(note.span)} if note.span else {}
    return {"code": note.code} | place | {"facts": dict(note.facts)}


def counts_data(share: Share) -> dict[str, int]:
    """A share as JSON has it."""
    return {"part": share.part, "whole": share.whole, "passage": share.passage}


def span_data(span: Span) -> list[int]:
    """A span as JSON has it."""
    return [span.start, span.end]
