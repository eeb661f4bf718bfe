"""The text of a web page: its article without what the site puts around it, or the whole of a document saved as one.

HTML as sites, browsers (also in one file, .mht), Word, WPS and LibreOffice write it. Titles, paragraphs, lists with
their numbers and tables row by row are text; menus, side columns, footers, forms, scripts, hidden and deleted text are
not. Nothing outside the file is ever asked for. Pages are read while they are parsed, without a tree: of a tree libxml2
keeps the first 2048 levels and says nothing of the rest, and old pages that close no tag have more.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import accumulate, islice, pairwise
from typing import Final, NamedTuple

from lxml.etree import HTMLParser

from simcheck.errors import InvalidSettings, TooLarge, UnreadableDocument
from simcheck.model import Note, Span
from simcheck.readers import text as plain
from simcheck.readers.extract import Extract
from simcheck.readers.numbering import written
from simcheck.readers.package import MOST

_TAGS: Final = 1_000_000
"""Tags, and lines, of one page: LibreOffice writes as many for four million characters, and they take ten seconds."""

_DEEPEST: Final = 4000
"""Elements inside each other: a page that closes no tag has as many as paragraphs, and for every stray end tag libxml2
looks through all of them."""

_FED: Final = 1 << 16
"""Characters that are parsed at once, so that what goes too far is noticed soon."""


def from_bytes(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """The text of a web page in the user's encoding, that of its mark, the one it declares, or the likeliest.

    Notes tell of hidden and deleted text that was left out, and what ``text.from_bytes`` has to say. Raises
    ``TooLarge``, ``ValueError`` for a page of too many or too deep elements, and what ``text.from_bytes`` raises.
    """
    markup = decoded(path, name, data, encoding)
    return extracted(name, parsed(markup.text).article(), markup.notes)


def from_saved_page(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """The text of a page that was saved in one file (.mht), which is a mail with parts; raises like ``from_bytes``.

    ``ValueError`` is a mail without a page.
    """
    found = _page_in(data)
    if found is None:
        raise ValueError("no page among the parts")
    markup = decoded(path, name, found[0], encoding, found[1])
    return extracted(name, parsed(markup.text).article(), markup.notes)


# --- bytes to markup -------------------------------------------------------------------------------------------------

_HEAD: Final = 4096
"""Bytes in which a page declares its encoding; browsers look at 1024."""

_DECLARED: Final = re.compile(
    rb"""<meta\s[^<>]*?charset\s*=\s*["']?\s*([\w.:-]+) | \A\s*<\?xml\s[^<>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_MULTIBYTE: Final = re.compile(r"utf-8|gb|big5|cp9\d\d|euc|shift|hz|iso2022")
"""Codecs that refuse what is not theirs. A declaration of another proves nothing: any bytes are letters there, and
whoever reads it cannot have read UTF-16."""

_SAMPLE: Final = 1 << 16
"""Characters by which it is judged whether a page is in the encoding that it declares."""


def decoded(path: str, name: str, data: bytes, encoding: str | None, declared: str = "") -> Extract:
    """The markup in ``data``; ``declared`` is the encoding that comes with it from outside, as in the header of a mail.

    What is declared counts if all bytes can be read so and the text is legible. Raises like ``text.from_bytes``, and
    ``TooLarge``.
    """
    if len(data) > MOST:
        raise TooLarge(path, len(data), MOST)
    if encoding is None and not data.startswith(_MARKS):
        inside = _DECLARED.search(data, 0, _HEAD)
        for said in (declared, (inside[1] or inside[2]).decode() if inside else ""):
            with suppress(UnreadableDocument, InvalidSettings):
                if said and _MULTIBYTE.match(plain.codecs_named(said)[0]):
                    extract = plain.from_bytes(path, name, data, said)
                    if not extract.notes and _legible(extract.text[:_SAMPLE]):
                        return extract
    return plain.from_bytes(path, name, data, encoding)


def _legible(text: str) -> bool:
    from simcheck.readers.legible import bits, is_legible

    return is_legible(bits(text))


_PARTS: Final = 1000
"""Parts of a saved page among which the page is looked for; it is nearly always the first."""

_NESTED: Final = 3
"""Parts within parts: alternatives of a page with its pictures."""

_HEADERS: Final = 1 << 14
"""Bytes of the headers of a part."""


def _page_in(data: bytes, depth: int = 0) -> tuple[bytes, str] | None:
    """The first page in a mail and the encoding that its header names."""
    head, body = _headed(data)
    if head.get_content_type() in ("text/html", "application/xhtml+xml"):
        head.set_payload(body.decode("ascii", "surrogateescape"))
        content = head.get_payload(decode=True)
        return bytes(content) if isinstance(content, bytes) else b"", head.get_content_charset("")
    boundary = head.get_boundary("")
    if boundary and depth < _NESTED:
        for part in islice(_parts(body, boundary), _PARTS):
            found = _page_in(part, depth + 1)
            if found is not None:
                return found
    return None


def _headed(part: bytes) -> tuple[Message, bytes]:
    part = part.lstrip(b"\xef\xbb\xbf\r\n \t")
    end = re.compile(rb"\r?\n\r?\n").search(part, 0, _HEADERS)
    split = end.end() if end else 0
    return BytesHeaderParser().parsebytes(part[:split]), part[split:]


def _parts(body: bytes, boundary: str) -> Iterator[bytes]:
    line = re.compile(
        rb"(?:\A|\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"[ \t-]*\r?(?=\n|\Z)"
    )
    edges = [(match.start(), match.end()) for match in line.finditer(body)]
    for (_, start), (end, _) in pairwise([*edges, (len(body), len(body))]):
        yield body[start:end]


# --- markup to lines -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Line:
    """A line of a page, empty where something hidden stands alone."""

    text: str
    links: int = 0
    linked: int = 0
    """The characters of its links."""
    hidden: int = 0
    deleted: int = 0

    def leads_away(self) -> bool:
        """Whether it is made of links for the most part."""
        return 2 * self.linked > len(self.text)


def parsed(markup: str) -> Page:
    """The lines of a page. Raises ``ValueError`` for one of too many or too deep elements."""
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


class _Style(NamedTuple):
    """What the style of an element says, as far as it concerns a reader; None is what it does not say."""

    block: bool | None = None
    hidden: bool = False
    small: bool | None = None
    kept: bool | None = None
    pictures: bool = False
    apart: bool = False
    """Whether this is no part of the text, but a comment, a mark of a note, or a page's header or footer."""
    number: bool = False
    """Whether this is the number of a list's item that Word wrote down."""
    tab: bool = False
    list: str = ""


_PLAIN: Final = _Style()

_SILENT: Final = frozenset((
    "applet", "area", "audio", "button", "canvas", "datalist", "embed", "iframe", "input", "map", "math", "noembed",
    "noframes", "noscript", "object", "param", "picture", "rp", "rt", "rtc", "script", "select", "svg", "template",
    "textarea", "video", "xml",
))  # fmt: skip
"""What says nothing, or not in words; what is read above the words of a ruby is not written in the text."""

_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "marquee", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "title", "tr", "ul",
))  # fmt: skip
_LISTS: Final = frozenset(("dir", "menu", "ol", "ul"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FURNITURE_TAGS: Final = frozenset(("aside", "footer", "header", "nav"))
_FURNITURE_ROLES: Final = frozenset(("banner", "complementary", "contentinfo", "navigation", "search"))

_FURNITURE_NAMES: Final = re.compile(
    r"""
      nav(?!y) | menu | daohang | breadcrumb | crumbs? | side_?-?bar | foot(?!note) | copyright | banquan | share
    | comment(?!ary) | pinglun | repl(?:y|ies) | related | recommend | tuijian | xgwz | xgyd | qr_?-?code | erweima
    | advert | sponsor | subscribe | toolbar | _tool\b | pager | pagination | feedback | dialog(?!ue) | popup | login
    | gotop | backtop
    | (?<![a-z-]) (?: ads? | bread | ewm | gg | hot | meta | path | pos | position | place | qr | rank | rel | search
    | tags? | tools? | xg ) (?![a-z-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""How sites call what is not the article. Such an element is left out unless most sentences of the page are in it."""

_DECLARATION: Final = re.compile(
    r"(?:\A|;)\s*(display|visibility|font-size|white-space|font-family|list-style(?:-type)?"
    r"|mso-(?:hide|list|element|special-character|tab-count))\s*:\s*([^;]*)",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(r"0+(?:\.0*)?(?:[a-z]+|%)?")
_FILES: Final = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|txt|zip|rar|7z)(?:[?#]|\Z)", re.IGNORECASE)
"""Links to files are what an article comes with, not where a menu leads."""

_NOTE_MARKS: Final = ("#_ftn", "#_edn", "#_msocom", "#sdfootnote", "#sdendnote")
_TITLES: Final = frozenset(("articletitle", "og:title"))

_FORMATS: Final = {
    "1": "decimal",
    "decimal": "decimal",
    "A": "upperLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "a": "lowerLetter",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "I": "upperRoman",
    "upper-roman": "upperRoman",
    "i": "lowerRoman",
    "lower-roman": "lowerRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
"""How the types of lists are called by ``numbering``; all others are bullets, or next to never seen."""
_LIST_STYLES: Final = frozenset(_FORMATS) | {"none", "disc", "circle", "square"}

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
        self._wrapped = _WRAPPED
        self._number = ""
        self._heading = -1
        """The last line that is a heading."""
        self._lists: list[tuple[str, int]] = []
        """Format and next number of the lists that are open."""
        self._rows: list[list[int]] = []
        """For each row that is open its first line, and that of each cell; an empty list for a table."""
        self._styles: dict[str, _Style] = {"": _PLAIN}
        self._names: dict[str, bool] = {"": False}
        self._hiding: set[str] = set()
        """Classes (".x") and names ("#x") that the style sheets hide."""

    # --- called by libxml2

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._count += 1
        if self._silent:
            self._silent += 1
        elif tag in _SILENT or (attributes and self._is_apart(tag, attributes)):
            self.scripted |= tag == "script"
            self._silent = 1
        elif tag == "br":
            self._break()
            self._stack.append(_Open(self._state, False, 0, False, -1, False))
        else:
            self._open(tag, attributes)
        if len(self._stack) + self._silent > _DEEPEST:
            raise ValueError("elements are nested too deeply")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._silent:
            self._silent -= 1
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
        if self._aside is not None:
            self._aside.append(words)
        elif state.veil or state.small:
            count = sum(map(len, words.split()))
            self._hidden += count
            if state.veil > 0:
                self.veils[state.veil] = self.veils.get(state.veil, 0) + count
        elif state.deleted:
            self._deleted += sum(map(len, words.split()))
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

    # --- elements

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        style = self._style(attributes.get("style", "")) if attributes else _PLAIN
        block = tag in _BLOCKS if style.block is None or tag in ("li", "td", "th", "tr") else style.block
        furniture = False
        if block:
            self._break()
            furniture = tag in _FURNITURE_TAGS or bool(attributes and self._is_furniture(attributes))
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
        if name in _TITLES:
            self.titles.append(content)
        elif name == "generator" and content.startswith(("LibreOffice", "OpenOffice")):
            # they end a line of the source only where there was a space
            self._wrapped = _NOWHERE

    def _place(self, tag: str, attributes: Mapping[str, str], style: _Style) -> None:
        """Where a block stands: in a table, in a list."""
        if tag in ("td", "th"):
            if self._rows and self._rows[-1]:
                self._rows[-1].append(len(self.lines))
        elif tag == "tr":
            self._rows.append([len(self.lines)])
        elif tag == "table":
            self._rows.append([])
        elif tag in _LISTS:
            format = style.list or attributes.get("type", "") or ("decimal" if tag == "ol" else "disc")
            self._lists.append((format, _count(attributes.get("start"), 1)))
        elif tag == "li" and self._lists:
            format, number = self._lists.pop()
            number = _count(attributes.get("value"), number)
            self._lists.append((format, number + 1))
            self._number = _numbered(number, style.list or attributes.get("type", "") or format)
        elif tag == "title":
            self._aside = []

    def _inside(self, tag: str, attributes: Mapping[str, str], style: _Style, block: bool) -> _State:
        """What holds inside an element."""
        state = self._state
        if tag == "a" and attributes and _leads_elsewhere(attributes):
            state = state._replace(linked=True)
            self._links += 1
        elif tag in _HEADINGS:
            state = state._replace(heading=True)
        elif tag == "del":
            state = state._replace(deleted=True)
        kept = style.kept if style.kept is not None else True if tag in ("pre", "listing", "xmp") else None
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

    def _hides(self, attributes: Mapping[str, str], style: _Style) -> bool:
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
        elif tag in _LISTS and self._lists:
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
            self._hiding |= _hidden_by(words[:_LONGEST_SHEET])
        self._aside = None

    def _style(self, style: str) -> _Style:
        known = self._styles.get(style)
        if known is None:
            known = self._styles[style] = _styled(style[:_LONGEST_STYLE])
        return known

    def _is_apart(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether this is what word processors write that is no text: marks of notes, comments, headers, numbers."""
        if tag == "a":
            return attributes.get("href", "").startswith(_NOTE_MARKS) or attributes.get("epub:type") == "noteref"
        if tag == "div":
            kind = attributes.get("title", attributes.get("type", ""))
            return kind.lower() in ("header", "footer") or self._style(attributes.get("style", "")).apart
        if tag == "sdfield":
            return attributes.get("type", "").upper() == "PAGE"
        return self._style(attributes.get("style", "")).apart

    def _is_furniture(self, attributes: Mapping[str, str]) -> bool:
        if attributes.get("role", "").lower() in _FURNITURE_ROLES:
            return True
        names = f"{attributes.get('class', '')[:_LONGEST_NAME]} {attributes.get('id', '')[:_LONGEST_NAME]}"
        known = self._names.get(names)
        if known is None:
            known = self._names[names] = _FURNITURE_NAMES.search(names) is not None
        return known

    # --- lines

    def _break(self) -> None:
        """What was collected is a line."""
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
            self.lines.append(Line(text, self._links, self._linked, self._hidden, self._deleted))
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
            )
        ]
        while self.ranges and self.ranges[-1][0] >= first:
            self.ranges.pop()

    # --- the article

    def article(self) -> list[Line]:
        """The lines of the article, with its title; all lines if this is no page of a site."""
        links = sum(line.links for line in self.lines if line.leads_away())
        return _Article(self).lines() if self.scripted or self.dressed or links >= _MENU else self.lines


def _count(value: str | None, otherwise: int) -> int:
    """The number in an attribute, if it is one."""
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", value) else otherwise


def _numbered(number: int, format: str) -> str:
    """The number of an item as it stands before it; none for bullets."""
    known = _FORMATS.get(format)
    if known is None:
        return ""
    return written(number, known) + ("、" if known == "chineseCounting" else ".")


def _leads_elsewhere(attributes: Mapping[str, str]) -> bool:
    """Whether this is a link to another page, and not within this one or to a file."""
    target = attributes.get("href", "").strip()
    if len(target) > 1 and target.startswith("#"):
        return False
    return bool(target or "onclick" in attributes) and not _FILES.search(target[-_LONGEST_NAME:])


_LONGEST_NAME: Final = 200
"""Characters at the end of a link in which the name of a file is looked for; and those of a name of an element."""
_LONGEST_STYLE, _LONGEST_SHEET = 10_000, 1_000_000
"""Characters of a style, and of a style sheet, that are looked at: no sheet that people write is as long."""


def _styled(style: str) -> _Style:
    """What a style says."""
    found = _PLAIN
    for name, value in _DECLARATION.findall(style):
        name, value = name.lower(), value.strip().lower().removesuffix("!important").strip()
        if name == "display":
            found = found._replace(hidden=value == "none", block=_DISPLAYS.get(value))
        elif name == "visibility":
            found = found._replace(hidden=found.hidden or value == "hidden")
        elif name == "mso-hide":
            found = found._replace(hidden=found.hidden or value == "all")
        elif name == "font-size":
            found = found._replace(small=_ZERO.fullmatch(value) is not None)
        elif name == "white-space":
            found = found._replace(kept=value.startswith(("pre", "break")))
        elif name == "font-family":
            found = found._replace(pictures=value.lstrip("\"'").startswith(("wingdings", "webdings")))
        elif name == "mso-list":
            found = found._replace(number=value == "ignore")
        elif name == "mso-tab-count":
            found = found._replace(tab=True)
        elif name == "mso-element":
            found = found._replace(apart=value in ("comment", "comment-list", "footer", "header"))
        elif name == "mso-special-character":
            found = found._replace(apart=value in ("comment", "endnote", "footnote"))
        elif name.startswith("list-style"):
            found = found._replace(list=next((word for word in value.split() if word in _LIST_STYLES), found.list))
    return found


_DISPLAYS: Final = {"block": True, "flex": True, "table": True, "list-item": True, "inline": False}


def _hidden_by(sheet: str) -> set[str]:
    """The classes and names that a style sheet hides on every screen: only plain rules (".x", "#x") are looked at."""
    first, *rest = sheet.split("/*")
    sheet = first + "".join(part.partition("*/")[2] for part in rest)
    found: set[str] = set()
    before, depth = "", 0
    at = 0
    for brace in re.finditer(r"[{}]", sheet):
        words = sheet[at : brace.start()]
        at = brace.end()
        if brace.group() == "{":
            before = words if not depth else before
            depth += 1
        elif depth:
            depth -= 1
            if not depth and "@" not in before and _styled(words).hidden:
                found |= set(re.findall(r"(?:\A|,)\s*\w*([.#][\w-]+)\s*(?=,|\Z)", before))
    return found


def extracted(name: str, lines: list[Line], notes: tuple[Note, ...] = ()) -> Extract:
    """The extract of these lines, with notes on what was left out of them, and those on the bytes they come from."""
    text = "\n".join(line.text for line in lines if line.text)
    places = [match.span() for match in re.finditer("\ufffd+", text)]
    found = {note.code: note for note in reversed(notes) if not note.span}
    for note in notes:
        # it speaks of a place in the markup, whose words need not be in the text
        if note.span and places:
            found[note.code] = Note(
                note.code, Span(places[0][0], places[0][0] + 1), {**note.facts, "count": len(places)}
            )
    for code, count in (
        ("hidden-text", sum(line.hidden for line in lines)),
        ("deleted-text", sum(line.deleted for line in lines)),
    ):
        if count:
            found[code] = Note(code, None, {"document": name, "count": count})
    return Extract(text, tuple(found.values()))


# --- the article -----------------------------------------------------------------------------------------------------

_MENU: Final = 4
"""Links in lines of links that make a menu: without one, and without scripts and style sheets, a page is a document."""

_LOSS: Final = 2
"""What a character of a link takes from what speaks for a part of a page, to which one of a sentence adds one."""

_SENTENCE: Final = re.compile(r"[，。；！？]|[,.;!?](?:\s|(?=[\u4e00-\u9fff]))")

_LABELS: Final = (
    "(?:发布|更新|添加|发表|录入|上传|成文|创建)(?:时间|日期|人|者|单位|机构)|(?:文章|新闻|信息|稿件|本文)?来源|投稿|供稿|作者"
    "|责任?编辑?|编辑|审核|校对|(?:浏览|阅读|点击|访问|查看|回复)(?:次数|量|数|率)?|字[号体](?:大小)?|分享到?|本文(?:地址|链接)"
    "|栏目|分类|标签|关键[词字]|热门搜索|(?:[您你当前现所在的]*)位置|[上下前后]一?[篇条页](?:文章|新闻|信息)?"
)
_DATE: Final = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_ABOUT: Final = re.compile(
    rf"[\s【\[〖（(|·]*(?:(?:{_LABELS})\s*[:：]|由\s.{{1,20}}\s发布于|时间[:：]\s*{_DATE}|{_DATE}[\])\s]+\S|{_DATE}\W*\Z"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}[:：]\d\d)"
)
"""How lines begin that sites write above and below an article: when, from where, how often read, which is the next."""
_BUTTON: Final = re.compile(
    "打印|关闭|返回|收藏|点赞|[顶踩赞]一下|[顶踩赞]|举报|(?:我要)?纠错|分享到?|推荐|转发|复制|下载|评论|默认|超大|放大|缩小|正常|字[号体]"
    "|[大中小]|[上下]一[篇条页]|首页|[尾末]页|顶部|本[页文]|此页|文章|全文|窗口|页面|列表|上页|链接|没有了|阅读原文|(?:用?微信)?扫[一描].{0,20}"
    r"|长按.{0,20}|继续滑动.{0,10}|\d{1,6}[次%]?|[\s:：|/\[\]【】〖〗（）()·•>»<«…-]"
)
"""What stands on buttons: a line of nothing else is no text."""
_IMPRINT: Final = re.compile("版权所有|copyright|©|ICP备|公网安备|网站标识码|技术支持[:：]", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"(?:.{0,60}[】》])?[^，。；、]{0,8}?(?:相关|热门|热点|最新|精彩|更多|推荐|延伸|扩展|猜你|可能|为[您你]|网友|发表|用户|全部)还?"
    "(?:文章|阅读|推荐|链接|新闻|信息|资讯|范文|内容|评论|喜欢|感兴趣|文档|稿件|报道|专题|下载){1,2}的?(?:文章)?[】\\s:：]*|评论\\s*\\d*"
)
"""Headings of what is no longer the article: lists of others, what readers said."""
_NOTICE: Final = re.compile(
    "(?:免责|版权|特别|郑重|平台)?声明[:：].*(?:本站|本网|平台|网络|版权|侵权|转载|网友)|请自觉遵守互联网|(?:还剩|剩余).{0,12}未读"
    "|[^。]{0,8}(?:如|若)[^。]{0,20}(?:侵犯|侵权|侵害)[^。]{0,40}(?:联系|告知|删除)|下载(?:文档|全文|本文).{0,12}，"
)
"""How sentences begin that sites add to every article."""
_TEASERS: Final = 3
"""Other articles of which a page shows the first sentences, or comments below it."""
_LONGEST_ABOUT: Final = 160
"""Characters of a line that is not of the article by what it says."""

_LEAST_TITLE, _LONGEST_TITLE = 4, 100
"""Characters of a title."""
_NAMES: Final = 6
"""Names that a page gives itself."""
_ABOVE: Final = 200
"""Lines above the first sentences among which the title is looked for."""


class _Article:
    """The search for the article of a page: a part of it in which sentences outweigh links."""

    def __init__(self, page: Page) -> None:
        self._page = page
        count = len(page.lines)
        self._ranges = [*page.ranges, (0, count)]
        sentences = _sums([_said(line) for line in page.lines])
        most = 2 * sentences[-1]
        self._gone = _covered(count, [(a, b) for a, b in page.furniture if 3 * (sentences[b] - sentences[a]) <= most])
        if not any(line.text for line, gone in zip(page.lines, self._gone, strict=True) if not gone):
            # then these names mean something else here
            self._gone = [False] * count
        self._weights = [0 if gone else _weight(line) for line, gone in zip(page.lines, self._gone, strict=True)]

    def lines(self) -> list[Line]:
        """The lines of the article in their order, its title first."""
        lines = self._page.lines
        sums = _sums(self._weights)
        lone = [(n, n + 1) for n in range(len(lines))]
        for spans in (self._ranges, lone):
            start, end = max(spans, key=lambda span: (sums[span[1]] - sums[span[0]], span[1] - span[0]), default=(0, 0))
            if sums[end] > sums[start]:
                break
        else:
            # nobody writes sentences here: a list, or a table
            return [line for line, gone in zip(lines, self._gone, strict=True) if not gone]
        inside = [(a, b) for a, b in self._ranges if start <= a and b <= end and (a, b) != (start, end)]
        self._leave_out(self._lists(start, end, inside))
        self._leave_out([span for span in lone[start:end] if lines[span[0]].leads_away()])
        self._leave_out(self._other_articles(start, end, dict(inside)))
        return self._trimmed(start, end)

    def _leave_out(self, spans: list[tuple[int, int]]) -> None:
        covered = _covered(len(self._gone), spans)
        self._gone = [a or b for a, b in zip(self._gone, covered, strict=True)]

    def _lists(self, start: int, end: int, inside: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Parts that are links for the most part, or in which every fourth line is one of links."""
        lines = self._page.lines
        linked, words = _sums([line.linked for line in lines]), _sums([len(line.text) for line in lines])
        links = _sums([int(line.leads_away()) for line in lines])
        said = _sums([max(weight, 0) for weight in self._weights])
        found = []
        for a, b in inside:
            teasers = (
                links[b] - links[a] >= max(_TEASERS, (b - a) / 4) and 2 * (said[b] - said[a]) < said[end] - said[start]
            )
            if teasers or 2 * (linked[b] - linked[a]) > words[b] - words[a]:
                found.append((a, b))
        return found

    def _other_articles(self, start: int, end: int, longest: Mapping[int, int]) -> list[tuple[int, int]]:
        """Lists of other articles, and notices, below this one; ``longest`` are parts of a page by their first line."""
        sums = _sums([0 if gone else max(w, 0) for w, gone in zip(self._weights, self._gone, strict=True)])
        found = []
        for at in range(start, end):
            text = self._page.lines[at].text
            if len(text) > _LONGEST_ABOUT or not sums[at] > sums[start]:
                continue
            if _OTHERS.fullmatch(text) or _NOTICE.match(text):
                until = longest.get(at) or longest.get(at + 1, at + 1)
                if sums[until] - sums[at] < sums[at] - sums[start]:
                    found.append((at, until))
        return found

    def _trimmed(self, start: int, end: int) -> list[Line]:
        """The article without what the site says about it above and below, and with its title."""
        lines = self._page.lines
        left = [n for n in range(start, end) if not self._gone[n]]
        prose = [n for n in left if self._weights[n] > 0]
        if not prose:
            return [lines[n] for n in left]
        title = self._title(range(start, prose[0] + 1)) or self._title(range(start))
        # a title may be a sentence
        prose = [n for n in prose if n not in title] or prose
        above = [n for n in left if n < prose[0]]
        below = [n for n in left if n > prose[-1]]
        if title and title[0] >= start:
            above = [n for n in above if n >= title[0]]
        elif title:
            above = [*title, *above]
        words = [n for n in (*above, *below) if n in title or not (self._weights[n] < 0 or _is_about(lines[n].text))]
        kept = {*words, *range(prose[0], prose[-1] + 1)}
        return [lines[n] for n in sorted(kept) if not self._gone[n]]

    def _title(self, among: range) -> range:
        """The lines, in one piece, that the page calls itself by; empty if there are none."""
        names = ["".join(name[:_LONGEST_ABOUT].split()) for name in self._page.titles[:_NAMES]]
        texts = {
            n: "".join(self._page.lines[n].text[:_LONGEST_ABOUT].split()) for n in among[-_ABOVE:] if not self._gone[n]
        }

        def named(text: str) -> bool:
            return _LEAST_TITLE <= len(text) <= _LONGEST_TITLE and any(text in name for name in names)

        # the site's own name may be in it too, mostly at its end
        called = [
            (any(name.startswith(texts[n]) for name in names), len(texts[n]), n) for n in texts if named(texts[n])
        ]
        first = max(called, default=(False, 0, -1))[2]
        if first < 0:
            return range(0)
        last, words = first, texts[first]
        while named(texts.get(first - 1, "\n") + words):
            first, words = first - 1, texts[first - 1] + words
        while named(words + texts.get(last + 1, "\n")):
            last, words = last + 1, words + texts[last + 1]
        return range(first, last + 1)


def _said(line: Line) -> int:
    """The characters of a line that is made of sentences, without those of its links."""
    return len(line.text) - line.linked if not line.leads_away() and _SENTENCE.search(line.text) else 0


def _weight(line: Line) -> int:
    """What a line says for or against the part of the page that it is in."""
    return _said(line) or -_LOSS * line.linked


def _is_about(text: str) -> bool:
    """Whether a line is about the article or the site, and no part of it."""
    if not text or len(text) > _LONGEST_ABOUT:
        return False
    return bool(_ABOUT.match(text) or _IMPRINT.search(text)) or not _BUTTON.sub("", text)


def _sums(values: list[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _covered(count: int, spans: list[tuple[int, int]]) -> list[bool]:
    """For each of so many lines whether it is in one of the spans."""
    changes = [0] * (count + 1)
    for start, end in spans:
        changes[start] += 1
        changes[end] -= 1
    return [depth > 0 for depth in accumulate(changes[:-1])]
