"""Is what a content control of a Word document says a prompt, which waits to be replaced, or somebody's words?

Word marks a control as showing its prompt. Programs that fill in forms write their words into it and leave the mark, so
that the mark alone says nothing: what is said is compared with what the document keeps as the control's prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.readers.office.drawings import shown

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_PROMPT: Final = 200
"""Characters of a prompt that the document does not keep: nobody asks for longer."""

_ASKS: Final = re.compile(
    r"[\s\[【〔〈《<＜（(「“\"']*(?:"
    r"[请請](?![示假求战愿教客款功])|此[处處]|在此[处處]?[输輸填键鍵写寫插贴粘描说說列添]|在[这這][里裡]|单击|單擊|点击|點擊|点按|點選"
    r"|轻触|双击|按一下|[输輸]入(?![性法国])|[键鍵]入|填(?![报補补海平埋充方土筑塘坑])|[选選][择擇]"
    r"|(?:please|click|tap|choose|select|enter|type|insert|pick|fill|your)\b)"
    r"|[\[【〔〈<＜].*[\]】〕〉>＞]\Z"
    r"|[\W_]*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""How a prompt begins, is bracketed, or is nothing but a line to be filled."""


def asks(words: str) -> bool:
    """Whether words read like a prompt."""
    return len(words) <= _PROMPT and _ASKS.match(words.strip()) is not None


class Prompts:
    """The prompts of a document, looked for when a control first shows one."""

    def __init__(self, styles: Callable[[], Element | None], kept: Callable[[], Element | None]) -> None:
        """These give the roots of the file of styles and of the one in which a document keeps its building blocks."""
        self._styles = styles
        self._kept = kept

    def shows(self, control: Element) -> bool:
        """Whether the words of a control that is marked as showing its prompt are one.

        They are if the document keeps them as the control's prompt. Of one that keeps none for it they are if all are
        in the style of prompts, or read like one.
        """
        texts = [each for each in shown(control) if each.tag == f"{_W}t"]
        words = "".join(each.text or "" for each in texts)
        place = control.find(f"{_W}sdtPr/{_W}placeholder/{_W}docPart")
        kept = self._by_name.get(place.get(f"{_W}val", "")) if place is not None else None
        if kept:
            return _bare(words) == kept
        return (len(words) <= _PROMPT and self._is_styled(control, len(texts))) or asks(words)

    def _is_styled(self, control: Element, texts: int) -> bool:
        """Whether each of so many pieces of text is in the style of prompts."""
        styled = 0
        for run in shown(control):
            if run.tag == f"{_W}r":
                style = run.find(f"{_W}rPr/{_W}rStyle")
                if style is not None and style.get(f"{_W}val") in self._ids:
                    styled += sum(child.tag == f"{_W}t" for child in run)
        return styled == texts

    @cached_property
    def _ids(self) -> frozenset[str]:
        """By what the style of prompts is called in the document; its name is the same in every language."""
        root = self._styles()
        every = root.iter(f"{_W}style") if root is not None else ()
        names = ((style.get(f"{_W}styleId", ""), style.find(f"{_W}name")) for style in every)
        found = {id for id, name in names if name is not None and name.get(f"{_W}val", "").lower() == _STYLE}
        return frozenset(found | {"PlaceholderText"})

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """What the prompts say that are kept, by their names, without white space."""
        root = self._kept()
        found: dict[str, str] = {}
        for part in root.iter(f"{_W}docPart") if root is not None else ():
            name, body = part.find(f"{_W}docPartPr/{_W}name"), part.find(f"{_W}docPartBody")
            if name is not None and body is not None:
                words = "".join(each.text or "" for each in shown(body) if each.tag == f"{_W}t")
                found.setdefault(name.get(f"{_W}val", ""), _bare(words))
        return found


_STYLE: Final = "placeholder text"


def _bare(words: str) -> str:
    return "".join(words.split())
