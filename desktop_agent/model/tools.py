"""The one function that we offer, and the answers to calls for tools that we do not have."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from desktop_agent.core.turn import Item

DONE = "done"
DONE_TOOL: Item = {
    "type": "function",
    "name": DONE,
    "description": "Call this once the task is finished, or when it cannot be done; nothing happens after it.",
    "parameters": {
        "type": "object",
        "properties": {
            "message": {"type": "string", "description": "What was done, or why it could not be done."},
            "status": {"type": "string", "enum": ["success", "failed"]},
        },
        "required": ["message"],
        "additionalProperties": False,
    },
    "strict": False,
}
NO_SUCH_TOOL = "This tool does not exist here; nothing was done. Use the computer only."


def _shell(item: Item) -> Item:
    outcome = {"type": "exit", "exit_code": 1}
    output = [{"stdout": "", "stderr": NO_SUCH_TOOL, "outcome": outcome}]
    return {"type": "shell_call_output", "call_id": item["call_id"], "output": output}


# Each type's own form of "failed", as the reference page has it.
_DECLINED: Mapping[str, Callable[[Item], Item]] = {
    "function_call": lambda i: {"type": "function_call_output", "call_id": i["call_id"], "output": NO_SUCH_TOOL},
    "custom_tool_call": lambda i: {"type": "custom_tool_call_output", "call_id": i["call_id"], "output": NO_SUCH_TOOL},
    "shell_call": _shell,
    "local_shell_call": lambda i: {
        "type": "local_shell_call_output",
        "id": i["call_id"],
        "output": json.dumps({"error": NO_SUCH_TOOL}),
    },
    "apply_patch_call": lambda i: {
        "type": "apply_patch_call_output",
        "call_id": i["call_id"],
        "status": "failed",
        "output": NO_SUCH_TOOL,
    },
    "mcp_approval_request": lambda i: {
        "type": "mcp_approval_response",
        "approval_request_id": i["id"],
        "approve": False,
        "reason": "Tools of other servers are not used here.",
    },
}
WAITING_TYPES = frozenset(_DECLINED)


def declined(item: Item) -> Item:
    """Return the refusal of a call that waits for an answer of ours; `item["type"]` is one of `WAITING_TYPES`."""
    return _DECLINED[str(item["type"])](item)


def acknowledged_done(item: Item) -> Item:
    """Return the answer to `done`, for a conversation that goes on all the same."""
    return {"type": "function_call_output", "call_id": item["call_id"], "output": "Noted."}
