"""The `computer_use_preview` tool: the newer Tzafon API, and any vLLM server."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model import parameter_schemas as schemas
from desktop_agent.model.dialect import Dialect, user_message


def _tools(display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
    size = {"display_width": display.width, "display_height": display.height}
    return [{"type": "computer_use_preview", **size, "environment": environment}, *functions]


DIALECT = Dialect(
    name="preview",
    profile="lightcone-preview",
    actions=(
        *("click", "double_click", "type", "point_and_type", "keypress", "key_down", "key_up", "scroll", "drag"),
        *("move", "mouse_down", "mouse_up", "wait", "screenshot"),
    ),
    tools=_tools,
    # A history that we keep need not be kept by the server as well.
    options=lambda chain: {"truncation": "auto"} if chain else {"truncation": "auto", "store": False},
    # Pictures are sent in high detail, so that clicks are precise.
    user=lambda texts, picture: user_message(texts, picture, detail="high"),
    parameters={
        **schemas.NEWER,
        "cache_salt": schemas.text(1_024),
        "enable_response_messages": schemas.SWITCH,
        "include": schemas.list_of(schemas.one_of(*schemas.INCLUDE), 16),
        "include_stop_str_in_output": schemas.SWITCH,
        "logit_bias": schemas.table_of(schemas.number(-100, 100), 1_024),
        "mm_processor_kwargs": schemas.TABLE,
        "previous_input_messages": schemas.list_of(schemas.TABLE, 10_000),
        "priority": schemas.whole(-schemas.MOST, schemas.MOST),
        "reasoning": schemas.reasoning(schemas.EFFORTS),
        "request_id": schemas.text(128),
        "service_tier": schemas.one_of(*schemas.TIERS),
        "skip_special_tokens": schemas.SWITCH,
        "tool_choice": schemas.tool_choice(),
        "top_k": schemas.whole(-1, schemas.MOST),
    },
)
