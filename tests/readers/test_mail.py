"""Letters saved as files (.eml): their words, whatever they are packed in, and what comes with them."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from simcheck import Document, errors
from simcheck.readers import decode

ONE = "今年以来，全镇新修灌渠六千米，改造老茶园三百亩，群众拍手称快。"
TWO = "镇里开设的务工专线每周两班，没有一人掉队，来年再添一班。"
PAGE = f"<p>{ONE}</p><p>{TWO}</p>"


def letter(write: Callable[[EmailMessage], object]) -> bytes:
    mail = EmailMessage()
    mail["From"] = "a@town.example"
    mail["Subject"] = "总结"
    mail["Date"] = "Mon, 01 Jan 2024 08:00:00 +0800"
    write(mail)
    return mail.as_bytes()


def embedded(document: Document) -> list[object]:
    return [note.facts.get("embedded") for note in document.notes]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("way", ["base64", "quoted-printable", "8bit"])
def test_the_words_of_a_letter(way: str, charset: str) -> None:
    document = decode("a.eml", letter(lambda mail: mail.set_content(f"{ONE}\n{TWO}\n", cte=way, charset=charset)))
    assert document.text == f"{ONE}\n{TWO}"
    assert document.notes == ()
    assert document.file is not None
    assert document.file.created == "2024-01-01T08:00:00+08:00"


def test_a_letter_with_its_page_is_the_page() -> None:
    def both(mail: EmailMessage) -> None:
        mail.set_content("此邮件为网页格式", cte="base64")
        mail.add_alternative(PAGE, subtype="html", cte="base64")

    assert decode("a.eml", letter(both)).text == f"{ONE}\n{TWO}"


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_files_that_come_with_a_letter_are_counted(subtype: str) -> None:
    def with_files(mail: EmailMessage) -> None:
        mail.set_content(PAGE if subtype == "html" else f"{ONE}\n{TWO}", subtype=subtype, cte="base64")
        mail.add_attachment(b"PK\3\4", maintype="application", subtype="octet-stream", filename="总结.docx")
        mail.add_attachment("<p>另一页</p>", subtype="html", filename="网页.html")

    document = decode("a.eml", letter(with_files))
    assert document.text == f"{ONE}\n{TWO}"
    assert embedded(document) == [2]


def test_a_letter_in_a_letter_is_read() -> None:
    def forwarded(mail: EmailMessage) -> None:
        inner = EmailMessage()
        inner.set_content(TWO, cte="base64")
        mail.set_content(ONE, cte="base64")
        mail.add_attachment(inner)
        mail.get_payload()[1].replace_header("Content-Disposition", "inline")  # type: ignore[index, union-attr]

    assert decode("a.eml", letter(forwarded)).text == f"{ONE}\n{TWO}"


def test_a_letter_of_files_alone_has_no_words() -> None:
    def files(mail: EmailMessage) -> None:
        mail.set_content("\n")
        mail.add_attachment(b"PK\3\4", maintype="application", subtype="zip", filename="a.zip")

    with pytest.raises(errors.Empty) as caught:
        decode("a.eml", letter(files))
    assert caught.value.passed == 1


@pytest.mark.parametrize("words", ["From: 张三\n说明：", "Content-Type: text/plain 是一个邮件头。"])
def test_words_that_begin_like_a_letter_are_words(words: str) -> None:
    assert decode("a.txt", f"{words}\n{ONE}".encode()).text == f"{words}\n{ONE}"


def test_a_charset_that_the_words_are_not_in_is_not_believed() -> None:
    mail = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n{ONE}".encode("gb18030")
    assert decode("a.eml", mail).text == ONE
