"""The description of the REST interface (OpenAPI 3.1), made from the types that it speaks.

Results are described by the types by which they are read back (``report.schema``, ``crossing.saved``).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec

from simcheck._version import __version__
from simcheck.crossing.saved import SavedCrossing
from simcheck.report.schema import WrittenResult
from simcheck.serve import spoken
from simcheck.serve.downloads import TYPES
from simcheck.serve.problems import Problem
from simcheck.serve.wire import Wishes

_JOB: Final = "/jobs/{id}"
_REF: Final = "#/components/schemas/{name}"


class _Operation(NamedTuple):
    path: str
    method: str
    name: str
    summary: str
    answers: dict[int, Any]
    """By status: a type, "" for nothing, or the type of content that is no JSON of ours."""
    body: Any = None
    """A type, or the kinds of job that the form may name."""
    query: tuple[str, ...] = ()


_PAGED: Final = ("offset", "limit")
_FORM: Final = ("before", "min_length", "encoding", "exclude", "own", "without", "grade", "lang")

_OPERATIONS: Final = (
    _Operation("", "get", "service", "What answers here", {200: spoken.Service}),
    _Operation("/jobs", "get", "listJobs", "Jobs, the newest first", {200: spoken.JobPage}, query=_PAGED),
    _Operation(
        "/jobs",
        "post",
        "sendJob",
        "Send documents, to be checked against the corpus, crossed, compared or added",
        {202: spoken.JobShown, 200: spoken.JobShown},
        ("check", "cross", "compare", "add", "public"),
    ),
    _Operation(_JOB, "get", "job", "One job", {200: spoken.JobShown}),
    _Operation(_JOB, "delete", "removeJob", "Stop a job, and forget it with all its results", {204: ""}),
    _Operation(f"{_JOB}/cancel", "post", "cancelJob", "Stop a job", {200: spoken.JobShown}),
    _Operation(
        f"{_JOB}/documents",
        "get",
        "jobDocuments",
        "What came of its documents",
        {200: spoken.OutcomePage},
        query=_PAGED,
    ),
    _Operation(f"{_JOB}/events", "get", "jobEvents", "How far it is: a Job in each event", {200: "text/event-stream"}),
    _Operation(
        f"{_JOB}/files/{{name}}",
        "get",
        "jobFile",
        "A file of a result: 1.json, 1.html, 1.docx, 1.xlsx, 1.csv, 1.md, 1.txt of one document, all.… of all of them;"
        " of a crossing all.json, all.html, all.xlsx, all.csv, all.graphml, all.txt",
        {200: "files"},
        query=("lang", "without", "grade", "texts", "anonymise"),
    ),
    _Operation("/corpus", "get", "corpus", "How much the corpus holds", {200: spoken.Holdings}),
    _Operation(
        "/corpus/documents",
        "get",
        "listRecords",
        "Its records; q looks in names and metadata",
        {200: spoken.RecordPage},
        query=("q", "sort", *_PAGED),
    ),
    _Operation(
        "/corpus/documents", "post", "addRecords", "Add documents", {202: spoken.JobShown, 200: spoken.JobShown}, ()
    ),
    _Operation(
        "/corpus/documents/{id}",
        "patch",
        "correctRecord",
        "Correct what is said of a record",
        {200: spoken.Record},
        spoken.Correction,
    ),
    _Operation("/corpus/documents/{id}", "delete", "removeRecord", "Remove a record, and wipe its text", {204: ""}),
    _Operation("/corpus/phrases", "get", "phrases", "Set phrases", {200: spoken.Phrases}, query=("limit",)),
    _Operation(
        "/corpus/phrases", "post", "changePhrases", "Add and strike some", {200: spoken.Phrases}, spoken.PhraseChange
    ),
    _Operation("/corpus/public", "get", "publicTexts", "Public texts", {200: spoken.PublicPage}, query=_PAGED),
    _Operation("/corpus/public", "post", "addPublic", "Keep some", {202: spoken.JobShown, 200: spoken.JobShown}, ()),
    _Operation("/corpus/public", "delete", "removePublic", "Remove one", {204: ""}, query=("name",)),
)


def document() -> dict[str, Any]:
    """All of it."""
    types = [
        *(
            each
            for operation in _OPERATIONS
            for each in (*operation.answers.values(), operation.body)
            if _is_type(each)
        ),
        Wishes,
        Problem,
        WrittenResult,
        SavedCrossing,
    ]
    _, components = msgspec.json.schema_components(list(dict.fromkeys(types)), ref_template=_REF)
    paths: dict[str, Any] = {}
    for operation in _OPERATIONS:
        paths.setdefault(f"/api/v1{operation.path}", {})[operation.method] = _told(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "simcheck",
            "version": __version__,
            "description": "Finds reused text in Chinese work reports and shows it. Within v1 answers only grow.",
        },
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": {name: components[name] for name in sorted(components)},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "simcheck-PORT"},
            },
        },
    }


def _is_type(value: Any) -> bool:
    return isinstance(value, type)


def _ref(type: Any) -> dict[str, str]:
    return {"$ref": _REF.format(name=type.__name__)}


def _told(operation: _Operation) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in operation.path.split("/")
        if part.startswith("{")
    ]
    for name in operation.query:
        kind = "integer" if name in _PAGED else "string"
        parameters.append({"name": name, "in": "query", "schema": {"type": kind}})
    told: dict[str, Any] = {"operationId": operation.name, "summary": operation.summary}
    if _is_type(operation.body):
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(operation.body)}}}
    elif operation.body is not None:
        told["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _form(operation.body)}}}
        key = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}
        parameters.append(key | {"description": "Who sends the same with the same key again gets the same job."})
    if parameters:
        told["parameters"] = parameters
    told["responses"] = {
        **{str(status): _answer(status, each) for status, each in operation.answers.items()},
        "default": {
            "description": "An error, with a stable code",
            "content": {"application/problem+json": {"schema": _ref(Problem)}},
        },
    }
    return told


_WORDS: Final = {200: "Here it is", 202: "It is in the line", 204: "Done"}


def _answer(status: int, type: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"description": _WORDS[status]}
    if _is_type(type):
        said["content"] = {"application/json": {"schema": _ref(type)}}
    elif type == "files":
        said["content"] = {each.partition(";")[0]: {"schema": {}} for each in TYPES.values()}
        results = {"anyOf": [_ref(WrittenResult), _ref(SavedCrossing)]}
        said["content"]["application/json"] = {"schema": results}
    elif type:
        said["content"] = {type: {"schema": {"type": "string"}}}
    return said


def _form(kinds: tuple[str, ...]) -> dict[str, Any]:
    """The form by which documents are sent: files, and what is wished, as JSON in ``options`` or a field each."""
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    properties: dict[str, Any] = {
        "files": {"type": "array", "items": file, "description": "Documents, archives; folders by names with /"},
        "options": _ref(Wishes) | {"description": "All that is wished, as JSON"},
    }
    if kinds:
        properties["kind"] = {"type": "string", "enum": list(kinds)}
        properties |= {name: {"type": "string"} for name in _FORM}
    properties |= {f"metadata.{name}": {"type": "string"} for name in ("unit", "date", "author", "title")}
    return {"type": "object", "required": ["files"], "properties": properties}
