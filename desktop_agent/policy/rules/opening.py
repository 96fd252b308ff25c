"""Ask before a file manager opens what may be a program, and before anything else in it not known to be harmless.

Opening a script, a launcher or a program runs it, and one click may open. Folders and plain documents are opened
without a question where it is known that they are that; so is what is known to do nothing in a menu, a dialog or by a
chord. All else is asked.
"""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions import Click, HoldButton, HoldKey, Press, ReleaseButton
from desktop_agent.core.commands import FILE_CHORDS, FILE_COMMANDS
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.keys import is_return
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import Chord, chords, entered, presses
from desktop_agent.policy.programs import FILE_MANAGERS, is_one_of, short_name
from desktop_agent.policy.rules.launchers import cancels
from desktop_agent.policy.rules.unknown import renames

_RULE: Final = "opens-file"
_MENUS = frozenset({"menu item", "check menu item", "radio menu item", "popup menu", "menu"})
_TEXTS = frozenset({"entry", "text", "label", "scroll bar"})
_NO_ENTRIES = _TEXTS | {"push button", "toggle button", "menu", "page tab", "split pane", "table column header"}
_KEYS = frozenset(
    "up down left right home end pageup pagedown tab escape f2 f3 f5 f6 f9 f11 delete backspace menu insert enter space"
    " printscreen capslock numlock scrolllock".split()
)
_WITH_CTRL = frozenset("a c x v f l r w z y h + - 0 1 2 3 4 tab pageup pagedown home end space insert".split())
_DELETES = frozenset({"delete", "backspace"})  # of which another rule knows
_WITH_ALT = frozenset({"left", "right", "up", "home"})
_MODIFIERS = frozenset({"ctrl", "alt", "super"})
# Items that change what is seen, or ask for more before they do anything. Which they are, the program's own catalogue
# says (`Target.command`): no word that only stands there counts.
_SHOWS = frozenset(FILE_COMMANDS)


def judge(case: Case) -> Decision | None:
    """Ask about what opens an entry, or may carry out something, in a file manager."""
    window = case.target.window
    if window is None or not is_one_of(window, FILE_MANAGERS):
        return None
    why = _by_pointer(case) or _by_keys(case)
    return Ask((Reason(_RULE, Message("{why} in {window}.", why=why, window=short_name(window))),)) if why else None


def _by_pointer(case: Case) -> str:
    target, action = case.target, case.action
    if not isinstance(action, Click | HoldButton | ReleaseButton) or target.window is None:
        return ""
    if target.window.menu or target.role in _MENUS - {"menu"}:
        return "" if target.command in _SHOWS else "We can't tell what this item does"
    if target.window.dialog and not renames(target.window.title) and target.role not in _TEXTS:
        return "" if cancels(target.control) else "We can't tell what this answers"
    if target.role in _NO_ENTRIES:
        return ""
    if isinstance(action, Click) and action.count > 1:
        return _opens(case)
    at_once = action.button == "left" and _may_be_program(case)
    return "Where a single click opens files, this may run a program" if at_once else ""


def _by_keys(case: Case) -> str:
    target = case.target
    pressed = chords(case)
    if target.focus_role in _MENUS:
        acts = presses(case, "enter", "space") or entered(case) is not None
        return "We can't tell what this item does" if acts else ""
    if target.command and chords(case) <= FILE_CHORDS.keys():
        return ""
    if isinstance(case.action, Press | HoldKey) and not all(_is_harmless(chord) for chord in pressed):
        return "We can't tell what these keys do"
    if not presses(case, "enter") or target.window is None or target.focus_role in _TEXTS:
        return ""
    if renames(target.window.title):
        return ""
    if target.window.dialog:
        return "" if cancels(target.control) else "We can't tell what this answers"
    return _opens(case)


def _may_be_program(case: Case) -> bool:
    """Tell whether an entry is a program, or one of a folder that holds some where nobody can tell which."""
    file = case.target.file
    return file is not None and (file.kind == "program" or file.among_programs)


def _opens(case: Case) -> str:
    file = case.target.file
    if file is not None and file.kind == "program":
        return "This runs a program"
    return "" if file is not None and file.kind else "We can't tell whether this runs a program"


def _is_harmless(chord: Chord) -> bool:
    if is_return(chord):
        return True  # it is judged by what it opens
    keys, with_them = chord - _MODIFIERS - {"shift", "altgr"}, chord & _MODIFIERS
    match with_them:
        case _ if not with_them or keys <= _DELETES:
            return all(key in _KEYS or len(key) == 1 for key in keys)
        case _ if with_them == {"ctrl"}:
            return keys <= _WITH_CTRL
        case _:
            # Letters with Alt open menus, of which another rule knows.
            return with_them == {"alt"} and all(key in _WITH_ALT or len(key) == 1 for key in keys)
