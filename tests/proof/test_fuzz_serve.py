"""`serve`, asked what nobody here thought of: schemathesis by a description of the vendors' pages, and bare bytes.

`DESKTOP_AGENT_FUZZ=2000 pytest tests/proof/test_fuzz_serve.py` asks for longer.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fakes.serving import Serving, serving
from tests.proof.vendors import EVENTS

DESCRIPTION = json.loads(Path(__file__).with_name("serve.openapi.json").read_text("utf-8"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (path, method) for path, item in DESCRIPTION["paths"].items() for method in item if method != "parameters"
]
ASKED_FOR = int(os.environ.get("DESKTOP_AGENT_FUZZ", "0"))
EVERY_WAY = [(path, method, mode) for path, method in OPERATIONS for mode in GenerationMode]
SCRIPT = {
    "loop": True,
    "answers": [
        {"items": [{"reasoning": "Hm."}, {"message": "Hello."}]},
        {"items": [{"wait": True}, {"function_call": {"name": "done", "arguments": {}}}]},
        {"items": [{"keys": ["ctrl", "s"]}], "thinks": 0.01},
    ],
}
ROUTES = ("/responses", "/responses/", "/responses/resp_1", "/responses/resp_1/cancel", "/models", "/nothing", "/")
BODIES = (
    *(b"", b"null", b"[]", b"{}", b'{"input": 5}', b'{"input": "x", "input": "y"}', b'{"input": NaN}', b"\xff\xfe{}"),
    *(b'{"input": "\\ud800"}', b'{"input": ' + b"[" * 50_000, b'{"input": "x", "tools": [{"type": "computer"}]}'),
)
HEADERS = ("Content-Type", "Idempotency-Key", "Accept", "Range", "If-None-Match", "Cookie", "X-Forwarded-For")
ANSWER_WITHIN_S = 20.0


def fuzzed(examples: int) -> settings:
    return settings(
        max_examples=ASKED_FOR or examples,
        derandomize=not ASKED_FOR,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(SCRIPT) as one:
        yield one


@pytest.fixture(scope="module")
def client(server: Serving) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.base_url, headers=headers, timeout=ANSWER_WITHIN_S) as one:
        yield one


@pytest.mark.parametrize(("path", "method", "mode"), EVERY_WAY)
def test_whatever_is_asked_gets_an_answer_that_the_description_knows(
    server: Serving, client: httpx.Client, path: str, method: str, mode: GenerationMode
) -> None:
    operation = schemathesis.openapi.from_dict(DESCRIPTION)[path][method]
    headers = {"Authorization": f"Bearer {server.token}"}

    @fuzzed(30 if path == "/responses" else 15)
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: schemathesis.Case[Any], known: bool) -> None:
        if known and "response_id" in case.path_parameters:
            case.path_parameters["response_id"] = client.post("/responses", json={"input": "Hello"}).json()["id"]
        response = case.call(base_url=server.base_url, headers=headers, timeout=ANSWER_WITHIN_S)
        case.validate_response(response, checks=CHECKS)
        must_be_sound(response.status_code, response.headers["content-type"][0], response.text)

    ask()


def must_be_sound(status: int, media_type: str, text: str) -> None:
    """See to it that an error is a sentence, and that a stream comes to an end that is one."""
    if status >= 400:
        assert json.loads(text)["error"]["message"].strip().endswith(".")
    elif media_type.startswith("text/event-stream"):
        events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
        assert {event["type"] for event in events} <= set(EVENTS)
        assert not events or events[-1]["type"] in {"response.completed", "response.failed", "response.incomplete"}


@fuzzed(60)
@given(
    st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"]),
    st.sampled_from(ROUTES),
    st.binary(max_size=60) | st.sampled_from(BODIES),
    st.dictionaries(st.sampled_from(HEADERS), st.text("abc/; =0123456789é", max_size=20).map(str.strip), max_size=2),
)
def test_bare_requests_of_any_kind_are_answered(
    client: httpx.Client, method: str, route: str, body: bytes, headers: dict[str, str]
) -> None:
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    answer = client.request(method, route, content=body, headers=sent)

    assert answer.status_code < 500 or (answer.status_code, method) == (501, "BREW")
    if answer.status_code >= 400 and method != "HEAD":
        must_be_sound(answer.status_code, answer.headers["content-type"], answer.text)
