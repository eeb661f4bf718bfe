"""By which weights is a part of a passage likely to be taken over, and is the likelihood what it says?

    python -m benchmarks grades CORPUS... --reports DIR --strangers 6 --verdicts VERDICTS.jsonl --roots ROOT...
                                --articles DOCS truth.json --articles DOCS truth.json
                                --test CORPUS... --test-strangers 5 7 --jobs 2 --out RESULTS.md

Fits the weights of ``simcheck/align/likelihood.py`` again, by logistic regression on parts of which it is known whether
they were taken over (grades_parts.py says from what): of CORPUS, pairs with planted passages, each under the table
without its own two reports and without all of the year; of unrelated full reports of DIR, drawn with the seeds of
--strangers; and of what readers said (--verdicts, files below ROOT), where they were firm: a place that another reader
might have called taken over, or not, teaches nothing. Each part that was read weighs --times as much as a planted one.
Those of statutes are learned from --articles alone, each class as heavy as the other.

The tables say on what was learned, the weights of this fit beside those that are shipped, how well each feature alone
tells the taken parts from the others beside all together and beside fits of the length or of all bits alone (AUC: of
a taken one and another, how often it has more; log loss: how far off the likelihoods are), and how many were taken by
what the likelihood says (reliability). --test and --test-strangers are not learned from; what was read is weighed by
fits that lack its pair (in FOLDS turns), and statutes by the fit on the other sets.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks import record
from benchmarks.detection import real, verdicts
from benchmarks.detection.grades_parts import Articles, Planted, Read, Source, Strangers, Weighed, start, weighed
from benchmarks.detection.pan import CorpusError
from benchmarks.detection.quality_pairs import OWN, YEAR, plan, select, year_out
from benchmarks.detection.strangers import full_reports, sampled, unrelated
from benchmarks.detection.verdicts import Texts, VerdictError

if TYPE_CHECKING:
    from simcheck.align.likelihood import Weights

Floats = npt.NDArray[np.float64]

TIMES: Final = 10
"""What a part that was read weighs beside a planted one: with 1 what readers said hardly counts, from 5 on the figures
are the same."""

FOLDS: Final = 5

LENIENT: Final = 10.0
"""The inverse strength of regularisation: thousands of parts need hardly any."""

BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)

UNTOLD: Final = ("wording",)
"""Features that statutes are not weighed by: a formula is the same sentence to its end."""


class Group(NamedTuple):
    """Pairs of one source: what they are called, each with its parts, and what a part weighs."""

    name: str
    pairs: Sequence[Sequence[Weighed]]
    weight: float = 1.0

    @property
    def parts(self) -> list[Weighed]:
        return [part for pair in self.pairs for part in pair]


Measure = Callable[[Sequence[Weighed]], Floats]
"""What is known of some parts: a row for each."""


class Fit(NamedTuple):
    """A weight for every column of a measure, and the constant."""

    weights: Floats
    constant: float
    measure: Measure

    def likelihoods(self, parts: Sequence[Weighed]) -> Floats:
        """(0–1) of each part."""
        return np.asarray(1 / (1 + np.exp(-(self.measure(parts) @ self.weights + self.constant))))


class Held(NamedTuple):
    """Parts that were not learned from, and how likely each is by this fit, as shipped, and by length or bits alone."""

    name: str
    parts: Sequence[Weighed]
    likely: Mapping[str, Floats]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        sources = _sources(options)
    except (CorpusError, VerdictError, real.TruthError, OSError, ValueError) as error:
        return record.refuse("grades", str(error))
    every = [source for _, some, _ in sources for source in some]
    if not every:
        return record.refuse("grades", "nothing to learn from: no pairs, verdicts or articles")
    came = iter(record.outcomes(weighed, every, options.jobs, start))
    groups = {name: Group(name, [next(came) for _ in some], weight) for name, some, weight in sources}
    section = _told(groups)
    print(section)
    if options.out is not None:
        chosen = [f"every {options.every}. pair" if options.every else "", f"what was read × {options.times:g}"]
        record.append(options.out, f"{record.heading('grades', record.machine(), chosen)}\n{section}\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks grades", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="*", metavar="CORPUS", help="pairs with planted passages")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="the reports that they were made from")
    parser.add_argument("--strangers", type=int, nargs="+", default=[], metavar="SEED", help="unrelated reports of DIR")
    parser.add_argument("--verdicts", type=Path, nargs="+", default=[], metavar="FILE", help="what readers said")
    parser.add_argument("--roots", type=Path, nargs="+", default=[], metavar="ROOT", help="where their files lie")
    parser.add_argument(
        "--times", type=float, default=TIMES, metavar="N", help=f"what a part that was read weighs: {TIMES}"
    )
    parser.add_argument(
        "--articles", type=Path, nargs=2, action="append", default=[], metavar=("DOCS", "TRUTH"), help="see `real`"
    )
    parser.add_argument("--test", type=Path, nargs="+", default=[], metavar="CORPUS", help="planted, not learned from")
    parser.add_argument("--test-strangers", type=int, nargs="+", default=[], metavar="SEED", help="not learned from")
    parser.add_argument("--every", type=record.positive, metavar="N", help="every Nth planted pair of a kind")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


# What is learned from, and tested on

_PLANTED, _STRANGERS, _READ, _ARTICLES, _TEST = "planted", "strangers", "read", "articles", "test"


def _sources(options: argparse.Namespace) -> list[tuple[str, list[Source], float]]:
    """Names that begin with what they are, the pairs of each, and what a part weighs."""
    if (options.corpora or options.test or options.strangers or options.test_strangers) and not options.reports:
        raise ValueError("--reports: the table is to be without the reports that the pairs were made from")
    found: list[tuple[str, list[Source], float]] = []
    for head, corpora in ((_PLANTED, options.corpora), (_TEST, options.test)):
        for corpus in corpora:
            tasks = plan(corpus, options.reports, select(corpus, None, options.every, None))
            for table, some in ((OWN, tasks), (YEAR, year_out(options.reports, tasks))):
                pairs: list[Source] = [Planted(corpus, options.reports, task) for task in some]
                found.append((f"{head} {corpus.resolve().name}, {table}", pairs, 1.0))
    if options.strangers or options.test_strangers:
        every, _ = unrelated(full_reports(options.reports))
        for head, seeds in ((_STRANGERS, options.strangers), (f"{_TEST} {_STRANGERS}", options.test_strangers)):
            for seed in seeds:
                found.append(
                    (f"{head} {seed}", [Strangers(options.reports, *pair) for pair in sampled(every, seed)], 1.0)
                )
    texts = Texts(options.roots)
    for path in options.verdicts:
        found.append((f"{_READ} {path.name}", _firm(path, tuple(options.roots), texts), options.times))
    for docs, truth in options.articles:
        items = json.loads(truth.read_text(encoding="utf-8"))
        real.documents_of(docs, items)
        both = sorted(items, key=real.pair_of)
        labelled: list[Source] = [Articles(docs, tuple(group)) for _, group in groupby(both, real.pair_of)]
        found.append((f"{_ARTICLES} {docs.resolve().parent.name}", labelled, 1.0))
    return found


def _firm(path: Path, roots: tuple[Path, ...], texts: Texts) -> list[Source]:
    """The pairs of a file of verdicts, with those of which readers were sure and on which they agree."""
    firm = [line for line in verdicts.lines(path) if line.get("doubt") != "taken"]
    settled, _, _ = verdicts.settled(verdicts.labels(firm, texts))

    def pair(label: verdicts.Label) -> tuple[str, str, str]:
        return label.place.document, label.place.source, label.out

    return [Read(roots, *key, tuple(some)) for key, some in groupby(sorted(settled, key=pair), pair)]


# Fitting


def _fit(groups: Sequence[Group], measure: Measure, *, balanced: bool = False) -> Fit | None:
    """By logistic regression; None where there is nothing to tell apart."""
    from sklearn.linear_model import LogisticRegression

    parts = [part for group in groups for part in group.parts]
    taken = _taken(parts)
    if len(set(taken.tolist())) < 2:
        return None
    weight = np.concatenate([np.full(len(group.parts), group.weight) for group in groups])
    model: Any = LogisticRegression(C=LENIENT, max_iter=2000, class_weight="balanced" if balanced else None)
    model.fit(measure(parts), taken, sample_weight=weight)
    return Fit(model.coef_[0], float(model.intercept_[0]), measure)


def _without_its_own(read: Group, others: Sequence[Group], measure: Measure) -> Floats:
    """Likelihoods of what was read, each pair by a fit that lacks it."""
    found = [np.zeros(len(pair)) for pair in read.pairs]
    for turn in range(FOLDS):
        rest = Group(read.name, [pair for n, pair in enumerate(read.pairs) if n % FOLDS != turn], read.weight)
        fit = _fit([*others, rest], measure)
        for number in range(turn, len(read.pairs), FOLDS):
            if fit and read.pairs[number]:
                found[number] = fit.likelihoods(read.pairs[number])
    return np.concatenate([*found, np.zeros(0)])


def _lengths(parts: Sequence[Weighed]) -> Floats:
    return np.log1p([[part.length] for part in parts]).reshape(len(parts), 1)


def _all_bits(parts: Sequence[Weighed]) -> Floats:
    return np.log1p([[part.bits] for part in parts]).reshape(len(parts), 1)


def _of_statutes(parts: Sequence[Weighed]) -> Floats:
    """The features that statutes are weighed by; the others are nought."""
    return np.asarray(_features(parts) * np.array([name not in UNTOLD for name in _names()]))


def _features(parts: Sequence[Weighed]) -> Floats:
    return np.array([part.features for part in parts], dtype=np.float64).reshape(len(parts), len(_names()))


def _taken(parts: Sequence[Weighed]) -> npt.NDArray[np.bool_]:
    return np.array([part.taken for part in parts], dtype=np.bool_)


def _names() -> tuple[str, ...]:
    from simcheck.align.likelihood import Features

    return Features._fields


def _shipped(weights: Weights) -> Fit:
    return Fit(np.array(weights.features), weights.constant, _features)


# Telling

_THIS_FIT, _AS_SHIPPED = "this fit", "as shipped"
_MEASURES: Final[Mapping[str, Measure]] = {_THIS_FIT: _features, "length alone": _lengths, "bits alone": _all_bits}


def _told(groups: Mapping[str, Group]) -> str:
    from simcheck.align.acts import FEWEST

    # what is shorter is never shown, whatever its likelihood
    kept = [
        group._replace(pairs=[[part for part in pair if part.length >= FEWEST] for pair in group.pairs])
        for group in groups.values()
    ]

    def of(*heads: str) -> list[Group]:
        return [group for group in kept if group.name.startswith(heads)]

    def statutes(group: Group, wanted: bool) -> Group:
        return group._replace(pairs=[[part for part in pair if part.statute == wanted] for pair in group.pairs])

    learned = [statutes(group, False) for group in of(_PLANTED, _STRANGERS, _READ)]
    articles = [statutes(group, True) for group in of(_ARTICLES)]
    prose, ruled = _fit(learned, _features), _fit(articles, _of_statutes, balanced=True)
    held = [
        *_held_of_tests([part for group in of(_TEST) for part in statutes(group, False).parts], learned),
        *_held_of_read(learned),
        *_held_of_articles(articles),
    ]
    told = [_learned_on([*learned, *articles]), _weights(prose, ruled)]
    if held:
        told += [_auc(held), *_reliability(held)]
    unrelated_pairs = of(_STRANGERS, f"{_TEST} {_STRANGERS}")
    if prose and unrelated_pairs:
        told.append(_strangers(unrelated_pairs, prose))
    return "\n\n".join(told)


def _held_of_tests(parts: Sequence[Weighed], learned: Sequence[Group]) -> Iterator[Held]:
    from simcheck.align.likelihood import PROSE

    fits = {name: _fit(learned, measure) for name, measure in _MEASURES.items()}
    if parts and all(fits.values()):
        likely = {name: fit.likelihoods(parts) for name, fit in fits.items() if fit}
        yield Held("planted and strangers", parts, {**likely, _AS_SHIPPED: _shipped(PROSE).likelihoods(parts)})


def _held_of_read(learned: Sequence[Group]) -> Iterator[Held]:
    from simcheck.align.likelihood import PROSE

    for group in learned:
        if group.name.startswith(_READ) and group.parts:
            others = [other for other in learned if other is not group]
            likely = {name: _without_its_own(group, others, measure) for name, measure in _MEASURES.items()}
            shipped = _shipped(PROSE).likelihoods(group.parts)
            yield Held(group.name, group.parts, {**likely, _AS_SHIPPED: shipped})


def _held_of_articles(articles: Sequence[Group]) -> Iterator[Held]:
    from simcheck.align.likelihood import STATUTES

    for group in articles:
        others = [other for other in articles if other is not group]
        measures = {**_MEASURES, _THIS_FIT: _of_statutes}
        fits = {name: _fit(others, measure, balanced=True) for name, measure in measures.items()} if others else {}
        if group.parts and fits and all(fits.values()):
            likely = {name: fit.likelihoods(group.parts) for name, fit in fits.items() if fit}
            shipped = _shipped(STATUTES).likelihoods(group.parts)
            yield Held(group.name, group.parts, {**likely, _AS_SHIPPED: shipped})


def _learned_on(groups: Sequence[Group]) -> str:
    rows = [["learned on", "pairs", "parts", "taken", "weight"]]
    for group in groups:
        parts = group.parts
        taken = sum(part.taken for part in parts)
        rows.append([group.name, str(len(group.pairs)), str(len(parts)), str(taken), f"{group.weight:g}"])
    return record.table(rows)


def _weights(prose: Fit | None, statutes: Fit | None) -> str:
    from simcheck.align.likelihood import PROSE, STATUTES

    fits = (_shipped(PROSE), prose, _shipped(STATUTES), statutes)
    rows = [["weight", "prose, shipped", "this fit", "statutes, shipped", "this fit"]]
    for number, name in enumerate(_names()):
        rows.append([name, *(f"{fit.weights[number]:.2f}" if fit else "–" for fit in fits)])
    rows.append(["constant", *(f"{fit.constant:.2f}" if fit else "–" for fit in fits)])
    return record.table(rows)


def _auc(held: Sequence[Held]) -> str:
    """A row for each feature and for what was learned from them; under it how far off the likelihoods are."""
    from sklearn.metrics import log_loss, roc_auc_score

    rows = [["AUC", *(f"{each.name} ({sum(p.taken for p in each.parts)} of {len(each.parts)})" for each in held)]]
    measures: dict[str, Callable[[Held], Floats]] = {
        **{name: lambda each, n=n: _features(each.parts)[:, n] for n, name in enumerate(_names())},  # type: ignore[misc]
        **{name: lambda each, name=name: each.likely[name] for name in (*_MEASURES, _AS_SHIPPED)},  # type: ignore[misc]
    }
    losses = [["log loss", *(each.name for each in held)]]
    for name, measure in measures.items():
        cells, off = [], []
        for each in held:
            taken, values = _taken(each.parts), measure(each)
            both = 0 < taken.sum() < len(taken)
            cells.append(f"{roc_auc_score(taken, values):.3f}" if both else "–")
            off.append(f"{log_loss(taken, values, labels=[False, True]):.3f}" if name in each.likely else "–")
        rows.append([name, *cells])
        if name not in _names():
            losses.append([name, *off])
    return f"{record.table(rows)}\n\n{record.table(losses)}"


def _reliability(held: Sequence[Held]) -> Iterator[str]:
    """A table for each set: parts by likelihood, what it is in the mean, and how many were taken."""
    for each in held:
        rows = [["likelihood", "this fit: parts", "mean", "taken", "as shipped: parts", "mean", "taken"]]
        taken = _taken(each.parts)
        for low, high in zip(BINS, BINS[1:], strict=False):
            cells = []
            for likely in (each.likely[_THIS_FIT], each.likely[_AS_SHIPPED]):
                these = (likely >= low) & (likely < high)
                known = bool(these.any())
                cells += [
                    str(int(these.sum())),
                    f"{likely[these].mean():.2f}" if known else "–",
                    f"{taken[these].mean():.2f}" if known else "–",
                ]
            rows.append([f"{low:.1f}–{min(high, 1.0):.1f}", *cells])
        yield f"**{each.name}**\n\n{record.table(rows)}"


def _strangers(groups: Sequence[Group], prose: Fit) -> str:
    """Of pairs of unrelated reports, in how many a part would be shown, and would be of the upper grade."""
    from simcheck.align.acts import LEAST
    from simcheck.align.likelihood import PROSE

    rows = [["unrelated pairs with a part", "pairs", "shown", "upper", "shipped: shown", "upper"]]
    for group in groups:
        pairs = [[part for part in pair if part.specific >= LEAST] for pair in group.pairs]
        cells = []
        for fit in (prose, _shipped(PROSE)):
            most = [float(fit.likelihoods(pair).max(initial=0.0)) for pair in pairs]
            cells += [str(sum(value >= bound for value in most)) for bound in PROSE.bounds[:2]]
        rows.append([group.name, str(len(pairs)), *cells])
    return record.table(rows)
