"""What an action comes to, whichever way it takes: which chords it presses, which text it enters, and where.

A line break in typed text is the Return key, a letter typed while Ctrl is held is a chord, and a paste is typing, as a
letter is that is pressed as a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, HoldKey, Press, ReleaseButton, Type
from desktop_agent.core.commands import PASTE
from desktop_agent.core.decision import Case, Target
from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import is_return, main_key
from desktop_agent.core.passwords import is_secret_field
from desktop_agent.core.programs import BROWSERS, CORRESPONDENTS, WRITERS, is_one_of
from desktop_agent.policy.roles import MANY_LINES, MENU_ITEMS

Chord = frozenset[str]
_RETURN = frozenset({"enter"})
_LOCKS = frozenset({"capslock", "numlock", "scrolllock"})
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr", "super"})
_BY_CHARACTER = {"\n": "enter", "\r": "enter", "\t": "tab", " ": "space", "\b": "backspace", "\x7f": "delete"}
_PASTES = frozenset(
    {
        frozenset({"ctrl", "v"}),
        frozenset({"ctrl", "shift", "v"}),
        frozenset({"ctrl", "alt", "v"}),
        frozenset({"ctrl", "alt", "shift", "v"}),
        frozenset({"shift", "insert"}),
        frozenset({"ctrl", "shift", "insert"}),
        frozenset({"super", "v"}),
    }
)
# Roles, as AT-SPI calls them, of what takes text.
_FIELDS = frozenset({"entry", "text", "editbar", "autocomplete", "combo box", "password text", "spin button"})
_ADDRESS = re.compile(
    r"adres|address|direcc|indirizz|endere[cç]|osoite|адрес|адреса|διεύθυνσ|כתובת|عنوان|عناوين|地址|網址|网址|アドレス|주소|url",
    re.IGNORECASE,
)
_NO_ROLE_OF_A_BAR = frozenset({"document web", "document frame", "paragraph", "section", "password text", "terminal"})


@dataclass(frozen=True, slots=True)
class Entered:
    """Text that goes into a field; None where it is unknown."""

    text: str | None
    control: str
    role: str
    target: Target


def chords(case: Case) -> frozenset[Chord]:
    """Return the chords that keys press, with those that are held already; locks do not count.

    A key of the keypad counts as the one that does the same.
    """
    held = frozenset(map(main_key, case.held))
    match case.action:
        case Press(keys) | HoldKey(keys):
            return _read(frozenset({(held | {*map(main_key, keys)}) - _LOCKS}))
        case Type(text):
            return _read(frozenset((held | _keys_of(char)) - _LOCKS for char in {*text}))
        case _:
            return frozenset()


def presses(case: Case, *keys: str) -> bool:
    """Tell whether one of these keys is pressed, alone or in a chord."""
    return any(chord & {*keys} for chord in chords(case))


def without_modifiers(chord: Chord) -> Chord:
    """Return the keys of a chord that are no modifiers."""
    return chord - _MODIFIERS


def entered(case: Case) -> Entered | None:
    """Return the text that an action enters, by typing or by pasting; None where it enters none."""
    target = case.target
    focus = (target.focus.name, target.focus.role) if target.focus else ("", "")
    match case.action:
        case Type(text, at):
            under = (target.name, target.role)
            return Entered(text, *(focus if at is None or target.focus_role else under), target)
        case Click(button="middle") | HoldButton(button="middle") if _takes_what_is_marked(target):
            return Entered(_pasted(case), target.name, target.role, target)
        case _ if chords(case) & _PASTES or target.command == PASTE:
            return Entered(_pasted(case), *focus, target)
        case Press() | HoldKey() if text := _letter(case):
            return Entered(text, *focus, target)
        case _:
            return None


def _takes_what_is_marked(target: Target) -> bool:
    """Tell whether a middle click enters what is marked: in a field, and beside a page, where a browser opens it."""
    if not target.role or target.role in _FIELDS | {"terminal"}:
        return True
    is_beside_page = not target.in_page and target.role not in _NO_ROLE_OF_A_BAR | {"link"}
    return is_beside_page and is_one_of(target.window, BROWSERS)


def is_paste(case: Case) -> bool:
    """Tell whether an action enters what is on the clipboard."""
    middle = isinstance(case.action, Click | HoldButton) and case.action.button == "middle"
    return entered(case) is not None and (middle or bool(chords(case) & _PASTES) or case.target.command == PASTE)


def is_written_in(case: Case) -> bool:
    """Tell whether text is what people write there: lines, an editor's own window, a message; then it is no order."""
    window, role = case.target.window, case.target.focus_role or case.target.role
    return role in MANY_LINES or (
        is_one_of(window, WRITERS | CORRESPONDENTS) and window is not None and not window.dialog
    )


def is_browser_item(target: Target) -> bool:
    """Tell whether it is an item of a browser's own menu: “Paste and go” opens what was copied."""
    return target.role in MENU_ITEMS and not target.in_page and is_one_of(target.window, BROWSERS)


def field_box(case: Case) -> Rect | None:
    """Return where the field is that a text goes into."""
    into_point = isinstance(case.action, Type) and case.action.at is not None
    field = case.target.control if into_point else case.target.focus
    return field.box if field else None


def is_for_password(case: Case) -> bool:
    """Tell whether a text is entered into a field whose role or name says that it is secret."""
    what = entered(case)
    return what is not None and is_secret_field(what.control, what.role)


def is_bar(what: Entered) -> bool | None:
    """Tell whether text goes into a browser's address bar; None where it may: beside a page, whatever it is called."""
    if not is_one_of(what.target.window, BROWSERS) or what.role in _NO_ROLE_OF_A_BAR:
        return False
    if what.role and _ADDRESS.search(what.control):
        return True
    return False if what.role and what.target.in_page else None


def fires(case: Case) -> bool:
    """Tell whether a button may fire: by roundabout ways too, such as a drag by one pixel or a typed space."""
    by_keys = presses(case, "enter", "space") or is_mnemonic(case) or _is_shortcut(case)
    return _presses_by_pointer(case.action) or by_keys


def _presses_by_pointer(action: Action) -> bool:
    match action:
        case Click() | HoldButton() | ReleaseButton() | Drag():
            # Whichever button: a program may act on any of them, and a middle click opens a link.
            return True
        case Type(at=at):
            return at is not None
        case _:
            return False


def is_mnemonic(case: Case) -> bool:
    """Tell whether Alt and a letter are pressed; the control is told then only where it is the one that they press."""
    if not isinstance(case.action, Press | HoldKey | Type):
        return False
    return any("alt" in chord and not {"ctrl", "super"} & chord for chord in chords(case))


def _is_shortcut(case: Case) -> bool:
    """Tell whether keys give a command of the menu bar, by its program's own word: then it is told as the control."""
    control, focus = case.target.control, case.target.focus_role
    return isinstance(case.action, Press) and control is not None and bool(control.menu) and focus not in MENU_ITEMS


def _read(pressed: frozenset[Chord]) -> frozenset[Chord]:
    """Return the chords, with Return beside those that are another way to press it."""
    return pressed | {_RETURN} if any(is_return(chord) and "enter" not in chord for chord in pressed) else pressed


def _letter(case: Case) -> str:
    """Return the character that a key press enters; empty where it enters none."""
    for chord in chords(case):
        keys = chord - {"shift", "altgr"}
        if len(keys) == 1:
            (key,) = keys
            char = " " if key == "space" else key if len(key) == 1 else ""
            return char.upper() if "shift" in chord else char
    return ""


def _pasted(case: Case) -> str | None:
    return case.pasted.text if case.pasted else None


def _keys_of(char: str) -> frozenset[str]:
    key = _BY_CHARACTER.get(char, char.lower())
    return frozenset({key, "shift"}) if char.isupper() else frozenset({key})
