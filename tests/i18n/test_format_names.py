"""What formats are called in both languages, and what is advised about those that nobody reads."""

from __future__ import annotations

import pytest

from simcheck import errors
from simcheck.formats import Format
from simcheck.i18n import explain, messages
from simcheck.i18n.zh import ZH

NAMES: dict[Format, tuple[str, str]] = {
    Format.DOC: ("Word document (.doc)", "Word 文档 (.doc)"),
    Format.DOCX: ("Word document (.docx)", "Word 文档 (.docx)"),
    Format.EPUB: ("EPUB book (.epub)", "EPUB 电子书 (.epub)"),
    Format.HTML: ("web page (.html)", "网页 (.html)"),
    Format.MHTML: ("saved web page (.mht)", "存成一个文件的网页 (.mht)"),
    Format.ODT: ("OpenDocument text (.odt)", "OpenDocument 文档 (.odt)"),
    Format.OFD: ("OFD document (.ofd)", "OFD 文档 (.ofd)"),
    Format.PDF: ("PDF document (.pdf)", "PDF 文档 (.pdf)"),
    Format.RTF: ("RTF document (.rtf)", "RTF 文档 (.rtf)"),
    Format.WORD_XML: ("Word document (.xml)", "Word 文档 (.xml)"),
    Format.FODT: ("OpenDocument text (.fodt)", "OpenDocument 文档 (.fodt)"),
    Format.OLE: ("OLE document", "OLE 文档"),
    Format.SXW: ("OpenOffice.org document (.sxw)", "OpenOffice.org 文档 (.sxw)"),
    Format.UOF: ("UOF document (.uof)", "UOF 文档 (.uof)"),
    Format.WORD_2: ("Word 2 document (.doc)", "Word 2 文档 (.doc)"),
    Format.WORD_6: ("Word 6/95 document (.doc)", "Word 6/95 文档 (.doc)"),
    Format.WPD: ("WordPerfect document (.wpd)", "WordPerfect 文档 (.wpd)"),
    Format.CAJ: ("CAJ document (.caj)", "CAJ 文档 (.caj)"),
    Format.ENCRYPTED: ("encrypted Office document", "加密的 Office 文档"),
    Format.MSG: ("Outlook message (.msg)", "Outlook 邮件 (.msg)"),
    Format.ODP: ("OpenDocument presentation (.odp)", "OpenDocument 演示文稿 (.odp)"),
    Format.ODS: ("OpenDocument spreadsheet (.ods)", "OpenDocument 表格 (.ods)"),
    Format.PPT: ("PowerPoint presentation (.ppt)", "PowerPoint 演示文稿 (.ppt)"),
    Format.PPTX: ("PowerPoint presentation (.pptx)", "PowerPoint 演示文稿 (.pptx)"),
    Format.XLS: ("Excel workbook (.xls)", "Excel 表格 (.xls)"),
    Format.XLSB: ("Excel workbook (.xlsb)", "Excel 表格 (.xlsb)"),
    Format.XLSX: ("Excel workbook (.xlsx)", "Excel 表格 (.xlsx)"),
    Format.XML: ("XML data", "XML 数据"),
    Format.BMP: ("BMP image", "BMP 图片"),
    Format.GIF: ("GIF image", "GIF 图片"),
    Format.HEIC: ("HEIC image", "HEIC 图片"),
    Format.ICON: ("icon", "图标"),
    Format.JPEG: ("JPEG image", "JPEG 图片"),
    Format.PNG: ("PNG image", "PNG 图片"),
    Format.PSD: ("Photoshop image", "Photoshop 图片"),
    Format.TIFF: ("TIFF image", "TIFF 图片"),
    Format.WEBP: ("WEBP image", "WEBP 图片"),
    Format.BZIP2: ("bzip2 archive", "bzip2 压缩包"),
    Format.CABINET: ("cabinet archive", "cabinet 压缩包"),
    Format.GZIP: ("gzip archive", "gzip 压缩包"),
    Format.JAR: ("Java archive (.jar)", "Java 压缩包 (.jar)"),
    Format.RAR: ("RAR archive", "RAR 压缩包"),
    Format.SEVEN_ZIP: ("7z archive", "7z 压缩包"),
    Format.TAR: ("tar archive", "tar 压缩包"),
    Format.XZ: ("xz archive", "xz 压缩包"),
    Format.ZIP: ("ZIP archive", "ZIP 压缩包"),
    Format.ZSTD: ("zstd archive", "zstd 压缩包"),
    Format.AVI: ("AVI video", "AVI 视频"),
    Format.FLAC: ("FLAC audio", "FLAC 录音"),
    Format.MATROSKA: ("Matroska video", "Matroska 视频"),
    Format.MP3: ("MP3 audio", "MP3 录音"),
    Format.MP4: ("MP4 video", "MP4 视频"),
    Format.OGG: ("Ogg audio", "Ogg 录音"),
    Format.WAV: ("WAV audio", "WAV 录音"),
    Format.ELF: ("program (ELF)", "程序 (ELF)"),
    Format.MACH_O: ("program (Mach-O)", "程序 (Mach-O)"),
    Format.WASM: ("program (WebAssembly)", "程序 (WebAssembly)"),
    Format.WINDOWS_PROGRAM: ("program (Windows)", "程序 (Windows)"),
    Format.FONT: ("font", "字体"),
    Format.SHORTCUT: ("Windows shortcut (.lnk)", "Windows 快捷方式 (.lnk)"),
    Format.SQLITE: ("SQLite database", "SQLite 数据库"),
    Format.BINARY: ("binary data", "二进制数据"),
    Format.DEVICE: ("device", "设备"),
    Format.PIPE: ("pipe", "管道"),
    Format.SOCKET: ("socket", "套接字"),
}
"""What the formats are called. Version 0.2 wrote the English name into the catalogue of a corpus: it has to stay."""


def test_every_format_has_a_name() -> None:
    """And no other word does."""
    keys = {key.removeprefix("format.") for key in ZH if key.startswith("format.")}
    assert keys == set(Format) == set(NAMES)
    assert len({english for english, _ in NAMES.values()}) == len(NAMES)


@pytest.mark.parametrize("format", Format)
def test_a_format_is_named_in_the_language_of_its_reader(format: Format) -> None:
    """What is a PNG image in English is a PNG 图片, whichever version wrote down what the file looks like."""
    english, chinese = NAMES[format]
    for looks_like in (format, format.value, english):
        facts = {"path": "a.txt", "looks_like": looks_like, "head": "89 50"}
        assert explain.short("not-text", facts, "en") == f"not readable ({english})"
        assert explain.short("not-text", facts, "zh") == f"不是能读的文稿（{chinese}）"
        error = errors.NotText("a.txt", looks_like)
        assert explain.explain(error, "en").title == f"a.txt is no document that can be read (it looks like {english})"
        assert explain.explain(error, "zh").title == f"a.txt 不是能读的文稿（内容是 {chinese}）"


def test_the_remedy_is_that_of_the_format_whoever_wrote_it_down() -> None:
    """A picture has to be recognised, an archive unpacked; a document is saved as another format."""
    advice = {
        format: messages.text("en", f"error.not-text.advice.{remedy}")
        for format, remedy in ((Format.PNG, "picture"), (Format.RAR, "archive"), (Format.MP3, "other"))
    }
    advice[Format.XLSX] = messages.text("en", "error.not-text.advice")
    for format, remedy in advice.items():
        for looks_like in (format, NAMES[format][0]):
            assert explain.explain(errors.NotText("a", looks_like), "en").advice == remedy
