"""Checks to look at: a document that many texts explain, and what the command shows of one."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace

from simcheck.environment import Language
from simcheck.model import Block, Document, Edit, Evidence, Finding, Flag, Grade, Kind, Match, Note, Span
from simcheck.render.terminal.screen import show
from simcheck.render.view.sources import Library
from simcheck.report.report import Report
from support.screens import graded, terminal

LIBRARY = Library("范文/", 1284, "2026-11-20T18:02:00+0800")
PHRASE = frozenset({Flag.BOILERPLATE})


@dataclass
class Draft:
    """A document that grows, and the texts of a corpus that share parts of it."""

    text: str = ""
    rights: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    copies: dict[str, tuple[Document, ...]] = field(default_factory=dict)

    def apart(self, words: str) -> None:
        """Text of the document's own."""
        self.text += words

    def shared(
        self, words: str, *sources: str, kind: Kind = Kind.IDENTICAL, flags: frozenset[Flag] = frozenset()
    ) -> None:
        """Words that stand in all of these sources."""
        left = Span(len(self.text), len(self.text) + len(words))
        self.text += words
        for source in sources:
            self._found(left, source, words, (), kind, flags)

    def altered(self, before: str, own: str, other: str, after: str, *sources: str, kind: Kind) -> None:
        """Words in which these sources have ``other`` instead of ``own``."""
        start = len(self.text)
        self.text += before + own + after
        for source in sources:
            there = len(self.rights.get(source, ""))
            edit = Edit(
                Span(start + len(before), start + len(before + own)),
                Span(there + len(before), there + len(before + other)),
            )
            self._found(Span(start, len(self.text)), source, before + other + after, (edit,), kind, frozenset())

    def _found(
        self, left: Span, source: str, words: str, edits: tuple[Edit, ...], kind: Kind, flags: frozenset[Flag]
    ) -> None:
        there = self.rights.get(source, "")
        right = Span(len(there), len(there) + len(words))
        self.rights[source] = f"{there}{words}\n来源自己的话，与本文没有关系。\n"
        match = Match(source, left, right, (Block(left, right),), edits)
        self.findings.append(Finding(match, kind, flags, Evidence(88.5, 0.1), grade=graded(kind, flags)))

    def twin(self, *names: str) -> None:
        """Records with the very text of the document; to be called last."""
        whole = Span(0, len(self.text))
        match = Match(names[0], whole, whole, (Block(whole, whole),))
        self.findings.append(Finding(match, Kind.IDENTICAL, frozenset(), Evidence(9.0, 0.0), grade=Grade.HIGH))
        self.rights = {names[0]: self.text, **self.rights}
        self.copied(names[0], *names[1:])

    def copied(self, source: str, *names: str) -> None:
        """Other records with the text of a source."""
        if names:
            self.copies[source] = tuple(Document(f"id of {name}", name, self.rights[source]) for name in names)

    def report(self, name: str = "工作总结.txt", notes: tuple[Note, ...] = ()) -> Report:
        sources = {source: Document(source, source, words) for source, words in self.rights.items()}
        ordered = sorted(self.findings, key=lambda f: (f.match.left, f.match.right, f.match.source))
        return Report(Document("checked", name, self.text), sources, tuple(ordered), notes, copies=self.copies)


def drafted() -> Draft:
    """A document that several texts explain, some of them hardly, and some by set phrases only."""
    first, second, third = "2018年述职述学述廉报告.txt", "县级范文/乡镇工作总结(3).docx", "柳湾镇2020年上半年总结.txt"
    draft = Draft("工作总结\n今年以来，我镇做了以下工作，现报告如下。\n")
    draft.shared(
        "从严落实党委抓党建主体责任，层层落实党建工作责任制，建立科学有效的考核评价机制，形成了书记抓、抓书记，一级抓一级、"
        "层层抓落实的党建工作格局。坚持每月召开一次党建工作例会，及时研究解决工作中的困难和问题。",
        first,
        second,
    )
    draft.apart("\n我们自己写的一段话，讲的是修路和架桥的具体过程，和谁也不一样。\n")
    draft.altered(
        "坚持每周召开信访维稳工作调度会议，特别是",
        "十九大",
        "敏感",
        "期间，每天研究矛盾纠纷隐患排查化解情况、信访老户稳控情况，查找问题症结，研究制定解决办法。",
        first,
        kind=Kind.EDITED,
    )
    draft.altered(
        "壮大村级集体经济，年底有集体经济收入的村达到",
        "100%",
        "X%",
        "，收入五万元以上的村十二个，收入十万元以上的村五个，全部按期完成了年初定下的任务。",
        second,
        third,
        kind=Kind.REFILLED,
    )
    draft.apart("\n中间还有一些话，说的是果园和茶山的收成，也是自己写的。\n")
    for number, village in enumerate("桂樟松柏槐榆枫杉"):
        draft.shared(
            f"{village}树村新修水渠三公里，{village}树村群众反映良好", f"{village}树村.txt", kind=Kind.REWRITTEN
        )
        draft.apart(f"。这一句是第{number}句自己的话，不长。\n")
    phrase = "以习近平新时代中国特色社会主义思想为指导，全面贯彻落实党的二十大精神"
    draft.shared(phrase, third, "教育工作.md", "石坡街道党工委工作要点（讨论稿，征求意见用）.docx", flags=PHRASE)
    draft.apart("，开拓进取，真抓实干。\n")
    draft.shared("为人民服务就要始终站在人民的立场上", third, "教育工作.md", flags=frozenset({Flag.PUBLIC}))
    draft.apart("。\n")
    draft.shared("新修灌溉水渠三公里以上", second, flags=frozenset({Flag.SCATTERED}))
    draft.apart("。\n")
    draft.copied(first, "述廉报告（定稿）.txt", "述廉报告（副本）.txt")
    return draft


HIDDEN = Note("hidden", None, {"document": "工作总结.txt", "count": 3, "characters": "U+200B ×3"})


def several() -> Report:
    return drafted().report(notes=(HIDDEN,))


def twins(count: int = 5) -> Report:
    """The same, and some records of the corpus are the document itself."""
    draft = drafted()
    draft.twin(*(f"工作总结（{number}）.txt" for number in range(1, count + 1)))
    return draft.report()


def nothing() -> Report:
    return replace(Draft("我们修了一条路，又架了一座桥。").report(), searched=1284)


def phrases() -> Report:
    draft = Draft("我们修了一条路。")
    draft.shared("以习近平新时代中国特色社会主义思想为指导", "甲.txt", "乙.txt", flags=PHRASE)
    return draft.report()


def checked(
    report: Report, width: int = 80, lang: Language = "zh", *, colour: bool = False, limit: int | None = 0
) -> str:
    """What the command shows of a check unless it is asked for more."""
    out = io.StringIO()
    show(report, replace(terminal(width, lang, colour=colour), limit=limit), out, LIBRARY)
    return out.getvalue()
