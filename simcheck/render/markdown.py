"""A report as Markdown, for a mail, a wiki or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from simcheck.messages import Fact, Language, note, percent, printable, text
from simcheck.model import Finding, Flag, Span
from simcheck.render.figures import (
    Numbered,
    boilerplate,
    chosen,
    document_names,
    kind_rows,
    names,
    notes,
    title,
    totals,
)
from simcheck.render.pieces import Piece, Side, Sort, Texts
from simcheck.report import Report

_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|~&$])|^(\d+(?=[.)])|(?=[#+=-]))")
"""What Markdown may take for markup: signs anywhere, and those that begin a list or a heading at a line's start."""


def markdown(
    report: Report, lang: Language, *, limit: int | None = None, without: frozenset[Flag] = frozenset()
) -> str:
    """The whole report, or its ``limit`` longest findings; nothing of the texts is taken for markup."""
    return "\n".join(_lines(report, lang, limit, without)) + "\n"


def escaped(words: str) -> str:
    """User text as Markdown that shows exactly these characters, on one line."""
    return _SIGNS.sub(_escape, " ".join(printable(words).split("\n")))


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\"


def _lines(report: Report, lang: Language, limit: int | None, without: frozenset[Flag]) -> Iterator[str]:
    yield f"# {text(lang, 'report.title')}"
    yield ""
    yield from _totals(report, lang, without)
    yield ""
    if report.findings:
        yield from _kinds(report, lang, without)
    else:
        yield text(lang, "nothing", minimum=report.settings.min_length)
    yield ""
    yield text(lang, "report.rule", minimum=report.settings.min_length)
    yield from _notes(report, lang)
    yield from _findings(chosen(report, limit, every=limit is None), report, lang)
    yield ""
    yield "---"
    yield ""
    yield f"{text(lang, 'closing')} {text(lang, 'local')}"


def _totals(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[str]:
    shares = totals(report, without)
    left, right = map(escaped, names(report, lang))
    key = "documents.direction.without" if without else "documents.direction"
    for share, (here, there) in zip(shares, ((left, right), (right, left)), strict=True):
        sentence = text(lang, key, left=here, right=there, ratio=f"**{percent(share.ratio)}**")
        yield f"* {sentence} ({text(lang, 'chars.of', part=share.part, whole=share.whole)})"


def _kinds(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[str]:
    heads = (text(lang, f"kinds.{key}") for key in ("kind", "findings", "characters", "share"))
    yield f"| {' | '.join(heads)} |"
    yield "| --- | ---: | ---: | ---: |"
    whole = totals(report, without)[0].whole
    for row in kind_rows(report, without):
        yield _row(text(lang, f"kind.{row.kind}"), row.findings, row.part, whole)
    found, part = boilerplate(report)
    if found:
        key = "kinds.boilerplate.without" if without else "kinds.boilerplate"
        yield _row(text(lang, key), found, part, totals(report, frozenset())[0].whole)


def _row(name: str, findings: int, part: int, whole: int) -> str:
    return f"| {name} | {findings:,} | {part:,} | {percent(part / whole if whole else 0.0)} |"


def _notes(report: Report, lang: Language) -> Iterator[str]:
    found = notes(report)
    if not found:
        return
    yield ""
    yield f"## {text(lang, 'notes')}"
    yield ""
    by_id = document_names(report, lang)
    for each in found:
        yield f"* {escaped(note(each, lang, by_id))}"


def _findings(shown: list[Numbered], report: Report, lang: Language) -> Iterator[str]:
    if not shown:
        return
    yield ""
    yield f"## {text(lang, 'report.findings')}"
    yield ""
    yield text(lang, "report.marks")
    texts = Texts(report)
    for number, finding in shown:
        yield ""
        yield f"### {escaped(title(number, finding, report, texts, lang))}"
        yield ""
        yield " ← ".join(_places(finding, report, texts, lang))
        yield ""
        yield from (f"> {line}" if line else ">" for line in _body(finding, texts, lang))


def _places(finding: Finding, report: Report, texts: Texts, lang: Language) -> Iterator[str]:
    sides = (texts.left, finding.match.left), (texts.right(finding), finding.match.right)
    for name, (side, span) in zip(names(report, lang), sides, strict=True):
        facts: dict[str, Fact] = {"paragraphs": side.numbers(span), "start": span.start, "end": span.end}
        yield escaped(text(lang, "place", document=name, **facts))


def _body(finding: Finding, texts: Texts, lang: Language) -> Iterator[str]:
    """The finding's paragraphs, an empty line between any two."""
    left, right = texts.left, texts.right(finding)
    paragraphs = [""]
    for at, part in enumerate(texts.parts(finding)):
        if at:
            remark = text(lang, "own", n=part.own) if part.own else ""
            remark += _elsewhere(part.right, right, lang) if part.moved else ""
            paragraphs += [f"*{escaped(remark)}*", ""] if remark else [""]
        for piece in part.pieces:
            if piece.sort is Sort.EQUAL:
                first, *others = printable(piece.left.of(left.text)).split("\n")
                paragraphs[-1] += escaped(first)
                paragraphs += map(escaped, others)
            else:
                paragraphs[-1] += _difference(piece, left.text, right.text)
    for at, paragraph in enumerate(filter(None, map(str.strip, paragraphs))):
        yield from ["", paragraph] if at else [paragraph]


def _elsewhere(span: Span, side: Side, lang: Language) -> str:
    return f"← {text(lang, 'place.bare', paragraphs=side.numbers(span), start=span.start, end=span.end)}"


def _difference(piece: Piece, left: str, right: str) -> str:
    source, own = escaped(piece.right.of(right)).strip(), escaped(piece.left.of(left)).strip()
    return (f"<del>{source}</del>" if source else "") + (f"<b>{own}</b>" if own else "")
