"""Reads one action: matches it with a closed table of names, or returns a sentence for the model.

A value is read leniently (`values.py`). A field that no reader knows may change the meaning, so an action with one is
not done. Aliases are noted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeGuard, get_args

from desktop_agent.core.actions import action as actions
from desktop_agent.core.actions.describe import sentence_with
from desktop_agent.core.actions.keys import MODIFIERS, keys_in
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import InvalidAction, Proposal
from desktop_agent.core.texts.foreign_text import UNREADABLE, JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import MAX_KEY_CHARACTERS, MAX_KEYS, MAX_REPEATS, MAX_URL_CHARACTERS, Caps
from desktop_agent.model.coordinates import GRID_SIZE, Outside, Space, Unreadable
from desktop_agent.model.foreign_json import printable, printable_object
from desktop_agent.model.reading.values import list_of, number_of, plain_names, point_of, switch_of, text_of

# The protocol gives `wait` no length.
DEFAULT_WAIT_S = 1.0
USUAL_WAIT_S = 10.0  # for something
ALIASES: Mapping[str, str] = {"left_click": "click", "hover": "move"}
_FAILURES = frozenset(
    "failed failure fail error unsuccessful infeasible impossible incomplete aborted cancelled canceled blocked".split()
)
_BUTTONS: Mapping[str, actions.Button] = {**{name: name for name in get_args(actions.Button)}, "wheel": "middle"}
# Line breaks and tabs are keys of their own; other control characters mean nothing to a keyboard.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LOST = re.compile(rf"[\ud800-\udfff{UNREADABLE}]")  # half a character, and the sign for bytes that were no text
_PAIR = 2
# Fields that only describe an action.
_TELLING = frozenset({
    *("type", "id", "call_id", "status", "index", "reason", "reasoning", "thought", "thinking", "explanation"),
    *("comment", "intent", "description", "element", "element_description", "label", "confidence", "coordinate"),
})  # fmt: skip
_CLICKS = ("clicks", "click_count", "num_clicks")
_MOST_CLICKS = range(1, 4)
_KEYS = ("keys", "key", "text")
_PRESSES = ("key", "keypress")
_ENTERS = ("press_enter", "enter")


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action as it was written and as we read it, with notices for the user."""

    proposal: Proposal
    notices: tuple[Message, ...] = ()
    outside: bool = False  # a coordinate is impossible in the space that was given


def read_action(raw: object, own: tuple[str, ...], space: Space, caps: Caps) -> ReadAction:
    """Read an action; never raises. `own` are the names that the dialect's reference page lists."""
    if not isinstance(raw, dict):
        return _invalid("The action must be an object with a type.", {"value": printable(raw)})
    name = raw.get("type")
    if not isinstance(name, str) or not name:
        return _invalid("The action has no type.", raw)
    raw = plain_names(raw)
    reader = READERS.get(ALIASES.get(name, name))
    if reader is None:
        return _invalid(f"There's no action named “{name[:40]}”. Use one of: {', '.join(own)}.", raw)
    fields = Fields(raw, space, caps)
    # A service's own function that types at a place is read as this action.
    if name not in own and not (name == "point_and_type" and "type" in own):
        fields.notices.append(
            Message("The model asked for “{name}”, which its service doesn't offer. It was understood.", name=name)
        )
    try:
        action = reader(fields)
        fields.check_all_read(action)
    except Unreadable as why:
        invalid = _invalid(f"The {name} action was not done: {why}", raw, fields.notices)
        return replace(invalid, outside=isinstance(why, Outside))
    own_space = space.own()
    proposal = Proposal(action, printable_object(raw))
    if space != own_space:
        words = sentence_with(reader(Fields(raw, own_space, caps)))
        proposal = replace(proposal, words=words, space=own_space.size)
    return ReadAction(proposal, tuple(fields.notices))


def _invalid(reason: str, raw: JsonItem, notices: list[Message] | None = None) -> ReadAction:
    return ReadAction(Proposal(InvalidAction(str(printable(reason))), printable_object(raw)), tuple(notices or ()))


def _click(fields: Fields, *, count: int | None = None, button: actions.Button | None = None) -> actions.Click:
    requested = fields.button()
    if button and fields.has("button") and requested != button:
        raise Unreadable(f"button is {requested}, which contradicts the action.")
    return actions.Click(fields.at(), button or requested, fields.clicks(count), fields.modifiers())


def _drag(fields: Fields) -> actions.Drag:
    if fields.button() != "left":
        raise Unreadable("only the left button can drag; press and release another one in two actions.")
    if fields.has("path"):
        return actions.Drag(fields.path(), fields.modifiers())
    end = fields.space.point(fields.number("end_x", "x2"), fields.number("end_y", "y2"))
    return actions.Drag((fields.at(), end), fields.modifiers())


def _scroll(fields: Fields) -> actions.Scroll:
    distances = ("scroll_x", "scroll_y", "amount")
    if not any(fields.has(name) for name in distances):
        raise Unreadable("scroll_y or scroll_x is missing: the distance in pixels, positive is down or right.")
    dy = ("scroll_y",) if fields.has("scroll_x") else ("scroll_y", "amount")
    return actions.Scroll(fields.at(), fields.distance("scroll_x"), fields.distance(*dy), fields.modifiers())


def _hscroll(fields: Fields) -> actions.Scroll:
    if not (fields.has("scroll_x") or fields.has("amount")):
        raise Unreadable("scroll_x is missing: the distance in pixels, positive is right.")
    return actions.Scroll(fields.at(), fields.distance("scroll_x", "amount"), 0, fields.modifiers())


def _wait(fields: Fields) -> actions.Wait:
    length_field = next((name for name in ("ms", "duration_ms", "seconds", "duration") if fields.has(name)), "")
    seconds = DEFAULT_WAIT_S
    if length_field:
        fields.notices.append(
            Message(
                "The model said how long to wait (“{name}”), which its service doesn't offer. It was understood.",
                name=length_field,
            )
        )
        seconds = fields.number(length_field) / (1000 if length_field.endswith("ms") else 1)
    elif fields.has("for_s"):  # by a function that takes it
        seconds = fields.number("for_s")
    return _within_cap(actions.Wait(seconds), fields.caps)


def _wait_for(fields: Fields) -> actions.Wait:
    until = fields.text("text").strip() if fields.has("text") else ""
    seconds = fields.number("for_s") if fields.has("for_s") else USUAL_WAIT_S
    return _within_cap(actions.Wait(seconds, until), fields.caps)


def _within_cap(wait: actions.Wait, caps: Caps) -> actions.Wait:
    if not 0 <= wait.seconds <= caps.wait_s:
        raise Unreadable(f"A wait must be from 0 to {caps.wait_s:g} seconds.")
    return wait


def _finish(fields: Fields) -> actions.Finish:
    status = fields.first_text("status")
    text = str(printable(fields.first_text("result", "text", "status")))
    return actions.Finish("failed" if reads_as_failure(status) else "success", text)


def reads_as_failure(status: str) -> bool:
    """Return whether a model's status of its work means failure."""
    return status.strip().lower() in _FAILURES


READERS: Mapping[str, Callable[[Fields], actions.Action]] = {
    "click": _click,
    "double_click": partial(_click, count=2),
    "triple_click": partial(_click, count=3),
    "right_click": partial(_click, button="right"),
    "move": lambda fields: actions.Move(fields.at(), fields.modifiers()),
    "drag": _drag,
    "scroll": _scroll,
    "hscroll": _hscroll,
    "key": lambda fields: actions.Press(fields.press()),
    "keypress": lambda fields: actions.Press(fields.press()),
    "key_down": lambda fields: actions.HoldKey(fields.keys()),
    "key_up": lambda fields: actions.ReleaseKey(fields.keys()),
    "mouse_down": lambda fields: actions.HoldButton(fields.at(), fields.button()),
    "mouse_up": lambda fields: actions.ReleaseButton(fields.at(), fields.button()),
    "type": lambda fields: actions.Type(fields.typed()),
    "point_and_type": lambda fields: actions.Type(fields.typed(), fields.at()),
    "navigate": lambda fields: actions.Navigate(fields.url()),
    "wait": _wait,
    "wait_for": _wait_for,
    "screenshot": lambda _: actions.Look(),
    "terminate": _finish,
    "answer": _finish,
    "done": _finish,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """One action's fields, the space of its coordinates, and the notices from reading it."""

    raw: Mapping[str, object]
    space: Space
    caps: Caps
    notices: list[Message] = field(default_factory=list)
    names_read: set[str] = field(default_factory=set)  # the names of the fields that a reader has looked for

    def has(self, name: str) -> bool:
        """Return whether a field is present and not null."""
        return self.value(name) is not None

    def value(self, name: str) -> object:
        """Return a field as it was written; None if it is missing."""
        self.names_read.add(name)
        return self.raw.get(name)

    def check_all_read(self, action: actions.Action) -> None:
        """Raise Unreadable for a field with a value that no reader has looked for, unless the action does nothing.

        It may change the meaning.
        """
        unread = (name for name, value in self.raw.items() if value and name not in self.names_read | _TELLING)
        strange = next(unread, "" if self._agrees() else "coordinate")
        if strange and not isinstance(action, actions.Look | actions.Finish):
            raise Unreadable(f"there is no field “{strange[:40]}” in it; leave it out, or say it with another action.")

    def _agrees(self) -> bool:
        """Return whether two forms of the place are the same place."""
        coordinate = self.raw.get("coordinate")
        return not coordinate or point_of(coordinate) == point_of({"x": self.raw.get("x"), "y": self.raw.get("y")})

    def number(self, *names: str) -> float:
        """Return the first of these fields that is present; Unreadable unless it is a finite number."""
        name = next((name for name in names if self.has(name)), None)
        if name is None:
            raise Unreadable(f"{names[0]} is missing.")
        if name != names[0]:
            self.notices.append(Message("The model writes “{name}” for “{usual}”.", name=name, usual=names[0]))
        number = number_of(self.raw[name])
        if number is None:
            raise Unreadable(f"{name} must be a number.")
        return number

    def at(self, x: str = "x", y: str = "y") -> ImagePoint:
        """Return the point of two fields; Unreadable if both are missing."""
        if not (self.has(x) or self.has(y)):
            raise Unreadable("the place is missing; say where, or move the pointer there first.")
        return self.space.point(self.number(x), self.number(y))

    def text(self, name: str) -> str:
        """Return a text that can be typed, with line breaks as one character each."""
        value = self._string(name, self.caps.text_characters)
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        control = _CONTROL.search(value)
        if control:
            raise Unreadable(f"{name} holds a control character (U+{ord(control[0]):04X}), which no key types.")
        return value

    def url(self) -> str:
        """Return an address; Unreadable if it has white space or control characters."""
        value = self._string("url", MAX_URL_CHARACTERS).strip()
        if not value or any(char.isspace() or not char.isprintable() for char in value):
            raise Unreadable("url holds white space or invisible characters.")
        return value

    def first_text(self, *names: str) -> str:
        """Return the first of these fields that is a text and not empty; else an empty text."""
        values = (self.value(name) for name in names)
        return next((value for value in values if isinstance(value, str) and value), "")

    def button(self) -> actions.Button:
        """Return the button; left when none is named."""
        name = self.value("button")
        if name is None or name == "":
            return "left"
        button = _BUTTONS.get(name.strip().lower()) if isinstance(name, str) else None
        if button is None:
            raise Unreadable("button must be one of left, right, wheel, back, forward.")
        return button

    def modifiers(self) -> tuple[str, ...]:
        """Return the modifiers to hold during a mouse action; usually none."""
        value = self.value("keys") or self.value("modifiers")
        keys = _chord_of(value) if value else ()
        other = next((key for key in keys if key not in MODIFIERS), None)
        if other is not None:
            raise Unreadable(f"{other} is no modifier, so it can't be held with the mouse; press it by itself.")
        return keys

    def clicks(self, count: int | None) -> int:
        """Return the number of clicks, from 1 to 3; `count` is that of the action's name."""
        count_field = next((name for name in _CLICKS if self.has(name)), None)
        repeats = count or 1 if count_field is None else number_of(self.raw[count_field])
        if repeats is None or repeats not in _MOST_CLICKS or (count is not None and repeats != count):
            raise Unreadable(f"{count_field} must be 1, 2 or 3, and as the action says.")
        return int(repeats)

    def typed(self) -> str:
        """Return a text that can be typed, followed by Enter if a field requests it."""
        text = self.text("text")
        for name in _ENTERS:
            if self.has(name):
                enter = switch_of(self.raw[name])
                if enter is None:
                    raise Unreadable(f"{name} must be true or false.")
                return f"{text}\n" if enter else text
        return text

    def keys(self) -> tuple[str, ...]:
        """Return the chord of `keys`, else of `key`, else of `text`."""
        name = next((name for name in _KEYS if self.value(name)), "keys")
        if name != "keys":
            self.notices.append(Message("The model writes “{name}” for “{usual}”.", name=name, usual="keys"))
        return _chord_of(self.raw.get(name))

    def press(self) -> tuple[str, ...]:
        """Return a chord with one key besides modifiers; of the modifiers only Super may be pressed alone."""
        keys = self.keys()
        if len(set(keys) - set(MODIFIERS)) > 1:
            raise Unreadable("keys names several keys besides modifiers; press them in actions of their own.")
        if "super" not in keys and not set(keys) - set(MODIFIERS):
            raise Unreadable("keys names modifiers only; add the key that is pressed with them, or hold them.")
        return keys

    def distance(self, *names: str) -> int:
        """Return a scroll distance in whole pixels; 0 if no such field is present."""
        if not any(self.has(name) for name in names):
            return 0
        value = self.number(*names)
        if self.has("thousandths"):  # of the picture, the unit of some families
            value *= (self.space.image.width if names[0] == "scroll_x" else self.space.image.height) / GRID_SIZE
        if abs(value) > self.caps.scroll_px:
            raise Unreadable(f"A scroll goes at most {self.caps.scroll_px} pixels; use several.")
        return math.floor(value + 0.5)

    def path(self) -> tuple[ImagePoint, ...]:
        """Return the points of `path`."""
        points = list_of(self.value("path"))
        if not isinstance(points, list) or len(points) < _PAIR:
            raise Unreadable("path must be a list of at least two points.")
        if len(points) > self.caps.drag_points:
            raise Unreadable(f"path has {len(points)} points, but at most {self.caps.drag_points} are allowed.")
        return tuple(self._point(point) for point in points)

    def _point(self, point: object) -> ImagePoint:
        if isinstance(point, list):
            self.notices.append(Message("The model writes points as [x, y]."))
        coordinates = point_of({"x": point.get("x"), "y": point.get("y")} if isinstance(point, dict) else point)
        if coordinates is None:
            raise Unreadable("each point of path must have x and y, as numbers.")
        return self.space.point(*coordinates)

    def _string(self, name: str, cap: int) -> str:
        value = self.value(name)
        if value is None or value == "":
            raise Unreadable(f"{name} is missing or empty.")
        text = text_of(value)
        if text is None:
            raise Unreadable(f"{name} must be text, in quotes.")
        if len(text) > cap:
            raise Unreadable(f"{name} has {len(text)} characters; at most {cap} are taken at once.")
        lost = _LOST.search(text)
        if lost:
            what = "the sign for a lost character (U+FFFD)" if lost[0] == UNREADABLE else "half a character"
            raise Unreadable(f"{name} holds {what}; write the text again.")
        return text


def single_presses(action: object) -> list[object]:
    """Return the presses of an action in order; only the action itself if it is a single press.

    A chord has one key besides modifiers. Several such keys, or several chords, are pressed in turn.
    """
    if not isinstance(action, dict) or action.get("type") not in _PRESSES:
        return [action]
    name = next((name for name in _KEYS if action.get(name)), "")
    key_names = action.get(name)
    parts = [key_names] if isinstance(key_names, str) else key_names
    if not isinstance(parts, list):
        return [action]
    parts = ["+".join(part) if _is_texts(part) else part for part in parts]
    if not parts or not _is_texts(parts):
        return [action]
    repeats = number_of(action.get("repeat", 1))
    if repeats is None or repeats not in range(1, MAX_REPEATS + 1):
        return [action]
    once: dict[str, object] = {key: value for key, value in action.items() if key != "repeat"}
    try:
        chords = _chords_by_modifiers([keys_in(part) for part in _key_names(parts)])
    except UnknownKeyError:
        return [action]
    several = len([key for chord in chords for key in chord if key not in MODIFIERS]) > 1
    if not several or len(chords) == 1 or any(set(chord) <= {*MODIFIERS} for chord in chords):
        return [*[once] * int(repeats)]
    return [{**once, name: list(chord)} for _ in range(int(repeats)) for chord in chords]


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _chords_by_modifiers(keys: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the chords of single keys if each of several has its own modifiers before it; else the keys."""
    groups: list[list[str]] = [[]]
    for key in keys:
        if groups[-1] and groups[-1][-1] not in MODIFIERS:
            groups.append([])
        groups[-1] += key
    own = all(len(group) > 1 and group[0] in MODIFIERS for group in groups)
    return [tuple(group) for group in groups] if own and all(len(key) == 1 for key in keys) else keys


def _key_names(parts: list[str]) -> list[str]:
    """Return the names of keys and chords; a text with blanks that is no name itself is several."""
    if len(parts) > 1 or not re.search(r"[\s,]", parts[0].strip()):
        return parts
    try:
        keys_in(parts[0])
    except UnknownKeyError:
        return [part for part in re.split(r"[\s,]+", parts[0]) if part]
    return parts


def _chord_of(named: object) -> tuple[str, ...]:
    parts = [text_of(part) for part in (named if isinstance(named, list) else [named])]
    if not parts or not _is_texts(parts):
        raise Unreadable("keys must be a list of key names.")
    if len(parts) > MAX_KEYS or any(len(part) > MAX_KEY_CHARACTERS for part in parts):
        raise Unreadable(f"A chord has at most {MAX_KEYS} keys.")
    try:
        keys = keys_in(parts)
    except UnknownKeyError as error:
        raise Unreadable(str(error)) from error
    if len(keys) > MAX_KEYS:
        raise Unreadable(f"A chord has at most {MAX_KEYS} keys.")
    if len(set(keys)) < len(keys):
        raise Unreadable("keys names a key twice; press it in two actions if that is meant.")
    return keys
