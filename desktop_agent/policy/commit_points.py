"""Tells free acts from commit points, by what an action hits and not by what that is called.

Free is what is known to set nothing off: to look, to move the pointer, to scroll what only scrolls, to put the caret
into text and to type there, to select rows, to open menus and lists, and the keys that move about. Everything else
commits, and so does whatever has no role.
"""

from __future__ import annotations

from desktop_agent.core.actions import (
    Click,
    Drag,
    Finish,
    HoldButton,
    Invoke,
    Look,
    Move,
    Navigate,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.decision import Case, Focus, HitControl, Target
from desktop_agent.core.describe import kind_of
from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, TERMINALS, is_one_of
from desktop_agent.policy import roles
from desktop_agent.policy.effects import Chord, chords, entered, is_paste

_LONGEST_NAME = 60
_SELECTS = frozenset({"shift"})
_HOLDABLE = frozenset({"ctrl", "shift", "alt", "altgr"})  # the launcher opens when Super is let go
_MOVES = frozenset("up down left right home end pageup pagedown".split())
_WANDERS = frozenset({"tab", "escape"})
_LOCKS = frozenset("capslock numlock scrolllock".split())
_EDITS = frozenset({"backspace", "delete", "insert"})
# What programs everywhere take them for, where text or rows have the keyboard.
_WITH_CTRL = frozenset("a c f".split())
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr", "super"})
_IN_TEXT_WITH_CTRL = frozenset("x y z backspace delete".split())  # elsewhere undoing may delete files


def commits(case: Case) -> str:
    """Return what an action may set off, as a part of a sentence; empty for a free act."""
    match case.action:
        case Look() | Wait() | Finish() | Invoke() | Move() | ReleaseKey():
            return ""
        case Navigate():
            return Message("opening this address")
        case Scroll():
            return _with_held_keys(case) or _wheel(case.target)
        case Click() | Drag() | HoldButton() | ReleaseButton():
            return _with_held_keys(case) or _pointer(case)
        case Type(at=at) if at is not None and (why := _caret(case.target)):
            return why
        case _:
            return _keys(case)


def _with_held_keys(case: Case) -> str:
    """Return what keys that are held make of a press: only Shift is known, which extends a selection."""
    keys = {*case.held, *getattr(case.action, "keys", ())} - _SELECTS
    return (
        Message(
            "using the mouse on {target} while holding {part}", target=_named(case.target), part="+".join(sorted(keys))
        )
        if keys
        else ""
    )


def _pointer(case: Case) -> str:
    target = case.target
    match case.action:
        case Drag():
            return _drag(target, target.also or target)
        case Click(button="left", count=count) if count > 1:
            return _caret(target)
        case Click(button="left") | HoldButton(button="left"):
            return _left(target)
        case ReleaseButton(button="left"):  # what is dragged may be dropped there
            return _caret(target) or (
                Message("dropping something onto {target}", target=_named(target)) if _in_page(target) else ""
            )
        case Click(button="right", count=1) if _has_context_menu(target):
            return ""
        case _:
            return Message("clicking {target} with another mouse button", target=_named(target))


def _left(target: Target) -> str:
    free = not _caret(target) or target.role == "scroll bar"
    # Everything else of a page may act when it is pressed, whatever it calls itself; and a cell may be a switch.
    free = free or (not _in_page(target) and target.role in roles.OPENS | roles.SCROLLS | roles.ENTRIES)
    nameless = target.role in roles.TICKED and not _has_told_name(target)
    return "" if free and not nameless else Message("clicking {target}", target=_named(target))


def _has_context_menu(target: Target) -> bool:
    """Tell whether the right button only shows a menu: in text and on entries, as their programs name them.

    Toolkits give text such a menu, and what shows entries gives them one. What acts on that button by itself is of
    another kind, and stays a commit point: pages, whose scripts hear of it, terminals, which may paste, what programs
    paint, buttons, and boxes to tick, which a nameless cell may be.
    """
    named = target.role in roles.WRITING or (target.role in roles.ENTRIES and target.role not in roles.TICKED)
    nameable = target.role in roles.TICKED and _has_told_name(target)
    return (named or nameable) and not _in_page(target)


def _has_told_name(target: Target) -> bool:
    return target.control is not None and target.control.source == "accessibility"


def _writes(target: Target) -> bool:
    """Tell whether the caret goes into text there."""
    return target.role in (roles.FIELDS if _in_page(target) else roles.WRITING)


def _drag(begins: Target, ends: Target) -> str:
    scrolls = begins.role in roles.SCROLLS
    selects = _writes(begins) and _writes(ends) and begins.name == ends.name
    return (
        ""
        if scrolls or selects
        else Message("dragging from {begins} to {ends}", begins=_named(begins), ends=_named(ends))
    )


def _caret(target: Target) -> str:
    """Return what a press does but put the caret: what cannot be edited has none, and may be a link."""
    read_only = target.control is not None and target.control.read_only
    writes = _writes(target) and not read_only
    return "" if writes else Message("clicking {target}", target=_named(target))


def _wheel(target: Target) -> str:
    """Return what the wheel changes: a value, a page, or, in a window that tells nothing, nobody knows what."""
    turns = target.role in roles.TURNED | roles.PAINTED | roles.TABS
    told = target.place is None or target.role or (target.control is not None and target.control.objects)
    untold = not told and not _in_page(target) and not is_one_of(target.window, TERMINALS)
    return Message("scrolling over {target}", target=_named(target)) if turns or untold else ""


def _keys(case: Case) -> str:
    target = case.target
    if entered(case) is not None and is_paste(case):
        writes = target.focus_role in roles.WRITING and not _in_page(target)
        return "" if writes else Message("pasting into {target}", target=_focus(target))
    if isinstance(case.action, Type):
        return _text(case.action, target)
    return next(filter(None, (_chord(chord, target) for chord in chords(case))), "")


def _text(action: Type, target: Target) -> str:
    role = target.focus_role or (target.role if action.at is not None else "")
    if role not in roles.WRITING:
        return Message("typing into {target}", target=_focus(target))
    keys = action.text[-1:] if action.entry == "whole" else action.text
    return Message("Return in {target}", target=_focus(target)) if {"\n", "\r"} & {*keys} else ""


def _chord(chord: Chord, target: Target) -> str:
    keys, modifiers = chord - _MODIFIERS, chord & _MODIFIERS
    text = target.focus_role in roles.WRITING
    known = text or target.focus_role in roles.ROWS | roles.OPENS | roles.SCROLLS
    # Where nobody tells what has the keyboard any key may be a command, and in a page its script's.
    told = (target.focus_role or target.role) and target.focus_role not in roles.PAGES
    wanders = _LOCKS | _WANDERS if told else _LOCKS
    free = keys <= wanders and modifiers <= (_SELECTS if keys else _HOLDABLE)
    free = free or (known and keys <= _MOVES and modifiers <= {"shift", "ctrl"} and not _is_turned(target))
    free = free or (text and modifiers <= {"shift", "altgr"} and (keys <= _EDITS or _is_character(keys)))
    free = free or (known and modifiers == {"ctrl"} and keys <= _WITH_CTRL)
    free = free or (text and modifiers == {"ctrl"} and keys <= _IN_TEXT_WITH_CTRL)
    return "" if free else Message("{chord} on {target}", chord=_in_order(chord), target=_focus(target))


def _is_turned(target: Target) -> bool:
    # Only a scroll bar that is there for its value takes the keyboard.
    return target.focus_role in roles.TURNED | {"scroll bar"}


def _in_order(chord: Chord) -> str:
    return "+".join((*sorted(chord & _MODIFIERS), *sorted(chord - _MODIFIERS)))


def _is_character(keys: Chord) -> bool:
    return all(len(key) == 1 or key == "space" for key in keys)


def _in_page(target: Target) -> bool:
    told = target.role or target.focus_role
    return target.in_page or (not told and (bool(target.site) or is_one_of(target.window, BROWSERS)))


def _named(target: Target) -> str:
    return _words(target.control)


def _focus(target: Target) -> str:
    return _words(target.focus)


def _words(hit: HitControl | Focus | None) -> str:
    if hit is None or not (hit.name or hit.role):
        return Message("an unidentified item")
    kind = kind_of(hit.role)
    if not hit.name:
        return Message("an unnamed {kind}", kind=kind) if kind else Message("an unnamed item")
    named = foreign(hit.name, _LONGEST_NAME)
    return Message("the {kind} “{named}”", kind=kind, named=named) if kind else f"“{named}”"
