"""OpenAI's current API: several actions in a call, and responses that say back what was asked for."""

from __future__ import annotations

from desktop_agent.devtools.serve.dialect import Json, ServedDialect
from desktop_agent.devtools.serve.echo import begun, open_begun, usage


def _action(action: Json) -> Json:
    """Return an action. The vendor's schema requires `keys` on a double click, even when no key is held."""
    return {"keys": None, **action} if action["type"] == "double_click" else action


def _begun(request: Json, created: float, viewport: Json | None) -> Json:
    """Return what a response says at first; where no computer is offered, all that the open specification wants."""
    tools = request.get("tools")
    offered = isinstance(tools, list) and any(isinstance(one, dict) and one.get("type") == "computer" for one in tools)
    return begun(request, created, viewport) if offered else open_begun(request, created, viewport)


DIALECT = ServedDialect(
    name="openai",
    tool="computer",
    words=frozenset({
        *("click", "double_click", "right_click", "move", "drag", "scroll", "type", "keys", "wait", "screenshot"),
    }),
    call=lambda actions, checks: {"actions": actions, "pending_safety_checks": checks},
    begun=_begun,
    action=_action,
    completed=lambda at: {"completed_at": int(at)},
    usage=lambda counts: usage(counts, cache_write_tokens=0),
    batches=True,
    key_headers=("api-key",),  # on Azure
    holds_keys=True,
    queues=True,
    cancels_twice=True,
)  # fmt: skip
