"""The lines of a web page, and what speaks for and against their being its article.

A page is read while it is parsed, without a tree: of a tree libxml2 keeps the first 2048 levels and says nothing of the
rest, and old pages that close no tag have more. Nothing outside of it is ever asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from lxml.etree import HTMLParser

from simcheck.readers.passed import Passed
from simcheck.readers.web.drawing import Drawing, Part, is_unseen
from simcheck.readers.web.elements import (
    BLOCKS,
    FURNITURE_NAMES,
    FURNITURE_ROLES,
    FURNITURE_TAGS,
    HEADINGS,
    LISTS,
    LONGEST_NAME,
    NOTE_MARKS,
    PASSED,
    TITLES,
    count,
    is_icon,
    is_silent,
    leads_elsewhere,
    shows_file,
)
from simcheck.readers.web.nested import laid_open
from simcheck.readers.web.styles import PLAIN, Style, hidden_by, numbered, styled

_TAGS: Final = 1_000_000
"""Tags, and lines, of one page: LibreOffice writes as many for four million characters, and they take ten seconds."""

_DEEPEST: Final = 4000
"""Elements inside each other: a page that closes no tag has as many as paragraphs, and for every stray end tag libxml2
looks through all of them."""

_FED: Final = 1 << 16
"""Characters that are parsed at once, so that what goes too far is noticed soon."""


@dataclass(slots=True)
class Line:
    """A line of a page, empty where something hidden stands alone."""

    text: str
    links: int = 0
    linked: int = 0
    """The characters of its links."""
    hidden: int = 0
    deleted: int = 0
    passed: tuple[Passed, ...] = ()
    """What stands in it or behind it and is not in words."""

    def leads_away(self) -> bool:
        """Whether it is made of links for the most part."""
        return 2 * self.linked > len(self.text)


def parsed(markup: str) -> Page:
    """The lines of a page. Raises ``ValueError`` for one of too many or too deep elements."""
    markup = laid_open(markup)
    if markup.count("<") > _TAGS:
        raise ValueError("more tags than a page has")
    shown: set[int] = set()
    for _ in range(_SHOWN):
        page = _read(markup, frozenset(shown))
        seen = sum(len(line.text) for line in page.lines)
        element, hidden = max(page.veils.items(), key=lambda item: item[1], default=(0, 0))
        if hidden <= 2 * seen:
            break
        # nobody hides most of a page: its script shows this when it is ready
        shown.add(element)
    return page


_SHOWN: Final = 3
"""How often a page is read again because most of it was hidden: boxes that scripts show stand within each other."""


def _read(markup: str, shown: frozenset[int]) -> Page:
    page = Page(shown)
    # huge_tree lifts libxml2's own limits, beyond which it leaves text out without a word
    parser = HTMLParser(target=page, huge_tree=True, no_network=True, encoding="utf-8")
    for at in range(0, len(markup), _FED):
        parser.feed(markup[at : at + _FED].replace("\0", "").encode("utf-8", "replace"))
    parser.close()
    return page


class _State(NamedTuple):
    """What holds for the words inside an element."""

    linked: bool = False
    heading: bool = False
    kept: bool = False
    """Whether white space stands as it is written."""
    small: bool = False
    pictures: bool = False
    """Whether letters are drawn as something else."""
    deleted: bool = False
    veil: int = 0
    """Number of the element that hides this, if any; -1 for one that no script would find to show it."""


_CJK: Final = "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef‘’“”…—\U00020000-\U0003ffff]"
_WRAPPED: Final = re.compile(rf"(?<={_CJK})[ \t\r\f]*\n[ \t\r\n\f]*(?={_CJK})")
_NOWHERE: Final = re.compile(r"(?!)")
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_ENDS: Final = re.compile(r"\r\n|\r|\n")
_UNSEEN: Final = " \u200b\ufeff"
_KEPT: Final = str.maketrans(" \t", "\ufdd0\ufdd1")
"""White space that stands as it is written goes by the name of characters that no text has, until its line is done."""
_KEPT_BACK: Final = str.maketrans("\ufdd0\ufdd1", " \t")


class _Open(NamedTuple):
    """An element whose end has not come yet."""

    state: _State
    """What held before it."""
    block: bool
    first: int
    """Its first line."""
    furniture: bool
    word: int
    """Its first word in the line, if its words are a number or a tab."""
    tab: bool


class Page:
    """The lines of a page, collected while libxml2 tells of its elements one by one."""

    def __init__(self, shown: frozenset[int] = frozenset()) -> None:
        self.lines: list[Line] = []
        self.ranges: list[tuple[int, int]] = []
        """The first line of every element of several lines, and the one behind it."""
        self.furniture: list[tuple[int, int]] = []
        """The same for what is no article by its name."""
        self.titles: list[str] = []
        """What the page calls itself."""
        self.scripted = self.dressed = False
        """Whether there are scripts, and style sheets of their own: the pages of sites have them."""
        self.veils: dict[int, int] = {}
        """The characters that each element hides which a script might show."""
        self._shown = shown
        self._stack: list[_Open] = []
        self._state = _State()
        self._count = self._silent = 0
        self._aside: list[str] | None = None
        """The words of a title or a style sheet while there is one."""
        self._words: list[str] = []
        self._links = self._linked = self._hidden = self._deleted = 0
        self._passed: list[Passed] = []
        self._drawing: Drawing | None = None
        self._drawn: dict[str, Part] = {}
        """What drawings have by names, which others may use."""
        self._wrapped = _WRAPPED
        self._number = ""
        self._heading = -1
        """The last line that is a heading."""
        self._lists: list[tuple[str, int]] = []
        """Format and next number of the lists that are open."""
        self._rows: list[list[int]] = []
        """For each row that is open its first line, and that of each cell; an empty list for a table."""
        self._styles: dict[str, Style] = {"": PLAIN}
        self._names: dict[str, bool] = {"": False}
        self._hiding: set[str] = set()
        """Classes (".x") and names ("#x") that the style sheets hide."""

    # --- called by libxml2

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._count += 1
        if self._silent:
            self._silent += 1
        elif self._drawing is not None or tag == "svg":
            self._draw_on(tag, attributes)
        elif is_silent(tag, attributes) or (attributes and self._is_apart(tag, attributes)):
            self.scripted |= tag == "script"
            self._silent = 1
            self._pass_over(tag, attributes)
        elif tag == "br":
            self._break()
            self._stack.append(_Open(self._state, False, 0, False, -1, False))
        else:
            self._pass_over(tag, attributes)
            self._open(tag, attributes)
        if len(self._stack) + self._silent + (self._drawing.depth if self._drawing else 0) > _DEEPEST:
            raise ValueError("elements are nested too deeply")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._silent:
            self._silent -= 1
            return
        if self._drawing is not None:
            self._drawing.end()
            if not self._drawing.depth:
                self._draw(self._drawing)
            return
        if self._aside is not None:
            self._set_aside(tag, "".join(self._aside))
        done = self._stack.pop()
        if done.word >= 0:
            self._write(done)
        if done.block:
            self._break()
            self._close(tag, done)
        self._state = done.state

    def data(self, words: str) -> None:
        """Words, or a part of them."""
        if self._silent:
            return
        state = self._state
        if self._drawing is not None and not self._drawing.says:
            return
        if self._aside is not None:
            self._aside.append(words)
        elif (veil := self._veil()) or state.small:
            count = sum(map(len, words.split()))
            self._hidden += count
            if veil > 0:
                self.veils[veil] = self.veils.get(veil, 0) + count
        elif state.deleted:
            self._deleted += sum(map(len, words.split()))
        elif self._drawing is not None:
            self._drawing.data(words)
        elif not state.pictures:
            # an address that is written out is read, not followed
            if state.linked and not words.lstrip().startswith(("http", "www.")):
                self._linked += sum(map(len, words.split()))
            if state.kept:
                first, *rest = _ENDS.split(words.translate(_KEPT))
                self._words.append(first)
                for line in rest:
                    self._break()
                    self._words.append(line)
            else:
                self._words.append(words)

    def close(self) -> None:
        """The page ends."""
        self._break()
        if self._passed:
            # nothing else is on it
            self.lines.append(Line("", passed=tuple(self._passed)))

    def _pass_over(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = PASSED.get(tag) or shows_file(tag, attributes)
        if kind is not None and not (self._state.veil or self._state.deleted) and not is_icon(attributes):
            self._passed.append(kind)

    def _veil(self) -> int:
        """The number of the element that hides what comes now; 0 if none does."""
        veil = self._state.veil
        if not veil and self._drawing is not None:
            veil = self._drawing.veil
            if veil in self._shown:
                return 0
        return veil

    def _draw_on(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element of a drawing begins."""
        style = self._style(attributes.get("style", "")) if attributes else PLAIN
        veil = 0
        if attributes and self._count not in self._shown and (is_unseen(attributes) or self._hides(attributes, style)):
            veil = self._count if self.scripted or "id" in attributes or "class" in attributes else -1
        if self._drawing is None:
            self._drawing = Drawing(attributes, self._drawn, veil)
        else:
            self._drawing.start(tag, attributes, veil)
        if tag == "image" and not self._veil() and not self._state.deleted and not is_icon(attributes):
            self._passed.append(Passed.PICTURE)

    def _draw(self, drawing: Drawing) -> None:
        """What a drawing says stands where it stands."""
        self._drawing = None
        paragraphs = drawing.paragraphs()
        if paragraphs:
            self._break()
        for paragraph in paragraphs:
            self._words.append(paragraph.translate(_KEPT))
            self._break()

    # --- elements

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        style = self._style(attributes.get("style", "")) if attributes else PLAIN
        block = tag in BLOCKS if style.block is None or tag in ("li", "td", "th", "tr") else style.block
        furniture = False
        if block:
            self._break()
            furniture = tag in FURNITURE_TAGS or bool(attributes and self._is_furniture(attributes))
            self._place(tag, attributes, style)
        elif tag == "style":
            self._aside = []
        word = len(self._words) if style.number or style.tab else -1
        self._stack.append(_Open(self._state, block, len(self.lines), furniture, word, style.tab))
        self._state = self._inside(tag, attributes, style, block)
        if tag == "meta":
            self._be_told(attributes.get("name", attributes.get("property", "")).lower(), attributes.get("content", ""))
        self.dressed |= tag == "link" and "stylesheet" in attributes.get("rel", "").lower()

    def _be_told(self, name: str, content: str) -> None:
        """What the head says of the page."""
        if name in TITLES:
            self.titles.append(content)
        elif name == "generator" and content.startswith(("LibreOffice", "OpenOffice")):
            # they end a line of the source only where there was a space
            self._wrapped = _NOWHERE

    def _place(self, tag: str, attributes: Mapping[str, str], style: Style) -> None:
        """Where a block stands: in a table, in a list."""
        if tag in ("td", "th"):
            if self._rows and self._rows[-1]:
                self._rows[-1].append(len(self.lines))
        elif tag == "tr":
            self._rows.append([len(self.lines)])
        elif tag == "table":
            self._rows.append([])
        elif tag in LISTS:
            format = style.list or attributes.get("type", "") or ("decimal" if tag == "ol" else "disc")
            self._lists.append((format, count(attributes.get("start"), 1)))
        elif tag == "li" and self._lists:
            format, number = self._lists.pop()
            number = count(attributes.get("value"), number)
            self._lists.append((format, number + 1))
            self._number = numbered(number, style.list or attributes.get("type", "") or format)
        elif tag == "title":
            self._aside = []

    def _inside(self, tag: str, attributes: Mapping[str, str], style: Style, block: bool) -> _State:
        """What holds inside an element."""
        state = self._state
        if tag == "a" and attributes and leads_elsewhere(attributes):
            state = state._replace(linked=True)
            self._links += 1
        elif tag in HEADINGS:
            state = state._replace(heading=True)
        elif tag == "del":
            state = state._replace(deleted=True)
        kept = style.kept if style.kept is not None else True if tag in ("pre", "listing", "textarea", "xmp") else None
        if kept is not None and kept != state.kept:
            state = state._replace(kept=kept)
        # on boxes no size is a way to lay them out; what they hold has one
        if style.small is not None and (not style.small or not block or tag == "p"):
            state = state._replace(small=style.small)
        if style.pictures:
            state = state._replace(pictures=True)
        if not state.veil and self._count not in self._shown and attributes and self._hides(attributes, style):
            found = self.scripted or "id" in attributes or "class" in attributes
            state = state._replace(veil=self._count if found else -1)
        return state

    def _hides(self, attributes: Mapping[str, str], style: Style) -> bool:
        if style.hidden or "hidden" in attributes:
            return True
        if not self._hiding:
            return False
        return f"#{attributes.get('id', '')}" in self._hiding or any(
            f".{name}" in self._hiding for name in attributes.get("class", "").split()
        )

    def _close(self, tag: str, done: _Open) -> None:
        if tag == "tr" and self._rows and self._rows[-1]:
            self._join(self._rows.pop())
        elif tag == "table" and self._rows:
            while self._rows and self._rows.pop():
                pass
        elif tag in LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._number = ""
        span = (done.first, len(self.lines))
        # a header with a heading is that of an article, not of a site
        if span[1] > span[0] and done.furniture and (tag != "header" or self._heading < span[0]):
            self.furniture.append(span)
        if span[1] > span[0] + 1 and span not in self.ranges[-1:]:
            self.ranges.append(span)

    def _set_aside(self, tag: str, words: str) -> None:
        if tag == "title":
            self.titles.append(words)
        else:
            self._hiding |= hidden_by(words[:_LONGEST_SHEET])
        self._aside = None

    def _style(self, style: str) -> Style:
        known = self._styles.get(style)
        if known is None:
            known = self._styles[style] = styled(style[:_LONGEST_STYLE])
        return known

    def _is_apart(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether this is what word processors write that is no text: marks of notes, comments, headers, numbers."""
        if tag == "a":
            return attributes.get("href", "").startswith(NOTE_MARKS) or attributes.get("epub:type") == "noteref"
        if tag == "div":
            kind = attributes.get("title", attributes.get("type", ""))
            return kind.lower() in ("header", "footer") or self._style(attributes.get("style", "")).apart
        if tag == "sdfield":
            return attributes.get("type", "").upper() == "PAGE"
        return self._style(attributes.get("style", "")).apart

    def _is_furniture(self, attributes: Mapping[str, str]) -> bool:
        if attributes.get("role", "").lower() in FURNITURE_ROLES:
            return True
        names = f"{attributes.get('class', '')[:LONGEST_NAME]} {attributes.get('id', '')[:LONGEST_NAME]}"
        known = self._names.get(names)
        if known is None:
            known = self._names[names] = FURNITURE_NAMES.search(names) is not None
        return known

    # --- lines

    def _break(self) -> None:
        """What was collected is a line."""
        if self._passed and self.lines and not self._words:
            self.lines[-1].passed += tuple(self._passed)
            self._passed = []
        if not self._words and not self._hidden and not self._deleted:
            return
        text = "".join(self._words)
        if _WHITE.search(text):
            text = _WHITE.sub(" ", self._wrapped.sub("", text) if "\n" in text else text)
        text = text.strip(_UNSEEN)
        if "\ufdd0" in text or "\ufdd1" in text:
            text = text.translate(_KEPT_BACK)
        if text.strip():
            if self._number:
                text, self._number = self._number + text.lstrip(), ""
            if self._state.heading:
                self._heading = len(self.lines)
            if len(self.lines) > _TAGS:
                raise ValueError("more lines than a page has")
            passed = tuple(self._passed)
            self.lines.append(Line(text, self._links, self._linked, self._hidden, self._deleted, passed))
            self._passed = []
        elif self._hidden or self._deleted:
            if not self.lines or self.lines[-1].text:
                self.lines.append(Line(""))
            self.lines[-1].hidden += self._hidden
            self.lines[-1].deleted += self._deleted
        self._words = []
        self._links = self._linked = self._hidden = self._deleted = 0

    def _write(self, done: _Open) -> None:
        """A tab, or a number without the space behind it; bullets are not written."""
        words = "".join(self._words[done.word :]).strip()
        del self._words[done.word :]
        if done.tab:
            self._words.append("\ufdd1")
        elif words != "o" and any(map(str.isalnum, words)):
            self._words.append(words)

    def _join(self, row: list[int]) -> None:
        """The lines of a row are one, if none of its cells has several."""
        first, *cells = row
        spans = list(pairwise([*cells, len(self.lines)]))
        # of three lines, two may be empty
        if len(cells) < 2 or cells[0] > first or any(end - start > 3 for start, end in spans):
            return
        inside = [[line for line in self.lines[start:end] if line.text] for start, end in spans]
        if any(len(cell) > 1 for cell in inside) or sum(map(len, inside)) < 2:
            return
        if self._heading >= first or (self.furniture and self.furniture[-1][1] > first):
            return
        lines = self.lines[first:]
        self.lines[first:] = [
            Line(
                "\t".join(cell[0].text if cell else "" for cell in inside),
                sum(line.links for line in lines),
                sum(line.linked for line in lines),
                sum(line.hidden for line in lines),
                sum(line.deleted for line in lines),
                tuple(kind for line in lines for kind in line.passed),
            )
        ]
        while self.ranges and self.ranges[-1][0] >= first:
            self.ranges.pop()

    # --- the article


_LONGEST_STYLE, _LONGEST_SHEET = 10_000, 1_000_000
"""Characters of a style, and of a style sheet, that are looked at: no sheet that people write is as long."""
