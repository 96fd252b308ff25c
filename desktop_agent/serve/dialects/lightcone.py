"""The older Tzafon API: one flat action in a call, no functions, no safety checks, an action that ends the task."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_agent.serve.dialect import Json, ServedDialect

COMPUTER = "local"  # the name of the only computer


def _action(action: Json) -> Json:
    """Return an action: its fields are flat, a right click has a type of its own, and a wait replaces a screenshot."""
    match action:
        case {"type": "click", "button": "right", **where}:
            return {"type": "right_click", **where}
        case {"type": "move" | "screenshot"}:
            return {"type": "wait"}
        case {"type": "drag", "path": [{"x": x, "y": y}, *_, {"x": end_x, "y": end_y}]}:
            return {"type": "drag", "x": x, "y": y, "end_x": end_x, "end_y": end_y}
        case _:
            return action


def _end(text: str, success: bool) -> Json:  # noqa: FBT001 - one of the functions of a dialect, which take no names
    how = {"type": "done", "status": "success"} if success else {"type": "terminate", "status": "failure"}
    return {**how, "result": text, "text": text}


def _opening_fields(request: Json, created: float, viewport: Json | None) -> Json:
    fields: Json = {name: request.get(name) for name in ("max_output_tokens", "temperature", "top_p")}
    fields["created_at"] = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds")
    fields["usage"] = None
    fields["computer_id"] = COMPUTER
    return fields | ({"viewport": viewport} if viewport else {})


DIALECT = ServedDialect(
    name="lightcone",
    tool="computer_use",
    call=lambda actions, _checks: {"action": actions[0]},
    opening_fields=_opening_fields,
    action=_action,
    end=_end,
    failed=lambda _: {},  # it has no field for the reason
    keeps_items=False,
)
