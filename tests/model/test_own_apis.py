"""Vendors with an API of their own: why a model stopped, what is busy, what is owed, and what is paid for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_agent.core.actions import HoldKey, Press, ReleaseKey, Wait
from desktop_agent.core.errors import DialectError, ModelError
from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import Usage
from desktop_agent.model.cost import Price
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.wire.refusal import Refusal, overflowed, requested_wait_s, retry_reason
from tests.fakes.script import asks, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, to_the_end
from tests.fakes.thinking import conversation, with_conversation
from tests.proof.golden import golden, turn_of

STOPPED = [
    ("anthropic", {"stop_reason": "max_tokens"}, DialectError, "max_tokens"),
    ("anthropic", {"stop_reason": None}, DialectError, "cut off"),
    ("anthropic", {"stop_reason": "refusal", "stop_details": {"explanation": "Not this."}}, ModelError, "Not this."),
    ("anthropic", {"stop_reason": "refusal"}, ModelError, "The model refused this request: "),
    ("gemini", {"finishReason": "MAX_TOKENS"}, DialectError, "MAX_TOKENS"),
    ("gemini", {"finishReason": "CONTINUATION"}, DialectError, "CONTINUATION"),
    ("gemini", {"finishReason": "SAFETY", "finishMessage": "Not this."}, ModelError, "refused this request: Not this."),
    ("gemini", {"finishReason": "MALFORMED_FUNCTION_CALL"}, ModelError, "MALFORMED_FUNCTION_CALL"),
]
REDACTED = {"type": "redacted_thinking", "data": "Zm9v"}
UNKNOWN = {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {}}
START: dict[str, object] = {"type": "message_start", "message": {"id": "m", "model": "m", "usage": {}}}
OPENED: dict[str, object] = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}


@pytest.mark.parametrize(("dialect", "ending", "error", "told"), STOPPED)
def test_nothing_is_done_of_an_answer_that_stopped_otherwise_than_well(
    dialect: str, ending: dict[str, Any], error: type[ModelError], told: str
) -> None:
    answer = golden(dialect)
    if dialect == "gemini":
        answer["candidates"][0].update(ending)
    else:
        answer.update(ending)

    with pytest.raises(error, match=told):
        turn_of(answer, dialect)


def test_a_prompt_that_is_blocked_and_an_error_in_a_good_answer_are_told() -> None:
    blocked = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "responseId": "r"}
    for dialect, answer, told in (
        ("gemini", blocked, "PROHIBITED_CONTENT"),
        ("gemini", {"error": {"code": 500, "message": "Oh."}}, "Oh."),
        ("anthropic", {"type": "error", "error": {"type": "api_error", "message": "Oh."}}, "Oh."),
    ):
        with pytest.raises(ModelError, match=told):
            turn_of(answer, dialect)


def test_a_conversation_that_has_outgrown_the_model_is_noticed() -> None:
    answer = {**golden("anthropic"), "stop_reason": "model_context_window_exceeded"}

    assert overflowed(dialect_named("anthropic").api.response(answer))
    assert overflowed(Refusal(400, {}, b'{"error": {"message": "The input token count (9) exceeds the maximum"}}'))


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
    model, base_url = "claude-sonnet-4-5@20250929", "https://aiplatform.googleapis.com/v1/projects/p/locations/global"
    api = dialect_named("anthropic", DialectOptions(model=model, base_url=base_url)).api
    asked = {"model": model, "input": [], "tools": [{"type": "computer_20250124"}], "stream": True}

    assert api.place({**asked, "stream": False}) == f"/{model}:rawPredict"
    assert api.place(asked) == f"/{model}:streamRawPredict"
    assert {*api.request(asked)} & {"model", "stream", "anthropic_version"} == {"anthropic_version", "stream"}


def test_most_of_what_was_sent_before_is_read_from_the_vendors_cache() -> None:
    script = [*(thinks("The list is open.") + asks(CLICK) for _ in range(29)), says("Saved.")]
    with ScriptedServer(script, dialect="anthropic") as server:
        with_conversation(conversation(server.base_url, RequestOptions(dialect="anthropic")), to_the_end)

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
    unknown, signed = {"executableCode": {"code": "1"}}, {"text": "", "thoughtSignature": "Zm9v"}
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
    ("decision", "said"), [("blocked", "not done: the service has blocked it."), ("regular", "Click(")]
)
def test_what_the_vendor_blocks_is_not_done_and_what_it_finds_regular_needs_nobody(decision: str, said: str) -> None:
    answer = golden("gemini")
    call = {"name": "click", "args": {"x": 1, "y": 2, "safety_decision": {"decision": decision}}}
    answer["candidates"][0]["content"]["parts"] = [{"functionCall": call}]

    (read,) = turn_of(answer, "gemini").calls

    assert said in str(read.proposals[0].action)
    assert bool(read.checks) is (decision == "blocked")


def test_an_error_in_a_stream_is_passed_on_and_an_unknown_piece_says_nothing() -> None:
    hear = dialect_named("anthropic").api.events()
    error: dict[str, object] = {"type": "error", "error": {"type": "overloaded_error"}}
    unknown = {"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {}}}
    events: list[dict[str, object]] = [START, OPENED, unknown, {"type": "content_block_stop", "index": 0}, error]

    assert [error] == [said for event in events for said in hear(event)]
    with pytest.raises(DialectError, match="out of order"):
        list(hear({"type": "content_block_stop", "index": 7}))


def test_pieces_of_one_text_are_one_and_an_error_or_half_a_call_ends_it() -> None:
    def chunk(*parts: dict[str, object], **more: object) -> dict[str, object]:
        return {"responseId": "r", "candidates": [{"content": {"parts": list(parts)}, **more}]}

    hear = dialect_named("gemini").api.events()
    said = [event["delta"] for text in ("Sa", "ved.") for event in hear(chunk({"text": text}))]
    (end,) = [*hear(chunk(finishReason="STOP")), *hear.end()]
    (failed,) = hear({"error": {"code": 503, "status": "UNAVAILABLE"}})

    assert said == ["Sa", "ved."]
    assert [{"type": "output_text", "text": "Saved."}] == end["response"]["output"][0]["content"]  # type: ignore[index]
    assert failed == {"type": "error", "error": {"code": 503, "status": "UNAVAILABLE", "type": "UNAVAILABLE"}}
    with pytest.raises(DialectError, match="an incomplete call"):
        list(hear(chunk({"functionCall": None})))
