"""Names (名称): which words are proper names, and which of them are common to everybody (医院, 全县)?

By jieba's dictionary and tags, and by the words that names end with. A name that no dictionary knows is guessed from
what it is made of. What names a person is in ``people``, what names an office or a place in ``offices``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from simcheck.entities.offices import PLACE_WORDS, names_place
from simcheck.entities.patterns import Pattern
from simcheck.entities.tagging import tagged
from simcheck.text.tokens import ENUMERATOR, NUMBER, sign_of

NAMES: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz", "m", "mq", "t", "q"})
"""jieba's tags for names of people, places and organisations, for numbers, times and measures."""

NOUNS: Final = NAMES | {"n", "ng", "nz", "s", "f", "j", "vn", "zg", "eng"}
"""Tags of which the made-up names of projects, products and villages consist when no dictionary knows them."""

_UNITS: Final = Pattern(
    r"(?:.{1,4}(?:省|市|县|区|镇|乡|村|街道|社区|旗|州|屯|组|局|办|委|所|站|院|校|中心|公司|园区?)|[年月日号第本我全该])"
)

LONGEST_NAME: Final = 8
"""Characters of a name that no dictionary has."""

_SPELLED: Final = 3
"""Characters from which a word that is in no dictionary was spelled after the sound."""

_ROMAN: Final = Pattern(r"[ivx]{1,4}")


def says_something(text: str) -> bool:
    """Whether a text has a word that no name consists of: a verb, an adverb, a preposition, a particle."""
    return any(tag[:1] in "dpcuryv" and tag != "vn" and len(word) > 1 for word, tag in tagged(text))


def is_unknown(text: str) -> bool:
    """Whether no dictionary has such words: names that are spelled after the sound, 吉木尔且."""
    words = tagged(text)
    known = sum(len(word) for word, tag in words if len(word) > 1 and tag not in NAMES)
    return _SPELLED <= len(text) <= LONGEST_NAME and not known


def is_unheard_of(text: str) -> bool:
    """Whether the dictionary has no word of two characters in a text: 石坡, 芦溪."""
    return len(text) > 1 and all(len(word) == 1 for word, _ in tagged(text))


def first_word(text: str) -> str:
    """The first word of a text, as the dictionary cuts it."""
    words = tagged(text)
    return words[0][0] if words else ""


def is_common(name: str) -> bool:
    """Whether a name by its last word is none: 医院, 全县, 县人民医院, 各村."""
    proper = _ENDS_OF_NAMES.sub("", name)
    words = tagged(proper) if proper else []
    return len(proper) < 2 or proper[0] in "全各本我该每某几多两一整" or any(word in _COMMON for word, _ in words)


def is_proper(name: str) -> bool:
    """Whether a name of a place or an office is a proper one: 石桥沟村 and 富民合作社, not 示范村 or 宗教活动场所."""
    if _STREET.fullmatch(name):
        return True
    if is_common(name):
        return False
    if _SETTLEMENT.search(name):
        return names_place(name)
    if _FIRM.search(name):
        return len(_BUSINESS.sub("", name)) > 1
    return any(len(word) == 1 or tag in _PROPER for word, tag in tagged(_ENDS_OF_NAMES.sub("", name)))


_SETTLEMENT: Final = Pattern(r"(?:街道|社区|[省市县区镇乡村旗州])\Z")
_STREET: Final = Pattern("[东西南北]街道")
_FIRM: Final = Pattern(r"(?:公司|合作社)\Z")
_BUSINESS: Final = Pattern(
    "公司|合作社|养殖|种植|专业|农[业民机资]|果蔬|蔬菜|水果|茶[业叶]|机械|科技|有限|责任|股份|集团|发展|投资|建设|建筑|旅游|文化"
    "|食品|粮油|物[业流]|保洁|劳务|土地|供水|电力|燃气|保险|国有|民营|龙头|施工|本地|外地|相关|[两多几一]家|[县镇乡村]"
)
_PROPER: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz"})


def is_well_known(name: str) -> bool:
    """Whether a name is that of a place that everybody may speak of: 北京市, 广东省."""
    return name[-1:] in ("省", "市") and any(tag == "ns" and len(word) > 1 for word, tag in tagged(name))


_ENDS_OF_NAMES: Final = Pattern(rf"{PLACE_WORDS}\Z")
_COMMON: Final = frozenset(
    {"人民", "中心", "行政", "自然", "乡镇", "县城", "城区", "农村", "山区", "地区", "政府", "有限"}
)


@cache
def consists(text: str, tags: frozenset[str]) -> bool:
    """Whether a text is nothing but numbers, ordinals, units and words with these tags."""
    if not text or sign_of(text) in (NUMBER, ENUMERATOR) or _UNITS.fullmatch(text) or _ROMAN.fullmatch(text):
        return True
    words = tagged(text)
    # A surname and one or two characters that are no word together with it: 鲁三喜
    if words[0][1] == "nr" and len(words[0][0]) == 1 and 2 <= len(text) <= 3:
        return True
    return all(tag in tags or sign_of(word) == NUMBER or bool(_UNITS.fullmatch(word)) for word, tag in words)
