"""Which words are names: of people, places, offices and products; and what says nothing but numbers and measures.

By jieba's dictionary and tags, by surnames, and by the words that names end with. A name that no dictionary knows is
guessed from what it is made of.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from simcheck.entities.people import SURNAMES
from simcheck.text.tokens import ENUMERATOR, NUMBER, sign_of

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz", "m", "mq", "t", "q"})
"""jieba's tags for names of people, places and organisations, for numbers, times and measures."""

NOUNS: Final = NAMES | {"n", "ng", "nz", "s", "f", "j", "vn", "zg", "eng"}
"""Tags of which the made-up names of projects, products and villages consist when no dictionary knows them."""

_UNITS: Final = re.compile(
    r"(?:.{1,4}(?:省|市|县|区|镇|乡|村|街道|社区|旗|州|屯|组|局|办|委|所|站|院|校|中心|公司|园区?)|[年月日号第本我全该])"
)


NAMED: Final = re.compile(
    r"[\u3400-\u9fff]{0,5}?(?:自治[区州县旗]|街道|社区|林场|农场|水库|小学|中学|学校|学院|大学|医院|卫生院|幼儿园|养老院|敬老院|集镇|集团|"
    r"司法所|派出所|安置区|合作社|项目|基地|园区|公司|中心|广场|大桥|隧道|公路|峡谷|景区|品牌|"
    r"[省市县区镇乡村组寨屯苑河江湖溪沟山岭坝塘库路桥港站所院校局厂场坊店队馆园])"
)
"""What is called something: a word before it that differs is a name, whatever it means otherwise (凤凰社区)."""

_PLACES: Final = (
    r"(?:自治[区州县旗]|街道|社区|公司|合作社|小学|中学|学校|医院|卫生院|林场|农场|水库|园区|"
    r"[省市县区镇乡村州旗组寨屯局院校所站厂场])"
)
CALLED: Final = re.compile(rf"[\u3400-\u9fff·]{{1,14}}{_PLACES}")
"""What says by its last word that it is a place or an office."""

_LANDMARK: Final = re.compile(
    r"[\u3400-\u9fff]{2,5}[沟坝岭垭坪湾坡寨河江湖溪山坳坎塘库洞岩滩峡渡桥井泉庙寺庵亭塔镇乡村组屯冲畈圩垸]"
)

LONGEST_NAME: Final = 8
"""Characters of a name that no dictionary has."""

_ROMAN: Final = re.compile(r"[ivx]{1,4}")


def says_something(text: str) -> bool:
    """Whether a text has a word that no name consists of: a verb, an adverb, a preposition, a particle."""
    return any(tag[:1] in "dpcuryv" and tag != "vn" and len(word) > 1 for word, tag in _tagger()(text))


def is_unknown(text: str) -> bool:
    """Whether no dictionary has such words: names that are spelled after the sound, 吉木尔且."""
    tagged = _tagger()(text)
    known = sum(len(word) for word, tag in tagged if len(word) > 1 and tag not in NAMES)
    return 3 <= len(text) <= LONGEST_NAME and not known


def first_word(text: str) -> str:
    """The first word of a text, as the dictionary cuts it."""
    tagged = _tagger()(text)
    return tagged[0][0] if tagged else ""


def is_common(name: str) -> bool:
    """Whether a name by its last word is none: 医院, 全县, 县人民医院, 各村."""
    proper = _ENDS_OF_NAMES.sub("", name)
    tagged = _tagger()(proper) if proper else []
    return len(proper) < 2 or proper[0] in "全各本我该每某几多两一整" or any(word in _COMMON for word, _ in tagged)


_ENDS_OF_NAMES: Final = re.compile(rf"{_PLACES}\Z")
_COMMON: Final = frozenset(
    {"人民", "中心", "行政", "自然", "乡镇", "县城", "城区", "农村", "山区", "地区", "政府", "有限"}
)


def is_person(text: str) -> bool:
    """Whether a text is a surname and one to three characters that make no word."""
    tagged = _tagger()(text)
    return 2 <= len(text) <= 4 and text[0] in SURNAMES and all(len(word) == 1 or tag == "nr" for word, tag in tagged)


def is_landmark(text: str) -> bool:
    """Whether a text of three characters or more ends as places in the country do: 鸡公岭."""
    return bool(_LANDMARK.fullmatch(text))


@cache
def consists(text: str, tags: frozenset[str]) -> bool:
    """Whether a text is nothing but numbers, ordinals, units and words with these tags."""
    if not text or sign_of(text) in (NUMBER, ENUMERATOR) or _UNITS.fullmatch(text) or _ROMAN.fullmatch(text):
        return True
    tagged = _tagger()(text)
    # A surname and one or two characters that are no word together with it: 鲁三喜
    if tagged[0][1] == "nr" and len(tagged[0][0]) == 1 and 2 <= len(text) <= 3:
        return True
    return all(tag in tags or sign_of(word) == NUMBER or bool(_UNITS.fullmatch(word)) for word, tag in tagged)


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    """rjieba's tagger with jieba's dictionary and tags; its model of unknown words costs 20 ms and helps little."""
    import rjieba

    tag: Callable[[str], list[tuple[str, str]]] = partial(rjieba.tag, hmm=False)
    return tag
