"""A statute whose article a report has, and one that it has nothing of."""

from __future__ import annotations

from simcheck import Document
from support.labelled import SPECIFIC

ARTICLE = (
    "摆渡的人每趟开船以前应当把船板上的青苔刮净，看过缆桩和救生竹筏，再请过渡的人按先老后小的次序上船坐稳。"
    "河水漫过三号石阶的日子渡船一律停摆，停摆的木牌挂在渡口的樟树上，由值守的人早晚各看一次水尺。"
)
LAW = Document("", "渡口管理条例", f"总则。{ARTICLE}附则。本条例自公布之日起施行。")
OTHER = Document("", "信访条例", "信访人采用走访形式提出信访事项，应当到有关机关设立或者指定的接待场所提出。")
THEIRS = "。\n".join([*SPECIFIC[20:26], ARTICLE, *SPECIFIC[26:30]])
OURS = "。\n".join([*SPECIFIC[:6], ARTICLE, *SPECIFIC[6:10]])
