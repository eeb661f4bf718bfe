"""How well the article of a web page is found: pages made here, of which it is known what the article is.

    python -m benchmarks articles
    python -m benchmarks articles --each --texts 5

Forty layouts as sites of counties, towns and newspapers, sites of model texts, WeChat, old sites of nested tables,
Word, WPS and other programs write them, each filled with some of the texts in corpus/. Printed is for each tool how
much of the articles it gives (recall), how much of what it gives is article (precision), both in visible characters in
order, and how many of the breaks between paragraphs are the same. trafilatura is measured if it is installed.
"""

from __future__ import annotations

import argparse
import quopri
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record
from benchmarks.reading.articles_layouts import LAYOUTS
from benchmarks.reading.articles_pages import Article

TEXTS: Final = record.ROOT / "corpus"


class Score(NamedTuple):
    """Visible characters of an article, of what was found, of both in order; breaks of either, and those of both."""

    wanted: int
    found: int
    common: int
    breaks: int
    right: int

    def row(self, name: str) -> tuple[str, ...]:
        """A row of the table."""
        shares = (self.common / self.wanted, self.common / max(self.found, 1), self.right / max(self.breaks, 1))
        return name, *(f"{share:.2%}" for share in shares)


def total(scores: Iterable[Score]) -> Score:
    """The scores of several articles as one."""
    return Score(*map(sum, zip(*scores, strict=True)))


def score(wanted: str, found: str) -> Score:
    """How well a text was found, line by line."""
    from rapidfuzz.distance import Indel

    (bare, breaks), (other, others) = _bare(wanted), _bare(found)
    common = right = added = 0
    for step in Indel.opcodes(bare, other):
        if step.tag == "equal":
            common += step.src_end - step.src_start
            shift = step.dest_start - step.src_start
            right += sum(at + shift in others for at in breaks if step.src_start < at <= step.src_end)
            added += sum(at - shift not in breaks for at in others if step.dest_start < at < step.dest_end)
    return Score(len(bare), len(other), common, len(breaks) + added, right)


def _bare(text: str) -> tuple[str, set[int]]:
    """The visible characters, and after how many of them a line ends; the end of all of them is no break."""
    bare, breaks = "", set()
    for line in text.splitlines():
        bare += re.sub(r"[\s\u200b]", "", line)
        breaks.add(len(bare))
    return bare, breaks - {0, len(bare)}


def tools() -> dict[str, Callable[[bytes], str]]:
    """What is measured, by name."""
    from simcheck.errors import SimcheckError
    from simcheck.readers import decode

    def ours(data: bytes) -> str:
        try:
            return decode("page.html", data).text
        except SimcheckError:
            return ""

    found: dict[str, Callable[[bytes], str]] = {"simcheck": ours}
    try:
        trafilatura = import_module("trafilatura")
    except ImportError:
        return found

    def theirs(data: bytes, **options: bool) -> str:
        # it reads no file in one, and gives no title with the text
        html = quopri.decodestring(data.partition(b"\r\n\r\n------")[2]) if data[:5] in (b"From:", b"MIME-") else data
        text = trafilatura.extract(html, include_tables=True, **options) or ""
        known = trafilatura.extract_metadata(html)
        title = str(known.title or "") if known else ""
        return text if title and text.startswith(title) else f"{title}\n{text}"

    return found | {
        "trafilatura": lambda data: theirs(data, include_comments=False),
        "trafilatura, recall": lambda data: theirs(data, include_comments=False, favor_recall=True),
        "trafilatura, precision": lambda data: theirs(data, include_comments=False, favor_precision=True),
    }


def articles(count: int) -> list[Article]:
    """The first texts of corpus/, without empty lines."""
    import simcheck

    found = []
    for path in sorted(TEXTS.glob("*.txt"))[:count]:
        lines = [line.strip() for line in simcheck.read(path).text.splitlines() if line.strip()]
        found.append(Article(lines[0], lines[1:]))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks articles", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=3, metavar="N", help="texts in each layout (3)")
    parser.add_argument("--each", action="store_true", help="a row for each layout as well")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = [("tool", "recall", "precision", "breaks")]
    for name, tool in tools().items():
        of_layouts = []
        for number, layout in enumerate(LAYOUTS):
            scores = []
            for article in articles(options.texts):
                found = tool(layout.made(article, number))
                scores.append(score("\n".join([article.title, *article.paragraphs]), found))
            of_layouts.append(total(scores))
            if options.each:
                rows.append(of_layouts[-1].row(f"{name}: {layout.name}"))
        rows.append(total(of_layouts).row(name))
    head = record.heading(
        "articles of web pages", record.machine(), [f"{len(LAYOUTS)} layouts, {options.texts} texts in each"]
    )
    section = f"{head}\n{record.table(rows)}\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return 0
