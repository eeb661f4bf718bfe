"""Public texts: which characters stand in one, and which of them explains a passage?"""

from __future__ import annotations

import random

import numpy as np
import pytest

from simcheck.errors import TooLarge
from simcheck.model import Document
from simcheck.text import public
from simcheck.text.normalize import Codes, folded, normalize
from simcheck.text.public import FEW, SLIP, Explained, K, Public

LAW = "公民有宗教信仰自由。任何组织或者个人不得强制公民信仰宗教或者不信仰宗教。"
WATER = "禁止擅自将自建设施供水管网系统与城市公共供水管网系统连接；因特殊情况确需连接的，必须经供水企业同意。"


def named(**texts: str) -> Public:
    return Public.of(Document("", name, text) for name, text in texts.items())


def codes(text: str) -> Codes:
    return normalize(text).codes


def told(found: list[Explained], text: str) -> list[tuple[str, str]]:
    letters = folded(text)
    return [(each.name, letters[each.start : each.end]) for each in found]


def test_a_character_is_known_if_a_run_of_eight_around_it_is_there() -> None:
    """As a search in the folded texts says, whatever they are."""
    draw = random.Random(5)
    alphabet = "甲乙丙丁"
    for _ in range(40):
        texts = ["".join(draw.choices(alphabet, k=draw.randrange(300))) for _ in range(4)]
        asked = "".join(draw.choices(alphabet, k=200))
        expected = np.zeros(len(asked), dtype=np.bool_)
        for at in range(len(asked) - K + 1):
            if any(asked[at : at + K] in text for text in texts):
                expected[at : at + K] = True
        assert (Public.of(texts).known(codes(asked)) == expected).all()


def test_width_punctuation_and_line_breaks_make_no_difference() -> None:
    asked = LAW.replace("。", "\n").replace("或者", " 或 者 ")
    assert named(甲=LAW).known(codes(asked)).all()


def test_the_text_that_explains_is_named() -> None:
    asked = f"本市实行登记。{LAW}第八条　{WATER}由市水务部门负责。"
    found = named(宗教=LAW, 供水=WATER, 无关="从前有座山，山上有座庙，庙里有个老和尚。").explained(codes(asked), 13)
    assert told(found, asked) == [("宗教", folded(LAW)), ("供水", folded(WATER))]


def test_what_a_short_edit_replaced_is_explained_with_what_stands_around_it() -> None:
    asked = WATER.replace("与城市公共", "某" * SLIP)
    assert told(named(供水=WATER).explained(codes(asked), 13), asked) == [("供水", folded(asked))]
    longer = WATER.replace("与城市公共", "某" * (SLIP + 1))
    assert len(told(named(供水=WATER).explained(codes(longer), 8), longer)) == 2


def test_shorter_than_the_least_is_not_explained() -> None:
    assert named(甲=LAW).explained(codes("个人不得强制公民信仰宗"), 11)
    assert not named(甲=LAW).explained(codes("个人不得强制公民信仰宗"), 12)


def test_of_two_texts_the_one_with_the_longest_interval_is_named() -> None:
    old = LAW.replace("自由", "之自由权利若干")
    found = named(旧=old, 新=LAW).explained(codes(LAW), 13)
    assert told(found, LAW) == [("新", folded(LAW))]
    # what both have as it is: the one that has more of the document
    asked = f"{WATER}另起一段话，说些别的事情。{LAW}"
    found = named(短=WATER, 长=f"{WATER}中间隔着许多毫不相干的字句。{LAW}").explained(codes(asked), 13)
    assert [each.name for each in found] == ["长", "长"]


def test_a_phrase_that_many_texts_have_does_not_part_what_one_of_them_explains() -> None:
    phrase = "县级以上地方人民政府应当加强领导"
    many = {f"乙{n}": f"第{n}号。{phrase}。" for n in range(FEW + 9)}
    one = f"{LAW}{phrase}。{WATER}"
    assert told(named(**many, 甲=one).explained(codes(one), 13), one) == [("甲", folded(one))]
    (alone,) = named(**many, 甲=one).explained(codes(f"我们知道{phrase}吗"), 13)
    assert alone.end - alone.start == len(phrase)


def test_each_content_counts_once() -> None:
    both = named(甲=LAW, 乙=f"　{LAW}\n", 丙=WATER)
    assert [text.name for text in both.texts] == ["甲", "丙"]
    assert len(both) == 2
    assert both.characters == len(folded(LAW + WATER))


def test_texts_are_joined_and_taken_away() -> None:
    asked = codes(LAW + WATER)
    every = named(甲=LAW).joined(named(乙=WATER, 丙=LAW))
    assert [text.name for text in every.texts] == ["甲", "乙"]
    assert (every.keys == named(甲=LAW, 乙=WATER).keys).all()
    rest = every.without(["甲"])
    assert (rest.keys == named(乙=WATER).keys).all()
    assert [each.name for each in rest.explained(asked, 13)] == ["乙"]
    assert not every.without(["甲", "乙"]).known(asked).any()


def test_two_tables_are_asked_as_one() -> None:
    asked = codes(LAW + WATER)
    both = named(甲=LAW).beside(named(乙=WATER, 丙=LAW))
    assert len(both) == 2
    assert both.known(asked).all()
    assert both.explained(asked, 13) == named(甲=LAW, 乙=WATER).explained(asked, 13)
    assert Public().beside(both) is both
    assert both.beside(Public()).explained(asked, 13) == both.explained(asked, 13)


def test_without_texts_nothing_is_known() -> None:
    for none in (Public(), Public.of([]), Public.of([""]), Public.of(["短"])):
        assert not none.known(codes(LAW)).any()
        assert none.explained(codes(LAW), 13) == []
    assert not named(甲=LAW).known(codes("")).any()
    assert named(甲=LAW).explained(codes("短"), 13) == []


def test_a_string_is_a_text_without_a_name() -> None:
    assert [text.name for text in Public.of([LAW, WATER]).texts] == ["public text 1", "public text 2"]


def test_more_than_there_is_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "MOST", len(folded(LAW)))
    with pytest.raises(TooLarge) as caught:
        named(甲=LAW, 乙=WATER)
    assert (caught.value.path, caught.value.unit) == ("乙", "characters")
    with pytest.raises(TooLarge):
        named(甲=LAW).joined(named(丙="另有几句闲话而已"))


def test_a_long_text_is_asked_in_windows_that_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = f"{LAW}{WATER}" * 30
    texts = named(甲=LAW, 乙=WATER, 丙=f"{WATER}{LAW}")
    whole = texts.explained(codes(asked), 13)
    monkeypatch.setattr(public, "_WINDOW", 64)
    assert texts.explained(codes(asked), 13) == whole
