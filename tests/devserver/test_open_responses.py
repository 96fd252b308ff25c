"""The seven cases of the Open Responses compliance suite, and that answers say all that the specification requires."""

from pathlib import Path
from typing import Any

import pytest

from tests.devserver.serving import TOOLS, answers, events, serving

Json = dict[str, Any]

# The required fields of `ResponseResource` in the specification's document of 2026-04-24.
REQUIRED = set(
    """id object created_at completed_at status incomplete_details model previous_response_id instructions output error
    tools tool_choice truncation parallel_tool_calls text top_p presence_penalty frequency_penalty top_logprobs
    temperature reasoning usage max_output_tokens max_tool_calls store background service_tier metadata
    safety_identifier prompt_cache_key""".split()
)
WEATHER = {
    "type": "function", "name": "get_weather", "description": "Tell the weather.",
    "parameters": {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
}  # fmt: skip
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9aw"
    "AAAABJRU5ErkJggg=="
)
CALL = {"function_call": {"name": "get_weather", "arguments": {"location": "San Francisco"}}}


def said(role: str, content: object) -> Json:
    return {"type": "message", "role": role, "content": content}


PICTURE = [{"type": "input_text", "text": "What is it?"}, {"type": "input_image", "image_url": DOT}]
TURNS = [said("user", "My name is Ada."), said("assistant", "Hello Ada."), said("user", "Who am I?")]
CASES: dict[str, tuple[Json, Json]] = {
    "basic": ({"input": [said("user", "Say hello.")]}, {"message": "Hello there."}),
    "streaming": ({"input": [said("user", "Count.")], "stream": True}, {"message": "1, 2, 3"}),
    "system prompt": ({"input": [said("system", "Be a pirate."), said("user", "Hi.")]}, {"message": "Ahoy."}),
    "function calling": ({"input": [said("user", "Weather?")], "tools": [WEATHER]}, CALL),
    "function calling streamed": ({"input": [said("user", "Weather?")], "tools": [WEATHER], "stream": True}, CALL),
    "image input": ({"input": [said("user", PICTURE)]}, {"message": "A dot."}),
    "multi-turn": ({"input": TURNS}, {"message": "Ada."}),
    "the computer": ({"input": [said("user", "Click.")], "tools": [TOOLS["functions"]]}, {"click": [1, 2]}),
}


@pytest.mark.parametrize("case", CASES)
def test_an_answer_says_all_that_the_specification_requires(tmp_path: Path, case: str) -> None:
    body, item = CASES[case]
    with serving(answers({"items": [item]}), tmp_path) as server:
        reply = server.http.post("/responses", json={"model": "local", **body})
    streamed = events(reply.text) if body.get("stream") else []
    whole = streamed[-1]["response"] if streamed else reply.json()

    assert REQUIRED - set(whole) == set()
    assert whole["status"] == "completed"
    assert whole["output"][0]["type"] == ("message" if "message" in item else "function_call")
    assert all({"name", "description", "parameters", "strict"} <= set(tool) for tool in whole["tools"])
    if streamed and "function_call" in item:
        piecewise = {"response.function_call_arguments.delta", "response.function_call_arguments.done"}
        assert piecewise | {"response.output_item.added", "response.output_item.done"} <= {e["type"] for e in streamed}
