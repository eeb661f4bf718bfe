"""What passages mean beside their kinds, in words: what was refilled, what inside them is set apart, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from simcheck.environment import Language
from simcheck.i18n.explain import evidence
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import APART, Finding, Flag, Kind, Mark, Slot, Span
from simcheck.render.view.figures import Numbered, counted_apart
from simcheck.report.report import Report
from simcheck.text.notices import notices

_PAIRS = 6
"""Substitutions of one kind that are shown one by one."""

_INSIDE = 3
"""Phrases inside a passage that are shown one by one."""

_WORDS = 24
"""Characters of a phrase or a name that are shown."""


_OWN = ("own-unit", "own-author", "own-said")
"""The notes that say on what ground a source is own."""

_SIGNS = 3
"""Sources of one ground that are named."""


def own_grounds(report: Report, lang: Language, sign: Callable[[str], str] | None = None) -> str:
    """On what ground which sources are own: ①、③ 单位相同：青石镇，据标题; with ``sign`` by what they are called."""
    found: dict[str, list[str]] = {}
    for note in report.notes:
        if note.code in _OWN:
            by = evidence(str(note.facts.get("by", "")), lang)
            words = text(lang, note.code.replace("own-", "ground."), value=str(note.facts.get("value", "")), by=by)
            id = str(note.facts.get("source", ""))
            found.setdefault(words, []).append(sign(id) if sign and id in report.sources else "")
    parts = []
    for words, signs in found.items():
        shown = [*signs[:_SIGNS], *(["…"] if len(signs) > _SIGNS else [])] if sign else []
        parts.append(" ".join(filter(None, [text(lang, "joint").join(filter(None, shown)), words])))
    return text(lang, "semicolon").join(parts)


def refills(report: Report, source: str, lang: Language, *, every: bool) -> list[tuple[str, str]]:
    """What was refilled from one source: the kind of slot, and the pairs as words, as they come; and the figures that
    were not."""
    mine = [f for f in report.findings if f.match.source == source and not f.flags & APART]
    right, nothing = report.sources[source].text, text(lang, "refills.nothing")
    pairs = Counter(
        (s.slot, *(_one_line(words) or nothing for words in (s.left.of(report.document.text), s.right.of(right))))
        for f in mine
        for s in f.substitutions
    )
    rows = []
    for slot in Slot:
        some = [(n, own, theirs) for (kind, own, theirs), n in pairs.items() if kind is slot]
        if not some:
            continue
        shown = [f"{own} ← {theirs}" + (f" ×{n}" if n > 1 else "") for n, own, theirs in some]
        words = text(lang, "semicolon").join(shown if every else shown[:_PAIRS])
        if len(shown) > _PAIRS and not every:
            words = text(lang, "refills.more", words=words, n=len(shown))
        rows.append((text(lang, f"slot.{slot}"), words))
    kept = sum(f.figures for f in mine if f.kind is Kind.REFILLED or f.substitutions)
    if rows and kept:
        rows.append(("", text(lang, "refills.figures", n=kept)))
    return rows


def refilled_sources(report: Report, shown: list[Numbered]) -> list[str]:
    """The sources from which the passages that are shown were refilled."""
    some = {f.match.source for _, f in shown if f.substitutions and not f.flags & APART}
    return [id for id in report.sources if id in some]


def inside(finding: Finding, report: Report, lang: Language) -> Iterator[tuple[Flag, str]]:
    """What inside a passage is a set phrase, a quotation, public or a template's, and why all of it is set apart if it
    is."""
    apart = counted_apart(finding)
    if apart is not None:
        yield apart, _why(apart, finding, report, lang)
    hull = finding.match.left
    for flag in (Flag.QUOTED, Flag.TEMPLATE, Flag.BOILERPLATE, Flag.PUBLIC):
        if flag in finding.flags and flag is Flag.BOILERPLATE:
            continue
        some = [mark for mark in report.marks if mark.flag is flag and mark.span.overlaps(hull)]
        if not some:
            continue
        words = []
        for mark in some[:_INSIDE]:
            span = Span(max(mark.span.start, hull.start), min(mark.span.end, hull.end))
            said = _one_line(span.of(report.document.text))
            source = next((mark.facts[name] for name in _SOURCES if name in mark.facts), "")
            if flag is Flag.PUBLIC and not source:
                source = text(lang, "inside.unnamed")
            key = "inside.quoted" if source else "inside.words"
            words.append(text(lang, key, words=said, source=_one_line(str(source))))
        line = text(lang, "joint").join(words)
        if len(some) > _INSIDE:
            line = text(lang, "inside.more", words=line, n=len(some))
        yield flag, text(lang, "inside", flag=text(lang, f"flag.{flag}"), words=line)


_SOURCES = ("source", "template", "public")
"""The facts of a mark that name where its words stand."""


def _why(apart: Flag, finding: Finding, report: Report, lang: Language) -> str:
    """Why a finding is counted apart."""
    hull = finding.match.left
    if any(notice.overlaps(hull) for notice in notices(report.document.text)):
        return text(lang, "why.notice")
    formulas = [mark for mark in report.marks if mark.code == "corpus-formula" and mark.span.overlaps(hull)]
    covered = sum(min(mark.span.end, hull.end) - max(mark.span.start, hull.start) for mark in formulas)
    counts = [(texts, others) for texts, others in map(_counts, formulas) if texts and others]
    if counts and apart is Flag.BOILERPLATE and 2 * covered >= len(hull):
        texts, others = min(counts)
        return text(lang, "why.formula", texts=texts, others=others)
    if apart is Flag.BOILERPLATE and finding.evidence.frequency < _KNOWN:
        # the corpus or a list has it, or it is of a result from before what is merely short had a flag of its own
        return text(lang, "why.phrase" if finding.grade is not None else "why.weak")
    return text(lang, _WHY[apart])


def _counts(mark: Mark) -> tuple[int, int]:
    """How many texts have a formula, and how many others put it in another way; a saved result may lack them."""
    texts, others = mark.facts.get("texts"), mark.facts.get("others")
    return (texts, others) if isinstance(texts, int) and isinstance(others, int) else (0, 0)


_WHY = {Flag.BOILERPLATE: "why.phrase", Flag.SCATTERED: "why.weak", Flag.PUBLIC: "why.public"}

_KNOWN = 0.5
"""The part of a finding's characters that belong to known phrases from which an older result meant a set phrase."""


def _one_line(words: str) -> str:
    words = " ".join(printable(words).split())
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1]}…"
