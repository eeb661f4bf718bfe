"""What the tests of corpus share."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, settings

from simcheck import Corpus
from support import SAMPLES

settings.register_profile("corpus", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)


settings.load_profile("corpus")


PAVING = "全镇上下齐心协力，扎实推进农村道路硬化工程，完成投资三百五十万元，新修村组道路二十六公里。"


WELLS = "实施饮水安全巩固提升工程，铺设管网十八公里，解决了三个行政村两千四百人的季节性缺水。"


WOODS = "封山育林一千二百亩，栽植核桃、油茶九万株，护林员每天上山巡查，全年没有发生一起火情。"


def sentences_of(name: str) -> list[str]:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    return [part + "。" for part in text.replace("\n", "").split("。") if 20 <= len(part) <= 90]


SENTENCES = sentences_of("柳湾镇2024年工作总结.txt")[:14] + sentences_of("安全生产工作汇报（临江新区）.txt")[:10]


def write(made: Corpus, name: str, text: str) -> Path:
    path = made.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def texts(made: Corpus) -> dict[str, str]:
    return {each.name: each.text for each in made}


def stored(made: Corpus) -> int:
    """How many texts there are."""
    return len(made._catalogue.numbers())


@contextlib.contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def made_older(folder: Path) -> None:
    """Make of a corpus what version 0.2 made of the same documents."""
    with contextlib.closing(sqlite3.connect(folder / ".simcheck" / "catalogue.sqlite")) as db, db:
        db.execute("DROP TABLE originals")
        db.execute("UPDATE facts SET value = '1' WHERE name = 'format'")
