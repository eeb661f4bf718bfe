"""Files that say something of themselves, and what is kept of it."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

from simcheck.model import FileFacts
from simcheck.readers import decode
from support import word

LINE = "全镇新修村组道路二十六公里，改造老茶园三百亩。"

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</cp:coreProperties>'
)
SAID = CORE.format(
    "<dc:title>总结</dc:title><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2023-12-03T00:30:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-01-05T17:02:11+08:00</dcterms:modified>'
)
PROGRAM = "<Properties><Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"


def settings(*numbers: str) -> str:
    inside = "".join(f'<w:rsid w:val="{number}"/>' for number in numbers)
    return f'<w:settings {word.NAMES}><w:rsids><w:rsidRoot w:val="00AB12CD"/>{inside}</w:rsids></w:settings>'


def word_file(core: str | bytes = SAID, program: str | bytes = PROGRAM, sessions: str | bytes = settings()) -> bytes:
    out = io.BytesIO(word.packed(word.p(LINE)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        for name, content in (("docProps/core", core), ("docProps/app", program), ("word/settings", sessions)):
            if content:
                parts.writestr(f"{name}.xml", content)
    return out.getvalue()


def kept(name: str, data: bytes) -> FileFacts:
    """The facts of a file whose text is ``LINE``."""
    document = decode(name, data)
    assert LINE in document.text
    assert document.file is not None
    assert (document.file.sha256, document.file.size) == (sha256(data).hexdigest(), len(data))
    return document.file


def said(file: FileFacts) -> tuple[str | None, ...]:
    return file.author, file.editor, file.software, file.created, file.modified


NOTHING = (None, None, None, None, None)
