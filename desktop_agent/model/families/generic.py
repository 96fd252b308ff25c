"""Any model that sees and calls functions: one short function for each action, points in pixels of the picture."""

from __future__ import annotations

from desktop_agent.model.family import Argument, Family, Word


def _number(description: str, to: str) -> Argument:
    return Argument({"type": "number", "description": description}, (to,))


_AT = {"x": _number("From the left, 0 to {right}.", "x"), "y": _number("From the top, 0 to {bottom}.", "y")}
_TO = {"end_x": _number("Where it ends.", "end_x"), "end_y": _number("Where it ends.", "end_y")}
_KEYS = Argument(
    {"type": "array", "items": {"type": "string"}, "description": "Names such as ctrl, shift, enter, a, f5."}, ("keys",)
)
_BUTTON = Argument({"type": "string", "enum": ["left", "right", "middle"]}, ("button",))
_DIRECTION = Argument({"type": "string", "enum": ["up", "down", "left", "right"]}, ("direction",))

FAMILY = Family(
    name="generic",
    source="https://www.openresponses.org/specification",
    words=(
        Word("click", "Click a button of the mouse.", {"type": "click"}, {**_AT, "button": _BUTTON}),
        Word("double_click", "Double-click.", {"type": "double_click"}, _AT),
        Word("triple_click", "Click three times: selects a line.", {"type": "triple_click"}, _AT),
        Word("move", "Move the pointer.", {"type": "move"}, _AT),
        Word("drag", "Drag with the left button.", {"type": "drag"}, {**_AT, **_TO}),
        Word(
            "scroll",
            "Turn the wheel; 100 pixels are one notch.",
            {"type": "scroll"},
            {**_AT, "direction": _DIRECTION, "pixels": _number("How far.", "pixels")},
        ),
        Word(
            "type",
            "Type text where the keyboard is.",
            {"type": "type"},
            {"text": Argument({"type": "string"}, ("text",))},
        ),
        Word("press", "Press keys together.", {"type": "keypress"}, {"keys": _KEYS}),
        Word("hold_keys", "Hold keys down.", {"type": "key_down"}, {"keys": _KEYS}),
        Word("release_keys", "Release held keys.", {"type": "key_up"}, {"keys": _KEYS}),
        Word("wait", "Wait.", {"type": "wait"}, {"seconds": _number("How long, 0 to 60.", "for_s")}),
        Word("screenshot", "Look again.", {"type": "screenshot"}),
    ),
)
