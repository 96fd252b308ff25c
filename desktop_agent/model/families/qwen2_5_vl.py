"""Qwen2.5-VL: one function `computer_use`, whose words later models share; points in pixels of the resized picture.

Source: https://github.com/QwenLM/Qwen2.5-VL/blob/main/cookbooks/computer_use.ipynb.
"""

from __future__ import annotations

from desktop_agent.model.family import TOOL_CALL, Family, ModelWord, WordArgument

_POINT = {
    "type": "array",
    "items": {"type": "number"},
    "description": "[x, y]: from the left, 0 to {right}, and from the top, 0 to {bottom}.",
}
AT = {"coordinate": WordArgument(_POINT, ("x", "y"))}
TEXT = {"text": WordArgument({"type": "string"}, ("text",))}
_FROM_TO = {
    "start_coordinate": WordArgument(_POINT, ("x", "y")),
    "coordinate": WordArgument(_POINT, ("end_x", "end_y")),
}
_KEYS = {"keys": WordArgument({"type": "array", "items": {"type": "string"}}, ("keys",))}
_UP = {"pixels": WordArgument({"type": "number", "description": "Positive is up."}, ("scroll_y",), times=-1)}
_STATUS = {"status": WordArgument({"type": "string", "enum": ["success", "failure"]}, ("status",))}

KEY = ModelWord("key", "Press keys together.", {"type": "keypress"}, _KEYS)
MOVE = ModelWord("mouse_move", "Move the pointer.", {"type": "move"}, AT)
CLICK = ModelWord("left_click", "Click.", {"type": "click", "button": "left"}, AT)
DRAG = ModelWord("left_click_drag", "Drag from one place to another.", {"type": "drag"}, _FROM_TO)
RIGHT = ModelWord("right_click", "Click the right button.", {"type": "click", "button": "right"}, AT)
DOUBLE = ModelWord("double_click", "Double-click.", {"type": "double_click"}, AT)
SCROLL = ModelWord("scroll", "Turn the wheel.", {"type": "scroll"}, {**AT, **_UP})
WAIT = ModelWord("wait", "Wait some seconds.", {"type": "wait"}, {"time": WordArgument({"type": "number"}, ("for_s",))})
TERMINATE = ModelWord("terminate", "End the task.", {"type": "terminate"}, _STATUS)
WORDS = (
    KEY,
    ModelWord("type", "Type text where the keyboard is.", {"type": "type"}, TEXT),
    MOVE,
    CLICK,
    DRAG,
    RIGHT,
    ModelWord("middle_click", "Click the middle button.", {"type": "click", "button": "wheel"}, AT),
    DOUBLE,
    ModelWord("triple_click", "Click three times.", {"type": "triple_click"}, AT),
    SCROLL,
    WAIT,
    ModelWord("answer", "Answer a question, which ends the task.", {"type": "answer"}, TEXT),
    TERMINATE,
)

FAMILY = Family(
    name="qwen2.5-vl",
    models=r"qwen-?2[._]5-?vl",
    words=WORDS,
    coordinates="resized28",
    tool="computer_use",
    notation=TOOL_CALL,
)
