"""What the servers of Gemini and Claude, and stand-ins for them, really send: read whole, and given back legally."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.shapes import objects_in

Event = dict[str, Any]
_CLICK = {"functionCall": {"name": "click", "args": {"x": 1, "y": 2}}}


def chunk(*parts: Event, stop: str = "", **more: object) -> Event:
    candidate = {"content": {"role": "model", "parts": list(parts)}} | ({"finishReason": stop} if stop else {})
    return {"responseId": "r", "candidates": [candidate], **more}


def response_of(dialect: str, events: list[Event]) -> Event | None:
    """Return the response at the end of a stream; None where it never ends."""
    hear = dialect_named(dialect).api.events()
    said: list[Any] = [one for event in events for one in hear(event)]
    return next((one["response"] for one in [*said, *hear.end()] if "response" in one), None)


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


@pytest.mark.parametrize(("events", "said"), GEMINI)
def test_geminis_answer_ends_with_its_stream(events: list[Event], said: list[str]) -> None:
    assert told(response_of("gemini", events)) == said


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
_TEXT, _INPUT = {"type": "text_delta", "text": "Now."}, {"type": "input_json_delta", "partial_json": '{"x": 1}'}
CLAUDE: list[tuple[list[Event], list[str]]] = [
    ([_START, *block(0, "text", _TEXT, stops=False), *block(1, "tool_use", _INPUT), *_END], ["Now.", "click"]),
    (
        [_START, *block(0, "tool_use", stops=False), *block(1, "tool_use", _INPUT, stops=False), *_END],
        ["click", "click"],
    ),
    ([_START, {"type": "ping"}, *block(0, "tool_use", _INPUT), {"type": "ping"}, *_END], ["click"]),
    ([_START, *block(0, "tool_use", _INPUT)], ["never"]),
    ([_START, *block(0, "tool_use", _INPUT), _END[0]], ["never"]),
]


@pytest.mark.parametrize(("events", "said"), CLAUDE)
def test_a_block_of_claudes_is_over_when_the_next_begins(events: list[Event], said: list[str]) -> None:
    assert told(response_of("anthropic", events)) == said


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
