"""The scripted servers take each request that the vendors' references and types allow, and no other."""

from typing import Any, get_args, get_type_hints

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsBase as OpenAIRequest
from openai.types.shared.reasoning_effort import ReasoningEffort
from tzafon.types.response_create_params import Reasoning as TzafonReasoning
from tzafon.types.response_create_params import ResponseCreateParams as TzafonRequest

from tests.devtools.serve.test_parameters import EVERYTHING, RESULT, SHOT, TOOL
from tests.fakes.request_schemas import OPENAI, PREVIEW, REQUEST, misfit, request_misfit
from tests.fakes.serving import answers, serving

CHECK = {"id": "sc_1", "code": None, "message": "Sure?"}
CALL: dict[str, Any] = {
    "type": "computer_call", "id": "cu", "call_id": "c", "status": "completed", "pending_safety_checks": [CHECK],
    "action": {"type": "click", "x": 1, "y": 2, "button": "left"},
}  # fmt: skip
SPOKEN: dict[str, Any] = {
    "type": "message", "id": "m", "role": "assistant", "status": "completed",
    "content": [{"type": "output_text", "text": "x", "annotations": [], "logprobs": []}],
}  # fmt: skip
IMAGE = {"type": "input_image", "image_url": "data:", "detail": "high"}
GOOD: list[dict[str, Any]] = [
    {"role": "user", "content": "x"},
    {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}, IMAGE]},
    {"type": "message", "role": "assistant", "content": "x"},
    SPOKEN,
    CALL,
    RESULT | {"acknowledged_safety_checks": [CHECK]},
    {"type": "reasoning", "id": "r", "summary": [], "content": [{"type": "reasoning_text", "text": "x"}]},
    {"type": "function_call", "call_id": "f", "name": "f", "arguments": "{}"},
    {"type": "function_call_output", "call_id": "f", "output": [{"type": "input_image", "image_url": "data:"}]},
    {"type": "item_reference", "id": "m"},
    {"id": "m"},
]


def test_the_preview_api_takes_all_that_its_page_names() -> None:
    known = {name: value for name, value in EVERYTHING.items() if name != "something_new"}
    function: dict[str, Any] = {
        "type": "function",
        "name": "f",
        "description": None,
        "parameters": {"a": {}},
        "strict": True,
    }
    custom = {"type": "custom", "name": "c"}

    assert "" == misfit(REQUEST, known | {"input": GOOD, "tools": [TOOL, function, custom], "instructions": ""})


def words_of(annotation: object) -> set[str]:
    """Return the words of all Literals in a type, however deep."""
    inner = get_args(annotation)
    return set().union(*(({one} if isinstance(one, str) else words_of(one)) for one in inner)) if inner else set()


@pytest.mark.parametrize(
    ("dialect", "name", "words", "wrap"),
    [
        ("openai", "reasoning", words_of(ReasoningEffort), lambda word: {"effort": word}),
        ("preview", "reasoning", words_of(get_type_hints(TzafonReasoning)["effort"]), lambda word: {"effort": word}),
        ("openai", "include", words_of(get_type_hints(OpenAIRequest)["include"]), lambda word: [word]),
        ("preview", "include", words_of(get_type_hints(TzafonRequest)["include"]), lambda word: [word]),
        ("openai", "service_tier", words_of(get_type_hints(OpenAIRequest)["service_tier"]), lambda word: word),
        ("preview", "service_tier", words_of(get_type_hints(TzafonRequest)["service_tier"]), lambda word: word),
        ("preview", "truncation", words_of(get_type_hints(TzafonRequest)["truncation"]), lambda word: word),
    ],
)
def test_every_word_that_the_vendors_types_know_is_taken(dialect: str, name: str, words: set[str], wrap: Any) -> None:  # noqa: ANN401
    assert words
    table = OPENAI if dialect == "openai" else PREVIEW
    assert {word for word in words if misfit(table[name], wrap(word))} == set()


@pytest.mark.parametrize("choice", [
    "none", "required", {"type": "function", "name": "f"}, {"type": "computer_use_preview"},
    {"type": "allowed_tools", "mode": "auto", "tools": []},
])  # fmt: skip
def test_every_form_of_tool_choice_is_taken(choice: object) -> None:
    assert "" == request_misfit("openai", {"input": "x", "tool_choice": choice})


@pytest.mark.parametrize(
    ("dialect", "change"),
    [
        ("openai", {"truncation": "some"}),
        ("openai", {"reasoning": {"effort": "much"}}),
        ("openai", {"max_output_tokens": 2.0}),
        ("openai", {"max_output_tokens": True}),
        ("openai", {"metadata": {"a": 1}}),
        ("openai", {"tool_choice": {"type": "wizard"}}),
        ("preview", {"input": [RESULT | {"output": SHOT | {"error": "x"}}]}),
        ("preview", {"input": [SPOKEN | {"status": None}]}),
        ("preview", {"input": [CALL | {"action": {"type": "click", "x": 1, "y": 2}}]}),
        ("preview", {"tools": [{"type": "computer"}]}),
        ("preview", {"something_new": 1}),
    ],
)
def test_what_no_vendor_takes_is_refused(dialect: str, change: dict[str, Any]) -> None:
    assert "" == request_misfit(dialect, {"input": "x"})
    assert request_misfit(dialect, {"input": "x"} | change)


def test_a_scripted_server_refuses_it_too() -> None:
    with serving(answers({"items": [{"message": "Hello."}]})) as server:
        wrong, right = server.ask("openai", truncation="some"), server.ask("openai", truncation="auto")

    assert (400, 200) == (wrong.status_code, right.status_code)
