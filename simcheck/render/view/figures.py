"""Which numbers, names, findings and notes of a report does every rendering show? One place, so that they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Final

import numpy as np

from simcheck.environment import Language
from simcheck.i18n.explain import note as worded
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import APART, Document, Finding, Flag, Grade, Kind, Note, ranges
from simcheck.render.view.anonymous import number_of_nameless
from simcheck.render.view.differences import Texts, differences, only_figures
from simcheck.report.counting import Share
from simcheck.report.paragraphs import Paragraph
from simcheck.report.report import Report
from simcheck.text.normalize import compared
from simcheck.text.segmentation import count_paragraphs, paragraph_numbers


@dataclass(frozen=True, slots=True)
class KindRow:
    """How much of the document one kind explains, or what is counted apart; all rows add up to the total."""

    kind: Kind | Flag
    findings: int
    part: int


Numbered = tuple[int, Finding]
"""A finding and its number: its place in the report, from 1."""


def names(report: Report, lang: Language) -> tuple[str, str]:
    """What to call the document and its source; numbered where both have the same name."""
    left, right = called(report.document, lang), called(next(iter(report.sources.values())), lang)
    return (left, right) if left != right else (f"{left} ①", f"{right} ②")


def called(document: Document, lang: Language) -> str:
    """What to call a document; one without a name by its number, in whichever language it lost it."""
    if number := number_of_nameless(document):
        return text(lang, "anonymous.source", n=number)
    return name_on_screen(document.name, lang)


def name_on_screen(name: str, lang: Language) -> str:
    """A name that is one line and drives no terminal; "-" is the standard input."""
    return text(lang, "stdin") if name == "-" else " ".join(printable(name).split("\n"))


def labels(documents: Iterable[Document], lang: Language) -> dict[str, str]:
    """What to call each document, by id; those of one name get the beginning of their ids."""
    by_id = {document.id: called(document, lang) for document in documents}
    times = Counter(by_id.values())
    return {id: name if times[name] == 1 else f"{name} [{printable(id)[:6]}]" for id, name in by_id.items()}


def short_names(report: Report, lang: Language) -> tuple[str, str]:
    """The names without their suffixes, if that leaves them different."""
    left, right = names(report, lang)
    bare = PurePath(left).stem, PurePath(right).stem
    return bare if bare[0] != bare[1] else (left, right)


def size(report: Report, lang: Language) -> tuple[str, str]:
    """How long the document is, in words: its characters, its paragraphs."""
    paragraphs = count_paragraphs(report.document.text)
    return text(lang, "chars", n=report.length), text(lang, "paragraphs", n=paragraphs)


def counting_rule(report: Report, lang: Language) -> str:
    """Which characters count, how many of the document are compared and yet count nowhere, and how many public texts
    were searched, if any."""
    rule = text(lang, "counted.rule")
    rule += text(lang, "counted.aside", n=report.aside) if report.aside else ""
    return rule + (text(lang, "counted.public", n=report.public) if report.public else "")


def left_out_flags(without: frozenset[Flag], lang: Language) -> str:
    """The flags that are left out, in words."""
    return text(lang, "joint").join(text(lang, f"flag.{flag}") for flag in Flag if flag in without)


def kind_rows(report: Report, without: frozenset[Flag] = frozenset()) -> list[KindRow]:
    """A row for every kind that was found, without what is counted apart; what several explain counts for the closest
    kind."""
    report = report.keep(lambda finding: not finding.flags & {*APART, Flag.TEMPLATE})
    rows: list[KindRow] = []
    kinds: list[Kind] = []
    before = 0
    for kind in Kind:
        kinds.append(kind)
        found = sum(f.kind is kind and not f.flags & without for f in report.findings)
        if not found:
            continue
        part = report.share(kinds=kinds, without=without).part
        rows.append(KindRow(kind, found, part - before))
        before = part
    return rows


_TELLS_LEAST: Final = (Flag.BOILERPLATE, Flag.PUBLIC, Flag.SCATTERED)
"""The flags of what is counted apart; of several that a finding has, the first counts."""


def counted_apart(finding: Finding) -> Flag | None:
    """As what a finding is counted apart, if it is."""
    return next((flag for flag in _TELLS_LEAST if flag in finding.flags), None)


def apart_rows(report: Report) -> list[KindRow]:
    """A row for what findings are counted apart as; what others explain too counts for these."""
    rows = {}
    for flag in reversed(_TELLS_LEAST):
        found = [counted_apart(finding) is flag for finding in report.findings]
        if any(found):
            rest = report.keep(partial(_is_not_apart_as, flag))
            rows[flag] = KindRow(flag, sum(found), report.share().part - rest.share().part)
            report = rest
    return [rows[flag] for flag in Flag if flag in rows]


def _is_not_apart_as(flag: Flag, finding: Finding) -> bool:
    return counted_apart(finding) is not flag


def apart_in_words(report: Report, lang: Language) -> str:
    """How many characters are counted apart as what, those inside other findings too: what the share without them
    lacks; "" if there are none."""
    parts = dict(apart_parts(report))
    words = [
        text(lang, "apart.part", flag=text(lang, f"flag.{flag}"), n=parts[flag]) for flag in Flag if parts.get(flag)
    ]
    return text(lang, "apart.parts", parts=text(lang, "comma").join(words)) if words else ""


def apart_parts(report: Report) -> Iterator[tuple[Flag, int]]:
    """How many characters each flag of what is counted apart takes from the share, one after the other."""
    without: frozenset[Flag] = frozenset()
    for flag in _TELLS_LEAST:
        before = report.share(without=without).part
        without |= {flag}
        yield flag, before - report.share(without=without).part


def density(report: Report, cells: int, without: frozenset[Flag]) -> list[float]:
    """The document in at most ``cells`` equal parts: what share (0–1) of the characters of each is reused."""
    mask = report.covered(without=without)[np.flatnonzero(compared(report.document.text))]
    count = min(cells, len(mask))
    return [float(part.mean()) for part in np.array_split(mask, count)] if count else []


def chosen(report: Report, limit: int | None, *, every: bool, grade: Grade | None = None) -> list[Numbered]:
    """The findings to show: every one, the ``limit`` longest, or the longest of each kind; what is counted apart last.
    With a ``grade`` only those of this grade or above.

    Where there are several sources, the same words are not shown twice while there are others; a source that is the
    document itself has no passages worth reading.
    """
    numbered = [(n, f) for n, f in enumerate(report.findings, 1) if reaches(f, grade)]
    own = [(n, f) for n, f in numbered if not f.flags & APART]
    common = [(n, f) for n, f in numbered if f.flags & APART]
    if every:
        return own + common
    same = {id for id, source in report.sources.items() if source.text == report.document.text}
    telling = [(n, f) for n, f in own if f.match.source not in same] or own
    if limit is None:
        return _longest_of_each(report, telling or common)
    longest = [*_fresh_first(_by_length(report, telling), report), *_by_length(report, common), *own]
    kept = set(list(dict.fromkeys(n for n, _ in longest))[:limit])
    return [(n, f) for n, f in own + common if n in kept]


def reaches(finding: Finding, grade: Grade | None) -> bool:
    """Whether a finding is of this grade or above; all are, if none is asked for."""
    return grade is None or (finding.grade is not None and finding.grade.reaches(grade))


def count_of(report: Report, grade: Grade | None) -> int:
    """How many findings are of this grade or above."""
    return sum(reaches(finding, grade) for finding in report.findings)


def _fresh_first(findings: Sequence[Numbered], report: Report) -> list[Numbered]:
    """The findings in their order, those last of which half or more was in others before."""
    if len(report.sources) == 1:
        return list(findings)
    seen = np.zeros(len(report.document.text), dtype=np.bool_)
    fresh: list[Numbered] = []
    again: list[Numbered] = []
    for number, finding in findings:
        here = seen[finding.match.left.start : finding.match.left.end]
        if 2 * int(here.sum()) >= len(here):
            again.append((number, finding))
        else:
            fresh.append((number, finding))
            here[:] = True
    return fresh + again


def _longest_of_each(report: Report, findings: Sequence[Numbered]) -> list[Numbered]:
    groups = ([(n, f) for n, f in findings if f.kind is kind] for kind in Kind)
    return [_by_length(report, group)[0] for group in groups if group]


def _by_length(report: Report, findings: Iterable[Numbered]) -> list[Numbered]:
    ranks = {id: rank for rank, id in enumerate(report.sources)}
    return sorted(findings, key=lambda pair: (-report.length_of(pair[1]), ranks[pair[1].match.source], pair[0]))


def title(number: int, finding: Finding, report: Report, texts: Texts, lang: Language, more: str = "") -> str:
    """第 15 处  证据强  少量改动  73 字，改 3 处"""
    kind = text(lang, f"kind.{finding.kind}")
    kind = " · ".join([*(text(lang, f"flag.{flag}") for flag in Flag if flag in finding.flags), kind])
    if finding.grade is not None:
        kind = f"{text(lang, f'grade.{finding.grade}')}  {kind}"
    head = text(lang, "finding.title", n=number, kind=kind, characters=report.length_of(finding))
    return text(lang, "comma").join([head, *_remarks(finding, texts, lang), *([more] if more else [])])


def _remarks(finding: Finding, texts: Texts, lang: Language) -> list[str]:
    parts = texts.parts(finding)
    edits = differences(parts)
    remarks = []
    if edits:
        figures = only_figures(edits, texts.left.text, texts.right(finding).text)
        refilled = "finding.figures" if figures else "finding.names"
        key = refilled if finding.kind is Kind.REFILLED else "finding.edited"
        remarks.append(text(lang, key, edits=len(edits)))
    if any(part.moved for part in parts):
        remarks.append(text(lang, "finding.moved"))
    return remarks


def source_paragraphs(row: Paragraph, report: Report, texts: Texts, lang: Language) -> str:
    """The paragraphs of the source that a paragraph of the document shares text with, as "3、5–6"."""
    touched: set[int] = set()
    for finding in report.findings:
        right = texts.right(finding)
        for block in finding.match.blocks:
            if block.left.overlaps(row.span):
                first, last = paragraph_numbers(block.right, right.paragraphs)
                touched.update(range(first, last + 1))
    return text(lang, "joint").join(ranges(sorted(touched)))


def notes(report: Report, *, corpus: bool = False) -> list[Note]:
    """What a reader should know, each thing once: of the question, then of reading either side of a comparison.

    What there is to say of a corpus's documents was said when they were added.
    """
    read = () if corpus else (*report.document.notes, *(n for s in report.sources.values() for n in s.notes))
    return list({_identity(note): note for note in (*report.notes, *read)}.values())


NOTES: Final = 3
"""Notes that are shown unless all are asked for."""

_ABOUT_RESULT: Final = frozenset({"older-result", "unknown-flags"})

_INCOMPLETE: Final = frozenset(
    {
        "capped",
        "not-compared",
        "undated",
        "year-only",
        "no-text-layer",
        "garbled-pages",
        "not-read",
        "replaced",
        "slipped",
    }
    | {"interleaved", "overridden", "result", "short", "brief"}
)
"""What was not compared, or not read as it was written."""

_OF_FORM: Final = frozenset(
    {"encoding", "converted", "traditional", "site-notice", "hidden-text", "deleted-text", "passed-over", "turned"}
)
"""What hardly changes how a result is read."""


def first_notes(found: Sequence[Note], most: int | None) -> list[Note]:
    """The ``most`` notes to read first, in their order: on the result as such, on what it lacks, on what was found."""

    def rank(number: int) -> tuple[int, int]:
        code = found[number].code
        groups = (code in _ABOUT_RESULT, code in _INCOMPLETE, code not in _OF_FORM, True)
        return groups.index(True), number

    return [found[number] for number in sorted(sorted(range(len(found)), key=rank)[:most])]


def about_result(report: Report, lang: Language) -> list[str]:
    """What is said of a saved result as such; also where no other note has room."""
    return [worded(each, lang, {}) for each in report.notes if each.code in _ABOUT_RESULT]


def _identity(note: Note) -> tuple[object, ...]:
    return note.code, note.span, *sorted(note.facts.items())


def document_names(report: Report, lang: Language, *, corpus: bool = False) -> dict[str, str]:
    """What to call each document, by id."""
    if corpus:
        return labels(report.sources.values(), lang) | {report.document.id: called(report.document, lang)}
    left, right = names(report, lang)
    return {report.document.id: left, next(iter(report.sources)): right}


def shares_both_ways(report: Report, without: frozenset[Flag]) -> tuple[Share, Share]:
    """The share of the document that stands in its source, and the other way round."""
    source = next(iter(report.sources))
    return report.share_of(source, without=without), report.taken_from(source, without=without)
