"""OpenAI's current API: several actions in a call, and responses that say back what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.devserver.json_object import Json

# What a response says back, and what it says where the request was silent.
_ECHOED: Json = {
    "background": False,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "prompt": None,
    "prompt_cache_key": None,
    "safety_identifier": None,
    "service_tier": "default",
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
}


@dataclass(frozen=True, slots=True)
class ServedOpenAI:
    """Answers as OpenAI's current API does."""

    name: str = "openai"
    tool: str = "computer"
    picture: str = "computer_screenshot"
    words: frozenset[str] = frozenset({
        *("click", "double_click", "right_click", "move", "drag", "scroll", "type", "keys", "wait", "screenshot"),
    })  # fmt: skip
    ends: frozenset[str] = frozenset()
    keeps_items: bool = True
    batches: bool = True
    holds_keys: bool = True
    queues: bool = True

    def action(self, action: Json) -> Json:
        """Return an action; its document wants to hear of the keys that a double click holds, also of none."""
        return {"keys": None, **action} if action["type"] == "double_click" else action

    def call(self, actions: list[Json], checks: list[Json]) -> Json:
        """Return what a computer call says."""
        return {"actions": actions, "pending_safety_checks": checks}

    def end(self, text: str, *, success: bool) -> Json | None:  # noqa: ARG002 - has none
        """Return None: a function or a message ends a task."""
        return None

    def begun(self, request: Json, created: float, viewport: Json | None) -> Json:  # noqa: ARG002 - not told
        """Return what a response says that has just begun."""
        begun = {name: request.get(name, silent) for name, silent in _ECHOED.items()}
        user = {"user": request["user"]} if request.get("user") is not None else {}
        return {
            **begun,
            **user,
            "created_at": int(created),
            "error": None,
            "incomplete_details": None,
            "reasoning": _over({"effort": None, "summary": None}, request.get("reasoning")),
            "service_tier": "default" if begun["service_tier"] == "auto" else begun["service_tier"],
            "text": _over({"format": {"type": "text"}}, request.get("text")),
            "usage": None,
        }

    def completed(self, at: float) -> Json:
        """Return when that was."""
        return {"completed_at": int(at)}

    def failed(self, why: str) -> Json:
        """Return the error."""
        return {"error": {"code": "server_error", "message": why}}

    def usage(self, counts: Json) -> Json:
        """Return the counts, and of what they are made up."""
        details = {"cached_tokens": 0, "cache_write_tokens": 0}
        return {**counts, "input_tokens_details": details, "output_tokens_details": {"reasoning_tokens": 0}}


def _over(usual: Json, given: object) -> Json:
    return usual | given if isinstance(given, dict) else usual
