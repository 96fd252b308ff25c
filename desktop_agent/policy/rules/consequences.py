"""Ask before a press on a control whose name reads like send, pay, buy, delete, submit or shut down.

What counts is what is pressed, whichever way: by the pointer, by Return on a default button, by a typed space, by a
mnemonic. Where a dialog's own title reads so, its “Yes” and “OK” do too.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, HoldKey, Press, ReleaseButton, Type
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.rule_id import RuleId
from desktop_agent.policy.consequence_words import LONGEST_NAME, consequence, consequence_around, says_yes
from desktop_agent.policy.effects import chords, presses
from desktop_agent.policy.roles import ROWS

# Roles that are worked with, not pressed for their effect; names of fields are questions ("Send to").
_RULES: Mapping[str, RuleId] = {
    "send": "consequence-send",
    "pay": "consequence-pay",
    "buy": "consequence-buy",
    "delete": "consequence-delete",
    "submit": "consequence-submit",
    "system": "consequence-system",
    "run": "consequence-run",
    "grant": "consequence-grant",
}
_DOES: Mapping[str, str] = {
    "send": "sends something",
    "pay": "pays for something",
    "buy": "buys something",
    "delete": "deletes or overwrites something",
    "submit": "submits or publishes something",
    "system": "ends the session or stops the computer",
    "run": "runs or installs a program",
    "grant": "gives somebody a permission",
}
_HARMLESS_ROLES = frozenset(
    {
        *("entry", "text", "editbar", "autocomplete", "password text", "terminal", "combo box", "spin button"),
        *("paragraph", "document text", "document web", "document frame", "section", "block quote", "heading"),
        *("label", "static", "frame", "window", "panel", "filler", "scroll pane", "scroll bar", "viewport"),
        *("slider", "table", "tree table", "page tab", "page tab list", "tool bar", "status bar", "menu bar"),
        *("canvas", "image map", "layered pane"),
    }
)
# What looks for words in a text, or replaces them, is taken back with Ctrl+Z: where the program's own catalogue says
# that it is this command, and not where a word only stands there.
_LOOKS = frozenset({"Find", "Find Next", "Find Previous", "Find and Replace", "Search"})
# Files are called so too.
_OF_BUTTONS = frozenset({"run", "grant"})
_ENTRIES = ROWS | {"list item", "desktop icon"}


def judge(case: Case) -> Decision | None:
    """Ask when the name of a control that is pressed says that the effect cannot be taken back."""
    if not fires(case):
        return None
    reasons = tuple(reason for target in (case.target, case.target.also) if target and (reason := _reason(target)))
    return Ask(reasons) if reasons else None


def _reason(target: Target) -> Reason | None:
    opens = target.role == "menu" and target.source == "accessibility" and not target.in_page  # its items are judged
    if target.role in _HARMLESS_ROLES or opens or target.command in _LOOKS:
        return None
    named, kind = target.control, consequence(target.control)
    if not kind and says_yes(target.control) and target.window:
        named, kind = target.window.title, consequence(target.window.title) or consequence_around(target) or ""
    if not kind or (kind in _OF_BUTTONS and target.role in _ENTRIES):
        return None
    text = Message(
        "“{named}” probably {does}, which may be impossible to undo.",
        named=foreign(named, LONGEST_NAME),
        does=_DOES[kind],
    )
    return Reason(_RULES[kind], text)


def fires(case: Case) -> bool:
    """Tell whether a button may fire: by roundabout ways too, such as a drag by one pixel or a typed space."""
    return _presses_by_pointer(case.action) or presses(case, "enter", "space") or is_mnemonic(case)


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
