"""What describes a dialect of the Responses API. The dialects are in `dialects/`, one file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.dialect_name import DialectName
from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.tools import declined


def assistant_message(text: str) -> JsonItem:
    """Return what the model said before."""
    return {"type": "message", "role": "assistant", "content": text}


def content_of(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> list[JsonItem]:
    """Return the parts of a user's message; `detail` is the resolution at which the model sees the picture."""
    parts: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
    return parts if picture is None else [*parts, {"type": "input_image", "image_url": picture, **detail}]


def screenshot_output(call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
    """Return the output for a computer call; acknowledged checks are sent back whole."""
    output = {"type": "computer_screenshot", "image_url": picture}
    answer = {"type": "computer_call_output", "call_id": call_id, "output": output}
    checks = [check.raw for check in acknowledged]
    return {**answer, "acknowledged_safety_checks": checks} if checks else answer


@dataclass(frozen=True, slots=True)
class Dialect:
    """Writes requests for one API; reading answers is the same for all."""

    name: DialectName
    profile: str  # the provider that is meant where only the dialect is named
    actions: tuple[str, ...]  # that its reference page lists
    parameters: Mapping[str, JsonItem]  # the JSON schema of each parameter that a request may have
    # The tools to offer for a picture of this size, in this environment, with these functions.
    tools: Callable[[Size, str, Sequence[JsonItem]], list[JsonItem]]
    options: Callable[[bool], JsonItem]  # further fields of a request, by whether the server keeps the history
    user: Callable[[Sequence[str], PicturePlaceholder | None], JsonItem]  # a message of the user
    assistant: Callable[[str], JsonItem] = assistant_message  # what the model said before, as a message
    # The answer to a computer call.
    result: Callable[[str, PicturePlaceholder, Sequence[SafetyCheck]], JsonItem] = screenshot_output
    # The answer to a call that is not ours to do; None where the API has no such answers.
    declined: Callable[[JsonItem], JsonItem | None] = declined
    # Whether there are functions, and a history that we keep may hold calls and results besides messages.
    keeps_items: bool = True
