"""Electronic books: chapters in their order, from inside the file only, and files that are none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode, package
from simcheck.readers.detect import looks_like

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
ONE = "今年以来，全镇新修灌渠六千米，改造老茶园三百亩。"
TWO = "镇里开设的务工专线每周两班，没有一人掉队。"


def chapter(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="a.js"/></head><body>{body}</body></html>'
    )


def listed(*hrefs: str, doctype: str = "") -> str:
    """A list of files in which the names of pages are given in the order of reading; a "#" before one marks a menu."""
    kinds = ["properties='nav scripted'" if href.startswith("#") else "" for href in hrefs]
    items = "".join(
        f'<item id="i{n}" href="{href.lstrip("#")}" media-type="application/xhtml+xml" {kind}/>'
        for n, (href, kind) in enumerate(zip(hrefs, kinds, strict=True))
    )
    references = "".join(f'<itemref idref="i{n}"/>' for n in range(len(hrefs)))
    return (
        f'<?xml version="1.0"?>{doctype}<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" '
        f'href="a.png" media-type="image/png"/>{items}</manifest><spine><itemref idref="c"/>'
        f"{references}</spine></package>"
    )


def book(files: dict[str, str], list_: str, container: str = CONTAINER) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OEBPS/content.opf", list_)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


TWO_CHAPTERS = {
    "OEBPS/text/1.xhtml": chapter(f"<h1>一、农业</h1><p>{ONE}</p>"),
    "OEBPS/2.xhtml": chapter(f"<p>{TWO}</p>"),
}


def test_chapters_are_read_in_their_order_and_whole(tmp_path: Path) -> None:
    menu = chapter("<nav><a href='2.xhtml'>二</a></nav>")
    links = "".join(f"<li><a href='{n}.xhtml'>第{n}章</a></li>" for n in range(8))
    files = TWO_CHAPTERS | {"OEBPS/nav.xhtml": menu, "OEBPS/0.xhtml": chapter(f"<ol class='nav'>{links}</ol>")}
    data = book(files, listed("#nav.xhtml", "2.xhtml", "text/1.xhtml", "0.xhtml", "2.xhtml"))
    assert looks_like(data) == Format.EPUB
    text = decode("a.epub", data).text.split("\n")
    assert text == [TWO, "一、农业", ONE, *(f"{n + 1}.第{n}章" for n in range(8))]
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert simcheck.read(path).text.split("\n") == text


def test_empty_elements_end_themselves_and_marks_of_notes_are_left_out() -> None:
    note = '<a epub:type="noteref" href="#n">1</a>'
    body = f'<p><a id="x"/>{ONE}{note}<i/><span hidden="">藏</span>甲<br/>乙</p><div/><p>丙</p>'
    document = decode("a.epub", book({"OEBPS/1.xhtml": chapter(body)}, listed("1.xhtml")))
    assert document.text.split("\n") == [f"{ONE}甲", "乙", "丙"]
    assert [(note.code, note.facts["count"]) for note in document.notes] == [("hidden-text", 1)]


def test_a_list_with_a_plain_document_type_is_read_and_one_with_entities_is_not() -> None:
    plain = '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN" "http://a.example/oebpkg12.dtd">'
    assert decode("a.epub", book(TWO_CHAPTERS, listed("2.xhtml", doctype=plain))).text == TWO
    for bad in (
        '<!DOCTYPE p [<!ENTITY a "aa">]>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd" [<!ENTITY a "aa">]>',
        plain * 2,
    ):
        with pytest.raises(errors.Damaged):
            decode("a.epub", book(TWO_CHAPTERS, listed("2.xhtml", doctype=bad)))


@pytest.mark.parametrize(
    "link",
    ["text/1.xhtml", "./text/../text/1.xhtml#a", "text%2F1.xhtml", "../OEBPS/text/1.xhtml", "/OEBPS/text/1.xhtml"],
)
def test_links_lead_to_files_inside_the_book(link: str) -> None:
    assert decode("a.epub", book(TWO_CHAPTERS, listed(link))).text == f"一、农业\n{ONE}"


@pytest.mark.parametrize(
    "link",
    [
        "../../../../etc/passwd",
        "/etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "file:///etc/passwd",
        "http://a.example/1.xhtml",
        "",
    ],
)
def test_links_out_of_the_book_lead_nowhere(link: str) -> None:
    document = decode("a.epub", book(TWO_CHAPTERS, listed("2.xhtml", link)))
    assert (document.text, passed(document)) == (TWO, {"missing": 1})
    with pytest.raises(errors.Damaged):
        decode("a.epub", book(TWO_CHAPTERS, listed(link)))


def test_a_file_outside_by_its_name_is_still_only_one_inside() -> None:
    files = {"../../etc/passwd": chapter(f"<p>{ONE}</p>")}
    assert decode("a.epub", book(files, listed("../../../etc/passwd"))).text == ONE


def test_locked_books_are_told_and_locked_fonts_do_not_matter() -> None:
    def encryption(name: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><e:EncryptedData '
            f'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:CipherData><e:CipherReference URI="{name}"/>'
            "</e:CipherData></e:EncryptedData></encryption>"
        )

    font = TWO_CHAPTERS | {"META-INF/encryption.xml": encryption("OEBPS/a.otf")}
    assert decode("a.epub", book(font, listed("2.xhtml"))).text == TWO
    locked = TWO_CHAPTERS | {"META-INF/encryption.xml": encryption("OEBPS/text%2f1.xhtml")}
    with pytest.raises(errors.Encrypted):
        decode("a.epub", book(locked, listed("2.xhtml", "text/1.xhtml")))


@pytest.mark.usefixtures("in_this_process")
def test_damaged_and_hostile_books_are_errors_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    good = book(TWO_CHAPTERS, listed("2.xhtml", "text/1.xhtml"))
    for size in range(4, len(good), 61):
        with pytest.raises(errors.UnreadableDocument):
            decode("a.epub", good[:size])
    for data in (
        book({}, listed()),
        book({}, listed("1.xhtml")),
        book({}, "<package>"),
        book({}, listed("2.xhtml"), container="<container/>"),
        book({}, listed("2.xhtml"), container=CONTAINER.replace("content.opf", "x.opf")),
        book({"OEBPS/1.xhtml": chapter("<div>" * 100_000)}, listed("1.xhtml")),
    ):
        with pytest.raises((errors.Damaged, errors.Empty)):
            decode("a.epub", data)
    monkeypatch.setattr(package, "MOST", 10_000)
    with pytest.raises(errors.TooLarge):
        decode("a.epub", book({"OEBPS/1.xhtml": chapter(ONE * 1000)}, listed("1.xhtml")))


def test_a_chapter_in_another_encoding_is_read_as_it_declares() -> None:
    out = io.BytesIO(book({}, listed("1.xhtml")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("OEBPS/1.xhtml", chapter(f"<p>{ONE}</p>").replace("utf-8", "utf-16").encode("utf-16"))
    assert decode("a.epub", out.getvalue()).text == ONE


def passed(document: simcheck.Document) -> dict[str, object]:
    facts = [dict(note.facts) for note in document.notes if note.code in ("not-read", "passed-over")]
    return {name: count for each in facts for name, count in each.items() if name != "document"}


def test_chapters_that_are_missing_are_counted_and_the_others_read() -> None:
    document = decode("a.epub", book(TWO_CHAPTERS, listed("cover.xhtml", "text/1.xhtml", "text/9.xhtml", "2.xhtml")))
    assert document.text.split("\n") == ["一、农业", ONE, TWO]
    assert passed(document) == {"missing": 2}


@pytest.mark.parametrize("reference", ['<itemref idref="x"/>', '<itemref idref=""/>', "<itemref/>"])
def test_a_chapter_that_the_list_does_not_explain_is_missing(reference: str) -> None:
    list_ = listed("2.xhtml").replace("<spine>", f"<spine>{reference}")
    document = decode("a.epub", book(TWO_CHAPTERS, list_))
    assert (document.text, passed(document)) == (TWO, {"missing": 1})


def test_a_chapter_of_another_kind_that_is_missing_is_counted() -> None:
    list_ = listed("2.xhtml", "3.pdf").replace('3.pdf" media-type="application/xhtml+xml', '3.pdf" media-type="a/pdf')
    document = decode("a.epub", book(TWO_CHAPTERS, list_))
    assert (document.text, passed(document)) == (TWO, {"missing": 1})


@pytest.mark.parametrize(
    "chapter_",
    ["", "\x89PNG\r\n\x1a\n" + "\0\1\2\3\4\5" * 99, chapter("<div>" * 9000), "\0" * 800],
    ids=["empty", "picture", "deep", "zeros"],
)
def test_a_broken_chapter_is_counted_and_the_others_read(chapter_: str) -> None:
    files = TWO_CHAPTERS | {"OEBPS/3.xhtml": chapter_}
    document = decode("a.epub", book(files, listed("text/1.xhtml", "3.xhtml", "2.xhtml")))
    assert (document.text.split("\n"), passed(document)) == (["一、农业", ONE, TWO], {"broken": 1})
    with pytest.raises((errors.Damaged, errors.NotText)):
        decode("a.epub", book({"OEBPS/3.xhtml": chapter_}, listed("3.xhtml", "4.xhtml")))


@pytest.mark.parametrize("place", [14, 16, 60])
def test_a_chapter_that_was_damaged_on_its_way_is_counted(place: int) -> None:
    data = bytearray(book(TWO_CHAPTERS, listed("text/1.xhtml", "2.xhtml")))
    at = data.index(b"OEBPS/2.xhtml") - 30
    if place == 14:
        # the sum, which the directory has too
        data[data.rindex(b"PK\1\2", 0, data.rindex(b"OEBPS/2.xhtml")) + 16] ^= 0xFF
    data[at + place] ^= 0xFF
    document = decode("a.epub", bytes(data))
    if place == 16:
        # what only the header in front of it says is not believed
        assert document.text == f"一、农业\n{ONE}\n{TWO}"
    else:
        assert (document.text, passed(document)) == (f"一、农业\n{ONE}", {"broken": 1})


def test_a_list_of_locked_files_that_is_broken_locks_nothing() -> None:
    files = TWO_CHAPTERS | {"META-INF/encryption.xml": "<encryption"}
    assert decode("a.epub", book(files, listed("2.xhtml"))).text == TWO


def test_of_several_lists_the_first_that_is_there_counts() -> None:
    container = CONTAINER.replace("<rootfiles>", '<rootfiles><rootfile full-path="OEBPS/other.opf"/>')
    assert decode("a.epub", book(TWO_CHAPTERS, listed("2.xhtml"), container)).text == TWO


def test_a_book_without_any_of_its_chapters_is_damaged() -> None:
    with pytest.raises(errors.Damaged):
        decode("a.epub", book({}, listed("1.xhtml", "2.xhtml")))


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/html", ""])
def test_a_chapter_is_known_by_its_name_too(kind: str) -> None:
    list_ = listed("text/1.xhtml", "2.xhtml").replace("application/xhtml+xml", kind)
    assert decode("a.epub", book(TWO_CHAPTERS, list_)).text.split("\n") == ["一、农业", ONE, TWO]


def test_chapters_in_other_capitals_and_drawn_ones() -> None:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg"><text x="10" y="20">{TWO}</text></svg>'
    list_ = listed("TEXT/1.XHTML", "3.svg").replace(
        '3.svg" media-type="application/xhtml', '3.svg" media-type="image/svg'
    )
    document = decode("a.epub", book(TWO_CHAPTERS | {"OEBPS/3.svg": drawn}, list_))
    assert document.text.split("\n") == ["一、农业", ONE, TWO]


def test_what_chapters_show_beside_their_words_is_counted() -> None:
    body = f"<p>{ONE * 20}<img src='a.png'/><img src='b.png' width='16'/></p><p><img src='c.png'/></p><math/><video/>"
    document = decode("a.epub", book({"OEBPS/1.xhtml": chapter(body), "OEBPS/a.png": ""}, listed("1.xhtml")))
    assert passed(document) == {"pictures": 3, "formulas": 1, "media": 1}
