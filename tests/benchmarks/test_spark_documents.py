"""Documents that are cut and made for the crossing on a cluster."""

from __future__ import annotations

from benchmarks.running import spark_documents

LINES = [
    "水库今年加固了两段堤坝。\n",
    "渡口的船换了新的缆绳。\n",
    "晒场边上补种了一排桑树。\n",
    "油坊租给了邻村。\n",
    "完。",
]


def test_pieces_are_the_whole_text_and_none_is_too_short() -> None:
    text = "".join(LINES)
    for least in (1, 12, 15, 30, 500):
        cut = [each["text"] for each in spark_documents.pieces({"name": "报告", "text": text}, least)]
        assert "".join(cut) == text
        assert all(len(each) >= least for each in cut) or cut == [text]
        assert all(each.endswith("\n") for each in cut[:-1])
    assert len(list(spark_documents.pieces({"name": "报告", "text": text}, 15))) == 2
    assert [each["text"] for each in spark_documents.pieces({"name": "空", "text": ""}, 15)] == [""]


def test_every_tenth_made_document_has_a_passage_of_another() -> None:
    source = "".join(f"第{n}号堤坝在{n * 37}年加固，{n * 91}人到场。" for n in range(1, 60))
    documents = [{"name": "报告", "text": source}]
    made = list(spark_documents.made(documents, 40, 1))
    assert made == list(spark_documents.made(documents, 40, 1)) != list(spark_documents.made(documents, 40, 2))
    assert len({each["text"] for each in made}) == 40
    planted = [
        any(
            source[at : at + spark_documents.PLANTED] in each["text"]
            for at in range(len(source) - spark_documents.PLANTED)
        )
        for each in made
    ]
    assert planted == [number % 10 == 0 for number in range(40)]
    assert all(set(each["text"]) <= set(source) | {"\n"} for each in made)
