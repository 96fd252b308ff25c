"""OpenAI's current API: the `computer` tool, whose size is the picture's, and calls that hold several actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.tools import declined


@dataclass(frozen=True, slots=True)
class OpenAI:
    """Writes requests for OpenAI's current API."""

    name: str = "openai"
    keeps_items: bool = True
    actions: tuple[str, ...] = (
        *("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait"),
    )

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
        content: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
        if picture is not None:
            content.append({"type": "input_image", "image_url": picture, "detail": "original"})
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
