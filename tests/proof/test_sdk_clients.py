"""The published SDKs, as clients of `serve`: a whole conversation, each object of which their own types judge."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from desktop_agent.model.dialects import dialect_named
from tests.fakes.servers.serving import SHOT, TOOLS, Serving, serving
from tests.proof.sides import Json, OpenAISide, TzafonSide

WAYS = list(product((False, True), (True, False)))
AT = [200, 120]
CHECK = {"code": "malicious_instructions", "message": "The page tells the model what to do."}
SHARED: list[Json] = [
    {"click": {"x": 1, "y": 2, "button": "wheel"}}, {"double_click": AT}, {"move": AT},
    {"drag": [AT, [210, 130], [220, 140]]}, {"keys": ["ctrl", "s"]},
    {"scroll": {"x": 1, "y": 2, "dx": -100, "dy": 300}}, {"type": "Zeile 1\n🙂"}, {"wait": True}, {"screenshot": True},
]  # fmt: skip
OWN: Mapping[str, list[Json]] = {
    "openai": [{"click": {"x": 1, "y": 2, "keys": ["CTRL"]}}],
    "preview": [
        {"point_and_type": {"x": 1, "y": 2, "text": "ok"}}, {"mouse_down": AT}, {"mouse_up": AT},
        {"key_down": ["shift"]}, {"key_up": ["shift"]},
    ],
}  # fmt: skip
FUNCTION: Json = {
    "type": "function", "name": "look_up", "description": "Look something up.", "strict": False,
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}  # fmt: skip


def script(dialect: str) -> Json:
    """Return a script with every action that the dialect has, one call each and some in one, a check and a function."""
    actions = [*SHARED, *OWN[dialect]]
    function = {"function_call": {"name": "look_up", "arguments": {"city": "Αθήνα"}}}
    return {
        "loop": True,
        "answers": [
            {"items": [{"reasoning": "The “File” menu is open; 良い."}, {"message": "Einen Moment …"}, *actions]},
            {"items": [{"actions": actions}, function]},
            {"items": [{"click": AT, "checks": [CHECK]}]},
            {"items": [{"message": "Gespeichert – 保存しました 🗂️."}]},
        ],
    }


def answer_to(item: Mapping[str, Any]) -> Json | None:
    """Return what a call is owed; None for other items."""
    if item["type"] == "function_call":
        return {"type": "function_call_output", "call_id": item["call_id"], "output": "31 °C"}
    if item["type"] != "computer_call":
        return None
    reply: Json = {"type": "computer_call_output", "call_id": item["call_id"], "output": SHOT}
    checks = item.get("pending_safety_checks")
    return {**reply, "acknowledged_safety_checks": checks} if checks else reply


@pytest.fixture(scope="module", params=["openai", "preview"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(dialect: str) -> Iterator[Serving]:
    with serving(script(dialect)) as one:
        yield one


@pytest.mark.long
@pytest.mark.slow(but=["openai-True-True", "openai-False-False", "preview-False-True"])
@pytest.mark.parametrize(("stream", "chain"), WAYS)
def test_the_vendors_sdk_holds_a_whole_conversation(server: Serving, dialect: str, stream: bool, chain: bool) -> None:
    image = {"type": "input_image", "image_url": SHOT["image_url"], "detail": "high"}
    new: list[Json] = [{"role": "user", "content": [{"type": "input_text", "text": "Save a note"}, image]}]
    answers = list[Json]()
    history = list[Json]()
    with OpenAISide(server) if dialect == "openai" else TzafonSide(server) as side:
        while new and len(answers) < 10:
            before = {"previous_response_id": answers[-1]["id"]} if answers and chain else {}
            given = {"model": "local", "tools": [TOOLS[dialect], FUNCTION], **before}
            answers.append(side.create(stream=stream, input=[*history, *new], **given))
            if not chain:
                history += [*new, *answers[-1]["output"]]
            new = [reply for item in answers[-1]["output"] if (reply := answer_to(item))]

    calls = [item for answer in answers for item in answer["output"] if item["type"] == "computer_call"]
    assert len(answers) == 4
    assert set(dialect_named(dialect).actions) == {
        action["type"] for call in calls for action in call.get("actions") or [call["action"]]
    }
