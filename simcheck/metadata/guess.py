"""What a text and its file name say about who wrote it, where and when.

This module owns how a date is written, what a title, an office and a signature look like, and how a sidecar table names
them. It guesses only from what stands at the edges of a text and in its name, and it would rather say nothing than
something wrong: a wrong unit would make somebody's own text a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from simcheck.errors import InvalidSettings, TooLarge
from simcheck.model import Document
from simcheck.text.segmentation import notices

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: Final = ("title", "unit", "date", "author")
"""What ``guess`` looks for, and the keys that ``sheet`` translates its headers to."""

_HEAD: Final = 400
_TAIL: Final = 200
_HEAD_LINES: Final = 14
_TAIL_LINES: Final = 8

_H: Final = r"\u3400-\u4dbf\u4e00-\u9fff"
_D: Final = "[0-9０-９]"
_FIGURE: Final = "〇○零一二三四五六七八九"
_C: Final = f"[{_FIGURE}OＯ0０]"


class _Pattern:
    """A regular expression that is compiled when it is first used: all of them would hold up every start by 40 ms."""

    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    fullmatch: Callable[[str], re.Match[str] | None]
    finditer: Callable[[str], Iterator[re.Match[str]]]
    split: Callable[[str], list[str]]
    sub: Callable[[str, str], str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source, flags

    def __getattr__(self, name: str) -> object:
        if name not in _Pattern.__annotations__:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for method in _Pattern.__annotations__:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


# --- Dates ------------------------------------------------------------------------------------------------------------

_NUMBER: Final = rf"(?:{_D}{{1,2}}|[元正一二三四五六七八九十廿卅]{{1,3}})"
_SPOKEN: Final = rf"(?:{_D}{{4}}|{_C}{{4}})\s*年(?:度|\s*{_NUMBER}\s*月(?:份|\s*{_NUMBER}\s*[日号號])?)?"
_DAY: Final = rf"{_D}{{4}}([-–－/／.．]){_D}{{1,2}}\1{_D}{{1,2}}"

_DATE: Final = _Pattern(
    rf"""
    (?P<year>{_D}{{4}}|{_C}{{4}})
    (?: \s*年 (?: 度 | \s*(?P<month>{_NUMBER})\s*月 (?: 份 | \s*(?P<day>{_NUMBER})\s*[日号號] )? )?
      | (?P<sign>[-–－/／.．]) (?P<month_2>{_D}{{1,2}})
        (?: (?P=sign) (?P<day_2>{_D}{{1,2}}) (?: [ T]+ \d{{1,2}}:\d\d (?: :\d\d )? )? )?  # spreadsheets add the hour
      | (?P<month_3>{_D}{{2}}) (?P<day_3>{_D}{{2}})
    )?
    """,
    re.VERBOSE,
)
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIGURES: Final = {c: n for n, cs in enumerate(("〇○零OＯ0０", *"一二三四五六七八九")) for c in cs}
_YEARS: Final = range(1900, 2101)


def date(written: str) -> str | None:
    """The date that people write as 2018年12月3日, 二〇一八年十二月, 2018-12-3, 20181203 or 2018年度, as an ISO prefix;
    None if it is none, or impossible, or before 1900 or after 2100."""
    match = _DATE.fullmatch(written.strip())
    if match is None:
        return None
    year = _number(match["year"], digits=True)
    if year not in _YEARS:
        return None
    month = match["month"] or match["month_2"] or match["month_3"]
    if month is None:
        return f"{year}"
    number = _number(month)
    if not 1 <= number <= 12:
        return None
    day = match["day"] or match["day_2"] or match["day_3"]
    if day is None:
        return f"{year}-{number:02}"
    last = 28 if number == 2 and (year % 4 or (year % 100 == 0 and year % 400)) else _DAYS[number - 1]
    return f"{year}-{number:02}-{_number(day):02}" if 1 <= _number(day) <= last else None


def _number(written: str, digits: bool = False) -> int:
    """12, １２ or 十二 as a number, 0 for what is none; with ``digits``, one figure after the other (二〇一八)."""
    if digits:
        return int("".join(c if c.isdecimal() else str(_FIGURES[c]) for c in written))
    if written.isdecimal():
        return int(written)
    if written in ("元", "正"):
        return 1
    tens, ten, ones = written.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not {tens, ones} <= {"", *_FIGURES}:
        return 0
    return (_FIGURES[tens] if tens else len(ten)) * (10 if ten else 1) + (_FIGURES[ones] if ones else 0)


def earlier(date: str, than: str) -> bool:
    """Whether ``date`` is certainly before ``than``, both ISO prefixes: its last possible day before the other's first.

    "2018" is earlier than "2019-03", but not than "2018-06".
    """
    return date + "-12-31"[len(date) - 4 :] < than + "-01-01"[len(than) - 4 :]


# --- Units ------------------------------------------------------------------------------------------------------------

_POSTS: Final = (
    "总理|主席|省长|市长|州长|盟长|县长|旗长|区长|镇长|乡长|村长|书记|主任|局长|厅长|处长|科长|股长|部长|校长|院长|所长"
    "|站长|馆长|园长|会长|社长|行长|经理|董事长|检察长|秘书长|委员长|组长|队长|支书|委员|委員|書記|鎮長|縣長|鄉長|區長|主席團"
)
_OFFICE_STOPS: Final = (
    rf"(?=$|{_D}|二[〇○零]|[\s（(《“—\-－_：:·]|关于|工作|年度|上半年|下半年|第?[一二三四]季度|述职|总结|汇报|报告|计划|简报"
    rf"|情况|党组|领导|班子|(?:党委|党组)?(?:常务)?副?(?:{_POSTS}))"
)
# After these the word before may be a name even if it could go on: 李家村村民委员会, but not 李家村庄.
_PLACE_STOPS: Final = (
    rf"(?:{_OFFICE_STOPS}|(?=人民|政府|政协|人大|党|委|纪|村民|居民|居委|管委|管理委|工委|街道|教育|公安|财政|民政|检察|法院"
    r"|妇联|工会|残联|团委|卫生|农业|水利|应急|市场监|自然资源|住房|交通|文化|审计|统计|发展和改革|发改|第[一二三四]中|中心"
    rf"|小学|中学|条例|总工会|社区|[{_H}]{{2,8}}局{_OFFICE_STOPS}))"
)
_NEAR: Final = _Pattern(
    rf"""
    [{_H}]{{1,5}}?
    (?: 自治[区州县旗區縣] | 省 | 街道
      | 市 (?! 场(?!监) | 民(?![政族委宗防用间营兵]) | 政(?![府协法务]) | 价(?!格) | 区(?!县) | [值容面直县域]
             | 镇(?=人民|党|政府|\d) )
      | 市 (?=市[场中南北])
      | [县縣] (?! [域级城乡市区] )
      | [镇鎮] (?! [村域区江海静痛市县] )
      | [乡鄉] (?! [村镇土亲情音贤愁间民企级市县宁] )
      | (?: 社区 | 社區 | [区區](?!县|域) | 村(?![庄民镇乡](?!委)) | [州盟旗](?![市县区]) ) {_PLACE_STOPS}
    )
    """,
    re.VERBOSE,
)
_ZONE: Final = "(?:经济技术开发|高新技术产业开发|经济开发|旅游度假|经开|高新|工业园|开发|新)区"
_FAR: Final = _Pattern(
    rf"""
    [{_H}]{{2,14}}? (?: (?:族|维吾尔|蒙古|哈萨克|柯尔克孜) 自治[区州县旗區縣] | 特别行政区 )
    | [{_H}]{{2,4}} {_ZONE} {_PLACE_STOPS}
    """,
    re.VERBOSE,
)
_ENDS_ZONE: Final = _Pattern(rf"{_ZONE}$")
_OFFICE: Final = _Pattern(
    rf"""
    (?P<filler>[{_H}]{{0,12}}?)
    (?: 人民政府(?:办公室)? | 政府(?:办公室)?(?!工作报告) | 人民代表大会(?:常务委员会)? | 人大(?:常委会|主席团)? | 政协
      | 党委 | 黨委 | 党工委 | 工委 | 纪委 | 纪工委 | 党组 | 党总?支部? | 支部
      | 委员会 | 委員會 | 管委会 | 居委会 | 村委会
      | (?: (?:政法|发改|卫健|住建|国资|经信|编|团)?委 ) (?!员)
      | (?<![布格开结全]) 局 | (?<![大餐客]) 厅 | 办公室 | 辦公室 | 办事处 | 管理处 | 中心 | 领导小组
      | (?: 党政 | 党建 | 综治 | 扶贫 | 经发 | 城管 | 应急 | 信访 | 乡村振兴 )办
      | (?: 中心 | 党 | 学 )校 | 小学 | 中学 | [一二三四五六]中 | 幼儿园 | 大学 | 学院
      | (?: 医 | 法 | 检察 | 卫生 | 敬老 | 研究 | 福利 )院 | (?: 图书 | 文化 | 档案 | 博物 )馆
      | (?: 派出 | 司法 | 财政 | 国土 | 自然资源 | 市场监管 | 工商 | 税务 | 供电 | 研究 )所
      | (?: 文化 | 农技 | 兽医 | 水利 | 广播 | 计生 | 林业 | 农机 | 服务 )站
      | 大队 | 支队 | 中队 | 工作队 | (?: 组织 | 宣传 | 统战 | 武装 )部
      | 公司 | 集团 | 合作社 | 银行 | 信用社 | 总?工会 | 联合会 | 妇联 | 残联 | 工商联 | 协会 | 商会
    ) (?: 党组 | 党委 | 党总?支部 )? {_OFFICE_STOPS}
    """,
    re.VERBOSE,
)
_FIRM: Final = _Pattern(
    rf"""
    (?P<name>[{_H}（）()]{{2,18}}?)
    (?: 有限责任公司 | 股份有限公司 | 有限公司 | 集团公司 | 大学 | 学院 | 中学 | 小学 | 中心校 | 幼儿园 | 医院 )
    (?: [{_H}]{{2,6}} (?: 分公司 | 学院 | 支行 ) )? {_OFFICE_STOPS}
    """,
    re.VERBOSE,
)
_STATE: Final = _Pattern(
    rf"""
    (?: 国务院(?:办公厅)? | 最高人民法院 | 最高人民检察院 | 中共中央(?:办公厅)? | 中央军事委员会 | 中国人民银行
      | 全国人民代表大会(?:常务委员会)? | 国家[{_H}]{{2,10}}?(?:总局|局|委员会)
      | (?: 财政 | 教育 | 公安 | 民政 | 司法 | 交通运输 | 交通 | 水利 | 商务 | 农业农村 | 农业 | 自然资源
          | 生态环境 | 应急管理 | 科学技术 | 工业和信息化 | 人力资源和社会保障 | 住房和城乡建设 | 文化和旅游 )部
    ) (?: (?<=国务院)(?=总理) | (?=、最高) | {_OFFICE_STOPS} )
    """,
    re.VERBOSE,
)
_SERVICES: Final = _Pattern(
    "(?:人民|中心|中医|妇幼|保健|第?[一二三四五六七八九十]|实验|职业|技术|公办|民办|普通|初级|高级|完全|公立|附属"
    "|行政|干部|管理|直属|本|乡|镇|村|县|市|区|省|希望|高等|继续|电视|广播|师范|医|农|林|中|小|大)++"
)
_VERBS: Final = (
    "[的了是我们做抓促推把让被为以对赴致诉在]|推进|加强|强化|深化|开展|落实|坚持|打造|提升|关于|实施|创建|完善|优化|助力|聚焦|持续|深入|切实"
    "|认真|贯彻|积极|扎实|严格|努力|着力|举办|参加|考察|调研"
)
_NO_OFFICE: Final = _Pattern(_VERBS)
"""What stands in sentences and in the name of no office."""

_NO_NAME: Final = _Pattern(
    f"{_VERBS}|[与及各该某甲乙个撤级]|全面|建设|服务|统筹|学习|宣传|规范|规划|工作|管理|治理|改革|发展|创新|试点|示范|贫困|帮扶|扶贫"
    "|脱贫|民办|义务|全国|联系|招商"
)
"""What stands in no name of a place or a firm."""

_NOT_IN_PLACES: Final = _Pattern(
    "[党政名委府]|乡村|农村|农民|城乡|村镇|集镇|城镇|社区|美丽|特色|行政|自然|经济|技术|产业|工业|农业|旅游|先进|文明|卫生|园林|法治"
    "|基层|社会|保护|少数民族|民族地|^民族$|历史|智慧|数字|海绵|生态|绿色|中国|国家|重点|中心|边远|偏远|高寒|革命|国有|主城|老城|县城|^新城$"
    "|包联|包村|包镇|联县|联村|联镇|下乡|返乡|大学生|干部|移民|后进|邪教|毒品|村居|边境|全省|全市|全县|全区|全镇|全乡|全村|驻村|包村|中华|人民|大力|第[一二三四]"
)
_ENDS_NO_PLACE: Final = {
    "镇": "乡村集古小名重强",
    "乡": "城老侨下返",
    "市": "强",
    "县": "市区全贫强大",
    "村": "农乡驻包城",
    "区": "地老牧矿库园景校辖灾片战郊小特街社范护发假能新",
    "盟": "联",
    "旗": "红",
    "街道": "各",
}
_ALONE_NO_PLACE: Final = frozenset(
    "一二两三四五六七八十百千万全各本我该某贫大小强两市州山新乡老水家省县区镇村城古名重九神街联包撤送团"
)
_MODERN: Final = str.maketrans("縣鎮鄉區", "县镇乡区")


def _place(text: str, start: int) -> int:
    """Where the places that stand from ``start`` on end (云溪县, then 柳树镇); ``start`` if there is none."""
    at = start
    while at < len(text):
        for pattern in (_NEAR, _FAR):
            match = pattern.match(text, at)
            if match and _names_place(match.group()):
                at = match.end()
                break
        else:
            break
    return at


def _names_place(word: str) -> bool:
    zone = _ENDS_ZONE.search(word)
    if zone:
        core, suffix = word[: zone.start()], ""
        if len(core) < 2:
            return False
    else:
        size = 2 if word.endswith(("街道", "社区", "社區")) else 1
        core, suffix = word[:-size], word[-size:].translate(_MODERN)
    if len(core) < 2 and (suffix not in ("县", "州", "村") or core in _ALONE_NO_PLACE):
        return False
    if core[-1] in _ENDS_NO_PLACE.get(suffix, ""):
        return False
    # 韩城市 and 韩城镇 are places, 中小城市 and 小城镇 are not
    if core[-1] == "城" and suffix in ("市", "镇") and (len(core) > 2 or core[0] in "大中小新全各本我省县都"):
        return False
    return not (_NO_NAME.search(core) or _NOT_IN_PLACES.search(core))


_PARTY: Final = _Pattern("中共(?!中央)|中国共产党")


def _unit(text: str, start: int = 0) -> int:
    """Where the unit that stands at ``start`` ends, ``start`` if there is none that bears a name: 县教育局 does not."""
    state = _STATE.match(text, start)
    if state:
        return state.end()
    party = _PARTY.match(text, start)
    begin = party.end() if party else start
    place = _place(text, begin)
    if place > begin:
        office = _OFFICE.match(text, place)
        # 平安镇党委政府 is no office, but two of the same place
        if (
            office
            and not ("委" in office["filler"] and "政府" in office.group())
            and not _NO_OFFICE.search(office["filler"])
        ):
            return office.end()
        return start if party else place
    firm = _FIRM.match(text, start)
    if firm is None or _NO_NAME.search(firm["name"]) or firm["name"][-1] == "中" or "农村" in firm["name"]:
        return start
    return start if _SERVICES.fullmatch(firm["name"]) else firm.end()


_SEAL: Final = _Pattern(r"[（(](?:盖章|公章|章|印章)[）)]$")
_ENDS_UNIT: Final = frozenset(
    "省市县縣区區镇鎮乡鄉村道州盟旗社府会會协委組组部局厅室處处心办校学中园院馆所站队司团行联残院）)"
)
_UNIT_LIMIT: Final = 40


def _whole(line: str) -> str:
    """The line if all of it is the name of a unit, else nothing."""
    if not line or line[-1] not in _ENDS_UNIT:
        return ""
    line = _SEAL.sub("", "".join(line.split()))
    return line if 3 <= len(line) <= _UNIT_LIMIT and _unit(line) == len(line) else ""


# --- Titles -----------------------------------------------------------------------------------------------------------

_KIND: Final = _Pattern(
    "(?:总结|總結|报告|報告|计划|計劃|汇报|彙報|匯報|述职|述職|材料|方案|要点|要點|讲话|講話|通知|意见|意見|办法|條例|条例|規定|规定|决定|决议"
    "|细则|规则|守则|规划|纲要|简报|簡報|通报|公报|公告|通告|函|请示|批复|纪要|致辞|发言|体会|心得|解释|制度|安排|说明|章程|预案|提纲"
    "|综述|思路|情况|打算|建议|提案|议案|自查|剖析|检查|稿|意见书|责任书|承诺书|倡议书|建议书|宣言|准则|标准|规程|修正案|声明|简介|台账"
    "|(?<![做看说方想手守执普用书])法)$"
)
"""What kind of text it is: the last word of a title, of three characters at the most."""

_LAWS: Final = ("条例", "规定", "办法", "法", "细则", "规则", "守则", "解释", "规程", "决定", "决议")
_TITLE_LIMIT: Final = 50
_HEADING_LIMIT: Final = 100
_BRACKETED_END: Final = _Pattern(r"(?:[（(【\[〔][^（(【\[〔]*[）)】\]〕]|[一二三四五六七八九十\d])$")
_ENDS_SENTENCE: Final = tuple("。！？；：，、…!?;:,.｡")
_BODY: Final = _Pattern(
    r"""
      (?:各位|尊敬的|敬爱的|亲爱的|同志们)[^总报计方述]{0,30}[：:！!]?$ | .{1,20}[：:]$  # a salutation
    | [（(]?[一二三四五六七八九十]{1,3}[、，,.．）)] | [（(]?\d{1,2}[、，）)] | \d{1,2}[.．](?!\d)  # a numbered heading
    | 第[一二三四五六七八九十百]{1,4}[章节条部编]
    """,
    re.VERBOSE,
)
_SITE: Final = _Pattern(
    r"投稿|会员|下载|订阅|倒卖|QQ|微信|公众号|https?:|www\.|\.com|温馨提示|免责|版权|百度|文库|^来源|^目\s*录|<!--|^第.{1,4}页"
)
_LABELLED_TITLE: Final = _Pattern(r"^(?:标题|题目|题名)\s*[：:]\s*")
_CARRIED_ON: Final = ("及", "和", "与", "暨", "的", "并")
_GOES_ON: Final = ("关于", "的", "、", "及", "和", "与", "暨", "年", "年度", "会上", "会议上")
_DASHES: Final = "—－-– "
_OUTER: Final = " \t\u3000\xa0\u2002\u2003\ufeff\u200b#*>_"
_BREAK: Final = _Pattern(r"[\r\n]")
_LINE_LIMIT: Final = 60
"""Characters of a line that may be more than body text."""


class _Line(NamedTuple):
    text: str
    compact: str
    heading: bool
    apart: bool
    """Whether a blank line, or nothing, stands before it."""


class _Top(NamedTuple):
    title: str
    around: list[str]
    """The lines above and below the title, to where the body begins."""


def _lines(part: str) -> list[_Line]:
    found = []
    apart = True
    for raw in part.splitlines():
        text = raw.strip(_OUTER)
        if not text:
            apart = True
            continue
        if len(text) > 2 * _LINE_LIMIT and raw[0] != "#":  # body text, that nobody will look into
            found.append(_Line(text, text, False, apart))
            apart = False
            continue
        words = text.split()
        if not words:  # control characters that count as white space
            apart = True
            continue
        compact = "".join(words)
        # 述　职　报　告 is one word, spaced out
        spaced = len(words) > 2 and all(len(word) == 1 for word in words)
        found.append(_Line(compact if spaced else " ".join(words), compact, raw.lstrip()[:1] == "#", apart))
        apart = False
    return found


def _head(text: str) -> list[_Line]:
    part = text[:_HEAD]
    if len(text) > _HEAD:
        cut = max(part.rfind("\n"), part.rfind("\r"))
        part = part[:cut] if cut >= 0 else ""
    return _lines(part)[:_HEAD_LINES]


def _tail(text: str) -> list[_Line]:
    part = text[-_TAIL:]
    if len(text) > _TAIL:
        cut = _BREAK.search(part)
        part = part[cut.end() :] if cut else ""
    return _lines(part)[-_TAIL_LINES:]


def _is_kind(compact: str) -> bool:
    """Whether it ends as titles do: …总结, …报告（讨论稿）."""
    while match := _BRACKETED_END.search(compact):
        compact = compact[: match.start()]
    compact = compact.rstrip("》”")
    return bool(_KIND.search(compact[-3:]))


def _is_notice(line: _Line) -> bool:
    return bool(_SITE.search(line.text)) or bool(notices(line.text))


def _may_be_title(line: _Line) -> bool:
    limit = _HEADING_LIMIT if line.heading else _TITLE_LIMIT
    return (
        3 <= len(line.compact) <= limit
        and not line.compact.endswith(_ENDS_SENTENCE)
        and not _BODY.match(line.compact)
        and line.compact[0] not in "—－-（(【"
    )


def _top(lines: Sequence[_Line]) -> _Top:
    """The title and the lines around it."""
    seen: list[int] = []
    for number, line in enumerate(lines):
        if _is_notice(line):
            continue
        if not line.heading and (
            len(line.compact) > _LINE_LIMIT or line.compact[-1] == "。" or _BODY.match(line.compact)
        ):
            break
        seen.append(number)
        if _may_be_title(line) and (_is_kind(line.compact) or (line.heading and len(seen) == 1)):
            first, last = _whole_title(lines, seen)
            # In the midst of other headlines, one that ends in 讲话 is no title.
            if lines[first].apart or first == seen[0] or _introduces(lines[first - 1].compact):
                title = "".join(part.text for part in lines[first : last + 1])
                return _Top(_bare(title), [lines[n].text for n in seen if n < first] + _below(lines, last + 1))
        elif len(seen) > 1 and _is_subtitle(line) and not line.apart and _may_be_title(lines[number - 1]):
            title = f"{_bare(lines[number - 1].text)}——{line.text.lstrip(_DASHES)}"
            return _Top(title, _below(lines, number + 1))
    around = [lines[n].text for n in seen]
    if seen and _stands_alone(lines, seen[0]):
        return _Top(_bare(lines[seen[0]].text), around[1:])
    return _Top("", around)


_ABOVE: Final = _Pattern(r"文件$|号$|[：:]|^[（(【].*[）)】]$")


def _introduces(line: str) -> bool:
    """Whether it may stand right above a title: 平安镇人民政府文件, 平政发〔2018〕3号, 单位：平安镇."""
    return bool(_ABOVE.search(line) or _whole(line))


def _is_subtitle(line: _Line) -> bool:
    """——青禾镇2018年工作总结, below a line that only sings."""
    return (
        line.compact.startswith(("——", "－－", "--")) and len(line.compact) <= _TITLE_LIMIT and _is_kind(line.compact)
    )


def _whole_title(lines: Sequence[_Line], seen: Sequence[int]) -> tuple[int, int]:
    """The first and the last line of the title whose kind was found at the end of ``seen``."""
    first = last = seen[-1]
    if first and first - 1 in seen and not lines[first].apart and _may_be_title(lines[first - 1]):
        above = lines[first - 1].compact
        broken = above.endswith(_GOES_ON) or above.startswith("关于") or lines[first].compact.startswith(_CARRIED_ON)
        if not lines[first - 1].heading and (broken or _whole(above)):
            first -= 1
    if last + 1 < len(lines):
        below = lines[last + 1]
        if (
            not below.apart
            and below.compact.startswith(_CARRIED_ON)
            and _may_be_title(below)
            and _is_kind(below.compact)
        ):
            last += 1
    return first, last


def _stands_alone(lines: Sequence[_Line], number: int) -> bool:
    """Whether the first line is a title although it does not say what kind of text it heads."""
    line = lines[number]
    if number or number + 1 >= len(lines) or not 6 <= len(line.compact) <= 40 or not _may_be_title(line):
        return False
    if not _ONLY_TITLE.fullmatch(line.compact) or _whole(line.compact) or _OFFICER.match(line.text):
        return False
    # A line that somebody wrapped by hand is followed by another like it.
    below = lines[number + 1]
    return below.apart or len(below.compact) > _TITLE_LIMIT or bool(_BODY.match(below.compact))


_TITLE_MARKS: Final = r"0-9０-９“”《》（）()·—\-"
_ONLY_TITLE: Final = _Pattern(
    rf"(?:[{_TITLE_MARKS}]|[{_H}]{{1,3}}(?![{_H}]))*+[{_H}]{{4}}[{_H}{_TITLE_MARKS}]*"  # four ideographs in a row
)


def _below(lines: Sequence[_Line], start: int) -> list[str]:
    found: list[str] = []
    for line in lines[start : start + 6]:
        if len(line.compact) > _LINE_LIMIT or (_BODY.match(line.compact) and not _LABEL.match(line.text)):
            break
        found.append(line.text)
    return found


def _bare(title: str) -> str:
    title = _LABELLED_TITLE.sub("", title)
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title.strip()


# --- File names -------------------------------------------------------------------------------------------------------

_EXTENSION: Final = _Pattern(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_COPY: Final = _Pattern(
    r"(?<![\s_\-—])[\s_\-—]*(?:[（(\[【](?:\d{1,3}|\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{8}|副本|终稿|定稿|修改稿?|最终版?|[vV]\d+)[）)\]】]"
    r"|副本|终稿|定稿|最终版|修改版|[ _-][vV]\d+|(?<!\d)[_\-]?(?:19|20)\d{6}|[_\-]\d{4}-\d{1,2}-\d{1,2})$"
)
_ORDINAL: Final = _Pattern(
    r"(?:\d{1,3}\s*[.、_\-—．]\s*|[（(【\[]\d{1,3}[）)】\]]\s*|\d{8}[\s_\-—]*|\d{4}[-.]\d{1,2}[-.]\d{1,2}[\s_\-—]*|副本\s*[_\-—]?\s*)(?=\D|\d{4})"
)
_NAME_DATE: Final = _Pattern(
    rf"(?<![0-9A-Za-z])(?:{_SPOKEN}|{_DAY}|\d{{8}}|\d{{4}}[-.](?:0[1-9]|1[0-2])(?![-.]?\d)|(?:19|20)\d\d)(?![0-9A-Za-z])"
)
_NAME_LIMIT: Final = 255
"""Characters of a file name: no file system knows a longer one."""

_PARTS: Final = _Pattern(r"[\s_\-—－·]+")


def _stem(name: str) -> tuple[str, list[str]]:
    """The name without folders and extension, and the folders, innermost first."""
    *folders, last = name.replace("\\", "/").split("/")
    return _EXTENSION.sub("", last[-_NAME_LIMIT:]), folders[::-1]


def _named_title(stem: str) -> str:
    while match := _COPY.search(stem):
        stem = stem[: match.start()]
    match = _ORDINAL.match(stem)
    stem = " ".join((stem[match.end() :] if match else stem).strip(" _-—").split())
    return stem if 4 <= len(stem) <= _HEADING_LIMIT and _is_kind(stem) and not stem.endswith(_ENDS_SENTENCE) else ""


# --- What the lines say -----------------------------------------------------------------------------------------------

_TITLE_DATE: Final = _Pattern(
    rf"(?<![0-9０-９{_FIGURE}.])(?:{_SPOKEN}(?!远景)|(?:19|20|１９|２０){_D}{{2}}(?![0-9０-９.万亿个人名元亩家户公吨米余多%]|年远景))"
)
_BRACKETS: Final = "（()）【】[]〔〕"
_DATED: Final = _Pattern(rf"(?:{_SPOKEN}|{_DAY})")
_ENDS_DATED: Final = _Pattern(r"(?:[日号號月年度]|[0-9０-９])[）)]?(?:印发)?$")
_UNFILLED: Final = r"\s*+(?:[Xx×＊*_][Xx×＊*_ ]*+)?+\s*+"
_DATE_BLANK: Final = _Pattern(rf"((?:{_D}{{4}}|{_C}{{4}})\s*年){_UNFILLED}月{_UNFILLED}[日号]?")
_MEETING: Final = _Pattern(rf"[（(]?\s*+(?P<dash>[—－\-–]*+)\s*+(?P<date>{_SPOKEN}|{_DAY})\s*(?P<rest>.*)")
_AT: Final = _Pattern(rf"在(?P<unit>[{_H}]{{2,16}})第[一二三四五六七八九十百]{{1,3}}届")
_PASSED: Final = ("通过", "批准", "修正", "修订", "公布", "施行", "发布")
_LABEL: Final = _Pattern(
    rf"(?P<key>[{_H}]{{0,4}}(?:单位|日期|时间)|(?:述职|述学|汇报|报告|撰稿|撰写|执笔|起草|发言|主讲|总结)?人|述职[{_H}]{{2,6}}人|作者|姓名"
    r"|署名|撰稿|执笔)[*\s]*[：:][*\s]*(?P<value>.+)"
)
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳"
    "穆司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池"
    "查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮蔺冼盘满闻厉伊仝区郜海阚花屠豆朴廉禹井祖漆巴丰卿狄索宣晋扈晁芮阙浦戈"
    "鹿薄邸雍辜羊乌裘亓修邰赫杭况宿鲜逯隆茹诺慕危玉银亢嵇湛宾戎茅尉冶斯元檀晋闭晓劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈"
    "龍韋鄒閻賀顧龔萬錢嚴費莊聶魯岳齊喬張"
)
"""Surnames by how common they are, simplified and traditional."""
_DOUBLE: Final = _Pattern(
    "欧阳|歐陽|上官|司马|司馬|诸葛|諸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|端木|南宫|独孤|轩辕|宇文|长孙|司空|呼延"
)
_NOT_NAMES: Final = _Pattern(
    "[某的在了是各和与及镇乡县村局委厅]|报告|总结|汇报|计划|方案|安排|讲话|同志|工作|领导|代表|述职|单位|部门|公司|全体|发言|会议"
    "|时间|性别|职务|项目|文件|关于|材料|党员|干部|党建|农业|经济|管理|成员|书记|主任|群众|先生|女士|老师|此致|敬礼|谢谢|结束"
)
_NAME: Final = rf"(?:[{_H}]{{1,8}}[·•・][{_H}·•・]{{1,16}}|[{_H}]{{2,4}}|[{_H}] [{_H}])"
_OFFICER: Final = _Pattern(
    rf"(?P<office>[{_H}、，,（）() ]{{0,30}}(?:{_POSTS}))(?P<gap>[）) ]*)(?P<name>{_NAME})(?: ?同志)?$"
)
_SPEAKER: Final = _Pattern(rf"(?:{_POSTS}) ?(?P<name>[{_H}]{{2,4}}?)(?:同志)? ?(?=在|作|代表)")
_SPEAKER_FIRST: Final = _Pattern(rf"(?:日|^[—－\-–]+) ?(?P<name>[{_H}]{{2,3}}?)(?:同志|{_POSTS})(?=在|作)")
_PERSONAL: Final = _Pattern("述职|个人|心得|体会|思想汇报|述学|剖析")


def _person(name: str, sure: bool = False) -> str:
    """The name of a person, else nothing; ``sure`` if its place says that it is one, whatever its surname."""
    name = name.replace(" ", "").strip("（）()*")
    if _NOT_NAMES.search(name):
        return ""
    if any(dot in name for dot in "·•・"):
        return name if 3 <= len(name) <= 20 else ""
    if not 2 <= len(name) <= 4 or not name.isalpha() or name.isascii():
        return ""
    if _DOUBLE.match(name):
        return name if len(name) > 2 else ""
    return name if (name[0] in SURNAMES and len(name) < 4) or (sure and len(name) == 4) else ""


def _labelled_person(value: str) -> str:
    """The person in what follows 述职人：, which may name the office first."""
    words = re.split(r"[，,。；;]", value, maxsplit=1)[0].split()
    if not words:
        return ""
    if len(words) > 1 and len(words[0]) == len(words[1]) == 1:
        return _person(words[0] + words[1])
    alone = _person(words[0])
    if alone:
        return alone
    officer = _OFFICER.match(" ".join(words[:4]))
    return _person(officer["name"], bool(officer["gap"])) if officer else ""


class _Said(NamedTuple):
    """What a few lines say, "" for what they do not."""

    unit: str = ""
    date: str = ""
    author: str = ""


_NOTHING: Final = _Said()


def _merged(first: _Said, second: _Said) -> _Said:
    """What the first says, and where it is silent the second."""
    return _Said(first.unit or second.unit, first.date or second.date, first.author or second.author)


_OCCASION: Final = _Pattern(rf"[会會][议議]?上[。）)]?$|^[（(]\s*{_SPOKEN}\s*[）)]$")


def _around(lines: Sequence[str]) -> _Said:
    """What the lines near the title say."""
    said = _NOTHING
    for number, line in enumerate(lines):
        here = _labelled(line) or _meeting(line) or _officer(line) or _imprint(line)
        if here is _NOTHING and len(line) <= 4:
            # A name by itself is that of the speaker if the meeting or the day of the speech stands beside it.
            beside = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]
            here = _Said(author=_person(line)) if any(map(_OCCASION.search, beside)) else _NOTHING
        if here is not _NOTHING:
            said = _merged(said, here)
    return said


def _labelled(line: str) -> _Said | None:
    match = _LABEL.match(line) if "：" in line or ":" in line else None
    if match is None:
        return None
    key, value = match["key"], match["value"].strip()
    if key.endswith("单位"):
        return _Said(unit=_whole(value))
    if key.endswith(("日期", "时间")):
        return _Said(date=date(value) or "")
    return _Said(author=_labelled_person(value))


def _meeting(line: str) -> _Said | None:
    """——2025年1月15日在云溪县第十届人民代表大会第三次会议上, （2018年12月3日）, or ——李四同志在…会议上的讲话."""
    match = _MEETING.match(line)
    if match is None:
        first = _SPEAKER_FIRST.match(line) if line[0] in "—－-–" else None
        return _Said(author=_person(first["name"])) if first else None
    rest = match["rest"].rstrip("。）) ")
    bracketed = line[0] in "（("
    passed = rest.endswith(_PASSED)
    if passed and (not bracketed or "年" in rest):  # the history of a law: none of its dates is that of this text
        return _NOTHING
    if rest and not (match["dash"] or passed or rest[0] == "在"):
        return None
    at = _AT.search(line)
    place = at["unit"] if at and _place(at["unit"], 0) == len(at["unit"]) else ""
    speaker = _SPEAKER.search(line) or _SPEAKER_FIRST.search(line)
    return _Said(place, date(match["date"]) or "", _person(speaker["name"]) if speaker else "")


def _officer(line: str) -> _Said | None:
    """柳湾镇镇长　张三, or 柳湾镇　张三."""
    line = line.strip(_BRACKETS)
    match = _OFFICER.match(line)
    if match:
        office = match["office"].strip()
        author = _person(match["name"], bool(match["gap"]))
        return _Said(_leading(office), author=author) if author else None
    before, gap, name = line.rpartition(" ")
    unit = _whole(before) if gap else ""
    return _Said(unit, author=_person(name)) if unit and _person(name) else None


def _leading(text: str) -> str:
    """The unit that ``text`` begins with."""
    return text[: _unit(text)]


def _imprint(line: str) -> _Said:
    """A unit by itself under the title, perhaps with a date: 平安镇党政办公室编 2023年12月28日."""
    bare = line.strip(_BRACKETS)
    if _ENDS_DATED.search(bare):
        if blank := _DATE_BLANK.fullmatch(bare):
            return _Said(date=date(blank[1]) or "")
        dated = bare.removesuffix("印发")
        for found in _DATED.finditer(dated):
            if found.end() == len(dated):
                rest = dated[: found.start()].strip(" ，,")
                unit = _whole(rest.rstrip("编編印"))
                return _Said(unit, date(found.group()) or "") if unit or not rest else _NOTHING
        return _NOTHING
    unit = _whole(bare.removesuffix("文件"))
    return _Said(unit) if unit else _NOTHING


def _signature(lines: Sequence[_Line], personal: bool) -> _Said:
    """What the last lines say: a unit or a person, then a date."""
    said = _NOTHING
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].text
        labelled = _labelled(line)
        if labelled and labelled.author:
            said = _merged(said, _Said(author=labelled.author))
            continue
        if len(line) > _LINE_LIMIT or line.endswith(_ENDS_SENTENCE) or not _ENDS_DATED.search(line):
            continue
        here = _imprint(line)
        if not here.date:
            continue
        if not here.unit:
            for beside in (number - 1, number + 1):
                if 0 <= beside < len(lines):
                    here = _merged(here, _signer(lines[beside].text, personal))
        said = _merged(said, here)
    return said


def _signer(line: str, personal: bool) -> _Said:
    if len(line) > _UNIT_LIMIT or line.endswith(_ENDS_SENTENCE):
        return _NOTHING
    unit = _whole(line)
    if unit:
        return _Said(unit)
    return _officer(line) or _Said(author=_person(line) if personal else "")


_LEADING_DATE: Final = _Pattern(rf"(?:{_SPOKEN}|{_D}{{4}}年?)(?:上半年|下半年|第?[一二三四]季度)?[\s_\-—·]*")
_ABOUT: Final = _Pattern("关于(?:印发|报送|上报|呈报)?《?")
_IN_BRACKETS: Final = _Pattern(r"[（(【\[]([^（()）【】\[\]]{3,40})[）)】\]]")


def _titled(title: str) -> tuple[str, bool]:
    """The unit in a title, and whether it surely is whose text this is: 关于平安镇…的报告 may be another's."""
    words = title.split()
    if len(words) > 1 and (unit := _whole(words[0])):
        return unit, True
    compact = "".join(words).lstrip("《【[“")
    match = _LEADING_DATE.match(compact)
    compact = compact[match.end() :] if match else compact
    about = compact.find("关于")
    law = _BRACKETED_END.sub("", compact).endswith(_LAWS)
    if about > 0:
        return _whole(compact[:about]) or ("" if law else _leading(compact)), True
    if law:
        return _lawgiver(compact), True
    match = _ABOUT.match(compact)
    unit = _leading(compact[match.end() :] if match else compact)
    inside = None if unit else _IN_BRACKETS.search(compact)
    if inside:
        unit = _leading(inside[1])
    elif not unit and "——" in compact:
        return _titled(compact.partition("——")[2])
    return unit, match is None


def _lawgiver(title: str) -> str:
    """A law may be about a lake, but it is the province's."""
    match = _NEAR.match(title)
    place = match.group() if match else ""
    return place if place.endswith(tuple("省市县区州旗")) and _names_place(place) else ""


def _of_name(stem: str, folders: Sequence[str]) -> str:
    """The unit in a file name or the name of a folder."""
    parts = [stem, *(part for part in _PARTS.split(stem)[:3] if part and part != stem)]
    for part in parts:
        unit, sure = _titled(part)
        if unit and sure:
            return unit
    return next(filter(None, map(_whole, folders)), "")


def _year(title: str) -> str:
    for match in _TITLE_DATE.finditer(title):
        found = date(match.group())
        if found:
            return found
    return ""


def _named_date(stem: str) -> str:
    for match in _NAME_DATE.finditer(stem):
        found = date(match.group())
        if found:
            return found
    return ""


def guess(name: str, text: str) -> dict[str, str]:
    """What a text and its name (a file name or a relative path) tell; only the fields that were found.

    Looks at the first 400 and the last 200 characters only, and takes no date from the body.
    """
    stem, folders = _stem(name)
    top = _top(_head(text))
    title = top.title or _named_title(stem)
    near = _around(top.around)
    end = _signature(_tail(text), bool(_PERSONAL.search(title)))
    unit, sure = _titled(title) if title else ("", False)
    unit = (unit if sure else "") or end.unit or near.unit or unit or _of_name(stem, folders)
    found = {
        "title": title,
        "unit": unit if len(unit) <= _UNIT_LIMIT else "",
        "date": end.date or near.date or _year(title) or _named_date(stem),
        "author": near.author or end.author,
    }
    return {field: value for field, value in found.items() if value}


def said_of(document: Document) -> Mapping[str, str]:
    """What is known of a document: its metadata, or what can be guessed; a corpus looked when it added it."""
    return document.metadata or guess(document.name, document.text)


# --- The sidecar table ------------------------------------------------------------------------------------------------

_FILE: Final = frozenset({"file", "文件", "文件名", "name", "filename"})
_HEADERS: Final = {
    "标题": "title",
    "题目": "title",
    "单位": "unit",
    "日期": "date",
    "时间": "date",
    "作者": "author",
    "姓名": "author",
} | {field: field for field in FIELDS}


LIMIT: Final = 50_000_000
"""Bytes of a table: fifty for each of as many rows as it may have."""

ROWS: Final = 1_000_000

LONGEST: Final = 10_000
"""Characters of a cell."""


def key(header: str) -> str:
    """The name of a field as records have it: 单位 is "unit"; what is not known stays as it is."""
    return _HEADERS.get(header.casefold(), header)


def sheet(path: str | Path, data: bytes | None = None) -> dict[str, dict[str, str]]:
    """The metadata in a CSV table beside the documents, by the path of the document relative to the table's folder.

    ``data`` is its content where it is no file, as in an archive.

    Raises ``InvalidSettings`` that names the line for a table that cannot be understood, and a leaf of
    ``UnreadableDocument`` for a file that cannot be read.
    """
    import csv
    from io import StringIO

    if data is None:
        from simcheck.files.given import content as read_content

        data = read_content(path, LIMIT)
    if len(data) > LIMIT:
        raise TooLarge(str(path), len(data), LIMIT)
    content = _decoded(path, data)
    header = re.split(r"[\r\n]", content.lstrip(), maxsplit=1)[0]
    rows = csv.reader(StringIO(content, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    found: dict[str, dict[str, str]] = {}
    keys: list[str] = []
    line = 1
    try:
        for row in rows:
            if not any(map(str.strip, row)):
                pass
            elif keys:
                _add(found, keys, row)
            else:
                keys = _keys(row)
            line = rows.line_num + 1
        if not keys:
            line = 1
            raise _Malformed("not-a-table")
    except _Malformed as error:
        raise InvalidSettings("metadata", f"{path}:{line}", str(error)) from None
    except csv.Error as error:
        raise InvalidSettings("metadata", f"{path}:{line}", "not-a-table") from error
    return found


class _Malformed(Exception):
    """Why a row cannot be taken."""


def _decoded(path: str | Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidSettings("metadata", f"{path}:1", "not-a-table")


def _keys(header: Sequence[str]) -> list[str]:
    """The metadata keys of the columns; the first names the file."""
    names = [name.strip() for name in header]
    if names[0].casefold() not in _FILE:
        raise _Malformed("no-file-column")
    keys = ["", *map(key, names[1:])]
    given = [key for key in keys if key]
    if len(set(given)) < len(given):
        raise _Malformed("column-twice")
    return keys


def _add(found: dict[str, dict[str, str]], keys: Sequence[str], row: Sequence[str]) -> None:
    from posixpath import normpath

    cells = [cell.strip() for cell in row]
    if any(len(cell) > LONGEST for cell in cells):
        raise _Malformed("too-long")
    if not cells[0]:
        raise _Malformed("no-file")
    # Cells that no header names would be lost without a word.
    if any(cells[len(keys) :]) or any(cell and not key for key, cell in zip(keys[1:], cells[1:], strict=False)):
        raise _Malformed("not-a-table")
    file = normpath(cells[0].replace("\\", "/"))
    if file in found:
        raise _Malformed("twice")
    if len(found) == ROWS:
        raise _Malformed("too-many-rows")
    values = {key: cell for key, cell in zip(keys[1:], cells[1:], strict=False) if cell}
    if "date" in values:
        day = date(values["date"])
        if day is None:
            raise _Malformed("bad-date")
        values["date"] = day
    found[file] = values
