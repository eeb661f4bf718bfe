"""XML files by their roots: documents of Word wherever the root stands and whatever is put around words, and data."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from support.word import NAMES, p

from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode
from simcheck.readers.detect import looks_like
from simcheck.readers.markup import prolog
from simcheck.readers.package import parsed

WORDS = "今年修渠两条，打井四眼。"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
W_2003 = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def of_2003(body: str, front: str = DECLARED, names: str = W_2003) -> str:
    return f"{front}<w:wordDocument {names}><w:body>{body}</w:body></w:wordDocument>"


def part(name: str, inside: str, kind: str = "xmlData", type: str = "text/html") -> str:
    return f'<pkg:part pkg:name="/word/{name}" pkg:contentType="{type}"><pkg:{kind}>{inside}</pkg:{kind}></pkg:part>'


def flat(*parts: str, front: str = DECLARED) -> str:
    return f'{front}<pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'


def main(body: str) -> str:
    names = f'{NAMES} xmlns:r="{OFFICE}"'
    return part("document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>", type=TYPE)


def lines(markup: str | bytes, name: str = "a.doc") -> list[str]:
    return decode(name, markup if isinstance(markup, bytes) else markup.encode()).text.split("\n")


def told(markup: str) -> dict[str, Any]:
    return {k: v for note in decode("a.doc", markup.encode()).notes for k, v in note.facts.items() if k != "document"}


FORMS: list[Callable[[str], str]] = [
    lambda front: of_2003(p(WORDS), front),
    lambda front: flat(main(p(WORDS)), front=front),
]


# where the root stands


@pytest.mark.parametrize("make", FORMS)
@pytest.mark.parametrize(
    "front",
    [
        DECLARED + f"<!--{'导出' * 20_000}-->",
        DECLARED + '<?mso-application progid="Word.Document"?>' * 2000,
        DECLARED + "\n" * 40_000,
        "\r\n\r\n  " + DECLARED,
        "<!-- 先是说明 -->\n",
        "\ufeff",
        "",
    ],
    ids=["comment", "instructions", "lines", "blank", "bare comment", "mark", "nothing"],
)
def test_a_document_is_known_wherever_its_root_stands(make: Callable[[str], str], front: str) -> None:
    assert lines(make(front)) == [WORDS]


def test_a_root_may_have_any_number_of_names() -> None:
    names = " ".join(f'xmlns:n{at}="urn:county:{"x" * 60}{at}"' for at in range(1000))
    assert lines(of_2003(p(WORDS), names=f"{names} {W_2003}")) == [WORDS]


@pytest.mark.parametrize("make", FORMS)
@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be", "utf-16"])
def test_wide_characters(make: Callable[[str], str], encoding: str) -> None:
    assert lines(make(DECLARED.replace("UTF-8", encoding[:6])).encode(encoding)) == [WORDS]
    assert lines(make("").encode(encoding)) == [WORDS]


# what is data


@pytest.mark.parametrize(
    "markup",
    [
        f"<report><p>{WORDS}</p><p>{WORDS}</p></report>",
        f"<报告><标题>总结</标题>{WORDS}</报告>\n\n",
        f"<!--{'x' * 40_000}--><report><p>{WORDS}</p></report>",
        f'<!-- 先 --><?xml version="1.0"?><report>{WORDS}</report>',
        f"<a:rows><a:row>{WORDS}</a:row></a:rows >",
        f'<html:html xmlns:html="http://www.w3.org/1999/xhtml"><html:p>{WORDS}</html:p></html:html>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a"])
def test_a_tree_of_tags_is_data_without_any_declaration(markup: str, encoding: str, name: str) -> None:
    with pytest.raises(errors.NotText) as caught:
        lines(markup.encode(encoding), name)
    assert caught.value.looks_like == Format.XML


@pytest.mark.parametrize(
    "words",
    [
        f"<通知>{WORDS}</通知>",
        f"<通知>{WORDS}<附件>",
        f"<一>{WORDS}</一>\n<二>{WORDS}</二>\n<一>{WORDS}</一>",
        f"<report><p>{WORDS}</report>",
        f"<report><p>{WORDS}</p></report>\n{WORDS}",
        f"<!-- {WORDS}",
        "<",
        "<?",
    ],
)
def test_what_people_write_in_angle_brackets_stays_a_text(words: str) -> None:
    assert looks_like(words.encode(), ".txt") is None


def test_a_piece_of_a_page_is_read_as_one() -> None:
    assert lines(f"<div><p>{WORDS}</p><p>下一步</p></div>", "a.txt") == [WORDS, "下一步"]


@pytest.mark.parametrize(
    "front", [b"<?a?>" * 100_000, b"<!---->" * 100_000, b"<!DOCTYPE a>" * 50_000, b"<!--" * 100_000, b"<?" * 100_000]
)
def test_a_long_way_to_the_root_is_gone_once(front: bytes) -> None:
    assert prolog(front) in (0, len(front))
    assert looks_like(front + b"<row><b/></row>", ".txt") in (None, Format.XML)


# entities


@pytest.mark.parametrize("words", ["讲解 <!DOCTYPE html> 的课", "<!ENTITY a 'b'>", "<!-- <!DOCTYPE a> -->"])
def test_what_is_said_of_document_types_is_no_document_type(words: str) -> None:
    body = f"<w:p><w:r><w:t><![CDATA[{words}]]></w:t></w:r></w:p><!-- <!DOCTYPE html> -->"
    assert lines(of_2003(body)) == [words]
    assert lines(flat(main(body))) == [words]


@pytest.mark.parametrize(
    "front", ["", DECLARED, "\ufeff", "\n ", "<!-- a -->", "<?a?>", "<!-- --> <?a b?>\n<!---->", "\ufeff\n<!--->-->"]
)
def test_a_document_type_is_refused_wherever_it_stands(front: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        parsed(f'{front}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode())


# what users' schemas are put around


@pytest.mark.parametrize(
    "space",
    [
        "http://schemas.microsoft.com/mycustom",
        "http://schemas.openxmlformats.cn/gw",
        "http://schemas.microsoft.com/office/word/2003/wordml/mine",
        "urn:schemas-microsoft-com:office:smarttags",
        "urn:schemas-microsoft-com:county",
        "http://example.cn/公文",
        "",
    ],
)
@pytest.mark.parametrize(
    "around", ["<n:a {}>{}</n:a>", "<n:a {}><n:b><n:c>{}</n:c></n:b></n:a>", "<n:a {0}>{1}</n:a><n:a {0}></n:a>"]
)
def test_words_in_schemas_of_users_are_words(space: str, around: str) -> None:
    names = f'xmlns:n="{space}"' if space else ""
    if not space:
        around = around.replace("n:", "")
    assert lines(of_2003(p("前") + around.format(names, p(WORDS)))) == ["前", WORDS]
    row = f"<w:tr><w:tc>{p('甲')}</w:tc></w:tr>"
    assert lines(of_2003(f"<w:tbl>{around.format(names, row)}</w:tbl>")) == ["甲"]
    assert lines(of_2003(f"<w:p>{around.format(names, '<w:r><w:t>甲</w:t></w:r>')}</w:p>")) == ["甲"]


def test_chunks_comments_and_formulas_of_2003() -> None:
    aml, math = "http://schemas.microsoft.com/aml/2001/core", "http://schemas.microsoft.com/office/omml/2004/12/core"
    comment = (
        f'<w:r><aml:annotation xmlns:aml="{aml}" w:type="Word.Comment"><aml:content>{p("批")}</aml:content>'
        "</aml:annotation></w:r>"
    )
    formula = f'<m:oMathPara xmlns:m="{math}"><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>'
    markup = of_2003(p("前", comment) + f"<w:cfChunk>{p(WORDS)}</w:cfChunk>" + p(formula, "后"))
    assert lines(markup) == ["前", WORDS, "后"]
    assert told(markup) == {"comments": 1, "formulas": 1}


# files in a package of one file

CHUNK = p("前") + '<w:altChunk r:id="r1"/>' + p("后")
PAGE = f"<html><head><meta charset='utf-8'/></head><body><p class='a'>{WORDS}</p></body></html>"


def related(target: str) -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}/aFChunk" Target="{target}"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return part("_rels/document.xml.rels", f'<Relationships xmlns="{space}">{one}</Relationships>')


def letters(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


@pytest.mark.parametrize(
    "inside",
    [
        part("a.htm", letters(PAGE), "binaryData"),
        part("a.htm", base64.encodebytes(PAGE.encode()).decode(), "binaryData"),
        part("a.htm", PAGE.replace("<html>", '<html xmlns="http://www.w3.org/1999/xhtml">')),
        part("a.htm", PAGE),
    ],
    ids=["letters", "lines of letters", "xhtml", "page"],
)
def test_a_page_in_a_package_of_one_file(inside: str) -> None:
    assert lines(flat(main(CHUNK), related("a.htm"), inside)) == ["前", WORDS, "后"]


@pytest.mark.parametrize("bad", ["A", letters(PAGE)[:-3] + "=A=", "!!!!", "字"])
def test_letters_that_are_none_cost_what_they_hold(bad: str) -> None:
    markup = flat(main(CHUNK), related("a.htm"), part("a.htm", bad, "binaryData"))
    assert lines(markup) == ["前", "后"]
    assert told(markup) == {"broken": 1}


def test_the_text_itself_may_be_in_letters() -> None:
    xml = f"<w:document {NAMES}><w:body>{p(WORDS)}</w:body></w:document>"
    assert lines(flat(part("document.xml", letters(xml), "binaryData", TYPE))) == [WORDS]
    with pytest.raises(errors.Damaged):
        lines(flat(part("document.xml", letters(xml)[:-1], "binaryData", TYPE)))
