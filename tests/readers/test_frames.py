"""Pages saved in one file that show others in frames, or seem to: none is lost, and what is left out is told."""

from __future__ import annotations

import pytest

from simcheck import Document, errors
from simcheck.readers import decode

LONG = "全年新建高标准农田三千二百亩，整修渠道十八公里。" * 6
OTHER = "村级集体经济收入稳步增长，达到四十六万元。" * 5


def saved(*pages: tuple[str, str]) -> bytes:
    """Pages by their addresses, in a mail."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    parts = (
        f'--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Location: http://a/{name}\r\n\r\n{markup}\r\n'
        for name, markup in pages
    )
    return (head + "".join(parts) + "--b--\r\n").encode()


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def frames(*sources: str, more: str = "", head: str = "") -> str:
    inner = "".join(f'<frame src="{source}">' for source in sources)
    return f"<html><head>{head}</head><frameset cols='20%,*'>{inner}{more}</frameset></html>"


def read(*pages: tuple[str, str]) -> Document:
    return decode("a.mht", saved(*pages))


def told(document: Document) -> dict[str, object]:
    return {k: v for note in document.notes for k, v in note.facts.items() if k != "document"}


@pytest.mark.parametrize(
    "aside",
    [
        '<script>document.write("<frameset rows=*><frame src=x.htm></frameset>")</script>',
        "<!-- <frameset><frame src=x.htm></frameset> -->",
        "<textarea><frameset><frame src=x.htm></textarea>",
        "<style>/* <frameset> */</style>",
        "<noscript><frameset><frame src=x.htm></frameset></noscript>",
        "<title><frameset ></title>",
    ],
)
@pytest.mark.parametrize("where", ["head", "body"])
def test_a_page_that_only_speaks_of_frames_is_read(aside: str, where: str) -> None:
    markup = page(f"<p>{LONG}</p>", aside) if where == "head" else page(f"{aside}<p>{LONG}</p>")
    document = read(("i.htm", markup))
    assert LONG in document.text
    assert "missing" not in told(document)


def test_frames_in_a_comment_are_none() -> None:
    markup = frames("k.htm", more="<!-- <frame src=gone.htm> -->")
    document = read(("i.htm", markup), ("k.htm", page(f"<p>{LONG}</p>")))
    assert (document.text, told(document)) == (LONG, {})


def test_what_is_said_without_frames_is_read_if_all_are_missing() -> None:
    document = read(("i.htm", frames("x.htm", more=f"<noframes><body><p>{LONG}</p></body></noframes>")))
    assert (document.text, told(document)) == (LONG, {"missing": 1})
    with pytest.raises(errors.Empty):
        read(("i.htm", frames("x.htm")))


def test_all_sheets_of_a_workbook_are_read_and_its_tabs_are_not() -> None:
    links = "".join(f'<link id="shLink" href="x.files/sheet00{n}.htm">' for n in (1, 2, 3))
    script = "<!--[if !supportTabStrip]><script><!-- var c_lTabs=3; --></script><![endif]-->"
    main = frames(
        "x.files/sheet001.htm", "x.files/tabstrip.htm", head=f"<![if !supportTabStrip]>{links}{script}<![endif]>"
    )
    sheets = [(f"x.files/sheet00{n}.htm", page(f"<table><tr><td>第{n}张</td><td>数</td></tr></table>")) for n in (1, 2)]
    document = read(("x.htm", main), *sheets, ("x.files/tabstrip.htm", page("<b>表一</b>")))
    assert document.text.split("\n") == ["第1张\t数", "第2张\t数"]
    assert told(document) == {"missing": 1}


def test_a_short_page_in_a_frame_is_told() -> None:
    pages = ("i.htm", page(f"<p>{LONG}</p><iframe src='k.htm'></iframe>")), ("k.htm", page("<p>框架里的一段。</p>"))
    document = read(*pages)
    assert (document.text, told(document)) == (LONG, {"frames": 1})
    longer = ("k.htm", page(f"<p>{LONG}{OTHER}</p>"))
    assert (told(read(pages[0], longer)), read(pages[0], longer).text) == ({}, f"{LONG}\n{LONG}{OTHER}")


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<textarea ", "<frame src=", "<frame  ", "<link id=shLink "])
def test_strange_pages_are_read_at_once(piece: str) -> None:
    document = read(("i.htm", page(f"<p>{LONG}</p>" + piece * 50_000)))
    assert LONG in document.text
