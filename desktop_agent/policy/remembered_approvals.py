"""Remembered approvals: a yes to one act on one control, or to a place, for the task or for always.

A control is identified by program, role, name and kind of window, on a page also by the page's address, without its
query and its numbers: the same form is at /orders/7 and /orders/8. The table says how long a yes to each row may last;
a yes to a person's own rule lasts for the task. A name that was read off the picture identifies no control, and
documents, frames and panes are no controls.

Some questions are about a place, whichever control of it is pressed: a form of a site, the system's settings, a
browser's. There a yes for the task covers the place, but no last step of a form, and no button without a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from desktop_agent.core.actions.action import Click, Press, Type
from desktop_agent.core.address import OwnPage, own_page
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import (
    Case,
    HitControl,
    Reason,
    RememberedApproval,
    RememberedControl,
    Target,
)
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.texts.message import Message
from desktop_agent.policy.act import acts_of, entered_addresses, surface_of
from desktop_agent.policy.own_rules import is_own_rule
from desktop_agent.policy.roles import BUTTONS, GROUNDS
from desktop_agent.policy.table import Fact, Lasting, Surface, row_named, row_of
from desktop_agent.policy.words import leads_on

_COUNTS: Mapping[int, str] = {1: "click", 2: Message("double click"), 3: Message("triple click")}
# A part of a path that numbers one of many pages: digits, or the digits and letters of an identifier.
_NUMBER: Final = re.compile(r"(?<=/)(?:\d+|(?=[^/]*\d)[0-9a-f-]{8,})(?=/|$)", re.IGNORECASE)
_NEVER: Final = frozenset({Surface.OWN, Surface.SECRET, Surface.SHELL})
_SETTINGS: Final = frozenset({OwnPage.SETTINGS})


class RememberedApprovals:
    """The remembered approvals of one run; usable from any thread.

    Each method is one atomic operation on a dict, so no lock is needed.
    """

    def __init__(self) -> None:
        self._approvals: dict[RememberedApproval, None] = {}

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        """Return what a yes for the task would cover; None where only a new yes will do."""
        return approval_for(case, reason)

    def add(self, approval: RememberedApproval) -> None:
        """Store an approval."""
        self._approvals[approval] = None

    def covers(self, approval: RememberedApproval) -> bool:
        """Return whether an approval is stored."""
        return approval in self._approvals

    def all(self) -> tuple[RememberedApproval, ...]:
        """Return all approvals, oldest first."""
        return tuple(self._approvals)

    def take_back(self, approval: RememberedApproval) -> None:
        """Remove an approval, if it is stored."""
        self._approvals.pop(approval, None)

    def clear(self) -> None:
        """Remove all approvals."""
        self._approvals.clear()


def longest(reason: Reason) -> Lasting:
    """Return the longest time that a yes to a reason may last."""
    if is_own_rule(reason.rule):
        return "task"
    row = row_named(reason.rule)
    return "once" if row is None or reason.outside else row.lasts


def approval_for(case: Case, reason: Reason) -> RememberedApproval | None:
    """Return what a yes for the task would cover; None where only a new yes will do."""
    if longest(reason) == "once" or case.checks:
        return None
    control = place_of(case, reason) or control_of(case)
    return None if control is None else RememberedApproval(reason.rule, control)


def place_of(case: Case, reason: Reason) -> RememberedControl | None:
    """Return the place that a reason to ask is about; None where it is about a control."""
    acts = acts_of(case)
    facts = {concern.fact for act in acts for concern in act.concerns if row_of(concern.fact) == reason.rule}
    window = case.target.window
    if window is None or not window.program or case.target.also is not None:
        return None
    if facts == {Fact.SETTINGS}:
        return RememberedControl(window.program, "", Message("settings"), "", "", "", "")
    if facts == {Fact.FORM} and case.target.site and _leads_on(case.target):
        return RememberedControl(window.program, case.target.site, Message("form"), "", "", "", "")
    own_pages = {case.target.own_page} if facts == {Fact.BROWSER_ITSELF} else {*entered_addresses(case)}
    if facts and facts <= {Fact.BROWSER_ITSELF, Fact.BROWSER_SETTINGS} and {*map(own_page, own_pages)} == _SETTINGS:
        return RememberedControl(window.program, str(OwnPage.SETTINGS), Message("page"), "", "", "", "")
    return None


def _leads_on(target: Target) -> bool:
    return target.role in BUTTONS and leads_on(target.name)


def control_of(case: Case) -> RememberedControl | None:
    """Return the control and the act that a yes would cover; None where either is unknown or can't be remembered."""
    target = case.target
    place = case.target.place
    act = _act_name(case)
    # The end of a drag, or the control that Return presses after a text, is a second control.
    if not act or place is None or not place.window.program or target.also is not None:
        return None
    if surface_of(case, target) in _NEVER:
        return None
    # Keys are identified by the control that they press, else by the one that has the keyboard.
    by_focus = isinstance(case.action, Press | Type) and not target.name
    hit = target.focus if by_focus else target.control
    is_read = isinstance(hit, HitControl) and hit.source == "ocr"
    window = place.window
    if hit is None or not hit.name or not hit.role or hit.role in GROUNDS | {Role.PASSWORD_TEXT} or is_read:
        return None
    where = _page_of(target)
    if is_one_of(window, BROWSERS) and not where:
        return None
    return RememberedControl(
        program=window.program,
        page=where,
        window=_kind_of(window),
        title=window.title if window.dialog else "",
        role=hit.role,
        control=hit.name,
        act=act,
    )


def _page_of(target: Target) -> str:
    """Return the address of the page that a control is on, without what distinguishes pages of one kind."""
    page = target.page
    if page is None or not page.inside:
        return ""
    return page.own or (page.site and page.site + _NUMBER.sub("#", page.path.rstrip("/")))


def _act_name(case: Case) -> str:
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
    if window.dialog:
        return "dialog"
    return "menu" if window.menu else Message("main window")
