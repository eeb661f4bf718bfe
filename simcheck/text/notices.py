"""Which lines ask not to copy (请勿照搬照抄)? Sites of templates put them in: they say where a text has been, and are
no reuse.

A notice has nothing but clauses that notices are made of: what the text is (本文系投稿), for whom (仅供学习参考), what
is asked (请勿照搬照抄), what goes with it (违者必究). Whoever writes 不得照搬照抄上级文件 says something of his own. So
do notices that never say the same: sites put in one, or a few, and whoever hangs one on every sentence hides the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from simcheck.model import Span

_TEXT: Final = (
    "(?:以上|本|此|该|这)[篇份]?"
    "(?:文(?!件)|稿件?|文稿|文章|材料|资料|范文|文档|内容|作品|模[板版]|公文|讲话稿|总结)(?:内容)?"
)
_FOR: Final = (
    r"(?:仅|只|专|限)[限供]?(.{0,10}?)(?:学习|参考|借鉴|交流|阅读|使用)+(?:之用)?|供(.{1,10}?)(?:学习|参考|借鉴|交流)+(?:之用)?"
    r"|内部(?:学习|参考|交流|资料|文稿|使用)+"
)
_ABOUT: Final = re.compile(
    r"(?:温馨|友情|特别|特此|郑重|版权|重要)?(?:提示|提醒|声明|说明|注意|警告)|版权所有|(.{0,4})(?:投稿|原创)"
    rf"|{_TEXT}(?:系|为|是|由|[来转出源]自|来源|摘自|属|均|皆|版权|著作权|原创)(.{{0,20}})|(?:{_TEXT})?(?:{_FOR})"
)
"""What a text is and for whom: by such a clause a notice is known."""

_STRONG: Final = "照搬照抄|照抄照搬|照搬|照抄|外[传傳]"
_WEAK: Final = "抄袭|[转轉][载載]|转发|传播|复制|商用|搬运|上传"
_ASKED: Final = re.compile(
    rf"(?:{_TEXT})?(?:{_FOR})?[敬还均]?(?:[请請]|切|千万|谨|务必){{0,2}}"
    r"(?:勿|不要|不得|不可|不准|不许|禁止|严禁|嚴禁|谢绝|拒绝|切忌)(?:直接|随意|擅自|私自|完全|全文|全盘|简单|原样|原文)?"
    rf"(?:(?P<strong>{_STRONG})|{_WEAK})(?:[或和]?(?:{_STRONG}|{_WEAK})){{0,2}}(?:本文|原文|此文|全文|本稿|此稿|使用)?[哦啊呀]?(?:谢谢)?"
)
_ADDED: Final = re.compile(
    rf"(?:{_STRONG}|{_WEAK})(?:[或和](?:{_STRONG}|{_WEAK}))?|(?:违者|侵权)必究|后果自负|(.{{0,2}})[谢感]谢(.{{0,6}})|敬请(.{{1,6}})"
    "|未经(.{2,10})|[请可]?(?:根据|结合)(.{0,8})实际(.{0,8})|(.{0,6})修改后(.{0,6})"
)
"""What a notice may say as well."""

_SITE: Final = re.compile(
    r"(?:[QqＱ][QqＱ]|扣扣|微信)(?:交流|学习|资料)?群[号]?[:：]\s*\d{5,12}|更多(?:精品|优质|原创)?(?:范文|公文|写作素材)"
    r"|(?:范文|公文|写作)网[^。！!\n\r]{0,10}(?:提供|整理|发布|下载|收集)|本文(?:来源于|转载自|由)[^。！!\n\r]{0,12}(?:范文|公文|文库|写作)"
)
"""What only sites of templates say."""

_VERB: Final = re.compile(f"{_STRONG}|{_WEAK}")
_VERBS: Final = (
    *("照搬", "照抄", "外传", "外傳", "抄袭", "转载", "转載", "轉载", "轉載", "转发", "传播", "复制", "商用", "搬运"),
    "上传",
)
_SITES: Final = ("Q", "q", "Ｑ", "扣扣", "微信", "更多", "范文网", "公文网", "写作网", "本文")
"""With what ``_VERB`` and ``_SITE`` begin: Python finds a few words several times as fast as it tries a pattern."""

_TELLING: Final = ("勿", "不要", "不得", "不可", "不准", "不许", "禁止", "严禁", "嚴禁", "谢绝", "拒绝", "切忌")
_OF_SITES: Final = ("群", "更多", "范文", "公文", "写作")
"""One of these is in every notice; looking for them first is much faster."""

_BETWEEN: Final = '，,、；;：:。！!？?…【】（）()[]［］「」《》“”"*#>—–~～|｜'
"""What stands between clauses, white space aside."""

_CLAUSE: Final = re.compile(rf"[^\s{re.escape(_BETWEEN)}]+")
_OPENS: Final = "【（([［「*"
_CLOSES: Final = re.compile(r"[。！!…~～]*[】）)\]］」*]*[。！!]*")
_NOTHING: Final = re.compile(r"[\s*#>]*")

_REACH: Final = 100
"""Characters of a line on either side of what tells a notice that are looked at."""

_OTHER_WORDS: Final = 40
"""Characters that the different notices of a text have, together, of words that may be any: three have not so many."""

_LINES: Final = 2
"""Lines above in which a notice may begin."""


@lru_cache(maxsize=8)
def notices(text: str) -> tuple[Span, ...]:
    """Where they stand, with their brackets and stops: ordered, disjoint. Kept for the last texts, because weighing,
    counting and the notes on a comparison ask in turn."""
    found: list[Span] = []
    done = 0
    free: dict[str, int] = {}
    for hit in _hits(text):
        # most of what looks like one is none, and is seen by its own clause
        if hit.start < done or not _may_be_one(text, hit):
            continue
        span, is_one = _around(text, hit)
        done = span.end
        if is_one and (not found or span.start >= found[-1].end):
            found.append(span)
            words = span.of(text).strip()
            if words not in free:
                free[words] = _free(text, span)
    if sum(free.values()) <= _OTHER_WORDS:
        return tuple(found)
    return tuple(span for span in found if not free[span.of(text).strip()])


def _hits(text: str) -> list[Span]:
    hits = []
    if any(word in text for word in _TELLING):
        hits += _found(_VERB, _VERBS, text)
    if any(word in text for word in _OF_SITES):
        hits += _found(_SITE, _SITES, text)
    return sorted(hits)


def _found(pattern: re.Pattern[str], begins: tuple[str, ...], text: str) -> list[Span]:
    """What ``pattern.finditer`` finds, which begins with one of ``begins``."""
    found: list[Span] = []
    for at in sorted({at for begin in begins for at in _places(begin, text)}):
        if (not found or at >= found[-1].end) and (match := pattern.match(text, at)):
            found.append(Span(*match.span()))
    return found


def _places(word: str, text: str) -> list[int]:
    places = []
    at = text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + 1)
    return places


def _may_be_one(text: str, hit: Span) -> bool:
    if _SITE.match(text, hit.start, hit.end):
        return True
    start, least = hit.start, max(0, hit.start - _LONGEST)
    while start > least and not text[start - 1].isspace() and text[start - 1] not in _BETWEEN:
        start -= 1
    clause = _CLAUSE.match(text, start, hit.end + _LONGEST)
    return bool(clause and _ASKED.fullmatch(text, start, clause.end()))


def _around(text: str, hit: Span) -> tuple[Span, bool]:
    """What stands around a hit in clauses of notices, and whether it is a notice, and not an author's own words."""
    line = _line(text, hit)
    clauses = [Span(*match.span()) for match in _CLAUSE.finditer(text, line.start, line.end)]
    first = next(n for n, clause in enumerate(clauses) if clause.overlaps(hit))
    kinds = _kinds(text, line, clauses)
    last = first
    while first and kinds[first - 1]:
        first -= 1
    while last + 1 < len(clauses) and kinds[last + 1]:
        last += 1
    span, said = _with_brackets(text, clauses[first].hull(clauses[last])), set(kinds[first : last + 1])
    is_line = bool(_NOTHING.fullmatch(text, line.start, span.start) and _NOTHING.fullmatch(text, span.end, line.end))
    is_cut = span.start == line.start and text[span.start - 1 : span.start] not in ("", "\n", "\r")
    if is_line:
        span, said = _over_lines(text, span, line, said)
    is_apart = (is_line and not is_cut) or (text[span.start] in "【（([［「" and text[span.end - 1] in "】）)]］」")
    is_whole = is_apart or is_line or _is_ended(text, span)
    is_one = "site" in said or ("about" in said and is_whole) or ("strong" in said and is_apart)
    return span, is_one


def _line(text: str, hit: Span) -> Span:
    """The line of a hit, or what of a long one is near."""
    start, end = max(0, hit.start - _REACH), min(len(text), hit.end + _REACH)
    start = max(start, *(text.rfind(sign, start, hit.start) + 1 for sign in "\n\r"))
    ends = [at for sign in "\n\r" if (at := text.find(sign, hit.end, end)) >= 0]
    return Span(start, min(ends, default=end))


def _kinds(text: str, line: Span, clauses: list[Span]) -> list[str]:
    """What each clause is: "about", "asked", "strong" (asked for in words that stand alone), "added", "site", or "" for
    anything else."""
    sites = [Span(*match.span()) for match in _SITE.finditer(text, line.start, line.end)]
    return ["site" if any(site.overlaps(clause) for site in sites) else _kind(clause.of(text)) for clause in clauses]


def _free(text: str, span: Span) -> int:
    """How many characters of a notice could be any."""
    clauses = [Span(*match.span()) for match in _CLAUSE.finditer(text, span.start, span.end)]
    return sum(_any(clause.of(text), kind) for clause, kind in zip(clauses, _kinds(text, span, clauses), strict=True))


def _any(words: str, kind: str) -> int:
    """The characters of a clause that its pattern does not name."""
    if kind == "site":
        return len(_SITE.sub("", words))
    patterns = {"about": _ABOUT, "added": _ADDED}
    match = patterns.get(kind, _ASKED).fullmatch(words)
    if match is None:
        return len(words)
    strong = match.groupdict().get("strong")
    return sum(map(len, filter(None, match.groups()))) - len(strong or "")


def _kind(words: str) -> str:
    if len(words) > _LONGEST:
        return ""
    if asked := _ASKED.fullmatch(words):
        return "strong" if asked["strong"] else "asked"
    return "about" if _ABOUT.fullmatch(words) else "added" if _ADDED.fullmatch(words) else ""


_LONGEST: Final = 40
"""Characters of a clause of a notice."""


def _with_brackets(text: str, span: Span) -> Span:
    before = text[max(0, span.start - _MOST) : span.start]
    closing = _CLOSES.match(text, span.end, span.end + _MOST)
    return Span(span.start - len(before) + len(before.rstrip(_OPENS)), closing.end() if closing else span.end)


def _is_ended(text: str, span: Span) -> bool:
    """Whether a sentence ends with a span."""
    return span.of(text).rstrip(' \t\u3000】）)]］」*”"…~～')[-1:] in tuple("。！!？?；;")


_MOST: Final = 8
"""Brackets and stops beside a notice."""


def _over_lines(text: str, span: Span, line: Span, said: set[str]) -> tuple[Span, set[str]]:
    """A notice with the lines above it that belong to the same sentence."""
    for _ in range(_LINES):
        start = max(0, line.start - _MOST)
        end = start + len(text[start : line.start].rstrip())
        line = _line(text, Span(end, end))
        clauses = [Span(*match.span()) for match in _CLAUSE.finditer(text, line.start, line.end)]
        kinds = set(_kinds(text, line, clauses))
        if not clauses or not kinds <= {"about", "added"} or _is_ended(text, line):
            break
        span, said = _with_brackets(text, clauses[0].hull(span)), said | kinds
    return span, said
