"""Says a step as one person tells another: “Click *Send*.”, without places, and without the program's own words.

Each sentence is one text, so that it can be translated as a whole.
"""

from __future__ import annotations

import re
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
)
from desktop_agent.core.display_text import visible
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.message import GAP, Message
from desktop_agent.core.translation import tr
from desktop_agent.studio.howto.emphasis import emphasised

_LONGEST_NAME, _LONGEST_TEXT = 80, 400
_SECRET = re.compile(r"\{\{secret:([^{}]{1,80})\}\}")
_HIDDEN = re.compile("•+")
_CLICKS = {
    ("left", 1): "Click {name}.",
    ("left", 2): "Double-click {name}.",
    ("left", 3): "Click {name} three times.",
    ("right", 1): "Right-click {name}.",
    ("middle", 1): "Click {name} with the middle button.",
}
_MARKED = "the marked place"
_KEYS = {"ctrl": "Ctrl", "altgr": "AltGr", "pageup": "Page up", "pagedown": "Page down", "escape": "Esc"}


def sentence_of(action: Action, target: NamedTarget | None) -> str:
    """Return what to do, in the person's language; empty for what nobody has to do."""
    name = named(target)
    match action:
        case Click(button=button, count=count, keys=keys):
            said = _with(_CLICKS.get((button, count), _CLICKS["left", 1]), name)
            return _held(said, keys)
        case Move():
            return _with("Point at {name}.", name) if target and target.name else ""
        case Drag():
            if target and target.end:
                return _with("Drag {name} to {text}.", name, emphasised(label(target.end)))
            return _with("Drag {name} to where the arrow ends.", name)
        case Scroll(dx=dx, dy=dy):
            way = ("down" if dy > 0 else "up") if abs(dy) >= abs(dx) else ("right" if dx > 0 else "left")
            return tr(Message("Scroll {way}.", way=way))
        case Type(text=text, secret=secret):
            return typed_into(text, target, secret=secret)
        case Press(keys=keys):
            return _with("Press {name}.", chord(keys))
        case HoldKey(keys=keys):
            return _with("Hold {name}.", chord(keys))
        case ReleaseKey(keys=keys):
            return _with("Let go of {name}.", chord(keys))
        case Navigate(url=url):
            return _with("Open {name} in the browser.", emphasised(visible(url, _LONGEST_TEXT)))
        case Invoke(started=(program, *_)):
            return _with("Start {name}.", emphasised(visible(program, _LONGEST_NAME)))
        case HoldButton() | ReleaseButton() | Wait() | Look() | Finish() | Invoke():
            return ""
        case _:
            assert_never(action)


def typed_into(text: str, target: NamedTarget | None, *, secret: bool = False) -> str:
    """Return the sentence for a text; a secret one is never told, and Return at its end is a key."""
    body, enter = (text[:-1], True) if text.endswith("\n") else (text, False)
    if not body:
        return _with("Press {name}.", chord(("enter",)))
    field = named(target) if target and target.name else ""
    found = _SECRET.fullmatch(body)
    if secret or found or _HIDDEN.fullmatch(body):
        what = _with("the secret {name}", emphasised(found[1])) if found else tr("your secret text")
    else:
        what = emphasised(visible(_SECRET.sub("•••", body), _LONGEST_TEXT))
    into, enters = "Type {text} into {name}.", "Type {text} into {name} and press Enter."
    bare, bare_enters = "Type {text}.", "Type {text} and press Enter."
    said = (enters if enter else into) if field else (bare_enters if enter else bare)
    return _with(said, field, what)


def chosen(names: tuple[str, ...]) -> str:
    """Return the sentence for the way through menus to an entry."""
    return _with("Choose {name}.", " › ".join(emphasised(label(name)) for name in names))


def repeated(sentence: str, count: int) -> str:
    """Return a sentence for something that is done several times."""
    return f"{sentence.removesuffix('.')} {tr(f'({count} times)')}." if count > 1 else sentence


def named(target: NamedTarget | None) -> str:
    """Return what a control is called, standing out; where nobody knows, it is what is marked in the picture."""
    name = label(target.name) if target and target.name else ""
    return emphasised(name) if name else tr(_MARKED)


def label(name: str) -> str:
    """Return a control's name as it is said, without the dots and colons at its end."""
    shown = visible(name, _LONGEST_NAME).strip()
    return shown.rstrip(" .…:") or shown


def chord(keys: tuple[str, ...]) -> str:
    """Return keys as they stand on a keyboard."""
    shown = (tr(_KEYS.get(key, key.upper() if len(key) == 1 else key.capitalize())) for key in keys)
    return emphasised("+".join(shown))


def _with(template: str, name: str = "", text: str = "") -> str:
    """Return a sentence with its gaps filled at once: what fills one may look like the other."""
    return GAP.sub(lambda gap: {"name": name, "text": text}.get(gap[1], gap[0]), tr(template))


def _held(sentence: str, keys: tuple[str, ...]) -> str:
    return _with("Hold {name}: ", chord(keys)) + sentence if keys else sentence
