"""A stream tells each kind of item in pieces that add up, as OpenAI's own event types know them."""

from typing import Any

import pytest
from openai.types.responses import ResponseStreamEvent

from desktop_agent.devtools.serve.wire.sse_events import telling
from tests.proof.vendors import left_over, parsed

Json = dict[str, Any]

LONG = "Ein längerer Text, der in mehr als einem Stück kommt: 世界 👋."
ITEMS: list[tuple[Json, str, str]] = [
    (
        {"id": "rs", "type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": LONG}]},
        "response.reasoning_text.delta", "text",
    ),
    (
        {"id": "rs", "type": "reasoning", "summary": [{"type": "summary_text", "text": LONG}]},
        "response.reasoning_summary_text.delta", "text",
    ),
    (
        {"id": "m", "type": "message", "role": "assistant", "status": "completed",
         "content": [{"type": "refusal", "refusal": LONG}]},
        "response.refusal.delta", "refusal",
    ),
    (
        {"id": "m", "type": "message", "role": "assistant", "status": "completed",
         "content": [{"type": "output_text", "text": LONG, "annotations": [], "logprobs": []}]},
        "response.output_text.delta", "text",
    ),
    (
        {"id": "f", "type": "function_call", "call_id": "c", "name": "f", "arguments": LONG, "status": "completed"},
        "response.function_call_arguments.delta", "arguments",
    ),
    (
        {"id": "t", "type": "custom_tool_call", "call_id": "c", "name": "t", "input": LONG},
        "response.custom_tool_call_input.delta", "input",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("item", "delta", "field"), ITEMS, ids=[delta for _, delta, _ in ITEMS])
def test_the_pieces_add_up_and_the_vendors_types_know_them(item: Json, delta: str, field: str) -> None:
    events = [event | {"sequence_number": number} for number, event in enumerate(telling([item]))]

    assert [] == [found for event in events for found in left_over(parsed(ResponseStreamEvent, event))]
    pieces = [str(event["delta"]) for event in events if event["type"] == delta]
    assert (True, LONG) == (len(pieces) > 1, "".join(pieces))
    assert [LONG] == [event[field] for event in events if event["type"] == delta.replace(".delta", ".done")]
    assert item == events[-1]["item"]
    assert LONG not in str(events[0])


@pytest.mark.parametrize(
    "item",
    [
        {"type": "message", "content": None}, {"type": "message", "content": [None, 5, {"type": "new"}]}, {},
        {"type": "reasoning", "summary": "x", "content": [{"text": 5}]}, {"type": "function_call", "arguments": {}},
        {"type": "custom_tool_call"}, {"type": "brand_new", "status": "completed"}, {"type": ["odd"]},
    ],
)  # fmt: skip
def test_an_odd_item_is_told_in_one_piece(item: Json) -> None:
    events = list(telling([item]))

    assert ["response.output_item.added", "response.output_item.done"] == [event["type"] for event in events]
    assert item == events[-1]["item"]
