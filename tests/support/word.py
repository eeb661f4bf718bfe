"""Word documents in pieces."""

from __future__ import annotations

import io
import zipfile

from simcheck.readers import decode

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def packed(body: str, **parts: str) -> bytes:
    """A .docx with this body; other parts by name (``footnotes``, ``numbering``, ``styles``, ``header1``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def p(*runs: str, style: str = "", number: tuple[int, int] | None = None) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(r, runs))}</w:p>"


def r(words: str) -> str:
    return words if words.startswith("<") else f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def level(depth: int, format: str, text: str, *more: str, start: int | None = 1) -> str:
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return (
        f'<w:lvl w:ilvl="{depth}">{begin}<w:numFmt w:val="{format}"/>{"".join(more)}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lines(body: str, **parts: str) -> list[str]:
    return decode("a.docx", packed(body, **parts)).text.split("\n")


def numbered(*levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    kind = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    return f"<w:numbering {NAMES}>{kind}{lists}</w:numbering>"
