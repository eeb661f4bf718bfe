"""Which part of a web page is its article: where sentences outweigh links, without what the site adds to every one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

from simcheck.readers.web.page import Line, Page

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


def article(page: Page) -> list[Line]:
    """The lines of the article, with its title; all lines if this is no page of a site."""
    links = sum(line.links for line in page.lines if line.leads_away())
    return _Article(page).lines() if page.scripted or page.dressed or links >= _MENU else page.lines


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
