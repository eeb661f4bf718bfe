"""What is said around a crossing: what to notice, what is not on it, how it was counted, which files they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcheck.environment import Language
from simcheck.i18n.messages import Fact, text
from simcheck.i18n.printable import percent
from simcheck.render.crossing.record import crossing_record
from simcheck.render.crossing.view import LISTED, LONG, View
from simcheck.render.page.about import method_section, record_parts
from simcheck.render.page.crossing_chosen import Chosen
from simcheck.render.page.document import section
from simcheck.render.page.markup import NOTHING, Markup, element, escaped, joined, said
from simcheck.render.view.record import Verified


def notices(chosen: Chosen) -> Markup:
    """What a reader should know of the crossing and of its documents, which is not reuse."""
    count = len(chosen.view.notes())
    told = [chosen.both(lambda view, at=at: view.notes()[at]) for at in range(count)]  # type: ignore[misc]
    items = [element("li", None, words) for words in told]
    for each in chosen.rows:
        if chosen.view.crossing.documents[each.id].notes:
            words = chosen.both(lambda view, id=each.id: text(view.lang, "joint").join(_of(view, id)))  # type: ignore[misc]
            items.append(element("li", None, chosen.document(each.id), Markup(" "), words))
    if not items:
        return NOTHING
    title = joined([said("notes"), Markup(" "), escaped(f"{len(items):,}")])
    return section("notes", title, element("ul", {"class": "of"}, *items))


def _of(view: View, id: str) -> list[str]:
    """What reading a document said, without what is said of the crossing."""
    every = set(view.notes())
    return [words for words in view.notes_of(id) if words not in every]


def untold(chosen: Chosen, texts: int) -> Markup:
    """What is not on the page, by number: below the limits, told from runs alone, sharing nothing, texts for which
    there was no room."""
    view = chosen.view
    below = len(view.crossing.pairs) - len(view.telling)
    runs = sum(not pair.findings for pair in view.crossing.pairs)
    nothing = sum(not each.share.part for each in view.rows)
    lines = []
    if below:
        facts: dict[str, Fact] = {"n": below, "least": f"{LISTED:.0%}", "long": LONG}
        lines.append(chosen.both(lambda view: text(view.lang, "page.cross.untold.pairs", aside=view.aside, **facts)))
    if runs:
        lines.append(said("page.cross.untold.runs", n=runs))
    if nothing:
        lines.append(said(view.nothing_key, n=nothing))
    if texts:
        lines.append(said("page.cross.untold.texts", n=texts))
    if not lines:
        return NOTHING
    items = [element("li", None, words) for words in lines]
    return section("untold", said("page.cross.untold"), element("ul", {"class": "of"}, *items))


def method(chosen: Chosen) -> Markup:
    """How it was counted, with every setting, and what the words mean."""
    view, settings = chosen.view, chosen.view.crossing.settings
    at = percent(view.crossing.at).replace(".0%", "%")
    sentences = [
        said("counted.rule"),
        said("report.rule", minimum=settings.min_length),
        said("book.about.shares"),
        said("book.about.groups", at=at),
        said("report.grades"),
        *([said("page.cross.about.own")] if view.has_own else []),
    ]
    return method_section("", sentences, {"at": view.crossing.at, **settings.to_dict()})


def record(chosen: Chosen, corpus: Mapping[Language, str], verified: Verified | None) -> Markup:
    """The record: what was crossed, when, from which files, how; what of it still agrees."""
    told = {
        lang: crossing_record(view, corpus.get(lang, ""), verified=verified, most=len(chosen.rows))
        for lang, view in chosen.views.items()
    }
    return section("record", said("filed"), *record_parts(told, folded_from=1))


def data(chosen: Chosen) -> dict[str, Any]:
    """The crossing's numbers, for whoever reads the page by a program; what there is no room for is in the JSON."""
    view = chosen.view
    documents = [
        {
            "number": each.number,
            "id": each.id,
            "part": each.share.part,
            "upper": each.upper.part,
            "whole": each.share.whole,
            "group": each.group,
        }
        for each in chosen.rows
    ]
    pairs = [
        {
            "a": view.rank[pair.a],
            "b": view.rank[pair.b],
            "shares": [
                _fraction(pair.a_share.part, pair.a_share.whole),
                _fraction(pair.b_share.part, pair.b_share.whole),
            ],
            "own": pair.own,
        }
        for pair in chosen.pairs
    ]
    groups = [{"number": each.number, "documents": [view.rank[id] for id in each.documents]} for each in chosen.groups]
    counts = {
        "documents": len(view.crossing.documents),
        "pairs": len(view.crossing.pairs),
        "listed": len(view.telling),
        "groups": len(view.groups),
        "passages": len(view.crossing.passages),
    }
    return {"at": view.crossing.at, "counts": counts, "documents": documents, "pairs": pairs, "groups": groups}


def _fraction(part: int, whole: int) -> list[int]:
    return [part, whole]
