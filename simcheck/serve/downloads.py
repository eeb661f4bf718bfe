"""Files of finished jobs: which there are, and how they are handed over.

What is made is kept in the folder of the job, and given again as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from simcheck.files import home
from simcheck.i18n.messages import text
from simcheck.serve import folders
from simcheck.serve.asked import language_of
from simcheck.serve.desk import Desk
from simcheck.serve.jobs import Jobs
from simcheck.serve.refusals import refused
from simcheck.serve.wire import Job, Sheet

TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".graphml": "application/graphml+xml",
}

OF_ONE: Final = (".html", ".json", ".docx", ".xlsx", ".csv", ".md", ".txt")
OF_ALL: Final = (".html", ".json", ".xlsx", ".csv", ".md", ".txt")
OF_CROSSING: Final = (".html", ".json", ".xlsx", ".csv", ".graphml", ".txt")

ON_A_PAGE: Final = 200
"""Reports that stand on one page: it holds every text, 270 kB and 2 MB of memory for one of usual length, and whoever
asks for something else waits meanwhile."""

SANDBOX: Final = "sandbox allow-scripts allow-downloads allow-modals"
"""What a report's page may do here: no more than in a file, and nothing of what the site may. Its own policy stands in
it."""

_NAME: Final = re.compile(r"(?P<number>all|[1-9]\d{0,6})(?P<suffix>\.[a-z]{2,7})", re.ASCII)


async def download(request: Request, jobs: Jobs, desk: Desk, job: Job, name: str, *, inline: bool = False) -> Response:
    """The file called so (3.docx, all.xlsx) of a job; shown if ``inline``, else to be saved."""
    sheet, title = sheet_of(request, jobs, job, name)
    path = await _path(sheet, desk)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(title)}"}
    if inline:
        headers = {"content-security-policy": SANDBOX}
    return FileResponse(path, media_type=TYPES[sheet.suffix], headers=headers)


def fits_a_page(job: Job) -> bool:
    """Whether there is a page of all of it; of a crossing there is."""
    return job.wishes.kind == "cross" or job.documents <= ON_A_PAGE


def sheet_of(request: Request, jobs: Jobs, job: Job, name: str) -> tuple[Sheet, str]:
    """Which file is wanted, and what it is called where it is saved; ``Refused`` if there is none."""
    found = _NAME.fullmatch(name)
    suffix = found["suffix"] if found else ""
    number = 0 if found is None or found["number"] == "all" else int(found["number"])
    if job.wishes.kind == "cross":
        allowed: tuple[str, ...] = OF_CROSSING if not number else ()
    elif job.wishes.kind in ("check", "compare"):
        allowed = OF_ONE if number else OF_ALL
    else:
        allowed = ()
    if suffix not in allowed:
        raise refused(404, "no-file")
    if job.state not in ("done", "running"):
        raise refused(409, "not-done")
    folder = jobs.folder(job)
    if number:
        outcome = next((each for each in folders.outcomes(folder) if each.number == number), None)
        if outcome is None or outcome.error is not None:
            raise refused(404, "no-file")
        title = re.sub(r"[\\/:*?\"<>|]", "-", Path(outcome.name).stem) or "report"
    else:
        if job.state != "done":
            raise refused(409, "not-done")
        if suffix == ".html" and not fits_a_page(job):
            raise refused(422, "too-many-for-a-page", count=job.documents, limit=ON_A_PAGE)
        title = text(language_of(request), f"site.kind.{job.wishes.kind}")
    asked = request.query_params
    sheet = Sheet(
        str(folder),
        job.wishes.kind,
        number,
        suffix,
        language_of(request),
        title,
        without=[word for word in asked.get("without", ",".join(job.wishes.without)).split(",") if word],  # type: ignore[misc]
        grade=asked.get("grade", job.wishes.grade or "") or None,  # type: ignore[arg-type]
        texts=asked.get("texts", "1") != "0",
        anonymise=asked.get("anonymise", "0") == "1",
    )
    try:
        sheet = msgspec.convert(msgspec.to_builtins(sheet), Sheet)
    except msgspec.ValidationError as error:
        raise refused(422, "wrong-wishes", reason=str(error)) from error
    return sheet, f"{title}{suffix}"


async def _path(sheet: Sheet, desk: Desk) -> Path:
    """Where the file lies, made if it is not there."""
    folder = Path(sheet.folder)
    is_plain = sheet.texts and not sheet.anonymise
    if is_plain and sheet.suffix == ".json" and (sheet.number or sheet.kind == "cross"):
        there = f"{sheet.number}.json" if sheet.number else folders.CROSSING
        return folder / folders.RESULTS / there
    if is_plain and sheet.suffix == ".docx" and not sheet.without and not sheet.grade:
        copy = folder / folders.RESULTS / f"{sheet.number}.docx"
        if copy.is_file():
            return copy
    key = blake2b(msgspec.json.encode(sheet), digest_size=8).hexdigest()
    path = folder / folders.MADE / f"{sheet.number or 'all'}-{key}{sheet.suffix}"
    if not path.is_file():
        data = await desk.file(sheet)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        home.replace(path, data)
    return path
