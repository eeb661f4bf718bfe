"""Write report.docx here again, and have LibreOffice save it as .odt and .rtf; and pages.odt and locked.odt.

    PYTHONPATH=tests python tests/data/documents/make_report.py

What LibreOffice does not keep (hyphens that do not break, lists that begin again) is not in the report. Pages are only
right in a document that LibreOffice has laid out, as it does when it prints; locked.odt opens with "qingshi".
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from pathlib import Path

from data.documents.make_doc import ALL, write
from support.word import level, p

HERE = Path(__file__).parent

MACRO = """Sub Save(source As String, target As String, password As String)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
 Dim pdf(0) As New com.sun.star.beans.PropertyValue
 pdf(0).Name = "FilterName"
 pdf(0).Value = "writer_pdf_Export"
 document.storeToURL(target &amp; ".pdf", pdf())
 Dim odt(1) As New com.sun.star.beans.PropertyValue
 odt(0).Name = "FilterName"
 odt(0).Value = "writer8"
 If Len(password) Then
  odt(1).Name = "Password"
  odt(1).Value = password
 End If
 document.storeToURL(target, odt())
 document.close(True)
End Sub
"""
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}">'
)
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def cell(*content: str, span: str = "") -> str:
    return f"<w:tc><w:tcPr>{span}</w:tcPr>{''.join(content)}</w:tc>"


def table(*rows: list[str]) -> str:
    return f"<w:tbl><w:tblPr/><w:tr>{'</w:tr><w:tr>'.join(''.join(row) for row in rows)}</w:tr></w:tbl>"


def box(*paragraphs: str) -> str:
    """A run with a text box."""
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="600000"/>'
        '</a:xfrm><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>'
        f"{''.join(map(p, paragraphs))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    place = "".join(
        f'<wp:position{axis} relativeFrom="{base}"><wp:posOffset>0</wp:posOffset></wp:position{axis}>'
        for axis, base in (("H", "column"), ("V", "paragraph"))
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{place}<wp:extent cx="1800000" cy="600000"/><wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="{SHAPE}">{shape}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def note(kind: str, words: str) -> str:
    """The part with the only note of a kind."""
    separators = "".join(
        f'<w:{kind} w:type="{each}" w:id="{number}">{p(f"<w:r><w:{each}/></w:r>")}</w:{kind}>'
        for number, each in ((-1, "separator"), (0, "continuationSeparator"))
    )
    only = f'<w:{kind} w:id="1">{p(f"<w:r><w:{kind}Ref/></w:r>", words)}</w:{kind}>'
    return f"<w:{kind}s {ALL}>{separators}{only}</w:{kind}s>"


def report() -> dict[str, str]:
    """A year's report with a bit of everything."""

    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "decimalEnclosedCircle", "%4")
    )
    numbering = f'<w:numbering {ALL}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering += f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "●")}</w:abstractNum>'
    numbering += "".join(f'<w:num w:numId="{each + 1}"><w:abstractNumId w:val="{each}"/></w:num>' for each in range(2))
    by = 'w:author="校" w:date="2024-12-01T00:00:00Z"'
    inserted = f'<w:ins w:id="1" {by}><w:r><w:t>新打机井四眼，</w:t></w:r></w:ins>'
    deleted = f'<w:del w:id="2" {by}><w:r><w:delText>拟打机井六眼，</w:delText></w:r></w:del>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>（数字待核）</w:t></w:r>"
    mark = '<w:r><w:{0}Reference w:id="1"/></w:r>'
    inner = table([cell(p("东片")), cell(p("六百亩"))], [cell(p("西片")), cell(p("四百亩"))])
    return {
        "document": p("白水乡2024年工作总结")
        + p("一年来，全乡上下凝心聚力，", box("县级平安乡", "县级文明乡"), "各项工作取得新进展。")
        + p("抓产业，稳增收", number=(1, 0))
        + p("种植业提质", number=(1, 1))
        + p("推广良种", mark.format("footnote"), "一千二百亩；", number=(1, 2))
        + p(inserted, deleted, "新修渠道三公里", hidden, "。", number=(1, 2))
        + p("东渠", number=(1, 3))
        + p("西渠", number=(1, 3))
        + p("养殖业扩面", number=(1, 1))
        + p("新建圈舍十二栋", number=(1, 2))
        + p("投入与面积见下表", mark.format("endnote"), "：")
        + table(
            [
                cell(p("项目"), span='<w:vMerge w:val="restart"/>'),
                cell(p("数量"), span='<w:gridSpan w:val="2"/>'),
            ],
            [cell(p(), span="<w:vMerge/>"), cell(p("面积")), cell(p("投入"))],
            [cell(p("水稻")), cell(p("分两片："), inner, p("均已完成。")), cell(p("三十万元", hidden))],
            [cell(p("合计"), span='<w:gridSpan w:val="2"/>'), cell(p("八十六万元"), p("含自筹十二万元"))],
        )
        + p("抓民生，暖人心", number=(1, 0))
        + p("全年办理实事：", "<w:r><w:tab/><w:t>硬化入户路</w:t><w:br/><w:t>改造“旱厕”——二百座…</w:t></w:r>")
        + p("发放救助资金", number=(2, 0))
        + p("走访困难群众", number=(2, 0))
        + p("𠮷祥村　便民服务中心  建成投用。")
        + p("白水乡人民政府", "<w:r><w:tab/></w:r>", "2024年12月"),
        "footnotes": note("footnote", "含订单面积。"),
        "endnotes": note("endnote", "乡农业服务中心统计。"),
        "numbering": numbering + "</w:numbering>",
    }


def pages() -> dict[str, str]:
    """Four pages: one ends inside a paragraph, one inside a row of a table, the last begins where it was told to."""
    work = "对照年初目标逐项推进，村组道路、饮水管网和便民服务点按期建成，群众反映较好。"
    cells = [cell(p("第一片区")), cell(p("乙" + work * 22)), cell(p("丙" + work * 26))]
    return {
        "document": p("白水乡重点工作清单")
        + "".join(p(f"第{number}项，{work * 4}") for number in range(1, 12))
        + table([cell(p("片区")), cell(p("进展")), cell(p("打算"))], cells)
        + p("以上各项均已落实。")
        + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>附：责任分工</w:t></w:r></w:p>"
    }


def install(profile: Path) -> None:
    """A profile of LibreOffice that knows ``MACRO``."""
    folder = profile / "user" / "basic"
    (folder / "Standard").mkdir(parents=True, exist_ok=True)
    names = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    library = '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" '
    contents = {
        "script.xlc": XML.format("library:libraries", "libraries.dtd")
        + f'<library:libraries {names}>{library}xlink:type="simple" library:link="false"/></library:libraries>',
        "Standard/script.xlb": XML.format("library:library", "library.dtd")
        + f'<library:library {names} library:name="Standard"><library:element library:name="Macro"/></library:library>',
        "Standard/Macro.xba": XML.format("script:module", "module.dtd")
        + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Macro" '
        + f'script:language="StarBasic">{MACRO}</script:module>',
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")


def slim(source: Path, target: Path) -> None:
    """A document without the picture of its first page."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            if not member.filename.startswith("Thumbnails/"):
                new.writestr(member, old.read(member))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        soffice = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
        write(HERE / "report.docx", report())
        for format, to in (("odt", folder), ("rtf", HERE)):
            command = ["--convert-to", format, "--outdir", str(to), str(HERE / "report.docx")]
            subprocess.run([*soffice, *command], check=True)
        slim(folder / "report.odt", HERE / "report.odt")
        # only now: with its first document LibreOffice writes the profile anew
        install(folder / "profile")
        write(folder / "pages.docx", pages())
        for name, password in (("pages", ""), ("locked", "qingshi")):
            source, target = (folder / "pages.docx").as_uri(), (folder / f"{name}.odt").as_uri()
            subprocess.run([*soffice, f'macro:///Standard.Macro.Save("{source}","{target}","{password}")'], check=True)
            slim(folder / f"{name}.odt", HERE / f"{name}.odt")
