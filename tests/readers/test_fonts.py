"""PDF whose fonts are not embedded: their text does not depend on the fonts of the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT

from benchmarks.reading.printing import SONG, Face, Sheet, face, parted, pdf, printed, to_unicode, western
from simcheck.readers import decode, registry
from simcheck.readers.extract import Input
from simcheck.readers.fixed import pdf as reader

BOXES = ROOT / "simcheck" / "data" / "boxes.zip"

TEXT = [
    "青石镇2024年工作总结",
    "一、项目建设扎实推进。全年实施重点项目12个，完成投资3.5亿元，同比增长8.6%；红石沟村道路硬化4.2公里，全部验收合格。",
    "二",
    "（三）“放管服”改革不断深化，群众满意度明显提升。",
    "四、存在的问题和下一步打算。",
]
"""A title, a paragraph of several lines, a line of a single character."""

HANZI = ["全镇工作扎实推进", "镇", "全年完成道路硬化"]
TRADITIONAL = ["臺北市政府2024年工作報告，", "一", "全鎮工作扎實推進，道路已經完工。"]
JAPANESE = ["東京都の予算は2024年に増えた。", "の", "この文書はカタカナとひらがなで書かれています。"]
KOREAN = ["서울특별시2024년예산안", "의", "이것은한국어로작성된문서입니다."]


def numbers(text: list[str], step: int = 1, first: int = 1) -> dict[str, int]:
    """Codes for the characters of a text, in no order that a table could know."""
    return {sign: first + step * n for n, sign in enumerate(sorted(set("".join(text)), key=hash_of))}


def hash_of(sign: str) -> int:
    return ord(sign) * 7919 % 10007


def by_number(codes: dict[str, int], length: int = 2) -> Callable[[str], bytes]:
    return lambda words: b"".join(codes[sign].to_bytes(length, "big") for sign in words)


def adobe_gb1(words: str) -> bytes:
    """The numbers of the first 3,755 ideographs in Adobe's collection, which are those of GB 2312 from 940 on."""
    codes = (sign.encode("gb2312") for sign in words)
    return b"".join((940 + 94 * (row - 0xB0) + place - 0xA1).to_bytes(2, "big") for row, place in codes)


GLYPHS = numbers(TEXT, 331, 300)
"""Numbers of glyphs in a font that only the writer had, some above those of most fonts."""
HALF = "/DW 1000 /W [" + " ".join(f"{glyph} [500]" for sign, glyph in GLYPHS.items() if sign < "\u2000") + "]"
CODES = numbers(TEXT, 1, 33)
WIDTHS = "/FirstChar 33 /LastChar {} /Widths [{}]".format(
    32 + len(CODES), " ".join("500" if sign < "\u2000" else "1000" for sign in CODES)
)
NAMES = "/Encoding << /Differences [33 {}] >> " + WIDTHS
UNICODE_NAMES = NAMES.format(" ".join(f"/uni{ord(sign):04X}" for sign in CODES))
OWN_NAMES = NAMES.format(" ".join(f"/g{code}" for code in CODES.values()))
TO_UNICODE, TO_UNICODE_8 = to_unicode(GLYPHS), to_unicode(CODES, 1)
OTHER_GLYPHS = b"".join((65000 - glyph % 60000).to_bytes(2, "big") for glyph in range(60000))
GREEK = str.maketrans("αβγδελμπ", "abgdelmp")
BARE = "/FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags {flags} >>"


def numbered(name: str, subtype: int = 2, to_glyphs: str = "", *more: bytes) -> Face:
    """A font whose codes are numbers of its glyphs, with a table of the characters that they are."""
    return face(
        "Identity-H", by_number(GLYPHS), "Identity", name=name, subtype=subtype, widths=HALF,
        parts=(TO_UNICODE, *more), of_font="/ToUnicode {0} 0 R", of_characters=to_glyphs,
    )  # fmt: skip


def eight_bits(kind: str, name: str, named: str, *tables: bytes) -> Face:
    more = named + (" /ToUnicode {0} 0 R" if tables else "")
    return western(kind, name, more, code=by_number(CODES, 1), parts=tables)


GB1 = "/DW 1000 /W [1 95 500 814 907 500 7716 7716 500]"
FACES: dict[str, tuple[Face, list[str]]] = {
    "UniGB-UCS2-H": (SONG, TEXT),
    "UniGB-UTF16-H": (face("UniGB-UTF16-H", "utf-16-be"), TEXT),
    "GBK-EUC-H": (face("GBK-EUC-H", "gbk", widths=GB1), TEXT),
    "GBKp-EUC-H": (face("GBKp-EUC-H", "gbk"), TEXT),
    "GBK2K-H": (face("GBK2K-H", "gb18030", widths=GB1), TEXT),
    "GB-EUC-H": (face("GB-EUC-H", "gb2312", widths=GB1), TEXT),
    "Adobe-GB1 by number": (face("Identity-H", adobe_gb1), HANZI),
    "UniCNS-UCS2-H": (face("UniCNS-UCS2-H", "utf-16-be", "CNS1", name="MSung-Light"), TRADITIONAL),
    "ETen-B5-H": (
        face("ETen-B5-H", "big5", "CNS1", name="MSung-Light", widths="/DW 1000 /W [13648 13742 500]"),
        TRADITIONAL,
    ),
    "UniJIS-UCS2-H": (face("UniJIS-UCS2-H", "utf-16-be", "Japan1", name="HeiseiMin-W3"), JAPANESE),
    "90ms-RKSJ-H": (
        face("90ms-RKSJ-H", "cp932", "Japan1", name="HeiseiMin-W3", widths="/DW 1000 /W [231 325 500]"),
        JAPANESE,
    ),
    "UniKS-UCS2-H": (face("UniKS-UCS2-H", "utf-16-be", "Korea1", name="HYSMyeongJo-Medium"), KOREAN),
    "KSCms-UHC-H": (face("KSCms-UHC-H", "cp949", "Korea1", name="HYSMyeongJo-Medium"), KOREAN),
    "no widths": (face("UniGB-UCS2-H", "utf-16-be", widths=""), HANZI),
    "nothing about the font": (face("UniGB-UCS2-H", "utf-16-be", about=""), TEXT),
    "no heights": (face("UniGB-UCS2-H", "utf-16-be", about=BARE), TEXT),
    "bold": (face("UniGB-UCS2-H", "utf-16-be", name="SimHei,Bold", subtype=2), TEXT),
    "bold and slanted": (face("UniGB-UCS2-H", "utf-16-be", name="KaiTi,BoldItalic", subtype=2), TEXT),
    "named like one of the machine": (face("UniGB-UCS2-H", "utf-16-be", name="DejaVuSans", subtype=2), TEXT),
    "glyphs with a table": (numbered("SimSun"), TEXT),
    "glyphs with a table, PostScript": (numbered("SimSun", 0), TEXT),
    "glyphs with a table, Arial": (numbered("ArialMT"), TEXT),
    "glyphs with a table, Courier": (numbered("CourierNewPS-BoldMT"), TEXT),
    "glyphs that others stand for": (numbered("SimSun", 2, "/CIDToGIDMap {1} 0 R ", OTHER_GLYPHS), TEXT),
    "characters as glyphs": (
        face("Identity-H", "utf-16-be", "Identity", name="SimSun", subtype=2, widths="/DW 1000 /W [1 127 500]"),
        TEXT,
    ),
    "TrueType of Chinese Windows": (western("TrueType", "宋体".encode("gbk").decode("latin-1"), code=lambda words:
                                            words.encode("gbk")), TEXT),
    **{
        f"{kind} {name}, {how}": (eight_bits(kind, name, named, *tables), TEXT)
        for kind in ("Type1", "TrueType")
        for name in ("ABCDEF+SimSun", "Arial")
        for how, named, tables in (
            ("characters by name", UNICODE_NAMES, ()),
            ("names of its own", OWN_NAMES, (TO_UNICODE_8,)),
            ("no names", WIDTHS, (TO_UNICODE_8,)),
        )
    },
    "symbols": (western("Type1", "Symbol", code=lambda words: words.translate(GREEK).encode()), ["αβγ", "π", "λδε"]),
}  # fmt: skip


def files() -> dict[str, bytes]:
    """A PDF for each font, and one in which every character is drawn by itself."""
    return {
        f"{name}, {how}": pdf(draw(printed(text, gap=20)), font)
        for name, (font, text) in FACES.items()
        for how, draw in (("whole", list), ("parted", parted))
    }


FILES = files()
WANTED = {name: FACES[name.rpartition(", ")[0]][1] for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_font_that_is_not_embedded(name: str) -> None:
    read = decode("a.pdf", FILES[name]).text
    assert ["".join(line.split()) for line in read.split("\n")] == ["".join(line.split()) for line in WANTED[name]]


# Fonts whose widths a PDF need not say

ENGLISH = "The village is still a model of the finest village life Will illness fill a mill"
OF_HELVETICA = dict(
    zip(
        "Tehvilagstmodfnw W",
        (611, 556, 556, 500, 222, 222, 556, 556, 500, 278, 833, 556, 556, 278, 556, 722, 278, 944),
        strict=True,
    )
)
OF_BOLD = dict(
    zip(
        "Tehvilagstmodfnw W",
        (611, 556, 611, 556, 278, 278, 556, 611, 556, 333, 889, 611, 611, 333, 611, 778, 278, 944),
        strict=True,
    )
)
OF_TIMES = dict(
    zip(
        "Tehvilagstmodfnw W",
        (611, 444, 500, 500, 278, 278, 444, 500, 389, 278, 778, 500, 500, 333, 500, 722, 250, 944),
        strict=True,
    )
)
OF_COURIER = dict.fromkeys(OF_TIMES, 600)


def spelled(widths: dict[str, int], size: float = 8.0) -> list[Sheet]:
    """The English line, letter by letter, spaces not drawn."""
    sheet, x = Sheet(), 60.0
    for sign in ENGLISH:
        if sign != " ":
            sheet.words.append((x, 90.0, sign, size))
        x += widths[sign] * size / 1000
    return [sheet]


@pytest.mark.parametrize("kind", ["Type1", "TrueType"])
@pytest.mark.parametrize(
    ("name", "widths"),
    [
        *((name, OF_HELVETICA) for name in ("Helvetica", "Helvetica-Oblique", "Arial", "ArialMT", "Arial,Italic")),
        *((name, OF_BOLD) for name in ("Helvetica-Bold", "Arial,Bold", "Arial-BoldItalicMT")),
        *((name, OF_TIMES) for name in ("Times-Roman", "TimesNewRoman", "TimesNewRomanPSMT")),
        *((name, OF_COURIER) for name in ("Courier", "Courier-Bold", "CourierNew", "CourierNewPS-BoldItalicMT")),
    ],
)
def test_a_font_whose_widths_everybody_knows(name: str, widths: dict[str, int], kind: str) -> None:
    assert decode("a.pdf", pdf(spelled(widths), western(kind, name))).text == ENGLISH


def test_a_font_that_is_embedded_is_used() -> None:
    with zipfile.ZipFile(BOXES) as archive:
        font = archive.read("Helvetica.ttf")
    about = "/FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontFile2 {{0}} 0 R >>"
    embedded = western("TrueType", "Courier", "/Encoding /WinAnsiEncoding", about=about, parts=(font,))
    assert decode("a.pdf", pdf(spelled(OF_HELVETICA), embedded)).text == ENGLISH
    assert decode("a.pdf", pdf(spelled(OF_HELVETICA), western("TrueType", "Courier"))).text != ENGLISH


# Other fonts, other users


def everything() -> str:
    """What is read of each file, in this process."""
    return json.dumps(
        {name: reader.extract(Input("", "a.pdf", data, None, registry.extract)).text for name, data in FILES.items()}
    )


def test_shipped_fonts_are_those_of_the_maker() -> None:
    from tools import make_boxes

    with zipfile.ZipFile(BOXES) as archive:
        shipped = {name.removesuffix(".ttf"): archive.read(name) for name in archive.namelist()}
    assert shipped == make_boxes.made()


HIDDEN = (
    "set -e; shift; "
    "for folder in /usr/share/fonts /usr/share/X11/fonts /usr/local/share; do "
    '[ ! -d "$folder" ] || mount -t tmpfs none "$folder"; done; '
    'mkdir -p /usr/local/share/fonts; cp "$0"/* /usr/local/share/fonts/ 2> /dev/null || true; exec "$@"'
)
"""Runs a program where the only fonts are those in a folder; PDFium looks in these folders and no others."""


def _can_mount() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    return not subprocess.run(
        [unshare, "-rm", "mount", "-t", "tmpfs", "none", "/usr/local/share"], capture_output=True, check=False
    ).returncode


SURROUNDINGS = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}


def inkless() -> bytes:
    """A font that PDFium would take for a Chinese one: it has ideographs, and they are empty."""
    import io

    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "empty"])
    builder.setupCharacterMap(dict.fromkeys(map(ord, "".join(TEXT + HANZI)), "empty"))
    builder.setupGlyf({".notdef": Glyph(), "empty": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (10, 0), "empty": (10, 0)})
    builder.setupHorizontalHeader(ascent=100, descent=0)
    builder.setupNameTable({"familyName": "STSong-Light", "styleName": "Regular"})
    builder.setupOS2(ulCodePageRange1=0b1111 << 17)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


BESIDE = """
import gc, pathlib
import pypdfium2
import test_fonts

def look():
    document = pypdfium2.PdfDocument(test_fonts.FILES["UniGB-UCS2-H, parted"])
    page = document[0]
    text = page.get_textpage().get_text_range()
    return document, (text, bytes(page.render().buffer))

still_open, before = look()
for _ in range(3):
    read = test_fonts.everything()
    gc.collect()
_, after = look()
print(any(pathlib.Path("/usr/local/share/fonts").glob("a.ttf")))
print(before == after)
print(read)
"""


@pytest.mark.skipif(not _can_mount(), reason="folders cannot be hidden here (unshare -rm)")
@pytest.mark.parametrize("has_one", [False, True])
def test_the_fonts_of_the_machine_make_no_difference(tmp_path: Path, has_one: bool) -> None:
    """The same bytes with those that there are, with none, and with one that claims to be Chinese and has no ink.

    Also where somebody else used that one before, in the same process.
    """
    if has_one:
        (tmp_path / "a.ttf").write_bytes(inkless())
    command = ["unshare", "-rm", "bash", "-c", HIDDEN, str(tmp_path), "-", sys.executable, "-c", BESIDE]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=SURROUNDINGS)
    assert done.stdout.splitlines() == [str(has_one), "True", everything()]


def test_somebody_else_uses_the_library_in_the_same_process() -> None:
    """Before us, with a document that stays open, and after us; neither notices the other."""
    command = [sys.executable, "-c", BESIDE]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=SURROUNDINGS)
    assert done.stdout.splitlines()[1:] == ["True", everything()]
