"""Which sentences a corpus takes for its formulas: those that were read as such, those that offices copied?

    python -m benchmarks formulas --planted HOSTS_DIR SOURCES_DIR
    python -m benchmarks formulas --read LABELS.jsonl PATH...
    python -m benchmarks formulas --draw 60 --seed 7 PATH...

Nothing is known beforehand: the table of set phrases is empty. Planted (see formulas_made): three checks of every
paragraph that was pasted into reports, by sentence. Read: passages of a corpus of PATH (texts, folders, lists), a line
each with ``name`` (or title), ``text`` and ``label``: formula, copied, law (what a higher law says), or anything else,
which is counted apart. --draw prints such lines without labels: paragraphs of 40 characters and more that eight texts
or more have, one of a document drawn at random.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from benchmarks import record
from benchmarks.detection.formulas_made import ARMS, made, office

if TYPE_CHECKING:
    from simcheck import Corpus, Report, Span

_ASKED: Final = 3
"""Hosts of one planted paragraph that are checked."""

_MARKED: Final = 0.8
"""The part of a passage from which it is said to be a formula."""

_HELD: Final = 8
_LONG: Final = 40


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks formulas", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH", help="what the corpus is made of")
    parser.add_argument("--planted", type=Path, nargs=2, metavar="DIR", help="folders of .txt: hosts, paragraphs")
    parser.add_argument("--read", type=Path, metavar="LABELS.jsonl", help="passages that were read")
    parser.add_argument("--draw", type=record.positive, metavar="N", help="print so many passages to be read")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--size", type=record.positive, default=1500, metavar="N", help="characters of a host: 1500")
    parser.add_argument("--each", type=record.positive, default=6, metavar="N", help="paragraphs of every kind: 6")
    parser.add_argument("--show", action="store_true", help="print what is wrong or missing")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    missing = [path for path in (*options.paths, *(options.planted or ()), options.read) if path and not path.exists()]
    if missing:
        return record.refuse("formulas", f"{missing[0]} is not there")
    if not options.planted and not options.paths:
        return record.refuse("formulas", "nothing to measure: --planted, or what a corpus is made of")
    if options.planted:
        rows, chosen = _planted(options), [f"planted, seed {options.seed}", f"hosts of {options.size}"]
    else:
        with tempfile.TemporaryDirectory() as folder, _corpus(Path(folder)) as corpus:
            corpus.add_all(options.paths)
            if options.draw:
                for line in _drawn(corpus, options.draw, options.seed):
                    print(json.dumps(line, ensure_ascii=False))
                return 0
            if not options.read:
                return record.refuse("formulas", "--read or --draw is wanted")
            rows, chosen = _read(corpus, options), [f"read: {options.read.name}", f"{len(corpus)} documents"]
    table = record.table(rows)
    print(table)
    if options.out is not None:
        record.append(options.out, f"{record.heading('formulas', record.machine(), chosen)}\n{table}\n")
    return 0


def _corpus(folder: Path) -> Corpus:
    """An empty corpus, for whose checks no phrase is known beforehand."""
    import numpy as np

    from simcheck import Corpus, Settings
    from simcheck.text.background import Background

    nothing = Background(np.zeros(0, np.uint32), np.zeros((0, 1), np.uint16), (100,))
    return Corpus.open(folder, create=True, settings=Settings(background=nothing))


class _Clock:
    """Processor time of checks, and of what looks for formulas in them."""

    def __init__(self) -> None:
        self.check = self.formulas = 0.0

    def checked(self, corpus: Corpus, document: Any) -> Report:
        from simcheck.findings import formulas

        plain = formulas.formulas

        def timed(*given: Any) -> Any:
            start = time.process_time()
            result = plain(*given)
            self.formulas += time.process_time() - start
            return result

        start = time.process_time()
        with patch.object(formulas, "formulas", timed):
            report = corpus.check(document)
        self.check += time.process_time() - start
        return report

    @property
    def part(self) -> str:
        return f"{self.formulas / self.check:.1%}" if self.check else ""


def _marked(report: Report, span: Span) -> float:
    """The part of a span that is marked as a formula of the corpus."""
    marks = [mark.span for mark in report.marks if mark.code == "corpus-formula"]
    return sum(max(0, min(m.end, span.end) - max(m.start, span.start)) for m in marks) / len(span)


def _planted(options: argparse.Namespace) -> list[list[str]]:
    from simcheck import Document, Flag, Span

    hosts, sources = ([path.read_text("utf-8") for path in sorted(of.glob("*.txt"))] for of in options.planted)
    texts, planted = made(hosts, sources, options.seed, options.size, options.each)
    asked: Counter[tuple[str, int]] = Counter()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    clock = _Clock()
    with tempfile.TemporaryDirectory() as folder, _corpus(Path(folder)) as corpus:
        list_of_all = Path(folder) / "hosts.jsonl"
        lines = [{"id": f"h{n}", "text": text, "unit": office(n)} for n, text in enumerate(texts)]
        list_of_all.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        corpus.add_all([list_of_all])
        documents = {document.text: document for document in corpus}
        for done, each in enumerate(planted, 1):
            record.progress(done, len(planted))
            asked[each.arm, each.number] += 1
            if asked[each.arm, each.number] > _ASKED:
                continue
            document: Document = documents[texts[each.host]]
            report = clock.checked(corpus, document)
            spans = [Span(at, at + len(p)) for p in each.paragraphs for at in [document.text.find(p)] if at >= 0]
            count = counts[each.arm]
            for span in spans:
                telling = report.covered(without={Flag.BOILERPLATE})[span.start : span.end]
                count["characters"] += len(span)
                count["shown"] += int(telling.sum())
                for sentence in _sentences(document.text, span):
                    count["sentences"] += 1
                    count["marked"] += (is_marked := _marked(report, sentence) >= _MARKED)
                    if options.show and is_marked != each.arm.startswith("formula"):
                        print(each.arm, each.number, sentence.of(document.text))
            count["checks"] += 1
    rows = [["planted", "checks", "sentences", "marked as formulas", "of the characters still told"]]
    for arm, about in ARMS.items():
        count = counts[arm]
        part = f"{count['shown'] / max(1, count['characters']):.2f}"
        rows.append([f"{arm}: {about}", *(str(count[key]) for key in ("checks", "sentences", "marked")), part])
    return [*rows, ["time of a check", "", "", clock.part, ""]]


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a part of a text that are long enough to be looked at."""
    from simcheck import Span
    from simcheck.findings.formulas import sentences

    for sentence in sentences(text):
        here = Span(max(sentence.start, span.start), max(min(sentence.end, span.end), max(sentence.start, span.start)))
        if sum(map(str.isalnum, here.of(text))) >= 13:
            yield here


def _read(corpus: Corpus, options: argparse.Namespace) -> list[list[str]]:
    from simcheck import Span

    labelled = [json.loads(line) for line in options.read.read_text(encoding="utf-8").splitlines()]
    documents = {key: each for each in corpus for key in (each.metadata.get("title", ""), each.name)}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    clock = _Clock()
    for done, line in enumerate(labelled, 1):
        record.progress(done, len(labelled))
        document = documents.get(line["name"])
        at = document.text.find(line["text"]) if document else -1
        if document is None or at < 0:
            counts[line["label"]]["lost"] += 1
            continue
        is_marked = _marked(clock.checked(corpus, document), Span(at, at + len(line["text"]))) >= _MARKED
        counts[line["label"]]["passages"] += 1
        counts[line["label"]]["marked"] += is_marked
        if options.show and is_marked != (line["label"] == "formula"):
            print(line["label"], line["name"], line["text"])
    rows = [["read as", "passages", "marked as formulas", "not in the corpus"]]
    rows += [[label, *(str(c[key]) for key in ("passages", "marked", "lost"))] for label, c in sorted(counts.items())]
    return [*rows, ["time of a check", "", clock.part, ""]]


def _drawn(corpus: Corpus, count: int, seed: int) -> Iterator[dict[str, str]]:
    """Passages that several texts have, one of a document."""
    from simcheck.findings import formulas
    from simcheck.text.segmentation import paragraphs

    chooser = random.Random(seed)
    documents = list(corpus)
    chooser.shuffle(documents)
    for document in documents:
        with patch.object(formulas, "formulas", return_value=[]) as asked:
            corpus.check(document)
        text, _, wordings, *_ = asked.call_args.args
        held = []
        for paragraph in paragraphs(document.text):
            start, end = text.interval(paragraph)
            if end - start >= _LONG and wordings.of(start, end).texts >= _HELD:
                held.append(paragraph)
        if held:
            yield {"name": document.name, "text": chooser.choice(held).of(document.text), "label": ""}
            count -= 1
            if not count:
                return
