"""Descriptions of actions: in the journal's form, and in our own words, never the model's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import assert_never

from desktop_agent.core.actions import action as actions
from desktop_agent.core.actions.action import LOOK_INTO, READ_CLIPBOARD, SEND_FILE, SET_CLIPBOARD
from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import HitControl, Question, Target
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import ImagePoint, Viewport
from desktop_agent.core.programs import what_runs
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import Message, foreign, join, template, visible
from desktop_agent.core.texts.passwords import covered, is_covered_from_tab

_LONGEST_TEXT = 200
_CLICKS: Mapping[actions.Button, Mapping[int, Message]] = {
    "left": {1: Message("Click"), 2: Message("Double-click"), 3: Message("Triple-click")},
    "right": {1: Message("Right click"), 2: Message("Right double-click"), 3: Message("Right triple-click")},
    "middle": {1: Message("Middle click"), 2: Message("Middle double-click"), 3: Message("Middle triple-click")},
    "back": {1: Message("Back click"), 2: Message("Back double-click"), 3: Message("Back triple-click")},
    "forward": {1: Message("Forward click"), 2: Message("Forward double-click"), 3: Message("Forward triple-click")},
}
_BUTTONS: Mapping[actions.Button, Message] = {
    "left": Message("left"),
    "middle": Message("middle"),
    "right": Message("right"),
    "back": Message("back"),
    "forward": Message("forward"),
}
MARKED_PLACE = Message("the marked place")
A_PLACE = Message("a place")
_FROM_A_PLACE = Message("from one place")
_ANOTHER_PLACE = Message("another place")
STATUS_WORDS: Mapping[actions.FinishStatus, Message] = {"success": Message("success"), "failed": Message("failed")}
_LONGEST_NAME = 200
_LONGEST_LABEL = 60
# Roles of containers that scroll, by AT-SPI's names: they get the wheel, wherever in them the pointer is.
SCROLLED = frozenset(
    {
        Role.DOCUMENT_TEXT,
        Role.DOCUMENT_FRAME,
        Role.DOCUMENT_WEB,
        Role.DIRECTORY_PANE,
        Role.INTERNAL_FRAME,
        Role.LAYERED_PANE,
        Role.LIST,
    }
    | {Role.LIST_BOX, Role.SCROLL_PANE, Role.TABLE, Role.TERMINAL, Role.TEXT, Role.TREE, Role.TREE_TABLE, Role.VIEWPORT}
)
# People's words for kinds of controls, by AT-SPI's roles; roles that mean nothing to people are left out.
_KINDS: Mapping[str, Message] = {
    Role.PUSH_BUTTON: Message("button"),
    Role.BUTTON: Message("button"),
    Role.TOGGLE_BUTTON: Message("button"),
    Role.PUSH_BUTTON_MENU: Message("button"),
    Role.LINK: Message("link"),
    Role.CHECK_BOX: Message("check box"),
    Role.RADIO_BUTTON: Message("radio button"),
    Role.SWITCH: Message("switch"),
    Role.SLIDER: Message("slider"),
    Role.SPIN_BUTTON: Message("spin button"),
    Role.COMBO_BOX: Message("combo box"),
    Role.ENTRY: Message("field"),
    Role.TEXT: Message("text field"),
    Role.PASSWORD_TEXT: Message("password field"),
    Role.MENU: Message("menu"),
    Role.MENU_ITEM: Message("menu item"),
    Role.CHECK_MENU_ITEM: Message("menu item"),
    Role.RADIO_MENU_ITEM: Message("menu item"),
    Role.PAGE_TAB: Message("tab"),
    Role.LIST_ITEM: Message("list item"),
    Role.TREE_ITEM: Message("list item"),
    Role.TABLE_CELL: Message("cell"),
    Role.ICON: Message("icon"),
}
KINDS = frozenset(str(kind) for kind in _KINDS.values())
TEXT_KIND = "text"  # of what has no word of its own

_OUR_CALLS: Mapping[str, str] = {
    READ_CLIPBOARD: template("Read the clipboard"),
    SET_CLIPBOARD: template("Copy {arguments} to the clipboard"),
    SEND_FILE: template("Send {arguments} to the model server"),
    LOOK_INTO: template("Find out whether this is true: {arguments}"),
}


def event_form(action: actions.Action, viewport: Viewport) -> dict[str, object]:
    """Return the action in the form of events: its kind, and points in screen pixels.

    Raises OffScreenError when a point is outside the picture.
    """

    def point(at: ImagePoint) -> dict[str, object]:
        on_screen = viewport.to_screen(at)
        return {"x": on_screen.x, "y": on_screen.y}

    kind = actions.kind_of(action)
    match action:
        case actions.Drag(path, keys):
            return {"kind": kind, "path": [point(at) for at in path], "keys": list(keys)}
        case actions.Type(text, at, secret):
            return {"kind": kind, "text": covered(text) if secret else text, **({} if at is None else point(at))}
        case actions.Wait(seconds, until):
            return {"kind": kind, "seconds": seconds, **({} if until is None else {"until": until})}
        case actions.Finish(status, text):
            return {"kind": kind, "status": status, "text": text}
        case actions.Invoke(name, arguments, server, command):
            call = {"name": name, "arguments": json.loads(arguments), "command": [*command]}
            return {"kind": kind, **call, **({"server": server} if server else {})}
        case _:
            form: dict[str, object] = {"kind": kind}
            for field in fields(action):
                value = getattr(action, field.name)
                plain = [*value] if isinstance(value, tuple) else value
                form |= point(value) if field.name == "at" else {field.name: plain}
            return form


def event_form_or_none(action: actions.Action, viewport: Viewport) -> dict[str, object] | None:
    """Return the action in the form of events; None if a point is outside the picture, which a rule refuses."""
    try:
        return event_form(action, viewport)
    except OffScreenError:
        return None


def named_target(target: Target, action: actions.Action) -> NamedTarget | None:
    """Return an action's target in the form of events, with foreign text escaped and cut; None: nothing is known."""
    into_point = isinstance(action, actions.Type) and action.at is not None and not target.focus_role
    by_focus = (isinstance(action, actions.Type) and not into_point) or (
        actions.uses_keyboard(action) and not target.name
    )
    control = target.control or HitControl()
    place = target.place
    hit = (target.focus or HitControl()) if by_focus else control
    name = hit.name
    role = hit.role
    if isinstance(action, actions.Scroll) and not role:
        role = next((container.role for container in control.objects if container.role in SCROLLED), "")
    if hit is control and not _has_own_name(control):
        name = ""
    end = target.also if isinstance(action, actions.Drag) else None
    ends = end.name if end is not None and _has_own_name(end.control or HitControl()) else ""
    named = NamedTarget(
        name=shown_name(name),
        role=shown_name(role),
        application=shown_name(what_runs(place.window) if place else ""),
        window=shown_name(place.window.title if place else ""),
        rect=hit.box,
        window_rect=place.box if place else None,
        end=shown_name(ends if any(map(str.isalnum, ends)) else ""),
        beside=None if by_focus else shown_name(control.beside),
        checked=None if by_focus else control.checked,
        row=None if by_focus else shown_name(control.row),
        program=shown_name(place.window.name if place else ""),
    )
    return None if named == NamedTarget() else named


def _has_own_name(control: HitControl) -> bool:
    """Return whether a control's name is its own; what was read next to it is not, nor the dots of a password."""
    return control.source != "ocr" or (not control.is_named_beside and any(map(str.isalnum, control.name)))


def sentences_of(question: Question) -> tuple[str, ...]:
    """Return a sentence for each action that a yes would allow, with the name of its target."""
    targets = (question.target, *question.others, *((Target(),) * len(question.actions)))
    pairs = zip(question.actions, targets, strict=False)
    return tuple(in_words(action, named_target(target, action)) for action, target in pairs)


def in_words(action: actions.Action, target: NamedTarget | None = None) -> str:
    """Return a short sentence without full stop for a person, who counts no pixels: it contains no point."""
    window = target.window if target else None
    named = _target_label(target)
    points = actions.points_of(action)
    end = Message("“{name}”", name=foreign(target.end, _LONGEST_LABEL)) if target and target.end else ""
    inside = Message(" in “{window}”", window=foreign(window, _LONGEST_LABEL)) if window else ""
    if points and not isinstance(action, actions.Scroll):
        inside = inside or ("" if named else Message(" on the screen"))
        named = named or (_FROM_A_PLACE if isinstance(action, actions.Drag) else A_PLACE)
        end = end or _ANOTHER_PLACE
    return sentence_with(action, named, inside=inside, end=end)


def words_without_window(action: actions.Action, target: NamedTarget | None) -> str:
    """Return the sentence without the window, which is the same for many actions, but where nothing else is known."""
    says_where = target is not None and (target.name or not actions.points_of(action))
    return in_words(action, replace(target, window=None) if target and says_where else target)


def words_with_target(action: actions.Action, target: Target, words: str, asked: str = "") -> str:
    """Return an action for the model with the name of its target, if its program reports one; else `words`.

    A control that the model has named is called as it was `asked` for. Words that were read off the picture are no name
    here, as the model has seen the picture itself.
    """
    if actions.uses_keyboard(action):
        focus = target.focus
        return sentence_with(action, name_and_kind(focus.name, focus.role)) if focus and focus.name else words
    hit = target.control
    ends = target.also.control if isinstance(action, actions.Drag) and target.also else None
    named = asked
    if not named and hit and hit.name and hit.source == "accessibility":
        named = name_and_kind(hit.name, hit.role, disabled=hit.disabled)
    if not named:
        return words
    end = f"“{foreign(ends.name, _LONGEST_LABEL)}”" if ends and ends.name and ends.source == "accessibility" else ""
    return sentence_with(action, named, end=end)


def name_and_kind(name: str, role: str, *, disabled: bool = False) -> str:
    """Return the name and kind of a control, for the model: `“Fill Color” (button, disabled)`."""
    details = ", ".join(filter(None, (kind_of(role), "disabled" if disabled else "")))
    return f"“{foreign(name, _LONGEST_LABEL)}”" + (f" ({details})" if details else "")


def sentence_with(action: actions.Action, named: str = "", *, inside: str = "", end: str = "") -> str:
    """Return a short sentence without full stop; `named` and `end` replace points if they are not empty.

    `inside` is appended.
    """
    match action:
        case actions.Click(at, button, count, keys):
            return Message(
                "{how} {named}{keys}{inside}",
                how=_CLICKS[button][count],
                named=named or _point_text(at),
                keys=_held_text(keys),
                inside=inside,
            )
        case actions.Move(at, keys):
            return Message(
                "Move the pointer to {named}{keys}{inside}",
                named=named or _point_text(at),
                keys=_held_text(keys),
                inside=inside,
            )
        case actions.Drag(path, keys):
            begin = named or Message("from {place}", place=_point_text(path[0]))
            return Message(
                "Drag {begin} to {end}{keys}{inside}",
                begin=begin,
                end=end or _point_text(path[-1]),
                keys=_held_text(keys),
                inside=inside,
            )
        case actions.Scroll(_, dx, dy, keys):
            ways = list[Message]()
            if dy:
                ways.append(Message("down {dy} px", dy=dy) if dy > 0 else Message("up {dy} px", dy=-dy))
            if dx:
                ways.append(Message("right {dx} px", dx=dx) if dx > 0 else Message("left {dx} px", dx=-dx))
            # A point instead of the name would mean nothing to a person.
            where = Message(" at {named}", named=named) if named else ""
            way = join(Message(" and "), ways) if ways else "0 px"
            return Message(
                "Scroll {way}{where}{keys}{inside}", way=way, where=where, keys=_held_text(keys), inside=inside
            )
        case actions.HoldButton(at, button):
            return Message(
                "Hold the {button} button at {named}{inside}",
                button=_BUTTONS[button],
                named=named or _point_text(at),
                inside=inside,
            )
        case actions.ReleaseButton(at, button):
            return Message(
                "Release the {button} button at {named}{inside}",
                button=_BUTTONS[button],
                named=named or _point_text(at),
                inside=inside,
            )
        case actions.Type(text, at, secret):
            field = named or (_point_text(at) if at else "")
            where = Message(" into {named}", named=field) if field else ""
            # The length is given for a text that is cut, as a person approves it without reading all of it.
            more = Message(" ({text} characters)", text=len(text)) if len(text) > _LONGEST_TEXT else ""
            quoted_text = Message("“{shown}”{more}", shown=visible(text, _LONGEST_TEXT), more=more)
            typed = Message("a secret text") if secret and not is_covered_from_tab(text) else quoted_text
            return Message("Type {what}{where}{inside}", what=typed, where=where, inside=inside)
        case actions.Press(keys):
            on = Message(" on {named}", named=named) if named else ""
            return Message("Press {keys}{on}{inside}", keys=chord_text(keys), on=on, inside=inside)
        case _:
            return _plain_words(action)


def _plain_words(
    action: actions.HoldKey
    | actions.ReleaseKey
    | actions.Navigate
    | actions.Wait
    | actions.Look
    | actions.Finish
    | actions.Invoke,
) -> str:
    match action:
        case actions.HoldKey(keys):
            return Message("Hold {keys}", keys=chord_text(keys))
        case actions.ReleaseKey(keys):
            return Message("Release {keys}", keys=chord_text(keys))
        case actions.Navigate(url):
            return Message("Open {url} in the browser", url=visible(url, 200))
        case actions.Wait(seconds, until) if until:
            return Message(
                "Wait up to {seconds:g} s for “{until}”", until=foreign(until, _LONGEST_LABEL), seconds=seconds
            )
        case actions.Wait(seconds, ""):
            return Message("Wait up to {seconds:g} s for a new window", seconds=seconds)
        case actions.Wait(seconds):
            return Message("Wait {seconds:g} s", seconds=seconds)
        case actions.Look():
            return Message("Look at the screen")
        case actions.Finish(status, text):
            return Message("Finish ({status}): {text}", status=STATUS_WORDS[status], text=visible(text, 200))
        case actions.Invoke(started=(_, *_), program=program):
            return Message("Start “{program}”", program=foreign(program, 80))
        case actions.Invoke(command=(program, *_), is_end_check=True):
            return Message(
                "At the end, run “{program}” to check whether the task is done", program=foreign(program, 80)
            )
        case actions.Invoke(name, arguments, is_ours=True) if name in _OUR_CALLS:
            return Message(_OUR_CALLS[name], arguments=visible(arguments, _LONGEST_TEXT))
        case actions.Invoke(name, arguments, server):
            whose = Message(
                "the tool “{name}” on the MCP server “{server}”", name=foreign(name, 80), server=foreign(server, 80)
            )
            called = whose if server else Message("the function “{name}”", name=foreign(name, 80))
            more = Message(" ({text} characters)", text=len(arguments)) if len(arguments) > _LONGEST_TEXT else ""
            shown = visible(arguments, _LONGEST_TEXT)
            return Message("Call {called} with {arguments}{more}", called=called, arguments=shown, more=more)
        case _:
            assert_never(action)


def parts_of(call: actions.Invoke) -> tuple[tuple[str, str], ...]:
    """Return the parts of a call, each with a short name, uncut and with invisible characters escaped."""
    command = call.started or call.command
    verb = Message("Starts") if call.started else Message("Runs")
    parts = [(Message("Server"), call.server), (Message("Tool"), call.name)] if call.server else []
    parts += [(verb, command[0])] if command else []
    parts += [(Message("With"), f"“{argument}”") for argument in command[1:]]
    says_none = call.arguments == "{}" and (bool(call.started) or call.is_ours or call.is_end_check)
    parts += [] if says_none else [(Message("Input"), call.arguments)]
    parts += [(Message("In"), call.cwd)] if call.cwd and not call.started else []
    return tuple((name, visible(text, len(text))) for name, text in parts)


def surroundings_of(call: actions.Invoke) -> tuple[tuple[str, str], ...]:
    """Return a call's interpreter, folder and environment in the form of `parts_of`, without its parts."""
    parts = [(Message("By"), call.command[0])] if call.started else []
    parts += [(Message("In"), call.cwd)] if call.cwd and call.started else []
    parts += [(Message("Sees"), ", ".join(call.environment))] if call.environment else []
    return tuple((name, visible(text, len(text))) for name, text in parts)


def place_of(action: actions.Action) -> str:
    """Return the place in the picture that an action points at, in words; empty without one."""
    points = tuple(dict.fromkeys(actions.points_of(action)))
    if not points:
        return ""
    first = _point_text(points[0])
    last = _point_text(points[-1])
    return (
        Message("At {first} in the screenshot", first=first)
        if len(points) == 1
        else Message("From {first} to {last} in the screenshot", first=first, last=last)
    )


def kind_of(role: str | None) -> str:
    """Return people's word for a control of this role; empty if there is none."""
    return _KINDS.get(role or "", "")


def shown_name(text: str) -> str | None:
    """Return a name as events contain it, escaped and cut; None for an empty one."""
    return visible(text, _LONGEST_NAME) or None


def _target_label(target: NamedTarget | None) -> str:
    if target is None or not target.name:
        return ""
    name = foreign(target.name, _LONGEST_LABEL)
    kind = kind_of(target.role)
    return Message("“{name}” ({kind})", name=name, kind=kind) if kind else Message("“{name}”", name=name)


def _held_text(keys: tuple[str, ...]) -> str:
    return Message(" with {keys} held", keys=chord_text(keys)) if keys else ""


def _point_text(at: ImagePoint) -> str:
    return Message("({x}, {y})", x=at.x, y=at.y)
