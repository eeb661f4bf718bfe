"""SPINE 1: two documents in, one report out.

    text (normalize, segmentation, tokens, background) → align → findings → report

Every position that leaves this module is a code point of a text as it was given. A check against a corpus
(``corpus.check``) asks the same of each likely text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simcheck.align.acts import acts, looked_at
from simcheck.align.alignment import phrase
from simcheck.align.edits import Anchors
from simcheck.align.layout import Layout, lay_out, uncovered
from simcheck.align.passages import passages
from simcheck.align.prepare import Prepared, is_spaced, prepare, prepare_all
from simcheck.align.runs import Run
from simcheck.errors import InvalidSettings
from simcheck.findings import marks, notes, set_phrases
from simcheck.findings.finding import by_left, finding_of, is_phrase
from simcheck.findings.interpret import explained
from simcheck.model import Block, Document, Edit, Finding, Mark, Match, Span, Substitution, identity
from simcheck.report.counting import bridged
from simcheck.report.report import Report
from simcheck.settings import Frequencies, Settings
from simcheck.text.background import Background
from simcheck.text.normalize import Mask, normalize, stretches
from simcheck.text.public import Explained, Public
from simcheck.text.segmentation import paragraphs


def compare(
    a: Document | str,
    b: Document | str,
    *,
    settings: Settings = Settings(),
    templates: Sequence[Document | str] = (),
    public: Public | Sequence[Document | str] = (),
    own: bool = False,
) -> Report:
    """What of ``a`` also stands in ``b``, exact to the character; a string is text, never a path.

    What ``templates`` gave everybody is set apart, and what stands in ``public`` texts is flagged. ``own`` says that
    both are of one author; it is seen by itself where both name one.
    """
    checked, source = document_of(a, "A"), document_of(b, "B")
    named = public_of(public)
    left, ours = with_public(prepared(checked, settings), named, settings)
    right, _ = with_public(prepared(source, settings), named, settings)
    found = shared(left, right, settings)
    findings = [of(finding, source.id) for finding in found.findings]
    remarks = notes.about(checked, source, settings, capped=found.capped)
    report = Report(checked, {source.id: source}, tuple(sorted(findings, key=place)), remarks, settings)
    report = replace(report, public=len(named))
    return explained(report, marks_of(checked, left, templates, ours, settings), {source.id} if own else ())


def marks_of(
    document: Document,
    text: Prepared,
    templates: Sequence[Document | str],
    public: Sequence[Explained],
    settings: Settings,
) -> list[Mark]:
    """The set phrases and the quotations of a document, what ``public`` texts explain of it, and what templates gave
    it."""
    found = [*set_phrases.known_phrases(text, settings), *marks.quoted(document.text)]
    found += marks.explained(text.normalized, public)
    for number, given in enumerate(several(templates, "templates"), 1):
        template = document_of(given, f"template {number}")
        found += marks.given(template.name, *_from_template(document, text, template, settings))
    return found


def _from_template(
    document: Document, text: Prepared, template: Document, settings: Settings
) -> tuple[Mask, list[Span]]:
    """By character of a document, whether it stands in a template; and the lines that do as a whole."""
    findings = [of(f, template.id) for f in shared(text, prepared(template, settings), settings).findings]
    covered = bridged(Report(document, {template.id: template}, tuple(findings)).covered(), document.text)
    lines = {normalize(span.of(template.text)).codes.tobytes() for span in paragraphs(template.text)}
    spans = paragraphs(document.text)
    return covered, [span for span in spans if normalize(span.of(document.text)).codes.tobytes() in lines]


def prepared(document: Document, settings: Settings, frequencies: Frequencies | None = None) -> Prepared:
    """A document made ready to be compared; under other frequencies than those of the settings, if given."""
    return prepare(document.text, frequencies or background(settings), settings)


def prepared_all(texts: Sequence[str], settings: Settings, frequencies: Frequencies | None = None) -> list[Prepared]:
    """Several texts made ready at once."""
    return prepare_all(texts, frequencies or background(settings), settings)


def with_public(text: Prepared, public: Public, settings: Settings) -> tuple[Prepared, list[Explained]]:
    """A text of which what public texts have is no evidence, and what that is: stretches of the guarantee's length.
    Shorter ones a thousand statutes have by chance. What no named text has and the table knows has no name."""
    codes = text.normalized.codes
    named = public.explained(codes, settings.min_length)
    mask = np.zeros(len(text.normalized), dtype=np.bool_)
    for part in named:
        mask[part.start : part.end] = True
    frequencies = background(settings)
    known = mask if frequencies is None else mask | frequencies.public(codes)
    others = [Explained(s, e, "") for s, e in stretches(known & ~mask) if e - s >= settings.min_length]
    return (replace(text, public=known) if known.any() else text), sorted([*named, *others])


class _Shared(NamedTuple):
    """What two texts share, and whether repetitive text kept some of it from being listed."""

    findings: list[Finding]
    capped: bool


def shared(
    checked: Prepared, source: Prepared, settings: Settings, is_told: Callable[[int, int], bool] | None = None
) -> _Shared:
    """The findings of two texts, without the source's name; if all are phrases, without those of which ``is_told`` says
    that each character of their interval of the checked text is told already.

    The two are put in a canonical order, computed once and exchanged if need be, so that ``compare(b, a)`` is
    ``compare(a, b)`` with the sides exchanged.
    """
    swapped = rank(source) < rank(checked)
    left, right = (source, checked) if swapped else (checked, source)
    found = passages(left, right, settings, None if is_spaced(left, right) else looked_at(settings))
    anchors = Anchors(found.runs)
    laid = [lay_out(passage, left, right, anchors, phrase=False) for passage in found.passages]
    laid += [lay_out(passage, left, right, anchors, phrase=True) for passage in found.phrases]
    laid += _phrases(found.runs, laid, left, right)
    laid = acts(laid, left, right, settings)
    # what was cut may have held a run
    laid += _phrases(found.runs, laid, left, right)
    if is_told and all(is_phrase(layout, left, right) for layout in laid):
        sides = [layout.sides[1] if swapped else layout.sides[0] for layout in laid]
        laid = [layout for layout, side in zip(laid, sides, strict=True) if not is_told(*side)]
    findings = [finding_of(layout, left, right, settings) for layout in laid]
    return _Shared([exchanged(f) for f in findings] if swapped else findings, found.capped)


def rank(text: Prepared) -> tuple[int, bytes]:
    """What decides which text comes first: what is compared of it, so that noise cannot turn the order."""
    return len(text.normalized), text.normalized.codes.tobytes()


def document_of(given: Document | str, name: str = "-") -> Document:
    """A document as it is; a string is the text of one called ``name``. Raises ``TypeError`` for anything else."""
    if isinstance(given, Document):
        return given
    if isinstance(given, str):
        return Document(identity(name, given), name, given)
    raise TypeError(f"a document or its text, not {type(given).__name__}")


def several(given: Sequence[Document | str], name: str) -> Sequence[Document | str]:
    """Documents as they are; raises ``TypeError`` for one, whose characters would be taken for texts."""
    if isinstance(given, str | bytes | Document):
        raise TypeError(f"{name} must be a sequence of documents, not one")
    return given


def public_of(given: Public | Sequence[Document | str]) -> Public:
    """Public texts as one table."""
    return given if isinstance(given, Public) else Public.of(several(given, "public"))


def background(settings: Settings) -> Frequencies | None:
    if settings.background == "shipped":
        return Background.default()
    if isinstance(settings.background, str):
        raise InvalidSettings("background", settings.background, "not-a-background")
    return settings.background


def place(finding: Finding) -> tuple[Span, Span, str]:
    return finding.match.left, finding.match.right, finding.match.source


def _phrases(runs: Sequence[Run], laid: Sequence[Layout], a: Prepared, b: Prepared) -> list[Layout]:
    """The runs that no layout has, as phrases."""
    return [lay_out(phrase(run), a, b, Anchors(()), phrase=True) for run in uncovered(runs, laid)]


def exchanged(finding: Finding) -> Finding:
    """The same finding seen from the other text."""
    match = finding.match
    blocks = tuple(sorted(Block(block.right, block.left) for block in match.blocks))
    edits = tuple(sorted(Edit(edit.right, edit.left) for edit in match.edits))
    filled = tuple(sorted((Substitution(s.right, s.left, s.slot) for s in finding.substitutions), key=by_left))
    return replace(finding, match=Match(match.source, match.right, match.left, blocks, edits), substitutions=filled)


def of(finding: Finding, source: str) -> Finding:
    return replace(finding, match=replace(finding.match, source=source))
