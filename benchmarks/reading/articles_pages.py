"""What a page is made of: an article, how sites write its paragraphs, and what they put around it."""

from __future__ import annotations

import quopri
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import Template
from typing import Final, NamedTuple


class Article(NamedTuple):
    """A title and the paragraphs below it."""

    title: str
    paragraphs: list[str]


# --- how sites write paragraphs --------------------------------------------------------------------------------------


def each(pattern: str) -> Callable[[Article], str]:
    return lambda article: "\n".join(pattern.replace("@", line) for line in article.paragraphs)


def in_runs(pattern: str, run: str) -> Callable[[Article], str]:
    """Digits and words in runs of their own, as Word writes them."""

    def body(article: Article) -> str:
        parts = [re.sub(r"[0-9.%]+|[^0-9.%]+", lambda m: run.replace("@", m.group()), p) for p in article.paragraphs]
        return "\n".join(pattern.replace("@", part) for part in parts)

    return body


def wrapped(article: Article) -> str:
    """Lines of the source end in the middle of paragraphs."""
    lines = ("\n      ".join(re.findall(".{1,38}", line)) for line in article.paragraphs)
    return "\n".join(f"    <p>\n      {line}\n    </p>" for line in lines)


def with_advertisements(article: Article) -> str:
    advert = '<div class="ad_mid"><script>showAd(3);</script><a href="/go/x1.html">点击下载全文（免费版）</a></div>'
    more = '<p><b>推荐阅读：</b><a href="/fw/81">乡镇半年工作总结</a> <a href="/fw/82">街道述职范文</a></p>'
    lines = [f"<p>　　{line}</p>" for line in article.paragraphs]
    return "\n".join([lines[0], advert, *lines[1:5], more, *lines[5:]])


def with_noise(article: Article) -> str:
    """What a site of model texts hides in every third paragraph, lest it be copied."""
    noise = '<span style="display:none">本文来自好范文大全，转载请注明</span>'
    lines = [line[:20] + noise + line[20:] if n % 3 == 1 else line for n, line in enumerate(article.paragraphs)]
    return "".join(f"<p>　　{line}</p>" for line in lines)


# --- what stands around articles -------------------------------------------------------------------------------------

_COLUMNS: Final = (
    "首页", "走进青石", "政务公开", "新闻动态", "办事服务", "互动交流", "专题专栏", "数据发布", "乡镇之窗", "招商引资",
    "机构设置", "领导之窗",
)  # fmt: skip
_NEWS: Final = (
    "县委召开常委会会议研究部署近期重点工作", "柳湾镇扎实推进秋冬季森林防火", "全县农村人居环境整治现场会在桐岭召开",
    "县应急局开展节前安全生产大检查", "雁回镇举办第三届茶文化节", "石坡街道：网格员敲门送政策，服务到家",
    "关于公布2024年度县级文明村镇名单的通知", "青石县2025年春季学期校历", "我县三家企业入选省级专精特新名单",
    "白鹭滩镇抢抓农时推进冬小麦追肥", "县医院新院区一期工程顺利封顶", "临江新区营商环境再优化：企业开办当天办结",
)  # fmt: skip
_MODELS: Final = (
    "2024年乡镇党委书记述职述廉报告", "社区党支部工作总结（精选6篇）", "学校教育教学工作总结范文", "办公室主任个人总结",
    "乡村振兴工作汇报材料", "安全生产月活动总结2000字", "财政所2024年上半年工作总结", "公务员年度考核个人总结",
)  # fmt: skip
_SUMMARIES: Final = (
    "时光荏苒，一年的工作即将结束。回顾这一年，在领导的关心和同事的帮助下，我认真学习，努力工作，取得了一定的成绩。",
    "为进一步做好今后的工作，现将半年来的情况总结如下：一是加强学习，二是转变作风，三是狠抓落实。",
    "总结是对过去一定时期的工作进行回顾和分析，并做出客观评价的书面材料，下面是小编整理的内容，欢迎阅读。",
)
_REPLIES: Final = ("写得很实在，我们镇也是这么干的。", "数据从哪里来的？希望公开。", "支持，加油！")
_FOOT: Final = (
    "<p>主办：青石县人民政府办公室　承办：青石县政务服务局</p><p>联系电话：0000-1234567　技术支持：云岭科技</p><p>"
    '网站标识码：1234567890　<a href="https://beian.example/">某ICP备12345678号-1</a>　<a href="/map">网站地图</a></p>'
)


def _chunks(rng: random.Random) -> dict[str, str]:
    """Menus, lists and footers by name; the same seed makes the same."""

    def links(words: Sequence[str], count: int, pattern: str) -> str:
        chosen = rng.sample(words, min(count, len(words)))
        return "\n".join(pattern.replace("@", w).replace("#", str(rng.randrange(1000, 9999))) for w in chosen)

    item = '<li><a href="/art/2024/#.html" target="_blank">@</a></li>'
    dated = '<li><a href="./t2024_#.shtml" title="@">@</a><span>2024-01-05</span></li>'
    cell = '<td width="9%" align="center"><a href="list.asp?id=#"><font color="#fff">@</font></a></td>'
    row = '<tr><td width="30"><img src="dot.gif"></td><td class="dh"><a href="l#.htm">@</a></td></tr>'
    news = '<tr><td>·<a href="show.asp?id=#" class="l1">@</a></td><td>01-05</td></tr>'
    card = '<dl class="card"><dt><a href="/zj/#.html">@</a></dt><dd>*<a href="/zj/#.html">[详细]</a></dd></dl>'
    teaser = '<div class="item"><h3><a href="/a/#">@</a></h3><p class="desc">*</p><span>阅读 #</span></div>'
    reply = '<li id="c#"><b>网友#号</b> <i>2024-01-06</i><p>*</p><a href="#">回复</a> <a href="#">顶(3)</a></li>'
    return {
        "nav": links(_COLUMNS, 9, '<li><a href="/c#/">@</a></li>'),
        "navs": links(_COLUMNS, 10, '<a href="/c#/index.html">@</a>'),
        "navtds": links(_COLUMNS, 8, cell),
        "navtrs": links(_COLUMNS, 7, row),
        "news": links(_NEWS, 8, dated),
        "newstrs": links(_NEWS, 7, news),
        "models": links(_MODELS, 7, item),
        "modelas": links(_MODELS, 6, '<a href="/fanwen/#.html">@</a>'),
        "cards": "".join(links(_MODELS, 1, card).replace("*", words) for words in _SUMMARIES),
        "teasers": "".join(links(_NEWS, 1, teaser).replace("*", words) for words in _SUMMARIES),
        "replies": "".join(links(_NEWS, 1, reply).replace("*", words) for words in _REPLIES),
        "friends": links(_COLUMNS, 5, '<option value="http://a#.example/">@网站</option>'),
        "foot": _FOOT,
        "share": '<a href="javascript:;">微信</a><a href="javascript:;">微博</a><a href="#" class="s3">QQ空间</a>',
        "script": (
            '<script>var _hmt=_hmt||[];(function(){var a="<p>不是正文，只是脚本。</p>";if(1<2){document.write(a)}})();'
            "</script>"
        ),
    }


# --- layouts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """A page around an article: how its paragraphs are written, in which encoding the file is, and under which name."""

    name: str
    page: str
    body: Callable[[Article], str] = each("<p>　　@</p>")
    encoding: str = "utf-8"
    mail: str = ""
    """The headers in front of it if it was saved in one file."""

    def made(self, article: Article, seed: int) -> bytes:
        """The bytes of the file."""
        words = _chunks(random.Random(seed))
        half = len(article.title) // 2
        words |= {
            "title": article.title,
            "body": self.body(article),
            "t1": article.title[:half],
            "t2": article.title[half:],
        }
        data = Template(self.page).substitute(words).encode(self.encoding, "xmlcharrefreplace")
        if not self.mail:
            return data
        end = b"\r\n------=_Part_0--\r\n"
        return self.mail.replace("\n", "\r\n").encode() + quopri.encodestring(data).replace(b"\n", b"\r\n") + end
