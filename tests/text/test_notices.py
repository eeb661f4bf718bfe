"""Notices: the line of a site is found whole, an author's own sentence never."""

from __future__ import annotations

import time

import pytest

from simcheck.text.notices import notices

BODY = "今年全镇修了三条路，架了两座桥，群众的出行难题得到解决。"


def found(text: str) -> list[str]:
    return [span.of(text) for span in notices(text)]


WHOLE = [
    "本文系邮箱投稿，仅供学习参考，请勿照搬照抄！",
    "【温馨提示】此稿由会员分享，供同行学习参考之用，请勿照搬照抄！",
    "请勿照搬照抄",
    "请勿照搬照抄！",
    "（请勿照搬照抄）",
    "仅供学习，请勿照搬",
    "仅供学习 禁止外传",
    "内部资料，严禁外传",
    "温馨提示：本文仅供参考，请勿照搬照抄，谢谢！",
    "本文系作者原创投稿，\n仅供学习参考，\n请勿照搬照抄！",
    "本材料仅供内部学习交流，禁止抄袭、转载，违者必究。",
    "本文仅供学习参考请勿照搬照抄",
    "*本文系投稿，仅供学习借鉴，切勿照抄照搬。*",
    "友情提醒：以上内容仅供参考，请结合实际修改后使用，切勿照搬照抄！",
    "本文由某某范文网整理发布，请勿转载",
    "此稿系原创，请勿照搬照抄哦～",
    "敬请勿照搬照抄！",
    "【请勿照搬照抄】",
    "供各位同仁学习借鉴，请勿照搬。",
    "本文版权归原作者所有，未经许可，禁止转载。",
]


@pytest.mark.parametrize("notice", WHOLE)
def test_a_notice_is_found_whole_wherever_it_stands(notice: str) -> None:
    title = "柳湾镇2024年工作总结"
    assert found(notice) == [notice]
    assert found(f"{notice}\n{title}\n{BODY}\n") == [notice]
    assert found(f"{title}\r\n　　{notice}\r\n\r\n{BODY}\r\n") == [notice]
    assert found(f"{title}\n{BODY}\n{BODY}\n\n{notice}") == [notice]
    assert found(f"{notice}\n{BODY}\n{notice}\n") == [notice, notice]


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("柳湾镇2024年工作总结（仅供参考，请勿照搬照抄）\n" + BODY, "（仅供参考，请勿照搬照抄）"),
        (f"{BODY}本文仅供学习参考，请勿照搬照抄！\n", "本文仅供学习参考，请勿照搬照抄！"),
        (f"{BODY}加QQ群：123456789，更多范文请关注。", "加QQ群：123456789，更多范文请关注。"),
        ("> 仅供参考，请勿抄袭。\n" + BODY, "仅供参考，请勿抄袭。"),
        ("本文系投稿，\n\n请勿照搬照抄！\n" + BODY, "本文系投稿，\n\n请勿照搬照抄！"),
    ],
)
def test_a_notice_inside_a_line_takes_nothing_else(text: str, notice: str) -> None:
    assert found(text) == [notice]


@pytest.mark.parametrize(
    "text",
    [
        "内部资料，不得外传，全局签订保密承诺书80份。",
        "不得照搬照抄上级文件。",
        "各地切勿照搬照抄外地模式，要因地制宜。",
        "要结合实际，切勿照搬照抄。",
        "学习外地经验要因地制宜，请勿照搬照抄。",
        "涉密资料严禁外传，签订保密承诺书320份。",
        "会议强调，要因地制宜，切勿照搬外地模式，全县建成12个示范点。",
        "我镇微信群20000人，开设微信学习群10000余个。",
        "向群众提供更多材料清单。",
        "重复转发文件、照搬照抄上级文件内容问题",
        "决不照抄照搬别国模式",
        "既不能刻舟求剑，也不能照抄照搬、食洋不化。",
        "经验做法供各地参考，切勿照搬照抄。",
        "一是严禁照搬照抄。",
        "1.严禁照搬照抄\n2.严禁弄虚作假",
        "对照检查材料不得照搬照抄、应付了事。",
        "有的文件末尾写着“请勿照搬照抄”，",
        "对外宣传稿件不得抄袭",
        "内部资料不得外传，全局签订保密承诺书80份。",
        "心得体会必须手写，不得抄袭、不得照搬照抄。",
        "学习笔记严禁抄袭",
        "本单位规定，涉密文件禁止复制、禁止外传。",
        "整改方案不得照搬照抄，",
        "严禁照搬照抄、生搬硬套。",
    ],
)
def test_ordinary_sentences_are_no_notices(text: str) -> None:
    assert found(text) == []
    assert found(f"{BODY}\n{text}\n{BODY}") == []
    assert found(f"{BODY}{text}{BODY}") == []


def test_notices_that_never_say_the_same_are_the_writers_own_words() -> None:
    many = [f"本文是某村第{n}组去年冬天修好的水渠，请勿照抄。" for n in "一二三四五六七八"]
    assert found("\n".join(many)) == []
    # one of them on every page, and short ones of every kind, are those of sites
    assert len(found("\n".join(many[:1] * 8))) == 8
    assert len(found("\n".join([*many[:2], "请勿照搬照抄！", "仅供学习，请勿照搬", "内部资料，严禁外传"]))) == 5
    assert found("\n".join([*many, "请勿照搬照抄！"])) == ["请勿照搬照抄！"]


def test_notices_take_linear_time() -> None:
    started = time.process_time()
    for part in ("请勿照搬照抄", "照抄照搬。", "请勿照搬照抄！", "本文，", "勿照抄\n", "仅供参考，", "更多范文", "（"):
        notices("勿" + part * (200_000 // len(part)))
    assert time.process_time() - started < 8
