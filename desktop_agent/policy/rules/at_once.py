"""Ask before what acts in the middle of an action: the second press on a button, the wheel over a control.

The first press on a button may put another one there, and the wheel changes what it turns over, whatever hangs on it.
"""

from __future__ import annotations

from desktop_agent.core.actions import Click, Scroll
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.policy.consequence_words import LONGEST_NAME, consequence
from desktop_agent.policy.programs import short_name

# One press is enough there.
_PRESSED_ONCE = frozenset(
    {
        *("push button", "button", "toggle button", "push button menu", "link", "check box", "radio button"),
        *("switch", "menu", "menu item", "check menu item", "radio menu item", "page tab"),
    }
)
_TURNED = frozenset({"slider", "spin button", "combo box", "dial", "scale"})


def judge(case: Case) -> Decision | None:
    """Ask about a double click where one press acts, and about the wheel where what it changes may act."""
    target, action = case.target, case.action
    where = short_name(target.window)
    if isinstance(action, Click) and action.count > 1 and target.role in _PRESSED_ONCE:
        text = f"The first press already acts in {where}; we can't tell what the next one presses."
        return Ask((Reason("second-press", text),))
    if not isinstance(action, Scroll) or target.role not in _TURNED:
        return None
    if not target.control:
        return Ask((Reason("wheel", f"The wheel changes a control in {where} that has no name."),))
    if kind := consequence(target.control):
        text = f"The wheel changes “{target.control[:LONGEST_NAME]}”, which reads like “{kind}”."
        return Ask((Reason("wheel", text),))
    return None
