"""What of a .docx is easily lost without a word: what stands in drawings, in wrong places, in parts that are broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from support.word import NAMES, p, packed, r

from simcheck.readers import decode

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = (
    f'xmlns:a="{DRAWING}/main" xmlns:lc="{DRAWING}/lockedCanvas" xmlns:dgm="{DRAWING}/diagram" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
)


def read(body: str, files: Mapping[str, str | bytes] | None = None, **parts: str) -> tuple[list[str], dict[str, Any]]:
    """The lines that say something, and what was hidden, deleted or passed over."""
    out = io.BytesIO(packed(f"<w:sdt {SPACES}><w:sdtContent>{body}</w:sdtContent></w:sdt>", **parts))
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in (files or {}).items():
            archive.writestr(name, content)
    document = decode("a.docx", out.getvalue())
    told: dict[str, Any] = {}
    for note in document.notes:
        facts = {name: count for name, count in note.facts.items() if name != "document"}
        told |= {note.code.removesuffix("-text"): facts["count"]} if "count" in facts else facts
    return [line for line in document.text.split("\n") if line.strip()], told


def related(**targets: str) -> dict[str, str | bytes]:
    """What the body names by an id: the kind of the file, and its name."""
    every = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{every}</Relationships>'}


def sign(kind: str, hidden: bool = False) -> str:
    properties = "<w:rPr><w:vanish/></w:rPr>" if hidden else ""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'


def ways(new: str, old: str | None, asks: str = "wps") -> str:
    """The same said for newer programs, and for older ones."""
    other = "" if old is None else f"<mc:Fallback>{old}</mc:Fallback>"
    return f'<mc:AlternateContent><mc:Choice Requires="{asks}">{new}</mc:Choice>{other}</mc:AlternateContent>'


def box(words: str) -> str:
    return f"<w:drawing><wps:wsp><wps:txbx><w:txbxContent>{p(words)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"


def old_box(words: str) -> str:
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(words)}</w:txbxContent></v:textbox></v:shape></w:pict>"


def drawn(inside: str, about: str = "") -> str:
    data = f"<a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing><wp:anchor>{about}{data}</wp:anchor></w:drawing></w:r>"


# fields


@pytest.mark.parametrize("begin", [False, True])
@pytest.mark.parametrize("separate", [False, True])
@pytest.mark.parametrize("end", [False, True])
def test_hidden_signs_of_fields_are_signs(begin: bool, separate: bool, end: bool) -> None:
    asked = "<w:r><w:instrText>REF 水利</w:instrText></w:r>"
    whole = sign("begin", begin) + asked + sign("separate", separate) + r("渠道十八公里") + sign("end", end)
    assert read(p("前", whole, "后") + p("下一步")) == (["前渠道十八公里后", "下一步"], {})


def test_words_of_a_hidden_field_stay_hidden() -> None:
    result = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>旧数</w:t></w:r>"
    assert read(p("前", sign("begin", True) + sign("separate", True) + result + sign("end", True), "后")) == (
        ["前后"],
        {"hidden": 2},
    )


# drawings


@pytest.mark.parametrize(
    "canvas",
    [
        "<lc:lockedCanvas><a:sp><a:txSp><a:txBody>{}</a:txBody></a:txSp></a:sp></lc:lockedCanvas>",
        "<lc:lockedCanvas><a:grpSp><a:sp><a:txBody>{}</a:txBody></a:sp></a:grpSp></lc:lockedCanvas>",
        "<wpg:wgp><wps:wsp><wps:txBody>{}</wps:txBody></wps:wsp></wpg:wgp>",
    ],
)
def test_words_of_shapes_that_are_not_those_of_word(canvas: str) -> None:
    words = "<a:p><a:r><a:t>锁定画布</a:t></a:r><a:br/><a:r><a:t>里的文字</a:t></a:r></a:p><a:p/>"
    assert read(p("正文", drawn(canvas.format(words)))) == (["正文", "锁定画布", "里的文字"], {})


def test_words_of_smart_art() -> None:
    names = f'xmlns:dgm="{DRAWING}/diagram" xmlns:a="{DRAWING}/main"'
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>" for words in ("摸底", "整改")
    )
    data = f"<dgm:dataModel {names}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    art = p("正文", drawn('<dgm:relIds r:dm="diagramData"/>'))
    files = related(diagramData="diagrams/data1.xml")
    assert read(art, {**files, "word/diagrams/data1.xml": data}) == (["正文", "摸底", "整改"], {})
    assert read(art, {**files, "word/diagrams/data1.xml": "<broken"}) == (["正文"], {"diagrams": 1})
    assert read(art, files) == (["正文"], {"diagrams": 1})


@pytest.mark.parametrize(
    ("shape", "count"),
    [
        ('<v:shape><v:textpath on="f" string="看不见"/></v:shape>', 3),
        ('<v:shape style="position:absolute;visibility:hidden"><v:textpath on="t" string="藏着"/></v:shape>', 2),
        (f'<v:group style="visibility: hidden">{old_box("藏在组里")}</v:group>', 4),
    ],
)
def test_what_is_drawn_and_not_shown_is_hidden(shape: str, count: int) -> None:
    assert read(p("正文", f"<w:r><w:pict>{shape}</w:pict></w:r>")) == (["正文"], {"hidden": count})


@pytest.mark.parametrize("mark", ["1", "true"])
def test_a_drawing_may_be_hidden(mark: str) -> None:
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{p('藏着')}</w:txbxContent></wps:txbx></wps:wsp>"
    assert read(p("正文", drawn(shape, f'<wp:docPr id="1" name="框" hidden="{mark}"/>'))) == (["正文"], {"hidden": 2})
    assert read(p("正文", drawn(shape, '<wp:docPr id="1" name="框" hidden="0"/>'))) == (["正文", "藏着"], {})


@pytest.mark.parametrize("name", ["id", "alt", "title"])
def test_a_watermark_is_known_by_any_of_its_names(name: str) -> None:
    shape = f'<v:shape {name}="PowerPlusWaterMarkObject3"><v:textpath string="机密"/></v:shape>'
    assert read(p("正文", f"<w:r><w:pict>{shape}</w:pict></w:r>")) == (["正文"], {})


def test_a_shape_may_be_filled_with_a_picture() -> None:
    new = drawn('<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="r5"/></a:blipFill></wps:spPr></wps:wsp>')
    old = '<w:r><w:pict><v:rect><v:fill r:id="r5" type="frame"/></v:rect></w:pict></w:r>'
    plain = '<w:r><w:pict><v:rect><v:fill color="red"/></v:rect></w:pict></w:r>'
    assert read(p("正文", new, old, plain)) == (["正文"], {"pictures": 2})


# what is said twice


def test_what_is_said_twice_is_hidden_or_deleted_once() -> None:
    both = ways(box("框里"), old_box("框里"))
    assert read(p("正文", f"<w:r><w:rPr><w:vanish/></w:rPr>{both}</w:r>")) == (["正文"], {"hidden": 2})
    assert read(p("正文", f"<w:del><w:r>{both}</w:r></w:del>")) == (["正文"], {"deleted": 2})
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{p(f"<w:r>{both}</w:r>")}</w:tc></w:tr>'
    kept = f"<w:tr><w:tc>{p('留下')}</w:tc></w:tr>"
    assert read(f"<w:tbl>{gone}{kept}</w:tbl>") == (["留下"], {"deleted": 2})


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        (f"<w:r>{ways('<w:t>新</w:t>', None, 'zz9')}</w:r>", "新"),
        (ways(r("新"), "", "zz9"), "新"),
        (ways(r("新"), r("旧"), "zz9"), "旧"),
        (ways(r("新"), r("旧"), "w16se"), "新"),
    ],
)
def test_of_several_ways_one_is_read_always(runs: str, wanted: str) -> None:
    assert read(p(runs)) == ([wanted], {})


def test_rows_that_are_said_in_two_ways() -> None:
    row, other = (f"<w:tr><w:tc>{p(words)}</w:tc></w:tr>" for words in ("选中的行", "常有的行"))
    assert read(f"<w:tbl>{ways(row, row, 'w14')}{other}</w:tbl>") == (["选中的行", "常有的行"], {})


# in wrong places


def test_runs_outside_of_paragraphs_are_read() -> None:
    assert read(p("一") + r("直接") + r("写的字") + p("二")) == (["一", "直接写的字", "二"], {})
    assert read(f"<w:ins>{r('添上的')}</w:ins>") == (["添上的"], {})
    cell = f"<w:tbl><w:tr><w:tc>{r('格里')}{p('一段')}</w:tc></w:tr></w:tbl>"
    assert read(cell) == (["格里", "一段"], {})


def test_rows_that_stand_in_a_deletion_are_deleted() -> None:
    row = f"<w:tr><w:tc>{p('删去')}</w:tc></w:tr>"
    assert read(f"<w:tbl><w:del>{row}</w:del><w:tr><w:tc>{p('留')}</w:tc></w:tr></w:tbl>") == (["留"], {"deleted": 2})


def test_formulas_documents_and_fields_of_the_web_are_counted_wherever_they_stand() -> None:
    control = '<w:r><w:object><v:shape/><w:control r:id="r5" w:name="TextBox1"/></w:object></w:r>'
    body = (
        p("正文", '<w:subDoc r:id="r9"/>', control) + "<m:oMathPara><m:oMath/></m:oMathPara>" + '<w:subDoc r:id="r8"/>'
    )
    assert read(body) == (["正文"], {"formulas": 1, "missing": 2, "annotations": 1})


# parts that are broken


@pytest.mark.parametrize("part", ["styles", "numbering", "glossaryDocument"])
@pytest.mark.parametrize("content", ["<broken", "", f"<!DOCTYPE a><w:styles {NAMES}/>"])
def test_a_part_that_is_broken_costs_no_more_than_itself(part: str, content: str) -> None:
    about = '<w:sdtPr><w:placeholder><w:docPart w:val="甲"/></w:placeholder><w:showingPlcHdr/></w:sdtPr>'
    run = '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:t>字</w:t></w:r>'
    prompt = f"<w:sdt>{about}<w:sdtContent>{p(run)}</w:sdtContent></w:sdt>"
    assert read(p("正文") + prompt, None, **{part: content}) == (["正文", "字"], {"broken": 1})


def test_notes_that_are_broken_are_told() -> None:
    body = p("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:footnoteReference w:id="3"/></w:r>')
    assert read(body, footnotes="<w:footnotes") == (["正文"], {"broken": 1})


@pytest.mark.parametrize(
    ("chunk", "kind"),
    [
        (b"PK\3\4broken word/document.xml", "broken"),
        (packed("</w:body>"), "broken"),
        (b"\x89PNG\r\n\x1a\n", "embedded"),
        (b"\xd0\xcf\x11", "embedded"),
        (b"", "missing"),
    ],
)
def test_a_document_inside_that_cannot_be_read_is_told(chunk: bytes, kind: str) -> None:
    body = p("正文") + '<w:altChunk r:id="aFChunk"/>' + p("后")
    files = {**related(aFChunk="chunk.bin"), "word/chunk.bin": chunk}
    assert read(body, files) == (["正文", "后"], {kind: 1})


def test_of_several_ways_one_without_words_counts_for_less() -> None:
    picture = f'<w:drawing><d:pic xmlns:d="{DRAWING}/picture"/></w:drawing>'
    art = '<w:pict><v:shape><v:textpath string="红头"/></v:shape></w:pict>'
    assert read(p(f"<w:r>{ways(picture, old_box('框里'), 'wpi')}</w:r>")) == (["框里"], {})
    assert read(p(f"<w:r>{ways(picture, art, 'wpi')}</w:r>")) == (["红头"], {})
    assert read(p("前", f"<w:r>{ways(picture, '', 'wpi')}</w:r>")) == (["前"], {"pictures": 1})


# wrong places, and places for other things


SAID = "镇里开设的务工专线每周两班，没有一人掉队。"


@pytest.mark.parametrize(
    "body",
    [
        f'<x:y xmlns:x="urn:x">{p(SAID)}</x:y>',
        f'<w:p><x:y xmlns:x="urn:x">{r(SAID)}</x:y></w:p>',
        f'<w:p><x:y xmlns:x="urn:x"><x:z>{r(SAID)}</x:z></x:y></w:p>',
        f"<w:p><w:t>{SAID}</w:t></w:p>",
        f"<w:p><m:oMath><m:r><m:rPr><m:nor/></m:rPr><m:t>{SAID}</m:t></m:r></m:oMath></w:p>",
        f"<m:oMathPara><m:oMath><m:r><m:t>{SAID}</m:t></m:r></m:oMath></m:oMathPara>",
    ],
)
def test_words_in_elements_that_nobody_knows_and_in_formulas_are_text(body: str) -> None:
    assert read(p("今年") + body) == (["今年", SAID], {})


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<w:tbl><w:tr>{p(SAID)}<w:tc>{p('甲')}</w:tc></w:tr></w:tbl>", {"broken": 1}),
        (f"<w:tbl>{p(SAID)}<w:tr><w:tc>{p('甲')}</w:tc></w:tr></w:tbl>", {"broken": 1}),
        (f"<w:tbl><w:tr>{p()}<w:tc>{p('甲')}</w:tc></w:tr></w:tbl>", {}),
        (f"<w:p>{r('甲')}<w:r><w:delText>{SAID}</w:delText></w:r></w:p>", {"deleted": len(SAID)}),
        (f"<w:p>{r('甲')}<m:oMath><m:r><m:t>增长率=a÷b</m:t></m:r></m:oMath></w:p>", {"formulas": 1}),
    ],
)
def test_words_where_none_may_stand_are_told(body: str, wanted: dict[str, int]) -> None:
    assert read(body) == (["甲"], wanted)


@pytest.mark.parametrize("kind", ["header", "footer"])
@pytest.mark.parametrize(("count", "is_text"), [(3, False), (60, True)])
def test_a_head_that_says_more_than_what_runs_there_is_text(kind: str, count: int, is_text: bool) -> None:
    said = [f"第{number}组{SAID}" for number in range(count)]
    inside = "".join(map(p, said))
    files = {**related(**{kind: f"{kind}7.xml"}), f"word/{kind}7.xml": f"<w:hdr {NAMES}>{inside}{inside}</w:hdr>"}
    section = f'<w:sectPr><w:{kind}Reference w:type="default" r:id="{kind}"/></w:sectPr>'
    assert read(p("今年") + section, files) == (["今年", *said * is_text], {})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.txt", SAID.encode("gb18030")),
        (
            "c.xml",
            '<?mso-application progid="Word.Document"?><w:wordDocument '
            f'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{p(SAID)}</w:body></w:wordDocument>',
        ),
    ],
)
def test_chunks_of_words_and_of_one_file_are_read(name: str, content: str | bytes) -> None:
    files = {**related(aFChunk=name), f"word/{name}": content}
    assert read(p("今年") + '<w:altChunk r:id="aFChunk"/>', files) == (["今年", SAID], {})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_of_one_name_is_told() -> None:
    again = packed(p("今年")), {"word/document.xml": f"<w:document {NAMES}><w:body>{p(SAID)}</w:body></w:document>"}
    assert read(p("今年"), again[1]) == (["今年"], {"broken": 1})


def test_styles_that_cannot_be_read_cost_their_own_words() -> None:
    whole = packed(p("今年") + p("修渠", style="a"), styles=f"<w:styles {NAMES}>{'<w:style/>' * 999}</w:styles>")
    data = bytearray(whole)
    # the first of its packed bytes, behind its name in front of it
    data[data.index(b"word/styles.xml") + len("word/styles.xml")] ^= 0xFF
    document = decode("a.docx", bytes(data))
    assert document.text == "今年\n修渠"
    assert [(note.code, note.facts.get("broken")) for note in document.notes] == [("not-read", 1)]


def test_words_of_word_art_that_stand_in_a_box_as_well_are_said_once() -> None:
    path = '<v:textpath on="t" string=" 青石镇 文件"/>'
    inside = f"<v:textbox><w:txbxContent>{p(' 青石镇', ' 文件')}</w:txbxContent></v:textbox>{path}"
    shape = f"<w:r><w:pict><v:shape>{inside}</v:shape></w:pict></w:r>"
    assert read(f"<w:p>{r('今年')}{shape}</w:p>") == (["今年", " 青石镇 文件"], {})


def test_the_newer_of_two_large_drawings_is_read_although_its_words_come_late() -> None:
    many = "<wps:wsp/>" * 3000
    both = ways(f"<w:drawing>{many}{box('新')[11:-12]}</w:drawing>", old_box("旧"))
    assert read(f"<w:p><w:r>{both}</w:r></w:p>") == (["新"], {})
