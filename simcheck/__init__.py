"""simcheck finds reused text in Chinese work reports and shows it: exact to the character, on your own machine.

report = simcheck.compare(simcheck.read("述职报告.txt"), simcheck.read("工作总结.txt"))
report.share().ratio                     # 0–1: the part of the first that also stands in the second
for finding in report.findings: ...      # what, where, how altered

with simcheck.Corpus.open("语料库", create=True) as corpus:
    corpus.add_all(["范文/"])
    report = corpus.check(corpus.read("工作总结.txt"))     # the same kind of report, with many sources
"""

import _signal  # type: ignore[import-not-found]
import os
import sys

_AS_COMMAND = sys.argv[:1] == ["-m"] or os.path.basename(sys.argv[0] if sys.argv else "") in (
    "simcheck",
    "simcheck.exe",
)
if _AS_COMMAND and _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    # nothing is done yet that an end could leave half done; ``__main__`` takes over
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

_ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and os.path.realpath(sys.path[0]) != _ROOT:
    # ``python -m simcheck`` has just found itself: what else lies where the user stands is no part of it, whatever its
    # name. (Both modules above were there before anybody looked for them.)
    del sys.path[0]

from typing import TYPE_CHECKING, Any, Final

from simcheck._version import __version__ as __version__
from simcheck.errors import SimcheckError as SimcheckError
from simcheck.model import APART as APART
from simcheck.model import Block as Block
from simcheck.model import Document as Document
from simcheck.model import Edit as Edit
from simcheck.model import Evidence as Evidence
from simcheck.model import FileFacts as FileFacts
from simcheck.model import Finding as Finding
from simcheck.model import Flag as Flag
from simcheck.model import Grade as Grade
from simcheck.model import Kind as Kind
from simcheck.model import Mark as Mark
from simcheck.model import Match as Match
from simcheck.model import Note as Note
from simcheck.model import Slot as Slot
from simcheck.model import Span as Span
from simcheck.model import Substitution as Substitution
from simcheck.model import Token as Token

if TYPE_CHECKING:
    from simcheck.comparison import compare as compare
    from simcheck.corpus.addition import Added as Added
    from simcheck.corpus.collection import Corpus as Corpus
    from simcheck.corpus.summary import Summary as Summary
    from simcheck.corpus.upgrade import Upgraded as Upgraded
    from simcheck.crossing.cross import cross as cross
    from simcheck.crossing.crossing import Crossing as Crossing
    from simcheck.crossing.crossing import Group as Group
    from simcheck.crossing.crossing import Holding as Holding
    from simcheck.crossing.crossing import Likeness as Likeness
    from simcheck.crossing.crossing import Pair as Pair
    from simcheck.crossing.crossing import Passage as Passage
    from simcheck.crossing.crossing import Standing as Standing
    from simcheck.readers import read as read
    from simcheck.report.counting import Share as Share
    from simcheck.report.paragraphs import Paragraph as Paragraph
    from simcheck.report.report import Report as Report
    from simcheck.settings import Settings as Settings
    from simcheck.text.background import Background as Background
    from simcheck.text.public import Public as Public

__all__ = [
    "APART",
    "Added",
    "Background",
    "Block",
    "Corpus",
    "Crossing",
    "Document",
    "Edit",
    "Evidence",
    "FileFacts",
    "Finding",
    "Flag",
    "Grade",
    "Group",
    "Holding",
    "Kind",
    "Likeness",
    "Mark",
    "Match",
    "Note",
    "Pair",
    "Paragraph",
    "Passage",
    "Public",
    "Report",
    "Settings",
    "Share",
    "SimcheckError",
    "Slot",
    "Span",
    "Standing",
    "Substitution",
    "Summary",
    "Token",
    "Upgraded",
    "compare",
    "cross",
    "read",
]

# These need numpy; they are imported when they are first asked for, so that --help and errors come at once.
_LATER: Final = {
    "Added": "simcheck.corpus.addition",
    "Background": "simcheck.text.background",
    "Corpus": "simcheck.corpus.collection",
    "Crossing": "simcheck.crossing.crossing",
    "Group": "simcheck.crossing.crossing",
    "Holding": "simcheck.crossing.crossing",
    "Likeness": "simcheck.crossing.crossing",
    "Pair": "simcheck.crossing.crossing",
    "Paragraph": "simcheck.report.paragraphs",
    "Passage": "simcheck.crossing.crossing",
    "Public": "simcheck.text.public",
    "Report": "simcheck.report.report",
    "Settings": "simcheck.settings",
    "Share": "simcheck.report.counting",
    "Standing": "simcheck.crossing.crossing",
    "Summary": "simcheck.corpus.summary",
    "Upgraded": "simcheck.corpus.upgrade",
    "compare": "simcheck.comparison",
    "cross": "simcheck.crossing.cross",
    "read": "simcheck.readers",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'simcheck' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LATER[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
