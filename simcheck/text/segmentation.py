"""Where do paragraphs, sentences, clauses and headings begin and end, and which marks open and close them?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from simcheck.compiled import core
from simcheck.model import Span

# A line break ends a paragraph unless the next line goes on in lower case: then somebody wrapped the line by hand.
# What the first of several breaks is, the others are too: all are taken at once, and those that end one as a group.
_PARAGRAPH_BREAK: Final = re.compile(
    r"((?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])(?![^\S\n\r]*+[a-zà-öø-ÿ])\s*+)|[\n\r\u2028\u2029\x0b\x0c\x85]\s*+"
)

_LOWER: Final = frozenset(map(chr, (*range(0x61, 0x7B), *range(0xE0, 0xF7), *range(0xF8, 0x100))))
"""With what a line may go on that somebody wrapped by hand: then every break is looked at."""

_NO_BREAKS: Final = "\x1c\x1d\x1e"
"""White space at which Python parts lines, and nobody does."""

_CLOSERS: Final = "”’」』）)】》〉\"'\\]"
_SENTENCE_END: Final = re.compile(
    rf"""
      [。！？!?；;…｡]+ [{_CLOSERS}]*              # full stops of any width, with the quotation marks that follow them
    | (?<![\s.][A-Za-z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bvs) \.+ [{_CLOSERS}]* (?=\s++[^a-zà-öø-ÿ]|\s*+$)
    | (?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]) (?![^\S\n\r]*+[a-zà-öø-ÿ])   # a line break, unless the line was wrapped
    """,
    re.VERBOSE,
)
# Of a row of dots the second tells what all behind it would, of white space the first line break.
ENDS: Final = re.compile("[。！？；!?;｡]")
"""A mark that ends a sentence or a part of one: a line without one is a heading, a label or a row."""

_MAY_END: Final = re.compile(r"[。！？!?；;…｡]|(?<!\.\.)\.|[\n\r\u2028\u2029\x0b\x0c\x85]\s*+")
_CLAUSE_END: Final = re.compile(rf"[，,、：:。！？!?；;…｡\n]+[{_CLOSERS}]*|\.(?=\s)")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs as a reader would count them: ordered, disjoint, without the blank lines between them."""
    compiled = core()
    if compiled:
        # whoever only asks for a heading needs neither
        import numpy as np

        from simcheck.text.normalize import code_points

        codes = code_points(text)
        spans = np.empty((len(codes) // 2 + 1, 2), dtype=np.int64)
        count = compiled.sc_paragraphs(codes.ctypes.data, len(codes), spans.ctypes.data)
        return [Span(start, end) for start, end in spans[:count].tolist()]
    return _stripped(text, [m.end() for m in _PARAGRAPH_BREAK.finditer(text) if m.lastindex])


def count_paragraphs(text: str) -> int:
    """How many there are, several times as fast as listing them."""
    bare = text.strip()
    if not bare:
        return 0
    lines = [line for line in map(str.lstrip, bare.splitlines()) if line]
    if _LOWER.isdisjoint([line[0] for line in lines]) and not any(separator in bare for separator in _NO_BREAKS):
        return len(lines)
    return sum(map(bool, _PARAGRAPH_BREAK.findall(bare))) + 1


def paragraph_numbers(span: Span, paragraphs: Sequence[Span]) -> tuple[int, int]:
    """The numbers, from 1, of the first and the last paragraph that ``span`` touches."""
    first = bisect_right(paragraphs, span.start, key=attrgetter("end"))
    last = bisect_left(paragraphs, span.end, key=attrgetter("start")) - 1
    if first > last:
        first = last = max(0, min(first, len(paragraphs)) - 1)
    return first + 1, last + 1


def sentences(text: str) -> list[Span]:
    """The sentences (also the parts between semicolons, and headings): ordered, disjoint, no visible character lost."""
    cuts: list[int] = []
    # looking for one of a few characters first is several times as fast
    for mark in _MAY_END.finditer(text):
        if not cuts or mark.start() >= cuts[-1]:
            end = _SENTENCE_END.match(text, mark.start())
            if end:
                cuts.append(end.end())
    return _stripped(text, cuts)


_HEADING: Final = re.compile(
    r"((?:第?[一二三四五六七八九十]{1,3}[、.．：:]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]+[章节部分]+)\s*+)(?=[^\s。])[^。；;!！?？]{2,40}。?"
)
_BEFORE_HEADING: Final = " \t\u3000#*"
_LONGEST_HEADING: Final = 60


def headings(text: str) -> list[tuple[Span, int]]:
    """Numbered lines that are no sentence: where each stands, and how many characters its number takes."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip().lstrip(_BEFORE_HEADING)
        if bare and len(bare) <= _LONGEST_HEADING and (match := _HEADING.fullmatch(bare)):
            start = at + line.index(bare)
            found.append((Span(start, start + len(bare.rstrip("。"))), match.end(1)))
        at += len(line)
    return found


def clauses(text: str, within: Span) -> list[Span]:
    """The clauses of a part of the text, to the comma; together they are exactly ``within``."""
    cuts = [m.end() for m in _CLAUSE_END.finditer(text, within.start, within.end)]
    edges = [within.start, *(c for c in cuts if c < within.end), within.end]
    return [Span(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]


def _stripped(text: str, cuts: list[int]) -> list[Span]:
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        bare = piece.strip()
        if bare:
            start += piece.index(bare[0])
            spans.append(Span(start, start + len(bare)))
    return spans


_CLOSING: Final = re.compile(rf"[。！？!?；;…｡，,、：:.％%‰℃{_CLOSERS}]+")
_PAIRS: Final = dict(zip("“‘（(《【「『［[〈", "”’）)》】」』］]〉", strict=True))
_OPENING: Final = "".join(_PAIRS)
_OPENS: Final = 8
"""Opening marks in a row that are looked at."""


def closing_marks(text: str, at: int) -> int:
    """How many closing marks (full stops, commas, closing quotation marks, per cent signs) stand from ``at`` on."""
    match = _CLOSING.match(text, at)
    return match.end() - at if match else 0


def opening_marks(text: str, at: int) -> int:
    """How many opening brackets and quotation marks stand right before ``at``."""
    before = text[max(0, at - _OPENS) : at]
    return len(before) - len(before.rstrip(_OPENING))


def closes(text: str, span: Span) -> bool:
    """Whether a span that begins with opening marks also closes the first of them."""
    return bool(span) and text[span.start] in _PAIRS and text.find(_PAIRS[text[span.start]], span.start, span.end) >= 0
