"""Whether time grows as texts and documents do, however they are made.

    python benchmarks/linear.py
    python benchmarks/linear.py --only rtf,quotations --scale 0.25 --out benchmarks/results/linear.md

Texts full of one thing (dots, blanks, line breaks, brackets that nobody closes, one character for ever) go through
every function that scans a text, and documents full of one thing (cells, fields, lists of one kind, text boxes in text
boxes, attributes, style sheets) through the readers: with n, two and four times as much. Four times the time is linear;
what takes more than six times and a tenth of a second is marked. Of each function the text is shown that takes most for
its length, and the one with which it grows most. A refusal in the program's own words is an answer,
and is shown as one. --scale makes everything smaller or larger.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from simcheck.entities import dates

# A script has only its own folder on the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import record

LONG: Final = 100_000
"""Characters of the shortest text."""

MANY: Final = 10_000
"""Elements of the smallest document."""

STEPS: Final = (1, 2, 4)

GROWTH: Final = 6.0
"""Times the time for four times as much from which something is marked; n·log n takes 4.5."""

LEAST: Final = 0.1
"""Seconds below which nothing is marked."""

ENOUGH: Final = 30.0
"""Seconds after which a case is not made larger."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="linear.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="LIST", help="names, or parts of them, of what is measured")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    wanted = [each for each in options.only.split(",") if each]
    functions = {name: work for name, work in text_functions().items() if _is_wanted(name, wanted)}
    documents = {name: make for name, make in DOCUMENTS.items() if _is_wanted(name, wanted)}
    if not functions and not documents:
        return record.refuse("linear", f"nothing is called {options.only}")
    rows: list[tuple[str, ...]] = [("function", "text", "characters", "ms", "times", "")]
    for name, work in functions.items():
        record.step(name)
        size = int(LONG * options.scale)
        found = [
            Measured.of(f"{text!r} × {size // len(text) * STEPS[-1]:,}", size, _work_on(work, text)) for text in TEXTS
        ]
        shown = {max(found, key=lambda one: one.last): None, max(found, key=lambda one: one.growth): None}
        rows += [(name, *one.row()) for one in (*shown, *(one for one in found if one.is_slow and one not in shown))]
    readers: list[tuple[str, ...]] = [("document", "made of", "bytes", "ms", "times", "")]
    for name, make in documents.items():
        record.step(name)
        one = Measured.of(name.partition(": ")[2], int(MANY * options.scale), _reading(make))
        readers.append((name.partition(": ")[0], *one.row()))
    head = record.heading("growth", record.machine(), [f"scale {options.scale}", options.only])
    tables = [record.table(each) for each in (rows, readers) if len(each) > 1]
    section = head + "\n" + "\n\n".join(tables) + "\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return int(any(row[-1] == "!" for row in (*rows, *readers)))


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(each in name for each in wanted)


class Measured(NamedTuple):
    """What one kind of text or document takes with so much, twice and four times as much, in seconds."""

    name: str
    size: int
    times: tuple[float, ...]
    answer: str

    @staticmethod
    def of(name: str, size: int, work: Callable[[int], tuple[int, float, str]]) -> Measured:
        """From work that is given how much of it there is; it returns a size, its seconds, and an answer."""
        times: list[float] = []
        told, answer = 0, ""
        for step in STEPS:
            told, spent, answer = work(size * step)
            times.append(spent)
            if spent > ENOUGH:
                break
        if len(times) > 1 and times[-1] > LEAST and times[-1] > 2 * times[0]:
            # noise makes things slower, never faster
            times[0] = min(times[0], work(size)[1])
            if times[-1] < ENOUGH / 5:
                times[-1] = min(times[-1], work(size * STEPS[len(times) - 1])[1])
        return Measured(name, told, tuple(times), answer)

    @property
    def last(self) -> float:
        return self.times[-1]

    @property
    def growth(self) -> float:
        """The last over the first, as if all steps had been made."""
        factor = self.times[-1] / max(self.times[0], 0.001)
        return factor ** (2 / (len(self.times) - 1)) if 1 < len(self.times) < len(STEPS) else factor

    @property
    def is_slow(self) -> bool:
        return self.last > LEAST and (self.growth > GROWTH or self.last > ENOUGH)

    def row(self) -> tuple[str, ...]:
        name = self.name.replace("|", "\\|")
        words = f"{name} ({self.answer})" if self.answer else name
        return words, f"{self.size:,}", f"{self.last * 1000:,.0f}", f"{self.growth:.1f}", "!" if self.is_slow else ""


def _work_on(work: Callable[[str], object], atom: str) -> Callable[[int], tuple[int, float, str]]:
    def run(size: int) -> tuple[int, float, str]:
        text = atom * (size // len(atom)) + "a"
        began = time.process_time()
        work(text)
        return len(text), time.process_time() - began, ""

    return run


def _reading(make: Callable[[int], tuple[str, bytes]]) -> Callable[[int], tuple[int, float, str]]:
    from simcheck import worker
    from simcheck.errors import SimcheckError
    from simcheck.readers import decode

    # what is measured is the time of this process
    worker.is_possible = lambda: False

    def run(size: int) -> tuple[int, float, str]:
        name, data = make(size)
        answer = ""
        began = time.process_time()
        try:
            decode(name, data)
        except SimcheckError as error:
            answer = error.code
        return len(data), time.process_time() - began, answer

    return run


# Texts

TEXTS: Final = tuple(
    dict.fromkeys(
        (
            *"。、，第一年村张的aX1.-_…“”《》（）(「<&{\\\"'\n\r\t \u3000\u2028\x0c\u0301\u200b\ufe0f×#*|",
            *(
                "\r\n",
                "——",
                "……",
                "a ",
                "a. ",
                ". ",
                " \n",
                "\x0c ",
                "\n a",
                "1,",
                "1.5",
                "1 ",
                "一、",
                "第一条 ",
                "（一）",
            ),
            *(
                "…… 12\n",
                ".... 12\n",
                "（此处填写",
                "（此处填写 XX ）",
                "请勿照搬照抄",
                "照抄照搬。",
                "村、",
                "云溪县",
                "张三、",
            ),
            *(
                "习近平总书记强调：",
                "《法》规定：",
                "“《",
                "总书记“",
                "“一”",
                "二十届",
                "一届一",
                "2018年",
                "2018-",
                "XX ",
                "___ ",
            ),
            *(
                "<a ",
                "<!--",
                "\\u1 ",
                "{\\",
                "&#",
                "='",
                "http://",
                "a@b.",
                "工作总结",
                "为了人民",
                "第一章 总则\n",
                "一、总则\n",
            ),
            *("今年以来我镇", "今年以来，我镇扎实推进。\n", "Ω", "а", "㎡", "🙂", "葉"),
        )
    )
)
"""What a text may be full of."""


def text_functions() -> Mapping[str, Callable[[str], object]]:
    """Everything that scans a whole text, by name."""
    from simcheck.entities import names
    from simcheck.findings import notes, quotations, substitutions
    from simcheck.metadata import guess
    from simcheck.model import Document, Edit, Span
    from simcheck.readers import decode, detect
    from simcheck.readers.fixed import reflow
    from simcheck.readers.office import fields
    from simcheck.readers.plain import legible
    from simcheck.render import markdown
    from simcheck.render.terminal import wrap
    from simcheck.settings import Settings
    from simcheck.text import fingerprint, normalize, notices, segmentation, tokens

    def substituted(text: str) -> object:
        half = len(text) // 2
        edits = [Edit(Span(at, at + 1), Span(at, at + 1)) for at in range(0, half - 1, 20)]
        return substitutions.substitutions(text[:half], text[half : 2 * half], edits)

    def hashed(text: str) -> object:
        normalized = normalize.normalize(text)
        return fingerprint.spaced_words(normalized)

    def read(text: str) -> object:
        return decode("a.txt", text.encode()) if text.strip() else None

    def told(text: str) -> object:
        document = Document("a", "a.txt", text)
        return notes.about(document, document, Settings())

    def lined(text: str) -> object:
        lines = [reflow.Line(text[at : at + 40], 72, 500, 72 + at, 84 + at) for at in range(0, len(text), 40)]
        return reflow.reflowed([reflow.Page(595, 842, lines)])

    return {
        "paragraphs": segmentation.paragraphs,
        "count_paragraphs": segmentation.count_paragraphs,
        "sentences": segmentation.sentences,
        "headings": segmentation.headings,
        "clauses": lambda text: segmentation.clauses(text, Span(0, len(text))),
        "notices": notices.notices,
        "normalize": normalize.normalize,
        "look_alikes": normalize.look_alikes,
        "tokens": tokens.tokens,
        "word_ends": lambda text: tokens.word_ends(normalize.normalize(text)),
        "fingerprint": hashed,
        "quotations": quotations.quotations,
        "notes": told,
        "blanks": notes.blanks,
        "guess": lambda text: guess.guess("a.txt", text),
        "guess from a name": lambda text: guess.guess(text, ""),
        "date": dates.date,
        "says_something": names.says_something,
        "is_unknown": names.is_unknown,
        "substitutions": substituted,
        "overstruck": lambda text: fields.overstruck(f"eq \\o({text}"),
        "slips": legible.slips,
        "looks_like": lambda text: detect.looks_like(text.encode(), ".html"),
        "decode": read,
        "reflowed": lined,
        "escaped": markdown.escaped,
        "atoms": lambda text: wrap.wrap(wrap.atoms(text.replace("\n", " ")), 80),
        "fit": lambda text: wrap.fit(text, 40),
        "start": lambda text: wrap.start(text, 40),
    }


# Documents


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


if __name__ == "__main__":
    sys.exit(main())
