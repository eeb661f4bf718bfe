"""Write the .docx files here again, and have LibreOffice save each as the .doc beside it.

    PYTHONPATH=tests python tests/data/documents/make_doc.py

What LibreOffice does not keep (numbers in digits whatever their level, symbols, content controls, what follows in or
behind a list that began again) is not in them.
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from pathlib import Path

from support.word import NAMES, level, p

HERE = Path(__file__).parent
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ALL = (
    f'{NAMES} xmlns:r="{RELATIONS}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def tables() -> dict[str, str]:
    """Merged cells, cells of several paragraphs, a table in a table, two tables without anything between."""

    def cell(*content: str, span: str = "") -> str:
        return f"<w:tc><w:tcPr>{span}</w:tcPr>{''.join(content)}</w:tc>"

    def table(*rows: list[str]) -> str:
        return f"<w:tbl><w:tblPr/><w:tr>{'</w:tr><w:tr>'.join(''.join(row) for row in rows)}</w:tr></w:tbl>"

    inner = table(
        [cell(p("柳湾村")), cell(p("硬化1.6公里"))], [cell(p("上坪村")), cell(p("硬化0.9公里"), p("修涵洞两处"))]
    )
    return {
        "document": p("青石镇2024年基础设施建设情况")
        + table(
            [cell(p("项目"), span='<w:vMerge w:val="restart"/>'), cell(p("数量")), cell(p("备注"))],
            [cell(p(), span="<w:vMerge/>"), cell(p("3座")), cell(p())],
            [cell(p("合计"), span='<w:gridSpan w:val="2"/>'), cell(p("投入86万元"))],
            [cell(p("村组道路")), cell(inner, p("均已验收。")), cell(p("镇自筹12万元"), p("群众投工投劳"))],
        )
        + p("另有两项正在施工：")
        + table([cell(p("便民服务中心")), cell(p("主体完工"))])
        + table([cell(p("污水管网")), cell(p("完成六成"))])
        + p("以上项目均按期推进。")
    }


def lists() -> dict[str, str]:
    """Numbers on four levels, by style and by hand; a list that begins again; points; numbers in a table."""

    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "decimal", "%3.%4")
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = f'<w:numbering {ALL}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering += f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "·")}</w:abstractNum>'
    numbering += f'<w:abstractNum w:abstractNumId="2">{level(0, "decimalEnclosedCircle", "%1")}</w:abstractNum>'
    for number, (kind, override) in enumerate([(0, ""), (1, ""), (0, again), (2, "")], 1):
        numbering += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{override}</w:num>'

    def style(name: str, based: str, number: str) -> str:
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        properties = f"<w:pPr><w:numPr>{number}</w:numPr></w:pPr>" if number else ""
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{base}{properties}</w:style>'

    styles = style("Part", "", '<w:numId w:val="1"/>')
    styles += style("Chapter", "Part", '<w:ilvl w:val="1"/><w:numId w:val="1"/>')
    styles += style("Topic", "Chapter", "")
    cells = "".join(f"<w:tc><w:tcPr/>{p(words, number=(4, 0))}</w:tc>" for words in ("信访下降", "矛盾化解"))
    return {
        "document": p("青石镇2024年工作总结")
        + p("抓党建，强堡垒", style="Part")
        + p("理论学习", style="Chapter")
        + p("制度建设", style="Topic")
        + p("完善议事规则", number=(1, 2))
        + p("公开村级财务", number=(1, 2))
        + p("每季度公布一次", number=(1, 3))
        + p("抓产业，促增收", style="Part")
        + p("招商引资", style="Chapter")
        + p("引进食用菌加工厂一家", number=(2, 0))
        + p("这一段不编号。", style="Part", number=(0, 0))
        + p("来年打算", number=(3, 0))
        + p("抓民生，惠百姓")
        + p()
        + f"<w:tbl><w:tblPr/><w:tr>{cells}</w:tr></w:tbl>"
        + p("二〇二四年十二月"),
        "numbering": numbering + "</w:numbering>",
        "styles": f"<w:styles {ALL}>{styles}</w:styles>",
    }


def parts() -> dict[str, str]:
    """A text box, foot- and endnotes, a comment, headers and footers; fields, breaks, signs; two sections."""

    def mark(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(kind: str, number: int, *paragraphs: str) -> str:
        sign = f"<w:r><w:{kind}Ref/></w:r>"
        return f'<w:{kind} w:id="{number}">{p(sign, paragraphs[0])}{"".join(map(p, paragraphs[1:]))}</w:{kind}>'

    def separators(kind: str) -> str:
        return "".join(
            f'<w:{kind} w:type="{each}" w:id="{number}">{p(f"<w:r><w:{each}/></w:r>")}</w:{kind}>'
            for number, each in ((-1, "separator"), (0, "continuationSeparator"))
        )

    def field(instruction: str, result: str) -> str:
        def sign(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        words = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        return f"{sign('begin')}{words}{sign('separate')}<w:r><w:t>{result}</w:t></w:r>{sign('end')}"

    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="600000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>'
        f"{p('全镇荣誉')}{p('县级文明乡镇')}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1800000" cy="600000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    comment = '<w:r><w:commentReference w:id="1"/></w:r>'
    around = '<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
    signs = (
        "<w:r><w:tab/><w:t>全镇</w:t><w:br/><w:t>共有2</w:t><w:noBreakHyphen/><w:t>3个组合</w:t><w:softHyphen/></w:r>"
    )
    return {
        "document": p("一年来，", box, "全镇上下同心协力。")
        + p(
            "人均纯收入",
            mark("footnote", 2),
            "稳步增长，详见",
            field(' HYPERLINK "http://qingshi.example/" ', "公示栏"),
        )
        + p("今年", signs, "社。", mark("footnote", 3), mark("endnote", 2))
        + p("困难", '<w:commentRangeStart w:id="1"/>', "群众", '<w:commentRangeEnd w:id="1"/>', comment, "得到救助。")
        + f"<w:p><w:pPr><w:sectPr>{around}</w:sectPr></w:pPr><w:r><w:t>第一部分完</w:t></w:r></w:p>"
        + p("第二部分", '<w:r><w:br w:type="column"/></w:r>', "𠮷祥街改造完工。")
        + f"<w:sectPr>{around}</w:sectPr>",
        "footnotes": f"<w:footnotes {ALL}>{separators('footnote')}"
        + note("footnote", 2, "按农村住户调查口径。", "不含外出务工收入。")
        + note("footnote", 3, "截至十一月底。")
        + "</w:footnotes>",
        "endnotes": f"<w:endnotes {ALL}>{separators('endnote')}"
        + note("endnote", 2, "数据由镇统计站提供。")
        + "</w:endnotes>",
        "comments": f'<w:comments {ALL}><w:comment w:id="1" w:author="校">{p("数字再核")}</w:comment></w:comments>',
        "header1": f"<w:hdr {ALL}>{p('青石镇人民政府文件')}</w:hdr>",
        "footer1": f"<w:ftr {ALL}>{p('内部资料')}</w:ftr>",
    }


def revisions() -> dict[str, str]:
    """What was put in, deleted, moved and hidden, in a paragraph and in a table."""
    by = 'w:author="校" w:date="2024-12-01T00:00:00Z"'
    inserted = f'<w:ins w:id="1" {by}><w:r><w:t>，新建水渠两条</w:t></w:r></w:ins>'
    deleted = f'<w:del w:id="2" {by}><w:r><w:delText>，拟建水渠三条</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3" {by}><w:r><w:t>其次</w:t></w:r></w:moveFrom>'
    moved += f'<w:moveTo w:id="4" {by}><w:r><w:t>再次</w:t></w:r></w:moveTo>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>（待核实）</w:t></w:r>"
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>经费已落实。</w:t></w:r>'
    cells = f"<w:tc><w:tcPr/>{p('受益农户', hidden)}</w:tc><w:tc><w:tcPr/>{p(deleted, '320户')}</w:tc>"
    return {
        "document": p("水利方面", inserted, deleted, "。", moved, hidden, seen)
        + f"<w:tbl><w:tblPr/><w:tr>{cells}</w:tr></w:tbl>"
        + p("以上。")
    }


def write(path: Path, parts: dict[str, str]) -> None:
    """A .docx that other programs open: its parts, and what they are."""
    kinds = {name: "document.main" if name == "document" else name.rstrip("1") for name in parts}
    types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += '<Default Extension="xml" ContentType="application/xml"/>'
    for name, kind in kinds.items():
        types += f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}{kind}+xml"/>'
    relations = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
        if name != "document"
    )
    root = f'<Relationship Id="document" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    document = f"<w:document {ALL}><w:body>{parts['document']}</w:body></w:document>"
    content = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": words for name, words in {**parts, "document": document}.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, words in content.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, words)


if __name__ == "__main__":
    paths = []
    for make in (tables, lists, parts, revisions):
        paths.append(HERE / f"{make.__name__}.docx")
        write(paths[-1], make())
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "doc:MS Word 97"]
        subprocess.run([*command, "--outdir", str(HERE), *map(str, paths)], check=True)
