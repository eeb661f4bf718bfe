"""Texts full of one thing, and every function of the package that scans a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from simcheck.entities import dates

TEXTS: Final = tuple(
    dict.fromkeys(
        (
            *"。、，第一年村张的aX1.-_…“”《》（）(「<&{\\\"'\n\r\t \u3000\u2028\x0c\u0301\u200b\ufe0f×#*|",
            *(
                "\r\n",
                "——",
                "……",
                "a ",
                "a. ",
                ". ",
                " \n",
                "\x0c ",
                "\n a",
                "1,",
                "1.5",
                "1 ",
                "一、",
                "第一条 ",
                "（一）",
            ),
            *(
                "…… 12\n",
                ".... 12\n",
                "（此处填写",
                "（此处填写 XX ）",
                "请勿照搬照抄",
                "照抄照搬。",
                "村、",
                "云溪县",
                "张三、",
            ),
            *(
                "习近平总书记强调：",
                "《法》规定：",
                "“《",
                "总书记“",
                "“一”",
                "二十届",
                "一届一",
                "2018年",
                "2018-",
                "XX ",
                "___ ",
            ),
            *(
                "<a ",
                "<!--",
                "\\u1 ",
                "{\\",
                "&#",
                "='",
                "http://",
                "a@b.",
                "工作总结",
                "为了人民",
                "第一章 总则\n",
                "一、总则\n",
            ),
            *("今年以来我镇", "今年以来，我镇扎实推进。\n", "Ω", "а", "㎡", "🙂", "葉"),
        )
    )
)
"""What a text may be full of."""


def text_functions() -> Mapping[str, Callable[[str], object]]:
    """Everything that scans a whole text, by name."""
    from simcheck.entities import blanks, names
    from simcheck.findings import interleaving, notes, quotations, substitutions, unseen
    from simcheck.metadata import guess
    from simcheck.model import Document, Edit, Span
    from simcheck.readers import decode, detect
    from simcheck.readers.fixed import reflow
    from simcheck.readers.fixed.lines import Line, Page
    from simcheck.readers.office import fields
    from simcheck.readers.plain import legible
    from simcheck.render import markdown
    from simcheck.render.terminal import wrap
    from simcheck.settings import Settings
    from simcheck.text import fingerprint, normalize, notices, segmentation, tokens

    def substituted(text: str) -> object:
        half = len(text) // 2
        edits = [Edit(Span(at, at + 1), Span(at, at + 1)) for at in range(0, half - 1, 20)]
        return substitutions.substitutions(text[:half], text[half : 2 * half], edits)

    def hashed(text: str) -> object:
        normalized = normalize.normalize(text)
        return fingerprint.spaced_words(normalized)

    def read(text: str) -> object:
        return decode("a.txt", text.encode()) if text.strip() else None

    def told(text: str) -> object:
        document = Document("a", "a.txt", text)
        return notes.about(document, document, Settings())

    def lined(text: str) -> object:
        lines = [Line(text[at : at + 40], 72, 500, 72 + at, 84 + at) for at in range(0, len(text), 40)]
        return reflow.reflowed([Page(595, 842, lines)])

    return {
        "paragraphs": segmentation.paragraphs,
        "count_paragraphs": segmentation.count_paragraphs,
        "sentences": segmentation.sentences,
        "headings": segmentation.headings,
        "clauses": lambda text: segmentation.clauses(text, Span(0, len(text))),
        "notices": notices.notices,
        "normalize": normalize.normalize,
        "look_alikes": normalize.look_alikes,
        "tokens": tokens.tokens,
        "word_ends": lambda text: tokens.word_ends(normalize.normalize(text)),
        "fingerprint": hashed,
        "quotations": quotations.quotations,
        "notes": told,
        "blanks": blanks.blanks,
        "interleaved": interleaving.interleaved,
        "unexplained": unseen.unexplained,
        "reversed_parts": unseen.reversed_parts,
        "guess": lambda text: guess.guess("a.txt", text),
        "guess from a name": lambda text: guess.guess(text, ""),
        "date": dates.date,
        "says_something": names.says_something,
        "is_unknown": names.is_unknown,
        "substitutions": substituted,
        "overstruck": lambda text: fields.overstruck(f"eq \\o({text}"),
        "slips": legible.slips,
        "looks_like": lambda text: detect.looks_like(text.encode(), ".html"),
        "decode": read,
        "reflowed": lined,
        "escaped": markdown.escaped,
        "atoms": lambda text: wrap.wrap(wrap.atoms(text.replace("\n", " ")), 80),
        "fit": lambda text: wrap.fit(text, 40),
        "start": lambda text: wrap.start(text, 40),
    }
