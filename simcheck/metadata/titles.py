"""Titles (标题): which line is the title, and what kind of text does it say that it heads?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from simcheck.entities.offices import whole
from simcheck.entities.patterns import H, Pattern
from simcheck.entities.people import OFFICER
from simcheck.metadata.edges import BRACKETED_END, DASHES, ENDS_SENTENCE, LABEL, LINE_LIMIT, Line, is_notice

_KIND: Final = Pattern(
    "(?:总结|總結|报告|報告|计划|計劃|汇报|彙報|匯報|述职|述職|材料|方案|要点|要點|讲话|講話|通知|意见|意見|办法|條例|条例|規定|规定|决定|决议"
    "|细则|规则|守则|规划|纲要|简报|簡報|通报|公报|公告|通告|函|请示|批复|纪要|致辞|发言|体会|心得|解释|制度|安排|说明|章程|预案|提纲"
    "|综述|思路|情况|打算|建议|提案|议案|自查|剖析|检查|稿|意见书|责任书|承诺书|倡议书|建议书|宣言|准则|标准|规程|修正案|声明|简介|台账"
    "|(?<![做看说方想手守执普用书])法)$"
)
"""What kind of text it is: the last word of a title."""

_LONGEST_KIND: Final = 3
"""Characters of such a word at most."""

_SHORTEST_TITLE: Final = 3
"""Characters of a title: 总结稿."""

_TITLE_LIMIT: Final = 50
"""Characters of a title that nothing marks as one."""

HEADING_LIMIT: Final = 100
"""Characters of one that is marked as a heading, or is the name of a file."""

_SHORTEST_ALONE, _LONGEST_ALONE = 6, 40
"""Characters of a title that does not say what kind of text it heads: shorter ones are a word, longer ones a
sentence."""

_LINES_BELOW: Final = 6
"""Lines below a title that may say who wrote the text."""

_BODY: Final = Pattern(
    r"""
      (?:各位|尊敬的|敬爱的|亲爱的|同志们)[^总报计方述]{0,30}[：:！!]?$ | .{1,20}[：:]$  # a salutation
    | [（(]?[一二三四五六七八九十]{1,3}[、，,.．）)] | [（(]?\d{1,2}[、，）)] | \d{1,2}[.．](?!\d)  # a numbered heading
    | 第[一二三四五六七八九十百]{1,4}[章节条部编]
    """,
    re.VERBOSE,
)
_LABELLED_TITLE: Final = Pattern(r"^(?:标题|题目|题名)\s*[：:]\s*")
_CARRIED_ON: Final = ("及", "和", "与", "暨", "的", "并")
_GOES_ON: Final = ("关于", "的", "、", "及", "和", "与", "暨", "年", "年度", "会上", "会议上")


class _Top(NamedTuple):
    title: str
    around: list[str]
    """The lines above and below the title, to where the body begins."""


def is_kind(compact: str) -> bool:
    """Whether it ends as titles do: …总结, …报告（讨论稿）."""
    while match := BRACKETED_END.search(compact):
        compact = compact[: match.start()]
    compact = compact.rstrip("》”")
    return bool(_KIND.search(compact[-_LONGEST_KIND:]))


def _may_be_title(line: Line) -> bool:
    limit = HEADING_LIMIT if line.heading else _TITLE_LIMIT
    return (
        _SHORTEST_TITLE <= len(line.compact) <= limit
        and not line.compact.endswith(ENDS_SENTENCE)
        and not _BODY.match(line.compact)
        and (line.compact[0] not in "—－-（(【" or _begins_with_unit(line.compact))
    )


_IN_BRACKETS: Final = Pattern(r"[（(【]([^（()）【】]{3,20})[）)】](?=.)")


def _begins_with_unit(compact: str) -> bool:
    """【青石镇】桐花岭村2024年工作总结."""
    match = _IN_BRACKETS.match(compact)
    return bool(match and whole(match[1]))


def top_of(lines: Sequence[Line]) -> _Top:
    """The title and the lines around it."""
    seen: list[int] = []
    for number, line in enumerate(lines):
        if is_notice(line):
            continue
        if not line.heading and (
            len(line.compact) > LINE_LIMIT or line.compact[-1] == "。" or _BODY.match(line.compact)
        ):
            break
        seen.append(number)
        if _may_be_title(line) and (is_kind(line.compact) or (line.heading and len(seen) == 1)):
            first, last = _whole_title(lines, seen)
            # In the midst of other headlines, one that ends in 讲话 is no title.
            if lines[first].apart or first == seen[0] or _introduces(lines[first - 1].compact):
                title = "".join(part.text for part in lines[first : last + 1])
                return _Top(_bare(title), [lines[n].text for n in seen if n < first] + _below(lines, last + 1))
        elif len(seen) > 1 and _is_subtitle(line) and not line.apart and _may_be_title(lines[number - 1]):
            title = f"{_bare(lines[number - 1].text)}——{line.text.lstrip(DASHES)}"
            return _Top(title, _below(lines, number + 1))
    around = [lines[n].text for n in seen]
    if seen and _stands_alone(lines, seen[0]):
        return _Top(_bare(lines[seen[0]].text), around[1:])
    return _Top("", around)


_ABOVE: Final = Pattern(r"文件$|号$|[：:]|^[（(【].*[）)】]$")


def _introduces(line: str) -> bool:
    """Whether it may stand right above a title: 平安镇人民政府文件, 平政发〔2018〕3号, 单位：平安镇."""
    return bool(_ABOVE.search(line) or whole(line))


def _is_subtitle(line: Line) -> bool:
    """——青禾镇2018年工作总结, below a line that only sings."""
    return line.compact.startswith(("——", "－－", "--")) and len(line.compact) <= _TITLE_LIMIT and is_kind(line.compact)


def _whole_title(lines: Sequence[Line], seen: Sequence[int]) -> tuple[int, int]:
    """The first and the last line of the title whose kind was found at the end of ``seen``."""
    first = last = seen[-1]
    if first and first - 1 in seen and not lines[first].apart and _may_be_title(lines[first - 1]):
        above = lines[first - 1].compact
        broken = above.endswith(_GOES_ON) or above.startswith("关于") or lines[first].compact.startswith(_CARRIED_ON)
        if not lines[first - 1].heading and (broken or whole(above)):
            first -= 1
    if last + 1 < len(lines):
        below = lines[last + 1]
        if (
            not below.apart
            and below.compact.startswith(_CARRIED_ON)
            and _may_be_title(below)
            and is_kind(below.compact)
        ):
            last += 1
    return first, last


def _stands_alone(lines: Sequence[Line], number: int) -> bool:
    """Whether the first line is a title although it does not say what kind of text it heads."""
    line = lines[number]
    is_as_long = _SHORTEST_ALONE <= len(line.compact) <= _LONGEST_ALONE
    if number or number + 1 >= len(lines) or not is_as_long or not _may_be_title(line):
        return False
    if not _ONLY_TITLE.fullmatch(line.compact) or whole(line.compact) or OFFICER.match(line.text):
        return False
    # A line that somebody wrapped by hand is followed by another like it.
    below = lines[number + 1]
    return below.apart or len(below.compact) > _TITLE_LIMIT or bool(_BODY.match(below.compact))


_TITLE_MARKS: Final = r"0-9０-９“”《》（）()·—\-"
_ONLY_TITLE: Final = Pattern(
    rf"(?:[{_TITLE_MARKS}]|[{H}]{{1,3}}(?![{H}]))*+[{H}]{{4}}[{H}{_TITLE_MARKS}]*"  # four ideographs in a row
)


def _below(lines: Sequence[Line], start: int) -> list[str]:
    found: list[str] = []
    for line in lines[start : start + _LINES_BELOW]:
        if len(line.compact) > LINE_LIMIT or (_BODY.match(line.compact) and not LABEL.match(line.text)):
            break
        found.append(line.text)
    return found


def _bare(title: str) -> str:
    title = _LABELLED_TITLE.sub("", title)
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title.strip()
