"""OpenAI's current API: the `computer` tool, whose size is the picture's, and calls that hold several actions."""

from __future__ import annotations

from desktop_agent.core.json_text import JsonItem
from desktop_agent.model import parameter_schemas as schemas
from desktop_agent.model.dialect import Dialect, user_message

_SEARCHES = ("web_search_call.results", "web_search_call.action.sources")
_HOSTED = (
    *("computer", "computer_use", "file_search", "web_search_preview", "web_search_preview_2025_03_11"),
    *("image_generation", "code_interpreter", "apply_patch", "shell", "programmatic_tool_calling"),
)
_MCP = schemas.record(
    {"type": schemas.one_of("mcp"), "server_label": schemas.text(256)}, {"name": schemas.text(256)}
)  # fmt: skip


def _options(chain: bool) -> JsonItem:  # noqa: FBT001 - one of the functions of a dialect, which take no names
    """Return further fields of a request; without storage, the client carries the reasoning, encrypted."""
    if chain:
        return {"truncation": "auto"}
    return {"truncation": "auto", "store": False, "include": ["reasoning.encrypted_content"]}


DIALECT = Dialect(
    name="openai",
    profile="openai",
    actions=("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait"),
    tools=lambda _display, _environment, functions: [{"type": "computer"}, *functions],
    options=_options,
    # Pictures are sent in their original size, which is the display's.
    user=lambda texts, picture: user_message(texts, picture, detail="original"),
    parameters={
        **schemas.NEWER,
        "include": schemas.list_of(schemas.one_of(*schemas.INCLUDE, *_SEARCHES), 16),
        "reasoning": schemas.reasoning(
            (*schemas.EFFORTS, "max"),
            context=schemas.one_of("auto", "current_turn", "all_turns"),
            mode=schemas.text(64),
        ),
        "service_tier": schemas.one_of(*schemas.TIERS, "fast", "ultrafast"),
        "tool_choice": schemas.tool_choice(**{name: schemas.kind(name) for name in _HOSTED}, mcp=_MCP),
    },
)
