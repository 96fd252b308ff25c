"""Explains which rule would decide on an action, written as JSON or in a few words; lists every rule's verdict on it.

An action is JSON in the form of events, `{"kind": "type", "text": "…"}`, with what it would hit as far as that matters:
the fields of `_CaseFields`. Or it is a few words: `click Send`, `type "rm -rf"`, `press ctrl+w`, `navigate
https://example.org`, and after ` in ` the application: `press delete in nautilus`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop_agent.core.actions import HoldKey, Press, ReleaseKey
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Focus, HitControl, Page, Pasted, Place, Target
from desktop_agent.core.errors import SettingsError, UnknownKeyError
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, Size, Viewport
from desktop_agent.core.keys import chord
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.policy.judge import Policy, Voice
from desktop_agent.record.parse import parse_action

ACCEPTED = Message(
    'JSON such as {"kind":"click","control":"Send","application":"thunderbird"}, or in words: click '
    "NAME, type TEXT, press CHORD, navigate URL, each optionally followed by “in APPLICATION”."
)
# Large enough for any monitor: a point in the action is a pixel of the screen.
_ANY_SCREEN = Viewport(Rect(0, 0, 100_000, 100_000), Size(100_000, 100_000))
_ORIGIN = {"x": 0, "y": 0}
# What is assumed of a kind of action where nothing else is written.
_ASSUMED: Mapping[str, Mapping[str, object]] = {
    "click": _ORIGIN,
    "move": _ORIGIN,
    "scroll": _ORIGIN,
    "hold_button": {**_ORIGIN, "button": "left"},
    "release_button": {**_ORIGIN, "button": "left"},
    "drag": {"path": [_ORIGIN, _ORIGIN]},
    "type": {"text": ""},
    "wait": {"seconds": 1},
    "finish": {"status": "success"},
}
_OF_ACTION = frozenset("kind x y button count keys path dx dy text url seconds status".split())
_WORDS = re.compile(
    r"(?P<verb>click|double-click|right-click|middle-click|type|press|hold|navigate|open|paste|scroll|drag)"
    r"(?:\s+(?P<what>\"(?:[^\"\\]|\\.)*\"|.+?))?(?:\s+in\s+(?P<application>\S+|\"[^\"]+\"))?\s*",
    re.IGNORECASE | re.DOTALL,
)
# The fields that a verb stands for, and the field that its object fills.
_VERBS: Mapping[str, tuple[Mapping[str, object], str]] = {
    "click": ({"kind": "click"}, "control"),
    "double-click": ({"kind": "click", "count": 2}, "control"),
    "right-click": ({"kind": "click", "button": "right"}, "control"),
    "middle-click": ({"kind": "click", "button": "middle"}, "control"),
    "type": ({"kind": "type"}, "text"),
    "press": ({"kind": "press"}, "keys"),
    "hold": ({"kind": "hold_key"}, "keys"),
    "navigate": ({"kind": "navigate"}, "url"),
    "open": ({"kind": "navigate"}, "url"),
    "paste": ({"kind": "press", "keys": "ctrl+v"}, "pasted"),
    "scroll": ({"kind": "scroll"}, "control"),
    "drag": ({"kind": "drag"}, "control"),
}
_BY_SETTINGS = Message("Your settings allow it.")
_ALLOWS: Mapping[str, str] = {
    "default": Message("No rule objects."),
    "scope": Message("It's within the scope."),
    "remembered": Message("You always allow this control."),
}


class _CaseFields(BaseModel):
    """The fields that may accompany the action."""

    model_config = ConfigDict(strict=True)

    application: str = ""
    title: str = ""
    control: str = ""
    role: str = ""
    focus: str = ""
    focus_role: str = ""
    site: str = ""
    pasted: str | None = None
    typed_before: str = ""
    dialog: bool = False
    in_page: bool = False
    held: list[str] | str = []
    reach: AccessLevel | None = None


@dataclass(frozen=True, slots=True)
class RuleVoice:
    """One rule's opinion: its verdict, the rule's name, and the reason."""

    verdict: str
    rule: str
    speaker: str
    text: str
    decides: bool


def explain(policy: Policy, case: Case) -> tuple[RuleVoice, ...]:
    """Return all verdicts on an action; the deciding ones are marked."""
    decision = policy(case)
    return tuple(line for voice in policy.voices(case) for line in _lines(voice, decision))


def _lines(voice: Voice, decision: Decision) -> tuple[RuleVoice, ...]:
    verdict = voice.decision
    decides = type(verdict) is type(decision)
    if isinstance(verdict, Allow):
        by_mode = Message("This mode automatically answers yes.")
        text = by_mode if verdict.by == "mode" else _ALLOWS.get(verdict.rule, _BY_SETTINGS)
        return (RuleVoice("allow", verdict.rule, voice.speaker, text, decides=decides and verdict == decision),)
    name = "ask" if isinstance(verdict, Ask) else "deny"
    return tuple(RuleVoice(name, reason.rule, voice.speaker, reason.text, decides) for reason in verdict.reasons)


def read_case(text: str, now: datetime | None = None) -> Case:
    """Return the action and its target; SettingsError for text that cannot be parsed.

    The access level there is None unless the text states it.
    """
    form = _form(text.strip())
    if unknown := form.keys() - _OF_ACTION - _CaseFields.model_fields.keys():
        raise _unreadable(Message("Actions don't have a “{key}” field", key=min(unknown)[:40]))
    try:
        fields = _CaseFields.model_validate({key: form[key] for key in form.keys() - _OF_ACTION})
        keys = {"keys": _keys(form["keys"])} if "keys" in form else {}
        held_keys = _keys(fields.held)
    except ValidationError as error:
        raise _unreadable(Message("“{key}” can't be read", key=error.errors()[0]["loc"][0])) from error
    kind = str(form.get("kind"))
    action = parse_action({**_ASSUMED.get(kind, {}), **form, **keys}, _ANY_SCREEN)
    if action is None or (isinstance(action, Press | HoldKey | ReleaseKey) and not action.keys):
        raise _unreadable(Message("This isn't a complete “{kind}” action", kind=kind[:40]))
    return Case(
        action,
        _ANY_SCREEN,
        _target(fields),
        held=held_keys,
        now=now,
        pasted=None if fields.pasted is None else Pasted(fields.pasted),
        typed_before=fields.typed_before,
        reach=fields.reach,
    )


def _form(action_text: str) -> Mapping[str, object]:
    if action_text.startswith("{"):
        try:
            # What begins with a brace is an object or no JSON.
            form: dict[str, object] = json.loads(action_text)
        except (ValueError, RecursionError) as error:
            raise _unreadable(Message("This isn't valid JSON: {error}", error=error)) from error
        return form
    words = _WORDS.fullmatch(action_text)
    if words is None:
        raise _unreadable(Message("“{written}” isn't an action", written=action_text[:60]))
    fields, of_object = _VERBS[words["verb"].lower()]
    what, application = (_unquoted(words[part] or "") for part in ("what", "application"))
    text = what.replace("\\n", "\n") if of_object == "text" else what
    return {**fields, **({of_object: text} if what else {}), "application": application}


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError as error:
        raise _unreadable(Message("{text} isn't valid quoted text", text=text[:60])) from error


def _target(fields: _CaseFields) -> Target:
    short = re.split(r"[/\\]", fields.application)[-1]
    window = Window(1, short, fields.title, 1, fields.application, dialog=fields.dialog)
    return Target(
        place=Place(window) if fields.application or fields.title else None,
        control=HitControl(fields.control, fields.role) if fields.control or fields.role else None,
        focus=Focus(fields.focus, fields.focus_role) if fields.focus or fields.focus_role else None,
        page=Page(fields.site, fields.in_page) if fields.site or fields.in_page else None,
    )


def _keys(keys: object) -> tuple[str, ...]:
    if not isinstance(keys, str) and not (isinstance(keys, list) and all(isinstance(k, str) for k in keys)):
        raise _unreadable(Message("Keys must be written like ctrl+w or as a list"))
    try:
        return chord(keys) if keys else ()
    except UnknownKeyError as error:
        raise _unreadable(error.message.rstrip(".")) from error


def _unreadable(complaint: str) -> SettingsError:
    return SettingsError(
        Message("{what}.", what=complaint), Message("Enter an action as {accepted}", accepted=ACCEPTED)
    )
