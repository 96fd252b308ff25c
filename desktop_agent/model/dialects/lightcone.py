"""The older Tzafon API: `computer_use`, seventeen actions, no other tools, no safety checks on the wire."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.model.dialect import Dialect, content_of
from desktop_agent.model.parameter_schemas import EVERYWHERE
from desktop_agent.model.picture import PicturePlaceholder


def _tools(display: Size, _environment: str, _functions: Sequence[JsonItem]) -> list[JsonItem]:
    """Return the tools to offer; the vendor's examples call every computer a desktop."""
    size = {"display_width": display.width, "display_height": display.height}
    return [{"type": "computer_use", **size, "environment": "desktop"}]


def _result(
    call_id: str, picture: PicturePlaceholder | None, _acknowledged: Sequence[SafetyCheck], _told: Sequence[str]
) -> JsonItem:
    output = {"type": "input_image", "image_url": picture}
    return {"type": "computer_call_output", "call_id": call_id, "output": output}


DIALECT = Dialect(
    name="lightcone",
    profile="lightcone",
    actions=(
        *("click", "double_click", "triple_click", "right_click", "type", "key", "keypress", "key_down", "key_up"),
        *("scroll", "hscroll", "navigate", "drag", "wait", "terminate", "answer", "done"),
    ),
    parameters=EVERYWHERE,
    tools=_tools,
    options=lambda _: {},  # the API has neither `store` nor `truncation`
    user=lambda texts, picture: {"role": "user", "content": content_of(texts, picture)},
    assistant=lambda text: {"role": "assistant", "content": [{"type": "output_text", "text": text}]},
    result=_result,
    declined=lambda _: None,  # there are no answers but to computer calls
    keeps_items=False,
    has_checks=False,
)
