"""What do the comments of an annotated document say? One on the whole, and one for each passage.

A passage that several sources have gets one comment, of the source with most of it; the others are named in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent, printable
from simcheck.model import Finding, Flag, Kind
from simcheck.render.docx.colours import CHANGED, COLOURS
from simcheck.render.view.differences import Sort, Texts
from simcheck.render.view.editing import Passage, changes, first_sentences, left_over, passages
from simcheck.render.view.figures import Numbered, about_result, apart_in_words, called, counting_rule, title
from simcheck.render.view.record import Verified, record
from simcheck.render.view.remarks import inside
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import Names, Ratio, Sources, left_out, of_corpus, ratios, same_text
from simcheck.render.view.spread import spread_tables
from simcheck.report.report import Report

_EXCERPT: Final = 300
"""Characters of a source that a comment quotes, or of changes that it shows."""

_PAIRS: Final = 8
"""Substitutions that a comment lists, a line each."""

_SOURCES: Final = 5
"""Sources that the first comment names, and others that have a passage."""

_SENTENCE: Final = 40
"""Characters of a sentence by which it is found."""


class Look(Enum):
    """How words of a comment look: those of the source are struck out, those of the document bold."""

    PLAIN = "plain"
    HEAD = "head"
    OWN = "own"
    SOURCE = "source"


Words = str | list[tuple[str, Look]]
"""A line of a comment."""


class Comments:
    """The comments on a report of which some findings are ``shown``, with a ``selection``; ``quoting`` the sources or
    not, and the document itself (``own``) or not. ``is_anew``: the form of the original was not kept."""

    def __init__(
        self,
        report: Report,
        shown: list[Numbered],
        lang: Language,
        quoting: bool,
        is_anew: bool,
        verified: Verified | None,
        selection: Selection,
        *,
        own: bool = True,
    ) -> None:
        self._has_own = own
        self._selection, self._without = selection, selection.without
        self._report, self._shown, self._lang = report, shown, lang
        self._quoting, self._is_anew, self._verified = quoting, is_anew, verified
        sources = Sources(report, lang, self._without) if of_corpus(report, None) else None
        self._counted = sources.rest if sources else report
        """Without sources that are the document itself."""
        self._naming, self._texts = Names(report, lang, sources), Texts(report)

    @cached_property
    def passages(self) -> list[Passage]:
        """Those that have a comment, by number."""
        return passages(self._report, self._shown)

    def summary(self) -> Iterator[Words]:
        """What is said of the whole: the shares, the sources, the colours, which sentences first."""
        report, lang = self._report, self._lang
        yield [(text(lang, "report.title"), Look.HEAD)]
        if self._is_anew:
            yield text(lang, "annotated.anew")
        yield from self._totals()
        yield counting_rule(report, lang)
        shares = {id: report.share_of(id, without=self._without) for id in report.sources}
        whole = self._counted.share(without=self._without).whole
        for id in sorted(shares, key=lambda id: -shares[id].part)[:_SOURCES]:
            ratio = percent(shares[id].part / whole if whole else 0.0)
            yield text(lang, "annotated.source", name=called(report.sources[id], lang), ratio=ratio)
        yield from self._colours()
        if self._has_own:
            yield from self._sentences()
        for table in spread_tables(report, lang, every=False) if self._has_own else ():
            names = [text(lang, "comma").join((row.name, row.dated)) for row in table.rows]
            names += [text(lang, "spread.more", n=table.more)] if table.more else []
            yield text(lang, "spread.line", head=table.head, names=text(lang, "semicolon").join(names))
        yield from about_result(report, lang)
        yield text(lang, "closing")

    def _totals(self) -> Iterator[str]:
        """Every total, and what it leaves out."""
        lang, sources = self._lang, self._naming.sources
        rows = sources.totals() if sources else ratios(self._report, lang, self._without)
        if sources and sources.twins:
            yield same_text(sources, every=False)
            yield self._total(sources.total_of_all())
            if not sources.rest.findings:
                rows = []
            else:
                yield text(lang, "check.apart", n=len(sources.twins))
        # each source has a line of its own below
        yield from (self._total(row) for row in rows if not row.source)
        yield from filter(None, [apart_in_words(self._counted, lang), left_out(self._without, lang)])

    def _total(self, row: Ratio) -> str:
        counts = text(self._lang, "chars.of", part=row.share.part, whole=row.share.whole)
        ground = f" {row.ground}" if row.ground else ""
        return f"{text(self._lang, row.key)} {percent(row.share.ratio)} ({counts}){ground}"

    def _colours(self) -> Iterator[str]:
        lang = self._lang
        used = {finding.kind for _, finding in self._shown}
        flags = {flag for _, finding in self._shown for flag in finding.flags} | set(self._report.marked_by_flag)
        legend = [
            text(lang, "annotated.colour", colour=text(lang, f"colour.{key}"), name=text(lang, f"{_sort(key)}.{key}"))
            for key in COLOURS
            if key in used or key in flags
        ]
        if legend:
            yield text(lang, "annotated.colours", colours=text(lang, "joint").join(legend))
        if not used.isdisjoint(CHANGED):
            yield text(lang, "annotated.darker")

    def _sentences(self) -> Iterator[Words]:
        """Which sentences have most of others' words."""
        lang, left = self._lang, self._texts.left
        found = first_sentences(self._report, self._shown)
        if found:
            yield [(text(lang, "annotated.first"), Look.HEAD)]
        for each in found:
            words = _cut(_line(each.span.of(left.text)), _SENTENCE)
            facts: dict[str, Fact] = {"paragraph": left.numbers(each.span), "characters": each.characters}
            yield text(lang, "annotated.sentence", words=words, source=self._name(each.finding), **facts)

    def record(self) -> Iterator[Words]:
        """The record, of a few sources."""
        filed = record(self._report, self._lang, selection=self._selection, verified=self._verified, most=_SOURCES)
        yield [(filed.title, Look.HEAD)]
        for section in filed.sections:
            yield [(_line(section.title), Look.HEAD)]
            for row in section.rows:
                yield text(self._lang, "filed.title", role=row.label, name="") + _line(row.value)
        yield from filed.remarks

    def about(self, passage: Passage) -> Iterator[Words]:
        """What is said of a passage: its kind, where else it stands, how much it is, what was exchanged and left over,
        and what was changed."""
        report, lang, texts = self._report, self._lang, self._texts
        finding, match = passage.finding, passage.finding.match
        right = texts.right(finding)
        more = "" if passage.others else self._naming.remark(finding)
        yield title(passage.number, finding, report, texts, lang, more)
        yield text(lang, "annotated.from", place=right.place(match.right, lang, self._name(finding)))
        yield from self._also(passage)
        whole = report.share(without=self._without).whole
        yield text(lang, "annotated.share", ratio=percent(report.length_of(finding) / whole if whole else 0.0))
        if self._quoting:
            yield from self._exchanged(finding)
            for words in left_over(finding, report):
                yield [(text(lang, "annotated.left-over", words=_line(words)), Look.HEAD)]
        if self._has_own:
            yield from (words for _, words in inside(finding, report, lang))
        if self._quoting and finding.kind in (Kind.REWRITTEN, Kind.CONDENSED):
            yield text(lang, "annotated.excerpt", words=_cut(_line(match.right.of(right.text)), _EXCERPT))
        elif self._quoting and finding.kind is not Kind.IDENTICAL:
            yield from self._changed(finding)

    def _also(self, passage: Passage) -> Iterator[str]:
        """Which other sources have it, and where."""
        lang = self._lang
        places = [
            text(
                lang,
                "annotated.also.one",
                source=self._name(finding),
                paragraphs=self._texts.right(finding).numbers(finding.match.right),
            )
            for _, finding in passage.others[:_SOURCES]
        ]
        if len(passage.others) > _SOURCES:
            places.append(text(lang, "annotated.also.more", n=len(passage.others) - _SOURCES))
        if places:
            yield text(lang, "annotated.also", places=text(lang, "semicolon").join(places))

    def _exchanged(self, finding: Finding) -> Iterator[str]:
        """What stands for what, a line each."""
        lang, here, there = self._lang, self._texts.left.text, self._texts.right(finding).text
        nothing = text(lang, "refills.nothing")
        pairs = Counter(
            tuple(_line(words) or nothing for words in (s.left.of(here), s.right.of(there)))
            for s in finding.substitutions
        )
        if pairs:
            yield text(lang, "annotated.pairs")
        for (own, theirs), times in list(pairs.items())[:_PAIRS]:
            yield f"· {own} ← {theirs}" + (f" ×{times}" if times > 1 else "")
        if len(pairs) > _PAIRS:
            yield text(lang, "annotated.pairs.more", n=len(pairs) - _PAIRS)

    def _changed(self, finding: Finding) -> Iterator[Words]:
        """The words that were changed, with a little of what is around them; as many as have room."""
        left, right = self._texts.left.text, self._texts.right(finding).text
        line: list[tuple[str, Look]] = [(text(self._lang, "annotated.changes"), Look.PLAIN)]
        room, rest = _EXCERPT, 0
        for stretch in changes(finding, self._texts):
            if room <= 0:
                rest += sum(piece.sort is Sort.CHANGED for piece in stretch)
                continue
            words = [("……", Look.PLAIN)]
            for piece in stretch:
                own, theirs = _line(piece.left.of(left)), _line(piece.right.of(right))
                words += [(own, Look.PLAIN)] if piece.sort is Sort.EQUAL else [(theirs, Look.SOURCE), (own, Look.OWN)]
            line += [pair for pair in words if pair[0]]
            room -= sum(len(pair[0]) for pair in words)
        line.append(("……", Look.PLAIN))
        if rest:
            line.append((text(self._lang, "annotated.changes.more", n=rest), Look.PLAIN))
        if len(line) > 2:
            yield line

    def _name(self, finding: Finding) -> str:
        return self._naming.of(finding)[1]


def _sort(key: Kind | Flag) -> str:
    return "kind" if isinstance(key, Kind) else "flag"


def _line(words: str) -> str:
    return " ".join(printable(words).split())


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most]}……"
