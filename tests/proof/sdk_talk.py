"""A whole conversation as a client of computer use has it; whose SDK it goes through is for others to say.

Standard library only: some of the SDKs need an environment of their own.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]
CHECK = {"code": "malicious_instructions", "message": "The page tells the model what to do."}
AT = [200, 120]
SHARED: list[Json] = [
    {"click": {"x": 1, "y": 2, "button": "wheel"}},
    *({"double_click": AT}, {"move": AT}, {"drag": [AT, [210, 130], [220, 140]]}, {"keys": ["ctrl", "s"]}),
    *(
        {"scroll": {"x": 1, "y": 2, "dx": -100, "dy": 300}},
        {"type": "Zeile 1\n🙂"},
        {"wait": True},
        {"screenshot": True},
    ),
]
HELD: list[Json] = [{"key_down": ["shift"]}, {"key_up": ["shift"]}]
OWN: Mapping[str, list[Json]] = {
    "openai": [{"click": {"x": 1, "y": 2, "keys": ["CTRL"]}}],
    "preview": [{"point_and_type": {"x": 1, "y": 2, "text": "ok"}}, {"mouse_down": AT}, {"mouse_up": AT}, *HELD],
}
TOOLS: Mapping[str, Json] = {
    "openai": {"type": "computer"},
    "preview": {
        "type": "computer_use_preview", "display_width": 1280, "display_height": 800, "environment": "linux",
    },
}  # fmt: skip
FUNCTION: Json = {
    "type": "function",
    "name": "look_up",
    "description": "Look something up.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    "strict": False,
}


class Refused(Exception):  # noqa: N818 - an answer of the server, not an error of the test
    """The server said 400."""


class Side(Protocol):
    """One SDK; what it returns, its own types have judged."""

    def create(self, *, stream: bool, **params: object) -> Json:
        """Return the response as the server wrote it; Refused for a 400."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How a conversation is held."""

    dialect: str
    stream: bool
    chain: bool


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


def picture() -> str:
    """Return a data URL of a small true PNG."""
    rows = b"".join(b"\0" + bytes([200, 8, 16]) * 4 for _ in range(4))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return "data:image/png;base64," + base64.b64encode(data).decode()


def opening() -> Json:
    """Return the first message."""
    image: Json = {"type": "input_image", "image_url": picture(), "detail": "high"}
    return {"role": "user", "content": [{"type": "input_text", "text": "Save a note"}, image]}


def whole_conversation(side: Side, talk: Talk) -> list[Json]:
    """Hold a conversation until the model only speaks; return its answers.

    A safety check is first left unacknowledged, which the server has to refuse.
    """
    answers: list[Json] = []
    history: list[Any] = []
    new: list[Any] = [opening()]
    tools = [TOOLS[talk.dialect], FUNCTION]
    while len(answers) < 10:
        before = {"previous_response_id": answers[-1]["id"]} if answers and talk.chain else {}
        given = {"model": "local", "tools": tools, "stream": talk.stream, **before}
        if any("acknowledged_safety_checks" in item for item in new):
            must_be_refused(lambda: side.create(**given, input=[*history, *unconfirmed(new)]))  # noqa: B023 - called at once
        answers.append(side.create(**given, input=[*history, *new]))
        if not talk.chain:
            history += [*new, *answers[-1]["output"]]
        new = [reply for item in answers[-1]["output"] if (reply := answer_to(item))]
        if not new:
            return answers
    raise AssertionError("no end")


def answer_to(item: Mapping[str, Any]) -> Json | None:
    """Return what a call is owed; None for other items."""
    if item["type"] == "function_call":
        return {"type": "function_call_output", "call_id": item["call_id"], "output": "31 °C"}
    if item["type"] != "computer_call":
        return None
    output = {"type": "computer_screenshot", "image_url": picture()}
    reply: Json = {"type": "computer_call_output", "call_id": item["call_id"], "output": output}
    checks = item.get("pending_safety_checks")
    return {**reply, "acknowledged_safety_checks": checks} if checks else reply


def unconfirmed(items: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Return answers without their acknowledgements."""
    return [{key: value for key, value in item.items() if key != "acknowledged_safety_checks"} for item in items]


def must_be_refused(act: Callable[[], object]) -> None:
    """See to it that the server says 400."""
    try:
        act()
    except Refused:
        return
    raise AssertionError("the server took it")


def actions_in(answers: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the types of all actions called for."""
    calls = [item for answer in answers for item in answer["output"] if item["type"] == "computer_call"]
    return {action["type"] for call in calls for action in call.get("actions") or [call["action"]]}
