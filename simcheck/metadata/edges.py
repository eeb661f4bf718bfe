"""Head and tail of a text: in which lines does it say who wrote it and when?"""

from __future__ import annotations

from typing import Final, NamedTuple

from simcheck.entities.patterns import H, Pattern
from simcheck.text.notices import notices

_HEAD: Final = 400
_TAIL: Final = 200
"""Characters at either end that are looked at: what stands further inside is the report."""

_HEAD_LINES: Final = 14
_TAIL_LINES: Final = 8
"""Lines of these at most: more are a list."""

LAWS: Final = ("条例", "规定", "办法", "法", "细则", "规则", "守则", "解释", "规程", "决定", "决议")
BRACKETED_END: Final = Pattern(r"(?:[（(【\[〔][^（(【\[〔]*[）)】\]〕]|[一二三四五六七八九十\d])$")
ENDS_SENTENCE: Final = tuple("。！？；：，、…!?;:,.｡")
_SITE: Final = Pattern(
    r"投稿|会员|下载|订阅|倒卖|QQ|微信|公众号|https?:|www\.|\.com|温馨提示|免责|版权|百度|文库|^来源|^目\s*录|<!--|^第.{1,4}页"
)
DASHES: Final = "—－-– "
_OUTER: Final = " \t\u3000\xa0\u2002\u2003\ufeff\u200b#*>_"
_BREAK: Final = Pattern(r"[\r\n]")
LINE_LIMIT: Final = 60
"""Characters of a line that may be more than body text; of more than twice as many, not even its words are cut."""


class Line(NamedTuple):
    """A line, its words with single spaces between them and with none; whether a heading is marked as one."""

    text: str
    compact: str
    heading: bool
    apart: bool
    """Whether a blank line, or nothing, stands before it."""


def _lines(part: str, most: int) -> list[Line]:
    """The first lines that are not blank."""
    found: list[Line] = []
    apart = True
    for raw in part.splitlines():
        if len(found) == most:
            break
        text = raw.strip(_OUTER)
        if not text:
            apart = True
            continue
        if len(text) > 2 * LINE_LIMIT and raw[0] != "#":  # body text, that nobody will look into
            found.append(Line(text, text, False, apart))
            apart = False
            continue
        words = text.split()
        if not words:  # control characters that count as white space
            apart = True
            continue
        compact = "".join(words)
        # 述　职　报　告 is one word, spaced out
        spaced = len(words) < 2 or (len(words) > 2 and len(compact) == len(words))
        found.append(Line(compact if spaced else " ".join(words), compact, raw.lstrip()[:1] == "#", apart))
        apart = False
    return found


def head(text: str) -> list[Line]:
    part = text[:_HEAD]
    if len(text) > _HEAD:
        cut = max(part.rfind("\n"), part.rfind("\r"))
        part = part[:cut] if cut >= 0 else ""
    return _lines(part, _HEAD_LINES)


def tail(text: str) -> list[Line]:
    part = text[-_TAIL:]
    if len(text) > _TAIL:
        cut = _BREAK.search(part)
        part = part[cut.end() :] if cut else ""
    return _lines(part, _TAIL)[-_TAIL_LINES:]


def is_notice(line: Line) -> bool:
    return bool(_SITE.search(line.text)) or bool(notices(line.text))


LABEL: Final = Pattern(
    rf"(?P<key>[{H}]{{0,4}}(?:单位|日期|时间)|(?:述职|述学|汇报|报告|撰稿|撰写|执笔|起草|发言|主讲|总结)?人|述职[{H}]{{2,6}}人|作者|姓名"
    rf"|署名|撰稿|执笔|供稿|来稿|(?:所在)?(?:[乡镇]?村|社区)|村名|乡镇|科室|部门|(?:任教|工作|任职)?学校|班级|[{H}]{{0,5}}职务)"
    rf"(?:[（(][{H}]{{1,4}}[）)])?[*\s]*[：:][*\s]*(?P<value>.+)"
)
