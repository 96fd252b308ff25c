"""Ask before keys that send, and before presses of unknown effect in mail and chat programs."""

from __future__ import annotations

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.programs import BROWSERS
from desktop_agent.policy.consequence_words import consequence_around
from desktop_agent.policy.effects import Chord, chords, clicks_left, without_modifiers
from desktop_agent.policy.programs import CHATS, CORRESPONDENTS, is_one_of, short_name

_SENDS = frozenset(
    {
        frozenset({"ctrl", "enter"}),
        frozenset({"super", "enter"}),
        frozenset({"ctrl", "shift", "enter"}),
        frozenset({"alt", "enter"}),
    }
)
_EVERYWHERE = frozenset({frozenset({"ctrl", "enter"}), frozenset({"super", "enter"})})
# A menu bar opens with these letters, and a browser's address bar with that one; any other may be a button's.
_MENU_LETTERS = frozenset("f e v h t i g".split())
_BROWSER_LETTERS = frozenset("d")
_BUTTONS = frozenset({"push button", "button", "link", "toggle button"})
_MENUS = frozenset({"menu", "menu item", "check menu item", "radio menu item", "page tab"})


def judge(case: Case) -> Decision | None:
    """Ask about chords that send, mnemonics that cannot be resolved, and buttons without a name."""
    where = short_name(case.target.window)
    if _sends(case):
        return Ask((Reason("send-key", f"In {where} this chord may send the message."),))
    if any(_is_unresolved(chord, case) for chord in chords(case)):
        return Ask((Reason("mnemonic", f"We can't tell what this chord presses in {where}."),))
    if _is_unnamed(case):
        return Ask((Reason("unnamed-button", f"This button in {where} has no name."),))
    return None


def _sends(case: Case) -> bool:
    pressed, target = chords(case), case.target
    if is_one_of(target.window, CHATS) and frozenset({"enter"}) in pressed:
        return True
    # A page, and any other program, may be a mail program, and may not say so.
    return bool(pressed & (_SENDS if is_one_of(target.window, CORRESPONDENTS) else _EVERYWHERE))


def _is_unresolved(chord: Chord, case: Case) -> bool:
    letters = without_modifiers(chord)
    if (
        "alt" not in chord
        or {"ctrl", "super"} & chord
        or len(letters) != 1
        or not all(key.isalpha() for key in letters)
    ):
        return False
    if any(len(key) != 1 for key in letters) or case.target.control or consequence_around(case.target) == "":
        return False
    free = _MENU_LETTERS | (_BROWSER_LETTERS if is_one_of(case.target.window, BROWSERS) else frozenset())
    return not letters <= free


def _is_unnamed(case: Case) -> bool:
    target = case.target
    if not clicks_left(case.action) or target.control:
        return False
    return target.role in _BUTTONS and is_one_of(target.window, CORRESPONDENTS)
