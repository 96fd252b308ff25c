"""The Open Responses specification's own document as another judge, where it lies on the disk."""

from __future__ import annotations

import json
import os
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jsonschema

from tests.fakes.overheard import OverheardTalk

DOCUMENT = os.environ.get("OPEN_RESPONSES_DOCUMENT", "")


def faults_by_document(talk: OverheardTalk, side: str) -> list[str]:
    """Return what the document finds wrong with a request, or with its answer; nothing where it is not there."""
    if not DOCUMENT or talk.status != HTTPStatus.OK or not talk.asked.startswith("POST /v1/responses"):
        return []
    if side == "requests":
        return _faults("CreateResponseBody", talk.body)
    if not talk.streamed:
        return _faults("ResponseResource", talk.answer)
    return [fault for event in talk.events for fault in _faults(_schema_of(str(event["type"])), event)]


def _faults(name: str, value: object) -> list[str]:
    return [f"{name} {one.json_path}: {one.message[:200]}" for one in _judge(name).iter_errors(value)]


@cache
def _judge(name: str) -> jsonschema.Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": _document()["components"]}
    return jsonschema.Draft202012Validator(schema)


@cache
def _document() -> dict[str, Any]:
    """Return the document, with alternatives that may both fit: a reference to an item is also any item with an id."""
    document: dict[str, Any] = json.loads(Path(DOCUMENT).read_text("utf-8").replace('"oneOf"', '"anyOf"'))
    return document


@cache
def _schema_of(event: str) -> str:
    schemas: dict[str, dict[str, Any]] = _document()["components"]["schemas"]
    return next(name for name, one in schemas.items() if name.endswith("StreamingEvent") and _is_for(one, event))


def _is_for(schema: dict[str, Any], event: str) -> bool:
    return bool(schema["properties"]["type"]["enum"] == [event])
