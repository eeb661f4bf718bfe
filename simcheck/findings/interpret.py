"""Interpretation: what do the findings of a report mean together: whose, quoted, a template, forgotten, one outline?

Facts about the document and its sources, found when all matches are known; nothing here looks for matches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from simcheck.findings import marks
from simcheck.findings.authorship import authorship, authorship_notes
from simcheck.findings.leftovers import leftover_notes
from simcheck.findings.limits import limit_notes
from simcheck.findings.outlines import outline_notes
from simcheck.findings.provenance import origin_notes
from simcheck.metadata.guess import metadata_of
from simcheck.model import APART, Document, Flag, Grade, Mark
from simcheck.report.report import Report


def explained(report: Report, found: Sequence[Mark], own: Collection[str] = ()) -> Report:
    """The report with its marks, the flags that follow from them and from who wrote the sources, and further notes.

    ``own`` are the ids of sources that the user calls his own.
    """
    # what is no more than a site's notice counts nowhere
    report = report.keep(lambda finding: report.length_of(finding) > 0)
    report = _told(report)
    authors = authorship(report, own)
    report = marked(report, found)
    whose = {id for id, records in authors.records.items() if records.ground}
    owned = (replace(f, flags=f.flags | {Flag.OWN}) if f.match.source in whose else f for f in report.findings)
    report = replace(report, findings=tuple(owned))
    notes = [
        *authorship_notes(report, authors),
        *leftover_notes(report, {id: records.ground for id, records in authors.records.items()}),
        *outline_notes(report),
        *origin_notes(report),
        *limit_notes(report),
    ]
    return replace(report, notes=(*report.notes, *notes))


def marked(report: Report, found: Sequence[Mark]) -> Report:
    """The report with its marks, and the flags and grades that follow from them."""
    report = replace(report, marks=marks.within(found, report.findings))
    findings = []
    for finding in report.findings:
        flags = set(finding.flags)
        counted, hull = report.counted(finding), finding.match.left
        # of a text that is wholly the other's, phrases are a part like any other
        whole = report.sources[finding.match.source].text == report.document.text
        # evidence speaks against a coincidence, however usual the words; the mark says that they are
        others = {f: mask for f, mask in report.marked_by_flag.items() if f is not Flag.BOILERPLATE}
        if not whole:
            form = others.pop(Flag.TEMPLATE, None)
            flags |= {f for f, mask in others.items() if marks.wholly(counted, hull, mask)}
            if form is not None and marks.only_form(finding, report.equal(finding), form):
                flags.add(Flag.TEMPLATE)
        if flags & {Flag.BOILERPLATE, Flag.PUBLIC}:
            # what is known as such is not merely weak
            flags.discard(Flag.SCATTERED)
        grade = Grade.LOW if finding.grade and flags & APART else finding.grade
        findings.append(replace(finding, flags=frozenset(flags), grade=grade))
    return replace(report, findings=tuple(findings))


def _told(report: Report) -> Report:
    """The report with what can be guessed of documents of which nothing was said."""

    def told(document: Document) -> Document:
        return document if document.metadata else replace(document, metadata=metadata_of(document))

    sources = {id: told(source) for id, source in report.sources.items()}
    copies = {id: tuple(map(told, some)) for id, some in report.copies.items()}
    return replace(report, document=told(report.document), sources=sources, copies=copies)
