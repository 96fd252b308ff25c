"""The `computer_use_preview` tool: the newer Tzafon API, and any vLLM server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.tools import declined


@dataclass(frozen=True, slots=True)
class Preview:
    """Writes requests for servers of the preview tool."""

    name: str = "preview"
    keeps_items: bool = True
    actions: tuple[str, ...] = (
        *("click", "double_click", "type", "point_and_type", "keypress", "key_down", "key_up", "scroll", "drag"),
        *("move", "mouse_down", "mouse_up", "wait", "screenshot"),
    )

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer."""
        size = {"display_width": display.width, "display_height": display.height}
        return [{"type": "computer_use_preview", **size, "environment": environment}, *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields; a history that we keep need not be kept by the server as well."""
        return {"truncation": "auto"} if chain else {"truncation": "auto", "store": False}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user; pictures go in full, for clicks that land."""
        content: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
        if picture is not None:
            content.append({"type": "input_image", "image_url": picture, "detail": "high"})
        return {"type": "message", "role": "user", "content": content}

    def assistant(self, text: str) -> JsonItem:
        """Return what the model said before."""
        return {"type": "message", "role": "assistant", "content": text}

    def result(self, call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
        """Return the answer to a computer call; checks go back whole."""
        output = {"type": "computer_screenshot", "image_url": picture}
        answer = {"type": "computer_call_output", "call_id": call_id, "output": output}
        checks = [check.raw for check in acknowledged]
        return {**answer, "acknowledged_safety_checks": checks} if checks else answer

    def declined(self, item: JsonItem) -> JsonItem | None:
        """Return the refusal, in the form its type has."""
        return declined(item)
