"""What an OFD shows that does not stand in its pages: templates, drawings of several pages, what is put onto them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
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


def codes(document: Document) -> dict[str, Any]:
    return {note.code: note.facts["count"] for note in document.notes if "count" in note.facts}


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
    lines = [text(FIRST * 2, y=40 + 8 * at) for at in range(10)]
    document = read(page(*lines, picture, picture), page(picture))
    assert {note.code for note in document.notes} == {"no-text-layer", "passed-over"}
    assert passed(document) == {"pictures": 2}


# places, and measures that are none


@pytest.mark.parametrize("visible", ["false", "0", "False", " false "])
@pytest.mark.parametrize("hide", ["text", "block", "composite"])
def test_what_is_not_visible_is_counted(visible: str, hide: str) -> None:
    said = f'Visible="{visible}"'
    hidden = {
        "text": text("藏在这里", y=90, more=said),
        "block": f"<ofd:PageBlock {said}>{text('藏在这里', y=90)}</ofd:PageBlock>",
        "composite": shown(7, f'Boundary="0 0 210 297" {said}'),
    }[hide]
    document = read(page(text(FIRST), hidden), units=unit(7, text("藏在这里", y=90)))
    assert (document.text, codes(document)) == (FIRST, {"hidden-text": 4})
    assert read(page(text(FIRST, more='Visible="true"'), text(SECOND, y=80, more='Visible="1"'))).text.endswith(SECOND)


@pytest.mark.parametrize(("x", "y"), [(300, 60), (-200, 60), (30, 400), (30, -20)])
def test_words_outside_of_the_page_are_counted(x: int, y: int) -> None:
    document = read(page(text(FIRST), text(SECOND, x=x, y=y)))
    assert (document.text, codes(document)) == (FIRST, {"hidden-text": len(SECOND)})


def test_of_a_line_what_is_on_the_page_is_read() -> None:
    # five millimetres a character: the tenth ends at 210
    right = text("看得见的十个字在左边而右边的不见", x=160, y=90)
    left = text("不见看得见的字", x=-10, y=120)
    document = read(page(text(FIRST), right, left))
    assert document.text.replace("\n", "") == f"{FIRST}看得见的十个字在左边看得见的字"
    assert codes(document) == {"hidden-text": 8}


def test_a_page_without_a_size_hides_nothing_and_guessed_widths_neither() -> None:
    empty = page(text(FIRST, x=300), head="<ofd:Area><ofd:PhysicalBox>0 0 0 0</ofd:PhysicalBox></ofd:Area>")
    assert read(empty).text == FIRST
    guessed = f'<ofd:TextObject Size="9"><ofd:TextCode X="30" Y="60">{FIRST * 3}</ofd:TextCode></ofd:TextObject>'
    assert read(page(guessed)).text == FIRST * 3


def test_places_may_be_written_with_backslashes() -> None:
    data = made(page(text(FIRST), head='<ofd:Template TemplateID="900"/>'), templates=(page(text(SECOND, y=90)),))
    windows = decode("a.ofd", _changed(data, lambda part: part.replace(b"D/Document", b"D\\Document")))
    assert windows.text == f"{FIRST}\n{SECOND}"
    deep = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>\\D\\D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/D.xml": f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page BaseLoc="P\\..\\P\\1.xml"/></ofd:Pages>'
        "<ofd:Annotations>N\\A.xml</ofd:Annotations></ofd:Document>",
        "D/P/1.xml": page(text(FIRST)),
        "D/N/A.xml": f"<a {SPACE}><ofd:Page><ofd:FileLoc>1\\N.xml</ofd:FileLoc></ofd:Page></a>",
        "D/N/1/N.xml": f'<a {SPACE}><ofd:Annot Type="Stamp"/></a>',
    }
    document = decode("a.ofd", zipped({name: content.encode() for name, content in deep.items()}))
    assert (document.text, passed(document)) == (FIRST, {"annotations": 1})


def _changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(archive.read(name)) for name in archive.namelist()})


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('Size="5"', 'Size="5mm"'),
        ('Size="5"', 'Size="nan"'),
        ('Size="5"', 'Size=""'),
        ('Size="5"', 'Size="1e999"'),
        ('X="0"', 'X="0px"'),
        ('Y="5"', 'Y="inf"'),
        ('Boundary="30 60 70 6"', 'Boundary="30,60,70,6"'),
        ('Boundary="30 60 70 6"', 'Boundary="30 60 1e400 6"'),
        ('Boundary="30 60 70 6"', 'Boundary="30 60 NaN"'),
        ('Size="5" ', 'Size="5" CTM="1 0 0 1 x 0"'),
        ('Size="5" ', 'Size="5" CTM="1 0"'),
        ('DeltaX="g 13 5"', 'DeltaX="g 99999999999999999999 5"'),
        ('DeltaX="g 13 5"', 'DeltaX="g"'),
        ('DeltaX="g 13 5"', 'DeltaX="g x 5 5"'),
        ('DeltaX="g 13 5"', 'DeltaX="5 5 五 g 3"'),
    ],
)
def test_a_measure_that_is_none_costs_no_words(good: str, bad: str) -> None:
    first = text(FIRST)
    assert good in first
    document = read(page(first.replace(good, bad)), page(text(SECOND)))
    assert document.text.split("\n") == [FIRST, SECOND]
    assert document.notes == ()


def test_sizes_of_pages_that_are_none() -> None:
    area = "<ofd:Area><ofd:PhysicalBox>0 0 210mm x</ofd:PhysicalBox></ofd:Area>"
    assert read(page(text(FIRST), head=area)).text == FIRST


# parts that are broken


def test_a_broken_part_is_counted_and_the_others_read() -> None:
    cut = page(text(SECOND))[:-30]
    document = read(page(text(FIRST)), cut, page(text(SECOND)))
    assert (document.text, len(document.pages), passed(document)) == (f"{FIRST}\n{SECOND}", 3, {"broken": 1})
    template = read(page(text(FIRST), head='<ofd:Template TemplateID="900"/>'), templates=(cut,))
    assert (template.text, passed(template)) == (FIRST, {"broken": 1})
    drawings = read(page(text(FIRST), shown(7)), units="<ofd:broken", public=unit(7, text(SECOND, y=90)))
    assert (drawings.text, passed(drawings)) == (f"{FIRST}\n{SECOND}", {"broken": 1})
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>' + page(text(SECOND))
    assert passed(read(page(text(FIRST)), entity)) == {"broken": 1}


def test_where_nothing_else_can_be_read_what_is_broken_is_told() -> None:
    for data in (made("<a"), made("<a", page()), _changed(made(page(text(FIRST))), lambda part: part[:-9])):
        with pytest.raises(errors.Damaged):
            decode("a.ofd", data)


def test_of_two_documents_one_may_be_broken() -> None:
    data = made(page(text(FIRST)), body="<ofd:DocRoot>E/Document.xml</ofd:DocRoot>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    document = decode("a.ofd", zipped({**files, "E/Document.xml": b"<a"}))
    assert (document.text, passed(document)) == (FIRST, {"broken": 1})


# templates


def test_templates_may_name_templates() -> None:
    inner = page(text("责任单位：县水利局", y=50))
    outer = page(text("填表人：张三", y=70), head='<ofd:Template TemplateID="901"/>')
    head = '<ofd:Template TemplateID="900"/>'
    first, second = page(text(FIRST, y=90), head=head), page(text(SECOND, y=90), head=head)
    document = read(first, second, templates=(outer, inner))
    assert document.text == f"责任单位：县水利局\n填表人：张三\n{FIRST}\n{SECOND}"
    circle = inner.replace("<ofd:Content>", '<ofd:Template TemplateID="900"/><ofd:Content>')
    assert read(first, templates=(outer, circle)).text == f"责任单位：县水利局\n填表人：张三\n{FIRST}"
    missing = read(first, templates=(outer,))
    assert (missing.text, passed(missing)) == (f"填表人：张三\n{FIRST}", {"missing": 1})


# words that do not run across


@pytest.mark.parametrize(
    "turned",
    [
        text(SECOND, x=150, y=100, more='CTM="0 1 -1 0 6 0"'),
        text(SECOND, x=150, y=200, more='CTM="0 -1 1 0 0 0"'),
        text(SECOND, x=180, y=200, more='CTM="-1 0 0 -1 0 0"'),
        text(SECOND, x=90, y=200, more='CTM="0.7 -0.7 0.7 0.7 0 0"'),
        text(SECOND, x=150, y=100).replace("DeltaX", "DeltaY"),
        text(SECOND, x=150, y=100, more='ReadDirection="90"').replace('DeltaX="g 6 5"', ""),
    ],
    ids=["down", "up", "over", "slanted", "below", "direction"],
)
def test_words_that_do_not_run_across_are_set_apart_and_told(turned: str) -> None:
    document = read(page(text(FIRST * 2), turned, text("落款", x=150, y=240)))
    assert document.text == f"{FIRST * 2}\n落款\n{SECOND}"
    assert codes(document) == {"turned": 1}


def test_columns_of_vertical_writing_are_read_from_the_right() -> None:
    columns = [
        text(words, x=150 - 10 * at, y=60).replace("DeltaX", "DeltaY")
        for at, words in enumerate(("甲乙丙。", "丁戊己。"))
    ]
    assert read(page(*columns[::-1])).text == "甲乙丙。\n丁戊己。"


# pages without words


def test_gibberish_and_curves_are_told_by_page() -> None:
    gibberish = text("\ue001\ue002\ue003文字\ufffd")
    path = "M 10.123 20.456 L 11.5 21.5 " * 600
    curves = f"<ofd:PathObject><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    document = read(page(text(FIRST)), page(gibberish), page(curves))
    assert document.text.strip() == FIRST
    assert {note.code: note.facts["pages"] for note in document.notes} == {"garbled-pages": "2", "no-text-layer": "3"}
    with pytest.raises(errors.NoTextLayer):
        read(page(gibberish))
