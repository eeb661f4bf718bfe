"""Addresses (单位的地址): of which places and which office is a unit made up, and what are two units to each other?

青石镇桐花岭村 is the village that 青石镇 is the address of. Units are compared by the whole: 东风村 of one township is
not 东风村 of another, and a township is not its village.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from simcheck.entities.offices import leading, places_of
from simcheck.entities.patterns import Pattern

_MODERN: Final = str.maketrans("縣鎮鄉區會黨辦員務學醫", "县镇乡区会党办员务学医")
_LEVELS: Final = {
    **dict.fromkeys(("自治区", "省", "特别行政区"), 1),
    **dict.fromkeys(("市", "州", "盟"), 2),
    **dict.fromkeys(("县", "区", "旗"), 3),
    **dict.fromkeys(("镇", "乡", "街道"), 4),
    **dict.fromkeys(("村", "社区"), 5),
}
"""How small a place is, by the last word of its name; the longer words count first."""

VILLAGE: Final = 5
"""The level of villages and communities: many bear one name, and only their address tells them apart."""

_LEADING: Final = Pattern(
    r"(?:中共)?(?:人民|镇|乡|街道|县|市|区)?(?:政府|党委|党工委|工委|[县市区省]?委|(?:工作)?委员会|管理委员会|管委会|办事处|村?民委员会|居民委员会|村委会|委会"
    r"|居委会|党?总?支部|支部委员会|两委|党政办(?:公室)?|人大(?:常委会|主席团)?|人民代表大会(?:常务委员会)?)?(?:办公室|党组|党委)?"
)
"""The office that is the place itself: its party, its council, its government."""


_SERVICE: Final = Pattern(
    "(?:小学|中学|学校|[一二三四五六]中|园|医院|卫生院|[站所馆厂场队科股校社]|中心|公司|大学|学院)$"
)
_SUPERIOR: Final = Pattern("(?:局|厅|委|委员会|政府|集团|公司)$")
"""What is under an office: 桑溪县教育局, 桑溪县第一小学."""


_remembered = lru_cache(maxsize=1000)
"""The files of a folder have few units, and each of them is looked at many times."""


class Address(NamedTuple):
    places: tuple[str, ...]
    """The larger first."""
    office: str


@_remembered
def address(unit: str) -> Address:
    """桑溪县教育局第一小学: 桑溪县, and 教育局第一小学."""
    places, office = places_of(_normal(unit))
    return Address(tuple(places), office)


@_remembered
def _normal(unit: str) -> str:
    written = "".join(unit.split()).translate(_MODERN).replace("行政村", "村").replace("自然村", "村")
    return written.removeprefix("中国共产党").removeprefix("中共")


def _levels(places: tuple[str, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place in places:
        level = level_of(place)
        # 岭南市云溪市: the second is as large as a county
        found[level + (level in found)] = place
    return found


@_remembered
def level_of(place: str) -> int:
    """How small a place is, from 1 (a province) to 5 (a village)."""
    return next((_LEVELS[end] for end in sorted(_LEVELS, key=len, reverse=True) if place.endswith(end)), 3)


def same(one: str, other: str) -> bool:
    """Whether two names are those of one unit: the whole address is equal."""
    return _normal(one) == _normal(other)


def is_leading(office: str) -> bool:
    """Whether an office is the place itself, so that either name may stand for the other."""
    return bool(_LEADING.fullmatch(office))


@_remembered
def compatible(one: str, other: str) -> bool:
    """Whether two names may be those of one unit, or one is the address of the other; otherwise they contradict."""
    if same(one, other):
        return True
    a, b = address(one), address(other)
    if not (a.places and b.places):
        longer, shorter = sorted((_normal(one), _normal(other)), key=len, reverse=True)
        return longer.startswith(shorter) or longer.endswith(shorter)
    levels_a, levels_b = _levels(a.places), _levels(b.places)
    common = levels_a.keys() & levels_b.keys()
    if not common or any(levels_a[level] != levels_b[level] for level in common):
        return False
    smallest_a, smallest_b = max(levels_a), max(levels_b)
    if smallest_a == smallest_b:
        return (
            a.office.startswith(b.office)
            or b.office.startswith(a.office)
            or (is_leading(a.office) and is_leading(b.office))
        )
    return not (b if smallest_a > smallest_b else a).office


@_remembered
def joined(upper: str, lower: str) -> str:
    """The unit ``lower`` with ``upper`` as its address; "" if it cannot be."""
    a, b = address(upper), address(lower)
    if lower.startswith(upper) or not upper:
        return lower
    if not b.places:
        # two firms that bear names of their own are not one
        return upper + lower if a.places or not leading(lower) else ""
    if a.places and b.places[: len(a.places)] == a.places:
        # the address of an office says its place again: 桑溪县教育局, 桑溪县第一小学
        return lower if not a.office or (_SUPERIOR.search(a.office) and _SERVICE.search(b.office)) else ""
    if a.places and level_of(b.places[0]) > level_of(a.places[-1]) and (b.office or not a.office):
        return ("".join(a.places) if is_leading(a.office) else upper) + lower
    return lower if a.places and not a.office and a.places[-1] in b.places[:-1] else ""


def village(unit: str) -> bool:
    """Whether a unit is a village or community without its address: many bear one name."""
    places = address(unit).places
    return bool(places) and level_of(places[0]) == VILLAGE


def contradict(one: str, other: str) -> bool:
    """Whether what two witnesses say of one text cannot both be true: neither is the other, nor its address."""
    return not (compatible(one, other) or joined(one, other) or joined(other, one))


def closer(unit: str, other: str) -> str:
    """What two witnesses that do not contradict say together: the smaller of the two, with its address; ``unit``, where
    both are one place."""
    if same(unit, other):
        return unit
    a, b = address(unit), address(other)
    if compatible(unit, other):
        if len(b.places) > len(a.places) and not a.office:
            # 青石镇, and the village by its whole address
            return other if level_of(b.places[-1]) > level_of(a.places[-1]) else _addressed(b, a, unit)
        if len(b.places) > len(a.places):
            return _addressed(b, a, unit)
        if a.places == b.places and not is_leading(b.office) and len(b.office) > len(a.office):
            return other
        return unit
    chain = joined(unit, other)
    if chain:
        return chain if not a.office and (village(other) or not b.places) else unit
    return joined(other, unit) if village(unit) else unit


def _addressed(longer: Address, shorter: Address, unit: str) -> str:
    """A village, with the address that the other witness knows."""
    if not village(unit):
        return unit
    return "".join(longer.places[: len(longer.places) - len(shorter.places)]) + unit
