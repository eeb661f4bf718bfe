"""Reports to look at, and the screens that they are held against."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from simcheck.environment import Language
from simcheck.model import APART, Block, Document, Edit, Evidence, Finding, Flag, Grade, Kind, Match, Note, Span
from simcheck.render.terminal.options import SIDE_FROM, Screen, View
from simcheck.render.terminal.screen import show
from simcheck.report.report import Report
from support import GOLDEN

WIDTHS = (60, 80, 100, 140)


Stretch = str | tuple[str, str]
"""What both sides share, or what the document has and what the source has instead."""


def graded(kind: Kind, flags: frozenset[Flag]) -> Grade:
    """A grade for each finding, so that all three are to be seen."""
    by_kind = {Kind.EDITED: Grade.MIDDLE, Kind.CONDENSED: Grade.MIDDLE, Kind.REWRITTEN: Grade.LOW}
    return Grade.LOW if flags & APART else by_kind.get(kind, Grade.HIGH)


def older(report: Report) -> Report:
    """The same as a version saved it that did not grade."""
    return replace(report, findings=tuple(replace(finding, grade=None) for finding in report.findings))


@dataclass
class Draft:
    """Two texts that grow together, and the findings between them."""

    left: str = ""
    right: str = ""
    findings: list[Finding] = field(default_factory=list)

    def apart(self, left: str, right: str) -> None:
        """Text of each side's own."""
        self.left += left
        self.right += right

    def found(self, kind: Kind, *stretches: Stretch, flags: frozenset[Flag] = frozenset()) -> None:
        """A finding of one block."""
        start, edits = (len(self.left), len(self.right)), []
        for stretch in stretches:
            left, right = (stretch, stretch) if isinstance(stretch, str) else stretch
            here = Span(len(self.left), len(self.left) + len(left)), Span(len(self.right), len(self.right) + len(right))
            edits += [] if isinstance(stretch, str) else [Edit(*here)]
            self.apart(left, right)
        block = Block(Span(start[0], len(self.left)), Span(start[1], len(self.right)))
        self.add(kind, [block], edits, flags)

    def reordered(self, first: str, own: str, second: str) -> None:
        """Two sentences with something of the document's own between them, the other way round in the source."""
        left, right = len(self.left), len(self.right)
        self.apart(first + own + second, second + first)
        a = Block(Span(left, left + len(first)), Span(right + len(second), len(self.right)))
        b = Block(Span(left + len(first + own), len(self.left)), Span(right, right + len(second)))
        self.add(Kind.REWRITTEN, [a, b], [], frozenset())

    def add(self, kind: Kind, blocks: list[Block], edits: list[Edit], flags: frozenset[Flag]) -> None:
        left, right = blocks[0].left, blocks[0].right
        for block in blocks:
            left, right = left.hull(block.left), right.hull(block.right)
        match = Match("source", left, right, tuple(blocks), tuple(edits))
        self.findings.append(Finding(match, kind, flags, Evidence(88.5, 0.1), grade=graded(kind, flags)))

    def report(self, left: str = "述职报告.txt", right: str = "工作总结.txt", notes: tuple[Note, ...] = ()) -> Report:
        source = Document("source", right, self.right)
        return Report(Document("document", left, self.left), {"source": source}, tuple(self.findings), notes)


def sample() -> Report:
    """A report with a finding of every kind, after the two real ones of which the screens were designed."""
    draft = Draft()
    draft.apart(
        "述职报告\n一年来，在县委、县政府的坚强领导下，我镇做了以下工作。\n",
        "工作总结\n现将今年情况报告如下，请予审议。\n",
    )
    draft.found(
        Kind.IDENTICAL,
        "从严落实党委抓党建主体责任，层层落实党建工作责任制，建立科学有效的考核评价机制，形成了书记抓、抓书记，一级抓一级、层层"
        "抓落实的党建工作格局。坚持每月召开一次党建工作例会，及时研究解决工作中的困难和问题，推动各项任务落到实处、见到成效。强化"
        "党员教育管理，严格落实三会一课、主题党日等制度，组织党员到革命旧址接受教育，引导党员干部坚定理想信念。推行党员积分管理，"
        "把日常表现和评先评优结合起来。在村级重大事务决策、招投标事项管理等方面，严格按照“四议两公开”的步骤进行酝酿、讨论、决策、"
        "公开，截至目前，全镇各村共有XX项通过“四议两公开”，群众反映良好。三是",
    )
    draft.apart("加强阵地建设，新建活动室三处。\n", "抓好宣传，出刊板报四期。\n")
    draft.found(
        Kind.EDITED,
        ("近半年来", "2018年以来"),
        "，坚持每周召开信访维稳工作调度会议，特别是",
        ("十九大", "敏感"),
        "期间，",
        ("", "坚持"),
        "每天研究矛盾纠纷隐患排查化解情况、信访老户稳控情况，查找问题症结，研究制定解决办法。",
    )
    draft.apart(
        "\n我们自己写的一段完全不一样的话，讲的是修路和架桥的具体过程与困难。\n",
        "\n来源里的另一段，说的是果园和茶山的收成，与前文没有任何关系。\n",
    )
    draft.found(
        Kind.REFILLED,
        ("五是", "六是"),
        "壮大村级集体经济。2018年底，有集体经济收入的村达到",
        ("100%", "X%"),
        "；收入X万元（含）以上的村XX个；收入X万元（含）以上XX个。",
        ("六是", "五是"),
        "规范非公经济和社会组织党建。",
    )
    draft.apart("\n", "\n")
    draft.reordered(
        "认真抓好春耕备耕，备足化肥农药，检修机具，确保不误农时。",
        "今年我们新添了三台插秧机。",
        "持续开展人居环境整治，清理垃圾，疏通沟渠，村容村貌焕然一新。",
    )
    draft.apart("\n", "\n")
    draft.found(
        Kind.IDENTICAL,
        "以习近平新时代中国特色社会主义思想为指导，全面贯彻落实党的二十大精神",
        flags=frozenset({Flag.BOILERPLATE}),
    )
    draft.apart("，开拓进取。\n", "，真抓实干。\n")
    draft.found(Kind.IDENTICAL, "为人民服务就要始终站在人民的立场上", flags=frozenset({Flag.PUBLIC}))
    draft.apart("，这是我们说过的。", "，这是他们说过的。")
    draft.found(Kind.IDENTICAL, "新修灌溉水渠三公里以上", flags=frozenset({Flag.SCATTERED}))
    draft.apart("。", "。")
    hidden = Note("hidden", None, {"document": "document", "count": 3, "characters": "U+200B ×3"})
    encoding = Note("encoding", None, {"document": "工作总结.txt", "encoding": "GB18030"})
    return draft.report(notes=(hidden, encoding))


def terminal(width: int, lang: Language = "zh", *, colour: bool = False, view: View | None = None) -> Screen:
    """The screen that the command chooses for a terminal of this width."""
    return Screen(lang, width, view or (View.SIDE if width >= SIDE_FROM else View.INLINE), colour)


def printed(report: Report, screen: Screen) -> str:
    """What the terminal receives."""
    out = io.StringIO()
    show(report, screen, out)
    return out.getvalue()


def agrees(name: str, content: str) -> None:
    """``content`` is the golden file ``name``; SIMCHECK_GOLDEN=write makes it so."""
    path = GOLDEN / name
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
    assert content == path.read_bytes().decode()


HAN = st.text(
    st.sampled_from("乡镇村党建工作总结报告全面落实项目产业群众服务环境治理安全生产"), min_size=1, max_size=30
)


HOSTILE = st.text(st.sampled_from("乡镇。，“”（）\n\t\x1b[31m\x07\x9b2J\u200b\u202e\r\u2028a1é😀 \ud800"), max_size=20)
