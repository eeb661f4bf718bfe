"""What an OFD shows that does not stand in its pages: templates, drawings of several pages, what is put onto them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.reading.printing import zipped
from simcheck import Document, errors
from simcheck.readers import decode

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float = 30, y: float = 60, more: str = "") -> str:
    steps = f"g {len(words) - 1} 5" if len(words) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} {5 * len(words)} 6" Size="5" {more}>'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def shown(id: int, more: str = 'Boundary="0 0 210 297"') -> str:
    return f'<ofd:CompositeObject ResourceID="{id}" {more}/>'


def unit(id: int, *content: str) -> str:
    return (
        f'<ofd:CompositeGraphicUnit ID="{id}"><ofd:Content>{"".join(content)}</ofd:Content></ofd:CompositeGraphicUnit>'
    )


def resources(units: str) -> str:
    return f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"


def page(*content: str, head: str = "") -> str:
    return f"<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer>{''.join(content)}</ofd:Layer></ofd:Content></ofd:Page>"


def made(
    *pages: str | None, units: str = "", public: str = "", templates: tuple[str, ...] = (), more: str = "", **parts: str
) -> bytes:
    """An OFD of these pages, None for one that is not there; other files by name."""
    common = "<ofd:PublicRes>Public.xml</ofd:PublicRes><ofd:DocumentRes>Res.xml</ofd:DocumentRes>" + "".join(
        f'<ofd:TemplatePage ID="{900 + number}" BaseLoc="T{number}.xml"/>' for number in range(len(templates))
    )
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="P{number}.xml"/>' for number in range(len(pages)))
    body = f"<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot>{parts.pop('body', '')}</ofd:DocBody>"
    files = {
        "OFD.xml": f"<ofd:OFD {SPACE}>{body}</ofd:OFD>",
        "D/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>",
        **{f"D/P{number}.xml": each for number, each in enumerate(pages) if each is not None},
        **{f"D/T{number}.xml": each for number, each in enumerate(templates)},
        **{f"D/{name}.xml": content for name, content in parts.items()},
    }  # fmt: skip
    for name, inside in (("Res", units), ("Public", public)):
        files[f"D/{name}.xml"] = resources(inside)
    return zipped({name: content.encode() for name, content in files.items()})


def read(*pages: str | None, **more: Any) -> Document:
    return decode("a.ofd", made(*pages, **more))


def passed(document: Document) -> dict[str, Any]:
    facts = [dict(note.facts) for note in document.notes if note.code in ("not-read", "passed-over")]
    return {name: count for each in facts for name, count in each.items() if name != "document"}


FIRST, SECOND = "全年修渠十八公里，打井四眼。", "来年再修两条。"


def test_words_in_a_composite_object() -> None:
    units = unit(7, text(FIRST, y=40), text(SECOND, y=80))
    assert read(page(text("工作总结", x=90, y=20), shown(7)), units=units).text == f"工作总结\n{FIRST}\n{SECOND}"


def test_in_other_composites_and_blocks_of_a_page() -> None:
    units = unit(7, f"<ofd:PageBlock>{shown(8)}</ofd:PageBlock>")
    public = unit(8, text(FIRST, y=40), text("不见", y=60, more='Visible="false"'), shown(9))
    own = resources(unit(9, text(SECOND, y=80)))
    content = page(f"<ofd:PageBlock>{shown(7)}</ofd:PageBlock>", head="<ofd:PageRes>Own.xml</ofd:PageRes>")
    assert read(content, units=units, public=public, Own=own).text == f"{FIRST}\n{SECOND}"


def test_composites_stand_where_their_page_puts_them() -> None:
    """The second half of a drawing comes first, by its place and not by its order."""
    units = unit(7, text(SECOND, x=0, y=0)) + unit(8, text(FIRST, x=0, y=0))
    lower, upper = 'Boundary="30 120 100 10"', 'Boundary="30 60 100 10" CTM="0.5 0 0 0.5 0 0"'
    assert read(page(shown(7, lower), shown(8, upper)), units=units).text == f"{FIRST}\n{SECOND}"


def test_one_drawing_on_two_pages_is_text_of_both() -> None:
    document = read(page(shown(7)), page(text(SECOND, y=120), shown(7)), units=unit(7, text(FIRST, y=60)))
    assert document.text.count(FIRST) == 2
    assert len(document.pages) == 2


@pytest.mark.parametrize(
    "units", [unit(7, text(FIRST), shown(7)), unit(7, text(FIRST), shown(8)) + unit(8, shown(7))], ids=["own", "other"]
)
def test_circles_of_composites_end(units: str) -> None:
    assert read(page(shown(7)), units=units).text == FIRST


def test_composites_that_grow_without_end_are_damaged() -> None:
    units = "".join(unit(7 + deep, *[shown(8 + deep)] * 10) for deep in range(9)) + unit(16, text(FIRST))
    with pytest.raises(errors.Damaged):
        read(page(shown(7)), units=units)


def test_what_a_template_has() -> None:
    sheet = page(text("石坡县人民政府文件", x=60, y=12), text("责任单位：县水利局", y=50))
    content = page(text(FIRST, y=90), head='<ofd:Template TemplateID="900" ZOrder="Background"/>')
    assert read(content, templates=(sheet,)).text == f"石坡县人民政府文件\n责任单位：县水利局\n{FIRST}"


def test_what_a_template_of_several_pages_has_is_read_once_and_not_at_the_edges() -> None:
    sheet = page(text("内部资料", x=90, y=10), text("责任单位：县水利局", y=50), text("石坡县", x=90, y=285))
    head = '<ofd:Template TemplateID="900"/>'
    pages = (page(text(FIRST, y=90), head=head), page(text(SECOND, y=90), head=head))
    assert read(*pages, templates=(sheet,)).text == f"责任单位：县水利局\n{FIRST}\n{SECOND}"


def test_a_template_of_composites_and_one_that_names_another() -> None:
    sheet = page(shown(7), head='<ofd:Template TemplateID="900"/>')
    content = page(text(SECOND, y=90), head='<ofd:Template TemplateID="900"/>')
    assert read(content, templates=(sheet,), units=unit(7, text(FIRST, y=50))).text == f"{FIRST}\n{SECOND}"


def test_what_is_missing_is_counted() -> None:
    head = '<ofd:Template TemplateID="905"/>'
    document = read(page(text(FIRST), shown(99), head=head), None, page(text(SECOND)))
    assert document.text == f"{FIRST}\n{SECOND}"
    assert len(document.pages) == 3
    assert passed(document) == {"missing": 3}


def test_annotations_seals_and_files_are_set_apart() -> None:
    listed = (
        f'<ofd:Annotations {SPACE}><ofd:Page PageID="0"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )
    notes = "".join(
        f'<ofd:Annot Type="{kind}"><ofd:Appearance>{inside}</ofd:Appearance></ofd:Annot>'
        for kind, inside in (("Stamp", ""), ("Watermark", text("内部资料")), ("Link", ""), ("Highlight", ""))
    )
    document = read(
        page(text(FIRST)),
        more="<ofd:Annotations>A.xml</ofd:Annotations><ofd:Attachments>F.xml</ofd:Attachments>",
        body="<ofd:Signatures>D/S.xml</ofd:Signatures>",
        A=listed,
        N=f"<ofd:PageAnnot {SPACE}>{notes}</ofd:PageAnnot>",
        F=f'<ofd:Attachments {SPACE}><ofd:Attachment Name="表"/></ofd:Attachments>',
        S=f'<ofd:Signatures {SPACE}><ofd:Signature Type="Seal"/><ofd:Signature Type="Sign"/></ofd:Signatures>',
    )
    assert document.text == FIRST
    assert passed(document) == {"annotations": 3, "embedded": 1}


def test_pictures_are_counted_where_there_are_words() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 10 10" ResourceID="1"/>'
    document = read(page(text(FIRST * 20), picture, picture), page(picture))
    assert {note.code for note in document.notes} == {"no-text-layer", "passed-over"}
    assert passed(document) == {"pictures": 2}
