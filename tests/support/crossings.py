"""Villages that hand in reports, and what a crossing of them is, made pair by pair from comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import simcheck
from simcheck.crossing.crossing import Crossing, Group, Holding, Likeness, Pair, Passage, Standing
from simcheck.model import Document, Finding, Grade, Note, Span, identity
from simcheck.report.counting import Share
from simcheck.report.report import Report

AT = 0.5

_ROADS = (
    "全年硬化村内道路{number}公里，修补坑洼路面，安装太阳能路灯，群众出行难的问题得到了解决，{village}老人说晚上出门再也不怕摔跤。",
    "村两委带头到田间地头走访，收集意见建议{number}条，能当场答复的当场答复，不能当场答复的记在本子上逐件销号。",
    "{village}把闲置的旧粮库改成了农产品分拣点，请来农技员讲了四次课，六户人家头一回把晚熟的桃子卖到了省城的超市。",
)
_WATER = (
    "{village}的老泵站年久失修，今年争取到水利资金{number}万元，换了两台水泵，疏通渠道三公里，下游的田第一次在五月前灌上了水。",
    "河长每周巡河两次，把漂浮物、排污口和乱搭乱建拍成照片发到群里，谁家门前谁来认，月底张榜公布，没有一处拖到下个月。",
)
_FORM = "按照镇党委关于年度述职的统一安排，现将本村一年来的工作情况报告如下，请各位领导审议。"
_LONE = "摆渡的老周干了三十一年，儿子不肯接班，村里出钱请了隔壁县的人来轮着开，雨季每天只开两班，孩子上学改坐校车。"
_YEARS = (
    "茶园的埂子补了四百米，春茶比往年晚了九天，价钱却高了一成，收茶的车头一次开到了地头。",
    "老年食堂每天中午开饭，五块钱两菜一汤，做饭的是两位党员家属，一年没有停过一天。",
    "水库的放水口换了闸门，钥匙由三个组长轮流保管，谁家要水先登记，没有再为抢水吵架。",
)
_OWN = (
    "山上的三百亩毛竹林今年请了外地的队伍来采，按斤付钱，采一季下来集体账上多了九万。",
    "小学搬走以后空出来的院子租给了做竹编的两兄弟，他们带着十二个妇女编篮子，订单排到了来年开春。",
    "夏天那场大水冲垮了东头的石桥，镇里派人看过两回，图纸已经画好，只等枯水期动工。",
    "有七户人家的自来水一到晚上就没有压力，管子埋得太浅，冬天冻裂过三次，来年要重新挖沟。",
    "祠堂里办起了识字班，教员是退休的老会计，学员从四十岁到七十三岁都有，考试时还请了评委。",
    "集市从初一十五改成了逢五逢十，摊位费不涨，卖菜的多了一倍，来买的人把停车场都占满了。",
    "养蜂的老陈收了三个徒弟，蜜卖到了县城的药房，他说再过两年要办一个合作社。",
    "旱厕改完以后化粪池满得快，吸粪车一个月只来一趟，大家商量着自己买一台。",
    "晒谷场上装了篮球架，放假回来的孩子打到天黑，路灯的线就是为这个才拉的。",
    "采石场关停三年，坑里积的水清得能看见底，有人来问能不能养冷水鱼，还没有谈成。",
    "村医每周二下到最远的两个组，背的药箱里添了血糖仪，量一次不收钱。",
    "换届以后账目贴在小卖部的墙上，谁家门口的树是集体的也写在上面，吵架的少了。",
    "三组的机耕路从山腰绕过去，少占了两家的菜地，代价是多打了四十米的挡墙。",
    "年底清点工具棚，借出去没有还的锄头和水泵都有了着落，账本从此挂在门后。",
    "外出的年轻人建了一个群，谁家老人病了先在群里喊，邻居骑摩托送到卫生院。",
)


def document(name: str, text: str, **metadata: str) -> Document:
    return Document(identity(name, text), name, text, metadata)


def villages() -> list[Document]:
    """Nine reports: three that took over a passage on roads, two of which are one; two on water; two by one village a
    year apart; one by itself; and one of a few words. All but the last have what the town's form says."""

    def written(village: str, *parts: Sequence[str], number: int, own: int, **said: str) -> Document:
        lines = [f"{village}2024年述职报告", _FORM, *_OWN[own : own + 1]]
        lines += [line.format(village=village, number=number) for part in parts for line in part]
        lines += _OWN[own + 1 : own + 3]
        return document(f"{village}2024年述职报告.txt", "\n".join(lines), **said)

    first = written("桐花岭村", _ROADS, number=12, own=0, date="2024-10-08", date_by="signature")
    copied = written("柳湾村", _ROADS, number=17, own=3, date="2024-11-30", date_by="signature")
    again = document("柳湾村2024年述职报告（定稿）.txt", copied.text, **copied.metadata)
    wet = written("青石滩村", _WATER, number=30, own=6)
    wetter = written("白鹭村", _WATER, number=45, own=9)
    before = document(
        "石坡村2023年述职报告.txt", written("石坡村", _YEARS, number=1, own=20).text.replace("2024", "2023")
    )
    after = written("石坡村", _YEARS, number=2, own=14)
    alone = document(
        "望江村2024年述职报告.txt", f"望江村2024年述职报告\n{_FORM}\n渡口的船换成了电动的，一趟省油三十块。\n{_LONE}"
    )
    brief = document("=梅岭村.txt", "梅岭村：本年无事。")
    return [first, copied, again, wet, wetter, before, after, alone, brief]


def crossed(
    documents: Sequence[Document],
    at: float = AT,
    own: Iterable[tuple[str, str]] = (),
    templates: Sequence[Document] = (),
    notes: Sequence[Note] = (),
) -> Crossing:
    """What a crossing of some documents is: every pair compared, groups by links, passages by what the first of a group
    shares with the others. ``own`` are pairs of names."""
    by_name = {each.name: each for each in documents}
    ours = {frozenset((by_name[a].id, by_name[b].id)) for a, b in own}
    pairs, held = [], dict[str, list[Report]]()
    for a, b in combinations(documents, 2):
        report = simcheck.compare(a, b, templates=templates)
        if not report.findings:
            continue
        there = b.id
        likeness = None
        if a.text == b.text:
            likeness = Likeness.SAME_TEXT
        elif min(report.share().ratio, report.taken_from(there).ratio) >= 0.9:
            likeness = Likeness.NEAR
        pair = Pair(
            a.id,
            b.id,
            report.share(),
            report.taken_from(there),
            report.share(grade=Grade.HIGH),
            report.taken_from(there, grade=Grade.HIGH),
            report.findings,
            likeness,
            "own-unit" if {a.id, b.id} in ours else "",
        )
        pairs.append(pair)
        if not pair.own:
            held.setdefault(a.id, []).append(report)
    pairs.sort(key=lambda pair: (-pair.ratio, pair.a, pair.b))
    groups = _linked([p for p in pairs if p.ratio >= at and not p.own], [each.id for each in documents])
    passages = _passages(documents, pairs)
    texts = {each.id: each.text for each in documents}
    sets: dict[str, list[str]] = {}
    for id, words in texts.items():
        sets.setdefault(words, []).append(id)
    return Crossing(
        documents={each.id: each for each in documents},
        pairs=tuple(pairs),
        groups=tuple(
            Group(
                ids,
                tuple(p.id for p in passages if sum(h.document in ids for h in p.holders) > 1),
                _first(ids, documents),
            )
            for ids in groups
        ),
        passages=tuple(passages),
        standings={each.id: _standing(each, documents, pairs, templates) for each in documents},
        at=at,
        templates=tuple(each.name for each in templates),
        notes=tuple(notes),
        same=tuple(tuple(ids) for ids in sets.values() if len(ids) > 1),
    )


def _linked(pairs: Sequence[Pair], ids: Sequence[str]) -> list[tuple[str, ...]]:
    group = {one: frozenset({one}) for one in ids}
    for pair in pairs:
        both = group[pair.a] | group[pair.b]
        group |= dict.fromkeys(both, both)
    found = {tuple(one for one in ids if one in some) for some in group.values() if len(some) > 1}
    return sorted(found, key=lambda some: (-len(some), ids.index(some[0])))


def _first(ids: Sequence[str], documents: Sequence[Document]) -> str | None:
    dates = {each.id: each.metadata.get("date", "") for each in documents if each.id in ids}
    earliest = min(dates, key=lambda id: dates[id])
    return earliest if all(dates.values()) and list(dates.values()).count(dates[earliest]) == 1 else None


def _passages(documents: Sequence[Document], pairs: Sequence[Pair]) -> list[Passage]:
    """Findings of other authors, one for each place of the document that stands first."""
    found: dict[tuple[str, Span], dict[str, Span]] = {}
    for pair in sorted(pairs, key=lambda pair: [d.id for d in documents].index(pair.a)):
        for finding in pair.findings if not pair.own else ():
            key = next(
                (key for key, some in found.items() if pair.a in some and some[pair.a].overlaps(finding.match.left)),
                (pair.a, finding.match.left),
            )
            found.setdefault(key, {key[0]: key[1]}).setdefault(pair.b, finding.match.right)
    dates = {each.id: each.metadata.get("date", "") for each in documents}
    passages = [
        Passage(
            f"{first}-{span.start}",
            len(span),
            tuple(Holding(id, at, len(at), dates[id]) for id, at in holders.items()),
            is_common=2 * len(holders) > len(documents),
        )
        for (first, span), holders in found.items()
    ]
    return sorted(passages, key=lambda passage: -passage.characters * len(passage.holders))


def _standing(
    one: Document, documents: Sequence[Document], pairs: Sequence[Pair], templates: Sequence[Document]
) -> Standing:
    mine = [pair for pair in pairs if one.id in (pair.a, pair.b) and not pair.own]
    others = [other for other in documents if any({one.id, other.id} == {p.a, p.b} for p in mine)]
    reports = [simcheck.compare(one, other, templates=templates) for other in others]
    if not reports:
        whole = simcheck.compare(one, document("none", "无")).share().whole
        return Standing(Share(0, whole, 0), Share(0, whole, 0))
    findings: list[Finding] = sorted(
        (f for report in reports for f in report.findings), key=lambda f: (f.match.left, f.match.source)
    )
    sources = {id: source for report in reports for id, source in report.sources.items()}
    together = Report(one, sources, tuple(findings), marks=reports[0].marks)
    largest = max(mine, key=lambda p: (p.a_share if p.a == one.id else p.b_share).part)
    return Standing(
        together.share(),
        together.share(grade=Grade.HIGH),
        templated=len("".join(templates[0].text.split())) if templates else 0,
        largest=largest.b if largest.a == one.id else largest.a,
    )
