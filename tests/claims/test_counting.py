"""What is compared is counted, and nothing else: signs, leaders and blanks neither raise nor lower a share.

The law: nothing that a writer can add to a copied text takes its sentences out of the share.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.claims import compared, effective, ratio, share, visible
from support.stories import STORIES, body

from simcheck import Flag

COPIED = STORIES[10:20]
SOURCE = "\n".join(COPIED)
CLAUSES = [clause for story in COPIED for clause in re.findall(r"[^，。]{13,}", story)]
"""Parts of the copied sentences that are as short as lines of a contents page, but long enough to be found."""


LEAST, MOST = effective(SOURCE), visible(SOURCE)
"""How many characters of it can be said to be copied: without its punctuation, and with it."""


def each(pattern: str, parts: list[str] | None = None) -> Callable[[], str]:
    """Every sentence on a line, dressed so: ``{}`` is the sentence, ``{n}`` its number."""
    return lambda: "\n".join(
        pattern.format(part, n=number) for number, part in enumerate(COPIED if parts is None else parts, 1)
    )


def within(sign: str) -> Callable[[], str]:
    """The sign behind every clause."""
    return lambda: re.sub("([，。])", rf"\1{sign}", SOURCE)


def between(*lines: str) -> Callable[[], str]:
    """These lines behind every sentence."""
    return lambda: "\n".join(
        "\n".join((story, *(line.format(n=number) for line in lines))) for number, story in enumerate(COPIED, 1)
    )


SIGNS = {
    "a rule of underscores behind every sentence": each("{}" + "_" * 60),
    "dot leaders behind every sentence": each("{}" + "…" * 30),
    "middle dots and full stops as leaders": each("{}" + "·" * 25 + "." * 25),
    "cells of a table drawn with lines": each("├" + "─" * 40 + "┤\n│　　{}　　│"),
    "emoji behind every clause": within("🌾🌾✔️👍"),
    "ornaments between the paragraphs": between("★☆★☆★☆★☆★☆★☆★☆★☆★☆", "◆◇◆◇◆◇◆◇◆◇◆◇"),
    "blanks to fill in behind every clause": within("（＿＿＿＿＿＿＿＿＿＿）"),
    "doubled punctuation and spaces": within("！！！？？？　　、、、～～～"),
}
"""Added to a copied text: what comparison drops."""

WORDS = {
    "leader and page number behind every sentence": each("{}" + "…" * 20 + "{n}"),
    "contents under their heading": lambda: "目录\n" + each("{}" + "." * 30 + " {n}", CLAUSES)(),
    "contents with tabs": lambda: "目　次\n" + each("{n}　{}\t{n}", CLAUSES)(),
    "numbers of headings": each("（{n}）{}"),
    "numbers of three levels and a page": each("3.{n}.1 {} 第{n}页", CLAUSES),
    "labels of a form": each("□ 事项：{}"),
    "lines of a form, one clause each": each("事项{n}：{}", CLAUSES),
    "signature lines": each("签名：{}　　日期：____年__月__日", CLAUSES),
    "distribution lines": each("抄送：{}。", CLAUSES),
    "page number and running head behind every sentence": between("— {n} —", "官渡镇工作总结"),
    "a cell each, with its number": each("| {n} | {} |"),
    "short lines without a full stop": each("{}", CLAUSES),
    "a notice behind every sentence": each("{}请勿照搬照抄！"),
    "every clause made a notice": each("本文是{}，请勿照抄。", CLAUSES),
    "every clause called a source": lambda: "，".join(f"本文来自{part}" for part in CLAUSES) + "，请勿照抄。",
    "every clause with the words of a site": each("更多范文{}", CLAUSES),
    "an attachment each": each("附件：{}", CLAUSES),
    "contents of two levels": each("第一章　{}\t\t\t{n}", CLAUSES),
    "a label before and a blank date behind": each("{}：____年__月__日", CLAUSES),
    "rows with a number, what all rows say, and a tick": each("{n}\t{}\t已公示\t√", CLAUSES),
    "rows of a form": each("项目名称\t{}\n责任单位\t办公室\n完成时限\t年底", CLAUSES),
    "a running head's place, again and again": each("{}\n第 {n} 页　共 40 页", CLAUSES),
}
"""Added to a copied text: letters and digits too."""


@pytest.mark.parametrize("name", SIGNS)
def test_signs_neither_raise_nor_dilute(name: str, tmp_path: Path) -> None:
    """False would be: part of the copy is its own, or the source has more than it has."""
    part, whole = share(compared(tmp_path, ("甲.txt", SIGNS[name]()), ("乙.txt", SOURCE)))
    assert 0.98 * LEAST <= part <= MOST
    assert part >= 0.98 * whole


@pytest.mark.parametrize("name", WORDS)
def test_nothing_that_is_added_takes_copied_sentences_out_of_the_share(name: str, tmp_path: Path) -> None:
    """False would be: a sentence that stands in the source, letter by letter, is not in the share.

    Nor does what is added weigh more than the letters and digits that it has.
    """
    text = WORDS[name]()
    kept = sum(effective(copied) for copied in (COPIED if COPIED[-1] in text else CLAUSES))
    part, whole = share(compared(tmp_path, ("甲.txt", text), ("乙.txt", SOURCE)))
    assert 0.97 * kept <= part <= MOST
    assert part / whole >= kept / effective(text) - 0.02


HEADINGS = (
    "抓好春季水稻育秧和旱地改造",
    "做实沿河堤坝巡查与险段加固",
    "办好老年食堂和日间照料中心",
    "推进集镇管网和路灯改造工程",
)


def contents(which: range, leader: str) -> str:
    """A report of its own with a contents page that another has too."""
    pages = "\n".join(f"{heading}{leader}{number}" for number, heading in enumerate(HEADINGS, 3))
    return f"目录\n{pages}\n\n{body(which)}"


def test_leaders_of_a_common_contents_page_do_not_raise_the_share(tmp_path: Path) -> None:
    """False would be: two reports with equal headings share more, the longer the dots are."""
    plain, dotted = (
        ratio(compared(tmp_path / str(len(leader)), ("甲.txt", contents(range(4), leader)), ("乙.txt", other)))
        for leader, other in ((leader, contents(range(20, 24), leader)) for leader in ("　", "…" * 60))
    )
    assert dotted <= plain + 0.03


def test_ornaments_of_two_reports_are_nothing_that_they_share(tmp_path: Path) -> None:
    """False would be: reports without a common word share their rows of stars."""
    stars = "\n" + "★☆" * 30 + "\n"
    said = compared(tmp_path, ("甲.txt", body(range(3)) + stars), ("乙.txt", body(range(8, 11)) + stars))
    assert share(said)[0] == 0


def test_a_rule_at_the_end_does_not_stand_in_the_source(tmp_path: Path) -> None:
    """False would be: more characters than the source has stand in it too."""
    said = compared(tmp_path, ("甲.txt", SOURCE + "\n" + "_" * 600), ("乙.txt", SOURCE))
    assert share(said)[0] <= MOST


def test_form_lines_of_blanks_do_not_dilute(tmp_path: Path) -> None:
    """False would be: a wholly copied text is mostly its own, because of empty boxes."""
    boxes = "\n".join("□" * 20 + "＿" * 30 for _ in range(40))
    assert ratio(compared(tmp_path, ("甲.txt", f"{SOURCE}\n{boxes}"), ("乙.txt", SOURCE))) >= 0.97


@pytest.mark.parametrize(
    ("left", "right"), [("。", "！"), ("……", "。——"), ("！！★★★", "。"), ("\n——————", "。\n＊＊＊＊＊")]
)
def test_what_is_all_own_leaves_nothing_of_nothing(left: str, right: str, tmp_path: Path) -> None:
    """False would be: a part of an own text that is left is shared, or is not."""
    own = compared(tmp_path, ("甲.txt", STORIES[0][:-1] + left), ("乙.txt", STORIES[0][:-1] + right), own=True)
    assert share(own, without={Flag.OWN}) == (0, 0)


PHRASE = "以习近平新时代中国特色社会主义思想为指导"


@pytest.mark.parametrize(("left", "right"), [("。", "！"), ("……", "；"), ("★★★★★★", "。")])
def test_what_is_a_set_phrase_leaves_nothing_of_nothing(left: str, right: str, tmp_path: Path) -> None:
    """False would be: without set phrases a text of one is wholly in another."""
    said = compared(tmp_path, ("甲.txt", PHRASE + left), ("乙.txt", PHRASE + right))
    assert share(said, without={Flag.BOILERPLATE}) == (0, 0)
