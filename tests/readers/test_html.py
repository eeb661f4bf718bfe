"""Web pages: the article and nothing around it, documents saved as pages whole, and files that harm nobody."""

from __future__ import annotations

import base64
import quopri
from contextlib import suppress
from pathlib import Path

import pytest

import simcheck
from benchmarks.reading.articles import articles, score
from benchmarks.reading.articles_layouts import LAYOUTS
from benchmarks.reading.articles_pages import Article, Layout
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode, package
from simcheck.readers.detect import looks_like
from simcheck.readers.web import html

ONE = "今年以来，全镇新修灌渠六千米，改造老茶园三百亩，茶农户均增收两千元。"
TWO = "镇里开设的务工专线每周两班，送出三百二十人，没有一人掉队。"
THREE = "明年要把冷链仓库建到村口，让鲜笋当天上车、次日上架。"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def lines(body: str, head: str = "") -> list[str]:
    return decode("a.html", page(body, head)).text.split("\n")


# --- what a file is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE html>",
        "<!doctype HTML PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN'>",
        "\n\n <html>",
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<!-- 网站管理系统生成 --><!-- 2024 -->\r\n<HTML lang=zh>",
        "<head><title>总结</title></head>",
        "<body class='a'>",
        "\ufeff<html>",
    ],
)
def test_a_web_page_is_known_by_its_beginning_whatever_its_name(beginning: str) -> None:
    data = f"{beginning}<p>{ONE}</p>".encode()
    assert looks_like(data) == Format.HTML
    for name in ("a.html", "a.doc", "a.txt", "-"):
        assert decode(name, data).text == ONE


@pytest.mark.parametrize(
    "text",
    [
        "网页以 <html> 开头，正文写在 <body> 里。",
        "# 总结\n\n<div align=center>\n\n标题\n\n</div>\n",
        "<header>不是网页",
        "<p>只有一段</p>",
        "<!-- 没有写完的注释 <html>",
        "Subject: 关于报送总结的通知\n\n请于月底前报送。",
    ],
)
def test_a_text_that_speaks_of_tags_stays_a_text(text: str) -> None:
    assert looks_like(text.encode(), ".md") is None
    assert decode("a.md", text.encode()).text == text


def test_by_its_name_a_file_with_tags_is_a_page_as_well() -> None:
    data = f"<p>{ONE}</p><P>{TWO}</P>".encode()
    suffixes = (".html", ".htm", ".xhtml", ".md", "")
    assert [looks_like(data, suffix) for suffix in suffixes] == [Format.HTML] * 3 + [None] * 2
    assert decode("a.htm", data).text == f"{ONE}\n{TWO}"
    assert decode("a.html", ONE.encode()).text == ONE


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gbk", "<meta charset='GBK'>"),
        ("big5", "<meta charset=big5>"),
        ("utf-8", "<meta charset=utf-8>"),
        ("utf-8", "<meta charset=gb2312>"),  # browsers save so, and leave the declaration as it was
        ("gbk", "<meta charset=utf-8>"),
        ("gbk", "<meta charset=iso-8859-1>"),
        ("gbk", "<meta charset=x-unknown>"),
        ("gbk", ""),
        ("utf-16", "<meta charset=gb2312>"),
        ("utf-16", ""),
    ],
)
def test_the_declared_encoding_counts_if_the_text_is_in_it(encoding: str, declaration: str) -> None:
    words = "全鎮新修灌渠六千米，改造老茶園三百畝，茶農戶均增收兩千元。" if encoding == "big5" else ONE
    body = "".join(f"<p>{words}</p>" for _ in range(5))
    document = decode("a.html", f"<html><head>{declaration}</head><body>{body}".encode(encoding))
    assert document.text == "\n".join([words] * 5)


def test_the_encoding_that_the_user_names_comes_before_the_declared_one() -> None:
    data = f"<html><meta charset=gb2312><p>{ONE}".encode("big5", "ignore")
    assert decode("a.html", data, encoding="big5").text == ONE.encode("big5", "ignore").decode("big5")


def test_bytes_that_say_nothing_are_told_at_their_place_in_the_text() -> None:
    data = page(f"<p>{ONE}</p>" * 20).replace("茶农".encode(), b"\xff\xfe", 1)
    document = decode("a.html", data)
    (note,) = document.notes
    assert note.code == "replaced"
    assert note.span is not None
    assert document.text[note.span.start : note.span.end] == "\ufffd"
    menu = page(f"<script>var a='\xff'</script><p>{ONE}</p>" * 20).replace(b"\xc3\xbf", b"\xff", 1)
    assert decode("a.html", menu).notes == ()


# --- words and lines -------------------------------------------------------------------------------------------------


def test_white_space_collapses_as_a_browser_shows_it() -> None:
    body = "<p>\n  全镇共有\n  三千户，  其中 <b>低保</b>\n<i>户</i>五十户；\nGDP\n增长6%\n</p>"
    assert lines(body) == ["全镇共有三千户， 其中 低保户五十户； GDP 增长6%"]
    assert lines("<p>　　两格　　缩进</p><p>&nbsp;&nbsp;甲</p><p>&nbsp;</p><p>　</p>") == [
        "　　两格　　缩进",
        "\xa0\xa0甲",
    ]


def test_libreoffice_ends_lines_only_where_a_space_was() -> None:
    head = '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>'
    assert lines("<p>镇长\n林晓</p>", head) == ["镇长 林晓"]
    assert lines("<p>镇长\n林晓</p>") == ["镇长林晓"]


def test_blocks_and_breaks_end_lines_and_words_inside_them_do_not() -> None:
    body = "引言<h2>一、<span>农业</span></h2><div>　　甲<br/>　　<font>乙</font><wbr>丙<p>丁</div>戊<dd>己</dd>"
    assert lines(body) == ["引言", "一、农业", "　　甲", "　　乙丙", "丁", "戊", "己"]
    assert lines('<p>甲<span style="display: block">乙</span><div style="display:inline">丙</div>丁') == [
        "甲",
        "乙",
        "丙丁",
    ]


def test_preformatted_text_keeps_its_lines_and_spaces() -> None:
    assert lines("<pre>  第一行\r\n\r\n第二行\t完</pre><p>后  文</p>") == ["  第一行", "第二行\t完", "后 文"]
    assert lines('<p style="white-space: pre-wrap">甲  乙\n丙</p>') == ["甲  乙", "丙"]


def test_entities_ruby_and_what_is_only_said_aloud() -> None:
    assert lines("<p>甲&mdash;乙&#20859;&hellip;&lt;b&gt;&#x4e59;<ruby>镇<rp>(<rt>zhèn<rp>)</ruby></p>") == [
        "甲—乙养…<b>乙镇"
    ]


def test_lists_have_their_numbers_and_no_bullets() -> None:
    body = (
        "<ol><li>甲<li value=5><p>乙</p><p>续</p><li>丙<ul><li>圆点</ul></ol>"
        '<ol type=a start=3><li>丁</ol><ol style="list-style-type:cjk-ideographic"><li>戊<li> 己</ol>'
        '<ol type="I"><li>庚<li></ol><ol style="list-style:none"><li>辛</ol><ul style="list-style: decimal"><li>壬</ul>'
    )
    assert lines(body) == [
        "1.甲",
        "5.乙",
        "续",
        "6.丙",
        "圆点",
        "c.丁",
        "一、戊",
        "二、己",
        "I.庚",
        "辛",
        "1.壬",
    ]


def test_tables_row_by_row_merged_and_nested() -> None:
    nested = "<table><tr><td>内一<td>内二</table>"
    table = (
        "<table><caption>统计表</caption><thead><tr><th>项目<th>数量</tr></thead><tr><td></td><td><p>三座</p></td><td>新建"
        f"<tr><td>说明<td>{nested}<p>表后</p></table>"
    )
    assert lines(f"<p>表前{table}") == ["表前", "统计表", "项目\t数量", "\t三座\t新建", "说明", "内一\t内二", "表后"]


def test_what_a_table_only_puts_in_its_place_has_no_tabs() -> None:
    assert lines(f"<table><tr><td>&nbsp;<td>{ONE}<td>&nbsp;<tr><td><td></table>") == [ONE]


def test_hidden_and_deleted_text_is_set_apart_and_told() -> None:
    style = "<style>/* .b{display:none} */ p.a, #b {display:none} @media print {.c {display:none}}</style>"
    body = (
        f"<p>{ONE}<span style='DISPLAY: none'>看不见</span></p><p class='x a'>藏</p><div id=b><p>起来</p></div>"
        f"<p class=c>{TWO}</p><p class=b>见<font style='font-size:0px'>零号</font></p><p hidden>隐<b>去</b></p>"
        "<p style='visibility:hidden'>空位</p><p>改<del>旧 话</del><ins>新话</ins><s>划去</s></p>"
        "<table><tr><td>格<i style='mso-hide:all'>密</i><td>格</table>"
        "<div style='font-size:0'><span style='font-size:14px'>排版</span></div>"
    )
    document = decode("a.html", page(body, style))
    assert document.text.split("\n") == [ONE, TWO, "见", "改新话划去", "格\t格", "排版"]
    assert [(note.code, note.facts) for note in document.notes] == [
        ("hidden-text", {"document": "a.html", "count": 13}),
        ("deleted-text", {"document": "a.html", "count": 2}),
    ]


def test_an_article_that_waits_for_its_script_is_shown() -> None:
    body = f'<div style="visibility: hidden" id="js_content"><p>{ONE}<p>{TWO}<p hidden>多余</div><div hidden>提示</div>'
    document = decode("a.html", page(f"{body}<script></script>"))
    assert document.text == f"{ONE}\n{TWO}"
    assert document.notes[0].facts["count"] == 4


# --- word processors -------------------------------------------------------------------------------------------------


def test_word_and_wps_write_numbers_bullets_tabs_and_conditions() -> None:
    def item(number: str, words: str, font: str = "") -> str:
        return (
            "<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
            f"<span lang=EN-US style='{font}'><span style='mso-list:Ignore'>{number}<span style='font:7.0pt Times'>"
            f"&nbsp;&nbsp; </span></span></span><![endif]><span style='font-family:仿宋'>{words}<o:p></o:p></span></p>"
        )

    body = (
        "<!--[if gte mso 9]><xml><o:p>九</o:p></xml><![endif]--><div class=WordSection1>"
        + item("（一）", "农业")
        + item("2.", "工业")
        + item("·", "点", "font-family:Symbol")
        + item("l", "块", "font-family:Wingdings;mso-bidi-font-family:Wingdings")
        + "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
        + "<p class=MsoNormal>甲<span style='mso-tab-count:1'>&nbsp; </span>乙<![if !vml]><img><![endif]></p></div>"
    )
    assert lines(body) == ["（一）农业", "2.工业", "点", "块", "甲\t乙"]


def test_notes_follow_without_their_marks_and_comments_headers_and_page_numbers_do_not() -> None:
    word = (
        '<p>正文<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1"><span>[1]</span></a>。'
        "<a class=msocomanchor href='#_msocom_1'>[林1]</a></p><div style='mso-element:footnote-list'>"
        "<div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1'>[1]</a>注里的话</p></div></div>"
        "<div style='mso-element:comment-list'>批注</div><div style='mso-element:header'>页眉</div>"
    )
    office = (
        '<div title="header"><p>页眉</p></div><p>正文'
        '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>。</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>注里的话</p></div>'
        '<div title="footer"><p><sdfield type=PAGE>5</sdfield></p></div><p><sdfield type=page>5</sdfield></p>'
    )
    assert lines(word) == lines(office) == ["正文。", "注里的话"]


def test_a_document_saved_as_a_page_is_taken_whole() -> None:
    body = (
        "<p>来源：统计站</p><p>2024-01-05</p><p>打印</p><p class=menu>党建</p><p>作者：林晓</p><p><a href=http://a.example>甲镇</a></p>"
        f"<p>{ONE}</p><p><a href='#_Toc1'>一、农业</a></p><p><a href='#_Toc2'>二、工业</a></p><p>版权所有</p>"
    )
    assert len(lines(body)) == 10


# --- pages of sites --------------------------------------------------------------------------------------------------

MENU = (
    "<ul class=nav>" + "".join(f"<li><a href=/{n}>{n}</a>" for n in ("首页", "政务", "新闻", "服务", "互动")) + "</ul>"
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_the_article_of_a_page_is_found_with_its_paragraphs(layout: Layout) -> None:
    article = articles(3)[-1]
    name = "a.mht" if layout.mail else "a.html"
    found = decode(name, layout.made(article, 7)).text
    result = score("\n".join([article.title, *article.paragraphs]), found)
    assert result.common == result.wanted
    assert result.breaks - result.right <= (layout.name == "title in two lines")
    assert result.found <= result.wanted * 1.01


def test_short_articles_are_found_among_long_menus() -> None:
    article = Article("柳湾镇务工专线开通", [ONE, TWO])
    for number, layout in enumerate(LAYOUTS):
        if layout.name in ("state council", "county portal", "cms of tables", "blog", "old site of model texts"):
            assert (
                decode("a.html", layout.made(article, number)).text.replace("\u3000", "").replace("\xa0", "")
                == f"{article.title}\n{ONE}\n{TWO}"
            )


def test_the_article_is_found_without_names_of_classes() -> None:
    news = "<li><a href=a>县里召开现场会部署秋种</a> 01-05<li><a href=b>关于放假的通知</a> 01-04"
    body = (
        f"<div>{MENU}</div><div><div>最新<ul>{news}</ul></div><div><h1>关于茶园改造的总结</h1>"
        f"<div>2024-01-05 来源：县茶叶站 浏览：12</div><p>{ONE}<p>{TWO}<p>柳湾镇人民政府<p>2024年1月5日"
        "<p>附件：<a href=/f/1.xlsx>茶园改造表</a><p>上一篇：<a href=1>甲</a></div></div><div>版权所有：某县</div>"
    )
    assert lines(body, "<title>关于茶园改造的总结_某县</title>") == [
        "关于茶园改造的总结",
        ONE,
        TWO,
        "柳湾镇人民政府",
        "2024年1月5日",
        "附件：茶园改造表",
    ]


def test_links_in_sentences_and_words_of_furniture_in_articles_are_text() -> None:
    body = (
        f"{MENU}<div class='page-nav-wrap'><p>{ONE}<p>按照<a href=x>《茶园管理办法》</a>，逐户核对。"
        f"<p>五、认真学习<a href=y>《条例》</a><p>相关内容见下，打印后张贴。<p>五、全部内容<p>{TWO}<p>网址：<a href=http://a.example/>http://a.example/</a>，请查询。</div>"
    )
    assert lines(body) == [
        ONE,
        "按照《茶园管理办法》，逐户核对。",
        "五、认真学习《条例》",
        "相关内容见下，打印后张贴。",
        "五、全部内容",
        TWO,
        "网址：http://a.example/，请查询。",
    ]


def test_a_page_of_links_is_given_rather_than_nothing() -> None:
    assert lines("<div>" + "".join(f"<p><a href=/{n}>关于第{n}号文件的通知</a></p>" for n in range(6)) + "</div>")[
        5
    ] == ("关于第5号文件的通知")


def test_names_of_furniture_do_not_count_where_there_is_nothing_else() -> None:
    assert lines(f"<script></script><div class=nav><p>{ONE}</div><div class=menu><p>{TWO}</div>") == [ONE, TWO]


def test_hidden_words_are_counted_in_the_article_only() -> None:
    article = f"<div><p>{ONE}<p>{TWO}<i hidden>防抄</i></div>"
    body = f"{MENU}<div class=menu hidden>藏着的菜单</div>{article}<div>尾<a href=/>首页</a><a href=/a>地图</a></div>"
    assert [note.facts["count"] for note in decode("a.html", page(body)).notes] == [2]


# --- pages in one file -----------------------------------------------------------------------------------------------

MAIL = (
    "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E6=80=BB?=\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n\r\n'
)


def saved(*parts: tuple[str, bytes], mail: str = MAIL) -> bytes:
    out = mail.encode()
    for head, content in parts:
        out += f"------b\r\n{head}\r\n\r\n".encode() + content + b"\r\n"
    return out + b"------b--\r\n"


def test_a_page_saved_in_one_file_is_read_like_the_page() -> None:
    text = page(f"<p>{ONE}</p>")
    quoted = saved(
        ("Content-Type: text/css", b"p{}"),
        ("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", quopri.encodestring(text)),
    )
    based = saved(("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", base64.encodebytes(text)))
    plain = saved(
        ("Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit", f"<p>{ONE}".encode("gbk"))
    )
    alone = b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + text
    for data in (quoted, based, plain, b"\r\n" + quoted, alone):
        assert looks_like(data, ".html") == Format.MHTML
        for name in ("a.mht", "a.mhtml", "a.doc", "a.html"):
            assert decode(name, data).text == ONE


def test_parts_within_parts_are_looked_into() -> None:
    inner = saved(("Content-Type: text/plain", b"x"), ("Content-Type: text/html", page(ONE)), mail="")
    data = saved(("Content-Type: multipart/alternative; boundary=----c", inner.replace(b"----b", b"----c")))
    assert decode("a.mht", data).text == ONE


def test_a_saved_page_without_a_page_is_damaged() -> None:
    for data in (
        saved(("Content-Type: image/png", b"x")),
        saved(),
        MAIL.encode(),
        MAIL.replace("boundary", "b").encode(),
    ):
        with pytest.raises(errors.Damaged):
            decode("a.mht", data)


def test_only_so_many_parts_are_looked_at() -> None:
    parts = [("Content-Type: image/png", b"x")] * 5000
    with pytest.raises(errors.Damaged):
        decode("a.mht", saved(*parts, ("Content-Type: text/html", page(ONE))))


# --- files that are none ---------------------------------------------------------------------------------------------


def test_every_level_of_a_deep_page_is_read() -> None:
    deep = "<p><font>一段" * 1500
    assert decode("a.html", page(deep)).text.count("一段") == 1500


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + ONE,
        "<b>" * 100_000 + ONE,
        "<svg>" * 10_000,
        "<i></i>" * 600_000,
    ],
)
def test_pages_beyond_measure_are_damaged(body: str) -> None:
    with pytest.raises(errors.Damaged):
        decode("a.html", page(body))


@pytest.mark.parametrize(
    "body",
    [
        "<" * 2_000_000 + ONE,
        f"<p title='{'x' * 5_000_000}' style='{'y' * 1_000_000}' class='{'z ' * 500_000}'>{ONE}",
        f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>{ONE}",
        "<table><tr><td>" * 1000 + "<p>甲</p>" * 20_000,
        "<ol><li>" * 1000 + "<p>甲</p>" * 20_000,
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;" + ONE,
        "<style>" + "@media{a{" * 20_000 + "/*" * 20_000 + "</style>" + ONE,
        "<title>" + "甲" * 200_000 + "</title>" + "<p>甲</p>" * 5000 + MENU + ONE,
        "<p>" + "扫一扫" * 50 + "x" + MENU + ONE,
        "<p>" + "，" * 1_000_000 + " " * 1_000_000 + "\n" * 1_000_000 + ONE,
        ONE + "\0\x01\ud7ff\ufdd0",
    ],
)
def test_strange_pages_are_read_at_once(body: str) -> None:
    with suppress(errors.Damaged):
        assert decode("a.html", page(body)).text


@pytest.mark.usefixtures("in_this_process")
def test_large_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST", 10_000)
    monkeypatch.setattr(package, "MOST", 10_000)
    with pytest.raises(errors.TooLarge):
        decode("a.html", page(ONE * 1000))
    with pytest.raises(errors.TooLarge):
        decode("a.mht", saved(("Content-Type: text/html", page(ONE * 1000))))


def test_a_page_without_words_is_empty() -> None:
    for body in ("", "<p>&nbsp;</p>", "<script>1</script>", "<img alt=图>", "<p hidden>藏</p>"):
        with pytest.raises(errors.Empty):
            decode("a.html", page(body))


def test_findings_in_a_page_are_those_in_its_text(tmp_path: Path) -> None:
    article = articles(1)[0]
    path = tmp_path / "总结.html"
    path.write_bytes(LAYOUTS[0].made(article, 1))
    text = "\n".join([article.title, *article.paragraphs])
    report = simcheck.compare(simcheck.read(path), text)
    assert report.share() == simcheck.compare(text, text).share()
