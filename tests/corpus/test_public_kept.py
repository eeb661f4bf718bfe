"""Public texts of a corpus: every check searches them, beside those that it is given."""

from __future__ import annotations

import pytest
from support.labelled import SPECIFIC
from support.public import ARTICLE, LAW, OTHER, OURS

from simcheck import Corpus, Document, Flag, Public
from simcheck.errors import UnknownPublicText


@pytest.fixture
def holding(made: Corpus) -> Corpus:
    made.add(Document("theirs", "乙市条例", "。\n".join([*SPECIFIC[20:26], ARTICLE, *SPECIFIC[26:30]])))
    return made


def flags(corpus: Corpus, **options: object) -> set[Flag]:
    report = corpus.check(OURS, **options)  # type: ignore[arg-type]
    assert ARTICLE.strip("。") in OURS[report.findings[0].match.left.start : report.findings[0].match.left.end]
    return set(report.findings[0].flags)


def test_every_check_searches_what_is_kept(holding: Corpus) -> None:
    assert flags(holding) == set()
    assert [text.name for text in holding.add_public([LAW, OTHER])] == ["渡口管理条例", "信访条例"]
    assert flags(holding) == {Flag.PUBLIC}
    report = holding.check(OURS)
    assert report.public == 2
    assert {mark.facts["public"] for mark in report.marks if mark.flag is Flag.PUBLIC} == {"渡口管理条例"}
    assert report.share().part > report.share(without={Flag.PUBLIC}).part == 0
    assert flags(holding, with_kept_public=False) == set()
    assert holding.check(OURS, with_kept_public=False).public == 0
    holding.remove_public("渡口管理条例")
    assert flags(holding) == set()


def test_what_is_given_is_searched_beside_what_is_kept(holding: Corpus) -> None:
    holding.add_public([OTHER])
    assert flags(holding, public=[LAW]) == {Flag.PUBLIC}
    assert holding.check(OURS, public=Public.of([LAW, OTHER])).public == 2
    assert flags(holding, public=[LAW], with_kept_public=False) == {Flag.PUBLIC}


def test_documents_and_public_texts_keep_apart(holding: Corpus) -> None:
    """A public text is no source, and a rebuild leaves it alone."""
    holding.add_public([LAW])
    assert len(holding) == 1
    holding.rebuild()
    holding.upgrade()
    holding.verify()
    assert flags(holding) == {Flag.PUBLIC}
    assert {source.name for source in holding.check(OURS).sources.values()} == {"乙市条例"}


def test_a_name_that_is_not_there_removes_nothing(holding: Corpus) -> None:
    holding.add_public([LAW, OTHER])
    with pytest.raises(UnknownPublicText) as caught:
        holding.remove_public("信访条例", "渡口条例")
    assert (caught.value.wanted, caught.value.similar) == ("渡口条例", ("渡口管理条例",))
    assert len(holding.public) == 2
