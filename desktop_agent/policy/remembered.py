"""What a yes may last for: one act on one control, for the task or for always.

The control goes by program, role, name and kind of window, on a page by its site. How long each row's yes may last, the
table says; a person's own rules last for the task. Words that were read off the picture name no control, and a
document, a frame or a pane is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_agent.core.actions import Click, Press, Type
from desktop_agent.core.decision import Case, HitControl, Reason, RememberedApproval, RememberedControl
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.role import Role
from desktop_agent.policy.act import surface_of
from desktop_agent.policy.own_rules import is_own_rule
from desktop_agent.policy.roles import GROUNDS
from desktop_agent.policy.table import ROWS, Lasting, Surface

_COUNTS: Mapping[int, str] = {1: "click", 2: Message("double click"), 3: Message("triple click")}
_NEVER: Final = frozenset({Surface.OWN, Surface.SECRET, Surface.SHELL})


class RememberedApprovals:
    """The yeses of one run; for any thread.

    Each method is one operation on a dict, which is whole by itself: that is all the locking there has to be.
    """

    def __init__(self) -> None:
        self._given: dict[RememberedApproval, None] = {}

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        """Return what a yes for the task would cover; None where only a new yes will do."""
        return approval_for(case, reason)

    def add(self, approval: RememberedApproval) -> None:
        """Keep a person's yes."""
        self._given[approval] = None

    def covers(self, approval: RememberedApproval) -> bool:
        """Return whether a person has said yes to it already."""
        return approval in self._given

    def all(self) -> tuple[RememberedApproval, ...]:
        """Return all of them, oldest first."""
        return tuple(self._given)

    def take_back(self, approval: RememberedApproval) -> None:
        """Forget one."""
        self._given.pop(approval, None)


def longest(reason: Reason) -> Lasting:
    """Return the longest that a yes to a reason may last."""
    if is_own_rule(reason.rule):
        return "task"
    row = next((row for name, row in ROWS.items() if name == reason.rule), None)
    return "once" if row is None or reason.outside else row.lasts


def approval_for(case: Case, reason: Reason) -> RememberedApproval | None:
    """Return what a yes for the task would cover; None where only a new yes will do."""
    control = control_of(case) if longest(reason) != "once" and not case.checks else None
    return None if control is None else RememberedApproval(reason.rule, control)


def control_of(case: Case) -> RememberedControl | None:
    """Return the control and the act that a yes would cover; None where one of these isn't known."""
    target, place, act = case.target, case.target.place, _act(case)
    # Where a drag ends, or what Return presses after a text, is another control.
    if not act or place is None or not place.window.program or target.also is not None:
        return None
    if surface_of(case, target) in _NEVER:
        return None
    # Keys go by what they press; without that by what has the keyboard.
    by_focus = isinstance(case.action, Press | Type) and not target.name
    hit = target.focus if by_focus else target.control
    is_read = isinstance(hit, HitControl) and hit.source == "ocr"
    window = place.window
    if hit is None or not hit.name or not hit.role or hit.role in GROUNDS | {Role.PASSWORD_TEXT} or is_read:
        return None
    if is_one_of(window, BROWSERS) and not (target.in_page and target.site):
        return None
    return RememberedControl(
        program=window.program,
        site=target.site,
        window=_kind_of(window),
        title=window.title if window.dialog else "",
        role=hit.role,
        control=hit.name,
        act=act,
    )


def _act(case: Case) -> str:
    match case.action:
        case Click(button=button, count=count, keys=()) if not case.held:
            return (
                _COUNTS[count]
                if button == "left"
                else Message("{button} {counts}", button=button, counts=_COUNTS[count])
            )
        case Press(keys) if not case.held:
            return "+".join(keys)
        case Type() if not case.held:
            return "type"
        case _:
            return ""


def _kind_of(window: Window) -> str:
    return "dialog" if window.dialog else "menu" if window.menu else Message("main window")
