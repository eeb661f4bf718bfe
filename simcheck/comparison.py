"""The spine: a question in, a report out.

    read → normalize → segment → tokens → fingerprint → background → (index) → align → classify → report

``compare`` asks it of two texts, ``against`` of a text and those of a corpus that may be its sources. Every position
that leaves this module is a code point of a text as it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.alignment import Piece, phrase
from simcheck.align.edits import Anchors
from simcheck.align.passages import passages
from simcheck.align.prepare import Bits, Prepared, prepare, reweighed
from simcheck.align.projection import block_of, lay_out, uncovered
from simcheck.align.runs import Run, runs_around
from simcheck.align.sentences import weigh
from simcheck.errors import InvalidSettings
from simcheck.findings import kinds, marks, notes
from simcheck.findings.finding import evidence_of, finding_of
from simcheck.findings.interpret import explained
from simcheck.intervals import Overlaps
from simcheck.model import Block, Document, Edit, Finding, Flag, Kind, Mark, Match, Span, Substitution, identity
from simcheck.report.report import Report
from simcheck.settings import Frequencies, Settings
from simcheck.text.background import Background, overlaid
from simcheck.text.normalize import Mask, Normalized, Positions, normalize, normalize_all
from simcheck.text.segmentation import paragraphs


def compare(
    a: Document | str,
    b: Document | str,
    *,
    settings: Settings = Settings(),
    templates: Sequence[Document | str] = (),
    own: bool = False,
) -> Report:
    """What of ``a`` also stands in ``b``, exact to the character; a string is text, never a path.

    What ``templates`` gave everybody is set apart. ``own`` says that both are of one author; it is seen by itself where
    both name one.
    """
    checked, source = document_of(a, "A"), document_of(b, "B")
    left = prepared(checked, settings)
    found = _shared(left, prepared(source, settings), settings)
    findings = [_of(finding, source.id) for finding in found.findings]
    remarks = notes.about(checked, source, settings, capped=found.capped)
    report = Report(checked, {source.id: source}, tuple(sorted(findings, key=_place)), remarks, settings)
    return explained(report, marks_of(checked, left, templates, settings), {source.id} if own else ())


def marks_of(document: Document, text: Prepared, templates: Sequence[Document | str], settings: Settings) -> list[Mark]:
    """The set phrases and the quotations of a document, and what templates gave it."""
    found = [*marks.phrases(text, settings), *marks.quoted(document.text)]
    for number, given in enumerate(templates, 1):
        template = document_of(given, f"template {number}")
        found += marks.given(template.name, *_from_template(document, text, template, settings))
    return found


def _from_template(
    document: Document, text: Prepared, template: Document, settings: Settings
) -> tuple[Mask, list[Span]]:
    """By character of a document, whether it stands in a template; and the lines that do as a whole."""
    findings = [_of(f, template.id) for f in _shared(text, prepared(template, settings), settings).findings]
    covered = Report(document, {template.id: template}, tuple(findings)).covered()
    lines = {normalize(template.text[p.span.start : p.span.end]).codes.tobytes() for p in paragraphs(template.text)}
    spans = [p.span for p in paragraphs(document.text)]
    return covered, [span for span in spans if normalize(span.of(document.text)).codes.tobytes() in lines]


def prepared(document: Document, settings: Settings, frequencies: Frequencies | None = None) -> Prepared:
    """A document made ready to be compared; under other frequencies than those of the settings, if given."""
    return prepare(document.text, frequencies or _background(settings), settings)


def on_top(
    text: Prepared,
    contexts: npt.NDArray[np.int64],
    akin: int,
    settings: Settings,
    added: Sequence[str] = (),
    struck: Sequence[str] = (),
) -> tuple[Prepared, Frequencies | None]:
    """A text that is checked, weighed again by what a corpus knows of it, and the frequencies to weigh the sources by.

    ``contexts`` (characters) is in how many different surroundings it stands in the ``akin`` texts that speak of the
    same things; ``added`` are phrases that tell nothing, ``struck`` some that tell all they can, whatever was counted.
    """
    below = _background(settings)
    if below is None:
        return text, None
    frequencies = overlaid(below, text.normalized.codes, contexts, akin, added, struck)
    return reweighed(text, frequencies, settings), frequencies


def worth(text: Prepared, settings: Settings) -> tuple[Positions, Positions, Bits, Bits]:
    """The words of a text (n): where they start and end, and what they tell and cost together, up to each (n + 1)."""
    weights, _ = weigh(text, text, settings)
    told = np.concatenate(([0.0], np.cumsum(weights.tell)))
    return text.words.start, text.words.end, told, weights.costs


class _Shared(NamedTuple):
    """What two texts share, and whether repetitive text kept some of it from being listed."""

    findings: list[Finding]
    capped: bool


def _shared(checked: Prepared, source: Prepared, settings: Settings) -> _Shared:
    """The findings of two texts, without the source's name.

    The two are put in a canonical order, computed once and exchanged if need be, so that ``compare(b, a)`` is
    ``compare(a, b)`` with the sides exchanged.
    """
    swapped = _rank(source) < _rank(checked)
    left, right = (source, checked) if swapped else (checked, source)
    found = passages(left, right, settings)
    anchors = Anchors(found.runs)
    laid = [lay_out(passage, left, right, anchors, phrase=False) for passage in found.passages]
    laid += [lay_out(passage, left, right, anchors, phrase=True) for passage in found.phrases]
    laid += [lay_out(phrase(run), left, right, Anchors(()), phrase=True) for run in uncovered(found.runs, laid)]
    findings = [finding_of(layout, left, right, settings) for layout in laid]
    return _Shared([_exchanged(f) for f in findings] if swapped else findings, found.capped)


def _rank(text: Prepared) -> tuple[int, bytes]:
    """What decides which text comes first: what is compared of it, so that noise cannot turn the order."""
    return len(text.normalized), text.normalized.codes.tobytes()


def document_of(given: Document | str, name: str = "-") -> Document:
    """A document as it is; a string is the text of one called ``name``."""
    return Document(identity(name, given), name, given) if isinstance(given, str) else given


def _background(settings: Settings) -> Frequencies | None:
    if settings.background == "shipped":
        return Background.default()
    if isinstance(settings.background, str):
        raise InvalidSettings("background", settings.background, "not-a-background")
    return settings.background


def _place(finding: Finding) -> tuple[Span, Span, str]:
    return finding.match.left, finding.match.right, finding.match.source


def _exchanged(finding: Finding) -> Finding:
    """The same finding seen from the other text."""
    match = finding.match
    blocks = tuple(sorted(Block(block.right, block.left) for block in match.blocks))
    edits = tuple(sorted(Edit(edit.right, edit.left) for edit in match.edits))
    filled = tuple(sorted((Substitution(s.right, s.left, s.slot) for s in finding.substitutions), key=_by_left))
    return replace(finding, match=Match(match.source, match.right, match.left, blocks, edits), substitutions=filled)


def _by_left(substitution: Substitution) -> Span:
    return substitution.left


def _of(finding: Finding, source: str) -> Finding:
    return replace(finding, match=replace(finding.match, source=source))


# A corpus


def against(
    document: Document,
    left: Prepared,
    likely: Iterable[Source],
    others: Callable[[Mask], Iterable[Sequence[tuple[Source, Sequence[Run]]]]],
    settings: Settings,
    frequencies: Frequencies | None,
    templates: Sequence[Document | str] = (),
    own: Collection[str] = (),
    phrases: Sequence[str] = (),
) -> Report:
    """What of ``document`` also stands in texts of a corpus, under ``frequencies``; ``templates`` and ``own`` (ids) as
    in ``compare``; ``phrases`` are set phrases because the user says so.

    ``likely`` are the texts worth comparing, the likeliest first. ``others`` is then asked for texts that share runs of
    the guarantee in characters that are not covered yet (by normalized position), a few at a time, with these runs as
    far as they are known; what comes of them it learns from the mask, which fills.
    """
    findings: list[Finding] = []
    sources: list[Source] = []
    covered = np.zeros(len(left.normalized), dtype=np.bool_)
    capped = False
    for source in likely:
        right = left if source.document.text == document.text else prepared(source.document, settings, frequencies)
        found = _shared(left, right, settings)
        told = any(Flag.BOILERPLATE not in finding.flags for finding in found.findings)
        mine = [f for f in found.findings if told or _adds(f, covered, left.normalized)]
        if mine:
            capped |= found.capped
            findings += (_of(finding, source.document.id) for finding in mine)
            sources.append(source)
            # the same text covers everything, and must not keep from view what else there is
            for finding in mine if right is not left else ():
                _cover(finding, covered, left.normalized)
    for some in others(covered):
        texts = normalize_all([source.document.text for source, _ in some])
        for (source, claims), text in zip(some, texts, strict=True):
            # a file of postings that was made to mislead may name places that are not there
            there = [claim for claim in claims if claim.right < len(text)]
            runs = {run for claim in there for run in runs_around(left.normalized, text, claim, settings.min_length)}
            mine = [_phrase(run, left, text, settings) for run in sorted(runs)]
            mine = [finding for finding in mine if _adds(finding, covered, left.normalized)]
            if not mine:
                continue
            sources.append(source)
            for finding in mine:
                findings.append(_of(finding, source.document.id))
                _cover(finding, covered, left.normalized)
    report = _reported(document, sources, findings, settings, capped)
    every = [*marks.listed(left, phrases), *marks_of(document, left, templates, settings)]
    return explained(report, every, own)


class Source(NamedTuple):
    """A text of a corpus: one of its records, and the others that have the very same text."""

    document: Document
    copies: tuple[Document, ...] = ()


def _adds(finding: Finding, covered: Mask, text: Normalized) -> bool:
    """Whether a finding has characters that no other covers."""
    start, end = text.interval(finding.match.left)
    return not covered[start:end].all()


def _cover(finding: Finding, covered: Mask, text: Normalized) -> None:
    """Note the characters that a finding counts: inserted ones have no counterpart."""
    own = Overlaps((edit.left.start, edit.left.end) for edit in finding.match.edits)
    for block in finding.match.blocks:
        start, end = text.interval(block.left)
        counts = np.ones(end - start, dtype=np.bool_)
        for number in own.touching(block.left.start, block.left.end):
            edit = finding.match.edits[number]
            if not edit.right and block.left.contains(edit.left):
                first, last = text.interval(edit.left)
                counts[first - start : last - start] = False
        covered[start:end] |= counts


def _phrase(run: Run, left: Prepared, right: Normalized, settings: Settings) -> Finding:
    """A run that is not evidence enough: a phrase that a text of the corpus has too."""
    block = block_of(Piece(run.left, run.left + run.length, run.right, run.right + run.length), left.normalized, right)
    known = kinds.known(left, run.left, run.left + run.length, settings.character_bits)
    evidence = evidence_of(0.0, known, len(left.normalized), len(right))
    return Finding(
        Match("", block.left, block.right, (block,)), Kind.IDENTICAL, frozenset({Flag.BOILERPLATE}), evidence
    )


def _reported(
    document: Document, sources: Sequence[Source], findings: Sequence[Finding], settings: Settings, capped: bool
) -> Report:
    """The report with its sources in order: the same text first, then by what is more than phrases, then by all."""
    by_id = {source.document.id: source for source in sources}
    ordered = tuple(sorted(findings, key=_place))
    report = Report(document, {id: source.document for id, source in by_id.items()}, ordered, (), settings)
    telling = {f.match.source for f in findings if Flag.BOILERPLATE not in f.flags}

    def rank(id: str) -> tuple[bool, int, int, str, str]:
        source = by_id[id].document
        told = report.share_of(id, without={Flag.BOILERPLATE}).part if id in telling else 0
        return source.text != document.text, -told, -report.share_of(id).part, source.name, id

    order = sorted(by_id, key=rank)
    told = [by_id[id].document for id in order if id in telling]
    remarks = notes.against(document, told, settings, capped=capped)
    return replace(
        report,
        sources={id: by_id[id].document for id in order},
        copies={id: by_id[id].copies for id in order if by_id[id].copies},
        notes=remarks,
    )
