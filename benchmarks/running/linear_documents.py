"""Documents full of one thing, of any size, in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Final


def _zipped(members: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_P: Final = "<w:p><w:r><w:t>今年以来</w:t></w:r></w:p>"


def docx(body: str, **parts: str) -> tuple[str, bytes]:
    """A .docx with this body, and other parts by name."""
    members = {"word/document.xml": f"<w:document {_W}><w:body>{_P}{body}</w:body></w:document>"}
    members |= {f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()}
    return "a.docx", _zipped(members)


def _run(words: str) -> str:
    return f"<w:r>{words}</w:r>"


def _box(inner: str) -> str:
    return f"<w:p>{_run(f'<w:pict><w:txbxContent>{inner}{_P}</w:txbxContent></w:pict>')}</w:p>"


def _nested(times: int, before: str, behind: str, inner: str = "") -> str:
    return before * times + inner + behind * times


def _lists(count: int) -> tuple[str, bytes]:
    """Lists that are all of one kind, which has as many levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:lvlText w:val="%1."/><w:pStyle w:val="s{n}"/></w:lvl>' for n in range(count)
    )
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(count))
    return docx("", numbering=f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}')


def _numbered(count: int) -> tuple[str, bytes]:
    """Items of a list whose number is as long as there are items, and says nothing."""
    levels = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"%5" * count}"/></w:lvl>'
    kinds = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>'
    )
    return docx(item * count, numbering=f'{kinds}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')


def _footnotes(count: int) -> tuple[str, bytes]:
    """One footnote of many paragraphs, named as often."""
    references = _run('<w:footnoteReference w:id="1"/>') * count
    return docx(f"<w:p>{references}</w:p>", footnotes=f'<w:footnote w:id="1">{_P * count}</w:footnote>')


def _fields(count: int) -> str:
    begin, part = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>'
    return f"<w:p>{_run((begin + '<w:instrText>eq</w:instrText>' + part) * count)}</w:p>"


_OFD: Final = "http://www.ofdspec.org/2016"


def ofd(pages: Sequence[str]) -> tuple[str, bytes]:
    """An OFD of these pages."""
    members = {
        "OFD.xml": f'<OFD xmlns="{_OFD}"><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>',
        "D.xml": f'<Document xmlns="{_OFD}"><Pages>'
        + "".join(f'<Page ID="{n}" BaseLoc="P{n}.xml"/>' for n in range(len(pages)))
        + "</Pages></Document>",
    }
    for number, page in enumerate(pages):
        members[f"P{number}.xml"] = f'<Page xmlns="{_OFD}"><Content><Layer>{page}</Layer></Content></Page>'
    return "a.ofd", _zipped(members)


def _text(x: float, y: float, words: str, width: float = 60) -> str:
    code = f'<TextCode X="0" Y="4">{words}</TextCode>'
    return f'<TextObject Boundary="{x:.2f} {y:.2f} {width} 5" Size="4">{code}</TextObject>'


def _margins(count: int) -> tuple[str, bytes]:
    """Pages none of which begins where another does."""
    number = min(count // 10, 9000)
    return ofd(
        [_text(7 * (n % 95), 10 + n % 90, "今年以来我镇扎实推进", 20 + 7 * (n // 95)) * 6 for n in range(number)]
    )


_ODF: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "text", "table", "style")
)


def odt(body: str) -> tuple[str, bytes]:
    """An .odt with this body."""
    content = f"<office:document-content {_ODF}><office:body><office:text><text:p>今年以来</text:p>{body}"
    content += "</office:text></office:body></office:document-content>"
    return "a.odt", _zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def html(body: str, head: str = "") -> tuple[str, bytes]:
    """A web page."""
    return "a.html", f"<!DOCTYPE html><html><head>{head}</head><body><p>今年以来。</p>{body}</body></html>".encode()


def rtf(body: str) -> tuple[str, bytes]:
    """An RTF document; what is open is closed."""
    return "a.rtf", ("{\\rtf1\\ansi\\ansicpg936 2024 " + body + "\\par}").encode()


def mht(count: int) -> tuple[str, bytes]:
    """A saved page of many parts, each with headers of many parameters."""
    part = "--b\r\nContent-Type: text/x" + ';a="' * 50 + "\r\n\r\nx\r\n"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return "a.mht", (
        head + part * (count // 10) + "--b\r\nContent-Type: text/html\r\n\r\n<p>今年以来</p>\r\n--b--"
    ).encode()


def epub(count: int) -> tuple[str, bytes]:
    """A book of many chapters, each in another encoding than it says."""
    number = count // 10
    items = "".join(f'<item id="{n}" href="{n}.html" media-type="text/html"/>' for n in range(number))
    order = "".join(f'<itemref idref="{n}"/>' for n in range(number))
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="b.opf"/></container>',
        "b.opf": f"<package>{items}{order}</package>",
    }
    file = io.BytesIO(_zipped(members))
    with zipfile.ZipFile(file, "a") as archive:
        for n in range(number):
            archive.writestr(f"{n}.html", "<p>今年以来我镇扎实推进</p>".encode() + b"a" * (n % 50) + b"\xff")
    return "a.epub", file.getvalue()


def _txt(words: str, codec: str = "utf-8") -> tuple[str, bytes]:
    return "a.txt", words.encode(codec)


DOCUMENTS: Final[Mapping[str, Callable[[int], tuple[str, bytes]]]] = {
    "txt: one line": lambda n: _txt("今年以来" * 20 * n),
    "txt: GB18030": lambda n: _txt("今年以来" * 20 * n, "gb18030"),
    "txt: UTF-16": lambda n: _txt("今年以来" * 20 * n, "utf-16-le"),
    "txt: damaged GB18030": lambda n: (
        "a.txt",
        ("今年以来" * 20).encode("gb18030") * n + b"\xff" + "今".encode("gb18030"),
    ),
    "txt: bytes that say nothing": lambda n: ("a.txt", bytes(range(128, 256)) * n),
    "txt: rare characters": lambda n: _txt("龘靐齉爩" * 10 * n, "gb18030"),
    "txt: letters between pairs": lambda n: ("a.txt", "今A年".encode("gb18030") * 10 * n),
    "docx: paragraphs": lambda n: docx(_P * n),
    "docx: runs": lambda n: docx(f"<w:p>{_run('<w:t>一</w:t>') * n}</w:p>"),
    "docx: rows": lambda n: docx(f"<w:tbl>{f'<w:tr><w:tc>{_P}</w:tc></w:tr>' * n}</w:tbl>"),
    "docx: cells": lambda n: docx(f"<w:tbl><w:tr>{f'<w:tc>{_P}</w:tc>' * n}</w:tr></w:tbl>"),
    "docx: tables in tables": lambda n: docx(
        _nested(min(n // 200, 200), "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _P * n)
    ),
    "docx: deep tables": lambda n: docx(_nested(n, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _P)),
    "docx: text boxes in text boxes": lambda n: docx(
        _nested(min(n // 200, 100), "<w:p><w:r><w:pict><w:txbxContent>", f"{_P}</w:txbxContent></w:pict></w:r></w:p>")
    ),
    "docx: text boxes": lambda n: docx(_box("") * n),
    "docx: fields": lambda n: docx(_fields(n)),
    "docx: one footnote, named often": _footnotes,
    "docx: lists of one kind": _lists,
    "docx: a long number": _numbered,
    "docx: attributes": lambda n: docx("<w:p " + " ".join(f'a{k}="1"' for k in range(n)) + "/>"),
    "docx: prefixes": lambda n: docx("<w:p " + " ".join(f'xmlns:a{k}="u{k}"' for k in range(n)) + "/>"),
    "docx: styles": lambda n: docx(
        _P,
        styles="".join(
            f'<w:style w:styleId="{k}"><w:basedOn w:val="{k - 1}"/><w:rPr><w:vanish/></w:rPr></w:style>'
            for k in range(n)
        ),
    ),
    "odt: paragraphs": lambda n: odt("<text:p>今年以来</text:p>" * n),
    "odt: spans": lambda n: odt("<text:p>" + "<text:span>今</text:span>" * n + "</text:p>"),
    "odt: deep spans": lambda n: odt("<text:p>" + _nested(n, "<text:span>", "</text:span>") + "</text:p>"),
    "odt: items": lambda n: odt(
        "<text:list>" + "<text:list-item><text:p>今</text:p></text:list-item>" * n + "</text:list>"
    ),
    "odt: lists": lambda n: odt("<text:list><text:list-item><text:p>今</text:p></text:list-item></text:list>" * n),
    "odt: cells": lambda n: odt(
        "<table:table><table:table-row>"
        + "<table:table-cell><text:p>今</text:p></table:table-cell>" * n
        + "</table:table-row></table:table>"
    ),
    "odt: repeated cells": lambda n: odt(
        "<table:table><table:table-row>"
        + '<table:table-cell table:number-columns-repeated="99999"><text:p>今</text:p></table:table-cell>' * n
        + "</table:table-row></table:table>"
    ),
    "odt: spaces": lambda n: odt("<text:p>" + '<text:s text:c="99999"/>' * n + "</text:p>"),
    "odt: notes": lambda n: odt(
        "<text:p>" + "<text:note><text:note-body><text:p>今</text:p></text:note-body></text:note>" * n + "</text:p>"
    ),
    "ofd: lines": lambda n: ofd(["".join(_text(20, k, "今年以来我镇扎实推进") for k in range(n))]),
    "ofd: pieces of a row": lambda n: ofd(["".join(_text(20 + 4 * k, 20, "今", 4) for k in range(n))]),
    "ofd: numbers in a row": lambda n: ofd(["".join(_text(20 + 9 * k, 20, str(k % 90), 3) for k in range(n))]),
    "ofd: lines of a cell": lambda n: ofd(
        ["".join(_text(20, 20 + 6 * k, "今年以来我镇扎实推进") + _text(120, 20 + 6 * k, "今") for k in range(n))]
    ),
    "ofd: two columns": lambda n: ofd(
        [
            "".join(_text(10, 10 * k, "今年以来我镇扎实推进", 80) for k in range(n))
            + "".join(_text(110, 10 * k + 5, "今年以来我镇扎实推进", 80) for k in range(n))
        ]
    ),
    "ofd: leaders": lambda n: ofd([_text(20, 20, "." * n * 10)]),
    "ofd: pages": lambda n: ofd([_text(20, 20, "今年以来我镇扎实推进")] * min(n // 5, 9000)),
    "ofd: margins that all differ": _margins,
    "ofd: pages with the same lines": lambda n: ofd(
        ["".join(_text(20, k, "今年以来我镇扎实推进") for k in range(n // 2))] * 2
    ),
    "html: <": lambda n: html("<" * n),
    "html: paragraphs": lambda n: html("<p>今年以来" * n),
    "html: divs": lambda n: html("<div>今年以来</div>" * n),
    "html: deep divs": lambda n: html("<div>" * n),
    "html: ends": lambda n: html("</p>" * n),
    "html: attributes": lambda n: html("<p " + " ".join(f"a{k}=1" for k in range(n)) + ">今</p>"),
    "html: one attribute": lambda n: html(f'<p style="{";a:b" * n}" class="{"a " * n}" id="{"x" * n}">今</p>'),
    "html: entities": lambda n: html("&amp;" * n),
    "html: comments": lambda n: html("<!--" * n),
    "html: rules": lambda n: html("", "<style>" + "".join(f".a{k}{{display:none}}" for k in range(n)) + "</style>"),
    "html: braces": lambda n: html("", f"<style>{'{' * n}{'}' * n}</style>"),
    "html: cells": lambda n: html("<table><tr>" + "<td>今</td>" * n + "</tr></table>"),
    "html: tables in tables": lambda n: html(
        _nested(min(n // 100, 300), "<table><tr><td>", "</td></tr></table>", "<p>今</p>" * n)
    ),
    "html: rows": lambda n: html("<table>" + "<tr><td>今<td>年</tr>" * n + "</table>"),
    "html: links": lambda n: html("<script></script>" + "<li><a href=x>今年</a></li>" * n + "<p>今年以来，我镇。" * 5),
    "html: hidden": lambda n: html("<script></script>" + "<p hidden>今年以来" * n),
    "html: titles": lambda n: html("<h1>今年</h1>" * n, "<script></script><title>" + "今年" * n + "</title>"),
    "html: lines kept": lambda n: html("<pre>" + "今\n" * n + "</pre>"),
    "html: wrapped lines": lambda n: html("<p>" + "今\n " * n + "</p>"),
    "html: blanks": lambda n: html(f"<p>今{' ' * n * 10}\0{chr(10) * n * 10}今</p>"),
    "html: a declaration": lambda n: ("a.html", b"<html><meta charset=" + b" " * n * 10 + b"><p>a"),
    "mht: parts": mht,
    "epub: chapters": epub,
    "rtf: paragraphs": lambda n: rtf("\\par " * n),
    "rtf: groups": lambda n: rtf("{}" * n),
    "rtf: open groups": lambda n: rtf("{" * n),
    "rtf: closed groups": lambda n: rtf("}" * n),
    "rtf: bytes": lambda n: rtf("\\'bd\\'f1" * n),
    "rtf: one byte at a time": lambda n: rtf("\\'bd\n" * n),
    "rtf: characters": lambda n: rtf("\\u20170 ?" * n),
    "rtf: fields": lambda n: rtf("{\\field{\\*\\fldinst EQ \\\\o(}{\\fldrslt 1}}" * n),
    "rtf: fields in fields": lambda n: rtf(_nested(n // 100, "{\\field{\\*\\fldinst EQ \\\\o(", "}}")),
    "rtf: long instructions": lambda n: rtf(
        ("{\\field{\\*\\fldinst EQ \\\\o(" + "\\\\a" * 300 + "}{\\fldrslt 1}}") * (n // 10)
    ),
    "rtf: cells": lambda n: rtf("\\trowd\\cellx1\\intbl 1\\cell\\row" * n),
    "rtf: announced cells": lambda n: rtf("\\trowd" + "\\cellx1" * n + "\\intbl 1\\cell\\row" * n),
    "rtf: cells in cells": lambda n: rtf("\\itap99 1\\nestcell\\nestrow\\itap1 " * n),
    "rtf: fonts": lambda n: rtf("{\\fonttbl" + "{\\f1\\fcharset134 a;}" * n + "}" + "\\f1 a" * n),
    "rtf: font tables": lambda n: rtf("{\\fonttbl{\\f1\\fcharset134 a;}}" * n),
    "rtf: font tables in each other": lambda n: rtf(_nested(n // 2, "{\\fonttbl", "}")),
    "rtf: unread groups in each other": lambda n: rtf(_nested(n // 2, "{\\*\\x", "}")),
    "rtf: two ways": lambda n: rtf("{\\upr{a}{\\*\\ud{b}}}" * n),
    "rtf: footnotes": lambda n: rtf("{\\footnote a\\par}" * n),
    "rtf: text boxes": lambda n: rtf("{\\shp{\\*\\shpinst{\\shptxt a\\par}}}" * n),
    "rtf: pictures": lambda n: rtf("{\\pict\\bin3 {{{}" * n),
    "zip: members": lambda n: ("a.docx", _zipped({f"{k}": "" for k in range(n)})),
}
"""Documents full of one thing, as the file name and the bytes of one with so much of it."""
