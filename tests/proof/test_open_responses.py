"""Open Responses: what we ask is a request by its types, what `serve` answers is an answer, and its suite passes.

Every talk and every answer is judged by `python -m tests.bench.open_responses`; here is one of each kind.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openresponses_types import CreateResponseBody
from schemathesis import Case, GenerationMode

from desktop_agent.model.dialects import DIALECTS
from desktop_agent.model.families import FAMILY_NAMES
from tests.devtools.serve.serving import TOOLS, Serving, answers, serving
from tests.proof.everything_sent import bodies
from tests.proof.open_answers import KINDS, described, every_answer, judged
from tests.proof.open_compliance import CASES, ComplianceCase, failings, script
from tests.proof.open_spec import (
    event_types,
    faults_of_error,
    faults_of_event,
    faults_of_request,
    faults_of_response,
)
from tests.proof.open_talks import HeldTalk, faults_of_talk, overheard, talks_to_hold
from tests.proof.sdk_talk import picture

Json = dict[str, Any]
TALKS = {talk.name: talk for talk in talks_to_hold()}
# One of each family, no two in the same way, and what is special.
NAMES = [
    *(name for at, name in enumerate(n for n in TALKS if n.startswith(tuple(FAMILY_NAMES))) if at % 9 == 0),
    *(name for name in TALKS if name in {"the provider mistral", "a small model", "with parameters"}),
]
_PICTURE = {"type": "input_image", "image_url": picture(), "detail": "high"}
REQUEST: Json = {
    "model": "m", "stream": True, "store": False, "tool_choice": {"type": "function", "name": "click"},
    "tools": [{**TOOLS["functions"], "description": "Click.", "strict": True}],
    "input": [
        {"type": "message", "role": "user", "content": [_PICTURE]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]},
        {"type": "function_call", "call_id": "c", "name": "click", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "Done."}]},
    ],
}  # fmt: skip
SPOILT: dict[str, Callable[[Json], object]] = {
    "no role": lambda body: body["input"][0].pop("role"),
    "a role that is none": lambda body: body["input"][0].update(role="nobody"),
    "no type": lambda body: body["input"][0].pop("type"),
    "a field of nobody's": lambda body: body["input"][0].update(acknowledged=True),
    "an item of another API": lambda body: body["input"].append({"type": "computer_call_output", "call_id": "c"}),
    "a tool of another API": lambda body: body["tools"].append({"type": "computer"}),
    "a name with a blank": lambda body: body["input"][2].update(name="left click"),
    "arguments that are no text": lambda body: body["input"][2].update(arguments={}),
    "no id of a call": lambda body: body["input"][3].pop("call_id"),
    "a picture of another kind": lambda body: body["input"][0]["content"][0].update(type="image_url"),
    "a detail that is none": lambda body: body["input"][0]["content"][0].update(detail="highest"),
    "a thought in full": lambda body: body["input"][1].update(content=[]),
    "a number in a text": lambda body: body.update(temperature="0.5"),
    "a word for yes": lambda body: body.update(stream="yes"),
    "a choice that is none": lambda body: body.update(tool_choice={"type": "computer"}),
    "a schema that is none": lambda body: body["tools"][0].update(parameters={"type": "objekt"}),
    "no model": lambda body: body.pop("model"),
    "no input": lambda body: body.pop("input"),
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(script(), tmp_path, "functions") as one:
        yield one


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_judge_of_requests_can_say_no(spoil: str) -> None:
    spoilt = deepcopy(REQUEST)
    assert faults_of_request(spoilt) == []

    SPOILT[spoil](spoilt)

    assert faults_of_request(spoilt)


def test_the_judge_of_answers_misses_every_field_and_takes_none_of_another_type(server: Serving) -> None:
    whole = server.ask("functions", input="Greet me.").json()

    assert faults_of_response(whole) == []
    assert [name for name in whole if not faults_of_response({key: whole[key] for key in whole if key != name})] == []
    free = {"metadata", "status"}  # anything, and any text
    assert {name for name in whole if not faults_of_response({**whole, name: [5]})} == {"metadata"}
    assert {name for name in whole if name not in free and not faults_of_response({**whole, name: [{}]})} == set()
    assert faults_of_response({**whole, "viewport": None})
    assert faults_of_response({**whole, "output": [{"type": "computer_call", "id": "x", "call_id": "c"}]})


def test_the_judge_of_events_knows_them_all_and_says_no_to_others() -> None:
    event = {"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": "x"}

    assert len(event_types()) == 24
    assert faults_of_event({**event, "sequence_number": 3}) == []
    assert faults_of_event(event)
    assert faults_of_event({**event, "sequence_number": "3"})
    assert faults_of_event({**event, "sequence_number": 3, "type": "response.reasoning_text.delta"})
    assert faults_of_error({"error": {"message": "No."}})


@pytest.mark.parametrize("name", NAMES)
def test_a_talk_in_functions_is_nothing_but_requests_and_answers_of_the_specification(
    tmp_path: Path, name: str
) -> None:
    talks = overheard(TALKS[name], tmp_path)

    assert len(talks) > 20
    assert [fault for talk in talks for fault in faults_of_talk(talk)] == []


def test_the_talks_hold_what_a_run_ever_sends(tmp_path: Path) -> None:
    held: HeldTalk = TALKS["generic, pictures after results, history kept by us, streamed"]
    sent = [json.dumps(talk.body["input"], ensure_ascii=False) for talk in overheard(held, tmp_path)]

    for words in ("aren't a JSON object", "This tool doesn't exist here", '"reasoning"', "What call_"):
        assert any(words in one for one in sent), words
    assert any("Did what" in one and "input_image" in one for one in sent)
    assert any(
        "This task was started earlier and is now being continued. How it was interrupted" in one for one in sent
    )


@pytest.mark.parametrize("dialect", ["openai", "preview"])
def test_of_the_dialects_with_a_computer_tool_only_that_is_not_in_the_specification(dialect: str) -> None:
    """Of what is ours, but for OpenAI's detail “original”; the model's items go back as they came.

    The older Tzafon API is another one altogether.
    """
    for sent in bodies(dialect, chain=False):
        body = json.loads(json.dumps(sent).replace('"original"', '"high"'))
        known = [item for item in body["input"] if item.get("role") == "user" or item["type"] == "function_call_output"]
        tools = [tool for tool in body["tools"] if tool["type"] == "function"]
        assert faults_of_request({**body, "input": known, "tools": tools}) == []


def test_only_three_parameters_that_can_be_set_are_not_in_the_specification() -> None:
    known = set(CreateResponseBody.model_fields)

    assert set(DIALECTS["functions"].parameters) - known == {"prompt", "top_k", "user"}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_script_says_is_an_answer_of_the_specification(tmp_path: Path, kind: str) -> None:
    found = list(every_answer(tmp_path, (kind,), ("streamed",)))

    assert len(found) > 40
    assert [one for one in found if one.faults] == []


def test_what_the_specification_allows_to_ask_is_answered_by_what_it_allows_to_answer(tmp_path: Path) -> None:
    operation = described()["/responses"]["POST"]
    with serving(answers({"items": [{"message": "Hello."}]}, loop=True), tmp_path, "functions") as server:

        @settings(
            max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def ask(case: Case[Any]) -> None:
            assert judged("", server.http.post("/responses", json=case.body)).faults == []

        ask()


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("tools", [(), (TOOLS["functions"],)], ids=["plain", "with the computer"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_seven_cases_of_the_specifications_own_suite_pass(
    server: Serving, case: ComplianceCase, tools: tuple[Json, ...], streamed: bool
) -> None:
    assert failings(case, server.http, streamed=streamed, tools=tools) == []


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_they_pass_where_every_dialect_is_spoken_too(tmp_path: Path, streamed: bool) -> None:
    with serving(script(), tmp_path) as server:
        found = [failings(case, server.http, streamed=streamed, any_dialect=True) for case in CASES]

    assert found == [[]] * 7


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_the_cases_can_fail(tmp_path: Path, streamed: bool) -> None:
    nothing = answers({"items": [{"reasoning": "Hm."}], "response": {"status": "incomplete"}, "repeat": "always"})
    with serving(nothing, tmp_path, "functions") as server:
        failed = [case.name for case in CASES if failings(case, server.http, streamed=streamed)]

    assert failed == [case.name for case in CASES]
