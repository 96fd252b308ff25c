"""Vendors with an API of their own: what their servers really send, why a model stopped, what is owed and paid for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_agent.core.actions.action import HoldKey, Press, ReleaseKey, Wait
from desktop_agent.core.errors import DialectError, MalformedError, ModelError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import Usage
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.profile import Price
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.reading.shapes import objects_in
from desktop_agent.model.wire.refusal import Refusal, is_too_long, requested_wait_s, retry_reason
from tests.fakes.servers.script import asks, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import CLICK, to_the_end
from tests.fakes.servers.thinking import conversation, with_conversation
from tests.proof.golden import golden, turn_of

STOPPED = [
    ("anthropic", {"stop_reason": "max_tokens"}, DialectError, "max_tokens"),
    ("anthropic", {"stop_reason": None}, DialectError, "cut off"),
    ("anthropic", {"stop_reason": "refusal", "stop_details": {"explanation": "Not this."}}, ModelError, "Not this."),
    ("anthropic", {"stop_reason": "refusal"}, ModelError, "refused for its content: "),
    ("gemini", {"finishReason": "MAX_TOKENS"}, DialectError, "MAX_TOKENS"),
    ("gemini", {"finishReason": "CONTINUATION"}, DialectError, "CONTINUATION"),
    ("gemini", {"finishReason": "SAFETY", "finishMessage": "Not this."}, ModelError, "its content: “Not this”"),
    ("gemini", {"finishReason": "MALFORMED_FUNCTION_CALL"}, ModelError, "MALFORMED_FUNCTION_CALL"),
]
REDACTED = {"type": "redacted_thinking", "data": "Zm9v"}
UNKNOWN = {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {}}
START: dict[str, object] = {"type": "message_start", "message": {"id": "m", "model": "m", "usage": {}}}
OPENED: dict[str, object] = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}


@pytest.mark.parametrize(("dialect", "ending", "error", "expected"), STOPPED)
def test_nothing_is_done_of_an_answer_that_stopped_otherwise_than_well(
    dialect: str, ending: dict[str, Any], error: type[ModelError], expected: str
) -> None:
    answer = golden(dialect)
    if dialect == "gemini":
        answer["candidates"][0].update(ending)
    else:
        answer.update(ending)

    with pytest.raises(error, match=expected):
        turn_of(answer, dialect)


def test_a_prompt_that_is_blocked_and_an_error_in_a_good_answer_are_told() -> None:
    blocked = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "responseId": "r"}
    for dialect, answer, reported in (
        ("gemini", blocked, "PROHIBITED_CONTENT"),
        ("gemini", {"error": {"code": 500, "message": "Oh."}}, "Oh."),
        ("anthropic", {"type": "error", "error": {"type": "api_error", "message": "Oh."}}, "Oh."),
    ):
        with pytest.raises(ModelError, match=reported):
            turn_of(answer, dialect)


def test_a_conversation_that_has_outgrown_the_model_is_noticed() -> None:
    answer = {**golden("anthropic"), "stop_reason": "model_context_window_exceeded"}

    assert is_too_long(dialect_named("anthropic").api.response(answer))
    assert not is_too_long(Refusal(400, {}, b'{"error": {"message": "The input token count (9) exceeds the maximum"}}'))


def test_who_is_busy_is_asked_again_when_it_says() -> None:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "13s"}
    busy = {"error": {"code": 429, "message": "x", "status": "RESOURCE_EXHAUSTED", "details": [{"x": 1}, info]}}
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}

    by_google = retry_reason(Refusal(429, {}, json.dumps(busy).encode()))

    assert by_google is not None
    assert requested_wait_s(by_google.headers, 0) == 13
    assert retry_reason(dialect_named("anthropic").api.response(overloaded)) is not None


def test_keys_are_held_for_their_time_and_pressed_as_often_as_asked() -> None:
    calls = {
        call.call_id: [each.action for each in call.proposals]
        for call in turn_of(golden("anthropic"), "anthropic").calls
    }

    assert [HoldKey(("shift",)), Wait(2), ReleaseKey(("shift",))] in calls.values()
    assert [Press(("down",))] * 3 in calls.values()


def test_what_the_vendor_wants_confirmed_is_a_check_of_its_call_alone() -> None:
    checks = [call.checks for call in turn_of(golden("gemini"), "gemini").calls]

    assert [check.message for check in checks[0]] == ["This sends the order: „weiter“."]
    assert not any(checks[1:])


def test_tokens_of_the_cache_are_counted_and_paid_for_as_what_they_are() -> None:
    usage = turn_of(golden("anthropic"), "anthropic").usage

    assert usage == Usage(5352, 321, 5673, 5000, 340)
    assert Price(10, 0, 1, caching=12.5).of(5352, 0, 5000, 340) == pytest.approx(0.00012 + 0.005 + 0.00425)


def test_vertex_has_the_model_in_the_address_and_the_version_in_the_body() -> None:
    model = "claude-sonnet-4-5@20250929"
    base_url = "https://aiplatform.googleapis.com/v1/projects/p/locations/global"
    api = dialect_named("anthropic", DialectOptions(model=model, base_url=base_url)).api
    asked = {"model": model, "input": [], "tools": [{"type": "computer_20250124"}], "stream": True}

    assert api.place({**asked, "stream": False}) == f"/{model}:rawPredict"
    assert api.place(asked) == f"/{model}:streamRawPredict"
    assert {*api.request(asked)} & {"model", "stream", "anthropic_version"} == {"anthropic_version", "stream"}


def test_most_of_what_was_sent_before_is_read_from_the_vendors_cache() -> None:
    script = [*(thinks("The list is open.") + asks(CLICK) for _ in range(29)), says("Saved.")]
    with ScriptedServer(script, dialect="anthropic") as server:
        with_conversation(conversation(server.base_url, ProviderSettings(dialect="anthropic")), to_the_end)

    cached: list[list[dict[str, Any]]] = []
    shares = []
    for request in server.creates:
        blocks = [*request.told["tools"], *request.told.get("system", [])]
        blocks += [block for message in request.told["messages"] for block in message["content"]]
        bare = [{name: value for name, value in block.items() if name != "cache_control"} for block in blocks]
        shares.append(max((len(one) for one in cached if bare[: len(one)] == one), default=0) / len(bare))
        cached += [bare[:end] for end, block in enumerate(blocks, 1) if "cache_control" in block]
    assert sum(shares) / len(shares) > 0.75


def test_hidden_thoughts_and_blocks_of_an_unknown_kind_go_back_as_they_came() -> None:
    api = dialect_named("anthropic").api
    items = api.response({"content": [REDACTED, UNKNOWN], "stop_reason": "end_turn"})["output"]

    body = api.request({"model": "m", "input": items, "tools": [{"name": "t"}], "thinking": {"type": "disabled"}})

    assert [{"role": "assistant", "content": [REDACTED, UNKNOWN]}] == body["messages"]
    assert {"type": "disabled"} == body["thinking"]


def test_an_unknown_part_and_a_signed_empty_text_go_back_as_they_came() -> None:
    api = dialect_named("gemini").api
    unknown = {"executableCode": {"code": "1"}}
    signed = {"text": "", "thoughtSignature": "Zm9v"}
    answer = {"candidates": [{"content": {"parts": [unknown, signed]}, "finishReason": "STOP"}]}
    items = [{"type": "reasoning", "summary": []}, *api.response(answer)["output"]]  # type: ignore[misc]

    body = api.request({"model": "m", "input": items, "tools": []})

    assert [{"role": "model", "parts": [unknown, {**signed, "thought": True}]}] == body["contents"]


@pytest.mark.parametrize("repeat", [0, 33, "twice", 1.5])
def test_keys_are_not_pressed_as_often_as_nobody_means(repeat: object) -> None:
    answer = golden("anthropic")
    answer["content"] = [{"type": "tool_use", "id": "c", "name": "key", "input": {"text": "Down", "repeat": repeat}}]

    (call,) = turn_of(answer, "anthropic").calls

    assert "repeat goes from 1 to 32" in str(call)


def test_a_model_of_before_gets_the_tool_that_it_was_made_for() -> None:
    older = dialect_named("anthropic", DialectOptions(model="claude-sonnet-4-20250514"))
    zoom = {"name": "zoom", "description": "", "parameters": {}}

    (tool,) = older.tools(Size(1280, 800), "linux", [zoom])

    assert {
        "type": "computer_20251124", "name": "computer",
        "display_width_px": 1280, "display_height_px": 800, "enable_zoom": True,
    } == tool  # fmt: skip


def test_what_a_model_says_between_calls_is_asked_for_where_the_vendor_would_leave_it_out() -> None:
    models = ("claude-sonnet-5-5", "claude-sonnet-4-5")

    newest, older = (dialect_named("anthropic", DialectOptions(model=name)).options(chain=False) for name in models)

    assert ({"type": "adaptive", "display": "summarized"}, {}) == (newest["thinking"], older)


def test_on_a_desktop_the_vendor_looks_for_hidden_instructions_and_what_a_call_intends_is_told() -> None:
    computer, declared = dialect_named("gemini").tools(Size(1280, 800), "linux", [])
    answer = golden("gemini")
    turn = turn_of(answer, "gemini")
    items = dialect_named("gemini").api.response(answer)["output"]

    body = dialect_named("gemini").api.request({"model": "m", "input": items, "tools": []})

    assert {"environment": "ENVIRONMENT_DESKTOP", "enablePromptInjectionDetection": True} == computer["computerUse"]
    assert ["wait_for"] == [one["name"] for one in declared["functionDeclarations"]]  # type: ignore[attr-defined]
    assert "Step 0: „weiter“ 良い." in turn.reasoning
    assert [answer["candidates"][0]["content"]] == body["contents"]


@pytest.mark.parametrize(
    ("decision", "expected"), [("blocked", "not done: the service has blocked it."), ("regular", "Click(")]
)
def test_what_the_vendor_blocks_is_not_done_and_what_it_finds_regular_needs_nobody(
    decision: str, expected: str
) -> None:
    answer = golden("gemini")
    call = {"name": "click", "args": {"x": 1, "y": 2, "safety_decision": {"decision": decision}}}
    answer["candidates"][0]["content"]["parts"] = [{"functionCall": call}]

    (read,) = turn_of(answer, "gemini").calls

    assert expected in str(read.proposals[0].action)
    assert bool(read.checks) is (decision == "blocked")


def test_an_error_in_a_stream_is_passed_on_and_an_unknown_piece_says_nothing() -> None:
    hear = dialect_named("anthropic").api.events()
    error: dict[str, object] = {"type": "error", "error": {"type": "overloaded_error"}}
    unknown = {"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {}}}
    events: list[dict[str, object]] = [START, OPENED, unknown, {"type": "content_block_stop", "index": 0}, error]

    assert [error] == [words for event in events for words in hear(event)]


def test_pieces_of_one_text_are_one_and_an_error_or_half_a_call_ends_it() -> None:
    hear = dialect_named("gemini").api.events()
    words = [event["delta"] for text in ("Sa", "ved.") for event in hear(chunk({"text": text}))]
    (end,) = [*hear(chunk(stop="STOP")), *hear.end()]
    (failed,) = hear({"error": {"code": 503, "status": "UNAVAILABLE"}})

    assert words == ["Sa", "ved."]
    assert [{"type": "output_text", "text": "Saved."}] == end["response"]["output"][0]["content"]  # type: ignore[index]
    assert failed == {"type": "error", "error": {"code": 503, "status": "UNAVAILABLE", "type": "UNAVAILABLE"}}
    with pytest.raises(DialectError, match="an incomplete call"):
        list(hear(chunk({"functionCall": None})))


Event = dict[str, Any]
_CLICK = {"functionCall": {"name": "click", "args": {"x": 1, "y": 2}}}


def chunk(*parts: Event, stop: str = "", **more: object) -> Event:
    candidate = {"content": {"role": "model", "parts": list(parts)}} | ({"finishReason": stop} if stop else {})
    return {"responseId": "r", "candidates": [candidate], **more}


def response_of(dialect: str, events: list[Event]) -> Event | None:
    """Return the response at the end of a stream; None where it never ends."""
    hear = dialect_named(dialect).api.events()
    words: list[Any] = [one for event in events for one in hear(event)]
    return next((one["response"] for one in [*words, *hear.end()] if "response" in one), None)


def told(response: Event | None) -> list[str]:
    """Return the texts and the names of the calls in a response, in order; its status where it is not completed."""
    if response is None or response["status"] != "completed":
        return [response["status"] if response else "never"]
    return [
        item.get("name") or item["content"][0]["text"] for item in response["output"] if item["type"] != "reasoning"
    ]


GEMINI: list[tuple[list[Event], list[str]]] = [
    ([chunk({"text": "I click "}, stop="STOP"), chunk({"text": "there."}, stop="STOP"), chunk(_CLICK, stop="STOP")],
     ["I click there.", "click"]),
    ([chunk(stop="STOP"), chunk({"text": "Now."}), chunk(_CLICK, stop="STOP")], ["Now.", "click"]),
    ([chunk(_CLICK, stop="STOP"), {"usageMetadata": {"promptTokenCount": 3}}], ["click"]),
    ([chunk({"text": "a"}, stop="STOP"), chunk(stop="MAX_TOKENS")], ["incomplete"]),
    ([chunk(_CLICK), chunk(stop="SAFETY")], ["failed"]),
    ([chunk(_CLICK)], ["never"]),
    ([{"promptFeedback": {"blockReason": "OTHER"}}], ["failed"]),
]  # fmt: skip


@pytest.mark.parametrize(("events", "expected"), GEMINI)
def test_geminis_answer_ends_with_its_stream(events: list[Event], expected: list[str]) -> None:
    assert told(response_of("gemini", events)) == expected


@pytest.mark.parametrize("more", [{}, {"responseId": "r"}, {"responseId": None}, {"responseId": ""}])
def test_calls_without_ids_get_ids_that_no_other_answer_has(more: Event) -> None:
    answer = {"candidates": [{"content": {"parts": [_CLICK, _CLICK]}, "finishReason": "STOP"}], **more}
    responses = [dialect_named("gemini").api.response(answer) for _ in range(2)]
    calls = [item for one in responses for item in objects_in(one["output"])]
    results = [{"type": "function_call_output", "call_id": call["call_id"], "output": "Done."} for call in calls]

    body = dialect_named("gemini").api.request({"input": [*calls, *results], "tools": [], "model": "m"})

    assert len({str(call["call_id"]) for call in calls}) == len(calls)
    assert '"id"' not in json.dumps(body["contents"])


def block(index: int, kind: str, *deltas: Event, stops: bool = True) -> list[Event]:
    start = {
        "text": {"type": "text", "text": ""},
        "tool_use": {"type": "tool_use", "id": "c", "name": "click", "input": {}},
    }
    return [
        {"type": "content_block_start", "index": index, "content_block": start[kind]},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        *([{"type": "content_block_stop", "index": index}] if stops else []),
    ]


_START: Event = {"type": "message_start", "message": {"id": "m", "model": "m", "usage": {}}}
_END: list[Event] = [
    {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {}},
    {"type": "message_stop"},
]
_TEXT = {"type": "text_delta", "text": "Now."}
_INPUT = {"type": "input_json_delta", "partial_json": '{"x": 1}'}
CLAUDE: list[tuple[list[Event], list[str]]] = [
    ([_START, *block(0, "text", _TEXT, stops=False), *block(1, "tool_use", _INPUT), *_END], ["Now.", "click"]),
    (
        [_START, *block(0, "tool_use", stops=False), *block(1, "tool_use", _INPUT, stops=False), *_END],
        ["click", "click"],
    ),
    ([_START, {"type": "ping"}, *block(0, "tool_use", _INPUT), {"type": "ping"}, *_END], ["click"]),
    ([_START, *block(0, "tool_use", _INPUT)], ["never"]),
    ([_START, *block(0, "tool_use", _INPUT, stops=False), _END[0]], ["never"]),
    ([_START, *block(0, "tool_use", _INPUT), _END[0]], ["click"]),
    ([_START, *block(0, "tool_use", _INPUT), *block(0, "tool_use")[-1:], *_END], ["click"]),
    ([_START, _START, *block(0, "tool_use", _INPUT), *_END], ["click"]),
    ([*block(0, "tool_use", _INPUT), *_END], ["click"]),
    ([*block(0, "tool_use", _INPUT), _START, *_END], ["click"]),
    ([_START, *block(0, "tool_use")[:1], *block(0, "tool_use", _INPUT), *_END], ["click"]),
    ([_START, *block(0, "tool_use", _INPUT)[::-1], *_END], ["click"]),
    ([_START, *block(0, "text", _TEXT), *block(2, "tool_use", _INPUT), *_END], ["Now.", "click"]),
    ([_START, *block(5, "tool_use", _INPUT), *block(2, "text", _TEXT), *_END], ["Now.", "click"]),
    ([_START, *block(-1, "text", _TEXT), *block(1, "tool_use", _INPUT), *_END], ["Now.", "click"]),
    ([_START, *block(1, "tool_use", _INPUT), *block(0, "text", _TEXT), *_END], ["Now.", "click"]),
    ([_START, *block(0, "text", _TEXT)[1:], *block(1, "tool_use", _INPUT), *_END], ["Now.", "click"]),
    ([_START, _END[0], *block(0, "tool_use", _INPUT), _END[1]], ["click"]),
    ([_START, *block(0, "tool_use", _INPUT), *_END[::-1]], ["click"]),
    ([_START, {"type": "content_block_stop", "index": 0}, *block(0, "tool_use", _INPUT), *_END], ["click"]),
    ([_START, *(event | {"index": "0"} for event in block(0, "tool_use", _INPUT)), *_END], ["click"]),
    ([_START, *(event | {"index": None} for event in block(0, "tool_use", _INPUT)), *_END], ["click"]),
    (
        [_START, *(event for pair in zip(block(0, "tool_use", _INPUT), block(1, "tool_use", _INPUT), strict=True)
                   for event in pair), *_END],
        ["click", "click"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("events", "expected"), CLAUDE)
def test_claudes_blocks_are_put_together_by_their_index(events: list[Event], expected: list[str]) -> None:
    response = response_of("anthropic", events)

    assert told(response) == expected
    calls = [item for item in objects_in((response or {}).get("output")) if item["type"] == "function_call"]
    assert calls[-1:] == [] or calls[-1]["arguments"] == {"x": 1}


_OTHER: Event = {"type": "message_start", "message": {"id": "n", "model": "m", "usage": {}}}
SPLICED: list[list[Event]] = [
    [_START, *block(0, "tool_use", _INPUT), _OTHER, *_END],
    [_START, *block(0, "tool_use", _INPUT, stops=False), *block(0, "tool_use", _INPUT), *_END],
    [_START, *block(0, "tool_use")[:1], *block(0, "text", _TEXT), *_END],
    [_START, *block(0, "tool_use", _INPUT)[1:], *_END],
    [_START, {"type": "content_block_stop", "index": 0}, *_END],
    [_START, *block(0, "text", _TEXT), {"type": "content_block_stop", "index": 1}, *block(2, "text", _TEXT), *_END],
]


@pytest.mark.parametrize("events", SPLICED)
def test_nothing_is_read_of_two_messages_in_one_or_of_a_block_that_has_no_start(events: list[Event]) -> None:
    with pytest.raises(MalformedError, match="out of order"):
        response_of("anthropic", events)


def test_halves_of_a_character_in_two_pieces_are_one_character() -> None:
    halves = ({"type": "input_json_delta", "partial_json": half} for half in ('{"text": "ok \ud83d', '\ude00"}'))
    response = response_of("anthropic", [_START, *block(0, "tool_use", *halves), *_END])
    (call,) = objects_in((response or {})["output"])

    assert dialect_named("anthropic").called("type", call["arguments"]) == {"type": "type", "text": "ok 😀"}


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t", "\u00a0 "])
def test_no_blank_text_is_given_back_to_claude(blank: str) -> None:
    answer = {
        "content": [
            {"type": "text", "text": blank},
            {"type": "tool_use", "id": "c", "name": "screenshot", "input": {}},
            {"type": "text", "text": "Now."},
        ],
        "stop_reason": "tool_use",
    }
    api = dialect_named("anthropic").api
    items = objects_in(api.response(answer)["output"])
    output = [{"type": "input_text", "text": blank}, {"type": "input_text", "text": "Done."}]
    result = {"type": "function_call_output", "call_id": "c", "output": output}
    words = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": blank}]}

    body = api.request({"input": [*items, result, words], "tools": [{"name": "t"}], "model": "m"})

    blocks = [one for message in objects_in(body["messages"]) for one in objects_in(message["content"])]
    inner = [one for each in blocks for one in objects_in(each.get("content"))]
    assert [one["text"] for one in (*blocks, *inner) if one["type"] == "text"] == ["Now.", "Done."]
