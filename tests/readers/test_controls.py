"""What a content control of a Word document says: a prompt of the form, or the words of who filled it in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from support.word import NAMES, p, packed, r

from simcheck.readers import decode

FILLED = "全年新建高标准农田三千二百亩。"
PROMPT = "单击或点击此处输入文字。"


def control(content: str, more: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{more}<w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def styled(words: str, style: str = "PlaceholderText") -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{words}</w:t></w:r>'


def kept(**prompts: str) -> dict[str, str]:
    """The files that say what the prompts of a document are."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    blocks = "".join(
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/></w:docPartPr><w:docPartBody>{p(words)}</w:docPartBody>'
        "</w:docPart>"
        for name, words in prompts.items()
    )
    return {
        "_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{office}/glossaryDocument" Target="glossary/document.xml"/></Relationships>'
        ),
        "glossary/document.xml": f"<w:glossaryDocument {NAMES}><w:docParts>{blocks}</w:docParts></w:glossaryDocument>",
    }


def read(body: str, files: Mapping[str, str] | None = None, **parts: str) -> tuple[list[str], dict[str, Any]]:
    """Lines, and what was passed over, of a document with more ``files`` in its folder."""
    out = io.BytesIO(packed(body, **parts))
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in (files or {}).items():
            archive.writestr(f"word/{name}", content)
    document = decode("a.docx", out.getvalue())
    facts = [dict(note.facts) for note in document.notes if note.code in ("not-read", "passed-over")]
    return document.text.split("\n"), {k: v for each in facts for k, v in each.items() if k != "document"}


def place(name: str) -> str:
    return f'<w:placeholder><w:docPart w:val="{name}"/></w:placeholder>'


@pytest.mark.parametrize(
    "content",
    [
        p(FILLED),
        p(styled(FILLED)),
        p(styled(FILLED, "a3")),
        p(PROMPT, FILLED),
        p("请示已批复。"),
        p(FILLED * 30),
    ],
    ids=["bare", "in the style of prompts", "in a style", "behind it", "like a prompt", "long"],
)
def test_what_is_not_the_prompt_that_the_document_keeps_is_text(content: str) -> None:
    lines, passed = read(p("前") + control(content, place("默认")), kept(默认=PROMPT))
    assert (len(lines), passed) == (2, {})


@pytest.mark.parametrize("words", [PROMPT, "村名", "请写明本单位全年工作完成情况、主要做法和下一步打算。" * 12])
@pytest.mark.parametrize("runs", [1, 2])
def test_what_is_the_prompt_that_the_document_keeps_is_none(words: str, runs: int) -> None:
    half = len(words) // runs
    content = p(*(r(part) for part in (words[:half], words[half:]) if part))
    lines, passed = read(p("前") + control(content, place("村")) + p("后"), kept(村=words))
    assert (lines, passed) == (["前", "后"], {"placeholders": 1})


def test_prompts_of_others_are_not_those_of_this_control() -> None:
    body = control(p("村名"), place("甲")) + control(p("村名"), place("乙")) + control(p("村名"), place("丙"))
    lines, passed = read(body, kept(甲="村名", 乙="镇名"))
    assert (lines, passed) == (["村名", "村名"], {"placeholders": 1})


@pytest.mark.parametrize(
    ("content", "is_prompt"),
    [
        (p(styled("本单位全年工作完成情况")), True),
        (p(styled("前三个字"), "今年修渠两条"), False),
        (p("单击此处输入文字。"), True),
        (p("[标题]"), True),
        (p("＿＿＿＿"), True),
        (p("Click or tap here to enter text."), True),
        (p("Clicks rose by a third."), False),
        (p("请示件三份均已批复。"), False),
        (p("在此基础上，新建渠道两条。"), False),
        (p("此外，填报表册减少三成。"), False),
        (p("填报表册减少三成。"), False),
        (p(FILLED), False),
        (p(FILLED) + p("村级集体经济收入稳步增长，达到四十六万元。"), False),
    ],
)
def test_without_kept_prompts_style_and_words_tell(content: str, is_prompt: bool) -> None:
    lines, passed = read(p("前") + control(content))
    assert (lines == ["前"], passed) == (is_prompt, {"placeholders": 1} if is_prompt else {})


def test_the_style_of_prompts_is_known_by_its_name() -> None:
    styles = f'<w:styles {NAMES}><w:style w:styleId="a9"><w:name w:val="Placeholder Text"/></w:style></w:styles>'
    assert read(p("前") + control(p(styled("本单位情况", "a9"))), styles=styles) == (["前"], {"placeholders": 1})
    assert read(p("前") + control(p(styled("本单位情况", "a8"))), styles=styles) == (["前", "本单位情况"], {})


def test_a_control_that_was_filled_inside_one_that_was_not() -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('柳湾村')}</w:sdtContent></w:sdt>"
    assert read(control(p(inner))) == (["柳湾村"], {})


def test_of_two_ways_to_show_a_prompt_one_counts() -> None:
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{styled("请填姓名")}</mc:Choice>'
        f"<mc:Fallback>{styled('请填姓名')}</mc:Fallback></mc:AlternateContent>"
    )
    assert read(p("前") + control(f"<w:p>{both}</w:p>", place("甲")), kept(甲="请填姓名"))[0] == ["前"]


def test_a_picture_in_a_control_is_one() -> None:
    names = 'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    picture = f"<w:r><w:drawing><d:pic {names}/></w:drawing></w:r>"
    lines, passed = read(p("前" * 200) + control(p(picture)))
    assert (lines, passed) == (["前" * 200, ""], {"pictures": 1})


@pytest.mark.parametrize("name", ["MACROBUTTON NoMacro [单击此处填写村名]", " macrobutton  AcceptAllChanges 点我 "])
def test_the_prompt_of_a_button_is_counted(name: str) -> None:
    button = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{name}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(p("甲", button, "乙")) == (["甲乙"], {"placeholders": 1})
