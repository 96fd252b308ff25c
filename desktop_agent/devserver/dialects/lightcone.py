"""The older Tzafon API: one flat action in a call, no functions, no safety checks, an action that ends the task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_agent.devserver.json_object import Json


@dataclass(frozen=True, slots=True)
class ServedLightcone:
    """Answers as the older Tzafon API does."""

    name: str = "lightcone"
    tool: str = "computer_use"
    picture: str = "input_image"
    words: frozenset[str] = frozenset({
        *("click", "double_click", "triple_click", "right_click", "type", "keys", "key_down", "key_up"),
        *("scroll", "drag", "navigate", "wait"),
    })  # fmt: skip
    ends: frozenset[str] = frozenset({"terminate", "answer", "done"})
    keeps_items: bool = False
    batches: bool = False
    holds_keys: bool = False
    queues: bool = False

    def action(self, action: Json) -> Json:
        """Return an action: flat, and with a word of its own for the right button."""
        match action:
            case {"type": "click", "button": "right", **where}:
                return {"type": "right_click", **where}
            case {"type": "drag", "path": [{"x": x, "y": y}, *_, {"x": end_x, "y": end_y}]}:
                return {"type": "drag", "x": x, "y": y, "end_x": end_x, "end_y": end_y}
            case _:
                return action

    def call(self, actions: list[Json], checks: list[Json]) -> Json:  # noqa: ARG002 - has none
        """Return what a computer call says."""
        return {"action": actions[0]}

    def end(self, text: str, *, success: bool) -> Json | None:
        """Return the action that ends a task."""
        how = {"type": "done", "status": "success"} if success else {"type": "terminate", "status": "failure"}
        return {**how, "result": text, "text": text}

    def begun(self, request: Json, created: float, viewport: Json | None) -> Json:
        """Return what a response says that has just begun."""
        begun: Json = {name: request.get(name) for name in ("max_output_tokens", "temperature", "top_p")}
        begun["created_at"] = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds")
        begun["usage"] = None
        return begun | ({"viewport": viewport} if viewport else {})

    def completed(self, at: float) -> Json:  # noqa: ARG002 - not told
        """Return nothing more."""
        return {}

    def failed(self, why: str) -> Json:  # noqa: ARG002 - it has no field that says why
        """Return nothing more."""
        return {}

    def usage(self, counts: Json) -> Json:
        """Return the counts as they are."""
        return counts
