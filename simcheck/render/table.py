"""Findings as a table for a spreadsheet: one row each."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import Finding, Flag, Grade
from simcheck.render.view.differences import Texts, differences
from simcheck.render.view.figures import chosen, counted_apart
from simcheck.render.view.sources import Library, Names, Sources, of_corpus
from simcheck.report.report import Report
from simcheck.report.stamp import COLUMN

BOM: Final = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""

_TEXTS: Final = ("substitutions", "left_text", "right_text")
_COLUMNS: Final = (
    "n",
    "grade",
    "kind",
    "apart",
    "characters",
    "edits",
    "left",
    "left_pages",
    "left_paragraphs",
    "left_start",
    "left_end",
    "right",
    "right_pages",
    "right_paragraphs",
    "right_start",
    "right_end",
    "bits",
    "flags",
    "substitutions",
    "figures",
    *_TEXTS,
)

_OTHER_KEYS: Final = {"document": "check.document", "source": "source.id"}
"""Columns that only the table of a check has, and their names in ``messages``."""

_FORMULA: Final = frozenset("=+-@＝＋－＠")

Cell = str | int | float


def table(
    report: Report,
    lang: Language,
    *,
    texts: bool = True,
    library: Library | None = None,
    document: str | None = None,
    head: bool = True,
    grade: Grade | None = None,
) -> str:
    """All findings, or those of a ``grade`` and above, as CSV with a byte order mark; without ``texts`` no
    words of them. The last column is empty: its name is where a file is stamped.

    The findings of several checks make one table if each is given the name of its ``document``, which becomes the first
    column, and all but the first are made without ``head``.
    """
    several = document is not None or of_corpus(report, library)
    columns = _columns(texts=texts, several=several, named=document is not None)
    out = StringIO(newline="")
    writer = csv.writer(out)
    if head:
        writer.writerow([*(text(lang, _OTHER_KEYS.get(name, f"column.{name}")) for name in columns), COLUMN])
    sides, names = Texts(report), Names(report, lang, Sources(report, lang) if several else None)
    for number, finding in sorted(chosen(report, None, every=True, grade=grade), key=lambda pair: pair[0]):
        row = cells_of(number, finding, report, sides, names) | {"document": document or ""}
        writer.writerow([*(harmless(row[name]) for name in columns), ""])
    return (BOM if head else "") + out.getvalue()


def _columns(*, texts: bool, several: bool, named: bool) -> list[str]:
    columns = [name for name in _COLUMNS if texts or name not in _TEXTS]
    if several:
        columns.insert(columns.index("right"), "source")
    return ["document", *columns] if named else columns


def cells_of(number: int, finding: Finding, report: Report, texts: Texts, names: Names) -> dict[str, Cell]:
    """What a table says of a finding, by name of the column."""
    match, right, lang = finding.match, texts.right(finding), names.lang
    left_name, right_name = names.bare(finding)
    apart = counted_apart(finding)
    return {
        "n": number,
        "grade": text(lang, f"degree.{finding.grade}") if finding.grade else "",
        "kind": text(lang, f"kind.{finding.kind}"),
        "apart": text(lang, f"flag.{apart}") if apart else "",
        "characters": report.length_of(finding),
        "edits": len(differences(texts.parts(finding))),
        "left": left_name,
        "left_pages": texts.left.on(match.left),
        "left_paragraphs": texts.left.numbers(match.left),
        "left_start": match.left.start,
        "left_end": match.left.end,
        "source": match.source,
        "right": right_name,
        "right_pages": right.on(match.right),
        "right_paragraphs": right.numbers(match.right),
        "right_start": match.right.start,
        "right_end": match.right.end,
        "bits": round(finding.evidence.bits, 1),
        "expected": "" if finding.evidence.expected is None else finding.evidence.expected,
        "flags": text(lang, "joint").join(text(lang, f"flag.{flag}") for flag in Flag if flag in finding.flags),
        "substitutions": text(lang, "semicolon").join(
            f"{s.left.of(report.document.text)} ← {s.right.of(right.text)}" for s in finding.substitutions
        ),
        "figures": finding.figures,
        "left_text": match.left.of(report.document.text),
        "right_text": match.right.of(right.text),
    }


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    if not isinstance(cell, str):
        return cell
    words = printable(cell)
    return f"'{words}" if words.lstrip()[:1] in _FORMULA else words
