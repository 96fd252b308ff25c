"""The older Tzafon API: `computer_use`, seventeen actions, no other tools, no safety checks on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.items import content_of
from desktop_agent.model.parameter_schemas import EVERYWHERE
from desktop_agent.model.picture import PicturePlaceholder


@dataclass(frozen=True, slots=True)
class Lightcone:
    """Writes requests for the older Tzafon API."""

    name: str = "lightcone"
    profile: str = "lightcone"
    keeps_items: bool = False
    actions: tuple[str, ...] = (
        *("click", "double_click", "triple_click", "right_click", "type", "key", "keypress", "key_down", "key_up"),
        *("scroll", "hscroll", "navigate", "drag", "wait", "terminate", "answer", "done"),
    )

    @property
    def parameters(self) -> Mapping[str, JsonItem]:
        """Return the schema of each parameter that a request may have."""
        return EVERYWHERE

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:  # noqa: ARG002 - has none
        """Return the tools to offer; the vendor's own examples call every whole computer a desktop."""
        size = {"display_width": display.width, "display_height": display.height}
        return [{"type": "computer_use", **size, "environment": "desktop"}]

    def options(self, *, chain: bool) -> JsonItem:  # noqa: ARG002 - the API has neither `store` nor `truncation`
        """Return further fields of the request: none."""
        return {}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return {"role": "user", "content": content_of(texts, picture)}

    def assistant(self, text: str) -> JsonItem:
        """Return what the model said before."""
        return {"role": "assistant", "content": [{"type": "output_text", "text": text}]}

    def result(self, call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:  # noqa: ARG002 - no checks
        """Return the answer to a computer call."""
        output = {"type": "input_image", "image_url": picture}
        return {"type": "computer_call_output", "call_id": call_id, "output": output}

    def declined(self, item: JsonItem) -> JsonItem | None:  # noqa: ARG002 - no form for it
        """Return None: there are no answers but to computer calls."""
        return None
