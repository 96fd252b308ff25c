"""Which rule would decide: reads an action as people and programs write it, and lists every voice on it.

An action is JSON in the form of events, `{"kind": "type", "text": "…"}`, with what it would hit as far as that matters:
`application`, `title`, `control`, `role`, `focus`, `focus_role`, `site`, `pasted`, `typed_before`, `dialog`,
`in_page`, `held`, `reach`. Or it is a few words: `click Send`, `type "rm -rf"`, `press ctrl+w`, `navigate
https://example.org`, and after ` in ` the application: `press delete in nautilus`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, get_args

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
from desktop_agent.core.decision import Allow, Case, Decision, Focus, HitControl, Page, Pasted, Place, Target
from desktop_agent.core.errors import SettingsError, UnknownKeyError
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.keys import chord
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.policy.judge import Policy, Voice

ACCEPTED = Message(
    'JSON such as {"kind":"click","control":"Send","application":"thunderbird"}, or in words: click '
    "NAME, type TEXT, press CHORD, navigate URL, each optionally followed by “in APPLICATION”."
)
# Large enough for any monitor: a point in the action is a pixel of the screen.
_ANY_SCREEN = Viewport(Rect(0, 0, 100_000, 100_000), Size(100_000, 100_000))
_WORDS = re.compile(
    r"(?P<kind>click|double-click|right-click|middle-click|type|press|hold|navigate|open|paste|scroll|drag)"
    r"(?:\s+(?P<what>\"(?:[^\"\\]|\\.)*\"|.+?))?(?:\s+in\s+(?P<application>\S+|\"[^\"]+\"))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TEXTS = ("application", "title", "control", "role", "focus", "focus_role", "site", "pasted", "typed_before")
_FLAGS = ("dialog", "in_page")
_BY_SETTINGS = Message("Your settings allow it.")
_ALLOWS: Mapping[str, str] = {
    "default": Message("No rule objects."),
    "scope": Message("It's within the scope."),
    "remembered": Message("You always allow this control."),
}
_OF_ACTION = frozenset("kind x y button count keys path dx dy text url seconds status".split())
_OF_CASE = frozenset({*_TEXTS, *_FLAGS, "held", "reach"})


_Word = TypeVar("_Word")


@dataclass(frozen=True, slots=True)
class RuleVoice:
    """What one voice says: its verdict, the name of the rule, and why."""

    verdict: str
    rule: str
    speaker: str
    text: str
    decides: bool


def explain(policy: Policy, case: Case) -> tuple[RuleVoice, ...]:
    """Return every voice on an action; those that decide are marked."""
    decision = policy(case)
    return tuple(line for voice in policy.voices(case) for line in _lines(voice, decision))


def read_case(written: str, now: datetime | None = None) -> Case:
    """Return the action and what it would hit; SettingsError for what cannot be read.

    How far a person lets the program go there is None unless it is written.
    """
    fields = _fields(written.strip())
    for key in fields:
        if key not in _OF_ACTION | _OF_CASE:
            raise _unreadable(Message("Actions don't have a “{key}” field", key=key[:40]))
    for key in _TEXTS:
        if not isinstance(fields.get(key, ""), str):
            raise _unreadable(Message("“{key}” must be text", key=key))
    for key in _FLAGS:
        if not isinstance(fields.get(key, False), bool):
            raise _unreadable(Message("“{key}” must be true or false", key=key))
    case = Case(_action(fields), _ANY_SCREEN, _target(fields), held=_keys(fields.get("held", [])), now=now)
    pasted, reach = fields.get("pasted"), fields.get("reach")
    return replace(
        case,
        pasted=Pasted(str(pasted)) if pasted is not None else None,
        typed_before=str(fields.get("typed_before", "")),
        reach=_one_of(reach, (*get_args(AccessLevel), None), "reach"),
    )


def _lines(voice: Voice, decision: Decision) -> tuple[RuleVoice, ...]:
    said = voice.decision
    decides = type(said) is type(decision)
    if isinstance(said, Allow):
        text = (
            Message("This mode automatically answers yes.")
            if said.by == "mode"
            else _ALLOWS.get(said.rule, _BY_SETTINGS)
        )
        return (RuleVoice("allow", said.rule, voice.speaker, text, decides=decides and said == decision),)
    verdict = "ask" if type(said).__name__ == "Ask" else "deny"
    return tuple(RuleVoice(verdict, one.rule, voice.speaker, one.text, decides=decides) for one in said.reasons)


def _fields(written: str) -> Mapping[str, object]:
    if not written.startswith("{"):
        return _from_words(written)
    try:
        # What begins with a brace is an object or no JSON.
        fields: dict[str, object] = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise _unreadable(Message("This isn't valid JSON: {error}", error=error)) from error
    return fields


def _from_words(written: str) -> Mapping[str, object]:
    found = _WORDS.fullmatch(written)
    if found is None:
        raise _unreadable(Message("“{written}” isn't an action", written=written[:60]))
    what = _unquoted(found["what"] or "")
    fields = _BY_WORD[found["kind"].lower()](what)
    return {**fields, "application": _unquoted(found["application"])} if found["application"] else fields


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError as error:
        raise _unreadable(Message("{text} isn't valid quoted text", text=text[:60])) from error


def _clicked(button: Button = "left", count: int = 1) -> Callable[[str], Mapping[str, object]]:
    return lambda what: {"kind": "click", "button": button, "count": count, "control": what}


_BY_WORD: Mapping[str, Callable[[str], Mapping[str, object]]] = {
    "click": _clicked(),
    "double-click": _clicked(count=2),
    "right-click": _clicked("right"),
    "middle-click": _clicked("middle"),
    "type": lambda what: {"kind": "type", "text": what.replace("\\n", "\n")},
    "press": lambda what: {"kind": "press", "keys": what},
    "hold": lambda what: {"kind": "hold_key", "keys": what},
    "navigate": lambda what: {"kind": "navigate", "url": what},
    "open": lambda what: {"kind": "navigate", "url": what},
    "paste": lambda what: {"kind": "press", "keys": "ctrl+v", **({"pasted": what} if what else {})},
    "scroll": lambda what: {"kind": "scroll", "control": what},
    "drag": lambda what: {"kind": "drag", "control": what},
}


def _target(fields: Mapping[str, object]) -> Target:
    text = {key: str(fields.get(key, "")) for key in _TEXTS}
    known = text["application"] or text["title"]
    short = re.split(r"[/\\]", text["application"])[-1]
    dialog, in_page = fields.get("dialog") is True, fields.get("in_page") is True
    window = Window(1, short, text["title"], 1, text["application"], dialog=dialog)
    return Target(
        place=Place(window) if known else None,
        control=HitControl(text["control"], text["role"]) if text["control"] or text["role"] else None,
        focus=Focus(text["focus"], text["focus_role"]) if text["focus"] or text["focus_role"] else None,
        page=Page(text["site"], in_page) if text["site"] or in_page else None,
    )


def _action(fields: Mapping[str, object]) -> Action:
    at, kind = _point(fields), fields.get("kind")
    button = _one_of(fields.get("button", "left"), get_args(Button), "button")
    match kind:
        case "click":
            return Click(at, button, _number(fields, "count", 1), _keys(fields.get("keys", [])))
        case "move":
            return Move(at)
        case "drag":
            return Drag(_path(fields))
        case "scroll":
            return Scroll(at, _number(fields, "dx", 0), _number(fields, "dy", 0))
        case "hold_button":
            return HoldButton(at, button)
        case "release_button":
            return ReleaseButton(at, button)
        case "type":
            return Type(str(fields.get("text", "")), at if "x" in fields else None)
        case _:
            return _plain_action(kind, fields)


def _plain_action(kind: object, fields: Mapping[str, object]) -> Action:
    match kind:
        case "press" | "hold_key" | "release_key":
            keys = _keys(fields.get("keys", []))
            if not keys:
                raise _unreadable(Message("No key was specified"))
            return Press(keys) if kind == "press" else HoldKey(keys) if kind == "hold_key" else ReleaseKey(keys)
        case "navigate":
            return Navigate(str(fields.get("url", "")))
        case "wait":
            return Wait(1)
        case "look":
            return Look()
        case "finish":
            return Finish("success")
        case _:
            raise _unreadable(Message("There is no “{kind}” action", kind=str(kind)[:40]))


def _path(fields: Mapping[str, object]) -> tuple[ImagePoint, ...]:
    path = fields.get("path", [{}, {}])
    if not isinstance(path, list) or not path or not all(isinstance(one, dict) for one in path):
        raise _unreadable(Message("“path” must be a list of points"))
    return tuple(_point(one) for one in path)


def _point(fields: Mapping[str, object]) -> ImagePoint:
    return ImagePoint(_number(fields, "x", 0), _number(fields, "y", 0))


def _number(fields: Mapping[str, object], key: str, default: int) -> int:
    value = fields.get(key, default)
    if type(value) is not int:
        raise _unreadable(Message("“{key}” must be a whole number", key=key))
    return value


def _keys(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and not value:
        return ()
    if not isinstance(value, str) and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        raise _unreadable(Message("Keys must be written like ctrl+w or as a list"))
    try:
        return chord(value)
    except UnknownKeyError as error:
        raise _unreadable(error.message.rstrip(".")) from error


def _one_of(value: object, words: tuple[_Word, ...], key: str) -> _Word:
    for word in words:
        if value == word:
            return word
    raise _unreadable(Message("“{key}” must be one of {part}", key=key, part=", ".join(map(str, words))))


def _unreadable(what: str) -> SettingsError:
    return SettingsError(Message("{what}.", what=what), Message("Enter an action as {accepted}", accepted=ACCEPTED))
