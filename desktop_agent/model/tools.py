"""The functions offered to the model: their answers, refusals of calls for others, and questions about a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from desktop_agent.core.actions.action import DONE, Function, record
from desktop_agent.core.runs.turn import Result
from desktop_agent.core.texts.foreign_text import JsonItem

DONE_TOOL: JsonItem = {
    "type": "function",
    "name": DONE,
    "description": "Call this when the task is finished or can't be done. Nothing happens after it.",
    "parameters": {
        "type": "object",
        "properties": {
            "message": {"type": "string", "description": "What was done, or why it couldn't be done."},
            "status": {"type": "string", "enum": ["success", "failed"]},
        },
        "required": ["message"],
        "additionalProperties": False,
    },
    "strict": False,
}
_MOST_CHARACTERS = 2_000
NO_SUCH_TOOL = "This tool doesn't exist here, so nothing was done. Use only the tools you were given."


def tool(function: Function) -> JsonItem:
    """Return a user's function as a tool; its schema is the user's, and may not meet the rules of `strict`."""
    return {
        "type": "function",
        "name": function.name,
        "description": function.description,
        "parameters": function.parameters,
        "strict": False,
    }


def answered(result: Result) -> JsonItem:
    """Return the answer to a call for a function, or for a tool of an MCP server."""
    if result.called == "mcp":
        reason = {} if result.approved else {"reason": result.output}
        answer = {"type": "mcp_approval_response", "approval_request_id": result.call_id, "approve": result.approved}
        return {**answer, **reason}
    return {"type": "function_call_output", "call_id": result.call_id, "output": result.output}


def _shell(call_id: str, why: str) -> JsonItem:
    outcome = {"type": "exit", "exit_code": 1}
    output = [{"stdout": "", "stderr": why, "outcome": outcome}]
    return {"type": "shell_call_output", "call_id": call_id, "output": output}


def answer_as_text(result: Result) -> tuple[str, ...]:
    """Return the answer as a line of text history; a function's can't be mistaken for the user's own words."""
    if result.called == "unknown":
        return (result.output,)
    if result.called == "computer" or not result.output:
        return ()
    output_text = result.output[:_MOST_CHARACTERS] + ("…" if len(result.output) > _MOST_CHARACTERS else "")
    return (f"The function responded (not the user's own words): {json.dumps(output_text, ensure_ascii=False)}",)


# Each type's own form of "failed", as the reference page has it, for the id of a call and the reason.
_DECLINED: Mapping[str, Callable[[str, str], JsonItem]] = {
    "function_call": lambda name, why: {"type": "function_call_output", "call_id": name, "output": why},
    "custom_tool_call": lambda name, why: {"type": "custom_tool_call_output", "call_id": name, "output": why},
    "shell_call": _shell,
    "local_shell_call": lambda name, why: {
        "type": "local_shell_call_output",
        "id": name,
        "output": json.dumps({"error": why}),
    },
    "apply_patch_call": lambda name, why: {
        "type": "apply_patch_call_output",
        "call_id": name,
        "status": "failed",
        "output": why,
    },
}
APPROVAL = "mcp_approval_request"
WAITING_TYPES = frozenset({*_DECLINED, APPROVAL})


def refusal_item(kind: str, call_id: str, why: str) -> JsonItem | None:
    """Return the refusal of a call that needs an answer; None for a kind that takes none."""
    form = _DECLINED.get(kind)
    return form(call_id, why) if form else None


def acknowledged_done(item: JsonItem) -> JsonItem:
    """Return the answer to `done`, in case the conversation continues."""
    return {"type": "function_call_output", "call_id": item["call_id"], "output": "Noted."}


REGION: JsonItem = {"type": "array", "items": {"type": "number"}}
_WINDOW: JsonItem = {"type": "string", "description": "In its title."}
_SOUGHT: Mapping[str, JsonItem] = {
    "text": {"type": "string", "description": "In a name or kind."},
    "kind": {"type": "string"},
    "window": _WINDOW,
}
_MARKS: JsonItem = {"type": "boolean", "description": "Number them."}

FIND = Function("find", "List a window's controls: kind, name, place, state.", record({}, _SOUGHT))
FIND_OR_NUMBER = Function(FIND.name, FIND.description, record({}, {**_SOUGHT, "marks": _MARKS}))
READ = Function(
    "read",
    "Read the text of a window or a region.",
    record({}, {"window": {"type": "string"}, "region": REGION}),
)
ZOOM = Function("zoom", "See a region (left, top, right, bottom) at full size.", record({"region": REGION}))
