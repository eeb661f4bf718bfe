"""Saves paragraphs in every format: to be read again, and to be damaged first.

PDF and OFD are printed on pages as a word processor would.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points."""

_NO_START = "，。；：、！？）》”’】%％"
_NO_END = "（《“‘【"


@dataclass
class Sheet:
    """A page: words with the place where they begin and their size; places from the upper left corner."""

    words: list[tuple[float, float, str, float]] = field(default_factory=list)
    has_picture: bool = False


def width(words: str, size: float) -> float:
    return sum(size if ord(sign) > 0x2000 else size / 2 for sign in words)


def wrapped(paragraph: str, room: float, size: float, indent: float) -> list[str]:
    """The lines of a paragraph; closing marks never begin one, opening marks never end one, numbers are not parted."""
    lines, line = [], ""
    left = room - indent
    units: list[str] = []
    for sign in paragraph:
        bound = units and (
            sign in _NO_START
            or units[-1][-1] in _NO_END
            or (sign.isascii() and units[-1][-1].isascii() and sign != " ")
        )
        if bound:
            units[-1] += sign
        else:
            units.append(sign)
    for unit in units:
        if line and width(line + unit, size) > left:
            lines.append(line)
            line, left = "", room
        line += unit
    return [*lines, line]


def printed(
    paragraphs: Iterable[str],
    *,
    size: float = 14.0,
    indent: float = 2,
    margin: float = 90.0,
    columns: int = 1,
    pitch: float = 1.6,
    head: str = "",
    foot: str = "",
    gap: float = 0.0,
) -> list[Sheet]:
    """Pages with the paragraphs; ``indent`` in characters, ``foot`` with the page's number for #."""
    gutter = 24.0
    room = (WIDTH - 2 * margin - gutter * (columns - 1)) / columns
    room -= room % size
    sheets = [Sheet()]
    column, y = 0, margin
    for paragraph in paragraphs:
        for number, line in enumerate(wrapped(paragraph, room, size, indent * size)):
            if y + size > HEIGHT - margin:
                column, y = column + 1, margin
                if column == columns:
                    sheets.append(Sheet())
                    column = 0
            x = margin + column * (room + gutter) + (0 if number else indent * size)
            sheets[-1].words.append((x, y, line, size))
            y += pitch * size
        y += gap
    for number, sheet in enumerate(sheets, 1):
        for words, place in ((head, 50.0), (foot.replace("#", str(number)), HEIGHT - 60)):
            if words:
                # as most programs do, before the text
                sheet.words.insert(0, ((WIDTH - width(words, 9)) / 2, place, words, 9.0))
    return sheets


@dataclass(frozen=True)
class Face:
    """A font that a PDF names: its dictionary, and the other objects that this refers to as {0}, {1} and so on.

    A later one of these may refer to those before it.
    """

    font: str
    code: Callable[[str], bytes]
    parts: tuple[str | bytes, ...] = ()
    """Dictionaries, and contents of streams."""


ABOUT = (
    "/FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [-25 -254 1000 880] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)
"""What a PDF says about a font that it does not embed."""


def face(
    encoding: str,
    codec: str | Callable[[str], bytes],
    ordering: str = "GB1",
    *,
    name: str = "STSong-Light",
    subtype: int = 0,
    widths: str = "/DW 1000 /W [1 95 500]",
    about: str = ABOUT,
    parts: tuple[bytes, ...] = (),
    of_font: str = "",
    of_characters: str = "",
) -> Face:
    """A font of many characters (Type0), not embedded; ``of_font`` and ``of_characters`` may refer to ``parts``."""
    about = about.format(name=name, flags=6)
    characters = (
        f"<< /Type /Font /Subtype /CIDFontType{subtype} /BaseFont /{name} {widths} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> {of_characters}{about} >>"
    )
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name}-{encoding} /Encoding /{encoding} "
        f"/DescendantFonts [{{{len(parts)}}} 0 R] {of_font}>>"
    )
    return Face(font, (lambda words: words.encode(codec)) if isinstance(codec, str) else codec, (*parts, characters))


SONG = face("UniGB-UCS2-H", "utf-16-be")


def western(kind: str, name: str, more: str = "", *, about: str = "", code: Callable[[str], bytes] | None = None,
            parts: tuple[bytes, ...] = ()) -> Face:  # fmt: skip
    """A font of at most 256 characters, ``kind`` Type1 or TrueType."""
    font = f"<< /Type /Font /Subtype /{kind} /BaseFont /{name} {more} {about.format(name=name, flags=32)} >>"
    return Face(font, code or (lambda words: words.encode("cp1252")), parts)


def to_unicode(codes: dict[str, int], length: int = 2) -> bytes:
    """The table that says which characters codes of ``length`` bytes stand for."""
    lines = [f"<{code:0{2 * length}x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in codes.items()]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def",
            f"1 begincodespacerange <{'00' * length}> <{'ff' * length}> endcodespacerange",
            *("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks),
            "endcmap end end",
        ]
    ).encode()


def parted(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The same pages, drawn character by character as some programs do."""
    return [
        Sheet(
            [
                (x + width(words[:at], size), y, sign, size)
                for x, y, words, size in sheet.words
                for at, sign in enumerate(words)
            ],
            sheet.has_picture,
        )
        for sheet in sheets
    ]


def pdf(sheets: Sequence[Sheet], face: Face = SONG, *, compressed: bool = True, encrypted: bool = False) -> bytes:
    """A PDF of one font, which is named and not embedded."""
    objects: list[bytes] = [b"", b""]

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    def stream(content: bytes, about: str = "") -> int:
        if compressed:
            content, about = zlib.compress(content), about + " /Filter /FlateDecode"
        return add(f"<< /Length {len(content)}{about} >>\nstream\n".encode() + content + b"\nendstream")

    def filled(text: str) -> bytes:
        for at, number in enumerate(numbers):
            text = text.replace(f"{{{at}}}", str(number))
        return text.encode("latin-1")

    numbers: list[int] = []
    for part in face.parts:
        numbers.append(stream(part) if isinstance(part, bytes) else add(filled(part)))
    font = add(filled(face.font))
    picture = stream(bytes(3), " /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB "
                               "/BitsPerComponent 8")  # fmt: skip
    pages = []
    for sheet in sheets:
        drawn = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"] if sheet.has_picture else []
        for x, y, words, size in sheet.words:
            code = face.code(words).hex()
            drawn.append(f"BT /F {size} Tf {x:.2f} {HEIGHT - y - 0.88 * size:.2f} Td <{code}> Tj ET")
        content = stream("\n".join(drawn).encode())
        pages.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {content} 0 R /Resources "
                f"<< /Font << /F {font} 0 R >> /XObject << /I {picture} 0 R >> >> >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, written in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + written + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010d} 00000 n \n".encode() for place in places))
    lock = ""
    if encrypted:
        lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]"
    out.write(f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {lock} >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def ofd(sheets: Sequence[Sheet], *, parted: bool = False) -> bytes:
    """An OFD; ``parted``: a text object for every few characters, as some programs write."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    scale = 25.4 / 72
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(sheets)))
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH * scale:.2f} "
            f"{HEIGHT * scale:.2f}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
            "</ofd:Document>",
        )
        for number, sheet in enumerate(sheets):
            drawn = '<ofd:ImageObject ID="1" ResourceID="2" Boundary="0 0 210 297"/>' if sheet.has_picture else ""
            for x, y, words, size in sheet.words:
                step = 3 if parted else len(words)
                for at in range(0, len(words), step):
                    part = words[at : at + step]
                    left = x + width(words[:at], size)
                    steps = " ".join(f"{width(sign, size) * scale:.3f}" for sign in part[:-1])
                    drawn += (
                        f'<ofd:TextObject ID="9" Font="1" Size="{size * scale:.3f}" Boundary="{left * scale:.3f} '
                        f'{y * scale:.3f} {width(part, size) * scale:.3f} {size * scale:.3f}"><ofd:TextCode X="0" '
                        f'Y="{0.88 * size * scale:.3f}" DeltaX="{steps}">{escape(part)}</ofd:TextCode></ofd:TextObject>'
                    )
            archive.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f'<ofd:Page {space}><ofd:Content><ofd:Layer Type="Body" ID="5">{drawn}</ofd:Layer></ofd:Content>'
                "</ofd:Page>",
            )
    return out.getvalue()


# Other formats, of the same paragraphs


def word(lines: Sequence[str], *, numbered: bool = False) -> bytes:
    """A Word document of paragraphs and a small table."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line, style="List Number" if numbered and len(line) < 20 else None)
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合计"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(lines: Sequence[str]) -> str:
    """A web page with a menu, the paragraphs, a table and a list."""
    body = "".join(f"<p class='a'>{line}</p><!-- x -->" for line in lines)
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(12))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{lines[0]}</title></head><body><ul>{menu}</ul>"
        f"<div id='content'><h1>{lines[0]}</h1>{body}<table><tr><td>项目<td>进展</table><ol start=3><li>一</ol></div>"
        "</body></html>"
    )


def saved_page(lines: Sequence[str]) -> bytes:
    """The same as one file."""
    import base64

    coded = base64.encodebytes(page(lines).encode()).decode()
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        f'charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--b--\r\n'
    ).encode()


def book(lines: Sequence[str]) -> bytes:
    """An EPUB of three chapters."""
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    third = len(lines) // 3 + 1
    parts = [lines[n * third : (n + 1) * third] for n in range(3)]
    chapters = {
        f"c{n}.xhtml": page.format("".join(f"<p>{line}</p>" for line in part)).encode() for n, part in enumerate(parts)
    }
    items = "".join(f"<item id='{n}' href='{n}' media-type='application/xhtml+xml'/>" for n in chapters)
    spine = "".join(f"<itemref idref='{n}'/>" for n in chapters)
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": b"<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>",
            "a.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode(),
            **chapters,
        }
    )


def rich(lines: Sequence[str]) -> bytes:
    """RTF in the encoding of Chinese Windows."""

    def coded(line: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in line.encode("gb18030"))

    body = "".join(f"{{\\pard\\fi480 {coded(line)}\\par}}\n" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0\\fcharset134 a;}}}}\\f0\n{body}}}".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _no_libreoffice() -> str:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        return "LibreOffice (soffice) is not installed"
    fonts = shutil.which("fc-list")
    if fonts and not subprocess.run([fonts], capture_output=True, check=False).stdout.strip():
        return "LibreOffice does not start where there is no font"
    return ""


NO_LIBREOFFICE = _no_libreoffice()
"""Why it cannot be used here, if it cannot."""


def sheet(lines: Sequence[str]) -> bytes:
    """An .xlsx: its number, its words and their length in each row; one row and one sheet are hidden."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    percent = book.add_format({"num_format": "0.0%"})
    for number, line in enumerate(lines):
        page.write_row(number, 0, [number, line, len(line)])
        page.write(number, 3, number / len(lines), percent)
    page.set_row(2, None, None, {"hidden": True})
    page.merge_range(len(lines), 0, len(lines), 3, "合计")
    book.add_worksheet().hide()
    book.close()
    return out.getvalue()


def slides(lines: Sequence[str]) -> bytes:
    """A .pptx: a line a slide, in a box and in a table."""
    space = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    numbers = range(1, len(lines) + 1)
    related = "".join(f'<Relationship Id="r{n}" Type="{kind}/slide" Target="slides/slide{n}.xml"/>' for n in numbers)
    shown = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in numbers)
    start = f'<Relationship Id="r1" Type="{kind}/officeDocument" Target="ppt/presentation.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", f"<Relationships {package}>{start}</Relationships>")
        archive.writestr("ppt/_rels/presentation.xml.rels", f"<Relationships {package}>{related}</Relationships>")
        archive.writestr(
            "ppt/presentation.xml", f"<p:presentation {space}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>"
        )
        for number, line in enumerate(lines, 1):
            words = f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>"
            box = f"<p:sp><p:nvSpPr/><p:txBody>{words}</p:txBody></p:sp>"
            rows = f"<a:tbl><a:tr><a:tc><a:txBody>{words}</a:txBody></a:tc></a:tr></a:tbl>"
            graphic = f"<a:graphic><a:graphicData>{rows}</a:graphicData></a:graphic>"
            table = f"<p:graphicFrame><p:nvPr/>{graphic}</p:graphicFrame>"
            archive.writestr(
                f"ppt/slides/slide{number}.xml",
                f"<p:sld {space}><p:cSld><p:spTree><p:nvGrpSpPr/>{box}{table}</p:spTree></p:cSld></p:sld>",
            )
    return out.getvalue()
