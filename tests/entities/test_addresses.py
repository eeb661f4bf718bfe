"""Addresses: what two units are to each other; every place here is made up."""

from __future__ import annotations

import pytest

from simcheck.entities.addresses import address, closer, compatible, contradict, joined, same


@pytest.mark.parametrize(
    ("unit", "places", "office"),
    [
        ("青石镇", ("青石镇",), ""),
        ("清河县青石镇桐花岭村", ("清河县", "青石镇", "桐花岭村"), ""),
        ("青石镇桐花岭行政村", ("青石镇", "桐花岭村"), ""),
        ("中共清河县委办公室", ("清河县",), "委办公室"),
        ("清河县教育局第一小学", ("清河县",), "教育局第一小学"),
        ("桐花岭村村民委员会", ("桐花岭村",), "村民委员会"),
        ("青石鎮人民政府", ("青石镇",), "人民政府"),
        ("宏远建筑工程有限公司", (), "宏远建筑工程有限公司"),
    ],
)
def test_an_address_is_places_and_an_office(unit: str, places: tuple[str, ...], office: str) -> None:
    assert address(unit) == (places, office)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("青石镇", "青石镇", "same"),
        ("青石镇", "青石鎮", "same"),
        ("青石镇桐花岭村", "青石镇桐花岭行政村", "same"),
        ("青石镇", "青石镇桐花岭村", "compatible"),
        ("清河县青石镇", "青石镇", "compatible"),
        ("清河县", "清河县青石镇桐花岭村", "compatible"),
        ("东风村", "青石镇东风村", "compatible"),
        ("青石镇", "青石镇人民政府", "compatible"),
        ("青石镇党委", "青石镇人民政府", "compatible"),
        ("中共青石镇委员会", "青石镇", "compatible"),
        ("清河县教育局", "清河县教育局第一小学", "compatible"),
        ("桐花岭村村民委员会", "青石镇桐花岭村", "compatible"),
        ("清河第一小学", "清河县教育局清河第一小学", "compatible"),
        ("青石镇", "桐花岭村", "joinable"),
        ("清河县", "青石镇", "joinable"),
        ("清河县教育局", "清河县第一小学", "joinable"),
        ("青石镇桐花岭村", "青石镇石桥畈村", "contradict"),
        ("青石镇东风村", "白马镇东风村", "contradict"),
        ("青石镇", "白马镇", "contradict"),
        ("清河县教育局", "清河县财政局", "contradict"),
        ("清河县教育局", "青石镇", "contradict"),
        ("清河县人民政府", "清河县青石镇", "contradict"),
        ("青石镇财政所", "青石镇党建办", "contradict"),
        ("宏远建筑工程有限公司", "长青建筑工程有限公司", "contradict"),
    ],
)
def test_what_two_units_are_to_each_other(one: str, other: str, relation: str) -> None:
    for a, b in ((one, other), (other, one)):
        assert same(a, b) is (relation == "same")
        assert compatible(a, b) is (relation in ("same", "compatible"))
        assert contradict(a, b) is (relation == "contradict")


@pytest.mark.parametrize(
    ("upper", "lower", "unit"),
    [
        ("青石镇", "桐花岭村", "青石镇桐花岭村"),
        ("青石镇", "青石镇桐花岭村", "青石镇桐花岭村"),
        ("清河县教育局", "第一小学", "清河县教育局第一小学"),
        ("清河县教育局", "清河县第一小学", "清河县第一小学"),
        ("青石镇人民政府", "桐花岭村村委会", "青石镇桐花岭村村委会"),
        ("", "青石镇", "青石镇"),
        ("清河县教育局", "清河县财政局", ""),
        ("清河县教育局", "青石镇", ""),
        ("青石镇", "白马镇", ""),
        ("桐花岭村", "青石镇", ""),
    ],
)
def test_a_larger_unit_is_the_address_of_a_smaller(upper: str, lower: str, unit: str) -> None:
    assert joined(upper, lower) == unit


@pytest.mark.parametrize(
    ("unit", "other", "both"),
    [
        ("青石镇", "青石镇人民政府", "青石镇"),
        ("青石镇", "青石镇财政所", "青石镇财政所"),
        ("青石镇", "桐花岭村", "青石镇桐花岭村"),
        ("桐花岭村", "青石镇", "青石镇桐花岭村"),
        ("东风村", "青石镇东风村", "青石镇东风村"),
        ("青石镇", "青石镇东风村", "青石镇东风村"),
        ("青石镇", "清河县青石镇", "青石镇"),
        ("清河县", "清河县教育局", "清河县教育局"),
        ("宏远建筑工程有限公司", "青石镇", "宏远建筑工程有限公司"),
    ],
)
def test_two_witnesses_know_together_the_smaller_unit(unit: str, other: str, both: str) -> None:
    assert closer(unit, other) == both
