"""Layout (版面): lines that are no text of a report, and lines that only look so."""

from __future__ import annotations

import pytest

from simcheck.text.layout import layout, layout_lines

LAYOUT = {
    "contents": (
        "一、党建引领基层治理…………………………3", "二、产业振兴......................12", "（三）人居环境 . . . . . . . 21",
        "第四章 民生保障\t33", "五、平安建设　　　　（5）", "工作回顾···············2", "六、打算____________19",
    ),
    "page-number": ("- 3 -", "— 12 —", "－7－", "第 3 页", "第3页 共12页", "第三页/共十页", "Page 3 of 12", "~4~"),
    "label": (
        "签名：____________", "签字（盖章）：", "填报单位：", "审核人：　　　　年　月　日", "联系电话：",
        "____年__月__日",
        "　　年　　月　　日", "（盖章）", "村支部书记：______",
    ),
    "distribution": ("抄送：县委办公室，县政府办公室", "主题词：农业 总结 报告", "签发人：张三", "附件：1.统计表"),
}  # fmt: skip
TEXT = (
    "各位代表：", "半年来的主要工作和成效集中体现在：", "一年来的主要工作是：",
    "桐岭村\t12", "桐岭村    12    35", "3", "12.5",
    "全镇种植油茶1200亩，亩产35", "在沈家坳的旱坡上试种了四亩旱稻……12。", "投入38万元", "2024年12月3日",
    "会议在……召开", "一、基本情况",
    "单位：青石镇人民政府", "-3", "三月中旬——五月", "他说：“……”", "同志们：", "2024年度", "第 3 页的表格已经重新核对",
    "把村里最后三公里机耕路修到田边并且硬化完成验收合格交付使用的有桐花岭村云台村石桥畈村…………12",
)  # fmt: skip


@pytest.mark.parametrize(("code", "line"), [(code, line) for code, lines in LAYOUT.items() for line in lines])
def test_lines_that_are_layout(code: str, line: str) -> None:
    text = f"青石镇工作总结\n  {line}  \n三月中旬，村里请来县农技站的师傅。\n"
    (found,) = layout_lines(text)
    assert (found.code, found.span.of(text)) == (code, line.strip())
    assert "".join(sign for sign, is_aside in zip(text, layout(text), strict=True) if is_aside) == line.strip()


@pytest.mark.parametrize("line", TEXT)
def test_lines_that_are_text(line: str) -> None:
    assert layout_lines(f"青石镇工作总结\n{line}\n三月中旬，村里请来县农技站的师傅。\n") == []


def test_a_running_head_stands_beside_the_numbers_of_pages() -> None:
    """The same short line, three times; without page numbers it is a heading, or a cell of a table."""
    body = ["三月中旬，村里请来师傅。", "四月，种了四亩旱稻。", "五月，收了油菜。", "六月，修了水渠。"]
    pages = "\n".join(f"{words}\n- {n} -\n青石镇2024年工作总结" for n, words in enumerate(body, 1))
    found = [line.code for line in layout_lines(pages)]
    assert found.count("page-number") == 4
    assert found.count("running-head") == 4
    assert layout_lines("\n".join(f"{words}\n已公示" for words in body)) == []


def test_what_is_looked_at_is_bounded() -> None:
    """Long lines are sentences, and an attack is one of them."""
    for pump in ("…", ".", "_", "：", " ", "- ", "第", "年月"):
        assert layout_lines(pump * 100_000) == []
