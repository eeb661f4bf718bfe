"""Web pages whose words do not stand in their own paragraphs: in frames, in drawings; what they show beside words."""

from __future__ import annotations

from typing import Any

import pytest

from simcheck import Document, errors
from simcheck.readers import decode

ONE = "今年以来，全镇新修灌渠六千米，改造老茶园三百亩，群众拍手称快。"
TWO = "镇里开设的务工专线每周两班，没有一人掉队，来年再添一班。"


def page(body: str) -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def saved(*parts: tuple[str, str]) -> bytes:
    """A mail of pages with their addresses."""
    mail = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    for location, markup in parts:
        mail += f"--b\r\nContent-Type: text/html; charset=utf-8\r\n{location}\r\n\r\n{markup}\r\n"
    return (mail + "--b--\r\n").encode()


def at(address: str) -> str:
    return f"Content-Location: {address}"


def frames(*sources: str) -> str:
    inside = "".join(f'<frame name="f" src="{source}">' for source in sources)
    return f'<html><head><title>办公系统</title></head><frameset cols="20%,*">{inside}</frameset></html>'


def passed(document: Document) -> dict[str, Any]:
    facts = [dict(note.facts) for note in document.notes if note.code in ("not-read", "passed-over")]
    return {name: count for each in facts for name, count in each.items() if name != "document"}


# frames


@pytest.mark.parametrize(
    ("base", "source", "address"),
    [
        ("http://a.example/oa/index.asp", "view.asp?id=1&amp;t=2", "http://a.example/oa/view.asp?id=1&t=2"),
        ("http://a.example/oa/index.asp", "/pub/1.htm", "http://a.example/pub/1.htm"),
        ("file:///C:/a.files/index.htm", "%E6%80%BB.htm", "file:///C:/a.files/总.htm"),
        ("index.htm", "1.htm", "file://C:/elsewhere/1.htm"),
    ],
)
def test_pages_in_frames_are_read(base: str, source: str, address: str) -> None:
    data = saved((at(base), frames(source)), (at(address), page(f"<p>{ONE}</p><p>{TWO}</p>")))
    assert decode("a.mht", data).text == f"{ONE}\n{TWO}"


def test_frames_by_the_id_of_their_part_and_frames_inside_frames() -> None:
    data = saved(
        (at("http://a.example/"), frames("cid:frame1@x", "two.htm")),
        ("Content-ID: <frame1@x>", page(f"<p>{ONE}</p>")),
        (at("http://a.example/two.htm"), frames("three.htm")),
        (at("http://a.example/three.htm"), page(f"<p>{TWO}</p>")),
    )
    assert decode("a.mht", data).text == f"{ONE}\n{TWO}"


def test_a_frame_that_is_not_there_is_counted() -> None:
    data = saved(
        (at("http://a.example/"), frames("1.htm", "2.htm")), (at("http://a.example/2.htm"), page(f"<p>{ONE}</p>"))
    )
    document = decode("a.mht", data)
    assert document.text == ONE
    assert passed(document) == {"missing": 1}


def test_circles_of_frames_end() -> None:
    data = saved(
        (at("http://a.example/1.htm"), frames("2.htm", "1.htm")),
        (at("http://a.example/2.htm"), frames("1.htm", "3.htm", "3.htm")),
        (at("http://a.example/3.htm"), page(f"<p>{ONE}</p>")),
    )
    assert decode("a.mht", data).text == ONE


def test_many_frames_end() -> None:
    sources = [f"{number}.htm" for number in range(900)]
    parts = [(at(f"http://a.example/{source}"), frames(*sources)) for source in sources]
    with pytest.raises(errors.Empty):
        decode("a.mht", saved(*parts))


def test_a_page_inside_one_that_says_less() -> None:
    around = page('<p>当前位置：首页</p><iframe width="100%" src="body.htm"></iframe>')
    inner = (at("http://a.example/body.htm"), page(f"<p>{ONE}</p>"))
    assert decode("a.mht", saved((at("http://a.example/"), around), inner)).text.endswith(ONE)
    advert = page(f'<p>{ONE}</p><iframe src="body.htm"></iframe>')
    sold = (at("http://a.example/body.htm"), page("<p>新茶上市，欢迎选购。</p>"))
    assert decode("a.mht", saved((at("http://a.example/"), advert), sold)).text == ONE


def test_a_page_of_frames_without_its_pages_says_what_is_missing() -> None:
    with pytest.raises(errors.Empty) as caught:
        decode("a.html", frames("1.htm", "2.htm").encode())
    assert caught.value.passed == 2


# drawings


def drawing(inside: str, more: str = 'viewBox="0 0 600 800"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inside}</svg>'


def words(text: str, x: object = 40, y: object = 40, more: str = 'font-size="10"') -> str:
    return f'<text x="{x}" y="{y}" {more}>{text}</text>'


def lines(body: str) -> list[str]:
    return decode("a.html", page(body).encode()).text.split("\n")


def test_pages_that_are_drawn_are_read() -> None:
    rows = (ONE[:14], ONE[14:28], ONE[28:], "二、务工")
    first = drawing("".join(words(row, 40, 40 + 20 * at) for at, row in enumerate(rows)), 'viewBox="0 0 220 300"')
    assert lines(f"<div>{first}</div><div>{drawing(words(TWO))}</div>") == [ONE, "二、务工", TWO]


def test_pieces_of_a_line_stand_where_they_say() -> None:
    shuffled = words("渠两条", 60, 40) + words("今年", 40, 40, 'style="font-size:10px"') + words("修", 50, 80)
    assert "今年渠两条" in "".join(lines(drawing(shuffled)))
    spans = (
        f'<text font-size="10"><tspan x="40" y="40">{ONE[:10]}</tspan><tspan x="140" y="40">{ONE[10:]}</tspan></text>'
    )
    assert lines(drawing(spans)) == [ONE]
    each = " ".join(str(40 + 10 * place) for place in range(len(ONE)))
    assert lines(drawing(words(ONE, each, "40 40"))) == [ONE]


def test_what_groups_move_and_stretch() -> None:
    lower = f'<g transform="translate(0, 100) scale(0.5)">{words(TWO, 80, 40, "")}</g>'
    upper = f'<g transform="matrix(1 0 0 -1 0 80)"><g transform="scale(1 -1)">{words(ONE, 40, -40)}</g></g>'
    assert lines(drawing(lower + upper)) == [ONE, TWO]


def test_what_a_drawing_only_tells_or_keeps_is_no_text() -> None:
    silent = (
        "<title>图</title><desc>说明</desc><style>text { fill: red }</style><metadata>甲</metadata>"
        f'<defs>{words("不见")}</defs><symbol>{words("不见")}</symbol><g>散落</g><a href="#">链接</a>'
    )
    assert lines(drawing(silent + words(ONE))) == [ONE]
    hidden = decode("a.html", page(f"<p>{ONE}</p><div style='display:none'>{drawing(words('藏'))}</div>").encode())
    assert hidden.text == ONE
    assert [(note.code, note.facts["count"]) for note in hidden.notes] == [("hidden-text", 1)]
    assert lines(drawing(f'<foreignObject x="40" y="40"><div><p>{ONE}</p></div></foreignObject>')) == [ONE]


def test_words_around_a_drawing_stay_where_they_are() -> None:
    assert lines(f"<p>{ONE}</p><p>{drawing(words('图一　灌渠'))}</p><p>{TWO}</p>") == [ONE, "图一　灌渠", TWO]


def seen(body: str) -> tuple[str, int]:
    """What is read of a page of drawings, and how many characters are said to be hidden."""
    document = decode("a.html", page(body).encode())
    return document.text, sum(int(str(note.facts["count"])) for note in document.notes if note.code == "hidden-text")


@pytest.mark.parametrize(
    "hidden",
    [
        words("藏在这里", 40, 80, 'display="none"'),
        words("藏在这里", 40, 80, 'visibility="hidden"'),
        words("藏在这里", 40, 80, 'style="font-size:9px; visibility: hidden"'),
        f'<g display="none"><g>{words("藏在这里", 40, 80)}</g></g>',
        f'<g style="display:none">{words("藏在这里", 40, 80)}</g>',
        words("藏在这里", 40, 80, 'opacity="0"'),
        f'<g style="opacity:0.0">{words("藏在", 40, 80)}{words("这里", 40, 90)}</g>',
        words("藏在这里", 40, 80, 'fill="none"'),
        words("藏在这里", 40, 80, 'fill-opacity="0"'),
        f'<g fill="none" stroke="none">{words("藏在这里", 40, 80)}</g>',
        words("藏在这里", 40, 80, 'class="h"'),
        words("藏在这里", 40, 80, 'id="h"'),
        '<defs><text id="a" visibility="collapse">藏在这里</text></defs><use href="#a" x="40" y="80"/>',
    ],
)
def test_what_a_drawing_hides_is_counted(hidden: str) -> None:
    sheet = "<style>.h, #h { display: none }</style>"
    assert seen(sheet + drawing(words(ONE) + hidden)) == (ONE, 4)


@pytest.mark.parametrize("how", ['opacity="0"', 'fill="none"'])
def test_words_over_a_picture_that_are_drawn_in_no_colour_are_its_words(how: str) -> None:
    # who recognized them laid them there to be selected; a script shows what it hides, too
    pages = drawing("".join(words(f"第{n}行的字", 40, 40 + 40 * n, how) for n in range(9)))
    assert "".join(lines(pages)) == "".join(f"第{n}行的字" for n in range(9))
    assert lines(drawing(f'<g class="h">{words(ONE)}</g>') + "<style>.h { display: none }</style>") == [ONE]


def test_a_drawing_may_be_hidden_as_a_whole() -> None:
    assert seen(drawing(words(ONE)) + drawing(words("藏"), 'style="display:none"')) == (ONE, 1)
    assert seen(f"<p>{ONE}</p>{drawing(words('藏'), 'hidden')}") == (ONE, 1)


@pytest.mark.parametrize(
    "shown",
    [
        f'<g fill="none"><text x="40" y="40" fill="#333">{ONE}</text></g>',
        f'<g fill="none"><text x="40" y="40" class="title">{ONE}</text></g>',
        f'<g fill="none" class="a"><text x="40" y="40">{ONE}</text></g>',
        words(ONE, 40, 40, 'fill="none" stroke="black"'),
        words(ONE, 40, 40, 'fill="none" style="fill: red"'),
        words(ONE, 40, 40, 'opacity="0.5" fill-opacity="1"'),
    ],
)
def test_what_a_drawing_shows_is_text(shown: str) -> None:
    assert seen(drawing(shown)) == (ONE, 0)


def test_words_that_are_used_stand_where_they_are_drawn() -> None:
    kept = f'<defs><text id="a" x="10" y="10" font-size="10">{ONE}</text></defs>'
    assert lines(drawing(f'{kept}{words(TWO)}<use href="#a" x="30" y="170"/>')) == [TWO, ONE]
    assert lines(drawing(f'{words(TWO, 40, 99)}<use xlink:href="#a" y="30"/>{kept}')) == [ONE, TWO]
    symbol = (
        f'<symbol id="s"><g transform="translate(5 5)">{words(ONE, 10, 10)}</g><defs>{words("不见")}</defs></symbol>'
    )
    assert lines(drawing(f'{symbol}<g transform="scale(2)"><use href="#s" x="1" y="2"/></g>')) == [ONE]


def test_words_that_are_used_twice_are_drawn_twice_and_uses_may_use() -> None:
    kept = f'<defs><g id="b"><use href="#a" y="40"/></g><text id="a" x="40" font-size="10">{ONE}</text></defs>'
    assert "".join(lines(drawing(f'{kept}<use href="#b"/><use href="#b" y="100"/>'))) == ONE * 2
    shared = drawing(f'<defs><text id="z" x="40" y="40" font-size="10">{TWO}</text></defs>', "")
    assert lines(shared + f"<p>{ONE}</p>" + drawing('<use href="#z"/>')) == [ONE, TWO]


@pytest.mark.parametrize("target", ["#a", "#g", "#none", "other.svg#a", "", "#"])
def test_circles_of_uses_end_and_what_is_elsewhere_is_not_asked_for(target: str) -> None:
    assert lines(drawing(f'<g id="g"><use id="a" href="{target}"/></g>{words(ONE)}')) == [ONE]


def test_uses_that_grow_without_end_are_damaged() -> None:
    grown = "".join(f'<g id="a{n}">{f"<use href=#a{n + 1} />" * 10}</g>' for n in range(15))
    with pytest.raises(errors.Damaged):
        decode("a.html", page(drawing(f'<defs>{grown}</defs><use href="#a0"/>{words(ONE)}')).encode())


@pytest.mark.parametrize(
    "alternatives",
    [
        words(ONE, 40, 40, 'systemLanguage="zh-CN"') + words("English text"),
        words("English text", 40, 40, 'systemLanguage="en, de"') + words(ONE) + words("第三", 40, 60),
        f'<foreignObject x="40" y="40" requiredFeatures="a"><div>{ONE}</div></foreignObject>{words("替代")}',
        f'<foreignObject x="40" y="40" requiredExtensions="http://a.example/b">甲</foreignObject>{words(ONE)}',
        words(ONE, 40, 40, 'systemLanguage="ja"') + words("한국어", 40, 40, 'systemLanguage="ko"'),
    ],
)
def test_of_alternatives_one_is_drawn(alternatives: str) -> None:
    assert seen(drawing(f"<switch>{alternatives}</switch>")) == (ONE, 0)
    kept = f'<defs><g id="a"><switch>{alternatives}</switch></g></defs><use href="#a"/>'
    assert seen(drawing(kept)) == (ONE, 0)


def test_words_stand_around_their_place_and_below_each_other() -> None:
    title = words("总结", 300, 20, 'text-anchor="middle"')
    assert lines(drawing(title + words(ONE, 40, 60) + words("落款", 550, 80, 'style="text-anchor:end"'))) == [
        "总结",
        ONE,
        "落款",
    ]
    steps = f'<text x="40" y="40"><tspan x="40">总结</tspan><tspan x="40" dy="3em">{ONE}</tspan></text>'
    assert lines(drawing(steps + words("二", 40, 60, 'font-size="10"'))) == ["总结", "二", ONE]


@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="UTF-8"?>\n', "<!-- 页 -->"])
def test_a_page_may_be_a_drawing(declared: str) -> None:
    assert decode("a.html", (declared + drawing(words(ONE))).encode()).text == ONE


def test_pictures_in_drawings_are_counted() -> None:
    pictures = '<image href="a.jpg"/><image href="b.png" width="16" height="16"/><g display="none"><image/></g>'
    document = decode("a.html", page(f"<p>{ONE * 9}</p>{drawing(pictures)}").encode())
    assert (document.text, passed(document)) == (ONE * 9, {"pictures": 1})


@pytest.mark.parametrize(
    "markup",
    [
        drawing("<g>" * 5000 + words("今年")),
        drawing("".join(words("今", number % 600, number // 600) for number in range(30_000))),
        "<svg>" * 5000,
    ],
    ids=["deep", "many", "drawings"],
)
def test_drawings_beyond_all_measure_are_damaged(markup: str) -> None:
    with pytest.raises(errors.Damaged):
        decode("a.html", page(markup).encode())


def test_numbers_that_are_none_are_no_places() -> None:
    odd = words("今年", "1e99999", "nan") + words("修渠", "calc(1px)", "50%", 'transform="rotate(90) matrix(1 2)"')
    assert sorted("".join(lines(drawing(odd, 'viewBox="a b" width="x"')))) == sorted("今年修渠")


# what stands beside words


def test_pictures_and_formulas_of_an_article_are_counted() -> None:
    pictures = '<p><img src="a.png"><img src="icon.gif" width="16"></p>'
    body = f'<p>{ONE * 9}</p>{pictures}<math><mi>x</mi></math><video src="v"></video>'
    document = decode("a.html", page(body).encode())
    assert document.text == ONE * 9
    assert passed(document) == {"pictures": 1, "formulas": 1, "media": 1}


def test_documents_that_a_page_shows_are_counted() -> None:
    shown = '<embed src="a.pdf"><object data="b.docx?v=1"></object><iframe src="c.ofd"></iframe>'
    others = '<embed src="a.swf"><object data="clock"></object><iframe src="ad.html"></iframe><embed><object></object>'
    document = decode("a.html", page(f"<p>{ONE * 9}</p>{shown}{others}").encode())
    assert (document.text, passed(document)) == (ONE * 9, {"embedded": 3, "frames": 1})


def test_words_behind_what_has_no_end_are_read() -> None:
    assert lines(f'<p>{ONE}<embed src="a.swf">{TWO}</p>') == [ONE + TWO]


def test_a_page_of_pictures_says_so() -> None:
    with pytest.raises(errors.Empty) as caught:
        decode("a.html", page('<img src="1.jpg"><p><img src="2.jpg"></p>').encode())
    assert caught.value.passed == 2


# pages in attributes and boxes


@pytest.mark.parametrize(
    "body",
    [
        f"<textarea>{TWO}</textarea>",
        f"<textarea name='x' style='width:9em'>&lt;p&gt;{TWO}&lt;/p&gt;</textarea>",
        f"<TEXTAREA><p>{TWO}</p></TEXTAREA>",
        f"<textarea><p>{TWO}</p>",
        f'<iframe srcdoc="&lt;p&gt;{TWO}&lt;/p&gt;"></iframe>',
        f"<iframe width=1 srcdoc='<html><style>p{{color:red}}</style><body id=\"a\"><p>{TWO}</p></html>'></iframe>",
        f'<iframe srcdoc="&lt;iframe srcdoc=&quot;&amp;lt;p&amp;gt;{TWO}&quot;&gt;&lt;/iframe&gt;"></iframe>',
        f'<div><template shadowrootmode="open"><p>{TWO}</p></template></div>',
        f"<map><p>{TWO}</p></map>",
    ],
)
def test_what_a_page_shows_in_boxes_and_attributes_is_its_text(body: str) -> None:
    document = decode("a.html", page(f"<p>{ONE}</p>{body}<p>{ONE}</p>").encode())
    assert document.text == f"{ONE}\n{TWO}\n{ONE}"
    assert document.notes == ()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<textarea></textarea><textarea", {}),
        ("<textarea>", {}),
        ('<iframe srcdoc="', {}),
        (f"<template><p>{TWO}</p></template>", {}),
        ('<iframe src="about:blank"></iframe><iframe src=""></iframe><iframe></iframe>', {}),
        ('<iframe src="/view.do?id=1"></iframe>', {"frames": 1}),
        (f'<iframe src="data:text/html,{TWO}"></iframe>', {"frames": 1}),
        (f'<input value="{TWO}">', {"annotations": 1}),
        (f'<input type="hidden" value="{TWO}"><input value="请输入">', {}),
    ],
)
def test_what_a_page_shows_and_is_not_read_is_counted(body: str, wanted: dict[str, int]) -> None:
    document = decode("a.html", page(f"<p>{ONE}</p>{body}").encode())
    assert document.text == ONE
    assert passed(document) == wanted


def test_frames_beyond_all_number_are_counted() -> None:
    document = decode("a.html", page(f"<p>{ONE}</p>" + f'<iframe srcdoc="{TWO}"></iframe>' * 101).encode())
    assert (document.text, passed(document)) == (ONE, {"frames": 101})
