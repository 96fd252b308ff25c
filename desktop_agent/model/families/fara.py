"""Fara-7B: made from Qwen2.5-VL for the web; writes its thoughts and then a call in <tool_call>.

Source: https://github.com/microsoft/fara/blob/main/src/fara/_prompts.py. Its makers' scroll has no place: it is offered
with one, and a missing place is an error. Double click, right click and drag are offered in the words of Qwen2.5-VL.
`web_search` is not offered: it opens an address instead.
"""

from __future__ import annotations

from desktop_agent.model.families.qwen2_5_vl import (
    AT,
    CLICK,
    DOUBLE,
    DRAG,
    KEY,
    MOVE,
    RIGHT,
    SCROLL,
    TERMINATE,
    TEXT,
    WAIT,
)
from desktop_agent.model.family import TOOL_CALL, Family, ModelWord, WordArgument

_TYPED = {
    **TEXT,
    "coordinate": WordArgument(AT["coordinate"].schema, ("x", "y"), required=False),
    "press_enter": WordArgument({"type": "boolean"}, ("enter",), required=False),
}
_FACT = {"fact": WordArgument({"type": "string"}, ("fact",))}

FAMILY = Family(
    name="fara",
    models="fara",
    words=(
        KEY,
        ModelWord("type", "Type text, at a place if one is given.", {"type": "type"}, _TYPED),
        MOVE,
        CLICK,
        DOUBLE,
        RIGHT,
        DRAG,
        SCROLL,
        ModelWord(
            "visit_url",
            "Open an address.",
            {"type": "navigate"},
            {"url": WordArgument({"type": "string"}, ("url",))},
        ),
        ModelWord("history_back", "Go back a page.", {"type": "keypress", "keys": ["alt", "left"]}),
        ModelWord("pause_and_memorize_fact", "Note a fact, and look again.", {"type": "screenshot"}, _FACT),
        WAIT,
        TERMINATE,
    ),
    coordinates="resized28",
    tool="computer_use",
    notation=TOOL_CALL,
    writes="text",
    pictures=3,
)
