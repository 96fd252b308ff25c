"""The words of a script that fit every dialect: what an item may hold, and the type of each value."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from desktop_agent.devtools.serve.json_object import Json


def _pair(value: object) -> object:
    """`[x, y]` is short for `{"x": x, "y": y}`."""
    match value:
        case [x, y]:
            return {"x": x, "y": y}
        case dict():
            return value
        case _:
            message = "a place is [x, y] or {x, y}"
            raise ValueError(message)


class StrictModel(BaseModel):
    """No other fields, no number in a string."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ScriptedPoint(StrictModel):
    """A place: in what the client counts in, or in pixels of the size that the script names."""

    x: int
    y: int


class ScriptedAt(ScriptedPoint):
    """A place, and keys that are held meanwhile."""

    keys: list[str] | None = None


class ScriptedClick(ScriptedAt):
    """A click."""

    button: Literal["left", "right", "wheel", "back", "forward"] = "left"


class ScriptedScroll(ScriptedAt):
    """A turn of the wheel, in pixels; right and down are positive."""

    dx: int = 0
    dy: int = 0


class ScriptedHScroll(ScriptedPoint):
    """A turn of the wheel to the side, in pixels; right is positive."""

    dx: int


class ScriptedTerminate(StrictModel):
    """The end of a task by the model's own action for it."""

    status: Literal["success", "failure"] = "success"
    text: str = ""


class ScriptedTypeAt(ScriptedPoint):
    """A click and then text."""

    text: str


class ScriptedFunction(StrictModel):
    """A call of a function; arguments that are no string are written as JSON."""

    name: str
    arguments: str | Json = Field(default_factory=dict)


class ScriptedCustom(StrictModel):
    """A call of a custom tool."""

    name: str
    input: str


class ScriptedCheck(StrictModel):
    """A safety check."""

    id: str | None = None
    code: str | None = "malicious_instructions"
    message: str | None = "A made-up warning."


_KEYS = list[str]
_Pair = Annotated[ScriptedAt, BeforeValidator(_pair)]

ACTIONS: dict[str, TypeAdapter[Any]] = {
    "click": TypeAdapter(Annotated[ScriptedClick, BeforeValidator(_pair)]),
    "double_click": TypeAdapter(_Pair),
    "triple_click": TypeAdapter(_Pair),
    "right_click": TypeAdapter(_Pair),
    "move": TypeAdapter(_Pair),
    "mouse_down": TypeAdapter(_Pair),
    "mouse_up": TypeAdapter(_Pair),
    "drag": TypeAdapter(Annotated[list[Annotated[ScriptedPoint, BeforeValidator(_pair)]], Field(min_length=2)]),
    "scroll": TypeAdapter(ScriptedScroll),
    "type": TypeAdapter(str),
    "point_and_type": TypeAdapter(ScriptedTypeAt),
    "hscroll": TypeAdapter(ScriptedHScroll),
    "key": TypeAdapter(_KEYS),
    "keys": TypeAdapter(_KEYS),
    "key_down": TypeAdapter(_KEYS),
    "key_up": TypeAdapter(_KEYS),
    "navigate": TypeAdapter(str),
    "wait": TypeAdapter(Literal[True]),
    "screenshot": TypeAdapter(Literal[True]),
    "answer": TypeAdapter(str),
    "terminate": TypeAdapter(ScriptedTerminate),
}
"""Each word for an action, with what it holds."""

OTHERS: dict[str, TypeAdapter[Any]] = {
    "actions": TypeAdapter(Annotated[list[Json], Field(min_length=1)]),
    "message": TypeAdapter(str),
    "refusal": TypeAdapter(str),
    "reasoning": TypeAdapter(str),
    "function_call": TypeAdapter(ScriptedFunction),
    "custom_tool_call": TypeAdapter(ScriptedCustom),
    "done": TypeAdapter(str),
    "give_up": TypeAdapter(str),
    "raw": TypeAdapter(Json),
}
"""Each word for another item."""


class Beside(StrictModel):
    """What may stand beside the word."""

    call_id: str | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None
    checks: list[ScriptedCheck] = Field(default_factory=list)
