"""The `computer_use_preview` tool: the newer Tzafon API, and any vLLM server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model import parameter_schemas as schemas
from desktop_agent.model.items import assistant_message, content_of, screenshot_output
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.tools import declined

_PARAMETERS: Mapping[str, JsonItem] = {
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
}


@dataclass(frozen=True, slots=True)
class Preview:
    """Writes requests for servers of the preview tool."""

    name: str = "preview"
    profile: str = "lightcone-preview"
    keeps_items: bool = True
    actions: tuple[str, ...] = (
        *("click", "double_click", "type", "point_and_type", "keypress", "key_down", "key_up", "scroll", "drag"),
        *("move", "mouse_down", "mouse_up", "wait", "screenshot"),
    )

    @property
    def parameters(self) -> Mapping[str, JsonItem]:
        """Return the schema of each parameter that a request may have."""
        return _PARAMETERS

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer."""
        size = {"display_width": display.width, "display_height": display.height}
        return [{"type": "computer_use_preview", **size, "environment": environment}, *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields; a history that we keep need not be kept by the server as well."""
        return {"truncation": "auto"} if chain else {"truncation": "auto", "store": False}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user; pictures go in full, for clicks that land."""
        return {"type": "message", "role": "user", "content": content_of(texts, picture, detail="high")}

    def assistant(self, text: str) -> JsonItem:
        """Return what the model said before."""
        return assistant_message(text)

    def result(self, call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
        """Return the answer to a computer call."""
        return screenshot_output(call_id, picture, acknowledged)

    def declined(self, item: JsonItem) -> JsonItem | None:
        """Return the refusal, in the form its type has."""
        return declined(item)
