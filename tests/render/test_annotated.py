"""The annotated copy: all of the original is there as it was, the passages are coloured, the comments say why."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from support import SAMPLES
from support.word import NAMES

import simcheck
from benchmarks.reading.printing import NO_LIBREOFFICE, pdf, printed
from simcheck import Flag, Report
from simcheck.readers import decode
from simcheck.render.docx.annotated import annotated
from simcheck.render.docx.colours import COLOURS

THIS, LAST = (SAMPLES / f"青石镇{year}年工作总结.txt" for year in (2024, 2023))
Run = Callable[..., tuple[int, str, str]]


def written(path: Path, lines: list[str]) -> bytes:
    """A Word document with a title, a table in the middle and runs of several forms."""
    document = docx.Document()
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph(style="Title" if not number else None)
        for at in range(0, len(line), 7):
            run = paragraph.add_run(line[at : at + 7])
            run.font.size = Pt(12 + at % 3)
            run.font.bold = at % 2 == 0 or None
            run.font.subscript = at % 5 == 0 or None
            run.font.color.rgb = RGBColor(at % 256, 0, 0)
        if number == 5:
            table = document.add_table(rows=1, cols=2)
            table.cell(0, 0).text, table.cell(0, 1).text = "项目", "投入衔接资金1385万元"
    document.save(str(path))
    return path.read_bytes()


def lines_of(path: Path) -> list[str]:
    return [line.strip() for line in simcheck.read(path).text.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Report, bytes]:
    path = tmp_path_factory.mktemp("annotated") / "青石镇2024年工作总结.docx"
    original = written(path, lines_of(THIS))
    report = simcheck.compare(simcheck.read(path), simcheck.read(LAST))
    return original, report, annotated(report, "zh", original=original)


def forms(data: bytes) -> list[tuple[str, str]]:
    """Every character of the paragraphs with its run's properties, without the shade."""
    found = []
    for run in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:r")):
        form = run.find(qn("w:rPr"))
        words = "".join(t.text or "" for t in run.findall(qn("w:t")))
        if form is not None:
            for shade in form.findall(qn("w:shd")):
                form.remove(shade)
        how = "" if form is None or not len(form) else re.sub(rb"\s+", b" ", tostring_of(form)).decode()
        found += [(sign, how) for sign in words]
    return found


def tostring_of(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element))


def shades(data: bytes) -> list[str]:
    """The shade of every character, empty for none."""
    found: list[str] = []
    for run in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:r")):
        shade = run.find(f"{qn('w:rPr')}/{qn('w:shd')}")
        words = "".join(t.text or "" for t in run.findall(qn("w:t")))
        found += ["" if shade is None else shade.get(qn("w:fill"))] * len(words)
    return found


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


def test_every_character_and_its_form_are_those_of_the_original(case: tuple[bytes, Report, bytes]) -> None:
    original, report, copy = case
    assert decode("a.docx", copy).text == report.document.text
    assert forms(copy) == forms(original)


def test_other_parts_of_the_file_are_the_same(case: tuple[bytes, Report, bytes]) -> None:
    original, _, copy = case
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        for name in old.namelist():
            if name not in ("word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"):
                assert new.read(name) == old.read(name), name


def test_what_is_coloured_is_what_counts(case: tuple[bytes, Report, bytes]) -> None:
    _, report, copy = case
    text = "".join(sign for sign, _ in forms(copy))
    found = shades(copy)
    assert len(text) == len(found)
    visible = [bool(shade) for sign, shade in zip(text, found, strict=True) if sign.isalnum()]
    counted = [
        bool(is_counted)
        for sign, is_counted in zip(report.document.text, report.covered(), strict=True)
        if sign.isalnum()
    ]
    assert visible == counted
    assert any(shade for sign, shade in zip(text, found, strict=True) if sign in "，。")
    assert {COLOURS[finding.kind] for finding in report.findings if not finding.flags - {Flag.OWN}} <= set(found)


def test_the_shade_stands_where_word_wants_it(case: tuple[bytes, Report, bytes]) -> None:
    """Word refuses a file whose properties are out of order."""
    *_, copy = case
    for form in docx.Document(io.BytesIO(copy)).element.body.iter(qn("w:rPr")):
        names = [child.tag.rpartition("}")[2] for child in form]
        if "shd" in names and "vertAlign" in names:
            assert names.index("shd") < names.index("vertAlign")
        assert names.count("shd") < 2


def test_the_shade_stands_before_what_newer_versions_of_word_add() -> None:
    same = "全镇上下齐心协力，顺利完成了年初确定的各项目标任务，群众满意度连续三年提升。"
    document = docx.Document()
    run = document.add_paragraph().add_run(same)
    form = run._r.get_or_add_rPr()
    form.append(parse_xml('<w14:ligatures xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'))
    out = io.BytesIO()
    document.save(out)
    report = simcheck.compare(decode("a.docx", out.getvalue()), decode("b.txt", same.encode()))
    copy = annotated(report, "zh", original=out.getvalue())
    (coloured,) = {
        tuple(child.tag.rpartition("}")[2] for child in form)
        for form in docx.Document(io.BytesIO(copy)).element.body.iter(qn("w:rPr"))
        if form.find(qn("w:shd")) is not None
    }
    assert coloured == ("shd", "ligatures")


def test_comments_name_source_share_and_kind(case: tuple[bytes, Report, bytes]) -> None:
    _, report, copy = case
    first, *each = comments(copy)
    assert "文字相似是事实" in first
    assert f"{report.share().ratio:.1%}" in first
    assert len(each) == len(report.findings)
    words = {"identical": "相同", "edited": "少量改动", "refilled": "换名换数", "rewritten": "改写"}
    for number, (finding, said) in enumerate(zip(report.findings, each, strict=True), 1):
        assert said.startswith(f"第 {number} 处")
        assert words[finding.kind] in said
        assert "青石镇2023年工作总结.txt 第 " in said
        assert f"占本文 {report.length_of(finding) / report.share().whole:.1%}" in said


def test_a_comment_spans_its_passage(case: tuple[bytes, Report, bytes]) -> None:
    _, report, copy = case
    body = docx.Document(io.BytesIO(copy)).element.body
    for number, finding in enumerate(report.findings, 1):
        inside, words = False, ""
        for element in body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
            if element.get(qn("w:id")) == str(number):
                inside = element.tag == qn("w:commentRangeStart")
            elif inside and element.tag == qn("w:t"):
                words += element.text
        passage = "".join(finding.match.left.of(report.document.text).split())
        assert passage in "".join(words.split())
        assert len("".join(words.split())) <= len(passage) + 14  # the runs at the ends are seven characters long


def test_sources_are_not_quoted_if_texts_are_not_wanted(case: tuple[bytes, Report, bytes]) -> None:
    original, report, copy = case
    assert any("来源原文" in said for said in comments(copy))
    quiet = comments(annotated(report, "zh", original=original, quoting=False))
    assert len(quiet) == len(comments(copy))
    assert not any("来源原文" in said for said in quiet)


def test_set_phrases_are_left_out_if_told(case: tuple[bytes, Report, bytes]) -> None:
    original, report, _ = case
    own = {finding for finding in report.findings if Flag.OWN in finding.flags}
    assert own
    assert len(comments(annotated(report, "zh", original=original, without=frozenset({Flag.OWN})))) == 1 + len(
        report.findings
    ) - len(own)


@pytest.mark.parametrize("as_file", [lambda text: text.encode(), lambda text: pdf(printed(text.splitlines()))])
def test_of_another_format_a_plain_document_is_made(as_file: Callable[[str], bytes]) -> None:
    document = decode("总结.txt", as_file("\n".join(lines_of(THIS))))
    report = simcheck.compare(document, simcheck.read(LAST))
    made = annotated(report, "en")
    assert decode("a.docx", made).text.split("\n") == [line for line in document.text.split("\n") if line.strip()]
    assert any(shades(made))
    first, *each = comments(made)
    assert "Similar wording is a fact" in first
    assert len(each) == len(report.findings)


def test_an_original_that_is_another_by_now_is_not_used(case: tuple[bytes, Report, bytes], tmp_path: Path) -> None:
    _, report, _ = case
    other = written(tmp_path / "b.docx", ["全镇工作"])
    assert decode("a.docx", annotated(report, "zh", original=other)).text == report.document.text.replace("\t", "\t")


def test_boxes_insertions_links_tables_and_numbers() -> None:
    """Words wherever they stand; in a text box they are coloured, and the comment is on what holds the box."""
    same = "全镇上下齐心协力，顺利完成了年初确定的各项目标任务，群众满意度连续三年提升。"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"<w:p><w:r><w:t>{same}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
    )
    bodies = {
        "box": f"<w:p><w:r><w:t>甲</w:t></w:r>{box}</w:p>",
        "insertion": f'<w:p><w:ins w:id="7"><w:r><w:t>{same}</w:t></w:r></w:ins></w:p>',
        "link": f"<w:p><w:hyperlink><w:r><w:t>{same}</w:t></w:r></w:hyperlink></w:p>",
        "table": f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{same}</w:t>"
        "</w:r></w:p></w:tc></w:tr></w:tbl>",
        "box first": f"<w:p>{box}<w:r><w:t>甲乙丙丁</w:t></w:r></w:p>",
        "breaks": f"<w:p><w:r><w:t>{same[:20]}</w:t><w:tab/><w:t>{same[20:]}</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
    }
    for name, body in bodies.items():
        document = docx.Document()
        holder = parse_xml(f"<w:body {NAMES}>{body}</w:body>")
        for child in holder:
            document.element.body.insert(0, child)
        out = io.BytesIO()
        document.save(out)
        checked = decode("a.docx", out.getvalue())
        report = simcheck.compare(checked, decode("b.txt", same.encode()))
        assert len(report.findings) == 1, name
        copy = annotated(report, "zh", original=out.getvalue())
        assert decode("a.docx", copy).text == checked.text, name
        assert forms(copy) == forms(out.getvalue()), name
        shaded = "".join(sign for (sign, _), shade in zip(forms(copy), shades(copy), strict=True) if shade)
        assert shaded.strip("。") == same.strip("。"), name
        assert len(comments(copy)) == 2, name
        marks = list(
            docx.Document(io.BytesIO(copy)).element.body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"))
        )
        for id in ("0", "1"):
            ends = [mark.tag for mark in marks if mark.get(qn("w:id")) == id]
            assert ends == [qn("w:commentRangeStart"), qn("w:commentRangeEnd")], name
        for mark in docx.Document(io.BytesIO(copy)).element.body.iter(qn("w:commentRangeStart")):
            assert next(mark.iterancestors(qn("w:txbxContent")), None) is None


def rewritten(original: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def test_the_strict_form_keeps_its_form(case: tuple[bytes, Report, bytes]) -> None:
    original, report, copy = case

    def strict(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")):
            return content
        for topic in (b"wordprocessingml", b"officeDocument", b"drawingml"):
            old, new = b"http://schemas.openxmlformats.org/" + topic + b"/2006/", b"http://purl.oclc.org/ooxml/" + topic
            content = content.replace(old, new + b"/")
        return content.replace(b"<w:document ", b'<w:document w:conformance="strict" ')

    made = rewritten(original, strict)
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
    assert decode("a.docx", made).text == report.document.text
    mine = annotated(report, "zh", original=made)
    assert forms(mine) == forms(original)
    assert shades(mine) == shades(copy)
    assert comments(mine) == comments(copy)


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_keep_their_form_and_leave_the_macros(
    case: tuple[bytes, Report, bytes], kind: str
) -> None:
    original, report, copy = case
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    macros = b'<Relationship Id="rIdM" Type="' + macros + b'" Target="m.bin"/>'

    def other(name: str, content: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return content.replace(usual, kind.encode())
        if name == "word/_rels/document.xml.rels":
            return content.replace(b"</Relationships>", macros + b"</Relationships>")
        return content

    made = rewritten(original, other, **{"word/m.bin": b"\xd0\xcf macros"})
    mine = annotated(report, "zh", original=made)
    assert forms(mine) == forms(original)
    assert comments(mine) == comments(copy)
    with zipfile.ZipFile(io.BytesIO(mine)) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".bin")]
        assert b"vbaProject" not in archive.read("word/_rels/document.xml.rels")
        assert kind.encode() not in archive.read("[Content_Types].xml")


def test_what_cannot_be_copied_is_made_anew_and_says_so(
    case: tuple[bytes, Report, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    original, report, copy = case
    assert "没有保留" not in "".join(comments(copy))
    assert "没有保留" not in "".join(comments(annotated(report, "zh", original=b"%PDF-1.4")))
    changed = rewritten(original, lambda name, content: content.replace("镇".encode(), "县".encode()))
    assert "没有保留" in comments(annotated(report, "zh", original=changed))[0]
    monkeypatch.setattr("simcheck.render.docx.original.MOST", 10_000)
    mine = annotated(report, "zh", original=original)
    assert "没有保留" in comments(mine)[0]
    assert "".join(decode("a.docx", mine).text.split()) == "".join(report.document.text.split())


def test_characters_that_xml_cannot_hold() -> None:
    text = "全镇上下齐心协力\x01，顺利完成了年初确定的各项目标任务\x00，群众满意度连续三年提升。"
    report = simcheck.compare(decode("a.txt", text.encode()), decode("b.txt", text.encode()))
    assert "�" in decode("c.docx", annotated(report, "zh")).text


# The command


def test_the_command_writes_it(tmp_path: Path, run: Run) -> None:
    path, out = tmp_path / "总结.docx", tmp_path / "批注.docx"
    written(path, lines_of(THIS))
    before = path.read_bytes()
    assert run("compare", path, LAST, "-o", out, "-q")[0] == 0
    assert simcheck.read(out).text == simcheck.read(path).text
    assert forms(out.read_bytes()) == forms(before)
    assert path.read_bytes() == before
    code, _, said = run("compare", path, LAST, "-o", path)
    assert (code, path.read_bytes()) == (2, before)
    assert "总结.docx" in said


def test_several_documents_get_one_each(tmp_path: Path, run: Run) -> None:
    library = tmp_path / "corpus"
    assert run("corpus", "add", LAST, "--corpus", library, "-q")[0] == 0
    for village in ("甲村", "乙村"):
        (tmp_path / village).mkdir()
        shutil.copy(THIS, tmp_path / village / "总结.txt")
    shutil.copy(THIS, tmp_path / "丙村.txt")
    paths = [tmp_path / "甲村" / "总结.txt", tmp_path / "乙村" / "总结.txt", tmp_path / "丙村.txt"]
    code, _, _ = run("check", *paths, "--corpus", library, "-o", tmp_path / "批注.docx")
    assert code == 0
    made = sorted(path.name for path in tmp_path.glob("*.docx"))
    assert made == ["批注-丙村.docx", "批注-乙村-总结.docx", "批注-甲村-总结.docx"]
    assert all(len(comments((tmp_path / name).read_bytes())) > 1 for name in made)


def test_a_saved_result_gives_a_plain_one(tmp_path: Path, run: Run) -> None:
    assert run("compare", THIS, LAST, "-o", tmp_path / "a.json", "-q")[0] == 0
    assert run("show", tmp_path / "a.json", "-o", tmp_path / "a.docx", "-q")[0] == 0
    assert len(comments((tmp_path / "a.docx").read_bytes())) > 1


@pytest.mark.skipif(bool(NO_LIBREOFFICE), reason=NO_LIBREOFFICE)
def test_libreoffice_opens_it_with_its_comments(case: tuple[bytes, Report, bytes], tmp_path: Path) -> None:
    _, report, copy = case
    (tmp_path / "批注.docx").write_bytes(copy)
    program = [shutil.which("soffice") or "", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    for target in ("txt:Text (encoded):UTF8", "odt"):
        subprocess.run(
            [*program, "--convert-to", target, "--outdir", tmp_path, tmp_path / "批注.docx"],
            check=True,
            capture_output=True,
            timeout=240,
        )
    text = (tmp_path / "批注.txt").read_text(encoding="utf-8-sig")
    assert "".join(text.split()) == "".join(report.document.text.split())
    with zipfile.ZipFile(tmp_path / "批注.odt") as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<office:annotation ") == 1 + len(report.findings)
    assert "青石镇2023年工作总结.txt" in content
    for kind in {finding.kind for finding in report.findings if not finding.flags - {Flag.OWN}}:
        assert COLOURS[kind].lower() in content.lower()
