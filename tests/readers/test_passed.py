"""What readers pass over is counted, and said in one note that is as loud as it should be."""

from __future__ import annotations

import pytest

from simcheck import errors, readers
from simcheck.environment import LANGUAGES, Language
from simcheck.findings.notes import about
from simcheck.i18n import explain, messages
from simcheck.model import Document, Note
from simcheck.readers import registry
from simcheck.readers.extract import Extract, Input
from simcheck.readers.passed import Passed, counted, told
from simcheck.render.view.figures import first_notes
from simcheck.settings import Settings

REPORT = "全镇实有耕地六万二千亩。" * 50


def test_nothing_passed_over_says_nothing() -> None:
    assert told("甲", {}, REPORT) == ()
    assert told("甲", {Passed.PICTURE: 0}, "") == ()


@pytest.mark.parametrize(
    ("passed", "text", "code"),
    [
        ({Passed.PICTURE: 1}, REPORT, "passed-over"),
        ({Passed.PICTURE: 6, Passed.FORMULA: 40, Passed.CHART: 1, Passed.MACRO: 2}, REPORT, "passed-over"),
        ({Passed.PICTURE: 20}, REPORT, "not-read"),
        ({Passed.PICTURE: 1}, "扫描件\n\n\n" + " " * 300, "not-read"),
        ({Passed.PICTURE: 1, Passed.DIAGRAM: 1}, REPORT, "not-read"),
        ({Passed.EMBEDDED: 1}, REPORT, "not-read"),
        ({Passed.MISSING: 1}, REPORT, "not-read"),
        ({Passed.FORMULA: 9}, "题", "passed-over"),
    ],
)
def test_only_what_may_hold_sentences_is_loud(passed: dict[Passed, int], text: str, code: str) -> None:
    (note,) = told("甲", passed, text)
    assert note == Note(code, None, {"document": "甲"} | {str(kind): count for kind, count in passed.items()})


def test_a_quiet_note_is_shown_last_and_a_loud_one_first() -> None:
    quiet, loud, other = Note("passed-over"), Note("not-read"), Note("unfilled")
    assert first_notes([quiet, other, loud], None) == [quiet, other, loud]
    assert first_notes([quiet, other, loud], 2) == [other, loud]
    assert first_notes([quiet, other, loud], 1) == [loud]


def test_kinds_stand_in_one_order_and_what_stands_inside_is_counted_with_the_rest() -> None:
    inner = told("乙", {Passed.CHART: 2, Passed.PICTURE: 1}, REPORT)
    assert counted((Note("hidden-text", None, {"count": 3}), *inner)) == {Passed.PICTURE: 1, Passed.CHART: 2}
    assert counted([Note("passed-over", None, {"pictures": "many"})]) == {}
    (note,) = told("甲", counted(inner) + counted(told("丙", {Passed.PICTURE: 1}, REPORT)), REPORT)
    assert list(note.facts.items()) == [("document", "甲"), ("pictures", 2), ("charts", 2)]


def test_a_document_of_pictures_alone_is_not_called_empty_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(_: Input, __: object) -> Extract:
        return Extract("\n", told("甲", {Passed.PICTURE: 3}, "\n"))

    monkeypatch.setattr(registry, "extract", extract)
    monkeypatch.setattr("simcheck.worker.is_possible", lambda: False)
    with pytest.raises(errors.Empty) as caught:
        readers.decode("甲.pdf", b"%PDF-1.5")
    assert caught.value.passed == 3


def test_notes_of_both_sides_reach_the_result() -> None:
    notes = told("甲", {Passed.PICTURE: 1}, REPORT)
    left, right = Document("l", "甲", REPORT, notes=notes), Document("r", "乙", "另一篇。")
    assert notes[0] in about(left, right, Settings())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", Passed)
def test_every_kind_of_what_is_passed_over_has_a_word(kind: Passed, lang: Language) -> None:
    assert messages.known(f"passed.{kind}")
    once, twice = (explain.note(Note("passed-over", None, {"document": "甲", kind: n}), lang, {}) for n in (1, 1200))
    assert "1,200" in twice
    assert "{" not in once + twice


def test_what_a_newer_version_passes_over_is_still_shown() -> None:
    facts: dict[str, str | int] = {"document": "甲", "pictures": 1, "holograms": 3}
    assert "1 张图片、holograms 3 没有读" in explain.note(Note("not-read", None, facts), "zh", {})
    assert "1 picture, holograms 3 not read" in explain.note(Note("not-read", None, facts), "en", {})
