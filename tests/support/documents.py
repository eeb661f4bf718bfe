"""Texts to be written in some encoding, and what is asked of a document that was read."""

from __future__ import annotations

from simcheck.model import Document, Note
from support import DATA

BAD = DATA / "bad"
"""Files that are hard or impossible to read; its README says how each of them ends."""


def note(document: Document, code: str) -> Note | None:
    return next((note for note in document.notes if note.code == code), None)


def encoding(document: Document) -> str:
    """The encoding that was announced; UTF-8 goes without saying."""
    found = note(document, "encoding")
    return str(found.facts["encoding"]) if found else "UTF-8"


SHORT = "我镇今年修了三条路，明年再修两条桥。"
LONG = (
    "一、春耕备耕\n"
    "三月初，柳沟、大坪、石嘴三个村先后开会，把种子、化肥、农膜的需要数报到镇里，农技站按户核对，差的部分由供销社补齐。\n"
    "二、防汛\n"
    "汛期之前，我们把沿河的十一处险段走了一遍，清理了被杂物堵住的涵洞六个，加固河堤四百二十米。值班表贴在每个村的公示栏，"
    "谁值哪一天、电话多少，群众都看得见。七月那场大雨下了两天，没有一户进水。\n"
    "三、教育\n"
    "中心小学换了新课桌，操场重新铺过；放学后有老师留下来陪孩子写作业，家在外地打工的也放心。\n"
) * 4
