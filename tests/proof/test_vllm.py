"""Whole conversations with a server in vLLM's shape, by the profile that is meant for it."""

import json
from itertools import product
from typing import Any

import pytest

from desktop_agent.core.actions import Click, Press
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.talk import to_the_end
from tests.fakes.thinking import conversation, with_conversation
from tests.fakes.vllm_shaped import VllmShaped

MODEL = PROFILES["vllm"].model
REASONING = {
    "type": "reasoning", "summary": [], "encrypted_content": None, "status": None,
    "content": [{"type": "reasoning_text", "text": "The button is in view."}],
}  # fmt: skip


def call(number: int, action: dict[str, Any]) -> dict[str, Any]:
    item = {"type": "computer_call", "call_id": f"call_{number}", "status": "completed", "action": action}
    return {**item, "pending_safety_checks": []}


def said(text: str) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "output_text", "text": text, "annotations": [], "logprobs": None}
    return {"type": "message", "role": "assistant", "status": "completed", "content": [part]}


def click(number: int, x: int, y: int) -> dict[str, Any]:
    return call(number, {"type": "click", "x": x, "y": y, "button": "left"})


SCRIPT = [
    [REASONING, click(1, 500, 999)],
    [call(2, {"type": "keypress", "keys": ["ctrl", "s"]}), click(3, 0, 0)],
    [said("All saved.")],
]
TURNS = [[Click(ImagePoint(640, 799))], [Press(("ctrl", "s")), Click(ImagePoint(0, 0))], []]


@pytest.mark.parametrize(("stream", "chain"), list(product((True, False), (None, True))))
def test_a_conversation_with_a_server_that_stores_nothing(stream: bool, chain: bool | None) -> None:
    with VllmShaped(SCRIPT, MODEL) as vllm:
        terms = RequestOptions(stream=stream, chain=chain)
        turns = with_conversation(conversation(vllm.base_url, terms, provider="vllm"), to_the_end)

    assert [[call.proposals[0].action for call in turn.calls] for turn in turns] == TURNS
    assert turns[0].reasoning == ("The button is in view.",)
    assert turns[2].messages == ("All saved.",)
    assert [turn.usage and turn.usage.total_tokens for turn in turns] == [1230] * 3
    # Chaining has to be unlearned first.
    assert vllm.did() == (["POST 200", "POST 404", "POST 200", "POST 200"] if chain else ["POST 200"] * 3)


def test_a_full_context_is_met_with_a_shorter_history() -> None:
    many = [[click(number, number, 1)] for number in range(12)]

    with VllmShaped([*many, [said("All saved.")]], MODEL, most_items=14) as vllm:
        turns = with_conversation(conversation(vllm.base_url, RequestOptions(), provider="vllm"), to_the_end)

    assert [len(turn.calls) for turn in turns] == [1] * 12 + [0]
    assert turns[-1].messages == ("All saved.",)
    assert "POST 400" in vllm.did()
    assert all("Save a note" in json.dumps(body["input"]) for _, _, body in vllm.requests)
