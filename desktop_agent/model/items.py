"""Items of a request that more than one dialect writes in the same way."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.picture import PicturePlaceholder


def content_of(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> list[JsonItem]:
    """Return the parts of a user's message; `detail` says how closely the picture is to be looked at."""
    parts: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
    return parts if picture is None else [*parts, {"type": "input_image", "image_url": picture, **detail}]


def assistant_message(text: str) -> JsonItem:
    """Return what the model said before."""
    return {"type": "message", "role": "assistant", "content": text}


def screenshot_output(call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
    """Return the answer to a computer call; acknowledged checks go back whole."""
    output = {"type": "computer_screenshot", "image_url": picture}
    answer = {"type": "computer_call_output", "call_id": call_id, "output": output}
    checks = [check.raw for check in acknowledged]
    return {**answer, "acknowledged_safety_checks": checks} if checks else answer
