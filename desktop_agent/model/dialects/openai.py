"""OpenAI's current API: the `computer` tool, whose size is the picture's, and calls that hold several actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model import parameter_schemas as schemas
from desktop_agent.model.items import assistant_message, content_of, screenshot_output
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.tools import declined

_SEARCHES = ("web_search_call.results", "web_search_call.action.sources")
_HOSTED = (
    *("computer", "computer_use", "file_search", "web_search_preview", "web_search_preview_2025_03_11"),
    *("image_generation", "code_interpreter", "apply_patch", "shell", "programmatic_tool_calling"),
)
_MCP = schemas.record(
    {"type": schemas.one_of("mcp"), "server_label": schemas.text(256)}, {"name": schemas.text(256)}
)  # fmt: skip
_PARAMETERS: Mapping[str, JsonItem] = {
    **schemas.NEWER,
    "include": schemas.list_of(schemas.one_of(*schemas.INCLUDE, *_SEARCHES), 16),
    "reasoning": schemas.reasoning(
        (*schemas.EFFORTS, "max"),
        context=schemas.one_of("auto", "current_turn", "all_turns"),
        mode=schemas.text(64),
    ),
    "service_tier": schemas.one_of(*schemas.TIERS, "fast", "ultrafast"),
    "tool_choice": schemas.tool_choice(**{name: schemas.kind(name) for name in _HOSTED}, mcp=_MCP),
}


@dataclass(frozen=True, slots=True)
class OpenAI:
    """Writes requests for OpenAI's current API."""

    name: str = "openai"
    profile: str = "openai"
    keeps_items: bool = True
    actions: tuple[str, ...] = (
        *("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait"),
    )

    @property
    def parameters(self) -> Mapping[str, JsonItem]:
        """Return the schema of each parameter that a request may have."""
        return _PARAMETERS

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:  # noqa: ARG002 - has no size
        """Return the tools to offer."""
        return [{"type": "computer"}, *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields; without storage, reasoning has to travel with us, encrypted."""
        if chain:
            return {"truncation": "auto"}
        return {"truncation": "auto", "store": False, "include": ["reasoning.encrypted_content"]}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user; pictures go in their own size, which is the size of the display."""
        return {"type": "message", "role": "user", "content": content_of(texts, picture, detail="original")}

    def assistant(self, text: str) -> JsonItem:
        """Return what the model said before."""
        return assistant_message(text)

    def result(self, call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
        """Return the answer to a computer call."""
        return screenshot_output(call_id, picture, acknowledged)

    def declined(self, item: JsonItem) -> JsonItem | None:
        """Return the refusal, in the form its type has."""
        return declined(item)
