"""A report as Markdown, for a mail, a wiki or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.explain import note
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent, printable
from simcheck.model import Finding, Flag, Grade, Span
from simcheck.render.view.differences import Piece, Side, Sort, Texts
from simcheck.render.view.figures import (
    Numbered,
    apart_in_words,
    apart_rows,
    called,
    chosen,
    counting_rule,
    document_names,
    kind_rows,
    left_out_flags,
    names,
    notes,
    shares_both_ways,
    size,
    title,
)
from simcheck.render.view.record import Record, Verified, record
from simcheck.render.view.remarks import inside, refilled_sources, refills
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import (
    Library,
    Names,
    Ratio,
    Sources,
    copies,
    left_out,
    nothing_found,
    of_corpus,
    ratios,
    ratios_in_words,
    same_text,
    searched_in,
    sign,
    sign_in_words,
    sums_alone,
    sums_in_words,
    way_back,
)
from simcheck.render.view.spread import spread_tables
from simcheck.report.report import Report

_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|~&$])|^(\d+(?=[.)])|(?=[#+=-]))")
"""What Markdown may take for markup: signs anywhere, and those that begin a list or a heading at a line's start."""


def markdown(
    report: Report,
    lang: Language,
    *,
    without: frozenset[Flag] = frozenset(),
    grade: Grade | None = None,
    library: Library | None = None,
    verified: Verified | None = None,
    texts: bool = True,
) -> str:
    """The whole report, one of a check of ``library`` as such; nothing of the texts is taken for markup, and without
    ``texts`` there are no words of them. With a
    ``grade``, only passages and sources of it or above are listed. At the end the record, with what was ``verified``
    of a saved one."""
    sources = Sources(report, lang, without, grade) if of_corpus(report, library) else None
    return (
        "\n".join(_lines(report, Names(report, lang, sources), without, grade, library, verified, texts=texts)) + "\n"
    )


def escaped(words: str) -> str:
    """User text as Markdown that shows exactly these characters, on one line."""
    return _SIGNS.sub(_escape, " ".join(printable(words).split("\n")))


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\"


def _lines(
    report: Report,
    naming: Names,
    without: frozenset[Flag],
    grade: Grade | None,
    library: Library | None,
    verified: Verified | None,
    *,
    texts: bool,
) -> Iterator[str]:
    lang = naming.lang
    yield f"# {text(lang, 'report.title')}"
    yield ""
    if naming.sources:
        yield from _checked(report, naming.sources, library)
    else:
        yield from _compared(report, lang, without)
    yield ""
    yield text(lang, "report.rule", minimum=report.settings.min_length)
    yield counting_rule(report, lang)
    yield text(lang, "report.ratios")
    if report.findings and report.is_graded:
        yield text(lang, "report.grades")
    yield from _notes(report, lang, corpus=naming.sources is not None)
    shown = chosen(report, None, every=True, grade=grade)
    if grade and len(shown) < len(report.findings):
        yield ""
        yield text(lang, f"grade.below.{grade}", shown=len(shown), below=len(report.findings) - len(shown))
    yield from _findings(shown, report, naming, words=texts)
    if texts:
        yield from _spread(report, naming)
        yield from _refills(shown, report, naming)
    yield from _record(record(report, lang, selection=Selection(without, grade), verified=verified), lang)
    yield ""
    yield "---"
    yield ""
    yield f"{text(lang, 'closing')} {text(lang, 'local')}"


def _compared(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[str]:
    yield from _totals(report, lang, without)
    yield ""
    if report.findings:
        yield from _kinds(report, lang, without)
    else:
        yield text(lang, "nothing", minimum=report.settings.min_length)


def _totals(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[str]:
    left, right = map(escaped, names(report, lang))
    flags = left_out_flags(without, lang)
    yield text(lang, "documents.also.without" if flags else "documents.also", left=left, right=right, flags=flags)
    yield ""
    yield from (_ratio(row, row.ground, lang) for row in ratios(report, lang, without))
    if not flags and (words := apart_in_words(report, lang)):
        yield ""
        yield words
    back = way_back(report, without)
    counts: dict[str, Fact] = {"part": back[-1].share.part, "whole": back[-1].share.whole}
    yield ""
    yield text(lang, "documents.back", left=right, right=left, words=ratios_in_words(back, lang), **counts)


def _kinds(report: Report, lang: Language, without: frozenset[Flag]) -> Iterator[str]:
    heads = (text(lang, f"kinds.{key}") for key in ("kind", "findings", "characters", "share"))
    yield f"| {' | '.join(heads)} |"
    yield "| --- | ---: | ---: | ---: |"
    whole = shares_both_ways(report, without)[0].whole
    for row in kind_rows(report, without):
        yield _row(text(lang, f"kind.{row.kind}"), row.findings, row.part, whole)
    everything = shares_both_ways(report, frozenset())[0].whole
    for row in apart_rows(report):
        key = f"kinds.{row.kind}.without" if row.kind in without else f"flag.{row.kind}"
        yield _row(text(lang, key), row.findings, row.part, everything)


def _row(name: str, findings: int, part: int, whole: int) -> str:
    return f"| {name} | {findings:,} | {part:,} | {percent(part / whole if whole else 0.0)} |"


def _spread(report: Report, naming: Names) -> Iterator[str]:
    """Who holds what several sources have, since when."""
    tables = spread_tables(report, naming.lang, every=True) if naming.sources else []
    if tables:
        yield ""
        yield f"## {text(naming.lang, 'spread')}"
    for each in tables:
        yield ""
        yield each.head
        yield ""
        for row in each.rows:
            yield f"* {escaped(row.name)}: {text(naming.lang, 'chars', n=row.characters)}, {escaped(row.dated)}"


# --- a check ----------------------------------------------------------------------------------------------------------


def _checked(report: Report, sources: Sources, library: Library | None) -> Iterator[str]:
    lang = sources.lang
    yield f"**{escaped(called(report.document, lang))}** ({text(lang, 'comma').join(size(report, lang))})"
    if library:
        yield ""
        yield escaped(searched_in(library, lang, report))
    yield ""
    totals = sources.totals() if sources.rest.findings else []
    if sources.twins:
        yield escaped(same_text(sources, every=True))
        yield ""
        yield _ratio(sources.total_of_all(), "", lang)
        if totals:
            yield ""
            yield text(lang, "check.apart", n=len(sources.twins))
            yield ""
            yield from (_total(row, sources) for row in totals)
    else:
        yield from (_total(row, sources) for row in totals or sources.totals()[:1])
    for words in (apart_in_words(sources.rest, lang) if totals else "", left_out(sources.without, lang)):
        if words:
            yield ""
            yield words
    yield ""
    yield from _sources(sources) if totals else [nothing_found(sources, library)]


def _total(row: Ratio, sources: Sources) -> str:
    return _ratio(row, sources.mention(row.source) if row.source else row.ground, sources.lang)


def _ratio(row: Ratio, name: str, lang: Language) -> str:
    """A total as a point of a list, and of whom or on what ground it is."""
    share = row.share
    name = f" {escaped(name)}" if name else ""
    counts = text(lang, "chars.of", part=share.part, whole=share.whole)
    return f"* {text(lang, row.key)} **{percent(share.ratio)}** ({counts}){name}"


def _sources(sources: Sources) -> Iterator[str]:
    lang = sources.lang
    listing = sources.listing()
    if not listing.rows:
        yield from sums_alone(listing, lang)
        return
    high = ["high"] if sources.report.is_graded else []
    keys = ("name", "characters", "share", *high, "told", "longest", "kinds")
    heads = [text(lang, f"source.{key}") for key in keys]
    yield f"|  | {' | '.join(heads)} |"
    yield f"| ---: | --- | {'---: | ' * (len(keys) - 2)}--- |"
    for row in listing.rows:
        name = escaped(sources.name(row.source.id))
        if row.copies:
            name += f"<br>{escaped(copies(row, lang, every=True))}"
        kinds = text(lang, "joint").join(sign_in_words(sign, lang) for sign in row.signs)
        strong = [f"{row.high:,}"] if high else []
        figures = [f"{row.share.part:,}", percent(row.share.ratio), *strong, f"{row.told:,}", f"{row.longest:,}"]
        yield f"| {sign(row.number)} | {name} | {' | '.join(figures)} | {kinds} |"
    for words, share in sums_in_words(listing, lang):
        yield f"|  | {words} | {share.part:,} | {percent(share.ratio)} |{'  |' * (len(keys) - 3)}"


# --- both -------------------------------------------------------------------------------------------------------------


def _notes(report: Report, lang: Language, *, corpus: bool) -> Iterator[str]:
    found = notes(report, corpus=corpus)
    if not found:
        return
    yield ""
    yield f"## {text(lang, 'notes')}"
    yield ""
    by_id = document_names(report, lang, corpus=corpus)
    for each in found:
        yield f"* {escaped(note(each, lang, by_id))}"


def _findings(shown: list[Numbered], report: Report, naming: Names, *, words: bool) -> Iterator[str]:
    lang = naming.lang
    if not shown:
        return
    yield ""
    yield f"## {text(lang, 'report.findings')}"
    if words:
        yield ""
        yield text(lang, "report.marks")
    texts = Texts(report)
    for number, finding in shown:
        yield ""
        yield f"### {escaped(title(number, finding, report, texts, lang, naming.remark(finding)))}"
        yield ""
        yield " ← ".join(_places(finding, texts, naming))
        if not words:
            continue
        yield ""
        yield from (f"> {line}" if line else ">" for line in _body(finding, texts, lang))
        for _, remark in inside(finding, report, lang):
            yield ""
            yield f"*{escaped(remark)}*"


def _refills(shown: list[Numbered], report: Report, naming: Names) -> Iterator[str]:
    """What was refilled from each source, all of it."""
    lang = naming.lang
    for source in refilled_sources(report, shown):
        rows = refills(report, source, lang, every=True)
        if not rows:
            continue
        name = naming.sources.label(source) if naming.sources else names(report, lang)[1]
        yield ""
        yield f"## {escaped(text(lang, 'refills', source=name))}"
        yield ""
        yield f"| {text(lang, 'kinds.kind')} |  |"
        yield "| --- | --- |"
        yield from (f"| {slot} | {escaped(words)} |" for slot, words in rows)


def _record(filed: Record, lang: Language) -> Iterator[str]:
    yield ""
    yield f"## {filed.title}"
    for section in filed.sections:
        yield ""
        yield f"### {escaped(section.title)}"
        yield ""
        for row in section.rows:
            words = text(lang, "filed.title", role=escaped(row.label), name="")
            yield f"* {words}{_exact(row.value) if row.is_exact else escaped(row.value)}"
    for words in filed.remarks:
        yield ""
        yield escaped(words)


def _exact(words: str) -> str:
    """Words as code, in which Markdown knows no signs: between more backticks than stand in them."""
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    space = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{space}{printable(words)}{space}{fence}"


def _places(finding: Finding, texts: Texts, naming: Names) -> Iterator[str]:
    sides = (texts.left, finding.match.left), (texts.right(finding), finding.match.right)
    for name, (side, span) in zip(naming.of(finding), sides, strict=True):
        yield escaped(side.place(span, naming.lang, name))


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
    return f"← {side.place(span, lang)}"


def _difference(piece: Piece, left: str, right: str) -> str:
    source, own = escaped(piece.right.of(right)).strip(), escaped(piece.left.of(left)).strip()
    return (f"<del>{source}</del>" if source else "") + (f"<b>{own}</b>" if own else "")
