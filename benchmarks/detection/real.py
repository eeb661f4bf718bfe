"""Of articles that offices really took from each other, how many are found, and how many formulas are marked too?

    python -m benchmarks real DOCS_DIR truth.json
    python -m benchmarks real DOCS_DIR truth.json --public STATUTES_DIR -v --out RESULTS.md

DOCS_DIR holds regulations of offices; truth.json is a list of pairs of their articles, labelled by reading. An item has
``later`` and ``earlier``: ``file`` below DOCS_DIR, ``article``, the code points [``start``, ``end``) of its body in
``simcheck.read(file).text``, and ``head``, its first 12 characters, by which a moved text is noticed. ``later.parts``
are the spans that were taken where the rest of a copied article is the later office's own; ``earlier.also`` further
places that it may come from. ``label`` is copied, formula or independent; ``kind`` of a copied one; ``basis`` of a
formula: law or convention; ``similarity`` and ``df`` the strata that it was drawn from; ``borderline``; ``reason``.

The two regulations of an item are compared as wholes. The share of an article is that of its characters (of its parts,
white space aside) that lie in blocks of findings. For a copied one only those count whose source side touches the
earlier article.
  found        copied articles with a share of a half or more;
  marked       formulas and independent articles with a share of .3 or more.
Findings flagged as boilerplate, scattered or public are not counted. The figures are given for all that are and for
those of the upper grade alone; those by hulls take in what lies between the blocks of a finding, and decide nothing.

The shipped background counts statutes. The two of a pair are taken out of it unless --as-shipped is given.
--public gives the texts below some folders to the comparison as public ones.
"""

from __future__ import annotations

import argparse
import inspect
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import record
from benchmarks.detection import counted, pan
from benchmarks.detection.left_out import statutes_out

if TYPE_CHECKING:
    from simcheck import Document, Finding

FOUND: Final = 0.5
MARKED: Final = 0.3

SIMILARITY: Final = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
FREQUENCY: Final = (("df 0", 0, 0), ("df 1–3", 1, 3), ("df 4 and more", 4, 10**9))

Spans = Sequence[Sequence[int]]


class TruthError(Exception):
    """The truth does not go with the documents; the message says where."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled article and the shares (0–1) of it that findings hold: their blocks, what lies between these too, the
    blocks of what is set aside; ``kind`` is that of most of it."""

    item: dict[str, Any]
    share: float
    hull: float
    aside: float
    kind: str

    @property
    def wrong(self) -> bool:
        return self.share < FOUND if self.item["label"] == "copied" else self.share >= MARKED


Keep = Callable[[Row], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks real", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("docs", type=Path, metavar="DOCS_DIR")
    parser.add_argument("truth", type=Path, metavar="truth.json")
    parser.add_argument(
        "--public", type=Path, nargs="+", default=(), metavar="FOLDER", help="texts that are given as public"
    )
    parser.add_argument("--as-shipped", action="store_true", help="leave the two documents in the table")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what was judged wrong, with its texts")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    try:
        items = json.loads(options.truth.read_text(encoding="utf-8"))
        documents = documents_of(options.docs, items)
        public = _public(options.public)
    except (TruthError, pan.CorpusError, OSError, ValueError) as error:
        return record.refuse("real", str(error))
    every, best = _measured(items, documents, public, shipped=options.as_shipped)
    section = "\n\n".join(
        [
            _told(every),
            f"**Upper grade alone**\n\n{_told(best)}" if best else f"- upper grade: {counted.NO_GRADES}",
        ]
    )
    print(section)
    if options.verbose:
        print(f"\n{_failures(every, documents)}")
    if options.out is not None:
        chosen = [
            "as shipped" if options.as_shipped else "the two documents left out",
            f"public: {' '.join(folder.name for folder in options.public)}" if options.public else "",
        ]
        title = f"real: {options.docs.resolve().parent.name}"
        record.append(options.out, f"{record.heading(title, record.machine(), chosen)}\n{section}\n")
    return 0


# Reading


def documents_of(docs: Path, items: Sequence[dict[str, Any]]) -> dict[str, Document]:
    """Every document that is named, by its name; refuses one in which an article is not where its label says."""
    import simcheck

    read: dict[str, Document] = {}
    for item in items:
        for side in (item["later"], item["earlier"]):
            name = side["file"]
            if name not in read:
                try:
                    read[name] = simcheck.read(docs / name)
                except simcheck.SimcheckError as error:
                    raise TruthError(f"{docs / name}: {error}") from error
            start = side["start"]
            if read[name].text[start : start + len(side["head"])] != side["head"]:
                raise TruthError(f"{name} {side['article']} does not begin with {side['head']}: the text has moved")
    return read


def _public(folders: Sequence[Path]) -> Any:
    """The texts below some folders as ``compare`` takes public ones, made ready once; None for no folder."""
    import simcheck

    if not folders:
        return None
    if "public" not in inspect.signature(simcheck.compare).parameters:
        raise TruthError("--public: this version takes no public texts")
    texts = []
    for folder in folders:
        if not folder.is_dir():
            raise TruthError(f"no such folder: {folder}")
        paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
        if not paths:
            raise TruthError(f"no .txt or .md below {folder}")
        texts += [simcheck.Document(path.name, path.name, pan.read_text(path)) for path in paths]
    return import_module("simcheck.text.public").Public.of(texts)


# Measuring


def pair_of(item: dict[str, Any]) -> tuple[str, str]:
    """The two documents of an item, by which they are compared once."""
    return item["later"]["file"], item["earlier"]["file"]


def _measured(
    items: Sequence[dict[str, Any]], documents: dict[str, Document], public: Any, *, shipped: bool
) -> tuple[list[Row], list[Row]]:
    """A row for every item, of all that is counted and of the upper grade; the latter is empty without grades."""
    import simcheck

    given = {} if public is None else {"public": public}
    every: list[Row] = []
    best: list[Row] = []
    graded = False
    ordered = sorted(items, key=pair_of)
    for (later, earlier), group in groupby(ordered, pair_of):
        left, right = documents[later], documents[earlier]
        background = simcheck.Background.default() if shipped else statutes_out(left.text, right.text)
        settings = simcheck.Settings(background=background)
        findings = simcheck.compare(left, right, settings=settings, **given).findings
        graded = graded or any(counted.grade(finding) is not None for finding in findings)
        for item in group:
            every.append(_row(item, left.text, counted.counted(findings), findings))
            best.append(_row(item, left.text, counted.upper(findings), findings))
        record.progress(len(every), len(items))
    return every, best if graded else []


def _row(item: dict[str, Any], text: str, findings: Sequence[Finding], every: Sequence[Finding]) -> Row:
    later, earlier = item["later"], item["earlier"]
    spans: Spans = later.get("parts") or [(later["start"], later["end"])]
    if item["label"] == "copied":
        places: Spans = [(each["start"], each["end"]) for each in (earlier, *earlier.get("also", []))]
        findings = [finding for finding in findings if _touches(finding, places)]
    share = _covered(text, spans, _blocks(findings))
    by_kind: Counter[str] = Counter()
    for finding in findings:
        by_kind[str(finding.kind)] += round(1000 * _covered(text, spans, _blocks([finding])))
    return Row(
        item,
        share,
        _covered(text, spans, [(f.match.left.start, f.match.left.end) for f in findings]),
        _covered(text, spans, _blocks(f for f in every if counted.set_aside(f))),
        by_kind.most_common(1)[0][0] if share >= FOUND else "missed",
    )


def _touches(finding: Finding, places: Spans) -> bool:
    return any(b.right.start < end and start < b.right.end for b in finding.match.blocks for start, end in places)


def _blocks(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    return [(block.left.start, block.left.end) for finding in findings for block in finding.match.blocks]


def _covered(text: str, spans: Spans, marked: Spans) -> float:
    """The part of the characters of ``spans``, white space aside, that lies in ``marked``."""
    at = [n for start, end in spans for n in range(start, end) if not text[n].isspace()]
    return sum(any(start <= n < end for start, end in marked) for n in at) / max(1, len(at))


# Telling


def _told(rows: Sequence[Row]) -> str:
    head = ["", "copied found", "formula by convention marked", "formula by law marked", "independent marked"]
    strata: list[tuple[str, Keep]] = [
        ("all", lambda row: True),
        ("not borderline", lambda row: not row.item["borderline"]),
    ]
    for low, high in zip(SIMILARITY, SIMILARITY[1:], strict=False):
        strata.append((f"similarity {low:.1f}–", _within("similarity", low, high)))
    strata += [(name, _within("df", low, high + 1)) for name, low, high in FREQUENCY]
    lines = [[name, *_figures([row for row in rows if keep(row)])] for name, keep in strata]
    lines.insert(1, ["all, by hulls", *_figures([replace(row, share=row.hull) for row in rows])])
    copied = [row for row in rows if row.item["label"] == "copied"]
    told = sorted({row.kind for row in copied})
    kinds = [["read as", "found", *told]]
    for kind in sorted({str(row.item["kind"]) for row in copied}):
        of_kind = [row for row in copied if row.item["kind"] == kind]
        cells = [str(sum(row.kind == name for row in of_kind)) for name in told]
        kinds.append([kind, _rate(of_kind, FOUND), *cells])
    return f"{record.table([head, *lines])}\n\n{record.table(kinds)}"


def _within(name: str, low: float, high: float) -> Keep:
    return lambda row: low <= row.item[name] < high


def _figures(rows: Sequence[Row]) -> list[str]:
    def of(label: str, basis: str | None = None) -> list[Row]:
        return [r for r in rows if r.item["label"] == label and basis in (None, r.item["basis"])]

    return [
        _rate(of("copied"), FOUND),
        _rate(of("formula", "convention"), MARKED),
        _rate(of("formula", "law"), MARKED),
        _rate(of("independent"), MARKED),
    ]


def _rate(rows: Sequence[Row], bar: float) -> str:
    at_least = sum(row.share >= bar for row in rows)
    return f"{at_least / len(rows):.3f} ({at_least} of {len(rows)})" if rows else "–"


def _failures(rows: Sequence[Row], documents: dict[str, Document]) -> str:
    lines = ["wrong: share (with what lies between blocks; in what is set aside), label, item"]
    for row in rows:
        if not row.wrong:
            continue
        item, later, earlier = row.item, row.item["later"], row.item["earlier"]
        label = " ".join(filter(None, [item["label"], item["kind"], item["basis"], "?" * bool(item["borderline"])]))
        lines.append(
            f"  {row.share:.2f} ({row.hull:.2f}; {row.aside:.2f}) {label} #{item['id']} {later['file']} "
            f"{later['article']} ← {earlier['file']} {earlier['article']}: {item['reason']}"
        )
        for side in (later, earlier):
            lines.append("    " + " ".join(documents[side["file"]].text[side["start"] : side["end"]].split()))
    return "\n".join(lines)
