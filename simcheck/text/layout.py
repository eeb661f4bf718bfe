"""Layout (版面): which lines are no text of the report but contents, page numbers, signature lines, labels of forms?

Only short lines without a sentence are; and what stands in a finding is text whatever line it stands in, so that
nothing that can be written around or behind copied sentences takes these out of a share (``report.counting``). The
notices of sites (``notices``) are none of the report's words either.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

import numpy as np

from simcheck.model import Span
from simcheck.text.normalize import Mask, folded
from simcheck.text.segmentation import ENDS

LONGEST: Final = 30
"""Characters that are compared of such a line at most: the headings of government reports that contents pages repeat
are shorter."""

_RAW: Final = 300
"""Characters of a line that is looked at, leaders and blanks among them."""

_LEADERS: Final = r"(?:[.．·•・⋯‥_＿—－\-─]{3,}|…+|(?:[.．·•・_＿][ \t\u3000]+){2,}[.．·•・_＿]?)"
_NUMBER: Final = r"\s*[（(]?[0-9０-９]{1,3}[）)]?"
_BACKWARDS: Final = re.compile(
    r"[）)]?[0-9０-９]{1,3}[（(]?(?P<blank>\s*+)(?P<leader>(?:[.．·•・⋯‥…_＿—－\-─][ \t\u3000]*+)*+)"
)
"""How a line of a contents page ends, read from its end: the number of a page, and what leads to it."""

_DOTS: Final = 3
"""Signs of a leader at least, and blanks that stand for one."""

_CN: Final = "[一二三四五六七八九十]{1,3}"
_HEADING: Final = re.compile(rf"第?{_CN}[、.．章节部]|[（(]{_CN}[）)]|[0-9]{{1,2}}[.．、]")

_PAGES: Final = "[0-9０-９一二三四五六七八九十百]{1,4}"
_PAGE: Final = re.compile(
    r"[—－–\-·~]{1,8}+\s{0,8}+[0-9０-９]{1,4}\s{0,8}+[—－–\-·~]{1,8}+"
    rf"|第\s*+{_PAGES}\s*+页(?:\s*+[/／，,]?\s*+[（(]?共\s*+{_PAGES}\s*+页[）)]?)?"
    r"|[Pp]age\s*+[0-9]{1,4}(?:\s*+(?:of|/)\s*+[0-9]{1,4})?"
)
_BLANK: Final = r"[\s_＿.．…·—－\-/／（）()\[\]【】□年月日时]*"
_FIELD: Final = (
    "(?:签名|签字|签章|盖章|公章|姓名|性别|职务|职称|单位|部门|科室|日期|时间|地点|电话|手机|联系人|联系电话|填报人|填表人|填报单位|填报时间"
    "|填表日期|审核人|审核|审批|复核|制表|制表人|负责人|经办人|记录人|主持人|参加人员|备注|编号|文号|印章|邮编|地址|意见|领导签字|领导意见"
    "|审核意见|审批意见|本人签字|本人签名|单位负责人|主要负责人|分管领导)"
)
_LABEL: Final = re.compile(
    rf"{_FIELD}(?:[（(][\u3400-\u9fff]{{1,6}}[）)])?\s*[：:]{_BLANK}"
    rf"|[\u3400-\u9fffA-Za-z（）()、/／]{{1,24}}\s*[：:]\s*[_＿]{_BLANK}|[（(](?:盖章|公章|印章|签字|签名)[）)]"
)
"""The name of a field with nothing in it: 签名：____; a date may be left open in it."""

_OPEN_DATE: Final = re.compile(r"[\s_＿Xx×]{0,40}+年[\s_＿Xx×]{0,40}+月[\s_＿Xx×]{0,40}+[日号]?")
_DISTRIBUTION: Final = re.compile(
    r"(?:抄送|抄报|抄發|主送|分送|发送|發送|报送|印送|主题词|主題詞|签发人|簽發人|印数|印數|密级|附件)\s*[：:].*"
)
"""Who else gets the paper, and what it is filed under."""

_CODES: Final = (
    ("page-number", _PAGE),
    ("label", _LABEL),
    ("label", _OPEN_DATE),
    ("distribution", _DISTRIBUTION),
)
_TELLING: Final = re.compile(
    r"[：:]|[.．·•・…⋯‥_＿—－\-─ \t\u3000~–]{2}|\t|[页年]|[Pp]age|^[ \t\u3000]*+[（(—－–\-·~]", re.MULTILINE
)
"""One of these is in every such line."""


class LayoutLine(NamedTuple):
    """A line that is layout: "contents", "page-number", "running-head", "label" or "distribution"."""

    span: Span
    code: str


def layout_lines(text: str) -> list[LayoutLine]:
    """The lines that are layout, in order."""
    found: list[LayoutLine] = []
    if not _TELLING.search(text):
        return found
    beside: list[LayoutLine] = []
    before: Span | None = None
    was_page = False
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        bare = line.strip()
        if not bare:
            continue
        begin = start + line.index(bare)
        span = Span(begin, begin + len(bare))
        is_short = len(bare) <= _RAW and not ENDS.search(bare)
        code = _code(bare) if is_short and _TELLING.search(bare) else ""
        if code == "page-number" and before:
            beside.append(LayoutLine(before, "running-head"))
        if code:
            found.append(LayoutLine(span, code))
        elif was_page and is_short:
            beside.append(LayoutLine(span, "running-head"))
        was_page = code == "page-number"
        before = span if is_short and not code else None
    return sorted({*found, *_repeated(beside, text)})


def _code(line: str) -> str:
    code = next((code for code, pattern in _CODES if pattern.fullmatch(line)), "")
    code = code or ("contents" if _is_contents(line) else "")
    return code if code and len(folded(line)) <= LONGEST else ""


def _is_contents(line: str) -> bool:
    """A heading, a leader, the number of a page; with blanks for a leader only a numbered one: rows of tables look like
    the others."""
    match = _BACKWARDS.match(line[::-1])
    if match is None or len(line) - match.end() < 2:
        return False
    leader = match["leader"]
    if "…" in leader or sum(not sign.isspace() for sign in leader) >= _DOTS:
        return True
    blank = match["blank"]
    return not leader and ("\t" in blank or len(blank) >= _DOTS) and bool(_HEADING.match(line))


_AGAIN: Final = 3
"""Times that the same words stand beside the number of a page from which they are a running head."""


def _repeated(beside: list[LayoutLine], text: str) -> list[LayoutLine]:
    words = {line: folded(line.span.of(text)) for line in {*beside}}
    times = Counter(words.values())
    return [line for line, said in words.items() if times[said] >= _AGAIN and len(said) <= LONGEST]


def layout(text: str) -> Mask:
    """By character: whether it stands in a line that is layout."""
    mask = np.zeros(len(text), dtype=np.bool_)
    for line in layout_lines(text):
        mask[line.span.start : line.span.end] = True
    return mask
