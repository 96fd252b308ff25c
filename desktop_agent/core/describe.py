"""Actions in the journal's form and in words; the words are ours, never the model's."""

from __future__ import annotations

import json
from typing import assert_never

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.decision import Question, Target
from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.geometry import ImagePoint, Viewport
from desktop_agent.core.message import Message
from desktop_agent.core.passwords import covered
from desktop_agent.core.programs import what_runs

_SHOWN_TEXT = 200
_TIMES = {1: Message("Click"), 2: Message("Double-click"), 3: Message("Triple-click")}
_LONGEST_NAME, _SHOWN_NAME = 200, 60
# What people call the controls whose kind says something; AT-SPI's names on the left.
_KINDS = {
    "push button": Message("button"),
    "button": Message("button"),
    "toggle button": Message("button"),
    "push button menu": Message("button"),
    "link": Message("link"),
    "check box": Message("check box"),
    "radio button": Message("radio button"),
    "switch": Message("switch"),
    "slider": Message("slider"),
    "spin button": Message("spin button"),
    "combo box": Message("combo box"),
    "entry": Message("field"),
    "text": Message("text field"),
    "password text": Message("password field"),
    "menu": Message("menu"),
    "menu item": Message("menu item"),
    "check menu item": Message("menu item"),
    "radio menu item": Message("menu item"),
    "page tab": Message("tab"),
    "list item": Message("list item"),
    "tree item": Message("list item"),
    "table cell": Message("cell"),
    "icon": Message("icon"),
}


def event_form(action: Action, viewport: Viewport) -> dict[str, object]:
    """Return the action as events carry it: its kind, and points in screen pixels.

    Raises OffScreenError when a point is outside the picture.
    """

    def point(at: ImagePoint) -> dict[str, object]:
        on_screen = viewport.to_screen(at)
        return {"x": on_screen.x, "y": on_screen.y}

    match action:
        case Click(at, button, count, keys):
            return {"kind": "click", **point(at), "button": button, "count": count, "keys": list(keys)}
        case Move(at, keys):
            return {"kind": "move", **point(at), "keys": list(keys)}
        case Drag(path, keys):
            return {"kind": "drag", "path": [point(at) for at in path], "keys": list(keys)}
        case Scroll(at, dx, dy, keys):
            return {"kind": "scroll", **point(at), "dx": dx, "dy": dy, "keys": list(keys)}
        case HoldButton(at, button):
            return {"kind": "hold_button", **point(at), "button": button}
        case ReleaseButton(at, button):
            return {"kind": "release_button", **point(at), "button": button}
        case Type(text, at, secret):
            shown = covered(text) if secret else text
            return {"kind": "type", "text": shown, **({} if at is None else point(at))}
        case _:
            return _without_points(action)


def event_form_or_none(action: Action, viewport: Viewport) -> dict[str, object] | None:
    """Return the action as events carry it; None where a point is outside the picture, which a rule refuses."""
    try:
        return event_form(action, viewport)
    except OffScreenError:
        return None


def _without_points(
    action: Press | HoldKey | ReleaseKey | Navigate | Wait | Look | Finish | Invoke,
) -> dict[str, object]:
    match action:
        case Press(keys):
            return {"kind": "press", "keys": list(keys)}
        case HoldKey(keys):
            return {"kind": "hold_key", "keys": list(keys)}
        case ReleaseKey(keys):
            return {"kind": "release_key", "keys": list(keys)}
        case Navigate(url):
            return {"kind": "navigate", "url": url}
        case Wait(seconds):
            return {"kind": "wait", "seconds": seconds}
        case Look():
            return {"kind": "look"}
        case Finish(status, text):
            return {"kind": "finish", "status": status, "text": text}
        case Invoke(name, arguments, server, command):
            where = {"server": server} if server else {}
            return {
                "kind": "function",
                "name": name,
                "arguments": json.loads(arguments),
                "command": [*command],
                **where,
            }
        case _:
            assert_never(action)


def named_target(target: Target, action: Action) -> NamedTarget | None:
    """Return what an action hits as events carry it; what others wrote is made visible and cut. None: nothing known."""
    into_point = isinstance(action, Type) and action.at is not None and not target.focus_role
    by_focus = (isinstance(action, Type) and not into_point) or (uses_keyboard(action) and not target.control)
    name, role, box = target.control, target.role, target.box
    if by_focus:
        name, role, box = target.focus, target.focus_role, target.focus_box
    ends = target.also.control if isinstance(action, Drag) and target.also else ""
    if target.source == "ocr" and not any(map(str.isalnum, name)):
        name = ""  # the dots of a password, or a line: nothing that somebody would call the control
    window = target.window
    app, title = (what_runs(window), window.title) if window else ("", "")
    shown = (_shown_name(name), _shown_name(role), _shown_name(app), _shown_name(title))
    named = NamedTarget(*shown, box, target.window_box, _shown_name(ends if any(map(str.isalnum, ends)) else ""))
    return None if named == NamedTarget() else named


def sentences_of(question: Question) -> tuple[str, ...]:
    """Return what a yes would allow, an action a sentence, with the names of what each hits."""
    targets = (question.target, *question.others, *((Target(),) * len(question.actions)))
    pairs = zip(question.actions, targets, strict=False)
    return tuple(in_words(action, named_target(target, action)) for action, target in pairs)


def in_words(action: Action, target: NamedTarget | None = None) -> str:
    """Return a short sentence without full stop, with the name of what is hit instead of the point, if known."""
    named = _named(target)
    inside = Message(" in “{window}”", window=foreign(target.window, _SHOWN_NAME)) if target and target.window else ""
    match action:
        case Click(at, button, count, keys):
            how = _TIMES[count] if button == "left" else f"{button.capitalize()} {_TIMES[count].lower()}"
            return f"{how}{named or _place(at)}{_held(keys)}{inside}"
        case Move(at, keys):
            return f"Move the pointer to{named or _place(at)}{_held(keys)}{inside}"
        case Drag(path, keys):
            begins = named or f" from{_place(path[0])}"
            ends = f" “{foreign(target.end, _SHOWN_NAME)}”" if target and target.end else _place(path[-1])
            return f"Drag{begins} to{ends}{_held(keys)}{inside}"
        case Scroll(_, dx, dy, keys):
            ways = [Message("down {dy} px", dy=dy) if dy > 0 else Message("up {part} px", part=-dy)] if dy else []
            ways += [Message("right {dx} px", dx=dx) if dx > 0 else Message("left {part} px", part=-dx)] if dx else []
            # Without a name no place: a point tells nobody what is scrolled.
            where = f" at{named}" if named else ""
            return (
                Message("Scroll {part}", part=Message(" and ").join(ways) or "0 px") + f"{where}{_held(keys)}{inside}"
            )
        case HoldButton(at, button):
            return f"Hold the {button} button at{named or _place(at)}{inside}"
        case ReleaseButton(at, button):
            return f"Release the {button} button at{named or _place(at)}{inside}"
        case Type(text, at, secret):
            where = f" into{named or _place(at)}" if at else f" into{named}" if named else ""
            # What is cut off is at least counted: who says yes to it has not read it.
            more = Message(" ({text} characters)", text=len(text)) if len(text) > _SHOWN_TEXT else ""
            shown = f"“{visible(text, _SHOWN_TEXT)}”{more}"
            what = Message("a secret text") if secret else shown
            return f"Type {what}{where}{inside}"
        case Press(keys):
            return Message("Press {keys}", keys="+".join(keys)) + (f" on{named}" if named else "") + inside
        case _:
            return _plain_words(action)


def _plain_words(action: HoldKey | ReleaseKey | Navigate | Wait | Look | Finish | Invoke) -> str:
    match action:
        case HoldKey(keys):
            return Message("Hold {keys}", keys="+".join(keys))
        case ReleaseKey(keys):
            return Message("Release {keys}", keys="+".join(keys))
        case Navigate(url):
            return Message("Open {url} in the browser", url=visible(url, 200))
        case Wait(seconds):
            return Message("Wait {seconds} s", seconds=format(seconds, "g"))
        case Look():
            return Message("Look at the screen")
        case Finish(status, text):
            return Message("Finish ({status}): {text}", status=status, text=visible(text, 200))
        case Invoke(started=(program, *_)):
            return Message("Start “{program}”", program=foreign(program, 80))
        case Invoke(name, arguments, server):
            whose = Message(
                "the tool “{name}” of the MCP server “{server}”", name=foreign(name, 80), server=foreign(server, 80)
            )
            called = whose if server else Message("the function “{name}”", name=foreign(name, 80))
            more = (
                Message(" ({arguments} characters)", arguments=len(arguments)) if len(arguments) > _SHOWN_TEXT else ""
            )
            return Message("Call {called}", called=called) + f" with {visible(arguments, _SHOWN_TEXT)}{more}"
        case _:
            assert_never(action)


def parts_of(call: Invoke) -> tuple[tuple[str, str], ...]:
    """Return all that a call stands for, part by part under a short name, with nothing cut and nothing unseen."""
    command = call.started or call.command
    verb = Message("Starts") if call.started else Message("Runs")
    parts = [(Message("Server"), call.server), (Message("Tool"), call.name)] if call.server else [(verb, command[0])]
    parts += [(Message("With"), f"“{argument}”") for argument in command[1:]]
    parts += [(Message("By"), call.command[0])] if call.started else []
    parts += [(Message("Input"), call.arguments)] if call.arguments != "{}" or not call.started else []
    parts += [(Message("In"), call.cwd)] if call.cwd else []
    parts += [(Message("Sees"), ", ".join(call.environment))] if call.environment else []
    return tuple((name, visible(text, len(text))) for name, text in parts)


def place_of(action: Action) -> str:
    """Return where in the picture an action points, for whoever wants to know beside its name; empty where nowhere."""
    points = tuple(dict.fromkeys(points_of(action)))
    if not points:
        return ""
    first, last = _place(points[0]).strip(), _place(points[-1]).strip()
    return (
        Message("At {first} in the picture", first=first)
        if len(points) == 1
        else Message("From {first} to {last} in the picture", first=first, last=last)
    )


def kind_of(role: str | None) -> str:
    """Return what people call a control of this role; empty where that says nothing."""
    return _KINDS.get(role or "", "")


def _shown_name(text: str) -> str | None:
    return visible(text, _LONGEST_NAME) or None


def _named(target: NamedTarget | None) -> str:
    if target is None or not target.name:
        return ""
    kind = kind_of(target.role)
    return f" “{foreign(target.name, _SHOWN_NAME)}”{f' ({kind})' if kind else ''}"


def _held(keys: tuple[str, ...]) -> str:
    return Message(" with {keys} held", keys="+".join(keys)) if keys else ""


def _place(at: ImagePoint) -> str:
    return f" ({at.x}, {at.y})"
