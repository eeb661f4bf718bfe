"""Offices and places (单位, 地名): what names an office, a firm, a town, and what only looks so?"""

from __future__ import annotations

import re
from typing import Final

from simcheck.entities.patterns import D, H, Pattern

POSTS: Final = (
    "总理|主席|省长|市长|州长|盟长|县长|旗长|区长|镇长|乡长|村长|书记|主任|局长|厅长|处长|科长|股长|部长|校长|院长|所长"
    "|站长|馆长|园长|会长|社长|行长|经理|董事长|检察长|秘书长|委员长|组长|队长|支书|委员|委員|書記|鎮長|縣長|鄉長|區長|主席團"
)
_OFFICE_STOPS: Final = (
    rf"(?=$|{D}|二[〇○零]|[\s（(《“—\-－_：:·]|关于|工作|年度|上半年|下半年|第?[一二三四]季度|述职|总结|汇报|报告|计划|简报"
    rf"|情况|党组|领导|班子|第一书记|(?:党委|党组)?(?:常务)?副?(?:{POSTS}))"
)
# After these the word before may be a name even if it could go on: 李家村村民委员会, but not 李家村庄.
_PLACE_STOPS: Final = (
    rf"(?:{_OFFICE_STOPS}|(?=人民|政府|政协|人大|党|委|纪|村民|村委|两委|兩委|支部|总支|支委|居民|居委|管委|管理委|工委|街道|教育|公安|财政|民政|检察|法院"
    r"|妇联|工会|残联|团委|卫生|农业|水利|应急|市场监|自然资源|住房|交通|文化|审计|统计|发展和改革|发改|第[一二三四]中|中心"
    rf"|小学|中学|条例|总工会|社区|第?[一二三四五六七八九十\d]{{1,2}}组|[{H}]{{2,8}}局{_OFFICE_STOPS}))"
)
NEAR: Final = Pattern(
    rf"""
    [{H}]{{1,5}}?
    (?: 自治[区州县旗區縣] | 省 | 街道
      | 市 (?! 场(?!监) | 民(?![政族委宗防用间营兵]) | 政(?![府协法务]) | 价(?!格) | 区(?!县) | [值容面直县域]
             | 镇(?=人民|党|政府|\d) )
      | 市 (?=市[场中南北])
      | [县縣] (?! [域级城乡市区] )
      | [镇鎮] (?! [村域区江海静痛市县] )
      | [乡鄉] (?! [村镇土亲情音贤愁间民企级市县宁] )
      | (?: 社区 | 社區 | [区區](?!县|域) | (?:行政|自然)村 | 村(?![庄民镇乡](?!委)) | [州盟旗](?![市县区]) )
        {_PLACE_STOPS}
    )
    """,
    re.VERBOSE,
)
_ZONE: Final = "(?:经济技术开发|高新技术产业开发|经济开发|旅游度假|经开|高新|工业园|开发|新)区"
_FAR: Final = Pattern(
    rf"""
    [{H}]{{2,14}}? (?: (?:族|维吾尔|蒙古|哈萨克|柯尔克孜) 自治[区州县旗區縣] | 特别行政区 )
    | [{H}]{{2,4}} {_ZONE} {_PLACE_STOPS}
    """,
    re.VERBOSE,
)
_ENDS_ZONE: Final = Pattern(rf"{_ZONE}$")
_OFFICE: Final = Pattern(
    rf"""
    (?P<filler>[{H}]{{0,12}}?)
    (?: 人民政府(?:办公室)? | 政府(?:办公室)?(?!工作报告) | 人民代表大会(?:常务委员会)? | 人大(?:常委会|主席团)? | 政协
      | 党委 | 黨委 | 党工委 | 工委 | 纪委 | 纪工委 | 党组 | 党?总?支部委员会 | 党总?支部? | 支部
      | 委员会 | 委員會 | 管委会 | 居委会 | 村委会
      | (?: (?:政法|发改|卫健|住建|国资|经信|编|团)?委 ) (?!员)
      | (?<![布格开结全]) 局 | (?<![大餐客]) 厅 | 办公室 | 辦公室 | 办事处 | 管理处 | 中心 | 领导小组
      | (?: 党政 | 党建 | 综治 | 扶贫 | 经发 | 城管 | 应急 | 信访 | 乡村振兴 )办
      | (?: 中心 | 党 | 学 )校 | 小学 | 中学 | [一二三四五六]中 | 幼儿园 | 大学 | 学院
      | (?: 医 | 法 | 检察 | 卫生 | 敬老 | 研究 | 福利 )院 | (?: 图书 | 文化 | 档案 | 博物 )馆
      | (?: 派出 | 司法 | 财政 | 国土 | 自然资源 | 市场监管 | 工商 | 税务 | 供电 | 研究 )所
      | (?: 文化 | 农技 | 兽医 | 水利 | 广播 | 计生 | 林业 | 农机 | 服务 )站
      | (?<=村)委会 | 两委
      | (?<![举主承督创包代经快联协])办 | 科 | 股 | (?<![场厕])所 | 站 | (?<![教课])室 | (?<![好四])处 | (?<!部)队 | 组
      | 项目部 | 指挥部 | 林场 | 农场 | 茶场 | 水厂 | 水库
      | 大队 | 支队 | 中队 | 工作队 | (?: 组织 | 宣传 | 统战 | 武装 )部
      | 公司 | 集团 | 合作社 | 银行 | 信用社 | 总?工会 | 联合会 | 妇联 | 残联 | 工商联 | 协会 | 商会
    ) (?: 党组 | 党委 | 党总?支部 )? {_OFFICE_STOPS}
    """,
    re.VERBOSE,
)
_FIRM: Final = Pattern(
    rf"""
    (?P<name>[{H}（）()]{{2,18}}?)
    (?: 有限责任公司 | 股份有限公司 | 有限公司 | 集团公司 | 大学 | 学院 | 中学 | 小学 | 中心校 | 幼儿园 | 医院 )
    (?: [{H}]{{2,6}} (?: 分公司 | 学院 | 支行 ) )? {_OFFICE_STOPS}
    """,
    re.VERBOSE,
)
_STATE: Final = Pattern(
    rf"""
    (?: 国务院(?:办公厅)? | 最高人民法院 | 最高人民检察院 | 中共中央(?:办公厅)? | 中央军事委员会 | 中国人民银行
      | 全国人民代表大会(?:常务委员会)? | 国家[{H}]{{2,10}}?(?:总局|局|委员会)
      | (?: 财政 | 教育 | 公安 | 民政 | 司法 | 交通运输 | 交通 | 水利 | 商务 | 农业农村 | 农业 | 自然资源
          | 生态环境 | 应急管理 | 科学技术 | 工业和信息化 | 人力资源和社会保障 | 住房和城乡建设 | 文化和旅游 )部
    ) (?: (?<=国务院)(?=总理) | (?=、最高) | {_OFFICE_STOPS} )
    """,
    re.VERBOSE,
)
_SERVICES: Final = Pattern(
    "(?:人民|中心|中医|妇幼|保健|第?[一二三四五六七八九十]|实验|职业|技术|公办|民办|普通|初级|高级|完全|公立|附属"
    "|行政|干部|管理|直属|本|乡|镇|村|县|市|区|省|希望|高等|继续|电视|广播|师范|医|农|林|中|小|大)++"
)
_VERBS: Final = (
    "[的了是我们做抓促推把让被为以对赴致诉在]|推进|加强|强化|深化|开展|落实|坚持|打造|提升|关于|实施|创建|完善|优化|助力|聚焦|持续|深入|切实"
    "|认真|贯彻|积极|扎实|严格|努力|着力|举办|参加|考察|调研"
)
VERBS: Final = Pattern(_VERBS)
"""What stands in sentences and in the name of no office."""

_NO_NAME: Final = Pattern(
    f"{_VERBS}|[与及各该某甲乙个撤级]|全面|建设|服务|统筹|学习|宣传|规范|规划|工作|管理|治理|改革|发展|创新|试点|示范|贫困|帮扶|扶贫"
    "|脱贫|民办|义务|全国|联系|招商"
)
"""What stands in no name of a place or a firm."""

_NOT_IN_PLACES: Final = Pattern(
    "[党政名委府]|乡村|农村|农民|城乡|村镇|集镇|城镇|社区|美丽|特色|行政|自然|经济|技术|产业|工业|农业|旅游|先进|文明|卫生|园林|法治"
    "|基层|社会|保护|少数民族|民族地|^民族$|历史|智慧|数字|海绵|生态|绿色|中国|国家|重点|中心|边远|偏远|高寒|革命|国有|主城|老城|县城|^新城$"
    "|传统|空心|薄弱|涣散|无疫|无毒|无讼|完整|淘宝|电商|城中$|安置|搬迁|自贸|禁养|限养|适养|亿元|民俗|康养"
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
    "一二两三四五六七八十百千万全各本我该某贫大小强两市州山新乡老水家省县区镇村城古名重九神街联包撤送团并"
)
_MODERN: Final = str.maketrans("縣鎮鄉區", "县镇乡区")


_LONG_SUFFIXES: Final = ("行政村", "自然村", "街道", "社区", "社區")


def place_in(text: str, start: int) -> int:
    """Where the places that stand from ``start`` on end (云溪县, then 柳树镇); ``start`` if there is none."""
    at = start
    while (end := _next_place(text, at)) > at and not (at > start and is_second(text, at)):
        at = end
    return at


def is_second(text: str, at: int) -> bool:
    """Whether a second place is told there beside a first (青石镇和官渡镇), and none within it (桑溪县和平镇)."""
    return text[at : at + 1] in _AND and _next_place(text, at + 1) > at + 1


_AND: Final = tuple("和与及暨同跟")


def _next_place(text: str, at: int) -> int:
    if at < len(text):
        for pattern in (NEAR, _FAR):
            match = pattern.match(text, at)
            if match and names_place(match.group()):
                return match.end()
    return at


def names_place(word: str) -> bool:
    zone = _ENDS_ZONE.search(word)
    if zone:
        core, suffix = word[: zone.start()], ""
        if len(core) < 2:
            return False
    else:
        size = next((len(end) for end in _LONG_SUFFIXES if word.endswith(end)), 1)
        core, suffix = word[:-size], word[-size:].translate(_MODERN)
        suffix = "村" if suffix.endswith("村") else suffix
    if len(core) < 2 and (suffix not in ("县", "州", "村") or core in _ALONE_NO_PLACE):
        return False
    if core[-1] in _ENDS_NO_PLACE.get(suffix, ""):
        return False
    # 韩城市 and 韩城镇 are places, 中小城市 and 小城镇 are not
    if core[-1] == "城" and suffix in ("市", "镇") and (len(core) > 2 or core[0] in "大中小新全各本我省县都"):
        return False
    return not (_ADDRESSED.match(core) or _NO_NAME.search(core) or _NOT_IN_PLACES.search(core))


_ADDRESSED: Final = Pattern("(?:上报|报送|呈报|抄报|抄送|呈送|报给|发给|送给|提交|[报给致](?=..)|向(?!阳)(?=..))")
"""What is sent to a place is not of it: 上报青石镇, 报青石镇."""


def places_of(unit: str) -> tuple[list[str], str]:
    """The places that a unit's name begins with, the larger first, and what is left: its office."""
    places: list[str] = []
    at = 0
    while (end := _next_place(unit, at)) > at and not (places and is_second(unit, at)):
        places.append(unit[at:end])
        at = end
    return places, unit[at:]


_PARTY: Final = Pattern("中共(?!中央)|中国共产党")


def _unit(text: str, start: int = 0) -> int:
    """Where the unit that stands at ``start`` ends, ``start`` if there is none that bears a name: 县教育局 does not."""
    state = _STATE.match(text, start)
    if state:
        return state.end()
    party = _PARTY.match(text, start)
    begin = party.end() if party else start
    place = place_in(text, begin)
    if place > begin:
        office = _OFFICE.match(text, place)
        # 平安镇党委政府 is no office, but two of the same place
        if (
            office
            and not ("委" in office["filler"] and "政府" in office.group())
            and not VERBS.search(office["filler"])
        ):
            return office.end()
        return start if party else place
    firm = _FIRM.match(text, start)
    if firm is None or _NO_NAME.search(firm["name"]) or firm["name"][-1] == "中" or "农村" in firm["name"]:
        return start
    return start if _SERVICES.fullmatch(firm["name"]) else firm.end()


_PART: Final = Pattern(
    rf"""
    (?P<unit> [{H}]{{0,10}}?
      (?: [所站办科股室处组队院校园馆厂场库部班委局庭] | 中心 | 小学 | 中学 | 一中 | 工会 | 妇联 | 支部 | 公司 | 协会 )
    )
    {_OFFICE_STOPS}
    """,
    re.VERBOSE,
)
_NO_PART: Final = Pattern(
    "(?:.*(?:[举主承督创包代经快联协]办|现场|市场|干部|全部|内部|校园|公园|家园|田园|果园|好处|场所|厕所|队部|党委|纪委|常委)"
    "|(?:上级|各|全|本|我|该).*)$"
)


def part_of_office(text: str) -> str:
    """The part of an office, without a name of its own, that ``text`` begins with: 财政所, 第一小学, 人事科."""
    match = _PART.match(text)
    if match is None or _NO_PART.match(match["unit"]) or VERBS.search(match["unit"]) or len(match["unit"]) < 2:
        return ""
    return match["unit"]


_SEAL: Final = Pattern(r"[（(](?:盖章|加盖公章|公章|章|印章|签章|代章|代印)[）)]$")
ENDS_UNIT: Final = frozenset(
    "省市县縣区區镇鎮乡鄉村道州盟旗社府会會协委組组部局厅室處处心办校学中园院馆所站队司团行联残院科股室场厂库）)"
)
_SHORTEST_UNIT: Final = 3
"""Characters of the shortest unit that bears a name: 平安镇."""

UNIT_LIMIT: Final = 40
"""Characters of the longest: what is longer is a sentence."""


def whole(line: str) -> str:
    """The line if all of it is the name of a unit, else nothing."""
    if not line or line[-1] not in ENDS_UNIT:
        return ""
    line = _SEAL.sub("", "".join(line.split()))
    return line if _SHORTEST_UNIT <= len(line) <= UNIT_LIMIT and _unit(line) == len(line) else ""


def leading(text: str) -> str:
    """The unit that ``text`` begins with."""
    return text[: _unit(text)]


# By the last word alone, wherever it stands


NAMED: Final = Pattern(
    r"[\u3400-\u9fff]{0,5}?(?:自治[区州县旗]|街道|社区|林场|农场|水库|小学|中学|学校|学院|大学|医院|卫生院|幼儿园|养老院|敬老院|集镇|集团|"
    r"司法所|派出所|安置区|合作社|项目|基地|园区|公司|中心|广场|大桥|隧道|公路|峡谷|景区|品牌|"
    r"[省市县区镇乡村组寨屯苑河江湖溪沟山岭坝塘库路桥港站所院校局厂场坊店队馆园])"
)
"""What is called something: a word before it that differs is a name, whatever it means otherwise (凤凰社区)."""

PLACE_WORDS: Final = (
    r"(?:自治[区州县旗]|街道|社区|公司|合作社|小学|中学|学校|医院|卫生院|林场|农场|水库|园区|"
    r"[省市县区镇乡村州旗组寨屯局院校所站厂场])"
)
CALLED: Final = Pattern(rf"[\u3400-\u9fff·]{{1,14}}{PLACE_WORDS}")
"""What says by its last word that it is a place or an office."""

IN_PLACES: Final = (
    "[沟坝岭垭坪湾坡寨河江湖溪山坳坎塘库洞岩滩峡渡桥井泉庙寺庵亭塔冲畈圩垸家头口岔铺门庄林花园田树石木水子潭池湖岸边洲港埠店集渠堰"
    "洼窝崖峪台堡墩嘴角背底营坊房]"
)
"""Characters of which the names of settlements have many before 村: 白马沟村, 桃花岭镇."""

SETTLEMENT: Final = Pattern(rf"[{H}]{{2,8}}(?:街道|社区|[镇乡村寨])")
"""What is called a town or a village, as the whole of a text."""

_LANDMARK: Final = Pattern(
    r"[\u3400-\u9fff]{2,5}[沟坝岭垭坪湾坡寨河江湖溪山坳坎塘库洞岩滩峡渡桥井泉庙寺庵亭塔镇乡村组屯冲畈圩垸]"
)


def is_landmark(text: str) -> bool:
    """Whether a text of three characters or more ends as places in the country do: 鸡公岭."""
    return bool(_LANDMARK.fullmatch(text))
