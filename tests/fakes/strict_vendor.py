"""What a vendor's server refuses: calls without an answer, checks nobody confirmed, pictures that are none.

Written from the reference pages alone; it shares no code with the client that it judges.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import Any

from tests.fakes.vendors import VENDORS

OUTPUT_OF = {
    "computer_call": "computer_call_output",
    "function_call": "function_call_output",
    "custom_tool_call": "custom_tool_call_output",
    "shell_call": "shell_call_output",
    "local_shell_call": "local_shell_call_output",
    "apply_patch_call": "apply_patch_call_output",
}
# Of the items of the model's that go back in a history; a message that it is only said to have spoken is plain text.
REQUIRED: Mapping[str, set[str]] = {
    "message": {"id", "type", "role", "content", "status"},
    "computer_call": {"id", "type", "call_id", "status", "pending_safety_checks"},
    "reasoning": {"id", "type", "summary"},
}


def objection(body: Mapping[str, Any], dialect: str, before: list[Mapping[str, Any]] | None) -> tuple[str, str] | None:
    """Return what is wrong with a request and with which parameter; None when nothing is.

    `before` holds the output of the response that `previous_response_id` names.
    """
    tool = VENDORS[dialect].tool
    if tool not in [offered.get("type") for offered in body.get("tools", [])]:
        return f"there is no tool of type {tool}", "tools"
    items = [*(before or []), *body["input"]]
    if dialect == "lightcone" and any(
        "role" not in i and i.get("type") != "computer_call_output" for i in body["input"]
    ):
        return "only messages and computer_call_output are taken", "input"
    return _pictures_wrong(body["input"], dialect) or _unfit(body["input"], dialect) or _unanswered(items)


def _unfit(items: list[Mapping[str, Any]], dialect: str) -> tuple[str, str] | None:
    """Return what an item of the model's lacks, or has too much."""
    for number, item in enumerate(items):
        kind = str(item.get("type"))
        told = kind == "message" and (item.get("role") != "assistant" or isinstance(item["content"], str))
        needs = set() if told or dialect == "lightcone" else REQUIRED.get(kind, set())
        if lacking := sorted(needs - set(item)):
            return f"Missing required parameter: 'input[{number}].{lacking[0]}'.", f"input[{number}].{lacking[0]}"
        if kind == "reasoning" and "status" in item:
            return f"Unknown parameter: 'input[{number}].status'.", f"input[{number}].status"
    return None


def _unanswered(items: list[Mapping[str, Any]]) -> tuple[str, str] | None:
    answers = {(i["type"], i.get("call_id") or i.get("id")): i for i in items if str(i.get("type")).endswith("_output")}
    called = {(OUTPUT_OF[i["type"]], i.get("call_id")) for i in items if i.get("type") in OUTPUT_OF}
    for item in items:
        expected = OUTPUT_OF.get(str(item.get("type")))
        if expected is None:
            continue
        answer = answers.get((expected, item.get("call_id")))
        if answer is None:
            return f"No tool output found for call {item.get('call_id')}.", "input"
        pending = item.get("pending_safety_checks") or []
        if any(check not in (answer.get("acknowledged_safety_checks") or []) for check in pending):
            return f"Unacknowledged safety check(s) for call {item.get('call_id')}.", "input"
    stray = [key for key in answers if key not in called]
    return (f"No tool call found for {stray[0]}.", "input") if stray else None


def _pictures_wrong(items: list[Mapping[str, Any]], dialect: str) -> tuple[str, str] | None:
    for number, item in enumerate(items):
        if item.get("type") == "computer_call_output":
            if item["output"].get("type") != VENDORS[dialect].picture or set(item["output"]) - {"type", "image_url"}:
                return f"Unknown parameter in input[{number}].output", f"input[{number}].output"
            if not _is_picture(item["output"].get("image_url", "")):
                return "not a usable picture", f"input[{number}].output.image_url"
    return None


def _is_picture(url: str) -> bool:
    head, _, data = url.partition(";base64,")
    if head not in {"data:image/png", "data:image/jpeg"}:
        return False
    raw = base64.b64decode(data, validate=True)
    if head == "data:image/jpeg":
        return raw.startswith(b"\xff\xd8\xff")
    return raw.startswith(b"\x89PNG\r\n\x1a\n") and min(struct.unpack(">II", raw[16:24])) > 1
