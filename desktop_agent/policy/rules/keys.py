"""Rules about keys, whatever has the keyboard: chords of the session and of launchers, delete keys, send keys."""

from __future__ import annotations

import re

from desktop_agent.core.actions import Click, Drag, HoldButton, Move, ReleaseButton, Scroll
from desktop_agent.core.commands import LEAVES
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.key_spellings import NAMED
from desktop_agent.core.message import Message
from desktop_agent.core.programs import CHATS, CORRESPONDENTS, LAUNCHERS, WRITERS, is_one_of, short_name
from desktop_agent.policy.effects import chords, entered, is_paste, presses, without_modifiers
from desktop_agent.policy.roles import FIELDS, GROUNDS, UNTOLD

_FUNCTION_KEYS = frozenset(f"f{n}" for n in range(1, 13))
_VT = Message("It switches to another console.")
_LOGOUT = Message("It ends or locks the session.")
_KERNEL = Message("It communicates directly with the kernel.")
_DENIED: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (frozenset({"ctrl", "alt"}), _FUNCTION_KEYS, _VT),
    (frozenset({"ctrl", "alt"}), frozenset({"delete", "backspace"}), _LOGOUT),
    (frozenset({"ctrl", "alt", "shift"}), frozenset({"delete"}), _LOGOUT),
    (frozenset({"super"}), frozenset({"l"}), _LOGOUT),
    (frozenset({"super", "shift"}), frozenset({"q"}), _LOGOUT),
    (frozenset({"super", "ctrl"}), frozenset({"q"}), _LOGOUT),
    (frozenset(), frozenset({"sysrq"}), _KERNEL),
    (frozenset({"alt"}), frozenset({"printscreen"}), _KERNEL),
)
_LAUNCHER_CHORDS = frozenset(
    {
        frozenset({"alt", "f2"}),
        frozenset({"alt", "f1"}),
        frozenset({"super"}),
        frozenset({"super", "r"}),
        frozenset({"super", "x"}),
        frozenset({"super", "s"}),
        frozenset({"super", "a"}),
        frozenset({"super", "enter"}),
        frozenset({"super", "space"}),
        frozenset({"alt", "space"}),
        frozenset({"ctrl", "escape"}),
        frozenset({"ctrl", "alt", "t"}),
        frozenset({"super", "t"}),
    }
)
_LAUNCHER_KEYS = frozenset(name for name in NAMED if name.startswith("launch")) | {"browserhome", "browsersearch"}
_LAUNCHER_BUTTONS = frozenset({"push button", "button", "list item", "table cell", "icon", "menu item"})
_RUN_DIALOG = re.compile(
    r"\s*(?:run|run (?:program|command|application|dialog)(?:\.\.\.|…)?|ausführen|exécuter|ejecutar|esegui|executar"
    r"|uitvoeren|uruchom|выполнить|运行|実行)\s*",
    re.IGNORECASE,
)
_DELETE_KEYS = frozenset({"delete"})
_MAC_DELETE = frozenset({"super", "backspace"})
_MAC_EMPTY_TRASH = frozenset({"super", "shift", "backspace"})
# Where the key takes a letter away.
_TEXTS = frozenset(
    {
        *("entry", "text", "editbar", "autocomplete", "paragraph", "terminal", "section"),
        *("spin button", "document text", "password text", "combo box"),
    }
)
_SEND_CHORDS = frozenset(
    {
        frozenset({"ctrl", "enter"}),
        frozenset({"super", "enter"}),
        frozenset({"ctrl", "shift", "enter"}),
        frozenset({"alt", "enter"}),
    }
)
_SEND_CHORDS_EVERYWHERE = frozenset({frozenset({"ctrl", "enter"}), frozenset({"super", "enter"})})


def session_chord(case: Case) -> Decision | None:
    """Refuse if the keys of the action, with those already held, make a denied chord."""
    for keys in (*chords(case), *_chord_with_pointer(case)):
        for modifiers, last, why in _DENIED:
            if modifiers <= keys and last & keys:
                named = "+".join(sorted(keys))
                return Refuse(
                    (
                        Reason(
                            "session-chord", Message("The program never presses {named}. {why}", named=named, why=why)
                        ),
                    )
                )
    return None


def _chord_with_pointer(case: Case) -> tuple[frozenset[str], ...]:
    match case.action:
        case Click(keys=keys) | Move(keys=keys) | Drag(keys=keys) | Scroll(keys=keys):
            return (frozenset((*case.held, *keys)),)
        case _:
            return ()


def launcher(case: Case) -> Decision | None:
    """Ask about a launcher's chord, and about Return where a line of text starts a program."""
    if chords(case) & _LAUNCHER_CHORDS or presses(case, *_LAUNCHER_KEYS) or "super" in _keys_with_pointer(case):
        return Ask((Reason("launcher-chord", Message("These keys open a launcher or a terminal.")),))
    if any(map(case.desktop.may_start, chords(case))):
        return Ask((Reason("launcher-chord", Message("These keys may start something on the desktop.")),))
    if _is_launcher(case) and _carries_out(case):
        return Ask(
            (
                Reason(
                    "shell-line",
                    Message("{window} runs anything entered there.", window=short_name(case.target.window)),
                ),
            )
        )
    return None


def _is_launcher(case: Case) -> bool:
    window = case.target.window
    if window is None:
        return False
    return is_one_of(window, LAUNCHERS) or _RUN_DIALOG.fullmatch(window.title) is not None


def _keys_with_pointer(case: Case) -> tuple[str, ...]:
    """Return the keys that are held for the length of a click: Super, let go, opens the launcher."""
    match case.action:
        case Click(keys=keys) | Move(keys=keys) | Drag(keys=keys) | Scroll(keys=keys):
            return keys
        case _:
            return ()


def _carries_out(case: Case) -> bool:
    """Tell whether a line is ended: by Return, typed or pasted, or by a press on a button or on what was found."""
    what = entered(case)
    pasted = what is not None and is_paste(case) and (what.text is None or "\n" in what.text)
    role, name = case.target.role, case.target.name
    button = role in _LAUNCHER_BUTTONS or (not role and bool(case.typed_before or name))
    pressed = isinstance(case.action, Click | Drag | HoldButton | ReleaseButton) or presses(case, "space")
    return presses(case, "enter") or pasted or (pressed and button and case.target.command not in LEAVES)


def delete_key(case: Case) -> Decision | None:
    """Ask when a delete key goes to anything but text; where nobody tells, it is text in what people write in."""
    pressed = [chord for chord in chords(case) if _deletes(chord)]
    role = case.target.focus_role
    untold = role in UNTOLD | GROUNDS and is_one_of(case.target.window, WRITERS)
    texts = FIELDS | {"combo box", "spin button"} if case.target.in_page else _TEXTS
    if not pressed or role in texts or untold:
        return None
    for_good = any("shift" in chord for chord in pressed)
    how = Message("the selected items, permanently") if for_good else Message("what is selected")
    return Ask(
        (
            Reason(
                "delete-key",
                Message("In {window}, this key may delete {how}.", window=short_name(case.target.window), how=how),
            ),
        )
    )


def _deletes(chord: frozenset[str]) -> bool:
    return bool(without_modifiers(chord) & _DELETE_KEYS) or chord in {_MAC_DELETE, _MAC_EMPTY_TRASH}


def send_key(case: Case) -> Decision | None:
    """Ask about chords that send."""
    where = short_name(case.target.window)
    if _sends(case):
        return Ask((Reason("send-key", Message("In {where}, these keys may send the message.", where=where)),))
    return None


def _sends(case: Case) -> bool:
    pressed, target = chords(case), case.target
    if is_one_of(target.window, CHATS) and frozenset({"enter"}) in pressed:
        return True
    # A page, and any other program, may be a mail program, and may not say so.
    return bool(pressed & (_SEND_CHORDS if is_one_of(target.window, CORRESPONDENTS) else _SEND_CHORDS_EVERYWHERE))
