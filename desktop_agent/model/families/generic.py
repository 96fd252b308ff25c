"""Any model that sees and calls functions: one short function for each action, points as the model gives them.

Source: https://www.openresponses.org/specification.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_agent.model.family import Family, ModelWord, WordArgument


def _number(description: str, to: str) -> WordArgument:
    return WordArgument({"type": "number", "description": description}, (to,))


_AT = {"x": _number("From the left, 0 to {right}.", "x"), "y": _number("From the top, 0 to {bottom}.", "y")}
_TO = {"end_x": _number("Where it ends.", "end_x"), "end_y": _number("Where it ends.", "end_y")}
_KEYS = WordArgument(
    {"type": "array", "items": {"type": "string"}, "description": "Names such as ctrl, shift, enter, a, f5."}, ("keys",)
)
_BUTTON = WordArgument(
    {"type": "string", "enum": ["left", "right", "middle"], "description": "left unless given."},
    ("button",),
    required=False,
    default="left",
)
_HELD = replace(_KEYS, schema={**_KEYS.schema, "description": "Keys held meanwhile."}, required=False)
_NOTCHES = WordArgument({"type": "number", "description": "How far."}, ("notches",), required=False)
_PIXELS = WordArgument({"type": "number", "description": "Or so far; 100 are a notch."}, ("pixels",), required=False)
_VIA = WordArgument(
    {
        "type": "array",
        "items": {"type": "array", "items": {"type": "number"}},
        "description": "Points on the way, [x, y] each.",
    },
    ("via",),
    required=False,
)
_DIRECTION = WordArgument({"type": "string", "enum": ["up", "down", "left", "right"]}, ("direction",))

FAMILY = Family(
    name="generic",
    takes_names=True,
    coordinates=None,
    words=(
        ModelWord("click", "Click.", {"type": "click"}, {**_AT, "button": _BUTTON, "keys": _HELD}),
        ModelWord("double_click", "Double-click.", {"type": "double_click"}, {**_AT, "keys": _HELD}),
        ModelWord("triple_click", "Click three times: selects a line.", {"type": "triple_click"}, _AT),
        ModelWord("move", "Move the pointer.", {"type": "move"}, _AT),
        ModelWord("drag", "Drag with the left button.", {"type": "drag"}, {**_AT, **_TO, "via": _VIA, "keys": _HELD}),
        ModelWord(
            "scroll",
            "Turn the wheel.",
            {"type": "scroll"},
            {**_AT, "direction": _DIRECTION, "notches": _NOTCHES, "pixels": _PIXELS, "keys": _HELD},
        ),
        ModelWord(
            "type",
            "Type text where the keyboard is.",
            {"type": "type"},
            {"text": WordArgument({"type": "string"}, ("text",))},
        ),
        ModelWord("press", "Press keys together.", {"type": "keypress"}, {"keys": _KEYS}),
        ModelWord("hold_keys", "Hold keys down.", {"type": "key_down"}, {"keys": _KEYS}),
        ModelWord("release_keys", "Release held keys.", {"type": "key_up"}, {"keys": _KEYS}),
        ModelWord("wait", "Wait.", {"type": "wait"}, {"seconds": _number("How long, 0 to 60.", "for_s")}),
        ModelWord(
            "wait_for",
            "Wait for a text in a window's title or anywhere in a window, but not in a menu; without text for the "
            "program's next window. Then keys may go into what has come.",
            {"type": "wait_for"},
            {
                "text": WordArgument({"type": "string"}, ("text",), required=False),
                "seconds": WordArgument(
                    {"type": "number", "description": "At most; 10 unless given."}, ("for_s",), required=False
                ),
            },
        ),
        ModelWord("screenshot", "Look again: take a picture.", {"type": "screenshot"}),
    ),
)
