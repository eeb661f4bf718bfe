"""What a match means: its kind, its flags, its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from simcheck.align.edits import Change
from simcheck.align.pieces import Piece
from simcheck.align.prepare import Prepared
from simcheck.model import Kind
from simcheck.substitutions import MEASURE
from simcheck.tokens import ENUMERATOR, NUMBER, sign_of

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT: Final = 0.15
"""Up to this part of its characters changed, names and numbers aside, a passage is edited; beyond, rewritten."""

REFILLED: Final = 0.6
"""The part of its changes that must be names and numbers for a passage to be a refilled one ..."""

STRAY: Final = 0.08
"""... and the part of its characters that other changes may touch: the noun that goes with the name."""

_NAMES: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz", "m", "mq", "t", "q"})
"""jieba's tags for names of people, places and organisations, for numbers, times and measures."""

_NOUNS: Final = _NAMES | {"n", "ng", "nz", "s", "f", "j", "vn", "zg", "eng"}
"""Tags of which the made-up names of projects, products and villages consist when no dictionary knows them."""

_UNITS: Final = re.compile(
    r"(?:.{1,4}(?:省|市|县|区|镇|乡|村|街道|社区|旗|州|屯|组|局|办|委|所|站|院|校|中心|公司|园区?)|[年月日号第本我全该])"
)


def refills(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """The names, places, units, dates, numbers, ordinals and blanks that stand for each other in a change; none if
    anything else does.

    Words that both sides have inside a change part it: 检察院在旧州 for 法院在金沙 are two names.
    """
    for parts in (_by_words(change, a, b), [_bare(change, a, b)], [change]):
        if parts and all(_is_refill(part, a, b) for part in parts):
            return parts
    return []


def _by_words(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """What differs between the words that a change has on both sides, and figures apart from what stands beside them;
    nothing if it cuts words."""
    mine, theirs = a.words_in(change.left, change.left_end), b.words_in(change.right, change.right_end)
    if mine[0] == mine[1] or theirs[0] == theirs[1]:
        return []
    edges = a.words.start[mine[0]], a.words.end[mine[1] - 1], b.words.start[theirs[0]], b.words.end[theirs[1] - 1]
    if edges != (change.left, change.left_end, change.right, change.right_end):
        return []
    matcher = SequenceMatcher(None, a.words.written[slice(*mine)], b.words.written[slice(*theirs)], autojunk=False)
    parts = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = _figures_apart(a, mine[0] + i1, mine[0] + i2), _figures_apart(b, theirs[0] + j1, theirs[0] + j2)
        if [figure for *_, figure in left] != [figure for *_, figure in right]:
            left, right = (
                left[:1] and [(left[0][0], left[-1][1], False)],
                right[:1] and [(right[0][0], right[-1][1], False)],
            )
        if not left or not right:
            parts.append(
                Change(a.edge(mine[0] + i1), a.edge(mine[0] + i2), b.edge(theirs[0] + j1), b.edge(theirs[0] + j2))
            )
            continue
        for (x, x_end, _), (y, y_end, _) in zip(left, right, strict=True):
            parts.append(Change(a.edge(x), a.edge(x_end), b.edge(y), b.edge(y_end)))
    return parts


def _figures_apart(text: Prepared, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Ranges of words, by turns with and without figures: where they start and end, and whether they are figures."""
    groups: list[tuple[int, int, bool]] = []
    for number in range(start, end):
        figure = text.words.word[number] == NUMBER
        # 万亩 goes with the figure before it
        figure |= bool(groups) and groups[-1][2] and bool(re.fullmatch(MEASURE, text.words.word[number]))
        if groups and groups[-1][2] == figure:
            groups[-1] = (groups[-1][0], number + 1, figure)
        else:
            groups.append((number, number + 1, figure))
    return groups


def _bare(change: Change, a: Prepared, b: Prepared) -> Change:
    """The change without the characters that both of its sides begin or end with."""
    left, left_end, right, right_end = change
    mine, theirs = a.normalized.codes, b.normalized.codes
    while left < left_end and right < right_end and mine[left] == theirs[right]:
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and mine[left_end - 1] == theirs[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
    return Change(left, left_end, right, right_end)


def kind(pieces: Sequence[Piece], changes: Sequence[Change], refills: Sequence[bool]) -> Kind:
    """The kind of a match laid out in ``pieces``; ``refills`` says of each change whether it is one."""
    if not changes:
        return Kind.IDENTICAL if len(pieces) == 1 else Kind.EDITED
    changed = sum(
        _weight(c.left_end - c.left, c.right_end - c.right)
        for c, refill in zip(changes, refills, strict=True)
        if not refill
    )
    length = sum(max(p.left_end - p.left, p.right_end - p.right) for p in pieces)
    if sum(refills) >= REFILLED * len(changes) and changed <= STRAY * length:
        return Kind.REFILLED
    return Kind.EDITED if changed <= LIGHT * length else Kind.REWRITTEN


def strays(change: Change, kind: Kind) -> list[Change]:
    """A change that is no name to any dictionary, but in a passage in which all others are: the name of a product."""
    longest = max(change.left_end - change.left, change.right_end - change.right)
    replaced = change.left < change.left_end and change.right < change.right_end
    return [change] if kind is Kind.REFILLED and replaced and longest <= _LONGEST_NAME else []


def _weight(left: int, right: int) -> float:
    """Characters that a change counts for: what was left out or put in changes the wording less than what was
    replaced."""
    return max(left, right) / (1 if left and right else 4)


def _is_refill(change: Change, a: Prepared, b: Prepared) -> bool:
    """A name that the dictionary does not know is a few nouns in a row; it counts where it stands for a name, or for as
    long a row of nouns (工作 for 任务 is a synonym, 柳编包装 for 竹缠绕管道 another town's product).
    """
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    if _blank(change.left, change.left_end, a) or _blank(change.right, change.right_end, b):
        return max(len(left), len(right)) <= _LONGEST_NAME
    names = _consists(left, _NAMES), _consists(right, _NAMES)
    if all(names) or (left and right and _stands_for_a_name(change, a, b)):
        return True
    nouns = _consists(left, _NOUNS) and _consists(right, _NOUNS)
    return nouns and bool(left and right) and (any(names) or min(len(left), len(right)) > _SYNONYM)


_NAMED: Final = re.compile(
    r"[\u3400-\u9fff]{0,5}?(?:自治[区州县旗]|街道|社区|林场|农场|水库|小学|中学|学校|学院|大学|医院|卫生院|幼儿园|养老院|敬老院|集镇|集团|司法所|派出所|安置区|"
    r"合作社|项目|基地|园区|公司|中心|广场|大桥|隧道|公路|峡谷|景区|品牌|[省市县区镇乡村组寨屯苑河江湖溪沟山岭坝塘库路桥港站所院校局厂场坊店队馆园])"
)
"""What is called something: a word before it that differs is a name, whatever it means otherwise (凤凰社区)."""

_LONGEST_NAME: Final = 8


def _stands_for_a_name(change: Change, a: Prepared, b: Prepared) -> bool:
    """Whether what differs is a name by where it stands, or because no dictionary has such words."""
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    if max(len(left), len(right)) > _LONGEST_NAME or min(len(left), len(right)) < _SYNONYM:
        return False
    behind = a.normalized.string_of(change.left_end, min(len(a.normalized), change.left_end + 8))
    kind = _NAMED.match(behind)
    if (
        kind
        and b.normalized.string_of(change.right_end, min(len(b.normalized), change.right_end + len(kind[0]))) == kind[0]
    ):
        return not (_says_something(left) or _says_something(right))
    if _in_a_title(change.left, change.left_end, a) and _in_a_title(change.right, change.right_end, b):
        return True
    return any(all(map(is_one, (left, right))) for is_one in (_is_person, _is_landmark, _is_unknown))


def _blank(start: int, end: int, text: Prepared) -> bool:
    """Whether an interval was left blank to be filled in: XX, ××, or a line, of which nothing is left to compare."""
    if start < end:
        return bool(_BLANK.fullmatch(text.normalized.string_of(start, end)))
    at = int(text.normalized.origin[start - 1]) + 1 if start else 0
    return bool(_LINE.match(text.normalized.text, at))


_BLANK: Final = re.compile(r"x{1,6}")
_LINE: Final = re.compile(r"[ \u3000]*[_＿﹍—]{2,}")


def _says_something(text: str) -> bool:
    """Whether a text has a word that no name consists of: an adverb, a preposition, a particle."""
    return any(tag[:1] in "dpcury" and len(word) > 1 for word, tag in _tagger()(text))


def _in_a_title(start: int, end: int, text: Prepared) -> bool:
    """Whether an interval is all that stands between 《 and 》."""
    span = text.normalized.span(start, end)
    around = text.normalized.text[max(0, span.start - 1) : span.start], text.normalized.text[span.end : span.end + 1]
    return around == ("《", "》")


def _is_unknown(text: str) -> bool:
    """Whether no dictionary has such words: names that are spelled after the sound, 吉木尔且."""
    tagged = _tagger()(text)
    known = sum(len(word) for word, tag in tagged if len(word) > 1 and tag not in _NAMES)
    return 3 <= len(text) <= _LONGEST_NAME and not known


def _is_person(text: str) -> bool:
    """Whether a text is a surname and one to three characters that make no word."""
    tagged = _tagger()(text)
    return 2 <= len(text) <= 4 and text[0] in _SURNAMES and all(len(word) == 1 or tag == "nr" for word, tag in tagged)


_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮齐康伍余顾孟黄穆萧肖尹姚邵汪祁毛狄米贝明臧计成戴谈宋庞熊纪舒屈项祝董梁杜阮"
    "蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁宣邓单洪包诸左石崔吉龚程邢裴陆荣翁"
    "荀羊甄曲封储靳焦巴弓牧谷车侯全班秋仲宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印白怀蒲邰索赖卓蔺屠蒙池乔胥闻党翟谭贡姬申冉宰"
    "桑桂牛寿通边燕冀尚农温庄晏柴瞿阎慕连习向古易廖庾居衡步都耿满匡文寇广东欧沃利蔚越师巩聂晁勾敖融冷辛简饶曾沙丰游覃扈佟"
)
"""The surnames of the 百家姓 that are in use, and a few more."""


def _is_landmark(text: str) -> bool:
    """Whether a text of three characters or more ends as places in the country do: 鸡公岭."""
    return bool(_LANDMARK.fullmatch(text))


_LANDMARK: Final = re.compile(
    r"[\u3400-\u9fff]{2,5}[沟坝岭垭坪湾坡寨河江湖溪山坳坎塘库洞岩滩峡渡桥井泉庙寺庵亭塔镇乡村组屯冲畈圩垸]"
)


_SYNONYM: Final = 2
"""Characters of a noun that may be a synonym; longer ones that differ whole are names of something else."""


_ROMAN: Final = re.compile(r"[ivx]{1,4}")


@cache
def _consists(text: str, tags: frozenset[str]) -> bool:
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


def known(text: Prepared, start: int, end: int, character_bits: float) -> float:
    """The share of an interval's characters that tell less than half of what they could: phrases of the genre."""
    if end <= start:
        return 0.0
    told = text.surprise[start + 1 : end + 1] - text.surprise[start:end]
    return float((told < character_bits / 2).mean())
