"""Make ``simcheck/data/boxes.zip``, the fonts that stand in for those a PDF names and does not bring along.

Run from the repository's root, with the ``dev`` extra installed: ``python tools/make_boxes.py``

Nothing is drawn with them. Of a font that stands in PDFium takes the boxes of the characters, and from these whether
words are on the page at all and where lines end; a character without a box may be lost. So every character and every
glyph has one: as wide as a figure or as an ideograph, or, where a PDF need not say how wide its characters are, as wide
as in the font that it names.
"""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

from simcheck.data import shipped

EM = 1000
ASCENT, DESCENT = 880, -120
"""Of an ideograph's square, as in the fonts that Chinese PDFs name."""

MARGIN = 40
"""From the square to the ink on each side, as an ideograph has it: boxes that touch would be lines that overlap."""

NARROW = ((0x0000, 0x10FF), (0xFF61, 0xFFDC), (0xFFE8, 0xFFEE))
"""Alphabets, and the half-width forms; everything else is as wide as an ideograph."""

BEYOND, LAST = 0x10000, 0x10FFFF
"""From here on all characters are as wide as an ideograph."""

GLYPHS = 0xFFFF
"""As many as a font can have: a PDF may name glyphs by number."""

STANDARD = (
    *("Courier", "Helvetica", "Helvetica-Bold"),
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
)
"""The fonts that whatever shows PDF has, so that a PDF need not say their widths, but two of symbols. Those that are
missing here, other Couriers and what is slanted of Helvetica, are as wide as one that is not."""


def made() -> dict[str, bytes]:
    """The fonts by name, the same bytes every time: ``boxes`` and the standard ones."""
    return {"boxes": _font({}), **{name: _font(_widths(name)) for name in STANDARD}}


def _widths(name: str) -> dict[int, int]:
    """How wide the characters of Western Windows are, in thousandths, asked of the font that PDFium brings along."""
    import ctypes

    from pypdfium2 import raw

    document = raw.FPDF_CreateNewDocument()
    font = raw.FPDFText_LoadStandardFont(document, name.encode())
    widths, width = {}, ctypes.c_float()
    for code in range(32, 256):
        for character in bytes([code]).decode("cp1252", "ignore"):
            raw.FPDFFont_GetGlyphWidth(font, ord(character), 1000.0, ctypes.byref(width))
            widths[ord(character)] = round(width.value)
    raw.FPDFFont_Close(font)
    raw.FPDF_CloseDocument(document)
    return widths


def _font(widths: dict[int, int]) -> bytes:
    """A TrueType font of boxes: ``widths`` by character, and the two for all others."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    every = dict.fromkeys(range(BEYOND), EM)
    for first, last in NARROW:
        every.update(dict.fromkeys(range(first, last + 1), EM // 2))
    every.update(widths)
    glyphs = [EM, *sorted(set(every.values())), EM]
    names = [".notdef", *(f"box{number}" for number in range(1, len(glyphs)))]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupGlyf(dict(zip(names, map(_box, glyphs), strict=True)))
    builder.setupHorizontalMetrics({name: (width, MARGIN) for name, width in zip(names, glyphs, strict=True)})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    reader = SFNTReader(out)
    tables = {tag: reader[tag] for tag in reader.keys()}  # noqa: SIM118 it is no dictionary
    tables["cmap"] = _characters([glyphs.index(width, 1) for _, width in sorted(every.items())], glyphs.index(EM, 1))
    tables["loca"] = _places(struct.unpack(f">{len(glyphs) + 1}H", tables["loca"]))
    tables["maxp"] = tables["maxp"][:4] + struct.pack(">H", GLYPHS) + tables["maxp"][6:]
    whole = io.BytesIO()
    writer = SFNTWriter(whole, len(tables))
    for tag, table in sorted(tables.items()):
        writer[tag] = table
    writer.close()
    return whole.getvalue()


def _characters(glyphs: Sequence[int], wide: int) -> bytes:
    """The table of characters, in format 13: one glyph for a range."""
    groups, first = [], 0
    for glyph, run in itertools.groupby([*glyphs, wide]):
        last = first + len(list(run)) - 1
        groups.append(struct.pack(">LLL", first, last, glyph))
        first = last + 1
    groups[-1] = groups[-1][:4] + struct.pack(">LL", LAST, wide)
    # simple fonts look for encoding 1, others for 10: one table for both
    head = struct.pack(">HHHHLHHL", 0, 2, 3, 1, 20, 3, 10, 20)
    return head + struct.pack(">HHLLL", 13, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(groups)


def _places(places: Sequence[int]) -> bytes:
    """Where the outlines of ``GLYPHS`` glyphs are: those that the font lacks are its first or its last, both wide.

    A glyph begins at its own place and ends at the next one's. Where that lies before it FreeType reads to the end of
    the outlines, so that places may go to and fro between the first glyph and the last.
    """
    more = itertools.cycle((places[0], places[-2]))
    return struct.pack(f">{GLYPHS + 1}H", *itertools.islice(itertools.chain(places[:-1], more), GLYPHS + 1))


def _box(width: int) -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    left, bottom, right, top = MARGIN, DESCENT + MARGIN, width - MARGIN, ASCENT - MARGIN
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def main() -> None:
    path = shipped("boxes.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, font in made().items():
            # of no date, so that the same fonts are the same file
            archive.writestr(zipfile.ZipInfo(f"{name}.ttf"), font, zipfile.ZIP_DEFLATED)
    print(f"{path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
