"""The `computer_use_preview` tool, as the newer Tzafon API and vLLM have it: one action in a call."""

from __future__ import annotations

from desktop_agent.devtools.serve.dialect import ServedDialect
from desktop_agent.devtools.serve.json_object import Json
from desktop_agent.devtools.serve.wire.preview_request import REQUEST


def _begun(request: Json, created: float, _viewport: Json | None) -> Json:
    return {"created_at": int(created), "error": None, "tools": request.get("tools", []), "usage": None}


DIALECT = ServedDialect(
    name="preview",
    tool="computer_use_preview",
    words=frozenset({
        *("click", "double_click", "right_click", "move", "mouse_down", "mouse_up", "drag", "scroll", "type"),
        *("point_and_type", "keys", "key_down", "key_up", "wait", "screenshot"),
    }),
    call=lambda actions, checks: {"action": actions[0], "pending_safety_checks": checks},
    begun=_begun,
    request=REQUEST,
)  # fmt: skip
