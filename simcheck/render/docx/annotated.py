"""The checked document as a Word document with the reused passages coloured by kind and a comment on each.

A Word document is copied and keeps everything else as it is: runs are only parted where a passage begins or ends inside
them. Of anything else a plain one is made, paragraph by paragraph.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain, groupby
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from docx import Document as open_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run

from simcheck.environment import Language
from simcheck.errors import UnreadableDocument
from simcheck.formats import Format
from simcheck.model import Finding, Flag, Grade
from simcheck.readers import registry
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import Input, broken
from simcheck.readers.office import docx
from simcheck.render.docx.colours import CHANGED, COLOURS, ORDER
from simcheck.render.docx.comments import Comments, Look, Words
from simcheck.render.docx.original import usual
from simcheck.render.view.figures import (
    chosen,
)
from simcheck.render.view.record import Verified
from simcheck.render.view.selection import Selection
from simcheck.report.counting import bridged
from simcheck.report.report import Report
from simcheck.report.stamp import AUTHOR
from simcheck.text.segmentation import headings

Places = list[tuple[int, Any]]
"""Where in the text the words of an element begin, in order."""


class Piece(NamedTuple):
    """A run and the characters of the text that are its words."""

    start: int
    end: int
    run: Any


def annotated(
    report: Report,
    lang: Language,
    *,
    original: bytes | None = None,
    without: frozenset[Flag] = frozenset(),
    grade: Grade | None = None,
    quoting: bool = True,
    verified: Verified | None = None,
) -> bytes:
    """A .docx of the report's document; a copy of ``original`` if that is the Word document it was read from.

    All findings, or those of a ``grade`` and above, without those that have a flag of ``without``. ``quoting``: the
    comments quote the sources. The first comment has the record, with what was ``verified`` of a saved result.
    """
    shown = [each for each in chosen(report, None, every=True, grade=grade) if not each[1].flags & without]
    copied = _copy(report, original)
    document, places = copied or _made(report)
    colours = colours_of(report, [finding for _, finding in shown])
    pieces = list(coloured(places, colours))
    is_anew = copied is None and _is_word(original)
    _comment(
        document, pieces, report, Comments(report, shown, lang, quoting, is_anew, verified, Selection(without, grade))
    )
    out = BytesIO()
    document.save(out)
    return out.getvalue()


# The document


def _copy(report: Report, original: bytes | None) -> tuple[Any, Places] | None:
    """The original and the places of its words; None if it is no Word document, or another one by now."""
    if original is None or not _is_word(original):
        return None
    unusable: tuple[type[Exception], ...] = (UnreadableDocument, *broken())
    try:
        original = usual(original)
        document = open_document(BytesIO(original))
        given = Input(report.document.name, report.document.name, original, None, registry.extract)
        extract, places = docx.traced(given, document.element)
    except unusable:
        return None
    if extract.text != report.document.text:
        return None
    # foot- and endnotes are other files, in which no comment may stand
    return document, [(at, element) for at, element in places if hasattr(element, "getparent")]


def _is_word(original: bytes | None) -> bool:
    return original is not None and looks_like(original) == Format.DOCX


_LINE: Final = re.compile("[^\r\n\v\f\x85\u2028\u2029]+")
INVALID: Final = re.compile("[^\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""

_TITLE: Final = 40
"""Characters of a first line that is a title."""


def _made(report: Report) -> tuple[Any, Places]:
    """A document of the text alone."""
    document = blank()
    return document, written(document, report.document.text)


def blank() -> Any:
    """An empty document, set as such papers are."""
    document = open_document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = 1.5, Pt(0)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
    return document


def written(document: Any, words: str) -> Places:
    """A text at the end of a document, a paragraph a line, and the places of its words."""
    heads = {span.start for span, _ in headings(words)}
    places: Places = []
    for number, line in enumerate(_LINE.finditer(words)):
        bare = line.group().strip()
        if not bare:
            continue
        start = line.start() + line.group().index(bare[0])
        paragraph = document.add_paragraph()
        run = paragraph.add_run()
        if not number and len(bare) <= _TITLE and bare[-1] not in "。！？；":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.font.size, run.font.bold = Pt(22), True
        else:
            paragraph.paragraph_format.first_line_indent = Pt(28)
            run.font.bold = True if start in heads else None
        for part in re.finditer("[^\t]+|\t", bare):
            element = OxmlElement("w:tab" if part.group() == "\t" else "w:t")
            run._r.append(element)
            if part.group() != "\t":
                _write(element, INVALID.sub("\ufffd", part.group()))
                places.append((start + part.start(), element))
    return places


def _write(element: Any, words: str) -> None:
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# Colours


def colours_of(report: Report, findings: Iterable[Finding]) -> npt.NDArray[np.int8]:
    """For every character the number of its colour among ``COLOURS`` and then ``CHANGED``, from 1; 0 for none.

    The longest passage, and one without a flag before any with one, decides; a source that is the document itself only
    where nobody else has anything. Set phrases and quotations inside passages have their own colours.
    """
    text = report.document.text
    colours = np.zeros(len(text), dtype=np.int8)
    numbers = {key: number for number, key in enumerate(COLOURS, 1)}
    changed = {kind: number for number, kind in enumerate(CHANGED, 1 + len(COLOURS))}
    same = {id for id, source in report.sources.items() if source.text == text}
    order = sorted(findings, key=lambda f: (f.match.source not in same, not f.flags, report.length_of(f)))
    for finding in order:
        hull = finding.match.left
        counted = report.counted(finding)
        # marks and blanks between what counts are coloured with it
        flag = next((flag for flag in ORDER if flag in finding.flags), None)
        here = colours[hull.start : hull.end]
        here[bridged(counted, hull.of(text))] = numbers[flag or finding.kind]
        if flag is None and finding.kind in changed:
            here[counted & ~report.equal(finding)] = changed[finding.kind]
    for inner in reversed(ORDER):
        if inner in report.marked_by_flag:
            colours[report.marked_by_flag[inner] & (colours > 0)] = numbers[inner]
    return colours


def coloured(places: Places, colours: npt.NDArray[np.int8]) -> Iterator[Piece]:
    """The runs with the characters that they show, parted where the colour changes and shaded."""
    shades = ("", *COLOURS.values(), *CHANGED.values())
    for run, group in groupby(places, key=lambda place: place[1].getparent()):
        starts = {element: at for at, element in group}
        mine = [colours[at : at + len(element.text)] for element, at in starts.items()]
        if not any(some.any() for some in mine):
            yield from (Piece(at, at + len(element.text), run) for element, at in starts.items())
            continue
        yield from _parted(run, starts, colours, shades)


def _parted(run: Any, starts: Mapping[Any, int], colours: npt.NDArray[np.int8], shades: tuple[str, ...]) -> list[Piece]:
    """A run as several of one colour each, in its place."""
    form = run.find(qn("w:rPr"))
    pieces: list[Piece] = []
    current, shade = None, -1
    for child in list(run):
        if child is form:
            continue
        if child not in starts:
            if current is None:
                current, shade = _like(run, form, ""), 0
            current.append(child)
            continue
        at, words = starts[child], child.text
        here = colours[at : at + len(words)]
        cuts = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(words)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            if current is None or shade != here[start]:
                shade = int(here[start])
                current = _like(run, form, shades[shade])
            part = deepcopy(child)
            part.tail = None
            _write(part, words[start:end])
            current.append(part)
            pieces.append(Piece(at + start, at + end, current))
        run.remove(child)
    run.getparent().remove(run)
    return pieces


_BEFORE_SHADE: Final = frozenset(
    qn(f"w:{name}")
    for name in (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
        *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
        *("position", "sz", "szCs", "highlight", "u", "effect", "bdr"),
    )
)
"""What stands before a shade in a run's properties (ECMA-376, CT_RPr): Word insists on the order."""


def _like(run: Any, form: Any, shade: str) -> Any:
    """An empty run of the same form before this one, with a shade behind it."""
    new = OxmlElement("w:r")
    for name, value in run.attrib.items():
        new.set(name, value)
    if form is not None:
        new.append(deepcopy(form))
    if shade:
        properties = new.get_or_add_rPr()
        for old in properties.findall(qn("w:shd")):
            properties.remove(old)
        colour = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            colour.set(qn(f"w:{name}"), value)
        later = next((child for child in properties if child.tag not in _BEFORE_SHADE), None)
        if later is None:
            properties.append(colour)
        else:
            later.addprevious(colour)
    run.addprevious(new)
    return new


# Comments


def _comment(document: Any, pieces: list[Piece], report: Report, said: Comments) -> None:
    places = {run: number for number, run in enumerate(document.element.body.iter(qn("w:r")))}
    anchors = [piece._replace(run=_outside(piece.run)) for piece in pieces]
    # in the order of the file: the words of a text box are read after those that it stands among
    anchors.sort(key=lambda piece: places.get(piece.run, 0))
    if not anchors:
        return
    made = report.circumstances.created if report.circumstances else ""
    _say(document, anchors[0].run, anchors[0].run, chain(said.summary(), said.record()), made)
    for passage in said.passages:
        hull = passage.finding.match.left
        mine = [piece.run for piece in anchors if piece.start < hull.end and piece.end > hull.start]
        if mine:
            _say(document, mine[0], mine[-1], said.about(passage), made)


def _say(document: Any, first: Any, last: Any, lines: Iterable[Words], made: str) -> None:
    """A comment of the moment at which the result was ``made``, of now if nobody noted it."""
    comment = document.add_comment([Run(first, document), Run(last, document)], author=AUTHOR, initials="sc")
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(made).astimezone(UTC)
        comment._comment_elm.set(qn("w:date"), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for number, line in enumerate(lines):
        paragraph = comment.paragraphs[0] if not number else comment.add_paragraph()
        for words, look in [(line, Look.PLAIN)] if isinstance(line, str) else line:
            run = paragraph.add_run(INVALID.sub("\ufffd", words))
            # only where it is so: what is left out is Word's to decide
            run.bold = True if look in (Look.OWN, Look.HEAD) else None
            run.font.strike = True if look is Look.SOURCE else None


def _outside(run: Any) -> Any:
    """The run that holds the text box, or the ruby, in which a run stands: inside them Word allows no comments."""
    holders = (qn("w:txbxContent"), qn("w:ruby"))
    holder = next(run.iterancestors(*holders), None)
    while holder is not None:
        run = next(holder.iterancestors(qn("w:r")), run)
        holder = next(run.iterancestors(*holders), None)
    return run
