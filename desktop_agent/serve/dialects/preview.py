"""The `computer_use_preview` tool, as the newer Tzafon API and vLLM have it: one action in a call."""

from __future__ import annotations

from desktop_agent.serve.dialect import Json, ServedDialect


def _opening_fields(request: Json, created: float, _viewport: Json | None) -> Json:
    return {"created_at": int(created), "error": None, "tools": request.get("tools", []), "usage": None}


DIALECT = ServedDialect(
    name="preview",
    tool="computer_use_preview",
    call=lambda actions, checks: {"action": actions[0], "pending_safety_checks": checks},
    opening_fields=_opening_fields,
)
