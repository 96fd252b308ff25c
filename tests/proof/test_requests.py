"""Every body that our client sends, in every dialect and history, judged by the vendors' parameter types.

OpenAI's published OpenAPI document comes with no package on PyPI or npm that we found; where it lies on the disk
(https://github.com/openai/openai-openapi), `DESKTOP_AGENT_OPENAPI=openapi.json` lets it judge as well.
"""

import json
import os
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from tests.fakes.serving import serving
from tests.fakes.stream import as_events
from tests.proof.everything_sent import BARE_CHECK, CHECK, ROUNDS, bodies, bodies_after_lean_answers
from tests.proof.golden import golden
from tests.proof.hosts import NO_ORACLE, ORACLE
from tests.proof.judging import BY_OPENAI, BY_TZAFON, judged_by_the_older, must_be_known
from tests.proof.sdk_talk import Talk, script, whole_conversation
from tests.proof.sides import OpenAISide

HISTORIES = {"kept by the server": (True, True), "kept by us": (False, True), "dropped by the server": (True, False)}
JUDGES = {"openai": BY_OPENAI, "preview": BY_TZAFON, "functions": BY_OPENAI}
NO_DOCUMENT = "DESKTOP_AGENT_OPENAPI names no document: no package brings it along"
DOCUMENT = os.environ.get("DESKTOP_AGENT_OPENAPI", "")


def sent(dialect: str, history: str) -> list[Mapping[str, Any]]:
    chain, stores = HISTORIES[history]
    return bodies(dialect, chain=chain, stores=stores)


@pytest.mark.parametrize(("dialect", "history"), list(product(JUDGES, HISTORIES)))
def test_the_vendors_types_know_every_field_of_every_request(dialect: str, history: str) -> None:
    everything = sent(dialect, history)

    assert len(everything) >= ROUNDS + 5
    for body in everything:
        must_be_known(JUDGES[dialect], body)


@pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)
def test_the_last_types_of_the_older_api_know_every_field_of_every_request() -> None:
    everything = [body for history in HISTORIES for body in sent("lightcone", history)]

    assert judged_by_the_older(everything) == ""


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("dialect", ["preview", "openai"])
def test_only_what_a_person_has_confirmed_is_acknowledged(dialect: str, history: str) -> None:
    everything = [item for body in sent(dialect, history) for item in body["input"]]

    confirmed = [item["acknowledged_safety_checks"] for item in everything if "acknowledged_safety_checks" in item]
    assert [CHECK, BARE_CHECK] in confirmed
    assert all(checks in ([CHECK, BARE_CHECK], golden_checks(dialect)) for checks in confirmed)
    answered = {item["call_id"] for item in everything if item.get("type") == "computer_call_output"}
    assert not {name for name in answered if name.startswith("call_4_")}  # the refused one


def golden_checks(dialect: str) -> list[Any]:
    calls = [item for item in golden(dialect)["output"] if item.get("pending_safety_checks")]
    return list(calls[0]["pending_safety_checks"])


@pytest.mark.parametrize(
    ("judge", "spoil"),
    [
        (BY_OPENAI, lambda item: item["output"].update(type="input_image")),
        (BY_OPENAI, lambda item: item.pop("call_id")),
        (BY_OPENAI, lambda item: item.update(error="x")),
        (BY_TZAFON, lambda item: item["output"].update(type="input_image")),
        (BY_TZAFON, lambda item: item.pop("call_id")),
    ],
)
def test_the_judges_can_say_no(judge: TypeAdapter[Any], spoil: Callable[[dict[str, Any]], object]) -> None:
    body = json.loads(json.dumps(sent("preview", "kept by the server")[1]))
    must_be_known(judge, body)

    spoil(next(item for item in body["input"] if item["type"] == "computer_call_output"))

    with pytest.raises((ValidationError, AssertionError)):
        must_be_known(judge, body)


@pytest.mark.parametrize("dialect", JUDGES)
def test_what_a_server_leaves_out_of_its_items_stands_in_the_history_that_we_keep(dialect: str) -> None:
    everything = bodies_after_lean_answers(dialect)

    assert len(everything) == ROUNDS + 1
    for body in everything:
        must_be_known(JUDGES[dialect], body)


@pytest.mark.parametrize("dialect", JUDGES)
def test_the_judges_refuse_the_models_words_without_their_status(dialect: str) -> None:
    body = json.loads(json.dumps(sent(dialect, "kept by us")[1]))
    must_be_known(JUDGES[dialect], body)

    del next(item for item in body["input"] if item.get("role") == "assistant")["status"]

    with pytest.raises((ValidationError, AssertionError)):
        must_be_known(JUDGES[dialect], body)


@pytest.mark.skipif(not DOCUMENT, reason=NO_DOCUMENT)
@pytest.mark.parametrize("history", HISTORIES)
def test_openais_own_document_allows_every_request(history: str) -> None:
    judge = by_document("CreateResponse")

    for body in sent("openai", history):
        assert [] == [error.message[:300] for error in judge.iter_errors(body)]


@pytest.mark.skipif(not DOCUMENT, reason=NO_DOCUMENT)
def test_openais_own_document_allows_our_golden_answer_and_its_events() -> None:
    judge = by_document("ResponseStreamEvent")

    assert [] == [error.message[:300] for error in by_document("Response").iter_errors(golden("openai"))]
    for event in as_events(golden("openai")):
        assert [] == [error.message[:300] for error in judge.iter_errors(event)]


@pytest.mark.skipif(not DOCUMENT, reason=NO_DOCUMENT)
@pytest.mark.parametrize("stream", [False, True])
def test_openais_own_document_allows_everything_that_serve_says(stream: bool) -> None:
    judge = by_document("Response")

    with serving(script("openai")) as server, OpenAISide(server) as side:
        answers = whole_conversation(side, Talk("openai", stream, chain=True))

    assert [] == [error.message[:300] for answer in answers for error in judge.iter_errors(answer)]


@pytest.mark.skipif(not DOCUMENT, reason=NO_DOCUMENT)
def test_openais_own_document_can_say_no() -> None:
    body = sent("openai", "kept by the server")[1]

    assert list(by_document("CreateResponse").iter_errors({**body, "input": [{"type": "computer_call_output"}]}))
    assert list(by_document("CreateResponse").iter_errors({**body, "temperature": "hot"}))


def by_document(name: str) -> jsonschema.Draft202012Validator:
    """Return a judge by the document, mended where it contradicts itself and the SDK made from it.

    Its alternatives overlap (a user's message fits two of them), and it requires fields that it does not describe (an
    approval's `request_id`) or that the SDK does not know (`name` at the end of a function's arguments).
    """
    document = json.loads(Path(DOCUMENT).read_text("utf-8").replace('"oneOf"', '"anyOf"'))
    schemas = document["components"]["schemas"]
    schemas["MCPApprovalResponse"]["required"].remove("request_id")
    schemas["ResponseFunctionCallArgumentsDoneEvent"]["required"].remove("name")
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema.Draft202012Validator(schema)
