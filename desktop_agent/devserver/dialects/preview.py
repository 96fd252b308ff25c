"""The `computer_use_preview` tool: one action in a call, functions, and safety checks."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.devserver.json_object import Json


@dataclass(frozen=True, slots=True)
class ServedPreview:
    """Answers as the newer Tzafon API and vLLM do."""

    name: str = "preview"
    tool: str = "computer_use_preview"
    picture: str = "computer_screenshot"
    words: frozenset[str] = frozenset({
        *("click", "double_click", "right_click", "move", "mouse_down", "mouse_up", "drag", "scroll", "type"),
        *("point_and_type", "keys", "key_down", "key_up", "wait", "screenshot"),
    })  # fmt: skip
    ends: frozenset[str] = frozenset()
    keeps_items: bool = True
    batches: bool = False
    holds_keys: bool = False
    queues: bool = False  # its vendor has no word for it

    def action(self, action: Json) -> Json:
        """Return the action: its words are those that actions come in."""
        return action

    def call(self, actions: list[Json], checks: list[Json]) -> Json:
        """Return what a computer call says."""
        return {"action": actions[0], "pending_safety_checks": checks}

    def end(self, text: str, *, success: bool) -> Json | None:  # noqa: ARG002 - has none
        """Return None: a function or a message ends a task."""
        return None

    def begun(self, request: Json, created: float, viewport: Json | None) -> Json:  # noqa: ARG002 - not told
        """Return what a response says that has just begun."""
        return {"created_at": int(created), "error": None, "tools": request.get("tools", []), "usage": None}

    def completed(self, at: float) -> Json:  # noqa: ARG002 - not told
        """Return nothing more."""
        return {}

    def failed(self, why: str) -> Json:
        """Return the error."""
        return {"error": {"code": "server_error", "message": why}}

    def usage(self, counts: Json) -> Json:
        """Return the counts as they are."""
        return counts
