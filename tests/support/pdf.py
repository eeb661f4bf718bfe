"""Builds PDFs of drawing commands: what no word processor prints, or prints and does not show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WIDTH: Final = 595
HEIGHT: Final = 842


def show(words: str, x: float, y: float, *, size: float = 16, turn: str = "1 0 0 1", font: str = "F1") -> str:
    """Words from the place (x, y), which is seen from the lower left corner; ``turn`` are four numbers of a matrix."""
    return f"BT /{font} {size} Tf {turn} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET"


UP: Final = "0 1 -1 0"
"""What turns words by a quarter to the left: they run up the page."""
DOWN: Final = "0 -1 1 0"
OVER: Final = "-1 0 0 -1"
SLANTED: Final = "0.707 0.707 -0.707 0.707"

FONTS: Final = 4
"""The number of the first object that a test may add."""


def drawn(
    pages: Sequence[Sequence[str]],
    *,
    page: str = "",
    resources: str = "",
    catalog: str = "",
    objects: Sequence[str | bytes] = (),
    font: str = "",
) -> bytes:
    """A PDF with these commands on its pages.

    ``page``, ``resources`` and ``catalog`` are more entries of these dictionaries; ``objects`` get the numbers from 10
    on, those of bytes are written as they are. ``font`` is the number of the object that is /F1.
    """
    written: dict[int, bytes] = {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        6: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/FontDescriptor 7 0 R/DW 1000>>",
        7: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
        8: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-V/DescendantFonts[6 0 R]>>",
    }
    for number, one in enumerate(objects, 10):
        written[number] = one if isinstance(one, bytes) else one.encode()
    free = 10 + len(objects)
    kids = []
    for number, commands in enumerate(pages):
        content = "\n".join(commands).encode()
        kids.append(free + 2 * number)
        written[free + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {free + 2 * number + 1} 0 R{page}"
            f"/Resources<</Font<</F1 {font or 5} 0 R/V1 8 0 R>>{resources}>>>>"
        ).encode()
        written[free + 2 * number + 1] = stream(content)
    written[1] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode()
    written[2] = f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(kids)}>>".encode()
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number in sorted(written):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + written[number] + b"\nendobj\n"
    table, count = len(out), max(written) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    for number in range(1, count):
        out += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    out += f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: bytes, about: str = "") -> bytes:
    """The object of a stream with more entries of its dictionary."""
    return f"<</Length {len(content)}{about}>>\nstream\n".encode() + content + b"\nendstream"
