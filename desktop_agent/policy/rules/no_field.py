"""Ask before text that goes to no field: its spaces and line breaks press whatever has the keyboard."""

from __future__ import annotations

from desktop_agent.core.actions import Type
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.policy.effects import presses
from desktop_agent.policy.programs import short_name

# What a space or a letter presses.
_PRESSED = frozenset(
    {
        *("push button", "button", "toggle button", "push button menu", "link", "check box", "radio button"),
        *("switch", "page tab"),
    }
)


def judge(case: Case) -> Decision | None:
    """Ask when words go to a button, or to a dialog in which it is unknown what has the keyboard."""
    target, window = case.target, case.target.window
    # A space or a line break by itself is meant as a key.
    if not isinstance(case.action, Type) or case.action.at is not None or not case.action.text.strip():
        return None
    where = short_name(window)
    if target.focus_role in _PRESSED:
        text = f"A button has the keyboard in {where}, not a field: this text may press it."
        return Ask((Reason("text-without-field", text),))
    if window is None or not window.dialog or target.focus_role or not presses(case, "enter", "space"):
        return None
    text = f"A dialog of {where} has the keyboard, and we can't tell whether this text would press one of its buttons."
    return Ask((Reason("text-without-field", text),))
