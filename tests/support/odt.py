"""OpenDocument texts in pieces."""

from __future__ import annotations

import io
import zipfile

from simcheck.readers import decode

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
)
NAMES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def packed(body: str, automatic: str = "", styles: str = "", manifest: str = "<manifest:manifest/>") -> bytes:
    """An .odt with this body, its automatic styles, its other styles, and its table of contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{styles}</office:styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", manifest.replace("manifest>", f"manifest {NAMES}>", 1))
    return out.getvalue()


def p(words: str = "", style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>' if style else f"<text:p>{words}</text:p>"


def lines(body: str, automatic: str = "", styles: str = "") -> list[str]:
    return decode("a.odt", packed(body, automatic, styles)).text.split("\n")


def starts(body: str, automatic: str = "") -> list[str]:
    """What the pages begin with."""
    document = decode("a.odt", packed(body, automatic))
    return [document.text[at : at + 4] for at in document.pages]


def level(
    number: int, format: str, before: str = "", after: str = "", template: str | None = None, **more: str | int
) -> str:
    attributes = "".join(f' {name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in more.items())
    if template is not None:
        attributes += f' loext:num-list-format="{template}"'
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{format}" '
        f'style:num-prefix="{before}" style:num-suffix="{after}"{attributes}/>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def items(*content: str, style: str = "", more: str = "") -> str:
    name = f' text:style-name="{style}"' if style else ""
    inside = "".join(each if each.startswith(("<text:list-", BREAK)) else item(each) for each in content)
    return f"<text:list{name} {more}>{inside}</text:list>"


def item(*content: str, more: str = "") -> str:
    inside = "".join(each if each.startswith("<") else p(each) for each in content)
    return f"<text:list-item {more}>{inside}</text:list-item>"


DIGITS = list_style(
    "乙",
    level(1, "1", after="."),
    level(2, "1", after=".", text__display_levels=2),
    level(3, "1", after=")", text__display_levels=3),
)


def paragraph_style(
    name: str, parent: str = "", properties: str = "", more: str = "", family: str = "paragraph"
) -> str:
    parent = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:family="{family}" style:name="{name}"{parent} {more}>{properties}</style:style>'


def cell(*content: str, more: str = "") -> str:
    inside = "".join(each if each.startswith("<") else p(each) for each in content)
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row {more}>{inside}</table:table-row>"


def table(*rows: str, more: str = "") -> str:
    return f"<table:table {more}><table:table-column/>{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"


BREAK = "<text:soft-page-break/>"
