"""Quotations (引用): what does a text quote with its source named, so that the words are openly somebody else's?

Between quotation marks, if who said it, or where it is written, stands before or behind them in the same sentence;
without marks, what a statute is said to lay down, or a leader to have said, to the end of the sentence. Quotation marks
alone quote nothing: offices put them around terms, names of campaigns and slogans of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from simcheck.model import Span


class Quotation(NamedTuple):
    """The quoted words, without their marks, and the words that name the source."""

    span: Span
    source: str


_LEAST: Final = 8
"""Characters from which words between marks may be a quotation; fewer are a term."""

_REACH: Final = 90
"""Characters before an opening mark in which its source is looked for."""

_BEHIND: Final = 45
"""Characters behind a closing mark."""

_MARKS: Final = re.compile(r"“([^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*)”|「([^「」\n]*)」|『([^『』\n]*)』|\"([^\"\n]*)\"")
_ENDS: Final = re.compile(r"[。！？!?；;\n\r]")

_TITLES: Final = (
    r"总书记|主席|总理|委员长|书记|[省市县区镇乡州部局厅院校]长|董事长|总经理|理事长|主任|同志|先生|女士|教授|院士|校友|将军|元帅|烈士|诗人|学者|文豪|"
    r"思想家|教育家|政治家|文学家|科学家|哲学家|军事家"
)
_SAYERS: Final = (
    r"古人|先贤|前人|先哲|古语|古训|古话|老话|俗话|俗语|谚语|民谚|农谚|歌谣|常言|诗云|诗曰|有诗|名言|格言|箴言|座右铭|"
    r"孔子|孟子|老子|庄子|荀子|曾子|诸葛亮|范仲淹|王阳明|毛泽东|邓小平|周恩来|鲁迅|雷锋|焦裕禄|习近平|马克思|恩格斯|列宁"
)
_PAPERS: Final = (
    r"党的[一二三四五六七八九十]+大|(?<![一二三四五六七八九十])[一二三四五六七八九十]++届[一二三四五六七八九十]++中全会|全会|党章|宪法|法律|法规|法典|条例|"
    r"一号文件|文件|通知|意见|决定|纲要|规划|报告|公报|公约|准则|规程|办法|细则|标准|日报|评论员|来信|回信|贺信|批示|讲话|会议|论坛|社论|县志|碑文|家训"
)
_SOURCE: Final = re.compile(rf"《[^》\n]{{1,{_REACH}}}+》|{_TITLES}|{_SAYERS}|{_PAPERS}")
_GREAT: Final = re.compile(rf"总书记|主席|总理|{_SAYERS}")
"""Sources that are quoted whatever stands between."""

_SAYS: Final = (
    r"强调|指出|说过?|说道|讲过?|讲道|讲到|谈到|提到|提出|要求|规定|明确|指示|写道|写着|告诫|教导|叮嘱|嘱托|勉励|寄语|号召|批示|"
    r"作出|回答|回忆|坦言|表示|认为|宣告|宣布|呼吁|警示|训诫|有言|所言|所说|所讲|有云|云|曰|言|道|载|记载|阐明|论述|说得好|讲得好|载明|所载"
)
_LEADS: Final = re.compile(
    rf"(?:{_SAYS})(?:我们|全党|全国|大家|各地|各级|全省|全县|广大[^，。：]{{2,6}})?"
    rf"(?:[^，。：；“”]{{0,6}})[：:，,]?[\s]*\Z"
)
_NAMES_A_SAYING: Final = re.compile(
    r"(?:名言|古训|古语|古话|老话|谚语|民谚|俗语|俗话|诗句|箴言|格言|告诫|嘱托|论断|批示|教导|教诲|遗训|寄语|题词|誓言|家训|校训|(?:这样|一)[^，。：]{0,6}话|论述|讲话|"
    r"精神|原话|条款|条文|第[〇零一二三四五六七八九十百\d]+条)(?:说得好|讲得好|曰|道|云|是)?[：:，,]?\s*\Z"
)
_TERM: Final = re.compile(
    r"\A的?(?:总体|工作|发展|基本|新|整体)?(?:思路|原则|目标|理念|机制|模式|工作法|方针|办法|做法|战略|布局|行动|活动|工程|主题|口号|格局|体系|制度|"
    r"方式|定位|标准|路径|品牌|平台|方案|计划|任务|措施|举措|程序|步骤|流程|基调|导向|作风|意识|氛围|等)"
)
_OWN: Final = re.compile(
    r"(?:我[们镇乡县市区局校院村社委部省]|本[镇乡县市区局校院村单人]|按照|围绕|坚持|开展|以|打造|推行|建立|落实)[^，。：]{0,12}\Z"
)
_OF_US: Final = re.compile(r"(?:我|本)[们校镇乡县市区局院村社委部省单站所中厂公]")
"""What speaks of the writer's own office is its work, whoever says so."""
_SPEAKER: Final = re.compile(r"本人|我(?=在|们|镇|乡|县|市|区|局|院|校|村|委|单|站|所)")
_TOWARDS: Final = re.compile(r"[向给对同与和](?:\w{0,4})\Z")
_SAID_BEHIND: Final = re.compile(
    rf"\A[，,。！？!?…]*\s*(?:"
    rf"[（(]\s*+(?:——|—|语出|出自|引自|摘自|选自)?+\s*+《[^》\n]+》"
    rf"|(?<=，)《[^》\n]+》[^，。！？；\n]{{0,16}}(?:规定|指出|强调|要求|明确)"
    rf"|(?:——|—)[^，。]{{2,20}}"
    rf"|(?:这|此|正)?[是句段番话]?[^，。！？；\n]{{0,24}}?(?:{_TITLES}|{_SAYERS}|《[^》\n]+》|党中央|党的[一二三四五六七八九十]+大)"
    rf"[^，。！？；\n]{{0,24}}?(?:嘱托|嘱咐|要求|教诲|教导|告诫|名言|名句|诗句|的话|句话|段话|番话|论断|论述|期望|期许|勉励|寄语|号召|批示|指示|所言|说过|说的|讲过|古训|箴言|誓言|遗言|警示|希望|语)"
    rf"|[^，。！？；\n]{{0,24}}?(?:这|此)(?:段|句|番|则)(?:《[^》\n]+》|古训|名言|话|诗|箴言|谚语|格言)"
    rf")"
)
_LAID_DOWN: Final = re.compile(
    rf"(?P<source>《[^》\n]{{2,60}}》(?:（[^）\n]{{1,30}}）)?(?:第[〇零一二三四五六七八九十百\d]+条)?(?:第[〇零一二三四五六七八九十\d]+[款项])?)"
    rf"[^，。：:；\n《》“的]{{0,8}}?(?<!的)(?:规定|明确|要求|指出|强调|写道|提出)[：:]\s*(?P<said>(?![我本])[^“”\"「」\n。！？]{{{_LEAST},}})"
)
_LEADER_SAID: Final = re.compile(
    rf"(?<![贯彻落实遵照根据按照学习领会围绕])(?P<source>(?:习近平)?总书记[^，。：:；\n“的]{{0,30}}?)(?:强调|指出)[：:，,]\s*(?P<said>(?![我本])[^“”\"「」\n。！？]{{{_LEAST},}})"
)


_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SPEAKS: Final = re.compile(r"[“「『\"》]|总书记")
"""One of these is in every quotation."""


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text whose source it names, in order, none inside another."""
    found: list[Quotation] = []
    if not (_SPEAKS.search(text) and _HAN.search(text)):
        return found
    for quotation in sorted({*_between_marks(text), *_without_marks(text)}):
        if not found or quotation.span.start >= found[-1].span.end:
            found.append(quotation)
    return found


def _between_marks(text: str) -> Iterator[Quotation]:
    for match in _MARKS.finditer(text):
        group = match.lastindex
        if group is None or len(match[group].strip()) < _LEAST or match[group].isascii():
            continue
        lead = _sentence_before(text, match.start())
        behind = text[match.end() : match.end() + _BEHIND]
        source = _before(lead, behind) or _after(behind)
        if source and not _OF_US.match(match[group]):
            yield Quotation(Span(*match.span(group)), source)


def _sentence_before(text: str, at: int) -> str:
    """What stands before in the same sentence; a full stop inside other quotation marks ends none."""
    before = text[max(0, at - _REACH) : at]
    ends = [m.end() for m in _ENDS.finditer(before) if before[m.end() : m.end() + 1] not in ("”", "」", '"')]
    return before[ends[-1] :] if ends else before


def _before(lead: str, behind: str) -> str:
    """The source that a lead names, if what follows is said by it."""
    sources = [m for m in _SOURCE.finditer(lead) if not _TOWARDS.search(lead[: m.start()])]
    speaker = max((m.start() for m in _SPEAKER.finditer(lead)), default=-1)
    # whoever speaks last is who says it
    if not sources or speaker > sources[-1].start():
        return ""
    great = _GREAT.search(lead)
    is_term = _TERM.match(behind) and lead.rstrip()[-1:] not in "：:"
    if _LEADS.search(lead) and not (is_term and not great):
        return lead.strip(" ：:，,\u3000") if not _OWN.search(lead) else ""
    if _NAMES_A_SAYING.search(lead) and not is_term:
        return lead.strip(" ：:，,\u3000")
    # 习近平总书记“…”的重要指示
    if great and lead.rstrip().endswith(("关于", "总书记", "主席", "总理")):
        return great[0]
    return ""


def _after(behind: str) -> str:
    match = _SAID_BEHIND.match(behind)
    return match[0].strip(" ，,。！？!?…（(") if match else ""


def _without_marks(text: str) -> Iterator[Quotation]:
    for match in chain(_LAID_DOWN.finditer(text), _LEADER_SAID.finditer(text)):
        yield Quotation(Span(*match.span("said")), match["source"].strip())
