"""How does a report look as a document to be printed: the shares, the coloured text, every passage, the record?

Made by us from the text alone, so that nothing of an original runs or is loaded when another program prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.model import Flag, Grade
from simcheck.render.docx.annotated import INVALID, Piece, blank, coloured, colours_of, written
from simcheck.render.docx.comments import Comments, Look, Words
from simcheck.render.view.figures import called, chosen
from simcheck.render.view.record import Record, Verified, record
from simcheck.render.view.selection import Selection
from simcheck.report.report import Report
from simcheck.report.stamp import AUTHOR

_TITLE: Final = 200
"""Characters of a title: more than 255 no property has."""

_SMALL: Final = Pt(10.5)
_SMALLEST: Final = Pt(8)
"""A SHA-256 has room on one line."""


def printed(
    report: Report,
    lang: Language,
    *,
    without: frozenset[Flag] = frozenset(),
    grade: Grade | None = None,
    quoting: bool = True,
    verified: Verified | None = None,
) -> bytes:
    """A .docx with the name of the document on top of each page and its number below; arguments as of ``annotated``,
    but that without ``quoting`` it has no words of the document either."""
    shown = [each for each in chosen(report, None, every=True, grade=grade) if not each[1].flags & without]
    said = Comments(report, shown, lang, quoting, False, verified, Selection(without, grade), own=quoting)
    document = blank()
    document.core_properties.author = AUTHOR
    document.core_properties.title = INVALID.sub("\ufffd", called(report.document, lang))[:_TITLE]
    _head_and_foot(document, INVALID.sub("\ufffd", called(report.document, lang)), lang)
    _heading(document, called(report.document, lang), Pt(16), centred=True)
    _lines(document, said.summary())
    if quoting:
        _heading(document, text(lang, "printed.text"), Pt(14), new_page=True)
        places = written(document, report.document.text)
        _numbered(list(coloured(places, colours_of(report, [finding for _, finding in shown]))), said)
    if said.passages:
        _heading(document, text(lang, "report.findings"), Pt(14), new_page=True)
    for passage in said.passages:
        first, *others = said.about(passage)
        _lines(document, [[(first, Look.HEAD)] if isinstance(first, str) else first, *others], space=True)
    _record(document, record(report, lang, selection=Selection(without, grade), verified=verified))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _heading(document: Any, words: str, size: Any, *, centred: bool = False, new_page: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.page_break_before = new_page or None
    paragraph.paragraph_format.keep_with_next = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None
    run = paragraph.add_run(INVALID.sub("\ufffd", words))
    run.bold, run.font.size = True, size


def _lines(document: Any, lines: Iterable[Words], *, space: bool = False) -> None:
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.2
        if space and not number:
            paragraph.paragraph_format.space_before = Pt(8)
            paragraph.paragraph_format.keep_with_next = True
        for words, look in [(line, Look.PLAIN)] if isinstance(line, str) else line:
            run = paragraph.add_run(INVALID.sub("\ufffd", words))
            run.font.size = _SMALL
            run.bold = True if look in (Look.OWN, Look.HEAD) else None
            run.font.strike = True if look is Look.SOURCE else None


def _numbered(pieces: list[Piece], said: Comments) -> None:
    """The number of each passage behind its last words."""
    ends: dict[Any, list[int]] = {}
    for passage in said.passages:
        hull = passage.finding.match.left
        mine = [piece for piece in pieces if piece.start < hull.end and piece.end > hull.start]
        if mine:
            ends.setdefault(mine[-1].run, []).append(passage.number)
    for run, numbers in ends.items():
        mark = OxmlElement("w:r")
        form = run.find(qn("w:rPr"))
        properties = OxmlElement("w:rPr") if form is None else deepcopy(form)
        for old in properties.findall(qn("w:shd")):
            properties.remove(old)
        raised = OxmlElement("w:vertAlign")
        raised.set(qn("w:val"), "superscript")
        properties.append(raised)
        words = OxmlElement("w:t")
        words.text = "".join(f"[{number}]" for number in numbers)
        mark.append(properties)
        mark.append(words)
        run.addnext(mark)


# --- the record, head and foot ----------------------------------------------------------------------------------------


_COLUMNS: Final = (Cm(3.6), Cm(11.8))


def _record(document: Any, filed: Record) -> None:
    _heading(document, filed.title, Pt(14), new_page=True)
    for section in filed.sections:
        _heading(document, section.title, Pt(11))
        table = document.add_table(rows=0, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, _COLUMNS, strict=True):
            column.width = width
        for row in section.rows:
            cells = table.add_row().cells
            for cell, words, width in zip(cells, (row.label, row.value), _COLUMNS, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = 1.1
                run = paragraph.add_run(INVALID.sub("\ufffd", words))
                run.font.size = _SMALLEST if row.is_exact and words is row.value else Pt(9)
                if row.is_exact and words is row.value:
                    run.font.name = "Courier New"
    _lines(document, filed.remarks, space=True)


def _head_and_foot(document: Any, name: str, lang: Language) -> None:
    for style in ("Header", "Footer"):
        document.styles[style].font.size = Pt(9)
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.add_run(text(lang, "printed.head", document=name))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # 第 ① 页，共 ② 页: where the fields come
    words = re.split("[①②]", text(lang, "printed.page", page="①", pages="②"))
    for words_before, field in zip(words, ("PAGE", "NUMPAGES", ""), strict=True):
        foot.add_run(words_before)
        if field:
            _field(foot, field)


def _field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = name
        run._r.append(element)
