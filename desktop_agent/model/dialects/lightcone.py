"""The older Tzafon API: `computer_use`, seventeen actions, no other tools, no safety checks on the wire."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import Dialect, content_of
from desktop_agent.model.picture import PicturePlaceholder


class LightconeDialect(Dialect):
    """The older API: it has neither `store` nor `truncation`, and answers to nothing but computer calls."""

    name = "lightcone"
    profile = "lightcone"
    coordinates = "viewport"
    keeps_items = False
    actions = (
        *("click", "double_click", "triple_click", "right_click", "type", "key", "keypress", "key_down", "key_up"),
        *("scroll", "hscroll", "navigate", "drag", "wait", "terminate", "answer", "done"),
    )

    def tools(self, display: Size, _environment: str, _functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer; the vendor's examples call every computer a desktop."""
        size = {"display_width": display.width, "display_height": display.height}
        return [{"type": "computer_use", **size, "environment": "desktop"}]

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return {"role": "user", "content": content_of(texts, picture)}

    def assistant(self, text: str) -> JsonItem:
        """Return an earlier message of the model."""
        return {"role": "assistant", "content": [{"type": "output_text", "text": text}]}

    def result(
        self,
        call_id: str,
        picture: PicturePlaceholder | None,
        _acknowledged: Sequence[SafetyCheck],
        _messages: Sequence[str],
    ) -> JsonItem:
        """Return the answer to a call of the computer."""
        output = {"type": "input_image", "image_url": picture}
        return {"type": "computer_call_output", "call_id": call_id, "output": output}


DIALECT = LightconeDialect
