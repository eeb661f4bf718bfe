"""Units (单位): whose text is it, by a title or the name of a file or folder?

A larger unit before a smaller one is its address, whatever stands between them (青石镇_桐花岭村, 青石镇总结——桐花岭村):
the unit is the whole. A part that may be a unit's or a person's name and is not known as one makes the whole doubtful,
for it may be what differs from one file of a batch to the next; then there is no unit.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simcheck.entities.addresses import address, compatible, is_leading, joined, same
from simcheck.entities.dates import SPOKEN
from simcheck.entities.offices import (
    NEAR,
    POSTS,
    UNIT_LIMIT,
    VERBS,
    is_landmark,
    is_second,
    leading,
    names_place,
    part_of_office,
    whole,
)
from simcheck.entities.patterns import D, H, Pattern
from simcheck.entities.people import person
from simcheck.metadata.edges import BRACKETED_END, LAWS
from simcheck.metadata.titles import is_kind

_SEPARATORS: Final = Pattern(r"[\W_]+")
"""Whatever is neither letter nor figure may part two units."""

_LEADING_DATE: Final = Pattern(rf"(?:{SPOKEN}|{D}{{4}}年?|{D}{{8}})(?:上半年|下半年|第?[一二三四]季度)?(?!{D})")
_TERM: Final = Pattern(
    rf"(?:\s*[—\-－–~～至]+\s*{D}{{2,4}})?(?:学年|年)?度?(?:第?[一二上下]学期|[春秋]季学期|[上下]半年|第?[一二三四]季度)?"
)
"""How the time goes on that a title speaks of: —2025学年第一学期."""

_ORDINAL: Final = Pattern(rf"(?:附件)?\d{{1,3}}(?=[{H}]{{2}})(?![年月日])")
_ABOUT: Final = Pattern("关于(?:印发|报送|上报|呈报)?《?")
_NOTHING: Final = Pattern(
    rf"第?[{D[1:-1]}一二三四五六七八九十]+[稿版次号期份届年月日度]*|[上下]半年|第?[一二三四]季度|年度?|[A-Za-z0-9]+|\W*"
    r"|(?:初|终|定|草|正|修改|送审|讨论|征求意见|审定|上报|报送|最终|领导审定|打印|上网|公开)[稿版]?|副本|附件\d*|[繁简][体體]|修改后|修订[稿版]?|审核[稿版]?|正文|盖章版?|扫描件|新"
    r"|[去今本明前上当]年|最[新终后]|[旧原底]稿|原[文件]|[我你他]的?|本[人文]|来源|对[比照]|比对|参考|测试|[样示]例|例文|新建|未命名|无标题|备份"
    r"|[存归]档|资料|[甲乙丙丁]|检查|查重|待查|结果|扫描[件版稿]?|打印[件版稿]?"
)
"""A part that names nothing: a number, a date, a version."""

_TOPIC: Final = Pattern(
    "工作|总结|報告|报告|计划|方案|要点|汇报|材料|述职|述廉|讲话|发言|情况|简报|文稿|文件|文档|文本|范文|模板|样稿|表|台账|上报|党建|党风|廉政|纪检|作风"
    "|组织|宣传|统战|意识形态|安全|生产|消防|应急|防汛|抗旱|防火|信访|综治|维稳|平安|法治|司法|普法|禁毒|扫黑|扶贫|脱贫|帮扶|振兴|农业|农村|林业"
    "|水利|河长|林长|畜牧|粮食|经济|财政|财务|项目|招商|企业|工业|商务|旅游|文化|文明|体育|教育|教学|教研|德育|卫生|健康|医疗|医保|社保|民政|低保"
    "|养老|残疾|妇女|妇联|儿童|青年|共青团|工会|武装|征兵|退役|人大|政协|环保|环境|生态|污染|整治|治理|创建|建设|管理|服务|改革|发展|创新|落实|推进"
    "|加强|开展|坚持|学习|教育|培训|主题|年度|全年|全镇|全县|全村|全乡|个人|年终|半年|季度|月度|周|自查|检查|督查|考核|考评|经验|交流|典型|事迹|调研"
    "|心得|体会|剖析|换届|任期|三年|五年|村级|镇级|县级|乡镇"
)
"""What a part of a name says when it says what the text is about."""

_RESIDUE: Final = Pattern(rf"[{H}]*?(?=$|{D}|[〇二][〇○零]|年|工作|总结|述职|报告|汇报|个人|材料|计划|[^{H}])")
_POST: Final = Pattern(rf"(?:党委|党组|政府)?(?:常务)?副?(?:{POSTS})|(?:驻村)?第一书记|党委政府|领导班子|班子")
_PLACE_LIKE: Final = Pattern(
    rf"[{H}]{{1,12}}村|[{H}]{{1,5}}(?:[组队区屯寨社站所室院校园场厂]|网格|嘎查|苏木|片|分局)|第[一二三四五六七八九十]+[{H}]{{1,3}}"
)
"""What ends as the names of smaller units do."""

_ENDS_OFFICE: Final = Pattern(
    "(?:[庭部课課处處科股室局厅所站院校园馆库厂店队组班行办會会社署公所中心]|支部|工区|标段|片区|校区|病区|厂区|教学点|单元|年级)$"
)
_NO_PART: Final = Pattern(
    "干部|全部|内部|外部|家庭|上课|党课|授课|现场|社会|机会|大会|会议|[上下]班|开办|[举主承督创包代经快联协]办$"
)
"""What ends as parts of offices do and is none."""

_IN_OFFICE: Final = Pattern(
    rf"[{H}]{{2}}(?<!中)(?:公司|医院|法院|检察院|小学|中学|大学|幼儿园|卫生院)(?!教育|生|阶段)[{H}]"
)
"""What goes on behind an office: 第一中学高一年级."""

_CLASS: Final = Pattern(
    r"(?:[初高]?[一二三四五六七八九]|[初高]\d|\d{1,4})(?:年?级)?\s*[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]\s*班"
    r"|(?:[一二三四五六七八九\d]|20\d\d)年?级[一二三四五六七八九十\d]{1,2}班"
    r"|(?:[一二三四五六七八九]|[高初][一二三])年级(?!组)"
)
"""一（2）班, 七年级3班, 五年级."""

_LATIN: Final = Pattern("[A-Za-z]{2,}")
_NO_NAMES: Final = Pattern(
    "(?i:v|ver|version|rev|final|new|old|copy|draft|docx?|docs|documents?|pdf|word|wps|pptx?|xlsx?|excel|txt|text|md|html"
    "|rtf|ofd|zip|rar|csv|json|reports?|summary|work|files?|data|tests?|samples?|examples?|te?mp|output|input|results?|src"
    "|sources?|original|bak|backup|archive|ok|ocr|scan|img|image|left|right|in|out|zh|cn|en|utf|gbk?|desktop|downloads?)"
)
"""Words in the names of files that are nobody's."""

_NUMBERED: Final = Pattern("第?[A-Za-z0-9０-９]{1,3}[村组队社区屯班]")
"""A village, a group that has a number or a letter for a name."""

_SHORTEST_NAME, _LONGEST_NAME = 2, 6
"""Ideographs of a part that may be a name."""


class Reading(NamedTuple):
    unit: str = ""
    sure: bool = True
    """Whether it surely is whose text this is: 关于平安镇…的报告 may be another's."""
    doubt: str = ""
    """The word that was not understood and may be a name; then there is no unit."""
    filed: str = ""
    """The unit whose folder it is in, or that stands beside the doubt."""


def titled(title: str) -> Reading:
    """The unit that a title names."""
    compact = "".join(title.split()).lstrip("《【[“")
    match = _LEADING_DATE.match(compact)
    bare = compact[match.end() :].lstrip("_-—·") if match else compact
    law = BRACKETED_END.sub("", bare).endswith(LAWS)
    about = title.find("关于")
    if about > 0 and title[:about].strip(" 《“"):
        issuer = _read(title[:about], titled=True)
        return issuer if issuer.unit or issuer.doubt or law else Reading(leading(bare))
    if law:
        return Reading(_lawgiver(bare))
    match = _ABOUT.match(bare)
    if match:
        return Reading(leading(bare[match.end() :]), sure=False)
    return _read(title, titled=True)


def named(stem: str, above: str = "") -> Reading:
    """The unit that the name of a file names, without its extension; ``above`` is the unit whose folder it is in."""
    if "关于" in stem[1:] or BRACKETED_END.sub("", stem).endswith(LAWS):
        return titled(stem)
    return _read(stem, above=above)


def only(words: str) -> str:
    """The unit that a line or the name of a folder is, and nothing else: 青石镇　桐花岭村."""
    if len(words) > UNIT_LIMIT or not _SEPARATORS.search(words):
        return whole(words)
    parts = [part for part in _SEPARATORS.split(words) if part and not _NOTHING.fullmatch(part)]
    if parts and all(whole(part) or part_of_office(part) == part for part in parts):
        return _read(words).unit
    return whole(words)


def addressing(words: str) -> str:
    """The place that the name of a folder begins with, whatever else it says: 青石镇各村总结, 01青石镇材料."""
    match = _LEADING_DATE.match(words) or _ORDINAL.match(words)
    return leading(words[match.end() :] if match else words)


def hints(path: str, author: str) -> set[str]:
    """The parts of a path that may name a unit, understood or not, beside the author's name: 一中, 语文组."""
    *folders, last = (path.replace(author, "_") if author else path).replace("\\", "/").split("/")
    parts = (part for words in (*folders, last.rpartition(".")[0]) for part in _SEPARATORS.split(words) if part)
    return {
        leading(part) or part
        for part in parts
        if leading(part)
        or not (_NOTHING.fullmatch(part) or _LEADING_DATE.fullmatch(part) or is_kind(part) or _TOPIC.search(part))
    }


def _lawgiver(title: str) -> str:
    """A law may be about a lake, but it is the province's."""
    match = NEAR.match(title)
    place = match.group() if match else ""
    return place if place.endswith(tuple("省市县区州旗")) and names_place(place) else ""


def _parts(text: str) -> list[str]:
    firm = leading(text) if "（" in text or "(" in text else ""
    if _SEPARATORS.search(firm):  # 宏远（集团）有限公司
        return [firm, *_SEPARATORS.split(text[len(firm) :])]
    return _SEPARATORS.split(text)


def _read(text: str, *, above: str = "", titled: bool = False) -> Reading:
    unit, body, unknown = "", False, ""
    if match := _CLASS.search(text):
        return Reading(doubt=match.group())
    for part in _parts(text):
        match = _LEADING_DATE.match(part) or _ORDINAL.match(part)
        term = _TERM.match(part, match.end()) if match else None
        said = part[term.end() :] if term else part
        if not said or _NOTHING.fullmatch(said):
            if not titled and _is_latin_name(said):
                unknown = said
            continue
        here = whole(said) or leading(said) or (part_of_office(said) if unit or above else "")
        rest = said[len(here) :]
        if here and (not body or not rest or not unit or _POST.match(rest)):
            chain = _chained(unit, here)
            if not chain:
                return Reading(doubt=here)
            unit = chain
            if name := _name_after(rest) or (rest if not titled and _is_latin_name(rest) else ""):
                return Reading(doubt=name, filed=unit)
            body = body or bool(rest and not _LEADING_DATE.fullmatch(rest))
            continue
        if name := _numbered(said):
            unknown = name
        elif is_kind(said) or _TOPIC.search(said):
            body = True
            # 张三述职报告, in the folder of a township
            residue = _residue(said)
            if not titled and not unit and may_be_name(residue):
                unknown = residue
        elif may_be_name(said):
            if unit or not titled or person(said):
                unknown = said
        else:
            body = True
    return Reading(doubt=unknown, filed=unit) if unknown else Reading(unit)


def _name_after(words: str) -> str:
    """What right after a unit may be the name of a smaller one, or of a person: 桐花岭2024年…, 1村…, 镇长王伟…."""
    post = _POST.match(words)
    if is_second(words, 0):
        return leading(words[1:]) or words
    residue = _residue(words[post.end() :] if post else words)
    is_name = (
        is_landmark(residue)
        or (not _TOPIC.search(residue) and (person(residue) or _PLACE_LIKE.fullmatch(residue)))
        or _IN_OFFICE.search(residue)
        or (_ENDS_OFFICE.search(residue) and not _NO_PART.search(residue) and not VERBS.search(residue))
    )
    if residue and is_name:
        return residue
    dated = _LEADING_DATE.match(words)
    term = _TERM.match(words, dated.end()) if dated else None
    behind = words[term.end() :] if term else ""
    # 青石镇2024年桐花岭村工作总结
    return _numbered(words) or (leading(behind) or _name_after(behind) if behind else "")


def _is_latin_name(word: str) -> bool:
    """Whether a part of a file's name may be somebody's name in letters: wjg, Tonghualing."""
    return bool(_LATIN.fullmatch(word)) and not _NO_NAMES.fullmatch(word)


def _numbered(words: str) -> str:
    match = _NUMBERED.match(words)
    return match.group() if match else ""


def _residue(words: str) -> str:
    match = _RESIDUE.match(words)
    return match.group() if match else ""


def may_be_name(word: str) -> bool:
    """Whether a part that no rule knows may be the name of a place or a person."""
    if _is_latin_name(word):
        return True
    is_as_long = _SHORTEST_NAME <= len(word) <= _LONGEST_NAME
    return is_as_long and all("\u3400" <= c <= "\u9fff" for c in word) and not _TOPIC.search(word)


def _chained(unit: str, here: str) -> str:
    """Two units that stand one after the other as one: the larger is the address; "" if they are none."""
    if not unit or same(unit, here):
        return here
    chain = joined(unit, here)
    if chain:
        return chain
    one, other = address(unit), address(here)
    if one.places and one.places == other.places and one.office and other.office:
        # two offices that wrote together
        both = is_leading(one.office) and is_leading(other.office) and not unit.endswith("办公室")
        return "".join(one.places) if both else unit
    if not one.office and not other.office or compatible(unit, here):
        # 桐花岭村（青石镇）
        return joined(here, unit) or (unit if compatible(unit, here) else "")
    return ""
