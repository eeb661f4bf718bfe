"""Make ``boxes.zip``, the fonts that stand in for those a PDF names and does not bring along.

Run from the repository's root, with the ``dev`` extra installed: ``python simcheck/data/make_boxes.py``

Nothing is drawn with them. Of a font that stands in PDFium takes the boxes of the characters, and from these whether
words are on the page at all and where lines end; a character without a box may be lost. So every character and every
glyph has one: as wide as a figure or as an ideograph, or, where a PDF need not say how wide its characters are, as wide
as in the font that it names.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

EM = 1000
ASCENT, DESCENT = 880, -120
"""Of an ideograph's square, as in the fonts that Chinese PDFs name."""

MARGIN = 40
"""From the square to the ink on each side, as an ideograph has it: boxes that touch would be lines that overlap."""

NARROW = ((0x0000, 0x10FF), (0xFF61, 0xFFDC), (0xFFE8, 0xFFEE))
"""Alphabets, and the half-width forms; everything else is as wide as an ideograph."""

LAST = 0x10FFFF

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
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = dict.fromkeys(range(LAST + 1), EM)
    for first, last in NARROW:
        table.update(dict.fromkeys(range(first, last + 1), EM // 2))
    table.update(widths)
    kinds = sorted(set(table.values()))
    glyphs = {".notdef": EM, **{f"of{width}": width for width in kinds}, "last": EM}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupGlyf({name: _box(width) for name, width in glyphs.items()})
    builder.setupHorizontalMetrics({name: (width, MARGIN) for name, width in glyphs.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.updateHead(created=0, modified=0)
    font = builder.font
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion = 0
    font["cmap"].tables = []
    named = {character: f"of{width}" for character, width in table.items()}
    # simple fonts look for the first of the two, others for the second
    for encoding in (1, 10):
        part = CmapSubtable.newSubtable(13)
        part.platformID, part.platEncID, part.language, part.reserved, part.cmap = 3, encoding, 0, 0, named
        font["cmap"].tables.append(part)
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return _filled(out.getvalue(), len(glyphs))


def _box(width: int) -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    left, bottom, right, top = MARGIN, DESCENT + MARGIN, width - MARGIN, ASCENT - MARGIN
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _filled(data: bytes, count: int) -> bytes:
    """The font with ``GLYPHS`` glyphs: each that it lacks is its first or its last, both as wide as an ideograph.

    A glyph begins at its own place in the table of places and ends at the next one's. Where that lies before it
    FreeType reads to the end of the outlines, so that places may go to and fro between the first glyph and the last.
    """
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    reader = SFNTReader(io.BytesIO(data))
    tables = {tag: reader[tag] for tag in reader.keys()}  # noqa: SIM118 it is no dictionary
    places = struct.unpack(f">{count + 1}H", tables["loca"])
    first, last = places[0], places[-2]
    places = (*places[:-1], *([first, last] * GLYPHS))[: GLYPHS + 1]
    tables["loca"] = struct.pack(f">{GLYPHS + 1}H", *places)
    tables["maxp"] = tables["maxp"][:4] + struct.pack(">H", GLYPHS) + tables["maxp"][6:]
    out = io.BytesIO()
    writer = SFNTWriter(out, len(tables))
    for tag, table in tables.items():
        writer[tag] = table
    writer.close()
    return out.getvalue()


def main() -> None:
    path = Path(__file__).with_name("boxes.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, font in made().items():
            # of no date, so that the same fonts are the same file
            archive.writestr(zipfile.ZipInfo(f"{name}.ttf"), font, zipfile.ZIP_DEFLATED)
    print(f"{path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
