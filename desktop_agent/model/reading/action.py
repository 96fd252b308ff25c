"""Reads one action: matches it with a closed table of names, or returns a sentence for the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.actions import (
    Action,
    Button,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.describe import in_words
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import InvalidAction, Proposal
from desktop_agent.model.caps import Caps
from desktop_agent.model.reading.fields import Fields
from desktop_agent.model.space import Outside, Space, Unreadable
from desktop_agent.model.strict_json import printable, printable_object

# The protocol gives `wait` no length.
DEFAULT_WAIT_S = 1.0
ALIASES: Mapping[str, str] = {"left_click": "click", "hover": "move"}
_FAILURES = frozenset(
    "failed failure fail error unsuccessful infeasible impossible incomplete aborted cancelled canceled blocked".split()
)


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action as it was written and as we read it, and what a person should know about the reading."""

    proposal: Proposal
    notices: tuple[str, ...] = ()
    outside: bool = False  # a coordinate is impossible in the space that was given


def read_action(raw: object, own: tuple[str, ...], space: Space, caps: Caps) -> ReadAction:
    """Read an action; never raises. `own` are the names that the dialect's reference page lists."""
    if not isinstance(raw, dict):
        return _misfit("The action must be an object with a type.", {"value": printable(raw)})
    name = raw.get("type")
    if not isinstance(name, str) or not name:
        return _misfit("The action has no type.", raw)
    reader = READERS.get(ALIASES.get(name, name))
    if reader is None:
        return _misfit(f"There is no action called “{name[:40]}”. Use one of: {', '.join(own)}.", raw)
    fields = Fields(raw, space, caps)
    if name not in own:
        fields.notices.append(f"The model asked for “{name}”, which its service does not offer. It was understood.")
    try:
        action = reader(fields)
    except Unreadable as why:
        read = _misfit(f"The {name} action was not done: {why}", raw, fields.notices)
        return replace(read, outside=isinstance(why, Outside))
    own_space = space.own()
    proposal = Proposal(action, printable_object(raw))
    if space != own_space:
        words = in_words(reader(Fields(raw, own_space, caps)))
        proposal = replace(proposal, words=words, space=own_space.size)
    return ReadAction(proposal, tuple(fields.notices))


def _misfit(reason: str, raw: JsonItem, notices: list[str] | None = None) -> ReadAction:
    return ReadAction(Proposal(InvalidAction(str(printable(reason))), printable_object(raw)), tuple(notices or ()))


def _click(fields: Fields, *, count: int = 1, button: Button | None = None) -> Click:
    return Click(fields.at(), button or fields.button(), count, fields.modifiers())


def _drag(fields: Fields) -> Drag:
    if fields.has("path"):
        return Drag(fields.path(), fields.modifiers())
    end = fields.place(fields.number("end_x", "x2"), fields.number("end_y", "y2"))
    return Drag((fields.at(), end), fields.modifiers())


def _scroll(fields: Fields) -> Scroll:
    distances = ("scroll_x", "scroll_y", "amount")
    if not any(fields.has(name) for name in distances):
        raise Unreadable("scroll_y or scroll_x is missing: the distance in pixels, positive is down or right.")
    dy = ("scroll_y",) if fields.has("scroll_x") else ("scroll_y", "amount")
    return Scroll(fields.at(), fields.distance("scroll_x"), fields.distance(*dy), fields.modifiers())


def _hscroll(fields: Fields) -> Scroll:
    if not (fields.has("scroll_x") or fields.has("amount")):
        raise Unreadable("scroll_x is missing: the distance in pixels, positive is right.")
    return Scroll(fields.at(), fields.distance("scroll_x", "amount"), 0, fields.modifiers())


def _wait(fields: Fields) -> Wait:
    named = next((name for name in ("ms", "seconds") if fields.has(name)), "")
    seconds = DEFAULT_WAIT_S
    if named:
        fields.notices.append(
            f"The model said how long to wait (“{named}”), for which its service has no word. It was understood."
        )
        seconds = fields.number(named) / (1000 if named == "ms" else 1)
    elif fields.has("for_s"):  # by a function that takes it
        seconds = fields.number("for_s")
    if not 0 <= seconds <= fields.caps.wait_s:
        raise Unreadable(f"A wait lasts from 0 to {fields.caps.wait_s:g} seconds.")
    return Wait(seconds)


def _finish(fields: Fields) -> Finish:
    status = fields.first_text("status")
    text = str(printable(fields.first_text("result", "text", "status")))
    return Finish("failed" if reads_as_failure(status) else "success", text)


def reads_as_failure(status: str) -> bool:
    """Tell whether a status that a model gives its work says that it did not succeed."""
    return status.strip().lower() in _FAILURES


READERS: Mapping[str, Callable[[Fields], Action]] = {
    "click": _click,
    "double_click": partial(_click, count=2),
    "triple_click": partial(_click, count=3),
    "right_click": partial(_click, button="right"),
    "move": lambda fields: Move(fields.at(), fields.modifiers()),
    "drag": _drag,
    "scroll": _scroll,
    "hscroll": _hscroll,
    "key": lambda fields: Press(fields.press()),
    "keypress": lambda fields: Press(fields.press()),
    "key_down": lambda fields: HoldKey(fields.keys()),
    "key_up": lambda fields: ReleaseKey(fields.keys()),
    "mouse_down": lambda fields: HoldButton(fields.at(), fields.button()),
    "mouse_up": lambda fields: ReleaseButton(fields.at(), fields.button()),
    "type": lambda fields: Type(fields.text("text")),
    "point_and_type": lambda fields: Type(fields.text("text"), fields.at()),
    "navigate": lambda fields: Navigate(fields.url()),
    "wait": _wait,
    "screenshot": lambda _: Look(),
    "terminate": _finish,
    "answer": _finish,
    "done": _finish,
}
