"""People (人名): what is a person's name, and what stands around one: a post, 同志, 在…会上?"""

from __future__ import annotations

from typing import Final

from simcheck.entities.offices import POSTS
from simcheck.entities.patterns import H, Pattern
from simcheck.entities.tagging import tagged
from simcheck.model import Span

_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳"
    "穆司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池"
    "查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮蔺冼盘满闻厉伊仝区郜海阚花屠豆朴廉禹井祖漆巴丰卿狄索宣晋扈晁芮阙浦戈"
    "鹿薄邸雍辜羊乌裘亓修邰赫杭况宿鲜逯隆茹诺慕危玉银亢嵇湛宾戎茅尉冶斯元檀晋闭晓劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈"
    "萧阎龍韋鄒閻賀顧龔萬錢嚴費莊聶魯岳齊喬張"
)
"""Surnames by how common they are, simplified and traditional."""

_SHORTEST, _LONGEST = 2, 4
"""Characters of a name: a surname of one or two, and one or two more."""

_SHORTEST_FOREIGN, _LONGEST_FOREIGN = 3, 20
"""Characters of a name with a dot in it: 买买提·艾力."""

_DOUBLE: Final = Pattern(
    "欧阳|歐陽|上官|司马|司馬|诸葛|諸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|端木|南宫|独孤|轩辕|宇文|长孙|司空|呼延"
)
_NOT_NAMES: Final = Pattern(
    "[某的在了是各和与及镇乡县村局委厅]|报告|总结|汇报|计划|方案|安排|讲话|同志|工作|领导|代表|述职|单位|部门|公司|全体|发言|会议"
    "|时间|性别|职务|项目|文件|关于|材料|党员|干部|党建|农业|经济|管理|成员|书记|主任|群众|先生|女士|老师|此致|敬礼|谢谢|结束"
)
_NAME: Final = rf"(?:[{H}]{{1,8}}[·•・][{H}·•・]{{1,16}}|[{H}]{{2,4}}|[{H}] [{H}])"
OFFICER: Final = Pattern(
    rf"(?P<office>[{H}、，,（）() ]{{0,30}}(?:{POSTS}))(?P<gap>[）) ]*)(?P<name>{_NAME})(?: ?同志)?$"
)
SPEAKER: Final = Pattern(rf"(?:{POSTS}) ?(?P<name>[{H}]{{2,4}}?)(?:同志)? ?(?=在|作|代表)")
SPEAKER_FIRST: Final = Pattern(rf"(?:日|^[—－\-–]+) ?(?P<name>[{H}]{{2,3}}?)(?:同志|{POSTS})(?=在|作)")
PERSONAL: Final = Pattern("述职|个人|心得|体会|思想汇报|述学|剖析")


def person(name: str, sure: bool = False) -> str:
    """The name of a person, else nothing; ``sure`` if its place says that it is one, whatever its surname."""
    name = name.replace(" ", "").strip("（）()*")
    if _NOT_NAMES.search(name):
        return ""
    if any(dot in name for dot in "·•・"):
        return name if _SHORTEST_FOREIGN <= len(name) <= _LONGEST_FOREIGN else ""
    if not _SHORTEST <= len(name) <= _LONGEST or not name.isalpha() or name.isascii():
        return ""
    if _DOUBLE.match(name):
        return name if len(name) > 2 else ""
    return name if (name[0] in _SURNAMES and len(name) < _LONGEST) or (sure and len(name) == _LONGEST) else ""


def is_person(text: str) -> bool:
    """Whether a text is a surname and one to three characters that make no word."""
    words = tagged(text)
    is_as_long = _SHORTEST <= len(text) <= _LONGEST
    return is_as_long and text[0] in _SURNAMES and all(len(word) == 1 or tag == "nr" for word, tag in words)


def may_be_person(text: str) -> bool:
    """Whether a text is as long as a name and begins with a surname, whatever else it may mean."""
    return bool(person(text))


def introduced(text: str, name: str) -> bool:
    """Whether a text says somewhere, by the words around a name, that it is a person's."""
    at = text.find(name)
    while at >= 0:
        if is_introduced(text, Span(at, at + len(name))):
            return True
        at = text.find(name, at + 1)
    return False


def is_introduced(text: str, span: Span) -> bool:
    """Whether what stands there may be a person's name, and a post or 村民 before it or 同志 behind it says so."""
    if not may_be_person(span.of(text)):
        return False
    before = text[max(0, span.start - _AROUND) : span.start]
    return bool(_BEFORE_PERSON.search(before)) or is_followed(text, span)


def is_followed(text: str, span: Span) -> bool:
    """Whether what stands behind says that a person was named: 同志, 任组长."""
    return bool(_BEHIND_PERSON.match(text[span.end : span.end + _AROUND]))


_AROUND: Final = 4
_BEFORE_PERSON: Final = Pattern(
    rf"(?:{POSTS}|村民|居民|群众|农户|户主|贫困户|脱贫户|监测户|老人|党员|干部|教师|老师|医生|民警|青年|能人|大户|乡贤"
    r"|代表|同志|队员|工人|职工)\Z"
)
_BEHIND_PERSON: Final = Pattern(r"同志|一家|家里|老人|夫妇|夫妻|任组长|为组长|等(?:人|同志|一批|\d)")
