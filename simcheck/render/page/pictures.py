"""Pictures of a report as inline SVG: how dense reuse is from beginning to end, a share as a bar, two texts as a plot.

A picture has a title and a description, and says what it shows by height, length, place or line, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.model import Finding
from simcheck.render.page.colours import sort_of
from simcheck.render.page.markup import Attribute, Markup, element, escaped, joined, labelled_by
from simcheck.render.view.figures import reaches
from simcheck.render.view.selection import Selection

CELLS = 120
"""Parts of the text in the picture of its density."""

_HIGH = 24
_PLOT = 1000
"""The sides of a plot, in units of its own."""


def bar(ratio: float) -> Markup:
    """A share (0–1) as the length of a bar; the number stands beside it."""
    inner = element("rect", {"width": f"{100 * ratio:.1f}", "height": 8})
    return element(
        "svg", {"class": "bar", "viewBox": "0 0 100 8", "preserveAspectRatio": "none", "aria-hidden": "true"}, inner
    )


def strip(shares: Sequence[float], lang: Language) -> Markup:
    """What share (0–1) of each part of the text is reused, from beginning to end."""
    rects = joined(_cell(at, share) for at, share in enumerate(shares))
    about: dict[str, Attribute] = {
        "class": "strip",
        "viewBox": f"0 0 {max(1, len(shares))} {_HIGH}",
        "preserveAspectRatio": "none",
        "role": "img",
    }
    told = _told(lang, lambda each: text(each, "page.strip.title"), lambda each: text(each, "page.strip.desc"))
    return element("svg", about, *told, rects)


def _cell(at: int, share: float) -> Markup:
    height = _HIGH * share
    return element("rect", {"x": at, "y": f"{_HIGH - height:.1f}", "width": 1, "height": f"{height:.1f}"})


def plot(
    findings: Sequence[Finding],
    lengths: tuple[int, int],
    described: Callable[[Language], str],
    selection: Selection,
    lang: Language,
) -> Markup:
    """Two texts against each other: the document from left to right, its source from top to bottom, a line for each
    block that both have; what does not count is dotted, what is not listed not there. What was moved is off the
    diagonal."""
    across, down = (_PLOT / max(1, length) for length in lengths)
    lines = [
        element(
            "line",
            {
                "class": _classes(finding, selection),
                "data-f": number,
                "x1": f"{block.left.start * across:.1f}",
                "y1": f"{block.right.start * down:.1f}",
                "x2": f"{block.left.end * across:.1f}",
                "y2": f"{block.right.end * down:.1f}",
            },
        )
        for number, finding in enumerate(findings, 1)
        for block in finding.match.blocks
    ]
    frame = element("rect", {"class": "frame", "width": _PLOT, "height": _PLOT})
    about: dict[str, Attribute] = {"class": "plot", "viewBox": f"-8 -8 {_PLOT + 16} {_PLOT + 16}", "role": "img"}
    told = _told(lang, lambda each: text(each, "page.plot.title"), described)
    return element("svg", about, *told, frame, *lines)


def _classes(finding: Finding, selection: Selection) -> str:
    names = [f"s-{sort_of(finding)}"]
    names += ["out"] if finding.flags & selection.without else []
    return " ".join([*names, *([] if reaches(finding, selection.grade) else ["off"])])


def _told(lang: Language, title: Callable[[Language], str], description: Callable[[Language], str]) -> list[Markup]:
    return [
        element(name, labelled_by(lang, say, "data-text"), escaped(say(lang)))
        for name, say in (("title", title), ("desc", description))
    ]
