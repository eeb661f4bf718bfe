"""What can be switched, sorted, walked through, marked and printed; nothing of it is there without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.model import Grade
from simcheck.render.page.markup import Attribute, Markup, element, escaped, joined, labelled, said, spaced

REVIEWS: Final = ("none", "fine", "mend", "ask")
"""What a reviewer says of a finding: not looked at, in order, to be changed, to be asked about."""

ORDERS: Final = ("place", "length", "source")
KEYS: Final = ("j", "k", "1", "f", "s", "x", "?")


def switches(prefix: str, lang: Language, findings: int, *, graded: bool, longest: int) -> Markup:
    """The bar of a report with ``findings`` findings, the longest of so many characters."""
    grades = [(0, "page.grade.any"), *((n, f"page.grade.{grade}") for n, grade in enumerate(Grade, 1))]
    parts = [
        element(
            "span",
            {"class": "now"},
            said("check.total"),
            Markup(" "),
            element("output", {"data-now": True}),
            Markup(" "),
            element(
                "span",
                {"class": "position"},
                element("span", {"data-at": True}, escaped("–")),
                escaped(" / "),
                element("span", {"data-of-all": True}, escaped(f"{findings:,}")),
            ),
        ),
        _button("previous"),
        _button("next"),
        *([_select(prefix, lang, "grade", grades, 0)] if graded else []),
        _least(prefix, lang, longest),
        _select(prefix, lang, "order", [(name, f"page.order.{name}") for name in ORDERS], ORDERS[0]),
        _button("side"),
        _button("swap"),
        _button("reset"),
        _button("export"),
        _button("import"),
        element(
            "input",
            {
                "type": "file",
                "hidden": True,
                "accept": ".json,application/json",
                "data-import": True,
                **labelled(lang, "page.do.import"),
            },
        ),
        _button("keys"),
        element("span", {"role": "alert", "data-other": True, "hidden": True}, said("page.review.other")),
    ]
    return element(
        "div", {"class": "bar js", "role": "toolbar", "id": f"{prefix}bar", **labelled(lang, "page.bar")}, *parts
    )


def _button(name: str) -> Markup:
    return element("button", {"type": "button", "data-do": name}, said(f"page.do.{name}"))


def _select(
    prefix: str, lang: Language, name: str, options: Sequence[tuple[int | str, str]], chosen: int | str
) -> Markup:
    made = [
        # the words of an option are text alone: the script puts them into the other language
        element(
            "option",
            {"value": value, "selected": value == chosen, **labelled(lang, key, name="data-text")},
            escaped(text(lang, key)),
        )
        for value, key in options
    ]
    id = f"{prefix}{name}"
    return element(
        "label",
        {"for": id},
        said(f"page.{name}"),
        Markup(" "),
        element("select", {"id": id, "data-select": name}, *made),
    )


def _least(prefix: str, lang: Language, longest: int) -> Markup:
    id = f"{prefix}least"
    about: dict[str, Attribute] = {
        "type": "number",
        "id": id,
        "min": 0,
        "max": longest,
        "value": 0,
        "step": 1,
        "data-least": True,
    }
    return element("label", {"for": id}, said("page.least"), Markup(" "), element("input", about))


def print_choice(lang: Language) -> Markup:
    """What is printed; it works without a script."""
    radios = [
        element(
            "label",
            {"for": f"print-{name}"},
            element("input", {"type": "radio", "name": "print", "id": f"print-{name}", "checked": name == "full"}),
            Markup(" "),
            said(f"page.print.{name}"),
        )
        for name in ("full", "only")
    ]
    return element("fieldset", {"class": "printing"}, element("legend", None, said("page.printing")), *spaced(radios))


def dialogs(lang: Language) -> Markup:
    """The form for a reviewer's mark, which the script puts to the finding that is looked at, and the keys."""
    radios = [
        element(
            "label", {"for": f"review-{name}"},
            element("input", {"type": "radio", "name": "review", "value": name, "id": f"review-{name}"}),
            Markup(" "), said(f"page.review.{name}"),
        )
        for name in REVIEWS
    ]  # fmt: skip
    note = element("textarea", {"id": "review-note", "rows": 2, "maxlength": 4000})
    label = element("label", {"for": "review-note"}, said("page.review.note"), Markup(" "), note)
    lost = element("p", {"class": "small", "data-lost": True, "hidden": True}, said("page.review.lost"))
    close = element("button", {"type": "button", "data-do": "close"}, said("page.close"))
    form = element(
        "fieldset", {"id": "review"}, element("legend", None, said("page.review")), *radios, label, close, lost
    )
    rows = [
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, element("kbd", None, escaped(key))),
            element("td", None, said(f"page.key.{key}")),
        )
        for key in KEYS
    ]
    close = element("form", {"method": "dialog"}, element("button", None, said("page.close")))
    keys = element(
        "dialog",
        {"id": "keys", **labelled(lang, "page.do.keys")},
        element("table", None, element("tbody", None, *rows)),
        close,
    )
    return joined([element("template", {"id": "review-form"}, form), keys])
