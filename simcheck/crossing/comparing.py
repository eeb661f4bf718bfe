"""Two texts of a collection compared in full: as ``compare`` does, weighed by what the collection knows of its phrases.

Each text is made ready once for all that it is compared with (``Ready``). What it says where many others say it in
other surroundings carries less (``pairs.Frequent``); so the result of a pair hangs on the collection, and not on which
other pairs are compared, in what order, or by how many processes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.prepare import Prepared, prepare
from simcheck.comparison import background, exchanged, marks_of, of, place, shared, with_public
from simcheck.crossing.pairs import Frequent
from simcheck.findings.interpret import marked
from simcheck.index.features import GRAM, fingerprints
from simcheck.model import APART, Document, Finding, Flag, Grade, Mark
from simcheck.report.counting import Share
from simcheck.report.report import Report
from simcheck.settings import Frequencies, Settings
from simcheck.text.normalize import Normalized, normalize
from simcheck.text.overlaid import overlaid
from simcheck.text.public import Public

KEPT: Final = 1_000_000
"""Characters of texts that are kept ready, some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What two texts share: findings with the first on their left, and the shares of both in full and by findings of
    the upper grade, and without what is counted apart."""

    findings: tuple[Finding, ...]
    a_share: Share
    b_share: Share
    a_upper: Share
    b_upper: Share
    a_telling: Share
    b_telling: Share

    @property
    def exchanged(self) -> Compared:
        """The same seen from the other text."""
        findings = tuple(sorted(map(exchanged, self.findings), key=place))
        shares = self.b_share, self.a_share, self.b_upper, self.a_upper, self.b_telling, self.a_telling
        return Compared(findings, *shares)


class Ready(NamedTuple):
    """A text made ready, and what of it is not simply its own words."""

    document: Document
    text: Prepared
    marks: tuple[Mark, ...]


@dataclass
class Comparer:
    """Compares texts of one collection, of ``texts`` in all."""

    settings: Settings
    frequent: Frequent
    texts: int
    templates: Sequence[Document] = ()
    public: Public = Public()
    _ready: OrderedDict[int, Ready] = field(default_factory=OrderedDict)
    _size: int = 0

    def of_pair(self, a: int, b: int, contents: dict[int, str]) -> Compared:
        """What the texts numbered ``a`` and ``b`` share; ``contents`` has what is in both."""
        return compared(self.ready(a, contents[a]), self.ready(b, contents[b]), self.settings)

    def marks(self, number: int, content: str) -> tuple[Mark, ...]:
        """What of a text is not simply its own words, without the facts that say why."""
        return tuple(Mark(each.flag, each.span, each.code) for each in self.ready(number, content).marks)

    def ready(self, number: int, content: str) -> Ready:
        found = self._ready.pop(number, None)
        if found is None:
            found = self._made_ready(number, content)
            self._size += len(content)
        self._ready[number] = found
        while self._size > KEPT and len(self._ready) > 2:
            _, gone = self._ready.popitem(last=False)
            self._size -= len(gone.document.text)
        return found

    def _made_ready(self, number: int, content: str) -> Ready:
        document = Document(str(number), "", content)
        text = prepare(content, self._frequencies(normalize(content)), self.settings)
        text, named = with_public(text, self.public, self.settings)
        return Ready(document, text, tuple(marks_of(document, text, self.templates, named, self.settings)))

    def _frequencies(self, text: Normalized) -> Frequencies | None:
        below = background(self.settings)
        if below is None or not len(self.frequent.key):
            return below
        keys, places, _ = fingerprints(text, np.zeros(1, dtype=np.int64)).postings
        at = np.minimum(np.searchsorted(self.frequent.key, keys), len(self.frequent.key) - 1)
        there = self.frequent.key[at] == keys
        contexts = np.zeros(len(text) + GRAM, dtype=np.int64)
        for step in range(GRAM):
            np.maximum.at(contexts, places[there].astype(np.int64) + step, self.frequent.contexts[at[there]])
        return overlaid(below, text.codes, contexts[: len(text)], self.texts)


def compared(a: Ready, b: Ready, settings: Settings) -> Compared:
    """What two texts share; the same, with the sides exchanged, if they are."""
    found, _ = shared(a.text, b.text, settings)
    left = _marked(a, b, found, settings)
    right = _marked(b, a, [exchanged(finding) for finding in found], settings)
    # by place, because what counts nowhere on one side is gone there
    flags = {(f.match.right, f.match.left, _shape(exchanged(f))): f.flags for f in right.findings}
    findings = []
    for finding in left.findings:
        more = flags.get((finding.match.left, finding.match.right, _shape(finding)))
        if more is not None:
            every = finding.flags | more
            if every & {Flag.BOILERPLATE, Flag.PUBLIC}:
                every -= {Flag.SCATTERED}
            grade = Grade.LOW if every & APART else finding.grade
            findings.append(replace(finding, flags=every, grade=grade))
    findings.sort(key=place)
    left = replace(left, findings=tuple(findings))
    back = [of(exchanged(finding), a.document.id) for finding in findings]
    right = replace(right, findings=tuple(sorted(back, key=place)))
    return Compared(
        tuple(of(finding, "") for finding in findings),
        left.share(),
        right.share(),
        left.share(grade=Grade.HIGH),
        right.share(grade=Grade.HIGH),
        left.share(without=APART),
        right.share(without=APART),
    )


def _shape(finding: Finding) -> tuple[object, ...]:
    return finding.match.blocks, finding.match.edits


def _marked(a: Ready, b: Ready, found: Sequence[Finding], settings: Settings) -> Report:
    findings = sorted((of(finding, b.document.id) for finding in found), key=place)
    report = Report(a.document, {b.document.id: b.document}, tuple(findings), (), settings)
    return marked(report.keep(lambda finding: report.length_of(finding) > 0), a.marks)
