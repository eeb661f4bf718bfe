"""A statute whose article a report has, and one that it has nothing of."""

from __future__ import annotations

from simcheck import Document
from support.labelled import SPECIFIC

ARTICLE = (
    "宗教活动场所可以按照国家有关规定接受境内外组织和个人自愿的捐赠，用于与该场所宗旨相符的活动，并公布收支情况。"
    "信教公民的集体宗教活动，一般应当在宗教活动场所内举行，由宗教活动场所、宗教团体或者宗教院校组织。"
)
LAW = Document("", "宗教事务条例", f"总则。{ARTICLE}附则。本条例自公布之日起施行。")
OTHER = Document("", "信访条例", "信访人采用走访形式提出信访事项，应当到有关机关设立或者指定的接待场所提出。")
OURS = "。\n".join([*SPECIFIC[:6], ARTICLE, *SPECIFIC[6:10]])
