"""Presentations in pieces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    """Files by id, kind and place."""
    each = "".join(f'<Relationship Id="{id}" Type="{_KIND}/{kind}" Target="{place}"/>' for id, kind, place in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def paragraph(words: str) -> str:
    return f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>"


def shape(*words: str, kind: str = "", is_hidden: bool = False) -> str:
    """A box with paragraphs; ``kind`` is that of a placeholder."""
    place = f'<p:ph type="{kind}"/>' if kind else ""
    about = f'<p:cNvPr id="1" name="" hidden="{int(is_hidden)}"/><p:nvPr>{place}</p:nvPr>'
    body = "".join(map(paragraph, words))
    return f"<p:sp><p:nvSpPr>{about}</p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def frame(content: str, kind: str) -> str:
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{kind}"
    data = f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
    return f"<p:graphicFrame><p:nvGraphicFramePr/>{data}</p:graphicFrame>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells; "<" is covered by the one before it."""
    each = "".join(f"<a:tr>{''.join(map(_cell, row))}</a:tr>" for row in rows)
    return frame(f"<a:tbl>{each}</a:tbl>", "table")


def _cell(words: str) -> str:
    merged, words = ("1", "") if words == "<" else ("0", words)
    body = "".join(map(paragraph, words.split("\n")))
    return f'<a:tc hMerge="{merged}"><a:txBody>{body}</a:txBody></a:tc>'


def packed(
    slides: Sequence[str],
    *,
    notes: Mapping[int, str] | None = None,
    hidden: Sequence[int] = (),
    order: Sequence[int] = (),
    more: Mapping[str, str] | None = None,
    related: Mapping[int, Sequence[tuple[str, str, str]]] | None = None,
    strict: bool = False,
) -> bytes:
    """A .pptx with these shapes on its slides; ``order`` are the numbers of the files as they are shown."""
    shown = order or range(1, len(slides) + 1)
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"r{n}", "slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1))
        ),
        "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in shown)
        + "</p:sldIdLst></p:presentation>",
    }
    for number, shapes in enumerate(slides, 1):
        show = ' show="0"' if number in hidden else ""
        files[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {_NAMES}{show}><p:cSld><p:spTree><p:nvGrpSpPr/>{shapes}</p:spTree></p:cSld></p:sld>"
        )
        targets = list((related or {}).get(number, ()))
        if notes and number in notes:
            targets.append(("n", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
            files[f"ppt/notesSlides/notesSlide{number}.xml"] = (
                f"<p:notes {_NAMES}><p:cSld><p:spTree>{shape('1', kind='sldNum')}{shape(notes[number], kind='body')}"
                "</p:spTree></p:cSld></p:notes>"
            )
        files[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(*targets)
    files.update(more or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if strict:
                for part in ("drawingml", "presentationml", "officeDocument"):
                    content = content.replace(
                        f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/"
                    )
            archive.writestr(name, content)
    return out.getvalue()


def diagram(*words: str) -> str:
    """The data of SmartArt."""
    points = "".join(f"<dgm:pt><dgm:t>{paragraph(each)}</dgm:t></dgm:pt>" for each in words)
    return f"<dgm:dataModel {_NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
